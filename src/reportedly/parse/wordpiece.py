"""Text to wordpieces, with the characters each piece was read from.

The same greedy longest-match as BERT's uncased WordPiece (Devlin et al. 2019), written anew for one reason: every
piece keeps its place in the untouched text, so that whatever the reader says about it can be opened there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportedly.parse.wrapping import is_wrapped

IntArray = NDArray[np.int64]

UNKNOWN, CLS, SEP, MASK = "[UNK]", "[CLS]", "[SEP]", "[MASK]"

# BERT splits at white space and gives every punctuation mark a token of its own.  Symbols such as € are split off
# here too, so that "€100" and "$100" are read alike.
# An accent that is a character of its own, a soft hyphen and what else has no width belong to their word, as
# in BERT, which drops them before it splits.
ACCENTS = "\u0300-\u036f"
NO_WIDTH = "\u00ad\u200b-\u200f\u2060\ufeff"
WORD = re.compile(rf"[^\W_]+(?:(?:[{ACCENTS}]+|[{NO_WIDTH}]+(?=[^\W_]))[^\W_]*)*|\S")

LINE_BREAK = re.compile(r"[\r\n]")
BLANK_OR_INDENT = re.compile(r"(?:\r\n|\r|\n)\s")

# Categories of characters that say nothing to the model: accents, controls (NUL), formats (zero width, marks of
# direction) and halves of surrogate pairs.
SILENT = frozenset({"Mn", "Cc", "Cf", "Cs"})

# Longer runs without a space are no word of any language (base64, a mangled table): one unknown piece, as in BERT.
LONGEST_WORD = 100

# A report of millions of distinct junk words must not grow the cache without end.
CACHE_LIMIT = 200_000

# The vocabulary is lower case, so the model is told how a piece is written: 0 lower, 1 with a capital, 2 all capitals;
# and what stands before it: 0 nothing, 1 a space, 2 a line break.  Layout id = 1 + 3 * case + gap; [CLS], [SEP] have 0.
LAYOUTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """The wordpieces of one text; all arrays have one row per piece except `words`."""

    ids: IntArray
    starts: IntArray  # code point offsets into the text
    ends: IntArray
    layout: IntArray  # case and white space before, see LAYOUTS
    words: IntArray  # index of the first piece of each word
    wrapped: bool = False  # paragraphs are broken into lines of one width

    def __len__(self) -> int:
        return len(self.ids)


class WordPiece:
    """Splits texts into pieces of one vocabulary; keeps the words it has seen, so a second meeting is a look-up."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self.id_of = {piece: n for n, piece in enumerate(vocabulary)}
        missing = [p for p in (UNKNOWN, CLS, SEP) if p not in self.id_of]
        if missing:
            raise ValueError(f"the vocabulary lacks {', '.join(missing)}: is it a BERT vocabulary, one piece a line?")
        self.cls, self.sep = self.id_of[CLS], self.id_of[SEP]
        self._known: dict[str, tuple[tuple[int, int, int, int], ...]] = {}

    def __call__(self, text: str) -> Pieces:
        """Pieces of `text`.

        One written all in capitals is marked as if in lower case, since its case says nothing; and where paragraphs
        were broken into lines of one width, a line break says no more than a space.
        """
        ids: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        layout: list[int] = []
        words: list[int] = []
        known, before = self._known, -1
        shouting = text.isupper()
        wrapped = is_wrapped(text)
        breaks = BLANK_OR_INDENT if wrapped else LINE_BREAK
        for match in WORD.finditer(text):
            word, at = match.group(), match.start()
            pieces = known.get(word)
            if pieces is None:
                pieces = self._split(word)
                if len(known) < CACHE_LIMIT:
                    known[word] = pieces
            if not pieces:
                before = match.end() if before == at else before  # what is silent parts no words
                continue
            words.append(len(ids))
            gap = 0 if before == at else 1 if before >= 0 and not breaks.search(text, before, at) else 2
            before = match.end()
            for piece, first, last, case in pieces:
                ids.append(piece)
                starts.append(at + first)
                ends.append(at + last)
                layout.append(1 + (0 if shouting else 3 * case) + gap)
                gap = 0
        return Pieces(
            ids=np.array(ids, np.int64),
            starts=np.array(starts, np.int64),
            ends=np.array(ends, np.int64),
            layout=np.array(layout, np.int64),
            words=np.array(words, np.int64),
            wrapped=wrapped,
        )

    def _split(self, word: str) -> tuple[tuple[int, int, int, int], ...]:
        """(piece id, start, end, case) for each piece of a word, offsets inside the word."""
        folded = fold(word)
        if not folded:
            return ()  # a stray accent, a control character
        if len(word) > LONGEST_WORD:
            return ((self.id_of[UNKNOWN], 0, len(word), 0),)
        cuts: list[tuple[int, int, int]] = []
        at = 0
        while at < len(folded):
            for end in range(len(folded), at, -1):
                piece = self.id_of.get(("##" if at else "") + folded[at:end])
                if piece is not None:
                    cuts.append((piece, at, end))
                    at = end
                    break
            else:
                return ((self.id_of[UNKNOWN], 0, len(word), _case(word)),)
        places = cuts if len(folded) == len(word) else [(piece, *unfolded(word, a, b)) for piece, a, b in cuts]
        return tuple((piece, a, b, _case(word[a:b])) for piece, a, b in places)


def fold(word: str) -> str:
    """Lower case without accents and other silent characters, as the vocabulary is written."""
    lower = word.lower()
    if lower.isascii() and lower.isprintable():
        return lower
    return "".join(c for c in unicodedata.normalize("NFD", lower) if unicodedata.category(c) not in SILENT)


def unfolded(word: str, start: int, end: int) -> tuple[int, int]:
    """The characters of `word` that `fold(word)[start:end]` was made from, with the silent ones that follow them.

    A character may fold to several ("한" to three letters): then it is part of each piece that holds one of them.
    """
    origin = [n for n, character in enumerate(word) for _ in fold(character)]
    following = origin[end] if end < len(origin) else len(word)
    return origin[start] if start else 0, max(following, origin[end - 1] + 1)


def _case(piece: str) -> int:
    if piece.islower():
        return 0
    return 2 if len(piece) > 1 and piece.isupper() else int(any(c.isupper() for c in piece))
