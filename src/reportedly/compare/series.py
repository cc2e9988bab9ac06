"""How a figure moved and who moved it: statements of one count followed through all reports."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from reportedly.compare.groups import A_PART, EVERYBODY, Scope, may_be_one
from reportedly.compare.order import appeared, number_of_day
from reportedly.compare.retractions import Withdrawal, rank
from reportedly.compare.statements import Given
from reportedly.compare.values import ROUNDING, close, is_odd, most_told, roundable, same_value
from reportedly.comparison import Ref, Series, Statement, Status
from reportedly.model import Figure, Number

SAME_COUNT_DAYS = 2  # one count under several names is given again within so many days
SMALLEST_ROUNDED = 20
GROWING = ("killed", "injured", "missing", "displaced", "detained")  # counts that later reports raise

Key = tuple[str, str, tuple[str, ...], str]
Value = tuple[float | None, float | None, float | None, str | None]  # low, best, high, a vague word


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
    return abs(number_of_day(a.day[:10]) - number_of_day(b.day[:10]))


class Fate(NamedTuple):
    """What became of a figure that was taken back: where that is told, and who took it back where that is said."""

    status: Status
    by: Ref
    who: str | None


Fates = Mapping[tuple[str, str], Fate]  # by report and figure


def series_of(followed: Sequence[Followed], fates: Fates) -> tuple[Series, ...]:
    """The series with the status of each statement; `fates` as `fates_of` gives them."""
    out = []
    for n, one in enumerate(followed, start=1):
        overtaken = overtaken_in(one)
        statements = tuple(_statement(row, fates, overtaken=row.ref in overtaken) for row in one.given)
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


def _statement(row: Given, fates: Fates, *, overtaken: bool) -> Statement:
    fate = fates.get((row.report, row.figure.id))
    status: Status = fate.status if fate is not None else "superseded" if overtaken else "current"
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
        retracted_by=fate.by if fate else None,
        withdrawn_by=fate.who if fate else None,
    )


def overtaken_in(series: Followed) -> set[Ref]:
    """The counts of a series that a later one, of a later day or report, overtook by saying something else.

    What the later ones say is kept as one of each, so that a series of thousands is gone through but once.
    """
    moments: dict[tuple[str, str], list[Given]] = defaultdict(list)
    for row in series.given:
        moments[row.day or "", row.published or ""].append(row)
    later: dict[Value, Figure] = {}  # what is said after the moment at hand
    out = set()
    for moment in sorted(moments, reverse=True):
        for row in moments[moment]:
            if any(not same_value(figure, row.figure) for figure in later.values()):
                out.add(row.ref)
        later |= {row.value: row.figure for row in moments[moment] if not row.denied}
    return out


def fates_of(rows: Sequence[Given], withdrawn: Sequence[Withdrawal]) -> dict[tuple[str, str], Fate]:
    """What became of statements of a withdrawn figure: retracted, or given again as if nothing had happened.

    Where several reports tell of the withdrawal, the first one decides what came after it; the one pointed at is the
    first that names who withdrew the figure, best of all whose word it was.
    """
    there = {(row.report, row.figure.id): row for row in rows}
    gone: dict[Key, list[Withdrawal]] = defaultdict(list)
    for one in sorted(withdrawn, key=lambda one: (appeared(one.published, one.report), one.figure.id)):
        its_row = there.get((one.report, one.figure.id))
        for key in keys_meant(its_row) if its_row else ():
            gone[key].append(one)
    saying: dict[tuple[Key, Value], list[Given]] = defaultdict(list)  # statements of one series that say the same
    for row in there.values():
        if key_of(row) in gone:
            saying[key_of(row), row.value].append(row)
    withdrawn_values = {key: _by_value_of_withdrawn(some) for key, some in gone.items()}
    meant_by = {
        said: same
        for said, some in saying.items()
        if (same := _withdrawing(some[0].figure, gone[said[0]], withdrawn_values[said[0]]))
    }
    whose: dict[tuple[str, str], set[str]] = defaultdict(set)
    for said, same in meant_by.items():
        named = {row.originator_entity or row.originator.casefold() for row in saying[said] if row.originator}
        whose[same[0].report, same[0].figure.id] |= named
    out: dict[tuple[str, str], Fate] = {}
    for said, same in meant_by.items():
        out |= _fates(saying[said], same, whose[same[0].report, same[0].figure.id])
    return out


def _by_value_of_withdrawn(withdrawn: Sequence[Withdrawal]) -> dict[Value, list[int]]:
    """The places of withdrawals by what figure they take back: many reports tell of one."""
    out: dict[Value, list[int]] = defaultdict(list)
    for n, one in enumerate(withdrawn):
        out[one.figure.low, one.figure.best, one.figure.high, one.figure.vague].append(n)
    return out


def _withdrawing(
    figure: Figure, withdrawn: Sequence[Withdrawal], of_value: Mapping[Value, Sequence[int]]
) -> list[Withdrawal]:
    """Of the withdrawals in a series those that take back a figure, in their order."""
    places = [n for same in of_value.values() if gives(withdrawn[same[0]].figure, figure) for n in same]
    return [withdrawn[n] for n in sorted(places)]


def _fates(rows: Sequence[Given], withdrawn: Sequence[Withdrawal], whose: set[str]) -> dict[tuple[str, str], Fate]:
    """Of statements that the withdrawals mean, the first one first; `whose` word the figure was."""
    first, withdrawing = withdrawn[0].published, {one.report for one in withdrawn}
    told = min((one.best(whose) for one in withdrawn), key=lambda telling: rank(telling, whose))
    out = {}
    for row in rows:
        says_so = row.denied or row.report in withdrawing
        later = first is not None and row.published is not None and row.published > first
        status: Status = "repeated_after_retraction" if later and not says_so else "retracted"
        out[row.report, row.figure.id] = Fate(status, told.ref, told.who)
    return out


class Values:
    """The statements of a series by what they say, filed by their numbers: of a thousand, a few give one figure."""

    def __init__(self, rows: Iterable[Given]) -> None:
        self._of: dict[Value, list[Given]] = defaultdict(list)
        for row in rows:
            self._of[row.value].append(row)
        figures = [rows[0].figure for rows in self._of.values()]
        self._rows = list(self._of.values())
        self._told: dict[Number | None, list[int]] = defaultdict(list)
        for n, figure in enumerate(figures):
            self._told[most_told(figure)].append(n)
        self._numbers = sorted((number, n) for n, figure in enumerate(figures) if (number := roundable(figure)))

    def giving(self, withdrawn: Figure) -> list[Given]:
        """The statements that give a figure withdrawn there, in the order of their days."""
        near = {*self._told.get(most_told(withdrawn), ()), *self._close_to(roundable(withdrawn))}
        given = (self._rows[n] for n in sorted(near) if gives(withdrawn, self._rows[n][0].figure))
        return sorted((row for rows in given for row in rows), key=in_time)

    def _close_to(self, number: Number | None) -> Iterator[int]:
        """Those of which one may be the other rounded, and few besides."""
        if number:
            first = bisect_left(self._numbers, (number * (1 - 2 * ROUNDING), 0))
            last = bisect_left(self._numbers, (number * (1 + 2 * ROUNDING), 0))
            yield from (n for _, n in self._numbers[first:last])


def keys_meant(row: Given) -> list[Key]:
    """The series in which a withdrawn figure may stand: its own, and that of a part whose place was not told.

    "Almaty alone accounts for 103 of the dead": without the place the same 103 are some of those counted.
    """
    measure, group, narrowed, place = key_of(row)
    if narrowed or not place or not is_odd(row.figure):
        return [key_of(row)]
    return [key_of(row), (measure, group, (A_PART,), "")]


def gives(withdrawn: Figure, figure: Figure) -> bool:
    """Whether a figure of the same series gives the withdrawn number, or the same rounded."""
    return same_value(withdrawn, figure) or (
        withdrawn.best is not None and withdrawn.best >= SMALLEST_ROUNDED and close(withdrawn, figure)
    )
