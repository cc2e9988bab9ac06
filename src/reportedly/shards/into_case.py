"""Shards into a case: what was read elsewhere is kept as if it had been read here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from reportedly.interfaces import CaseStore
from reportedly.load import Passed
from reportedly.model import Unreadable
from reportedly.pipeline import Added, noted, unreadable
from reportedly.shards.read_back import AlsoAt, Extracted, ledgers_in


def add_shards(store: CaseStore, where: str, *, now: Callable[[], str], again: bool = False) -> Iterator[Added]:
    """Keeps the reports of all shards under a folder or address; each is in the case when its answer comes.

    What is there already stays as it is, unless `again` asks for it.  `now` is the clock, giving ISO 8601.
    """
    for found in ledgers_in(where):
        match found:
            case Extracted():
                yield add_extracted(store, found, now=now, again=again)
            case AlsoAt():
                yield also_at(store, found, now=now)
            case Passed():
                yield Added(where=found.where, how="passed", why=found.message)
            case Unreadable():
                yield unreadable(found)


def add_extracted(store: CaseStore, one: Extracted, *, now: Callable[[], str], again: bool) -> Added:
    report, where, size = one.ledger.report.id, one.ledger.report.where, len(one.raw)
    before = store.kept(report)
    if before is not None and not again:
        return replace(
            also_at(store, AlsoAt(where=where, report=report, beside=one.beside, known=one.known), now=now),
            bytes=size,
        )
    known = noted(one.known, one.beside)
    store.keep(one.ledger, raw=one.raw, reader=one.reader, at=now(), known=known, again=before is not None)
    return Added(
        where=where, how="new" if before is None else "again", report=report, problems=one.ledger.problems, bytes=size
    )


def also_at(store: CaseStore, one: AlsoAt, *, now: Callable[[], str]) -> Added:
    kept = store.kept(one.report)
    if kept is None:  # the report itself was damaged, and is said already
        return Added(where=one.where, how="unreadable", why=f"the bytes of {one.report} are not in the case")
    store.saw(one.report, where=one.where, known=noted(one.known, one.beside), at=now())
    return Added(where=one.where, how="there", report=one.report, why=None if kept.where == one.where else kept.where)
