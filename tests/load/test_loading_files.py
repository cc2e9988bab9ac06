"""From a path to the right loader, and from a folder to its reports."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from reportedly.load import LARGEST, expand, load_bytes, read_bytes_of, readable
from reportedly.model import Unreadable

PAGE = b"<!DOCTYPE html><html><body><p>The ministry said it rained.</p></body></html>"
needs_a_user = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")


def why_not(where: str | Path) -> str:
    with pytest.raises(Unreadable) as caught:
        read_bytes_of(str(where))
    return caught.value.message


# ---------------------------------------------------------------- which loader
def test_the_ending_of_a_file_decides_how_it_is_read() -> None:
    assert load_bytes(PAGE, "page.txt").report.text == PAGE.decode()
    assert load_bytes(PAGE, "PAGE.HTML").report.text == "The ministry said it rained."


@pytest.mark.parametrize("where", ["-", "page", "page.php", "https://example.org/page.html?id=1", ""])
@pytest.mark.parametrize(
    "raw",
    [PAGE, b"\xef\xbb\xbf\n" + PAGE, b"<HTML>" + PAGE, b"<!-- saved -->\n" + PAGE, PAGE.decode().encode("utf-16")],
)
def test_without_a_known_ending_a_page_is_told_by_its_beginning(where: str, raw: bytes) -> None:
    assert load_bytes(raw, where).report.text == "The ministry said it rained."


@pytest.mark.parametrize("text", ["It rained, she said.", "<b>It rained</b>, she said.", "5 < 6, she said."])
def test_what_does_not_begin_like_a_page_is_plain_text(text: str) -> None:
    assert load_bytes(text.encode(), "-").report.text == text


# ---------------------------------------------------------------- reading bytes
def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"It rained.\r\n")
    assert read_bytes_of(str(tmp_path / "a.txt")) == b"It rained.\r\n"


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"It rained.")))
    assert read_bytes_of("-") == b"It rained."


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    assert why_not(tmp_path / "none.txt") == "there is no such file"
    assert why_not(tmp_path) == "this is a folder, not a report; name the files in it"
    assert why_not("a\0b").startswith("cannot be read: ")
    assert why_not("a" * 5000).startswith("cannot be read: ")


def test_a_file_over_the_limit_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(LARGEST * 100)
    assert why_not(tmp_path / "large.txt") == "larger than 20 MB; split it into one file per report"


@needs_a_user
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained.")
    (tmp_path / "a.txt").chmod(0)
    assert why_not(tmp_path / "a.txt") == "may not be read; ask for permission to read it"


# ---------------------------------------------------------------- folders
def test_a_folder_becomes_its_reports_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.HTML", "a/y/x.md", "a.txt", "c.docx", ".hidden.txt", ".git/d.txt", "a/.e/f.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("It rained.")
    found = [str(Path(file).relative_to(tmp_path)) for file in expand([str(tmp_path)])]
    assert found == ["a/y/x.md", "a/z.HTML", "a.txt", "b.txt"]


def test_files_and_the_dash_pass_through_as_they_are() -> None:
    inputs = ["-", "none.txt", "report.pdf", "a\0b", "a" * 5000]
    assert list(expand(inputs)) == inputs


def test_archives_and_feeds_of_a_folder_are_read_where_many_reports_are_wanted_and_tables_are_not(
    tmp_path: Path,
) -> None:
    for name in (
        "a.txt",
        "b.zip",
        "c.warc.gz",
        "d.rss",
        "e.tar.gz",
        "f.csv",
        "g.jsonl",
        "h.xml",
        ".i.zip",
        "j.parquet",
    ):
        (tmp_path / name).write_text("It rained.")
    assert [Path(file).name for file in expand([str(tmp_path)])] == ["a.txt"]
    found = [Path(file).name for file in expand([str(tmp_path)], many=True)]
    assert found == ["a.txt", "b.zip", "c.warc.gz", "d.rss", "e.tar.gz"]


@pytest.mark.parametrize("where", ["a.zip", "a.warc.gz", "news/a.jsonl", "a.TGZ", "feed.xml"])
def test_a_file_of_many_reports_is_not_read_as_one(where: str) -> None:
    with pytest.raises(Unreadable, match="holds many reports; put them into a case: reportedly add CASE"):
        load_bytes(b"It rained.", where)


def test_a_folder_without_reports_says_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK")
    with pytest.raises(Unreadable, match=r"no reports in this folder; .* read: \.txt \.text \.md .* \.html .* \.pdf"):
        list(expand([str(tmp_path)]))


@needs_a_user
def test_a_subfolder_that_may_not_be_opened_is_not_dropped_silently(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained.")
    (tmp_path / "closed").mkdir(mode=0)
    assert list(expand([str(tmp_path)])) == [str(tmp_path / "a.txt"), str(tmp_path / "closed")]
    assert why_not(tmp_path / "closed") == "may not be read; ask for permission to read it"


def test_readable_files_are_told_by_their_endings() -> None:
    assert readable("a/b.TXT")
    assert readable(Path("b.htm"))
    assert readable("b.pdf")
    assert not readable("b.docx")
    assert not readable(".txt")
    assert not readable("b")
