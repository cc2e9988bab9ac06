"""How a case stands when a page is asked for: its reports, and its comparison with the look-ups that pages need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TypeVar, cast

from reportedly.ask.figures import counted_in, told_of
from reportedly.case.rows import address_of
from reportedly.compare.copies import originals
from reportedly.compare.glance import Glance
from reportedly.comparison import Assertion, CaseEntity, Comparison, Conflict, Copy, NoConflict, Series, Statement
from reportedly.interfaces import Kept, NotInCase

Made = TypeVar("Made")
Member = tuple[str, str]  # report, entity of its ledger
Placed = tuple[str, str]  # report, figure of its ledger


@dataclass(frozen=True)
class Shelf:
    """The reports that are in the case, in the order of adding."""

    reports: Sequence[Kept]

    @cached_property
    def by_id(self) -> Mapping[str, Kept]:
        return {kept.id: kept for kept in self.reports}

    @cached_property
    def by_number(self) -> Mapping[int, Kept]:
        return {kept.number: kept for kept in self.reports}

    @cached_property
    def by_address(self) -> Mapping[str, Sequence[Kept]]:
        """Versions of one article: reports read from the same address, the earlier ones first."""
        found: dict[str, list[Kept]] = defaultdict(list)
        for kept in self.reports:
            if address := address_of(kept.url):
                found[address].append(kept)
        for some in found.values():
            some.sort(key=lambda one: (one.published or one.added, one.number))
        return found

    def versions(self, kept: Kept) -> Sequence[Kept]:
        """All reports of the same address, itself among them."""
        return self.by_address.get(address_of(kept.url) or "", (kept,))


@dataclass(frozen=True)
class Compared:
    """A comparison with the look-ups that pages need; they are made when they are first needed."""

    comparison: Comparison
    glance: Glance
    state: tuple[object, ...]  # of the case it was made of: see `Case.state`
    groups: Mapping[str, str] = field(default_factory=dict)  # by series, as its reports call what it counts

    def counted(self, series: Series) -> str:
        """ "people killed in Almaty"."""
        return counted_in(series, self.groups) + (f" in {series.place}" if series.place else "")

    def told(self, series: Series, statement: Statement) -> str:
        """ "164 people killed in Almaty"."""
        return told_of(series, statement, self.groups)

    def once(self, name: str, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, worked out once; anew under another key, of which only the last is remembered."""
        last = self._lately.get(name)
        if last is None or last[0] != key:
            last = self._lately[name] = (key, make())
        return cast(Made, last[1])

    @cached_property
    def _lately(self) -> dict[str, tuple[Hashable, object]]:
        return {}

    @cached_property
    def reports(self) -> frozenset[str]:
        return frozenset(told.id for told in self.comparison.reports)

    @cached_property
    def entities(self) -> Mapping[str, CaseEntity]:
        return {entity.id: entity for entity in self.comparison.entities}

    @cached_property
    def entity_of(self) -> Mapping[Member, CaseEntity]:
        return {member: entity for entity in self.comparison.entities for member in entity.members}

    @cached_property
    def series(self) -> Mapping[str, Series]:
        return {series.id: series for series in self.comparison.series}

    @cached_property
    def stated(self) -> Mapping[Placed, tuple[Series, Statement]]:
        """The statement that a figure of a report is, and its series."""
        return {
            (statement.report, statement.figure): (series, statement)
            for series in self.comparison.series
            for statement in series.statements
        }

    @cached_property
    def assertion_of(self) -> Mapping[tuple[str, str | None], Assertion]:
        """By report and claim."""
        return {(ref.report, ref.claim): one for one in self.comparison.assertions for ref in one.claims}

    @cached_property
    def copies_of(self) -> Mapping[str, Sequence[Copy]]:
        found: dict[str, list[Copy]] = defaultdict(list)
        for copy in self.comparison.copies:
            found[copy.a].append(copy)
            found[copy.b].append(copy)
        return found

    @cached_property
    def conflicts_of(self) -> Mapping[str, Sequence[Conflict]]:
        """By report, on either side."""
        found: dict[str, list[Conflict]] = defaultdict(list)
        for conflict in self.comparison.conflicts:
            for report in {conflict.a.report, conflict.b.report}:
                found[report].append(conflict)
        return found

    @cached_property
    def seeming_of(self) -> Mapping[str, Sequence[NoConflict]]:
        found: dict[str, list[NoConflict]] = defaultdict(list)
        for one in self.comparison.not_conflicts:
            for report in {one.a.report, one.b.report}:
                found[report].append(one)
        return found

    @cached_property
    def folds(self) -> Mapping[str, str]:
        """For each report the one it goes back to, itself where it is no copy."""
        return originals(self.comparison.copies, (told.id for told in self.comparison.reports))

    def independent(self, reports: set[str]) -> int:
        """How many of these reports are no copy of another of them."""
        leader = {report: report for report in reports}

        def first(report: str) -> str:
            while leader[report] != report:
                report = leader[report]
            return report

        for report in sorted(reports):
            for copy in self.copies_of.get(report, ()):
                if copy.kind != "shared_text" and copy.a in reports and copy.b in reports:
                    leader[first(copy.b)] = first(copy.a)
        return len({first(report) for report in reports})


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What every page is drawn from: the reports as they are now, and how far the newest comparison is behind them."""

    shelf: Shelf
    state: tuple[object, ...]  # of the case now
    behind: int  # reports that the comparison does not know
    up_to_date: bool  # nothing was added, read again or decided since the comparison
    seen: int  # number of the last decision

    @property
    def fingerprint(self) -> str:
        """Short, and another one when anything was added or decided, or the comparison has caught up with it."""
        return sha256(repr((self.state, self.up_to_date)).encode()).hexdigest()[:12]

    def kept(self, number: int) -> Kept:
        """The report of a number; raises `NotInCase` where there is none."""
        if number not in self.shelf.by_number:
            raise NotInCase(f"the case has no report {number}; its reports are listed under Reports")
        return self.shelf.by_number[number]


@dataclass(frozen=True, kw_only=True)
class Opening(Moment):
    """What the first page is drawn from, which waits for no comparison to be loaded."""

    glance: Glance
    compared: Compared | None  # the comparison that the glance is of, where it is at hand already


@dataclass(frozen=True, kw_only=True)
class Standing(Moment):
    """What the other pages are drawn from; the comparison may be older than the reports."""

    compared: Compared

    @property
    def comparison(self) -> Comparison:
        return self.compared.comparison
