"""The case on the desk: what happens to the pages when its file is deleted or replaced under them."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext

from tests.web.conftest import Server, Watched

PAGES = ("/", "/reports", "/figures", "/reports/1", "/search?words=164", "/api/status")


def answers(server: Server) -> set[int]:
    return {httpx.get(server.address + path).status_code for path in PAGES}


def noted(server: Server) -> httpx.Response:
    return httpx.post(server.address + "/decisions/note", data={"subject": "1", "text": "Ask the ministry"})


def test_nothing_is_decided_into_a_case_that_was_deleted_and_the_page_says_so(server: Server) -> None:
    assert answers(server) == {200}
    server.case.unlink()
    assert answers(server) == {503}
    answer = noted(server)
    assert answer.status_code == 503
    assert "january.case was deleted or moved" in answer.text


def test_a_case_that_was_put_back_is_shown_again(server: Server, tmp_path: Path) -> None:
    away = server.case.rename(tmp_path / "away.case")
    assert answers(server) == {503}
    away.rename(server.case)
    assert answers(server) == {200}
    assert noted(server).status_code == 303


def test_another_case_in_its_place_is_not_written_into(server: Server, example_case: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(example_case, tmp_path / "other.case"))
    other.replace(server.case)
    before = server.case.read_bytes()
    assert answers(server) == {503}
    assert "another file took the place of january.case" in noted(server).text
    assert server.case.read_bytes() == before


@pytest.mark.browser
def test_a_page_left_open_says_that_its_case_is_gone(context: BrowserContext, server: Server, watched: Watched) -> None:
    watched.expected.add("503")
    page = context.new_page()
    page.goto(server.address + "/reports")
    server.case.unlink()
    page.evaluate("lookForNews()")
    page.locator(".news").wait_for(state="visible")
    assert "was deleted or moved" in page.locator(".news").inner_text()
