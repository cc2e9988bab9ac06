"""The tutorial of the page: its pictures are taken here, and show what the page shows today.

`make pictures` takes them anew.  A picture is held to the page by the words on it, not by its pixels: these differ from
machine to machine with the fonts.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.web.conftest import Server

pytestmark = pytest.mark.browser

DOCS = Path(__file__).parent.parent.parent / "docs"
PICTURES = DOCS / "page"
SHOWN = PICTURES / "shown.json"  # the words on each picture, as a sum
SIZE: ViewportSize = {"width": 1200, "height": 760}
TAKE_THEM = "REPORTEDLY_PICTURES"
IMAGE = re.compile(r"!\[[^\]]+\]\(page/([\w-]+)\.png\)")


# ---------------------------------------------------------------- the walk
def first_page(page: Page, address: str) -> None:
    page.goto(address)


def a_figure(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".glance a", has_text="people killed").first.click()


def why_it_was_withdrawn(page: Page, address: str) -> None:
    a_figure(page, address)
    page.get_by_role("link", name=re.compile("Daylight News")).first.click()


def who_speaks(page: Page, address: str) -> None:
    page.goto(f"{address}/sources")


def copied(page: Page, address: str) -> None:
    page.goto(f"{address}/copies")
    page.locator('a[href*="/beside/"]').first.click()


def to_look_at(page: Page, address: str) -> None:
    page.goto(f"{address}/doubts")


def rival_explanations(page: Page, address: str) -> None:
    page.goto(f"{address}/hypotheses")


WALK: Mapping[str, Callable[[Page, str], None]] = {
    "case": first_page,
    "figure": a_figure,
    "withdrawn": why_it_was_withdrawn,
    "sources": who_speaks,
    "beside": copied,
    "doubts": to_look_at,
    "hypotheses": rival_explanations,
}


# ---------------------------------------------------------------- the pictures
@pytest.mark.parametrize("name", WALK)
def test_every_picture_shows_what_the_page_shows(name: str, reading_server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size(SIZE)
    WALK[name](page, reading_server.address)
    page.wait_for_load_state("networkidle")
    words = sha256(" ".join(page.locator("main").inner_text().split()).encode()).hexdigest()
    shown = json.loads(SHOWN.read_text("utf-8")) if SHOWN.exists() else {}
    if os.environ.get(TAKE_THEM):
        page.screenshot(path=PICTURES / f"{name}.png")
        SHOWN.write_text(json.dumps({**shown, name: words}, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        return
    assert (PICTURES / f"{name}.png").exists(), "take it with: make pictures"
    assert shown.get(name) == words, "the page shows something else by now; take the pictures anew: make pictures"


def test_the_tutorial_shows_every_picture_and_no_other() -> None:
    told = IMAGE.findall((DOCS / "page.md").read_text("utf-8"))
    assert sorted(told) == sorted(WALK)
    assert sorted(path.stem for path in PICTURES.glob("*.png")) == sorted(WALK)


def test_the_addresses_that_the_tutorial_names_are_there(reading_server: Server) -> None:
    named = re.findall(r"`(/[a-z]*)`", (DOCS / "page.md").read_text("utf-8"))
    assert named
    for path in named:
        assert httpx.get(reading_server.address + path).status_code == 200, path
