"""Sources: whose word reaches whom, who gets to speak, and how far each source is trusted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Annotated
from weakref import WeakKeyDictionary

from fastapi import APIRouter, Depends, Form, Query
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reportedly.ask.decisions import GRADES
from reportedly.ask.names import folded
from reportedly.ask.people import UNNAMED
from reportedly.ask.rows import SourceRow
from reportedly.compare.copies import originals
from reportedly.interfaces import Kept
from reportedly.model import Ledger, SourceKind
from reportedly.web import addresses
from reportedly.web.charts import source_graph, svg, voices
from reportedly.web.charts.source_graph import Party, Passing
from reportedly.web.charts.voices import VOICES
from reportedly.web.deciding import back_to, decide, who_decides
from reportedly.web.desk import Desk
from reportedly.web.drawing import day, draw
from reportedly.web.paging import PageNumber, page_of
from reportedly.web.standing import Standing
from reportedly.web.views.figures import DAY

api = APIRouter(tags=["sources"])
pages = APIRouter()

OFFERED = 100  # outlets to choose from
AT_ONCE = 200  # reports read in one turn at the case
MOST_BARS = 31  # days; of a longer time weeks, and months where weeks are more than twice as many
OUTLETS_NAMED = 6
VOICE_OF: Mapping[SourceKind, str] = {
    "person": "person",
    "anonymous": "unnamed",
    "rumour": "rumour",
    "author": "nobody",
}
KIND_WORDS: Mapping[str, str] = {"anonymous": "unnamed", "organisation": "body", "rumour": "rumour"}
NO_OUTLET = "outlet not known"


# ---------------------------------------------------------------- what is asked
@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSources:
    """What sources are asked for; an empty field does not matter."""

    source: str = ""
    outlet: str = ""
    since: str = ""
    until: str = ""


def wanted(
    source: Annotated[str, Query(description="The whole name of a source: only what it says or passes on.")] = "",
    outlet: Annotated[str, Query(description="The whole name of an outlet: only what it prints.")] = "",
    since: Annotated[str, Query(pattern=DAY, description="Published on this day or later.")] = "",
    until: Annotated[str, Query(pattern=DAY, description="Published on this day or before.")] = "",
) -> WantedSources:
    return WantedSources(source=source.strip(), outlet=outlet.strip(), since=since, until=until)


# ---------------------------------------------------------------- what is shown
@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Somebody whose word is passed on; all unnamed sources stand in one row, and so do rumours."""

    name: str
    kind: str
    says: int  # claims that go back to them
    passes_on: int  # claims of others that they relay
    reports: int
    independent: int  # of these, how many are no copy of another
    outlets: tuple[str, ...]
    grade: str | None  # A to F, as somebody graded them; None: nobody did, which is to be read as F
    grade_words: str
    graded_by: str | None
    gradable: bool  # whether there is a name to grade
    meant: str  # what names them in a decision
    alone: str  # address of this page with no more than them
    card: str | None  # address of their card


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The reports in which an outlet gives an originator's word, straight or through a relay."""

    originator: str
    relay: str | None  # None: given straight; several hops are one relay: "A, from B"
    outlet: str
    reports: int
    independent: int  # of these, how many are no copy of another that gives the same originator's word


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Claims published in a stretch of time, by the kind of their innermost source."""

    since: str  # first and last day
    until: str
    label: str
    person: int
    body: int
    unnamed: int
    rumour: int
    nobody: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesView:
    """Whose word is passed on in the case, the most quoted first; ways and voices are of what was asked for too."""

    sources: tuple[Quoted, ...]
    total: int
    page: int
    pages: int
    ways: tuple[Way, ...]  # as many as the graph shows; rarer sources are folded into one
    voices: tuple[Voices, ...]
    wanted: WantedSources


# ---------------------------------------------------------------- as JSON
@api.get("/sources")
def sources_as_json(
    request: Request, asked: Annotated[WantedSources, Depends(wanted)], page: PageNumber = 1
) -> SourcesView:
    """Who is quoted, who passes on and in which outlets; who gets to speak over time; grades that people gave.

    Grades are letters of the Admiralty code, A reliable to E unreliable, F cannot be judged.
    """
    return sources_view(request.app.state.desk, asked, page)


# ---------------------------------------------------------------- as a page
@pages.get("/sources")
def sources_page(request: Request, asked: Annotated[WantedSources, Depends(wanted)], page: PageNumber = 1) -> Response:
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    heard = tuple(fitting(desk, standing, asked))
    passings = source_graph.folded(passings_of(heard, standing))
    view = view_of(desk, standing, asked, page, heard, passings)
    return draw(
        request,
        "sources.html",
        standing=standing,
        view=view,
        graph=graph_of(passings),
        headings=by_originator(passings),
        voices_charts=charts_of(view.voices),
        shares=[(one, [share(one, voice) for voice in VOICES]) for one in view.voices],
        meanings=voices.MEANING,
        grades=GRADES,
        outlets=sorted({kept.outlet for kept in standing.shelf.reports if kept.outlet})[:OFFERED],
        asked=asdict(asked),
    )


@pages.post("/sources/grade")
def grade(
    request: Request,
    source: Annotated[str, Form()],
    letter: Annotated[str, Form()],
    seen: Annotated[int | None, Form()] = None,
    back: Annotated[str | None, Form()] = None,
) -> RedirectResponse:
    who = who_decides(request)
    decide(request.app.state.desk, seen, lambda case: case.grade(source, letter, who=who))
    return back_to(back, "/sources")


def graph_of(passings: Sequence[Passing]) -> Markup | None:
    if not passings:
        return None
    name = "Whose word reaches which outlet: who says it, who passes it on, who prints it; each box shows it alone"
    return svg.on_page(source_graph.source_graph(passings, svg.SCREEN), name=name, kind="graph")


def charts_of(told: Sequence[Voices]) -> tuple[Markup, Markup] | None:
    bars = [
        voices.Bar(label=one.label, claims=(one.person, one.body, one.unnamed, one.rumour, one.nobody)) for one in told
    ]
    if not bars:
        return None
    name = "Who gets to speak, over time; the table has the numbers"
    return (
        svg.on_page(voices.voices_chart(bars, svg.SCREEN), name=name, kind="broad"),
        svg.on_page(voices.voices_chart(bars, svg.SCREEN, width=voices.NARROW), name=name, kind="slim"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """An originator, and the ways its word goes: what the graph shows, to be read where there is no room to draw it."""

    originator: str
    address: str
    reports: int
    independent: int
    ways: tuple[Way, ...]


def by_originator(passings: Iterable[Passing]) -> tuple[Heading, ...]:
    """The most passed on first."""
    found: dict[Party, list[Passing]] = defaultdict(list)
    for one in passings:
        found[one.originator].append(one)
    headings = [
        Heading(
            originator=party.name,
            address=party.address or "",
            reports=len(frozenset[str]().union(*(one.reports for one in own))),
            independent=len(frozenset[str]().union(*(one.independent for one in own))),
            ways=tuple(way_of(one) for one in sorted(own, key=by_weight)),
        )
        for party, own in found.items()
    ]
    return tuple(sorted(headings, key=lambda one: (not one.address, -one.independent, -one.reports, one.originator)))


def share(one: Voices, voice: str) -> tuple[int, int]:
    """Claims, and how many of a hundred."""
    claims = int(getattr(one, voice))
    return claims, round(100 * claims / (one.total or 1))


# ---------------------------------------------------------------- who speaks in a report
@dataclass(frozen=True, slots=True)
class Hop:
    """One source of a chain, by its id in the ledger of its report."""

    name: str
    kind: SourceKind
    entity: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """A chain of sources in one report, and how many claims rest on it; no hops: the outlet's own voice."""

    report: Kept
    hops: tuple[Hop, ...]  # outermost first
    claims: int


