"""A case that is kept in memory and gone when it is closed: for a handful of reports, and to try things out."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice

from reportedly.case.check import spans_outside
from reportedly.case.ledger_json import packed, unpacked
from reportedly.case.rows import address_of, day_of, moment_of, number
from reportedly.case.rules import UNDO, as_posting, refuse_unless_of
from reportedly.case.words import around, first_place, holds_all, key_of, phrases, plain, plain_or_none
from reportedly.interfaces import (
    Asked,
    CaseError,
    Damage,
    Decision,
    FoundClaim,
    FoundFigure,
    FoundReport,
    Json,
    Kept,
    Key,
    NotInCase,
    Posting,
    Sighting,
    Sizes,
)
from reportedly.model import Claim, Figure, Ledger


@dataclass(slots=True)
class Shelf:
    """Everything in the case; its values are never changed in place, so that a shallow copy can be gone back to."""

    kept: dict[str, Kept] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)
    sightings: dict[str, tuple[Sighting, ...]] = field(default_factory=dict)
    keys: dict[tuple[str, str], tuple[tuple[Key, int], ...]] = field(default_factory=dict)  # (kind, report)
    results: dict[tuple[str, str | None], Json] = field(default_factory=dict)  # (kind, report)
    pairs: dict[tuple[str, str, str], Json] = field(default_factory=dict)  # (kind, a, b)
    decisions: tuple[Decision, ...] = ()
    revision: int = 0

    def copied(self) -> Shelf:
        return Shelf(**{name: copy.copy(getattr(self, name)) for name in self.__slots__})


class MemoryStore:
    """See `CaseStore` for what each method promises."""

    def __init__(self) -> None:
        self._shelf = Shelf()
        self._together = False

    # ------------------------------------------------------------ reports and their ledgers
    def keep(
        self, ledger: Ledger, *, raw: bytes, reader: str, at: str, known: Json = None, again: bool = False
    ) -> bool:
        report, shelf = ledger.report, self._shelf
        refuse_unless_of(report, raw)
        before = shelf.kept.get(report.id)
        if before and not again:
            return False
        shelf.kept[report.id] = Kept(
            number=before.number if before else len(shelf.kept) + 1,
            id=report.id,
            where=plain(report.where),
            outlet=plain_or_none(report.outlet),
            title=plain_or_none(report.title),
            url=plain_or_none(report.url),
            published=plain_or_none(report.published),
            language=plain_or_none(report.language),
            added=before.added if before else at,
            read=at,
            generator=plain(ledger.generator),
            reader=reader,
            claims=len(ledger.claims),
            figures=len(ledger.figures),
        )
        shelf.ledgers[report.id] = unpacked(packed(ledger), report.text)  # as another store would give it back
        shelf.raw[report.id] = raw
        shelf.revision += 1
        if before:
            self._take_out(report.id)
        self.saw(report.id, where=report.where, known=known, at=at)
        return True

    def _take_out(self, report: str) -> None:
        shelf = self._shelf
        shelf.keys = {key: value for key, value in shelf.keys.items() if key[1] != report}
        shelf.results = {key: value for key, value in shelf.results.items() if key[1] != report}
        shelf.pairs = {key: value for key, value in shelf.pairs.items() if report not in key[1:]}

    def kept(self, report: str) -> Kept | None:
        return self._shelf.kept.get(report)

    def reports(self) -> Iterator[Kept]:
        return iter(tuple(self._shelf.kept.values()))

    def ledgers(self) -> Iterator[Ledger]:
        return (self.ledger(kept.id) for kept in self.reports())

    def ledger(self, report: str) -> Ledger:
        self._must_have(report)
        return self._shelf.ledgers[report]

    def raw(self, report: str) -> bytes:
        self._must_have(report)
        return self._shelf.raw[report]

    def saw(self, report: str, *, where: str, known: Json, at: str) -> bool:
        self._must_have(report)
        before = {one.where: one for one in self._shelf.sightings.get(report, ())}
        if plain(where) in before and before[plain(where)].known == known:
            return False
        before[plain(where)] = Sighting(where=plain(where), at=at, known=copy.deepcopy(known))
        self._shelf.sightings[report] = tuple(before.values())
        return True

    def seen(self, report: str) -> tuple[Sighting, ...]:
        self._must_have(report)
        return self._shelf.sightings[report]

    def versions(self, report: str) -> tuple[Kept, ...]:
        self._must_have(report)
        address = address_of(self._shelf.kept[report].url)
        same = [kept for kept in self.reports() if kept.id == report or (address and address_of(kept.url) == address)]
        return tuple(sorted(same, key=lambda kept: (moment_of(kept.published) or kept.added, kept.number)))

    def revision(self) -> int:
        return self._shelf.revision

    # ------------------------------------------------------------ what machines made of them
    def index(self, report: str, kind: str, keys: Iterable[tuple[Key, int]]) -> None:
        self._must_have(report)
        self._shelf.keys[kind, report] = tuple(as_posting(key, position) for key, position in keys)

    def indexed(self, report: str, kind: str) -> tuple[tuple[Key, int], ...] | None:
        self._must_have(report)
        return self._shelf.keys.get((kind, report))

    def lookup(self, kind: str, keys: Iterable[Key], *, common: int | None = None) -> Iterator[Posting]:
        for key in keys:
            found = [
                Posting(kept.id, key, position)
                for kept in self.reports()
                for position in sorted({at for there, at in self._shelf.keys.get((kind, kept.id), ()) if there == key})
            ]
            if common is None or len(found) <= common:
                yield from found

    def remember(self, kind: str, report: str | None, value: Json) -> None:
        if report is not None:
            self._must_have(report)
        self._shelf.results[kind, report] = copy.deepcopy(value)

    def recall(self, kind: str, report: str | None) -> Json:
        if report is not None:
            self._must_have(report)
        return copy.deepcopy(self._shelf.results.get((kind, report)))

    def recalled(self, kind: str) -> Iterator[tuple[str, Json]]:
        for kept in self.reports():
            if (kind, kept.id) in self._shelf.results:
                yield kept.id, self.recall(kind, kept.id)

    def missing(self, kind: str) -> Iterator[str]:
        return (kept.id for kept in self.reports() if (kind, kept.id) not in self._shelf.results)

    def remember_pair(self, kind: str, a: str, b: str, value: Json) -> None:
        self._must_have(a)
        self._must_have(b)
        self._shelf.pairs[kind, a, b] = copy.deepcopy(value)

    def pairs(self, kind: str, report: str | None = None) -> Iterator[tuple[str, str, Json]]:
        if report is not None:
            self._must_have(report)
        found = [
            (self._shelf.kept[a].number, self._shelf.kept[b].number, a, b)
            for one, a, b in self._shelf.pairs
            if one == kind and report in {None, a, b}
        ]
        return ((a, b, copy.deepcopy(self._shelf.pairs[kind, a, b])) for _, _, a, b in sorted(found))

    def forget(self, kind: str) -> None:
        shelf = self._shelf
        shelf.keys = {key: value for key, value in shelf.keys.items() if key[0] != kind}
        shelf.results = {key: value for key, value in shelf.results.items() if key[0] != kind}
        shelf.pairs = {key: value for key, value in shelf.pairs.items() if key[0] != kind}

    # ------------------------------------------------------------ what people decided
    def decide(self, kind: str, subject: Json, value: Json, *, who: str, at: str) -> Decision:
        decision = Decision(
            id=len(self._shelf.decisions) + 1,
            at=plain(at),
            who=plain(who),
            kind=plain(kind),
            subject=copy.deepcopy(subject),
            value=copy.deepcopy(value),
        )
        self._shelf.decisions += (decision,)
        return decision

    def undo(self, decision: int, *, who: str, at: str) -> Decision:
        if not 1 <= decision <= len(self._shelf.decisions):
            raise CaseError(f"there is no decision {decision} in this case")
        undone = self._shelf.decisions[decision - 1]
        if undone.undone_by is not None:
            raise CaseError(f"decision {decision} is undone already, by decision {undone.undone_by}")
        done = self.decide(UNDO, {"decision": decision}, None, who=who, at=at)
        self._shelf.decisions = tuple(
            replace(one, undone_by=done.id)
            if one.id == decision
            else replace(one, undone_by=None)
            if undone.kind == UNDO and one.undone_by == decision
            else one
            for one in self._shelf.decisions
        )
        return done

    def decisions(self, kind: str | None = None, *, undone: bool = False) -> tuple[Decision, ...]:
        return tuple(
            decision
            for decision in self._shelf.decisions
            if kind in {None, decision.kind} and (undone or (decision.undone_by is None and decision.kind != UNDO))
        )

    # ------------------------------------------------------------ questions
    def claims(self, asked: Asked, *, limit: int | None = None) -> Iterator[FoundClaim]:
        return islice((found_claim(ledger, claim) for ledger, claim in self._claims_asked_for(asked)), limit)

    def _claims_asked_for(self, asked: Asked) -> Iterator[tuple[Ledger, Claim]]:
        for ledger in self.ledgers():
            if is_asked_for(ledger, asked):
                for claim in ledger.claims:
                    places = names_about(ledger, claim, places=True)
                    if meets(ledger, claim, asked) and (asked.place is None or any_holds(places, asked.place)):
                        yield ledger, claim

    def figures(self, asked: Asked, *, limit: int | None = None) -> Iterator[FoundFigure]:
        return islice(self._figures_asked_for(asked), limit)

    def _figures_asked_for(self, asked: Asked) -> Iterator[FoundFigure]:
        of_claims = (asked.certainty, asked.text, asked.person) != (None, None, None)
        for ledger in self.ledgers():
            claims = {claim.id: claim for claim in ledger.claims}
            for figure in ledger.figures if is_asked_for(ledger, asked) else ():
                claim = claims.get(figure.claim or "")
                places = [figure.place.name] if figure.place else []
                if (
                    asked.measure in {None, figure.measure}
                    and (asked.place is None or any_holds(places, asked.place))
                    and (not of_claims or (claim is not None and meets(ledger, claim, asked)))
                ):
                    yield found_figure(ledger, figure, claim)

    def search(self, words: str, *, limit: int | None = None) -> Iterator[FoundReport]:
        return islice(self._found(words), limit)

    def _found(self, words: str) -> Iterator[FoundReport]:
        wanted = phrases(words)
        for ledger in self.ledgers():
            report = ledger.report
            fields = [report.title or "", report.outlet or "", report.text]
            if wanted and all(any(holds_all(one, [phrase]) for one in fields) for phrase in wanted):
                span = first_place(plain(report.text), wanted)
                yield FoundReport(
                    report=self._shelf.kept[report.id], span=span, around=around(plain(report.text), span)
                )

    def sizes(self) -> Sizes:
        ledgers = self._shelf.ledgers.values()
        return Sizes(
            reports=len(ledgers),
            claims=sum(len(ledger.claims) for ledger in ledgers),
            figures=sum(len(ledger.figures) for ledger in ledgers),
            decisions=len(self.decisions()),
        )

    # ------------------------------------------------------------ the whole
    @contextmanager
    def together(self) -> Iterator[None]:
        if self._together:
            yield
            return
        before, self._together = self._shelf.copied(), True
        try:
            yield
        except BaseException:
            self._shelf = before
            raise
        finally:
            self._together = False

    def damage(self) -> Iterator[Damage]:
        for report, raw in self._shelf.raw.items():
            if report != "sha256:" + hashlib.sha256(raw).hexdigest():
                yield Damage(kind="bytes", report=report, message="its raw bytes are not those that were added")
            for message in spans_outside(self._shelf.ledgers[report]):
                yield Damage(kind="span", report=report, message=message)

    def close(self) -> None:
        """Nothing is open."""

    def _must_have(self, report: str) -> None:
        if report not in self._shelf.kept:
            raise NotInCase(f"{report} is not in the case; add it first")


# ---------------------------------------------------------------- what is asked for
def is_asked_for(ledger: Ledger, asked: Asked) -> bool:
    report = ledger.report
    day = day_of(report.published)
    return (
        asked.report in {None, report.id}
        and (asked.outlet is None or key_of(report.outlet or "") == key_of(asked.outlet))
        and (asked.since is None or (day is not None and day >= asked.since))
        and (asked.until is None or (day is not None and day <= asked.until))
    )


def meets(ledger: Ledger, claim: Claim, asked: Asked) -> bool:
    return (
        asked.certainty in {None, claim.certainty}
        and (asked.text is None or holds_all(ledger.words(claim.spans), phrases(asked.text)))
        and (asked.person is None or any_holds([*ledger.chain(claim), *names_about(ledger, claim)], asked.person))
    )


def names_about(ledger: Ledger, claim: Claim, *, places: bool = False) -> list[str]:
    about = [entity for entity in ledger.entities if entity.id in claim.entities]
    return [entity.name for entity in about if entity.kind == "place" or not places]


def any_holds(names: Iterable[str], words: str) -> bool:
    return any(holds_all(name, phrases(words)) for name in names)


def found_claim(ledger: Ledger, claim: Claim) -> FoundClaim:
    report = ledger.report
    return FoundClaim(
        report=report.id,
        id=plain(claim.id),
        where=plain(report.where),
        outlet=plain_or_none(report.outlet),
        published=plain_or_none(report.published),
        words=plain(ledger.words(claim.spans)),
        start=min((span.start for span in claim.spans), default=0),
        end=max((span.end for span in claim.spans), default=0),
        chain=tuple(map(plain, ledger.chain(claim))),
        certainty=claim.certainty,
        polarity=claim.polarity,
        asserted_by=claim.asserted_by,
    )


def found_figure(ledger: Ledger, figure: Figure, claim: Claim | None) -> FoundFigure:
    report = ledger.report
    return FoundFigure(
        report=report.id,
        id=plain(figure.id),
        where=plain(report.where),
        outlet=plain_or_none(report.outlet),
        published=plain_or_none(report.published),
        words=plain(ledger.words((figure.span,))),
        start=figure.span.start,
        end=figure.span.end,
        low=number(figure.low),
        best=number(figure.best),
        high=number(figure.high),
        vague=plain_or_none(figure.vague),
        measure=figure.measure,
        of=plain_or_none(figure.of),
        place=plain(figure.place.name) if figure.place else None,
        as_of=figure.as_of,
        claim=plain(claim.id) if claim else None,
        chain=tuple(map(plain, ledger.chain(claim))) if claim else (),
    )
