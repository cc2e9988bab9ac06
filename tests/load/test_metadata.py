"""What is known of files, from rows beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportedly.load.metadata import Metadata, metadata_for
from reportedly.model import Unreadable

FILES = ["news/a.txt", "news/b.txt", "old/b.txt"]


def jsonl(folder: Path, *rows: object) -> str:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def table(folder: Path, text: str) -> str:
    path = folder / "rows.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def said(metadata: Metadata) -> list[str]:
    """Complaints without the folder of the rows."""
    return [complaint.replace("\\", "/").rpartition("rows")[2] for complaint in metadata.complaints]


def test_a_row_is_matched_by_name_and_by_path(tmp_path: Path) -> None:
    rows = jsonl(
        tmp_path,
        {"file": "a.txt", "outlet": "Coast Herald", "published": "2022-01-10", "title": None},
        {"file": "old/b.txt", "outlet": "Old Daily"},
        {"file": "news/b.txt", "language": "en", "url": "https://example.org/b"},
    )
    found = metadata_for(FILES, rows)
    assert found.of("news/a.txt") == {"outlet": "Coast Herald", "published": "2022-01-10"}
    assert found.of("old/b.txt") == {"outlet": "Old Daily"}
    assert found.of("news/b.txt") == {"language": "en", "url": "https://example.org/b"}
    assert found.complaints == ()


def test_a_row_without_a_file_and_a_file_without_a_row_are_told(tmp_path: Path) -> None:
    found = metadata_for(FILES[:2], jsonl(tmp_path, {"file": "a.txt"}, {"file": "c.txt", "outlet": "X"}))
    assert said(found)[0] == ".jsonl:2: there is no file “c.txt” among those given"
    assert found.complaints[1].startswith("news/b.txt: no row in ")
    assert found.of("news/b.txt") == {}


def test_a_name_that_two_files_bear_is_not_guessed_at(tmp_path: Path) -> None:
    found = metadata_for(FILES, jsonl(tmp_path, {"file": "b.txt", "outlet": "X"}))
    assert said(found)[0] == ".jsonl:1: “b.txt” could be news/b.txt or old/b.txt; name its folder too"
    assert found.of("old/b.txt") == {}


def test_the_row_that_names_a_file_most_exactly_counts(tmp_path: Path) -> None:
    rows = jsonl(tmp_path, {"file": "news/a.txt", "outlet": "Exact"}, {"file": "a.txt", "outlet": "By name"})
    assert metadata_for(FILES, rows).of("news/a.txt") == {"outlet": "Exact"}


def test_a_second_row_for_the_same_file_is_told(tmp_path: Path) -> None:
    rows = jsonl(tmp_path, {"file": "a.txt", "outlet": "First"}, {"file": "a.txt", "outlet": "Second"})
    found = metadata_for(FILES[:1], rows)
    assert found.of("news/a.txt") == {"outlet": "Second"}
    assert "rows.jsonl:2: a second row for “a.txt”; it replaces" in found.complaints[0]


def test_rows_that_cannot_be_used_are_told_and_the_others_count(tmp_path: Path) -> None:
    rows = jsonl(tmp_path, {"outlet": "X"}, 5, {"file": "a.txt", "published": "soon", "outlet": "Y"})
    found = metadata_for(FILES[:1], rows)
    assert found.of("news/a.txt") == {"outlet": "Y"}
    assert len(found.complaints) == 3
    assert any("“soon” is not a date" in complaint for complaint in found.complaints)


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_tables_are_read_however_their_columns_are_parted(tmp_path: Path, between: str) -> None:
    lines = (["\ufeffFile", "Outlet", "title", "more"], ["a.txt", "Coast Herald", '"Toll, again"', "x"], ["b.txt"])
    found = metadata_for(FILES[:2], table(tmp_path, "\r\n".join(map(between.join, lines))))
    assert found.of("news/a.txt") == {"outlet": "Coast Herald", "title": "Toll, again"}
    assert found.of("news/b.txt") == {}
    assert found.complaints == ()


def test_a_table_without_the_column_of_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match='no column "file"'):
        metadata_for(FILES, table(tmp_path, "name,outlet\na.txt,X\n"))


def test_rows_that_are_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be read: No such file"):
        metadata_for(FILES, str(tmp_path / "none.csv"))


def test_a_complaint_can_be_shown_whatever_a_row_names(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_bytes(b'{"file": "b/\\ud800.txt"}\n{"file": "news/a.txt", "published": "\\udfff"}\n')
    found = metadata_for(FILES, str(rows))
    assert all(complaint.encode("utf-8") for complaint in found.complaints)
    assert any("b/\ufffd.txt" in complaint for complaint in found.complaints)
