"""Claims: the list with its filters, and the card of one claim with all that the case knows of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Form, Query
from fastapi import Path as InPath
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reportedly.ask import Case
from reportedly.ask.credibility import Proposal, Weighed, given, is_on, proposed
from reportedly.ask.decisions import CREDIBILITY, DIGITS, GRADE, GRADES, NOTE
from reportedly.ask.names import folded
from reportedly.ask.origins import Telling, Thing, denied, quoted, row_of, telling
from reportedly.comparison import Ref, Series, Statement
from reportedly.export import wording
from reportedly.interfaces import Decision, FoundClaim, Kept, NotInCase
from reportedly.model import Certainty, Claim, Ledger, Polarity
from reportedly.web import addresses
from reportedly.web.deciding import back_to, decide, who_decides
from reportedly.web.desk import Desk
from reportedly.web.drawing import draw, report_name
from reportedly.web.marked import Plain, drawn_plainly, told_of_figure
from reportedly.web.paging import MOST_ROWS, PageNumber
from reportedly.web.rests import ChainLink, Other, Rest, Resting, chain_links, linked_from, named
from reportedly.web.standing import Standing
from reportedly.web.trouble import NOT_THERE
from reportedly.web.views.corrections import corrections_of
from reportedly.web.views.reader import Number, figures_by_claim, ledger_of, mode_of

api = APIRouter(tags=["claims"])
pages = APIRouter()

CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
MOST_SAYINGS = 60  # reports whose words a card gives; more are counted and listed by name
LONGEST_NOTE = 20_000
Day = Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$", description='Day of publication, "2022-01-09".')]
Words = Annotated[str, Query(max_length=200)]
ClaimId = Annotated[str, InPath(description='Id of a claim in the ledger of the report: "c3".', max_length=40)]


# ---------------------------------------------------------------- what is shown
@dataclass(frozen=True, slots=True, kw_only=True)
class ListedClaim:
    """A claim in the list, with what it rests on."""

    report: int
    claim: str
    outlet: str | None
    published: str | None
    words: str
    chain: tuple[str, ...]  # outermost first; empty for the author's own voice
    certainty: Certainty
    polarity: Polarity
    denied: bool  # by its own source
    rests: tuple[Rest, ...]
    address: str
    in_report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsView:
    claims: tuple[ListedClaim, ...]
    page: int
    more: bool  # whether there is a next page


@dataclass(frozen=True, slots=True, kw_only=True)
class SayingHere:
    """The same thing as one report has it."""

    report: int
    claim: str
    who: str  # outlet
    published: str | None
    chain: tuple[ChainLink, ...]
    words: str
    stance: tuple[str, ...]
    side: str  # "says so", "denies it", "leaves it open"
    copy_of: str | None  # where the report is a copy, of which outlet
    here: bool  # the claim of this card itself
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureOfClaim:
    """A figure of the claim, and where its series stands."""

    words: str
    told: str
    rest: Rest | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A source of the chain with the letter that somebody gave it; F where nobody did."""

    name: str
    letter: str
    meaning: str
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person decided on the claim."""

    decision: int
    kind: str
    at: str
    who: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim and all that the case knows of it."""

    report: int
    claim: str
    outlet: str | None
    published: str | None
    title: str
    words: str
    mode: str
    certainty: Certainty
    polarity: Polarity
    stance: tuple[str, ...]
    confidence: float  # of the reader, 0..1
    chain: tuple[ChainLink, ...]
    grades: tuple[Graded, ...]
    summary: str | None  # "10 reports, 1 origin: Interior Ministry"; None where nothing else tells of it
    first_seen: str | None
    last_changed: str | None
    sayings: tuple[SayingHere, ...]
    unread: int  # further places that tell of the same, not given here
    figures: tuple[FigureOfClaim, ...]
    against: tuple[Other, ...]
    apart: tuple[Other, ...]
    proposal: Proposal
    credibility: Given | None  # what somebody decided
    decisions: tuple[Given, ...]


