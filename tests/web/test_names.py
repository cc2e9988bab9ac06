"""Names: the list, the card, and two names that somebody takes for one, by mouse and by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page

from reportedly.case import make_case
from tests.builders import a_claim, a_ledger, a_source, an_entity
from tests.web.conftest import PHONE, Open, Server, serving
from tests.web.keys import tab_to

SCRIPT = "Ann <script>alert(1)</script> Lee"
TURNED = "Eve \N{RIGHT-TO-LEFT OVERRIDE}nibloG"


def names_called(server: Server, words: str) -> list[str]:
    answer = httpx.get(f"{server.address}/api/names", params={"words": words})
    return [row["name"] for row in answer.json()["page"]["rows"]]


def test_names_come_by_kind_and_the_most_reported_first(reading_server: Server) -> None:
    told = httpx.get(f"{reading_server.address}/api/names", params={"kind": "person"}).json()
    rows = told["page"]["rows"]
    assert rows[0]["name"] == "Kassym-Jomart Tokayev"
    assert "Токаев" in httpx.get(f"{reading_server.address}/api/names/{rows[0]['ref']}").text
    assert {row["kind"] for row in rows} == {"person"}
    reports = [row["reports"] for row in rows]
    assert reports == sorted(reports, reverse=True)
    [all_, *kinds] = told["tabs"]
    assert all_["count"] == sum(tab["count"] for tab in kinds)


def test_a_name_is_found_by_any_of_its_spellings(reading_server: Server) -> None:
    assert "Kassym-Jomart Tokayev" in names_called(reading_server, "токаев")
    assert names_called(reading_server, "nobody") == []


def test_a_card_that_is_not_there_says_so(reading_server: Server) -> None:
    for path in ("/names/9999/e1", "/names/1/e9999"):
        assert httpx.get(reading_server.address + path).status_code == 404
        assert "detail" in httpx.get(f"{reading_server.address}/api{path}").json()


@pytest.mark.browser
def test_a_card_tells_what_somebody_says_and_who_passes_it_on(look: Open) -> None:
    page = look("/names?kind=person")
    page.get_by_role("link", name="Kassym-Jomart Tokayev", exact=True).click()
    told = page.locator("main").inner_text()
    for heading in ("What they say", "What others say of it", "Who passes its word on", "How it is written"):
        assert heading in told
    assert "Cyrillic" in told
    assert "20,000" in page.get_by_role("region", name="Figures that go back to it").inner_text()
    page.locator("summary", has_text="Why these were taken for one").click()
    assert "the family name in another alphabet" in page.locator("main").inner_text()


@pytest.mark.browser
def test_names_and_their_cards_need_no_more_than_a_phone(look: Open) -> None:
    for path in ("/names", "/names/1/e5"):
        page = look(path, size=PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.browser
def test_two_names_are_merged_by_mouse_and_are_two_again_when_it_is_undone(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(f"{server.address}/names?words=samat")
    page.get_by_role("link", name="Samat", exact=True).click()
    page.get_by_role("button", name="Merge with Samat Abish").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Samat Abish"
    assert "Samat is Samat Abish, says Ada" in page.locator("main").inner_text()
    assert names_called(server, "samat") == ["Samat Abish"]
    page.get_by_role("link", name="Decisions").click()
    page.get_by_role("button", name="Undo decision 1").click()
    assert "undone by decision 2" in page.locator("main").inner_text()
    assert sorted(names_called(server, "samat")) == ["Samat", "Samat Abish"]


@pytest.mark.browser
def test_two_names_are_merged_by_keyboard_alone(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server.address}/doubts?kind=name")
    tab_to(page, "Merge Samat and Samat Abish")
    press(page, "Enter")
    assert names_called(server, "samat") == ["Samat Abish"]
    tab_to(page, "Decisions")
    press(page, "Enter")
    tab_to(page, "Undo decision 1")
    press(page, "Enter")
    assert sorted(names_called(server, "samat")) == ["Samat", "Samat Abish"]
    tab_to(page, "Put decision 1 in force again")
    press(page, "Enter")
    assert names_called(server, "samat") == ["Samat Abish"]


def press(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_merge_holds_every_spelling_though_the_machine_would_let_one_go(server: Server) -> None:
    """Kaev makes Togayev near to two names; who merges him with Tokayev still means all of Tokayev's spellings."""
    tokayev, kaev = (
        httpx.get(f"{server.address}/api/names", params={"words": words}).json()["page"]["rows"][0]
        for words in ("kassym-jomart", "kaev")
    )
    answer = httpx.post(f"{server.address}/api/decisions/merge", json={"a": tokayev["ref"], "b": kaev["ref"]})
    assert answer.status_code == 201, answer.text
    card = httpx.get(f"{server.address}/api/names/{tokayev['ref']}").json()
    assert {"Kassym-Jomart Kaev", "Kassim-Jomart Togayev"} <= {one["form"] for one in card["variants"]}


