"""Figures: each number followed through all reports, as a chart over time and as a table of the same statements."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from reportedly.amounts import amount
from reportedly.ask.pairs import conflict_rows, each_once
from reportedly.ask.rows import ConflictRow
from reportedly.compare.in_words import listed, number_of, takes_it_back, value
from reportedly.compare.policies import CODEBOOKS, Coded, Policy, code, code_series
from reportedly.comparison import Comparison, Ref, Series, Statement, Status
from reportedly.export.csv_tables import LINE_END, as_cell
from reportedly.export.visible import on_one_line
from reportedly.interfaces import Kept, NotInCase
from reportedly.model import Ledger, Measure, Number, Span
from reportedly.web import addresses
from reportedly.web.charts import figure_chart, svg
from reportedly.web.desk import Desk
from reportedly.web.drawing import day, draw, report_name
from reportedly.web.paging import PageNumber, page_of
from reportedly.web.standing import Standing
from reportedly.web.trouble import NOT_THERE
from reportedly.web.views.case import Link

api = APIRouter(tags=["figures"])
pages = APIRouter()

OFFERED = 100  # places and outlets to choose from
MOST_MARKS = 150  # of a chart; of a longer series statements alike share one
CONFLICTS_SHOWN = 40
LONGEST_QUOTE = 260  # characters around a number
DAY = r"^(\d{4}-\d{2}-\d{2})?$"
SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"»)]*\s+(?=[\w“\"«(])|\n+")
MEASURES: tuple[Measure, ...] = (
    "killed", "injured", "detained", "missing", "displaced", "troops", "fighters", "participants", "money", "other"
)  # fmt: skip
STATUS_WORDS: Mapping[Status, str] = {
    "current": "stands",
    "superseded": "a later count says otherwise",
    "retracted": "withdrawn",
    "repeated_after_retraction": "repeated after it was withdrawn",
}
FILES: Mapping[str, str] = {"png": "image/png", "svg": "image/svg+xml", "csv": "text/csv; charset=utf-8"}

FileKind = Literal["png", "svg", "csv"]


# ---------------------------------------------------------------- what is asked
@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What figures are asked for; an empty field does not matter."""

    measure: Measure | Literal[""] = ""
    place: str = ""
    outlet: str = ""
    person: str = ""
    since: str = ""
    until: str = ""
    policy: Policy = "none"

    @property
    def everything(self) -> bool:
        return not any((self.measure, self.place, self.outlet, self.person, self.since, self.until))


def wanted(
    measure: Annotated[Measure | Literal[""], Query(description="What is counted.")] = "",
    place: Annotated[str, Query(description="Words of the name of the place the number is for.")] = "",
    outlet: Annotated[str, Query(description="The whole name of an outlet.")] = "",
    person: Annotated[str, Query(description="Words of the name of a source, or of who the claim is about.")] = "",
    since: Annotated[str, Query(pattern=DAY, description="Published on this day or later.")] = "",
    until: Annotated[str, Query(pattern=DAY, description="Published on this day or before.")] = "",
    policy: Annotated[Policy, Query(description="The codebook that numbers are coded by.")] = "none",
) -> Wanted:
    return Wanted(
        measure=measure,
        place=place.strip(),
        outlet=outlet.strip(),
        person=person.strip(),
        since=since,
        until=until,
        policy=policy,
    )


ReportNumber = Annotated[int, Path(ge=1, description="Number of a report in the case.")]
FigureId = Annotated[str, Path(description="Id of a figure in the ledger of that report, such as f2.")]


