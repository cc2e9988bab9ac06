"""Ledgers as JSON, format 1: one as an object, several as an array."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from reportedly.model import Ledger

_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def as_json(ledger: Ledger, *, indent: int | None = None) -> str:
    """One ledger as a JSON object, without a newline at its end; always text that UTF-8 can hold."""
    return without_surrogates(json.dumps(ledger.to_dict(), ensure_ascii=False, indent=indent))


def export_object(ledger: Ledger) -> Iterator[str]:
    """One ledger as one JSON object, in pieces: what `reportedly read REPORT --format json` prints."""
    yield as_json(ledger, indent=2)
    yield "\n"


def export_json(ledgers: Iterable[Ledger]) -> Iterator[str]:
    """A JSON array of ledgers, also of one or none, so that its shape never depends on what could be read."""
    before = "[\n"
    for ledger in ledgers:
        yield before
        yield as_json(ledger, indent=2)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def without_surrogates(written: str) -> str:
    """JSON text in which lone surrogates stand as escapes, which UTF-8 can hold and every JSON parser reads.

    Two halves that happen to be neighbours would be read as one character and shift every offset behind them, and JSON
    has no other way to write them: each becomes U+FFFD, so that offsets stay true.
    """
    written = _SURROGATE_PAIR.sub("\ufffd\ufffd", written)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
