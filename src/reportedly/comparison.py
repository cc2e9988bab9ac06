"""The nouns of a case: what holding reports against each other gives, as `reportedly compare` prints it.

Like the ledger's, these values are frozen and know only the standard library.  `to_dict` gives the JSON of case
format 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from reportedly.model import EntityKind, Interval, Measure, Number, Span

FORMAT = 1

CopyKind = Literal["verbatim", "trimmed", "paraphrase", "translation", "shared_text"]
ConflictKind = Literal["number", "denial", "actor", "place", "time", "attribution"]
AgreementKind = Literal["subset", "later", "other_scope", "breakdown", "vague"]
Status = Literal["current", "superseded", "retracted", "repeated_after_retraction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A claim or a figure of one report, by the ids of that report's own ledger."""

    report: str
    claim: str | None = None
    figure: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"report": self.report, "claim": self.claim, "figure": self.figure}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntity:
    """A person, body or place of the whole case, and every form its name takes."""

    id: str
    name: str
    kind: EntityKind
    forms: tuple[str, ...]
    members: tuple[tuple[str, str], ...]  # (report id, entity id of that report's ledger)
    reasons: tuple[str, ...] = ()  # why these were taken for one, a reason for each tie

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "forms": list(self.forms),
            "reports": len({report for report, _ in self.members}),
            "members": [list(member) for member in self.members],
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Maybe:
    """Two entities that may be one: doubt does not merge, it asks."""

    a: str  # ids of case entities
    b: str
    score: float  # 0..1
    reason: str

    def to_dict(self) -> dict[str, Any]:
        return {"a": self.a, "b": self.b, "score": round(self.score, 3), "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A figure as one report gives it, with who it goes back to and what became of it."""

    report: str
    figure: str
    low: Number | None
    best: Number | None
    high: Number | None
    vague: str | None
    as_of: Interval | None
    originator: str | None  # None: nobody named
    originator_entity: str | None
    chain: tuple[str, ...]  # outermost first
    status: Status = "current"
    retracted_by: Ref | None = None  # the claim in which the withdrawal is told
    withdrawn_by: str | None = None  # name of who took the figure back, where a report says who

    def to_dict(self) -> dict[str, Any]:
        return {
            "report": self.report,
            "figure": self.figure,
            "low": self.low,
            "best": self.best,
            "high": self.high,
            "vague": self.vague,
            "as_of": self.as_of.to_dict() if self.as_of else None,
            "originator": self.originator,
            "originator_entity": self.originator_entity,
            "chain": list(self.chain),
            "status": self.status,
            "retracted_by": self.retracted_by.to_dict() if self.retracted_by else None,
            "withdrawn_by": self.withdrawn_by,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One figure followed through all reports: the same measure, of the same group, in the same place."""

    id: str
    measure: Measure
    of: str | None
    place: str | None
    statements: tuple[Statement, ...]
    origins: int  # distinct named originators, copies folded

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "measure": self.measure,
            "of": self.of,
            "place": self.place,
            "statements": [statement.to_dict() for statement in self.statements],
            "origins": self.origins,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The same stretch of text in two reports."""

    a: Span
    b: Span

    def to_dict(self) -> dict[str, Any]:
        return {"a": list(self.a), "b": list(self.b)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Two reports of which one was made from the other, or both from a third; `a` is the earlier where known."""

    a: str
    b: str
    kind: CopyKind
    score: float  # 0..1
    passages: tuple[Passage, ...] = ()
    original: str | None = None  # report id, where time, credit or damage show it
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "a": self.a,
            "b": self.b,
            "kind": self.kind,
            "score": round(self.score, 3),
            "passages": [passage.to_dict() for passage in self.passages],
            "original": self.original,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two places that cannot both be so, and why."""

    kind: ConflictKind
    a: Ref
    b: Ref
    reason: str

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "a": self.a.to_dict(), "b": self.b.to_dict(), "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoConflict:
    """Two places that look like a conflict and are none, and why."""

    kind: AgreementKind
    a: Ref
    b: Ref
    reason: str

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "a": self.a.to_dict(), "b": self.b.to_dict(), "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """One thing claimed in words by several reports or sources, with who says so, who denies it, who hedges."""

    id: str
    words: str  # of the first claim of it
    claims: tuple[Ref, ...]  # in the order in which they were published
    said_by: tuple[str, ...]  # names of innermost sources; of what an author says, of the outlet
    denied_by: tuple[str, ...]
    hedged_by: tuple[str, ...]  # who thinks it probable or possible, or leaves it open
    first_seen: str | None  # ISO 8601, when the earliest of the reports was published
    last_changed: str | None  # when somebody last said, denied or hedged it who had not done so before

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "words": self.words,
            "claims": [claim.to_dict() for claim in self.claims],
            "said_by": list(self.said_by),
            "denied_by": list(self.denied_by),
            "hedged_by": list(self.hedged_by),
            "first_seen": self.first_seen,
            "last_changed": self.last_changed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report of the case, as the comparison names it."""

    id: str
    where: str
    outlet: str | None
    published: str | None
    title: str | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "where": self.where,
            "outlet": self.outlet,
            "published": self.published,
            "title": self.title,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Somebody by name whose word claims rest on, and the reports that carry it, copies folded into their originals."""

    name: str
    entity: str | None  # id of a case entity
    reports: tuple[str, ...]  # those that carry the word, copies included
    independent: int  # of these, how many are no copy of another
    claims: int

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "entity": self.entity,
            "reports": list(self.reports),
            "independent": self.independent,
            "claims": self.claims,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All reports of a case held against each other; the same reports give the same comparison."""

    reports: tuple[Told, ...]
    entities: tuple[CaseEntity, ...]
    maybes: tuple[Maybe, ...]
    series: tuple[Series, ...]
    copies: tuple[Copy, ...]
    conflicts: tuple[Conflict, ...]
    not_conflicts: tuple[NoConflict, ...]
    assertions: tuple[Assertion, ...]
    origins: tuple[Origin, ...]

    def to_dict(self) -> dict[str, Any]:
        """Case format 1; the same reports and version give the same dictionary, key order included."""
        return {
            "format": FORMAT,
            "reports": [one.to_dict() for one in self.reports],
            "entities": [one.to_dict() for one in self.entities],
            "maybe_the_same": [one.to_dict() for one in self.maybes],
            "series": [one.to_dict() for one in self.series],
            "copies": [one.to_dict() for one in self.copies],
            "conflicts": [one.to_dict() for one in self.conflicts],
            "not_conflicts": [one.to_dict() for one in self.not_conflicts],
            "assertions": [one.to_dict() for one in self.assertions],
            "origins": [one.to_dict() for one in self.origins],
        }
