"""A case as CSV, one file a table: UTF-8, RFC 4180, and no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from reportedly.comparison import Comparison
from reportedly.export.pieces import Piece, as_utf8
from reportedly.export.tables import TABLES, Cell, rows_of
from reportedly.model import Ledger

LINE_END = "\r\n"  # RFC 4180
AT_ONCE = 1 << 16  # characters of a table that are kept before they are handed on

# What spreadsheets take for the beginning of a formula, wide forms included; and the mark itself, so that taking one
# mark away always gives the cell back.
MARK = "'"
FORMULA = tuple("=+-@\t\r\n＝＋－＠" + MARK)


def export_csv(ledgers: Iterable[Ledger], comparison: Comparison, *, guarded: bool = True) -> Iterator[Piece]:
    """`guarded`: a text that begins like a formula gets an apostrophe in front; `unguarded` takes it away again."""
    sheets = {table: Sheet(table) for table in TABLES}
    for table, row in rows_of(ledgers, comparison):
        sheet = sheets[table]
        sheet.write([as_cell(cell, guarded=guarded) for cell in row])
        if sheet.is_full():
            yield sheet.handed_on()
    yield from (sheet.handed_on() for sheet in sheets.values())


class Sheet:
    """The lines of one table, kept until there are enough of them to hand on."""

    def __init__(self, table: str) -> None:
        self._file = f"{table}.csv"
        self._lines = io.StringIO(newline="")
        self._writer = csv.writer(self._lines, lineterminator=LINE_END)
        self.write([column.name for column in TABLES[table]])

    def write(self, cells: list[str]) -> None:
        self._writer.writerow(cells)

    def is_full(self) -> bool:
        return self._lines.tell() > AT_ONCE

    def handed_on(self) -> Piece:
        lines = self._lines.getvalue()
        self._lines.seek(0)
        self._lines.truncate()
        return Piece(self._file, as_utf8(lines))


def as_cell(cell: Cell, *, guarded: bool) -> str:
    """Nothing for null, true and false for flags, numbers as they are."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return guard(cell) if guarded else cell
    return str(cell)


def guard(text: str) -> str:
    return MARK + text if text.startswith(FORMULA) else text


def unguarded(cell: str) -> str:
    """The text of a cell as it was before `guard`."""
    return cell.removeprefix(MARK)
