"""Figures as people meet them: from a number that looks wrong to the words that took it back."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from reportedly.case import make_case
from reportedly.model import Interval, Ledger
from reportedly.pipeline import Known, add_reports
from reportedly.web.views.figures import MOST_MARKS
from tests.builders import a_claim, a_ledger, a_source_in, exactly
from tests.web.conftest import PHONE, READ_AT, Open, Server, serving
from tests.web.keys import tab_to

browser_only = pytest.mark.browser


def series(server: Server, words: str = "people killed", policy: str = "none") -> str:
    """The address of the series of these words."""
    found = httpx.get(f"{server.address}/api/figures", params={"measure": "killed", "policy": policy}).json()["series"]
    return str(next(one["address"] for one in found if one["words"] == words))


def told(server: Server, path: str) -> dict[str, object]:
    answer = httpx.get(f"{server.address}/api{path}")
    assert answer.status_code == 200
    return dict(answer.json())


# ---------------------------------------------------------------- why 164 is withdrawn
@browser_only
def test_why_164_is_withdrawn_is_found_from_the_first_page(look: Open, reading_server: Server) -> None:
    page = look("/")
    page.locator(".glance a", has_text="withdrawn").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "People killed"
    row = page.locator("tr.retracted", has_text="164").first
    assert "withdrawn by Health Ministry of Kazakhstan" in row.inner_text()
    row.locator("td").last.get_by_role("link").click()
    assert re.search(r"/reports/\d+#c\d+$", page.url)
    assert "withdr" in page.locator("main").inner_text().casefold()


@browser_only
def test_why_164_is_withdrawn_is_found_by_keyboard_alone(look: Open) -> None:
    page = look("/")
    glance = page.locator(".glance a", has_text="withdrawn").first
    tab_to(page, " ".join(glance.inner_text().split()))
    page.keyboard.press("Enter")
    page.wait_for_url("**/figures/*/*")
    row = page.locator("tr.retracted", has_text="164").first
    assert "withdrawn by Health Ministry of Kazakhstan" in row.inner_text()
    tab_to(page, "Daylight News (2022-01-10)")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/reports/\d+#c\d+$"))
    assert "withdr" in page.locator("main").inner_text().casefold()


@browser_only
def test_a_mark_is_reached_by_the_keyboard_and_opens_the_report_at_its_place(
    look: Open, reading_server: Server
) -> None:
    page = look(series(reading_server))
    page.locator("h1").click()
    mark = mark_with_focus(page, "164 people killed")
    words = mark.get_attribute("aria-label") or ""
    assert "nobody named, in " in words or "said by " in words
    assert "“" in words
    expect(page.locator(".readout")).to_have_text(words)
    assert "164" in page.locator("tr.pointed-at").inner_text()
    address = mark.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    assert page.evaluate("document.getElementById(location.hash.slice(1)) !== null")


def mark_with_focus(page: Page, words: str) -> Locator:
    """The first mark saying these words that the Tab key comes to."""
    focused = page.locator("svg a:focus")
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused.count() and words in (focused.get_attribute("aria-label") or ""):
            return focused
    raise AssertionError(f"no Tab leads to a mark saying {words}")


@browser_only
def test_pointing_at_a_mark_reads_its_words_out(look: Open, reading_server: Server) -> None:
    page = look(series(reading_server))
    mark = page.locator(".chart.broad a", has_text="230 people killed").first
    mark.hover()
    expect(page.locator(".readout")).to_have_text(mark.get_attribute("aria-label") or "")


@browser_only
def test_a_mark_still_opens_its_report_where_no_script_runs(look: Open, reading_server: Server) -> None:
    page = look(series(reading_server))
    page.context.route("**/*.js*", lambda route: route.abort())
    href = page.locator(".chart.broad a").first.get_attribute("href") or ""
    assert href.startswith("/reports/")
    assert httpx.get(reading_server.address + href).status_code == 200


# ---------------------------------------------------------------- the same data in all its forms
def test_chart_table_and_file_have_the_same_numbers_in_the_same_order(reading_server: Server) -> None:
    path = series(reading_server)
    view = told(reading_server, path)
    statements = view["statements"]
    assert isinstance(statements, list)
    page = httpx.get(reading_server.address + path).text
    chart = page[page.index('class="chart broad"') : page.index('class="chart slim"')]
    marks = [href for href in re.findall(r'<a href="([^"]+)"', chart) if "#f" in href]
    rows = re.findall(r'data-mark="([^"]+)"', page)
    assert rows == [one["address"] for one in statements]
    assert marks == [
        address for address in rows if address in marks
    ]  # statements alike may share the mark of the first
    names = [name for address, name in re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', chart) if "#f" in address]
    shared = [re.match(r"(\d+) statements alike, the first: ", name) for name in names]
    assert sum(int(found[1]) if found else 1 for found in shared) == len(statements)
    for one in statements:
        assert any(re.search(rf"(^|first: ){re.escape(one['value'])} ", name) for name in names)
    lines = list(csv.DictReader(io.StringIO(httpx.get(f"{reading_server.address}{path}/download/csv").text)))
    assert [(line["value"], line["day"], line["status"]) for line in lines] == [
        (one["value"], one["day"], one["status"]) for one in statements
    ]


def test_crosses_stand_where_the_table_says_withdrawn(reading_server: Server) -> None:
    path = series(reading_server)
    view = told(reading_server, path)
    withdrawn = [one for one in view["statements"] if one["status"] in ("retracted", "repeated_after_retraction")]  # type: ignore[attr-defined]
    assert {one["value"] for one in withdrawn} >= {"164"}
    page = httpx.get(reading_server.address + path).text
    chart = page[page.index('class="chart broad"') : page.index('class="chart slim"')]
    crosses = [
        one for one in re.findall(r"<path[^>]+>", chart) if 'stroke="var(--alert)"' in one and "dasharray" not in one
    ]
    tellings = re.findall(r'<a href="[^"]+" aria-label="[^"]+ withdrawn by [^"]+, told in ', chart)
    marked = [one for one in withdrawn if f'href="{one["address"]}"' in chart]
    assert len(crosses) == len(marked) + len(tellings) + 1  # and that of the legend


def test_what_is_taken_away_is_a_real_picture_and_a_real_table(reading_server: Server) -> None:
    path = reading_server.address + series(reading_server) + "/download/"
    png, svg, table = (httpx.get(path + kind) for kind in ("png", "svg", "csv"))
    assert png.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(png.content[16:20]) > 1500  # pixels across
    root = ElementTree.fromstring(svg.text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "People killed" in {one.text for one in root.iter("{http://www.w3.org/2000/svg}text")}
    assert "var(" not in svg.text
    assert len(table.text.splitlines()) > 10
    for answer, kind in ((png, "png"), (svg, "svg"), (table, "csv")):
        assert f'attachment; filename="people-killed.{kind}"' in answer.headers["content-disposition"]


# ---------------------------------------------------------------- codebooks and filters
def test_by_acled_dozens_are_12_and_the_page_says_by_which_rule(reading_server: Server) -> None:
    path = series(reading_server)
    view = told(reading_server, f"{path}?policy=acled")
    dozens = next(one for one in view["statements"] if one["vague"] == "dozens")  # type: ignore[attr-defined]
    assert (dozens["value"], dozens["coded"]["best"]) == ("dozens", 12)
    page = httpx.get(f"{reading_server.address}{path}?policy=acled").text
    assert "ACLED Codebook, fatalities: “dozens” is 12" in page
    plain = next(one for one in told(reading_server, path)["statements"] if one["vague"] == "dozens")  # type: ignore[attr-defined]
    assert plain["coded"] is None


@browser_only
def test_the_list_can_be_narrowed_and_coded(look: Open) -> None:
    page = look("/figures")
    everything = page.locator(".series-list li").count()
    page.get_by_label("Counted").select_option("killed")
    page.get_by_label("Place", exact=True).fill("Almaty")
    page.get_by_label("Coded by").select_option("acled")
    page.get_by_role("button", name="Show").click()
    listed = page.locator(".series-list li")
    assert 0 < listed.count() < everything
    assert all("killed" in words for words in listed.all_inner_texts())
    assert "ACLED Codebook" in page.locator("main").inner_text()
    listed.first.get_by_role("link").click()
    assert "policy=acled" in page.url


def test_only_what_an_outlet_published_in_a_time_is_listed(reading_server: Server) -> None:
    def listed(**asked: str) -> set[str]:
        found = httpx.get(f"{reading_server.address}/api/figures", params=asked).json()["series"]
        return {one["words"] for one in found}

    assert listed(outlet="Rights Record") < listed()
    assert listed(outlet="Rights Record", until="2022-01-10") == set()
    assert "people killed" in listed(person="Asylov", since="2022-03-01")


def test_a_number_that_nobody_follows_is_not_there_and_a_day_that_is_none_is_said_to_be(reading_server: Server) -> None:
    for path in ("/api/figures/1/f999", "/api/figures/999999/f1"):
        answer = httpx.get(reading_server.address + path)
        assert answer.status_code == 404
        assert answer.json()["detail"]
    assert httpx.get(f"{reading_server.address}/figures?since=yesterday").status_code == 400
    assert httpx.get(f"{reading_server.address}/figures?since=&until=&measure=").status_code == 200


# ---------------------------------------------------------------- what contradicts
def test_conflicts_of_a_series_come_with_their_reasons_and_so_does_what_is_none(reading_server: Server) -> None:
    view = told(reading_server, series(reading_server))
    for one in (*view["conflicts"], *view["seeming"]):  # type: ignore[misc]
        assert one["reason"]
        assert one["a"]["address"].startswith("/reports/")
    assert any("withdrawn" in one["reason"] for one in view["conflicts"])  # type: ignore[attr-defined]


# ---------------------------------------------------------------- everywhere
@browser_only
def test_figures_fit_a_phone_and_a_sheet_of_paper(look: Open, reading_server: Server) -> None:
    for path in ("/figures", series(reading_server)):
        page = look(path, size=PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator(".chart.slim").is_visible()
    assert page.locator(".chart.broad").is_hidden()
    page.emulate_media(media="print")
    assert page.locator(".chart.broad").is_visible()
    assert page.locator(".downloads").is_hidden()
    assert page.locator("main form").is_hidden()


HOSTILE = """<script>alert(1)</script> "onload=alert(2) says 12 people were killed

