"""A comparison at a glance: its size, its most telling findings, the figures that most reports give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reportedly.compare.findings import Finding, findings
from reportedly.compare.in_words import value
from reportedly.comparison import Comparison, Ref, Series, Statement
from reportedly.model import Measure

FINDINGS = 30
FIGURES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureGlance:
    """A series in one line."""

    series: str  # its id
    measure: Measure
    of: str | None
    place: str | None
    stands: str  # "164", "18 or 16", "164, taken back"
    last_day: str | None  # the last day that a statement holds for
    statements: int
    reports: int
    origins: int
    first: Ref  # the first statement of it, by which it is found again
    originator: str | None  # of the last statement that stands; None where nobody is named
    withdrawn: int  # statements taken back, or repeated after that


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """How much a comparison holds, and what to look at first."""

    sizes: Mapping[str, int]  # by the name of each part: reports, entities, series, copies, conflicts …
    findings: tuple[Finding, ...]  # the most telling first
    figures: tuple[FigureGlance, ...]  # those that most reports give first

    def to_json(self) -> Any:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Any) -> Glance:
        return cls(
            sizes=kept["sizes"],
            findings=tuple(_finding_from(one) for one in kept["findings"]),
            figures=tuple(FigureGlance(**{**one, "first": Ref(**one["first"])}) for one in kept["figures"]),
        )


def glance_of(comparison: Comparison, *, whose: Callable[[Ref], str | None]) -> Glance:
    sizes = {
        part: len(getattr(comparison, part))
        for part in ("reports", "entities", "maybes", "series", "copies", "conflicts", "not_conflicts", "assertions")
    }
    lines = sorted(map(in_one_line, comparison.series), key=lambda line: (-line.reports, -line.statements))
    return Glance(
        sizes={**sizes, "origins": len(comparison.origins)},
        findings=findings(comparison, whose=whose, most=FINDINGS),
        figures=tuple(lines[:FIGURES]),
    )


def in_one_line(series: Series) -> FigureGlance:
    first, last = series.statements[0], standing_last(series)
    days = [day for one in series.statements if one.as_of and (day := one.as_of.end or one.as_of.start)]
    return FigureGlance(
        series=series.id,
        measure=series.measure,
        of=series.of,
        place=series.place,
        stands=standing(series),
        last_day=max(days, default=None),
        statements=len(series.statements),
        reports=len({one.report for one in series.statements}),
        origins=series.origins,
        first=Ref(report=first.report, figure=first.figure),
        originator=last.originator,
        withdrawn=sum(one.status in ("retracted", "repeated_after_retraction") for one in series.statements),
    )


def standing_last(series: Series) -> Statement:
    return next((one for one in reversed(series.statements) if one.status == "current"), series.statements[-1])


def standing(series: Series) -> str:
    """The values that stand: those that no later count overtook and nobody took back; else what became of the last."""
    stand = [one for one in series.statements if one.status == "current"]
    values = dict.fromkeys(map(value, stand))
    return " or ".join(values) or f"{value(series.statements[-1])}, taken back"


def _finding_from(kept: Any) -> Finding:
    return Finding(**{**kept, "refs": tuple(Ref(**ref) for ref in kept["refs"])})
