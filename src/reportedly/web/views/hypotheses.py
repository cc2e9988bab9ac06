"""Hypotheses: rival explanations, and what is said for and against each, origin by origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query
from fastapi import Path as InPath
from pydantic import Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response

from reportedly.ask.candidates import CANDIDATES, Candidate
from reportedly.ask.correcting import LONGEST_NAME
from reportedly.ask.hypotheses import (
    RATINGS,
    Cell,
    Evidence,
    Level,
    Matrix,
    Rating,
    Row,
    Standing,
    Tie,
    Whose,
    in_sentences,
)
from reportedly.ask.names import NoSuchName
from reportedly.web import addresses
from reportedly.web.deciding import back_to, decide
from reportedly.web.desk import Desk
from reportedly.web.drawing import draw
from reportedly.web.paging import Page, PageNumber, page_of
from reportedly.web.standing import Standing as CaseStanding
from reportedly.web.views.decisions import LARGEST_NUMBER, REFUSALS, Body, ToldDecision, of, told_now

api = APIRouter(tags=["hypotheses"])
pages = APIRouter()

SYMBOLS: Mapping[Rating, str] = {"CC": "++", "C": "+", "N": "0", "I": "−", "II": "−−"}
SAID_OF: Mapping[Whose, str] = {
    "named": "",
    "own voice": "in its own voice",
    "anonymous": "not named",
    "rumour": "rumour",
    "nobody": "nobody is named",
}
SIDES: Mapping[str, tuple[Rating, Rating]] = {"for": ("C", "CC"), "neither": ("N", "N"), "against": ("I", "II")}
EACH = 12  # claims shown of one origin
LAST_OFFERED = 20  # pages of what might be tied

Number = Annotated[int, InPath(ge=0, le=LARGEST_NUMBER, description="Number of the report in the case.")]
Part = Annotated[str, InPath(pattern=r"^[cf]\d{1,15}$", description='Id of a claim ("c3") or figure ("f2").')]
Id = Annotated[str, InPath(pattern=r"^[Hh]\d{1,6}$", description='Id of a hypothesis: "H1".')]
Title = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
Seen = Annotated[int | None, Form(ge=0, le=LARGEST_NUMBER)]
Back = Annotated[str | None, Form()]
Words = Annotated[str, Query(max_length=200)]


# ---------------------------------------------------------------- what comes in
class HypothesisBody(Body):
    title: Title = Field(description="What may have been so, in one sentence.")


class TieBody(Body):
    report: int = Field(ge=0, le=LARGEST_NUMBER, description="Number of the report in the case.")
    part: str = Field(pattern=r"^[cf]\d{1,15}$", description='Id of a claim ("c3") or figure ("f2").')
    hypothesis: str = Field(pattern=r"^[Hh]\d{1,6}$", description='"H1".')
    rating: Rating | None = Field(description="CC very consistent … II very inconsistent; null unties it.")
    relevance: Level = "medium"


# ---------------------------------------------------------------- what goes out
@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTie:
    hypothesis: str
    rating: Rating
    symbol: str
    words: str  # "very inconsistent"
    relevance: Level
    who: str
    at: str
    decision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEvidence:
    """A claim or figure that was tied, or may be."""

    report: int
    part: str
    outlet: str | None
    published: str | None
    words: str
    chain: tuple[str, ...]
    denied: bool
    origin: str
    whose: Whose
    ties: Mapping[str, ToldTie]
    address: str  # of its words in the report
    rate_at: str  # of the page that holds it against every hypothesis


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCell:
    rating: Rating
    symbol: str
    words: str
    relevance: Level
    inconsistency: float
    mixed: bool  # the same origin also says what points the other way
    ties: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    """An origin, whatever number of reports carries its word."""

    name: str
    whose: Whose
    said_of: str  # "in its own voice", "not named"; empty for somebody by name
    counted: bool
    grade: str | None
    credibility: Level
    reports: int
    independent: int
    cells: Mapping[str, ToldCell]
    evidence: tuple[ToldEvidence, ...]
    more: int  # claims not shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldHypothesis:
    id: str
    title: str
    who: str
    at: str
    place: int | None  # from 1, the least inconsistent; null where nothing is rated
    inconsistency: float
    rated: int  # origins
    against: int
    consistent: int
    missing: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldShift:
    """An origin without which the order would be another."""

    origin: str
    words: str  # "If the Interior Ministry were wrong, “B” would come before “A”."
    order: tuple[str, ...]
    leads: bool  # whether another hypothesis would lead


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    words: str
    leads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseTie:
    decision: int
    hypothesis: str
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesesView:
    """The matrix, its hypotheses from the least inconsistent on; it says what speaks against each, never what is so."""

    hypotheses: tuple[ToldHypothesis, ...]
    page: Page[ToldRow]
    shifts: tuple[ToldShift, ...]
    sensitivity: tuple[Sentence, ...]  # the shifts, those alike in one sentence
    cautions: tuple[str, ...]
    loose: tuple[LooseTie, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCandidate:
    what: str
    why: str
    sayings: tuple[ToldEvidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatesView:
    candidates: tuple[ToldCandidate, ...]
    page: int
    more: bool


# ---------------------------------------------------------------- as JSON
@api.get("/hypotheses")
def hypotheses_as_json(request: Request, page: PageNumber = 1) -> HypothesesView:
    """Rival explanations held against what is said: rows are origins, the least inconsistent hypothesis is first."""
    desk: Desk = request.app.state.desk
    return hypotheses_view(desk, desk.standing(), page)


@api.get("/hypotheses/candidates")
def candidates_as_json(
    request: Request,
    like: Annotated[str, Query(max_length=LONGEST_NAME, description="Claims that share words with this one.")] = "",
    page: Annotated[int, Query(ge=1, le=LAST_OFFERED)] = 1,
) -> CandidatesView:
    """What might be tied and is not yet: what most origins speak about, or what shares words."""
    desk: Desk = request.app.state.desk
    return candidates_view(desk, desk.standing(), like, page)


@api.post("/hypotheses", responses=REFUSALS, status_code=201)
def write_by_json(request: Request, body: HypothesisBody) -> ToldDecision:
    """Writes a hypothesis."""
    desk, who = of(request, body)
    return told_now(request, decide(desk, body.seen, lambda case: case.write_hypothesis(body.title, who=who)))


@api.put("/hypotheses/{hypothesis}", responses=REFUSALS)
def reword_by_json(request: Request, hypothesis: Id, body: HypothesisBody) -> ToldDecision:
    """Says a hypothesis better; what is tied to it stays."""
    desk, who = of(request, body)
    decision = decide(desk, body.seen, lambda case: case.reword_hypothesis(hypothesis, body.title, who=who))
    return told_now(request, decision)


@api.delete("/hypotheses/{hypothesis}", responses=REFUSALS)
def drop_by_json(
    request: Request, hypothesis: Id, seen: Annotated[int | None, Query(ge=0, le=LARGEST_NUMBER)] = None
) -> ToldDecision:
    """Takes a hypothesis out of the matrix; undoing the decision brings it back with its ties."""
    desk, who = of(request, Body())
    return told_now(request, decide(desk, seen, lambda case: case.drop_hypothesis(hypothesis, who=who)))


@api.post("/ties", responses=REFUSALS, status_code=201)
def tie_by_json(request: Request, body: TieBody) -> ToldDecision:
    """Says what a claim or figure does to a hypothesis."""
    desk, who = of(request, body)
    report = desk.standing().kept(body.report).id
    decision = decide(
        desk,
        body.seen,
        lambda case: case.tie(report, body.part, body.hypothesis, body.rating, body.relevance, who=who),
    )
    return told_now(request, decision)


# ---------------------------------------------------------------- as pages
@pages.get("/hypotheses")
def hypotheses_page(
    request: Request,
    page: PageNumber = 1,
    words: Words = "",
    offered: Annotated[int, Query(ge=1, le=LAST_OFFERED)] = 1,
) -> Response:
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    view = hypotheses_view(desk, standing, page)
    some = bool(view.hypotheses)
    return draw(
        request,
        "hypotheses.html",
        standing=standing,
        view=view,
        words=words,
        found=looked_up(desk, standing, words) if words.strip() else None,
        offered=candidates_view(desk, standing, "", offered) if some and not words.strip() else None,
        fixed=None,
    )


@pages.get("/hypotheses/{hypothesis}")
def hypothesis_page(
    request: Request, hypothesis: Id, words: Words = "", offered: Annotated[int, Query(ge=1, le=LAST_OFFERED)] = 1
) -> Response:
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    made = matrix_at(desk, standing)
    one = hypothesis_in(made, hypothesis)
    tied = tuple(told_evidence(each, standing) for row in made.rows for each in row.evidence if ties_to(each, one.id))
    return draw(
        request,
        "hypothesis.html",
        standing=standing,
        one=one,
        all_of_them=tuple(map(told_standing, made.standings)),
        sides={side: [each for each in tied if each.ties[one.id].rating in SIDES[side]] for side in SIDES},
        words=words,
        found=looked_up(desk, standing, words) if words.strip() else None,
        offered=candidates_view(desk, standing, one.title, offered) if not words.strip() else None,
        fixed=one,
    )


@pages.get("/hypotheses/tie/{number}/{part}")
def tie_page(request: Request, number: Number, part: Part) -> Response:
    """One claim or figure, held against every hypothesis."""
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    kept = standing.kept(number)
    with desk.at_hand() as case:
        made = case.hypotheses(standing.comparison)
        one = case.evidence_at(kept.id, part, standing.comparison)
    same = (each for row in made.rows for each in row.evidence if (each.report, each.part) == (one.report, one.part))
    tied = next(same, one)
    return draw(
        request,
        "hypotheses_tie.html",
        standing=standing,
        kept=kept,
        one=told_evidence(tied, standing),
        hypotheses=tuple(sorted(map(told_standing, made.standings), key=lambda each: int(each.id[1:]))),
    )


@pages.post("/hypotheses")
def write_by_form(
    request: Request,
    title: Annotated[str, Form(max_length=LONGEST_NAME)] = "",
    seen: Seen = None,
    back: Back = None,
) -> Response:
    desk, who = of(request, Body())
    decide(desk, seen, lambda case: case.write_hypothesis(title, who=who))
    return back_to(back, "/hypotheses")


@pages.post("/hypotheses/{hypothesis}")
def reword_by_form(
    request: Request,
    hypothesis: Id,
    title: Annotated[str, Form(max_length=LONGEST_NAME)] = "",
    seen: Seen = None,
    back: Back = None,
) -> Response:
    desk, who = of(request, Body())
    decide(desk, seen, lambda case: case.reword_hypothesis(hypothesis, title, who=who))
    return back_to(back, "/hypotheses")


@pages.post("/hypotheses/{hypothesis}/drop")
def drop_by_form(request: Request, hypothesis: Id, seen: Seen = None) -> Response:
    desk, who = of(request, Body())
    decide(desk, seen, lambda case: case.drop_hypothesis(hypothesis, who=who))
    return back_to("/hypotheses")


@pages.post("/hypotheses/tie/{number}/{part}")
def tie_by_form(
    request: Request,
    number: Number,
    part: Part,
    hypothesis: Annotated[str, Form(pattern=r"^[Hh]\d{1,6}$")],
    side: Annotated[Literal["for", "neither", "against", "untie"], Form()],
    strongly: Annotated[str, Form(max_length=10)] = "",
    relevance: Annotated[Level, Form()] = "medium",
    seen: Seen = None,
    back: Back = None,
) -> Response:
    desk, who = of(request, Body())
    report = desk.standing().kept(number).id
    rating = None if side == "untie" else SIDES[side][bool(strongly)]
    decide(desk, seen, lambda case: case.tie(report, part, hypothesis, rating, relevance, who=who))
    return back_to(back, "/hypotheses")


# ---------------------------------------------------------------- what is shown
def matrix_at(desk: Desk, standing: CaseStanding) -> Matrix:
    with desk.at_hand() as case:
        return case.hypotheses(standing.comparison)


def hypotheses_view(desk: Desk, standing: CaseStanding, page: int) -> HypothesesView:
    made = matrix_at(desk, standing)
    shown = page_of(made.rows, page)
    rows = tuple(told_row(row, standing) for row in shown.rows)
    return HypothesesView(
        hypotheses=tuple(map(told_standing, made.standings)),
        page=Page(rows=rows, number=shown.number, pages=shown.pages, total=shown.total),
        shifts=tuple(
            ToldShift(origin=one.origin, words=one.words, order=one.order, leads=one.leads) for one in made.shifts
        ),
        sensitivity=tuple(Sentence(words=words, leads=leads) for words, leads in in_sentences(made.shifts)),
        cautions=made.cautions,
        loose=tuple(
            LooseTie(decision=one.decision, hypothesis=one.hypothesis, who=one.who, why=one.why) for one in made.loose
        ),
    )


def candidates_view(desk: Desk, standing: CaseStanding, like: str, page: int) -> CandidatesView:
    with desk.at_hand() as case:
        found, more = case.candidates(standing.comparison, like=like.strip() or None, start=(page - 1) * CANDIDATES)
    return CandidatesView(
        candidates=tuple(told_candidate(one, standing) for one in found), page=page, more=more and page < LAST_OFFERED
    )


def looked_up(desk: Desk, standing: CaseStanding, words: str) -> tuple[ToldEvidence, ...]:
    with desk.at_hand() as case:
        return tuple(told_evidence(one, standing) for one in case.evidence(words, standing.comparison))


def hypothesis_in(made: Matrix, id_: str) -> ToldHypothesis:
    for one in made.standings:
        if one.hypothesis.id == id_.upper():
            return told_standing(one)
    raise NoSuchName(f"there is no hypothesis {id_}; it may have been dropped")


def ties_to(one: Evidence, hypothesis: str) -> bool:
    return any(tie.hypothesis == hypothesis for tie in one.ties)


def told_standing(one: Standing) -> ToldHypothesis:
    return ToldHypothesis(
        id=one.hypothesis.id,
        title=one.hypothesis.title,
        who=one.hypothesis.who,
        at=one.hypothesis.at,
        place=one.place,
        inconsistency=round(one.inconsistency, 2),
        rated=one.rated,
        against=one.against,
        consistent=one.consistent,
        missing=one.missing,
        address=addresses.hypothesis_at(one.hypothesis.id),
    )


def told_row(row: Row, standing: CaseStanding) -> ToldRow:
    return ToldRow(
        name=row.name,
        whose=row.whose,
        said_of=SAID_OF[row.whose],
        counted=row.counted,
        grade=row.grade,
        credibility=row.credibility,
        reports=row.reports,
        independent=row.independent,
        cells={hypothesis: told_cell(cell) for hypothesis, cell in row.cells.items()},
        evidence=tuple(told_evidence(one, standing) for one in row.evidence[:EACH]),
        more=max(0, len(row.evidence) - EACH),
    )


def told_cell(cell: Cell) -> ToldCell:
    return ToldCell(
        rating=cell.rating,
        symbol=SYMBOLS[cell.rating],
        words=RATINGS[cell.rating],
        relevance=cell.relevance,
        inconsistency=round(cell.inconsistency, 2),
        mixed=cell.mixed,
        ties=cell.ties,
    )


def told_evidence(one: Evidence, standing: CaseStanding) -> ToldEvidence:
    kept = standing.shelf.by_id[one.report]
    return ToldEvidence(
        report=kept.number,
        part=one.part,
        outlet=kept.outlet,
        published=kept.published,
        words=one.words,
        chain=one.chain,
        denied=one.denied,
        origin=one.origin.name,
        whose=one.origin.whose,
        ties={tie.hypothesis: told_tie(tie) for tie in one.ties},
        address=addresses.report_at(kept, one.part),
        rate_at=addresses.tie_at(kept, one.part),
    )


def told_tie(tie: Tie) -> ToldTie:
    return ToldTie(
        hypothesis=tie.hypothesis,
        rating=tie.rating,
        symbol=SYMBOLS[tie.rating],
        words=RATINGS[tie.rating],
        relevance=tie.relevance,
        who=tie.who,
        at=tie.at,
        decision=tie.decision,
    )


def told_candidate(one: Candidate, standing: CaseStanding) -> ToldCandidate:
    sayings = tuple(told_evidence(each, standing) for each in one.sayings if each.report in standing.shelf.by_id)
    return ToldCandidate(what=one.what, why=one.why, sayings=sayings)
