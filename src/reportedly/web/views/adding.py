"""A claim that nobody read, added by a person: the words of a paragraph, found there letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reportedly.ask import Case
from reportedly.ask.adding import NewClaim, NewLink, span_of_words
from reportedly.ask.correcting import LONGEST_NAME, MOST_LINKS, Stance
from reportedly.ask.decisions import NotDone
from reportedly.export.marking import paragraphs
from reportedly.interfaces import Decision, Kept
from reportedly.model import Certainty, Ledger, SourceKind, Span
from reportedly.web import addresses
from reportedly.web.deciding import decide
from reportedly.web.desk import Desk
from reportedly.web.drawing import draw
from reportedly.web.trouble import said_on_a_page
from reportedly.web.views.corrections import LONGEST_CONTENT, PIECES, by_part, laid_over
from reportedly.web.views.decisions import LARGEST_NUMBER, REFUSALS, Body, ToldDecision, of, told_now

api = APIRouter(tags=["corrections"])
pages = APIRouter()

ROWS = 3  # for sources, at first
LONGEST_WORDS = 1_000  # of a source or cue, with what is around them
Number = Annotated[int, InPath(ge=0, le=LARGEST_NUMBER, description="Number of the report in the case.")]
PlaceSpan = tuple[Annotated[int, Field(ge=0, le=LARGEST_NUMBER)], Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]]


# ---------------------------------------------------------------- what comes in
class NewLinkBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    kind: SourceKind
    mention: PlaceSpan | None = Field(default=None, description="Where the text names it, in code points.")
    cue: list[PlaceSpan] = Field(default=[], max_length=PIECES, description="Words that say that it says so.")


class NewClaimBody(Body):
    report: int = Field(ge=0, le=LARGEST_NUMBER, description="Number of the report in the case.")
    spans: list[PlaceSpan] = Field(
        min_length=1, max_length=PIECES, description="The content, in code points of the text, in its order."
    )
    chain: list[NewLinkBody] = Field(
        default=[], max_length=MOST_LINKS, description="Outermost first; empty: the author's own voice, or nobody."
    )
    cue: list[PlaceSpan] = Field(default=[], max_length=PIECES, description="Of a claim on nobody's word.")
    certainty: Certainty = "certain"
    stance: Stance = Field(default="says so", description="Of the innermost source.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLink:
    """A source as somebody typed it."""

    words: str = ""  # of the paragraph that name it
    name: str = ""  # what it is called, where these words do not tell
    kind: SourceKind = "organisation"
    cue: str = ""

    @property
    def empty(self) -> bool:
        return not (self.words.strip() or self.name.strip() or self.cue.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A claim as somebody typed it, to be shown again where it could not be kept."""

    content: str = ""
    links: tuple[TypedLink, ...] = ()
    certainty: Certainty = "certain"
    stance: Stance = "says so"


# ---------------------------------------------------------------- as JSON
@api.post("/corrections/claims", responses=REFUSALS, status_code=201)
def add_by_json(request: Request, body: NewClaimBody) -> ToldDecision:
    """Adds a claim that was not read in a report; it stays when the report is read again, and is undone as a decision.

    Its id is told by `/corrections`, under the number of the decision.
    """
    links = tuple(
        NewLink(
            name=one.name,
            kind=one.kind,
            mention=Span(*one.mention) if one.mention else None,
            cue=tuple(Span(*span) for span in one.cue),
        )
        for one in body.chain
    )
    new = NewClaim(
        spans=tuple(Span(*span) for span in body.spans),
        chain=links,
        cue=tuple(Span(*span) for span in body.cue),
        certainty=body.certainty,
        stance=body.stance,
    )
    desk, who = of(request, body)
    return told_now(request, keep(desk, body.report, new, who=who, seen=body.seen))


# ---------------------------------------------------------------- as pages
At = Annotated[int, Query(ge=0, le=LARGEST_NUMBER)]


@pages.get("/corrections/{number}/add")
def add_page(request: Request, number: Number, at: At = 0) -> Response:
    return drawn(request, number, at, Typed())


Lines = Annotated[list[str], Form(max_length=MOST_LINKS)]
Kinds = Annotated[list[SourceKind], Form(max_length=MOST_LINKS)]


