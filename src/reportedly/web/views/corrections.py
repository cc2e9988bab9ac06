"""Corrections: a claim or figure accepted, rejected or put right, beside what the machine read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from reportedly.ask import Case
from reportedly.ask.correcting import (
    LARGEST,
    LONGEST_NAME,
    MOST_LINKS,
    ClaimEdit,
    CorrectionRow,
    FigureEdit,
    Link,
    Stance,
    What,
    correction_rows,
    spans_found,
)
from reportedly.ask.decisions import NotDone
from reportedly.ask.names import NoSuchName
from reportedly.case.corrections import Corrected
from reportedly.export.visible import on_one_line, visible
from reportedly.interfaces import Decision, Kept
from reportedly.model import Certainty, Claim, Figure, Measure, SourceKind, Span
from reportedly.web.deciding import back_to, decide
from reportedly.web.desk import Desk
from reportedly.web.drawing import draw, report_name
from reportedly.web.views.decisions import LARGEST_NUMBER, REFUSALS, Body, ToldDecision, of, told_now

api = APIRouter(tags=["corrections"])
pages = APIRouter()

LONGEST_CONTENT = 20_000
PIECES = 50  # of a content
# "3,500" and "3 500" by threes only: whoever writes "3,5" does not mean 35.
AMOUNT = re.compile(r"-?(\d+|\d{1,3}([, \u00a0]\d{3})+)(\.\d+)?", re.ASCII)
Number = Annotated[int, InPath(ge=0, le=LARGEST_NUMBER, description="Number of the report in the case.")]
Part = Annotated[str, InPath(pattern=r"^[cf]\d{1,15}$", description='Id of a claim ("c3") or figure ("f2").')]


# ---------------------------------------------------------------- what comes in
class LinkBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    kind: SourceKind


class ClaimEditBody(BaseModel):
    """A claim as it should stand."""

    model_config = ConfigDict(extra="forbid")

    chain: list[LinkBody] = Field(max_length=MOST_LINKS, description="Outermost first; empty: the author's own voice.")
    certainty: Certainty
    stance: Stance = Field(description="Of the innermost source.")
    spans: list[tuple[int, int]] | None = Field(
        default=None, max_length=PIECES, description="The content, in code points of the text; left out, it stays."
    )


class FigureEditBody(BaseModel):
    """A figure as it should stand."""

    model_config = ConfigDict(extra="forbid")

    measure: Measure
    of: str | None = Field(default=None, max_length=LONGEST_NAME)
    place: str | None = Field(default=None, max_length=LONGEST_NAME)
    as_of_from: str | None = Field(default=None, max_length=10, description='A day, "2022-01-09".')
    as_of_to: str | None = Field(default=None, max_length=10)
    low: float | None = Field(default=None, ge=0, le=LARGEST)
    best: float | None = Field(default=None, ge=0, le=LARGEST)
    high: float | None = Field(default=None, ge=0, le=LARGEST)
    vague: str | None = Field(default=None, max_length=LONGEST_NAME, description='A word that is no number: "dozens".')


class CorrectionBody(Body):
    report: int = Field(ge=0, le=LARGEST_NUMBER, description="Number of the report in the case.")
    part: str = Field(pattern=r"^[cf]\d{1,15}$", description='Id of a claim ("c3") or figure ("f2").')
    what: What
    claim: ClaimEditBody | None = Field(default=None, description="How a corrected claim should stand.")
    figure: FigureEditBody | None = Field(default=None, description="How a corrected figure should stand.")


# ---------------------------------------------------------------- what goes out
@dataclass(frozen=True, slots=True, kw_only=True)
class LostCorrection:
    """A decision on what is no longer read in the report; it changes nothing."""

    decision: int
    what: str
    who: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsView:
    report: int
    title: str
    outlet: str | None
    claims: int  # as they stand
    figures: int
    claims_read: int  # as the machine read them
    figures_read: int
    corrections: tuple[CorrectionRow, ...]
    lost: tuple[LostCorrection, ...]


# ---------------------------------------------------------------- as JSON
@api.get("/corrections", responses={404: REFUSALS[404]})
def corrections_as_json(
    request: Request, report: Annotated[int, Query(ge=0, le=LARGEST_NUMBER, description="Number of the report.")]
) -> CorrectionsView:
    """What people decided on the claims and figures of a report, beside what the machine read there."""
    desk: Desk = request.app.state.desk
    kept = desk.standing().kept(report)
    return corrections_view(kept, laid_over(desk, kept))


@api.post("/corrections", responses=REFUSALS, status_code=201)
def correct_by_json(request: Request, body: CorrectionBody) -> ToldDecision:
    """Accepts, rejects or puts right a claim or figure."""
    return told_now(request, correct(request, body))


# ---------------------------------------------------------------- as pages
@pages.get("/corrections/{number}")
def corrections_page(request: Request, number: Number) -> Response:
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    kept = standing.kept(number)
    laid = laid_over(desk, kept)
    view = corrections_view(kept, laid)
    return draw(request, "correct_report.html", standing=standing, kept=kept, view=view, figures=laid.ledger.figures)


@pages.get("/corrections/{number}/{part}")
def correct_page(request: Request, number: Number, part: Part) -> Response:
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    kept = standing.kept(number)
    laid = laid_over(desk, kept)
    claim, figure = meant(laid, part)
    return draw(
        request,
        "correct_page.html",
        standing=standing,
        kept=kept,
        ledger=laid.ledger,
        claim=claim,
        figure=figure,
        corrections=by_part(laid),
        context=around(laid, claim, figure),
    )


Lines = Annotated[list[str], Form(max_length=MOST_LINKS + 4)]
Day = Annotated[str, Form(max_length=10)]
Words = Annotated[str, Form(max_length=LONGEST_NAME)]
Amount = Annotated[str, Form(max_length=40)]


@pages.post("/corrections/{number}/{part}")
def correct_by_form(
    request: Request,
    number: Number,
    part: Part,
    what: Annotated[What, Form()],
    name: Lines = [],  # noqa: B006 (FastAPI reads the default, nobody changes it)
    kind: Lines = [],  # noqa: B006
    certainty: Annotated[Certainty, Form()] = "certain",
    stance: Annotated[Stance, Form()] = "says so",
    content: Annotated[str | None, Form(max_length=LONGEST_CONTENT)] = None,
    measure: Annotated[Measure, Form()] = "other",
    of: Words = "",
    place: Words = "",
    as_of_from: Day = "",
    as_of_to: Day = "",
    low: Amount = "",
    best: Amount = "",
    high: Amount = "",
    vague: Words = "",
    seen: Annotated[int | None, Form(ge=0, le=LARGEST_NUMBER)] = None,
    back: Annotated[str | None, Form()] = None,
) -> Response:
    claim, figure = None, None
    if what == "corrected" and part.startswith("c"):
        desk: Desk = request.app.state.desk
        laid = laid_over(desk, desk.standing().kept(number))
        chain = tuple(Link(name=n, kind=k) for n, k in zip(name, kind, strict=False) if n.strip())  # type: ignore[arg-type]
        claim = ClaimEdit(chain=chain, certainty=certainty, stance=stance, spans=content_meant(laid, part, content))
    elif what == "corrected":
        figure = FigureEdit(
            measure=measure,
            of=of,
            place=place,
            as_of_from=as_of_from or None,
            as_of_to=as_of_to or None,
            low=amount_in(low),
            best=amount_in(best),
            high=amount_in(high),
            vague=vague,
        )
    keep(request, number, part, what, claim, figure, seen=seen, who=None)
    return back_to(back, f"/corrections/{number}/{part}")


# ---------------------------------------------------------------- deciding
def correct(request: Request, body: CorrectionBody) -> Decision:
    claim, figure = None, None
    if body.claim is not None:
        links = tuple(Link(name=one.name, kind=one.kind) for one in body.claim.chain)
        spans = None if body.claim.spans is None else tuple(Span(*span) for span in body.claim.spans)
        claim = ClaimEdit(chain=links, certainty=body.claim.certainty, stance=body.claim.stance, spans=spans)
    if body.figure is not None:
        told = body.figure.model_dump()
        figure = FigureEdit(**told | {name: whole(told[name]) for name in ("low", "best", "high")})
    return keep(request, body.report, body.part, body.what, claim, figure, seen=body.seen, who=body.who)


def keep(
    request: Request,
    number: int,
    part: str,
    what: What,
    claim: ClaimEdit | None,
    figure: FigureEdit | None,
    *,
    seen: int | None,
    who: str | None,
) -> Decision:
    desk, who = of_request(request, who)
    report = desk.standing().kept(number).id

    def decided(case: Case) -> Decision:
        if part.startswith("c"):
            return case.correct_claim(report, part, what, claim, who=who)
        return case.correct_figure(report, part, what, figure, who=who)

    return decide(desk, seen, decided)


def of_request(request: Request, who: str | None) -> tuple[Desk, str]:
    return of(request, Body(who=who))


def content_meant(laid: Corrected, part: str, content: str | None) -> tuple[Span, ...] | None:
    """The content in the words that somebody typed, a line for each piece; None where none were given."""
    claim, _ = meant(laid, part)
    if content is None or claim is None:
        return None
    text = laid.read.report.text
    shown = [visible(on_one_line(text[a:b])) for a, b in claim.spans]
    if content.split() == " ".join(shown).split():
        return claim.spans
    return spans_found(text, content.splitlines(), claim.spans)


def amount_in(written: str) -> int | float | None:
    told = written.replace(",", "").replace("\u00a0", "").replace(" ", "")
    if not told:
        return None
    if not AMOUNT.fullmatch(written.strip()):
        raise NotDone(f"“{written}” is no number; write it as 3500, 3,500 or 3.5")
    return whole(float(told))


def whole(number: float | None) -> int | float | None:
    return int(number) if number is not None and number == number // 1 and abs(number) < 2**53 else number


# ---------------------------------------------------------------- what is shown
def laid_over(desk: Desk, kept: Kept) -> Corrected:
    with desk.at_hand() as case:
        return case.corrections(kept.id)


def by_part(laid: Corrected) -> Mapping[str, CorrectionRow]:
    """What was decided, by the id of the claim or figure it is about."""
    return {row.part: row for row in correction_rows(laid)}


def corrections_of(desk: Desk, kept: Kept) -> Mapping[str, CorrectionRow]:
    """For pages that show a report or claim: what `correct_claim.html` tells as `corrections`."""
    return by_part(laid_over(desk, kept))


def corrections_view(kept: Kept, laid: Corrected) -> CorrectionsView:
    return CorrectionsView(
        report=kept.number,
        title=report_name(kept),
        outlet=kept.outlet,
        claims=len(laid.ledger.claims),
        figures=len(laid.ledger.figures),
        claims_read=len(laid.read.claims),
        figures_read=len(laid.read.figures),
        corrections=correction_rows(laid),
        lost=tuple(
            LostCorrection(decision=one.id, what=lost_in_words(one), who=one.who, at=one.at) for one in laid.lost
        ),
    )


def lost_in_words(decision: Decision) -> str:
    subject, value = decision.subject, decision.value
    what = value.get("what", "decided on") if isinstance(value, dict) else "decided on"
    return f"{subject.get('claim') or subject.get('figure') or 'a claim'} {what}"


def meant(laid: Corrected, part: str) -> tuple[Claim | None, Figure | None]:
    """The claim or figure as it stands; as it was read where it was rejected."""
    if part.startswith("c"):
        standing = next((one for one in laid.ledger.claims if one.id == part), None)
        claim = standing or laid.claim_read(part)
        if claim is not None:
            return claim, None
    else:
        there = next((one for one in laid.ledger.figures if one.id == part), None)
        figure = there or laid.figure_read(part)
        if figure is not None:
            return None, figure
    raise NoSuchName(f"{laid.read.report.where} has no {part}; its claims and figures are listed with it")


AROUND = 240  # characters of the text on each side of what is put right


def around(laid: Corrected, claim: Claim | None, figure: Figure | None) -> tuple[tuple[str, bool], ...]:
    """The text around a claim or figure, piece by piece; True for what it stands on."""
    text = laid.read.report.text
    spans = claim.spans if claim else (figure.span,) if figure else ()
    if not spans:
        return ()
    at = max(0, spans[0].start - AROUND)
    at = text.find(" ", at, spans[0].start) + 1 or at if at else 0  # no half words
    pieces = [("… ", False)] if at else []
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    end = text.rfind(" ", at, at + AROUND) if len(text) > at + AROUND else len(text)
    behind = text[at : max(at, end)]
    return (*pieces, (behind + (" …" if at + len(behind) < len(text) else ""), False))
