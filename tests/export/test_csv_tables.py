"""The tables of a case as CSV: what goes out comes back, and no cell is a formula."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.comparison import Comparison
from reportedly.export.csv_tables import FORMULA, export_csv, guard, unguarded
from reportedly.export.pieces import spans_of, storable
from reportedly.export.tables import TABLES, rows_of
from reportedly.model import Ledger
from tests.builders import a_claim, a_figure, a_ledger
from tests.contracts.test_case_exporters import files_of
from tests.contracts.test_exporters import any_text
from tests.export.cases import a_comparison, any_case, compared, two_reports

Row = dict[str, str]


def tables(ledgers: tuple[Ledger, ...], comparison: Comparison | None = None) -> dict[str, list[Row]]:
    """Every table read back as a spreadsheet would, its guards taken off."""
    files = files_of(export_csv, ledgers, comparison or compared(*ledgers))
    return {
        name.removesuffix(".csv"): [
            {column: unguarded(cell) for column, cell in row.items()}
            for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
        ]
        for name, content in files.items()
    }


def test_every_table_is_there_with_its_columns_even_if_it_is_empty() -> None:
    files = files_of(export_csv, (a_ledger("Nothing."),), compared(a_ledger("Nothing.")))
    assert set(files) == {f"{table}.csv" for table in TABLES}
    for table, columns in TABLES.items():
        header = files[f"{table}.csv"].decode().partition("\r\n")[0]
        assert header.split(",") == [column.name for column in columns]


def test_lines_end_and_quotation_marks_are_doubled_as_rfc_4180_has_it() -> None:
    text = 'He said "no", twice.\nThen he left.'
    ledger = a_ledger(text, a_claim(text, '"no", twice.\nThen'))
    content = files_of(export_csv, (ledger,), compared(ledger))["claims.csv"].decode()
    assert '"""no"", twice.\nThen"' in content
    assert content.endswith("\r\n")


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(case=any_case())
def test_every_cell_comes_back_as_it_was(case: tuple[tuple[Ledger, ...], Comparison]) -> None:
    back = tables(*case)
    expected: dict[str, list[list[str]]] = {table: [] for table in TABLES}
    for table, row in rows_of(*case):
        expected[table].append([as_read(cell) for cell in row])
    assert {table: [list(row.values()) for row in rows] for table, rows in back.items()} == expected


def as_read(cell: Any) -> str:
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else storable(str(cell))


def test_the_ledger_can_be_put_together_again_from_its_tables() -> None:
    ledgers = two_reports()
    found = tables(ledgers)
    for ledger in ledgers:
        there = {table: [row for row in rows if row.get("report") == ledger.report.id] for table, rows in found.items()}
        [report] = there["reports"]
        assert (report["text"], report["title"]) == (ledger.report.text, ledger.report.title)
        assert [claim_back(row, there["sources"]) for row in there["claims"]] == [
            claim.to_dict() for claim in ledger.claims
        ]
        assert [float(row["best"]) if row["best"] else None for row in there["figures"]] == [
            figure.best for figure in ledger.figures
        ]
        assert [(int(row["start"]), int(row["end"])) for row in there["dates"]] == [one.span for one in ledger.dates]
        assert [(int(row["start"]), int(row["end"])) for row in there["hedges"]] == list(ledger.hedges)
        mentions = [(row["entity"], int(row["start"]), int(row["end"]), row["type"]) for row in there["mentions"]]
        assert mentions == [(e.id, *one.span, one.type) for e in ledger.entities for one in e.mentions]


def claim_back(row: Row, sources: list[Row]) -> dict[str, Any]:
    own = [one for one in sources if one["claim"] == row["claim"]]
    return {
        "id": row["claim"],
        "spans": listed(row["spans"]),
        "sources": [
            {
                "name": one["name"],
                "entity": one["entity"] or None,
                "kind": one["kind"],
                "mention": [int(one["mention_start"]), int(one["mention_end"])] if one["mention_start"] else None,
                "cue": listed(one["cue"]),
            }
            for one in own
        ],
        "mode": row["mode"],
        "cue": listed(row["cue"]),
        "within": row["within"] or None,
        "certainty": row["certainty"],
        "polarity": row["polarity"],
        "markers": listed(row["markers"]),
        "asserted_by": row["asserted_by"].split(),
        "time": {
            "span": [int(row["time_start"]), int(row["time_end"])], "from": row["time_from"], "to": row["time_to"]
        } if row["time_start"] else None,
        "entities": row["about"].split(),
        "confidence": float(row["confidence"]),
    }  # fmt: skip


def listed(spans: str) -> list[list[int]]:
    return [list(span) for span in spans_of(spans)]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1", "'=1"])
def test_words_that_begin_like_a_formula_are_marked_as_text(words: str) -> None:
    ledger = a_ledger(words, a_claim(words, words), title=words)
    files = files_of(export_csv, (ledger,), compared(ledger))
    [row] = csv.DictReader(io.StringIO(files["reports.csv"].decode(), newline=""))
    assert row["title"] == "'" + words
    assert unguarded(row["title"]) == words


@given(any_text | st.sampled_from(FORMULA))
def test_taking_the_mark_away_gives_any_text_back(text: str) -> None:
    assert unguarded(guard(text)) == text
    assert not guard(text).startswith(tuple(one for one in FORMULA if one != "'"))


def test_cells_can_be_had_raw() -> None:
    ledger = a_ledger("=1+1", title="=1+1")
    raw = dict(export_csv((ledger,), compared(ledger), guarded=False))
    assert b",=1+1," in raw["reports.csv"]


def test_numbers_below_zero_are_no_text_and_stay_numbers() -> None:
    text = "Five below zero."
    ledger = a_ledger(text, figures=(a_figure(text, "Five below", -5, -5, -5),))
    [row] = tables((ledger,), a_comparison(ledger))["figures"]
    assert row["best"] == "-5"
    assert b",-5," in files_of(export_csv, (ledger,), a_comparison(ledger))["figures.csv"]


def test_a_figure_names_its_series_and_a_source_its_entity_of_the_case() -> None:
    found = tables(two_reports())
    series = {row["series"] for row in found["series"]}
    assert {row["series"] for row in found["figures"]} <= series | {""}
    assert any(row["series"] for row in found["figures"])
    known = {row["entity"]: row["name"] for row in found["case_entities"]}
    linked = [row for row in found["entities"] if row["case_entity"]]
    assert linked
    assert all(known[row["case_entity"]] == row["case_name"] for row in linked)
