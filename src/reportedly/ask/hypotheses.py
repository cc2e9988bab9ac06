"""Rival explanations held against what is said: Heuer's analysis of competing hypotheses, with origins for rows.

The analyst writes the hypotheses and ties claims to them; nothing here says which is true.  What counts is what speaks
*against* each: what fits every hypothesis tells none apart (Heuer, Psychology of Intelligence Analysis, chapter 8).

Scores are those of PARC's ACH program: very inconsistent 2, inconsistent 1, all else 0, times credibility of the origin
times relevance of the claim, each low 1/√2, medium 1, high √2.  The hypothesis with the least inconsistency leads.

A row is an origin, not a report: ten reprints of one ministry are one word.  Where an origin is tied to a hypothesis by
several claims, the most telling one makes the cell: the most inconsistent, and where none is, the most consistent.  One
saying that cannot be squared with a hypothesis is not outweighed by others of the same origin that can.

Unnamed sources and rumours stand apart and count for nothing, as any of them may be the word of somebody who is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import isclose, sqrt
from typing import Literal, NamedTuple, get_args

from reportedly.ask.names import folded
from reportedly.ask.people import Grade
from reportedly.compare.in_words import number_of

HYPOTHESIS, TIE = "hypothesis", "tie"  # kinds of decisions
WRITTEN, REWORDED, DROPPED = "written", "reworded", "dropped"

Rating = Literal["CC", "C", "N", "I", "II"]
Level = Literal["low", "medium", "high"]
Whose = Literal["named", "own voice", "anonymous", "rumour", "nobody"]

RATINGS: Mapping[Rating, str] = {
    "CC": "very consistent",
    "C": "consistent",
    "N": "neither",
    "I": "inconsistent",
    "II": "very inconsistent",
}
LEVELS: tuple[Level, ...] = get_args(Level)
INCONSISTENCY: Mapping[Rating, float] = {"CC": 0.0, "C": 0.0, "N": 0.0, "I": 1.0, "II": 2.0}  # PARC
WEIGHT: Mapping[Level, float] = {"low": 1 / sqrt(2), "medium": 1.0, "high": sqrt(2)}
# How far an origin counts, by the letter that somebody gave it.  F is "cannot be judged", not "bad": as if ungraded.
CREDIBILITY: Mapping[str, Level] = {"A": "high", "B": "high", "C": "medium", "D": "low", "E": "low", "F": "medium"}
COUNTED: frozenset[Whose] = frozenset(("named", "own voice"))
UNNAMED: Mapping[Whose, str] = {"anonymous": "an unnamed source", "rumour": "rumour", "nobody": "nobody named"}

MOST_TOLD = 3  # changes of order told for one origin
SHOWN = 60  # characters of a title within a sentence


# ---------------------------------------------------------------- what is decided
@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """An explanation that somebody wrote, to be held against what is said."""

    id: str  # "H1"; never given again
    title: str
    who: str  # wrote or last reworded it
    at: str
    decision: int  # the last on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What somebody said a claim or figure does to a hypothesis."""

    decision: int
    hypothesis: str
    rating: Rating
    relevance: Level
    who: str
    at: str


# ---------------------------------------------------------------- what is held against them
class OriginOf(NamedTuple):
    """Whose word something is; `key` is the same for one origin in all reports."""

    key: str
    name: str
    whose: Whose


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A claim or figure that was tied to hypotheses, one tie for each."""

    report: str
    part: str  # id of the claim or figure
    words: str
    chain: tuple[str, ...]
    denied: bool
    origin: OriginOf
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What an origin says of a hypothesis, by the most telling of its ties."""

    rating: Rating
    relevance: Level
    inconsistency: float  # with relevance and credibility
    mixed: bool  # whether the same origin also says what points the other way
    ties: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One origin, however many reports carry its word."""

    key: str
    name: str
    whose: Whose
    counted: bool
    grade: str | None  # A to F, as somebody graded it
    credibility: Level
    reports: int
    independent: int  # of these, how many are no copy of another
    evidence: tuple[Evidence, ...]
    cells: Mapping[str, Cell]  # by hypothesis; where there is none, it was not rated

    @property
    def inconsistency(self) -> float:
        return sum(cell.inconsistency for cell in self.cells.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a hypothesis stands; without a place where no counted origin was rated on it."""

    hypothesis: Hypothesis
    inconsistency: float
    place: int | None  # from 1; level ones share theirs
    rated: int  # origins
    against: int
    consistent: int
    missing: int  # origins rated on another hypothesis and not on this one


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What the order would be without an origin, or with those that stand apart."""

    origin: str  # its name
    key: str | None  # None: those that stand apart, counted after all
    order: tuple[str, ...]  # hypotheses, the leading one first
    leads: bool  # whether another one would lead
    then: str  # "“B” would come before “A”"
    words: str  # "If the Interior Ministry were wrong, “B” would come before “A”."


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """A tie to what is no longer there."""

    decision: int
    hypothesis: str
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Rival explanations held against origins, and what the order hangs on."""

    standings: tuple[Standing, ...]  # the least inconsistent first, those not rated last
    rows: tuple[Row, ...]  # the most telling first, those that do not count last
    shifts: tuple[Shift, ...]  # of the origins that change the order, and only of them
    cautions: tuple[str, ...]
    loose: tuple[Loose, ...] = ()


