"""Putting a report right: a claim or figure is accepted, rejected or corrected by a person, and stays so.

Each makes a decision of the kind "claim" or "figure", in the form that corrections made in brat take as well; see
`reportedly.case.corrections` for how they are laid over what was read.  Raises `NotDone` where it would change
nothing or the report would not bear it, and `NoSuchName` where the report has no such claim or figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import Literal, get_args

from reportedly.amounts import amount_of, number_of_things
from reportedly.ask.decisions import NotDone
from reportedly.ask.names import NoSuchName, folded
from reportedly.case.corrections import (
    ACCEPTED,
    CLAIM,
    CORRECTED,
    FIGURE,
    REJECTED,
    Corrected,
    claim_subject,
    commitments,
    figure_subject,
    laid_over,
)
from reportedly.compare.in_words import counted
from reportedly.interfaces import CaseStore, Decision, Json
from reportedly.model import (
    Certainty,
    Claim,
    Commitment,
    Figure,
    Ledger,
    Measure,
    Number,
    Polarity,
    Source,
    SourceKind,
    Span,
    Spans,
)
from reportedly.pipeline import corrections_by_report

Stance = Literal["says so", "says it is not so", "denies it"]
What = Literal["accepted", "rejected", "corrected"]
WHAT: tuple[What, ...] = get_args(What)
BY_WAY_OF = "page"
# Groups whose name says what befell them: "225 dead", not "225 dead killed".
SAID_ALREADY = frozenset(("dead", "deaths", "killed", "hurt", "injured", "wounded", "detained", "arrested", "missing"))
LONGEST_NAME = 200  # characters
MOST_LINKS = 12
SHOWN = 60  # characters of what somebody typed, in an answer to it
LARGEST = 10**15  # people or money; beyond it somebody leant on a key
KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
MEASURES: tuple[Measure, ...] = get_args(Measure)
STANCES: tuple[Stance, ...] = get_args(Stance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Somebody in the chain behind a claim, by name and kind."""

    name: str
    kind: SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEdit:
    """A claim as a person has it."""

    chain: tuple[Link, ...]  # outermost first; empty: the author says so himself
    certainty: Certainty
    stance: Stance  # of the innermost source: "says it is not so" in the words of the content itself
    spans: Spans | None = None  # None: the content as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureEdit:
    """What a figure counts, where and when, and how many; see `Figure` for low, best, high and vague."""

    measure: Measure
    of: str | None
    place: str | None
    as_of_from: str | None  # days, "2022-01-09"
    as_of_to: str | None
    low: Number | None
    best: Number | None
    high: Number | None
    vague: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """What was decided on one claim or figure of a report, what the machine read there and what stands there now."""

    decision: int
    what: str  # accepted rejected corrected added
    who: str
    at: str
    part: str  # id of the claim or figure
    words: str  # that it stands on
    read_as: str | None  # None where nothing was read there: a person added it
    now: str | None  # None where it was rejected


# ---------------------------------------------------------------- what stands
def corrections_on(store: CaseStore, report: str) -> Corrected:
    """A report as it was read, and with all that people decided on it."""
    return laid_over(store.ledger(report), corrections_by_report(store).get(report, ()))


def lost(store: CaseStore) -> Iterator[Decision]:
    """Corrections of what is no longer found in its report, or of a report that is not there."""
    for report, decisions in corrections_by_report(store).items():
        if store.kept(report) is None:
            yield from decisions
        else:
            yield from laid_over(store.ledger(report), decisions).lost


def correction_rows(laid: Corrected) -> tuple[CorrectionRow, ...]:
    """What holds on each claim, then on each figure, in the order of the ledger."""
    claims = {claim.id: claim for claim in laid.ledger.claims}
    figures = {figure.id: figure for figure in laid.ledger.figures}
    read = {claim.id: claim for claim in laid.read.claims}
    rows = []
    for id_ in (*read, *laid.added):
        known = laid.claim_read(id_)
        if id_ in laid.on_claims and known is not None:
            was = claim_in_words(laid.read, read[id_]) if id_ in read else None
            now = claim_in_words(laid.ledger, claims[id_]) if id_ in claims else None
            words = laid.read.words(claims.get(id_, known).spans)
            rows.append(row_of(laid.on_claims[id_], id_, words, was, now))
    for figure in laid.read.figures:
        if figure.id in laid.on_figures:
            now = figure_in_words(figures[figure.id]) if figure.id in figures else None
            words = laid.read.words((figure.span,))
            rows.append(row_of(laid.on_figures[figure.id], figure.id, words, figure_in_words(figure), now))
    return tuple(rows)


