"""How pages are drawn: Jinja templates that escape everything, with the words and addresses that they share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from reportedly import __version__
from reportedly.ask import correcting
from reportedly.compare.in_words import number_of, value
from reportedly.export.visible import on_one_line, visible
from reportedly.interfaces import Kept
from reportedly.web import addresses
from reportedly.web.deciding import is_ours, who_decides
from reportedly.web.desk import Desk
from reportedly.web.standing import Moment

# What is offered at the top of every page: address, word, what it is for.
PLACES: tuple[tuple[str, str, str], ...] = (
    ("/", "Case", "what is here and what is new"),
    ("/figures", "Figures", "how each number moved"),
    ("/sources", "Sources", "who is quoted and who passes on"),
    ("/reports", "Reports", "all reports, to read"),
    ("/claims", "Claims", "who says what"),
    ("/names", "Names", "persons, bodies, places"),
    ("/copies", "Copies", "which reports were made from which"),
    ("/conflicts", "Conflicts", "what contradicts what"),
    ("/doubts", "Doubts", "what a person should look at"),
    ("/hypotheses", "Hypotheses", "rival explanations"),
    ("/decisions", "Decisions", "who decided what"),
)


@cache
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("reportedly.web", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=shown,
    )
    made.filters |= {
        "counted": number_of,  # 3 | counted("report")
        "day": day,
        "moment": moment,
        "report_name": report_name,
        "statement_value": value,
        "one_line": on_one_line,
    }
    made.globals |= {"correcting": correcting, "at": addresses, "static": static, "version": __version__}
    return made


def shown(value: Any) -> Any:
    """What a template prints, with characters that would not show, or would turn their neighbours, made visible."""
    if type(value) is str:  # not Markup, which a template made itself
        return visible(value)
    return "" if value is None else value


def draw(
    request: Request, template: str, *, standing: Moment | None = None, status: int = 200, **told: Any
) -> HTMLResponse:
    """A page: `told` for its template, and around it what every page shows."""
    desk: Desk = request.app.state.desk
    page = (
        environment()
        .get_template(template)
        .render(
            **told,
            **frame(request, desk, standing),
        )
    )
    return HTMLResponse(page, status_code=status)


def frame(request: Request, desk: Desk, standing: Moment | None) -> Mapping[str, Any]:
    path = request.url.path
    here = path + (f"?{request.url.query}" if request.url.query else "")
    places = [{"path": at, "word": word, "why": why, "here": is_under(path, at)} for at, word, why in PLACES]
    return {
        "places": places,
        "case_name": desk.settings.case.stem,
        "read_only": desk.settings.read_only,
        "who": who_decides(request),
        "here": here if is_ours(here) else "/",
        "behind": standing.behind if standing else 0,
        "seen": standing.seen if standing else None,
        "state": standing.fingerprint if standing else "",
    }


def is_under(path: str, place: str) -> bool:
    return path == place or (place != "/" and path.startswith(place + "/"))


# ---------------------------------------------------------------- words
def day(moment: str | None) -> str:
    """ "2022-01-09" of "2022-01-09T06:30:00Z"."""
    return (moment or "")[:10]


def moment(moment: str | None) -> str:
    """ "2022-01-09 06:30" of "2022-01-09T06:30:00Z"; midnight is taken for a day without an hour."""
    told = moment or ""
    day, _, hour = told.partition("T")
    return day if hour[:5] in ("", "00:00") else f"{day} {hour[:5]}"


def report_name(kept: Kept) -> str:
    """Its title, else its file."""
    return on_one_line(kept.title or "") or PurePath(kept.where).name or kept.where


@cache
def static(name: str) -> str:
    """The address of a file of ours, which changes with its contents: it may be kept by the browser for good."""
    content = (files("reportedly.web") / "static" / name).read_bytes()
    return f"/static/{name}?{sha256(content).hexdigest()[:12]}"
