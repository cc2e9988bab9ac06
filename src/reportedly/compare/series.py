"""How a figure moved and who moved it: statements of one count followed through all reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reportedly.compare.groups import EVERYBODY, Scope, may_be_one
from reportedly.compare.order import appeared
from reportedly.compare.retractions import Withdrawal
from reportedly.compare.statements import Given
from reportedly.compare.values import close, same_value
from reportedly.comparison import Ref, Series, Statement, Status

SAME_COUNT_DAYS = 2  # one count under several names is given again within so many days
SMALLEST_ROUNDED = 20
GROWING = ("killed", "injured", "missing", "displaced", "detained")  # counts that later reports raise

Key = tuple[str, str, tuple[str, ...], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A series with the statements behind it, in the order of their days."""

    key: Key
    given: tuple[Given, ...]
    scope: Scope


def follow(statements: Iterable[Given]) -> list[Followed]:
    """Statements sorted into series: the same measure, of the same group, in the same place."""
    rows = renamed(list(statements))
    groups: dict[Key, list[Given]] = defaultdict(list)
    for row in rows:
        groups[key_of(row)].append(row)
    out = [
        Followed(key=key, given=tuple(sorted(group, key=in_time)), scope=group[0].scope)
        for key, group in groups.items()
    ]
    return sorted(out, key=lambda followed: followed.key)


def key_of(row: Given) -> Key:
    return (row.figure.measure, row.scope.group, row.scope.narrowed, row.place or "")


def in_time(row: Given) -> tuple[str, str, str, int]:
    return (row.day or "", row.published or "", row.report, row.figure.span.start)


def renamed(rows: list[Given]) -> list[Given]:
    """One count under several names under one: 26 "criminals", "rioters", "protesters" of one ministry and week.

    Who takes part in unrest is called by the name that a reporter holds to be right.  The same number on the word of
    the same body within two days is the same count; it gets the name of the first who gave it with one.
    """
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        if row.figure.best is not None and row.figure.best > 5 and row.whose is not None:
            groups[row.figure.measure, row.value, row.place, row.whose].append(n)
    out = list(rows)
    for members in groups.values():
        members.sort(key=lambda n: in_time(rows[n]))
        first = next((n for n in members if rows[n].scope.group != EVERYBODY), None)
        if first is None:
            continue
        for n in members:
            if may_be_one(rows[n].scope, rows[first].scope) and days_between(rows[n], rows[first]) <= SAME_COUNT_DAYS:
                out[n] = replace(rows[n], scope=rows[first].scope)
    return out


def days_between(a: Given, b: Given) -> int:
    if not a.day or not b.day:
        return 0
    return abs((date.fromisoformat(a.day[:10]) - date.fromisoformat(b.day[:10])).days)


Fates = Mapping[tuple[str, str], tuple[Status, Ref]]  # (report, figure) of what was taken back -> what became of it


def series_of(followed: Sequence[Followed], fates: Fates) -> tuple[Series, ...]:
    """The series with the status of each statement; `fates` as `fates_of` gives them."""
    out = []
    for n, one in enumerate(followed, start=1):
        statements = tuple(_statement(row, one, fates) for row in one.given)
        out.append(
            Series(
                id=f"S{n}",
                measure=one.given[0].figure.measure,
                of=str(one.scope),
                place=one.given[0].place,
                statements=statements,
                origins=len({row.whose for row in one.given if row.whose}),
            )
        )
    return tuple(out)


def _statement(row: Given, series: Followed, fates: Fates) -> Statement:
    status, by = fates.get((row.report, row.figure.id), (None, None))
    if status is None:
        status = "superseded" if any(supersedes(later, row) for later in series.given) else "current"
    return Statement(
        report=row.report,
        figure=row.figure.id,
        low=row.figure.low,
        best=row.figure.best,
        high=row.figure.high,
        vague=row.figure.vague,
        as_of=row.as_of,
        originator=row.originator,
        originator_entity=row.originator_entity,
        chain=row.chain,
        status=status,
        retracted_by=by,
    )


def supersedes(later: Given, row: Given) -> bool:
    """Whether a count was overtaken by a later one of the same series that says something else."""
    return (
        later is not row
        and not same_value(later.figure, row.figure)
        and not later.denied
        and (later.day or "", later.published or "") > (row.day or "", row.published or "")
    )


def fates_of(rows: Sequence[Given], withdrawn: Sequence[Withdrawal]) -> dict[tuple[str, str], tuple[Status, Ref]]:
    """What became of statements of a withdrawn figure: retracted, or given again as if nothing had happened."""
    taken_back: dict[str, set[str]] = defaultdict(set)
    for one in withdrawn:
        taken_back[one.report].add(one.figure.id)
    by_place = {(row.report, row.figure.id): row for row in rows}
    firsts = [(one, by_place[one.report, one.figure.id]) for one in first_withdrawals(withdrawn)]
    out: dict[tuple[str, str], tuple[Status, Ref]] = {}
    for row in rows:
        first = next((one for one, its_row in firsts if meant(its_row, row)), None)
        if first is None:
            continue
        says_so = row.figure.id in taken_back.get(row.report, ()) or row.denied
        withdrawers = {one.report for one in withdrawn if same_value(one.figure, row.figure)}
        later = first.published is not None and row.published is not None and row.published > first.published
        still = later and not says_so and row.report not in withdrawers
        out[row.report, row.figure.id] = ("repeated_after_retraction" if still else "retracted", first.by)
    return out


def first_withdrawals(withdrawn: Sequence[Withdrawal]) -> list[Withdrawal]:
    """Of each figure the withdrawal that came first; one without a date last."""
    ordered = sorted(withdrawn, key=lambda one: (appeared(one.published, one.report), one.figure.id))
    out: list[Withdrawal] = []
    for one in ordered:
        if not any(o.figure.measure == one.figure.measure and same_value(o.figure, one.figure) for o in out):
            out.append(one)
    return out


def meant(withdrawn: Given, row: Given) -> bool:
    """Whether a statement gives the withdrawn figure, or the same rounded: of the same people in the same place."""
    if key_of(withdrawn) != key_of(row):
        return False
    figure = withdrawn.figure
    return same_value(figure, row.figure) or (
        figure.best is not None and figure.best >= SMALLEST_ROUNDED and close(figure, row.figure)
    )
