"""A figure as one report gives it, with all it can be held against others by: scope, place, day, whose word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reportedly.compare.groups import A_PART, Scope, scope_of
from reportedly.comparison import CaseEntity, Ref
from reportedly.languages import load_list
from reportedly.model import Claim, Figure, Interval, Ledger, Source, SourceKind

OPENING = 2  # paragraphs, the headline one of them, in which a report first says who its people are
UNNAMED = ("anonymous", "rumour", "author")

Entities = Mapping[tuple[str, str], CaseEntity]  # (report, entity of its ledger) -> entity of the case


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One figure of one report; `place` and `scope` say what it counts, `originator` whose word it is in the end."""

    report: str
    published: str | None
    figure: Figure
    claim: Claim | None
    scope: Scope
    place: str | None  # canonical; None: the whole of what the case is about
    as_of: Interval | None
    originator: str | None
    originator_entity: str | None
    chain: tuple[str, ...]
    originator_kind: SourceKind | None = None
    opens: bool = False  # whether it stands in the headline or the first paragraphs
    described: tuple[str, ...] = ()  # what else the report calls the originator: "the ministry", "a senior prosecutor"

    @property
    def ref(self) -> Ref:
        return Ref(report=self.report, claim=self.figure.claim, figure=self.figure.id)

    @property
    def value(self) -> tuple[float | None, float | None, float | None, str | None]:
        figure = self.figure
        return (figure.low, figure.best, figure.high, figure.vague)

    @property
    def day(self) -> str | None:
        """The last day the count holds for, "2022-01-09"."""
        return (self.as_of.end or self.as_of.start) if self.as_of else None

    @property
    def whose(self) -> str | None:
        return self.originator_entity or self.originator

    @property
    def denied(self) -> bool:
        return self.claim is not None and self.claim.polarity == "negative"


def given_in(ledger: Ledger, entities: Entities) -> list[Given]:
    """The figures of a report in the order of its text."""
    claims = {claim.id: claim for claim in ledger.claims}
    rows = [_given(ledger, figure, claims.get(figure.claim or ""), entities) for figure in ledger.figures]
    of = {row.figure.id: row for row in rows}
    return [_as_part(row, of.get(row.figure.subset_of or "")) for row in rows]


def _as_part(row: Given, whole: Given | None) -> Given:
    """A figure that its report calls a part of another must not be told from it by scope alone."""
    if whole is None or (row.figure.measure, row.scope, row.place) != (whole.figure.measure, whole.scope, whole.place):
        return row
    return replace(row, scope=replace(row.scope, narrowed=(*row.scope.narrowed, A_PART)))


def _given(ledger: Ledger, figure: Figure, claim: Claim | None, entities: Entities) -> Given:
    published = ledger.report.published
    sources = claim.sources if claim else ()
    name, entity = originator(ledger.report.id, sources, entities)
    return Given(
        report=ledger.report.id,
        published=published,
        figure=figure,
        claim=claim,
        scope=scope_of(figure),
        place=_place(ledger, figure, entities),
        as_of=figure.as_of or _day_of(published),
        originator=name,
        originator_entity=entity,
        chain=tuple(_name(ledger.report.id, source, entities) for source in sources),
        originator_kind=sources[-1].kind if sources and name else None,
        opens=ledger.report.text.count("\n\n", 0, figure.span.start) <= OPENING,
        described=_described(ledger, sources[-1]) if sources and entity else (),
    )


def _described(ledger: Ledger, source: Source) -> tuple[str, ...]:
    return tuple(
        ledger.report.text[mention.span.start : mention.span.end]
        for entity in ledger.entities
        if entity.id == source.entity
        for mention in entity.mentions
        if mention.type == "nominal"
    )


def originator(report: str, sources: tuple[Source, ...], entities: Entities) -> tuple[str | None, str | None]:
    """Name and case entity of the innermost source, where it has a name: a rumour is nobody's word."""
    if not sources or sources[-1].kind in UNNAMED:
        return None, None
    source = sources[-1]
    known = entities.get((report, source.entity or ""))
    return _name(report, source, entities), known.id if known else None


def _name(report: str, source: Source, entities: Entities) -> str:
    known = entities.get((report, source.entity or ""))
    return known.name if known else source.name


def _day_of(published: str | None) -> Interval | None:
    return Interval(start=published[:10], end=published[:10]) if published else None


def _place(ledger: Ledger, figure: Figure, entities: Entities) -> str | None:
    if figure.place is None:
        return None
    for entity in ledger.entities:
        if entity.kind == "place" and any(mention.span == figure.place.span for mention in entity.mentions):
            known = entities.get((ledger.report.id, entity.id))
            return known.name if known else entity.name
    return figure.place.name


def at_home(statements: Iterable[Given]) -> list[Given]:
    """The statements with the case's own country taken for "everywhere": most counts name it, some leave it out."""
    rows = list(statements)
    countries = load_list("en", "places")
    named = Counter(row.place for row in rows if row.place and countries.has(row.place, "countries"))
    if not named:
        return rows
    home = min(named, key=lambda place: (-named[place], place))
    return [replace(row, place=None) if row.place == home else row for row in rows]
