"""Files that hold many reports: archives, web archives, feeds, tables; which is which, by the ending."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO, BinaryIO, cast

from reportedly.load.archives import Inside, tar_members, zip_members
from reportedly.load.columns import AS_NAMED, Columns
from reportedly.load.feed import feed_entries
from reportedly.load.jsonl import numbered
from reportedly.load.part import CUT_OFF, Budget, Opener, Piece, counted
from reportedly.load.tables import csv_rows, parquet_rows
from reportedly.load.warc import warc_records
from reportedly.model import Unreadable

PLACE = re.compile(r"(.+):([1-9]\d*)", re.DOTALL)  # "news.warc.gz:12"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of file that holds many reports."""

    open: Opener
    seeks: bool = False  # needs to go to and fro in the file, so that it cannot be unpacked while it is read
    in_folders: bool = True  # read where a folder is given; tables and XML are often something else, and must be named
    numbers: bool = True  # places in it are numbers: lines, rows, records, entries
    unpacks: bool = False  # takes care of .gz itself


def json_lines(file: BinaryIO, where: str, budget: Budget, _depth: int) -> Iterator[Piece]:
    yield from numbered(where, file, budget.beside_rows)


# What the files in an archive are is told by these same tables, so that they are looked up when it is opened.
INSIDE = Inside(
    is_report=lambda name: is_report(name),
    holds_many=lambda name: holds_many(name),
    seeks=lambda name: (kind := kind_of(name)) is not None and kind.seeks,
    take_apart=lambda file, where, budget, depth: pieces_of(file, where, budget, depth),
)
ZIP = zip_members(INSIDE)
KINDS: Mapping[str, Kind] = {
    ".zip": Kind(open=ZIP, seeks=True, numbers=False),
    ".wacz": Kind(open=zip_members(INSIDE, wacz=True), seeks=True, numbers=False),
    ".tar": Kind(open=tar_members(INSIDE), numbers=False),
    ".warc": Kind(open=warc_records, unpacks=True),
    ".rss": Kind(open=feed_entries),
    ".atom": Kind(open=feed_entries),
    ".xml": Kind(open=feed_entries, in_folders=False),
    ".jsonl": Kind(open=json_lines, in_folders=False),
    ".ndjson": Kind(open=json_lines, in_folders=False),
    ".csv": Kind(open=csv_rows, in_folders=False),
    ".tsv": Kind(open=csv_rows, in_folders=False),
    ".parquet": Kind(open=parquet_rows, seeks=True, in_folders=False),
}
ROWS = frozenset({".jsonl", ".ndjson", ".csv", ".tsv", ".parquet"})  # each part of these is a line of JSON


# ---------------------------------------------------------------- which is which
def ending_of(where: str) -> tuple[str, bool]:
    """The ending that tells the kind of a file, and whether it is packed: ".warc.gz" is a packed ".warc"."""
    name = PurePath(where).name.lower()
    if name.endswith(".tgz"):
        return ".tar", True
    if name.endswith(".gz"):
        return PurePath(name.removesuffix(".gz")).suffix, True
    return PurePath(name).suffix, False


def kind_of(where: str) -> Kind | None:
    ending, packed = ending_of(where)
    kind = KINDS.get(ending)
    return None if kind is None or (packed and kind.seeks) else kind


def holds_many(where: str) -> bool:
    """Whether a file holds many reports, by its ending."""
    return kind_of(where) is not None


def in_folders(where: str) -> bool:
    """Whether it is read where its folder is given."""
    kind = kind_of(where)
    return kind is not None and kind.in_folders


def is_report(name: str) -> bool:
    from reportedly.load import readable

    return readable(name)


def is_row(where: str) -> bool:
    """Whether `where` is a place in a table: "news.jsonl:17"."""
    place = PLACE.fullmatch(where)
    return place is not None and ending_of(place[1])[0] in ROWS


def is_place(where: str) -> bool:
    """Whether `where` is a numbered place in a file that holds many: "news.warc.gz:12"."""
    place = PLACE.fullmatch(where)
    return place is not None and (kind := kind_of(place[1])) is not None and kind.numbers


# ---------------------------------------------------------------- taking apart
def parts_of(where: str, *, columns: Columns = AS_NAMED) -> Iterator[Piece]:
    """The reports of a file, one at a time; what cannot be read in it comes as its `Unreadable`, in its place.

    `columns` tells under which names the tables in it have what is read: {"text": "body"}.
    Raises `Unreadable` for a file that is missing, may not be read, or cannot be taken apart any further.
    """
    try:
        with Path(where).open("rb") as file:
            yield from pieces_of(file, where, Budget(packed=Path(where).stat().st_size, columns=columns), 0)
    except FileNotFoundError:
        raise Unreadable(where, "there is no such file") from None
    except IsADirectoryError:
        raise Unreadable(where, "this is a folder, not a file of reports") from None
    except PermissionError:
        raise Unreadable(where, "may not be read; ask for permission to read it") from None
    except (OSError, ValueError) as error:
        raise Unreadable(where, f"cannot be read: {error.strerror if isinstance(error, OSError) else error}") from None


def pieces_of(file: BinaryIO, where: str, budget: Budget, depth: int) -> Iterator[Piece]:
    kind = kind_of(where)
    if kind is None:
        raise Unreadable(where, "not a kind of file that holds many reports")
    if ending_of(where)[1] and not kind.unpacks:
        with Gunzipped(fileobj=file, mode="rb") as unpacked:
            unpacked.where = where
            yield from kind.open(counted(cast(IO[bytes], unpacked), where, budget), where, budget, depth)
    else:
        yield from kind.open(file, where, budget, depth)


class Gunzipped(gzip.GzipFile):
    """What a gzip holds; what cannot be unpacked is `Unreadable`."""

    where = ""

    def read(self, size: int | None = -1) -> bytes:
        try:
            return super().read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise Unreadable(self.where, f"{CUT_OFF}: it cannot be unpacked any further") from None
