"""What people decided, beside an export."""

from __future__ import annotations

import csv
import io
import json

from reportedly.export.decisions import decisions_beside
from reportedly.interfaces import Decision

NOTED = Decision(
    id=1, at="2031-05-07T08:00:00Z", who="=Ada", kind="note", subject={"report": "sha256:1", "span": [0, 5]},
    value="two, “words”\n\ud800", undone_by=2,
)  # fmt: skip
UNDONE = Decision(id=2, at="2031-05-07T09:00:00Z", who="Ben", kind="undo", subject={"decision": 1}, value=None)


def test_json_and_parquet_folders_hold_decisions_as_they_are_kept() -> None:
    for form in ("json", "parquet"):
        [piece] = decisions_beside(form, [NOTED, UNDONE])
        told = json.loads(piece.content)
        assert piece.file == "decisions.json"
        assert [(one["id"], one["who"], one["undone_by"]) for one in told] == [(1, "=Ada", 2), (2, "Ben", None)]
        assert told[0]["subject"]["span"] == [0, 5]


def test_a_csv_folder_holds_a_table_of_them_that_no_spreadsheet_takes_for_formulas() -> None:
    [piece] = decisions_beside("csv", [NOTED, UNDONE])
    first, second = csv.DictReader(io.StringIO(piece.content.decode(), newline=""))
    assert first["who"] == "'=Ada"
    assert json.loads(first["subject"])["report"] == "sha256:1"
    assert (second["kind"], second["value"]) == ("undo", "")


def test_there_is_no_such_file_where_nobody_decided_or_the_format_has_no_place_for_it() -> None:
    assert list(decisions_beside("json", [])) == []
    assert list(decisions_beside("brat", [NOTED])) == []
