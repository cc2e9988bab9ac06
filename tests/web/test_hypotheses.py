"""Rival explanations on their pages: written, tied to what is said, and read off the matrix."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page

from tests.web.conftest import PHONE, Server

JSON = {"content-type": "application/json"}
PLOT, ANGER = "Fighters from abroad planned it", "Anger over prices grew into riots"


def write(server: Server, *titles: str) -> None:
    for title in titles:
        answer = httpx.post(f"{server.address}/api/hypotheses", json={"title": title})
        assert answer.status_code == 201


def tie(server: Server, **body: Any) -> httpx.Response:
    return httpx.post(f"{server.address}/api/ties", json={"report": 1, "part": "c1", "hypothesis": "H1", **body})


def matrix(server: Server) -> Any:
    return httpx.get(f"{server.address}/api/hypotheses").json()


def opened(context: BrowserContext, server: Server, path: str = "/hypotheses") -> Page:
    page = context.new_page()
    page.goto(server.address + path)
    return page


def one_of_each_origin(server: Server) -> list[dict[str, Any]]:
    """Claims that the page proposes, no two on the same word."""
    found: dict[str, dict[str, Any]] = {}
    answer = httpx.get(f"{server.address}/api/hypotheses/candidates", timeout=30).json()
    for candidate in answer["candidates"]:
        for saying in candidate["sayings"]:
            if saying["whose"] == "named":
                found.setdefault(saying["origin"], saying)
    return list(found.values())


# ---------------------------------------------------------------- the journey
@pytest.mark.browser
def test_a_matrix_is_built_by_mouse_and_says_what_its_order_hangs_on(server: Server, context: BrowserContext) -> None:
    """Two hypotheses, four ties over three origins: only the first origin keeps A before B."""
    page = opened(context, server)
    for title in (PLOT, ANGER):
        page.locator("input[name=title]").fill(title)
        page.get_by_role("button", name="Write it down").click()
    first, second, third = one_of_each_origin(server)[:3]
    for saying, hypothesis, side, strongly in (
        (first, "H2", "Against", True),
        (first, "H1", "For", False),
        (second, "H1", "Against", False),
        (third, "H2", "Neither", False),
    ):
        page.goto(server.address + saying["rate_at"])
        held = page.locator(".held > li").filter(has_text=hypothesis)
        if strongly:
            held.get_by_label("strongly").check()
        held.get_by_role("button", name=side, exact=True).click()
    page.get_by_role("link", name="Hypotheses", exact=True).first.click()
    scores = page.locator(".scores .score").all_inner_texts()
    assert scores == ["1.00", "2.00"]
    assert page.locator(".matrix tbody tr").count() == 3
    assert (
        f"If {first['origin']} were wrong, “{ANGER}” would come before “{PLOT}”."
        in page.locator(".sensitivity").first.inner_text()
    )


@pytest.mark.browser
def test_a_hypothesis_is_written_tied_and_untied_by_keyboard_alone(server: Server, context: BrowserContext) -> None:
    page = opened(context, server)
    page.locator("input[name=title]").focus()
    page.keyboard.type(PLOT)
    page.keyboard.press("Enter")
    page.wait_for_selector(".matrix")
    page.locator(".offered select[name=hypothesis]").first.focus()
    for _ in range(3):  # past "For" and "Neither" to "Against"
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".matrix .r-I")
    assert page.locator(".matrix .cell.r-I").inner_text().split()[-2:] == ["inconsistent", "1.00"]
    [rate] = page.get_by_role("link", name="Rate it").all()
    rate.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tie/**")
    page.get_by_role("button", name="Untie").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("!document.querySelector('button[value=untie]')")
    assert matrix(server)["page"]["rows"] == []


@pytest.mark.browser
def test_on_its_own_page_a_hypothesis_is_reworded_looked_into_and_dropped(
    server: Server, context: BrowserContext
) -> None:
    write(server, PLOT)
    page = opened(context, server, "/hypotheses/H1")
    assert page.locator(".offered").inner_text().count("shares") > 0
    page.get_by_label("Words of a claim or figure").fill("zzzz nothing like it")
    page.get_by_role("button", name="Look for it").click()
    assert "No claim or figure has all of these words" in page.locator("main").inner_text()
    page.get_by_label("Better worded").fill("It was planned abroad")
    page.get_by_role("button", name="Reword").click()
    assert page.get_by_role("heading", level=1).inner_text() == "It was planned abroad"
    page.get_by_role("button", name="Drop this hypothesis").click()
    assert page.url.endswith("/hypotheses")
    assert "at least two explanations" in page.locator("main").inner_text()


@pytest.mark.browser
def test_from_the_card_of_a_claim_a_way_leads_to_the_hypotheses(server: Server, context: BrowserContext) -> None:
    page = opened(context, server, "/reports/1/c1")
    page.get_by_role("link", name="Hold it against the hypotheses").click()
    assert "No hypothesis is written yet" in page.locator("main").inner_text()


@pytest.mark.browser
def test_a_title_that_looks_like_a_script_is_only_words(server: Server, context: BrowserContext) -> None:
    hostile = "<script>alert(1)</script>{{ 7*7 }}<svg onload=alert(2)>\u202eevil"
    write(server, hostile, "javascript:alert(3)")
    tie(server, rating="I")
    for path in ("/hypotheses", "/hypotheses/H1", "/hypotheses/tie/1/c1", "/decisions"):
        page = opened(context, server, path)
        assert "<script>alert(1)</script>{{ 7*7 }}" in page.locator("main").inner_text()
        assert page.locator("main svg[onload]").count() == 0
        assert page.locator('main a[href^="javascript"]').count() == 0


@pytest.mark.browser
def test_the_matrix_is_told_apart_without_colour_and_fits_a_phone(server: Server, context: BrowserContext) -> None:
    write(server, PLOT, ANGER, "Something else altogether")
    for hypothesis, rating in (("H1", "CC"), ("H2", "II"), ("H3", "N")):
        tie(server, hypothesis=hypothesis, rating=rating)
    page = opened(context, server)
    page.set_viewport_size(PHONE)
    for path in ("/hypotheses", "/hypotheses/H2", "/hypotheses/tie/1/c1"):
        page.goto(server.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.goto(server.address + "/hypotheses")
    cells = [text.split() for text in page.locator(".matrix .cell").all_inner_texts()]
    assert [cell[0] for cell in cells] == ["++", "0", "−−"]
    assert [" ".join(cell[1:3]) for cell in cells] == ["very consistent", "neither", "very inconsistent"]


# ---------------------------------------------------------------- as JSON
def test_the_matrix_as_json_has_the_least_inconsistent_first(server: Server) -> None:
    write(server, PLOT, ANGER)
    assert tie(server, rating="II", relevance="high").status_code == 201
    assert tie(server, hypothesis="H2", rating="C").status_code == 201
    told = matrix(server)
    assert [(one["title"], one["place"], one["inconsistency"]) for one in told["hypotheses"]] == [
        (ANGER, 1, 0.0),
        (PLOT, 2, 2.83),
    ]
    [row] = told["page"]["rows"]
    assert (row["name"], row["counted"]) == ("Interior Ministry of Kazakhstan", True)
    assert row["cells"]["H1"]["words"] == "very inconsistent"


def test_a_hypothesis_is_reworded_and_dropped_by_programs_and_undone(server: Server) -> None:
    write(server, PLOT)
    at = f"{server.address}/api/hypotheses/H1"
    assert httpx.put(at, json={"title": ANGER}).json()["what"] == f"H1 reworded: “{ANGER}”"
    dropped = httpx.delete(at).json()
    assert matrix(server)["hypotheses"] == []
    assert httpx.delete(at).status_code == 404
    httpx.post(f"{server.address}/api/decisions/undo", json={"decision": dropped["id"]})
    assert [one["title"] for one in matrix(server)["hypotheses"]] == [ANGER]


def test_two_people_may_hold_one_claim_against_two_hypotheses_but_not_rate_one_cell_unseen(server: Server) -> None:
    write(server, PLOT, ANGER)
    assert tie(server, rating="I", seen=2, who="Ada").status_code == 201
    assert tie(server, hypothesis="H2", rating="I", seen=2, who="Ben").status_code == 201
    overtaken = tie(server, rating="C", seen=2, who="Ben")
    assert overtaken.status_code == 409
    assert "somebody decided" in overtaken.json()["detail"]


def test_a_tie_to_a_rejected_claim_is_loose_until_the_rejection_is_undone(server: Server) -> None:
    write(server, PLOT)
    tie(server, rating="I")
    rejected = httpx.post(
        f"{server.address}/api/corrections", json={"report": 1, "part": "c1", "what": "rejected"}
    ).json()
    told = matrix(server)
    assert (told["page"]["rows"], len(told["loose"])) == ([], 1)
    httpx.post(f"{server.address}/api/decisions/undo", json={"decision": rejected["id"]})
    assert len(matrix(server)["page"]["rows"]) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"rating": "X"}, 422),
        ({}, 422),
        ({"rating": "I", "relevance": "huge"}, 422),
        ({"rating": "I", "hypothesis": "H99"}, 404),
        ({"rating": "I", "part": "c999"}, 404),
        ({"rating": "I", "report": 999}, 404),
        ({"rating": None}, 409),
    ],
)
def test_a_tie_that_makes_no_sense_is_refused(server: Server, body: dict[str, Any], status: int) -> None:
    write(server, PLOT)
    assert tie(server, **body).status_code == status


def test_nothing_is_written_on_a_read_only_server_and_what_is_not_there_is_said(reading_server: Server) -> None:
    assert httpx.post(f"{reading_server.address}/api/hypotheses", json={"title": PLOT}).status_code == 403
    assert tie(reading_server, rating="I").status_code == 403
    assert httpx.post(f"{reading_server.address}/hypotheses", data={"title": PLOT}).status_code == 403
    for path in ("/hypotheses/H1", "/hypotheses/tie/1/c999", "/hypotheses/tie/999/c1"):
        assert httpx.get(reading_server.address + path).status_code == 404


def test_an_empty_title_or_one_that_is_there_is_refused(server: Server) -> None:
    write(server, PLOT)
    for title in ("  ", PLOT.upper(), "\ud800"):
        body = json.dumps({"title": title})  # as ASCII: half of a pair of surrogates is no UTF-8
        answer = httpx.post(f"{server.address}/api/hypotheses", content=body, headers=JSON)
        assert answer.status_code in (409, 422)
