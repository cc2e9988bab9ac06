"""Claims and figures as people corrected them: what was asked of the case is asked of the corrected reports apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import merge
from typing import TypeVar

from reportedly.case import MemoryStore
from reportedly.interfaces import CaseStore, FoundClaim, FoundFigure
from reportedly.pipeline import corrected_ledger, corrections_by_report

Row = TypeVar("Row", FoundClaim, FoundFigure)


def corrected_rows(store: CaseStore, ask: Callable[[CaseStore], Iterator[Row]]) -> Iterator[Row]:
    """What `ask` finds in a case, by report; of reports in which somebody corrected anything, as they stand corrected.

    The tables of a case hold what the machine read.  Corrected reports are few: they are laid out in memory.
    """
    decided = corrections_by_report(store)
    if not decided:
        return ask(store)
    order = {kept.id: kept.number for kept in store.reports()}
    apart = MemoryStore()
    for report in sorted(decided, key=order.__getitem__):
        kept = store.kept(report)
        if kept is not None:
            ledger = corrected_ledger(store, report)
            apart.keep(ledger, raw=store.raw(report), reader=kept.reader, at=kept.added)
    as_read = (row for row in ask(store) if row.report not in decided)
    return merge(as_read, ask(apart), key=lambda row: order[row.report])
