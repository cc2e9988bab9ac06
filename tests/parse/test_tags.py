"""Tags: the best legal sequence, the spans it holds, and which cue each span belongs to."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.parse.model_runtime import Floats, Numbers
from reportedly.parse.tags import (
    LINK_BUCKETS,
    Linked,
    TaggedSpan,
    best_tags,
    distance_buckets,
    legal_moves,
    link,
    softmax,
    spans_of,
)
from reportedly.parse.windows import Reading, Window
from reportedly.parse.wordpiece import IntArray

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
O, B_SOURCE, I_SOURCE, B_CUE, I_CUE, B_CONTENT, I_CONTENT = range(7)  # noqa: E741
FREE = legal_moves(np.zeros((7, 7), np.float32), TAGS)


def scores(words: int) -> st.SearchStrategy[Floats]:
    """Quarters, so that sums are exact whatever their order."""
    row = st.lists(st.integers(-40, 40), min_size=7, max_size=7)
    return st.lists(row, min_size=words, max_size=words).map(as_scores)


def as_scores(rows: list[list[int]]) -> Floats:
    return (np.array(rows, np.float32).reshape(-1, 7) / 4).astype(np.float32)


def legal(tags: tuple[int, ...]) -> bool:
    """By the book: an I- tag only after the B- or I- tag of the same role."""
    return all(tag == O or tag % 2 or (n > 0 and tags[n - 1] in (tag, tag - 1)) for n, tag in enumerate(tags))


def worth(tags: tuple[int, ...], emissions: Floats, moves: Floats) -> float:
    steps = sum(float(moves[a, b]) for a, b in pairwise(tags))
    return steps + sum(float(emissions[n, tag]) for n, tag in enumerate(tags))


# ---------------------------------------------------------------- the best sequence
@settings(max_examples=40, deadline=None)
@given(st.integers(1, 4).flatmap(scores), scores(7))
def test_no_legal_sequence_is_worth_more_than_the_one_chosen(emissions: Floats, learnt: Floats) -> None:
    moves = legal_moves(learnt, TAGS)
    chosen = tuple(best_tags(emissions, moves).tolist())
    assert legal(chosen)
    all_legal = filter(legal, product(range(7), repeat=len(emissions)))
    assert worth(chosen, emissions, moves) == max(worth(tags, emissions, moves) for tags in all_legal)


@settings(max_examples=4, deadline=None)
@given(scores(5), scores(7))
def test_nor_among_the_sequences_of_five_words(emissions: Floats, learnt: Floats) -> None:
    moves = legal_moves(learnt, TAGS)
    chosen = tuple(best_tags(emissions, moves).tolist())
    all_legal = filter(legal, product(range(7), repeat=5))
    assert worth(chosen, emissions, moves) == max(worth(tags, emissions, moves) for tags in all_legal)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 40).flatmap(scores), scores(7))
def test_a_sequence_of_any_length_is_legal(emissions: Floats, learnt: Floats) -> None:
    chosen = tuple(best_tags(emissions, legal_moves(learnt, TAGS)).tolist())
    assert len(chosen) == len(emissions)
    assert legal(chosen)


def test_a_text_that_seems_to_begin_inside_a_span_begins_one() -> None:
    emissions = np.full((2, 7), -9, np.float32)
    emissions[:, I_CONTENT] = 9
    emissions[0, B_CONTENT] = -8
    assert best_tags(emissions, FREE).tolist() == [B_CONTENT, I_CONTENT]


def test_forbidding_moves_leaves_the_learnt_ones_as_they_are() -> None:
    learnt = np.arange(49, dtype=np.float32).reshape(7, 7)
    moves = legal_moves(learnt, TAGS)
    assert moves[O, B_CUE] == learnt[O, B_CUE]
    assert moves[B_CUE, I_CUE] == learnt[B_CUE, I_CUE]
    assert moves[O, I_CUE] == moves[B_SOURCE, I_CUE] == moves[I_CONTENT, I_SOURCE] < -1000
    assert learnt[O, I_CUE] == I_CUE


# ---------------------------------------------------------------- its spans
def test_spans_are_the_runs_of_one_role_and_a_new_beginning_ends_the_last() -> None:
    tags = np.array([B_SOURCE, I_SOURCE, O, B_CUE, B_CUE, I_CUE, B_CONTENT])
    found = [(s.role, s.start, s.end) for s in spans_of(tags, np.ones((7, 7), np.float32))]
    assert found == [("source", 0, 2), ("cue", 3, 4), ("cue", 4, 6), ("content", 6, 7)]


def test_a_span_is_as_sure_as_its_words_are_on_average() -> None:
    probability = np.zeros((3, 7), np.float32)
    probability[[0, 1, 2], [B_CUE, I_CUE, O]] = 1.0, 0.5, 0.25
    [span] = spans_of(np.array([B_CUE, I_CUE, O]), probability)
    assert span.sure == 0.75


def test_where_nothing_is_tagged_there_are_no_spans() -> None:
    assert spans_of(np.zeros(4, np.int64), np.ones((4, 7), np.float32)) == []
    assert spans_of(np.zeros(0, np.int64), np.ones((0, 7), np.float32)) == []


def test_probabilities_of_huge_scores_are_still_probabilities() -> None:
    found = softmax(np.array([[1e4, 0.0], [-1e4, -1e4]], np.float32))
    assert found.tolist() == [[1.0, 0.0], [0.5, 0.5]]


# ---------------------------------------------------------------- its links
def a_span(role: str, start: int, end: int) -> TaggedSpan:
    return TaggedSpan(role=role, start=start, end=end, sure=1.0)


def a_window(
    low: int, high: int, *, query: dict[int, float] | None = None, key: dict[int, float] | None = None
) -> Window:
    """A window where pieces have the link vectors [query], [key] given; others 0."""

    def column(values: dict[int, float] | None) -> Floats:
        out = np.zeros((high - low, 1), np.float32)
        for piece, value in (values or {}).items():
            out[piece - low] = value
        return out

    none = np.zeros((high - low, 0), np.float32)
    return Window(low=low, high=high, numbers=Numbers(linear=none, query=column(query), key=column(key), tree=none))


def linked(spans: list[TaggedSpan], *windows: Window, far: Floats | None = None) -> list[Linked]:
    words = max(w.high for w in windows)
    none = np.zeros((words, 0), np.float32)
    reading = Reading(linear=none, tree=none, windows=windows)
    return link(spans, reading, np.arange(words), np.zeros(65, np.float32) if far is None else far)


def roles(one: Linked) -> tuple[list[int], list[int], list[int]]:
    """Where its sources, cues and contents begin."""
    return [s.start for s in one.source], [s.start for s in one.cue], [s.start for s in one.content]


def test_each_span_goes_to_the_cue_it_points_at() -> None:
    spans = [a_span("source", 0, 1), a_span("cue", 1, 2), a_span("cue", 5, 6), a_span("content", 6, 8)]
    pointing = a_window(0, 10, query={0: 4.0, 6: -4.0, 7: -4.0, 9: 4.0}, key={1: -1.0, 5: 1.0})
    found = linked([*spans, a_span("content", 9, 10)], pointing)
    assert [roles(one) for one in found] == [([0], [5], [9]), ([], [1], [6])]


def test_nearness_decides_where_the_words_do_not() -> None:
    far = -np.abs(np.arange(65, dtype=np.float32) - 32)
    spans = [a_span("cue", 1, 2), a_span("content", 2, 4), a_span("content", 16, 18), a_span("cue", 20, 21)]
    assert [roles(one) for one in linked(spans, a_window(0, 30), far=far)] == [([], [1], [2]), ([], [20], [16])]


def test_a_content_is_never_tied_to_a_cue_that_its_window_does_not_see() -> None:
    spans = [a_span("cue", 2, 3), a_span("content", 40, 50)]
    found = linked(spans, a_window(0, 30, key={2: 9.0}), a_window(20, 60, query={40: 9.0}))
    assert [roles(one) for one in found] == [([], [], [40])]


def test_a_content_longer_than_any_window_is_tied_by_what_the_window_round_its_middle_sees() -> None:
    windows = a_window(0, 30), a_window(20, 60), a_window(50, 90), a_window(80, 110)
    content = a_span("content", 46, 100)
    assert [roles(one) for one in linked([content, a_span("cue", 101, 102)], *windows)] == [([], [], [46])]
    assert [roles(one) for one in linked([a_span("cue", 52, 53), a_span("content", 53, 100)], *windows)] == [
        ([], [52], [53])
    ]


def test_a_cue_without_content_and_a_source_without_cue_say_nothing() -> None:
    assert linked([a_span("source", 0, 1), a_span("cue", 1, 2)], a_window(0, 5)) == []
    assert linked([a_span("source", 0, 1)], a_window(0, 5)) == []


def test_one_cue_takes_all_and_the_tie_to_it_is_certain() -> None:
    spans = [a_span("source", 0, 1), a_span("cue", 1, 2), a_span("content", 2, 4)]
    [one] = linked(spans, a_window(0, 5, query={0: -9.0, 2: 3.0}, key={1: 5.0}))
    assert roles(one) == ([0], [1], [2])
    assert one.sure == 1.0


SPANS = st.lists(
    st.tuples(st.sampled_from(("source", "cue", "content")), st.integers(0, 3), st.integers(1, 60)), max_size=9
)


@settings(max_examples=80, deadline=None)
@given(SPANS)
def test_every_content_is_in_one_attribution_and_every_tie_within_one_window(
    parts: list[tuple[str, int, int]],
) -> None:
    spans, at = list[TaggedSpan](), 0
    for role, gap, length in parts:
        spans.append(a_span(role, at + gap, at + gap + length))
        at += gap + length
    windows = [a_window(low, low + 40) for low in range(0, max(at, 1), 25)]
    found = linked(spans, *windows)
    contents = [s.start for one in found for s in one.content]
    assert sorted(contents) == [s.start for s in spans if s.role == "content"]
    for one in found:
        for cue in one.cue:
            for span in (*one.source, *one.content):
                assert any(w.low <= cue.start < w.high and touches(w, span) for w in windows)


def touches(window: Window, span: TaggedSpan) -> bool:
    return span.start < window.high and window.low < span.end


# ---------------------------------------------------------------- distances
# Every distance up to 8 has a bucket of its own, then four to a doubling: 8 + 4 * log2(d / 8), cut off, at most 32.
BUCKETS: dict[int, int] = {
    0: 0, 1: 1, 2: 2, 7: 7, 8: 8, 9: 8, 10: 9, 11: 9, 12: 10, 13: 10, 14: 11, 15: 11, 16: 12, 19: 12, 20: 13,
    31: 15, 32: 16, 63: 19, 64: 20, 128: 24, 255: 27, 256: 28, 318: 29, 511: 31, 512: 32, 5000: 32,
}  # fmt: skip


@pytest.mark.parametrize(("distance", "bucket"), BUCKETS.items())
def test_distances_fall_into_the_buckets_the_model_was_trained_with(distance: int, bucket: int) -> None:
    both: IntArray = distance_buckets(np.array([distance, -distance]))
    assert both.tolist() == [LINK_BUCKETS + bucket, LINK_BUCKETS - bucket]
