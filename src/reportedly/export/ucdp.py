"""The counts of dead of a case in columns named as in the UCDP's Georeferenced Event Dataset (GED): draft for a coder.

One row is one statement of one count in one report.  What the reports do not tell stays empty: nothing is estimated,
no conflict, actor, place code or event is assigned, and words such as "dozens" stay words.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from reportedly.comparison import Comparison, Series, Statement, Told
from reportedly.export.csv_tables import LINE_END, as_cell
from reportedly.export.pieces import Piece, as_utf8
from reportedly.export.tables import Cell
from reportedly.model import Figure, Interval, Ledger, Number, Source

FILE = "ucdp.csv"
COLUMNS = (
    "id", "series", "year", "source_article", "source_office", "source_date", "source_headline", "source_original",
    "source_original_kind", "source_chain", "number_of_sources", "number_of_origins", "where_coordinates",
    "where_prec", "as_of_start", "as_of_end", "date_prec", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "vague", "approximate", "counted", "denied", "status", "report",
    "figure", "start", "end", "words",
)  # fmt: skip

# Whose dead a scope tells.  The GED puts the government on side a of a state-based conflict, and those who fight it on
# side b; every other scope is unknown, children and journalists too: the reports do not say that they took no part.
SIDES: Mapping[str, str] = {
    "security forces": "deaths_a", "attackers": "deaths_b", "civilians": "deaths_civilians"
}  # fmt: skip
SIDE_COLUMNS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")

# GED where_prec 4: first-order division, 3: second-order.  Told by the last word of the name alone; a bare name may be
# a town, a division or a country.
DIVISIONS: Mapping[str, int] = {
    "region": 4, "oblast": 4, "province": 4, "governorate": 4, "voivodeship": 4,
    "district": 3, "raion": 3, "rayon": 3, "county": 3,
}  # fmt: skip

# GED date_prec by the days that an interval has at most.
DATE_PRECISION = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))


class Seen(NamedTuple):
    """What a row needs of a figure in its report."""

    figure: Figure
    words: str
    source: Source | None  # the innermost one
    denied: bool


def export_ucdp(ledgers: Iterable[Ledger], comparison: Comparison) -> Iterator[Piece]:
    """One file.  Counts of the killed only: the UCDP codes deaths."""
    seen = {key: one for ledger in ledgers for key, one in seen_in(ledger)}
    reports = {report.id: report for report in comparison.reports}
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator=LINE_END)
    writer.writerow(COLUMNS)
    for series in comparison.series:
        if series.measure != "killed":
            continue
        for statement in series.statements:
            row = row_of(series, statement, reports[statement.report], seen[statement.report, statement.figure])
            writer.writerow([as_cell(row.get(column), guarded=True) for column in COLUMNS])
    yield Piece(FILE, as_utf8(lines.getvalue()))


def seen_in(ledger: Ledger) -> Iterator[tuple[tuple[str, str], Seen]]:
    claims = {claim.id: claim for claim in ledger.claims}
    for figure in ledger.figures:
        if figure.measure == "killed":
            claim = claims.get(figure.claim or "")
            yield (
                (ledger.report.id, figure.id),
                Seen(
                    figure=figure,
                    words=ledger.report.text[slice(*figure.span)],
                    source=claim.sources[-1] if claim and claim.sources else None,
                    denied=claim is not None and claim.polarity == "negative",
                ),
            )


def row_of(series: Series, statement: Statement, report: Told, seen: Seen) -> dict[str, Cell]:
    figure, source = seen.figure, seen.source
    as_of = figure.as_of  # as the report gives it; the statement's may be the day of publication
    counts = (None, None, None) if seen.denied else (statement.best, statement.low, statement.high)
    best, low, high = counts
    return {
        "id": f"{series.id}:{report.id}:{figure.id}",
        "series": series.id,
        "year": year_of(as_of),
        "source_article": article_of(report),
        "source_office": report.outlet,
        "source_date": day_of(report.published),
        "source_headline": report.title,
        "source_original": statement.originator or (source.name if source else None),
        "source_original_kind": source.kind if source else None,
        "source_chain": "; ".join(statement.chain),
        "number_of_sources": len({one.report for one in series.statements}),
        "number_of_origins": series.origins,
        "where_coordinates": series.place,
        "where_prec": place_precision(series.place),
        "as_of_start": as_of.start if as_of else None,
        "as_of_end": as_of.end if as_of else None,
        "date_prec": date_precision(as_of),
        **sides(series.of, best),
        "best": best,
        "high": high,
        "low": low,
        "vague": statement.vague,
        "approximate": figure.approximate,
        "counted": series.of,
        "denied": seen.denied,
        "status": statement.status,
        "report": report.id,
        "figure": figure.id,
        "start": figure.span.start,
        "end": figure.span.end,
        "words": seen.words,
    }


def sides(scope: str | None, best: Number | None) -> dict[str, Cell]:
    """The best count in the column of those counted; the others stay empty: that nobody else died is not said."""
    return {SIDES.get(scope or "", "deaths_unknown"): best}


def article_of(report: Told) -> str:
    """As the GED writes it: outlet, date and headline, in quotation marks; what is not known is left out."""
    known = (report.outlet, day_of(report.published), report.title)
    return ",".join('"' + one.replace('"', "'") + '"' for one in known if one)


def day_of(published: str | None) -> str | None:
    day = (published or "")[:10]
    return day if days_from(day, day) == 1 else None


def year_of(as_of: Interval | None) -> int | None:
    """The year, where both ends lie in one."""
    if as_of is None or date_precision(as_of) is None:
        return None
    years = {(end or "")[:4] for end in (as_of.start, as_of.end)}
    return int(years.pop()) if len(years) == 1 else None


def date_precision(as_of: Interval | None) -> int | None:
    """1 a day, 2 two to six days, 3 a week, 4 up to a month, 5 up to a year; None where an end is not known."""
    length = days_from(as_of.start, as_of.end) if as_of else None
    if length is None or length < 1:
        return None
    return next((code for most, code in DATE_PRECISION if length <= most), None)


def days_from(start: str | None, end: str | None) -> int | None:
    try:
        return (date.fromisoformat(end or "") - date.fromisoformat(start or "")).days + 1
    except ValueError:
        return None


def place_precision(place: str | None) -> int | None:
    words = re.findall(r"\w+", (place or "").lower())
    return DIVISIONS.get(words[-1]) if len(words) > 1 else None
