"""Which figures contradict each other, and which only seem to: every pair comes with a sentence of reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from reportedly.amounts import amount_of
from reportedly.compare.groups import part_of
from reportedly.compare.in_words import counted, number_of_things
from reportedly.compare.order import number_of_day
from reportedly.compare.series import GROWING, Fates, Followed, days_between
from reportedly.compare.statements import Given
from reportedly.compare.values import can_both_be, close, same_value
from reportedly.comparison import Conflict, NoConflict
from reportedly.model import Figure

TOLLS = ("killed", "injured")  # counts that cannot fall; the detained are let go, the missing found
COUNTED = ("killed", "injured", "detained", "missing", "displaced")
NEAR = 3  # days: pairs that look like a conflict at a glance are of about the same time
OTHER_COUNT = 1 / 3  # a number so much lower than an earlier one counts something else: one town, one incident
NEWEST = 8  # statements of a series by which it is held against another
PER_SERIES = 40  # different statements of one series that are held against each other, the newest


def number_conflicts(followed: Sequence[Followed], taken_back: Fates, copied: set[frozenset[str]]) -> list[Conflict]:
    """Pairs of one series that cannot both be so."""
    out = []
    for series in followed:
        of_report: dict[str, list[Given]] = {}
        for row in series.given:
            of_report.setdefault(row.report, []).append(row)
        for a, b in pairs(series.given):
            alike = frozenset((a.report, b.report)) in copied
            if series.scope.unknown and not alike:
                continue  # what is counted is not said: the numbers may be of anything
            if (a.report, a.figure.id) in taken_back or (b.report, b.figure.id) in taken_back:
                continue
            copies = alike and changed_on_the_way(a, b, of_report)
            reason = conflict(a, b, copies)
            if reason:
                out.append(Conflict(kind="number", a=a.ref, b=b.ref, reason=reason))
    return out


def no_conflicts(followed: Sequence[Followed]) -> list[NoConflict]:
    """Pairs that look like a conflict and are none: later counts, parts of a whole, rounded and vague ones."""
    out: list[NoConflict] = []
    followed = [series for series in followed if not series.scope.unknown]
    for series in followed:
        for a, b in pairs(series.given):
            kind_reason = agreement(a, b)
            if kind_reason is not None:
                kind, reason = kind_reason
                out.append(NoConflict(kind=kind, a=a.ref, b=b.ref, reason=reason))  # type: ignore[arg-type]
    out.extend(parts(followed))
    return out


def pairs(given: Sequence[Given]) -> Iterator[tuple[Given, Given]]:
    """Pairs of a series with different numbers; of those who say the same on one day and word, the first speaks."""
    spoken: dict[tuple[object, ...], Given] = {}
    for row in given:
        if not row.denied:
            spoken.setdefault((row.value, row.day, row.whose), row)
    return combinations(list(spoken.values())[-PER_SERIES:], 2)


def conflict(a: Given, b: Given, copies: bool) -> str | None:
    """Why two statements of one series, `a` not after `b`, cannot both be so; None where they can."""
    why = _why_not_both(a, b, copies)
    return None if why is None else f"{words(a)} against {words(b)}{why}"


def _why_not_both(a: Given, b: Given, copies: bool) -> str | None:
    """What stands behind the two statements in a reason."""
    if same_value(a.figure, b.figure):
        return None
    if a.report == b.report and not copies:
        return None  # a report that gives two numbers says why
    if a.figure.measure not in COUNTED and not copies and a.whose != b.whose:
        return None  # of troops and things, two bodies count different ones
    if copies and (not can_both_be(a.figure, b.figure) or (a.figure.vague or "") != (b.figure.vague or "")):
        return ": one report looks made from the other, and the number changed on the way"
    if can_both_be(a.figure, b.figure) or close(a.figure, b.figure):
        return None
    if a.day == b.day:
        if raised_within_the_day(a, b):
            return None
        return f", both as of {b.day or 'a day not given'}"
    if a.figure.measure in TOLLS and falls(a.figure, b.figure):
        return f": {a.day or 'earlier'} and {b.day or 'later'}, and a toll cannot fall"
    return None


def changed_on_the_way(a: Given, b: Given, of_report: Mapping[str, Sequence[Given]]) -> bool:
    """Whether neither of two reports, one made from the other, has the number that the other has."""
    values = {a.report: b.figure, b.report: a.figure}
    return not any(same_value(row.figure, other) for report, other in values.items() for row in of_report[report])


def raised_within_the_day(a: Given, b: Given) -> bool:
    """Whether the second is a later and higher count of the same day."""
    later = (b.published or "", b.report == a.report) >= (a.published or "", True)
    return a.figure.measure in GROWING and later and not falls(a.figure, b.figure)


def falls(a: Figure, b: Figure) -> bool:
    """Whether the second number is lower than the first could be, and still of its size: far lower, it counts less."""
    return a.low is not None and b.high is not None and a.low * OTHER_COUNT < b.high < a.low


def agreement(a: Given, b: Given) -> tuple[str, str] | None:
    """What makes two different numbers of one series no conflict, where they might be taken for one."""
    if same_value(a.figure, b.figure) or _why_not_both(a, b, copies=False):
        return None
    if close(a.figure, b.figure):
        return "vague", f"{words(a)} and {words(b)}: one is the other rounded"
    if a.figure.vague or b.figure.vague:
        return "vague", f"{words(a)} and {words(b)}: a vague word leaves room for both"
    if a.day == b.day and raised_within_the_day(a, b):
        return "later", f"{words(a)}, then {words(b)}: a later count of the same day"
    if a.day != b.day and a.day and b.day:
        return "later", f"{words(a)} as of {a.day}, {words(b)} as of {b.day}"
    if can_both_be(a.figure, b.figure):
        return "vague", f"{words(a)} and {words(b)}: bounds that leave room for both"
    return None


def parts(followed: Sequence[Followed]) -> Iterable[NoConflict]:
    """A part against its whole: officers among the dead, the dead of one town among those of the country."""
    alike: dict[tuple[str, str | None], list[Followed]] = {}
    for series in followed:
        measure, group, _, _ = series.key
        alike.setdefault((measure, None if measure in COUNTED else group), []).append(series)  # planes are no ships
    for some in alike.values():
        for x, y in near_in_time(some):
            kind = relation(x, y)
            if kind is None:
                continue
            a, b = nearest(x.given, y.given)
            if days_between(a, b) <= NEAR:
                yield NoConflict(kind=kind, a=a.ref, b=b.ref, reason=f"{words(a)} and {words(b)}: {REASONS[kind]}")  # type: ignore[arg-type]


def near_in_time(some: Sequence[Followed]) -> Iterator[tuple[Followed, Followed]]:
    """Pairs of series of which the newest statements have days within `NEAR` of each other, or none, in their order.

    Of thousands of series few have to do with each other.
    """
    days = [{_number_of_day(row) for row in series.given[-NEWEST:]} for series in some]
    on: dict[int | None, list[int]] = {}
    for n, its in enumerate(days):
        for day in its:
            on.setdefault(day, []).append(n)
    for n, its in enumerate(days):
        if None in its:
            near = set(range(len(some)))
        else:
            around = {day + apart for day in its if day is not None for apart in range(-NEAR, NEAR + 1)}
            near = {m for day in (*around, None) for m in on.get(day, ())}
        yield from ((some[n], some[m]) for m in sorted(near) if m > n)


def _number_of_day(row: Given) -> int | None:
    return number_of_day(row.day[:10]) if row.day else None


REASONS = {
    "subset": "some of those, not all",
    "other_scope": "other people or things are counted, or in another place",
}


def relation(x: Followed, y: Followed) -> str | None:
    same_place, scopes = x.key[3] == y.key[3], (x.scope, y.scope)
    within = not x.key[3] or not y.key[3]  # one counts everywhere
    if same_place and (part_of(*scopes) or part_of(*reversed(scopes))):
        return "subset"
    if within and not same_place and (x.scope == y.scope or part_of(*scopes) or part_of(*reversed(scopes))):
        return "subset"
    return "other_scope" if same_place or x.scope == y.scope else None


def nearest(xs: Sequence[Given], ys: Sequence[Given]) -> tuple[Given, Given]:
    """The two statements closest in time, of the newest of each."""
    recent = [(x, y) for x in xs[-NEWEST:] for y in ys[-NEWEST:]]
    return min(recent, key=lambda pair: (pair[0].report != pair[1].report, days_between(*pair)))


def words(row: Given) -> str:
    """What a statement says, in few words: "18 security forces killed", "dozens of people killed"."""
    return number_of_things(amount_of(row.figure), counted(row.figure.measure, row.figure.of or str(row.scope)))
