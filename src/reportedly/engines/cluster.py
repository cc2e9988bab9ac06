"""Many machines: the work runs on the workers of a Dask cluster, which somebody else has started.  Needs dask.

A worker that dies costs nothing: Dask gives its work to another one.  Work that several workers died of is lost.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from reportedly.engines.turns import under_way
from reportedly.interfaces import Lost
from reportedly.model import ReportedlyError

In = TypeVar("In")
Out = TypeVar("Out")

AHEAD = 3  # inputs for each thread of the cluster that are under way or done and not yet asked for
PATIENCE = 30.0  # seconds to find the cluster
MISSING = "running on a cluster needs dask, which is not installed: pip install 'reportedly[cluster]'"
GONE = "the cluster is gone; what was done is done: start it again, and run the same command to go on"


class NoCluster(ReportedlyError):
    """A cluster that cannot be reached, or that went away."""


def run_on_cluster(work: Callable[[In], Out], inputs: Iterable[In], *, client: Any) -> Iterator[Out | Lost]:
    """Answers in the order of the inputs; workers may come and go meanwhile.

    `client` is a `distributed.Client`.  `work`, inputs and answers must be such as can be pickled, and the package
    installed on every worker.  What `work` raises is raised here; raises `NoCluster` where the cluster goes away.
    """
    dask = distributed()

    def submit(one: In) -> Any:
        # Not pure: Dask would take two equal inputs for one, and an earlier run's answer for this one's.
        return client.submit(work, one, pure=False)

    def wanted() -> int:
        threads: int = sum(client.nthreads().values())
        return AHEAD * max(1, threads)

    try:
        with closing(under_way(inputs, submit, wanted=wanted)) as turns:
            for one, future in turns:
                try:
                    yield future.result()
                except dask.KilledWorker:
                    yield Lost(input=one, why="every worker that read it died")
    except (CancelledError, import_module("distributed.comm").CommClosedError) as error:
        raise NoCluster(GONE) from error


@contextmanager
def cluster_at(address: str | None, *, jobs: int) -> Iterator[Any]:
    """The client of the cluster at `address`, or at the scheduler file of that name.

    For None a cluster of `jobs` processes on this machine is started, and ended again.
    """
    dask = distributed()
    if address is None:
        with (
            dask.LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None) as cluster,
            dask.Client(cluster) as client,
        ):
            yield client
        return
    where = {"scheduler_file": address} if is_file_to_come(address) else {"address": address}
    try:
        client = dask.Client(timeout=PATIENCE, **where)
    except (OSError, ValueError) as error:
        raise NoCluster(f"no cluster answers at {address}: {str(error) or type(error).__name__}") from None
    with client:
        yield client


def is_file_to_come(address: str) -> bool:
    """Whether it is a scheduler file; one that a scheduler started with us has not written yet is waited for."""
    if ":" in address:  # tcp://head:8786, or a folder of Windows
        return Path(address).is_file()
    until = time.monotonic() + PATIENCE
    while not Path(address).is_file():
        if time.monotonic() > until:
            raise NoCluster(f"no cluster answers at {address}: no scheduler has written such a file")
        time.sleep(0.05)
    return True


def hush() -> None:
    """Keeps Dask from logging, with tracebacks, what comes back as `Lost` and `NoCluster`; for programs of our own."""
    distributed()  # sets the levels of its loggers when it is imported
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


def distributed() -> Any:
    try:
        return import_module("distributed")
    except ModuleNotFoundError:
        raise NoCluster(MISSING) from None
