"""What people decide on a case: who is one, who is not, how far a source is trusted, and what they note.

Decisions name places in the reports, so that they hold when the reports are read again by a better reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportedly.ask.names import IN_REPORT, NoSuchName, by_member, entity_called, folded, nothing_called, report_called
from reportedly.ask.people import Grade
from reportedly.ask.rows import DecisionRow
from reportedly.compare import with_candidates
from reportedly.compare.people import Trace, traces_of
from reportedly.comparison import CaseEntity, Comparison
from reportedly.interfaces import CaseStore, Decision, Json, Kept
from reportedly.model import Entity, Ledger, ReportedlyError
from reportedly.pipeline import MERGE, SPLIT, compare_case, judgements, member_there, place_of

GRADE, NOTE, UNDO = "grade", "note", "undo"
GRADES: Mapping[str, str] = {  # the Admiralty code's letters
    "A": "reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
SERIES_ID = re.compile(r"S\d+", re.IGNORECASE)
PART_OF_REPORT = re.compile(r"(?P<report>.+):(?P<part>[cf]\d+)")

Member = tuple[str, str]  # report, entity of its ledger


class NotDone(ReportedlyError):
    """A decision that would change nothing, or could not; nothing was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Whom a person means: a case entity, and those of its members that bear the name given."""

    entity: CaseEntity
    members: tuple[Member, ...]


# ---------------------------------------------------------------- who is who
class Cast:
    """The entities of a case with the forms that each of their members takes."""

    def __init__(self, comparison: Comparison, ledgers: Iterable[Ledger], reports: Sequence[Kept]) -> None:
        self._comparison, self._reports = comparison, reports
        self._ledgers = {ledger.report.id: with_candidates(ledger) for ledger in ledgers}
        self._entities = by_member(comparison.entities)
        traces = (trace for ledger in self._ledgers.values() for trace in traces_of(ledger))
        self._traces = {trace.member: trace for trace in traces if trace.member in self._entities}

    def meant(self, name: str) -> Meant:
        """Who is called so: an id, a name or a form of it, and NAME@REPORT for the one in that report."""
        bare, at, file = name.rpartition(IN_REPORT)
        if not at:
            return self._of(name, self._traces.values())
        report = report_called(file, self._reports)
        there = [trace for trace in self._traces.values() if trace.report == report.id]
        if not any(self._bears(trace, bare) for trace in there):
            forms = (form for trace in there for form in trace.forms)
            raise nothing_called(bare, f"name in {report.where}", forms, look="reportedly people CASE")
        return self._of(bare, there)

    def _of(self, name: str, traces: Iterable[Trace]) -> Meant:
        found = [trace for trace in traces if self._bears(trace, name)]
        bearers = dict.fromkeys(self._entities[trace.member].id for trace in found)
        if len(bearers) == 1:
            entity = self._entities[found[0].member]
        else:
            entity = entity_called(name, self._comparison.entities)
            found = [self._traces[member] for member in entity.members]
        exact = [trace for trace in found if folded(trace.forms[0]) == folded(name)]
        return Meant(entity=entity, members=tuple(sorted(trace.member for trace in exact or found)))

    def _bears(self, trace: Trace, name: str) -> bool:
        wanted = folded(name)
        return wanted == self._entities[trace.member].id.casefold() or wanted in map(folded, trace.forms)

    def place(self, member: Member) -> dict[str, Json]:
        return place_of(self._ledgers[member[0]], self._entity(member))

    def _entity(self, member: Member) -> Entity:
        return next(entity for entity in self._ledgers[member[0]].entities if entity.id == member[1])

    def rest(self, one: Meant, without: Meant) -> Meant:
        """Of an entity, the members that are not among others."""
        left = tuple(member for member in one.members if member not in without.members)
        return Meant(entity=one.entity, members=left)


def merge(store: CaseStore, cast: Cast, a: str, b: str, *, who: str, at: str) -> Decision:
    """Takes two for one; raises `NotDone` where they are one already, or where a decision stands against it."""
    one, other = cast.meant(a), cast.meant(b)
    if one.entity.id == other.entity.id:
        raise NotDone(f"“{a}” and “{b}” are one already: {one.entity.id} {one.entity.name}")
    return who_is_who(store, cast, MERGE, (one.members[:1], other.members[:1]), (a, b), who=who, at=at)


def split(store: CaseStore, cast: Cast, a: str, b: str, *, who: str, at: str) -> Decision:
    """Keeps two apart, which were taken for one or may be; raises `NotDone` where no report tells them apart."""
    one, other = cast.meant(a), cast.meant(b)
    if one.entity.id == other.entity.id:
        one, other = apart(cast, one, other)
        if not one.members or not other.members:
            raise NotDone(
                f"no report tells “{a}” from “{b}”, both are {one.entity.id} {one.entity.name}; name the one of a "
                f"report: {b}{IN_REPORT}REPORT"
            )
    return who_is_who(store, cast, SPLIT, (one.members[:1], other.members), (a, b), who=who, at=at)


def apart(cast: Cast, one: Meant, other: Meant) -> tuple[Meant, Meant]:
    """Of two names for one entity, the fewer members against the rest: who names the whole means what is left of it."""
    if len(one.members) < len(other.members):
        return one, cast.rest(other, one)
    return cast.rest(one, other), other


def who_is_who(
    store: CaseStore,
    cast: Cast,
    kind: str,
    sides: tuple[Sequence[Member], Sequence[Member]],
    names: tuple[str, str],
    *,
    who: str,
    at: str,
) -> Decision:
    """Keeps a decision that does what it says; one that others stand against is not kept."""
    ones, others = sides
    subject = {"a": [cast.place(member) for member in ones], "b": [cast.place(member) for member in others]}
    with store.together():
        decision = store.decide(kind, subject, {"a": names[0], "b": names[1]}, who=who, at=at)
        entities = by_member(compare_case(store).entities)
        are_one = entities[ones[0]].id in {entities[member].id for member in others}
        if are_one != (kind == MERGE):
            against = [str(one.id) for one in store.decisions() if one.kind in (MERGE, SPLIT) and one.id != decision.id]
            look = f"; decisions on who is who: {', '.join(against)}, undo the one against it" if against else ""
            raise NotDone(f"“{names[0]}” and “{names[1]}” {'stay apart' if kind == MERGE else 'stay one'}{look}")
    return decision


def decided_on(store: CaseStore, comparison: Comparison) -> frozenset[str]:
    """The entities that people merged or split."""
    entities = by_member(comparison.entities)
    members = (member for judgement in judgements(store) for member in (judgement.a, judgement.b))
    return frozenset(entities[member].id for member in members if member in entities)


def lost(store: CaseStore) -> Iterator[Decision]:
    """Decisions on who is who of which a side is no longer found in the reports."""
    for decision in store.decisions():
        if decision.kind in (MERGE, SPLIT):
            sides = (decision.subject["a"], decision.subject["b"])
            if not all(any(member_there(store, place) for place in side) for side in sides):
                yield decision


# ---------------------------------------------------------------- grades and notes
def grade(
    store: CaseStore, cast: Cast, known: Iterable[str], source: str, letter: str, *, who: str, at: str
) -> Decision:
    """Keeps how far a source is trusted; `known` are the names of sources that are no entities: outlets, offices."""
    if letter.upper() not in GRADES:
        told = ", ".join(f"{one} {means}" for one, means in GRADES.items())
        raise NotDone(f"“{letter}” is no grade; give one of {told}")
    return store.decide(GRADE, source_meant(cast, known, source), letter.upper(), who=who, at=at)


def source_meant(cast: Cast, known: Iterable[str], source: str) -> dict[str, Json]:
    names = list(known)
    try:
        meant = cast.meant(source)
    except NoSuchName:
        named = next((name for name in names if folded(name) == folded(source)), None)
        if named is None:
            raise
        return {"name": named, "place": None}
    return {"name": meant.entity.name, "place": cast.place(meant.members[0])}


def grades(store: CaseStore, comparison: Comparison) -> dict[str, Grade]:
    """The grades in force by entity and by folded name; of two on one source the later one."""
    entities = by_member(comparison.entities)
    found = {}
    for decision in store.decisions(GRADE):
        place = decision.subject["place"]
        member = member_there(store, place) if place else None
        entity = entities.get(member) if member else None
        given = Grade(letter=decision.value, who=decision.who)
        found[entity.id if entity else folded(decision.subject["name"])] = given
    return found


def note(
    store: CaseStore, cast: Cast, comparison: Comparison, subject: str, text: str, *, who: str, at: str
) -> Decision:
    """Keeps a note on a report, a claim or figure of one (REPORT:c3), a series (S4), a person, body or place."""
    if not text.strip():
        raise NotDone("the note is empty; write what is to be remembered")
    return store.decide(NOTE, subject_meant(store, cast, comparison, subject), text.strip(), who=who, at=at)


def subject_meant(store: CaseStore, cast: Cast, comparison: Comparison, subject: str) -> dict[str, Json]:
    if SERIES_ID.fullmatch(subject):
        for series in comparison.series:
            if series.id == subject.upper():
                return {"series": [series.measure, series.of, series.place]}
        raise NoSuchName(f"no series of the case is {subject.upper()}; see them with: reportedly figures CASE")
    part = PART_OF_REPORT.fullmatch(subject)
    if part:
        return part_meant(store, part["report"], part["part"])
    try:
        return {"report": report_called(subject, store.reports()).id}
    except NoSuchName as no_report:
        try:
            meant = cast.meant(subject)
        except NoSuchName as nobody:
            raise NoSuchName(f"{nobody}; and {no_report}") from None
        return {"name": meant.entity.name, "place": cast.place(meant.members[0])}


def part_meant(store: CaseStore, report: str, part: str) -> dict[str, Json]:
    ledger = store.ledger(report_called(report, store.reports()).id)
    for claim in ledger.claims:
        if claim.id == part:
            return {"report": ledger.report.id, "claim": part, "span": list(claim.spans[0])}
    for figure in ledger.figures:
        if figure.id == part:
            return {"report": ledger.report.id, "figure": part, "span": list(figure.span)}
    raise NoSuchName(
        f"{ledger.report.where} has no {part}; its claims are c1 to c{len(ledger.claims)}, its figures f1 to "
        f"f{len(ledger.figures)}"
    )


# ---------------------------------------------------------------- what was decided
def decision_rows(decisions: Iterable[Decision]) -> Iterator[DecisionRow]:
    for one in decisions:
        yield DecisionRow(
            id=one.id, at=one.at, who=one.who, kind=one.kind, what=what_was_decided(one),
            in_force=one.undone_by is None, undone_by=one.undone_by,
        )  # fmt: skip


def what_was_decided(decision: Decision) -> str:
    """ "Togayev is Tokayev", "Health Ministry: B"; as plain JSON for a kind that this version does not know."""
    subject, value = decision.subject, decision.value
    if decision.kind == MERGE:
        return f"{value['a']} is {value['b']}"
    if decision.kind == SPLIT:
        return f"{value['a']} is not {value['b']}"
    if decision.kind == GRADE:
        return f"{subject['name']}: {value}, {GRADES[value]}"
    if decision.kind == NOTE:
        return f"{on_what(subject)}: {value}"
    if decision.kind == UNDO:
        return f"decision {subject['decision']}"
    return f"{subject}: {value}"


def on_what(subject: Mapping[str, Json]) -> str:
    if "series" in subject:
        measure, of, place = subject["series"]
        return " ".join(filter(None, (of, measure, f"in {place}" if place else None)))
    if "name" in subject:
        return str(subject["name"])
    part = subject.get("claim") or subject.get("figure")
    short = str(subject["report"])[: len("sha256:") + 12]
    return f"{short}:{part}" if part else short
