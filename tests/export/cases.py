"""Whole cases for the exports: a small one made by hand, and any that could be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from hypothesis import strategies as st

from reportedly.compare import compare
from reportedly.comparison import (
    Assertion,
    CaseEntity,
    Comparison,
    Conflict,
    Copy,
    Maybe,
    NoConflict,
    Origin,
    Passage,
    Ref,
    Series,
    Statement,
    Told,
)
from reportedly.model import Entity, EntityKind, Figure, Interval, Ledger, Measure, Mention, Place, Span, Time
from tests.builders import flood_ledger, harbour_ledger
from tests.contracts.test_exporters import any_ledger, any_text, spans_in

numbers = st.none() | st.integers(-5, 10**20) | st.floats(0, 1e9)
days = st.none() | st.sampled_from(["2022-01-08", "2022-01", "2022-02-31", "soon"])


def two_reports() -> tuple[Ledger, ...]:
    harbour, flood = harbour_ledger(), flood_ledger()
    return (harbour, replace(flood, hedges=tuple(claim.markers[0] for claim in flood.claims if claim.markers)))


def compared(*ledgers: Ledger) -> Comparison:
    return compare(ledgers)


def a_comparison(*ledgers: Ledger, words: str = "the same day") -> Comparison:
    """A comparison in which there is something of everything, whatever the ledgers are; `words` stand as reasons."""
    statements = [(figure.measure, statement(ledger, figure, words)) for ledger in ledgers for figure in ledger.figures]
    refs = [Ref(report=ledger.report.id, claim=claim.id) for ledger in ledgers for claim in ledger.claims][:2]
    first, last = ledgers[0].report.id, ledgers[-1].report.id
    return Comparison(
        reports=tuple(told(ledger) for ledger in ledgers),
        entities=tuple(
            CaseEntity(
                id=f"E{number}",
                name=entity.name,
                kind=entity.kind,
                forms=(entity.name, words),
                members=((ledger.report.id, entity.id),),
                reasons=(words,),
            )
            for number, (ledger, entity) in enumerate(((one, e) for one in ledgers for e in one.entities), start=1)
        ),
        maybes=(Maybe(a="E1", b="E2", score=0.5, reason=words),),
        series=tuple(
            Series(
                id=f"S{number}",
                measure=measure,
                of=words,
                place=words,
                statements=tuple(one for its, one in statements if its == measure),
                origins=1,
            )
            for number, measure in enumerate(dict.fromkeys(measure for measure, _ in statements), start=1)
        ),
        copies=(Copy(a=first, b=last, kind="verbatim", score=1, passages=(Passage(a=Span(0, 1), b=Span(1, 2)),)),),
        conflicts=tuple(Conflict(kind="number", a=ref, b=refs[0], reason=words) for ref in refs),
        not_conflicts=tuple(NoConflict(kind="later", a=ref, b=refs[0], reason=words) for ref in refs),
        assertions=(
            Assertion(
                id="A1", words=words, claims=tuple(refs), said_by=(words,), denied_by=(), hedged_by=(),
                first_seen=None, last_changed="2022-01-09",
            ),
        ),
        origins=(Origin(name=words, entity=None, reports=(first,), independent=1, claims=2),),
    )  # fmt: skip


def told(ledger: Ledger) -> Told:
    report = ledger.report
    return Told(id=report.id, where=report.where, outlet=report.outlet, published=report.published, title=report.title)


def statement(ledger: Ledger, figure: Figure, words: str) -> Statement:
    return Statement(
        report=ledger.report.id,
        figure=figure.id,
        low=figure.low,
        best=figure.best,
        high=figure.high,
        vague=figure.vague,
        as_of=figure.as_of,
        originator=words,
        originator_entity=None,
        chain=(words,),
        retracted_by=Ref(report=ledger.report.id, figure=figure.id),
    )


# ---------------------------------------------------------------- any case
@st.composite
def a_span(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text)))
    return Span(start, draw(st.integers(start, len(text))))


@st.composite
def figures_in(draw: st.DrawFn, text: str, number: int) -> Figure:
    return Figure(
        id=f"f{number}",
        span=draw(a_span(text)),
        low=draw(numbers),
        best=draw(numbers),
        high=draw(numbers),
        vague=draw(st.none() | any_text),
        approximate=draw(st.booleans()),
        measure=draw(st.sampled_from(get_args(Measure))),
        unit=draw(st.none() | any_text),
        of=draw(st.none() | any_text),
        of_span=draw(st.none() | a_span(text)),
        place=draw(st.none() | st.builds(Place, name=any_text, span=a_span(text))),
        as_of=draw(st.none() | st.builds(Interval, start=days, end=days)),
        subset_of=draw(st.none() | st.sampled_from(["f1", "f2"])),
        claim=draw(st.none() | st.sampled_from(["c1", "c2"])),
    )


@st.composite
def any_full_ledger(draw: st.DrawFn) -> Ledger:
    """Any ledger with figures, entities, dates and hedges."""
    ledger = draw(any_ledger())
    text = ledger.report.text
    entity = st.builds(
        Entity,
        id=st.just("e1"),
        name=any_text,
        kind=st.sampled_from(get_args(EntityKind)),
        mentions=st.tuples(st.builds(Mention, span=a_span(text), type=st.just("name"))),
    )
    return replace(
        ledger,
        figures=tuple(draw(figures_in(text, number)) for number in range(1, 1 + draw(st.integers(0, 3)))),
        entities=tuple(draw(st.lists(entity, max_size=1))),
        dates=tuple(draw(st.lists(st.builds(Time, span=a_span(text), start=days, end=days), max_size=2))),
        hedges=draw(spans_in(text)),
    )


@st.composite
def any_case(draw: st.DrawFn) -> tuple[tuple[Ledger, ...], Comparison]:
    """Reports of different ids, and a comparison of them."""
    found: dict[str, Any] = {}
    for ledger in draw(st.lists(any_full_ledger(), min_size=1, max_size=3)):
        found.setdefault(ledger.report.id, ledger)
    ledgers = tuple(found.values())
    return ledgers, a_comparison(*ledgers, words=draw(any_text))
