"""The most telling findings of a comparison, in plain sentences that name who, when and where.

Each says only what the comparison holds: that a figure was taken back and by whom, that a number changed on its way
from one report to the next, that many reports rest on one word, that two cannot both be so.  What is true is not said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from reportedly.compare.in_words import day_of, listed, number_of, report_in_words, takes_it_back, thing, value
from reportedly.comparison import Comparison, Conflict, ConflictKind, Ref, Series, Statement, Told

FindingKind = Literal["repeated_after_retraction", "changed_in_copying", "one_origin", "conflict"]

MOST = 3
MANY = 3  # reports on the word of one, from which on that is worth telling
# How telling a conflict is.  Two numbers of one day may be two moments of it; a denial needs somebody who denies.
WEIGHT_OF_CONFLICT: Mapping[ConflictKind, float] = {
    "denial": 60, "place": 58, "attribution": 55, "actor": 50, "time": 45, "number": 40,
}  # fmt: skip
CONFLICTS: Mapping[ConflictKind, str] = {
    "number": "Two numbers that cannot both be so",
    "denial": "One says it, another denies it",
    "actor": "The same people under different names",
    "place": "Two places that cannot both be so",
    "time": "Two times that cannot both be so",
    "attribution": "Said to be somebody's word, who says that it is not",
}

Where = tuple[str, str | None]  # report, figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A sentence for people, the places it rests on, and how telling it is beside the others (higher is more)."""

    kind: FindingKind
    words: str
    weight: float
    refs: tuple[Ref, ...]


def findings(
    comparison: Comparison, *, whose: Callable[[Ref], str | None] = lambda _: None, most: int = MOST
) -> tuple[Finding, ...]:
    """The most telling findings, one of each kind before the second of any; fewer where there are fewer.

    `whose` names on whose word a claim rests, which the comparison itself does not hold: two who are named and stand
    against each other tell more than one.
    """
    case = _Case(comparison, whose)
    kinds = [case.repeated(), case.changed(), case.on_one_word(), case.conflicts()]
    ranked = sorted(
        (sorted(found, key=lambda one: (-one.weight, one.words)) for found in kinds if found),
        key=lambda found: -found[0].weight,
    )
    in_turn = (one for round_ in zip_longest(*ranked) for one in round_ if one is not None)
    return tuple(one for one, _ in zip(in_turn, range(most), strict=False))


