"""A case as JSON: the comparison in one file, and the ledger of each report in its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from reportedly.comparison import Comparison
from reportedly.export.json_ledger import as_json, without_surrogates
from reportedly.export.pieces import Piece, named
from reportedly.model import Ledger


def export_json_case(ledgers: Iterable[Ledger], comparison: Comparison) -> Iterator[Piece]:
    """`case.json` in case format 1, `ledgers/*.json` in ledger format 1."""
    for name, ledger in named(ledgers):
        yield Piece(f"ledgers/{name}.json", (as_json(ledger, indent=2) + "\n").encode())
    case = json.dumps(comparison.to_dict(), ensure_ascii=False, indent=2)
    yield Piece("case.json", (without_surrogates(case) + "\n").encode())
