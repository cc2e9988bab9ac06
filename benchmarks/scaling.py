"""Scaling: words a second by the clock, read by one process and by two, from the start of a run to its last ledger."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.result import Missing, Result
from benchmarks.texts import articles, where_from, words
from reportedly.engines.processes import run_in_processes
from reportedly.model import Ledger, Unreadable
from reportedly.pipeline import read_many

ARTICLES = 600  # half a minute of one process, so that starting two (about a second) is a small part of it
JOBS = (1, 2)
IDLE = 0.3  # load of the machine beside us up to which the clock says something
Reading = Callable[[Iterable[Path]], Iterator[Ledger | Unreadable]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """One run: seconds by the clock, and of CPU time in the processes that read."""

    clock: float
    cpu: float


def run() -> Result:
    if (os.cpu_count() or 1) < max(JOBS):
        raise Missing(f"this machine has fewer than {max(JOBS)} cores")
    load_before = os.getloadavg()[0]
    texts = articles(ARTICLES)
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number:04}.txt" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_bytes(text.encode())
        took = {jobs: measured(partial(read_many, engine=partial(run_in_processes, jobs=jobs)), paths) for jobs in JOBS}
    count = words(texts)
    by_clock = {jobs: round(count / one.clock) for jobs, one in took.items()}
    by_cpu = {jobs: round(count / one.cpu) for jobs, one in took.items()}
    scaling = round(took[1].clock / took[2].clock, 2)
    figures: dict[str, float | int | str | None] = {
        "corpus": where_from(),
        "articles": len(texts),
        "words": count,
        **{f"words_per_second_{jobs}_jobs": by_clock[jobs] for jobs in JOBS},
        **{f"words_per_cpu_second_{jobs}_jobs": by_cpu[jobs] for jobs in JOBS},
        "scaling": scaling,
        "load_before": round(load_before, 2),
    }
    rows = [
        (f"{jobs} {'process' if jobs == 1 else 'processes'}", f"{by_clock[jobs]:,}", f"{by_cpu[jobs]:,}")
        for jobs in JOBS
    ]
    rows.append(("times as fast", f"{scaling:.2f}", ""))
    note = f"{len(texts)} articles of {where_from()}, {count:,} words"
    if load_before > IDLE:
        note += f"\nload of the machine before: {load_before:.1f}; the clock says something only where it is idle"
    return Result(figures=figures, heading=("", "words/s", "words/CPU s"), rows=rows, note=note)


def measured(reading: Reading, paths: Iterable[Path]) -> Took:
    before, started = cpu_of_children(), time.perf_counter()
    for answer in reading(paths):
        if isinstance(answer, Unreadable):
            raise Missing(f"an article could not be read: {answer}")
    return Took(clock=time.perf_counter() - started, cpu=cpu_of_children() - before)


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
