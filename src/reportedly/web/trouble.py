"""What went wrong, said to whoever asked: as a page to people, as JSON to programs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from reportedly.ask.decisions import NotDone
from reportedly.ask.names import NoSuchName
from reportedly.ask.rows import DecisionRow
from reportedly.interfaces import CaseError, NotInCase, ReadOnlyCase
from reportedly.model import ReportedlyError
from reportedly.web.deciding import Overtaken, ReadOnly, is_ours
from reportedly.web.desk import StillComparing
from reportedly.web.drawing import draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What went wrong, and what to do about it."""

    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What somebody else decided meanwhile on the same thing; decided again with this `seen`, yours is kept."""

    detail: str
    others: tuple[DecisionRow, ...]
    seen: int


# What an interface may answer where something is asked for by a name or number that the case does not have.
NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Trouble, "description": "The case has no such thing"}}

STATUS: Mapping[type[ReportedlyError], int] = {
    NotInCase: 404,
    NoSuchName: 404,
    NotDone: 409,
    Overtaken: 409,
    ReadOnly: 403,
    ReadOnlyCase: 403,
    StillComparing: 503,
    CaseError: 503,  # damaged, deleted, in the hands of another program: it may well come back
}
HEADINGS: Mapping[int, str] = {
    400: "This cannot be asked so",
    403: "Not here",
    404: "Nothing there",
    405: "Not so",
    409: "Nothing was changed",
    503: "One moment",
}
TYPED: Mapping[str, str] = {"text": "Your note", "note": "Your note", "letter": "Your grade"}  # fields of forms
# Advice for who sits at a shell, and what to do on a page instead.
ON_A_PAGE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(shell), page)
    for shell, page in (
        (r"see them with: reportedly people CASE", "names are listed under Names"),
        (r"see them with: reportedly sources CASE", "sources are listed under Sources"),
        (r"see them with: reportedly search CASE", "reports are listed under Reports"),
        (r"see them with: reportedly figures CASE", "they are listed under Figures"),
        (r"see them with: reportedly decisions CASE --all", "they are listed under Decisions"),
        (r"see them with: reportedly claims CASE --report .*", "its claims stand beside its text"),
        (r"; name the one of a report: .*@REPORT", "; a spelling can be kept apart where a report has no other"),
        (r"`reportedly verify` names what is, a copy from a backup mends it", "whoever keeps the case can mend it"),
        (r"add its file with --again to mend it", "whoever keeps the case mends it by adding its file again"),
        (r"run the same command again", "decide again"),
        (r"; (make one|fill it) with: reportedly add .*", ""),
    )
)
WAIT = 5  # seconds until a page that was not ready is asked for again


def handle(app: FastAPI) -> None:
    app.add_exception_handler(ReportedlyError, our_own)
    app.add_exception_handler(HTTPException, of_the_web)
    app.add_exception_handler(RequestValidationError, badly_asked)


async def our_own(request: Request, error: Exception) -> Response:
    if isinstance(error, Overtaken):
        return await overtaken(request, error)
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    heading = "The case cannot be read" if type(error) not in STATUS and isinstance(error, CaseError) else None
    return told(request, status, said_on_a_page(str(error)), heading=heading)


def said_on_a_page(why: str) -> str:
    for shell, page in ON_A_PAGE:
        why = shell.sub(page, why)
    return why


async def overtaken(request: Request, error: Overtaken) -> Response:
    """What was decided meanwhile, beside what was about to be; nothing that somebody typed is lost."""
    if request.url.path.startswith("/api/"):
        answer = TakenOver(detail=str(error), others=error.others, seen=error.seen)
        return JSONResponse(asdict(answer), status_code=409)
    entered = [(name, value) for name, value in (await request.form()).multi_items() if isinstance(value, str)]
    told = dict(entered)
    back = told.get("back", "")
    return draw(
        request,
        "overtaken.html",
        status=409,
        others=error.others,
        meant=error.meant,
        typed=[(TYPED[name], value) for name, value in entered if name in TYPED and value.strip()],
        again=request.url.path,
        fields=[(name, value) for name, value in entered if name != "seen"] + [("seen", str(error.seen))],
        back=back if is_ours(back) else "/decisions",
    )


async def of_the_web(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    why = "There is no such page." if status == 404 else str(getattr(error, "detail", error))
    answer = told(request, status, why)
    answer.headers.update(getattr(error, "headers", None) or {})  # such as Allow: what would have been answered
    return answer


async def badly_asked(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    if request.url.path.startswith("/api/"):
        # As FastAPI tells it, in ASCII: what was sent is told with it, and may hold half of a pair of surrogates.
        return Response(
            json.dumps({"detail": jsonable_encoder(error.errors())}), status_code=422, media_type="application/json"
        )
    wrong = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
    return told(request, 400, wrong)


def told(request: Request, status: int, why: str, *, heading: str | None = None) -> Response:
    again = {"Retry-After": str(WAIT)} if status == 503 else {}
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": why}, status_code=status, headers=again)
    page = draw(
        request,
        "trouble.html",
        status=status,
        heading=heading or HEADINGS.get(status, "This did not work"),
        why=why,
        wait=WAIT if again else None,
    )
    page.headers.update(again)
    return page
