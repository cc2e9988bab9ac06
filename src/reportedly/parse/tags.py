"""Attribution tags and links: the best sequence of tags, its spans, and which cue each span belongs to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reportedly.parse.model_runtime import Floats
from reportedly.parse.windows import Reading, Window
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
    scores = np.array(emissions)  # of the best sequence that ends here, by its last tag
    scores[0, 2::2] = NEVER  # I- tags begin nothing
    reach, best = np.empty_like(moves), np.empty(tags, scores.dtype)
    add, most = np.add, np.maximum.reduce  # three small steps for each word of a text: what is around them counts
    for before, here in zip(scores[:-1, :, None], scores[1:], strict=True):
        add(moves, before, reach)
        most(reach, axis=0, out=best)
        add(best, here, here)
    back = (scores[:-1, :, None] + moves).argmax(1).tolist()
    tag = int(scores[-1].argmax())
    out = [tag]
    for origins in reversed(back):
        tag = origins[tag]
        out.append(tag)
    return np.array(out[::-1], np.int64)


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
    others = [s for s in spans if s.role != "cue"]
    cue_pieces = first_piece[[c.start for c in cues]] if cues else np.zeros(0, np.int64)
    tied: dict[int, tuple[int, float]] = {}  # by place among `others`: the cue, and how sure that is
    in_window: dict[int, list[int]] = {}
    for n, span in enumerate(others):
        window = reading.window_of(int(first_piece[span.start]), int(first_piece[span.end - 1]))
        in_window.setdefault(window.low, []).append(n)
    for window in reading.windows:
        mine = in_window.get(window.low, [])
        seen = np.flatnonzero((cue_pieces >= window.low) & (cue_pieces < window.high))
        if len(seen) == 1:  # nothing to choose
            tied.update((n, (int(seen[0]), 1.0)) for n in mine)
        elif len(seen) and mine:
            rows = [first_piece[others[n].start : others[n].end] for n in mine]
            rows = [some[(some >= window.low) & (some < window.high)] for some in rows]
            logs = _pointed_at(window, rows, cue_pieces[seen], far)
            best = logs.argmax(1)
            tied.update((n, (int(seen[b]), float(np.exp(row[b])))) for n, b, row in zip(mine, best, logs, strict=True))
    parts_of: list[list[tuple[TaggedSpan, float]]] = [[] for _ in cues]
    for n, (cue, sure) in sorted(tied.items()):
        parts_of[cue].append((others[n], sure))
    alone = [span for n, span in enumerate(others) if n not in tied and span.role == "content"]
    out = [_attribution(cue, parts) for cue, parts in zip(cues, parts_of, strict=True)]
    out += [Linked(source=(), cue=(), content=(span,), sure=span.sure) for span in alone]
    out = [a for a in out if a.content]
    return sorted(out, key=lambda a: min(s.start for s in (*a.source, *a.cue, *a.content)))


def _pointed_at(window: Window, spans: Sequence[IntArray], cues: IntArray, far: Floats) -> Floats:
    """How much each span, given by its pieces, points at each cue of a window: the mean of its pieces' logarithms."""
    pieces = np.concatenate(spans)
    query, key = window.numbers.query[pieces - window.low], window.numbers.key[cues - window.low]
    longest = window.high - window.low
    far_at = far[distance_buckets(np.arange(-longest, longest))]  # by distance + longest
    logs = _log_softmax(query @ key.T / math.sqrt(key.shape[1]) + far_at[pieces[:, None] - cues[None] + longest])
    sizes = [len(some) for some in spans]
    first = np.cumsum([0, *sizes[:-1]])
    sums: Floats = np.add.reduceat(logs, first, axis=0)
    return sums / np.array(sizes, np.float32)[:, None]


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
