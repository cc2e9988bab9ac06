"""Sources as people meet them: whose word reaches whom, who gets to speak, how far each is trusted."""

from __future__ import annotations

import re
from datetime import date, timedelta

import httpx
import pytest
from playwright.sync_api import BrowserContext

from reportedly.ask import Case
from reportedly.web.views.sources import stretches
from tests.web.conftest import PHONE, Open, Server

browser_only = pytest.mark.browser
MINISTRY = "Health Ministry of Kazakhstan"


def told(server: Server, **asked: str | int) -> dict[str, list[dict[str, object]]]:
    answer = httpx.get(f"{server.address}/api/sources", params=asked)
    assert answer.status_code == 200
    return dict(answer.json())


def row_of(server: Server, name: str, **asked: str) -> dict[str, object]:
    return next(one for one in told(server, **asked)["sources"] if one["name"] == name)


# ---------------------------------------------------------------- whose word reaches whom
@browser_only
def test_a_box_of_the_graph_shows_its_source_alone(look: Open) -> None:
    page = look("/sources")
    rows = page.locator(".quoted tbody tr").count()
    page.locator(".chart.graph a", has_text=f"{MINISTRY}, says it").click()
    assert page.get_by_role("heading", level=1).inner_text() == f"{MINISTRY} as a source"
    names = page.locator(".chart.graph a").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert [name for name in names if "says it" in name] == [name for name in names if name.startswith(MINISTRY)]
    assert 0 < page.locator(".quoted tbody tr").count() < rows


@browser_only
def test_a_box_is_reached_by_the_keyboard(look: Open) -> None:
    page = look("/sources")
    page.locator(".graph-of-sources").focus()
    page.keyboard.press("Tab")
    focused = page.locator("svg a:focus")
    name = (focused.get_attribute("aria-label") or "").partition(",")[0]
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources?source=*")
    assert name in page.get_by_role("heading", level=1).inner_text()


