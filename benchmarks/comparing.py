"""Comparing: what it costs to hold 100, 1,000 and more reports against each other, beside reading them.

The reports are those of the bundled case, varied: each goes by other names of people and towns, other numbers, another
day and outlet, and one in ten is a copy of the one before with a sentence left out.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.result import Result
from reportedly.compare import compare
from reportedly.model import Ledger
from reportedly.pipeline import Known, read_text

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


def run(sizes: tuple[int, ...] = SIZES) -> Result:
    reading = 0.0
    ledgers: list[Ledger] = []
    figures: dict[str, float | int | str | None] = {"reports_of": "examples/january-2022, varied"}
    rows = []
    made = varied()
    for size in sizes:
        begun = time.process_time()
        while len(ledgers) < size:
            text, known, where = next(made)
            ledgers.append(read_text(text, where=where, known=known))
        reading += time.process_time() - begun
        begun = time.process_time()
        found = compare(ledgers)
        comparing = time.process_time() - begun
        figures[f"reading_cpu_s_{size}"] = round(reading, 2)
        figures[f"comparing_cpu_s_{size}"] = round(comparing, 2)
        figures[f"comparing_over_reading_{size}"] = round(comparing / reading, 3)
        rows.append((f"{size:,} reports", f"{reading:.1f}", f"{comparing:.1f}", f"{comparing / reading:.2f}"))
        figures[f"series_{size}"], figures[f"copies_{size}"] = len(found.series), len(found.copies)
    note = f"CPU seconds; {sum(len(one.report.text.split()) for one in ledgers) // len(ledgers)} words a report"
    return Result(figures=figures, heading=("", "reading", "comparing", "ratio"), rows=rows, note=note)


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
