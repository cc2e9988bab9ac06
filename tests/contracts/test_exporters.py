"""What every exporter must do, whatever the ledgers hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.export import EXPORTERS
from reportedly.interfaces import Exporter
from reportedly.model import Certainty, Claim, Ledger, Mode, Polarity, Problem, Source, SourceKind, Span, Spans, Time
from tests.builders import a_claim, a_ledger, harbour_ledger

NASTY = "\0\x1b\x85\u2028\u200f\u202e\ud83d\ude00\udc80\ufffe<>&\"'`{}$%\r\n\t …é本א"
any_text = st.text(st.one_of(st.characters(exclude_categories=()), st.sampled_from(NASTY)), max_size=60)

# What is written, read back as dictionaries, for the formats that hold a whole ledger.
READ_BACK: Mapping[str, Callable[[str], list[dict[str, Any]]]] = {
    "json": json.loads,
    "jsonl": lambda written: [json.loads(line) for line in written.split("\n")[:-1]],
}


@st.composite
def spans_in(draw: st.DrawFn, text: str) -> Spans:
    points = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    return tuple(Span(a, b) for a, b in zip(points[::2], points[1::2], strict=False))


@st.composite
def sources_in(draw: st.DrawFn, text: str) -> Source:
    return Source(
        name=draw(any_text),
        kind=draw(st.sampled_from(get_args(SourceKind))),
        entity=draw(st.none() | st.just("e1")),
        mention=next(iter(draw(spans_in(text))), None),
        cue=draw(spans_in(text)),
    )


@st.composite
def claims_in(draw: st.DrawFn, text: str, number: int) -> Claim:
    return Claim(
        id=f"c{number}",
        spans=draw(spans_in(text)),
        sources=tuple(draw(st.lists(sources_in(text), max_size=3))),
        mode=draw(st.sampled_from(get_args(Mode))),
        cue=draw(spans_in(text)),
        within=draw(st.none() | st.sampled_from([f"c{n}" for n in range(1, 6)])),
        certainty=draw(st.sampled_from(get_args(Certainty))),
        polarity=draw(st.sampled_from(get_args(Polarity))),
        markers=draw(spans_in(text)),
        asserted_by=tuple(draw(st.lists(st.sampled_from(["certain", "unknown", "denied"]), max_size=3))),
        time=draw(st.none() | st.just(Time(span=Span(0, 0), start="2024-05", end=None))),
        confidence=draw(st.floats(0, 1)),
    )


@st.composite
def any_ledger(draw: st.DrawFn) -> Ledger:
    text = draw(any_text)
    claims = [draw(claims_in(text, number)) for number in range(1, 1 + draw(st.integers(0, 4)))]
    problems = [
        Problem(stage="read", message=draw(any_text), span=next(iter(draw(spans_in(text))), None))
        for _ in range(draw(st.integers(0, 2)))
    ]
    known: dict[str, Any] = {
        name: draw(st.none() | any_text) for name in ("title", "outlet", "url", "published", "language")
    }
    return a_ledger(text, *claims, problems=tuple(problems), where=draw(any_text), **known)


@pytest.fixture(params=EXPORTERS)
def export(request: pytest.FixtureRequest) -> Exporter:
    return EXPORTERS[request.param]


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers=st.lists(any_ledger(), max_size=3))
@pytest.mark.parametrize("name", EXPORTERS)
def test_any_text_can_be_written_and_the_same_ledgers_give_the_same_bytes(name: str, ledgers: list[Ledger]) -> None:
    written = "".join(EXPORTERS[name](ledgers))
    assert written.encode("utf-8") == "".join(EXPORTERS[name](iter(ledgers))).encode("utf-8")
    assert written == "" or written.endswith("\n")


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers=st.lists(any_ledger(), max_size=3))
@pytest.mark.parametrize("name", READ_BACK)
def test_what_was_written_as_json_reads_back_as_the_same_ledgers(name: str, ledgers: list[Ledger]) -> None:
    written = "".join(EXPORTERS[name](ledgers))
    assert READ_BACK[name](written) == [without_pairs(ledger.to_dict()) for ledger in ledgers]


def without_pairs(value: Any) -> Any:
    """JSON cannot hold two halves of a UTF-16 pair side by side; each is written as U+FFFD."""
    if isinstance(value, str):
        for high, low in pairwise(value):
            if "\ud800" <= high < "\udc00" <= low < "\ue000":
                value = value.replace(high + low, "\ufffd\ufffd")
        return value
    if isinstance(value, dict):
        return {key: without_pairs(inner) for key, inner in value.items()}
    return [without_pairs(inner) for inner in value] if isinstance(value, list) else value


def test_an_exporter_does_not_wait_for_the_last_ledger_before_it_writes(export: Exporter) -> None:
    asked_for = []

    def arriving() -> Iterator[Ledger]:
        for number in range(20):
            asked_for.append(number)
            yield harbour_ledger()

    next(iter(export(arriving())))
    assert len(asked_for) <= 2


def test_no_ledgers_give_text_all_the_same(export: Exporter) -> None:
    assert isinstance("".join(export([])), str)


def test_a_claim_without_any_words_can_be_written(export: Exporter) -> None:
    assert "".join(export([a_ledger("", a_claim(spans=()))]))
