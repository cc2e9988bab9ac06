"""What is new in a case since a time, and what moved: the case with its new reports held against the case without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportedly.ask.decisions import what_was_decided
from reportedly.ask.figures import counted_in
from reportedly.ask.rows import ChangeRow
from reportedly.compare.in_words import report_in_words, value
from reportedly.comparison import Comparison, Conflict, Series, Statement
from reportedly.interfaces import Decision, Kept
from reportedly.model import Measure

What = tuple[Measure, str | None, str | None]  # measure, of, place: what a series counts


def change_rows(
    now: Comparison,
    before: Comparison,
    *,
    new: Sequence[Kept],
    decided: Iterable[Decision],
    groups: Mapping[str, str],
) -> Iterator[ChangeRow]:
    """Reports added or read again, figures that moved, conflicts that came up, decisions; `before` is without `new`."""
    names = {told.id: report_in_words(told) for told in now.reports}
    fresh = {kept.id for kept in new}
    for kept in new:
        again = kept.read != kept.added
        yield ChangeRow(
            kind="report", what=kept.where, before=None, now="read again" if again else "added", by=kept.outlet,
            at=kept.read if again else kept.added,
        )  # fmt: skip
    yield from moved(now, before, fresh, names, groups)
    yield from conflicts(now, before, fresh, names)
    for decision in decided:
        yield ChangeRow(
            kind="decision", what=what_was_decided(decision), before=None, now=decision.kind, by=decision.who,
            at=decision.at,
        )  # fmt: skip


def moved(
    now: Comparison, before: Comparison, fresh: set[str], names: Mapping[str, str], groups: Mapping[str, str]
) -> Iterator[ChangeRow]:
    """Series whose current value is another than without the new reports."""
    earlier = {what(series): standing(series) for series in before.series}
    for series in now.series:
        stood, stands = earlier.get(what(series)), standing(series)
        if stood == stands:
            continue
        place = f" in {series.place}" if series.place else ""
        due = dict.fromkeys(names[one.report] for one in series.statements if one.report in fresh)
        yield ChangeRow(
            kind="figure", what=f"{counted_in(series, groups)}{place}", before=stood, now=stands,
            by=", ".join(due) or None, at=last_day(series),
        )  # fmt: skip


def what(series: Series) -> What:
    return (series.measure, series.of, series.place)


def standing(series: Series) -> str:
    """The values that stand: those that no later count overtook and nobody took back; else what became of the last."""
    stand = [one for one in series.statements if one.status == "current"]
    values = dict.fromkeys(map(value, stand))
    return " or ".join(values) or f"{value(series.statements[-1])}, taken back"


def last_day(series: Series) -> str | None:
    days = [day for one in series.statements if (day := day_of(one))]
    return max(days, default=None)


def day_of(statement: Statement) -> str | None:
    return (statement.as_of.end or statement.as_of.start) if statement.as_of else None


def conflicts(now: Comparison, before: Comparison, fresh: set[str], names: Mapping[str, str]) -> Iterator[ChangeRow]:
    """Conflicts that a new report has a part in and that were not there before."""
    there = set(before.conflicts)
    met: set[tuple[str, str]] = set()
    for conflict in now.conflicts:
        told = (conflict.kind, conflict.reason)
        if conflict not in there and told not in met and {conflict.a.report, conflict.b.report} & fresh:
            met.add(told)
            yield ChangeRow(
                kind="conflict", what=conflict.kind, before=None, now=conflict.reason, by=both(conflict, names), at=None
            )


def both(conflict: Conflict, names: Mapping[str, str]) -> str:
    return ", ".join(dict.fromkeys((names[conflict.a.report], names[conflict.b.report])))
