"""A real cluster on this machine, one of whose workers is killed in the middle: its tables are those of one process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_command_line import SOURCE
from tests.shards.archive import extracted, files_under, write_archive

pytest.importorskip("distributed")
pytest.importorskip("pyarrow")

PATIENCE = 120.0  # seconds; a dozen where the machine is idle


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


class Cluster:
    """A scheduler and its workers, each a process of its own, as `dask scheduler` and `dask worker` start them.

    The workers stand in another folder than whoever gives them work, as those on other machines do.
    """

    def __init__(self, folder: Path, stack: ExitStack, *, workers: int) -> None:
        self.file = folder / "scheduler.json"
        alone = ("--no-dashboard", "--scheduler-file", str(self.file))
        self.scheduler = stack.enter_context(running("dask", "scheduler", "--port", "0", *alone, at=folder))
        until(self.file.exists)
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        for _ in range(workers):
            stack.enter_context(running("dask", "worker", "--no-nanny", "--nthreads", "1", *alone, at=elsewhere))


@contextmanager
def cluster(folder: Path, *, workers: int) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(folder, stack, workers=workers)


def until(so: Callable[[], Any]) -> None:
    limit = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < limit, "it never came about"
        time.sleep(0.01)


def under_way(out: Path) -> list[int]:
    """The processes that are writing shards."""
    return [int(room.name.partition("-")[0]) for room in (out / ".under_way").glob("*/*")]


def a_worker(out: Path) -> int:
    """One of them; between two shards there may be none."""
    found: list[int] = []

    def is_there() -> bool:
        found.extend(under_way(out))
        return bool(found)

    until(is_there)
    return found[0]


def test_a_worker_is_killed_in_the_middle_and_the_tables_are_those_of_one_process(tmp_path: Path) -> None:
    archive, out = write_archive(tmp_path / "in", shards=8, reports=20), tmp_path / "many"
    with cluster(tmp_path, workers=3) as three, extracting(archive, out, three) as run:
        until(lambda: list(out.glob("shard=*")))
        os.kill(a_worker(out), signal.SIGKILL)
        summary = json.loads(run.communicate(timeout=PATIENCE)[0])
    # What the worker had just finished, and not yet said so, the next one finds there.
    assert (summary["read"] + summary["skipped"], summary["failed"], summary["reports"]) == (8, [], 8 * 20)
    extracted(archive, tmp_path / "one")
    assert files_under(out) == files_under(tmp_path / "one")


def test_a_cluster_that_goes_away_leaves_whole_shards_and_the_next_run_does_the_rest(tmp_path: Path) -> None:
    archive, out = write_archive(tmp_path / "in", shards=6, reports=20), tmp_path / "many"
    with cluster(tmp_path, workers=1) as one, extracting(archive, out, one) as run:
        until(lambda: list(out.glob("shard=*")))
        one.scheduler.kill()
        run.communicate(timeout=PATIENCE)
    assert run.returncode == 3
    assert {report.how for report in extracted(archive, out)} == {"read", "skipped"}
    extracted(archive, tmp_path / "one")
    assert shards_under(out) == shards_under(tmp_path / "one")


def extracting(archive: Path, out: Path, cluster: Cluster) -> AbstractContextManager[subprocess.Popen[str]]:
    command = ("reportedly", "extract", str(archive), out.name, "--address", str(cluster.file), "--format", "json")
    return running(*command, at=out.parent)


def shards_under(out: Path) -> dict[str, bytes]:
    return {name: content for name, content in files_under(out).items() if name.startswith("shard=")}
