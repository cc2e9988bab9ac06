"""Search over texts, names and figures at once."""

from __future__ import annotations

import httpx
import pytest

from tests.web.conftest import PHONE, Open, Server


def found(server: Server, words: str) -> dict:  # type: ignore[type-arg]
    return httpx.get(f"{server.address}/api/search", params={"words": words}).json()  # type: ignore[no-any-return]


def hit_words(told: dict) -> set[str]:  # type: ignore[type-arg]
    return {piece["words"].lower() for hit in told["reports"] for piece in hit["around"] if piece["hit"]}


def test_words_in_quotes_stand_together_and_wor_star_begins_so(reading_server: Server) -> None:
    assert hit_words(found(reading_server, '"health ministry"')) == {"health ministry"}
    assert len(found(reading_server, "withdr*")["reports"]) > len(found(reading_server, "withdr")["reports"])


def test_a_number_finds_the_figures_that_give_it(reading_server: Server) -> None:
    told = found(reading_server, "164 killed")
    assert [one for one in told["series"] if "killed" in one["words"] and "164" in " ".join(one["values"])]
    assert found(reading_server, "987654")["series"] == []


def test_the_beginning_of_a_name_finds_all_its_spellings(reading_server: Server) -> None:
    assert "Kassym-Jomart Tokayev" in [one["name"] for one in found(reading_server, "tok")["names"]]


@pytest.mark.parametrize("words", ['"', "*", '"" *', "AND OR NOT", "a\0b", "(", "'; --", "\N{RIGHT-TO-LEFT OVERRIDE}"])
def test_no_words_break_the_search(reading_server: Server, words: str) -> None:
    for path in ("/search", "/api/search"):
        assert httpx.get(reading_server.address + path, params={"words": words}).status_code == 200, words


@pytest.mark.browser
def test_what_is_found_opens_at_its_place(look: Open) -> None:
    page = look("/")
    page.get_by_role("searchbox", name="Search the reports").fill("164")
    page.keyboard.press("Enter")
    assert page.locator("mark").first.inner_text() == "164"
    page.locator(".hits a").first.click()
    assert "#" in page.url


@pytest.mark.browser
def test_where_nothing_fits_the_page_says_what_can_be_asked(look: Open) -> None:
    page = look("/search?words=nothinglikethis")
    told = page.locator("main").inner_text()
    assert "Nothing in this case fits" in told
    assert "in quotes finds words that stand together" in told


@pytest.mark.browser
def test_search_needs_no_more_than_a_phone(look: Open) -> None:
    page = look("/search?words=killed", size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
