"""Names: who and what the reports speak of, every spelling of it, and what it says, is said of it and is passed on."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from reportedly.ask import Case
from reportedly.ask.case import holds_words
from reportedly.ask.decisions import GRADE, GRADES, NOTE, what_was_decided
from reportedly.ask.names import folded
from reportedly.compare.in_words import value
from reportedly.comparison import CaseEntity, Series, Statement
from reportedly.interfaces import Decision, Json, NotInCase
from reportedly.model import Certainty, Claim, EntityKind, Ledger, Polarity
from reportedly.pipeline import MERGE, SPLIT
from reportedly.web import addresses
from reportedly.web.desk import Desk
from reportedly.web.drawing import draw
from reportedly.web.paging import Page, PageNumber, page_of
from reportedly.web.quoting import ledgers_of, who_published
from reportedly.web.standing import Member, Standing
from reportedly.web.trouble import NOT_THERE

api = APIRouter(tags=["names"])
pages = APIRouter()

REPORTS_READ = 100  # at once, for what a card quotes
MOST_SAYINGS = 60  # of a kind on one card
MOST_PLACES = 4  # of a spelling
MOST_FORMS = 6  # in the list
OFFERED = 100  # names to merge with, the most reported first
KINDS: Mapping[str, str] = {  # in the order of the tabs
    "person": "Persons",
    "organisation": "Bodies",
    "outlet": "Outlets and agencies",
    "place": "Places",
    "group": "Groups",
    "other": "Other",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    words: str
    address: str
    count: int
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRow:
    name: str
    kind: EntityKind
    reports: int
    forms: tuple[str, ...]  # other spellings
    maybe: int  # how many others it may be
    ref: str  # "17/e3": a report and the name's id in its ledger
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesView:
    page: Page[NameRow]
    tabs: tuple[Tab, ...]
    kind: str | None
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A report that something is in."""

    words: str
    published: str | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """Somebody said that a spelling is the same name."""

    who: str
    at: str
    note: str
    decision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A spelling of a name."""

    form: str
    script: str
    reports: int  # of those that were looked at
    places: tuple[Where, ...]
    apart: bool  # whether it can be kept apart: some report calls it so, and not all do
    confirmed: Confirmed | None  # who said that it is the same


@dataclass(frozen=True, slots=True, kw_only=True)
class MaybeSame:
    name: str
    kind: EntityKind
    forms: tuple[str, ...]
    reports: int
    score: float
    reason: str
    ref: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A claim that somebody makes, passes on, or that is about them."""

    words: str
    chain: tuple[str, ...]  # outermost first
    certainty: Certainty
    polarity: Polarity
    denied: bool  # its innermost source says that it is not so
    outlet: str
    published: str | None
    address: str  # of the claim
    reader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """Who passes somebody's word on, and in how many reports."""

    name: str
    reports: int
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """Something they say that others deny."""

    words: str
    by: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirFigure:
    """A series in which a number goes back to them: their numbers in the order of their days."""

    words: str  # "people killed"
    values: tuple[str, ...]
    withdrawn: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    decision: int
    text: str
    who: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenGrade:
    letter: str
    means: str
    who: str
    decision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCard:
    name: str
    kind: EntityKind
    ref: str
    reports: int
    first_seen: str | None
    last_seen: str | None
    last_changed: str | None  # when somebody last took up, denied or hedged what they say
    grade: GivenGrade | None
    decided: tuple[str, ...]  # merges and splits that people made of it
    variants: tuple[Variant, ...]
    reasons: tuple[str, ...]
    maybe: tuple[MaybeSame, ...]
    read: int  # reports that the rest of the card was read from
    page: int
    pages: int  # of these reports
    says: tuple[Saying, ...]
    says_in_all: int
    passes_on: tuple[Saying, ...]
    said_of: tuple[Saying, ...]
    said_of_in_all: int
    repeated_by: tuple[Relay, ...]
    denials: tuple[Denial, ...]
    figures: tuple[TheirFigure, ...]
    notes: tuple[Note, ...]


# ---------------------------------------------------------------- as JSON
@api.get("/names")
def names_as_json(
    request: Request, kind: EntityKind | None = None, words: str | None = None, page: PageNumber = 1
) -> NamesView:
    """Persons, bodies, places of the case, the most reported first; `words` begin words of any spelling."""
    return names_view(request.app.state.desk, kind, words, page)


@api.get("/names/{report}/{entity}", responses=NOT_THERE)
def name_as_json(request: Request, report: int, entity: str, page: PageNumber = 1) -> NameCard:
    """Everything about one name; `page` goes through the reports that what is quoted was read from."""
    return name_card(request.app.state.desk, report, entity, page)


