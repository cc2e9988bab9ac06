"""What a file with many reports gives: parts, each with its place; what could not be read; what was passed over."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, BinaryIO, cast

from reportedly.load.characters import LARGEST, MEGABYTE
from reportedly.load.columns import AS_NAMED, Columns
from reportedly.model import Unreadable

FREELY = 200 * MEGABYTE  # unpacked bytes that are never taken for a bomb
MOST_RATIO = (
    200  # news text packs to a fifth or a tenth, the same page over and over to a fiftieth; a bomb to a thousandth
)
MOST_UNPACKED = 200_000 * MEGABYTE
MOST_MEMBERS = 1_000_000
DEEPEST = 2  # archives in each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What was said of bytes by what brought them: a web archive, a server, who named the columns of a table."""

    url: str | None = None  # the address that they came from
    fetched: str | None = None  # when, ISO 8601
    charset: str | None = None  # as the server said
    kind: str | None = None  # content type, as the server said: "text/html"
    cut: str | None = None  # why a crawler stopped in the middle of the page: "length", "time", "disconnect"
    columns: Columns | None = None  # under which name a row has its text, its date and so on, as was told


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The bytes of one report in a file, and where it stands: "news.jsonl:17", "reports.zip:inner/a.html"."""

    where: str
    raw: bytes
    beside: Beside = NOTHING_BESIDE
    known: Mapping[str, str] | None = None  # what a person knows of it: outlet, published and so on


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What is no report by its kind and was passed over: pictures in an archive, requests in a WARC."""

    where: str
    message: str


def is_address(where: str) -> bool:
    """Whether it is one of the web, to be fetched, rather than a file."""
    return where.lower().startswith(("http://", "https://"))


Piece = Part | Unreadable | Passed


class Bomb(Unreadable):
    """A file that unpacks to far more than it holds: nothing after it is read."""


@dataclass(slots=True, kw_only=True)
class Budget:
    """How much may still be unpacked from one file, whatever is nested in it, and what was told of tables in it."""

    packed: int  # bytes of the file itself
    unpacked: int = 0
    members: int = 0
    columns: Columns = field(default_factory=lambda: AS_NAMED)

    @property
    def beside_rows(self) -> Beside:
        return Beside(columns=self.columns) if self.columns else NOTHING_BESIDE

    def take(self, size: int, where: str) -> None:
        self.unpacked += size
        if self.unpacked > min(max(FREELY, MOST_RATIO * self.packed), MOST_UNPACKED):
            limit = f"{MOST_RATIO} times its size" if self.unpacked < MOST_UNPACKED else f"{MOST_UNPACKED:,} bytes"
            raise Bomb(where, f"unpacks to more than {limit}; if that is meant, unpack it yourself")

    def count(self, where: str) -> None:
        self.members += 1
        if self.members > MOST_MEMBERS:
            raise Bomb(where, f"holds more than {MOST_MEMBERS:,} files; split it")


class Counted(io.RawIOBase):
    """Bytes that count against what may be unpacked."""

    def __init__(self, file: IO[bytes], where: str, budget: Budget) -> None:
        self._source, self._where, self._budget = file, where, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a buffer of bytes, as it always is
        found = self._source.read(len(buffer))
        self._budget.take(len(found), self._where)
        buffer[: len(found)] = found
        return len(found)


def counted(file: IO[bytes], where: str, budget: Budget) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(Counted(file, where, budget), 64 * 1024))


# How a kind of file is taken apart: its bytes, its place, what may still be unpacked, how many archives it is in.
Opener = Callable[[BinaryIO, str, Budget, int], Iterator[Piece]]
TOO_LARGE = f"larger than {LARGEST // MEGABYTE} MB; split it into one file per report"
CUT_OFF = "damaged or cut off"