def row_of(decision: Decision, part: str, words: str, read_as: str | None, now: str | None) -> CorrectionRow:
    return CorrectionRow(
        decision=decision.id,
        what=str(decision.value["what"]),
        who=decision.who,
        at=decision.at,
        part=part,
        words=" ".join(words.split()),
        read_as=read_as,
        now=now,
    )


def claim_in_words(ledger: Ledger, claim: Claim) -> str:
    """ "Orda.kz › Health Ministry, probable: “the figure is wrong”"."""
    chain = " › ".join(ledger.chain(claim)) or ("the author" if claim.mode == "authorial" else "nobody named")
    stance = {"says so": "", "says it is not so": ", not so", "denies it": ", denied"}[stance_of(claim)]
    sure = "" if claim.certainty == "certain" else f", {claim.certainty}"
    return f"{chain}{sure}{stance}: “{' '.join(ledger.words(claim.spans).split())}”"


def figure_in_words(figure: Figure) -> str:
    """ "40 dockers injured in Norrhaven, as of 2022-01-08 to 2022-01-09"."""
    counts = figure.of if figure.of and figure.of.casefold() in SAID_ALREADY else counted(figure.measure, figure.of)
    words = [number_of_things(amount_of(figure), counts)]
    words += [f"in {figure.place.name}"] if figure.place else []
    days = (figure.as_of.start, figure.as_of.end) if figure.as_of else ()
    told = " to ".join(dict.fromkeys(day for day in days if day))
    return " ".join(filter(None, words)) + (f", as of {told}" if told else "")


def stance_of(claim: Claim) -> Stance:
    if claim.polarity == "positive":
        return "says so"
    return "denies it" if claim.asserted_by[-1:] == ("denied",) else "says it is not so"


def edit_of(claim: Claim) -> ClaimEdit:
    """A claim as it stands, as the edit that would make it so."""
    links = tuple(Link(name=source.name, kind=source.kind) for source in claim.sources)
    return ClaimEdit(chain=links, certainty=claim.certainty, stance=stance_of(claim), spans=claim.spans)


def edit_of_figure(figure: Figure) -> FigureEdit:
    return FigureEdit(
        measure=figure.measure,
        of=figure.of,
        place=figure.place.name if figure.place else None,
        as_of_from=figure.as_of.start if figure.as_of else None,
        as_of_to=figure.as_of.end if figure.as_of else None,
        low=figure.low,
        best=figure.best,
        high=figure.high,
        vague=figure.vague,
    )


# ---------------------------------------------------------------- claims
def correct_claim(
    store: CaseStore, report: str, claim: str, what: What, edit: ClaimEdit | None, *, who: str, at: str
) -> Decision:
    refuse_if_no_word_of_ours(what)
    if what == CORRECTED:
        if edit is None:
            raise NotDone("say how the claim should stand: chain, certainty, stance")
        return edit_claim(store, report, claim, edit, who=who, at=at)
    return judge_claim(store, report, claim, what, who=who, at=at)


def refuse_if_no_word_of_ours(what: str) -> None:
    if what not in WHAT:
        raise NotDone(f"{what!r} is nothing to decide: write {', '.join(WHAT[:-1])} or {WHAT[-1]}")


def accept_claim(store: CaseStore, report: str, claim: str, *, who: str, at: str) -> Decision:
    """Says that a claim was read well; what was decided on it before no longer holds."""
    return judge_claim(store, report, claim, ACCEPTED, who=who, at=at)


def reject_claim(store: CaseStore, report: str, claim: str, *, who: str, at: str) -> Decision:
    """Takes out a claim that the report does not make."""
    return judge_claim(store, report, claim, REJECTED, who=who, at=at)


def judge_claim(store: CaseStore, report: str, claim: str, what: str, *, who: str, at: str) -> Decision:
    laid = corrections_on(store, report)
    read = claim_called(laid, claim)
    refuse_if_so_already(laid.on_claims.get(read.id), what)
    value = {"what": what, "by_way_of": BY_WAY_OF, "claim": None, "within_spans": None}
    return store.decide(CLAIM, claim_subject(laid.read, read), value, who=named(who), at=at)


def edit_claim(store: CaseStore, report: str, claim: str, edit: ClaimEdit, *, who: str, at: str) -> Decision:
    """Puts a claim right; what `edit` does not hold stays as it is: cue, time, what it is within."""
    laid = corrections_on(store, report)
    read = claim_called(laid, claim)
    before = next((one for one in laid.ledger.claims if one.id == read.id), read)
    wanted = claim_wanted(before, edit, laid.ledger)
    if wanted == before and read.id in {one.id for one in laid.ledger.claims}:
        raise NotDone("this is how the claim stands already; change something, or accept it as it is")
    holder = next((one.spans for one in laid.ledger.claims if one.id == before.within), None)
    value = {
        "what": CORRECTED,
        "by_way_of": BY_WAY_OF,
        "claim": wanted.to_dict(),
        "within_spans": None if holder is None else [list(span) for span in holder],
    }
    return store.decide(CLAIM, claim_subject(laid.read, read), value, who=named(who), at=at)