# ---------------------------------------------------------------- what is shown
@dataclass(frozen=True, slots=True, kw_only=True)
class CodedValue:
    """A number as a codebook gives it, and by which of its rules; no number where it has no rule."""

    value: str | None
    low: Number | None
    best: Number | None
    high: Number | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """One figure followed through all reports: where it stands, who gives it last, what it rests on."""

    report: int  # with `figure` the place of its first statement
    figure: str
    words: str  # "people killed in Almaty"
    measure: Measure
    of: str | None
    place: str | None
    value: str  # that stands; where none does, the last one
    stands: bool  # whether a number does: nobody took it back, and no later count says otherwise
    as_of: str | None
    originator: str | None  # None: nobody named
    statements: int
    reports: int
    origins: int
    withdrawn: int  # statements taken back, or repeated after that
    coded: CodedValue | None  # without a policy None
    address: str
    steps: str  # how the number moved, as a path in a box of 100 by 24


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresView:
    """The series that fit what was asked, those in most reports first, a hundred on a page."""

    series: tuple[SeriesRow, ...]
    total: int
    page: int
    pages: int
    policy: Policy
    codebook: str | None
    wanted: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One statement of a series: a figure as one report gives it, and what became of it."""

    place: int  # in the series, from 1
    day: str | None  # the last day that the number holds for; else that of the report
    since: str | None
    value: str
    low: Number | None
    best: Number | None
    high: Number | None
    vague: str | None
    coded: CodedValue | None
    originator: str | None  # None: nobody named
    chain: tuple[str, ...]  # outermost first
    status: Status
    status_words: str
    withdrawn_by: str | None  # None where no report says who
    withdrawn_at: Link | None  # the report that tells it, opened at the claim
    withdrawn_on: str | None
    report: int
    outlet: str | None
    title: str
    published: str | None
    figure: str
    quote: str  # the sentence that the number stands in
    sentence: str  # all of it, read aloud
    address: str  # opens the report at the number


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """Two places of which one at least is of this series, and why they contradict, or only seem to."""

    conflict: bool
    kind: str
    reason: str
    pairs: int  # of reports that carry it
    a: Link
    b: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """One series: its statements in the order of their days, what contradicts in it, and what only seems to."""

    words: str
    title: str
    row: SeriesRow
    statements: tuple[Said, ...]
    total: int
    page: int
    pages: int
    policy: Policy
    codebook: str | None
    conflicts: tuple[Against, ...]
    seeming: tuple[Against, ...]
    more_conflicts: int  # that are not listed


# ---------------------------------------------------------------- as JSON
@api.get("/figures")
def figures_as_json(request: Request, asked: Annotated[Wanted, Depends(wanted)], page: PageNumber = 1) -> FiguresView:
    """All series: what is counted, where it stands, how many reports and origins carry it, and what was withdrawn.

    A series is named by the report and figure of its first statement; these stay the same when reports are added.
    """
    return figures_view(request.app.state.desk, asked, page)


@api.get("/figures/{report}/{figure}", responses=NOT_THERE)
def series_as_json(
    request: Request,
    report: ReportNumber,
    figure: FigureId,
    policy: Annotated[Policy, Query(description="The codebook that numbers are coded by.")] = "none",
    page: PageNumber = 1,
) -> SeriesView:
    """The series that a figure of a report belongs to: who gave which number when, on whose word, what became of it.

    `quote` is the sentence in the report, `address` opens it there.  Conflicts come with their reasons, and so does
    what only looks like one.
    """
    return series_view(request.app.state.desk, report, figure, policy, page)


# ---------------------------------------------------------------- as pages
@pages.get("/figures")
def figures_page(request: Request, asked: Annotated[Wanted, Depends(wanted)], page: PageNumber = 1) -> Response:
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    view = figures_view(desk, asked, page)
    places = sorted({one.place for one in standing.comparison.series if one.place})
    outlets = sorted({kept.outlet for kept in standing.shelf.reports if kept.outlet})
    return draw(
        request,
        "figures.html",
        standing=standing,
        view=view,
        measures=MEASURES,
        places_counted=places[:OFFERED],
        outlets=outlets[:OFFERED],
        asked=asked_again(asked),
        series_query=f"?policy={asked.policy}" if asked.policy != "none" else "",
        codebooks=CODEBOOKS,
    )


@pages.get("/figures/{report}/{figure}")
def series_page(
    request: Request, report: ReportNumber, figure: FigureId, policy: Policy = "none", page: PageNumber = 1
) -> Response:
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    found = series_there(standing, report, figure)
    view = series_view(desk, report, figure, policy, page)
    drawn = chart_of(desk, standing, found, policy)
    here, coded = request.url.path, told_policy(policy)
    return draw(
        request,
        "series.html",
        standing=standing,
        view=view,
        charts=charts(drawn) if drawn.marks else None,
        charted=sum(mark.count for mark in drawn.marks),
        codebooks=CODEBOOKS,
        downloads=[(kind, addresses.with_query(f"{here}/download/{kind}", policy=coded)) for kind in FILES],
        path=here,
        asked={"policy": coded},
    )


@pages.get("/figures/{report}/{figure}/download/{kind}")
def download(
    request: Request, report: ReportNumber, figure: FigureId, kind: FileKind, policy: Policy = "none"
) -> Response:
    """The chart as PNG or SVG, in plain colours on white with title and legend inside; the statements as CSV."""
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    series = series_there(standing, report, figure)
    content: bytes | str
    if kind == "csv":
        content = as_csv(said_of(desk, standing, series, policy, range(len(series.statements))))
    else:
        spec = figure_chart.figure_chart(chart_of(desk, standing, series, policy), svg.PAPER, with_title=True)
        content = svg.as_png(spec) if kind == "png" else svg.to_take_away(spec)
    name = f"{plain_name(standing.compared.counted(series))}.{kind}"
    return Response(
        content,
        media_type=FILES[kind],
        headers={"content-disposition": f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(name)}"},
    )


def charts(figure: figure_chart.Figure) -> tuple[Markup, Markup]:
    """For a screen or paper, and for a phone."""
    name = f"{figure.title}: how the number moved; each mark opens its report"
    return (
        svg.on_page(figure_chart.figure_chart(figure, svg.SCREEN), name=name, kind="broad"),
        svg.on_page(figure_chart.figure_chart(figure, svg.SCREEN, width=figure_chart.NARROW), name=name, kind="slim"),
    )


def told_policy(policy: Policy) -> str | None:
    return None if policy == "none" else policy


def asked_again(asked: Wanted) -> Mapping[str, str | None]:
    """What the next page is asked for."""
    return {**asdict(asked), "policy": told_policy(asked.policy)}


def plain_name(words: str) -> str:
    """ "people-killed-in-almaty": a name for a file on any computer."""
    ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.casefold()).strip("-")[:60] or "figure"


# ---------------------------------------------------------------- all series
def figures_view(desk: Desk, asked: Wanted, page: int) -> FiguresView:
    standing = desk.standing()
    fitting = in_weight([series for series in standing.comparison.series if series.statements])
    if not asked.everything:
        there = placed(desk, asked)
        fitting = [one for one in fitting if any((st.report, st.figure) in there for st in one.statements)]
    shown = page_of(fitting, page)
    return FiguresView(
        series=tuple(row_of(series, standing, asked.policy) for series in shown.rows),
        total=shown.total,
        page=shown.number,
        pages=shown.pages,
        policy=asked.policy,
        codebook=CODEBOOKS.get(asked.policy),
        wanted=asked,
    )


def placed(desk: Desk, asked: Wanted) -> set[tuple[str, str]]:
    """The figures that fit, by report and id."""
    with desk.at_hand() as case:
        rows = case.figures(
            measure=asked.measure or None,
            place=asked.place or None,
            outlet=asked.outlet or None,
            person=asked.person or None,
            since=asked.since or None,
            until=asked.until or None,
        )
        return {(row.report, row.figure) for row in rows}


def in_weight(series: Iterable[Series]) -> list[Series]:
    """In most reports first; deaths before injuries before all else, and last what is counted of no known kind."""
    rank = {measure: place for place, measure in enumerate(MEASURES)}

    def weight(one: Series) -> tuple[bool, int, int, str, str]:
        reports = len({statement.report for statement in one.statements})
        return (one.measure == "other", -reports, rank[one.measure], one.of or "", one.place or "")

    return sorted(series, key=weight)


def row_of(series: Series, standing: Standing, policy: Policy) -> SeriesRow:
    that_stand = [one for one in series.statements if one.status == "current" and not takes_it_back(one)]
    last = (that_stand or series.statements)[-1]
    first = standing.shelf.by_id[series.statements[0].report]
    return SeriesRow(
        report=first.number,
        figure=series.statements[0].figure,
        words=standing.compared.counted(series),
        measure=series.measure,
        of=series.of,
        place=series.place,
        value=value(last),
        stands=bool(that_stand),
        as_of=day_of(last, standing),
        originator=last.originator,
        statements=len(series.statements),
        reports=len({one.report for one in series.statements}),
        origins=series.origins,
        withdrawn=sum(is_withdrawn(one) for one in series.statements),
        coded=coded_value(code_series(series, policy)),
        address=addresses.series_at(first, series.statements[0].figure),
        steps=steps_of(series),
    )


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def is_withdrawn(statement: Statement) -> bool:
    return statement.status in ("retracted", "repeated_after_retraction")


def coded_value(coded: Coded | None) -> CodedValue | None:
    if coded is None:
        return None
    numbers = (coded.low, coded.best, coded.high)
    told = None if numbers == (None, None, None) else amount(*numbers, None)
    return CodedValue(value=told, low=coded.low, best=coded.best, high=coded.high, rule=coded.rule)


def steps_of(series: Series) -> str:
    """The numbers that nobody withdrew, one step after the other, as a path in a box of 100 by 24."""
    given = (plain(one) for one in series.statements if not is_withdrawn(one))
    numbers = [float(number) for number in given if number is not None]
    if len(numbers) < 2 or max(numbers) <= 0:
        return ""
    heights = [round(22 - 20 * number / max(numbers), 1) for number in numbers]
    width = 100 / len(heights)
    path = f"M0,{heights[0]:g}"
    for place, height in enumerate(heights):
        path += f"V{height:g}H{round((place + 1) * width, 1):g}"
    return path


def plain(statement: Statement) -> Number | None:
    return next((one for one in (statement.best, statement.low, statement.high) if one is not None), None)


# ---------------------------------------------------------------- one series
def series_there(standing: Standing, report: int, figure: str) -> Series:
    kept = standing.kept(report)
    found = standing.compared.stated.get((kept.id, figure))
    if found is None:
        raise NotInCase(f"no figure {figure} of report {report} is followed; the series are listed under Figures")
    return found[0]


def series_view(desk: Desk, report: int, figure: str, policy: Policy, page: int) -> SeriesView:
    standing = desk.standing()
    series = series_there(standing, report, figure)
    shown = page_of(range(len(series.statements)), page)
    against = tuple(against_of(series, standing))
    conflicts = tuple(one for one in against if one.conflict)
    seeming = tuple(one for one in against if not one.conflict)
    words = standing.compared.counted(series)
    return SeriesView(
        words=words,
        title=capital(words),
        row=row_of(series, standing, policy),
        statements=tuple(said_of(desk, standing, series, policy, shown.rows)),
        total=shown.total,
        page=shown.number,
        pages=shown.pages,
        policy=policy,
        codebook=CODEBOOKS.get(policy),
        conflicts=conflicts[:CONFLICTS_SHOWN],
        seeming=seeming[:CONFLICTS_SHOWN],
        more_conflicts=max(0, len(conflicts) - CONFLICTS_SHOWN) + max(0, len(seeming) - CONFLICTS_SHOWN),
    )


def said_of(desk: Desk, standing: Standing, series: Series, policy: Policy, places: Sequence[int]) -> Iterator[Said]:
    """The statements at these places of the series, with their words in the reports."""
    chosen = [(place, series.statements[place]) for place in places]
    ledgers = ledgers_of(desk, (statement.report for _, statement in chosen))
    for place, statement in chosen:
        yield said(place, statement, series, standing, ledgers[statement.report], policy)


def ledgers_of(desk: Desk, reports: Iterable[str]) -> Mapping[str, Ledger]:
    with desk.at_hand() as case:
        return {report: case.ledger(report) for report in dict.fromkeys(reports)}


def said(place: int, statement: Statement, series: Series, standing: Standing, ledger: Ledger, policy: Policy) -> Said:
    kept = standing.shelf.by_id[statement.report]
    words = quote_of(ledger, statement.figure)
    by = statement.retracted_by
    teller = standing.shelf.by_id.get(by.report) if by else None
    return Said(
        place=place + 1,
        day=day_of(statement, standing),
        since=statement.as_of.start if statement.as_of else None,
        value=value(statement),
        low=statement.low,
        best=statement.best,
        high=statement.high,
        vague=statement.vague,
        coded=coded_value(code(statement, series.measure, policy)),
        originator=statement.originator,
        chain=statement.chain,
        status=statement.status,
        status_words="given only to be withdrawn" if takes_it_back(statement) else STATUS_WORDS[statement.status],
        withdrawn_by=statement.withdrawn_by,
        withdrawn_at=told_in(by, teller) if by and teller else None,
        withdrawn_on=(day(teller.published) or None) if teller else None,
        report=kept.number,
        outlet=kept.outlet,
        title=report_name(kept),
        published=kept.published,
        figure=statement.figure,
        quote=words,
        sentence=aloud(statement, standing.compared.told(series, statement), kept, words),
        address=addresses.report_at(kept, statement.figure),
    )


def told_in(by: Ref, teller: Kept) -> Link:
    return Link(words=in_report(teller), address=addresses.report_at(teller, by.claim or by.figure))


def aloud(statement: Statement, told: str, kept: Kept, words: str) -> str:
    """ "164 people killed, said by X through Y, in Outlet (2022-01-09): “…”; withdrawn by Z"."""
    said_by = whose(statement)
    told += f", {f'said by {said_by}' if said_by else figure_chart.NOBODY}, in {in_report(kept)}"
    if words:
        told += f": “{words}”"
    if is_withdrawn(statement):
        told += f"; {STATUS_WORDS[statement.status]}"
        if statement.withdrawn_by:
            told += f" by {statement.withdrawn_by}"
    return told


def whose(statement: Statement) -> str | None:
    """ "Health Ministry through Khabar 24"; None where nobody is named."""
    if statement.originator is None:
        return None
    relays = [name for name in statement.chain[:-1] if name != statement.originator]
    return statement.originator + (f" through {listed(relays)}" if relays else "")


def in_report(kept: Kept) -> str:
    published = f" ({day(kept.published)})" if kept.published else ""
    return (kept.outlet or report_name(kept)) + published


def day_of(statement: Statement, standing: Standing) -> str | None:
    """The last day that the number holds for, else that of the report."""
    as_of = statement.as_of
    return (
        (as_of.end or as_of.start if as_of else None) or day(standing.shelf.by_id[statement.report].published) or None
    )


def quote_of(ledger: Ledger, figure: str) -> str:
    """The sentence that a figure stands in; nothing where the report was read again and has no such figure."""
    span = next((one.span for one in ledger.figures if one.id == figure), None)
    return around(ledger.report.text, span) if span else ""


def around(text: str, span: Span) -> str:
    """The sentence of a span, of a long one what stands next to it."""
    ends = [0, *(one.end() for one in SENTENCE_END.finditer(text)), len(text)]
    start = max(end for end in ends if end <= span.start)
    end = min(end for end in ends if end >= span.end)
    if end - start <= LONGEST_QUOTE:
        return on_one_line(text[start:end])
    side = (LONGEST_QUOTE - (span.end - span.start)) // 2
    first, last = max(start, span.start - side), min(end, span.end + side)
    cut = on_one_line(text[first:last])
    return ("…" if first > start else "") + cut + ("…" if last < end else "")


# ---------------------------------------------------------------- what contradicts in it
def against_of(series: Series, standing: Standing) -> Iterator[Against]:
    own = touching(series, standing.comparison)
    for row in each_once(conflict_rows(own, seeming=True), own):
        yield against(row, standing)


def touching(series: Series, comparison: Comparison) -> Comparison:
    """The comparison with no more than what a series is part of."""
    own = {(one.report, one.figure) for one in series.statements}
    return Comparison(
        reports=comparison.reports,
        entities=(),
        maybes=(),
        series=(series,),
        copies=(),
        conflicts=tuple(one for one in comparison.conflicts if {place(one.a), place(one.b)} & own),
        not_conflicts=tuple(one for one in comparison.not_conflicts if {place(one.a), place(one.b)} & own),
        assertions=(),
        origins=(),
    )


def place(ref: Ref) -> tuple[str, str | None]:
    return (ref.report, ref.figure)


def against(row: ConflictRow, standing: Standing) -> Against:
    def side(report: str, part: str | None) -> Link:
        kept = standing.shelf.by_id[report]
        return Link(words=in_report(kept), address=addresses.report_at(kept, part))

    return Against(
        conflict=row.conflict,
        kind=row.kind.replace("_", " "),
        reason=row.reason,
        pairs=row.pairs,
        a=side(row.a, row.a_figure or row.a_claim),
        b=side(row.b, row.b_figure or row.b_claim),
    )


# ---------------------------------------------------------------- as a chart
def chart_of(desk: Desk, standing: Standing, series: Series, policy: Policy) -> figure_chart.Figure:
    alike = charted(series, standing)
    places = [some[0] for some in alike]
    drawn = zip(said_of(desk, standing, series, policy, places), alike, strict=True)
    row = row_of(series, standing, policy)
    told = f"{number_of(row.statements, 'statement')} in {number_of(row.reports, 'report')}"
    by_book = f"; coded by {CODEBOOKS[policy]}" if policy != "none" else ""
    return figure_chart.Figure(
        title=capital(row.words),
        subtitle=f"{told}, {number_of(row.origins, 'originator')} named{by_book}",
        marks=tuple(mark_of(one, len(some)) for one, some in drawn if one.day),
        withdrawals=tuple(withdrawals(desk, standing, [series.statements[one] for one in places])),
    )


def charted(series: Series, standing: Standing) -> Sequence[Sequence[int]]:
    """The places of the statements that each mark stands for, in the order of the first of them.

    Each has its own; of very many those of one number, day, originator and fate share one, and where these are still
    too many, those that fewest reports give are left out.
    """
    if len(series.statements) <= MOST_MARKS:
        return [(n,) for n in range(len(series.statements))]
    found: dict[object, list[int]] = {}
    for n, one in enumerate(series.statements):
        found.setdefault((day_of(one, standing), value(one), one.originator, one.status), []).append(n)
    most = sorted(found.values(), key=lambda some: (-len(some), some[0]))[:MOST_MARKS]
    return sorted(most)


def mark_of(one: Said, count: int) -> figure_chart.Mark:
    """By a codebook the number stands where that puts it: dozens at 12."""
    coded = one.coded if one.coded and one.coded.value is not None else None
    low, best, high = (coded.low, coded.best, coded.high) if coded else (one.low, one.best, one.high)
    aloud = one.sentence + (f"; {coded.value} by {coded.rule}" if coded else "")
    shown_day = one.day or ""
    return figure_chart.Mark(
        day=shown_day,
        said=day(one.published) or shown_day,
        low=low,
        best=best,
        high=high,
        vague=one.vague,
        whose=one.originator,
        status=one.status,
        withdrawn=one.withdrawn_on,
        words=aloud,
        address=one.address,
        count=count,
    )


def withdrawals(desk: Desk, standing: Standing, statements: Iterable[Statement]) -> Iterator[figure_chart.Withdrawal]:
    """Each place where a report tells that one of the numbers was withdrawn."""
    told = {one.retracted_by: one for one in statements if one.retracted_by is not None}
    ledgers = ledgers_of(desk, (ref.report for ref in told))
    for ref, statement in told.items():
        kept = standing.shelf.by_id[ref.report]
        if kept.published:
            claim = next((one for one in ledgers[ref.report].claims if one.id == ref.claim), None)
            text = ledgers[ref.report].report.text
            words = f": “{around(text, claim.spans[0])}”" if claim and claim.spans else ""
            by = f" by {statement.withdrawn_by}" if statement.withdrawn_by else ""
            yield figure_chart.Withdrawal(
                day=day(kept.published),
                words=f"{value(statement)} withdrawn{by}, told in {in_report(kept)}{words}",
                address=addresses.report_at(kept, ref.claim or ref.figure),
            )


# ---------------------------------------------------------------- as a file
COLUMNS: tuple[str, ...] = (
    "day", "since", "value", "low", "best", "high", "vague", "coded", "coded_low", "coded_best", "coded_high",
    "rule", "originator", "chain", "status", "withdrawn_by", "withdrawn_told_in", "withdrawn_on", "outlet",
    "published", "report", "figure", "quote",
)  # fmt: skip


def as_csv(statements: Iterable[Said]) -> bytes:
    """RFC 4180; no cell begins like a formula."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator=LINE_END)
    writer.writerow(COLUMNS)
    for one in statements:
        coded = one.coded or CodedValue(value=None, low=None, best=None, high=None, rule="")
        cells = (
            one.day, one.since, one.value, one.low, one.best, one.high, one.vague, coded.value, coded.low, coded.best,
            coded.high, coded.rule, one.originator, " > ".join(one.chain), one.status, one.withdrawn_by,
            one.withdrawn_at.words if one.withdrawn_at else None, one.withdrawn_on, one.outlet, one.published,
            one.report, one.figure, one.quote,
        )  # fmt: skip
        writer.writerow([as_cell(cell, guarded=True) for cell in cells])
    return lines.getvalue().encode("utf-8", "replace")
