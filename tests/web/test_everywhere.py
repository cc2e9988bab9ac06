"""What holds for every page there is: it opens, can be used by everybody, fits a phone, and asks nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from reportedly.web.drawing import PLACES
from tests.web.conftest import PHONE, WIDE, Server

pytestmark = pytest.mark.browser

LARGEST_PAGE = 500_000  # bytes, charts apart
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
LINK = re.compile(r'href="(/[^"#?]*)(\?[^"#]*)?[^"]*"')
CHART = re.compile(r"<svg.*?</svg>", re.DOTALL)
OF_A_KIND = 2  # pages of one kind that are looked at


def kind_of(path: str) -> str:
    """ "/reports/N/c" of "/reports/17/c3": pages of one kind are drawn from one template."""
    return re.sub(r"(?<=/)([a-z]*)\d+", r"\1N", path)


def every_kind_of_page(address: str) -> Iterator[str]:
    """The pages that can be reached from the first one, a few of each kind; each answers well."""
    waiting, seen, looked_at = ["/"], {"/"}, dict[str, int]()
    with httpx.Client(base_url=address) as client:
        while waiting:
            path = waiting.pop(0)
            kind = kind_of(path)
            if looked_at.get(kind, 0) >= OF_A_KIND:
                continue
            looked_at[kind] = looked_at.get(kind, 0) + 1
            answer = client.get(path)
            assert answer.status_code == 200, f"{path} answers {answer.status_code}"
            if "text/html" not in answer.headers["content-type"]:
                continue
            yield path
            for found, asked in LINK.findall(answer.text):
                link = found + (asked if found == "/outlets" else "").replace("&amp;", "&")
                if not found.startswith(("/static", "/api")) and link not in seen:
                    seen.add(link)
                    waiting.append(link)


@pytest.fixture(scope="module")
def paths(reading_server: Server) -> list[str]:
    return list(every_kind_of_page(reading_server.address))


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def test_every_view_is_reached_by_links_alone(paths: list[str]) -> None:
    kinds = {kind_of(path) for path in paths}
    assert {place for place, _, _ in PLACES} <= kinds
    assert {"/reports/N", "/reports/N/cN", "/figures/N/fN", "/names/N/eN", "/beside/N/N"} <= kinds


def test_every_page_can_be_used_by_everybody(paths: list[str], reading_server: Server, page: Page) -> None:
    """As far as axe can tell: names of all controls, contrast, headings, landmarks; in light and dark."""
    axe = Axe()
    for path in paths:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.goto(reading_server.address + path)
            found = axe.run(page, options={**RULES, "resultTypes": ["violations"]}).response["violations"]
            told = [(one["id"], node["html"][:150]) for one in found for node in one["nodes"][:2]]
            assert told == [], f"{path}, {scheme}"


def test_no_page_is_wider_than_a_phone(paths: list[str], reading_server: Server, page: Page) -> None:
    page.set_viewport_size(PHONE)
    for path in paths:
        page.goto(reading_server.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_every_page_has_one_heading_and_a_title_of_its_own(
    paths: list[str], reading_server: Server, page: Page
) -> None:
    titles = set()
    for path in paths:
        page.goto(reading_server.address + path)
        assert page.locator("h1").count() == 1, path
        titles.add(page.title())
    assert len(titles) > len({kind_of(path) for path in paths}) - 2  # claims of the same words may share theirs


def test_no_page_weighs_more_than_a_picture(paths: list[str], reading_server: Server) -> None:
    for path in paths:
        page = httpx.get(reading_server.address + path).text
        assert len(CHART.sub("", page).encode()) < LARGEST_PAGE, path


def test_the_tab_key_first_offers_to_skip_to_the_content(reading_server: Server, page: Page) -> None:
    page.set_viewport_size(WIDE)
    page.goto(reading_server.address + "/figures")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert urlsplit(page.url).fragment == "main"
