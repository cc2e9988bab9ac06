"""What every engine must do: answers in the order of the inputs, taken in no faster than they are asked for."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from reportedly.engines.cluster import NoCluster, cluster_at, run_on_cluster
from reportedly.engines.processes import AHEAD, run_in_processes
from reportedly.engines.serial import run_serially
from reportedly.interfaces import Engine, Lost

JOBS = 2
ENGINES = ("serially", "in processes", "on a cluster")


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Two worker processes on this machine, as a user without a cluster has them."""
    pytest.importorskip("distributed")
    with cluster_at(None, jobs=JOBS) as client:
        yield client


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    match request.param:
        case "serially":
            return run_serially
        case "in processes":
            return partial(run_in_processes, jobs=JOBS)
    return partial(run_on_cluster, client=request.getfixturevalue("client"))


def doubled(number: int) -> int:
    time.sleep(0.02 if number % 3 == 0 else 0)  # some take longer, and must not be overtaken
    return 2 * number


def in_which_process(_: int) -> int:
    time.sleep(0.05)
    return os.getpid()


def dying_at_thirteen(number: int) -> int:
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def hanging_at_three(number: int) -> int:
    if number == 3:
        time.sleep(60)
    return number


def failing_at_five(number: int) -> int:
    if number == 5:
        raise ValueError("five is wrong")
    return number


def test_answers_come_in_the_order_of_the_inputs(engine: Engine) -> None:
    assert list(engine(doubled, range(40))) == list(range(0, 80, 2))


def test_no_inputs_give_no_answers(engine: Engine) -> None:
    assert list(engine(doubled, [])) == []


def test_inputs_are_taken_in_no_faster_than_answers_are_asked_for(engine: Engine) -> None:
    taken = 0

    def endless() -> Iterator[int]:
        nonlocal taken
        while True:
            taken += 1
            yield taken

    assert list(islice(engine(doubled, endless()), 20)) == list(range(2, 42, 2))
    assert taken <= 20 + JOBS * AHEAD


def test_what_the_work_raises_is_raised_to_whoever_asks(engine: Engine) -> None:
    answers = engine(failing_at_five, range(10))
    assert list(islice(answers, 5)) == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match="five is wrong"):
        next(answers)


# ---------------------------------------------------------------- several processes
def test_the_work_is_shared_between_processes_other_than_this_one() -> None:
    where = set(run_in_processes(in_which_process, range(12), jobs=JOBS))
    assert len(where) == JOBS
    assert os.getpid() not in where


def test_a_process_that_is_killed_costs_one_input_and_not_the_run() -> None:
    answers = list(run_in_processes(dying_at_thirteen, range(30), jobs=JOBS))
    assert [one for one in answers if not isinstance(one, Lost)] == [n for n in range(30) if n != 13]
    assert answers[13] == Lost(input=13, why="the process that read it died (signal 9)")


def test_an_input_that_takes_for_ever_is_given_up() -> None:
    answers = list(run_in_processes(hanging_at_three, range(8), jobs=JOBS, patience=2))
    assert answers[3] == Lost(input=3, why="it was not read within 2 seconds")
    assert [one for one in answers if not isinstance(one, Lost)] == [0, 1, 2, 4, 5, 6, 7]


# ---------------------------------------------------------------- a cluster
def dying_once(marker: Path) -> str:
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return marker.name


def test_a_worker_that_is_killed_costs_nothing_where_another_one_can_do_its_work(client: Any, tmp_path: Path) -> None:
    markers = [tmp_path / str(number) for number in range(3)]
    for marker in markers[1:]:
        marker.touch()
    assert list(run_on_cluster(dying_once, markers, client=client)) == ["0", "1", "2"]


def test_work_that_takes_every_worker_down_is_lost_and_the_cluster_works_on(client: Any) -> None:
    client.cluster.scheduler.allowed_failures = 1
    lost = Lost(input=13, why="every worker that read it died")
    assert list(run_on_cluster(dying_at_thirteen, [13], client=client)) == [lost]
    assert list(run_on_cluster(dying_at_thirteen, [14, 15], client=client)) == [14, 15]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nobody-writes-this.json"])
def test_a_cluster_that_is_not_there_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("reportedly.engines.cluster.PATIENCE", 0.5)
    with pytest.raises(NoCluster, match=f"no cluster answers at {address}"), cluster_at(address, jobs=1):
        pass


def test_a_scheduler_file_that_is_written_a_little_later_is_waited_for(client: Any, tmp_path: Path) -> None:
    file = str(tmp_path / "scheduler.json")
    later = Timer(0.5, client.write_scheduler_file, [file])
    later.start()
    with cluster_at(file, jobs=1) as found:
        assert list(run_on_cluster(doubled, [1, 2], client=found)) == [2, 4]
    later.join()
