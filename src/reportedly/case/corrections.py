"""What people corrected in a report, laid over what was read in it: claims and figures put right, taken out, added.

A decision names its claim or figure by the words it stands on, so that it holds when a newer model reads the report
again and counts its claims otherwise.  What cannot be found again is not laid on anything else: it comes back as lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from reportedly.case.ledger_json import claim_from, spans_from
from reportedly.interfaces import Decision, Json
from reportedly.model import (
    Claim,
    Commitment,
    Figure,
    Interval,
    Ledger,
    Measure,
    Number,
    Place,
    Source,
    Span,
    Spans,
)

CLAIM, FIGURE = "claim", "figure"  # kinds of decisions
ACCEPTED, REJECTED, CORRECTED, ADDED = "accepted", "rejected", "corrected", "added"
ENOUGH = 0.5  # of the longer of two contents that both share, where the same words are no longer cut out alike
MEASURES = frozenset(get_args(Measure))

Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A report as the machine read it, and with what people decided; ids are the same in both."""

    read: Ledger
    ledger: Ledger
    lost: tuple[Decision, ...]  # what they are about was not found again
    on_claims: Mapping[str, Decision]  # the decision that holds, by the id of the claim it is about
    on_figures: Mapping[str, Decision]
    added: Mapping[str, Claim]  # as they were added, by id

    def claim_read(self, id_: str) -> Claim | None:
        """A claim as it was read, or first added, whatever was decided on it since."""
        return self.added.get(id_) or next((claim for claim in self.read.claims if claim.id == id_), None)

    def figure_read(self, id_: str) -> Figure | None:
        return next((figure for figure in self.read.figures if figure.id == id_), None)

    def claim_meant(self, subject: Object) -> Claim | None:
        """The claim as it stands now that a decision is about; None where it is gone, or was rejected."""
        found = claim_at((*self.read.claims, *self.added.values()), subject)
        return next((claim for claim in self.ledger.claims if found and claim.id == found.id), None)

    def figure_meant(self, subject: Object) -> Figure | None:
        found = figure_at(self.read.figures, subject)
        return next((figure for figure in self.ledger.figures if found and figure.id == found.id), None)


def corrected(ledger: Ledger, decisions: Iterable[Decision]) -> Ledger:
    """The ledger with the decisions in force on its claims and figures; others are passed over."""
    return laid_over(ledger, decisions).ledger


def laid_over(ledger: Ledger, decisions: Iterable[Decision]) -> Corrected:
    """Of several decisions on one claim or figure the last one holds; "accepted" is: as it was read."""
    ours = [one for one in decisions if one.undone_by is None and is_about(one, ledger.report.id)]
    if not ours:
        return Corrected(read=ledger, ledger=ledger, lost=(), on_claims={}, on_figures={}, added={})
    claims, figures = OnClaims(ledger), OnFigures(ledger)
    lost = []
    for one in sorted(ours, key=lambda one: one.id):
        try:
            taken = claims.take(one) if one.kind == CLAIM else figures.take(one)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):  # not of a form that we know
            taken = False
        if not taken:
            lost.append(one)
    now = claims.now()
    added = [now[id_] for id_ in claims.added if id_ in now]
    return Corrected(
        read=ledger,
        ledger=replace(ledger, claims=tuple(now.values()), figures=tuple(figures.now(claims.above, added))),
        lost=tuple(lost),
        on_claims=claims.decided,
        on_figures=figures.decided,
        added=claims.added,
    )


def is_about(decision: Decision, report: str) -> bool:
    return (
        decision.kind in (CLAIM, FIGURE)
        and isinstance(decision.subject, dict)
        and decision.subject.get("report") == report
    )


# ---------------------------------------------------------------- what a decision is about
def claim_subject(ledger: Ledger, claim: Claim) -> dict[str, Json]:
    """How a decision names a claim: report, spans and chain survive reading again; file and id are for people."""
    return {
        "report": ledger.report.id,
        "where": ledger.report.where,
        "claim": claim.id,
        "spans": [list(span) for span in claim.spans],
        "sources": list(ledger.chain(claim)),
    }


