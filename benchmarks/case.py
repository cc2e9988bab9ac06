"""The case file: what keeping a report costs beside reading it, adding up to a million claims, and asking among them.

The million comes from made-up reports of forty claims each, with the names, outlets, days and words of a large case;
their ledgers are made, not read, so that only the case file is measured.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.result import Figures, Result
from benchmarks.texts import articles, where_from, words
from reportedly.case import SqliteStore, make_case
from reportedly.interfaces import Asked
from reportedly.model import Claim, Entity, Figure, Ledger, Mention, Place, Report, Source, Span, Time, Unreadable

ARTICLES = 60
CLAIMS, CLAIMS_OF_A_REPORT = 1_000_000, 40
STEPS = (10_000, 100_000, 250_000, 500_000, 1_000_000)
KEYS = 60  # of an index, for each report: what a text of 600 words has as fingerprints
ROUNDS = 5
FIRST = 50  # of the answers, as a page or a terminal shows them

GIVEN = ("Anna", "Boris", "Carla", "Daniyar", "Elena", "Farid", "Greta", "Hamza", "Ilse", "Jonas", "Kira", "Luis")
PLACES = ("Norrhaven", "Eastmoor", "Villanova", "Kestrel Bay", "Oakridge", "Sandwick", "Tamar", "Upper Lyme")
VERBS = ("died", "were hurt", "were detained", "had left", "would return", "met", "refused to speak", "agreed")
GROUPS = ("officers", "protesters", "miners", "children", "guards", "drivers", "witnesses", "residents")


def run() -> Result:
    reading, adding = overhead()
    figures: dict[str, float | int | str | None] = {
        "corpus": where_from(),
        "articles": ARTICLES,
        "reading_cpu_ms_per_report": round(reading * 1000, 2),
        "adding_cpu_ms_per_report": round(adding * 1000, 2),
        "adding_over_reading": round(adding / reading, 3),
    }
    rows = [
        ("reading alone, CPU ms a report", f"{reading * 1000:.1f}"),
        ("reading and keeping, CPU ms a report", f"{adding * 1000:.1f}"),
        ("keeping over reading", f"{adding / reading:.2f}"),
    ]
    with TemporaryDirectory() as folder:
        large = a_million(Path(folder) / "large.case")
    figures.update(large)
    rows += [(told(name), f"{value:,}") for name, value in large.items()]
    note = f"{ARTICLES} articles of {where_from()}, {words(articles(ARTICLES)):,} words; then made-up reports"
    return Result(figures=figures, heading=("", ""), rows=rows, note=note)


def told(name: str) -> str:
    """ "claims_by_person_ms" as a person reads it: "claims by person, ms"."""
    for unit in ("_cpu_us_per_claim", "_us_per_claim", "_ms"):
        if name.endswith(unit):
            return f"{name.removesuffix(unit)},{unit}".replace("_", " ").replace(" us", " µs").replace("cpu", "CPU")
    return name.replace("_", " ")


# ---------------------------------------------------------------- beside reading
def overhead() -> tuple[float, float]:
    """CPU seconds that reading a report takes, and adding it to a case; best of three rounds, in turn."""
    from reportedly.pipeline import Added, add_reports, read

    with TemporaryDirectory() as folder:
        files = []
        for number, text in enumerate(articles(ARTICLES)):
            files.append(str(Path(folder) / f"{number:03}.txt"))
            Path(files[-1]).write_bytes(f"{text}\n{number}\n".encode())  # no two the same
        read(files[0])

        def reading() -> None:
            for file in files:
                read(file)

        def adding(case: Path) -> None:
            store = make_case(case)
            inputs: Iterable[str | Unreadable] = files
            answers: list[Added] = list(add_reports(store, inputs, now=lambda: "2022-01-10T08:00:00Z"))
            assert {answer.how for answer in answers} == {"new"}
            store.close()

        alone, both = [], []
        for number in range(3):
            alone.append(cpu(reading))
            both.append(cpu(lambda number=number: adding(Path(folder) / f"{number}.case")))  # type: ignore[misc]
    return min(alone) / ARTICLES, min(both) / ARTICLES


def cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


# ---------------------------------------------------------------- a million claims
def a_million(path: Path) -> Figures:
    """Figures of a case that grows to `CLAIMS` claims: the cost of adding on the way, the cost of asking at the end."""
    store, chance, found = make_case(path), random.Random(1), dict[str, float | int | str | None]()
    kept = 0
    for step in STEPS:
        spent = clock = 0.0
        for number in range(kept // CLAIMS_OF_A_REPORT, step // CLAIMS_OF_A_REPORT):
            ledger = a_report(chance, number)
            cpu_before, clock_before = time.process_time(), time.perf_counter()
            keep(store, ledger)
            spent += time.process_time() - cpu_before
            clock += time.perf_counter() - clock_before
        found[f"adding_up_to_{step}_claims_cpu_us_per_claim"] = round(spent / (step - kept) * 1e6, 1)
        found[f"adding_up_to_{step}_claims_us_per_claim"] = round(clock / (step - kept) * 1e6, 1)
        kept = step
    for name, ask in questions(store, a_report(chance, CLAIMS)).items():
        found[f"{name}_ms"] = round(1000 * best(ask), 2)
    store.close()
    found["bytes_per_claim"] = round(path.stat().st_size / CLAIMS)
    return found


def keep(store: SqliteStore, ledger: Ledger) -> None:
    raw = ledger.report.text.encode()
    with store.together():
        store.keep(ledger, raw=raw, reader="benchmark", at="2022-01-10T08:00:00Z")
        store.index(ledger.report.id, "prints", fingerprints(ledger))


def fingerprints(ledger: Ledger) -> list[tuple[int, int]]:
    """Numbers spread like hashes; one of them common to all reports, as boilerplate is."""
    digest = hashlib.shake_256(ledger.report.id.encode()).digest(8 * KEYS)
    return [(7, 0), *((int.from_bytes(digest[n : n + 8], "big", signed=True), n) for n in range(0, 8 * KEYS, 8))]


def questions(store: SqliteStore, new: Ledger) -> dict[str, Callable[[], object]]:
    keys = [key for key, _ in fingerprints(new)]
    asked = {
        "claims_by_person": Asked(person="Elena Name77"),
        "claims_by_a_common_name": Asked(person="Elena"),
        "claims_by_outlet": Asked(outlet="Outlet 12"),
        "claims_of_a_day": Asked(since="2022-03-05", until="2022-03-05"),
        "claims_of_a_month_and_place": Asked(since="2022-03-01", until="2022-03-31", place="Tamar"),
        "possible_claims": Asked(certainty="possible"),
        "claims_by_a_rare_word": Asked(text="word4711"),
        "claims_by_words": Asked(text="officers died"),
    }
    figures = {"figures_by_measure_and_outlet": Asked(measure="killed", outlet="Outlet 12")}
    return {
        **{name: lambda ask=ask: list(store.claims(ask, limit=FIRST)) for name, ask in asked.items()},  # type: ignore[misc]
        **{name: lambda ask=ask: list(store.figures(ask, limit=FIRST)) for name, ask in figures.items()},  # type: ignore[misc]
        "all_claims_of_a_person": lambda: list(store.claims(asked["claims_by_person"])),
        "reports_by_words": lambda: list(store.search('"officers died" norrhaven', limit=FIRST)),
        "candidates_for_a_new_report": lambda: list(store.lookup("prints", keys, common=100)),
        "sizes": store.sizes,
    }


def best(ask: Callable[[], object]) -> float:
    """Seconds by the clock of the quickest of some rounds."""

    def once() -> float:
        started = time.perf_counter()
        ask()
        return time.perf_counter() - started

    return min(once() for _ in range(ROUNDS))


# ---------------------------------------------------------------- made-up reports
def a_report(chance: random.Random, number: int) -> Ledger:
    place = chance.choice(PLACES)
    people = [f"{chance.choice(GIVEN)} Name{int(chance.paretovariate(0.7)) % 20_000}" for _ in range(8)]
    names = [*people, place]
    sentences: list[str] = []
    claims: list[Claim] = []
    figures: list[Figure] = []
    at = 0
    for n in range(CLAIMS_OF_A_REPORT):
        person, count = chance.choice(people), chance.randrange(2, 400)
        content = (
            f"{count} {chance.choice(GROUPS)} {chance.choice(VERBS)} in {place} beside word{chance.randrange(50_000)}"
        )
        sentence = f"{person} said that {content}. "
        start = at + len(person) + len(" said that ")
        claims.append(
            Claim(
                id=f"c{n + 1}",
                spans=(Span(start, start + len(content)),),
                sources=(Source(name=person, kind="person", entity=f"e{people.index(person) + 1}"),),
                mode="indirect",
                certainty=chance.choice(("certain", "certain", "certain", "possible")),
                asserted_by=("certain",),
                time=Time(span=Span(at, at + 4), start="2022-01-05", end="2022-01-05"),
                entities=(f"e{len(names)}", f"e{chance.randrange(8) + 1}"),
                confidence=0.9,
            )
        )
        if n % 4 == 0:
            span = Span(start, start + len(str(count)))
            figures.append(
                Figure(
                    id=f"f{len(figures) + 1}",
                    span=span,
                    low=count,
                    best=count,
                    high=count,
                    measure=chance.choice(("killed", "injured", "detained")),
                    of="officers",
                    place=Place(name=place, span=span),
                    claim=f"c{n + 1}",
                )
            )
        sentences.append(sentence)
        at += len(sentence)
    text = "".join(sentences)
    entities = tuple(
        Entity(
            id=f"e{n + 1}",
            name=name,
            kind="place" if name == place else "person",
            mentions=tuple(Mention(span=Span(at, at + 4), type="name") for at in range(0, 20, 4)),
        )
        for n, name in enumerate(names)
    )
    report = Report(
        id="sha256:" + hashlib.sha256(text.encode()).hexdigest(),
        where=f"made/{number}.txt",
        text=text,
        outlet=f"Outlet {chance.randrange(300)}",
        title=f"{place}: word{chance.randrange(50_000)}",
        url=f"https://example.org/{number}",
        published=f"2022-{number % 12 + 1:02}-{number % 28 + 1:02}T{number % 24:02}:00:00Z",
        language="en",
    )
    return Ledger(report=report, claims=tuple(claims), figures=tuple(figures), entities=entities, generator="benchmark")


if __name__ == "__main__":
    print(run().table())