# ---------------------------------------------------------------- the rules, on plain values
def matrix(
    hypotheses: Sequence[Hypothesis],
    evidence: Iterable[Evidence],
    *,
    grades: Mapping[str, Grade] | None = None,
    folds: Mapping[str, str] | None = None,
) -> Matrix:
    """`grades` by key of an origin or its folded name; `folds` gives for each copy the report it was made from."""
    rows = rows_of(evidence, grades or {}, folds or {})
    standings = standings_of(hypotheses, rows)
    return Matrix(
        standings=standings,
        rows=tuple(rows),
        shifts=tuple(shifts_of(hypotheses, rows)),
        cautions=tuple(cautions_of(standings, rows)),
    )


def rows_of(evidence: Iterable[Evidence], grades: Mapping[str, Grade], folds: Mapping[str, str]) -> list[Row]:
    """A row for each origin; of unnamed ones, for each report that is no copy."""
    groups: dict[str, list[Evidence]] = defaultdict(list)
    for one in evidence:
        alone = "" if one.origin.whose in COUNTED else f" in {folds.get(one.report, one.report)}"
        groups[one.origin.key + alone].append(one)
    rows = [row_of(key, group, grades, folds) for key, group in groups.items()]
    return sorted(rows, key=lambda row: (not row.counted, -row.inconsistency, row.name.casefold(), row.key))


def row_of(key: str, group: Sequence[Evidence], grades: Mapping[str, Grade], folds: Mapping[str, str]) -> Row:
    origin = group[0].origin
    grade = (grades.get(key) or grades.get(folded(origin.name))) if origin.whose in COUNTED else None
    credibility = CREDIBILITY[grade.letter] if grade else "medium"
    reports = {one.report for one in group}
    ties = defaultdict(list)
    for one in group:
        for tie in one.ties:
            ties[tie.hypothesis].append(tie)
    return Row(
        key=key,
        name=origin.name,
        whose=origin.whose,
        counted=origin.whose in COUNTED,
        grade=grade.letter if grade else None,
        credibility=credibility,
        reports=len(reports),
        independent=len({folds.get(report, report) for report in reports}),
        evidence=tuple(group),
        cells={hypothesis: cell_of(of_it, credibility) for hypothesis, of_it in ties.items()},
    )


def cell_of(ties: Sequence[Tie], credibility: Level) -> Cell:
    order = list(RATINGS)
    told = max(ties, key=lambda tie: (weighed(tie), -order.index(tie.rating), WEIGHT[tie.relevance]))
    ways = {"for" if tie.rating in ("C", "CC") else "against" for tie in ties if tie.rating != "N"}
    return Cell(
        rating=told.rating,
        relevance=told.relevance,
        inconsistency=weighed(told) * WEIGHT[credibility],
        mixed=len(ways) > 1,
        ties=len(ties),
    )


def weighed(tie: Tie) -> float:
    return INCONSISTENCY[tie.rating] * WEIGHT[tie.relevance]


def standings_of(hypotheses: Sequence[Hypothesis], rows: Sequence[Row]) -> tuple[Standing, ...]:
    against = inconsistency(hypotheses, rows)
    rows = [row for row in rows if row.counted]
    standings = []
    for one in hypotheses:
        cells = [row.cells[one.id] for row in rows if one.id in row.cells]
        standings.append(
            Standing(
                hypothesis=one,
                inconsistency=against[one.id],
                place=None,
                rated=len(cells),
                against=sum(cell.rating in ("I", "II") for cell in cells),
                consistent=sum(cell.rating in ("C", "CC") for cell in cells),
                missing=sum(bool(row.cells) and one.id not in row.cells for row in rows),
            )
        )
    standings.sort(key=lambda one: (not one.rated, round(one.inconsistency, 9), -one.rated))
    rated = [one for one in standings if one.rated]
    ahead = {one.hypothesis.id: sum(less(other.inconsistency, one.inconsistency) for other in rated) for one in rated}
    return tuple(replace(one, place=1 + ahead[one.hypothesis.id]) if one.rated else one for one in standings)


def inconsistency(hypotheses: Iterable[Hypothesis], rows: Iterable[Row]) -> dict[str, float]:
    """What speaks against each hypothesis, over the rows that count."""
    counted_rows = [row for row in rows if row.counted]
    return {
        one.id: sum(row.cells[one.id].inconsistency for row in counted_rows if one.id in row.cells)
        for one in hypotheses
    }


