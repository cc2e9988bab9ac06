"""What people decide on a case: who is one, who is not, how far a source is trusted, and what they note.

Decisions name places in the reports, so that they hold when the reports are read again by a better reader.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from reportedly.ask.hypotheses import HYPOTHESIS, RATINGS, TIE
from reportedly.ask.names import (
    ENTITY_ID,
    IN_REPORT,
    NoSuchName,
    SeveralSuchNames,
    by_member,
    entity_called,
    folded,
    nothing_called,
    report_called,
)
from reportedly.ask.people import Grade
from reportedly.ask.rows import DecisionRow
from reportedly.case.corrections import CLAIM, FIGURE
from reportedly.compare.cyrillic import names_of
from reportedly.compare.people import Trace
from reportedly.comparison import CaseEntity, Comparison
from reportedly.interfaces import CaseStore, Decision, Json, Kept
from reportedly.model import Ledger, ReportedlyError
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
CREDIBILITY = "credibility"
DIGITS: Mapping[str, str] = {  # the Admiralty code's digits
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
SETTLE = "settle"
HOW: Mapping[str, str] = {  # how a conflict can be settled
    "a_stands": "the first stands",
    "b_stands": "the second stands",
    "both_stand": "both stand, of different scope",
    "cannot_be_told": "it cannot be told",
}
SERIES_ID = re.compile(r"S\d+", re.IGNORECASE)
PART_OF_REPORT = re.compile(r"(?P<report>.+):(?P<part>[cf]\d+)")

Member = tuple[str, str]  # report, entity of its ledger


class NotDone(ReportedlyError):
    """A decision that would change nothing, or could not; nothing was kept."""


class FallsApart(NotDone):
    """A merge by which others, whom nobody decided on, would no longer be one; see `merge`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Whom a person means: a case entity, and those of its members that bear the name given."""

    entity: CaseEntity
    members: tuple[Member, ...]


# ---------------------------------------------------------------- who is who
class Cast:
    """The entities of a case with the forms that each of their members takes."""

    def __init__(
        self, comparison: Comparison, traces: Iterable[Trace], ledgers: Mapping[str, Ledger], reports: Sequence[Kept]
    ) -> None:
        self._comparison, self._ledgers, self._reports = comparison, ledgers, reports
        self._entities = by_member(comparison.entities)
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
        report, id_ = member
        return place_of(report, next(one for one in names_of(self._ledgers[report]) if one.id == id_))

    def whole(self, meant: Meant) -> Meant:
        """All members of the entity, under whatever name."""
        return replace(meant, members=meant.entity.members)

    def read(self, meant: Meant) -> tuple[Member, ...]:
        """The members in reports that were read; those of others join whom they fit, and are nobody's for sure."""
        return tuple(member for member in meant.members if not self._traces[member].candidate)

    def chief(self, meant: Meant) -> Member:
        """The member that stands for all: one that bears the name of the whole, else the commonest name among them."""
        names = {member: self._traces[member].forms[0] for member in self.read(meant) or meant.members}
        common = Counter(names.values())
        return min(names, key=lambda member: (names[member] != meant.entity.name, -common[names[member]], member))

    def chief_alone(self, meant: Meant) -> tuple[Member, ...]:
        return (self.chief(meant),)

    def each_spelling(self, meant: Meant) -> tuple[Member, ...]:
        """One member for each name that the reports give, the chief first."""
        bearers = {self._traces[member].forms[0]: member for member in (*self.read(meant), self.chief(meant))}
        return tuple(sorted(bearers.values(), key=lambda member: (member != self.chief(meant), member)))

    def name(self, member: Member) -> str:
        """As the report writes it."""
        return self._traces[member].forms[0]


def merge(store: CaseStore, cast: Cast, a: str, b: str, *, who: str, at: str, every_spelling: bool = False) -> Decision:
    """Takes two for one, with all who bear their names; raises `NotDone` where a decision stands against it.

    One place on each side stands for all that the machine ties to it.  Where these ties come apart by the merge itself
    (a name that was near one bearer may be near two then), `FallsApart` is raised; a decision that names
    `every_spelling` holds all of them together.
    """
    one, other = cast.whole(cast.meant(a)), cast.whole(cast.meant(b))
    if one.entity.id == other.entity.id:
        raise NotDone(f"“{a}” and “{b}” are one already: {one.entity.id} {one.entity.name}")
    names = (shown(a, one), shown(b, other))
    stands_for = cast.each_spelling if every_spelling else cast.chief_alone
    sides = (stands_for(one), stands_for(other))
    with store.together():
        decision = keep(store, cast, MERGE, sides[0], sides[1], names, who=who, at=at)
        entities = by_member(compare_case(store).entities)
        if len({entities[member].id for member in (*cast.read(one), *cast.read(other))}) > 1:
            before = against(store, decision, one, other)
            error = NotDone if before or every_spelling else FallsApart
            raise error(f"“{names[0]}” and “{names[1]}” would not all be one{before}")
    return decision


