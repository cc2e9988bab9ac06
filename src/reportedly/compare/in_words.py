"""What a comparison holds, in the words that people are shown: amounts, things counted, reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from reportedly.comparison import Series, Statement, Told
from reportedly.model import Measure, Number

PLURALS = ("tens", "dozens", "scores", "hundreds", "thousands", "millions")  # "dozens of people", but "many people"
NO_NUMBER = "an unstated number"
SAID_BY_ITS_WORDS = ("other", "money", "troops", "fighters", "participants")  # "2,500 troops" needs no "troops" behind


def amount(low: Number | None, best: Number | None, high: Number | None, vague: str | None) -> str:
    """ "164", "at least 4,000", "up to 600", "40 to 50", "dozens"."""
    if vague is not None:
        return " ".join(vague.split())
    if low is not None and high is not None and low != high:
        return f"{digits(low)} to {digits(high)}"
    if low is not None:
        return digits(low) if high is not None else f"at least {digits(low)}"
    if high is not None:
        return f"up to {digits(high)}"
    return NO_NUMBER if best is None else digits(best)


def digits(number: Number) -> str:
    rounded = round(number, 4)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,}"


def value(statement: Statement) -> str:
    return amount(statement.low, statement.best, statement.high, statement.vague)


def counted(measure: Measure, of: str | None) -> str:
    """ "security forces killed"; only the words for what is no measure of its own."""
    whom = of or ""
    if measure in SAID_BY_ITS_WORDS:
        return whom or measure
    return f"{whom} {measure}".strip()


def thing(series: Series, statement: Statement) -> str:
    """ "164 people killed in Almaty": what a statement counts."""
    many = value(statement)
    some = f"{many} of" if statement.vague is not None and many.endswith(PLURALS) else many
    place = f" in {series.place}" if series.place else ""
    return f"{some} {counted(series.measure, series.of)}{place}"


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


def number_of(many: int, noun: str) -> str:
    return f"{many:,} {noun}" if many == 1 else f"{many:,} {noun}s"
