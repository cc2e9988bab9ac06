"""Claims: the list that can be narrowed, and the card on which a person decides how far one is to be believed."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.web.conftest import PHONE, Open, Server

pytestmark = pytest.mark.browser

CARD = "/reports/25/c2"  # "A week of unrest in Kazakhstan has left 164 people dead"


# ---------------------------------------------------------------- the list
def test_claims_are_narrowed_by_person_and_certainty(look: Open, reading_server: Server) -> None:
    asked = {"certainty": "possible"}
    found = httpx.get(f"{reading_server.address}/api/claims", params=asked).json()["claims"]
    who = next(one["chain"][-1] for one in found if one["chain"])
    page = look("/claims")
    page.get_by_label("Person or body").fill(who)
    page.get_by_label("Certainty").select_option("possible")
    page.get_by_role("button", name="Show").click()
    rows = page.locator(".claim-rows > li")
    assert 1 <= rows.count() < len(found)
    for row in rows.all():
        assert "possible" in row.inner_text()


def test_a_hundred_claims_a_page_lead_to_the_next_hundred(look: Open) -> None:
    page = look("/claims")
    first = page.locator(".claim-rows > li")
    assert first.count() == 100
    words = first.first.inner_text()
    page.get_by_role("link", name="The next hundred").click()
    assert page.locator(".claim-rows > li").first.inner_text() != words
    page.get_by_role("link", name="The hundred before").click()
    assert page.locator(".claim-rows > li").first.inner_text() == words


def test_what_fits_nothing_is_said_to_fit_nothing(look: Open) -> None:
    page = look("/claims?words=xylophone")
    assert "No claim fits" in page.locator("main").inner_text()


def test_a_day_that_is_none_is_refused_in_words(reading_server: Server) -> None:
    answer = httpx.get(f"{reading_server.address}/claims?since=yesterday")
    assert answer.status_code == 400
    assert "since" in answer.text


def test_claims_come_as_json_with_what_they_rest_on(reading_server: Server) -> None:
    found = httpx.get(f"{reading_server.address}/api/claims?words=164&outlet=Atlantic+Press+Service").json()
    assert found["claims"]
    assert any(rest["reports"] == 5 for claim in found["claims"] for rest in claim["rests"])
    assert all(claim["outlet"] == "Atlantic Press Service" for claim in found["claims"])


# ---------------------------------------------------------------- the card
def test_a_claim_opens_its_card_which_tells_who_says_the_same(look: Open) -> None:
    page = look("/claims?words=unrest+dead&outlet=Atlantic+Press+Service")
    page.get_by_role("link", name="A week of unrest in Kazakhstan has left 164 people dead").click()
    assert page.url.endswith(CARD)
    told = page.locator("main").inner_text()
    assert "3 reports, 1 origin: Health Ministry of Kazakhstan" in told
    assert "copy of Atlantic Press Service" in told
    assert "Maple Morning" in told


def test_a_card_shows_the_words_in_context_with_the_claim_marked(look: Open) -> None:
    page = look(CARD)
    context = page.locator(".in-context")
    assert "Three of them were under age" in context.inner_text()
    assert context.locator(".content").first.inner_text().startswith("A week of unrest")
    assert context.locator(".cue").inner_text() == "according to"


def test_a_figure_that_was_taken_back_makes_a_claim_improbable(look: Open) -> None:
    page = look(CARD)
    told = page.locator(".credibility").inner_text()
    assert "5, improbable" in told
    assert "taken back by Health Ministry of Kazakhstan" in told
    assert page.locator(".credibility button").count() == 0  # read-only


def test_the_proposal_is_taken_over_by_keyboard_and_kept_with_who_and_when(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(server.address + CARD)
    page.get_by_role("button", name="Take over 5").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".credibility")).to_contain_text("decided by Ada")
    assert page.url.endswith(CARD)
    kept = httpx.get(f"{server.address}/api/reports/25/claims/c2").json()["credibility"]
    assert (kept["who"], kept["words"]) == ("Ada", "5, improbable")


def test_a_person_gives_another_digit_and_a_note(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(server.address + CARD)
    page.get_by_label("Another digit").select_option("4")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.locator(".credibility .digit")).to_have_text("4, doubtful")
    page.get_by_label("A note on this claim").fill("Ask the ministry <again>.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator("main")).to_contain_text("Ask the ministry <again>.")


def test_two_people_do_not_overwrite_each_other(server: Server) -> None:
    asked = {"digit": "1", "seen": "0", "back": CARD}
    assert httpx.post(f"{server.address}{CARD}/credibility", data=asked).status_code == 303
    late = httpx.post(f"{server.address}{CARD}/credibility", data={**asked, "digit": "2"})
    assert late.status_code == 409
    found = httpx.get(f"{server.address}/api/reports/25/claims/c2").json()
    assert found["credibility"]["words"].startswith("1,")


def test_a_digit_that_is_none_changes_nothing(server: Server) -> None:
    answer = httpx.post(f"{server.address}{CARD}/credibility", data={"digit": "9"})
    assert answer.status_code == 409
    assert "cannot be judged" in answer.text


def test_a_claim_that_is_not_there_is_said_to_be_not_there(reading_server: Server) -> None:
    assert httpx.get(f"{reading_server.address}/reports/25/c999").status_code == 404
    assert httpx.get(f"{reading_server.address}/api/reports/25/claims/c999").status_code == 404


def test_cards_and_lists_need_no_more_than_a_phone(look: Open) -> None:
    for path in (CARD, "/claims"):
        page = look(path, size=PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_a_printed_card_has_no_buttons(look: Open) -> None:
    page = look(CARD)
    page.emulate_media(media="print")
    assert page.locator(".masthead").is_hidden()
    assert page.locator("main button:visible").count() == 0