def split(store: CaseStore, cast: Cast, a: str, b: str, *, who: str, at: str) -> Decision:
    """Keeps two apart, which were taken for one or may be; raises `NotDone` where no report tells them apart."""
    one, other = cast.meant(a), cast.meant(b)
    names = (shown(a, one), shown(b, other))
    if one.entity.id != other.entity.id:
        return keep(store, cast, SPLIT, (cast.chief(one),), (cast.chief(other),), names, who=who, at=at)
    one, other = apart(one, other)
    if not one.members or not other.members:
        raise NotDone(
            f"no report tells “{a}” from “{b}”, both are {one.entity.id} {one.entity.name}; name the one of a "
            f"report: {b}{IN_REPORT}REPORT"
        )
    with store.together():
        decision = keep(store, cast, SPLIT, (cast.chief(one),), other.members, names, who=who, at=at)
        entities = by_member(compare_case(store).entities)
        if entities[cast.chief(one)].id in {entities[member].id for member in cast.read(other)}:
            raise NotDone(f"“{names[0]}” and “{names[1]}” would stay one{against(store, decision, one, other)}")
    return decision


def confirm(
    store: CaseStore, cast: Cast, name: str, spelling: str | None, note: str = "", *, who: str, at: str
) -> Decision:
    """Says that it is right that a spelling, or all of them, were taken for one with the name that all go by.

    It is kept as a merge, and holds them together whatever a later comparison makes of them.  Raises `NotDone` where
    there is nothing to confirm, or it was confirmed already.
    """
    meant = cast.whole(cast.meant(name))
    chief, *others = cast.each_spelling(meant)
    wanted = [one for one in others if spelling is None or folded(cast.name(one)) == folded(spelling)]
    if not wanted:
        told = f"“{spelling}” is none of the other spellings of" if spelling else "there is no other spelling of"
        raise NotDone(f"{told} {meant.entity.name}: there is nothing to confirm")
    confirmed = confirmed_in(store, meant.entity)
    unsaid = [one for one in wanted if folded(cast.name(one)) not in confirmed]
    if not unsaid:
        before = confirmed[folded(cast.name(wanted[0]))]
        raise NotDone(f"{before.who or 'somebody'} confirmed this already, by decision {before.id}")
    names = (cast.name(chief), ", ".join(map(cast.name, unsaid)))
    return keep(store, cast, MERGE, (chief,), unsaid, names, note=note, who=who, at=at)


def confirmed_in(store: CaseStore, entity: CaseEntity) -> dict[str, Decision]:
    """The last decision in force that takes a spelling for this entity, by the folded spelling."""
    members = set(entity.members)
    found: dict[str, Decision] = {}
    for decision in store.decisions(MERGE):
        sides = [[place for place in decision.subject[side] if member_there(store, place) in members] for side in "ab"]
        if all(sides):
            found |= {folded(place["name"]): decision for side in sides for place in side}
    return found


def shown(name: str, meant: Meant) -> str:
    """A name as the decision keeps it: ids are of one comparison only."""
    return meant.entity.name if ENTITY_ID.fullmatch(name) else name


def apart(one: Meant, other: Meant) -> tuple[Meant, Meant]:
    """Of two names for one entity, what is left of it without the rarer of them, and those."""
    rarer = min(other, one, key=lambda meant: len(meant.members))
    left = tuple(member for member in one.entity.members if member not in rarer.members)
    return replace(one, members=left), rarer


def keep(
    store: CaseStore,
    cast: Cast,
    kind: str,
    ones: Sequence[Member],
    others: Sequence[Member],
    names: tuple[str, str],
    *,
    note: str = "",
    who: str,
    at: str,
) -> Decision:
    subject = {"a": [cast.place(member) for member in ones], "b": [cast.place(member) for member in others]}
    why = {"note": note.strip()} if note.strip() else {}
    return store.decide(kind, subject, {"a": names[0], "b": names[1], **why}, who=who, at=at)


def against(store: CaseStore, decision: Decision, *meant: Meant) -> str:
    """The other decisions on these, of which one stands in the way."""
    members = {member for one in meant for member in one.entity.members}
    before = [
        f"{one.id} ({what_was_decided(one)})"
        for one in store.decisions()
        if one.kind in (MERGE, SPLIT) and one.id != decision.id and members & set(members_of(store, one))
    ]
    return f"; undo what stands against it: {', '.join(before)}" if before else ""