# ---------------------------------------------------------------- as pages
@pages.get("/names")
def names_page(
    request: Request,
    kind: str | None = None,
    words: str | None = None,
    page: int = Query(default=1, ge=1),
) -> Response:
    desk: Desk = request.app.state.desk
    view = names_view(desk, kind, words, page)
    return draw(request, "names.html", standing=desk.standing(), view=view)


@pages.get("/names/{report}/{entity}")
def name_page(request: Request, report: int, entity: str, page: int = Query(default=1, ge=1)) -> Response:
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    card = name_card(desk, report, entity, page)
    return draw(request, "name.html", standing=standing, view=card, grades=GRADES, offered=offered(card, standing))


# ---------------------------------------------------------------- the list
def names_view(desk: Desk, kind: str | None, words: str | None, page: int) -> NamesView:
    standing = desk.standing()
    kind, words = kind or None, (words or "").strip() or None
    fitting = [one for one in standing.comparison.entities if called(one, words)]
    counts = Counter(one.kind for one in fitting)
    shown = sorted((one for one in fitting if kind in (None, one.kind)), key=weight)
    asked = {"words": words}
    tabs = [Tab(words="All", address=addresses.with_query("/names", **asked), count=len(fitting), here=kind is None)]
    for one, title in KINDS.items():
        address = addresses.with_query("/names", kind=one, **asked)
        if counts[one] or one == kind:  # type: ignore[index]
            tabs.append(Tab(words=title, address=address, count=counts[one], here=kind == one))  # type: ignore[index]
    maybes = Counter(side for maybe in standing.comparison.maybes for side in (maybe.a, maybe.b))
    rows = page_of(shown, page)
    return NamesView(
        page=Page(
            rows=tuple(row_of(one, maybes[one.id], standing) for one in rows.rows),
            number=rows.number,
            pages=rows.pages,
            total=rows.total,
        ),
        tabs=tuple(tabs),
        kind=kind,
        words=words,
    )


def called(entity: CaseEntity, words: str | None) -> bool:
    return words is None or any(holds_words(form, words) for form in (entity.name, *entity.forms))


def weight(entity: CaseEntity) -> tuple[int, str]:
    """The most reported first."""
    return -len({report for report, _ in entity.members}), entity.name


def row_of(entity: CaseEntity, maybe: int, standing: Standing) -> NameRow:
    return NameRow(
        name=entity.name,
        kind=entity.kind,
        reports=len({report for report, _ in entity.members}),
        forms=tuple(form for form in entity.forms if form != entity.name)[:MOST_FORMS],
        maybe=maybe,
        ref=ref_of(entity, standing),
        address=address_of(entity, standing),
    )


def first_member(entity: CaseEntity, standing: Standing) -> Member:
    """The member that a name is addressed by: that of the report added first, which stays the same."""
    return min(entity.members, key=lambda member: (standing.shelf.by_id[member[0]].number, member[1]))


def ref_of(entity: CaseEntity, standing: Standing) -> str:
    report, id_ = first_member(entity, standing)
    return f"{standing.shelf.by_id[report].number}/{id_}"


def address_of(entity: CaseEntity, standing: Standing) -> str:
    report, id_ = first_member(entity, standing)
    return addresses.name_at(standing.shelf.by_id[report], id_)


# ---------------------------------------------------------------- a card
def name_card(desk: Desk, report: int, entity: str, page: int) -> NameCard:
    standing = desk.standing()
    whole = entity_at(standing, report, entity)
    reports = sorted(
        {id_ for id_, _ in whole.members}, key=lambda id_: (standing.shelf.by_id[id_].published or "9", id_)
    )
    looked_at = page_of(reports, page, most=REPORTS_READ)
    ledgers = ledgers_of(desk, looked_at.rows)
    found = Found(whole, ledgers, standing)
    with desk.at_hand() as case:
        decided = Decided(case, standing)
        grade, notes = decided.grade(whole), decided.notes(whole)
        sorted_out = decided.who_is_who(whole)
        confirmed = case.confirmed(whole)
    days = sorted(kept.published for kept in map(standing.shelf.by_id.__getitem__, reports) if kept.published)
    changed = [one.last_changed for one in found.assertions if one.last_changed]
    return NameCard(
        name=whole.name,
        kind=whole.kind,
        ref=ref_of(whole, standing),
        reports=len(reports),
        first_seen=days[0] if days else None,
        last_seen=days[-1] if days else None,
        last_changed=max(changed, default=None),
        grade=grade,
        decided=sorted_out,
        variants=found.variants(confirmed),
        reasons=whole.reasons,
        maybe=tuple(maybes_of(whole, standing)),
        read=len(looked_at.rows),
        page=looked_at.number,
        pages=looked_at.pages,
        says=tuple(found.told(found.says)),
        says_in_all=len(found.says),
        passes_on=tuple(found.told(found.passes_on)),
        said_of=tuple(found.told(found.about)),
        said_of_in_all=len(found.about),
        repeated_by=tuple(found.relays()),
        denials=tuple(found.denials()),
        figures=tuple(figures_of(whole, standing)),
        notes=notes,
    )


