"""Cold start: what `reportedly read` takes for one article of 1,200 words when nothing is loaded yet."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.result import Missing, Result
from benchmarks.texts import article_of, where_from

WORDS, RUNS = 1200, 5


def run() -> Result:
    with TemporaryDirectory() as folder:
        article = Path(folder) / "article.txt"
        article.write_bytes(article_of(WORDS).encode())
        seconds = [timed([command(), "read", str(article), "--format", "json"]) for _ in range(RUNS)]
    clock, cpu = (round(median(column), 3) for column in zip(*seconds, strict=True))
    return Result(
        figures={"corpus": where_from(), "words": WORDS, "runs": RUNS, "seconds": clock, "cpu_seconds": cpu},
        heading=("", "seconds"),
        rows=[("by the clock", f"{clock:.2f}"), ("of CPU time", f"{cpu:.2f}")],
        note=f"one article of {WORDS:,} words ({where_from()}), a fresh process each time, median of {RUNS}",
    )


def command() -> str:
    """The `reportedly` that belongs to this Python, or else the one on the path."""
    beside = Path(sys.executable).with_name("reportedly")
    found = str(beside) if beside.exists() else shutil.which("reportedly")
    if not found:
        raise Missing("the command reportedly is not installed; pip install .")
    return found


def timed(arguments: list[str]) -> tuple[float, float]:
    """Seconds by the clock and of CPU that a command takes."""
    before, clock = cpu_of_children(), time.perf_counter()
    done = subprocess.run(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    spent = time.perf_counter() - clock, cpu_of_children() - before
    if done.returncode:
        raise Missing(f"{' '.join(arguments)} failed: {done.stderr.strip()[-300:]}")
    return spent


def cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
