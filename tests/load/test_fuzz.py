"""Files of every kind, cut, flipped, spliced and nested at random: a report or a reason, soon, and in little memory.

`REPORTEDLY_FUZZ=20000 pytest tests/load/test_fuzz.py` tries so many damaged files of each kind instead of a few;
`python -m tests.load.fuzzing` looks for worse ones, for as long as it is told.
"""

from __future__ import annotations

import os
import time
import tracemalloc
from collections.abc import Callable
from functools import reduce

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.load.telling import SEEDS, TOKENS, read_through

EXAMPLES = int(os.environ.get("REPORTEDLY_FUZZ", "25"))
SOON = 10.0  # seconds of CPU time for one file; all take under one on an idle machine
LITTLE = 300_000_000  # bytes


Mutation = Callable[[bytes], bytes]


def at(share: float, raw: bytes) -> int:
    return int(share * len(raw))


def cut(raw: bytes, start: float, end: float) -> bytes:
    return raw[: at(min(start, end), raw)] + raw[at(max(start, end), raw) :]


def flipped(raw: bytes, place: float, value: int) -> bytes:
    where = at(place, raw)
    return raw[:where] + bytes([value]) + raw[where + 1 :]


def inserted(raw: bytes, place: float, token: bytes, times: int) -> bytes:
    return raw[: at(place, raw)] + token * times + raw[at(place, raw) :]


def spliced(raw: bytes, place: float, other: str, other_place: float) -> bytes:
    return raw[: at(place, raw)] + SEEDS[other][at(other_place, SEEDS[other]) :]


def repeated(raw: bytes, start: float, end: float, times: int) -> bytes:
    first, last = at(min(start, end), raw), at(max(start, end), raw)
    return raw[:last] + raw[first : min(last, first + 2_000)] * times + raw[last:]


shares = st.floats(0, 1, exclude_max=True)
often = st.sampled_from([1, 1, 1, 2, 10, 300, 5_000])
tokens = st.sampled_from(TOKENS)
mutations: st.SearchStrategy[Mutation] = st.one_of(
    st.builds(lambda a, b: lambda raw: cut(raw, a, b), shares, shares),
    st.builds(lambda end: lambda raw: raw[: at(end, raw)], shares),
    st.builds(lambda a, value: lambda raw: flipped(raw, a, value), shares, st.integers(0, 255)),
    st.builds(lambda a, token, times: lambda raw: inserted(raw, a, token, times), shares, tokens, often),
    st.builds(lambda a, b, c, t: lambda raw: inserted(raw, a, b + c, t), shares, tokens, tokens, often),
    st.builds(lambda a, o, b: lambda raw: spliced(raw, a, o, b), shares, st.sampled_from(sorted(SEEDS)), shares),
    st.builds(lambda a, b, times: lambda raw: repeated(raw, a, b, times), shares, shares, often),
)


@pytest.mark.parametrize("name", SEEDS)
def test_what_is_damaged_here_is_whole_before(name: str) -> None:
    assert read_through(SEEDS[name], name) > 0


@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(done=st.lists(mutations, min_size=1, max_size=6))
def test_a_damaged_file_gives_a_report_or_a_reason_and_soon(name: str, done: list[Mutation]) -> None:
    raw = reduce(lambda raw, mutation: mutation(raw)[:2_000_000], done, SEEDS[name])
    start = time.process_time()
    read_through(raw, name)
    assert time.process_time() - start < SOON


@pytest.mark.parametrize("name", SEEDS)
def test_a_file_repeated_in_itself_takes_little_memory(name: str) -> None:
    raw = repeated(SEEDS[name], 0.1, 0.9, 200)
    tracemalloc.start()
    read_through(raw, name)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < LITTLE
