"""Search over everything at once: the texts, the names, the figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from reportedly.ask.case import holds_words
from reportedly.ask.rows import HitRow
from reportedly.compare.in_words import value
from reportedly.comparison import Series
from reportedly.model import Ledger
from reportedly.web import addresses
from reportedly.web.desk import Desk
from reportedly.web.drawing import draw, report_name
from reportedly.web.paging import LAST_PAGE
from reportedly.web.quoting import ledgers_of, part_at
from reportedly.web.standing import Standing
from reportedly.web.views.names import NameRow, called, row_of, weight

api = APIRouter(tags=["search"])
pages = APIRouter()

HITS_A_PAGE = 50
MOST_NAMES = 12
MOST_SERIES = 12
LONGEST = 200  # characters of what is searched for
NUMBER = re.compile(r"\d[\d,. ]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Part of the words around a hit; `hit` where it is what was searched for."""

    words: str
    hit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    title: str
    outlet: str | None
    published: str | None
    around: tuple[Piece, ...]
    start: int | None  # of the first place in the text; null where only title or outlet hold the words
    end: int | None
    report: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSeries:
    words: str
    values: tuple[str, ...]  # those that fit a number searched for, else the last ones
    reports: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    words: str
    reports: tuple[Hit, ...]
    page: int
    more: bool  # whether there is a next page
    names: tuple[NameRow, ...]
    names_in_all: int
    series: tuple[FoundSeries, ...]
    series_in_all: int


# ---------------------------------------------------------------- as JSON
@api.get("/search")
def search_as_json(
    request: Request,
    words: str = Query(max_length=LONGEST, description='Words; "in quotes" they stand together, wor* begins so.'),
    page: int = Query(default=1, ge=1, le=LAST_PAGE),
) -> SearchView:
    """Reports with all of the words in text, title or outlet, names with them in any spelling, figures that fit."""
    return search_view(request.app.state.desk, words, page)


# ---------------------------------------------------------------- as a page
@pages.get("/search")
def search_page(
    request: Request,
    words: str = Query(default="", max_length=LONGEST),
    page: int = Query(default=1, ge=1, le=LAST_PAGE),
) -> Response:
    desk: Desk = request.app.state.desk
    view = search_view(desk, words, page)
    return draw(request, "search.html", standing=desk.standing(), view=view)


# ---------------------------------------------------------------- what it shows
def search_view(desk: Desk, words: str, page: int) -> SearchView:
    standing = desk.standing()
    words = " ".join(words.replace("\0", " ").split())
    from_ = (page - 1) * HITS_A_PAGE
    hits: list[HitRow] = []
    if words:
        with desk.at_hand() as case:
            limit = from_ + HITS_A_PAGE + 1
            hits = list(islice(case.search(words, limit=limit), from_, limit))
    hits = [hit for hit in hits if hit.report in standing.shelf.by_id]
    ledgers = ledgers_of(desk, (hit.report for hit in hits[:HITS_A_PAGE]))
    plain = words.replace('"', " ").replace("*", " ").strip()
    names = sorted((one for one in standing.comparison.entities if plain and called(one, plain)), key=weight)
    series = list(fitting(standing, plain)) if plain else []
    maybes = {side for maybe in standing.comparison.maybes for side in (maybe.a, maybe.b)}
    return SearchView(
        words=words,
        reports=tuple(hit_of(hit, words, ledgers[hit.report], standing) for hit in hits[:HITS_A_PAGE]),
        page=page,
        more=len(hits) > HITS_A_PAGE,
        names=tuple(row_of(one, int(one.id in maybes), standing) for one in names[:MOST_NAMES]),
        names_in_all=len(names),
        series=tuple(series[:MOST_SERIES]),
        series_in_all=len(series),
    )


def hit_of(hit: HitRow, words: str, ledger: Ledger, standing: Standing) -> Hit:
    kept = standing.shelf.by_id[hit.report]
    return Hit(
        title=report_name(kept),
        outlet=kept.outlet,
        published=kept.published,
        around=tuple(pieces(hit.around, words)),
        start=hit.start,
        end=hit.end,
        report=kept.number,
        address=addresses.report_at(kept, part_at(ledger, hit.start, hit.end)),
    )


def pieces(text: str, words: str) -> Iterator[Piece]:
    """The text cut where the words searched for begin and end."""
    asked = [one.replace("*", "").strip() for one in re.findall(r'"[^"]*"|\S+', words)]
    wanted = [re.escape(one.strip('"')) for one in asked if one.strip('" ')]
    if not wanted:
        yield Piece(words=text, hit=False)
        return
    last = 0
    for found in re.finditer(rf"(?<!\w)(?:{'|'.join(wanted)})\w*", text, re.IGNORECASE):
        if found.start() > last:
            yield Piece(words=text[last : found.start()], hit=False)
        yield Piece(words=found.group(), hit=True)
        last = found.end()
    if last < len(text):
        yield Piece(words=text[last:], hit=False)


def fitting(standing: Standing, words: str) -> Iterator[FoundSeries]:
    """Series of which a statement gives a number searched for, or whose description holds the words."""
    numbers = {int(digits) for one in NUMBER.findall(words) if (digits := re.sub(r"\D", "", one)) and len(digits) < 16}
    other = NUMBER.sub(" ", words).strip()
    for series in standing.comparison.series:
        told = standing.compared.counted(series)
        if other and not holds_words(f"{told} {series.measure} {series.of}", other):
            continue
        values = [one for one in series.statements if numbers & {one.low, one.best, one.high}]
        if numbers and not values:
            continue
        if numbers or other:
            yield found_series(series, told, [value(one) for one in values or series.statements[-3:]], standing)


def found_series(series: Series, told: str, values: list[str], standing: Standing) -> FoundSeries:
    first = series.statements[0]
    return FoundSeries(
        words=told,
        values=tuple(dict.fromkeys(values)),
        reports=len({one.report for one in series.statements}),
        address=addresses.series_at(standing.shelf.by_id[first.report], first.figure),
    )
