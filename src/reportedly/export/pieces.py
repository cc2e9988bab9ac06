"""What all exports of a case share: files in pieces, names for files, text that UTF-8 can hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple, Protocol

from reportedly.comparison import Comparison
from reportedly.model import Ledger, Span, Spans

SHORT = 12  # characters of a report's SHA-256 in the names of its files: 48 bits tell a million reports apart
LONGEST_STEM = 60

_SHA = re.compile(r"sha256:([0-9a-f]{64})")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")


class Piece(NamedTuple):
    """The next bytes of a file of the folder; the pieces of several files may come in turns."""

    file: str  # "ledgers/almaty-0123456789ab.json": with "/", below the folder
    content: bytes


class CaseExporter(Protocol):
    """A case to the files of a folder, a piece at a time; the same case gives the same bytes.

    Reads the ledgers once, in order, and holds no more than a few of them.  Raises `ReportedlyError` before its first
    piece where something that it needs is not installed.
    """

    def __call__(self, ledgers: Iterable[Ledger], comparison: Comparison) -> Iterator[Piece]: ...


def named(ledgers: Iterable[Ledger]) -> Iterator[tuple[str, Ledger]]:
    """Each ledger with a name for its files: the stem of where it was read from, and the beginning of its id."""
    met: dict[str, int] = {}
    for ledger in ledgers:
        name = file_name(ledger.report.where, ledger.report.id)
        met[name] = met.get(name, 0) + 1
        yield (name if met[name] == 1 else f"{name}-{met[name]}"), ledger


def file_name(where: str, report: str) -> str:
    """A name that every file system takes: "almaty-0123456789ab"."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "_", PurePosixPath(where.replace("\\", "/")).stem)[:LONGEST_STEM].strip("_-")
    return f"{stem or 'report'}-{short(report)}"


def short(report: str) -> str:
    """The beginning of a report's SHA-256."""
    sha = _SHA.fullmatch(report)
    return (sha[1] if sha else sha256_of(as_utf8(report)))[:SHORT]


def as_utf8(text: str) -> bytes:
    """UTF-8; lone halves of surrogate pairs become U+FFFD, so that every character keeps its place."""
    return storable(text).encode("utf-8")


def storable(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.translate(_SURROGATES)
    return text


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def written_spans(spans: Spans) -> str:
    """Spans in one cell: "210-330 340-350"; nothing for no spans."""
    return " ".join(f"{start}-{end}" for start, end in spans)


def spans_of(written: str) -> Spans:
    """Spans back from `written_spans`."""
    return tuple(Span(*map(int, one.split("-"))) for one in written.split())
