"""Comparing: what it costs to hold 100, 1,000, 10,000 reports against each other, and to add one more, beside reading.

The reports are those of the bundled case, varied: each goes by other names of people and towns, other numbers, another
day and outlet, and one in ten is a copy of the one before with a sentence left out.  Each comparison is made in a
process of its own, as `reportedly compare` makes it, from the case file; so is each round of questions.

`python -m benchmarks.comparing 10000` adds that size; reading ten thousand reports takes some minutes.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.result import Result
from reportedly.case import make_case
from reportedly.interfaces import CaseStore
from reportedly.pipeline import OF_CASE, OF_REPORTS, Known, read_text

SIZES = (100, 1_000)
EXAMPLES = Path(__file__).parent.parent / "examples" / "january-2022"
NUMBER = re.compile(r"(?<![\w.,:/-])\d{2,5}(?![\w:/-])")
NAMES = (
    "Tokayev", "Nazarbayev", "Massimov", "Almaty", "Kazakhstan", "Shalabayev", "Karin", "Blinken", "Putin",
    "Lukashenko", "Zas", "Asylov", "Moscow", "Taldykorgan", "Nur-Sultan", "Orda", "Khabar", "Sputnik", "Tengrinews",
)  # fmt: skip
ONSETS = ("B", "D", "G", "K", "L", "M", "N", "P", "R", "S", "T", "V", "Z", "Ch", "Sh")
MIDDLES = ("ara", "eli", "imo", "ora", "uda", "ane", "ero", "ila", "oma", "une")
ENDINGS = ("n", "s", "v", "k", "ra", "ta", "nov", "dze", "yan", "berg")


QUESTIONS = ("figures", "people", "copies", "conflicts", "findings", "sources", "origins", "doubts")
COMPARE = """
import json, resource, sys, time
from reportedly.case import open_case
from reportedly.pipeline import compare_case
store = open_case(sys.argv[1])
begun = time.process_time()
found = compare_case(store)
print(json.dumps({
    "cpu_s": time.process_time() - begun,
    "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "series": len(found.series), "copies": len(found.copies),
}))
"""
ASK = """
import json, sys, time
from reportedly import Case
found = {}
with Case.open(sys.argv[1]) as case:
    def timed(name, ask):
        begun = time.perf_counter()
        for _ in ask():
            pass
        found[name] = 1000 * (time.perf_counter() - begun)
    timed("glance_ms", lambda: [case.glance()])
    timed("whole_comparison_ms", lambda: [case.comparison()])
    for question in sys.argv[2:]:
        timed(question + "_ms", getattr(case, question))
print(json.dumps(found))
"""


def run(sizes: tuple[int, ...] = SIZES) -> Result:
    figures: dict[str, float | int | str | None] = {"reports_of": "examples/january-2022, varied"}
    rows, reading, kept, words = [], 0.0, 0, 0
    made = varied()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "varied.case"
        for size in sizes:
            store = make_case(path)
            while kept < size:
                begun = time.process_time()
                words += keep(store, *next(made))
                reading += time.process_time() - begun
                kept = store.sizes().reports
            forget(store)
            store.close()
            whole = in_process(COMPARE, path)
            asked = in_process(ASK, path, *QUESTIONS)
            store = make_case(path)
            while store.sizes().reports == kept:
                words += keep(store, *next(made))
            kept = store.sizes().reports
            store.close()
            more = in_process(COMPARE, path)
            ratio = whole["cpu_s"] / reading
            figures |= {
                f"reading_cpu_s_{size}": round(reading, 2),
                f"comparing_cpu_s_{size}": round(whole["cpu_s"], 2),
                f"comparing_over_reading_{size}": round(ratio, 3),
                f"one_more_cpu_s_{size}": round(more["cpu_s"], 2),
                f"comparing_memory_mb_{size}": round(whole["memory_mb"]),
                f"series_{size}": whole["series"],
                f"copies_{size}": whole["copies"],
                **{f"{name}_{size}": round(value, 1) for name, value in asked.items()},
            }
            told = (reading, whole["cpu_s"], ratio, more["cpu_s"], whole["memory_mb"])
            slowest = max(asked[f"{question}_ms"] for question in QUESTIONS)
            rows.append(
                (
                    f"{size:,} reports",
                    *(f"{value:,.2f}" for value in told),
                    f"{asked['glance_ms']:.0f}",
                    f"{slowest:.0f}",
                )
            )
    heading = ("", "reading", "comparing", "ratio", "one more", "memory, MB", "glance, ms", "slowest question, ms")
    note = f"CPU seconds; {words // kept} words a report"
    return Result(figures=figures, heading=heading, rows=rows, note=note)


def keep(store: CaseStore, text: str, known: Known, where: str) -> int:
    """Reads a report and keeps it; gives how many words it has."""
    ledger = read_text(text, where=where, known=known)
    store.keep(ledger, raw=text.encode("utf-8", "surrogatepass"), reader="benchmark", at="2023-01-01T00:00:00Z")
    return len(text.split())


def forget(store: CaseStore) -> None:
    """Drops what comparing remembers, so that all of it is done anew."""
    for kind in (*OF_REPORTS, *OF_CASE):
        store.forget(kind)


def in_process(program: str, *arguments: Path | str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], stdout=subprocess.PIPE, check=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def varied() -> Iterator[tuple[str, Known, str]]:
    """Reports without end, the same in every run."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]
    texts = [text for text in texts if not re.search("[а-яё]{3}", text)]
    chance = random.Random(2022)
    before = ""
    number = 0
    while True:
        text = chance.choice(texts)
        for name in NAMES:
            text = text.replace(name, made_up(chance))
        text = NUMBER.sub(lambda m: str(max(2, int(int(m.group()) * chance.uniform(0.5, 1.9)))), text)
        if before and chance.random() < 0.1:
            head, *sentences = before.split(". ")
            text = ". ".join([head, *sentences[:1], *sentences[2:]])
        before = text
        day = f"2022-{1 + chance.randrange(12):02}-{1 + chance.randrange(28):02}"
        yield text, Known(outlet=f"Outlet {chance.randrange(200)}", published=day), f"{number:06}.txt"
        number += 1


def made_up(chance: random.Random) -> str:
    return chance.choice(ONSETS) + chance.choice(MIDDLES) + chance.choice(MIDDLES)[1:] + chance.choice(ENDINGS)


if __name__ == "__main__":
    print(run((*SIZES, *map(int, sys.argv[1:]))).table())