@pytest.mark.browser
def test_a_spelling_is_kept_apart_and_is_somebody_else_then(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server.address}/names/1/e5")
    page.get_by_role("button", name="Keep the spelling Kassim-Jomart Togayev apart").click()
    assert "Kassim-Jomart Togayev" in names_called(server, "kassim")
    assert "Kassim-Jomart Togayev" not in page.locator(".variants").inner_text()


@pytest.mark.browser
def test_a_spelling_that_was_taken_for_one_is_confirmed_and_that_is_undone(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(server.address + card_of(server, "Kassim-Jomart Togayev"))
    spelling = page.locator(".variants > li", has_text="Kassim-Jomart Togayev").first
    spelling.get_by_role("button", name="Confirm that Kassim-Jomart Togayev is the same").click()
    assert "confirmed the same, says Ada" in spelling.inner_text()
    assert "Kassim-Jomart Togayev, says Ada" in page.get_by_text("Decided:").inner_text()
    page.goto(server.address + "/decisions")
    assert "Kassym-Jomart Tokayev is Kassim-Jomart Togayev" in page.locator(".decisions").inner_text()
    page.go_back()
    page.get_by_role("button", name="Undo that Kassim-Jomart Togayev is the same").click()
    assert spelling.get_by_role("button", name="Confirm that Kassim-Jomart Togayev is the same").is_visible()
    assert "confirmed" not in spelling.inner_text()


def test_all_spellings_are_confirmed_with_a_note_once_and_whoever_parts_them_then_is_told(server: Server) -> None:
    address = card_of(server, "Kassim-Jomart Togayev")
    ref = address.removeprefix("/names/")

    def confirm(**body: object) -> httpx.Response:
        return httpx.post(f"{server.address}/api/decisions/confirm", json={"a": ref, **body})

    answer = confirm(note="both are the president", who="Ben")
    assert answer.status_code == 201
    assert answer.json()["what"].endswith(": both are the president")
    variants = httpx.get(f"{server.address}/api{address}").json()["variants"]
    [told] = [one["confirmed"] for one in variants if one["form"] == "Kassim-Jomart Togayev"]
    assert (told["who"], told["note"]) == ("Ben", "both are the president")
    assert "Ben confirmed this already, by decision 1" in confirm(form="Kassim-Jomart Togayev").json()["detail"]
    assert confirm(form="Nobody").status_code == 409
    parting = {"a": ref, "form": "Kassim-Jomart Togayev", "seen": 0}  # on a page from before
    parted = httpx.post(f"{server.address}/api/decisions/split", json=parting)
    assert parted.status_code == 409
    assert [one["who"] for one in parted.json()["others"]] == ["Ben"]


def card_of(server: Server, name: str) -> str:
    """The address of the card of the first who is called so."""
    rows = httpx.get(f"{server.address}/api/names", params={"words": name}).json()["page"]["rows"]
    return str(rows[0]["address"])


@pytest.mark.browser
def test_a_note_and_a_grade_stay_with_the_name(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server.address}/names/1/e5")
    page.get_by_role("textbox", name="Note").fill("Speaks for the state\nsince 2019")
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_label("Grade").select_option("C")
    page.get_by_role("button", name="Keep", exact=True).click()
    told = page.locator("main").inner_text()
    assert "Speaks for the state" in told
    assert "C fairly reliable, says Ada" in told


# ---------------------------------------------------------------- hostile names
@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Server]:
    """A case whose names would be scripts, or would read backwards, if they were let."""
    path = tmp_path / "hostile.case"
    store = make_case(path)
    text = f"{SCRIPT} said that {TURNED} had left. {TURNED} said so too."
    ledger = a_ledger(
        text,
        a_claim(text, f"{TURNED} had left", sources=(a_source(SCRIPT, kind="person", entity="e1"),), entities=("e2",)),
        entities=(an_entity(text, SCRIPT, id="e1", kind="person"), an_entity(text, TURNED, id="e2", kind="person")),
        outlet=f"The {SCRIPT}",
        title=f"<img src=x onerror=alert(1)> {TURNED}",
        where="javascript:alert(1).txt",
    )
    store.keep(ledger, raw=text.encode(), reader="sha256:model", at="2031-05-05T08:00:00Z")
    store.close()
    with serving(path) as server:
        yield server


@pytest.mark.browser
def test_names_that_would_be_scripts_are_only_names(hostile: Server, context: BrowserContext) -> None:
    page = context.new_page()
    paths = ("/names", "/names/1/e1", "/names/1/e2", "/outlets", "/reports", "/search?words=script", "/doubts")
    for path in paths:
        page.goto(hostile.address + path)
        assert page.locator("main script, main img").count() == 0, path
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in page.content(), path
    page.goto(hostile.address + "/names/1/e1")
    assert page.get_by_role("heading", level=1).inner_text() == SCRIPT
    page.get_by_role("textbox", name="Note").fill(f"{SCRIPT} {TURNED}")
    page.get_by_role("button", name="Keep the note").click()
    assert page.locator("main script").count() == 0
    page.goto(hostile.address + "/outlets")
    page.get_by_role("link", name="The Ann").click()
    assert page.locator("main script").count() == 0
