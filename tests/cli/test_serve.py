"""`reportedly serve` as a process: it opens, says where, and ends well."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server

import httpx
import pytest
from click.testing import CliRunner

from reportedly.case import make_case
from reportedly.cli.serve import address, serve

REPORT = "The bridge is closed, the mayor of Northtown said on Monday. Two people were hurt, police said.\n"
RUN = [sys.executable, "-m", "reportedly"]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.case"
    make_case(path).close()
    return path


@contextmanager
def served(case: Path, *options: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, and the address that it says."""
    process = subprocess.Popen(
        [*RUN, "serve", str(case), "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
    )
    try:
        assert process.stdout is not None
        told = process.stdout.readline()
        found = re.search(r"http://\S+", told)
        assert found, told
        yield process, found[0]
    finally:
        process.kill()
        process.communicate()


def page_of(address: str) -> str:
    """The first page, as soon as the server answers."""
    last = time.monotonic() + 20
    while True:
        try:
            return httpx.get(address, timeout=20).text
        except httpx.ConnectError:
            if time.monotonic() > last:
                raise
            time.sleep(0.05)


def test_it_says_where_the_page_is_and_stops_at_ctrl_c(case: Path) -> None:
    with served(case) as (process, address):
        assert address.startswith("http://127.0.0.1:")
        assert "Nothing is in this case yet" in page_of(address)
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "Traceback" not in complaints


def test_reports_added_beside_it_are_on_the_page_at_once(case: Path, tmp_path: Path) -> None:
    with served(case) as (_, address):
        assert "0 reports" in page_of(address)
        (tmp_path / "bridge.txt").write_text(REPORT, encoding="utf-8")
        subprocess.run([*RUN, "add", str(case), str(tmp_path / "bridge.txt"), "--quiet"], check=True)
        assert "1 report " in page_of(address)


def test_an_address_that_others_reach_needs_a_token_in_the_environment(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REPORTEDLY_TOKEN", raising=False)
    answer = CliRunner().invoke(serve, [str(case), "--host", "0.0.0.0"])
    assert answer.exit_code == 2
    assert "give a token" in answer.stderr
    assert "REPORTEDLY_TOKEN" in answer.stderr


def test_a_port_that_is_taken_is_said_plainly(case: Path) -> None:
    with create_server(("127.0.0.1", 0)) as taken:
        answer = CliRunner().invoke(serve, [str(case), "--port", str(taken.getsockname()[1])])
    assert answer.exit_code == 2
    assert "cannot listen at 127.0.0.1" in answer.stderr
    assert "--port" in answer.stderr


def test_a_case_that_is_not_there_is_no_page(tmp_path: Path) -> None:
    answer = CliRunner().invoke(serve, [str(tmp_path / "none.case")])
    assert answer.exit_code == 3
    assert "reportedly add" in answer.stderr


@pytest.mark.parametrize(
    ("host", "opened"),
    [("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("localhost", "localhost")],
)
def test_the_address_that_is_said_can_be_opened_on_this_machine(host: str, opened: str) -> None:
    assert address(host, 8000, None) == f"http://{opened}:8000/"
