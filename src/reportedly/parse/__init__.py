"""Report to Parsed: one pass of the reader model over a text, then everything is decoded from its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.model import Parsed
from reportedly.parse.reader import shipped_reader


def parse(text: str, *, sentence_starts: Sequence[int] | None = None) -> Parsed:
    """Tokens, sentences, trees, names and attributions of any string; the empty one gives an empty Parsed.

    `sentence_starts` (code point offsets) replaces the reader's own boundaries, for scoring against a treebank.
    """
    return shipped_reader().parse(text, sentence_starts=sentence_starts)
