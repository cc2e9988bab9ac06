"""Figures as a codebook would code them: a view over what reports say, which never changes it.

Rules of ACLED: Codebook, section on fatalities, and its FAQ on how fatalities are coded.  Where sources differ or are
vague, the lowest number stands until a better one is borne out; "several", "many", "few" and bare plurals are 3 or 10
by scale and context, "tens" 10, "dozens" 12, "hundreds" 100; only deaths are coded, and injuries never.

Rules of UCDP: Georeferenced Event Dataset Codebook, on the variables best, low and high: low is the lowest and high the
highest number that is reliable, best the likeliest.  The codebook turns no vague words into numbers.

What a codebook leaves open is left open here, and said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from reportedly.comparison import Series, Statement
from reportedly.model import Measure, Number

Policy = Literal["none", "acled", "ucdp"]
POLICIES: tuple[Policy, ...] = get_args(Policy)

CODEBOOKS: Mapping[Policy, str] = {
    "acled": "ACLED Codebook, fatalities",
    "ucdp": "UCDP GED Codebook, best, low and high",
}

# The first that a vague word matches holds: "several dozen" are dozens.  (pattern, number, the other number it may be)
ACLED_WORDS: tuple[tuple[re.Pattern[str], int, int | None], ...] = (
    (re.compile(r"\bhundreds?\b(?! of thousands)", re.IGNORECASE), 100, None),
    (re.compile(r"\bdozens?\b", re.IGNORECASE), 12, None),
    (re.compile(r"\btens\b(?! of thousands)", re.IGNORECASE), 10, None),
    (re.compile(r"\b(?:several|many|few)\b(?! (?:thousand|million))", re.IGNORECASE), 3, 10),
)
LARGER = re.compile(r"\b(?:thousands?|millions?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A number as a codebook gives it, and by which of its rules; no number where it has no rule."""

    low: Number | None
    best: Number | None
    high: Number | None
    rule: str


def code(statement: Statement, measure: Measure, policy: Policy) -> Coded | None:
    """One statement by itself; None without a policy."""
    if policy == "none":
        return None
    if measure != "killed":
        return nothing(f"{CODEBOOKS[policy]}: only deaths are coded")
    return as_acled(statement) if policy == "acled" else as_ucdp(statement)


def as_acled(statement: Statement) -> Coded:
    """Deaths as ACLED would code one statement: "dozens" is 12, "hundreds" 100, of "40 to 50" the lower."""
    book = CODEBOOKS["acled"]
    if statement.vague is not None:
        if not LARGER.search(statement.vague):
            for pattern, number, other in ACLED_WORDS:
                if pattern.search(statement.vague):
                    scale = f" or {other}, by scale and context" if other else ""
                    return one(number, f"{book}: “{statement.vague}” is {number}{scale}")
        return nothing(f"{book}: no number for “{statement.vague}”")
    lowest = min(numbers(statement), default=None)
    if lowest is None:
        return nothing(f"{book}: no number is stated")
    plain = statement.low == statement.high
    return one(lowest, f"{book}: the number as stated" if plain else f"{book}: the lowest number stated")


def as_ucdp(statement: Statement) -> Coded:
    """Deaths as UCDP would code one statement: low, best and high as they are stated."""
    book = CODEBOOKS["ucdp"]
    if statement.vague is not None:
        return nothing(f"{book}: no number for “{statement.vague}”")
    stated = numbers(statement)
    if not stated:
        return nothing(f"{book}: no number is stated")
    return Coded(low=min(stated), best=statement.best, high=max(stated), rule=f"{book}: as stated")


def code_series(series: Series, policy: Policy) -> Coded | None:
    """What stands of a series in the end, as one number or one range; None without a policy.

    Only statements that nobody took back and no later count overtook are weighed.  For best, UCDP leaves the choice to
    the coder; taken here is the number that most originators give, of equals the one last given.
    """
    if policy == "none":
        return None
    if series.measure != "killed":
        return nothing(f"{CODEBOOKS[policy]}: only deaths are coded")
    standing = [statement for statement in series.statements if statement.status == "current"]
    coded = [(statement, code(statement, series.measure, policy)) for statement in standing]
    found = [(statement, it) for statement, it in coded if it is not None and it.low is not None]
    if not found:
        return nothing(f"{CODEBOOKS[policy]}: no statement that stands gives a number")
    lows = [it.low for _, it in found if it.low is not None]
    if policy == "acled":
        lowest = min(lows)
        return one(lowest, f"{CODEBOOKS[policy]}: the lowest of {len(found)} that stand")
    highs = [it.high for _, it in found if it.high is not None]
    return Coded(
        low=min(lows),
        best=best_of((statement, it.best) for statement, it in found),
        high=max(highs),
        rule=f"{CODEBOOKS[policy]}: lowest and highest of {len(found)} that stand, best as most originators give it",
    )


def best_of(rows: Iterable[tuple[Statement, Number | None]]) -> Number | None:
    """The number that most originators give; of equals the one given last."""
    givers: dict[Number, set[str]] = defaultdict(set)
    last: dict[Number, int] = {}
    for place, (statement, number) in enumerate(rows):
        if number is not None:
            givers[number].add(statement.originator_entity or statement.originator or "")
            last[number] = place
    return max(givers, key=lambda number: (len(givers[number] - {""}), last[number]), default=None)


def numbers(statement: Statement) -> list[Number]:
    return [number for number in (statement.low, statement.best, statement.high) if number is not None]


def one(number: Number, rule: str) -> Coded:
    return Coded(low=number, best=number, high=number, rule=rule)


def nothing(rule: str) -> Coded:
    return Coded(low=None, best=None, high=None, rule=rule)
