"""All reports of the case: the newest first while they come in, and by what they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from reportedly.ask.names import folded
from reportedly.interfaces import Kept
from reportedly.web import addresses
from reportedly.web.desk import Desk
from reportedly.web.drawing import day, draw, report_name
from reportedly.web.paging import Page, PageNumber, page_of
from reportedly.web.standing import Standing

api = APIRouter(tags=["reports"])
pages = APIRouter()

Order = Literal["added", "published", "published-first"]
ORDERS: Mapping[Order, str] = {
    "added": "last added first",
    "published": "last published first",
    "published-first": "first published first",
}
DAY = r"^(\d{4}-\d{2}-\d{2})?$"
Day = Annotated[str | None, Query(pattern=DAY, description="A day such as 2022-01-09.")]
MOST_HITS = 5000  # of a search that reports are picked by


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    number: int
    id: str
    title: str
    outlet: str | None
    published: str | None
    added: str
    language: str | None
    claims: int
    figures: int
    copy_of: str | None  # number and outlet of the report that it was made from
    compared: bool  # whether the comparison knows it yet
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsFilter:
    outlet: str | None
    language: str | None
    since: str | None
    until: str | None
    words: str | None
    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsView:
    page: Page[ReportRow]
    asked: ReportsFilter
    outlets: tuple[str, ...]
    languages: tuple[str, ...]


# ---------------------------------------------------------------- as JSON
@api.get("/reports")
def reports_as_json(
    request: Request,
    outlet: str | None = None,
    language: str | None = None,
    since: Day = None,
    until: Day = None,
    words: str | None = None,
    order: Order = "added",
    page: PageNumber = 1,
) -> ReportsView:
    """Reports by outlet, language (ISO 639-1), day of publication (both ends included) and words of their text."""
    asked = ReportsFilter(outlet=outlet, language=language, since=since, until=until, words=words, order=order)
    return reports_view(request.app.state.desk, asked, page)


# ---------------------------------------------------------------- as a page
@pages.get("/reports")
def reports_page(
    request: Request,
    outlet: str | None = None,
    language: str | None = None,
    since: Day = None,
    until: Day = None,
    words: str | None = None,
    order: Order = "added",
    page: int = Query(default=1, ge=1),
) -> Response:
    desk: Desk = request.app.state.desk
    asked = ReportsFilter(outlet=outlet, language=language, since=since, until=until, words=words, order=order)
    view = reports_view(desk, asked, page)
    return draw(request, "reports.html", standing=desk.standing(), view=view, orders=ORDERS)


# ---------------------------------------------------------------- what it shows
def reports_view(desk: Desk, asked: ReportsFilter, page: int) -> ReportsView:
    standing = desk.standing()
    reports = standing.shelf.reports
    hits: set[str] | None = None
    if (asked.words or "").strip():
        with desk.at_hand() as case:
            hits = {hit.report for hit in case.search(asked.words or "", limit=MOST_HITS)}
    fitting = [kept for kept in reports if fits(kept, asked) and (hits is None or kept.id in hits)]
    fitting.sort(key=lambda kept: (kept.published or "", kept.number) if asked.order != "added" else ("", kept.number))
    if asked.order != "published-first":
        fitting.reverse()
    shown = page_of(fitting, page)
    rows = tuple(row_of(kept, standing) for kept in shown.rows)
    return ReportsView(
        page=Page(rows=rows, number=shown.number, pages=shown.pages, total=shown.total),
        asked=asked,
        outlets=tuple(sorted({kept.outlet for kept in reports if kept.outlet}, key=str.casefold)),
        languages=tuple(one for one, _ in Counter(kept.language for kept in reports if kept.language).most_common()),
    )


def fits(kept: Kept, asked: ReportsFilter) -> bool:
    published = day(kept.published)
    return (
        (not asked.outlet or folded(kept.outlet or "") == folded(asked.outlet))
        and (not asked.language or kept.language == asked.language)
        and (not asked.since or published >= asked.since)
        and (not asked.until or "" < published <= asked.until)
    )


def row_of(kept: Kept, standing: Standing) -> ReportRow:
    made_from = standing.compared.copies_of.get(kept.id, ())
    copies = [one for one in made_from if one.b == kept.id and one.kind != "shared_text"]
    from_ = standing.shelf.by_id.get(copies[0].a) if copies else None
    return ReportRow(
        number=kept.number,
        id=kept.id,
        title=report_name(kept),
        outlet=kept.outlet,
        published=kept.published,
        added=kept.added,
        language=kept.language,
        claims=kept.claims,
        figures=kept.figures,
        copy_of=f"{from_.number}, {from_.outlet or report_name(from_)}" if from_ else None,
        compared=kept.id in standing.compared.reports,
        address=addresses.report_at(kept),
    )
