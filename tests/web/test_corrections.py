"""Putting a report right on its pages: accepted, rejected, corrected; with what the machine read still in sight."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext

from reportedly.ask.decisions import NotDone
from reportedly.web.views.corrections import amount_in
from tests.web.conftest import PHONE, Open, Server, Watched, opened

# A claim and a figure of the first report of the example: eight officers killed, on the Interior Ministry's word.
CLAIM, FIGURE = "/corrections/1/c1", "/corrections/1/f1"


def corrections(server: Server, report: int = 1) -> Any:
    return httpx.get(f"{server.address}/api/corrections", params={"report": report}).json()


def correct(server: Server, **body: Any) -> httpx.Response:
    content = json.dumps({"report": 1, "part": "c1", **body})  # as ASCII: half of a pair of surrogates is no UTF-8
    return httpx.post(
        f"{server.address}/api/corrections", content=content, headers={"content-type": "application/json"}
    )


# ---------------------------------------------------------------- by mouse and by keyboard
@pytest.mark.browser
def test_a_claim_is_rejected_by_mouse_and_is_gone_from_the_report_until_that_is_undone(
    server: Server, context: BrowserContext
) -> None:
    before = corrections(server)["claims"]
    page = opened(context, server, CLAIM)
    page.get_by_role("button", name="Reject claim c1").click()
    assert "rejected by Ada" in page.locator(".told-so").inner_text()
    assert "Read as: Interior Ministry" in page.locator(".told-so").inner_text()
    assert corrections(server)["claims"] == before - 1
    page.get_by_role("link", name="All corrections of this report").click()
    assert "rejected" in page.locator(".rows").inner_text()
    page.get_by_role("button", name="Undo what was decided on c1").click()
    assert "Nothing yet" in page.locator("main").inner_text()
    assert corrections(server)["claims"] == before


@pytest.mark.browser
def test_a_chain_is_put_right_by_keyboard_alone(server: Server, context: BrowserContext) -> None:
    page = opened(context, server, CLAIM)
    page.get_by_label("Name of source 1").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Sputnik")
    page.keyboard.press("Tab")
    page.keyboard.type("agency")
    page.keyboard.press("Tab")
    page.keyboard.type("Interior Ministry")
    page.keyboard.press("Enter")
    page.wait_for_selector(".told-so")
    [row] = corrections(server)["corrections"]
    assert row["now"].startswith("Sputnik › Interior Ministry: ")
    assert row["read_as"].startswith("Interior Ministry: ")
    assert (row["what"], row["who"]) == ("corrected", "Ada")


@pytest.mark.browser
def test_the_scope_of_a_figure_is_edited_and_the_report_shows_it(server: Server, context: BrowserContext) -> None:
    page = opened(context, server, FIGURE)
    page.get_by_label("Of whom or what").fill("police and guardsmen")
    page.get_by_label("Where").fill("Almaty")
    page.get_by_label("Highest").fill("")
    page.get_by_role("button", name="Keep it so").click()
    assert "at least 8 police and guardsmen killed in Almaty" in page.locator(".as-read").inner_text()
    assert "8 officers killed in Kazakhstan" in page.locator(".told-so").inner_text()
    assert page.get_by_label("Highest").input_value() == ""


@pytest.mark.browser
def test_the_content_is_cut_by_its_own_words_and_others_are_refused_with_what_to_do(
    server: Server, context: BrowserContext, watched: Watched
) -> None:
    watched.expected.add("409")
    page = opened(context, server, CLAIM)
    page.get_by_label("What is claimed").fill("officers killed")
    page.get_by_role("button", name="Keep it so").click()
    assert page.locator(".in-its-words mark").inner_text() == "officers killed"
    page.get_by_label("What is claimed").fill("officers shot dead")
    page.get_by_role("button", name="Keep it so").click()
    assert "“officers shot dead” does not stand in the report" in page.locator("main").inner_text()


@pytest.mark.browser
def test_from_the_report_a_claim_is_accepted_in_the_margin(server: Server, context: BrowserContext) -> None:
    page = opened(context, server, "/reports/1")
    page.locator("details.said").first.locator("summary").click()
    page.get_by_role("button", name="Accept claim c1", exact=True).click()
    assert "/reports/1" in page.url
    [row] = corrections(server)["corrections"]
    assert (row["part"], row["what"], row["now"]) == ("c1", "accepted", row["read_as"])


@pytest.mark.browser
def test_putting_right_needs_no_more_than_a_phone(look: Open) -> None:
    for path in (CLAIM, FIGURE, "/corrections/1"):
        page = look(path, size=PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.browser
def test_a_read_only_page_has_no_forms_for_it(look: Open) -> None:
    page = look(CLAIM)
    assert page.locator("main form").count() == 0
    assert "read-only" in page.locator("main").inner_text()


@pytest.mark.browser
def test_a_name_that_looks_like_a_script_is_shown_as_it_was_typed(server: Server, context: BrowserContext) -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    chain = [{"name": hostile, "kind": "person"}]
    body = {"chain": chain, "certainty": "certain", "stance": "says so"}
    assert correct(server, what="corrected", claim=body).status_code == 201
    for path in (CLAIM, "/corrections/1", "/reports/1", "/reports/1/c1"):
        page = opened(context, server, path)
        assert hostile in page.locator("main").inner_text() or page.get_by_label("Name of source 1").count()
        assert page.locator("main img").count() == 0


# ---------------------------------------------------------------- as JSON
def test_two_people_do_not_overwrite_each_other_silently(server: Server) -> None:
    assert correct(server, what="rejected", seen=0, who="Ada").status_code == 201
    overtaken = correct(server, what="accepted", seen=0, who="Ben")
    assert overtaken.status_code == 409
    assert "somebody decided" in overtaken.json()["detail"]
    assert correct(server, what="accepted", seen=1, who="Ben").status_code == 201


def test_a_correction_by_offsets_is_kept_in_the_format_that_imports_take(server: Server) -> None:
    body = {"chain": [], "certainty": "possible", "stance": "says it is not so", "spans": [[0, 5]]}
    made = correct(server, what="corrected", claim=body).json()
    assert made["kind"] == "claim"
    assert made["value"]["by_way_of"] == "page"
    assert made["value"]["claim"]["spans"] == [[0, 5]]
    assert (made["value"]["claim"]["mode"], made["value"]["claim"]["polarity"]) == ("authorial", "negative")
    assert made["subject"]["sources"] == ["Interior Ministry"]


def test_a_whole_number_stays_one_and_a_figure_is_kept_by_its_span(server: Server) -> None:
    scope = {"measure": "killed", "of": "officers", "low": 8, "best": 9, "high": 10.5}
    made = correct(server, part="f1", what="corrected", figure=scope).json()
    assert made["kind"] == "figure"
    assert [made["value"]["figure"][one] for one in ("low", "best", "high")] == [8, 9, 10.5]
    assert isinstance(made["value"]["figure"]["low"], int)
    assert made["subject"]["span"] == [0, 5]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"what": "doubted"}, 422),
        ({"what": "rejected", "part": "e1"}, 422),
        ({"what": "rejected", "part": "c999"}, 404),
        ({"what": "rejected", "part": "f999"}, 404),
        ({"what": "rejected", "report": 999}, 404),
        ({"what": "corrected"}, 409),
        ({"what": "corrected", "part": "f1"}, 409),
        ({"what": "corrected", "claim": {"chain": [{"name": "\ud800", "kind": "person"}], "certainty": "certain",
                                         "stance": "says so"}}, 422),
        ({"what": "corrected", "claim": {"chain": [], "certainty": "sure", "stance": "says so"}}, 422),
        ({"what": "corrected", "claim": {"chain": [], "certainty": "certain", "stance": "says so",
                                         "spans": [[0, 10**9]]}}, 409),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_and_nothing_is_kept(server: Server, body: dict[str, Any], status: int) -> None:
    assert correct(server, **body).status_code == status
    assert corrections(server)["corrections"] == []


def test_nothing_is_decided_on_a_read_only_server_nor_on_a_report_that_is_not_there(reading_server: Server) -> None:
    assert correct(reading_server, what="rejected").status_code == 403
    answer = httpx.post(reading_server.address + CLAIM, data={"what": "rejected"})
    assert answer.status_code == 403
    for path in ("/corrections/999", "/corrections/1/c999", "/corrections/1/f999", "/api/corrections?report=999"):
        assert httpx.get(reading_server.address + path).status_code == 404


@pytest.mark.parametrize(
    ("written", "meant"),
    [("3,500", 3500), ("3 500", 3500), (" 12 ", 12), ("1,250,000", 1250000), ("2.5", 2.5), ("", None)],
)
def test_a_number_is_taken_as_it_is_commonly_written(written: str, meant: float | None) -> None:
    assert amount_in(written) == meant


@pytest.mark.parametrize("written", ["3,5", "12,34", "1_0", "1e3", "nan", "inf", "12 people", "1,2345"])
def test_a_number_that_may_be_meant_otherwise_is_asked_for_again(written: str) -> None:
    with pytest.raises(NotDone, match="is no number; write it as"):
        amount_in(written)


@pytest.mark.browser
def test_a_claim_rejected_on_its_own_card_is_shown_as_rejected_and_can_be_taken_back(
    context: BrowserContext, server: Server
) -> None:
    page = context.new_page()
    page.goto(server.address + "/reports/1/c1")
    page.get_by_role("button", name="Reject claim c1").click()
    assert "rejected by Ada" in page.locator("main").inner_text()
    page.get_by_role("button", name="Undo what was decided on claim c1").click()
    page.goto(server.address + "/reports/1/c1")
    assert page.url.endswith("/reports/1/c1")
