"""Doubts as a work list: what the machine could not tell and a person can, and what settles each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from reportedly.ask.case import holds_words
from reportedly.ask.doubts import KINDS, SURE, of_lists
from reportedly.ask.rows import DoubtKind, DoubtRow
from reportedly.interfaces import Decision
from reportedly.model import Ledger
from reportedly.pipeline import MERGE, SPLIT
from reportedly.web import addresses
from reportedly.web.desk import Desk
from reportedly.web.drawing import draw
from reportedly.web.paging import Page, PageNumber, page_of
from reportedly.web.quoting import ledgers_of, part_at, who_published
from reportedly.web.standing import Standing
from reportedly.web.views.names import Decided, Tab, address_of, ref_of

api = APIRouter(tags=["doubts"])
pages = APIRouter()

WHAT_SETTLES: Mapping[DoubtKind, str] = {
    "name": "Merge them, or keep them apart.",
    "merge": "Open the card; where a spelling is somebody else's, keep it apart.",
    "source": "Open the place and correct the claim: say whose word it is.",
    "scope": "Open the place and say whom the number counts.",
    "place": "Open the place and say where the number holds.",
    "decision": "Undo the decision, or decide anew.",
    "report": "Read it yourself; the machine could not, or not all of it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two names that may be one."""

    a: str
    b: str
    a_ref: str
    b_ref: str
    a_address: str
    b_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDoubt:
    kind: DoubtKind
    what: str
    why: str
    settles: str
    pair: Pair | None  # of names
    decision: int | None  # that has no effect any more
    outlet: str | None
    published: str | None
    address: str | None  # where to look at it


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtsView:
    kind: DoubtKind | None
    words: str | None
    page: Page[ToldDoubt]
    tabs: tuple[Tab, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A doubt on the way to being shown; its place in a report is looked up only if it is."""

    told: ToldDoubt
    row: DoubtRow | None = None


# ---------------------------------------------------------------- as JSON
@api.get("/doubts")
def doubts_as_json(
    request: Request, kind: DoubtKind | None = None, words: str | None = None, page: PageNumber = 1
) -> DoubtsView:
    """What a person should look at, kind by kind; `words` begin words of what is in doubt."""
    return doubts_view(request.app.state.desk, kind, words, page)


# ---------------------------------------------------------------- as a page
@pages.get("/doubts")
def doubts_page(
    request: Request,
    kind: DoubtKind | None = None,
    words: str | None = None,
    page: int = Query(default=1, ge=1),
) -> Response:
    desk: Desk = request.app.state.desk
    view = doubts_view(desk, kind, words, page)
    return draw(request, "doubts.html", standing=desk.standing(), view=view, kinds=KINDS, settles=WHAT_SETTLES)


# ---------------------------------------------------------------- what it shows
def doubts_view(desk: Desk, kind: DoubtKind | None, words: str | None, page: int) -> DoubtsView:
    standing = desk.standing()
    words = (words or "").strip() or None
    with desk.at_hand() as case:
        decided = Decided(case, standing)
        # Names and merges are told from the comparison shown, which may be older than the case.
        rows = standing.compared.once("doubts", standing.state, lambda: tuple(case.doubts()))
        sure = frozenset(
            entity.id
            for one in case.decided()
            if one.kind in (MERGE, SPLIT)
            for place in places_of(one)
            if (entity := decided.entity(place)) is not None
        )
        all_ = [
            *pairs(standing),
            *merges(standing, sure),
            *(placed(row) for row in rows if row.kind not in ("name", "merge")),
        ]
    all_ = [one for one in all_ if holds_words(one.told.what, words)]
    counts = Counter(one.told.kind for one in all_)
    shown = page_of([one for one in all_ if kind in (None, one.told.kind)], page)
    ledgers = ledgers_of(desk, (one.row.report for one in shown.rows if one.row and one.row.report))
    every = Tab(words="All", address=addresses.with_query("/doubts", words=words), count=len(all_), here=kind is None)
    return DoubtsView(
        kind=kind,
        words=words,
        page=Page(
            rows=tuple(with_place(one, ledgers, standing) for one in shown.rows),
            number=shown.number,
            pages=shown.pages,
            total=shown.total,
        ),
        tabs=(
            every,
            *(
                Tab(
                    words=title.capitalize(),
                    address=addresses.with_query("/doubts", kind=one, words=words),
                    count=counts[one],
                    here=one == kind,
                )
                for one, title in KINDS.items()
                if counts[one] or one == kind
            ),
        ),
    )


def places_of(decision: Decision) -> Iterator[Mapping[str, object]]:
    yield from (*decision.subject["a"], *decision.subject["b"])


def pairs(standing: Standing) -> Iterator[_Placed]:
    """Names that may be one, the likeliest first."""
    for maybe in sorted(standing.comparison.maybes, key=lambda maybe: -maybe.score):
        a, b = standing.compared.entities[maybe.a], standing.compared.entities[maybe.b]
        pair = Pair(
            a=a.name,
            b=b.name,
            a_ref=ref_of(a, standing),
            b_ref=ref_of(b, standing),
            a_address=address_of(a, standing),
            b_address=address_of(b, standing),
        )
        yield _Placed(doubt("name", f"{a.name} and {b.name}", f"{maybe.reason} ({maybe.score:.2f})", pair=pair))


def merges(standing: Standing, settled: frozenset[str]) -> Iterator[_Placed]:
    """Names taken for one for reasons that are worth a look, those that nobody looked at yet."""
    for entity in standing.comparison.entities:
        open_ = [one for one in entity.reasons if not one.startswith(SURE) and not of_lists(one)]
        if open_ and entity.id not in settled:
            others = ", ".join(form for form in entity.forms if form != entity.name)
            address = address_of(entity, standing) + "#spellings"
            yield _Placed(doubt("merge", f"{entity.name}: {others}", "; ".join(open_), address=address))


def placed(row: DoubtRow) -> _Placed:
    decision = next((int(word.strip(",")) for word in row.what.split()[1:2]), None) if row.kind == "decision" else None
    return _Placed(doubt(row.kind, row.what, row.why, decision=decision), row)


def doubt(
    kind: DoubtKind,
    what: str,
    why: str,
    *,
    pair: Pair | None = None,
    decision: int | None = None,
    address: str | None = None,
) -> ToldDoubt:
    return ToldDoubt(
        kind=kind,
        what=what,
        why=why,
        settles=WHAT_SETTLES[kind],
        pair=pair,
        decision=decision,
        outlet=None,
        published=None,
        address=address,
    )


def with_place(one: _Placed, ledgers: Mapping[str, Ledger], standing: Standing) -> ToldDoubt:
    if one.row is None or one.row.report is None:
        return one.told
    kept = standing.shelf.by_id.get(one.row.report)
    if kept is None:
        return one.told
    return replace(
        one.told,
        outlet=who_published(kept),
        published=kept.published,
        address=addresses.report_at(kept, part_at(ledgers[kept.id], one.row.start, one.row.end)),
    )