def entity_at(standing: Standing, report: int, entity: str) -> CaseEntity:
    """The person, body or place that a report's ledger names by an id; raises `NotInCase`."""
    kept = standing.kept(report)
    found = standing.compared.entity_of.get((kept.id, entity))
    if found is None:
        raise NotInCase(f"report {report} names nobody {entity}; names are listed under Names")
    return found


Said = tuple[Ledger, Claim]


class Found:
    """What some of the reports say of and on the word of one name."""

    def __init__(self, entity: CaseEntity, ledgers: Mapping[str, Ledger], standing: Standing) -> None:
        self._entity, self._ledgers, self._standing = entity, ledgers, standing
        self.says: list[Said] = []
        self.passes_on: list[Said] = []
        self.about: list[Said] = []
        members = frozenset(entity.members)
        for report, ledger in ledgers.items():
            for claim in ledger.claims:
                theirs = [(report, source.entity) in members for source in claim.sources]
                if theirs and theirs[-1]:
                    self.says.append((ledger, claim))
                elif any(theirs):
                    self.passes_on.append((ledger, claim))
                elif any((report, one) in members for one in claim.entities):
                    self.about.append((ledger, claim))
        known = standing.compared.assertion_of
        told = ((ledger.report.id, claim.id) for ledger, claim in self.says)
        self.assertions = list({one.id: one for one in map(known.get, told) if one is not None}.values())

    def told(self, sayings: Iterable[Said]) -> Iterator[Saying]:
        for ledger, claim in list(sayings)[:MOST_SAYINGS]:
            kept = self._standing.shelf.by_id[ledger.report.id]
            yield Saying(
                words=" ".join(ledger.words(claim.spans).split()),
                chain=ledger.chain(claim),
                certainty=claim.certainty,
                polarity=claim.polarity,
                denied=claim.asserted_by[-1:] == ("denied",),
                outlet=who_published(kept),
                published=kept.published,
                address=addresses.claim_at(kept, claim.id),
                reader=addresses.report_at(kept, claim.id),
            )

    def variants(self, confirmed: Mapping[str, Decision]) -> tuple[Variant, ...]:
        """Every spelling, the commonest first; those that only other reports hold come last and without places."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        own: dict[str, set[Member]] = defaultdict(set)
        for report, id_ in self._entity.members:
            ledger = self._ledgers.get(report)
            entity = next((one for one in ledger.entities if one.id == id_), None) if ledger else None
            if ledger is None or entity is None:
                continue
            own[entity.name].add((report, id_))
            found[entity.name][report] = None
            for mention in entity.mentions:
                if mention.type == "name":
                    found[" ".join(ledger.report.text[mention.span.start : mention.span.end].split())][report] = None
        for form in self._entity.forms:
            found.setdefault(form, {})
        in_order = sorted(found, key=lambda form: (-len(found[form]), form))
        return tuple(
            Variant(
                form=form,
                script=script_of(form),
                reports=len(found[form]),
                places=tuple(self._where(report) for report in list(found[form])[:MOST_PLACES]),
                apart=0 < len(own[form]) < len(self._entity.members),
                confirmed=confirmed_by(confirmed.get(folded(form))) if form != self._entity.name else None,
            )
            for form in in_order
        )

    def _where(self, report: str) -> Where:
        kept = self._standing.shelf.by_id[report]
        id_ = next(one for where, one in self._entity.members if where == report)
        return Where(words=who_published(kept), published=kept.published, address=addresses.report_at(kept, id_))

    def relays(self) -> Iterator[Relay]:
        """Who stands between them and the reader: outlets that quote them, and sources that these go through."""
        reports: dict[str, set[str]] = defaultdict(set)
        address: dict[str, str | None] = {}
        for ledger, claim in self.says:
            outlet = ledger.report.outlet
            if outlet:
                reports[outlet].add(ledger.report.id)
                address[outlet] = addresses.outlet_at(outlet)
            for source in claim.sources[:-1]:
                through = self._standing.compared.entity_of.get((ledger.report.id, source.entity or ""))
                name = through.name if through else source.name
                reports[name].add(ledger.report.id)
                address.setdefault(name, address_of(through, self._standing) if through else None)
        for name, where in sorted(reports.items(), key=lambda one: (-len(one[1]), one[0])):
            yield Relay(name=name, reports=len(where), address=address[name])

    def denials(self) -> Iterator[Denial]:
        own = {folded(name) for name in (self._entity.name, *self._entity.forms)}
        for assertion in self.assertions:
            others = tuple(name for name in assertion.denied_by if folded(name) not in own)
            if others:
                ref = assertion.claims[0]
                kept = self._standing.shelf.by_id[ref.report]
                yield Denial(words=assertion.words, by=others, address=addresses.claim_at(kept, ref.claim or ""))


def confirmed_by(decision: Decision | None) -> Confirmed | None:
    if decision is None:
        return None
    note = decision.value.get("note", "")
    return Confirmed(who=decision.who, at=decision.at, note=note, decision=decision.id)


def script_of(form: str) -> str:
    """ "Cyrillic" of "Токаев": the script of most of its letters."""
    scripts = Counter(unicodedata.name(letter, "?").partition(" ")[0].title() for letter in form if letter.isalpha())
    return scripts.most_common(1)[0][0] if scripts else ""


def maybes_of(entity: CaseEntity, standing: Standing) -> Iterator[MaybeSame]:
    for maybe in sorted(standing.comparison.maybes, key=lambda maybe: -maybe.score):
        if entity.id in (maybe.a, maybe.b):
            other = standing.compared.entities[maybe.b if maybe.a == entity.id else maybe.a]
            yield MaybeSame(
                name=other.name,
                kind=other.kind,
                forms=tuple(form for form in other.forms if form != other.name)[:MOST_FORMS],
                reports=len({report for report, _ in other.members}),
                score=round(maybe.score, 2),
                reason=maybe.reason,
                ref=ref_of(other, standing),
                address=address_of(other, standing),
            )


def figures_of(entity: CaseEntity, standing: Standing) -> Iterator[TheirFigure]:
    for series in standing.comparison.series:
        theirs = [one for one in series.statements if one.originator_entity == entity.id]
        if theirs:
            yield their_figure(series, theirs, standing)


def their_figure(series: Series, theirs: list[Statement], standing: Standing) -> TheirFigure:
    first = series.statements[0]
    return TheirFigure(
        words=standing.compared.counted(series),
        values=tuple(dict.fromkeys(map(value, theirs))),
        withdrawn=any(one.status in ("retracted", "repeated_after_retraction") for one in theirs),
        address=addresses.series_at(standing.shelf.by_id[first.report], first.figure),
    )


def offered(card: NameCard, standing: Standing) -> list[str]:
    """Names of the same kind that this one could be merged with."""
    same_kind = sorted((one for one in standing.comparison.entities if one.kind == card.kind), key=weight)
    return [one.name for one in same_kind if one.name != card.name][:OFFERED]


# ---------------------------------------------------------------- what people decided of it
class Decided:
    """What people decided of names, as far as the comparison shown knows them."""

    def __init__(self, case: Case, standing: Standing) -> None:
        self._case, self._standing = case, standing
        self._made = case.decided()

    def entity(self, place: Mapping[str, Json]) -> CaseEntity | None:
        """Whom a place that a decision names is, also where its report was read anew."""
        entities = self._standing.compared.entity_of
        there = entities.get((place["report"], place["entity"]))
        if there is not None and place["name"] in (there.name, *there.forms):
            return there
        member = self._case.member_at(place)
        return entities.get(member) if member else None

    def grade(self, entity: CaseEntity | None, name: str | None = None) -> GivenGrade | None:
        """The last grade that somebody gave to this entity, or to a source of this name that is no entity."""
        for one in reversed(self._made):
            if one.kind == GRADE and self._is_on(one, entity, name):
                return GivenGrade(letter=one.value, means=GRADES[one.value], who=one.who, decision=one.id)
        return None

    def notes(self, entity: CaseEntity | None) -> tuple[Note, ...]:
        return tuple(
            Note(decision=one.id, text=one.value, who=one.who, at=one.at)
            for one in self._made
            if one.kind == NOTE and entity is not None and self._is_on(one, entity, None)
        )

    def who_is_who(self, entity: CaseEntity) -> tuple[str, ...]:
        """ "7: Togayev is Tokayev, by Ada"."""
        return tuple(
            f"{one.id}: {what_was_decided(one)}, says {one.who or 'somebody'}"
            for one in self._made
            if one.kind in (MERGE, SPLIT)
            and any(self.entity(place) is entity for side in ("a", "b") for place in one.subject[side])
        )

    def _is_on(self, decision: Decision, entity: CaseEntity | None, name: str | None) -> bool:
        subject = decision.subject
        place = subject.get("place")
        if place:
            return entity is not None and self.entity(place) is entity
        return (
            "series" not in subject
            and "report" not in subject
            and bool(name)
            and (folded(subject.get("name", "")) == folded(name or ""))
        )
