"""What a case answers with: rows of plain values, flat enough for a table, a CSV file or a data frame.

A report is given by its id and, as `where`, by the place it was read from; claims and figures by the ids of its ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportedly.comparison import AgreementKind, ConflictKind, CopyKind, Status
from reportedly.model import EntityKind, Measure, Number

RestsOn = Literal["none", "one", "several"]
DoubtKind = Literal["name", "merge", "source", "scope", "place", "decision", "report"]
ChangeKind = Literal["report", "figure", "conflict", "decision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One statement of a series: a figure as one report gives it, and what became of it."""

    series: str
    measure: Measure
    of: str | None
    place: str | None
    value: str  # in words: "at least 164"
    low: Number | None
    best: Number | None
    high: Number | None
    vague: str | None
    as_of_from: str | None
    as_of_to: str | None
    originator: str | None  # None: nobody named
    entity: str | None  # of the originator
    chain: tuple[str, ...]  # outermost first
    status: Status
    withdrawn_by: str | None  # who took the figure back, where a report says who
    retracted_by: str | None  # outlet and file of the report that tells it
    retracted_by_report: str | None
    retracted_by_claim: str | None
    policy: str  # "none": the coded columns are empty
    coded_low: Number | None
    coded_best: Number | None
    coded_high: Number | None
    rule: str | None
    report: str
    where: str
    outlet: str | None
    published: str | None
    figure: str
    claim: str | None
    words: str  # the number words
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person, body or place of the case."""

    id: str
    name: str
    kind: EntityKind
    reports: int
    forms: tuple[str, ...]
    reasons: tuple[str, ...]  # why these were taken for one
    maybe: tuple[str, ...]  # ids of those who may be the same
    decided: bool  # whether a person merged or split it


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """Somebody whose word is passed on; all unnamed sources stand in one row, and so do rumours."""

    name: str
    entity: str | None
    kind: str
    says: int  # claims that go back to them
    passes_on: int  # claims of others that they relay
    reports: int
    independent: int  # of these, how many are no copy of another
    outlets: tuple[str, ...]
    grade: str | None  # A to F, as somebody graded them
    graded_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """Two reports of which one was made from the other, or both from a third; `a` is the earlier where known."""

    kind: CopyKind
    score: float
    a: str
    a_where: str
    a_outlet: str | None
    a_published: str | None
    b: str
    b_where: str
    b_outlet: str | None
    b_published: str | None
    original: str | None  # report id
    passages: int
    characters: int  # of the shared passages, in `a`
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginRow:
    """One thing told, how many reports tell it, and on how many words it rests."""

    what: str
    kind: Literal["figure", "assertion", "claim"]
    of: str | None  # id of the series or assertion
    summary: str  # "10 reports, 1 origin: Interior Ministry"
    rests_on: RestsOn
    reports: int
    independent: int  # of these, how many are no copy of another
    origins: tuple[str, ...]  # named originators
    anonymous: int  # reports that give it on an unnamed source's word and no named one's
    rumour: int
    nobody: int  # reports that name nobody for it
    retracted: bool
    report_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRow:
    """A conflict and the first two places of it; with `conflict` False two that only look like one."""

    conflict: bool
    kind: ConflictKind | AgreementKind
    reason: str
    a: str
    a_where: str
    a_outlet: str | None
    a_published: str | None
    a_claim: str | None
    a_figure: str | None
    b: str
    b_where: str
    b_outlet: str | None
    b_published: str | None
    b_claim: str | None
    b_figure: str | None
    pairs: int  # of reports that carry it; the row is that of the first


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtRow:
    """Something for a person to look at."""

    kind: DoubtKind
    what: str
    why: str
    todo: str | None  # what settles it, as arguments of `reportedly`; CASE stands for the case
    report: str | None
    where: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """What is new since a time, or moved."""

    kind: ChangeKind
    what: str
    before: str | None
    now: str | None
    by: str | None  # the reports or the person it is due to
    at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """A report that holds the words searched for."""

    report: str
    where: str
    outlet: str | None
    published: str | None
    title: str | None
    around: str
    start: int | None  # None where the words are not in its text, but in title or outlet
    end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """What a person decided."""

    id: int
    at: str
    who: str
    kind: str
    what: str
    in_force: bool
    undone_by: int | None
