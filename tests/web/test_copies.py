"""Copies: families of reports, and what copying did to their numbers."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from reportedly.case import make_case
from reportedly.model import Ledger
from tests.builders import a_ledger
from tests.web.conftest import Open, Server, serving

pytestmark = pytest.mark.browser


def test_a_family_is_one_origin_with_its_likely_original_first(look: Open) -> None:
    page = look("/copies")
    family = page.locator(".family", has_text="Atlantic Press Service")
    assert "2 reports, 1 origin" in family.inner_text()
    first = family.locator("li").first.inner_text()
    assert "Atlantic Press Service" in first
    assert "likely the original" in first
    tags = page.locator("table .tag").all_inner_texts()
    assert tags
    assert set(tags) == {"likely the original"}  # which of two it is, nobody has seen
    assert "word for word" in family.locator("li").nth(1).inner_text()


def test_what_copying_did_to_a_number_is_told_with_the_copy(look: Open) -> None:
    page = look("/copies")
    family = page.locator(".family", has_text="Policy Chaser")
    assert "dozens of people killed against hundreds of individuals killed" in family.locator(".damage").inner_text()


def test_a_pair_opens_side_by_side(look: Open) -> None:
    page = look("/copies")
    page.get_by_role("link", name="side by side: Global Courier and Policy Chaser").click()
    assert page.url.endswith("/beside/22/23")


def test_copies_come_as_json(reading_server: Server) -> None:
    found = httpx.get(f"{reading_server.address}/api/copies").json()
    assert found["total"] == len(found["pairs"]) == 4
    verbatim = next(one for one in found["pairs"] if one["kind"] == "verbatim")
    assert (verbatim["a"], verbatim["b"], verbatim["original"]) == (25, 26, 25)


# ---------------------------------------------------------------- ten reports, one origin
WORDS = (
    "A crane fell into the harbour basin on Monday evening after its cable broke, and the quay was closed until the "
    "morning while divers looked for the hook, the harbour office told everybody who asked about it at the gate."
)


def reprint(number: int) -> Ledger:
    return a_ledger(
        WORDS + f" Reprint {'again ' * number}.",
        outlet=f"Paper {number}",
        where=f"{number}.txt",
        published=f"2031-05-{number + 1:02}",
    )


@pytest.fixture(scope="module")
def reprinted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = tmp_path_factory.mktemp("reprinted") / "reprinted.case"
    store = make_case(path)
    for ledger in map(reprint, range(10)):
        store.keep(ledger, raw=ledger.report.text.encode(), reader="sha256:model", at="2031-05-20T08:00:00Z")
    store.close()
    with serving(path, read_only=True) as server:
        yield server


def test_ten_reprints_are_ten_reports_and_one_origin(reprinted: Server) -> None:
    found = httpx.get(f"{reprinted.address}/api/copies").json()
    [family] = found["families"]
    assert family["words"] == "10 reports, 1 origin"
    assert family["members"][0]["original"]
    assert family["members"][0]["outlet"] == "Paper 0"
    assert all(member["beside"] for member in family["members"][1:])
