"""A case in one SQLite file."""

# ruff: noqa: S608 - what is put together here are constants of our own; values go in as "?"

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportedly.case import check, questions
from reportedly.case.database import Database
from reportedly.case.ledger_json import packed, unpacked
from reportedly.case.rows import address_of, day_of, moment_of, rows_of
from reportedly.case.rules import UNDO, as_posting, refuse_unless_of
from reportedly.case.tables import put_in, take_out
from reportedly.case.words import around, first_place, key_of, phrases, plain, plain_or_none
from reportedly.interfaces import (
    Asked,
    CaseError,
    Damage,
    DamagedCase,
    Decision,
    FoundClaim,
    FoundFigure,
    FoundReport,
    Json,
    Kept,
    Key,
    NotInCase,
    Posting,
    Sighting,
    Sizes,
)
from reportedly.model import Ledger, Report, ReportedlyError

WHOLE_CASE = 0  # stands for the report of a result that belongs to none
PAGE = 200  # reports fetched at a time: no cursor stays open while the caller writes

KEPT = """
    SELECT r.number, r.id, r."where", r.outlet, r.title, r.url, r.published, r.language, r.added, l.at, l.generator,
           l.reader, r.claims, r.figures
    FROM reports r JOIN readings l ON l.number = (SELECT max(number) FROM readings WHERE report = r.number)
    """
