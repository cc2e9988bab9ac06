"""Whether a case is what it was when it was kept: every hash, every span, every row."""

# ruff: noqa: S608 - what is put together here are constants of our own; values go in as "?"

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from typing import Any

from reportedly.case.database import Database
from reportedly.case.ledger_json import unpacked
from reportedly.case.rows import Rows, rows_of
from reportedly.case.tables import COME_BACK, come_back
from reportedly.case.words import plain, plain_or_none
from reportedly.interfaces import CaseError, Damage, ReadOnlyCase
from reportedly.model import Ledger, ReportedlyError, Span

FULL_TEXT = ("search", "claim_words", "name_words")
REPORTS = """
    SELECT r.number, r.id, r.text_sha256, r.ledger_sha256, r."where", r.outlet, r.title, r.url, r.published,
           r.language, r.claims, r.figures, c.raw, c.text, c.ledger
    FROM reports r LEFT JOIN contents c ON c.report = r.number
    WHERE r.number > ? ORDER BY r.number LIMIT 50
    """


def damage(database: Database) -> Iterator[Damage]:
    """What is damaged, a report at a time; first the file itself, then every report, then the indexes over them."""
    broken = list(damage_of_the_file(database))
    yield from broken
    try:
        yield from damage_of_reports(database)
        yield from damage_of_indexes(database)
        yield from damage_of_decisions(database)
    except ReadOnlyCase:
        raise
    except CaseError as error:  # so broken that it cannot be gone through
        if not broken:
            yield Damage(kind="file", report=None, message=str(error))


# ---------------------------------------------------------------- the file
def damage_of_the_file(database: Database) -> Iterator[Damage]:
    try:
        for (said,) in database.all("PRAGMA integrity_check(20)"):
            if said != "ok":
                yield Damage(kind="file", report=None, message=" ".join(said.split()))
        for table, row, parent, _ in database.all("PRAGMA foreign_key_check"):
            message = f"row {row} of {table} belongs to something in {parent} that is not there"
            yield Damage(kind="rows", report=None, message=message)
    except CaseError as error:
        yield Damage(kind="file", report=None, message=str(error))


# ---------------------------------------------------------------- each report
def damage_of_reports(database: Database) -> Iterator[Damage]:
    last = 0
    while page := database.all(REPORTS, (last,)):
        for row in page:
            for kind, message in wrong_with(database, row):
                yield Damage(kind=kind, report=row[1], message=message)
        last = page[-1][0]


def wrong_with(database: Database, row: Any) -> Iterator[tuple[Any, str]]:
    number, report, text_sha256, ledger_sha256 = row[:4]
    raw, text, written = map(unpacked_blob, row[12:])
    if raw is None or report != "sha256:" + hashlib.sha256(raw).hexdigest():
        yield "bytes", "its raw bytes are not those that were added"
    if text is None or text_sha256 != hashlib.sha256(text).hexdigest():
        yield "text", "its text is not the one that was read"
        return
    if written is None or ledger_sha256 != hashlib.sha256(written).hexdigest():
        yield "ledger", "its ledger is not the one that was kept"
        return
    try:
        ledger = unpacked(written, text.decode("utf-8", "surrogatepass"))
    except (ReportedlyError, UnicodeDecodeError) as error:
        yield "ledger", str(error)
        return
    yield from (("span", message) for message in spans_outside(ledger))
    yield from (("rows", message) for message in rows_apart(database, number, row[4:12], ledger))


def unpacked_blob(blob: bytes | None) -> bytes | None:
    try:
        return None if blob is None else zlib.decompress(blob)
    except zlib.error:
        return None


def spans_outside(ledger: Ledger) -> Iterator[str]:
    """Spans that are not within the text, with whose they are."""
    length = len(ledger.report.text)
    for whose, span in spans_of(ledger):
        if not 0 <= span.start <= span.end <= length:
            yield f"{whose} is at {span.start} to {span.end}, but the text has {length} characters"


