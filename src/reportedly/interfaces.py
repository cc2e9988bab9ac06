"""The plug points, on one page: what a loader, a parser, an engine and an exporter must do.

Each has one contract suite in tests/contracts/ that runs over every implementation.  An implementation is one file and
one line in the table of its folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from reportedly.model import Ledger, Loaded, Parsed, Unreadable


class Loader(Protocol):
    """Bytes to a report.

    Raises `Unreadable` where there is no report in the bytes; lesser trouble (a guessed encoding, characters that
    could not be read) comes back as problems beside the report.  Never touches the network.
    """

    def __call__(self, raw: bytes, where: str) -> Loaded: ...


class Parser(Protocol):
    """A text to what the reader model sees in it: pure, total, deterministic; any string gives spans inside it."""

    def __call__(self, text: str) -> Parsed: ...


class Engine(Protocol):
    """Runs the work over many inputs; answers stream out in the order of the inputs, memory stays bounded."""

    def __call__(
        self, work: Callable[[str], Ledger | Unreadable], inputs: Iterable[str]
    ) -> Iterator[Ledger | Unreadable]: ...


class Exporter(Protocol):
    """Ledgers to text, a piece at a time; the same ledgers give the same characters."""

    def __call__(self, ledgers: Iterable[Ledger]) -> Iterator[str]: ...
