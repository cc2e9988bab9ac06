"""Memory: the most that a fresh process holds at any moment while it reads fifty articles, one after the other."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.result import Missing, Result
from benchmarks.texts import articles, where_from, words

ARTICLES = 50

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
