"""Pairs of reports: copies and conflicts, with the names of both reports beside them."""

from __future__ import annotations

from collections.abc import Iterator

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
        )