def figure_subject(ledger: Ledger, figure: Figure) -> dict[str, Json]:
    return {
        "report": ledger.report.id,
        "where": ledger.report.where,
        "figure": figure.id,
        "span": list(figure.span),
    }


def claim_at(claims: Iterable[Claim], subject: Object, *, by_anyone: bool = False) -> Claim | None:
    """The claim of the same words on the same word: what was decided on one source's saying is not on another's.

    With `by_anyone` also the only one of just these words, whoever says them: for who puts the chain right, it does
    not matter how it was wrong.
    """
    spans, chain = spans_from(subject["spans"]), folded_chain(subject.get("sources", ()))
    known = list(claims)
    there = [claim for claim in known if claim.spans == spans]
    of_chain = [claim for claim in there if chain_of(claim) == chain]
    if of_chain:
        return next((claim for claim in of_chain if claim.id == subject.get("claim")), of_chain[0])
    if by_anyone and len(there) == 1:
        return there[0]
    near = [claim for claim in known if chain_of(claim)[-1:] == chain[-1:] and alike(claim.spans, spans) >= ENOUGH]
    return max(near, key=lambda claim: (alike(claim.spans, spans), chain_of(claim) == chain), default=None)


def figure_at(figures: Iterable[Figure], subject: Object) -> Figure | None:
    span = Span(*subject["span"])
    near = [figure for figure in figures if alike((figure.span,), (span,)) >= ENOUGH]
    return max(near, key=lambda figure: alike((figure.span,), (span,)), default=None)


def alike(a: Spans, b: Spans) -> float:
    """How much of the longer of two contents lies in the other, 0..1."""
    shared = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
    return shared / max(length(a), length(b), 1)


def lies_in(span: Span, spans: Spans) -> bool:
    return any(part.start <= span.start and span.end <= part.end for part in spans)


def length(spans: Spans) -> int:
    return sum(span.end - span.start for span in spans)


def chain_of(claim: Claim) -> tuple[str, ...]:
    return folded_chain(source.name for source in claim.sources)


