"""What a figure leaves open: the range of numbers that would bear it out."""

from __future__ import annotations

import math

from reportedly.model import Figure, Number

ROUNDING = 0.05  # "almost 10 thousand" of 9,900
LOOSE = 0.15  # "about 2,500"
# What a vague word leaves open, wide on purpose: these bounds only tell whether two statements can both be so.
VAGUE = (
    ("dozen", 20, 140), ("score", 20, 140), ("tens of thousands", 10_000, 140_000),
    ("hundreds of thousands", 100_000, 1_400_000),
    ("thousand", 1_000, 14_000), ("hundred", 100, 1_400), ("tens", 10, 140), ("million", 1e6, 1.4e7),
    ("several", 2, 30), ("few", 2, 20), ("many", 3, math.inf), ("some", 1, math.inf),
)  # fmt: skip
ODD = 11  # smaller and round numbers are met with too often to be known again
LONGEST_FIRST = sorted(VAGUE, key=lambda row: -len(row[0]))


def bounds(figure: Figure) -> tuple[float, float]:
    """The lowest and highest number that would bear the figure out; of "about N" 15 % to either side."""
    if figure.low is None and figure.best is None and figure.high is None:
        return vague_bounds(figure.vague or "")
    low = figure.low if figure.low is not None else 0.0
    high = figure.high if figure.high is not None else math.inf
    if figure.approximate and low == high:
        return low * (1 - LOOSE), high * (1 + LOOSE)
    return float(low), float(high)


def vague_bounds(word: str) -> tuple[float, float]:
    word = word.lower()
    return next(((low, high) for part, low, high in LONGEST_FIRST if part in word), (0.0, math.inf))


def same_value(a: Figure, b: Figure) -> bool:
    """Whether two figures give the same number, whatever the words around it; of vague ones, the same word."""
    x, y = most_told(a), most_told(b)
    if x is None or y is None:
        return x == y and (a.vague or "").lower() == (b.vague or "").lower()
    return x == y and ((a.low, a.high) == (b.low, b.high) or (a.best is not None and b.best is not None))


def most_told(figure: Figure) -> Number | None:
    """The number of a figure, else its lower bound, else its upper; None for a vague word."""
    return figure.best if figure.best is not None else figure.low if figure.low is not None else figure.high


def can_both_be(a: Figure, b: Figure) -> bool:
    """Whether some number bears both out."""
    (low_a, high_a), (low_b, high_b) = bounds(a), bounds(b)
    return max(low_a, low_b) <= min(high_a, high_b)


def close(a: Figure, b: Figure) -> bool:
    """Whether one may be the other rounded: within 5 %, and one of them a round number or a bound."""
    x, y = roundable(a), roundable(b)
    if not x or not y or abs(x - y) > ROUNDING * max(x, y):
        return False
    return x == y or any(is_round(n) for n in (x, y))


def roundable(figure: Figure) -> Number | None:
    """The number of a figure, else its upper bound, else its lower: what a rounded one is held against."""
    return figure.best if figure.best is not None else figure.high if figure.high is not None else figure.low


def is_round(number: float) -> bool:
    """Whether a number ends in as many zeros as a rounded one: 160, 9,900, 20,000, and not 164 or 225."""
    if number < 20 or number != int(number):
        return False
    digits = str(int(number)).rstrip("0")
    return len(digits) <= 2 and len(str(int(number))) > len(digits)


def is_odd(figure: Figure) -> bool:
    """Whether the same number elsewhere is hardly another count: 164 or 26, and not 3 or 200."""
    number = most_told(figure)
    return number is not None and number >= ODD and number % 10 != 0
