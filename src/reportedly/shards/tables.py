"""What stands in the folder of a shard: the tables of its ledgers, and what a case needs beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from reportedly.case.ledger_json import packed
from reportedly.export.parquet_tables import Form, Stored, Tables
from reportedly.export.pieces import storable
from reportedly.export.tables import TABLES, InCase, rows_of_report
from reportedly.load import Beside, Part
from reportedly.model import Ledger

OF_LEDGERS = ("reports", "claims", "sources", "figures", "entities", "mentions", "dates", "hedges", "problems")
# The ledgers themselves, in the order of the table of reports, with the bytes that they were read from; and what gave
# no ledger: what could not be read, what is no report by its kind, and other places of the same bytes.
LEDGERS, OTHERS = "ledgers", "others"
OF_SHARD: Mapping[str, Sequence[tuple[str, Form]]] = {
    **{table: TABLES[table] for table in OF_LEDGERS},
    LEDGERS: (
        ("report", "text"),
        ("beside", "text"),
        ("ledger", "bytes"),
        ("text", "bytes"),  # null where it is that of the table of reports, as it nearly always is
        ("raw", "bytes"),
    ),
    OTHERS: (
        ("where", "text"),
        ("how", "text"),  # unreadable, passed, there
        ("report", "text"),  # of what is there already: whose bytes they are
        ("beside", "text"),
        ("message", "text"),
    ),
}
KNOWN = "known"  # under this the column "beside" has what a person knows of the report
IN_NO_CASE = InCase(entities={}, statements={}, assertions={})


class ShardTables:
    """The tables of one shard, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._tables = Tables(folder, OF_SHARD)

    def keep(self, ledger: Ledger, part: Part) -> None:
        for table, row in rows_of_report(ledger, IN_NO_CASE):
            self._tables.write(table, row)
        text = ledger.report.text
        exact = None if storable(text) == text else text.encode("utf-8", "surrogatepass")
        self._write(LEDGERS, ledger.report.id, written(part), packed(ledger), exact, part.raw)

    def note(
        self, where: str, how: str, *, report: str | None = None, part: Part | None = None, message: str = ""
    ) -> None:
        self._write(OTHERS, where, how, report, written(part) if part else None, message)

    def ended(self) -> dict[str, str]:
        """The SHA-256 of each file."""
        return self._tables.ended()

    def _write(self, table: str, *cells: Stored) -> None:
        self._tables.write(table, cells)


def written(part: Part) -> str | None:
    """What was said of bytes by what brought them and by a person, as JSON; None where nothing was."""
    said = {field: value for field, value in asdict(part.beside).items() if value}
    said |= {KNOWN: dict(part.known)} if part.known else {}
    return json.dumps(said, ensure_ascii=False) if said else None


def beside_from(said: str | None) -> Beside:
    found = json.loads(said) if said else {}
    return Beside(**{field: value for field, value in found.items() if field != KNOWN})


def known_from(said: str | None) -> dict[str, str]:
    return dict(json.loads(said).get(KNOWN, {})) if said else {}