def folded_chain(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(" ".join(name.casefold().split()) for name in names)


# ---------------------------------------------------------------- claims
class OnClaims:
    """The claims of a report while decisions are laid over them, by id; `_read` is what each is found again by."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._read = {claim.id: claim for claim in ledger.claims}
        self._last = max((number_in(claim.id) for claim in ledger.claims), default=0)
        self._wanted: dict[str, tuple[Claim, Spans | None]] = {}  # with the content of the claim that is to hold it
        self._first: dict[str, tuple[Claim, Spans | None]] = {}  # of those added
        self.decided: dict[str, Decision] = {}
        self.added: dict[str, Claim] = {}

    def take(self, decision: Decision) -> bool:
        """Whether what it is about is there, and what it wants can stand in this text."""
        what, value = decision.value["what"], decision.value
        if what == ADDED:
            return self._add(decision)
        found = claim_at(self._read.values(), decision.subject, by_anyone=what == CORRECTED)
        if found is None or what not in (ACCEPTED, REJECTED, CORRECTED):
            return False
        if what == CORRECTED:
            wanted = claim_from(value["claim"])
            if not fits(wanted, len(self._ledger.report.text)):
                return False
            self._want(found, wanted, value)
        else:
            self._wanted.pop(found.id, None)
            if found.id in self._first:
                self._wanted[found.id] = self._first[found.id]
        self.decided[found.id] = decision
        return True

    def _add(self, decision: Decision) -> bool:
        claim = claim_from(decision.value["claim"])
        if not fits(claim, len(self._ledger.report.text)):
            return False
        same = [one for one in self._read.values() if (one.spans, chain_of(one)) == (claim.spans, chain_of(claim))]
        if same:  # a newer model has read it since
            self.decided[same[0].id] = decision
            return True
        # Not simply the next number: undoing one of two additions must not give the other one another id.
        claim = replace(claim, id=f"c{self._last + decision.id}")
        self._read[claim.id] = self.added[claim.id] = claim
        self.decided[claim.id] = decision
        self._want(claim, claim, decision.value)
        self._first[claim.id] = self._wanted[claim.id]
        return True

    def _want(self, read: Claim, wanted: Claim, value: Object) -> None:
        holder = value.get("within_spans")
        about = read.entities if wanted.spans == read.spans and read.id not in self.added else self._about(wanted.spans)
        claim = replace(
            wanted,
            id=read.id,
            within=read.within,
            entities=about,
            sources=tuple(self._known(source) for source in wanted.sources),
            cue=() if wanted.sources else wanted.cue,
            asserted_by=commitments(wanted),
        )
        self._wanted[read.id] = (claim, None if holder is None else spans_from(holder))

    def _about(self, spans: Spans) -> tuple[str, ...]:
        """Those who are mentioned in the content."""
        return tuple(
            entity.id
            for entity in self._ledger.entities
            if any(lies_in(mention.span, spans) for mention in entity.mentions)
        )

    def _known(self, source: Source) -> Source:
        """The source with its entity in this reading, where it has one: ids of another reading may be another's."""
        entities = self._ledger.entities
        named = (entity for entity in entities if folded_chain((entity.name,)) == folded_chain((source.name,)))
        there = (entity for entity in entities if any(one.span == source.mention for one in entity.mentions))
        found = next(named, None) or (next(there, None) if source.mention else None)
        return replace(source, entity=found.id if found and source.kind not in ("anonymous", "rumour") else None)

    def now(self) -> dict[str, Claim]:
        """Claims by id in the order of the ledger, those added behind it; those rejected are gone."""
        standing = {
            id_: self._wanted[id_][0] if id_ in self._wanted else claim
            for id_, claim in self._read.items()
            if not self._rejected(id_)
        }
        held = {id_: replace(claim, within=self._holder(claim, standing)) for id_, claim in standing.items()}
        return {id_: replace(claim, within=None) if in_itself(id_, held) else claim for id_, claim in held.items()}

    def above(self, id_: str | None) -> str | None:
        """The claim, or where it was rejected the next one above it that stands."""
        seen = set()
        while id_ is not None and id_ not in seen and self._rejected(id_):
            seen.add(id_)
            id_ = self._read[id_].within if id_ in self._read else None
        return None if id_ in seen or id_ not in self._read else id_

    def _rejected(self, id_: str) -> bool:
        decision = self.decided.get(id_)
        return decision is not None and decision.value["what"] == REJECTED

    def _holder(self, claim: Claim, standing: Mapping[str, Claim]) -> str | None:
        if claim.id not in self._wanted:
            return self.above(claim.within)
        _, holder = self._wanted[claim.id]
        if holder is None:
            return None
        found = [one.id for one in standing.values() if one.id != claim.id and one.spans == holder]
        before = self.above(claim.within)
        return before if before in found or not found else found[0]


def commitments(claim: Claim) -> tuple[Commitment, ...]:
    """One for each source: as given, else the innermost as the claim has it and the others unknown."""
    if len(claim.asserted_by) == len(claim.sources):
        return claim.asserted_by
    return (*("unknown" for _ in claim.sources[1:]), *((claim.certainty,) if claim.sources else ()))


def fits(claim: Claim, end: int) -> bool:
    """Whether all spans lie in a text of that length, and there is a content."""
    places = [*claim.spans, *claim.cue, *claim.markers, *([claim.time.span] if claim.time else [])]
    for source in claim.sources:
        places += [*source.cue, *([source.mention] if source.mention else [])]
    return bool(claim.spans) and all(0 <= start <= stop <= end for start, stop in places)


def in_itself(id_: str, claims: Mapping[str, Claim]) -> bool:
    """Whether the claims above one lead back to it."""
    above, seen = claims[id_].within, {id_}
    while above is not None and above in claims and above not in seen:
        seen.add(above)
        above = claims[above].within
    return above == id_


def number_in(id_: str) -> int:
    return int(id_[1:]) if id_[1:].isdecimal() else 0


# ---------------------------------------------------------------- figures
class OnFigures:
    """The figures of a report while decisions are laid over them, by id."""

    def __init__(self, ledger: Ledger) -> None:
        self._text = ledger.report.text
        self._read = {figure.id: figure for figure in ledger.figures}
        self._wanted: dict[str, Figure] = {}
        self.decided: dict[str, Decision] = {}

    def take(self, decision: Decision) -> bool:
        what = decision.value["what"]
        found = figure_at(self._read.values(), decision.subject)
        if found is None or what not in (ACCEPTED, REJECTED, CORRECTED):
            return False
        self._wanted.pop(found.id, None)
        if what == CORRECTED:
            self._wanted[found.id] = scoped(found, decision.value["figure"], self._text)
        self.decided[found.id] = decision
        return True

    def now(self, above: Callable[[str | None], str | None], added: Sequence[Claim]) -> Iterator[Figure]:
        """Those that stand, each in the claim that `above` gives for its own, or in one that was added around it."""
        for id_, read in self._read.items():
            if not self._rejected(id_):
                figure = self._wanted.get(id_, read)
                claim = above(figure.claim)
                around = [one.id for one in added if claim == one.within and lies_in(figure.span, one.spans)]
                yield replace(figure, claim=around[0] if around else claim, subset_of=self._whole(figure))

    def _rejected(self, id_: str) -> bool:
        decision = self.decided.get(id_)
        return decision is not None and decision.value["what"] == REJECTED

    def _whole(self, figure: Figure) -> str | None:
        """What it is a part of; where that was rejected, what that was a part of."""
        seen, whole = {figure.id}, figure.subset_of
        while whole is not None and self._rejected(whole):
            seen.add(whole)
            whole = self._read[whole].subset_of
        return None if whole in seen else whole


def scoped(figure: Figure, wanted: Object, text: str) -> Figure:
    """The figure with whom, where, when and how many a person gives it; what is not given stays.

    Raises `KeyError`, `TypeError` or `ValueError` where that is no figure.
    """
    measure = wanted.get("measure", figure.measure)
    if measure not in MEASURES:
        raise ValueError(measure)
    of, place, as_of = wanted["of"], wanted["place"], wanted["as_of"]
    of_before, place_before = figure.of, figure.place.name if figure.place else None
    return replace(
        figure,
        measure=measure,
        of=of,
        of_span=figure.of_span if of == of_before else nearest(text, of, figure.span),
        place=figure.place if place == place_before else place_of(place, figure.span, text),
        as_of=None if as_of is None else Interval(start=as_of["from"], end=as_of["to"]),
        low=number(wanted["low"]),
        best=number(wanted["best"]),
        high=number(wanted["high"]),
        vague=wanted["vague"],
    )


def place_of(name: str | None, by: Span, text: str) -> Place | None:
    """A place at its words nearest to the figure; one that the report does not name stands at the figure itself."""
    return Place(name=name, span=nearest(text, name, by) or by) if name else None


def nearest(text: str, words: str | None, by: Span) -> Span | None:
    """Where words stand in a text, as near as can be to a place in it."""
    if not words:
        return None
    before, behind = text.rfind(words, 0, by.start), text.find(words, by.end)
    found = [start for start in (before, behind) if start >= 0]
    start = min(found, key=lambda start: abs(start - by.start), default=None)
    return None if start is None else Span(start, start + len(words))


def number(given: Json) -> Number | None:
    if given is not None and (isinstance(given, bool) or not isinstance(given, (int, float))):
        raise TypeError(given)
    return given
