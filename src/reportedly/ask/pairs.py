"""Pairs of reports: copies and conflicts, with the names of both reports beside them; one conflict in one row."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

from reportedly.ask.rows import ConflictRow, CopyRow
from reportedly.comparison import Comparison, Conflict, NoConflict


def copy_rows(comparison: Comparison) -> Iterator[CopyRow]:
    """The likest first."""
    told = {one.id: one for one in comparison.reports}
    for copy in sorted(comparison.copies, key=lambda copy: -copy.score):
        a, b = told[copy.a], told[copy.b]
        yield CopyRow(
            kind=copy.kind,
            score=round(copy.score, 3),
            a=a.id,
            a_where=a.where,
            a_outlet=a.outlet,
            a_published=a.published,
            b=b.id,
            b_where=b.where,
            b_outlet=b.outlet,
            b_published=b.published,
            original=copy.original,
            passages=len(copy.passages),
            characters=sum(passage.a.end - passage.a.start for passage in copy.passages),
            reason=copy.reason,
        )


def conflict_rows(comparison: Comparison, *, seeming: bool) -> Iterator[ConflictRow]:
    """Every pair of places in a row of its own; `each_once` makes one of those that carry the same conflict."""
    told = {one.id: one for one in comparison.reports}
    pairs: tuple[Conflict | NoConflict, ...] = comparison.conflicts
    if seeming:
        pairs = (*pairs, *comparison.not_conflicts)
    for one in pairs:
        a, b = told[one.a.report], told[one.b.report]
        yield ConflictRow(
            conflict=isinstance(one, Conflict),
            kind=one.kind,
            reason=one.reason,
            a=a.id,
            a_where=a.where,
            a_outlet=a.outlet,
            a_published=a.published,
            a_claim=one.a.claim,
            a_figure=one.a.figure,
            b=b.id,
            b_where=b.where,
            b_outlet=b.outlet,
            b_published=b.published,
            b_claim=one.b.claim,
            b_figure=one.b.figure,
            pairs=1,
        )


# ---------------------------------------------------------------- one conflict, many pairs
Side = tuple[Hashable, ...]


def each_once(rows: Iterable[ConflictRow], comparison: Comparison) -> Iterator[ConflictRow]:
    """One row for each conflict, that of its first pair, with how many pairs of reports carry it.

    Two numbers of one series are one conflict whoever gives them, a figure and its withdrawal another; in words all
    that contradict one thing do, and all that this contradicts: A1 against B1 and B2, A2 against B1.
    """
    sides = _Sides(comparison)
    groups: dict[Hashable, list[ConflictRow]] = {}
    in_words = _Joined()
    waiting = list(rows)
    for row in waiting:
        if sides.key_of(row) is None:
            in_words.join(*sides.both(row))
    for row in waiting:
        key = sides.key_of(row) or in_words.of(sides.both(row)[0])
        groups.setdefault(key, []).append(row)
    for group in groups.values():
        yield replace(group[0], pairs=len({frozenset((row.a, row.b)) for row in group}))


class _Sides:
    """What stands on each side of a pair, whichever report it is taken from."""

    def __init__(self, comparison: Comparison) -> None:
        self._number: dict[tuple[str, str], Side] = {}
        self._withdrawn: dict[tuple[str, str], Side] = {}
        for series in comparison.series:
            for one in series.statements:
                number = next((n for n in (one.best, one.low, one.high) if n is not None), None)
                self._number[one.report, one.figure] = (series.id, one.vague if number is None else number)
                if one.retracted_by is not None:
                    self._withdrawn[one.report, one.figure] = (series.id, one.retracted_by)
        self._claim = {
            (ref.report, ref.claim): assertion.id for assertion in comparison.assertions for ref in assertion.claims
        }

    def both(self, row: ConflictRow) -> tuple[Side, Side]:
        return (
            (row.conflict, row.kind, self._side(row.a, row.a_claim, row.a_figure)),
            (row.conflict, row.kind, self._side(row.b, row.b_claim, row.b_figure)),
        )

    def _side(self, report: str, claim: str | None, figure: str | None) -> Hashable:
        number = self._number.get((report, figure)) if figure is not None else None
        return number or self._claim.get((report, claim)) or (report, claim, figure)

    def key_of(self, row: ConflictRow) -> Hashable | None:
        """What tells a conflict from others where its sides alone do: two numbers, or a withdrawal."""
        if row.a_figure is None:
            return None
        withdrawn = self._withdrawn.get((row.a, row.a_figure))
        if row.kind == "denial" and withdrawn is not None:
            return (row.kind, *withdrawn)
        if row.b_figure is None or row.kind == "actor":
            return None
        a, b = self.both(row)
        return frozenset((a, b))


class _Joined:
    """Which sides belong to one conflict: those that stand against each other, directly or through others."""

    def __init__(self) -> None:
        self._next: dict[Side, Side] = {}

    def join(self, a: Side, b: Side) -> None:
        first, second = self.of(a), self.of(b)
        if first != second:
            self._next[second] = first

    def of(self, side: Side) -> Side:
        while side in self._next:
            side = self._next[side]
        return side
