"""The reader: a report with everything marked that was read in it, and beside each claim what it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from reportedly.export import wording
from reportedly.export.text_on_page import touches
from reportedly.interfaces import Kept
from reportedly.model import Claim, Figure, Ledger, Problem, Span
from reportedly.web import addresses
from reportedly.web.desk import Desk
from reportedly.web.drawing import draw
from reportedly.web.marked import MarkedText, Paragraph, Part, quoted, told_of_figure
from reportedly.web.rests import Also, ChainLink, Other, Rest, Resting, chain_links, linked_from, named
from reportedly.web.standing import Standing
from reportedly.web.trouble import NOT_THERE
from reportedly.web.views.corrections import corrections_of

api = APIRouter(tags=["reports"])
pages = APIRouter()

LARGEST_NUMBER = 2**31 - 1
Number = Annotated[int, Path(description="Number of a report in the case.", ge=1, le=LARGEST_NUMBER)]

COPY_WORDS: Mapping[str, str] = {
    "verbatim": "word for word",
    "trimmed": "cut",
    "paraphrase": "in other words",
    "translation": "in another language",
    "shared_text": "a shared passage",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A claim in the margin."""

    claim: Claim
    number: str
    address: str  # of the claim's own page
    chain: str
    links: tuple[ChainLink, ...]
    stance: tuple[str, ...]  # how far from a plain assertion
    mode: str
    depth: int  # in how many claims of the margin it is nested
    rests: tuple[Rest, ...]
    carried: str  # "12 reports, 2 origins" of what most reports carry; empty where it is told here only
    fates: tuple[str, ...]  # of figures that were taken back
    against: tuple[Other, ...]
    apart: tuple[Other, ...]
    also: tuple[Also, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph with the cards of the claims that begin in it."""

    paragraph: Paragraph
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyHere:
    """Another report that shares an origin with this one."""

    who: str
    published: str | None
    how: str
    original: str  # which of the two is likely the original, in words; empty where nothing tells
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionHere:
    """Another version of the same address."""

    kept: Kept
    address: str  # of the two side by side


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What was not read with confidence."""

    message: str
    words: str
    anchor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureHere:
    """A figure of the report in the list behind the text."""

    id: str
    words: str  # those of the report
    told: str
    says: str
    series: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLink:
    number: int
    address: str
    claims: str  # "claims 1 to 140"
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderView:
    kept: Kept
    ledger: Ledger
    headline_in_text: bool
    language: str
    counts: str
    blocks: tuple[Block, ...]
    parts: tuple[PartLink, ...]  # empty where the report is one page
    versions: tuple[VersionHere, ...]
    copies: tuple[CopyHere, ...]
    problems: tuple[Trouble, ...]
    figures: tuple[FigureHere, ...]
    nothing: str | None  # why nothing is marked


# ---------------------------------------------------------------- as JSON
@api.get("/reports/{number}", responses=NOT_THERE)
def ledger_as_json(request: Request, number: Number) -> dict[str, Any]:
    """The ledger of a report, ledger format 1: its text, claims, figures, names, dates, hedges, problems."""
    desk: Desk = request.app.state.desk
    return ledger_of(desk, desk.standing().kept(number)).to_dict()


# ---------------------------------------------------------------- as a page
@pages.get("/reports/{number}")
def reader_page(
    request: Request,
    number: Number,
    part: Annotated[int, Query(ge=1, le=LARGEST_NUMBER)] = 1,
    at: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """`at` opens the part that holds a claim, figure or name by its id."""
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    kept = standing.kept(number)
    view = reader_view(kept, ledger_of(desk, kept), standing, part=part, at=at)
    corrections = corrections_of(desk, kept)
    return draw(request, "reader.html", standing=standing, view=view, corrections=corrections)


def ledger_of(desk: Desk, kept: Kept) -> Ledger:
    with desk.at_hand() as case:
        return case.ledger(kept.id)


# ---------------------------------------------------------------- what it shows
def reader_view(kept: Kept, ledger: Ledger, standing: Standing, *, part: int = 1, at: str = "") -> ReaderView:
    text = MarkedText(ledger, linked_from(ledger, standing))
    parts = text.parts()
    here = parts[part_with(at, text, parts) if at else min(part, len(parts)) - 1]
    cards = Cards(ledger, kept, standing)
    blocks = tuple(Block(paragraph=one, cards=cards.of(one.claims)) for one in text.drawn(here))
    return ReaderView(
        kept=kept,
        ledger=ledger,
        headline_in_text=any(block.paragraph.headline for block in blocks),
        language=language_of(kept),
        counts=wording.counts(ledger),
        blocks=blocks,
        parts=tuple(part_links(kept, parts, here)) if len(parts) > 1 else (),
        versions=tuple(versions_of(kept, standing)),
        copies=tuple(copies_of(kept, standing)),
        problems=tuple(troubles(ledger)),
        figures=tuple(figures_in(text, here, ledger)),
        nothing=None if ledger.claims else wording.nothing_told(ledger),
    )


def language_of(kept: Kept) -> str:
    return wording.LANGUAGES.get(kept.language, kept.language) if kept.language else "language unknown"


def part_with(anchor: str, text: MarkedText, parts: Sequence[Part]) -> int:
    """The number of the part, from 0, where something of the ledger stands; the first for what is nowhere."""
    ledger = text.ledger
    places: dict[str, int] = {f.id: f.span.start for f in ledger.figures}
    places |= {c.id: c.spans[0].start for c in ledger.claims if c.spans}
    places |= {e.id: min(m.span.start for m in e.mentions) for e in ledger.entities if e.mentions}
    if anchor not in places:
        return 0
    return next((n for n, one in enumerate(parts) if text.stretches[one.last - 1].end > places[anchor]), 0)


def part_links(kept: Kept, parts: Sequence[Part], here: Part) -> Iterator[PartLink]:
    for n, one in enumerate(parts, start=1):
        first_to_last = [wording.number(claim) for claim in one.claims]
        claims = f"claims {first_to_last[0]} to {first_to_last[-1]}" if first_to_last else "no claims"
        address = addresses.with_query(addresses.report_at(kept), part=n)
        yield PartLink(number=n, address=address, claims=claims, here=one == here)


def versions_of(kept: Kept, standing: Standing) -> Iterator[VersionHere]:
    """The others of the same address, each beside this one with the earlier of the two first."""
    all_of_them = list(standing.shelf.versions(kept))
    for n, one in enumerate(all_of_them):
        if one.id != kept.id:
            pair = (one, kept) if n < all_of_them.index(kept) else (kept, one)
            yield VersionHere(kept=one, address=addresses.beside_at(*pair))


def copies_of(kept: Kept, standing: Standing) -> Iterator[CopyHere]:
    for copy in standing.compared.copies_of.get(kept.id, ()):
        other = standing.shelf.by_id[copy.b if copy.a == kept.id else copy.a]
        original = {kept.id: "this one is likely the original", other.id: "the other is likely the original"}
        yield CopyHere(
            who=named(other),
            published=other.published,
            how=COPY_WORDS[copy.kind],
            original=original.get(copy.original or "", ""),
            address=addresses.beside_at(standing.shelf.by_id[copy.a], standing.shelf.by_id[copy.b]),
        )


def troubles(ledger: Ledger) -> Iterator[Trouble]:
    for n, problem in enumerate(ledger.problems):
        words = quoted(ledger, (problem.span,)) if problem.span else ""
        yield Trouble(message=problem.message, words=words, anchor=f"problem-{n}" if words else None)


def figures_in(text: MarkedText, part: Part, ledger: Ledger) -> Iterator[FigureHere]:
    if part.first == part.last:
        return
    start, end = text.stretches[part.first].start, text.stretches[part.last - 1].end
    for figure in text.page.figures:
        if start <= figure.span.start < end:
            yield figure_here(ledger, figure, text.linked.figures.get(figure.id))


def figure_here(ledger: Ledger, figure: Figure, series: str | None) -> FigureHere:
    return FigureHere(
        id=figure.id,
        words=quoted(ledger, (figure.span,)),
        told=told_of_figure(figure),
        says=wording.says(wording.claim_of(ledger, figure)),
        series=series,
    )


# ---------------------------------------------------------------- the cards in the margin
class Cards:
    """Makes the cards of one report."""

    def __init__(self, ledger: Ledger, kept: Kept, standing: Standing) -> None:
        self.ledger, self.kept, self.standing = ledger, kept, standing
        self.resting = Resting(standing)
        self.figures: Mapping[str, list[Figure]] = figures_by_claim(ledger)
        self.others = self.resting.others(kept.id, {figure.id: figure.claim for figure in ledger.figures})
        self.warned = [problem for problem in ledger.problems if problem.span]

    def of(self, claims: Sequence[Claim]) -> tuple[Card, ...]:
        depths = {row.claim.id: row.depth for row in wording.outline(claims)}
        return tuple(self.card(claim, depths[claim.id]) for claim in claims)

    def card(self, claim: Claim, depth: int) -> Card:
        others = self.others.get(claim.id, ())
        rests = tuple(self.resting.of_claim(self.kept.id, claim.id, self.figures.get(claim.id, ())))
        most = max(rests, key=lambda one: one.reports, default=None)
        return Card(
            claim=claim,
            number=wording.number(claim),
            address=addresses.claim_at(self.kept, claim.id),
            chain=wording.chain(claim),
            links=chain_links(self.ledger, claim, self.standing),
            stance=wording.stance(claim),
            mode=mode_of(claim),
            depth=min(depth, 3),
            rests=rests,
            carried=most.words if most and most.reports > 1 else "",
            fates=tuple(dict.fromkeys(one.status for one in rests if one.taken_back and one.status)),
            against=tuple(one for one in others if one.stands == "against"),
            apart=tuple(one for one in others if one.stands == "apart"),
            also=self.resting.also(self.kept.id, claim.id),
            warnings=warnings(self.warned, claim),
        )


def figures_by_claim(ledger: Ledger) -> Mapping[str, list[Figure]]:
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in ledger.figures:
        if figure.claim:
            found[figure.claim].append(figure)
    return found


def mode_of(claim: Claim) -> str:
    return "the author's own voice" if wording.is_authorial(claim) else f"{claim.mode} speech"


def warnings(problems: Sequence[Problem], claim: Claim) -> tuple[str, ...]:
    return tuple(one.message for one in problems if touches(one.span or Span(0, 0), claim))
