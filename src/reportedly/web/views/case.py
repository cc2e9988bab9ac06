"""The case at a glance: what is here, what stands out, the figures as they stand, what is new since the last visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from reportedly.ask import Case
from reportedly.ask.decisions import what_was_decided
from reportedly.compare.findings import Finding
from reportedly.compare.in_words import counted, takes_it_back, value
from reportedly.comparison import Ref, Series
from reportedly.interfaces import Kept
from reportedly.web import addresses
from reportedly.web.desk import Desk
from reportedly.web.drawing import draw, report_name
from reportedly.web.standing import Standing

api = APIRouter(tags=["case"])
pages = APIRouter()

VISIT_COOKIE = "reportedly_visit"
A_VISIT = timedelta(minutes=30)  # pages opened within it are one visit
FIGURES_AT_A_GLANCE = 8
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
    conflicts: int
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
    return case_view(request.app.state.desk, since=None)


@api.get("/status")
def status(request: Request) -> Status:
    """Whether the case has moved on since a page was opened: its `state` is another one then."""
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    return Status(
        state=standing.fingerprint,
        reports=len(standing.shelf.reports),
        behind=standing.behind,
        comparing=desk.comparing,
    )


# ---------------------------------------------------------------- as a page
@pages.get("/")
def case_page(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    now = datetime.now(UTC)
    before, last = visits(request.cookies.get(VISIT_COOKIE, ""))
    if last is None or now - last > A_VISIT:
        before = last
    page = draw(request, "case.html", standing=desk.standing(), view=case_view(desk, since=before))
    told = "|".join(at.isoformat(timespec="seconds") if at else "" for at in (before, now))
    page.set_cookie(VISIT_COOKIE, told, max_age=31_536_000, httponly=True, samesite="strict")
    return page


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
def case_view(desk: Desk, *, since: datetime | None) -> CaseView:
    standing = desk.standing()
    comparison, reports = standing.comparison, standing.shelf.reports
    with desk.at_hand() as case:
        sizes = case.sizes()
        findings = case.findings()
        news = tuple(news_since(since, case, standing)) if since else ()
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
        behind=standing.behind,
        findings=tuple(told(finding, standing) for finding in findings),
        series=tuple(glanced(series, standing) for series in telling(comparison.series)),
        conflicts=len(comparison.conflicts),
        copies=len(comparison.copies),
        maybes=len(comparison.maybes),
        news=news[:NEW_AT_A_GLANCE],
        since=since.isoformat(timespec="minutes") if since else None,
    )


def told(finding: Finding, standing: Standing) -> ToldFinding:
    places = {link.address: link for ref in finding.refs for link in link_to(ref, standing)}
    return ToldFinding(kind=finding.kind, words=finding.words, places=tuple(places.values()))


def link_to(ref: Ref, standing: Standing) -> Iterator[Link]:
    """Where the words of a claim or figure stand in its report."""
    kept = standing.shelf.by_id.get(ref.report)
    if kept is not None:
        yield Link(words=kept.outlet or report_name(kept), address=addresses.report_at(kept, ref.figure or ref.claim))


def telling(series: Iterable[Series]) -> list[Series]:
    """The series that most reports carry, deaths before injuries before all else."""
    rank = {measure: place for place, measure in enumerate(GLANCED_AT)}
    several = [one for one in series if len({statement.report for statement in one.statements}) > 1]
    by_weight = sorted(several, key=lambda one: (-len(one.statements), rank.get(one.measure, len(rank)), one.id))
    return by_weight[:FIGURES_AT_A_GLANCE]


def glanced(series: Series, standing: Standing) -> GlancedFigure:
    standing_ones = [one for one in series.statements if one.status == "current" and not takes_it_back(one)]
    last = (standing_ones or series.statements)[-1]
    first = series.statements[0]
    place = f" in {series.place}" if series.place else ""
    return GlancedFigure(
        words=counted(series.measure, series.of) + place,
        value=value(last),
        as_of=(last.as_of.end or last.as_of.start) if last.as_of else None,
        originator=last.originator,
        reports=len({one.report for one in series.statements}),
        origins=series.origins,
        withdrawn=sum(one.status in ("retracted", "repeated_after_retraction") for one in series.statements),
        address=addresses.series_at(standing.shelf.by_id[first.report], first.figure),
    )


def news_since(since: datetime, case: Case, standing: Standing) -> Iterator[News]:
    """The newest first."""
    came = [kept for kept in standing.shelf.reports if later(kept.added, since)]
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
