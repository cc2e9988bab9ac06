"""A case as Parquet, one file a table: the tables of the CSV export, with types.  Needs pyarrow."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from reportedly.comparison import Comparison
from reportedly.export.pieces import Piece, storable
from reportedly.export.tables import TABLES, Cell, Column, Row, rows_of
from reportedly.model import Ledger, ReportedlyError

ROW_GROUP = 10_000  # rows that are written together
COMPRESSION = "zstd"
MISSING = (
    "writing Parquet needs pyarrow, which is not installed: pip install 'reportedly[parquet]'; "
    "or choose --as csv, which writes the same tables"
)


def export_parquet(ledgers: Iterable[Ledger], comparison: Comparison) -> Iterator[Piece]:
    """Raises `ReportedlyError` where pyarrow is not installed."""
    arrow, parquet = pyarrow()
    sheets = {table: Sheet(table, arrow, parquet) for table in TABLES}
    for table, row in rows_of(ledgers, comparison):
        sheet = sheets[table]
        sheet.write(row)
        if sheet.is_full():
            yield sheet.handed_on()
    yield from (sheet.ended() for sheet in sheets.values())


def pyarrow() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise ReportedlyError(MISSING) from error


class Sheet:
    """The rows of one table, kept until there are enough of them for a row group."""

    def __init__(self, table: str, arrow: Any, parquet: Any) -> None:
        self._arrow, self._file, self._columns = arrow, f"{table}.parquet", TABLES[table]
        self._schema = arrow.schema([(column.name, type_of(column, arrow)) for column in self._columns])
        self._rows: list[Row] = []
        self._sink = Drained()
        self._writer = parquet.ParquetWriter(self._sink, self._schema, compression=COMPRESSION)

    def write(self, row: Row) -> None:
        self._rows.append(row)

    def is_full(self) -> bool:
        return len(self._rows) >= ROW_GROUP

    def handed_on(self) -> Piece:
        arrays = [
            self._arrow.array([as_typed(row[place], column) for row in self._rows], type=type_of(column, self._arrow))
            for place, column in enumerate(self._columns)
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows.clear()
        return Piece(self._file, self._sink.drain())

    def ended(self) -> Piece:
        rest = self.handed_on() if self._rows else Piece(self._file, b"")
        self._writer.close()
        return Piece(self._file, rest.content + self._sink.drain())


class Drained(io.RawIOBase):
    """A file that only counts what was written to it and hands it on, so that no table is held whole."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        part = bytes(content)
        self._parts.append(part)
        self._length += len(part)
        return len(part)

    def tell(self) -> int:
        return self._length

    def drain(self) -> bytes:
        content = b"".join(self._parts)
        self._parts.clear()
        return content


def type_of(column: Column, arrow: Any) -> Any:
    match column.kind:
        case "whole":
            return arrow.int64()
        case "number":
            return arrow.float64()
        case "flag":
            return arrow.bool_()
        case "text":
            return arrow.string()


def as_typed(cell: Cell, column: Column) -> Cell:
    if isinstance(cell, str):
        return storable(cell)
    return as_float(cell) if column.kind == "number" and cell is not None else cell


def as_float(cell: float | int) -> float:
    try:
        return float(cell)
    except OverflowError:  # a whole number of more than 300 digits
        return float("inf") if cell > 0 else float("-inf")
