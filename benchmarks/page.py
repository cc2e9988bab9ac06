"""The page over a large case: how long from starting `reportedly serve` to the first view, and every view after it.

The case holds varied reports as in the benchmark of comparing, read and compared beforehand; the server is a process of
its own, asked over the loopback as a browser asks it.  `python -m benchmarks.page CASE` measures a case that is there.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from benchmarks.comparing import varied
from benchmarks.result import Result
from reportedly.case import make_case
from reportedly.pipeline import compare_case, read_text

REPORTS = 1_000
PATIENCE = 300.0  # seconds
VIEWS = (
    "/", "/figures", "/sources", "/reports", "/claims", "/names", "/copies", "/conflicts", "/doubts", "/decisions",
    "/search?words=Tokayev",
)  # fmt: skip
LINK = re.compile(r'href="(/(?:figures|reports|names|beside)/[^"#?]+)')
CHART = re.compile(r"<svg.*?</svg>", re.DOTALL)


def run(reports: int = REPORTS) -> Result:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "large.case"
        store = make_case(path)
        made = varied()
        for _ in range(reports):
            text, known, where = next(made)
            ledger = read_text(text, where=where, known=known)
            store.keep(ledger, raw=text.encode(), reader="shipped", at="2022-12-31T00:00:00Z")
        compare_case(store)
        store.close()
        return measured(path)


def measured(path: Path) -> Result:
    begun = time.perf_counter()
    with served(path) as address:
        first, _ = answered(address, "/")
        rows = [("from starting to the first view", f"{time.perf_counter() - begun:.2f}", "", "")]
        figures: dict[str, float | int | str | None] = {"first_view_s": round(first, 3)}
        until_ready = time.perf_counter()
        answered(address, "/conflicts")
        ready = time.perf_counter() - until_ready
        figures["all_views_ready_s"] = round(ready, 2)
        rows.append(("until views that need the whole comparison answer", f"{ready:.2f}", "", ""))
        for view in (*VIEWS, *linked(address)):
            once, page = answered(address, view)
            again, _ = answered(address, view)
            size = len(CHART.sub("", page).encode()) // 1000
            name = re.sub(r"\d+", "N", view)
            figures |= {f"{name}_first_s": round(once, 3), f"{name}_s": round(again, 3), f"{name}_kb": size}
            rows.append((view, f"{once:.2f}", f"{again:.2f}", f"{size}"))
    note = "seconds as the one who asks waits; kB without charts"
    return Result(figures=figures, heading=("", "first", "again", "kB"), rows=rows, note=note)


@contextmanager
def served(path: Path) -> Iterator[str]:
    command = [sys.executable, "-u", "-m", "reportedly", "serve", str(path), "--port", "0", "--who", "benchmark"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found is not None
            yield found[0]
        finally:
            process.terminate()


def answered(address: str, path: str) -> tuple[float, str]:
    """Seconds until the page is there; a page that asks for patience is asked for again."""
    begun = time.perf_counter()
    while True:
        connection = HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            page = answer.read().decode()
        except ConnectionRefusedError:
            time.sleep(0.01)
            continue
        finally:
            connection.close()
        waited = time.perf_counter() - begun
        if answer.status != 503 or waited > PATIENCE:
            assert answer.status == 200, f"{path}: {answer.status}"
            return waited, page
        time.sleep(0.2)


def linked(address: str) -> list[str]:
    """One page of each kind that the lists lead to."""
    kinds: dict[str, str] = {}
    for view in ("/figures", "/reports", "/claims", "/names", "/copies"):
        for link in LINK.findall(answered(address, view)[1]):
            kinds.setdefault(re.sub(r"\d+", "N", link), link)
    return list(kinds.values())


def main() -> None:
    print(measured(Path(sys.argv[1])).table() if len(sys.argv) > 1 else run().table())


if __name__ == "__main__":
    main()
