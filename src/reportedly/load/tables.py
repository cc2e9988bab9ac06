"""Many reports in one table: rows of CSV, TSV or Parquet under named columns, "text" first of all."""

from __future__ import annotations

import codecs
import csv
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, BinaryIO

from reportedly.load.characters import BYTE_ORDER_MARKS, LARGEST, decoded_exactly, guessed_encoding
from reportedly.load.columns import Columns, NoColumn, columns_among, plain, under_other_names
from reportedly.load.extras import Missing, library
from reportedly.load.part import CUT_OFF, Beside, Budget, Part, Passed, Piece
from reportedly.model import Unreadable

SAMPLE = 200_000  # bytes that tell the encoding
ROWS_AT_ONCE = 64
MOST_COLUMNS = 10_000
NAMED = 10  # other columns named


def csv_rows(file: BinaryIO, where: str, budget: Budget, _depth: int) -> Iterator[Piece]:
    """Rows by the number that a spreadsheet gives them: the first under the names is 2."""
    lines = Lines(file, where)
    if lines.said:
        yield Passed(where=where, message=lines.said)
    with fields_as_long_as(LARGEST):
        first = lines.peek()
        between = "\t" if where.lower().removesuffix(".gz").endswith(".tsv") else max(",;\t", key=first.count)
        rows = csv.reader(lines, delimiter=between)
        try:
            names = next(rows, [])
        except csv.Error as error:
            raise Unreadable(where, f"no CSV: {error}") from None
    columns = columns_in(names, where, budget.columns)
    yield from said_of(names, columns, where)
    places = {name: names.index(name) for name in columns.values()}
    number = 1
    while True:
        number += 1
        try:
            with fields_as_long_as(LARGEST):
                row = next(rows, None)
        except csv.Error as error:
            yield Unreadable(f"{where}:{number}", f"no CSV: {error}")
            continue
        if row is None:
            return
        if any(row):
            cells = {name: row[at] for name, at in places.items() if at < len(row)}
            yield row_part(cells, columns, where, number, budget.beside_rows)


class Lines:
    """The lines of a file as text, none longer than is allowed, in the encoding that its beginning shows."""

    def __init__(self, file: BinaryIO, where: str) -> None:
        self._file, self._where = file, where
        self._start = file.read(SAMPLE)
        self._encoding, self.said = encoding_of(self._start)
        self._decoder = codecs.getincrementaldecoder(self._encoding)("replace")
        self._text = self._decoder.decode(self._start).removeprefix("\ufeff").replace("\0", "\ufffd")
        self._ended = False

    def peek(self) -> str:
        return self._text.partition("\n")[0]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        pieces: list[str] = []
        size = 0
        while True:
            line, end, rest = self._text.partition("\n")
            pieces.append(line + end)
            size += len(line)
            self._text = rest
            if end or self._ended:
                break
            if size > LARGEST:
                raise Unreadable(self._where, f"a line longer than {LARGEST:,} characters: no table of reports")
            raw = self._file.read(SAMPLE)
            self._ended = not raw
            self._text = self._decoder.decode(raw, final=not raw).replace("\0", "\ufffd")
        whole = "".join(pieces)
        if not whole:
            raise StopIteration
        return whole


def encoding_of(start: bytes) -> tuple[str, str | None]:
    """By the byte order mark, else UTF-8, else by a guess that is said."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return encoding, None
    whole = start[: start.rfind(b"\n") + 1] or start
    if decoded_exactly(whole, "utf-8") is not None:
        return "utf-8", None
    guess = guessed_encoding(whole)
    return (
        ("utf-8", None) if guess is None else (guess, f"the table is not in UTF-8; read as {guess}, which is a guess")
    )


@contextmanager
def fields_as_long_as(most: int) -> Iterator[None]:
    """The csv module allows 131,072 characters a field, for all who use it in a process; an article may have more."""
    before = csv.field_size_limit(most)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def parquet_rows(file: BinaryIO, where: str, budget: Budget, _depth: int) -> Iterator[Piece]:
    """Rows by their number from 1; only the columns that are read are taken from the file, a few rows at a time."""
    try:
        with library("pyarrow"):
            from pyarrow import ArrowException, parquet
    except Missing as error:
        raise Unreadable(where, f"a Parquet file {error}") from None
    try:
        table = parquet.ParquetFile(file)
        names = [str(name) for name in table.schema_arrow.names]
        columns = columns_in(names, where, budget.columns)
        yield from said_of(names, columns, where)
        number = 0
        for batch in table.iter_batches(batch_size=ROWS_AT_ONCE, columns=sorted(set(columns.values()))):
            budget.take(batch.nbytes, where)
            for row in batch.to_pylist():
                number += 1
                yield row_part(row, columns, where, number, budget.beside_rows)
    except (ArrowException, OSError, ValueError, TypeError, OverflowError, NotImplementedError) as error:
        raise Unreadable(where, f"a Parquet file that is {CUT_OFF}: {str(error).splitlines()[0][:200]}") from None


# ---------------------------------------------------------------- rows
def columns_in(names: Sequence[str], where: str, told: Columns) -> dict[str, str]:
    """The name of the column that each thing is in that is read of a row."""
    if not any(name.strip() for name in names):
        raise Unreadable(where, "empty: there is no text in it")
    try:
        return columns_among(names[:MOST_COLUMNS], told)
    except NoColumn as error:
        raise Unreadable(where, str(error)) from None


def said_of(names: Sequence[str], columns: Mapping[str, str], where: str) -> Iterator[Passed]:
    if other := under_other_names(columns):
        yield Passed(where=where, message=other)
    unread = [name for name in names if name.strip() and name not in columns.values()]
    if unread:
        more = f" and {len(unread) - NAMED} more" if len(unread) > NAMED else ""
        yield Passed(where=where, message=f"columns that are not read: {', '.join(unread[:NAMED])}{more}")


def row_part(row: Mapping[str, Any], columns: Mapping[str, str], where: str, number: int, beside: Beside) -> Piece:
    """A row as a line of JSON, which is what is kept of it: under our names, or the table's own where it has others."""
    there = f"{where}:{number}"
    read = {field: value for field, name in columns.items() if (value := usable(row.get(name)))}
    if not isinstance(read.get("text"), str) or not read["text"].strip():
        return Unreadable(there, "empty: there is no text in it")
    written = {name_kept(field, columns[field]): value for field, value in read.items()}
    raw = json.dumps(written, ensure_ascii=False, default=str).encode("utf-8", "replace")
    if len(raw) > LARGEST:
        return Unreadable(there, f"larger than {LARGEST // 1_000_000} MB; leave out what is not its text")
    return Part(where=there, raw=raw, beside=beside)


def name_kept(field: str, name: str) -> str:
    return field if plain(name) == field else name.strip()


def usable(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and math.isnan(value) else value
