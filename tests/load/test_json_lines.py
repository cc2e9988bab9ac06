"""Many reports in one file, a line each."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.load import LARGEST
from reportedly.load.jsonl import date_from, load_json_line
from reportedly.load.many import holds_many, is_row, parts_of
from reportedly.load.part import Part
from reportedly.model import Loaded, Unreadable

TEXT = "The bridge is open, the ministry said."


def load(**fields: object) -> Loaded:
    return load_json_line(json.dumps(fields).encode(), "news.jsonl:1")


def why_not(raw: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        load_json_line(raw, "news.jsonl:1")
    return caught.value.message


def test_a_line_gives_a_report_with_all_that_it_says() -> None:
    raw = json.dumps(
        {
            "text": TEXT,
            "url": "https://example.org/bridge",
            "outlet": "Coast Herald",
            "published": "2022-01-10T06:30:00Z",
            "title": "Bridge open",
            "language": "EN-gb",
            "clicks": 7,
        }
    ).encode()
    report = load_json_line(raw, "news.jsonl:3").report
    assert (report.text, report.where, report.language) == (TEXT, "news.jsonl:3", "en")
    assert (report.outlet, report.title, report.url) == ("Coast Herald", "Bridge open", "https://example.org/bridge")
    assert report.published == "2022-01-10T06:30:00Z"
    assert report.id == "sha256:" + hashlib.sha256(raw).hexdigest()


def test_only_the_text_is_needed() -> None:
    loaded = load(text=TEXT, outlet=None, published="", title=None)
    assert (loaded.report.outlet, loaded.report.published, loaded.problems) == (None, None, ())


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"{", "no JSON"),
        (b"[1]", "no JSON object"),
        (b'{"words": "x"}', 'it has no "text"'),
        (b'{"text": 5}', 'it has no "text"'),
        (b'{"text": " \\n"}', "empty"),
        (b'{"text": "\xff"}', "not UTF-8 at byte 11"),
        (b"[" * 100_000, "no JSON"),
        (json.dumps({"text": "a" * 5_000_001}).encode(), "longer than 5,000,000 characters"),
    ],
)
def test_a_line_without_a_report_says_why(raw: bytes, why: str) -> None:
    assert why in why_not(raw)


def test_what_cannot_be_used_is_left_out_and_said() -> None:
    loaded = load(text=TEXT, published="last Friday", outlet=["a"])
    assert (loaded.report.published, loaded.report.outlet) == (None, None)
    assert [problem.message for problem in loaded.problems] == [
        '"outlet" is not text and was left out',
        "published “last Friday” is not a date that can be used and was left out; write the day as 2022-01-10, or day "
        "and time as 2022-01-10T06:30:00Z",
    ]


def test_half_of_a_character_is_shown_as_such_and_said() -> None:
    loaded = load_json_line(b'{"text": "It \\ud800 rained"}', "news.jsonl:1")
    assert loaded.report.text == "It \ufffd rained"
    assert "halves of UTF-16 pairs" in loaded.problems[0].message


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2022-01-10", "2022-01-10"),
        (" 2022-01-10 06:30 ", "2022-01-10T06:30"),
        ("2022-01-10T06:30:00.123Z", "2022-01-10T06:30:00Z"),
        ("2022-01-10T06:30:00+0600", "2022-01-10T06:30:00+06:00"),
        ("2022-02-30", None),
        ("10.1.2022", None),
        ("20220110", None),
        ("2022-01-10T25:00", None),
    ],
)
def test_dates_are_read_as_they_are_commonly_written(written: str, read: str | None) -> None:
    assert date_from(written) == read


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: text.strip().isalpha()))
def test_the_text_is_the_one_in_the_line(text: str) -> None:
    assert load(text=text).report.text == text


def test_lines_come_one_by_one_with_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "a"}\r\n\n  \n{"text": "b"}')
    assert list(parts_of(str(path))) == [
        Part(where=f"{path}:1", raw=b'\xef\xbb\xbf{"text": "a"}'),
        Part(where=f"{path}:4", raw=b'{"text": "b"}'),
    ]


def test_a_line_that_is_too_long_is_passed_over_and_said(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b"a" * (LARGEST + 5) + b'\n{"text": "b"}\n')
    first, second = parts_of(str(path))
    assert isinstance(first, Unreadable)
    assert first.message.startswith("larger than 20 MB")
    assert isinstance(second, Part)
    assert second.where == f"{path}:2"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no such file"):
        list(parts_of(str(tmp_path / "none.jsonl")))


def test_what_holds_many_reports_is_told_by_its_ending() -> None:
    assert holds_many("a/News.JSONL")
    assert not holds_many("news.json")
    assert is_row("news.ndjson:12")
    assert not is_row("news.txt:12")
    assert not is_row("news.jsonl")
