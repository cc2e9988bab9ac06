"""The case at a glance: what is here, what stands out, the figures as they stand, what is new since the last visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from reportedly.amounts import agreeing
from reportedly.ask import Case
from reportedly.ask.decisions import what_was_decided
from reportedly.ask.figures import in_their_words, needs_words
from reportedly.compare.findings import MOST, Finding
from reportedly.compare.glance import FigureGlance
from reportedly.compare.in_words import counted
from reportedly.comparison import Ref
from reportedly.interfaces import Kept
from reportedly.web import addresses
from reportedly.web.desk import Desk
from reportedly.web.drawing import day, draw, report_name
from reportedly.web.standing import Opening
from reportedly.web.views.conflicts import once_sorted_out

api = APIRouter(tags=["case"])
pages = APIRouter()

VISIT_COOKIE = "reportedly_visit"  # and a mark of the case: cookies of one host are shared by all its ports
A_VISIT = timedelta(minutes=30)  # pages opened within it are one visit
FIGURES_AT_A_GLANCE = 8
MOST_PLACES = 12  # of a finding
NEW_AT_A_GLANCE = 12
GLANCED_AT = ("killed", "injured", "detained")  # measures that come first


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    words: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFinding:
    """A finding in a sentence, and the places it rests on."""

    kind: str
    words: str
    places: tuple[Link, ...]
    more: int  # reports that are not named


@dataclass(frozen=True, slots=True, kw_only=True)
class GlancedFigure:
    """Where a series stands: its last value, who gives it, how many reports and origins carry the series."""

    words: str  # "people killed"
    value: str
    as_of: str | None
    originator: str | None
    reports: int
    origins: int
    withdrawn: int  # statements taken back, or repeated after that
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that came since the last visit."""

    at: str
    words: str
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    name: str
    reports: int
    claims: int
    figures: int
    decisions: int
    outlets: int
    languages: tuple[str, ...]
    first_published: str | None
    last_published: str | None
    last_added: str | None
    behind: int  # reports that the comparison does not know yet
    findings: tuple[ToldFinding, ...]
    series: tuple[GlancedFigure, ...]
    conflicts: int  # pairs of places that contradict each other
    conflicts_open: int | None  # conflicts that these make and nobody settled; None while that is worked out
    conflicts_settled: int | None
    copies: int
    maybes: int
    news: tuple[News, ...]
    since: str | None  # the last visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What an open page asks for every few seconds, to say when it is no longer the newest."""

    state: str  # another one when anything was added or decided
    reports: int
    behind: int
    comparing: bool


# ---------------------------------------------------------------- as JSON
@api.get("/case")
def case_as_json(request: Request) -> CaseView:
    """What is in the case, its most telling findings, its figures as they stand."""
    desk: Desk = request.app.state.desk
    return case_view(desk, desk.opening(), since=None)


@api.get("/status")
def status(request: Request) -> Status:
    """Whether the case has moved on since a page was opened: its `state` is another one then."""
    desk: Desk = request.app.state.desk
    opening = desk.opening()
    return Status(
        state=opening.fingerprint,
        reports=len(opening.shelf.reports),
        behind=opening.behind,
        comparing=desk.comparing,
    )


