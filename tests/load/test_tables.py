"""Rows of CSV and Parquet are reports, by the names of their columns."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import pytest

from reportedly.load import LARGEST, Part, Passed
from tests.load.making import loaded, pieces, told

LONG = "It rained. " * 20_000  # longer than the csv module would take by itself


def write_parquet(path: Path, columns: dict[str, list[object]]) -> None:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table(columns), path, row_group_size=2)


def test_rows_are_reports_by_the_names_of_their_columns_whatever_their_order_and_case(tmp_path: Path) -> None:
    raw = "Outlet,TEXT,published,url,language,title\nCoast Herald,It rained.,2022-01-06,https://e.org/1,en-GB,Rain\n"
    [part] = pieces(tmp_path / "news.csv", raw.encode())
    assert isinstance(part, Part)
    report = loaded(part).report
    assert (report.text, report.outlet, report.published) == ("It rained.", "Coast Herald", "2022-01-06")
    assert (report.url, report.language, report.title) == ("https://e.org/1", "en", "Rain")


@pytest.mark.parametrize(("name", "between"), [("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t"), ("a.csv", ",")])
def test_semicolons_and_tabs_may_stand_between_columns(tmp_path: Path, name: str, between: str) -> None:
    raw = f"text{between}outlet\n{LONG}{between}Herald\n"
    assert told(tmp_path / name, raw.encode()) == [(f"{name}:2", LONG)]


def test_rows_are_counted_as_a_spreadsheet_does_and_empty_ones_left_out(tmp_path: Path) -> None:
    raw = 'text,outlet\n"It rained,\nshe said ""twice""",A\n,\n,Herald\nIt snowed.,B\n'
    assert told(tmp_path / "a.csv", raw.encode()) == [
        ("a.csv:2", "It rained,"), ("a.csv:4", "empty: there is no text in it"), ("a.csv:5", "It snowed.")
    ]  # fmt: skip


def test_line_ends_that_no_table_has_are_said(tmp_path: Path) -> None:
    assert told(tmp_path / "a.csv", b"text,a\rb\nIt rained.\n")[0][1].startswith("no CSV: new-line character")


def test_columns_that_are_not_read_are_named(tmp_path: Path) -> None:
    found = told(tmp_path / "a.csv", b"text,clicks,id\nIt rained.,7,1\n")
    assert found[0] == ("a.csv", "columns that are not read: clicks, id")


def test_a_table_without_a_text_says_how_to_name_the_columns(tmp_path: Path) -> None:
    [(where, why)] = told(tmp_path / "a.csv", b"words,date\nIt rained.,2022\n")
    assert (where, why[:40]) == ("a.csv", 'no column "text"; name the columns text,')
    assert told(tmp_path / "a.csv", b"")[0][1].startswith("empty")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1251"])
def test_a_table_is_read_in_the_encoding_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    text = "Министерство сообщило в понедельник, что в городе погибли восемнадцать сотрудников полиции."
    found = told(tmp_path / "a.csv", f'text\n"{text}"\n'.encode(encoding))
    assert found[-1] == ("a.csv:2", text)
    assert (encoding == "windows-1251") == ("read as windows-1251, which is a guess" in found[0][1])


def test_a_row_that_is_too_long_ends_the_table_or_is_left_out(tmp_path: Path) -> None:
    endless = b'text\n"' + b"a" * (2 * LARGEST)
    assert "longer than" in told(tmp_path / "a.csv", endless)[-1][1]
    many = b'text\n"' + (b"a" * 1000 + b"\n") * (LARGEST // 900)
    assert "no CSV: field larger than field limit" in told(tmp_path / "a.csv", many)[0][1]


def test_what_the_csv_module_allows_others_is_left_as_it_was(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    told(tmp_path / "a.csv", f"text\n{LONG}\n".encode())
    assert csv.field_size_limit() == before


def test_a_table_written_by_a_program_comes_back_as_it_was(tmp_path: Path) -> None:
    texts = ['He said "no".', "It; rained,\r\nall day", "one\n\ntwo", "Порт"]
    made = io.StringIO(newline="")
    csv.writer(made).writerows([["text"], *([text] for text in texts)])
    found = pieces(tmp_path / "a.csv", made.getvalue().encode())
    assert [loaded(part).report.text for part in found if isinstance(part, Part)] == texts


# ---------------------------------------------------------------- Parquet
def test_rows_of_parquet_are_reports_with_their_own_dates(tmp_path: Path) -> None:
    moment = datetime.datetime(2022, 1, 6, 10, 31, tzinfo=datetime.UTC)
    columns: dict[str, list[object]] = {
        "Text": [f"It rained {n} days." for n in range(5)],
        "published": [moment] * 5,
        "outlet": ["Herald", None, "", "Wire", "Wire"],
        "clicks": [1, 2, 3, 4, 5],
    }
    write_parquet(tmp_path / "a.parquet", columns)
    said, *parts = pieces(tmp_path / "a.parquet")
    assert isinstance(said, Passed)
    assert said.message == "columns that are not read: clicks"
    reports = [loaded(part).report for part in parts if isinstance(part, Part)]
    assert [report.text for report in reports] == columns["Text"]
    assert {report.published for report in reports} == {"2022-01-06T10:31:00Z"}
    assert [report.outlet for report in reports] == ["Herald", None, None, "Wire", "Wire"]
    assert parts[4].where == f"{tmp_path / 'a.parquet'}:5"


def test_a_parquet_file_that_is_damaged_or_has_no_text_is_said(tmp_path: Path) -> None:
    write_parquet(tmp_path / "a.parquet", {"words": ["It rained."]})
    assert told(tmp_path / "a.parquet")[0][1].startswith('no column "text"')
    raw = (tmp_path / "a.parquet").read_bytes()
    assert told(tmp_path / "a.parquet", raw[:-9])[0][1].startswith("a Parquet file that is damaged")
    write_parquet(tmp_path / "a.parquet", {"text": [7, 8]})
    assert told(tmp_path / "a.parquet")[0][1] == "empty: there is no text in it"