@pages.post("/corrections/{number}/add")
def add_by_form(
    request: Request,
    number: Number,
    at: Annotated[int, Form(ge=0, le=LARGEST_NUMBER)],
    content: Annotated[str, Form(max_length=LONGEST_CONTENT)] = "",
    words: Lines = [],  # noqa: B006 (FastAPI reads the default, nobody changes it)
    name: Lines = [],  # noqa: B006
    kind: Kinds = [],  # noqa: B006
    cue: Lines = [],  # noqa: B006
    certainty: Annotated[Certainty, Form()] = "certain",
    stance: Annotated[Stance, Form()] = "says so",
    seen: Annotated[int | None, Form(ge=0, le=LARGEST_NUMBER)] = None,
) -> Response:
    typed = Typed(content=content, links=typed_links(words, name, kind, cue), certainty=certainty, stance=stance)
    desk, who = of(request, Body())
    kept = desk.standing().kept(number)
    try:
        new = meant(ledger_of(desk, kept), at, typed)
        decision = keep(desk, number, new, who=who, seen=seen)
    except NotDone as error:  # shown beside what was typed, so that nothing of it is lost
        return drawn(request, number, at, typed, why=said_on_a_page(str(error)))
    return RedirectResponse(addresses.report_at(kept, added_by(desk, kept, decision)), status_code=303)


def typed_links(
    words: Sequence[str], names: Sequence[str], kinds: Sequence[SourceKind], cues: Sequence[str]
) -> tuple[TypedLink, ...]:
    rows = zip_longest(words, names, kinds, cues)
    links = (TypedLink(words=w or "", name=n or "", kind=k or "organisation", cue=c or "") for w, n, k, c in rows)
    return tuple(one for one in links if not one.empty)


# ---------------------------------------------------------------- deciding
def keep(desk: Desk, number: int, new: NewClaim, *, who: str, seen: int | None) -> Decision:
    report = desk.standing().kept(number).id

    def add(case: Case) -> Decision:
        return case.add_claim(report, new, who=who)

    return decide(desk, seen, add)


def meant(ledger: Ledger, at: int, typed: Typed) -> NewClaim:
    """What was typed, with the places where it stands in the paragraph; raises `NotDone` where it does not so."""
    text, paragraph = ledger.report.text, paragraph_at(ledger.report.text, at)
    spans: list[Span] = []
    for piece in typed.content.splitlines():
        if piece.strip():
            spans.append(span_of_words(text, paragraph, piece, after=spans[-1].end if spans else None))
    if not spans:
        raise NotDone("say what is claimed, in words of this paragraph")

    def found(written: str) -> Span | None:
        return span_of_words(text, paragraph, written) if written.strip() else None

    named = [one for one in typed.links if one.words.strip() or one.name.strip()]
    unnamed = [one for one in typed.links if one not in named]
    if named and unnamed:
        raise NotDone(f"“{unnamed[0].cue.strip()}” is nobody's cue: say whose it is, or leave it out")
    return NewClaim(
        spans=tuple(spans),
        chain=tuple(link_meant(text, one, found(one.words), found(one.cue)) for one in named),
        cue=tuple(span for one in unnamed if (span := found(one.cue)) is not None),
        certainty=typed.certainty,
        stance=typed.stance,
    )


def link_meant(text: str, typed: TypedLink, mention: Span | None, cue: Span | None) -> NewLink:
    name = typed.name.strip() or (text[slice(*mention)] if mention else "")
    return NewLink(name=name, kind=typed.kind, mention=mention, cue=(cue,) if cue else ())


def added_by(desk: Desk, kept: Kept, decision: Decision) -> str | None:
    """The id of the claim that a decision added."""
    rows = by_part(laid_over(desk, kept)).values()
    return next((row.part for row in rows if row.decision == decision.id), None)


# ---------------------------------------------------------------- what is shown
def ledger_of(desk: Desk, kept: Kept) -> Ledger:
    return laid_over(desk, kept).ledger


def drawn(request: Request, number: int, at: int, typed: Typed, *, why: str | None = None) -> Response:
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    kept = standing.kept(number)
    ledger = ledger_of(desk, kept)
    text = ledger.report.text
    stretches = list(paragraphs(text)) or [Span(0, len(text))]
    here = paragraph_at(text, at)
    place = stretches.index(here)
    rows = (*typed.links, *(TypedLink() for _ in range(max(1, ROWS - len(typed.links)))))
    return draw(
        request,
        "add_claim.html",
        status=409 if why else 200,
        standing=standing,
        kept=kept,
        words=text[slice(*here)],
        start=here.start,
        place=place + 1,
        paragraphs=len(stretches),
        previous_at=stretches[place - 1].start if place else None,
        next_at=stretches[place + 1].start if place + 1 < len(stretches) else None,
        there=[one for one in ledger.claims if any(here.start <= span.start < here.end for span in one.spans)],
        ledger=ledger,
        typed=typed,
        links=rows[:MOST_LINKS],
        why=why,
    )


def paragraph_at(text: str, at: int) -> Span:
    """The paragraph that holds a place of the text; the last one where it ends before that."""
    stretches = list(paragraphs(text)) or [Span(0, len(text))]
    return next((one for one in stretches if at < one.end), stretches[-1])