Read = tuple[object, tuple[tuple[tuple[Hop, ...], int], ...]]  # what it was read from, and chains with their claims

# Ledgers of many reports take seconds to read, and who speaks in one changes only when it is read or corrected anew.
_read: WeakKeyDictionary[Desk, dict[str, Read]] = WeakKeyDictionary()


def heard_in(desk: Desk, reports: Iterable[Kept]) -> Iterator[Heard]:
    """Every chain of these reports; each is read once, a few in a turn, so that other pages get theirs."""
    known = _read.setdefault(desk, {})
    with desk.at_hand() as case:
        decided: dict[str, list[int]] = defaultdict(list)
        for one in case.decided():
            if isinstance(one.subject, dict) and isinstance(one.subject.get("report"), str):
                decided[one.subject["report"]].append(one.id)
    waiting = iter(reports)
    while batch := list(islice(waiting, AT_ONCE)):
        marks: dict[str, object] = {kept.id: (kept.read, kept.reader, *decided.get(kept.id, ())) for kept in batch}
        new = [kept for kept in batch if kept.id not in known or known[kept.id][0] != marks[kept.id]]
        if new:
            with desk.at_hand() as case:
                for kept in new:
                    known[kept.id] = (marks[kept.id], chains_in(case.ledger(kept.id)))
        for kept in batch:
            yield from (Heard(kept, hops, claims) for hops, claims in known[kept.id][1])