def members_of(store: CaseStore, decision: Decision) -> Iterator[Member]:
    """Those whom a decision on who is who is about, as far as they are there."""
    found = (member_there(store, place) for side in ("a", "b") for place in decision.subject[side])
    return (member for member in found if member is not None)


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
    except SeveralSuchNames:
        raise
    except NoSuchName:
        named = next((name for name in names if folded(name) == folded(source)), None)
        if named is None:
            raise nothing_called(source, "source", names, look="reportedly sources CASE") from None
        return {"name": named, "place": None}
    return {"name": meant.entity.name, "place": cast.place(cast.chief(meant))}


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
        kept = report_called(subject, store.reports())
        return {"report": kept.id, "where": kept.where}
    except NoSuchName as no_report:
        try:
            meant = cast.meant(subject)
        except NoSuchName as nobody:
            raise NoSuchName(f"{nobody}; and {no_report}") from None
        return {"name": meant.entity.name, "place": cast.place(cast.chief(meant))}


def part_meant(store: CaseStore, report: str, part: str) -> dict[str, Json]:
    kept = report_called(report, store.reports())
    ledger = store.ledger(kept.id)
    there = {"report": kept.id, "where": kept.where}
    for claim in ledger.claims:
        if claim.id == part:
            return {**there, "claim": part, "span": list(claim.spans[0])}
    for figure in ledger.figures:
        if figure.id == part:
            return {**there, "figure": part, "span": list(figure.span)}
    raise NoSuchName(
        f"{kept.where} has no {part}; its claims are c1 to c{len(ledger.claims)}, its figures f1 to "
        f"f{len(ledger.figures)}"
    )


# ---------------------------------------------------------------- undone
def undo(store: CaseStore, number: int, *, who: str, at: str) -> Decision:
    """Takes a decision back; raises `NotDone` where there is none of that number, or it is undone already."""
    made = {one.id: one for one in store.decisions(undone=True)}
    if number not in made:
        numbers = f"they go from 1 to {max(made)}" if made else "there is none yet"
        raise NotDone(f"there is no decision {number}; {numbers}, see them with: reportedly decisions CASE --all")
    if made[number].undone_by is not None:
        raise NotDone(f"decision {number} is undone already, by decision {made[number].undone_by}")
    return store.undo(number, who=who, at=at)


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
        return f"{value['a']} is {value['b']}" + (f": {value['note']}" if value.get("note") else "")
    if decision.kind == SPLIT:
        return f"{value['a']} is not {value['b']}"
    if decision.kind == GRADE:
        return f"{subject['name']}: {value}, {GRADES[value]}"
    if decision.kind == NOTE:
        return f"{on_what(subject)}: {value}"
    if decision.kind in (CLAIM, FIGURE):
        return f"{on_what(subject)}: {value['what']}"
    if decision.kind == CREDIBILITY:
        return f"{on_what(subject)}: {value}, {DIGITS[value]}"
    if decision.kind == SETTLE:
        return settled_how(subject, value)
    if decision.kind == HYPOTHESIS:
        return f"{subject['hypothesis']} {value['what']}: “{value['title']}”"
    if decision.kind == TIE:
        how = f"{RATINGS[value['rating']]} with" if value["rating"] else "untied from"
        how = "tells nothing of" if value["rating"] == "N" else how
        return f"{on_what(subject)} {how} {subject['hypothesis']} “{value['title']}”"
    if decision.kind == UNDO:
        return f"decision {subject['decision']}"
    return f"{subject}: {value}"


def settled_how(subject: Mapping[str, Json], value: Mapping[str, Json]) -> str:
    """ "“18 officers” (a.txt:f3) stands against “16 officers” (b.txt:f1): corrected by the ministry"."""
    a, b = (f"“{subject[side]['words']}” ({on_what(subject[side])})" for side in ("a", "b"))
    told = {
        "a_stands": f"{a} stands against {b}",
        "b_stands": f"{b} stands against {a}",
        "both_stand": f"{a} and {b} both stand, of different scope",
        "cannot_be_told": f"it cannot be told whether {a} or {b}",
    }.get(value["how"], f"{a} and {b}: {value['how']}")
    return f"{told}: {value['note']}" if value["note"] else told


def on_what(subject: Mapping[str, Json]) -> str:
    if "series" in subject:
        measure, of, place = subject["series"]
        return " ".join(filter(None, (of, measure, f"in {place}" if place else None)))
    if "name" in subject:
        return str(subject["name"])
    part = subject.get("claim") or subject.get("figure")
    file = PurePath(subject["where"]).name or str(subject["where"])
    return f"{file}:{part}" if part else file
