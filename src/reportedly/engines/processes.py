"""Many reports at once, on several cores of this machine: a process for each, with a warm model in it.

A process that dies over a report (a fault in a library, the system out of memory, `kill -9`) costs that report only:
another process takes its place.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import closing
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from reportedly.engines.turns import under_way
from reportedly.interfaces import Lost

In = TypeVar("In")
Out = TypeVar("Out")

AHEAD = 4  # inputs for each process that are under way or done and not yet asked for: what bounds the memory
PATIENCE = 600.0  # seconds for one report; the longest of our corpora take three


def run_in_processes(
    work: Callable[[In], Out], inputs: Iterable[In], *, jobs: int, patience: float = PATIENCE
) -> Iterator[Out | Lost]:
    """Answers in the order of the inputs, which are taken in as answers are taken out.

    `work`, inputs and answers must be such as can be pickled.  What `work` raises is raised here.
    """
    # Spawned, not forked: the threads of a model runtime do not survive a fork.
    pool = ProcessPool(max_workers=jobs, context=multiprocessing.get_context("spawn"), initializer=one_thread_each)

    def submit(one: In) -> ProcessFuture[Out]:
        return pool.schedule(work, args=[one], timeout=patience)

    try:
        with closing(under_way(inputs, submit, wanted=lambda: jobs * AHEAD)) as turns:
            for one, future in turns:
                yield answer(one, future, patience)
        pool.close()  # type: ignore[no-untyped-call]
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def answer(one: object, future: ProcessFuture[Any], patience: float) -> Any:
    try:
        return future.result()
    except ProcessExpired as error:
        return Lost(input=one, why=f"the process that read it died ({how_it_died(error.exitcode)})")
    except TimeoutError:
        return Lost(input=one, why=f"it was not read within {patience:.0f} seconds")
    except CancelledError:
        return Lost(input=one, why="reading was stopped before it was its turn")


def how_it_died(exit_code: int) -> str:
    """ "signal 9" or "exit code 1"."""
    return f"signal {-exit_code}" if exit_code < 0 else f"exit code {exit_code}"


def one_thread_each() -> None:
    """Processes share the cores; threads of numpy's matrix products would only wait for each other."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