def chains_in(ledger: Ledger) -> tuple[tuple[tuple[Hop, ...], int], ...]:
    found = Counter(
        tuple(Hop(source.name, source.kind, source.entity) for source in claim.sources if source.kind != "author")
        for claim in ledger.claims
    )
    return tuple(found.items())


def fitting(desk: Desk, standing: Standing, asked: WantedSources) -> Iterator[Heard]:
    outlet, source = folded(asked.outlet), folded(asked.source)
    reports = (kept for kept in standing.shelf.reports if fits(kept, outlet, asked))
    for one in heard_in(desk, reports):
        if not source or any(folded(name_of(one.report, hop, standing)) == source for hop in one.hops):
            yield one


def fits(kept: Kept, outlet: str, asked: WantedSources) -> bool:
    published = day(kept.published)
    return (
        (not outlet or folded(kept.outlet or NO_OUTLET) == outlet)
        and (not asked.since or published >= asked.since)
        and (not asked.until or "" < published <= asked.until)
    )


def name_of(report: Kept, hop: Hop, standing: Standing) -> str:
    """The name that the case knows a source by; one for all who have none."""
    unnamed = UNNAMED.get(hop.kind)
    entity = standing.compared.entity_of.get((report.id, hop.entity or ""))
    return unnamed or (entity.name if entity else hop.name)


