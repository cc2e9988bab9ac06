"""A claim that nobody read, added on the page: by the words of a paragraph, found there letter by letter."""

from __future__ import annotations

from html import unescape
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext

from tests.web.conftest import PHONE, Server, Watched, opened
from tests.web.test_everywhere import RULES

POST = "a post held until now by his predecessor, Nursultan Nazarbayev"


def ledger(server: Server, report: int = 1) -> Any:
    return httpx.get(f"{server.address}/api/reports/{report}").json()


def place_of_last_paragraph(server: Server) -> int:
    text: str = ledger(server)["report"]["text"]
    return text.index("Earlier in the day")


def posted(server: Server, **fields: Any) -> httpx.Response:
    return httpx.post(f"{server.address}/corrections/1/add", data={"at": place_of_last_paragraph(server), **fields})


@pytest.mark.browser
def test_a_claim_is_added_from_the_report_by_keyboard_alone_and_shown_as_added(
    server: Server, context: BrowserContext
) -> None:
    page = opened(context, server, "/reports/1")
    page.get_by_role("link", name="Add a claim to paragraph 4").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/corrections/1/add?at=*")
    assert "Earlier in the day President" in page.locator("blockquote").inner_text()
    page.get_by_label("What is claimed").focus()
    page.keyboard.type(POST)
    page.keyboard.press("Tab")
    page.keyboard.type("President Kassym-Jomart Tokayev")
    page.keyboard.press("Tab")
    page.keyboard.type("person")
    page.keyboard.press("Tab")
    page.keyboard.type("said")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/1#c*")
    card = page.locator(".said", has_text="added by Ada")
    assert "President Kassym-Jomart Tokayev" in card.locator("summary").inner_text()
    card.get_by_role("button", name="Undo what was decided").click()
    page.wait_for_load_state()
    assert page.locator(".said", has_text="added by Ada").count() == 0


def test_the_added_claim_is_in_the_ledger_the_list_and_the_decisions(server: Server) -> None:
    before = len(ledger(server)["claims"])
    answer = posted(server, content=POST, words="Tokayev", kind="person", cue="said")
    assert answer.status_code == 303
    told = ledger(server)
    [claim] = told["claims"][before:]
    assert answer.headers["location"] == f"/reports/1#{claim['id']}"
    [(start, end)] = claim["spans"]
    assert told["report"]["text"][start:end] == POST
    assert claim["sources"][0]["name"] == "Tokayev"
    [row] = httpx.get(f"{server.address}/api/corrections", params={"report": 1}).json()["corrections"]
    assert (row["what"], row["who"], row["part"]) == ("added", "Ada", claim["id"])
    assert POST in httpx.get(f"{server.address}/claims", params={"words": "predecessor"}).text
    assert httpx.get(f"{server.address}/reports/1/{claim['id']}").status_code == 200
    [decision] = httpx.get(f"{server.address}/api/decisions").json()["page"]["rows"]
    assert decision["what"].endswith("added")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"content": ""}, "say what is claimed"),
        ({"content": "a post held for ever"}, "stands nowhere in the report"),
        ({"content": "Eight officers killed"}, "but in another one: “[Eight officers killed], 317 hurt"),
        ({"content": "now"}, "“now” stands twice in this paragraph: “…Tokayev said he [now] leads the Security"),
        ({"content": POST, "words": "Interior Ministry"}, "does not stand in this paragraph"),
        ({"content": POST, "words": ["Tokayev", ""], "cue": ["said", "leads"]}, "“leads” is nobody's cue"),
        ({"content": "he now leads the Security Council himself", "words": "President Kassym-Jomart Tokayev",
          "name": "Kassym-Jomart Tokayev"}, "makes this claim already, on the same word: it is c8"),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_said_with_its_place_and_nothing_typed_is_lost(
    server: Server, fields: dict[str, Any], why: str
) -> None:
    answer = posted(server, **fields)
    assert answer.status_code == 409
    said = unescape(answer.text)
    assert why in said
    for typed in (one for value in fields.values() for one in ([value] if isinstance(value, str) else value)):
        assert typed in said
    assert httpx.get(f"{server.address}/api/decisions").json()["page"]["total"] == 0


def test_brackets_tell_which_of_the_same_words_is_meant(server: Server) -> None:
    answer = posted(server, content="held until [now] by his predecessor", words="Tokayev", kind="person")
    assert answer.status_code == 303
    told = ledger(server)
    [[start, end]] = told["claims"][-1]["spans"]
    text = told["report"]["text"]
    assert text[start - len("until ") : end] == "until now"


def test_the_interface_adds_by_places_and_refuses_those_that_are_not_there(server: Server) -> None:
    text = ledger(server)["report"]["text"]
    start = text.index(POST)
    body = {
        "report": 1,
        "spans": [[start, start + len(POST)]],
        "chain": [{"name": "Tokayev", "kind": "person"}],
        "who": "Ben",
    }
    answer = httpx.post(f"{server.address}/api/corrections/claims", json=body)
    assert answer.status_code == 201
    assert answer.json()["who"] == "Ben"
    wrong = httpx.post(f"{server.address}/api/corrections/claims", json={**body, "spans": [[0, 99_999]]})
    assert wrong.status_code == 409


def test_a_read_only_page_offers_no_adding_and_takes_none(reading_server: Server) -> None:
    assert "Add a claim" not in httpx.get(f"{reading_server.address}/reports/1").text
    assert "read-only" in httpx.get(f"{reading_server.address}/corrections/1/add").text
    assert posted(reading_server, content=POST).status_code == 403


@pytest.mark.browser
def test_the_page_can_be_used_by_everybody_and_fits_a_phone(
    server: Server, context: BrowserContext, watched: Watched
) -> None:
    watched.expected.add("409")
    page = opened(context, server, "/corrections/1/add?at=120")
    page.get_by_label("What is claimed").fill("the")
    page.get_by_role("button", name="Add the claim").click()
    page.wait_for_selector("[role=alert]")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        found = Axe().run(page, options={**RULES, "resultTypes": ["violations"]}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.browser
def test_the_reader_of_a_page_that_takes_decisions_still_reads_well(server: Server, context: BrowserContext) -> None:
    page = opened(context, server, "/reports/1")
    assert page.get_by_role("link", name="Add a claim").count() == 4  # one for each paragraph
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
