"""How well dates are found and resolved, on the reports of the casebook in English.

    python -m quality.dates       prints the figures; the casebook lies in ../shared

The casebook marks only some of the dates that its reports have, so precision says little; and where it gives a day for
"in January", from what is known of the event, the interval that the words tell is counted as wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quality.casebook import LANGUAGE, index_of
from reportedly.extract.dates import dates_of
from reportedly.extract.lexicon import lexicon
from reportedly.extract.page import Page, overlap
from reportedly.interfaces import Parser
from reportedly.model import Span, Time
from reportedly.parse import parse

CASEBOOK = Path(__file__).parent.parent.parent / "shared" / "data" / "casebook"

Gold = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Of one report: what should be found, and what was."""

    text: str
    gold: tuple[Gold, ...]
    found: tuple[Time, ...]


def date_scores(folder: Path = CASEBOOK, *, parser: Parser = parse) -> dict[str, float]:
    """Recall and precision of dates by overlap of their words; share of the gold dates found with both ends right."""
    reports = list(read(folder, parser))
    pairs = [(gold, partner(gold, report.found)) for report in reports for gold in report.gold]
    found = [any(meets(gold, one) for gold in report.gold) for report in reports for one in report.found]
    matched = [(gold, one) for gold, one in pairs if one is not None]
    return {
        "found_recall": len(matched) / len(pairs),
        "found_precision": sum(found) / len(found),
        "exact_interval": sum(is_exact(gold, one) for gold, one in matched) / len(matched),
    }


def read(folder: Path, parser: Parser = parse) -> Iterator[Dates]:
    for row in index_of(folder):
        if row["language"] == LANGUAGE:
            text = (folder / "reports" / f"{row['doc']}.txt").read_bytes().decode()
            gold = json.loads((folder / "gold" / f"{row['doc']}.json").read_bytes())["dates"]
            found, _ = dates_of(Page(parser(text)), lexicon(LANGUAGE), row["published"])
            yield Dates(text=text, gold=tuple(gold), found=found)


def partner(gold: Gold, found: tuple[Time, ...]) -> Time | None:
    """The date that shares most characters with one of gold."""
    meeting = [one for one in found if meets(gold, one)]
    return max(meeting, key=lambda one: overlap(Span(*gold["span"]), one.span)) if meeting else None


def meets(gold: Gold, found: Time) -> bool:
    return overlap(Span(*gold["span"]), found.span) > 0


def is_exact(gold: Gold, found: Time) -> bool:
    return (gold["from"], gold["to"]) == (found.start, found.end)


def report_figures() -> None:
    for name, figure in date_scores().items():
        print(f"{name:<20} {figure:.3f}")


if __name__ == "__main__":
    report_figures()
