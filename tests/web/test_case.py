"""The case at a glance, as a person meets it."""

from __future__ import annotations

import httpx
import pytest

from tests.web.conftest import PHONE, Open, Server

pytestmark = pytest.mark.browser


def test_the_first_page_tells_what_is_here_and_what_stands_out(look: Open) -> None:
    page = look("/")
    assert page.get_by_role("heading", level=1).inner_text() == "january"
    assert "32 reports by 20 outlets" in page.locator(".facts").inner_text()
    findings = page.locator(".finding")
    assert findings.count() == 3
    assert "164 people killed" in findings.first.inner_text()


def test_a_finding_opens_the_report_it_rests_on(look: Open) -> None:
    page = look("/")
    page.locator(".finding a").first.click()
    assert "/reports/" in page.url


def test_a_page_left_open_says_when_the_case_moved_on(look: Open) -> None:
    page = look("/")
    assert page.locator(".news").is_hidden()
    page.evaluate("document.documentElement.dataset.state = 'before'")
    page.evaluate("lookForNews()")
    page.locator(".news").wait_for(state="visible")
    assert "has changed" in page.locator(".news").inner_text()


def test_the_first_page_needs_no_more_than_a_phone(look: Open) -> None:
    page = look("/", size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_visit_to_one_case_is_none_to_another_on_the_same_machine(reading_server: Server, server: Server) -> None:
    with httpx.Client() as browser:  # which keeps cookies by host, whatever the port
        one = {name for name in browser.get(reading_server.address).cookies if "visit" in name}
        other = {name for name in browser.get(server.address).cookies if "visit" in name}
    assert len(one) == len(other) == 1
    assert one != other


def test_the_first_page_counts_open_conflicts_as_their_own_page_does(reading_server: Server) -> None:
    with httpx.Client(base_url=reading_server.address) as browser:
        told = browser.get("/api/case").json()
        while told["conflicts_open"] is None:  # a comparison that was just kept is still being loaded
            told = browser.get("/api/case").json()
        listed = browser.get("/api/conflicts").json()["page"]["total"]
        page = browser.get("/").text
    assert told["conflicts_open"] == listed
    assert told["conflicts"] > listed  # several pairs of reports carry one conflict
    assert f"{listed} open conflicts" in page
    assert f"{told['conflicts']} pairs of places" in page
