"""A case as a value to ask: what is in it, how its reports stand to each other, what people decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Self, TypedDict, TypeVar, Unpack

from reportedly.ask import adding, correcting, credibility, settling, tying
from reportedly.ask import candidates as offered
from reportedly.ask import changes as changes_
from reportedly.ask import decisions as deciding
from reportedly.ask.corrected_rows import corrected_rows
from reportedly.ask.doubts import doubt_rows
from reportedly.ask.figures import IN_THEIR_WORDS, figure_rows, groups_in_words
from reportedly.ask.hypotheses import Evidence, Level, Matrix, Rating
from reportedly.ask.names import ENTITY_ID, entity_called, folded
from reportedly.ask.origins import origin_rows
from reportedly.ask.pairs import conflict_rows, copy_rows, each_once
from reportedly.ask.people import person_rows, source_rows
from reportedly.ask.rows import (
    ChangeRow,
    ConflictRow,
    CopyRow,
    DecisionRow,
    DoubtRow,
    FigureRow,
    HitRow,
    OriginRow,
    PersonRow,
    SourceRow,
)
from reportedly.case import KeptComparison, SqliteStore, make_case, open_case
from reportedly.case.corrections import Corrected
from reportedly.compare.findings import MOST, Finding, findings
from reportedly.compare.glance import FINDINGS, Glance
from reportedly.compare.policies import Policy
from reportedly.comparison import CaseEntity, Comparison, Ref
from reportedly.interfaces import Asked, CaseStore, Decision, FoundClaim, FoundFigure, Json, Kept, Sizes
from reportedly.model import Certainty, Ledger, Measure
from reportedly.pipeline import (
    LastComparison,
    Ledgers,
    Provenance,
    by_member,
    compare_case,
    compare_some,
    corrected_ledger,
    innermost_source,
    last_comparison,
    member_there,
    provenance,
    traces_in,
)

Row = TypeVar("Row")


class Filters(TypedDict, total=False):
    """What claims and figures can be asked for; what is left out does not matter."""

    report: str | None  # id
    outlet: str | None  # its whole name, whatever the case of its letters
    since: str | None  # day of publication, "2022-01-09"; both ends included
    until: str | None
    person: str | None  # words of a name as the reports write it; or an id of `people`, which finds every spelling
    place: str | None  # words of the name of a place
    certainty: Certainty | None
    measure: Measure | None  # figures only
    text: str | None  # words of the claim, as `search` takes them


def clock() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Case:
    """Many reports held against each other, kept in one file.

        with Case.open("unrest.case") as case:
            for row in case.figures(place="Almaty"):
                print(row.as_of_to, row.value, row.originator, row.status)

    Everything is worked out when it is asked for and is up to date; the comparison is kept until the case changes.
    Raises `CaseError` where the file is no case, or cannot be read or written.
    """

    def __init__(self, store: CaseStore, *, now: Callable[[], str] = clock) -> None:
        self._store, self._now = store, now
        self._compared: tuple[tuple[object, ...], Comparison] | None = None
        self._held: Comparison | None = None  # what answers rest on, where somebody said so
        self._named: Mapping[tuple[str, str], str] | None = None  # entities of reports by their names in the case

    @classmethod
    def open(cls, path: str | Path, *, make: bool = False, read_only: bool = False) -> Self:
        """Opens the case in a file; with `make` also one that is not there yet.

        With `read_only` nothing is written in it or beside it, as where that is not allowed; deciding raises
        `ReadOnlyCase`, and what is compared is not kept.
        """
        return cls(make_case(path) if make else open_case(path, read_only=read_only))

    def outdated(self) -> bool:
        """Whether a case opened `read_only` was written since by somebody who may: it must be opened again."""
        return isinstance(self._store, SqliteStore) and self._store.outdated()

    def close(self) -> None:
        """Lets go of the file; everything decided is on disk already."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---------------------------------------------------------------- what is in it
    def sizes(self) -> Sizes:
        """How many reports, claims, figures and decisions are in it."""
        return self._store.sizes()

    def reports(self) -> Iterator[Kept]:
        """In the order in which they were added."""
        return self._store.reports()

    def ledger(self, report: str, *, corrected: bool = True) -> Ledger:
        """The ledger of a report by its id, with its text and what people corrected in it; else as it was read."""
        return corrected_ledger(self._store, report) if corrected else self._store.ledger(report)

    def provenance(self, report: str) -> Provenance:
        """Where each paragraph of a report, its title and its dates stand in the raw bytes that the case keeps."""
        return provenance(self._store, report)

    def claims(self, *, limit: int | None = None, **filters: Unpack[Filters]) -> Iterator[FoundClaim]:
        """By report, then in the order of the ledger."""
        asked = Asked(**filters)
        entity = self._entity_asked(asked)
        if entity is None:
            yield from first(corrected_rows(self._store, lambda store: store.claims(asked)), limit)
            return
        theirs = self._claims_of(entity)
        others = replace(asked, person=None)
        rows = corrected_rows(self._store, lambda store: store.claims(others))
        found = (row for row in rows if (row.report, row.id) in theirs)
        yield from first(found, limit)

    def search(self, words: str, *, limit: int | None = None, **filters: Unpack[Filters]) -> Iterator[HitRow]:
        """Reports with all of `words` in text, title or outlet; "words in quotes" stand together, wor* begins so."""
        asked = Asked(**filters)
        hits = (
            HitRow(
                report=hit.report.id,
                where=hit.report.where,
                outlet=hit.report.outlet,
                published=hit.report.published,
                title=hit.report.title,
                around=hit.around,
                start=hit.span.start if hit.span else None,
                end=hit.span.end if hit.span else None,
            )
            for hit in self._store.search(words)
            if of_report(asked, hit.report)
        )
        return first(hits, limit)

    def answer_from(self, comparison: Comparison | None) -> None:
        """Lets all answers rest on a comparison that is at hand, though the case may have moved on since.

        For who shows a case while it grows, and compares it beside that; None: on the case as it stands again.
        """
        self._held, self._named = comparison, None

    def state(self) -> tuple[object, ...]:
        """What every answer rests on: another one when a report was added or read again, or somebody decided."""
        decided = tuple(decision.id for decision in self._store.decisions())
        return (self._store.revision(), self._store.sizes().reports, decided)

    # ---------------------------------------------------------------- how it stands together
    def comparison(self) -> Comparison:
        """All reports held against each other, with what people decided of who is who."""
        found = self._comparing()
        return found.whole() if isinstance(found, KeptComparison) else found

    def last_comparison(self) -> LastComparison | None:
        """What is kept of the last comparison, at once: a glance, parts to read when they are needed, what it misses.

        None where the case was never compared by this version of the program.
        """
        return last_comparison(self._store)

    def glance(self) -> Glance | None:
        """Sizes, findings and figures of the last comparison, in milliseconds; None where there is none."""
        last = self.last_comparison()
        return last.glance if last else None

    def findings(self, most: int = MOST) -> tuple[Finding, ...]:
        """The most telling findings in plain sentences."""
        compared, last = self._comparing(), self.last_comparison()
        if most <= FINDINGS and last is not None and last.up_to_date:
            return last.glance.findings[:most]
        return findings(compared, whose=self.whose, most=most)

    def whose(self, ref: Ref) -> str | None:
        """The name of the innermost source of a claim, or of the claim that gives a figure; None where nobody is."""
        return innermost_source(self.ledger(ref.report), ref, self._names())

    def figures(
        self, *, policy: Policy = "none", series: str | None = None, **filters: Unpack[Filters]
    ) -> Iterator[FigureRow]:
        """Every statement of every series, in the order of their days; see `reportedly.compare.policies`."""
        asked = Asked(**filters)
        there = self._figures(Asked(place=asked.place)) if asked.place is not None else iter(())
        as_written = {(figure.report, figure.id) for figure in there}  # a series of the case's own country has no place
        for row in figure_rows(self._comparing(), self._figures_found(asked), policy=policy):
            here = (row.report, row.figure) in as_written or holds_words(row.place or "", asked.place)
            if here and (series is None or row.series == series.upper()):
                yield row

    def groups_in_words(self) -> Mapping[str, str]:
        """What series count, by their ids, as the reports call it; only of those whose group has no name of its own."""
        found = (row for measure in IN_THEIR_WORDS for row in self._figures(Asked(measure=measure)))
        return groups_in_words(self._comparing(), found)

    def people(self, *, kinds: tuple[str, ...] | None = None, **filters: Unpack[Filters]) -> Iterator[PersonRow]:
        """Who is who, the most reported first; `kinds` such as ("person", "organisation")."""
        asked, comparison = Asked(**filters), self._comparing()
        reports = self._reports_of(asked)
        members = {entity.id: {report for report, _ in entity.members} for entity in comparison.entities}
        wanted = asked.person or asked.text or asked.place
        for row in person_rows(comparison, deciding.decided_on(self._store, comparison)):
            if (kinds is None or row.kind in kinds) and members[row.id] & reports and goes_by(row, wanted):
                yield row

    def sources(self, **filters: Unpack[Filters]) -> Iterator[SourceRow]:
        """Whose word is passed on, the most quoted first."""
        asked, comparison = Asked(**filters), self._comparing()
        read = self._ledgers(asked).values()
        entity = self._entity_asked(asked)
        for row in source_rows(comparison, read, deciding.grades(self._store, comparison)):
            if (row.entity == entity.id) if entity else holds_words(row.name, asked.person or asked.text):
                yield row

    def copies(self, **filters: Unpack[Filters]) -> Iterator[CopyRow]:
        """Pairs of reports with a shared origin, of which one at least fits the filters."""
        reports = self._reports_of(Asked(**filters))
        return (row for row in copy_rows(self._comparing()) if row.a in reports or row.b in reports)

    def origins(self, *, least: int = 2, **filters: Unpack[Filters]) -> Iterator[OriginRow]:
        """What at least so many reports tell, and on how many words it rests; 1 for also what one report tells."""
        asked, comparison = Asked(**filters), self._comparing()
        reports, entity = self._reports_of(asked), self._entity_asked(asked)
        person = entity.name if entity else asked.person
        for row in origin_rows(comparison, self._ledgers(), groups=self.groups_in_words(), least=least):
            named = person is None or any(holds_words(name, person) for name in row.origins)
            if named and reports & set(row.report_ids) and holds_words(row.what, asked.text):
                yield row

    def conflicts(self, *, seeming: bool = False, **filters: Unpack[Filters]) -> Iterator[ConflictRow]:
        """What cannot both be so, a row for each conflict; with `seeming` also what only looks like it, and why.

        A conflict that several pairs of reports carry is told by the first that fits; the comparison has them all.
        """
        asked, comparison = Asked(**filters), self._comparing()
        reports = self._reports_of(asked)
        wanted = (asked.text, asked.place, asked.person)
        rows = (
            row
            for row in conflict_rows(comparison, seeming=seeming)
            if (row.a in reports or row.b in reports) and all(holds_words(row.reason, words) for words in wanted)
        )
        return each_once(rows, comparison)

    def doubts(self, **filters: Unpack[Filters]) -> Iterator[DoubtRow]:
        """What the machine could not tell and a person can: names, sources, numbers without scope or place."""
        asked, comparison = Asked(**filters), self._comparing()
        reports = self._reports_of(asked)
        rows = doubt_rows(
            comparison,
            self._ledgers(asked).values(),
            lost=(*deciding.lost(self._store), *correcting.lost(self._store)),
            settled=deciding.decided_on(self._store, comparison),
        )
        of_all = len(reports) == self.sizes().reports  # a doubt about names is of no one report
        return (
            row
            for row in rows
            if (of_all if row.report is None else row.report in reports)
            and holds_words(row.what, asked.text or asked.person)
        )

    def changes(self, since: str) -> Iterator[ChangeRow]:
        """Reports added or read again since a time (ISO 8601, UTC where no zone is given), and what they moved."""
        now = self._comparing()
        moment = moment_of(since)
        new = [kept for kept in self.reports() if moment_of(kept.read) >= moment]
        fresh = {kept.id for kept in new if moment_of(kept.added) >= moment}
        before = compare_some(self._store, [told.id for told in now.reports if told.id not in fresh])
        decided = [one for one in self._store.decisions(undone=True) if moment_of(one.at) >= moment]
        return changes_.change_rows(now, before, new=new, decided=decided, groups=self.groups_in_words())

    # ---------------------------------------------------------------- what people decide
    def merge(self, a: str, b: str, *, who: str, every_spelling: bool | None = None) -> Decision:
        """Takes two persons, bodies or places for one: by id, by name, or by NAME@REPORT for the one in that report.

        The decision names one place for each of them; every spelling where `every_spelling` is True, or where it is
        None and one is not enough.  Inside `together` say which; `FallsApart` is raised where one is not enough.
        """
        whole = every_spelling or False
        try:
            return deciding.merge(self._store, self._cast(), a, b, who=who, at=self._now(), every_spelling=whole)
        except deciding.FallsApart:
            if every_spelling is not None:
                raise
            return self.merge(a, b, who=who, every_spelling=True)

    def split(self, a: str, b: str, *, who: str) -> Decision:
        """Keeps two apart that were taken for one, or that may be."""
        return deciding.split(self._store, self._cast(), a, b, who=who, at=self._now())

    def confirm(self, name: str, spelling: str | None = None, note: str = "", *, who: str) -> Decision:
        """Says that a spelling, or all of them, were rightly taken for one with the name, which then holds for good."""
        return deciding.confirm(self._store, self._cast(), name, spelling, note, who=who, at=self._now())

    def confirmed(self, entity: CaseEntity) -> Mapping[str, Decision]:
        """By spelling, whatever the case of its letters, the decision in force that takes it for this entity."""
        return deciding.confirmed_in(self._store, entity)

    def grade(self, source: str, letter: str, *, who: str) -> Decision:
        """Says how far a source is trusted: A reliable … E unreliable, F cannot be judged (the Admiralty code)."""
        names = [*(row.name for row in self.sources()), *(kept.outlet for kept in self.reports() if kept.outlet)]
        return deciding.grade(self._store, self._cast(), names, source, letter, who=who, at=self._now())

    def note(self, subject: str, text: str, *, who: str) -> Decision:
        """Keeps a note on a report, a claim or figure of one (REPORT:c3), a series (S4), a person, body or place."""
        return deciding.note(self._store, self._cast(), self.comparison(), subject, text, who=who, at=self._now())

    def credibility(self, report: str, claim: str, digit: str, *, who: str) -> Decision:
        """Says how far a claim is to be believed: 1 confirmed … 5 improbable, 6 cannot be judged (Admiralty code)."""
        return credibility.keep(self._store, report, claim, digit, who=who, at=self._now())

    def settle(self, a: Ref, b: Ref, how: str, note: str = "", *, who: str) -> Decision:
        """Says what becomes of a conflict of claims or figures: a_stands, b_stands, both_stand, cannot_be_told.

        Raises `NotDone` where `how` is another word, `NotInCase` and `NoSuchName` where a place is not there.
        """
        return settling.settle(self._store, a, b, how, note, who=who, at=self._now())

    def settled(self) -> tuple[settling.Settled, ...]:
        """The conflicts that people settled, with their places as the reports are read now."""
        return settling.settled(self._store)

    def correct_claim(
        self, report: str, claim: str, what: correcting.What, edit: correcting.ClaimEdit | None = None, *, who: str
    ) -> Decision:
        """Accepts or rejects a claim of a report, both by id, or puts it right as `edit` has it."""
        return correcting.correct_claim(self._store, report, claim, what, edit, who=who, at=self._now())

    def correct_figure(
        self, report: str, figure: str, what: correcting.What, edit: correcting.FigureEdit | None = None, *, who: str
    ) -> Decision:
        """Accepts or rejects a figure of a report, both by id, or says what it counts as `edit` has it."""
        return correcting.correct_figure(self._store, report, figure, what, edit, who=who, at=self._now())

    def add_claim(self, report: str, new: adding.NewClaim, *, who: str) -> Decision:
        """Adds a claim that was not read in a report, by its id; it stays when the report is read again."""
        return adding.add_claim(self._store, report, new, who=who, at=self._now())

    def corrections(self, report: str) -> Corrected:
        """A report as it was read, and with what people decided on its claims and figures."""
        return correcting.corrections_on(self._store, report)

    def write_hypothesis(self, title: str, *, who: str) -> Decision:
        """Writes an explanation to be held against what is said; see `reportedly.ask.hypotheses`."""
        return tying.write(self._store, title, who=who, at=self._now())

    def reword_hypothesis(self, hypothesis: str, title: str, *, who: str) -> Decision:
        """Says a hypothesis ("H2") better; what is tied to it stays."""
        return tying.reword(self._store, hypothesis, title, who=who, at=self._now())

    def drop_hypothesis(self, hypothesis: str, *, who: str) -> Decision:
        """Takes a hypothesis out of the matrix; undoing it brings it back with its ties."""
        return tying.drop(self._store, hypothesis, who=who, at=self._now())

    def tie(
        self,
        report: str,
        part: str,
        hypothesis: str,
        rating: Rating | None,
        relevance: Level = "medium",
        *,
        who: str,
    ) -> Decision:
        """Says what a claim or figure of a report (its id, "c3") does to a hypothesis; None for `rating` unties it."""
        return tying.tie(self._store, report, part, hypothesis, rating, relevance, who=who, at=self._now())

    def hypotheses(self, comparison: Comparison | None = None) -> Matrix:
        """Rival explanations held against what is said, the least inconsistent first; rows are origins.

        A comparison that is at hand saves making one.
        """
        return tying.matrix_of(self._store, comparison or self.comparison())

    def candidates(
        self, comparison: Comparison | None = None, *, like: str | None = None, start: int = 0
    ) -> tuple[tuple[offered.Candidate, ...], bool]:
        """What might be tied to hypotheses and is not yet, and whether there are more."""
        return offered.candidates(self._store, comparison or self.comparison(), like=like, start=start)

    def evidence_at(self, report: str, part: str, comparison: Comparison | None = None) -> Evidence:
        """A claim or figure of a report by its id, and whose word it is in the end."""
        return tying.evidence_at(self._store, comparison or self.comparison(), report, part)

    def evidence(self, words: str, comparison: Comparison | None = None) -> list[Evidence]:
        """Claims and figures with these words, and whose word each is in the end."""
        return offered.looked_up(self._store, comparison or self.comparison(), words)

    def undo(self, decision: int, *, who: str) -> Decision:
        """Undoes a decision; undoing the undoing puts it in force again."""
        return deciding.undo(self._store, decision, who=who, at=self._now())

    def decided(self, kind: str | None = None, *, undone: bool = False) -> tuple[Decision, ...]:
        """Decisions as they are kept, with what each is about; `decisions` gives them as rows for people."""
        return self._store.decisions(kind, undone=undone)

    def member_at(self, place: Mapping[str, Json]) -> tuple[str, str] | None:
        """Report and entity that a decision on somebody names, as the report is read now; None where it is gone."""
        return member_there(self._store, place)

    def together(self) -> AbstractContextManager[None]:
        """Decisions made inside are kept together when it ends, or not at all where it raises."""
        return self._store.together()

    def decisions(self, *, undone: bool = False) -> Iterator[DecisionRow]:
        """In the order in which they were made; with `undone` also those undone, and the undoing."""
        return deciding.decision_rows(self._store.decisions(undone=undone))

    # ---------------------------------------------------------------- inside
    def _comparing(self) -> Comparison:
        """What answers rest on: the comparison as the case stands, or the one that they were told to rest on."""
        return self._as_it_stands() if self._held is None else self._held

    def _as_it_stands(self) -> Comparison:
        """Of a comparison that is kept the parts are read when they are needed."""
        state = self.state()
        if self._compared is None or self._compared[0] != state:
            self._compared = (state, compare_case(self._store))
            self._named = None
        return self._compared[1]

    def _names(self) -> Mapping[tuple[str, str], str]:
        compared = self._comparing()
        if self._named is None:
            self._named = by_member(compared)
        return self._named

    def _ledgers(self, asked: Asked | None = None) -> Mapping[str, Ledger]:
        """The ledgers of the reports that fit, read one by one as they are gone through."""
        return Ledgers(self._store, [kept.id for kept in self.reports() if asked is None or of_report(asked, kept)])

    def _cast(self) -> deciding.Cast:
        return deciding.Cast(self._as_it_stands(), traces_in(self._store), self._ledgers(), list(self.reports()))

    def _reports_of(self, asked: Asked) -> set[str]:
        return {kept.id for kept in self.reports() if of_report(asked, kept)}

    def _entity_asked(self, asked: Asked) -> CaseEntity | None:
        """The entity where a person is asked for by its id."""
        if asked.person is None or not ENTITY_ID.fullmatch(asked.person):
            return None
        return entity_called(asked.person, self._comparing().entities)

    def _claims_of(self, entity: CaseEntity) -> set[tuple[str, str]]:
        """The claims that an entity makes, passes on or is named in, under whatever spelling."""
        members = set(entity.members)
        return {
            (report, claim.id)
            for report, ledger in Ledgers(self._store, [report for report, _ in entity.members]).items()
            for claim in ledger.claims
            if any((report, one) in members for one in (*claim.entities, *(s.entity or "" for s in claim.sources)))
        }

    def _figures_found(self, asked: Asked) -> Iterator[FoundFigure]:
        entity = self._entity_asked(asked)
        if entity is None:
            return self._figures(replace(asked, place=None))
        theirs = self._claims_of(entity)
        found = self._figures(replace(asked, place=None, person=None))
        return (row for row in found if (row.report, row.claim) in theirs)

    def _figures(self, asked: Asked) -> Iterator[FoundFigure]:
        return corrected_rows(self._store, lambda store: store.figures(asked))


# ---------------------------------------------------------------- filters
def of_report(asked: Asked, kept: Kept) -> bool:
    day = (kept.published or "")[:10]
    return (
        (asked.report is None or kept.id == asked.report)
        and (asked.outlet is None or folded(kept.outlet or "") == folded(asked.outlet))
        and (asked.since is None or (day != "" and day >= asked.since))
        and (asked.until is None or (day != "" and day <= asked.until))
    )


def goes_by(row: PersonRow, wanted: str | None) -> bool:
    return (
        wanted is None or row.id == wanted.upper() or any(holds_words(name, wanted) for name in (row.name, *row.forms))
    )


def holds_words(text: str, wanted: str | None) -> bool:
    """Whether all words of `wanted` begin words of the text, whatever the case of their letters."""
    if wanted is None:
        return True
    words = [word.strip("“”\"'().,:;") for word in folded(text).split()]
    return all(any(word.startswith(one) for word in words) for one in folded(wanted).split())


def moment_of(when: str) -> datetime:
    found = datetime.fromisoformat(when)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def first(rows: Iterator[Row], limit: int | None) -> Iterator[Row]:
    return islice(rows, limit)
