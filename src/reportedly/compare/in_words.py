"""What a comparison holds, in the words that people are shown: amounts, things counted, reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import PurePath

from reportedly.amounts import amount
from reportedly.amounts import number_of as number_of  # for those who word what they compare
from reportedly.amounts import number_of_things as number_of_things  # for those who word what they compare
from reportedly.comparison import Series, Statement, Told
from reportedly.languages import load_list
from reportedly.model import Measure

SAID_BY_ITS_WORDS = ("other", "money", "troops", "fighters", "participants")  # "2,500 troops" needs no "troops" behind

SAID_IN_WORDS: Mapping[Measure, tuple[str, ...]] = {  # sections of measures.txt
    "killed": ("kill", "die", "dead"), "injured": ("injure", "injured"), "detained": ("detain", "detained", "custody"),
}  # fmt: skip


def value(statement: Statement) -> str:
    return amount(statement.low, statement.best, statement.high, statement.vague)


@lru_cache(maxsize=50_000)
def counted(measure: Measure, of: str | None) -> str:
    """ "security forces killed", "people killed (part of those counted)"; of what is no measure only the words."""
    whom, bracket, part = (of or "").partition(" (")  # "people (part of those counted)"
    if measure in SAID_BY_ITS_WORDS or (of and _says(measure, whom)):
        return of or measure
    return f"{whom} {measure}{bracket}{part}".strip()


def _says(measure: Measure, words: str) -> bool:
    """Whether words say by themselves what has become of those counted: "dead officers"."""
    return not _words_saying(measure).isdisjoint(words.lower().split())


@cache
def _words_saying(measure: Measure) -> frozenset[str]:
    sections = SAID_IN_WORDS.get(measure, ())
    return load_list("en", "measures").forms(*sections) if sections else frozenset()


def thing(series: Series, statement: Statement) -> str:
    """ "164 people killed in Almaty": what a statement counts."""
    place = f" in {series.place}" if series.place else ""
    return number_of_things(value(statement), counted(series.measure, series.of)) + place


def takes_it_back(statement: Statement) -> bool:
    """Whether a figure is given only to be withdrawn, in the report that withdraws it."""
    return statement.retracted_by is not None and statement.retracted_by.report == statement.report


def report_in_words(told: Told) -> str:
    """ "Global Courier (049.txt)"; without an outlet the file alone."""
    file = PurePath(told.where).name or told.where
    return f"{told.outlet} ({file})" if told.outlet else file


def day_of(told: Told) -> str | None:
    return told.published[:10] if told.published else None


def listed(words: Sequence[str], most: int = 4) -> str:
    """ "A, B and C"; of more than `most` the first ones and how many others."""
    shown = list(words[:most])
    if len(words) > most:
        shown.append(f"{len(words) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""
