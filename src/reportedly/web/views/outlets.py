"""Outlets: what each published, whose word it passes on, what it took from others, and what it still repeats."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from reportedly.ask.decisions import GRADES
from reportedly.ask.names import folded
from reportedly.comparison import CaseEntity, CopyKind
from reportedly.interfaces import Kept, NotInCase
from reportedly.model import Ledger
from reportedly.web import addresses
from reportedly.web.desk import Desk
from reportedly.web.drawing import draw, report_name
from reportedly.web.paging import Page, PageNumber, page_of
from reportedly.web.quoting import ledgers_of
from reportedly.web.standing import Standing
from reportedly.web.trouble import NOT_THERE
from reportedly.web.views.names import Decided, GivenGrade, Note, address_of

api = APIRouter(tags=["outlets"])
pages = APIRouter()

REPORTS_READ = 100  # the last ones of an outlet, for whom it quotes
MOST_QUOTED = 25
MOST_COPIES = 50
MOST_REPEATED = 50
MOST_DAYS = 120  # bars of the chart


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    name: str
    reports: int
    first: str | None
    last: str | None
    copies: int  # of its reports, those that were made from another outlet's
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletsView:
    page: Page[OutletRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnADay:
    """How many of its reports are of a day; of a month where there are too many days."""

    day: str
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    name: str
    claims: int
    reports: int
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesNamed:
    """On whose word the claims of its reports rest: how many of each."""

    named: int
    unnamed: int  # anonymous sources and rumours
    own: int  # in its own voice, or nobody could be told


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenFrom:
    """What it shares with another outlet, and which of both had it first as far as can be told."""

    outlet: str  # or the title of a report of nobody's
    kinds: tuple[str, ...]
    reports: int  # of this outlet
    characters: int  # of these reports that stand in the other's
    share: int | None  # of the text of these reports, in percent; null where they were not all read
    beside: str  # address of the first pair
    address: str | None  # of the outlet's card; None where a report names no outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class StillRepeated:
    """A figure that was withdrawn before this outlet gave it."""

    words: str
    published: str | None
    title: str
    withdrawn_by: str | None
    address: str
    series: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletCard:
    name: str
    reports: int
    first: str | None
    last: str | None
    languages: tuple[str, ...]
    read: int  # the last reports, from which `quotes` and `sources` were told
    over_time: tuple[OnADay, ...]
    quotes: tuple[Quoted, ...]
    sources: SourcesNamed
    takes_from: tuple[TakenFrom, ...]
    gives_to: tuple[TakenFrom, ...]
    repeated: tuple[StillRepeated, ...]
    grade: GivenGrade | None
    notes: tuple[Note, ...]
    name_card: str | None  # where it is quoted by others


# ---------------------------------------------------------------- as JSON
@api.get("/outlets", responses=NOT_THERE)
def outlets_as_json(request: Request, name: str | None = None, page: PageNumber = 1) -> OutletsView | OutletCard:
    """All outlets, the one with most reports first; with `name` everything about one."""
    desk: Desk = request.app.state.desk
    return outlet_card(desk, name) if name else outlets_view(desk, page)


# ---------------------------------------------------------------- as pages
@pages.get("/outlets")
def outlets_page(request: Request, name: str | None = None, page: int = Query(default=1, ge=1)) -> Response:
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    if name:
        card = outlet_card(desk, name)
        gradable = desk.settings.read_only is False
        return draw(
            request, "outlet.html", standing=standing, view=card, grades=GRADES, gradable=gradable, bars=bars(card)
        )
    return draw(request, "outlets.html", standing=standing, view=outlets_view(desk, page))


# ---------------------------------------------------------------- the list
def outlets_view(desk: Desk, page: int) -> OutletsView:
    standing = desk.standing()
    by_outlet: dict[str, list[Kept]] = defaultdict(list)
    for kept in standing.shelf.reports:
        if kept.outlet:
            by_outlet[kept.outlet].append(kept)
    copied = Counter(
        outlet
        for report in {copy.b for copy in standing.comparison.copies if is_taken(copy.kind)}
        if report in standing.shelf.by_id and (outlet := standing.shelf.by_id[report].outlet)
    )
    rows = [row_of(name, reports, copied[name]) for name, reports in by_outlet.items()]
    return OutletsView(page=page_of(sorted(rows, key=lambda row: (-row.reports, row.name.casefold())), page))


def row_of(name: str, reports: Iterable[Kept], copies: int) -> OutletRow:
    days = sorted(kept.published for kept in reports if kept.published)
    return OutletRow(
        name=name,
        reports=sum(1 for _ in reports),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        copies=copies,
        address=addresses.outlet_at(name),
    )


def is_taken(kind: CopyKind) -> bool:
    """Whether a whole report was made from another; passages shared in part say nothing of that."""
    return kind != "shared_text"


# ---------------------------------------------------------------- a card
def outlet_card(desk: Desk, name: str) -> OutletCard:
    """Everything about an outlet, by its whole name, whatever the case of its letters; raises `NotInCase`."""
    standing = desk.standing()
    reports = [kept for kept in standing.shelf.reports if folded(kept.outlet or "") == folded(name)]
    if not reports:
        raise NotInCase(f"no report of the case is by “{name}”; outlets are listed under Outlets")
    own_name = reports[0].outlet or name
    reports.sort(key=lambda kept: (kept.published or "", kept.number))
    ledgers = ledgers_of(desk, (kept.id for kept in reports[-REPORTS_READ:]))
    entity = next((one for one in standing.comparison.entities if goes_by(one, own_name)), None)
    with desk.at_hand() as case:
        decided = Decided(case, standing)
        grade = decided.grade(entity, own_name)
        notes = decided.notes(entity)
    row = row_of(own_name, reports, 0)
    return OutletCard(
        name=own_name,
        reports=len(reports),
        first=row.first,
        last=row.last,
        languages=tuple(one for one, _ in Counter(kept.language for kept in reports if kept.language).most_common()),
        read=len(ledgers),
        over_time=over_time(reports),
        quotes=tuple(quotes(ledgers.values(), standing)),
        sources=named_or_not(ledgers.values()),
        takes_from=tuple(shared(reports, standing, ledgers, taken=True)),
        gives_to=tuple(shared(reports, standing, ledgers, taken=False)),
        repeated=tuple(still_repeated(reports, standing))[:MOST_REPEATED],
        grade=grade,
        notes=notes,
        name_card=address_of(entity, standing) if entity else None,
    )


def goes_by(entity: CaseEntity, name: str) -> bool:
    return entity.kind in ("outlet", "organisation") and folded(name) in map(folded, (entity.name, *entity.forms))


def over_time(reports: Iterable[Kept]) -> tuple[OnADay, ...]:
    """Every day from the first to the last; every month with reports where these are too many days."""
    days = Counter(day for kept in reports if is_day(day := (kept.published or "")[:10]))
    if not days:
        return ()
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    length = (last - first).days + 1
    if length > MOST_DAYS:
        months = Counter(day[:7] for day in days.elements())
        return tuple(OnADay(day=month, reports=months[month]) for month in sorted(months))
    all_days = ((first + timedelta(days=after)).isoformat() for after in range(length))
    return tuple(OnADay(day=day, reports=days[day]) for day in all_days)


def is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return len(written) == len("2022-01-09")


def quotes(ledgers: Iterable[Ledger], standing: Standing) -> Iterator[Quoted]:
    """Whose word it passes on, the most quoted first."""
    claims: Counter[str] = Counter()
    reports: dict[str, set[str]] = defaultdict(set)
    address: dict[str, str | None] = {}
    for ledger in ledgers:
        for claim in ledger.claims:
            if not claim.sources or claim.sources[-1].kind in ("author", "anonymous", "rumour"):
                continue
            source = claim.sources[-1]
            entity = standing.compared.entity_of.get((ledger.report.id, source.entity or ""))
            name = entity.name if entity else source.name
            claims[name] += 1
            reports[name].add(ledger.report.id)
            address[name] = address_of(entity, standing) if entity else None
    for name, many in sorted(claims.items(), key=lambda one: (-one[1], one[0]))[:MOST_QUOTED]:
        yield Quoted(name=name, claims=many, reports=len(reports[name]), address=address[name])


def named_or_not(ledgers: Iterable[Ledger]) -> SourcesNamed:
    kinds = Counter(
        claim.sources[-1].kind if claim.sources else "author" for ledger in ledgers for claim in ledger.claims
    )
    unnamed = kinds["anonymous"] + kinds["rumour"]
    return SourcesNamed(named=kinds.total() - unnamed - kinds["author"], unnamed=unnamed, own=kinds["author"])


def shared(
    reports: Iterable[Kept], standing: Standing, ledgers: Mapping[str, Ledger], *, taken: bool
) -> Iterator[TakenFrom]:
    """What it took from each other outlet, or each other took from it; copies within one outlet are left out."""
    by_id = standing.shelf.by_id
    kinds: dict[str, dict[str, None]] = defaultdict(dict)
    characters: dict[str, dict[str, int]] = defaultdict(dict)
    first: dict[str, str] = {}
    cards: dict[str, str | None] = {}
    for kept in reports:
        for copy in standing.compared.copies_of.get(kept.id, ()):
            other = by_id.get(copy.a if taken else copy.b)
            mine = copy.b if taken else copy.a
            if mine != kept.id or other is None or other.outlet == kept.outlet:
                continue
            name = other.outlet or report_name(other)
            spans = [passage.b if taken else passage.a for passage in copy.passages]
            many = sum(span.end - span.start for span in spans)
            kinds[name][copy.kind.replace("_", " ")] = None
            characters[name][kept.id] = max(many, characters[name].get(kept.id, 0))
            cards[name] = addresses.outlet_at(other.outlet) if other.outlet else None
            first.setdefault(name, addresses.beside_at(by_id[copy.a], by_id[copy.b]))
    for name in sorted(kinds, key=lambda name: (-len(characters[name]), name))[:MOST_COPIES]:
        texts = [len(ledgers[report].report.text) for report in characters[name] if report in ledgers]
        whole = sum(texts) if len(texts) == len(characters[name]) else 0
        many = sum(characters[name].values())
        yield TakenFrom(
            outlet=name,
            kinds=tuple(kinds[name]),
            reports=len(characters[name]),
            characters=many,
            share=min(100, round(100 * many / whole)) if whole else None,
            beside=first[name],
            address=cards[name],
        )


def still_repeated(reports: Iterable[Kept], standing: Standing) -> Iterator[StillRepeated]:
    theirs = {kept.id: kept for kept in reports}
    for series in standing.comparison.series:
        for statement in series.statements:
            kept = theirs.get(statement.report)
            if kept is not None and statement.status == "repeated_after_retraction":
                first = series.statements[0]
                yield StillRepeated(
                    words=standing.compared.told(series, statement),
                    published=kept.published,
                    title=report_name(kept),
                    withdrawn_by=statement.withdrawn_by,
                    address=addresses.report_at(kept, statement.figure),
                    series=addresses.series_at(standing.shelf.by_id[first.report], first.figure),
                )


# ---------------------------------------------------------------- drawn
@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    words: str


def bars(card: OutletCard) -> tuple[Bar, ...]:
    """The days as bars of a drawing 100 wide and 20 high."""
    most = max((one.reports for one in card.over_time), default=1)
    step = min(8.0, 100 / max(1, len(card.over_time)))
    return tuple(
        Bar(
            x=round(place * step, 2),
            y=round(20 - 20 * one.reports / most, 2),
            width=round(step * 0.8, 2),
            height=round(20 * one.reports / most, 2),
            words=f"{one.day}: {one.reports}",
        )
        for place, one in enumerate(card.over_time)
    )
