"""A case as a value to ask: what is in it, how its reports stand to each other, what people decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Self, TypedDict, TypeVar, Unpack

from reportedly.ask import changes as changes_
from reportedly.ask import decisions as deciding
from reportedly.ask.doubts import doubt_rows
from reportedly.ask.figures import figure_rows
from reportedly.ask.names import ENTITY_ID, entity_called, folded
from reportedly.ask.origins import origin_rows
from reportedly.ask.pairs import conflict_rows, copy_rows
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
from reportedly.case import make_case, open_case
from reportedly.compare import compare
from reportedly.compare.findings import MOST, Finding, findings
from reportedly.compare.policies import Policy
from reportedly.comparison import CaseEntity, Comparison, Ref
from reportedly.interfaces import Asked, CaseStore, Decision, FoundClaim, FoundFigure, Kept, Sizes
from reportedly.model import Certainty, Ledger, Measure
from reportedly.pipeline import compare_case, judgements

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
        self._compared: tuple[tuple[object, ...], Comparison, Mapping[str, Ledger]] | None = None

    @classmethod
    def open(cls, path: str | Path, *, make: bool = False) -> Self:
        """Opens the case in a file; with `make` also one that is not there yet."""
        return cls(make_case(path) if make else open_case(path))

    def close(self) -> None:
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---------------------------------------------------------------- what is in it
    def sizes(self) -> Sizes:
        return self._store.sizes()

    def reports(self) -> Iterator[Kept]:
        """In the order in which they were added."""
        return self._store.reports()

    def ledger(self, report: str) -> Ledger:
        """The ledger of a report, with its text, by its id."""
        return self._store.ledger(report)

    def claims(self, *, limit: int | None = None, **filters: Unpack[Filters]) -> Iterator[FoundClaim]:
        """By report, then in the order of the ledger."""
        asked = Asked(**filters)
        entity = self._entity_asked(asked)
        if entity is None:
            yield from self._store.claims(asked, limit=limit)
            return
        theirs = self._claims_of(entity)
        found = (row for row in self._store.claims(replace(asked, person=None)) if (row.report, row.id) in theirs)
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

    # ---------------------------------------------------------------- how it stands together
    def comparison(self) -> Comparison:
        """All reports held against each other, with what people decided of who is who."""
        return self._comparing()[0]

    def findings(self, most: int = MOST) -> tuple[Finding, ...]:
        """The most telling findings in plain sentences."""
        return findings(self.comparison(), whose=self.whose, most=most)

    def whose(self, ref: Ref) -> str | None:
        """The name of the innermost source of a claim, or of the claim that gives a figure; None where nobody is."""
        comparison, ledgers = self._comparing()
        ledger = ledgers[ref.report]
        given = next((figure.claim for figure in ledger.figures if figure.id == ref.figure), None)
        claim = next((claim for claim in ledger.claims if claim.id == (ref.claim or given)), None)
        if claim is None or not claim.sources or claim.sources[-1].kind == "author":
            return None
        member = (ref.report, claim.sources[-1].entity)
        entity = next((entity for entity in comparison.entities if member in entity.members), None)
        return entity.name if entity else claim.sources[-1].name

    def figures(
        self, *, policy: Policy = "none", series: str | None = None, **filters: Unpack[Filters]
    ) -> Iterator[FigureRow]:
        """Every statement of every series, in the order of their days; see `reportedly.compare.policies`."""
        asked = Asked(**filters)
        there = self._store.figures(Asked(place=asked.place)) if asked.place is not None else iter(())
        as_written = {(figure.report, figure.id) for figure in there}  # a series of the case's own country has no place
        for row in figure_rows(self.comparison(), self._figures_found(asked), policy=policy):
            here = (row.report, row.figure) in as_written or holds_words(row.place or "", asked.place)
            if here and (series is None or row.series == series.upper()):
                yield row

    def people(self, *, kinds: tuple[str, ...] | None = None, **filters: Unpack[Filters]) -> Iterator[PersonRow]:
        """Who is who, the most reported first; `kinds` such as ("person", "organisation")."""
        asked, comparison = Asked(**filters), self.comparison()
        reports = self._reports_of(asked)
        members = {entity.id: {report for report, _ in entity.members} for entity in comparison.entities}
        wanted = asked.person or asked.text or asked.place
        for row in person_rows(comparison, deciding.decided_on(self._store, comparison)):
            if (kinds is None or row.kind in kinds) and members[row.id] & reports and goes_by(row, wanted):
                yield row

    def sources(self, **filters: Unpack[Filters]) -> Iterator[SourceRow]:
        """Whose word is passed on, the most quoted first."""
        asked, (comparison, ledgers) = Asked(**filters), self._comparing()
        reports = self._reports_of(asked)
        read = (ledger for report, ledger in ledgers.items() if report in reports)
        entity = self._entity_asked(asked)
        for row in source_rows(comparison, read, deciding.grades(self._store, comparison)):
            if (row.entity == entity.id) if entity else holds_words(row.name, asked.person or asked.text):
                yield row

    def copies(self, **filters: Unpack[Filters]) -> Iterator[CopyRow]:
        """Pairs of reports with a shared origin, of which one at least fits the filters."""
        reports = self._reports_of(Asked(**filters))
        return (row for row in copy_rows(self.comparison()) if row.a in reports or row.b in reports)

    def origins(self, *, least: int = 2, **filters: Unpack[Filters]) -> Iterator[OriginRow]:
        """What at least so many reports tell, and on how many words it rests; 1 for also what one report tells."""
        asked, (comparison, ledgers) = Asked(**filters), self._comparing()
        reports, entity = self._reports_of(asked), self._entity_asked(asked)
        person = entity.name if entity else asked.person
        for row in origin_rows(comparison, ledgers, least=least):
            named = person is None or any(holds_words(name, person) for name in row.origins)
            if named and reports & set(row.report_ids) and holds_words(row.what, asked.text):
                yield row

    def conflicts(self, *, seeming: bool = False, **filters: Unpack[Filters]) -> Iterator[ConflictRow]:
        """Pairs that cannot both be so; with `seeming` also those that only look like it, and why they do not."""
        asked = Asked(**filters)
        reports = self._reports_of(asked)
        for row in conflict_rows(self.comparison(), seeming=seeming):
            here = row.a in reports or row.b in reports
            if here and all(holds_words(row.reason, words) for words in (asked.text, asked.place, asked.person)):
                yield row

    def doubts(self, **filters: Unpack[Filters]) -> Iterator[DoubtRow]:
        """What the machine could not tell and a person can: names, sources, numbers without scope or place."""
        asked, (comparison, ledgers) = Asked(**filters), self._comparing()
        reports = self._reports_of(asked)
        rows = doubt_rows(
            comparison,
            ledgers.values(),
            lost=deciding.lost(self._store),
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
        _, ledgers = self._comparing()
        moment = moment_of(since)
        new = [kept for kept in self.reports() if moment_of(kept.read) >= moment]
        fresh = {kept.id for kept in new if moment_of(kept.added) >= moment}
        before = compare((one for report, one in ledgers.items() if report not in fresh), judgements(self._store))
        decided = [one for one in self._store.decisions(undone=True) if moment_of(one.at) >= moment]
        return changes_.change_rows(self.comparison(), before, new=new, decided=decided)

    # ---------------------------------------------------------------- what people decide
    def merge(self, a: str, b: str, *, who: str) -> Decision:
        """Takes two persons, bodies or places for one: by id, by name, or by NAME@REPORT for the one in that report."""
        return deciding.merge(self._store, self._cast(), a, b, who=who, at=self._now())

    def split(self, a: str, b: str, *, who: str) -> Decision:
        """Keeps two apart that were taken for one, or that may be."""
        return deciding.split(self._store, self._cast(), a, b, who=who, at=self._now())

    def grade(self, source: str, letter: str, *, who: str) -> Decision:
        """Says how far a source is trusted: A reliable … E unreliable, F cannot be judged (the Admiralty code)."""
        names = [*(row.name for row in self.sources()), *(kept.outlet for kept in self.reports() if kept.outlet)]
        return deciding.grade(self._store, self._cast(), names, source, letter, who=who, at=self._now())

    def note(self, subject: str, text: str, *, who: str) -> Decision:
        """Keeps a note on a report, a claim or figure of one (REPORT:c3), a series (S4), a person, body or place."""
        return deciding.note(self._store, self._cast(), self.comparison(), subject, text, who=who, at=self._now())

    def undo(self, decision: int, *, who: str) -> Decision:
        """Undoes a decision; undoing the undoing puts it in force again."""
        return deciding.undo(self._store, decision, who=who, at=self._now())

    def decisions(self, *, undone: bool = False) -> Iterator[DecisionRow]:
        """In the order in which they were made; with `undone` also those undone, and the undoing."""
        return deciding.decision_rows(self._store.decisions(undone=undone))

    # ---------------------------------------------------------------- inside
    def _comparing(self) -> tuple[Comparison, Mapping[str, Ledger]]:
        decided = tuple(decision.id for decision in self._store.decisions())
        state = (self._store.revision(), self._store.sizes().reports, decided)
        if self._compared is None or self._compared[0] != state:
            ledgers = {ledger.report.id: ledger for ledger in self._store.ledgers()}
            self._compared = (state, compare_case(self._store), ledgers)
        return self._compared[1], self._compared[2]

    def _cast(self) -> deciding.Cast:
        comparison, ledgers = self._comparing()
        return deciding.Cast(comparison, ledgers.values(), list(self.reports()))

    def _reports_of(self, asked: Asked) -> set[str]:
        return {kept.id for kept in self.reports() if of_report(asked, kept)}

    def _entity_asked(self, asked: Asked) -> CaseEntity | None:
        """The entity where a person is asked for by its id."""
        if asked.person is None or not ENTITY_ID.fullmatch(asked.person):
            return None
        return entity_called(asked.person, self.comparison().entities)

    def _claims_of(self, entity: CaseEntity) -> set[tuple[str, str]]:
        """The claims that an entity makes, passes on or is named in, under whatever spelling."""
        _, ledgers = self._comparing()
        members = set(entity.members)
        return {
            (report, claim.id)
            for report, ledger in ledgers.items()
            for claim in ledger.claims
            if any((report, one) in members for one in (*claim.entities, *(s.entity or "" for s in claim.sources)))
        }

    def _figures_found(self, asked: Asked) -> Iterator[FoundFigure]:
        entity = self._entity_asked(asked)
        if entity is None:
            return self._store.figures(replace(asked, place=None))
        theirs = self._claims_of(entity)
        found = self._store.figures(replace(asked, place=None, person=None))
        return (row for row in found if (row.report, row.claim) in theirs)


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
