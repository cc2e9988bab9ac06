"""Memory: the most that a fresh process holds while it reads fifty articles, and whether thousands need more."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from benchmarks.result import Missing, Result
from benchmarks.texts import articles, where_from, words

ARTICLES = 50
MANY = 5_000  # short reports; 100,000 take a quarter of an hour
SHORT = 60  # words of a short report, about
WARM = 0.2  # the part of them after which everything is loaded and every word list remembered

READ_THEM = """
import sys
from pathlib import Path
from reportedly.model import Ledger
from reportedly.pipeline import read_many
claims = 0
for ledger in read_many(sorted(Path(sys.argv[1]).glob("*.txt"))):
    if not isinstance(ledger, Ledger):
        sys.exit(str(ledger))
    claims += len(ledger.claims)
status = Path("/proc/self/status")
if status.exists():
    print(claims, status.read_text(encoding="ascii", errors="replace"))
else:
    import resource
    print(claims, "VmHWM:", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "kB")
"""

EXTRACT_THEM = """
import re, sys
from pathlib import Path
from reportedly.shards.inputs import shards_of
from reportedly.shards.process import new_run, process_shard
def watched(work, inputs):
    for number, one in enumerate(inputs):
        if number % 50 == 0:
            print(number, re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
        yield work(one)
[shard] = shards_of(sys.argv[1:2])
report = process_shard(shard, out=sys.argv[2], run=new_run(), engine=watched)
sys.exit(report.why)
"""


def run() -> Result:
    texts = articles(ARTICLES)
    with TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            (Path(folder) / f"{number:03}.txt").write_bytes(text.encode())
        done = subprocess.run([sys.executable, "-c", READ_THEM, folder], capture_output=True, text=True, check=False)
    peak = re.search(r"VmHWM:\s+(\d+) kB", done.stdout)
    if done.returncode or not peak:
        raise Missing(f"the articles could not be read: {done.stderr.strip()[-300:]}")
    megabytes = round(int(peak[1]) * 1024 / 1e6, 1)
    figures: dict[str, float | int | str | None] = {
        "corpus": where_from(),
        "articles": len(texts),
        "words": words(texts),
        "claims": int(done.stdout.split()[0]),
        "peak_mb": megabytes,
    }
    note = f"{len(texts)} articles of {where_from()}, {figures['words']:,} words, {figures['claims']:,} claims"
    rows = [("most memory at any moment", f"{megabytes:.0f}")]
    return Result(figures=figures, heading=("", "MB"), rows=rows, note=note)


def run_many(reports: int = MANY) -> Result:
    """Resident memory while a file of many short reports is read into tables, and how fast it grows."""
    if not Path("/proc/self/status").exists():
        raise Missing("this system does not tell how much memory a process holds")
    with TemporaryDirectory() as folder:
        shard = Path(folder) / "short.jsonl"
        with shard.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps({"text": text}) + "\n" for text in short_reports(reports))
        done = subprocess.run(
            [sys.executable, "-c", EXTRACT_THEM, str(shard), str(Path(folder) / "out")],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise Missing(f"the reports could not be read: {done.stderr.strip()[-300:]}")
    seen = [
        (int(number), int(kilobytes) * 1024 / 1e6) for number, kilobytes in map(str.split, done.stdout.splitlines())
    ]
    warm = [one for one in seen if one[0] >= WARM * reports]
    growth = slope(warm) * 1000
    figures: dict[str, float | int | str | None] = {
        "corpus": where_from(),
        "reports": reports,
        "mb_when_warm": round(warm[0][1], 1),
        "mb_at_the_end": round(warm[-1][1], 1),
        "mb_at_most": round(max(size for _, size in seen), 1),
        "mb_per_1000_reports": round(growth, 3),
    }
    rows = [
        (f"after {warm[0][0]:,} reports", f"{warm[0][1]:.0f}"),
        (f"after {warm[-1][0]:,} reports", f"{warm[-1][1]:.0f}"),
        ("growth for 1,000 reports more", f"{growth:+.2f}"),
    ]
    note = f"{reports:,} reports of about {SHORT} words from {where_from()}"
    return Result(figures=figures, heading=("", "MB"), rows=rows, note=note)


def short_reports(wanted: int) -> Iterator[str]:
    """Stretches of articles, each different from all others."""
    words_of_all = " ".join(articles(200)).split()
    for number in range(wanted):
        start = number * SHORT % (len(words_of_all) - SHORT)
        yield f"{' '.join(words_of_all[start : start + SHORT])}. This is report {number}."


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Of the straight line that is nearest to the points."""
    mean_x, mean_y = fmean(x for x, _ in points), fmean(y for _, y in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
