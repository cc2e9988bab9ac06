"""A case as Parquet, one file a table: the tables of the CSV export, with types.  Needs pyarrow."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from reportedly.comparison import Comparison
from reportedly.export.pieces import Piece, storable
from reportedly.export.tables import TABLES, Cell, Kind, rows_of
from reportedly.model import Ledger, ReportedlyError

ROW_GROUP = 10_000  # rows that are written together
LARGEST_GROUP = 1 << 22  # bytes that they take in memory, about: long rows come in smaller groups
CELL = 60  # bytes of a cell beside its text, about
COMPRESSION = "zstd"
MISSING = (
    "writing Parquet needs pyarrow, which is not installed: pip install 'reportedly[parquet]'; "
    "or choose --as csv, which writes the same tables"
)


Form = Kind | Literal["bytes"]  # of the cells of a column
Stored = Cell | bytes


def export_parquet(ledgers: Iterable[Ledger], comparison: Comparison) -> Iterator[Piece]:
    """Raises `ReportedlyError` where pyarrow is not installed."""
    arrow, parquet = pyarrow()
    sheets = {table: Sheet(f"{table}.parquet", columns, arrow, parquet) for table, columns in TABLES.items()}
    for table, row in rows_of(ledgers, comparison):
        sheet = sheets[table]
        sheet.write(row)
        if sheet.is_full():
            yield sheet.handed_on()
    yield from (sheet.ended() for sheet in sheets.values())


class Tables:
    """Tables that are written into a folder row by row, one file a table; the same rows give the same bytes.

    Raises `ReportedlyError` where pyarrow is not installed.
    """

    def __init__(self, folder: Path, tables: Mapping[str, Sequence[tuple[str, Form]]]) -> None:
        arrow, parquet = pyarrow()
        self._folder = folder
        self._sheets = {table: Sheet(f"{table}.parquet", columns, arrow, parquet) for table, columns in tables.items()}
        self._sums = {f"{table}.parquet": sha256() for table in tables}

    def write(self, table: str, row: Sequence[Stored]) -> None:
        sheet = self._sheets[table]
        sheet.write(row)
        if sheet.is_full():
            self._keep(sheet.handed_on())

    def ended(self) -> dict[str, str]:
        """Ends the files, empty ones included, and gives the SHA-256 of each, by name in order."""
        for sheet in self._sheets.values():
            self._keep(sheet.ended())
        return {name: self._sums[name].hexdigest() for name in sorted(self._sums)}

    def _keep(self, piece: Piece) -> None:
        with (self._folder / piece.file).open("ab") as file:
            file.write(piece.content)
        self._sums[piece.file].update(piece.content)


def pyarrow() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise ReportedlyError(MISSING) from error


class Sheet:
    """The rows of one table, kept until there are enough of them for a row group."""

    def __init__(self, file: str, columns: Sequence[tuple[str, Form]], arrow: Any, parquet: Any) -> None:
        self._arrow, self._file, self._columns = arrow, file, columns
        self._schema = arrow.schema([(name, type_of(form, arrow)) for name, form in columns])
        self._rows: list[Sequence[Stored]] = []
        self._size = 0
        self._sink = Drained()
        self._writer = parquet.ParquetWriter(self._sink, self._schema, compression=COMPRESSION)

    def write(self, row: Sequence[Stored]) -> None:
        self._rows.append(row)
        self._size += CELL * len(row) + sum(len(cell) for cell in row if isinstance(cell, str | bytes))

    def is_full(self) -> bool:
        return len(self._rows) >= ROW_GROUP or self._size >= LARGEST_GROUP

    def handed_on(self) -> Piece:
        arrays = [
            self._arrow.array([as_typed(row[place], column) for row in self._rows], type=self._schema[place].type)
            for place, column in enumerate(self._columns)
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows.clear()
        self._size = 0
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


def type_of(form: Form, arrow: Any) -> Any:
    match form:
        case "whole":
            return arrow.int64()
        case "number":
            return arrow.float64()
        case "flag":
            return arrow.bool_()
        case "bytes":
            return arrow.binary()
        case "text":
            return arrow.string()


def as_typed(cell: Stored, column: tuple[str, Form]) -> Stored:
    if isinstance(cell, str):
        return storable(cell)
    if isinstance(cell, bytes) or cell is None:
        return cell
    return as_float(cell) if column[1] == "number" else cell


def as_float(cell: float | int) -> float:
    try:
        return float(cell)
    except OverflowError:  # a whole number of more than 300 digits
        return float("inf") if cell > 0 else float("-inf")
