"""Attribution tags and links: the best sequence of tags, its spans, and which cue each span belongs to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reportedly.parse.model_runtime import Floats
from reportedly.parse.windows import Reading
from reportedly.parse.wordpiece import IntArray

ROLES = ("source", "cue", "content")
LINK_BUCKETS = 32
NEVER = np.float32(-1e4)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedSpan:
    """A run of words with one role."""

    role: str
    start: int  # words
    end: int
    sure: float  # mean probability of its tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Spans that belong to one attribution, in the order of the text."""

    source: tuple[TaggedSpan, ...]
    cue: tuple[TaggedSpan, ...]
    content: tuple[TaggedSpan, ...]
    sure: float


def best_tags(emissions: Floats, moves: Floats) -> IntArray:
    """Viterbi: the most probable legal sequence of tags (words x tags in, one tag per word out)."""
    words, tags = emissions.shape
    if not words:
        return np.zeros(0, np.int64)
    back = np.empty((words, tags), np.int64)
    columns = np.arange(tags)
    score = emissions[0].copy()
    score[2::2] = NEVER  # I- tags begin nothing
    for t in range(1, words):
        reach = score[:, None] + moves
        origin = reach.argmax(0)
        back[t] = origin
        score = reach[origin, columns] + emissions[t]
    out = np.empty(words, np.int64)
    out[-1] = score.argmax()
    for t in range(words - 1, 0, -1):
        out[t - 1] = back[t, out[t]]
    return out


def legal_moves(moves: Floats, tags: tuple[str, ...]) -> Floats:
    """The learnt transitions with those forbidden that BIO forbids."""
    out = moves.copy()
    for i, before in enumerate(tags):
        for j, after in enumerate(tags):
            if after.startswith("I-") and before[2:] != after[2:]:
                out[i, j] = NEVER
    return out


def spans_of(tags: IntArray, probability: Floats) -> list[TaggedSpan]:
    """The runs of one role in a legal sequence of tags."""
    chosen = probability[np.arange(len(tags)), tags]
    edges = [*np.flatnonzero((tags == 0) | (tags % 2 == 1)).tolist(), len(tags)]
    out = []
    for start, end in pairwise(edges):
        tag = int(tags[start])
        if tag:
            sure = float(np.add.reduce(chosen[start:end]) / (end - start))
            out.append(TaggedSpan(role=ROLES[(tag - 1) // 2], start=start, end=end, sure=sure))
    return out


def link(spans: list[TaggedSpan], reading: Reading, first_piece: IntArray, far: Floats) -> list[Linked]:
    """Attributions: each source and content goes to the cue it points at; a content that sees no cue stands alone.

    `first_piece` is the piece with which each word begins; `far` scores a distance by its bucket.
    """
    cues = [s for s in spans if s.role == "cue"]
    mine: list[list[tuple[TaggedSpan, float]]] = [[] for _ in cues]
    alone: list[TaggedSpan] = []
    cue_pieces = first_piece[[c.start for c in cues]] if cues else np.zeros(0, np.int64)
    longest = max(w.high - w.low for w in reading.windows)
    far_at = far[distance_buckets(np.arange(-longest, longest))]  # by distance + longest
    for span in spans:
        if span.role == "cue":
            continue
        rows = first_piece[span.start : span.end]
        window = reading.window_of(int(rows[0]), int(rows[-1]))
        rows = rows[(rows >= window.low) & (rows < window.high)]
        seen = np.flatnonzero((cue_pieces >= window.low) & (cue_pieces < window.high))
        if len(seen) == 0:
            if span.role == "content":
                alone.append(span)
            continue
        if len(seen) == 1:  # most often: nothing to choose
            mine[int(seen[0])].append((span, 1.0))
            continue
        at = cue_pieces[seen]
        query, key = window.numbers.query[rows - window.low], window.numbers.key[at - window.low]
        scores = query @ key.T / math.sqrt(key.shape[1]) + far_at[rows[:, None] - at[None] + longest]
        logs = _log_softmax(scores).mean(0)
        best = int(logs.argmax())
        mine[int(seen[best])].append((span, float(np.exp(logs[best]))))
    out = [_attribution(cue, parts) for cue, parts in zip(cues, mine, strict=True)]
    out += [Linked(source=(), cue=(), content=(span,), sure=span.sure) for span in alone]
    out = [a for a in out if a.content]
    return sorted(out, key=lambda a: min(s.start for s in (*a.source, *a.cue, *a.content)))


def _attribution(cue: TaggedSpan, parts: list[tuple[TaggedSpan, float]]) -> Linked:
    sure = cue.sure * math.prod(span.sure * tie for span, tie in parts) ** (1 / max(1, len(parts)))
    return Linked(
        source=tuple(s for s, _ in parts if s.role == "source"),
        cue=(cue,),
        content=tuple(s for s, _ in parts if s.role == "content"),
        sure=sure,
    )


def distance_buckets(distance: IntArray) -> IntArray:
    """Signed logarithmic buckets of a distance in pieces, shifted to be indices."""
    size = np.abs(distance).astype(np.float32)
    grown = np.where(size < 8, size, 8 + 4 * np.log2(np.maximum(size, 8) / 8))
    bucket: IntArray = (np.sign(distance) * np.floor(np.minimum(grown, LINK_BUCKETS))).astype(np.int64) + LINK_BUCKETS
    return bucket


def softmax(scores: Floats) -> Floats:
    out: Floats = np.exp(_log_softmax(scores))
    return out


def _log_softmax(scores: Floats) -> Floats:
    scores = scores - scores.max(-1, keepdims=True)
    out: Floats = scores - np.log(np.exp(scores).sum(-1, keepdims=True))
    return out
