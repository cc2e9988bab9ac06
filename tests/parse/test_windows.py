"""A text of any length is read in windows, and every piece is answered for exactly once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.parse.model_runtime import Floats, Numbers
from reportedly.parse.windows import BEFORE, WINDOW, Reading, read_in_windows
from reportedly.parse.wordpiece import IntArray, Pieces


def pieces_of(words: Sequence[int]) -> Pieces:
    """Pieces of words that are cut into as many pieces as `words` says."""
    total = sum(words)
    places = np.arange(total)
    firsts = np.cumsum([0, *words])[:-1].astype(np.int64)
    return Pieces(ids=places, starts=places, ends=places + 1, layout=np.ones(total, np.int64), words=firsts)


def numbers_of(low: int, high: int) -> Numbers:
    """Rows that hold the number of their piece."""
    rows: Floats = np.arange(low, high, dtype=np.float32)[:, None]
    return Numbers(linear=rows, query=rows, key=rows, tree=-rows)


def sentences_at(starts: Sequence[int]) -> IntArray:
    return np.array(sorted(starts), np.int64)


def begins_at(starts: Sequence[int]) -> Callable[[Numbers], IntArray]:
    """A model that takes the pieces `starts` for beginnings of sentences."""

    def begins(seen: Numbers) -> IntArray:
        low, high = int(seen.linear[0, 0]), int(seen.linear[-1, 0]) + 1
        return np.array([s - low for s in sorted(starts) if low <= s < high], np.int64)

    return begins


def read(
    words: Sequence[int], starts: Sequence[int] = (), *, given_starts: bool = False
) -> tuple[Reading, list[tuple[int, int]]]:
    """The reading, and the stretches that were read for it."""
    asked: list[tuple[int, int]] = []

    def numbers(low: int, high: int) -> Numbers:
        asked.append((low, high))
        return numbers_of(low, high)

    known = sentences_at(starts) if given_starts else None
    return read_in_windows(pieces_of(words), numbers, begins_at(starts), known), asked


def answered_once(reading: Reading, total: int) -> bool:
    rows = np.arange(total, dtype=np.float32)[:, None]
    return np.array_equal(reading.linear, rows) and np.array_equal(reading.tree, -rows)


WORDS = st.one_of(
    st.lists(st.integers(1, 5), min_size=1, max_size=900),
    st.lists(st.integers(1, 400), min_size=1, max_size=12),
    st.integers(1, 5000).map(lambda n: [1] * n),
    st.integers(1, 5000).map(lambda n: [n]),
)


@settings(max_examples=120, deadline=None)
@given(WORDS, st.lists(st.integers(0, 5000), max_size=60), st.booleans())
def test_every_piece_is_answered_for_once_and_in_order(words: list[int], starts: list[int], known: bool) -> None:
    reading, asked = read(words, starts, given_starts=known)
    assert answered_once(reading, sum(words))
    assert all(0 < high - low <= WINDOW for low, high in asked)
    assert [(w.low, w.high) for w in reading.windows] == asked
    assert len(asked) <= 1 + sum(words) // 40


@pytest.mark.parametrize("total", [1, WINDOW - 1, WINDOW])
def test_a_text_that_fits_is_read_in_one_go(total: int) -> None:
    assert read([1] * total)[1] == [(0, total)]


def test_a_window_ends_with_a_sentence_and_the_next_is_given_what_stands_before_it() -> None:
    reading, asked = read([1] * 500, [0, 150, 280, 316, 400])
    assert asked == [(0, WINDOW), (280 - BEFORE, 500)]
    assert answered_once(reading, 500)


def test_a_sentence_that_begins_at_the_very_end_of_a_window_is_left_to_the_next() -> None:
    assert read([1] * 500, [WINDOW - 2])[1][1][0] < WINDOW - BEFORE


def test_a_window_begins_and_ends_between_words() -> None:
    words = [7] * 300
    _, asked = read(words)
    assert all(low % 7 == 0 and (high % 7 == 0) for low, high in asked)


def test_a_word_of_five_thousand_pieces_is_cut() -> None:
    reading, asked = read([3, 5000, 3])
    assert answered_once(reading, 5006)
    assert len(asked) < 40


def test_sentence_starts_that_are_given_take_the_place_of_those_the_model_sees() -> None:
    reading = read_in_windows(pieces_of([1] * 450), numbers_of, begins_at([300]), sentences_at([200]))
    assert [w.low for w in reading.windows] == [0, 200 - BEFORE]


def test_the_window_that_sees_most_round_a_span_is_the_one_to_ask() -> None:
    reading, _ = read([1] * 500, [280])
    first, second = reading.windows
    assert reading.window_of(10, 20) is first
    assert reading.window_of(300, 310) is second
