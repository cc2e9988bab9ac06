"""Which figures contradict each other, and which only seem to: every pair comes with a sentence of reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from reportedly.compare.groups import part_of
from reportedly.compare.series import GROWING, Fates, Followed, days_between
from reportedly.compare.statements import Given
from reportedly.compare.values import can_both_be, close, same_value
from reportedly.comparison import Conflict, NoConflict
from reportedly.model import Figure

TOLLS = ("killed", "injured")  # counts that cannot fall; the detained are let go, the missing found
COUNTED = ("killed", "injured", "detained", "missing", "displaced")
NEAR = 3  # days: pairs that look like a conflict at a glance are of about the same time
OTHER_COUNT = 1 / 3  # a number so much lower than an earlier one counts something else: one town, one incident
PER_SERIES = 40  # different statements of one series that are held against each other, the newest


def number_conflicts(followed: Sequence[Followed], taken_back: Fates, copied: set[frozenset[str]]) -> list[Conflict]:
    """Pairs of one series that cannot both be so."""
    out = []
    for series in followed:
        for a, b in pairs(series.given):
            if (a.report, a.figure.id) in taken_back or (b.report, b.figure.id) in taken_back:
                continue
            copies = frozenset((a.report, b.report)) in copied and changed_on_the_way(a, b, series.given)
            reason = conflict(a, b, copies)
            if reason:
                out.append(Conflict(kind="number", a=a.ref, b=b.ref, reason=reason))
    return out


def no_conflicts(followed: Sequence[Followed]) -> list[NoConflict]:
    """Pairs that look like a conflict and are none: later counts, parts of a whole, rounded and vague ones."""
    out: list[NoConflict] = []
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
    if same_value(a.figure, b.figure):
        return None
    if a.report == b.report and not copies:
        return None  # a report that gives two numbers says why
    if a.figure.measure not in COUNTED and not copies and a.whose != b.whose:
        return None  # of troops and things, two bodies count different ones
    what = f"{words(a)} against {words(b)}"
    if copies and (not can_both_be(a.figure, b.figure) or (a.figure.vague or "") != (b.figure.vague or "")):
        return f"{what}: one report was made from the other, and the number changed on the way"
    if can_both_be(a.figure, b.figure) or close(a.figure, b.figure):
        return None
    if a.day == b.day:
        if raised_within_the_day(a, b):
            return None
        return f"{what}, both as of {b.day or 'a day not given'}"
    if a.figure.measure in TOLLS and falls(a.figure, b.figure):
        return f"{what}: {a.day or 'earlier'} and {b.day or 'later'}, and a toll cannot fall"
    return None


def changed_on_the_way(a: Given, b: Given, given: Sequence[Given]) -> bool:
    """Whether neither of two reports, one made from the other, has the number that the other has."""
    values = {a.report: b.figure, b.report: a.figure}
    return not any(row.report in values and same_value(row.figure, values[row.report]) for row in given)


def raised_within_the_day(a: Given, b: Given) -> bool:
    """Whether the second is a later and higher count of the same day."""
    later = (b.published or "", b.report == a.report) >= (a.published or "", True)
    return a.figure.measure in GROWING and later and not falls(a.figure, b.figure)


def falls(a: Figure, b: Figure) -> bool:
    """Whether the second number is lower than the first could be, and still of its size: far lower, it counts less."""
    return a.low is not None and b.high is not None and a.low * OTHER_COUNT < b.high < a.low


def agreement(a: Given, b: Given) -> tuple[str, str] | None:
    """What makes two different numbers of one series no conflict, where they might be taken for one."""
    if same_value(a.figure, b.figure) or conflict(a, b, copies=False):
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
    by_measure: dict[str, list[Followed]] = {}
    for series in followed:
        by_measure.setdefault(series.key[0], []).append(series)
    for some in by_measure.values():
        for x, y in combinations(some, 2):
            kind = relation(x, y)
            if kind is None:
                continue
            a, b = nearest(x.given, y.given)
            if days_between(a, b) <= NEAR:
                yield NoConflict(kind=kind, a=a.ref, b=b.ref, reason=f"{words(a)} and {words(b)}: {REASONS[kind]}")  # type: ignore[arg-type]


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
    recent = [(x, y) for x in xs[-8:] for y in ys[-8:]]
    return min(recent, key=lambda pair: (pair[0].report != pair[1].report, days_between(*pair)))


def words(row: Given) -> str:
    """What a statement says, in few words: "18 security forces killed"."""
    measure = row.figure.measure
    said_by_of = measure in ("other", "money", "troops", "fighters", "participants")
    return f"{number(row.figure)} {row.figure.of or row.scope}" + ("" if said_by_of else f" {measure}")


def number(figure: Figure) -> str:
    low, best, high = figure.low, figure.best, figure.high
    if figure.vague:
        return figure.vague
    if best is None and low is not None and high is not None:
        return f"{low:,}–{high:,}"
    if low is not None and high is None:
        return f"at least {low:,}"
    if high is not None and low is None:
        return f"at most {high:,}"
    return f"{best:,}" if best is not None else "an unstated number"
