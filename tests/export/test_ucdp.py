"""Counts of dead in the columns of the UCDP: what reports say, in the right column, and nothing else."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from reportedly.export.ucdp import COLUMNS, date_precision, export_ucdp, place_precision
from reportedly.model import Figure, Interval, Ledger
from tests.builders import a_claim, a_figure, a_ledger, a_source, exactly, flood_ledger, span_of
from tests.contracts.test_case_exporters import files_of
from tests.export.cases import compared

DAY = Interval(start="2022-01-09", end="2022-01-09")


def rows(*ledgers: Ledger) -> list[dict[str, str]]:
    [content] = files_of(export_ucdp, ledgers, compared(*ledgers)).values()
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def told(text: str, figure: Figure, *, by: str | None = "Health Ministry", **claim: Any) -> Ledger:
    sources = (a_source(by, kind="organisation"),) if by else ()
    whole = a_claim(text, text, **{"sources": sources, **claim})
    return a_ledger(text, whole, figures=(figure,), outlet="Coast Herald", published="2022-01-10", title="Unrest")


def killed(text: str, words: str, number: float | None = None, **more: Any) -> Figure:
    more = {"measure": "killed", "claim": "c1", "as_of": DAY, **more}
    return exactly(text, words, number, **more) if number is not None else a_figure(text, words, **more)


def test_a_statement_is_a_row_with_its_three_sources() -> None:
    text = "Some 164 people died."
    [row] = rows(told(text, killed(text, "164", 164, of="people")))
    assert tuple(row) == COLUMNS
    assert (row["source_office"], row["source_original"]) == ("Coast Herald", "Health Ministry")
    assert row["source_article"] == '"Coast Herald","2022-01-10","Unrest"'
    assert (row["source_date"], row["source_headline"], row["number_of_sources"]) == ("2022-01-10", "Unrest", "1")
    assert (row["low"], row["best"], row["high"], row["deaths_unknown"]) == ("164", "164", "164", "164")
    assert (row["as_of_start"], row["date_prec"], row["year"]) == ("2022-01-09", "1", "2022")


@pytest.mark.parametrize(
    ("of", "column"),
    [
        ("police officers", "deaths_a"),
        ("gunmen", "deaths_b"),
        ("civilians", "deaths_civilians"),
        ("protesters", "deaths_unknown"),
        ("children", "deaths_unknown"),
        ("people", "deaths_unknown"),
    ],
)
def test_the_dead_stand_on_the_side_that_the_scope_tells_and_best_is_their_sum(of: str, column: str) -> None:
    text = f"18 {of} died."
    [row] = rows(told(text, killed(text, "18", 18, of=of, of_span=span_of(text, of))))
    sides = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    assert {side: row[side] for side in sides if row[side]} == {column: row["best"]}


def test_what_is_not_said_stays_empty() -> None:
    text = "At least 20 died."
    [row] = rows(told(text, killed(text, "At least 20", low=20, best=20, as_of=None), by=None))
    assert (row["low"], row["best"], row["high"]) == ("20", "20", "")
    assert (row["as_of_start"], row["date_prec"], row["year"]) == ("", "", "")
    assert (row["source_original"], row["where_coordinates"], row["where_prec"]) == ("", "", "")


def test_a_vague_word_stays_a_word() -> None:
    text = "Dozens died."
    [row] = rows(told(text, killed(text, "Dozens", vague="Dozens")))
    assert (row["vague"], row["low"], row["best"], row["high"]) == ("Dozens", "", "", "")


def test_a_count_that_is_denied_gives_no_dead() -> None:
    denied = [row for row in rows(flood_ledger()) if row["denied"] == "true"]
    assert [(row["words"], row["best"], row["deaths_unknown"]) for row in denied] == [("12", "", "")]


def test_the_injured_are_no_rows() -> None:
    text = "Three were injured."
    assert rows(told(text, killed(text, "Three", 3, measure="injured"))) == []


@pytest.mark.parametrize(
    ("start", "end", "precision"),
    [
        ("2022-01-09", "2022-01-09", 1),
        ("2022-01-08", "2022-01-09", 2),
        ("2022-01-04", "2022-01-09", 2),
        ("2022-01-03", "2022-01-09", 3),
        ("2022-01-01", "2022-01-31", 4),
        ("2022-01-01", "2022-12-31", 5),
        ("2020-01-01", "2022-12-31", None),
        ("2022-01-09", None, None),
        ("2022-01-09", "2022-01-08", None),
        ("2022-01", "2022-01", None),
    ],
)
def test_the_precision_of_a_date_is_that_of_the_codebook(start: str, end: str | None, precision: int | None) -> None:
    assert date_precision(Interval(start=start, end=end)) == precision


def test_the_precision_of_a_place_is_told_by_its_own_words_only() -> None:
    assert place_precision("Almaty region") == 4
    assert place_precision("Karasai District") == 3
    assert place_precision("Almaty") is None
    assert place_precision("Region") is None
    assert place_precision(None) is None