# ---------------------------------------------------------------- whose word reaches whom
def passings_of(heard: Iterable[Heard], standing: Standing) -> list[Passing]:
    """Each way from an originator to an outlet, with the reports that go it; copies stand behind their originals."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    ways: dict[tuple[str, str | None, str], set[Kept]] = defaultdict(set)
    for one in heard:
        if not one.hops:
            continue
        names = [name_of(one.report, hop, standing) for hop in one.hops]
        names = [name for n, name in enumerate(names) if n == 0 or name != names[n - 1]]
        kinds[names[-1]][one.hops[-1].kind] += one.claims
        ways[names[-1], relayed(names), one.report.outlet or NO_OUTLET].add(one.report)
    first = firsts(ways, standing)
    return [
        Passing(
            originator=Party(column="originator", name=originator, kind=kinds[originator].most_common(1)[0][0]),
            relay=Party(column="relay", name=relay, kind="outlet") if relay else None,
            outlet=Party(column="outlet", name=outlet, kind="outlet"),
            reports=frozenset(kept.id for kept in reports),
            independent=frozenset(kept.id for kept in reports if kept.id in first[originator]),
        )
        for (originator, relay, outlet), reports in ways.items()
    ]


def relayed(names: Sequence[str]) -> str | None:
    """Who passes it on: the one that the outlet took it from, and from whom that one had it."""
    return source_graph.FROM.join(names[:-1]) or None


def firsts(ways: Mapping[tuple[str, str | None, str], set[Kept]], standing: Standing) -> Mapping[str, set[str]]:
    """By originator the reports that are no copy of another that gives the same word; of copies alone the first."""
    folds = originals(standing.comparison.copies, (told.id for told in standing.comparison.reports))
    giving: dict[str, set[Kept]] = defaultdict(set)
    for (originator, _, _), reports in ways.items():
        giving[originator] |= reports
    found: dict[str, set[str]] = {}
    for originator, reports in giving.items():
        leaders: dict[str, str] = {}
        for kept in sorted(
            reports, key=lambda one: (folds.get(one.id, one.id) != one.id, one.published or "", one.number)
        ):
            leaders.setdefault(folds.get(kept.id, kept.id), kept.id)
        found[originator] = set(leaders.values())
    return found


# ---------------------------------------------------------------- who gets to speak
def voices_of(heard: Iterable[Heard]) -> tuple[Voices, ...]:
    """Claims by day, of a longer time by week or month; none where nothing was published."""
    by_day: dict[date, Counter[str]] = defaultdict(Counter)
    for one in heard:
        if one.report.published:
            voice = VOICE_OF.get(one.hops[-1].kind, "body") if one.hops else "nobody"
            by_day[date.fromisoformat(one.report.published[:10])][voice] += one.claims
    if not by_day:
        return ()
    found = []
    days = sorted(by_day)
    for label, since, until in stretches(days[0], days[-1]):
        there = days[bisect_left(days, since) : bisect_right(days, until)]
        tally: Counter[str] = sum((by_day[day] for day in there), Counter())
        if tally:
            found.append(
                Voices(
                    since=since.isoformat(),
                    until=until.isoformat(),
                    label=label,
                    person=tally["person"],
                    body=tally["body"],
                    unnamed=tally["unnamed"],
                    rumour=tally["rumour"],
                    nobody=tally["nobody"],
                    total=tally.total(),
                )
            )
    return tuple(found)


def stretches(first: date, last: date) -> Iterator[tuple[str, date, date]]:
    """Days, weeks or months from one day to another, the earliest first: label, first and last day."""
    days = (last - first).days + 1
    if days <= MOST_BARS:
        yield from ((f"{day.day} {day:%b}", day, day) for day in (first + timedelta(n) for n in range(days)))
        return
    if days <= 14 * MOST_BARS:
        monday = first.toordinal() - first.weekday()
        for week in map(date.fromordinal, range(monday, last.toordinal() + 1, 7)):
            yield f"{week.day} {week:%b} –", week, week + min(timedelta(6), date.max - week)
        return
    for year in range(first.year, last.year + 1):
        for month in range(1, 13):
            begins, ends = date(year, month, 1), date(year, month, monthrange(year, month)[1])
            if begins <= last and ends >= first:
                yield f"{begins:%b %Y}", begins, ends


# ---------------------------------------------------------------- the table
def sources_view(desk: Desk, asked: WantedSources, page: int) -> SourcesView:
    standing = desk.standing()
    heard = tuple(fitting(desk, standing, asked))
    return view_of(desk, standing, asked, page, heard, source_graph.folded(passings_of(heard, standing)))


def view_of(
    desk: Desk,
    standing: Standing,
    asked: WantedSources,
    page: int,
    heard: Sequence[Heard],
    ways: Sequence[Passing],
) -> SourcesView:
    narrowed = (asked.outlet or None, asked.since or None, asked.until or None)

    def quoted_in_the_case() -> tuple[SourceRow, ...]:
        outlet, since, until = narrowed
        with desk.at_hand() as case:
            return tuple(case.sources(outlet=outlet, since=since, until=until))

    # Of ten thousand reports each must be looked into: once for all who look.
    rows = standing.compared.once("sources", (standing.state, narrowed), quoted_in_the_case)
    if asked.source:
        there = {folded(name_of(one.report, hop, standing)) for one in heard for hop in one.hops}
        rows = tuple(row for row in rows if folded(row.name) in there)
    shown = page_of(rows, page)
    several = Counter(folded(entity.name) for entity in standing.comparison.entities)
    return SourcesView(
        sources=tuple(quoted(row, standing, several) for row in shown.rows),
        total=shown.total,
        page=shown.number,
        pages=shown.pages,
        ways=tuple(way_of(one) for one in sorted(ways, key=by_weight)),
        voices=voices_of(heard),
        wanted=asked,
    )


def by_weight(one: Passing) -> tuple[int, int, str, str, str]:
    relay = one.relay.name if one.relay else ""
    return (-len(one.independent), -len(one.reports), one.originator.name, relay, one.outlet.name)


def way_of(one: Passing) -> Way:
    return Way(
        originator=one.originator.name,
        relay=one.relay.name if one.relay else None,
        outlet=one.outlet.name,
        reports=len(one.reports),
        independent=len(one.independent),
    )


def quoted(row: SourceRow, standing: Standing, several: Mapping[str, int]) -> Quoted:
    by_its_id = row.entity is not None and several[folded(row.name)] > 1
    return Quoted(
        name=row.name,
        kind=KIND_WORDS.get(row.kind, row.kind),
        says=row.says,
        passes_on=row.passes_on,
        reports=row.reports,
        independent=row.independent,
        outlets=row.outlets,
        grade=row.grade,
        grade_words=GRADES[row.grade] if row.grade else "not graded",
        graded_by=row.graded_by,
        gradable=row.kind not in UNNAMED,
        meant=row.entity if by_its_id and row.entity else row.name,
        alone=addresses.with_query("/sources", source=row.name),
        card=card_of(row, standing),
    )


def card_of(row: SourceRow, standing: Standing) -> str | None:
    entity = standing.compared.entities.get(row.entity or "")
    if entity is None or entity.name != row.name:
        return None
    report, member = entity.members[0]
    return addresses.name_at(standing.shelf.by_id[report], member)
