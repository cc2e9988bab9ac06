"""`reportedly extract` as somebody types it."""

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
from tests.cli.test_command_line import SOURCE
from tests.shards.archive import files_under, line, write_archive

pytest.importorskip("pyarrow")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with three shards under in/."""
    monkeypatch.chdir(tmp_path)
    write_archive(tmp_path / "in")
    return tmp_path


def extract(*arguments: str) -> Result:
    return CliRunner().invoke(reportedly, ["extract", *arguments])


def summary(*arguments: str) -> dict[str, Any]:
    found = json.loads(extract(*arguments, "--format", "json").stdout)
    assert isinstance(found, dict)
    return found


def test_it_says_what_it_read_and_where_that_is(desk: Path) -> None:
    result = extract("in", "out")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("3 shards read. In out: 12 reports, ")
    assert result.stdout.endswith("; 1 could not be read.\n")
    assert len(list((desk / "out").glob("shard=*/claims.parquet"))) == 3


def test_the_second_time_nothing_is_to_be_done(desk: Path) -> None:
    first, again = summary("in", "out"), summary("in", "out")
    assert (first["read"], first["skipped"], again["read"], again["skipped"]) == (3, 0, 0, 3)
    same = ("reports", "claims", "figures", "words", "unreadable", "there")
    assert [first[name] for name in same] == [again[name] for name in same]
    assert first["cpu_seconds"] > again["cpu_seconds"] == 0


def test_several_processes_write_what_one_writes(desk: Path) -> None:
    assert extract("in", "one").exit_code == extract("in", "two", "--jobs", "2").exit_code == 0
    assert files_under(desk / "one") == files_under(desk / "two")


def test_a_shard_that_cannot_be_read_is_told_and_the_others_are_there(desk: Path) -> None:
    (desk / "in" / "bad.parquet").write_bytes(b"nothing")
    result = extract("in/00.jsonl", "gone.jsonl", "in", "out", "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["read"] == 3
    assert [one["where"] for one in found["failed"]] == ["gone.jsonl", "in/bad.parquet"]
    assert "reportedly: gone.jsonl: there is no such file\n" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("in", "out", "--engine", "serial", "--jobs", "2"), "--engine serial is one process"),
        (("in", "out", "--engine", "processes", "--address", "tcp://head:8786"), "--address names a Dask cluster"),
        (("in", "out", "--address", "tcp://head:8786", "--jobs", "2"), "--jobs is for this machine"),
        (("in",), "Missing argument"),
    ],
)
def test_what_cannot_be_meant_is_refused(desk: Path, arguments: tuple[str, ...], complaint: str) -> None:
    result = extract(*arguments)
    assert result.exit_code == 2
    assert complaint in result.stderr


def test_a_place_that_cannot_be_written_ends_it_before_anything_is_read(desk: Path) -> None:
    (desk / "out").touch()
    result = extract("in", "out")
    assert result.exit_code == 3
    assert result.stderr.startswith("Error: out cannot be written")


def test_stopped_by_ctrl_c_it_leaves_whole_shards_and_the_next_run_does_the_rest(desk: Path) -> None:
    with (desk / "in" / "03.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(line(f"The bridge number {number} is open, the ministry said.") for number in range(3000))
    process = subprocess.Popen(
        [sys.executable, "-m", "reportedly", "extract", "in", "out", "--jobs", "2"],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C goes to all processes of a terminal
    )
    while len(list((desk / "out").glob("shard=*"))) < 3 and process.poll() is None:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (130, "reportedly: stopped\n")
    assert sorted(path.name[:8] for path in (desk / "out").iterdir()) == ["shard=00", "shard=01", "shard=02"]


# ---------------------------------------------------------------- what is told of the files
SAID = "The harbour was shut on Monday, mayor Anna Berg said."


def test_a_folder_of_single_reports_is_read_with_what_rows_tell_of_them(desk: Path) -> None:
    (desk / "news").mkdir()
    for number in (1, 2):
        (desk / "news" / f"{number}.txt").write_text(f"{SAID} It rained on day {number}.\n")
    (desk / "news" / "about.csv").write_text("file,outlet,published\n1.txt,Coast Herald,2022-01-06\n")
    result = extract("news", "out", "--metadata", "news/about.csv")
    assert result.exit_code == 0
    assert result.stdout.startswith("1 shard read. In out: 2 reports, ")
    assert "news/2.txt: no row in news/about.csv" in result.stderr
    assert "1 shard there already" in extract("news", "out", "--metadata", "news/about.csv").stdout
    (desk / "news" / "about.csv").write_text("file,outlet,published\n1.txt,Wire Desk,2022-01-06\n")
    assert "1 shard read" in extract("news", "out", "--metadata", "news/about.csv").stdout

    CliRunner().invoke(reportedly, ["add", "x.case", "out"])
    again = CliRunner().invoke(reportedly, ["add", "x.case", "--again"])
    assert again.stdout.startswith("2 reports read again")
    from reportedly.case import open_case

    store = open_case(desk / "x.case")
    assert {(kept.where, kept.outlet, kept.published) for kept in store.reports()} == {
        ("news/1.txt", "Wire Desk", "2022-01-06"),
        ("news/2.txt", None, None),
    }
    store.close()


def test_columns_under_other_names_are_told_to_extract_and_to_add(desk: Path) -> None:
    (desk / "a.csv").write_text(f'words,day\n"{SAID}",2022-01-06\n')
    unsaid = extract("a.csv", "out")
    assert unsaid.exit_code == 1
    assert "its columns are words, day" in unsaid.stderr
    assert "In out: 1 report," in extract("a.csv", "out", "--column", "text=words", "--column", "published=day").stdout
    added = CliRunner().invoke(reportedly, ["add", "x.case", "a.csv", "--column", "text=words"])
    assert added.stdout.startswith("1 report added")
    wrong = CliRunner().invoke(reportedly, ["add", "x.case", "a.csv", "--column", "body=words"])
    assert wrong.exit_code == 2
    assert "“body=words” is not such as text=body" in wrong.stderr


def test_a_single_file_can_be_extracted(desk: Path) -> None:
    (desk / "a.html").write_text(f"<article><h1>Harbour shut</h1><p>{SAID}</p></article>")
    assert "In out: 1 report," in extract("a.html", "out").stdout
