"""The reader: a report with its marks, its claims by mouse and keys, its cards, and reports that mean harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from reportedly.case import make_case
from reportedly.model import Claim, Entity, Ledger, Problem, Span
from tests.builders import a_claim, a_ledger, a_source_in, an_entity, exactly
from tests.web.conftest import PHONE, Open, Server, serving

pytestmark = pytest.mark.browser

WITHDRAWN = 25  # 046.txt: 164 dead, on the word of a ministry by way of a channel
LARGEST_PAGE = 500_000  # bytes


# ---------------------------------------------------------------- marks
def test_content_cue_and_source_of_a_claim_are_told_apart_in_the_text(look: Open) -> None:
    page = look(f"/reports/{WITHDRAWN}")
    paragraph = page.locator(".stretch", has=page.locator("#c2")).locator(".marked")
    assert "A week of unrest in Kazakhstan has left" in paragraph.locator(".content").first.inner_text()
    assert paragraph.locator(".cue").first.inner_text() == "according to"
    assert paragraph.locator(".source").first.inner_text() == "the country's Health Ministry"
    assert paragraph.locator(".figure").first.inner_text() == "164"


def test_every_claim_figure_and_name_has_its_place_to_be_led_to(look: Open, reading_server: Server) -> None:
    page = look(f"/reports/{WITHDRAWN}")
    ledger = httpx.get(f"{reading_server.address}/api/reports/{WITHDRAWN}").json()
    assert ledger["format"] == 1
    for kind in ("claims", "figures", "entities"):
        for one in ledger[kind]:
            assert page.locator(f"#{one['id']}").count() == 1, one["id"]


def test_a_claim_inside_another_is_drawn_inside_it(look: Open) -> None:
    page = look("/reports/13")
    assert page.locator('.content[data-of="c7"] .content[data-of="c8"]').inner_text().startswith("8")
    assert "depth-1" in str(page.locator('.said[data-of="c8"]').get_attribute("class"))


def test_a_report_in_a_language_that_is_not_read_shows_its_text_and_says_so(look: Open) -> None:
    page = look("/reports/3")
    assert page.locator(".sheet").get_attribute("lang") == "ru"
    assert "This text was not read" in page.locator(".lead").inner_text()
    assert "Not read with confidence" in page.locator("main").inner_text()


# ---------------------------------------------------------------- cards
def test_a_card_tells_the_chain_how_many_reports_and_origins_and_what_stands_against_it(look: Open) -> None:
    page = look(f"/reports/{WITHDRAWN}")
    card = page.locator('.said[data-of="c2"]')
    told = card.locator("summary").inner_text()
    assert "Khabar 24 › Health Ministry" in told
    assert "5 reports (4 without copies), 1 origin" in told
    assert "withdrawn by Health Ministry of Kazakhstan" in told
    card.locator("summary").click()
    expect(card.locator(".others").first).to_contain_text("Daylight News")
    card.locator(".others a").first.click()
    assert "/reports/27#" in page.url


def test_a_claim_opens_its_own_page_from_its_card(look: Open) -> None:
    page = look(f"/reports/{WITHDRAWN}")
    page.locator("#c2").click()
    page.locator('.said[data-of="c2"] .own-page').click()
    assert page.url.endswith(f"/reports/{WITHDRAWN}/c2")
    assert "164 people dead" in page.get_by_role("heading", level=1).inner_text()


def test_keys_go_through_the_claims_and_open_the_page_of_one(look: Open) -> None:
    page = look(f"/reports/{WITHDRAWN}")
    page.keyboard.press("j")
    assert in_focus(page) == "c1"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("j")
    assert in_focus(page) == "c3"
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator('.said[data-of="c2"] .told')).to_be_visible()
    page.keyboard.press("o")
    page.wait_for_url(f"**/reports/{WITHDRAWN}/c2")


def test_a_question_mark_shows_the_keys_and_escape_hides_them(look: Open) -> None:
    page = look(f"/reports/{WITHDRAWN}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("next claim")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_keys_pressed_in_a_field_are_letters(look: Open) -> None:
    page = look(f"/reports/{WITHDRAWN}")
    page.locator("#search").press_sequentially("jk?")
    assert page.locator("#search").input_value() == "jk?"
    assert page.locator(".n.current").count() == 0


def test_a_link_to_a_claim_opens_its_card(look: Open) -> None:
    page = look(f"/reports/{WITHDRAWN}#c8")
    expect(page.locator('.said[data-of="c8"] .told')).to_be_visible()


def test_without_script_the_number_of_a_claim_leads_to_its_card(server: Server, context: BrowserContext) -> None:
    assert context.browser is not None
    plain = context.browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{server.address}/reports/{WITHDRAWN}")
    page.locator("#c3").click()
    expect(page.locator("#card-c3")).to_be_visible()
    plain.close()


def test_the_header_leads_to_the_copy_of_the_report(look: Open) -> None:
    page = look(f"/reports/{WITHDRAWN}")
    page.locator(".kin a").click()
    assert page.url.endswith("/beside/25/26")


def test_on_a_phone_the_cards_stand_below_their_paragraph(look: Open) -> None:
    page = look(f"/reports/{WITHDRAWN}", size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    text = page.locator("#c2").bounding_box()
    card = page.locator('.said[data-of="c2"]').bounding_box()
    assert text is not None
    assert card is not None
    assert card["y"] > text["y"]


def in_focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


# ---------------------------------------------------------------- reports that mean harm, and long ones
SCRIPT = "<script>alert('stolen')</script>"
HOSTILE = f'"{SCRIPT} 164 people died," said Ivan "><img src=x onerror=alert(2)> Petrov. {{{{ 7 * 7 }}}} \u202egnirts'


def hostile() -> Ledger:
    source = a_source_in(HOSTILE, 'Ivan "><img src=x onerror=alert(2)> Petrov', "said", kind="person")
    return a_ledger(
        HOSTILE,
        a_claim(HOSTILE, f"{SCRIPT} 164 people died", sources=(source,), asserted_by=("certain",), mode="direct"),
        figures=(exactly(HOSTILE, "164", 164, of=SCRIPT, measure="killed", claim="c1"),),
        entities=(an_entity(HOSTILE, 'Ivan "><img src=x onerror=alert(2)> Petrov'),),
        problems=(Problem(stage="sources", message=SCRIPT, span=Span(0, 10)),),
        title=SCRIPT,
        outlet='"><svg onload=alert(3)>',
        url="javascript:alert(4)",
        where="../../etc/passwd",
    )


def long() -> Ledger:
    """20,000 words, a claim in each line, as one report."""
    line = "The office said that 12 people were held in the harbour town on that day. "
    text = (line * 20 + "\n\n") * 67
    starts = [at for at in range(len(text)) if text.startswith(line, at)]
    claims: list[Claim] = []
    for n, at in enumerate(starts, start=1):
        source = a_source_in(text, "The office", "said", kind="organisation", after=at)
        content = text.index("12 people", at)
        spans = (Span(content, text.index(".", content)),)
        claims.append(a_claim(id=f"c{n}", spans=spans, sources=(source,), asserted_by=("certain",)))
    entities: tuple[Entity, ...] = (an_entity(text, "The office", kind="organisation"),)
    return a_ledger(text, *claims, entities=entities, where="long.txt", outlet="Herald")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path: Path = tmp_path_factory.mktemp("odd") / "odd.case"
    store = make_case(path)
    for ledger in (hostile(), long()):
        store.keep(ledger, raw=ledger.report.text.encode(), reader="sha256:model", at="2031-05-05T08:00:00Z")
    store.close()
    with serving(path) as server:
        yield server


@pytest.mark.parametrize("path", ["/reports/1", "/reports/1/c1", "/claims", "/copies", "/beside/1/1"])
def test_nothing_in_a_report_runs_or_is_taken_for_a_link(context: BrowserContext, odd: Server, path: str) -> None:
    page = context.new_page()
    page.goto(odd.address + path)
    assert page.locator("main img, main svg, main script").count() == 0
    assert page.locator('a[href^="javascript"]').count() == 0
    told = page.locator("main").inner_text()
    if path in ("/reports/1", "/reports/1/c1"):
        assert SCRIPT in told
        assert "{{ 7 * 7 }}" in told or path.endswith("c1")
    assert "\u202e" not in page.content()


def test_a_very_long_report_is_read_in_parts_none_of_them_heavy(odd: Server) -> None:
    first = httpx.get(f"{odd.address}/reports/2")
    parts = first.text.count('href="/reports/2?part=') // 2 + 1
    assert parts > 2
    for number in range(1, parts + 1):
        answer = httpx.get(f"{odd.address}/reports/2?part={number}")
        assert len(answer.content) < LARGEST_PAGE
    assert httpx.get(f"{odd.address}/reports/2?part=99").status_code == 200


def test_a_link_to_a_claim_of_a_later_part_leads_there(context: BrowserContext, odd: Server) -> None:
    page = context.new_page()
    page.goto(f"{odd.address}/reports/2#c1300")
    expect(page.locator("#c1300")).to_be_visible()
    expect(page.locator('.said[data-of="c1300"] .told')).to_be_visible()


def test_a_report_that_is_not_there_is_said_to_be_not_there(reading_server: Server) -> None:
    assert httpx.get(f"{reading_server.address}/reports/999").status_code == 404
    assert httpx.get(f"{reading_server.address}/reports/0").status_code == 400
    assert httpx.get(f"{reading_server.address}/api/reports/999").json()["detail"].startswith("the case has no report")
