"""The tutorial of the page: its pictures are taken here, and show what the page shows today.

`make pictures` takes them anew.  A picture is held to the page by the words on it, not by its pixels: these differ from
machine to machine with the fonts.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize

from reportedly.ask import Case
from reportedly.ask.hypotheses import Rating
from reportedly.case import open_case
from tests.web.conftest import READ_AT, serving

pytestmark = pytest.mark.browser

DOCS = Path(__file__).parent.parent.parent / "docs" / "tutorial"
PICTURES = DOCS / "page"
SHOWN = PICTURES / "shown.json"  # the words on each picture, as a sum
SIZE: ViewportSize = {"width": 1280, "height": 800}
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
    page.goto(f"{address}/search?words=hundreds")
    page.locator("main a[href^='/reports/']", has_text=re.compile("036|Policy Chaser")).first.click()
    page.locator('a[href*="/beside/"]').first.click()


def to_look_at(page: Page, address: str) -> None:
    page.goto(f"{address}/doubts")


def rival_explanations(page: Page, address: str) -> None:
    page.goto(f"{address}/hypotheses")


# What speaks for two explanations (consistent, inconsistent, very so), by the words of claims.
RIVALS = ("The former president stayed in the capital", "The former president left the country")
TIES: tuple[tuple[str, Rating, Rating], ...] = (
    ("is in Nur-Sultan and is in direct contact", "CC", "II"),
    ("has left Kazakhstan together with his daughters", "II", "CC"),
    ("All these days Nazarbayev was situated in", "CC", "II"),
    ("the ex-president and his family had left", "I", "C"),
)


def with_rivals(path: Path) -> None:
    """Writes two rival explanations into a case, and ties what is said of them."""
    with Case(open_case(path), now=lambda: READ_AT) as case:
        for title in RIVALS:
            case.write_hypothesis(title, who="Ada")
        for words, *ratings in TIES:
            [claim, *_] = [one for one in case.claims() if words in one.words]
            for hypothesis, rating in zip(("H1", "H2"), ratings, strict=True):
                case.tie(claim.report, claim.id, hypothesis, rating, "medium", who="Ada")


@pytest.fixture(scope="module")
def address(example_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The example case with two hypotheses, read-only."""
    copy = Path(shutil.copy(example_case, tmp_path_factory.mktemp("tutorial") / "january-2022.case"))
    with_rivals(copy)
    with serving(copy, read_only=True) as server:
        yield server.address


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
def test_every_picture_shows_what_the_page_shows(name: str, address: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size(SIZE)
    WALK[name](page, address)
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


def test_the_addresses_that_the_tutorial_names_are_there(address: str) -> None:
    named = re.findall(r"`(/(?!api`)[a-z]*)`", (DOCS / "page.md").read_text("utf-8"))
    assert named
    for path in named:
        assert httpx.get(address + path).status_code == 200, path
