"""The page as a person meets it: in a real Chromium, by mouse, keyboard and finger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from reportedly.export.html_page import export_html
from reportedly.model import Ledger
from tests.browser import PHONE, WIDE, chromium
from tests.builders import a_claim, a_figure, a_ledger, a_source, an_entity, flood_ledger, harbour_ledger

pytestmark = pytest.mark.browser


Show = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


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
    wide = a_ledger(
        text,
        a_claim(text, long_word, sources=(a_source(long_word),)),
        figures=(a_figure(text, long_word, vague=long_word, of=long_word, unit=long_word, claim="c1"),),
        entities=(an_entity(text, long_word),),
        title=long_word,
        outlet=long_word,
    )
    page = show(harbour_ledger(), flood_ledger(), wide, size={"width": width, "height": 800})
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


# ---------------------------------------------------------------- figures and dates
def visible_tips(page: Page) -> list[str]:
    return [tip.inner_text() for tip in page.locator(".text .tip").all() if tip.is_visible()]


def test_a_figure_pointed_at_shows_value_scope_and_source(show: Show) -> None:
    page = show(flood_ledger())
    assert visible_tips(page) == []
    page.locator("#r1-f2-text").hover()
    assert [tip.split("\n") for tip in visible_tips(page)] == [
        ["between 40 and 50 houses", "Lower Ander, as of 2024-06-06", "told by Ilse Brandt"]
    ]


def test_the_tab_key_reaches_every_figure_and_date_and_shows_what_it_comes_to(show: Show) -> None:
    page = show(flood_ledger())
    told: dict[str, list[str]] = {}
    for stop in tab_stops(page):
        if stop.startswith(("r1-f", "r1-date")):
            told[stop] = visible_tips(page)
    assert all(len(tips) == 1 for tips in told.values())
    assert {f"r1-{figure.id}-text" for figure in flood_ledger().figures} <= set(told)
    assert told["r1-f4-text"] == ["12 killed: people\ntold by ministry of the interior, denied"]
    assert told["r1-date-2-text"] == ["2024-06-06"]
    assert told["r1-date-4-text"] == ["day not known"]


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_what_a_figure_shows_lies_inside_the_screen_and_beside_the_figure(show: Show, size: ViewportSize) -> None:
    page = show(flood_ledger(), size=size)
    page.emulate_media(reduced_motion="reduce")
    for stop in tab_stops(page):
        if stop.startswith(("r1-f", "r1-date")):
            [tip] = [tip for tip in page.locator(".text .tip").all() if tip.is_visible()]
            box = tip.bounding_box()
            assert box is not None
            assert 0 <= box["x"] <= box["x"] + box["width"] <= size["width"]
            assert 0 <= box["y"] <= box["y"] + box["height"] <= size["height"]


def test_those_who_hear_the_page_are_told_what_a_figure_or_date_is(show: Show) -> None:
    page = show(flood_ledger())
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    descriptions = {node["description"]["value"] for node in tree if node.get("description", {}).get("value")}
    assert "between 40 and 50 houses Lower Ander, as of 2024-06-06 told by Ilse Brandt" in descriptions
    assert "day not known" in descriptions
    assert "Ilse Brandt person, 4 times" in descriptions
    heard = {node.get("name", {}).get("value", "").strip() for node in tree}
    assert {"[figure]", "[date]", "[date, day not known]", "[hedge]"} <= heard
    assert page.get_by_role("table", name="Figures").count() == 1


# ---------------------------------------------------------------- names
LIT = """() => [...document.querySelectorAll('.m')]
    .filter(m => getComputedStyle(m).outlineStyle === 'solid' && getComputedStyle(m).outlineWidth === '2px')
    .map(m => m.textContent)"""
OF_BRANDT = ["Ilse Brandt", "the regional governor, Ilse Brandt,", "She", "Brandt", "The governor"]


def lit(page: Page) -> list[str]:
    return [str(words) for words in page.evaluate(LIT)]


@pytest.mark.parametrize("words", ["She", "The governor", "Brandt"])
def test_pointing_at_one_mention_lights_all_of_that_entity_and_no_other(show: Show, words: str) -> None:
    page = show(flood_ledger())
    assert lit(page) == []
    page.locator(".text .m", has_text=words).last.hover()
    assert lit(page) == OF_BRANDT


def test_pointing_at_a_name_in_the_list_lights_its_mentions(show: Show) -> None:
    page = show(flood_ledger())
    page.locator(".people a", has_text="Jonas Weil").hover()
    assert lit(page) == ["Jonas Weil", "its spokesman, Jonas Weil,", "He"]


def test_the_tab_key_lights_names_in_the_list_and_first_mentions_in_the_text(show: Show) -> None:
    page = show(flood_ledger())
    page.locator(".people a", has_text="Ilse Brandt").focus()
    assert lit(page)[1:] == OF_BRANDT[1:]  # the name itself has the ring of the focus
    [reached] = [lit(page) for stop in tab_stops(page) if stop == "r1-named-1-text"]
    assert {"Ilse Brandt", "She", "Brandt", "The governor"} <= set(reached)


def test_a_name_that_was_followed_keeps_its_mentions_lit(show: Show) -> None:
    page = show(flood_ledger())
    page.locator(".people a", has_text="Ilse Brandt").click()
    assert page.url.endswith("#r1-named-1-text")
    page.mouse.move(1, 1)
    assert {"She", "Brandt", "The governor"} <= set(lit(page))
    page.locator(".people a", has_text="Northwire").hover()
    assert lit(page) == ["Northwire"] * 3


def test_of_two_mentions_inside_each_other_the_one_pointed_at_counts(show: Show) -> None:
    page = show(flood_ledger())
    page.locator(".text .m", has_text="its").nth(1).hover()  # "its spokesman, Jonas Weil," holds "its"
    assert lit(page) == ["ministry of the interior", "The ministry of the interior", "its", "the ministry"]


def test_names_of_two_reports_on_one_page_do_not_light_each_other(show: Show) -> None:
    page = show(flood_ledger(), flood_ledger())
    page.locator("#r2 .text .m", has_text="She").hover()
    assert lit(page) == OF_BRANDT


def test_a_tap_lights_all_mentions(show: Show) -> None:
    page = show(flood_ledger(), size=PHONE)
    page.locator(".text .m", has_text="She").last.click()
    page.mouse.move(1, 1)
    assert {"Brandt", "The governor"} <= set(lit(page))


# ---------------------------------------------------------------- contrast as it is computed
AA = 4.5  # WCAG 2.2, 1.4.3: normal text
# Every piece of text that can be seen, with the contrast to what really lies behind it.
CONTRASTS = """() => {
  const parts = colour => { const n = colour.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
  const light = rgb => rgb.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = element => element === null ? [255, 255, 255]
    : (top => top[3] === 1 ? top.slice(0, 3) : over(top, ground(element.parentElement)))
      (parts(getComputedStyle(element).backgroundColor));
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode, element = words.parentElement;
    if (!words.data.trim() || !element.checkVisibility()) continue;
    const behind = ground(element), ink = over(parts(getComputedStyle(element).color), behind);
    const [a, b] = [light(ink), light(behind)].sort((x, y) => y - x);
    found.push([(a + .05) / (b + .05), words.data.trim().slice(0, 40)]);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_told_from_its_ground_also_when_marks_overlap_and_light_up(show: Show, scheme: str) -> None:
    page = show(flood_ledger(), harbour_ledger(), authorial=True)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    pointed_at = ("#r1-f7-text", "#r1 .text .m >> text=Brandt", "#r1 .people a", "#r1-date-4-text", "#r2-c11-text")
    for place in (None, *pointed_at):
        if place:
            page.locator(place).first.hover()
        contrasts = page.evaluate(CONTRASTS)
        assert len(contrasts) > 200
        assert [pair for pair in contrasts if pair[0] < AA] == []


def test_marks_differ_by_more_than_their_colour(show: Show) -> None:
    page = show(flood_ledger())

    def look(which: str) -> list[str]:
        found = page.locator(f".text {which}").first.evaluate(
            "e => (s => [s.fontWeight, s.borderTopStyle, s.textDecorationLine, s.boxShadow.includes('inset')])"
            "(getComputedStyle(e))"
        )
        return [str(value) for value in found]

    looks = [look(which) for which in (".figure", ".date", ".hedge", ".source", ".content")]
    assert all(looks.count(one) == 1 for one in looks)


def test_paper_gets_the_figures_and_the_names(show: Show) -> None:
    page = show(flood_ledger())
    page.locator("#r1-f2-text").focus()
    page.emulate_media(media="print")
    assert visible_tips(page) == []
    assert page.get_by_role("table", name="Figures").is_visible()
    assert page.locator(".people a").first.is_visible()


def test_on_a_phone_the_table_of_figures_needs_no_more_than_the_screen(show: Show) -> None:
    page = show(flood_ledger(), size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("#r1-f2").inner_text().split("\n")[0] == "between 40 and 50"
    assert page.get_by_role("table", name="Figures").count() == 1
