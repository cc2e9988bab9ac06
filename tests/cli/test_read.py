"""`reportedly read` with the whole reader behind it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from reportedly.cli import reportedly
from tests.builders import HARBOUR
from tests.cli.test_command_line import SOURCE, ran

BRIEF = "The fire is out, the fire service said. Nobody was hurt, according to the port authority.\n"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with two reports and a page."""
    (tmp_path / "news" / "inner").mkdir(parents=True)
    (tmp_path / "news" / "a.txt").write_text(HARBOUR, encoding="utf-8")
    (tmp_path / "news" / "b.txt").write_text(BRIEF, encoding="utf-8")
    page = f"<!doctype html><html><body><article><h1>Fire out</h1><p>{BRIEF * 3}</p></article></body></html>"
    (tmp_path / "news" / "inner" / "c.html").write_text(page, encoding="utf-8")
    return tmp_path / "news"


def read(*arguments: object, text: str | None = None) -> Result:
    return CliRunner().invoke(reportedly, ["read", *map(str, arguments)], input=text)


def ledger(result: Result) -> dict[str, Any]:
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def test_one_report_gives_one_ledger_of_its_exact_text(news: Path) -> None:
    found = ledger(read(news / "a.txt", "--format", "json"))
    assert found["format"] == 1
    assert found["report"]["text"] == HARBOUR
    assert found["claims"]


def test_json_is_the_default_where_nobody_looks(news: Path) -> None:
    assert read(news / "b.txt").stdout == read(news / "b.txt", "--format", "json").stdout


def test_the_same_report_gives_the_same_bytes(news: Path) -> None:
    assert read(news / "a.txt").stdout_bytes == read(news / "a.txt").stdout_bytes


def test_a_folder_gives_an_array_in_the_order_of_its_files(news: Path) -> None:
    result = read(news, "--format", "json")
    names = [Path(one["report"]["where"]).name for one in json.loads(result.stdout)]
    assert (result.exit_code, names) == (0, ["a.txt", "b.txt", "c.html"])


def test_a_folder_of_one_report_still_gives_an_array(news: Path) -> None:
    assert len(json.loads(read(news / "inner").stdout)) == 1


def test_standard_input_reads_like_a_file(news: Path) -> None:
    from_file, piped = ledger(read(news / "b.txt")), ledger(read("-", text=BRIEF))
    assert from_file["claims"] == piped["claims"]
    assert from_file["report"]["id"] == piped["report"]["id"]


def test_what_a_person_knows_of_the_report_is_kept(news: Path) -> None:
    found = ledger(read(news / "b.txt", "--outlet", "Example Daily", "--published", "2022-01-10"))
    assert (found["report"]["outlet"], found["report"]["published"]) == ("Example Daily", "2022-01-10")


def test_what_cannot_be_read_is_told_and_the_rest_is_read(news: Path) -> None:
    (news / "empty.txt").write_bytes(b"")
    result = read(news / "missing.txt", news / "empty.txt", news / "b.txt", "--format", "jsonl")
    assert result.exit_code == 1
    assert [json.loads(line)["report"]["text"] for line in result.stdout.splitlines()] == [BRIEF]
    first, second = result.stderr.splitlines()
    assert first.startswith(f"reportedly: {news / 'missing.txt'}: ")
    assert second.startswith(f"reportedly: {news / 'empty.txt'}: ")


def test_an_empty_folder_does_not_keep_the_next_input_from_being_read(news: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    result = read(tmp_path / "nothing", news / "b.txt")
    assert result.exit_code == 1
    assert "nothing: no reports in this folder" in result.stderr
    assert len(json.loads(result.stdout)) == 1


def test_where_nothing_can_be_read_nothing_is_written(tmp_path: Path) -> None:
    result = read(tmp_path / "missing.txt", "-o", tmp_path / "out.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize(
    ("name", "beginning"), [("c.json", "{\n"), ("c.jsonl", '{"format": 1'), ("c.html", "<!DOCTYPE html>")]
)
def test_the_ending_of_the_file_says_the_format(news: Path, tmp_path: Path, name: str, beginning: str) -> None:
    result = read(news / "b.txt", "-o", tmp_path / name)
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)


def test_the_table_can_be_asked_for_anywhere(news: Path) -> None:
    result = read(news / "a.txt", "--format", "table", "--all")
    assert "who says" in result.stdout
    assert "the author" in result.stdout


def test_a_page_may_hold_many_reports(news: Path) -> None:
    assert read(news, "--format", "html").stdout.count("<article ") == 3


def test_a_reader_that_has_had_enough_is_no_error(news: Path) -> None:
    many = [str(news / "b.txt")] * 30
    command = [sys.executable, "-m", "reportedly", "read", *many, "--format", "jsonl"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(SOURCE)}
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_complaints_stand_on_lines_of_their_own_beside_the_progress_bar(news: Path, tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    inputs = [news / "b.txt", news / "missing.txt", news / "b.txt", news / "b.txt"]
    command = [sys.executable, "-m", "reportedly", "read", *map(str, inputs), "-o", str(tmp_path / "out.jsonl")]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "TERM": "xterm", "COLUMNS": "300"}
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=theirs, env=environment, timeout=120, check=False)
    os.close(theirs)
    told = os.read(ours, 1_000_000).decode()
    os.close(ours)
    assert done.returncode == 1
    assert "Reading" in told
    [before, _] = told.split(f"reportedly: {news / 'missing.txt'}")
    assert before.endswith(("\n", "\x1b[2K"))
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send to one process")
def test_ctrl_c_ends_with_one_line_and_exit_code_130(news: Path) -> None:
    command = [sys.executable, "-m", "reportedly", "read", "-"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    ) as process:
        time.sleep(2)  # long enough to wait for input that never comes
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        assert process.stderr.read().splitlines() == [b"reportedly: stopped"]
    assert process.returncode == 130


def test_a_terminal_that_knows_only_ascii_gets_its_table_all_the_same(news: Path) -> None:
    result = ran("read", str(news / "a.txt"), "--format", "table", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert result.returncode == 0