@browser_only
def test_on_a_phone_the_graph_is_a_list_that_scrolls_with_the_page(look: Open) -> None:
    page = look("/sources", size=PHONE)
    assert page.locator(".graph-of-sources").is_hidden()
    ways = page.locator(".ways-of-sources")
    assert ways.is_visible()
    assert ways.evaluate("one => one.scrollWidth <= one.clientWidth")
    told_of = ways.locator("> li", has=page.get_by_role("link", name=MINISTRY, exact=True)).inner_text()
    assert "Transatlantic Dispatch from state television" in " ".join(told_of.split())
    ways.get_by_role("link", name=MINISTRY, exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == f"{MINISTRY} as a source"
    wide = look("/sources")
    assert wide.locator(".graph-of-sources").is_visible()
    assert wide.locator(".ways-of-sources").is_hidden()


def test_a_word_that_was_copied_counts_as_one_independent_report(reading_server: Server) -> None:
    row = row_of(reading_server, MINISTRY)
    assert int(str(row["independent"])) < int(str(row["reports"]))
    ways = [one for one in told(reading_server, source=MINISTRY)["ways"] if one["originator"] == MINISTRY]
    assert any(one["independent"] == 0 for one in ways)
    assert {one["relay"] for one in ways} > {None}
    page = httpx.get(f"{reading_server.address}/sources", params={"source": MINISTRY}).text
    assert f"{MINISTRY}, says it: {row['reports']} reports, {row['independent']} independent" in page


def test_an_outlet_shows_whom_it_quotes(reading_server: Server) -> None:
    view = told(reading_server, outlet="Daylight News")
    assert {one["outlet"] for one in view["ways"]} == {"Daylight News"}
    assert all("Daylight News" in str(one["outlets"]) for one in view["sources"])


def test_rumour_and_unnamed_sources_stand_for_themselves(reading_server: Server) -> None:
    kinds = {one["name"]: (one["kind"], one["gradable"]) for one in told(reading_server)["sources"]}
    assert kinds["unnamed sources"] == ("unnamed", False)
    assert kinds["rumour"] == ("rumour", False)


# ---------------------------------------------------------------- who gets to speak
def test_the_shares_of_voices_add_up_and_stand_in_the_table_too(reading_server: Server) -> None:
    voices = told(reading_server)["voices"]
    kinds = ("person", "body", "unnamed", "rumour", "nobody")
    assert sum(int(str(one["rumour"])) for one in voices) > 0
    page = httpx.get(f"{reading_server.address}/sources").text
    table = page[page.index('class="shares"') :]
    for one in voices:
        assert sum(int(str(one[kind])) for kind in kinds) == one["total"]
        row = re.search(rf'<tr><th scope="row">{one["since"]}.*?</tr>', table)
        assert row is not None
        shown = [int(cell) for cell in re.findall(r'<td class="number">(\d+)', row[0])]
        assert shown == [*(one[kind] for kind in kinds), one["total"]]


def test_a_few_days_stand_for_themselves_and_many_by_week(reading_server: Server) -> None:
    few = told(reading_server, since="2022-01-05", until="2022-01-12")["voices"]
    assert all(one["since"] == one["until"] for one in few)
    many = told(reading_server)["voices"]
    assert all(one["since"] < one["until"] for one in many)  # type: ignore[operator]
    assert sum(int(str(one["total"])) for one in few) < sum(int(str(one["total"])) for one in many)


def test_the_first_and_the_last_day_that_can_be_written_have_their_weeks_and_months() -> None:
    first, last = date.min, date.max
    assert [(since, until) for _, since, until in stretches(last - timedelta(60), last)][-1][1] == last
    months = list(stretches(first, last))
    assert (len(months), months[0][1], months[-1][2]) == (12 * 9999, first, last)


# ---------------------------------------------------------------- how far each is trusted
@browser_only
def test_a_grade_is_kept_with_who_gave_it_and_gone_when_it_is_undone(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto(f"{server.address}/sources")
    row = page.locator(".quoted tr", has=page.get_by_role("link", name=MINISTRY, exact=True))
    row.get_by_text("grade", exact=True).click()
    row.get_by_role("combobox").select_option("C")
    row.get_by_role("button", name="Keep").click()
    assert "C fairly reliable by Ada" in re.sub(r"\s+", " ", row.inner_text())
    with Case.open(server.case) as case:
        [decision] = case.decided("grade")
        case.undo(decision.id, who="Grace")
    page.goto(f"{server.address}/sources")
    assert "not graded" in row.inner_text()


def test_two_who_grade_one_source_do_not_overwrite_each_other_silently(server: Server) -> None:
    seen = re.search(r'name="seen" value="(\d+)"', httpx.get(f"{server.address}/sources").text)
    assert seen is not None
    first = {"source": MINISTRY, "letter": "B", "seen": seen[1], "back": "/sources?outlet=Daylight+News"}
    kept = httpx.post(f"{server.address}/sources/grade", data=first)
    assert (kept.status_code, kept.headers["location"]) == (303, "/sources?outlet=Daylight+News")
    late = httpx.post(f"{server.address}/sources/grade", data={**first, "letter": "E"})
    assert late.status_code == 409
    assert row_of(server, MINISTRY)["grade"] == "B"


def test_no_grade_is_taken_for_nobody_by_no_letter_or_where_only_reading_is_allowed(
    server: Server, reading_server: Server
) -> None:
    def answer(where: Server, source: str, letter: str) -> int:
        return httpx.post(f"{where.address}/sources/grade", data={"source": source, "letter": letter}).status_code

    assert answer(server, "Ministry of Nowhere", "B") == 404
    assert answer(server, MINISTRY, "G") == 409
    assert answer(reading_server, MINISTRY, "B") == 403
    assert "/sources/grade" not in httpx.get(f"{reading_server.address}/sources").text


@browser_only
def test_sources_fit_a_phone(look: Open) -> None:
    page = look("/sources", size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator(".voices .slim").is_visible()