# ---------------------------------------------------------------- as a page
@pages.get("/")
def case_page(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    now = datetime.now(UTC)
    before, last = visits(request.cookies.get(visit_cookie(desk), ""))
    if last is None or now - last > A_VISIT:
        before = last
    opening = desk.opening()
    page = draw(request, "case.html", standing=opening, view=case_view(desk, opening, since=before))
    told = "|".join(at.isoformat(timespec="seconds") if at else "" for at in (before, now))
    page.set_cookie(visit_cookie(desk), told, max_age=31_536_000, httponly=True, samesite="strict")
    return page


def visit_cookie(desk: Desk) -> str:
    return f"{VISIT_COOKIE}_{sha256(str(desk.settings.case.absolute()).encode()).hexdigest()[:8]}"


def visits(cookie: str) -> tuple[datetime | None, datetime | None]:
    """The visit before this one, and the last time the page was opened."""
    before, _, last = cookie.partition("|")
    return time_of(before), time_of(last)


def time_of(written: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return at if at.tzinfo else None


# ---------------------------------------------------------------- what it shows
def case_view(desk: Desk, opening: Opening, *, since: datetime | None) -> CaseView:
    glance, reports = opening.glance, opening.shelf.reports
    with desk.at_hand() as case:
        sizes = case.sizes()
        figures = tuple(glanced(one, counted_by(case, one), opening) for one in telling(glance.figures))
        news = tuple(news_since(since, case, opening)) if since else ()
        settled = case.settled()
    sorted_out = once_sorted_out(opening.compared, settled) if opening.compared else None
    published = sorted(kept.published for kept in reports if kept.published)
    return CaseView(
        name=desk.settings.case.stem,
        reports=sizes.reports,
        claims=sizes.claims,
        figures=sizes.figures,
        decisions=sizes.decisions,
        outlets=len({kept.outlet for kept in reports if kept.outlet}),
        languages=tuple(one for one, _ in Counter(kept.language or "unknown" for kept in reports).most_common()),
        first_published=published[0] if published else None,
        last_published=published[-1] if published else None,
        last_added=max((kept.added for kept in reports), default=None),
        behind=opening.behind,
        findings=tuple(told(finding, opening) for finding in glance.findings[:MOST]),
        series=figures,
        conflicts=glance.sizes["conflicts"],
        conflicts_open=len(sorted_out["open"]) if sorted_out else None,
        conflicts_settled=len(sorted_out["settled"]) if sorted_out else None,
        copies=glance.sizes["copies"],
        maybes=glance.sizes["maybes"],
        news=news[:NEW_AT_A_GLANCE],
        since=since.isoformat(timespec="minutes") if since else None,
    )


def told(finding: Finding, opening: Opening) -> ToldFinding:
    firsts = {ref.report: ref for ref in reversed(finding.refs)}  # a report is named once, at its first place
    refs = [ref for ref in finding.refs if firsts[ref.report] == ref]
    places = tuple(link for ref in refs[:MOST_PLACES] for link in link_to(ref, opening))
    return ToldFinding(kind=finding.kind, words=finding.words, places=places, more=max(0, len(refs) - MOST_PLACES))


def link_to(ref: Ref, opening: Opening) -> Iterator[Link]:
    """Where the words of a claim or figure stand in its report."""
    kept = opening.shelf.by_id.get(ref.report)
    if kept is not None:
        words = ", ".join(filter(None, (kept.outlet or report_name(kept), day(kept.published))))
        yield Link(words=words, address=addresses.report_at(kept, ref.figure or ref.claim))


def telling(figures: Sequence[FigureGlance]) -> list[FigureGlance]:
    """What several reports give, deaths before injuries before all else where as many give it."""
    rank = {measure: place for place, measure in enumerate(GLANCED_AT)}
    several = [one for one in figures if one.reports > 1]
    by_weight = sorted(several, key=lambda one: (-one.statements, rank.get(one.measure, len(rank)), one.series))
    return by_weight[:FIGURES_AT_A_GLANCE]


def counted_by(case: Case, one: FigureGlance) -> str:
    """ "people killed"; in the words of its first report where the group has no name of its own."""
    if not needs_words(one.measure, one.of):
        return counted(one.measure, one.of)
    figures = case.ledger(one.first.report).figures
    words = next((figure.of for figure in figures if figure.id == one.first.figure), None)
    return counted(one.measure, in_their_words(one.measure, one.of, words or ""))


def glanced(one: FigureGlance, counts: str, opening: Opening) -> GlancedFigure:
    place = f" in {one.place}" if one.place else ""
    return GlancedFigure(
        words=agreeing(one.stands, counts) + place,
        value=one.stands,
        as_of=one.last_day,
        originator=one.originator,
        reports=one.reports,
        origins=one.origins,
        withdrawn=one.withdrawn,
        address=addresses.series_at(opening.shelf.by_id[one.first.report], one.first.figure or ""),
    )


def news_since(since: datetime, case: Case, opening: Opening) -> Iterator[News]:
    """The newest first."""
    came = [kept for kept in opening.shelf.reports if later(kept.added, since)]
    decided = [one for one in case.decided(undone=True) if later(one.at, since)]
    told = [
        *(News(at=kept.added, words=in_words(kept), address=addresses.report_at(kept)) for kept in came),
        *(News(at=d.at, words=f"{d.who} decided: {what_was_decided(d)}", address="/decisions") for d in decided),
    ]
    return iter(sorted(told, key=lambda one: (one.at, one.words), reverse=True))


def in_words(kept: Kept) -> str:
    return f"{kept.outlet or 'A report'}: {report_name(kept)}"


def later(at: str, since: datetime) -> bool:
    moment = time_of(at)
    return moment is not None and moment > since
