"""The page as a person meets it: in a real Chromium, by mouse, keyboard and finger."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from reportedly.export.html_page import export_html
from reportedly.model import Ledger
from tests.builders import a_claim, a_ledger, a_source, harbour_ledger

pytestmark = pytest.mark.browser

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_ONE = (
    "no Chromium found, so the page is not tested: install one (apt install chromium, or playwright install chromium) "
    "or name one in REPORTEDLY_CHROMIUM"
)
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}

Show = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        named = os.environ.get("REPORTEDLY_CHROMIUM")
        found = named or next(filter(None, map(shutil.which, CHROMIUMS)), None)
        if found is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip(HOW_TO_GET_ONE)
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Opens the page of some ledgers; when the test is over, nothing may have been asked for or complained about."""
    asked_for: list[str] = []
    complaints: list[str] = []
    file = tmp_path / "page.html"
    context = browser.new_context(viewport=WIDE)

    def opened(*ledgers: Ledger, authorial: bool = False, size: ViewportSize = WIDE) -> Page:
        file.write_text("".join(export_html(ledgers, authorial=authorial)), encoding="utf-8")
        page = context.new_page()
        page.set_viewport_size(size)
        page.on("request", lambda request: asked_for.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(file.as_uri())
        return page

    yield opened
    context.close()
    assert [url for url in asked_for if url != file.as_uri() and not url.startswith("data:")] == []
    assert complaints == []


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def tab_stops(page: Page) -> Iterator[str]:
    """The ids of what the Tab key reaches, in order, until it comes round."""
    for _ in range(500):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return
        yield focused(page)


def visible_cards(page: Page) -> list[str]:
    return [card.inner_text() for card in page.locator(".card").all() if card.is_visible()]


def test_the_tab_key_reaches_every_claim_in_the_text_and_in_the_list(show: Show) -> None:
    page = show(harbour_ledger(), authorial=True)
    reached = set(tab_stops(page))
    assert {f"r1-{claim.id}-text" for claim in harbour_ledger().claims} <= reached
    assert page.locator(".claims a.n").count() == len(harbour_ledger().claims)


def test_the_focus_can_be_seen(show: Show) -> None:
    page = show(harbour_ledger())
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_claim_that_gets_the_focus_shows_its_chain_and_only_its_own(show: Show) -> None:
    page = show(harbour_ledger())
    assert visible_cards(page) == []
    page.locator("#r1-c11-text").focus()  # inside c10, which is inside c9
    [card] = visible_cards(page)
    assert card.index("Coast Herald") < card.index("Norrhaven fire service") < card.index("company's own inspectors")
    assert "Claim 11" in card
    assert "holds it probable" in card


def test_pointing_at_any_piece_of_a_claim_shows_its_card(show: Show) -> None:
    page = show(harbour_ledger())
    for words in ("We had everyone out", "and that is what our drills"):
        page.locator(".text .content", has_text=words).last.hover()
        [card] = visible_cards(page)
        assert "Mara Lindqvist" in card


def test_pointing_somewhere_else_wins_over_the_focus(show: Show) -> None:
    page = show(harbour_ledger())
    page.locator("#r1-c2-text").focus()
    page.locator("#r1-c8-text").hover()
    [card] = visible_cards(page)
    assert "rumour" in card


def test_a_tap_on_a_phone_shows_the_card_inside_the_screen(show: Show) -> None:
    page = show(harbour_ledger(), size=PHONE)
    page.locator(".text .content", has_text="dust in March").last.click()
    [card] = [card for card in page.locator(".card").all() if card.is_visible()]
    box = card.bounding_box()
    assert box is not None
    assert 0 <= box["x"] <= box["x"] + box["width"] <= PHONE["width"]
    assert 0 <= box["y"] <= box["y"] + box["height"] <= PHONE["height"] + 1


def test_on_a_phone_the_card_does_not_cover_the_claim_that_has_the_focus(show: Show) -> None:
    page = show(harbour_ledger(), size=PHONE)
    page.emulate_media(reduced_motion="reduce")
    for stop in tab_stops(page):
        if stop.endswith("-text"):
            [card] = [card for card in page.locator(".card").all() if card.is_visible()]
            number, box = page.locator(f"#{stop}").bounding_box(), card.bounding_box()
            assert number is not None
            assert box is not None
            assert 0 <= number["y"] <= number["y"] + number["height"] <= box["y"]


@pytest.mark.parametrize("number", [2, 4, 7, 11, 12, 14])
def test_on_a_wide_screen_the_card_stands_beside_the_text_and_inside_the_window(show: Show, number: int) -> None:
    page = show(harbour_ledger())
    page.locator(f"#r1-c{number}-text").focus()
    [card] = [card for card in page.locator(".card").all() if card.is_visible()]
    box, text = card.bounding_box(), page.locator(".text").bounding_box()
    assert box is not None
    assert text is not None
    assert box["x"] >= text["x"] + text["width"]
    assert 0 <= box["y"] <= box["y"] + box["height"] <= WIDE["height"]


def test_a_number_leads_to_the_list_and_back(show: Show) -> None:
    page = show(harbour_ledger())
    page.locator("#r1-c14-text").click()
    assert page.url.endswith("#r1-c14")
    page.locator("#r1-c14 .n").click()
    assert page.url.endswith("#r1-c14-text")
    assert page.locator("#r1-c14-text").is_visible()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_width_needs_scrolling_sideways(show: Show, width: int) -> None:
    long_word = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 4
    text = f"{long_word} is what it is called, {long_word} said."
    wide = a_ledger(text, a_claim(text, long_word, sources=(a_source(long_word),)), title=long_word, outlet=long_word)
    page = show(harbour_ledger(), wide, size={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_text_is_shown_and_does_nothing(show: Show) -> None:
    hostile = '<script>alert(1)</script><img src=x onerror="alert(2)"> \'"> javascript:alert(3)'
    page = show(
        a_ledger(
            f"{hostile} said X.",
            a_claim(f"{hostile} said X.", hostile, sources=(a_source(hostile),)),
            title=hostile,
            url="javascript:alert(3)",
        )
    )
    assert hostile in page.locator(".text").inner_text()
    assert hostile in page.locator("h2").inner_text()
    assert page.locator("script, img, a[href^='javascript']").count() == 0


def test_a_script_put_into_the_page_would_be_refused_by_its_policy(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "tampered.html"
    written = "".join(export_html([harbour_ledger()]))
    file.write_text(written.replace("</main>", "<script>document.title = 'changed'</script></main>"), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    assert page.title() != "changed"
    page.close()


def test_the_page_tells_what_it_is_to_those_who_cannot_see_it(show: Show) -> None:
    page = show(harbour_ledger())
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("article", name="Fire at Norrhaven harbour brought under control").count() == 1
    assert page.get_by_role("region", name="Text of the report").get_attribute("lang") == "en"
    assert page.get_by_role("link", name="Claim 7, Northwire › Granex: to the list").count() == 1
    described_by = page.locator("#r1-c7-text").get_attribute("aria-describedby")
    assert page.locator(f"#{described_by}").inner_text() == "denies · indirect · denied"


def test_dark_mode_turns_the_page_dark(show: Show) -> None:
    page = show(harbour_ledger())
    grounds = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(251, 250, 246)", "rgb(23, 22, 20)"]


def test_paper_gets_the_claims_but_no_cards(show: Show) -> None:
    page = show(harbour_ledger())
    page.locator("#r1-c2-text").focus()
    page.emulate_media(media="print")
    assert visible_cards(page) == []
    assert page.locator("#r1-c14").is_visible()