# ---------------------------------------------------------------- the list
@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; empty: it does not matter."""

    words: str = ""
    person: str = ""
    outlet: str = ""
    place: str = ""
    certainty: str = ""
    since: str = ""
    until: str = ""

    def asked(self) -> dict[str, str]:
        """As the query of an address."""
        told = {name: getattr(self, name).strip() for name in self.__slots__}
        return {name: value for name, value in told.items() if value}


def wanted(
    words: Words = "",
    person: Words = "",
    outlet: Words = "",
    place: Words = "",
    certainty: Annotated[str, Query(pattern=f"^({'|'.join(CERTAINTIES)})?$")] = "",
    since: Day = "",
    until: Day = "",
) -> Wanted:
    return Wanted(words=words, person=person, outlet=outlet, place=place, certainty=certainty, since=since, until=until)


Asked = Annotated[Wanted, Depends(wanted)]


def claims_view(desk: Desk, standing: Standing, asked: Wanted, page: int) -> ClaimsView:
    first = (page - 1) * MOST_ROWS
    with desk.at_hand() as case:
        found = list(islice(found_claims(case, asked, first + MOST_ROWS + 1), first, None))
        ledgers = {report: case.ledger(report) for report in {one.report for one in found[:MOST_ROWS]}}
    figures = {report: figures_by_claim(ledger) for report, ledger in ledgers.items()}
    resting = Resting(standing)
    return ClaimsView(
        claims=tuple(
            listed(one, standing, tuple(resting.of_claim(one.report, one.id, figures[one.report].get(one.id, ()))))
            for one in found[:MOST_ROWS]
        ),
        page=page,
        more=len(found) > MOST_ROWS,
    )


def found_claims(case: Case, asked: Wanted, most: int) -> Iterator[FoundClaim]:
    return case.claims(
        limit=most,
        text=asked.words.strip() or None,
        person=asked.person.strip() or None,
        outlet=asked.outlet.strip() or None,
        place=asked.place.strip() or None,
        certainty=next((one for one in CERTAINTIES if one == asked.certainty), None),
        since=asked.since or None,
        until=asked.until or None,
    )


def listed(one: FoundClaim, standing: Standing, rests: tuple[Rest, ...]) -> ListedClaim:
    kept = standing.shelf.by_id[one.report]
    return ListedClaim(
        report=kept.number,
        claim=one.id,
        outlet=one.outlet,
        published=one.published,
        words=one.words,
        chain=one.chain,
        certainty=one.certainty,
        polarity=one.polarity,
        denied="denied" in one.asserted_by[-1:],
        rests=tuple(rest for rest in rests if rest.reports > 1 or rest.taken_back),
        address=addresses.claim_at(kept, one.id),
        in_report=addresses.report_at(kept, one.id),
    )


@api.get("/claims")
def claims_as_json(request: Request, asked: Asked, page: PageNumber = 1) -> ClaimsView:
    """Claims by report, then in the order of the text, a hundred a page; what is left empty does not matter."""
    desk: Desk = request.app.state.desk
    return claims_view(desk, desk.standing(), asked, page)


@pages.get("/claims")
def claims_page(request: Request, asked: Asked, page: PageNumber = 1) -> Response:
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    view = claims_view(desk, standing, asked, page)
    outlets = sorted({kept.outlet for kept in standing.shelf.reports if kept.outlet}, key=str.casefold)
    return draw(
        request,
        "claims.html",
        standing=standing,
        view=view,
        asked=asked,
        query=asked.asked(),
        outlets=outlets[:500],
        certainties=CERTAINTIES,
    )


# ---------------------------------------------------------------- the card
@api.get("/reports/{number}/claims/{claim}", responses=NOT_THERE)
def claim_as_json(request: Request, number: Number, claim: ClaimId) -> ClaimView:
    """A claim with its chain, all sayings of the same, its figures, what stands against it, a proposed credibility."""
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    kept = standing.kept(number)
    return CardOf(desk, standing, kept, ledger_of(desk, kept), claim).view()


@pages.get("/reports/{number}/{claim}")
def claim_page(request: Request, number: Number, claim: ClaimId) -> Response:
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    kept = standing.kept(number)
    corrections = corrections_of(desk, kept)
    if claim in corrections and corrections[claim].what == "rejected":  # no claim of the report any more
        return RedirectResponse(addresses.corrections_at(kept, claim), status_code=303)
    card = CardOf(desk, standing, kept, ledger_of(desk, kept), claim)
    return draw(
        request,
        "claim.html",
        standing=standing,
        view=card.view(),
        context=card.context(),
        kept=kept,
        ledger=card.ledger,
        claim=card.claim,
        corrections=corrections,
        digits=DIGITS,
    )


@pages.post("/reports/{number}/{claim}/credibility")
def keep_credibility(
    request: Request,
    number: Number,
    claim: ClaimId,
    digit: Annotated[str, Form(max_length=2)],
    seen: Annotated[int | None, Form()] = None,
    back: Annotated[str, Form()] = "",
) -> Response:
    desk: Desk = request.app.state.desk
    kept, who = desk.standing().kept(number), who_decides(request)
    decide(desk, seen, lambda case: case.credibility(kept.id, claim, digit, who=who))
    return back_to(back, addresses.claim_at(kept, claim))


@pages.post("/reports/{number}/{claim}/note")
def keep_note(
    request: Request,
    number: Number,
    claim: ClaimId,
    text: Annotated[str, Form(max_length=LONGEST_NOTE)],
    back: Annotated[str, Form()] = "",
) -> Response:
    desk: Desk = request.app.state.desk
    kept, who = desk.standing().kept(number), who_decides(request)
    decide(desk, None, lambda case: case.note(f"{kept.id}:{claim}", text, who=who))
    return back_to(back, addresses.claim_at(kept, claim))


class CardOf:
    """Gathers what the card of one claim shows; raises `NotInCase` where the report has no such claim."""

    def __init__(self, desk: Desk, standing: Standing, kept: Kept, ledger: Ledger, claim: str) -> None:
        self.desk, self.standing, self.kept, self.ledger = desk, standing, kept, ledger
        found = next((one for one in ledger.claims if one.id == claim), None)
        if found is None:
            raise NotInCase(f"report {kept.number} has no claim {claim}; the machine may have read it again since")
        self.claim = found
        self.resting = Resting(standing)
        self.figures = figures_by_claim(ledger).get(claim, [])
        self.ledgers: dict[str, Ledger] = {kept.id: ledger}

    def view(self) -> ClaimView:
        kept, ledger, claim = self.kept, self.ledger, self.claim
        assertion = self.standing.compared.assertion_of.get((kept.id, claim.id))
        refs = [Ref(report=kept.id, claim=claim.id)] if assertion is None else list(assertion.claims)
        sayings, tellings, unread = self.sayings(refs)
        figures = tuple(self.figure_rows())
        others = self.resting.others(kept.id, {figure.id: figure.claim for figure in ledger.figures})
        against = tuple(one for one in others.get(claim.id, ()) if one.stands == "against")
        decisions = self.decisions()
        given_digit = given(decisions, kept.id, claim)
        return ClaimView(
            report=kept.number,
            claim=claim.id,
            outlet=kept.outlet,
            published=kept.published,
            title=report_name(kept),
            words=ledger.words(claim.spans),
            mode=mode_of(claim),
            certainty=claim.certainty,
            polarity=claim.polarity,
            stance=wording.stance(claim),
            confidence=round(claim.confidence, 3),
            chain=chain_links(ledger, claim, self.standing),
            grades=tuple(self.grades(decisions)),
            summary=self.summary(tellings) if assertion else None,
            first_seen=assertion.first_seen if assertion else None,
            last_changed=assertion.last_changed if assertion else None,
            sayings=sayings,
            unread=unread,
            figures=figures,
            against=against,
            apart=tuple(one for one in others.get(claim.id, ()) if one.stands == "apart"),
            proposal=proposed(self.weighed(sayings, tellings, figures, against)),
            credibility=in_words(given_digit) if given_digit else None,
            decisions=tuple(in_words(one) for one in decisions if is_on(one, kept.id, claim)),
        )

    # ------------------------------------------------------------ who says so
    def sayings(self, refs: Sequence[Ref]) -> tuple[tuple[SayingHere, ...], list[tuple[str, Telling]], int]:
        """The same thing in each report, each with its side, and how many were left out to keep the page short."""
        mine = next((n for n, ref in enumerate(refs) if ref.report == self.kept.id and ref.claim == self.claim.id), 0)
        shown = [*refs[:MOST_SAYINGS], *refs[max(MOST_SAYINGS, mine) : mine + 1]]
        sayings, tellings = [], []
        for ref in shown:
            ledger = self.ledger_of(ref.report)
            claim = next((one for one in ledger.claims if one.id == ref.claim), None)
            if claim is None:  # read again since it was compared
                continue
            side = self.side_of(claim)
            sayings.append(self.saying(ledger, claim, side))
            tellings.append((side, telling(ref.report, claim, self.standing.compared.entity_of)))
        return tuple(sayings), tellings, len(refs) - len(shown)

    def side_of(self, claim: Claim) -> str:
        if claim.polarity != self.claim.polarity and "unknown" not in (claim.certainty, self.claim.certainty):
            return "denies it"
        return "says so" if claim.certainty in ("certain", "probable") else "leaves it open"

    def saying(self, ledger: Ledger, claim: Claim, side: str) -> SayingHere:
        kept = self.standing.shelf.by_id[ledger.report.id]
        first = self.standing.compared.folds.get(kept.id, kept.id)
        return SayingHere(
            report=kept.number,
            claim=claim.id,
            who=named(kept),
            published=kept.published,
            chain=chain_links(ledger, claim, self.standing),
            words=ledger.words(claim.spans),
            stance=wording.stance(claim),
            side=side,
            copy_of=named(self.standing.shelf.by_id[first]) if first != kept.id else None,
            here=kept.id == self.kept.id and claim.id == self.claim.id,
            address=addresses.claim_at(kept, claim.id),
        )

    def ledger_of(self, report: str) -> Ledger:
        if report not in self.ledgers:
            with self.desk.at_hand() as case:
                self.ledgers[report] = case.ledger(report)
        return self.ledgers[report]

    def summary(self, tellings: Iterable[tuple[str, Telling]]) -> str:
        told = [one for side, one in tellings if side != "denies it"]
        thing = Thing("assertion", quoted(self.ledger.words(self.claim.spans)), None, told)
        return row_of(thing, self.standing.compared.folds).summary

    # ------------------------------------------------------------ figures
    def figure_rows(self) -> Iterator[FigureOfClaim]:
        for figure in self.figures:
            stated = self.stated(figure.id)
            yield FigureOfClaim(
                words=self.ledger.words((figure.span,)),
                told=told_of_figure(figure),
                rest=self.resting.of_figure(*stated) if stated else None,
            )

    def stated(self, figure: str) -> tuple[Series, Statement] | None:
        return self.standing.compared.stated.get((self.kept.id, figure))

    # ------------------------------------------------------------ credibility
    def weighed(
        self,
        sayings: Sequence[SayingHere],
        tellings: Sequence[tuple[str, Telling]],
        figures: Sequence[FigureOfClaim],
        against: Sequence[Other],
    ) -> Weighed:
        plain = {one.key: one.name for side, one in tellings if side == "says so" and one.name}
        hedging = {one.key: one.name for side, one in tellings if side == "leaves it open" and one.name}
        mine = [rest for rest in (one.rest for one in figures) if rest is not None and not denied(self.claim)]
        of_figures = dict.fromkeys(name for rest in mine for name in rest.origins)
        origins = dict.fromkeys((*(name for name in plain.values() if name), *(of_figures if mine else ())))
        reports = {one.report for one in sayings} | (
            {self.kept.number, -1} if any(r.reports > 1 for r in mine) else set()
        )
        return Weighed(
            origins=tuple(origins),
            hedging=tuple(name for name in hedging.values() if name and name not in origins),
            unnamed=len({one.report for _, one in tellings if one.name is None}),
            against=self.contradicting(tellings, against),
            withdrawn=any(rest.taken_back for rest in mine),
            withdrawn_by=next(
                (self.withdrawn_by(figure.id) for figure in self.figures if self.withdrawn_by(figure.id)), None
            ),
            compared=len(reports) > 1 or bool(against),
        )

    def withdrawn_by(self, figure: str) -> str | None:
        stated = self.stated(figure)
        return stated[1].withdrawn_by if stated else None

    def contradicting(self, tellings: Iterable[tuple[str, Telling]], against: Iterable[Other]) -> tuple[str, ...]:
        """Who says otherwise, each once: by name where one is given, else by the outlet."""
        names: dict[str, str] = {}
        for side, one in tellings:
            if side == "denies it":
                name = one.name or named(self.standing.shelf.by_id[one.report])
                names.setdefault(folded(name), name)
        for other in against:
            names.setdefault(folded(other.who), other.who)
        return tuple(names.values())

    # ------------------------------------------------------------ what people decided
    def decisions(self) -> tuple[Decision, ...]:
        with self.desk.at_hand() as case:
            return case.decided()

    def grades(self, decisions: Sequence[Decision]) -> Iterator[Graded]:
        letters = {folded(one.subject["name"]): one for one in decisions if one.kind == GRADE}
        for source in self.claim.sources:
            entity = self.standing.compared.entity_of.get((self.kept.id, source.entity or ""))
            names = (entity.name, *entity.forms) if entity else (source.name,)
            found = next((letters[folded(name)] for name in names if folded(name) in letters), None)
            letter = found.value if found else "F"
            yield Graded(name=names[0], letter=letter, meaning=GRADES[letter], by=found.who if found else None)

    # ------------------------------------------------------------ in its report
    def context(self) -> tuple[Markup, ...]:
        """The paragraphs that hold the claim, with nothing marked but what belongs to it."""
        text, claim = self.ledger.report.text, self.claim
        linked = linked_from(self.ledger, self.standing)
        marks = [Plain(span=span, kind="content") for span in claim.spans]
        marks += [Plain(span=one.mention, kind="source") for one in claim.sources if one.mention]
        marks += [Plain(span=span, kind="cue") for one in claim.sources for span in one.cue]
        marks += [Plain(span=span, kind="cue") for span in claim.cue]
        marks += [Plain(span=one.span, kind="figure", to=linked.figures.get(one.id)) for one in self.figures]
        marks += [Plain(span=claim.time.span, kind="date")] if claim.time else []
        marks += [Plain(span=span, kind="hedge") for span in claim.markers]
        return tuple(
            drawn for drawn, here in drawn_plainly(text, marks) if any(mark.kind == "content" for mark in here)
        )


DECIDED: Mapping[str, str] = {CREDIBILITY: "credibility", NOTE: "note"}


def in_words(decision: Decision) -> Given:
    value = decision.value
    words = f"{value}, {DIGITS[value]}" if decision.kind == CREDIBILITY else str(value)
    if isinstance(value, Mapping):
        words = str(value.get("what", ""))
    return Given(
        decision=decision.id,
        kind=DECIDED.get(decision.kind, decision.kind),
        at=decision.at,
        who=decision.who,
        words=words,
    )
