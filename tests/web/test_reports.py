"""All reports: found by outlet, language, day and words, and the newest first while they come in."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import BrowserContext

from reportedly.case import make_case
from tests.builders import a_ledger
from tests.web.conftest import PHONE, Open, Server


def reports(server: Server, **asked: str | int) -> dict:  # type: ignore[type-arg]
    return httpx.get(f"{server.address}/api/reports", params=asked).json()["page"]  # type: ignore[no-any-return]


def test_the_report_added_last_comes_first(reading_server: Server) -> None:
    numbers = [row["number"] for row in reports(reading_server)["rows"]]
    assert numbers == sorted(numbers, reverse=True)
    days = [row["published"] for row in reports(reading_server, order="published-first")["rows"]]
    assert days == sorted(days)


def test_reports_are_picked_by_outlet_language_day_and_words(reading_server: Server) -> None:
    assert {row["outlet"] for row in reports(reading_server, outlet="steppe wire")["rows"]} == {"Steppe Wire"}
    assert {row["language"] for row in reports(reading_server, language="ru")["rows"]} == {"ru"}
    rows = reports(reading_server, since="2022-01-09", until="2022-01-10")["rows"]
    assert rows
    assert all("2022-01-09" <= row["published"][:10] <= "2022-01-10" for row in rows)
    assert 0 < reports(reading_server, words="withdr*")["total"] < 32
    assert reports(reading_server, words="nothinglikethis")["total"] == 0


def test_a_day_that_is_none_is_refused_in_words(reading_server: Server) -> None:
    answer = httpx.get(f"{reading_server.address}/reports", params={"since": "Monday"})
    assert answer.status_code == 400
    assert "since" in answer.text


def test_a_long_list_comes_in_pages_of_a_hundred(server: Server) -> None:
    store = make_case(server.case)
    for number in range(120):
        text = f"Nothing happened on day {number}."
        store.keep(a_ledger(text), raw=text.encode(), reader="sha256:model", at="2031-05-05T08:00:00Z")
    store.close()
    first, second = reports(server), reports(server, page=2)
    assert (first["total"], first["pages"], len(first["rows"]), len(second["rows"])) == (152, 2, 100, 52)
    assert first["rows"][0]["number"] == 152
    page = httpx.get(f"{server.address}/reports").text
    assert 'rel="next"' in page
    assert len(page) < 500_000


@pytest.mark.browser
def test_a_report_is_found_by_filling_in_the_form(look: Open) -> None:
    page = look("/reports")
    page.get_by_label("Outlet").select_option("Steppe Wire")
    page.get_by_role("button", name="Show").click()
    assert page.get_by_role("row").count() == 1 + len(page.locator("tbody tr").all())
    assert page.locator("tbody tr td:nth-child(3)").all_inner_texts().count("Steppe Wire") > 1
    page.locator("tbody th a").first.click()
    assert "/reports/" in page.url


@pytest.mark.browser
def test_the_list_shows_what_came_in_meanwhile(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server.address}/reports")
    store = make_case(server.case)
    text = "The harbour was closed on Monday."
    store.keep(a_ledger(text, title="Harbour closed"), raw=text.encode(), reader="sha256:m", at="2031-05-05T08:00:00Z")
    store.close()
    page.reload()
    assert page.locator("tbody th a").first.inner_text() == "Harbour closed"


@pytest.mark.browser
def test_reports_need_no_more_than_a_phone(look: Open) -> None:
    page = look("/reports", size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.browser
def test_an_outlet_whose_name_never_ends_does_not_widen_the_page(server: Server, context: BrowserContext) -> None:
    store = make_case(server.case)
    ledger = a_ledger("Nothing happened.", outlet="W" + "a" * 10_000)
    store.keep(ledger, raw=ledger.report.text.encode(), reader="sha256:model", at="2031-05-05T08:00:00Z")
    store.close()
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto(server.address + "/reports")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
