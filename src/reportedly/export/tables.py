"""A case as flat tables: their columns, in a fixed order, and their rows.  CSV and Parquet write the same tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from reportedly.comparison import CaseEntity, Comparison, Conflict, NoConflict, Ref, Statement
from reportedly.export.pieces import written_spans
from reportedly.model import Claim, Figure, Interval, Ledger, Number, Span, Time

Kind = Literal["text", "whole", "number", "flag"]
Cell = str | int | float | bool | None
Row = Sequence[Cell]

# Columns are "name" for text, and "name:kind" for the rest.
COLUMNS: Mapping[str, str] = {
    "reports": "report where outlet title url published language generator claims:whole figures:whole text",
    "claims": (
        "report claim start:whole end:whole spans words mode certainty polarity within cue markers asserted_by "
        "time_start:whole time_end:whole time_from time_to about chain originator originator_kind assertion "
        "confidence:number"
    ),
    "sources": (
        "report claim position:whole innermost:flag name kind entity case_entity case_name commitment "
        "mention_start:whole mention_end:whole mention cue cue_words"
    ),
    "figures": (
        "report figure claim start:whole end:whole words low:number best:number high:number vague approximate:flag "
        "measure unit of of_start:whole of_end:whole place place_start:whole place_end:whole as_of_from as_of_to "
        "subset_of series status"
    ),
    "entities": "report entity name kind mentions:whole case_entity case_name",
    "mentions": "report entity position:whole start:whole end:whole words type",
    "dates": "report position:whole start:whole end:whole words from to",
    "hedges": "report position:whole start:whole end:whole words",
    "problems": "report position:whole stage message start:whole end:whole",
    "case_entities": "entity name kind reports:whole forms reasons",
    "maybe_the_same": "a a_name b b_name score:number reason",
    "series": "series measure of place statements:whole origins:whole",
    "statements": (
        "series report figure low:number best:number high:number vague as_of_from as_of_to originator "
        "originator_entity chain status retracted_by_report retracted_by_claim retracted_by_figure "
        "withdrawn_by"
    ),
    "copies": "copy:whole a b kind score:number original passages:whole reason",
    "passages": "copy:whole a a_start:whole a_end:whole b b_start:whole b_end:whole",
    "conflicts": "kind a_report a_claim a_figure b_report b_claim b_figure reason",
    "not_conflicts": "kind a_report a_claim a_figure b_report b_claim b_figure reason",
    "assertions": "assertion words claims:whole said_by denied_by hedged_by first_seen last_changed",
    "assertion_claims": "assertion report claim",
    "origins": "origin:whole name entity reports:whole independent:whole claims:whole",
    "origin_reports": "origin:whole report",
}


class Column(NamedTuple):
    name: str
    kind: Kind


def columns_of(table: str) -> tuple[Column, ...]:
    return tuple(column(one) for one in COLUMNS[table].split())


def column(written: str) -> Column:
    name, _, kind = written.partition(":")
    match kind:
        case "whole" | "number" | "flag":
            return Column(name, kind)
        case _:
            return Column(name, "text")


TABLES: Mapping[str, tuple[Column, ...]] = {table: columns_of(table) for table in COLUMNS}


@dataclass(frozen=True, slots=True, kw_only=True)
class InCase:
    """What the case makes of the things of one report, by (report, id)."""

    entities: Mapping[tuple[str, str], CaseEntity]
    statements: Mapping[tuple[str, str], tuple[str, Statement]]  # figure -> series, statement
    assertions: Mapping[tuple[str, str], str]  # claim -> assertion


def in_case(comparison: Comparison) -> InCase:
    return InCase(
        entities={member: entity for entity in comparison.entities for member in entity.members},
        statements={
            (one.report, one.figure): (series.id, one) for series in comparison.series for one in series.statements
        },
        assertions={
            (claim.report, claim.claim): one.id
            for one in comparison.assertions
            for claim in one.claims
            if claim.claim is not None
        },
    )


def rows_of(ledgers: Iterable[Ledger], comparison: Comparison) -> Iterator[tuple[str, Row]]:
    """(table, row) of the whole case: what is in the reports, one after the other, then what holds them together."""
    case = in_case(comparison)
    for ledger in ledgers:
        yield from rows_of_report(ledger, case)
    yield from rows_of_comparison(comparison)


# ---------------------------------------------------------------- of one report
def rows_of_report(ledger: Ledger, case: InCase) -> Iterator[tuple[str, Row]]:
    report = ledger.report
    about = (report.id, report.where, report.outlet, report.title, report.url, report.published, report.language)
    yield "reports", (*about, ledger.generator, len(ledger.claims), len(ledger.figures), report.text)
    for claim in ledger.claims:
        yield "claims", claim_row(ledger, claim, case)
        yield from (("sources", row) for row in source_rows(ledger, claim, case))
    for figure in ledger.figures:
        yield "figures", figure_row(ledger, figure, case)
    for entity in ledger.entities:
        known = case.entities.get((report.id, entity.id))
        in_all = (known.id, known.name) if known else (None, None)
        yield "entities", (report.id, entity.id, entity.name, entity.kind, len(entity.mentions), *in_all)
        for position, mention in enumerate(entity.mentions, start=1):
            words = report.text[slice(*mention.span)]
            yield "mentions", (report.id, entity.id, position, *mention.span, words, mention.type)
    for position, date in enumerate(ledger.dates, start=1):
        yield "dates", (report.id, position, *date.span, report.text[slice(*date.span)], date.start, date.end)
    for position, span in enumerate(ledger.hedges, start=1):
        yield "hedges", (report.id, position, *span, report.text[slice(*span)])
    for position, problem in enumerate(ledger.problems, start=1):
        yield "problems", (report.id, position, problem.stage, problem.message, *ends(problem.span))


def claim_row(ledger: Ledger, claim: Claim, case: InCase) -> Row:
    report = ledger.report.id
    innermost = claim.sources[-1] if claim.sources else None
    return (
        report,
        claim.id,
        min((span.start for span in claim.spans), default=None),
        max((span.end for span in claim.spans), default=None),
        written_spans(claim.spans),
        ledger.words(claim.spans),
        claim.mode,
        claim.certainty,
        claim.polarity,
        claim.within,
        written_spans(claim.cue),
        written_spans(claim.markers),
        " ".join(claim.asserted_by),
        *when(claim.time),
        " ".join(claim.entities),
        " › ".join(ledger.chain(claim)),
        innermost.name if innermost else None,
        innermost.kind if innermost else None,
        case.assertions.get((report, claim.id)),
        round(claim.confidence, 3),
    )


def source_rows(ledger: Ledger, claim: Claim, case: InCase) -> Iterator[Row]:
    report, text = ledger.report.id, ledger.report.text
    commitments = (*claim.asserted_by, *(None,) * len(claim.sources))
    for position, source in enumerate(claim.sources, start=1):
        known = case.entities.get((report, source.entity or ""))
        yield (
            report,
            claim.id,
            position,
            position == len(claim.sources),
            source.name,
            source.kind,
            source.entity,
            known.id if known else None,
            known.name if known else None,
            commitments[position - 1],
            *ends(source.mention),
            text[slice(*source.mention)] if source.mention else None,
            written_spans(source.cue),
            ledger.words(source.cue),
        )


def figure_row(ledger: Ledger, figure: Figure, case: InCase) -> Row:
    report = ledger.report.id
    series, statement = case.statements.get((report, figure.id), (None, None))
    return (
        report,
        figure.id,
        figure.claim,
        *figure.span,
        ledger.report.text[slice(*figure.span)],
        *bounds(figure),
        figure.approximate,
        figure.measure,
        figure.unit,
        figure.of,
        *ends(figure.of_span),
        figure.place.name if figure.place else None,
        *ends(figure.place.span if figure.place else None),
        *days(figure.as_of),
        figure.subset_of,
        series,
        statement.status if statement else None,
    )


def ends(span: Span | None) -> tuple[int | None, int | None]:
    return (None, None) if span is None else (span.start, span.end)


def when(time: Time | None) -> tuple[int | None, int | None, str | None, str | None]:
    return (*ends(time.span if time else None), time.start if time else None, time.end if time else None)


def days(interval: Interval | None) -> tuple[str | None, str | None]:
    return (interval.start, interval.end) if interval else (None, None)


def bounds(figure: Figure | Statement) -> tuple[Number | None, Number | None, Number | None, str | None]:
    return (figure.low, figure.best, figure.high, figure.vague)


# ---------------------------------------------------------------- of the case
def rows_of_comparison(comparison: Comparison) -> Iterator[tuple[str, Row]]:
    names = {entity.id: entity.name for entity in comparison.entities}
    for entity in comparison.entities:
        reports = len({report for report, _ in entity.members})
        yield "case_entities", (
            entity.id, entity.name, entity.kind, reports, as_list(entity.forms), as_list(entity.reasons)
        )  # fmt: skip
    for maybe in comparison.maybes:
        both = (maybe.a, names.get(maybe.a), maybe.b, names.get(maybe.b))
        yield "maybe_the_same", (*both, round(maybe.score, 3), maybe.reason)
    yield from rows_of_series(comparison)
    yield from rows_of_copies(comparison)
    yield from (("conflicts", conflict_row(one)) for one in comparison.conflicts)
    yield from (("not_conflicts", conflict_row(one)) for one in comparison.not_conflicts)
    for one in comparison.assertions:
        who = (as_list(one.said_by), as_list(one.denied_by), as_list(one.hedged_by))
        yield "assertions", (one.id, one.words, len(one.claims), *who, one.first_seen, one.last_changed)
        yield from (("assertion_claims", (one.id, claim.report, claim.claim)) for claim in one.claims)
    for number, origin in enumerate(comparison.origins, start=1):
        counts = (len(origin.reports), origin.independent, origin.claims)
        yield "origins", (number, origin.name, origin.entity, *counts)
        yield from (("origin_reports", (number, report)) for report in origin.reports)


def rows_of_series(comparison: Comparison) -> Iterator[tuple[str, Row]]:
    for series in comparison.series:
        yield "series", (
            series.id, series.measure, series.of, series.place, len(series.statements), series.origins
        )  # fmt: skip
        for one in series.statements:
            yield (
                "statements",
                (
                    series.id,
                    one.report,
                    one.figure,
                    *bounds(one),
                    *days(one.as_of),
                    one.originator,
                    one.originator_entity,
                    as_list(one.chain),
                    one.status,
                    *(place_of(one.retracted_by) if one.retracted_by else (None, None, None)),
                    one.withdrawn_by,
                ),
            )


def rows_of_copies(comparison: Comparison) -> Iterator[tuple[str, Row]]:
    for number, copy in enumerate(comparison.copies, start=1):
        kind = (copy.kind, round(copy.score, 3), copy.original)
        yield "copies", (number, copy.a, copy.b, *kind, len(copy.passages), copy.reason)
        for passage in copy.passages:
            yield "passages", (number, copy.a, *passage.a, copy.b, *passage.b)


def conflict_row(one: Conflict | NoConflict) -> Row:
    return (one.kind, *place_of(one.a), *place_of(one.b), one.reason)


def place_of(ref: Ref) -> tuple[str, str | None, str | None]:
    return (ref.report, ref.claim, ref.figure)


def as_list(values: tuple[str, ...]) -> str:
    """Several texts in one cell, as a JSON list."""
    return json.dumps(list(values), ensure_ascii=False)
