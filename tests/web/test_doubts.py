"""Doubts: a work list by kind, each with its reason, its place and what settles it."""

from __future__ import annotations

import httpx
import pytest

from tests.web.conftest import PHONE, Open, Server


def doubts(server: Server, **asked: str) -> dict:  # type: ignore[type-arg]
    return httpx.get(f"{server.address}/api/doubts", params=asked).json()  # type: ignore[no-any-return]


def test_doubts_are_counted_by_kind(reading_server: Server) -> None:
    told = doubts(reading_server)
    [all_, *kinds] = told["tabs"]
    assert all_["count"] == told["page"]["total"] == sum(tab["count"] for tab in kinds)
    assert {row["kind"] for row in doubts(reading_server, kind="scope")["page"]["rows"]} == {"scope"}


def test_a_doubt_about_a_number_leads_to_its_place(reading_server: Server) -> None:
    rows = doubts(reading_server, kind="place")["page"]["rows"]
    assert rows
    assert all("#f" in row["address"] for row in rows)


def test_names_that_somebody_decided_on_are_in_doubt_no_more(server: Server) -> None:
    [pair] = [row["pair"] for row in doubts(server, kind="name", words="samat")["page"]["rows"]]
    body = {"a": pair["a_ref"], "b": pair["b_ref"]}
    httpx.post(f"{server.address}/api/decisions/split", json=body).raise_for_status()
    assert doubts(server, kind="name", words="samat")["page"]["rows"] == []


@pytest.mark.browser
def test_a_kind_of_doubt_says_what_settles_it(look: Open) -> None:
    page = look("/doubts")
    page.get_by_role("link", name="A number without its place").click()
    assert "say where the number holds" in page.locator("main").inner_text()
    page.get_by_label("Words").fill("injured")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".doubts > li").count() > 0
    page.locator(".doubts a").first.click()
    assert "/reports/" in page.url


@pytest.mark.browser
def test_a_read_only_server_offers_no_buttons_that_decide(look: Open) -> None:
    page = look("/doubts?kind=name")
    assert page.get_by_role("button", name="Merge").count() == 0
    assert "Samat Abish" in page.locator("main").inner_text()


@pytest.mark.browser
def test_doubts_need_no_more_than_a_phone(look: Open) -> None:
    page = look("/doubts", size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
