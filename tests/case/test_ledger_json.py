"""A ledger back from its JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from reportedly.case.ledger_json import ledger_from, packed, unpacked
from reportedly.model import Figure, Interval, Ledger, Place, ReportedlyError, Span, Time
from reportedly.pipeline import read_text
from tests.builders import HARBOUR, harbour_ledger
from tests.contracts.test_exporters import any_ledger

FIGURES = (
    Figure(
        id="f1", span=Span(0, 4), low=10**30, best=None, high=1.5, vague="dozens", approximate=True, measure="killed"
    ),
    Figure(
        id="f2",
        span=Span(5, 9),
        low=None,
        best=None,
        high=None,
        unit="USD",
        of="officers",
        of_span=Span(1, 2),
        place=Place(name="Norrhaven", span=Span(0, 9)),
        as_of=Interval(start=None, end="2022-01-09"),
        subset_of="f1",
        claim="c1",
    ),
)


@settings(deadline=None, max_examples=100)
@given(ledger=any_ledger())
def test_any_ledger_comes_back_from_its_json(ledger: Ledger) -> None:
    assert ledger_from(ledger.to_dict()).to_dict() == ledger.to_dict()
    assert unpacked(packed(ledger), ledger.report.text).to_dict() == ledger.to_dict()


def test_every_field_of_a_ledger_comes_back_equal() -> None:
    dates = (Time(span=Span(3, 8), start="2022-01-08", end=None),)
    ledger = replace(harbour_ledger(), figures=FIGURES, dates=dates)
    assert ledger_from(json.loads(json.dumps(ledger.to_dict()))) == ledger
    assert unpacked(packed(ledger), HARBOUR) == ledger


def test_what_the_reader_reads_comes_back() -> None:
    ledger = read_text(HARBOUR)
    assert ledger.claims
    assert ledger_from(ledger.to_dict()).to_dict() == ledger.to_dict()


def test_a_field_that_was_added_later_does_no_harm() -> None:
    found = harbour_ledger().to_dict() | {"mood": "grave"}
    found["claims"][0]["weight"] = 3
    assert ledger_from(found) == harbour_ledger()


def test_fields_of_an_older_ledger_may_be_missing() -> None:
    found = harbour_ledger().to_dict()
    for field in ("figures", "dates"):
        del found[field]
    for claim in found["claims"]:
        del claim["confidence"]
    assert [claim.confidence for claim in ledger_from(found).claims] == [1.0] * 14


def test_another_format_is_refused_by_its_number() -> None:
    with pytest.raises(ReportedlyError, match=r"not a ledger of format 1 \(its format is 2\)"):
        ledger_from(harbour_ledger().to_dict() | {"format": 2})


@pytest.mark.parametrize("broken", [{"format": 1}, {"format": 1, "report": 3, "claims": []}, {}])
def test_what_is_no_ledger_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ReportedlyError, match="read the report anew"):
        ledger_from(broken)


def test_bytes_that_are_no_ledger_are_refused() -> None:
    for written in (b"", b"\xff", b"[]", b'{"report": 1}'):
        with pytest.raises(ReportedlyError, match="not whole"):
            unpacked(written, "text")
