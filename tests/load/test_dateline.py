"""The report's date where the text itself gives it, and none where it only seems to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.load import load_bytes
from reportedly.load.dateline import dateline


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Harbour shut\n\nNORRHAVEN, Jan 6, 2022 (Northwire) — It rained.", "2022-01-06"),
        ("Harbour shut\n\nNORRHAVEN, Vestland, 6 January 2022 - It rained.", "2022-01-06"),
        ("Harbour shut\n6 January 2022, 10:31\nIt rained.", "2022-01-06T10:31:00"),
        ("Harbour shut\nPublished: January 6, 2022 10:31 GMT\nIt rained.", "2022-01-06T10:31:00Z"),
        ("Harbour shut\nBy Ann Lee | Jan. 6, 2022\nIt rained.", "2022-01-06"),
        ("Harbour shut\nThursday, 6 January 2022, 14:05 local time\nIt rained.", "2022-01-06"),
        ("Порт закрыт\n\n6 января 2022 года, 10:31\nШёл дождь.", "2022-01-06T10:31:00"),
        ("Порт закрыт\n06.01.2022\nШёл дождь.", "2022-01-06"),
    ],
)
def test_a_full_date_in_its_place_is_the_date_of_the_report(text: str, moment: str) -> None:
    assert dateline(text) == moment
    assert load_bytes(text.encode(), "harbour.txt").report.published == moment


@pytest.mark.parametrize(
    "text",
    [
        "Harbour shut\n\nNORRHAVEN, Jan 6 (Northwire) — It rained.",
        "Harbour shut\nUpdated 10:31\nIt rained.",
        "On 6 January 2022 it rained in Norrhaven.",
        "Harbour shut\n30 February 2022\nIt rained.",
        "12 January 2022, 14:05\nIt rained.\n13 January 2022, 9:05\nIt snowed.",
    ],
)
def test_a_date_without_its_year_or_of_something_else_is_not(text: str) -> None:
    assert dateline(text) is None


def test_a_page_that_names_no_date_has_that_of_its_dateline() -> None:
    words = "The harbour of Norrhaven was shut on Thursday because of the storm, the port authority said. " * 4
    page = f"<html><body><article><h1>Harbour shut</h1><p>NORRHAVEN, Jan 6, 2022 (Northwire) — {words}</p></article>"
    assert load_bytes(page.encode(), "harbour.html").report.published == "2022-01-06"


@given(st.text())
def test_any_text_has_a_date_or_none(text: str) -> None:
    moment = dateline(text)
    assert moment is None or moment[4] == "-"
