"""The command itself: what it says of itself, how it ends, and how soon."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

import reportedly
from reportedly.cli import COMMANDS

SOURCE = Path(reportedly.__file__).parent.parent


def ran(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reportedly", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "utf-8", **more},
        timeout=120,
        check=False,
    )


def test_help_lists_every_command_and_shows_how_to_begin() -> None:
    helped = ran("--help")
    assert helped.returncode == 0
    assert all(f"  {name}  " in helped.stdout for name in COMMANDS)
    assert "reportedly read article.txt" in helped.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_can_be_loaded_and_sums_itself_up_as_the_list_does(name: str) -> None:
    command = COMMANDS[name].load()
    assert isinstance(command, click.Command)
    assert command.name == name
    assert command.short_help == COMMANDS[name].summary


def test_help_loads_nothing_that_is_slow_to_load() -> None:
    script = "import sys, reportedly.cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(SOURCE)}
    ).stdout.split()
    assert not {"rich", "numpy", "onnxruntime", "reportedly.pipeline", "trafilatura"} & set(loaded)


def test_help_is_there_at_once() -> None:
    started = time.perf_counter()
    ran("--help")
    assert time.perf_counter() - started < 2  # 0.12 s on an idle machine; the reader alone would take half a second


def test_the_version_is_that_of_the_package() -> None:
    assert ran("--version").stdout == f"reportedly {reportedly.__version__}\n"


def test_the_help_of_read_teaches_formats_examples_and_exit_codes() -> None:
    helped = ran("read", "--help").stdout
    for words in ("Formats:", "Examples:", "Exit codes:", "2022-01-10T06:30:00Z"):
        assert words in helped
    assert max(map(len, helped.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Missing argument"),
        (["a.txt", "--published", "10.1.2022"], "write the day as 2022-01-10"),
        (["a.txt", "--published", "2022-02-30"], "write the day as 2022-01-10"),
        (["a.txt", "--published", "2022-01-10T25:00Z"], "write the day as 2022-01-10"),
        (["a.txt", "--published", "20220110"], "write the day as 2022-01-10"),
        (["a.txt", "--format", "xml"], "'xml' is not one of"),
        (["a.txt", "-o", "/no/such/folder/out.json"], "there is no folder"),
        (["-", "-"], "read once only"),
    ],
)
def test_wrong_usage_is_exit_code_2_and_says_what_to_do(arguments: list[str], told: str) -> None:
    wrong = ran("read", *arguments)
    assert wrong.returncode == 2
    assert told in " ".join(wrong.stderr.split())
    assert wrong.stdout == ""


def test_an_unknown_command_is_wrong_usage() -> None:
    wrong = ran("reed")
    assert wrong.returncode == 2
    assert "No such command 'reed'" in wrong.stderr


def test_a_report_is_never_overwritten_by_its_own_ledger(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text("It rained.")
    wrong = ran("read", str(report), "-o", str(report))
    assert wrong.returncode == 2
    assert "one of the reports to read" in " ".join(wrong.stderr.split())
    assert report.read_text() == "It rained."
