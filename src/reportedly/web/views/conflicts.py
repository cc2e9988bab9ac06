"""Conflicts as a work list: what cannot both be so, what only seems not to, and what people settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from reportedly.ask.case import holds_words
from reportedly.ask.decisions import HOW
from reportedly.ask.pairs import conflict_rows, each_once
from reportedly.ask.rows import ConflictRow
from reportedly.ask.settling import Settled
from reportedly.ask.settling import place as place_of
from reportedly.comparison import AgreementKind, Comparison, ConflictKind, Ref
from reportedly.web import addresses
from reportedly.web.desk import Desk
from reportedly.web.drawing import draw
from reportedly.web.paging import Page, PageNumber, page_of
from reportedly.web.quoting import Quote, ledgers_of, quoted
from reportedly.web.standing import Compared, Standing
from reportedly.web.views.names import Tab

api = APIRouter(tags=["conflicts"])
pages = APIRouter()

Which = Literal["open", "settled", "seeming"]
AT_ONCE = 25  # each shows two reports
KINDS: Mapping[str, str] = {
    "number": "two numbers",
    "denial": "said and denied",
    "actor": "who it was",
    "place": "where",
    "time": "when",
    "attribution": "whose word",
    "subset": "a part of the other",
    "later": "a later count",
    "other_scope": "another scope",
    "breakdown": "broken down",
    "vague": "a vague number",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HowSettled:
    how: str  # a_stands b_stands both_stand cannot_be_told
    words: str  # "Daylight News stands"
    note: str
    who: str
    at: str
    decision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldConflict:
    """A conflict with its two places; several pairs of reports may carry it, the first of them is shown."""

    kind: ConflictKind | AgreementKind
    reason: str
    a: Quote
    b: Quote
    pairs: int
    beside: str | None  # address of both reports side by side
    settled: HowSettled | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictsView:
    which: Which
    kind: str | None
    words: str | None
    page: Page[ToldConflict]
    tabs: tuple[Tab, ...]
    kinds: tuple[Tab, ...]


# ---------------------------------------------------------------- as JSON
@api.get("/conflicts")
def conflicts_as_json(
    request: Request,
    which: Which = "open",
    kind: ConflictKind | AgreementKind | None = None,
    words: str | None = None,
    page: PageNumber = 1,
) -> ConflictsView:
    """What cannot both be so, with both places, and what only seems so; `words` begin words of the reason."""
    return conflicts_view(request.app.state.desk, which, kind, words, page)


# ---------------------------------------------------------------- as a page
@pages.get("/conflicts")
def conflicts_page(
    request: Request,
    which: Which = "open",
    kind: str | None = None,
    words: str | None = None,
    page: int = Query(default=1, ge=1),
) -> Response:
    desk: Desk = request.app.state.desk
    view = conflicts_view(desk, which, kind, words, page)
    return draw(request, "conflicts.html", standing=desk.standing(), view=view, kinds=KINDS)


# ---------------------------------------------------------------- what it shows
def conflicts_view(desk: Desk, which: Which, kind: str | None, words: str | None, page: int) -> ConflictsView:
    standing = desk.standing()
    kind, words = kind or None, (words or "").strip() or None
    with desk.at_hand() as case:
        settled = case.settled()
    sorted_out = once_sorted_out(standing.compared, settled)
    here = [one for one in sorted_out[which] if holds_words(one.reason, words)]
    shown = page_of([one for one in here if kind in (None, one.kind)], page, most=AT_ONCE)
    ledgers = ledgers_of(desk, (report for row in shown.rows for report in (row.a, row.b)))
    told = tuple(
        told_conflict(
            row, quoted(a, ledgers[a.report], standing), quoted(b, ledgers[b.report], standing), settled, standing
        )
        for row in shown.rows
        for a, b in (sides(row),)
    )
    counts = Counter(one.kind for one in here)
    titles: Mapping[Which, str] = {"open": "Open", "settled": "Settled", "seeming": "Only seem to be"}
    return ConflictsView(
        which=which,
        kind=kind,
        words=words,
        page=Page(rows=told, number=shown.number, pages=shown.pages, total=shown.total),
        tabs=tuple(
            Tab(
                words=title,
                address=addresses.with_query("/conflicts", which=one, words=words),
                count=len(sorted_out[one]),
                here=one == which,
            )
            for one, title in titles.items()
        ),
        kinds=(
            Tab(
                words="all kinds",
                address=addresses.with_query("/conflicts", which=which, words=words),
                count=len(here),
                here=kind is None,
            ),
            *(
                Tab(
                    words=title,
                    address=addresses.with_query("/conflicts", which=which, kind=one, words=words),
                    count=counts[one],  # type: ignore[index]
                    here=one == kind,
                )
                for one, title in KINDS.items()
                if counts[one]  # type: ignore[index]
            ),
        ),
    )


def once_sorted_out(compared: Compared, settled: Sequence[Settled]) -> Mapping[Which, list[ConflictRow]]:
    return compared.once("conflicts", settled, lambda: sort_out(compared.comparison, settled))


def sort_out(comparison: Comparison, settled: Sequence[Settled]) -> Mapping[Which, list[ConflictRow]]:
    """Conflicts that are open, those that people settled, the last first, and what only seems to be one.

    A conflict that several pairs carry is settled with any of them: that pair then stands for it.
    """
    found: dict[Which, list[ConflictRow]] = {"open": [], "settled": [], "seeming": []}
    order = {frozenset((one.a, one.b)): place for place, one in enumerate(settled)}

    def settled_at(row: ConflictRow) -> int | None:
        return order.get(frozenset(map(place_of, sides(row)))) if row.conflict else None

    rows = sorted(conflict_rows(comparison, seeming=True), key=lambda row: settled_at(row) is None)
    for row in each_once(rows, comparison):
        if not row.conflict:
            found["seeming"].append(row)
        elif settled_at(row) is not None:
            found["settled"].append(row)
        else:
            found["open"].append(row)
    found["settled"].sort(key=lambda row: -(settled_at(row) or 0))
    return found


def sides(row: ConflictRow) -> tuple[Ref, Ref]:
    return (
        Ref(report=row.a, claim=row.a_claim, figure=row.a_figure),
        Ref(report=row.b, claim=row.b_claim, figure=row.b_figure),
    )


def told_conflict(row: ConflictRow, a: Quote, b: Quote, settled: Iterable[Settled], standing: Standing) -> ToldConflict:
    places = sides(row)
    how = next(
        (settled_in_words(one, how, a, b) for one in settled if (how := one.seen_from(*places)) is not None), None
    )
    reports = standing.shelf.by_id
    return ToldConflict(
        kind=row.kind,
        reason=row.reason,
        a=a,
        b=b,
        pairs=row.pairs,
        beside=addresses.beside_at(reports[row.a], reports[row.b]) if row.a != row.b else None,
        settled=how if row.conflict else None,
    )


def settled_in_words(one: Settled, how: str, a: Quote, b: Quote) -> HowSettled:
    words = {"a_stands": f"{a.outlet or a.title} stands", "b_stands": f"{b.outlet or b.title} stands"}
    return HowSettled(
        how=how, words=words.get(how, HOW[how]), note=one.note, who=one.who, at=one.at, decision=one.decision
    )