def claim_called(laid: Corrected, claim: str) -> Claim:
    read = laid.claim_read(claim)
    if read is None:
        raise NoSuchName(f"{laid.read.report.where} has no claim {claim}; its claims are listed with it")
    return read


def claim_wanted(before: Claim, edit: ClaimEdit, ledger: Ledger) -> Claim:
    spans = before.spans if edit.spans is None else checked_spans(edit.spans, len(ledger.report.text))
    if edit.certainty not in CERTAINTIES:
        raise NotDone(f"“{edit.certainty}” is no certainty; there are {', '.join(CERTAINTIES)}")
    if edit.stance not in STANCES:
        raise NotDone(f"a source cannot “{edit.stance}”; it {', '.join(STANCES)}")
    polarity: Polarity = "positive" if edit.stance == "says so" else "negative"
    sources = chain_wanted(before, edit.chain)
    mode = "authorial" if not sources else "indirect" if before.mode == "authorial" else before.mode
    if not sources and not before.sources:
        mode = before.mode  # an attribution whose source could not be told stays one
    claim = replace(
        before, spans=spans, sources=sources, mode=mode, certainty=edit.certainty, polarity=polarity,
        cue=before.cue if not sources and not before.sources else (),
    )  # fmt: skip
    return replace(claim, asserted_by=committed(before, claim, edit.stance))


def chain_wanted(before: Claim, chain: tuple[Link, ...]) -> tuple[Source, ...]:
    """The links, those that were there before with the place of their words."""
    if len(chain) > MOST_LINKS:
        raise NotDone(f"a chain of {len(chain)} is too long; give at most {MOST_LINKS}, outermost first")
    known = {(source.name, source.kind): source for source in reversed(before.sources)}
    by_name = {folded(source.name): source for source in reversed(before.sources)}
    sources = []
    for link in chain:
        name = worded(link.name, "name of a source")
        if not name:
            raise NotDone("a source has no name; write who it is, or leave out the whole line")
        if link.kind not in KINDS:
            raise NotDone(f"“{link.kind}” is no kind of source; there are {', '.join(KINDS)}")
        same = known.get((name, link.kind)) or by_name.get(folded(name))
        sources.append(
            replace(same, name=name, kind=link.kind) if same else Source(name=name, kind=link.kind)
        )  # fmt: skip
    return tuple(sources)


def committed(before: Claim, claim: Claim, stance: Stance) -> tuple[Commitment, ...]:
    """How far each stands behind it: who was there before as before, the innermost as the claim has it."""
    if not claim.sources:
        return ()
    pairs = zip(before.sources, commitments(before), strict=True)
    known = {(source.name, source.kind): commitment for source, commitment in pairs}
    outer: list[Commitment] = [known.get((source.name, source.kind), "unknown") for source in claim.sources[:-1]]
    same = (before.sources[-1:], before.certainty, stance_of(before)) == (claim.sources[-1:], claim.certainty, stance)
    if same and before.asserted_by:
        return (*outer, before.asserted_by[-1])
    return (*outer, "denied" if stance == "denies it" else claim.certainty)


def spans_found(text: str, pieces: Sequence[str], near: Spans) -> Spans:
    """Where words typed by a person stand in a text, each piece as near as can be to the content as it was.

    A line break in the report is a space to who types.  Raises `NotDone` for words that do not stand there.
    """
    found = []
    after = 0
    for place, piece in enumerate(pieces):
        words = piece.split()
        if not words:
            continue
        by = near[min(place, len(near) - 1)].start if near else 0
        hits = [Span(*hit.span()) for hit in re.finditer(r"\s+".join(map(re.escape, words)), text[after:])]
        hits = [Span(hit.start + after, hit.end + after) for hit in hits]
        if not hits:
            told = " ".join(words)
            raise NotDone(
                f"“{told[:SHOWN]}{'…' if len(told) > SHOWN else ''}” does not stand in the report"
                f"{' behind the piece before it' if after else ''}; give the content in its own words, letter by letter"
            )
        found.append(min(hits, key=lambda hit: abs(hit.start - by)))
        after = found[-1].end
    return tuple(found)


def checked_spans(spans: Spans, end: int) -> Spans:
    """The content, piece by piece in the order of the text."""
    if not spans:
        raise NotDone("the claim has no content; give where it begins and ends in the text")
    last = 0
    for span in spans:
        if not last <= span.start < span.end <= end:
            raise NotDone(
                f"the content from {span.start} to {span.end} does not stand in the text, whose {end} characters are "
                "counted from 0; pieces go in its order and do not overlap"
            )
        last = span.end
    return spans


