"""Conflicts: both places with their words, settled by mouse and by keyboard alone, and open again when undone."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import BrowserContext

from tests.web.conftest import PHONE, Open, Server
from tests.web.keys import tab_to


def conflicts(server: Server, **asked: str) -> list[dict]:  # type: ignore[type-arg]
    return httpx.get(f"{server.address}/api/conflicts", params=asked).json()["page"]["rows"]  # type: ignore[no-any-return]


def test_a_conflict_tells_both_places_in_the_words_of_the_reports(reading_server: Server) -> None:
    rows = conflicts(reading_server, words="317 policemen")
    [row] = rows
    assert {row["a"]["words"], row["b"]["words"]} == {"317", "137"}
    for side in (row["a"], row["b"]):
        text = httpx.get(f"{reading_server.address}{side['address'].partition('#')[0]}").text
        assert side["outlet"] in text
    assert row["beside"].startswith("/beside/")


def test_what_only_seems_a_conflict_is_listed_apart(reading_server: Server) -> None:
    seeming = {row["kind"] for row in conflicts(reading_server, which="seeming")}
    assert seeming <= {"subset", "later", "other_scope", "breakdown", "vague"}
    assert seeming.isdisjoint(row["kind"] for row in conflicts(reading_server))


def test_a_conflict_that_many_pairs_carry_is_settled_with_any_of_them(server: Server) -> None:
    row = next(row for row in conflicts(server) if row["pairs"] > 1)
    body = {"a": row["b"]["ref"], "b": row["a"]["ref"], "how": "a_stands", "note": "corrected later"}
    httpx.post(f"{server.address}/api/decisions/settle", json=body).raise_for_status()
    [settled] = conflicts(server, which="settled")
    assert settled["reason"] == row["reason"]
    assert settled["settled"]["how"] == "b_stands"  # as seen from the side that the list shows first
    assert settled["settled"]["note"] == "corrected later"
    assert row["reason"] not in [one["reason"] for one in conflicts(server)]


@pytest.mark.browser
def test_conflicts_are_filtered_by_kind_and_words(look: Open) -> None:
    page = look("/conflicts")
    page.get_by_role("navigation", name="Kinds of conflicts").get_by_role("link", name="whose word").click()
    assert "which=open&kind=attribution" in page.url
    assert set(page.locator(".reason .tag").all_inner_texts()) == {"whose word"}
    page.get_by_label("Words of the reason").fill("nothing has these words")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Show all of it").click()
    assert page.locator(".conflicts > li").count() > 1


@pytest.mark.browser
def test_a_conflict_is_settled_by_mouse_and_open_again_when_it_is_undone(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(f"{server.address}/conflicts?words=317")
    page.get_by_text("Settle", exact=True).click()
    page.get_by_label("A stands: Global Courier").check()
    page.get_by_role("textbox", name="Note").fill("the other is a slip of the digits")
    page.get_by_role("button", name="Settle it").click()
    assert page.locator(".conflicts > li").count() == 0
    page.get_by_role("link", name="Settled 1").click()
    told = page.locator(".settled").inner_text()
    assert "Global Courier stands, says Ada" in told
    assert "the other is a slip of the digits" in told
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("link", name="Open").click()
    assert page.locator(".conflicts > li").count() == len(conflicts(server, words="317"))


@pytest.mark.browser
def test_a_conflict_is_settled_by_keyboard_alone(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server.address}/conflicts?words=317")
    tab_to(page, "Settle")
    page.keyboard.press("Enter")
    tab_to(page, "A stands")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Settle it")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    [settled] = conflicts(server, which="settled")
    assert settled["settled"]["how"] == "both_stand"
    page.goto(f"{server.address}/conflicts?which=settled")
    tab_to(page, "Undo")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert conflicts(server, which="settled") == []


@pytest.mark.browser
def test_conflicts_need_no_more_than_a_phone(look: Open) -> None:
    page = look("/conflicts", size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
