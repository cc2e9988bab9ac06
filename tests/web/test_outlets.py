"""Outlets: whom each quotes, what it took from others, and which withdrawn figures it repeats."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from reportedly.case import make_case
from tests.builders import a_ledger
from tests.web.conftest import PHONE, Open, Server, serving


def card(server: Server, name: str) -> dict:  # type: ignore[type-arg]
    return httpx.get(f"{server.address}/api/outlets", params={"name": name}).json()  # type: ignore[no-any-return]


def test_all_outlets_come_with_their_reports(reading_server: Server) -> None:
    rows = httpx.get(f"{reading_server.address}/api/outlets").json()["page"]["rows"]
    assert len(rows) == 20
    assert sum(row["reports"] for row in rows) == 32


def test_an_outlet_is_found_whatever_the_case_of_its_letters(reading_server: Server) -> None:
    assert card(reading_server, "daylight NEWS")["name"] == "Daylight News"
    answer = httpx.get(f"{reading_server.address}/outlets", params={"name": "No Such Paper"})
    assert answer.status_code == 404


def test_the_claims_of_an_outlet_are_counted_by_whose_word_they_rest_on(reading_server: Server) -> None:
    found = card(reading_server, "Daylight News")
    reports = httpx.get(f"{reading_server.address}/api/reports", params={"outlet": "Daylight News"}).json()
    assert sum(found["sources"].values()) == sum(row["claims"] for row in reports["page"]["rows"])
    assert found["quotes"][0]["claims"] >= found["quotes"][-1]["claims"]
    assert sum(day["reports"] for day in found["over_time"]) == found["reports"]


def test_what_one_outlet_takes_another_gives(reading_server: Server) -> None:
    taken = card(reading_server, "Maple Morning")["takes_from"]
    [from_] = [one for one in taken if one["outlet"] == "Atlantic Press Service"]
    given = card(reading_server, "Atlantic Press Service")["gives_to"]
    [to] = [one for one in given if one["outlet"] == "Maple Morning"]
    assert from_["beside"] == to["beside"]
    assert 0 < from_["share"] <= 100


def test_an_outlet_that_repeats_a_withdrawn_figure_is_told_to(reading_server: Server) -> None:
    rows = httpx.get(f"{reading_server.address}/api/outlets").json()["page"]["rows"]
    repeated = [one for row in rows for one in card(reading_server, row["name"])["repeated"]]
    assert any("164" in one["words"] for one in repeated)


@pytest.mark.browser
def test_an_outlet_can_be_opened_from_the_reports(look: Open) -> None:
    page = look("/reports")
    page.get_by_role("link", name="Daylight News").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Daylight News"
    assert "How often it names its sources" in page.locator("main").inner_text()
    assert page.get_by_role("img").get_attribute("aria-label") is not None


def test_an_outlet_is_graded_by_name(server: Server) -> None:
    answer = httpx.post(
        f"{server.address}/decisions/grade",
        data={"source": "Maple Morning", "letter": "D", "seen": 0, "back": "/outlets?name=Maple+Morning"},
        follow_redirects=True,
    )
    assert "not usually reliable, says Ada" in answer.text


@pytest.mark.browser
def test_outlets_need_no_more_than_a_phone(look: Open) -> None:
    for path in ("/outlets", "/outlets?name=Maple+Morning"):
        page = look(path, size=PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_text_shared_with_a_report_of_no_outlet_is_told_without_a_link_to_one(tmp_path: Path) -> None:
    text = "The river rose by a metre in the night, the water board said. Two bridges were closed until further notice."
    store = make_case(tmp_path / "river.case")
    for n, outlet in enumerate((None, "River Post")):
        ledger = a_ledger(text + " " * n, outlet=outlet, title=f"River {n}", published=f"2031-05-0{n + 1}")
        store.keep(ledger, raw=ledger.report.text.encode(), reader="sha256:model", at="2031-05-05T08:00:00Z")
    store.close()
    with serving(tmp_path / "river.case") as server:
        [taken] = card(server, "River Post")["takes_from"]
        page = httpx.get(f"{server.address}/outlets?name=River Post").text
    assert (taken["outlet"], taken["address"]) == ("River 0", None)
    assert "name=River+0" not in page