# ---------------------------------------------------------------- figures
def correct_figure(
    store: CaseStore, report: str, figure: str, what: What, edit: FigureEdit | None, *, who: str, at: str
) -> Decision:
    refuse_if_no_word_of_ours(what)
    if what == CORRECTED and edit is None:
        raise NotDone("say what the figure counts: of, measure, place, as of, low, best, high")
    return judge_figure(store, report, figure, what, edit if what == CORRECTED else None, who=who, at=at)


def accept_figure(store: CaseStore, report: str, figure: str, *, who: str, at: str) -> Decision:
    return judge_figure(store, report, figure, ACCEPTED, None, who=who, at=at)


def reject_figure(store: CaseStore, report: str, figure: str, *, who: str, at: str) -> Decision:
    """Takes out a number that counts nothing, or not what it was read to count."""
    return judge_figure(store, report, figure, REJECTED, None, who=who, at=at)


def edit_figure(store: CaseStore, report: str, figure: str, edit: FigureEdit, *, who: str, at: str) -> Decision:
    return judge_figure(store, report, figure, CORRECTED, edit, who=who, at=at)


def judge_figure(
    store: CaseStore, report: str, figure: str, what: str, edit: FigureEdit | None, *, who: str, at: str
) -> Decision:
    laid = corrections_on(store, report)
    read = laid.figure_read(figure)
    if read is None:
        raise NoSuchName(f"{laid.read.report.where} has no figure {figure}; its figures are listed with it")
    if edit is None:
        refuse_if_so_already(laid.on_figures.get(read.id), what)
    else:
        edit = checked(edit)
        standing = next((one for one in laid.ledger.figures if one.id == read.id), None)
        if standing is not None and edit == edit_of_figure(standing):
            raise NotDone("this is how the figure stands already; change something, or accept it as it is")
    value = {"what": what, "by_way_of": BY_WAY_OF, "figure": None if edit is None else scope_kept(edit)}
    return store.decide(FIGURE, figure_subject(laid.read, read), value, who=named(who), at=at)


def checked(edit: FigureEdit) -> FigureEdit:
    if edit.measure not in MEASURES:
        raise NotDone(f"“{edit.measure}” is not counted; there are {', '.join(MEASURES)}")
    days = [day_in(edit.as_of_from), day_in(edit.as_of_to)]
    if None not in days and str(days[0]) > str(days[1]):
        raise NotDone(f"{days[0]} is after {days[1]}; give the first day first")
    numbers = [one for one in (edit.low, edit.best, edit.high) if one is not None]
    if any(not isfinite(one) or not 0 <= one <= LARGEST for one in numbers):
        raise NotDone(f"a count goes from 0 to {LARGEST:,}")
    if numbers != sorted(numbers):
        raise NotDone("lowest, best and highest go in this order; leave out what is not known")
    vague = worded(edit.vague or "", "word for how many") or None
    if not numbers and vague is None:
        raise NotDone("say how many: a number, or the word that the report gives instead of one")
    if numbers and vague is not None:
        raise NotDone(f"either a number or “{vague}”; a word that is no number stands alone")
    return replace(
        edit,
        of=worded(edit.of or "", "group that is counted") or None,
        place=worded(edit.place or "", "place") or None,
        as_of_from=days[0],
        as_of_to=days[1],
        vague=vague,
    )


def day_in(written: str | None) -> str | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise NotDone(f"“{written}” is no day; write it as 2022-01-09") from None


def scope_kept(edit: FigureEdit) -> dict[str, Json]:
    days = {"from": edit.as_of_from, "to": edit.as_of_to}
    return {
        "of": edit.of,
        "measure": edit.measure,
        "place": edit.place,
        "as_of": days if any(days.values()) else None,
        "low": edit.low,
        "best": edit.best,
        "high": edit.high,
        "vague": edit.vague,
    }


# ---------------------------------------------------------------- what people write
def refuse_if_so_already(decision: Decision | None, what: str) -> None:
    if decision is not None and decision.value["what"] == what:
        raise NotDone(f"{decision.who} {what} it already, by decision {decision.id}")


def named(who: str) -> str:
    if not who.strip():
        raise NotDone("say who decides; the name is kept with the decision")
    return who.strip()


def worded(text: str, what: str) -> str:
    """A text of one line without what no keyboard writes; raises `NotDone` where it is too long."""
    told = " ".join("".join(" " if one < " " else one for one in text if not "\ud800" <= one <= "\udfff").split())
    if len(told) > LONGEST_NAME:
        raise NotDone(f"the {what} is longer than {LONGEST_NAME} characters; shorten it")
    return told
