"""What a claim rests on in the whole case: how many reports and origins carry it, and what stands against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from reportedly.compare.in_words import number_of, takes_it_back, value
from reportedly.comparison import Assertion, Ref, Series, Statement
from reportedly.export import wording
from reportedly.interfaces import Kept
from reportedly.model import Claim, Figure, Ledger
from reportedly.web import addresses
from reportedly.web.drawing import report_name
from reportedly.web.marked import Linked, quoted
from reportedly.web.standing import Standing

TAKEN_BACK = ("retracted", "repeated_after_retraction")
Stands = Literal["against", "apart"]  # "apart": looks like a contradiction and is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """One thing that a claim tells, and how many tell it: "12 reports, 2 origins"."""

    kind: Literal["assertion", "figure"]
    what: str  # "164 people killed in Almaty"
    words: str
    reports: int
    independent: int  # of these, how many are no copy of another
    origins: tuple[str, ...]  # named originators
    status: str | None  # what became of it, in words; None where it stands
    taken_back: bool  # whether that is a withdrawal
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A place in a report that stands against a claim, or beside it."""

    stands: Stands
    kind: str
    reason: str
    who: str  # outlet or report
    published: str | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Also:
    """Another report that tells of the same."""

    who: str
    published: str | None
    address: str


class Resting:
    """Looks up what claims rest on; one of them serves a page, so that nothing is counted twice."""

    def __init__(self, standing: Standing) -> None:
        self._standing, self._compared = standing, standing.compared
        self._figures: dict[tuple[str, str, str | None], Rest] = {}
        self._by_value: dict[str, dict[str, list[Statement]]] = {}

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(origin.name for origin in self._standing.comparison.origins)

    # ------------------------------------------------------------ how many tell it
    def of_claim(self, report: str, claim: str, figures: Iterable[Figure]) -> Iterator[Rest]:
        """The figures that the claim gives, then what it says in words."""
        for figure in figures:
            known = self._compared.stated.get((report, figure.id))
            if known is not None:
                yield self.of_figure(*known)
        assertion = self._compared.assertion_of.get((report, claim))
        if assertion is not None:
            yield self.of_assertion(assertion, report, claim)

    def of_figure(self, series: Series, statement: Statement) -> Rest:
        key = (series.id, value(statement), fate(statement))
        if key not in self._figures:
            self._figures[key] = self._of_figure(series, statement)
        return self._figures[key]

    def _of_figure(self, series: Series, statement: Statement) -> Rest:
        same = self.telling_the_same(series, statement)
        reports = {one.report for one in same} | {statement.report}
        origins = tuple(dict.fromkeys(one.originator for one in same if one.originator))
        first = series.statements[0]
        return Rest(
            kind="figure",
            what=self._compared.told(series, statement),
            words=self.counted(reports, origins),
            reports=len(reports),
            independent=self.independent(reports),
            origins=origins,
            status=fate(statement),
            taken_back=statement.status in TAKEN_BACK,
            address=addresses.series_at(self._standing.shelf.by_id[first.report], first.figure),
        )

    def of_assertion(self, assertion: Assertion, report: str, claim: str) -> Rest:
        reports = {ref.report for ref in assertion.claims}
        voices = dict.fromkeys((*assertion.said_by, *assertion.hedged_by))
        origins = tuple(name for name in voices if name in self._named)
        return Rest(
            kind="assertion",
            what=assertion.words,
            words=self.counted(reports, origins),
            reports=len(reports),
            independent=self.independent(reports),
            origins=origins,
            status=f"denied by {', '.join(assertion.denied_by)}" if assertion.denied_by else None,
            taken_back=False,
            address=addresses.claim_at(self._standing.shelf.by_id[report], claim),
        )

    def telling_the_same(self, series: Series, statement: Statement) -> list[Statement]:
        """The statements of a series that give one number, those that only take it back left out."""
        if series.id not in self._by_value:
            grouped: dict[str, list[Statement]] = defaultdict(list)
            for one in series.statements:
                if not takes_it_back(one):
                    grouped[value(one)].append(one)
            self._by_value[series.id] = grouped
        return self._by_value[series.id].get(value(statement), [])

    def independent(self, reports: Iterable[str]) -> int:
        """How many of the reports go back to different ones."""
        folds = self._compared.folds
        return len({folds.get(report, report) for report in reports})

    def counted(self, reports: set[str], origins: tuple[str, ...]) -> str:
        """ "12 reports (9 without copies), 2 origins"."""
        independent = self.independent(reports)
        folded = f" ({independent} without copies)" if independent < len(reports) else ""
        named = number_of(len(origins), "origin") if origins else "nobody named"
        return f"{number_of(len(reports), 'report')}{folded}, {named}"

    # ------------------------------------------------------------ what stands against it
    def others(self, report: str, claim_of: Mapping[str, str | None]) -> Mapping[str, tuple[Other, ...]]:
        """By claim of a report; `claim_of` tells the claim that gives a figure.  What is alike is told once."""
        found: dict[str, dict[tuple[str, str, str], Other]] = defaultdict(dict)
        compared = self._compared
        for stands, some in (("against", compared.conflicts_of), ("apart", compared.seeming_of)):
            for one in some.get(report, ()):
                for mine, theirs in ((one.a, one.b), (one.b, one.a)):
                    claim = mine.claim or claim_of.get(mine.figure or "")
                    if mine.report == report and claim is not None:
                        other = self._other(stands, one.kind, one.reason, theirs)  # type: ignore[arg-type]
                        found[claim].setdefault((stands, one.kind, theirs.report), other)
        return {claim: tuple(some.values()) for claim, some in found.items()}

    def _other(self, stands: Stands, kind: str, reason: str, theirs: Ref) -> Other:
        kept = self._standing.shelf.by_id[theirs.report]
        return Other(
            stands=stands,
            kind=kind,
            reason=reason,
            who=named(kept),
            published=kept.published,
            address=addresses.report_at(kept, theirs.figure or theirs.claim),
        )

    def also(self, report: str, claim: str) -> tuple[Also, ...]:
        """Where else the same is claimed, in the order of publication, one place a report."""
        assertion = self._compared.assertion_of.get((report, claim))
        places: dict[str, Also] = {}
        for ref in assertion.claims if assertion else ():
            kept = self._standing.shelf.by_id[ref.report]
            if ref.report != report and ref.claim:
                there = Also(who=named(kept), published=kept.published, address=addresses.report_at(kept, ref.claim))
                places.setdefault(ref.report, there)
        return tuple(places.values())


