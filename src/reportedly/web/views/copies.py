"""Copies: families of reports that go back to one, and what the copying damaged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from reportedly.compare.order import appeared
from reportedly.comparison import Conflict, Copy, CopyKind
from reportedly.interfaces import Kept
from reportedly.web import addresses
from reportedly.web.desk import Desk
from reportedly.web.drawing import draw, report_name
from reportedly.web.paging import Page, PageNumber, page_of
from reportedly.web.standing import Standing
from reportedly.web.views.reader import COPY_WORDS

api = APIRouter(tags=["copies"])
pages = APIRouter()

MOST_DAMAGE = 5  # number conflicts told of one pair; the others stand side by side
WEAKER = "shared_text"  # a passage alone makes no family


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPair:
    """Two reports with a shared origin; `a` is the earlier where known."""

    kind: CopyKind
    score: float
    a: int
    b: int
    original: int | None
    passages: int
    reason: str
    damage: tuple[str, ...]  # numbers that changed on the way
    address: str  # side by side


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A report of a family, and the pair that ties it to the family most strongly."""

    report: int
    outlet: str | None
    title: str
    published: str | None
    original: bool
    how: str  # "word for word, 96 %"; empty for the first
    of: str  # outlet of the report that the pair ties it to
    damage: tuple[str, ...]
    address: str
    beside: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Reports that go back to one."""

    words: str  # "4 reports, 1 origin"
    origin: str  # outlet and title of the likely original, or why it cannot be told
    reports: int
    members: tuple[Member, ...]
    more: int  # members not given here


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesView:
    families: tuple[Family, ...]
    pairs: tuple[CopyPair, ...]  # a hundred a page, the likest first
    total: int
    page: int
    pages: int


@api.get("/copies")
def copies_as_json(request: Request, page: PageNumber = 1) -> CopiesView:
    """Pairs of reports of which one was made from the other, or both from a third, and the families they make."""
    desk: Desk = request.app.state.desk
    return copies_view(desk.standing(), page)


@pages.get("/copies")
def copies_page(request: Request, page: PageNumber = 1) -> Response:
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    return draw(
        request,
        "copies.html",
        standing=standing,
        view=copies_view(standing, page),
        kept=standing.shelf.by_number,
        kinds=COPY_WORDS,
    )


# ---------------------------------------------------------------- what it shows
def copies_view(standing: Standing, page: int) -> CopiesView:
    copies = sorted(standing.comparison.copies, key=lambda one: (-one.score, one.a, one.b))
    found: Page[Copy] = page_of(copies, page)
    families = page_of(families_of(standing), page, most=MOST_FAMILIES)
    return CopiesView(
        families=tuple(family(some, standing) for some in families.rows) if page <= families.pages else (),
        pairs=tuple(pair(one, standing) for one in found.rows) if page <= found.pages else (),
        total=len(copies),
        page=page,
        pages=max(found.pages, families.pages),
    )


MOST_FAMILIES = 20
MOST_MEMBERS = 25


def pair(copy: Copy, standing: Standing) -> CopyPair:
    by_id = standing.shelf.by_id
    a, b = by_id[copy.a], by_id[copy.b]
    return CopyPair(
        kind=copy.kind,
        score=round(copy.score, 3),
        a=a.number,
        b=b.number,
        original=by_id[copy.original].number if copy.original else None,
        passages=len(copy.passages),
        reason=copy.reason,
        damage=damage(copy, standing),
        address=addresses.beside_at(a, b),
    )


def damage(copy: Copy, standing: Standing) -> tuple[str, ...]:
    """Numbers that are another in the copy."""
    both = {copy.a, copy.b}
    some: Iterable[Conflict] = standing.compared.conflicts_of.get(copy.b, ())
    reasons = (one.reason for one in some if one.kind == "number" and {one.a.report, one.b.report} == both)
    return tuple(dict.fromkeys(reasons))[:MOST_DAMAGE]


def families_of(standing: Standing) -> list[list[Kept]]:
    """The largest first, each in the order of publication."""
    folds, by_id = standing.compared.folds, standing.shelf.by_id
    found: dict[str, list[Kept]] = defaultdict(list)
    for report, first in folds.items():
        if report in by_id:
            found[first].append(by_id[report])
    families = [
        sorted(some, key=lambda one: appeared(one.published, one.id)) for some in found.values() if len(some) > 1
    ]
    return sorted(families, key=lambda some: (-len(some), some[0].number))


def family(reports: Sequence[Kept], standing: Standing) -> Family:
    first = standing.shelf.by_id[standing.compared.folds[reports[0].id]]
    ordered = [first, *(one for one in reports if one.id != first.id)]
    ids = {one.id for one in reports}
    strongest = {one.id: tie(one, first, ids, standing) for one in ordered[:MOST_MEMBERS]}
    known = any(copy is not None and copy.original == first.id for copy in strongest.values())
    return Family(
        words=f"{len(reports)} reports, 1 origin",
        origin=in_words(first) if known else "which was first cannot be told",
        reports=len(reports),
        members=tuple(
            member(one, strongest[one.id], standing, original=known and one.id == first.id)
            for one in ordered[:MOST_MEMBERS]
        ),
        more=max(0, len(reports) - MOST_MEMBERS),
    )


def tie(report: Kept, first: Kept, family: set[str], standing: Standing) -> Copy | None:
    """The pair that shows a report to be of the family: with the first where there is one, else the likest."""
    if report.id == first.id:
        return None
    pairs = [
        one for one in standing.compared.copies_of.get(report.id, ()) if one.kind != WEAKER and {one.a, one.b} <= family
    ]
    return max(pairs, key=lambda one: (first.id in (one.a, one.b), one.score), default=None)


def member(report: Kept, copy: Copy | None, standing: Standing, *, original: bool) -> Member:
    by_id: Mapping[str, Kept] = standing.shelf.by_id
    other = by_id[copy.b if copy.a == report.id else copy.a] if copy else None
    return Member(
        report=report.number,
        outlet=report.outlet,
        title=report_name(report),
        published=report.published,
        original=original,
        how=f"{COPY_WORDS[copy.kind]}, {copy.score:.0%}" if copy else "",
        of=in_words(other) if other else "",
        damage=damage(copy, standing) if copy else (),
        address=addresses.report_at(report),
        beside=addresses.beside_at(by_id[copy.a], by_id[copy.b]) if copy else None,
    )


def in_words(kept: Kept) -> str:
    """ "Global Courier: title"."""
    return f"{kept.outlet}: {report_name(kept)}" if kept.outlet else report_name(kept)
