"""Ledgers as JSON lines: one object a line, each written as soon as it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportedly.export.json_ledger import as_json
from reportedly.model import Ledger


def export_jsonl(ledgers: Iterable[Ledger]) -> Iterator[str]:
    """One line for each ledger.  Only "\\n" ends a line: U+2028 and U+0085 in a text stay as they are."""
    for ledger in ledgers:
        yield as_json(ledger) + "\n"