At least 12 people were killed in Almaty on 9 January, <img src=x onerror=alert(3)> the Interior Ministry said.

The <b onclick=alert(4)>javascript:alert(5)</b> Health Ministry said on Sunday that 20 people were killed in Almaty.
"""


@browser_only
def test_a_hostile_report_stays_text_in_list_chart_and_table(context, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "hostile.txt"
    file.write_text(HOSTILE)
    store = make_case(tmp_path / "hostile.case")
    known = Known(outlet="<script>alert(6)</script>", published="2022-01-09T10:00:00Z", url="javascript:alert(7)")
    list(add_reports(store, [str(file)], now=lambda: READ_AT, known_of=lambda _: known))
    store.close()
    with serving(tmp_path / "hostile.case") as server:
        page = context.new_page()
        page.goto(f"{server.address}/figures")
        links = [one.get_attribute("href") for one in page.locator(".series-list a").all()]
        assert links
        for link in links:
            page.goto(server.address + link)
            assert page.locator("main script, main img, main [onclick], main [onerror], main [onload]").count() == 0
            assert page.locator('main [href^="javascript"]').count() == 0
        page.goto(f"{server.address}/sources")
        assert page.locator("main script, main img, main [style]").count() == 0


# ---------------------------------------------------------------- hundreds of statements of one number
def a_toll_of(number: int, place: int) -> Ledger:
    """One of hundreds of reports of a flood, each of a day in June, on one of two words."""
    text = f"The flood killed {number} people, the Coast Guard said. Report {place}."
    guard = a_source_in(text, "the Coast Guard", "said", kind="organisation", name=f"Coast Guard {number % 2}")
    claim = a_claim(text, f"The flood killed {number} people", sources=(guard,))
    day = f"2031-06-{1 + place % 28:02}"
    figure = exactly(
        text, str(number), number, measure="killed", of="people", claim="c1", as_of=Interval(start=day, end=day)
    )
    return a_ledger(text, claim, figures=(figure,), outlet=f"Paper {place}", where=f"{place}.txt", published=day)


def test_of_hundreds_of_statements_the_chart_leaves_out_the_rarest_and_says_how_many(tmp_path: Path) -> None:
    store = make_case(tmp_path / "flood.case")
    numbers = [41] * 56 + list(range(100, 280))  # a number that 56 reports give, two on each day; 180 that one gives
    for place, number in enumerate(numbers):
        ledger = a_toll_of(number, place)
        store.keep(ledger, raw=ledger.report.text.encode(), reader="sha256:model", at=READ_AT)
    store.close()
    with serving(tmp_path / "flood.case", read_only=True) as server:
        address = series(server)
        view, page = told(server, address), unescape(httpx.get(server.address + address, timeout=30).text)
    assert view["total"] == len(numbers)
    left_out = len(numbers) - (56 + MOST_MARKS - 28)
    assert f"The chart leaves out {left_out} statements of {len(numbers)}" in page
    chart = page[page.index('class="chart broad"') : page.index('class="chart slim"')]
    names = re.findall(r'<a href="[^"]+" aria-label="([^"]+)"', chart)
    assert len(names) == MOST_MARKS
    assert sum(name.startswith("2 statements alike, the first: 41 people killed") for name in names) == 28
    assert "so many statements alike, drawn as one" in chart


# ---------------------------------------------------------------- in words
def test_one_is_a_person_and_several_are_people(reading_server: Server) -> None:
    statements = told(reading_server, series(reading_server))["statements"]
    assert isinstance(statements, list)
    sentences = {str(one["value"]): str(one["sentence"]) for one in statements}
    assert sentences["1"].startswith("1 person killed, said by ")
    assert sentences["164"].startswith("164 people killed, ")


def test_what_has_no_group_is_called_as_its_reports_call_it(reading_server: Server) -> None:
    found = httpx.get(f"{reading_server.address}/api/figures", params={"measure": "other"}).json()["series"]
    words = {one["of"]: one["words"] for one in found}
    assert words["terrorist wave attack"] == "waves of terrorist attacks"
    assert words["piece hardware"] == "pieces of hardware"


def test_a_page_behind_the_last_is_the_last(reading_server: Server) -> None:
    for path in ("/figures", "/sources", series(reading_server)):
        view = httpx.get(f"{reading_server.address}/api{path}", params={"page": 99}).json()
        assert view["page"] == view["pages"] == 1
        assert httpx.get(reading_server.address + path, params={"page": 99}).status_code == 200
