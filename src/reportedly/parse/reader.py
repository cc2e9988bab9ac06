"""From the model's numbers to tokens, sentences, trees, names and attributions.

PolNeAR, and so the model, marks outermost attributions only.  Those inside their content are found from the tree (see
extract/explicit.py): reading each content again as a text of its own found no more of the casebook's nested chains
(30.5 % of them either way) and cost a quarter of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from reportedly.model import Attribution, Name, Parsed, Span, Spans, Token
from reportedly.parse.model_runtime import Numbers, Runtime
from reportedly.parse.tags import TaggedSpan, best_tags, legal_moves, link, softmax, spans_of
from reportedly.parse.tree import best_tree
from reportedly.parse.windows import Reading, read_in_windows
from reportedly.parse.wordpiece import IntArray, Pieces

TOKEN_START, SENTENCE_START = 1, 2
LONGEST_TREE = 400  # tokens; a longer "sentence" is a list or a mangled table, parsed in pieces of this length


@cache
def shipped_reader() -> Reader:
    """The reader that comes with the package, loaded once per process."""
    return Reader(Runtime())


class Reader:
    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._moves = legal_moves(runtime.decoder.moves, runtime.labels.tags)

    def parse(self, text: str, *, sentence_starts: Sequence[int] | None = None) -> Parsed:
        pieces = self._runtime.wordpiece(text)
        if len(pieces) == 0:
            return Parsed(text=text, tokens=(), sentences=(), names=(), attributions=())
        starts = None if sentence_starts is None else np.searchsorted(pieces.starts, np.array(sentence_starts))
        reading = read_in_windows(
            pieces, lambda a, b: self._runtime.numbers(pieces, a, b), self._sentence_starts, starts
        )
        anchors, first_tokens = self._anchors(reading, starts)
        sentences = tuple(zip(first_tokens, [*first_tokens[1:], len(anchors)], strict=True))
        tokens = self._tokens(pieces, reading, anchors, sentences)
        return Parsed(
            text=text,
            tokens=tokens,
            sentences=sentences,
            names=self._names(reading, anchors, tokens),
            attributions=self._attributions(pieces, reading),
        )

    # ------------------------------------------------------------ tokens, sentences, trees
    def _sentence_starts(self, numbers: Numbers) -> IntArray:
        cut = numbers.linear[:, self._runtime.labels.columns["cut"]].argmax(1)
        return np.flatnonzero(cut == SENTENCE_START)

    def _anchors(self, reading: Reading, starts: IntArray | None) -> tuple[IntArray, list[int]]:
        """The first piece of every token, and which tokens begin a sentence."""
        cut = reading.linear[:, self._runtime.labels.columns["cut"]].argmax(1)
        if starts is not None:
            cut[cut == SENTENCE_START] = TOKEN_START
            cut[starts[starts < len(cut)]] = SENTENCE_START
        cut[0] = SENTENCE_START
        anchors = np.flatnonzero(cut)
        return anchors, np.flatnonzero(cut[anchors] == SENTENCE_START).tolist()

    def _tokens(
        self, pieces: Pieces, reading: Reading, anchors: IntArray, sentences: tuple[tuple[int, int], ...]
    ) -> tuple[Token, ...]:
        labels = self._runtime.labels
        upos = reading.linear[anchors, labels.columns["upos"]].argmax(1)
        ends = pieces.ends[np.append(anchors[1:], len(pieces)) - 1]
        heads = np.empty(len(anchors), np.int64)
        relations = np.empty(len(anchors), np.int64)
        for first, last in sentences:
            for a in range(first, last, LONGEST_TREE):
                b = min(a + LONGEST_TREE, last)
                up, relations[a:b] = best_tree(reading.tree[anchors[a:b]], self._runtime.decoder)
                heads[a:b] = np.where(up < 0, -1 if a == first else first, up + a)
        return tuple(
            Token(start, end, labels.upos[tag], head, "root" if head < 0 else labels.relations[relation])
            for start, end, tag, head, relation in zip(
                pieces.starts[anchors].tolist(),
                ends.tolist(),
                upos.tolist(),
                heads.tolist(),
                relations.tolist(),
                strict=True,
            )
        )

    # ------------------------------------------------------------ names
    def _names(self, reading: Reading, anchors: IntArray, tokens: tuple[Token, ...]) -> tuple[Name, ...]:
        labels = self._runtime.labels
        tags: list[int] = reading.linear[anchors, labels.columns["name"]].argmax(1).tolist()
        out: list[Name] = []
        for n, (tag, token) in enumerate(zip(tags, tokens, strict=True)):
            if not tag:
                continue
            kind = labels.names[(tag - 1) // 2]
            goes_on = tag % 2 == 0 and n and tags[n - 1] in (tag, tag - 1)
            if goes_on:
                out[-1] = Name(out[-1].start, token.end, kind)
            else:
                out.append(Name(token.start, token.end, kind))
        return tuple(out)

    # ------------------------------------------------------------ attributions
    def _attributions(self, pieces: Pieces, reading: Reading) -> tuple[Attribution, ...]:
        words = pieces.words
        word_ends = pieces.ends[np.append(words[1:], len(pieces)) - 1]
        emissions = reading.linear[words, self._runtime.labels.columns["tag"]]
        spans = spans_of(best_tags(emissions, self._moves), softmax(emissions))

        def characters(parts: tuple[TaggedSpan, ...]) -> Spans:
            return tuple(Span(int(pieces.starts[words[p.start]]), int(word_ends[p.end - 1])) for p in parts)

        return tuple(
            Attribution(
                source=characters(one.source),
                cue=characters(one.cue),
                content=characters(one.content),
                confidence=min(1.0, one.sure),
            )
            for one in link(spans, reading, words, self._runtime.decoder.far)
        )