KEEP = """
    INSERT INTO reports (id, "where", outlet, title, url, published, language, outlet_key, address, day, moment,
                         text_sha256, ledger_sha256, claims, figures, added)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
REPLACE = """
    UPDATE reports SET "where" = ?, outlet = ?, title = ?, url = ?, published = ?, language = ?, outlet_key = ?,
                       address = ?, day = ?, moment = ?, text_sha256 = ?, ledger_sha256 = ?, claims = ?, figures = ?
    WHERE number = ?
    """


def open_case(path: str | Path, *, read_only: bool = False) -> SqliteStore:
    """Opens a case that is there; raises `CaseError` where it is not, or is none.

    With `read_only` nothing is written, neither in the file nor beside it, and deciding raises `ReadOnlyCase`.
    """
    return SqliteStore(Path(path), make=False, read_only=read_only)


def make_case(path: str | Path) -> SqliteStore:
    """Opens a case and makes it first where it is not there."""
    return SqliteStore(Path(path), make=True)


class SqliteStore:
    """See `CaseStore` for what each method promises; one object for one thread, any number of them for one file."""

    def __init__(self, path: Path, *, make: bool, read_only: bool = False) -> None:
        self._database = Database(path, make=make, read_only=read_only)

    # ------------------------------------------------------------ reports and their ledgers
    def keep(
        self, ledger: Ledger, *, raw: bytes, reader: str, at: str, known: Json = None, again: bool = False
    ) -> bool:
        report = ledger.report
        refuse_unless_of(report, raw)
        written, text = packed(ledger), bytes_of(report.text)
        rows, pages = rows_of(ledger), [zlib.compress(one) for one in (raw, text, written)]
        what = (*known_row(report), sha256(text), sha256(written), len(ledger.claims), len(ledger.figures))
        with self._database.writing():
            found = self._database.one("SELECT number FROM reports WHERE id = ?", (plain(report.id),))
            if found and not again:
                return False
            if found:
                (number,) = found
                take_out(self._database, number)
                self._forget_keys_of(number)
                self._database.write(REPLACE, (*what, number))
            else:
                self._database.write(KEEP, (plain(report.id), *what, at))
                (number,) = self._database.one("SELECT last_insert_rowid()")
            self._note_sighting(number, report.where, known, at)
            self._database.write("INSERT OR REPLACE INTO contents VALUES (?, ?, ?, ?)", (number, *pages))
            self._database.write(
                "INSERT INTO search (rowid, title, outlet, text) VALUES (?, ?, ?, ?)",
                (number, plain(report.title or ""), plain(report.outlet or ""), plain(report.text)),
            )
            put_in(self._database, number, rows)
            self._database.write(
                "INSERT INTO readings (report, at, generator, reader) VALUES (?, ?, ?, ?)",
                (number, at, plain(ledger.generator), reader),
            )
        return True

    def kept(self, report: str) -> Kept | None:
        found = self._database.one(f"{KEPT} WHERE r.id = ?", (plain(report),))
        return kept_from(found) if found else None

    def reports(self) -> Iterator[Kept]:
        last = 0
        while page := self._database.all(f"{KEPT} WHERE r.number > ? ORDER BY r.number LIMIT {PAGE}", (last,)):
            yield from map(kept_from, page)
            last = page[-1][0]

    def ledgers(self) -> Iterator[Ledger]:
        for kept in self.reports():
            yield self.ledger(kept.id)

    def ledger(self, report: str) -> Ledger:
        text, written = self._content(report, "text, ledger")
        try:
            return unpacked(zlib.decompress(written), zlib.decompress(text).decode("utf-8", "surrogatepass"))
        except (ReportedlyError, zlib.error, UnicodeDecodeError) as error:
            raise self._damaged(report) from error

    def raw(self, report: str) -> bytes:
        try:
            return zlib.decompress(self._content(report, "raw")[0])
        except zlib.error as error:
            raise self._damaged(report) from error

    def saw(self, report: str, *, where: str, known: Json, at: str) -> bool:
        with self._database.writing():
            return self._note_sighting(self._number(report), where, known, at)

    def seen(self, report: str) -> tuple[Sighting, ...]:
        found = self._database.all(
            'SELECT "where", at, known FROM sightings WHERE report = ? ORDER BY position', (self._number(report),)
        )
        return tuple(Sighting(where=where, at=at, known=json.loads(known)) for where, at, known in found)

    def versions(self, report: str) -> tuple[Kept, ...]:
        number = self._number(report)
        found = self._database.all(
            f"{KEPT} WHERE r.number = ? OR r.address = (SELECT address FROM reports WHERE number = ?) "
            "ORDER BY coalesce(r.moment, r.added), r.number",
            (number, number),
        )
        return tuple(map(kept_from, found))

    def revision(self) -> int:
        (last,) = self._database.one("SELECT max(number) FROM readings")
        return last or 0

    # ------------------------------------------------------------ what machines made of them
    def index(self, report: str, kind: str, keys: Iterable[tuple[Key, int]]) -> None:
        pairs = [as_posting(key, position) for key, position in keys]
        with self._database.writing():
            number, kind_number = self._number(report), self._kind(kind)
            self._forget_keys_of(number, kind_number)
            self._database.write("INSERT INTO indexed VALUES (?, ?, ?)", (number, kind_number, as_blob(pairs)))
            rows = [(kind_number, plain(key) if isinstance(key, str) else key, number, at) for key, at in pairs]
            # In their order, neighbours go into the same page of the tree.
            rows.sort(key=lambda row: (isinstance(row[1], str), row[1]))
            self._database.write_all("INSERT OR IGNORE INTO postings VALUES (?, ?, ?, ?)", rows)

    def indexed(self, report: str, kind: str) -> tuple[tuple[Key, int], ...] | None:
        found = self._database.one(
            "SELECT keys FROM indexed WHERE report = ? AND kind = ?", (self._number(report), self._known_kind(kind))
        )
        return tuple((key, position) for key, position in from_blob(found[0])) if found else None

    def lookup(self, kind: str, keys: Iterable[Key], *, common: int | None = None) -> Iterator[Posting]:
        kind_number = self._known_kind(kind)
        most = -1 if common is None else common + 1
        for key in keys:
            found = self._database.all(
                "SELECT r.id, p.position "
                "FROM (SELECT report, position FROM postings WHERE kind = ? AND key = ? LIMIT ?) p "
                "JOIN reports r ON r.number = p.report ORDER BY p.report, p.position",
                (kind_number, plain(key) if isinstance(key, str) else key, most),
            )
            if common is None or len(found) <= common:
                yield from (Posting(report, key, position) for report, position in found)

    def remember(self, kind: str, report: str | None, value: Json) -> None:
        with self._database.writing():
            self._database.write(
                "INSERT OR REPLACE INTO results VALUES (?, ?, ?)",
                (self._kind(kind), self._number_or_case(report), as_blob(value)),
            )

    def recall(self, kind: str, report: str | None) -> Json:
        found = self._database.one(
            "SELECT value FROM results WHERE kind = ? AND report = ?",
            (self._known_kind(kind), self._number_or_case(report)),
        )
        return from_blob(found[0]) if found else None

    def recalled(self, kind: str) -> Iterator[tuple[str, Json]]:
        last = WHOLE_CASE
        while page := self._database.all(
            "SELECT r.number, r.id, v.value FROM results v JOIN reports r ON r.number = v.report "
            f"WHERE v.kind = ? AND v.report > ? ORDER BY v.report LIMIT {PAGE}",
            (self._known_kind(kind), last),
        ):
            yield from ((report, from_blob(value)) for _, report, value in page)
            last = page[-1][0]

    def missing(self, kind: str) -> Iterator[str]:
        found = self._database.all(
            "SELECT id FROM reports r WHERE NOT EXISTS (SELECT 1 FROM results WHERE kind = ? AND report = r.number) "
            "ORDER BY number",
            (self._known_kind(kind),),
        )
        return (report for (report,) in found)

    def remember_pair(self, kind: str, a: str, b: str, value: Json) -> None:
        with self._database.writing():
            self._database.write(
                "INSERT OR REPLACE INTO pairs VALUES (?, ?, ?, ?)",
                (self._kind(kind), self._number(a), self._number(b), as_blob(value)),
            )

    def pairs(self, kind: str, report: str | None = None) -> Iterator[tuple[str, str, Json]]:
        number = None if report is None else self._number(report)
        one_of_them = "TRUE" if number is None else "(p.a = ?2 OR p.b = ?2)"
        found = self._database.streamed(
            "SELECT a.id, b.id, p.value FROM pairs p JOIN reports a ON a.number = p.a JOIN reports b ON b.number = p.b "
            f"WHERE p.kind = ?1 AND {one_of_them} ORDER BY p.a, p.b",
            (self._known_kind(kind),) if number is None else (self._known_kind(kind), number),
        )
        return ((a, b, from_blob(value)) for a, b, value in found)

    def forget(self, kind: str) -> None:
        with self._database.writing():
            number = self._known_kind(kind)
            for table in ("postings", "indexed", "results", "pairs"):
                self._database.write(f"DELETE FROM {table} WHERE kind = ?", (number,))

    # ------------------------------------------------------------ what people decided
    def decide(self, kind: str, subject: Json, value: Json, *, who: str, at: str) -> Decision:
        with self._database.writing():
            self._database.write(
                "INSERT INTO decisions (at, who, kind, subject, value) VALUES (?, ?, ?, ?, ?)",
                (plain(at), plain(who), plain(kind), json.dumps(subject), json.dumps(value)),
            )
            (number,) = self._database.one("SELECT last_insert_rowid()")
            return self._decision(number)

    def undo(self, decision: int, *, who: str, at: str) -> Decision:
        with self._database.writing():
            undone = self._decision(decision)
            if undone.undone_by is not None:
                raise CaseError(f"decision {decision} is undone already, by decision {undone.undone_by}")
            done = self.decide(UNDO, {"decision": decision}, None, who=who, at=at)
            self._database.write("UPDATE decisions SET undone_by = ? WHERE id = ?", (done.id, decision))
            if undone.kind == UNDO:  # what it had undone is in force again
                self._database.write("UPDATE decisions SET undone_by = NULL WHERE undone_by = ?", (decision,))
            return done

    def decisions(self, kind: str | None = None, *, undone: bool = False) -> tuple[Decision, ...]:
        found = self._database.all(
            "SELECT id, at, who, kind, subject, value, undone_by FROM decisions "
            "WHERE (?1 IS NULL OR kind = ?1) AND (?2 OR (undone_by IS NULL AND kind <> ?3)) ORDER BY id",
            (kind, undone, UNDO),
        )
        return tuple(map(decision_from, found))

    # ------------------------------------------------------------ questions
    def claims(self, asked: Asked, *, limit: int | None = None) -> Iterator[FoundClaim]:
        return questions.claims(self._database, asked, limit)

    def figures(self, asked: Asked, *, limit: int | None = None) -> Iterator[FoundFigure]:
        return questions.figures(self._database, asked, limit)

    def search(self, words: str, *, limit: int | None = None) -> Iterator[FoundReport]:
        wanted = phrases(words)
        if not wanted:
            return
        found = self._database.streamed(
            "SELECT rowid, text FROM search WHERE search MATCH ? ORDER BY rowid LIMIT ?",
            (questions.matching(wanted), questions.at_most(limit)),
        )
        for number, text in found:
            span = first_place(text, wanted)
            kept = kept_from(self._database.one(f"{KEPT} WHERE r.number = ?", (number,)))
            yield FoundReport(report=kept, span=span, around=around(text, span))

    def sizes(self) -> Sizes:
        reports, claims, figures = self._database.one(
            "SELECT count(*), coalesce(sum(claims), 0), coalesce(sum(figures), 0) FROM reports"
        )
        (decisions,) = self._database.one(
            "SELECT count(*) FROM decisions WHERE undone_by IS NULL AND kind <> ?", (UNDO,)
        )
        return Sizes(reports=reports, claims=claims, figures=figures, decisions=decisions)

    # ------------------------------------------------------------ the whole
    def together(self) -> AbstractContextManager[None]:
        return self._database.writing()

    def damage(self) -> Iterator[Damage]:
        return check.damage(self._database)

    def outdated(self) -> bool:
        """Whether a case opened to be read only was written since, by somebody who may: it must be opened again."""
        return self._database.outdated()

    def close(self) -> None:
        self._database.close()

    # ------------------------------------------------------------ numbers for names
    def _number(self, report: str) -> int:
        found = self._database.one("SELECT number FROM reports WHERE id = ?", (plain(report),))
        if not found:
            raise NotInCase(f"{report} is not in the case; add it first")
        return int(found[0])

    def _number_or_case(self, report: str | None) -> int:
        return WHOLE_CASE if report is None else self._number(report)

    def _kind(self, kind: str) -> int:
        self._database.write("INSERT INTO kinds (kind) VALUES (?) ON CONFLICT DO NOTHING", (kind,))
        return self._known_kind(kind)

    def _known_kind(self, kind: str) -> int:
        """0, which no kind has, where nothing was ever kept under it."""
        found = self._database.one("SELECT number FROM kinds WHERE kind = ?", (kind,))
        return int(found[0]) if found else 0

    def _content(self, report: str, columns: str) -> Any:
        found = self._database.one(
            f"SELECT {columns} FROM contents JOIN reports ON number = report WHERE id = ?",
            (plain(report),),
        )
        if not found:
            self._number(report)
            raise self._damaged(report)
        return found

    def _damaged(self, report: str) -> DamagedCase:
        return DamagedCase(
            f"{self._database.path}: what was kept of {report} is damaged; add its file with --again to mend it"
        )

    def _decision(self, number: int) -> Decision:
        found = self._database.one(
            "SELECT id, at, who, kind, subject, value, undone_by FROM decisions WHERE id = ?", (number,)
        )
        if not found:
            raise CaseError(f"there is no decision {number} in this case")
        return decision_from(found)

    def _note_sighting(self, number: int, where: str, known: Json, at: str) -> bool:
        said = json.dumps(known, sort_keys=True)
        before = dict(self._database.all('SELECT "where", known FROM sightings WHERE report = ?', (number,)))
        if before.get(plain(where)) == said:
            return False
        if plain(where) in before:
            self._database.write(
                'UPDATE sightings SET known = ?, at = ? WHERE report = ? AND "where" = ?',
                (said, at, number, plain(where)),
            )
        else:
            self._database.write(
                "INSERT INTO sightings VALUES (?, ?, ?, ?, ?)", (number, len(before), plain(where), at, said)
            )
        return True

    def _forget_keys_of(self, number: int, kind: int | None = None) -> None:
        for one, keys in self._database.all(
            "SELECT kind, keys FROM indexed WHERE report = ?1 AND (?2 IS NULL OR kind = ?2)", (number, kind)
        ):
            self._database.write_all(
                "DELETE FROM postings WHERE kind = ? AND key = ? AND report = ?",
                [(one, plain(key) if isinstance(key, str) else key, number) for key, _ in from_blob(keys)],
            )
            self._database.write("DELETE FROM indexed WHERE report = ? AND kind = ?", (number, one))


def known_row(report: Report) -> tuple[str | None, ...]:
    known = (report.where, report.outlet, report.title, report.url, report.published, report.language)
    return (
        *map(plain_or_none, known),
        key_of(plain(report.outlet)) if report.outlet else None,
        address_of(report.url),
        day_of(report.published),
        moment_of(report.published),
    )


def kept_from(row: Any) -> Kept:
    return Kept(**dict(zip(Kept.__slots__, row, strict=True)))


def decision_from(row: Any) -> Decision:
    decision = Decision(**dict(zip(Decision.__slots__, row, strict=True)))
    return replace(decision, subject=json.loads(decision.subject), value=json.loads(decision.value))


def bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def as_blob(value: Json) -> bytes:
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode())


def from_blob(value: bytes) -> Json:
    return json.loads(zlib.decompress(value))
