"""The case on the desk: what happens to the pages when its file is deleted or replaced under them."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext

from reportedly.case import open_case
from tests.unprivileged import CANNOT, arguments, only_to_be_read
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


# ---------------------------------------------------------------- where nothing may be written
@contextmanager
def served_unprivileged(case: Path, *options: str) -> Iterator[str]:
    """The address of a server in a process that permissions bind."""
    command = arguments("-m", "reportedly", "serve", str(case), "--port", "0", *options)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = re.search(r"http://\S+(?=/)", process.stdout.readline())
        if told is None and process.wait() == CANNOT:
            pytest.skip("root cannot be bound by permissions here")
        try:
            assert told is not None, process.communicate()
            yield told[0]
        finally:
            process.terminate()
            process.communicate()


@pytest.fixture
def locked(example_case: Path, tmp_path: Path) -> Path:
    (tmp_path / "locked").mkdir()
    return Path(shutil.copy(example_case, tmp_path / "locked" / "january.case"))


def test_a_case_is_shown_where_neither_it_nor_its_folder_may_be_written(locked: Path) -> None:
    before = locked.read_bytes()
    with only_to_be_read(locked.parent), served_unprivileged(locked, "--read-only") as address:
        for path in (*PAGES, "/sources", "/names", "/conflicts", "/corrections/1"):
            assert httpx.get(address + path, timeout=30).status_code == 200, path
        refused = httpx.post(f"{address}/decisions/note", data={"subject": "1", "text": "Ask the ministry"})
        assert refused.status_code == 403
        assert [file.name for file in locked.parent.iterdir()] == ["january.case"]
    assert locked.read_bytes() == before


def test_without_read_only_such_a_case_is_refused_with_what_to_give(locked: Path) -> None:
    with only_to_be_read(locked.parent):
        command = arguments("-m", "reportedly", "serve", str(locked), "--port", "0")
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode == CANNOT:
        pytest.skip("root cannot be bound by permissions here")
    assert done.returncode == 3
    assert "give --read-only" in done.stderr


def test_what_somebody_else_writes_is_seen_where_only_he_may_write(locked: Path) -> None:
    """The server may not write; who owns the case adds a decision, and closes it again."""
    with only_to_be_read(locked.parent), served_unprivileged(locked, "--read-only") as address:
        assert httpx.get(f"{address}/api/decisions", timeout=30).json()["page"]["total"] == 0
        locked.parent.chmod(0o755)
        locked.chmod(0o644)
        store = open_case(locked)
        store.decide("note", {"report": "x", "where": "x"}, "from elsewhere", who="Ben", at="2022-03-20T10:00:00Z")
        store.close()
        seen = 0
        for _ in range(50):
            answer = httpx.get(f"{address}/api/decisions", timeout=30)
            seen = answer.json()["page"]["total"] if answer.status_code == 200 else 0
            if seen:
                break
            time.sleep(0.1)
        assert seen == 1


# ---------------------------------------------------------------- and the log beside a case that was replaced
def test_a_server_does_not_apply_the_log_of_one_case_to_another(server: Server, example_case: Path) -> None:
    assert noted(server).status_code == 303  # now in the log beside the case
    assert (server.case.parent / "january.case-wal").stat().st_size > 0
    other = Path(shutil.copy(example_case, server.case.parent / "other.case"))
    store = open_case(other)
    store.decide("note", {"report": "x", "where": "x"}, "decided in the other", who="Ben", at="2022-03-20T10:00:00Z")
    store.close()
    other.replace(server.case)
    before = server.case.read_bytes()
    assert "another file took the place of january.case" in noted(server).text
    command = arguments("-m", "reportedly", "serve", str(server.case), "--port", "0")
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 3
    assert "january.case was replaced: january.case-wal beside it holds changes to another file" in done.stderr
    assert server.case.read_bytes() == before
