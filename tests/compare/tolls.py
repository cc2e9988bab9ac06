"""Builders of reports that count: a text, and which words in it count whom, on whose word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportedly.model import Claim, Figure, Interval, Ledger, Measure, Place, Source
from tests.builders import a_report, a_source, span_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number by its words in the text."""

    words: str
    number: float | None = None
    low: float | None = None
    high: float | None = None
    of: str = "people"
    measure: Measure = "killed"
    place: str | None = None
    day: str | None = None
    vague: str | None = None
    part_of: int | None = None  # number of the count it is a part of, from 1
    denied: bool = False


def a_count(words: str, number: float | None = None, **more: Any) -> Count:
    return Count(words=words, number=number, **more)


def a_toll(
    text: str, *counts: Count, source: Source | str | None = None, published: str = "2030-05-09", outlet: str = "Daily"
) -> Ledger:
    """A report whose counts stand each in a claim of `source`; None is the report's own voice."""
    speaker = a_source(source, kind="organisation") if isinstance(source, str) else source
    claims, figures = [], []
    for n, count in enumerate(counts, start=1):
        span = span_of(text, count.words)
        claims.append(
            Claim(
                id=f"c{n}",
                spans=(span,),
                sources=(speaker,) if speaker else (),
                mode="indirect" if speaker else "authorial",
                polarity="negative" if count.denied else "positive",
            )
        )
        number = count.number
        figures.append(
            Figure(
                id=f"f{n}",
                span=span,
                low=count.low if number is None else number,
                best=number,
                high=count.high if number is None else number,
                vague=count.vague,
                measure=count.measure,
                of=count.of,
                place=Place(name=count.place, span=span_of(text, count.place)) if count.place else None,
                as_of=Interval(start=count.day, end=count.day) if count.day else None,
                subset_of=f"f{count.part_of}" if count.part_of else None,
                claim=f"c{n}",
            )
        )
    report = a_report(text, published=published, outlet=outlet)
    return Ledger(report=report, claims=tuple(claims), figures=tuple(figures))
