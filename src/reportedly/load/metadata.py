"""What is known of files beside what they say themselves: rows of a JSONL or CSV file, each for one file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from reportedly.load.characters import decode
from reportedly.load.jsonl import ENDINGS, SURROGATES, known_from, row_from
from reportedly.model import Unreadable

Known = Mapping[str, str]
NOTHING: Known = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one row says: of which file, and what."""

    where: str  # "rows.csv:3"
    file: PurePath
    known: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the rows say of each file, and what is wrong with them."""

    known: Mapping[str, Known]  # by the path of the file, as it was given
    complaints: tuple[str, ...]

    def of(self, path: str) -> Known:
        return self.known.get(path, NOTHING)


def metadata_for(paths: Iterable[str], rows_file: str) -> Metadata:
    """Matches rows with files: by the path, its end ("2022/001.txt"), or the name alone where only one file bears it.

    Nothing in the rows stops anything: a row without a file, a file without a row, a row that cannot be used and one
    that could mean several files are complaints.  Raises `Unreadable` where `rows_file` cannot be read at all.
    """
    rows, complaints = rows_of(rows_file)
    paths = list(dict.fromkeys(paths))
    by_name: dict[str, list[str]] = {}
    for path in paths:
        by_name.setdefault(PurePath(path).name, []).append(path)
    known: dict[str, Known] = {}
    given_by: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: len(row.file.parts)):  # the more exactly a row names a file, the later
        those = [path for path in by_name.get(row.file.name, ()) if ends_with(PurePath(path), row.file)]
        exact = [path for path in those if PurePath(path) == row.file]
        if len(exact or those) > 1:
            complaints.append(f"{row.where}: “{row.file}” could be {' or '.join(those[:3])}; name its folder too")
        elif not those:
            complaints.append(f"{row.where}: there is no file “{row.file}” among those given")
        for path in (exact or those) if len(exact or those) == 1 else ():
            if path in given_by and given_by[path].file == row.file:
                complaints.append(f"{row.where}: a second row for “{row.file}”; it replaces {given_by[path].where}")
            known[path], given_by[path] = row.known, row
    complaints += [f"{path}: no row in {rows_file}" for path in paths if path not in known]
    return Metadata(known=known, complaints=tuple(SURROGATES.sub("\ufffd", one) for one in complaints))


def ends_with(path: PurePath, end: PurePath) -> bool:
    return path.parts[-len(end.parts) :] == end.parts


def rows_of(rows_file: str) -> tuple[list[Row], list[str]]:
    complaints: list[str] = []
    rows = []
    for where, found in raw_rows(rows_file, complaints):
        file = found.get("file")
        if not isinstance(file, str) or not file.strip():
            complaints.append(f'{where}: it names no "file" and was left out')
            continue
        known, problems = known_from(found)
        complaints.extend(f"{where}: {problem.message}" for problem in problems)
        rows.append(Row(where=where, file=PurePath(file.strip().replace("\\", "/")), known=known))
    return rows, complaints


def raw_rows(rows_file: str, complaints: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        raw = Path(rows_file).read_bytes()
    except OSError as error:
        raise Unreadable(rows_file, f"cannot be read: {error.strerror or error}") from None
    if PurePath(rows_file).suffix.lower() not in ENDINGS:
        yield from csv_rows(decode(raw, rows_file).text.removeprefix("\ufeff"), rows_file)
        return
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line.strip():
            try:
                yield f"{rows_file}:{number}", row_from(line, f"{rows_file}:{number}")
            except Unreadable as error:
                complaints.append(f"{error}; the row was left out")


def csv_rows(text: str, rows_file: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Rows under a first line of column names; commas, semicolons (as spreadsheets write them) or tabs between."""
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=between)
    columns = [name.strip().lower() for name in rows.fieldnames or ()]
    if "file" not in columns:
        raise Unreadable(rows_file, 'its first line has no column "file"; columns are file,outlet,published,url,…')
    rows.fieldnames = columns
    try:
        for row in rows:
            yield f"{rows_file}:{rows.line_num}", row
    except csv.Error as error:
        raise Unreadable(rows_file, f"line {rows.line_num} is no CSV: {error}") from None
