"""Side by side: shared passages, changed figures, versions of one address."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from reportedly.case import make_case
from reportedly.model import Ledger
from tests.builders import a_ledger, exactly
from tests.web.conftest import PHONE, Open, Server, serving

pytestmark = pytest.mark.browser


def test_dozens_that_became_hundreds_in_a_copy_are_boxed_on_both_sides(look: Open) -> None:
    page = look("/beside/22/23")
    boxes = page.locator(".both .changed")
    assert [one.strip().removeprefix("≠").strip() for one in boxes.all_inner_texts()] == ["Dozens", "Hundreds"]
    assert "the number changed on the way" in page.locator(".changes").inner_text()


def test_317_that_became_137_is_boxed_though_no_sentence_is_alike(look: Open) -> None:
    page = look("/beside/1/2")
    boxes = page.locator(".both .changed.figure")
    assert [one.strip().removeprefix("≠").strip() for one in boxes.all_inner_texts()] == ["317", "137"]


def test_a_shared_passage_leads_to_itself_on_the_other_side_by_keyboard(look: Open) -> None:
    page = look("/beside/25/26")
    assert page.locator("#a1").inner_text().strip("1 \n").startswith("MOSCOW (AP)")
    page.locator("#a1 > .n").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#b1")
    assert "Maple Morning" in str(page.locator("#a1 > .n").get_attribute("aria-label"))


def test_the_likely_original_is_named_with_the_reason(look: Open) -> None:
    page = look("/beside/25/26")
    assert (
        "Atlantic Press Service is likely the original: it was published earlier."
        in page.locator(".facts").inner_text()
    )
    assert "word for word" in page.locator(".facts").inner_text()


def test_two_reports_are_laid_beside_each_other_whichever_is_named_first(reading_server: Server) -> None:
    one = httpx.get(f"{reading_server.address}/api/beside/25/26").json()
    other = httpx.get(f"{reading_server.address}/api/beside/26/25").json()
    assert [(p["a"], p["b"]) for p in one["passages"]] == [(p["b"], p["a"]) for p in other["passages"]]
    assert one["original"] == other["original"]


def test_a_translation_is_shown_with_its_reason(look: Open) -> None:
    page = look("/beside/15/14")
    assert "in another language" in page.locator(".facts").inner_text()
    assert page.locator('.both [lang="ru"]').count() == 1


def test_on_a_phone_the_two_stand_one_above_the_other(look: Open) -> None:
    page = look("/beside/22/23", size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    first, second = (page.locator(f"#side-{letter}").bounding_box() for letter in "ab")
    assert first is not None
    assert second is not None
    assert second["y"] > first["y"] + 200


def test_a_report_that_is_not_there_stands_beside_nothing(reading_server: Server) -> None:
    assert httpx.get(f"{reading_server.address}/beside/1/999").status_code == 404


# ---------------------------------------------------------------- versions of one address
FIRST = "Harbour blaze\n\nNobody was hurt, the office said. The crane stands. The fire is out."
SECOND = "Harbour blaze\n\nTwo people were hurt, the office said. The fire is out.\n\nCorrected on Monday."


def version(text: str, words: str, number: int, day: str) -> Ledger:
    figure = exactly(text, words, number, measure="injured", of="people")
    return a_ledger(
        text, figures=(figure,), outlet="Herald", url="https://example.org/blaze", published=day, where=f"{day}.txt"
    )


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = tmp_path_factory.mktemp("corrected") / "corrected.case"
    store = make_case(path)
    for ledger in (version(FIRST, "Nobody", 0, "2031-05-05"), version(SECOND, "Two", 2, "2031-05-06")):
        store.keep(ledger, raw=ledger.report.text.encode(), reader="sha256:model", at="2031-05-06T08:00:00Z")
    store.close()
    with serving(path, read_only=True) as server:
        yield server


def test_of_two_versions_what_was_taken_out_and_put_in_is_shown(context: BrowserContext, corrected: Server) -> None:
    page = context.new_page()
    page.goto(f"{corrected.address}/reports/2")
    page.get_by_role("link", name="Another version of this address").click()
    assert page.url.endswith("/beside/1/2")
    taken, put = page.locator(".both .taken-out"), page.locator(".both .put-in")
    expect(taken.first).to_contain_text("Nobody was")
    assert any("crane stands" in words for words in taken.all_inner_texts())
    expect(put.first).to_contain_text("Two people were")
    assert any("Corrected on Monday." in words for words in put.all_inner_texts())


def test_the_difference_of_versions_comes_with_its_places(corrected: Server) -> None:
    found = httpx.get(f"{corrected.address}/api/beside/1/2").json()
    assert found["versions"]
    edit = found["edits"][0]
    assert FIRST[slice(*edit["a"])].startswith("Nobody")
    assert SECOND[slice(*edit["b"])].startswith("Two")
