"""From the model's numbers to tokens, sentences, trees, names and attributions.

PolNeAR, and so the model, marks outermost attributions only.  Those inside their content are found from the tree (see
extract/explicit.py): reading each content again as a text of its own found no more of the casebook's nested chains
(30.5 % of them either way) and cost a quarter of the time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from reportedly.model import Attribution, Name, Parsed, Span, Spans, Token
from reportedly.parse.model_runtime import Floats, Numbers, Runtime
from reportedly.parse.tags import NEVER, TaggedSpan, best_tags, legal_moves, link, softmax, spans_of
from reportedly.parse.tree import best_relations, best_tree
from reportedly.parse.windows import Reading, read_in_windows
from reportedly.parse.wordpiece import IntArray, Pieces

TOKEN_START, SENTENCE_START = 1, 2
LONGEST_TREE = 200  # tokens; a longer "sentence" is a list or a mangled table, parsed in pieces of this length

# UD cuts "didn't" into "did" and "n't", but no wordpiece begins at the n and the model cuts only where one begins: it
# gives "didn" and "'t".
NOT_CONTRACTED = re.compile(r"(?<=[^\W\d_])n['’]t(?!\w)", re.IGNORECASE)

# A headline ends without a full stop, but no sentence goes on over a blank line.
BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)\s*")

OUTSIDE, BEGINS, GOES_ON = range(3)
# From row to column: a name cannot go on where none began.
NAME_MOVES = np.array([[0, 0, NEVER], [0, 0, 0], [0, 0, 0]], np.float32)
LEAST = np.float32(1e-30)  # a probability that has a logarithm


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
        starts = None if sentence_starts is None else np.searchsorted(pieces.starts, np.unique(sentence_starts))
        reading = read_in_windows(
            pieces, lambda a, b: self._runtime.numbers(pieces, a, b), self._sentence_starts, starts
        )
        anchors, first_tokens = self._anchors(text, pieces, reading, starts)
        sentences = tuple(zip(first_tokens, [*first_tokens[1:], len(anchors)], strict=True))
        tokens = self._tokens(text, pieces, reading, anchors, sentences)
        return Parsed(
            text=text,
            tokens=tokens,
            sentences=sentences,
            names=self._names(reading, anchors, tokens, sentences),
            attributions=self._attributions(pieces, reading),
            wrapped=pieces.wrapped,
        )

    # ------------------------------------------------------------ tokens, sentences, trees
    def _sentence_starts(self, numbers: Numbers) -> IntArray:
        cut = numbers.linear[:, self._runtime.labels.columns["cut"]].argmax(1)
        return np.flatnonzero(cut == SENTENCE_START)

    def _anchors(
        self, text: str, pieces: Pieces, reading: Reading, starts: IntArray | None
    ) -> tuple[IntArray, list[int]]:
        """The first piece of every token, and which tokens begin a sentence."""
        cut = reading.linear[:, self._runtime.labels.columns["cut"]].argmax(1)
        if starts is None:
            after = np.searchsorted(pieces.starts, [m.end() for m in BLANK_LINE.finditer(text)])
            cut[after[after < len(cut)]] = SENTENCE_START
        else:
            cut[cut == SENTENCE_START] = TOKEN_START
            cut[starts[starts < len(cut)]] = SENTENCE_START
        cut[1:][pieces.starts[1:] == pieces.starts[:-1]] = 0  # pieces of one character ("한") cannot be told apart
        cut[0] = SENTENCE_START
        anchors = np.flatnonzero(cut)
        return anchors, np.flatnonzero(cut[anchors] == SENTENCE_START).tolist()

    def _tokens(
        self,
        text: str,
        pieces: Pieces,
        reading: Reading,
        anchors: IntArray,
        sentences: tuple[tuple[int, int], ...],
    ) -> tuple[Token, ...]:
        labels, decoder = self._runtime.labels, self._runtime.decoder
        upos = reading.linear[anchors, labels.columns["upos"]].argmax(1)
        starts = pieces.starts[anchors]
        ends = pieces.ends[np.append(anchors[1:], len(pieces)) - 1]
        _cut_before_not(text, starts, ends)
        tree = reading.tree[anchors]
        heads = np.empty(len(anchors), np.int64)
        for first, last in sentences:
            for a in range(first, last, LONGEST_TREE):
                b = min(a + LONGEST_TREE, last)
                some = best_tree(tree[a:b], decoder)
                heads[a:b] = np.where(some < 0, -1 if a == first else first, some + a)
        relations = best_relations(tree, heads, decoder)
        tags = [labels.upos[tag] for tag in upos.tolist()]
        up = heads.tolist()
        arcs = ["root" if h < 0 else labels.relations[r] for h, r in zip(up, relations.tolist(), strict=True)]
        return tuple(map(Token, starts.tolist(), ends.tolist(), tags, up, arcs))

    # ------------------------------------------------------------ names
    def _names(
        self, reading: Reading, anchors: IntArray, tokens: tuple[Token, ...], sentences: tuple[tuple[int, int], ...]
    ) -> tuple[Name, ...]:
        """Names, each of one kind: first where names are, whatever their kind, then the kind likeliest over all words.

        Kind by kind, a kind that changes within a name cuts it in two ("National|Library|of|the Netherlands"): that
        cost 4 to 5 points of typed F1 on GUM dev.
        """
        kinds = self._runtime.labels.names
        probability = softmax(reading.linear[anchors, self._runtime.labels.columns["name"]])
        inside = probability[:, 1:].reshape(len(tokens), len(kinds), 2)  # B- and I- of every kind
        tags = _name_tags(np.concatenate([probability[:, :1], inside.sum(1)], 1), sentences)
        starts = np.flatnonzero(tags == BEGINS)
        stops = np.append(np.flatnonzero(tags != GOES_ON), len(tags))
        ends = stops[np.searchsorted(stops, starts, side="right")]
        return tuple(
            Name(tokens[a].start, tokens[b - 1].end, kinds[int(inside[a:b].sum((0, 2)).argmax())])
            for a, b in zip(starts.tolist(), ends.tolist(), strict=True)
        )

    # ------------------------------------------------------------ attributions
    def _attributions(self, pieces: Pieces, reading: Reading) -> tuple[Attribution, ...]:
        words = pieces.words
        word_ends = pieces.ends[np.append(words[1:], len(pieces)) - 1]
        emissions = reading.linear[words, self._runtime.labels.columns["tag"]]
        tags = best_tags(emissions, self._moves)
        if not tags.any():
            return ()
        spans = spans_of(tags, softmax(emissions))

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


def _cut_before_not(text: str, starts: IntArray, ends: IntArray) -> None:
    """Moves, in place, the cut between two tokens that stand at an "n't" to where UD has it."""
    for found in NOT_CONTRACTED.finditer(text):
        at, end = found.span()
        token = int(np.searchsorted(starts, at + 1))
        here = token and token < len(starts) and starts[token] == at + 1 and ends[token] == end
        if here and starts[token - 1] < at and ends[token - 1] == at + 1:
            starts[token] = ends[token - 1] = at


def _name_tags(probability: Floats, sentences: tuple[tuple[int, int], ...]) -> IntArray:
    """OUTSIDE, BEGINS or GOES_ON for every token: the likeliest of each, or of the sentence where that is not legal."""
    tags: IntArray = probability.argmax(1)
    firsts = np.array([first for first, _ in sentences])
    before = np.append(OUTSIDE, tags[:-1])
    before[firsts] = OUTSIDE
    lost = np.flatnonzero((tags == GOES_ON) & (before == OUTSIDE))
    for sentence in np.unique(np.searchsorted(firsts, lost, side="right") - 1).tolist():
        here = slice(*sentences[sentence])
        tags[here] = best_tags(np.log(np.maximum(probability[here], LEAST)), NAME_MOVES)
    return tags
