"""How a number is put into words, one way for every table, page and sentence."""

from __future__ import annotations

from math import isfinite

from reportedly.model import Figure, Number

NOT_STATED = "not stated"


def amount(
    low: Number | None, best: Number | None, high: Number | None, vague: str | None, *, approximate: bool = False
) -> str:
    """ "164", "about 20,000", "at least 4,000", "up to 600", "between 40 and 50", "dozens"."""
    about = "about " if approximate else ""
    if vague is not None:
        return " ".join(vague.split())
    if low is not None and high is not None and low != high:
        between = f"between {about}{digits(low)} and {digits(high)}"
        return between if best is None else f"{about}{digits(best)}, {between}"
    if low is not None:
        return f"{about}{digits(low)}" if high is not None else f"at least {about}{digits(low)}"
    if high is not None:
        return f"up to {about}{digits(high)}"
    return NOT_STATED if best is None else about + digits(best)


def amount_of(figure: Figure) -> str:
    return amount(figure.low, figure.best, figure.high, figure.vague, approximate=figure.approximate)


def digits(number: Number) -> str:
    """ "2,500,000" or "0.25"; never 2.5e+06."""
    if not isfinite(number):
        return str(number)
    rounded = round(number, 4)
    return f"{int(rounded) if rounded == int(rounded) else rounded:,}"