def named(kept: Kept) -> str:
    return kept.outlet or report_name(kept)


def fate(statement: Statement) -> str | None:
    """What became of a figure; None where it stands."""
    if takes_it_back(statement):
        return "given here only to be withdrawn"
    if statement.status == "retracted":
        return f"withdrawn by {statement.withdrawn_by}" if statement.withdrawn_by else "withdrawn since"
    if statement.status == "repeated_after_retraction":
        return "repeated here after it was withdrawn"
    return "superseded by a later count" if statement.status == "superseded" else None


# ---------------------------------------------------------------- on whose word
@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One source of a chain as it is shown."""

    name: str
    kind: str  # in words: "news agency"
    cue: str  # the words by which it is said to say it, in quotation marks
    position: str | None  # how far it stands behind the claim, where that needs words: "denies it"
    address: str | None  # of its card


def chain_links(ledger: Ledger, claim: Claim, standing: Standing) -> tuple[ChainLink, ...]:
    """Outermost first; of a claim without sources one link, for the author or for whoever could not be found."""
    if not claim.sources:
        kind = "" if wording.is_authorial(claim) else "an attribution without a source that could be told"
        return (
            ChainLink(name=wording.chain(claim), kind=kind, cue=quoted(ledger, claim.cue), position=None, address=None),
        )
    return tuple(
        ChainLink(
            name=wording.who(source),
            kind=wording.KINDS[source.kind],
            cue=quoted(ledger, source.cue),
            position=wording.POSITIONS.get(claim.asserted_by[n]) if n < len(claim.asserted_by) else None,
            address=card_of(ledger.report.id, source.entity, standing),
        )
        for n, source in enumerate(claim.sources)
    )


def card_of(report: str, entity: str | None, standing: Standing) -> str | None:
    """The address of the card of whoever an entity of a report is; None where the comparison does not know it."""
    known = standing.compared.entity_of.get((report, entity or ""))
    if known is None:
        return None
    first, name = known.members[0]
    return addresses.name_at(standing.shelf.by_id[first], name)


def linked_from(ledger: Ledger, standing: Standing) -> Linked:
    """Where figures and names of a report lead: to their series, and to the cards of who is meant."""
    report, figures = ledger.report.id, {}
    for figure in ledger.figures:
        known = standing.compared.stated.get((report, figure.id))
        if known is not None:
            first = known[0].statements[0]
            figures[figure.id] = addresses.series_at(standing.shelf.by_id[first.report], first.figure)
    cards = ((entity.id, card_of(report, entity.id, standing)) for entity in ledger.entities)
    return Linked(figures=figures, entities={entity: card for entity, card in cards if card})
