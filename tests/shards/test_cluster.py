"""A real cluster on this machine, one of whose workers is killed in the middle: its tables are those of one process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_command_line import SOURCE
from tests.shards.archive import extracted, files_under, write_archive

pytest.importorskip("distributed")
pytest.importorskip("pyarrow")

WORKERS = 3
PATIENCE = 60.0


@contextmanager
def running(*arguments: str, at: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=at,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[Path, list[subprocess.Popen[str]]]]:
    """A scheduler and its workers, each a process of its own, as `dask scheduler` and `dask worker` start them."""
    file = tmp_path / "scheduler.json"
    alone = ("--no-dashboard", "--scheduler-file", str(file))
    with ExitStack() as stack:
        started = [stack.enter_context(running("dask", "scheduler", "--port", "0", *alone, at=tmp_path))]
        until(file.exists)
        started += [
            stack.enter_context(running("dask", "worker", "--no-nanny", "--nthreads", "1", *alone, at=tmp_path))
            for _ in range(WORKERS)
        ]
        yield file, started[1:]


def until(so: Callable[[], Any]) -> None:
    limit = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < limit, "it never came about"
        time.sleep(0.01)


def test_a_worker_is_killed_in_the_middle_and_the_tables_are_those_of_one_process(
    cluster: tuple[Path, list[subprocess.Popen[str]]], tmp_path: Path
) -> None:
    file, workers = cluster
    archive, out = write_archive(tmp_path / "in", shards=8, reports=30), tmp_path / "many"
    command = ("reportedly", "extract", str(archive), str(out), "--address", str(file), "--format", "json")
    with running(*command, at=tmp_path) as extracting:
        until(lambda: list(out.glob("shard=*")))
        busy = list((out / ".under_way").glob("*/*/shard=*"))
        workers[0].send_signal(signal.SIGKILL)
        summary = json.loads(extracting.communicate(timeout=PATIENCE)[0])
    assert busy, "all was done before the worker was killed"
    assert (summary["read"], summary["failed"], summary["reports"]) == (8, [], 8 * 30)
    extracted(archive, tmp_path / "one")
    assert files_under(out) == files_under(tmp_path / "one")


def test_a_cluster_that_goes_away_is_told_and_the_rest_is_done_by_the_next_run(
    cluster: tuple[Path, list[subprocess.Popen[str]]], tmp_path: Path
) -> None:
    archive, out = write_archive(tmp_path / "in"), tmp_path / "out"
    with running(
        "reportedly", "extract", str(archive), str(out), "--address", "tcp://127.0.0.1:9", at=tmp_path
    ) as extracting:
        extracting.communicate(timeout=PATIENCE)
    assert extracting.returncode == 3
