"""Questions to a case on the command line: what they answer, how filters narrow it, and what scripts can rely on."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from reportedly.ask.rows import FigureRow
from reportedly.cli.case_output import columns_of
from tests.cli.story import STORY, answered, ran, story_case

ASKED = ("claims", "figures", "people", "sources", "copies", "origins", "conflicts", "doubts")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return story_case(tmp_path)


def toll(case: Path, *more: str) -> list[dict[str, Any]]:
    return [row for row in answered("figures", case, "--measure", "killed", *more) if row["best"] == 41]


# ---------------------------------------------------------------- figures
def test_a_withdrawn_toll_is_followed_from_its_birth_to_who_still_gives_it(case: Path) -> None:
    rows = toll(case, "--place", "Norrhaven")
    assert {row["outlet"] for row in rows if row["status"] == "repeated_after_retraction"} == {"Evening Post"}
    withdrawn = [row for row in rows if row["outlet"] == "Northwire" and row["originator"] == "Interior Ministry"]
    assert withdrawn[0]["retracted_by"] == "Daily Bell (three.txt)"
    assert withdrawn[0]["status"] == "retracted"


def test_figures_can_be_asked_for_by_status(case: Path) -> None:
    rows = answered("figures", case, "--status", "repeated_after_retraction")
    assert [(row["outlet"], row["value"]) for row in rows] == [("Evening Post", "41")]


def test_a_vague_word_becomes_a_number_only_where_a_codebook_is_asked_for(case: Path) -> None:
    [plain] = answered("figures", case, "--measure", "missing")
    assert (plain["value"], plain["coded_best"], plain["rule"]) == ("dozens", None, None)
    [coded] = answered("figures", case, "--measure", "missing", "--policy", "acled")
    assert coded["rule"] == "ACLED Codebook, fatalities: only deaths are coded"
    killed = answered("figures", case, "--measure", "killed", "--policy", "ucdp")
    assert {row["rule"] for row in killed} == {"UCDP GED Codebook, best, low and high: as stated"}
    assert all(row["coded_best"] == row["best"] for row in killed)


def test_a_series_that_is_not_there_is_said(case: Path) -> None:
    result = ran("figures", case, "--series", "S99")
    assert result.exit_code == 1
    assert "no series of the case is S99; they go from S1 to S" in result.stderr


def test_the_table_of_figures_stays_within_eighty_columns(case: Path) -> None:
    told = ran("figures", case, "--format", "table").stdout
    assert max(map(len, told.splitlines())) <= 80
    assert "repeated after" in told


# ---------------------------------------------------------------- filters
def test_claims_are_narrowed_by_outlet_day_and_words(case: Path) -> None:
    every = answered("claims", case)
    assert {row["outlet"] for row in answered("claims", case, "--outlet", "daily bell")} == {"Daily Bell"}
    late = answered("claims", case, "--since", "2031-05-06")
    assert {row["published"] for row in late} == {"2031-05-06"}
    assert 0 < len(late) < len(every)
    assert all("crane" in row["words"] for row in answered("claims", case, "--text", "crane"))
    assert len(answered("claims", case, "--limit", "2")) == 2


def test_the_id_of_a_person_finds_every_spelling(case: Path) -> None:
    [mayor] = answered("people", case, "--person", "Lindqvist", "--kind", "person")
    by_id = answered("claims", case, "--person", mayor["id"])
    by_name = answered("claims", case, "--person", "Lindqvist")
    assert {row["outlet"] for row in by_name} == {"Coast Herald"}
    assert {row["outlet"] for row in by_id} == {"Coast Herald", "Evening Post"}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("claims", "--outlet", "Northwir"), "near it: Northwire"),
        (("claims", "--report", "too.txt"), "no report of the case is called “too.txt”"),
        (("figures", "--person", "E999"), "no person, body or place of the case is called “E999”"),
    ],
)
def test_a_name_that_is_not_in_the_case_is_told_with_what_is_near(
    asked: tuple[str, ...], told: str, case: Path
) -> None:
    result = ran(asked[0], case, *asked[1:])
    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr


@pytest.mark.parametrize("day", ["2031-02-30", "4.5.2031", "20310504"])
def test_a_day_that_is_none_is_refused(day: str, case: Path) -> None:
    result = ran("claims", case, "--since", day)
    assert result.exit_code == 2
    assert "write it as 2022-01-10" in result.stderr


@pytest.mark.parametrize("asked", ASKED)
def test_nothing_that_fits_is_no_error(asked: str, case: Path) -> None:
    narrowed = ("--until", "1999-01-01")
    assert answered(asked, case, *narrowed) == []
    table = ran(asked, case, *narrowed, "--format", "table")
    assert table.exit_code == 0
    assert table.stdout.strip()


# ---------------------------------------------------------------- who, whose word, on how many words
def test_sources_count_what_goes_back_to_them_and_what_they_pass_on(case: Path) -> None:
    rows = {row["name"]: row for row in answered("sources", case)}
    assert rows["Interior Ministry"]["says"] >= 3
    assert rows["Interior Ministry"]["reports"] >= 3
    assert rows["Coast Herald"]["passes_on"] >= 1


def test_many_reports_on_one_word_are_one_origin(case: Path) -> None:
    [row] = [row for row in answered("origins", case, "--text", "12 killed") if row["kind"] == "figure"]
    assert row["summary"] == "2 reports, 1 origin: Interior Ministry"
    assert (row["rests_on"], row["origins"]) == ("one", ["Interior Ministry"])
    withdrawn = next(row for row in answered("origins", case) if row["what"].startswith("41 people killed"))
    assert withdrawn["retracted"]
    assert "Jonas Weil" not in withdrawn["origins"]  # who takes a figure back does not bear it out


def test_what_one_report_tells_is_listed_only_when_asked_for(case: Path) -> None:
    assert all(row["reports"] > 1 for row in answered("origins", case))
    lone = answered("origins", case, "--all", "--text", "crane")
    assert [row["reports"] for row in lone] == [1]


def test_a_conflict_names_both_places_and_the_reason(case: Path) -> None:
    [row] = answered("conflicts", case, "--kind", "denial")
    assert row["reason"].endswith("withdrawn by Interior Ministry, as Daily Bell reports on 2031-05-05")
    assert (row["b_outlet"], row["pairs"]) == ("Daily Bell", 3)
    seeming = answered("conflicts", case, "--seeming")
    assert {row["conflict"] for row in seeming} == {True, False}


def test_doubts_name_the_command_that_settles_them(case: Path) -> None:
    [doubt] = answered("doubts", case, "--kind", "merge")
    assert "Mara Lindqvist" in doubt["what"]
    assert doubt["todo"].startswith("split CASE E")
    assert all(row["start"] is not None for row in answered("doubts", case, "--kind", "place"))


# ---------------------------------------------------------------- search and changes
def test_words_are_found_with_their_place(case: Path) -> None:
    [hit] = answered("search", case, '"technical error"')
    assert hit["outlet"] == "Daily Bell"
    assert "technical error" in hit["around"]
    assert answered("search", case, "zeppelin") == []


def test_changes_tell_what_a_new_report_moved(case: Path) -> None:
    assert len([row for row in answered("changes", case, "--since", "2020-01-01") if row["kind"] == "report"]) == 5
    assert answered("changes", case, "--since", "2100-01-01") == []


def test_changes_need_a_time(case: Path) -> None:
    assert ran("changes", case).exit_code == 2
    assert "write the day as 2022-01-10" in ran("changes", case, "--since", "yesterday").stderr


# ---------------------------------------------------------------- formats
@pytest.mark.parametrize("asked", ASKED)
def test_every_format_has_the_same_rows(asked: str, case: Path) -> None:
    if asked == "copies":  # the story has none
        reprint = case.parent / "reprint.txt"
        reprint.write_text(f"{STORY['one.txt'].text}\n(Coast Herald)\n", encoding="utf-8")
        assert ran("add", case, reprint, "--quiet").exit_code == 0
    rows = answered(asked, case)
    assert rows
    lines = ran(asked, case, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == rows
    read = list(csv.DictReader(io.StringIO(ran(asked, case, "--format", "csv").stdout)))
    assert len(read) == len(rows)
    assert list(read[0]) == list(rows[0])
    told = ran(asked, case, "--format", "table").stdout
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize("asked", ASKED)
def test_parquet_holds_the_same_rows_with_types(asked: str, case: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    file = case.parent / f"{asked}.parquet"
    assert ran(asked, case, "-o", file).exit_code == 0
    assert parquet.read_table(file).to_pylist() == answered(asked, case)


def test_without_pyarrow_parquet_says_what_to_install(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = ran("claims", case, "-o", case.parent / "c.parquet")
    assert result.exit_code == 1
    assert "pip install 'reportedly[parquet]'" in result.stderr
    assert not (case.parent / "c.parquet").exists()


def test_the_ending_of_a_file_says_its_format(case: Path) -> None:
    assert ran("people", case, "-o", case.parent / "p.csv").exit_code == 0
    assert (case.parent / "p.csv").read_text(encoding="utf-8").startswith("id,name,kind,reports,")
    assert ran("people", case, "-o", case.parent / "none" / "p.csv").exit_code == 2


def test_columns_have_the_types_of_their_values() -> None:
    types = columns_of(FigureRow)
    assert (types["value"], types["best"], types["start"], types["chain"]) == ("text", "number", "whole", "texts")


@pytest.mark.parametrize("asked", [*ASKED, "search", "changes", "compare", "decisions"])
def test_help_teaches_with_examples_and_exit_codes(asked: str) -> None:
    helped = ran(asked, "--help").stdout
    assert "Examples:" in helped
    assert "Exit codes:" in helped
    assert max(map(len, helped.splitlines())) <= 80
