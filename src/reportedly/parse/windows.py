"""A long text in windows: every sentence whole in the window that answers for it, with some text before it.

The model reads at most WINDOW pieces at once.  A window's last sentences are read again as the first of the next, so
that each piece is answered for by a window that has seen what comes after it as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from reportedly.parse.model_runtime import Floats, Numbers
from reportedly.parse.wordpiece import IntArray, Pieces

WINDOW = 318  # pieces; with [CLS] and [SEP] the 320 the model was trained on
BEFORE = 48  # pieces of earlier text; with 36 full F1 on PolNeAR dev was 0.8 points lower, with 56 as good
AFTER = 8  # a sentence that begins this close to a window's end is left to the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The numbers of pieces [low, high), read together."""

    low: int
    high: int
    numbers: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A whole text as the model sees it: one row per piece, and the windows they come from.

    Link vectors are only comparable within a window, since the model tells near from far by places in the window.
    """

    linear: Floats
    tree: Floats
    windows: tuple[Window, ...]

    def window_of(self, first: int, last: int) -> Window:
        """The window that sees most on both sides of pieces first to last."""
        return max(self.windows, key=lambda w: (min(first - w.low, w.high - 1 - last), -w.low))


def read_in_windows(
    pieces: Pieces,
    numbers: Callable[[int, int], Numbers],
    begins: Callable[[Numbers], IntArray],
    starts: Sequence[int] | IntArray | None = None,
) -> Reading:
    """The reading of all pieces.

    `numbers(a, b)` reads pieces [a, b); `begins` tells which of its pieces begin a sentence; `starts`, where given, are
    the sentence starts to use instead.
    """
    total = len(pieces)
    edges = np.append(pieces.words, total)

    def at_word(piece: int) -> int:
        return int(edges[np.searchsorted(edges, max(piece, 0), side="right") - 1])

    windows: list[Window] = []
    linear: list[Floats] = []
    tree: list[Floats] = []
    low = answered = 0
    while answered < total:
        high = total if low + WINDOW >= total else at_word(low + WINDOW)
        if high <= answered:
            high = low + WINDOW  # a "word" of more pieces than a window is cut
        seen = numbers(low, high)
        cut = total
        if high < total:
            sentences = begins(seen) + low if starts is None else np.asarray(starts)
            sentences = sentences[(sentences > answered + WINDOW // 4) & (sentences <= high - AFTER)]
            cut = int(sentences[-1]) if len(sentences) else at_word(high - AFTER)
            cut = cut if cut > answered else high
        windows.append(Window(low=low, high=high, numbers=seen))
        linear.append(seen.linear[answered - low : cut - low])
        tree.append(seen.tree[answered - low : cut - low])
        answered = cut
        low = max(min(at_word(cut - BEFORE), cut), cut - WINDOW // 2)
    return Reading(linear=np.concatenate(linear), tree=np.concatenate(tree), windows=tuple(windows))