class _Case:
    """A comparison with the look-ups that sentences need."""

    def __init__(self, comparison: Comparison, whose: Callable[[Ref], str | None]) -> None:
        self._comparison, self._whose = comparison, whose
        self._told = {told.id: told for told in comparison.reports}
        self._place = {told.id: n for n, told in enumerate(comparison.reports)}
        self._statements: dict[Where, tuple[Series, Statement]] = {
            (statement.report, statement.figure): (series, statement)
            for series in comparison.series
            for statement in series.statements
        }

    # ---------------------------------------------------------------- taken back, and given again
    def repeated(self) -> list[Finding]:
        return [
            self._one_repeated(series, list(group))
            for series in self._comparison.series
            for group in by_withdrawal(series)
            if any(statement.status == "repeated_after_retraction" for statement in group)
        ]

    def _one_repeated(self, series: Series, group: list[Statement]) -> Finding:
        again = [statement for statement in group if statement.status == "repeated_after_retraction"]
        by = group[0].retracted_by
        first = next((one for one in group if one.status == "retracted"), group[0])
        who = first.withdrawn_by
        where = self._told.get(by.report) if by else None
        taken = "withdrawn by " + who if who else "withdrawn"
        told = f" (as {' '.join(filter(None, (report_in_words(where), 'reports', on(where))))})" if where else ""
        still = listed([self._report_and_day(report) for report in dict.fromkeys(s.report for s in again)])
        return Finding(
            kind="repeated_after_retraction",
            words=f"{thing(series, first)}: {taken}{told}, and still given by {still}.",
            weight=100 + len(again),
            refs=(*((by,) if by else ()), *map(ref_of, again)),
        )

    # ---------------------------------------------------------------- another number in the copy
    def changed(self) -> list[Finding]:
        copies = {frozenset((copy.a, copy.b)): copy for copy in self._comparison.copies if copy.kind != "shared_text"}
        found: dict[tuple[str, ...], Finding] = {}
        for conflict in self._comparison.conflicts:
            copy = copies.get(frozenset((conflict.a.report, conflict.b.report)))
            if conflict.kind != "number" or copy is None:
                continue
            first, then = conflict.a, conflict.b
            if (copy.original or copy.a) == then.report:
                first, then = then, first
            one, other = self._statement(first), self._statement(then)
            if one and other:
                known = copy.original is not None
                way = f"on the way from {self._report(first.report)} to {self._report(then.report)}"
                between = (
                    f"between {self._report(first.report)} and {self._report(then.report)}, of which one is a copy"
                )
                what = thing(*one)
                words = f"{what[:1].upper()}{what[1:]} became {value(other[1])} {way if known else between}."
                found.setdefault(
                    (first.report, then.report, words),
                    Finding(kind="changed_in_copying", words=words, weight=80, refs=(first, then)),
                )
        return list(found.values())

    # ---------------------------------------------------------------- many reports, one word
    def on_one_word(self) -> list[Finding]:
        return [*self._figures_on_one_word(), *self._assertions_on_one_word()]

    def _figures_on_one_word(self) -> Iterator[Finding]:
        for series in self._comparison.series:
            groups: dict[str, list[Statement]] = defaultdict(list)
            for statement in series.statements:
                if not takes_it_back(statement):
                    groups[value(statement)].append(statement)
            for group in groups.values():
                origins = {one.originator_entity or one.originator: one.originator for one in group if one.originator}
                reports = dict.fromkeys(one.report for one in group)
                if len(origins) == 1 and len(reports) >= MANY:
                    naming = {one.report for one in group if one.originator}
                    yield one_origin(
                        thing(series, group[0]), *filter(None, origins.values()), reports=len(reports),
                        silent=len(reports) - len(naming), refs=map(ref_of, group),
                    )  # fmt: skip

    def _assertions_on_one_word(self) -> Iterator[Finding]:
        for assertion in self._comparison.assertions:
            reports = {claim.report for claim in assertion.claims}
            if len(assertion.said_by) == 1 and len(reports) >= MANY and not assertion.denied_by:
                words = f"“{' '.join(assertion.words.split())}”"
                yield one_origin(words, assertion.said_by[0], reports=len(reports), silent=0, refs=assertion.claims)

    # ---------------------------------------------------------------- not both
    def conflicts(self) -> list[Finding]:
        found: dict[tuple[ConflictKind, Ref], Finding] = {}
        for conflict in sorted(self._comparison.conflicts, key=self._in_time):
            weight = WEIGHT_OF_CONFLICT[conflict.kind] + 5 * self._between_two(conflict)
            one = Finding(
                kind="conflict",
                words=f"{CONFLICTS[conflict.kind]}: {conflict.reason} ({self._both(conflict)}).",
                weight=weight,
                refs=(conflict.a, conflict.b),
            )
            before = found.get((conflict.kind, conflict.b))
            if before is None or before.weight < weight:
                found[conflict.kind, conflict.b] = one
        by_words: dict[str, Finding] = {}
        for one in found.values():
            by_words.setdefault(one.words, one)  # two places of one report that say the same are told as one
        return list(by_words.values())

    def _in_time(self, conflict: Conflict) -> tuple[int, int]:
        return self._place.get(conflict.a.report, 0), self._place.get(conflict.b.report, 0)

    def _between_two(self, conflict: Conflict) -> bool:
        """Whether two that are named stand against each other, in two reports."""
        a, b = self._whose(conflict.a), self._whose(conflict.b)
        return None not in (a, b) and a != b and conflict.a.report != conflict.b.report

    def _both(self, conflict: Conflict) -> str:
        reports = dict.fromkeys((conflict.a.report, conflict.b.report))
        return "; ".join(map(self._report_and_day, reports))

    # ---------------------------------------------------------------- reports by their names
    def _statement(self, ref: Ref) -> tuple[Series, Statement] | None:
        return self._statements.get((ref.report, ref.figure))

    def _report(self, report: str) -> str:
        told = self._told.get(report)
        return report_in_words(told) if told else report

    def _report_and_day(self, report: str) -> str:
        told = self._told.get(report)
        day = on(told)
        return f"{self._report(report)} {day}" if day else self._report(report)


def by_withdrawal(series: Series) -> Iterable[list[Statement]]:
    """The statements of a series that were taken back, by the report that takes them back and what it takes back.

    A report that says so in two sentences, of its headline and its text, tells of one withdrawal.
    """
    what: dict[Ref, str] = {}
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in series.statements:
        by = statement.retracted_by
        if by is not None:
            groups[by.report, what.setdefault(by, value(statement))].append(statement)
    return groups.values()


def one_origin(what: str, who: str, *, reports: int, silent: int, refs: Iterable[Ref]) -> Finding:
    behind = f" ({silent} of them name nobody)" if silent > 1 else " (one of them names nobody)" if silent else ""
    return Finding(
        kind="one_origin",
        words=f"{number_of(reports, 'report')}, 1 origin: {who}: {what}{behind}.",
        weight=65 + reports - silent / 2,
        refs=tuple(refs),
    )


def on(told: Told | None) -> str | None:
    day = day_of(told) if told else None
    return f"on {day}" if day else None


def ref_of(statement: Statement) -> Ref:
    return Ref(report=statement.report, figure=statement.figure)