def less(a: float, b: float) -> bool:
    return a < b and not isclose(a, b, abs_tol=1e-9)


# ---------------------------------------------------------------- what if
def what_if(hypotheses: Sequence[Hypothesis], rows: Sequence[Row], without: str) -> tuple[Standing, ...]:
    """How the hypotheses would stand if an origin were wrong: its row is left out."""
    return standings_of(hypotheses, [row for row in rows if row.key != without])


def shifts_of(hypotheses: Sequence[Hypothesis], rows: Sequence[Row]) -> Iterator[Shift]:
    """The origins without which the order would be another; last, whether those that stand apart would change it."""
    rated = [one.hypothesis for one in standings_of(hypotheses, rows) if one.rated]
    for row in rows:
        if row.counted:
            left = [one for one in rows if one.key != row.key]
            yield from shift(rated, rows, left, f"If {row.name} were wrong", row)
    apart = [replace(row, counted=True) for row in rows if not row.counted]
    if apart:
        counted_too = [*(row for row in rows if row.counted), *apart]
        yield from shift(rated, rows, counted_too, "If those who are not named were counted as others are", None)


def shift(
    hypotheses: Sequence[Hypothesis], rows: Sequence[Row], then: Sequence[Row], condition: str, of: Row | None
) -> Iterator[Shift]:
    before, after = inconsistency(hypotheses, rows), inconsistency(hypotheses, then)
    changes = [change for a, b in combinations(hypotheses, 2) for change in changed(a, b, before, after)]
    if not changes:
        return
    more = len(changes) - MOST_TOLD
    told = [*changes[:MOST_TOLD], *([f"and {number_of(more, 'other pair')} would change"] if more > 0 else [])]
    order = sorted(hypotheses, key=lambda one: round(after[one.id], 9))
    yield Shift(
        origin=of.name if of else "those not named",
        key=of.key if of else None,
        order=tuple(one.id for one in order),
        leads=leading(before) != leading(after),
        then="; ".join(told),
        words=f"{condition}, {'; '.join(told)}.",
    )


def in_sentences(shifts: Iterable[Shift]) -> list[tuple[str, bool]]:
    """A sentence for all origins that would change the order alike, and whether another hypothesis would lead.

    Those that change the lead come first.
    """
    alike: dict[tuple[str, bool], list[Shift]] = defaultdict(list)
    for one in shifts:
        alike[one.then, one.key is None].append(one)
    sentences = []
    for (then, _), group in sorted(alike.items(), key=lambda one: not one[1][0].leads):
        names = [one.origin for one in group]
        any_of = f"If any one of {', '.join(names[:-1])} or {names[-1]} were wrong, {then}."
        sentences.append((any_of if len(names) > 1 else group[0].words, group[0].leads))
    return sentences


def changed(a: Hypothesis, b: Hypothesis, before: Mapping[str, float], after: Mapping[str, float]) -> Iterator[str]:
    """How the order of two changes, in words; nothing where it does not."""
    if less(before[b.id], before[a.id]):
        a, b = b, a
    first, second = called(a), called(b)
    if less(before[a.id], before[b.id]):
        if less(after[b.id], after[a.id]):
            yield f"{second} would come before {first}"
        elif not less(after[a.id], after[b.id]):
            yield f"{second} would be level with {first}"
    elif less(after[a.id], after[b.id]):
        yield f"{first} would come before {second}, with which it is level now"
    elif less(after[b.id], after[a.id]):
        yield f"{second} would come before {first}, with which it is level now"


def leading(against: Mapping[str, float]) -> frozenset[str]:
    least = min(against.values(), default=0.0)
    return frozenset(one for one, score in against.items() if not less(least, score))


def called(hypothesis: Hypothesis) -> str:
    title = hypothesis.title
    return f"“{title if len(title) <= SHOWN else title[: SHOWN - 1].rstrip() + '…'}”"


def cautions_of(standings: Sequence[Standing], rows: Sequence[Row]) -> Iterator[str]:
    """What keeps a matrix from telling what it seems to."""
    of = sum(bool(row.cells) for row in rows if row.counted)
    for one in standings:
        if one.rated and one.missing:
            yield (
                f"{called(one.hypothesis)} is not rated on {one.missing} of {number_of(of, 'origin')}: what is not "
                "rated counts for nothing, so it may come out too well."
            )
    several = [one.hypothesis.id for one in standings if one.rated]
    telling = [row for row in rows if row.counted and tells_apart(row, several)]
    if len(several) > 1 and not telling:
        yield "No origin tells these hypotheses apart: each fits all of them, or none."


def tells_apart(row: Row, hypotheses: Sequence[str]) -> bool:
    scores = [row.cells[one].inconsistency if one in row.cells else 0.0 for one in hypotheses]
    return any(not isclose(score, scores[0]) for score in scores[1:])
