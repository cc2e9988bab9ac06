"""The hypotheses of a case and what was tied to them: written, reworded, dropped, tied; each as a decision.

A tie names its claim or figure as corrections do, by report, words and chain: it holds when the report is read again,
and follows a claim that somebody puts right.  A tie to what was rejected, or is gone, comes back as loose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, Self

from reportedly.ask.correcting import corrections_on, figure_in_words, named, worded
from reportedly.ask.decisions import NotDone, grades
from reportedly.ask.hypotheses import (
    DROPPED,
    HYPOTHESIS,
    LEVELS,
    RATINGS,
    REWORDED,
    TIE,
    UNNAMED,
    WRITTEN,
    Evidence,
    Hypothesis,
    Level,
    Loose,
    Matrix,
    OriginOf,
    Rating,
    Tie,
    Whose,
    called,
    matrix,
)
from reportedly.ask.names import NoSuchName, by_member, folded
from reportedly.case.corrections import Corrected, claim_subject, figure_subject
from reportedly.compare.copies import originals
from reportedly.compare.statements import Entities, originator
from reportedly.comparison import Comparison, Statement
from reportedly.interfaces import CaseStore, Decision, Json, NotInCase
from reportedly.model import Claim

MOST = 20  # hypotheses; a matrix of more is read by nobody


# ---------------------------------------------------------------- what is in the case
def hypotheses_in(store: CaseStore) -> list[Hypothesis]:
    """Those written and not dropped, in the order of writing, as last worded."""
    found: dict[str, Hypothesis] = {}
    for one in store.decisions(HYPOTHESIS):
        id_, what = one.subject["hypothesis"], one.value["what"]
        if what == WRITTEN or (what == REWORDED and id_ in found):
            found[id_] = Hypothesis(id=id_, title=one.value["title"], who=one.who, at=one.at, decision=one.id)
        elif what == DROPPED:
            found.pop(id_, None)
    return list(found.values())


def hypothesis_called(store: CaseStore, id_: str) -> Hypothesis:
    known = hypotheses_in(store)
    for one in known:
        if one.id == id_.upper():
            return one
    there = f"there are {', '.join(one.id for one in known)}" if known else "none is written yet"
    raise NoSuchName(f"there is no hypothesis {id_}; {there}")


def matrix_of(store: CaseStore, comparison: Comparison) -> Matrix:
    """The hypotheses of a case with all that was tied to them, as it is told and graded now."""
    hypotheses = hypotheses_in(store)
    there = {one.id for one in hypotheses}
    found = Found.of(store, comparison)
    loose: list[Loose] = []
    evidence: dict[tuple[str, str], Evidence] = {}
    for one in last_ties(store):
        if one.hypothesis not in there:
            continue
        tied = found.there(one)
        if tied is None:
            why = f"{one.subject['where']} no longer says so, or it was rejected"
            loose.append(Loose(decision=one.decision.id, hypothesis=one.hypothesis, who=one.decision.who, why=why))
            continue
        before = evidence.get((tied.report, tied.part), tied)
        evidence[tied.report, tied.part] = replace(before, ties=(*before.ties, one.tie))
    made = matrix(hypotheses, evidence.values(), grades=grades(store, comparison), folds=found.folds)
    return replace(made, loose=tuple(loose))


def evidence_at(store: CaseStore, comparison: Comparison, report: str, part: str) -> Evidence:
    """A claim or figure tied to nothing yet; raises `NoSuchName` where it is not there, or was rejected."""
    found = Found.of(store, comparison)
    one = found.of_part(report, part)
    if one is None:
        raise no_such_part(found.laid(report), part)
    return one


class KeptTie(NamedTuple):
    """A tie as a decision keeps it."""

    decision: Decision
    hypothesis: str
    subject: Mapping[str, Json]

    @property
    def tie(self) -> Tie:
        one = self.decision
        rating, relevance = one.value["rating"], one.value["relevance"]
        return Tie(
            decision=one.id, hypothesis=self.hypothesis, rating=rating, relevance=relevance, who=one.who, at=one.at
        )


def last_ties(store: CaseStore) -> list[KeptTie]:
    """For each claim or figure and hypothesis the last that was said, where that was no untying."""
    found: dict[str, KeptTie] = {}
    for one in store.decisions(TIE):
        subject = one.subject
        words = subject.get("spans") or subject.get("span")
        key = repr((subject["hypothesis"], subject["report"], words, subject.get("sources")))
        found.pop(key, None)
        if one.value["rating"] is not None:
            found[key] = KeptTie(one, subject["hypothesis"], subject)
    return list(found.values())


@dataclass
class Found:
    """Claims and figures of the case found again, and whose word they are; reads each report once."""

    store: CaseStore
    comparison: Comparison
    folds: Mapping[str, str]
    _laid: dict[str, Corrected] = field(default_factory=dict)

    @classmethod
    def of(cls, store: CaseStore, comparison: Comparison) -> Self:
        return cls(store, comparison, originals(comparison.copies, (told.id for told in comparison.reports)))

    @cached_property
    def _entities(self) -> Entities:
        return by_member(self.comparison.entities)

    @cached_property
    def _stated(self) -> Mapping[tuple[str, str], Statement]:
        return {(one.report, one.figure): one for series in self.comparison.series for one in series.statements}

    @cached_property
    def _outlets(self) -> Mapping[str, str]:
        """The entity that an outlet is, by its folded name: it is quoted in some reports and speaks in others."""
        bodies = [one for one in self.comparison.entities if one.kind in ("outlet", "organisation")]
        return {folded(form): one.id for one in reversed(bodies) for form in (one.name, *one.forms)}

    def laid(self, report: str) -> Corrected:
        if report not in self._laid:
            self._laid[report] = corrections_on(self.store, report)
        return self._laid[report]

    def there(self, tied: KeptTie) -> Evidence | None:
        """What a tie is about, as it stands now; None where it is gone, or its report is not in the case."""
        subject = tied.subject
        try:
            laid = self.laid(subject["report"])
        except NotInCase:
            return None
        if "span" in subject:
            figure = laid.figure_meant(subject)
            return self.of_part(subject["report"], figure.id) if figure else None
        claim = laid.claim_meant(subject)
        return self.of_part(subject["report"], claim.id) if claim else None

    def of_part(self, report: str, part: str) -> Evidence | None:
        """A claim or figure by its id, tied to nothing yet."""
        ledger = self.laid(report).ledger
        claims = {claim.id: claim for claim in ledger.claims}
        figure = next((one for one in ledger.figures if one.id == part), None)
        claim = claims.get(part) if figure is None else claims.get(figure.claim or "")
        if figure is None and claim is None:
            return None
        words = figure_in_words(figure) if figure else ledger.words(claim.spans if claim else ())
        return Evidence(
            report=report,
            part=part,
            words=" ".join(words.split()),
            chain=ledger.chain(claim) if claim else (),
            denied=claim is not None and claim.polarity == "negative",
            origin=self.origin(report, claim, self._stated.get((report, part))),
            ties=(),
        )

    def origin(self, report: str, claim: Claim | None, statement: Statement | None) -> OriginOf:
        """The innermost named source; of what the author says himself, the outlet that first had it."""
        if statement is not None and statement.originator is not None:
            name, entity = statement.originator, statement.originator_entity
            return OriginOf(entity or folded(name), name, "named")
        sources = claim.sources if claim else ()
        found, entity = originator(report, sources, self._entities)
        if found is not None:
            return OriginOf(entity or folded(found), found, "named")
        kind = sources[-1].kind if sources else "author"
        if kind in ("anonymous", "rumour"):
            whose: Whose = "anonymous" if kind == "anonymous" else "rumour"
            return OriginOf(whose, UNNAMED[whose], whose)
        outlet = self._outlet(report)
        if outlet is None or (claim is not None and not sources and claim.mode != "authorial"):
            return OriginOf("nobody", UNNAMED["nobody"], "nobody")
        return OriginOf(self._outlets.get(folded(outlet), folded(outlet)), outlet, "own voice")

    def _outlet(self, report: str) -> str | None:
        kept = self.store.kept(self.folds.get(report, report)) or self.store.kept(report)
        return kept.outlet if kept else None


# ---------------------------------------------------------------- deciding
def write(store: CaseStore, title: str, *, who: str, at: str) -> Decision:
    known = hypotheses_in(store)
    if len(known) >= MOST:
        raise NotDone(f"there are {MOST} hypotheses already; drop one, nobody reads a matrix of more")
    told = titled(title, known)
    numbers = [int(one.subject["hypothesis"][1:]) for one in store.decisions(HYPOTHESIS, undone=True)]
    subject = {"hypothesis": f"H{1 + max(numbers, default=0)}"}
    return store.decide(HYPOTHESIS, subject, {"what": WRITTEN, "title": told}, who=named(who), at=at)


def reword(store: CaseStore, id_: str, title: str, *, who: str, at: str) -> Decision:
    """Says a hypothesis better; what is tied to it stays, so one that means something else is better written anew."""
    before = hypothesis_called(store, id_)
    told = titled(title, hypotheses_in(store))
    value = {"what": REWORDED, "title": told}
    return store.decide(HYPOTHESIS, {"hypothesis": before.id}, value, who=named(who), at=at)


def drop(store: CaseStore, id_: str, *, who: str, at: str) -> Decision:
    """Takes a hypothesis out of the matrix; undoing it brings it back with its ties."""
    before = hypothesis_called(store, id_)
    value = {"what": DROPPED, "title": before.title}
    return store.decide(HYPOTHESIS, {"hypothesis": before.id}, value, who=named(who), at=at)


def tie(
    store: CaseStore,
    report: str,
    part: str,
    hypothesis: str,
    rating: Rating | None,
    relevance: Level = "medium",
    *,
    who: str,
    at: str,
) -> Decision:
    """Says what a claim or figure of a report does to a hypothesis; None for `rating` unties it."""
    meant = hypothesis_called(store, hypothesis)
    if rating is not None and rating not in RATINGS:
        raise NotDone(f"“{rating}” is no rating; there are {', '.join(RATINGS)}")
    if relevance not in LEVELS:
        raise NotDone(f"“{relevance}” is no relevance; there are {', '.join(LEVELS)}")
    subject = {"hypothesis": meant.id, **part_subject(corrections_on(store, report), part)}
    key = {name: subject.get(name) for name in ("hypothesis", "report", "spans", "span", "sources")}
    same = (one for one in last_ties(store) if {name: one.subject.get(name) for name in key} == key)
    before = next((one.tie for one in same), None)
    if before is None and rating is None:
        raise NotDone(f"{part} is not tied to {called(meant)}")
    if before is not None and (before.rating, before.relevance) == (rating, relevance):
        raise NotDone(f"{before.who} rated it so already, by decision {before.decision}")
    value = {"rating": rating, "relevance": relevance, "title": meant.title}
    return store.decide(TIE, subject, value, who=named(who), at=at)


def part_subject(laid: Corrected, part: str) -> dict[str, Json]:
    claim, figure = laid.claim_read(part), laid.figure_read(part)
    if part in {one.id for one in laid.ledger.claims} and claim is not None:
        return claim_subject(laid.read, claim)
    if part in {one.id for one in laid.ledger.figures} and figure is not None:
        return figure_subject(laid.read, figure)
    raise no_such_part(laid, part)


def no_such_part(laid: Corrected, part: str) -> NoSuchName:
    gone = "was rejected" if laid.claim_read(part) or laid.figure_read(part) else "is not there"
    return NoSuchName(f"{part} of {laid.read.report.where} {gone}; claims are c1, c2 …, figures f1, f2 …")


def titled(title: str, known: Iterable[Hypothesis]) -> str:
    told = worded(title, "hypothesis")
    if not told:
        raise NotDone("the hypothesis is empty; write what may have been so")
    same = next((one for one in known if folded(one.title) == folded(told)), None)
    if same is not None:
        raise NotDone(f"this is hypothesis {same.id} already")
    return told
