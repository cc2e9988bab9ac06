"""What people decided, as a file of its own beside an export: who, when, on what; undone ones and the undoing too."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from reportedly.export.csv_tables import LINE_END, as_cell
from reportedly.export.json_ledger import without_surrogates
from reportedly.export.pieces import Piece, as_utf8
from reportedly.interfaces import Decision

COLUMNS = ("id", "at", "who", "kind", "subject", "value", "undone_by")


def decisions_as_json(decisions: Sequence[Decision]) -> Piece:
    rows = [{column: getattr(one, column) for column in COLUMNS} for one in decisions]
    return Piece("decisions.json", (without_surrogates(json.dumps(rows, ensure_ascii=False, indent=2)) + "\n").encode())


def decisions_as_csv(decisions: Sequence[Decision], *, guarded: bool = True) -> Piece:
    """Subject and value as JSON in their cells."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator=LINE_END)
    writer.writerow(COLUMNS)
    for one in decisions:
        writer.writerow([as_cell(cell_of(getattr(one, column)), guarded=guarded) for column in COLUMNS])
    return Piece("decisions.csv", as_utf8(lines.getvalue()))


def cell_of(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value


# The formats that tell them, and how; the others have no place for them.
AS_FILES: Mapping[str, Callable[[Sequence[Decision]], Piece]] = {
    "csv": decisions_as_csv,
    "parquet": decisions_as_json,
    "json": decisions_as_json,
}


def decisions_beside(form: str, decisions: Iterable[Decision]) -> Iterable[Piece]:
    """The file of an export that holds them; none where nobody decided anything, or the format has no place for it."""
    made = list(decisions)
    return [AS_FILES[form](made)] if made and form in AS_FILES else []
