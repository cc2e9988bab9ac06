"""The gate: measures the reader and fails where a floor is missed.

    python -m quality.gate            measure everything, exit 1 where a floor is missed
    python -m quality.gate --raise    and lift the floors to what is reached, less a small margin; none ever goes down

A floor in floors.json keeps what was once reached.  It is measured on corpora that are not part of the project and lie
in a folder beside it, ../shared, and on quality/news, which is ours.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
NEWS = HERE / "news" / "news.conllu"
SHARED = HERE.parent.parent / "shared"
POLNEAR = SHARED / "data" / "polnear" / "dev"
GUM = SHARED / "data" / "ud" / "en_gum-dev.conllu"
CASEBOOK = SHARED / "data" / "casebook"
CASE_SCORER = SHARED / "eval" / "score_case.py"
LEDGER_SCORER = SHARED / "eval" / "score_ledger.py"

# A floor is lifted to a little below what is reached: another processor may round the quantised weights differently,
# and that must not fail the gate.
MARGIN = 0.005

Scores = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One figure held against its floor; either may be missing."""

    name: str
    measured: float | None
    floor: float | None

    @property
    def kept(self) -> bool:
        """True where there is no floor; a floor whose figure could not be measured is missed."""
        return self.floor is None or (self.measured is not None and self.measured >= self.floor)


def verdicts(measured: Mapping[str, float], floors: Mapping[str, float]) -> list[Verdict]:
    names = sorted(measured.keys() | floors.keys())
    return [Verdict(name=name, measured=measured.get(name), floor=floors.get(name)) for name in names]


def raised(floors: Mapping[str, float], measured: Mapping[str, float]) -> Scores:
    """The floors, each lifted to what is reached less the margin (whole thousandths), and never lowered."""

    def lifted(name: str, floor: float) -> float:
        reached = math.floor((measured.get(name, 0.0) - MARGIN) * 1000 + 1e-6) / 1000
        return max(floor, reached)

    return {name: lifted(name, floor) for name, floor in sorted(floors.items())}


def judge(measured: Mapping[str, float], floors_file: Path, *, lift: bool = False) -> int:
    """Prints every figure beside its floor; 1 where a floor is missed, else 0.  `lift` rewrites the file first."""
    floors: Scores = json.loads(floors_file.read_text(encoding="utf-8"))
    if lift:
        floors = raised(floors, measured)
        floors_file.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    found = verdicts(measured, floors)
    print(table(found))
    missed = [verdict.name for verdict in found if not verdict.kept]
    print(f"\n{len(missed)} of {len(floors)} floors missed: {', '.join(missed)}" if missed else "\nall floors kept")
    return 1 if missed else 0


def table(found: Sequence[Verdict]) -> str:
    width = max(len(verdict.name) for verdict in found)
    lines = [f"{'':<{width}}  measured   floor"]
    for verdict in found:
        word = "" if verdict.floor is None else "ok" if verdict.kept else "MISSED"
        measured, floor = number(verdict.measured), number(verdict.floor)
        lines.append(f"{verdict.name:<{width}}  {measured:>8}  {floor:>6}  {word}".rstrip())
    return "\n".join(lines)


def number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


# ---------------------------------------------------------------- measuring
def measure() -> Scores:
    """Every figure the gate knows; those that need a library or a file that is missing are left out, and it says so."""
    from quality.case import case_scores
    from quality.casebook import casebook_scores
    from quality.certainty import factbank_scores
    from quality.coreference import coreference_scores
    from quality.dates import date_scores
    from quality.hedges import szeged_scores
    from quality.muc import muc_scores
    from quality.names import name_scores
    from quality.polnear import SPACY_MODEL, attribution_scores, spacy_tags, upos_agreement
    from quality.treebank import gum_scores, news_scores

    def agreement() -> Scores:
        return {"upos_agreement_spacy": upos_agreement(POLNEAR, spacy_tags())}

    measures: Sequence[tuple[str, str, Callable[[], Scores]]] = (
        ("gum", "words, trees, sentences and names of GUM dev", lambda: gum_scores(GUM)),
        ("news", "words, trees, sentences and names of our own news", lambda: news_scores(NEWS)),
        ("polnear", "attributions of PolNeAR dev", lambda: attribution_scores(POLNEAR)),
        ("polnear", "agreement with spaCy on PolNeAR dev, the first 30 articles", agreement),
        ("casebook", "ledgers of the casebook, its English reports", lambda: casebook_scores(CASEBOOK, LEDGER_SCORER)),
        ("dates", "dates of the same", lambda: date_scores(CASEBOOK)),
        ("factbank", "certainty of events in FactBank dev", factbank_scores),
        ("szeged", "hedges in Szeged's FactBank documents", szeged_scores),
        ("muc", "killed and injured of MUC-3 and MUC-4 tst1 and tst2", muc_scores),
        ("coreference", "who is meant, in GUM dev", lambda: coreference_scores(GUM)),
        ("names", "spellings of names across scripts, and who is who in the casebook", name_scores),
        ("case", "the casebook's reports held against each other", lambda: case_scores(CASEBOOK, CASE_SCORER)),
    )
    scores: Scores = {}
    for prefix, what, measured in measures:
        say(f"measuring {what} …")
        try:
            scores |= {f"{prefix}.{name}": value for name, value in measured().items()}
        except ModuleNotFoundError as error:
            if error.name not in ("spacy", SPACY_MODEL):
                raise
            say(f"  not measured: {error.name} is not installed; pip install '.[benchmark]'")
        except FileNotFoundError as error:
            say(f"  not measured: {error.filename} is missing")
    return scores


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m quality.gate", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what is reached")
    options = parser.parse_args(arguments)
    missing = [path for path in (POLNEAR, GUM, CASEBOOK, LEDGER_SCORER, CASE_SCORER) if not path.exists()]
    if missing:
        say("The gate measures on corpora that lie in ../shared, beside this folder. Not there:")
        for path in missing:
            say(f"  ../shared/{path.relative_to(SHARED)}")
        say("Nothing was measured. `make test` checks everything that needs no corpus.")
        return 2
    return judge(measure(), FLOORS, lift=options.lift)


if __name__ == "__main__":
    sys.exit(main())