def spans_of(ledger: Ledger) -> Iterator[tuple[str, Span]]:
    for claim in ledger.claims:
        of_sources = [span for source in claim.sources for span in (*source.cue, *one(source.mention))]
        time = [claim.time.span] if claim.time else []
        for span in (*claim.spans, *claim.cue, *claim.markers, *of_sources, *time):
            yield f"claim {claim.id}", span
    for figure in ledger.figures:
        for span in (figure.span, *one(figure.of_span), *([figure.place.span] if figure.place else [])):
            yield f"figure {figure.id}", span
    for entity in ledger.entities:
        yield from ((f"entity {entity.id}", mention.span) for mention in entity.mentions)
    yield from (("a date", date.span) for date in ledger.dates)
    yield from (("a problem", problem.span) for problem in ledger.problems if problem.span is not None)


def one(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (span,)


def rows_apart(database: Database, number: int, known: Any, ledger: Ledger) -> Iterator[str]:
    report = ledger.report
    of_report = (report.where, report.outlet, report.title, report.url, report.published, report.language)
    if known != (*map(plain_or_none, of_report), len(ledger.claims), len(ledger.figures)):
        yield "what the list of reports says of it is not what its ledger says"
    there, ought = come_back(database, number), rows_of(ledger)
    yield from (f"its rows in {table} are not those of its ledger" for table in COME_BACK if apart(there, ought, table))
    searched = database.one("SELECT title, outlet, text FROM search WHERE rowid = ?", (number,))
    if searched != (plain(report.title or ""), plain(report.outlet or ""), plain(report.text)):
        yield "the text that is searched is not its text"


def apart(there: Rows, ought: Rows, table: str) -> bool:
    return bool(getattr(there, table) != getattr(ought, table))


# ---------------------------------------------------------------- what lies over them
def damage_of_indexes(database: Database) -> Iterator[Damage]:
    for table in FULL_TEXT:
        try:
            database.write(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
        except ReadOnlyCase:  # SQLite checks an index by a command that counts as writing
            raise
        except CaseError:
            yield Damage(kind="index", report=None, message=f"the full-text index {table} is not that of its words")
    orphans = (
        ("claims", "report", "reports"), ("entities", "report", "reports"), ("figures", "report", "reports"),
        ("dates", "report", "reports"), ("problems", "report", "reports"), ("contents", "report", "reports"),
        ("search", "rowid", "reports"),
    )  # fmt: skip
    for table, column, parent in orphans:
        (count,) = database.one(f"SELECT count(*) FROM {table} WHERE {column} NOT IN (SELECT number FROM {parent})")
        if count:
            yield Damage(kind="rows", report=None, message=f"{count} rows of {table} belong to no report of the case")

    yield from damage_of_postings(database)


def damage_of_postings(database: Database) -> Iterator[Damage]:
    """The keys of an index, against the list of keys kept with each report; and what was remembered."""
    counted = "SELECT kind, report, count(*) FROM postings GROUP BY kind, report"
    there = {(kind, report): count for kind, report, count in database.streamed(counted)}
    for kind, report, keys in database.streamed("SELECT kind, report, keys FROM indexed"):
        written = unpacked_blob(keys)
        ought = None if written is None else len({(type(key), key, position) for key, position in json.loads(written)})
        if there.pop((kind, report), 0) != ought:
            yield Damage(kind="index", report=id_of(database, report), message="the keys to find it by are not its own")
    for _, report in there:
        yield Damage(kind="index", report=id_of(database, report), message="there are keys to find it by that it lacks")
    remembered = "SELECT report, value FROM results UNION ALL SELECT a, value FROM pairs"
    for report, value in database.streamed(remembered):
        if unpacked_blob(value) is None:
            yield Damage(kind="index", report=id_of(database, report), message="a result kept for it cannot be read")


def id_of(database: Database, number: int) -> str | None:
    found = database.one("SELECT id FROM reports WHERE number = ?", (number,))
    return found[0] if found else None


def damage_of_decisions(database: Database) -> Iterator[Damage]:
    for number, subject, value in database.all("SELECT id, subject, value FROM decisions"):
        try:
            json.loads(subject), json.loads(value)
        except ValueError:
            yield Damage(kind="decision", report=None, message=f"decision {number} cannot be read")
