"""The analyst's work list: what the machine could not tell and a person can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from reportedly.ask.rows import DoubtKind, DoubtRow
from reportedly.comparison import CaseEntity, Comparison
from reportedly.interfaces import Decision
from reportedly.model import Figure, Ledger, Span

COUNTS_PEOPLE = ("killed", "injured", "detained", "missing", "displaced")
# What ties names beyond doubt; a tie for any other reason is worth a look.
SURE = ("the same name", "names of one, by the lists", "somebody decided so")
KINDS: Mapping[DoubtKind, str] = {
    "name": "may be the same",
    "merge": "taken for one, to be confirmed",
    "source": "whose word it is could not be told",
    "scope": "a number without whom it counts",
    "place": "a number without its place",
    "decision": "a decision on words or names that are no longer there",
    "report": "not read, or in part",
}
AROUND = 50  # characters of the text shown on each side


def doubt_rows(
    comparison: Comparison, ledgers: Iterable[Ledger], *, lost: Iterable[Decision], settled: frozenset[str]
) -> list[DoubtRow]:
    """All doubts, kind by kind; `settled` are entities that a person decided on, `lost` decisions without effect."""
    rows = [*names(comparison), *merges(comparison, settled), *(no_effect(one) for one in lost)]
    for ledger in ledgers:
        rows += problems(ledger)
        rows += numbers(ledger)
    order = list(KINDS)
    return sorted(rows, key=lambda row: order.index(row.kind))


def names(comparison: Comparison) -> Iterator[DoubtRow]:
    entities = {entity.id: entity for entity in comparison.entities}
    for maybe in sorted(comparison.maybes, key=lambda maybe: -maybe.score):
        a, b = entities[maybe.a], entities[maybe.b]
        yield doubt(
            "name",
            f"{a.id} {a.name} and {b.id} {b.name}",
            f"{maybe.reason} ({maybe.score:.2f})",
            todo=f"merge (or split) CASE {a.id} {b.id}",
        )


def merges(comparison: Comparison, settled: frozenset[str]) -> Iterator[DoubtRow]:
    for entity in comparison.entities:
        if entity.id in settled:
            continue
        open_ = [one for one in entity.reasons if not one.startswith(SURE) and not of_lists(one)]
        if open_:
            what = f"{entity.id} {entity.name}: {', '.join(others(entity))}"
            yield doubt("merge", what, "; ".join(open_), todo=f"split CASE {entity.id} NAME, if one is another's")


def of_lists(reason: str) -> bool:
    """A body that the lists know, of a country that the report is about."""
    return " of a report on " in reason


def others(entity: CaseEntity) -> list[str]:
    return [form for form in entity.forms if form != entity.name]


def no_effect(decision: Decision) -> DoubtRow:
    what = f"decision {decision.id}, {decision.kind} by {decision.who}"
    return doubt("decision", what, KINDS["decision"], todo=f"undo CASE {decision.id}, or decide anew")


def problems(ledger: Ledger) -> Iterator[DoubtRow]:
    for problem in ledger.problems:
        kind: DoubtKind = "source" if problem.stage == "sources" else "report"
        yield doubt(kind, around(ledger, problem.span), problem.message, ledger=ledger, span=problem.span)


def numbers(ledger: Ledger) -> Iterator[DoubtRow]:
    """Counts of people that a case cannot place: whom they count is not said, or where and of whom alike."""
    for figure in ledger.figures:
        if figure.measure not in COUNTS_PEOPLE or figure.subset_of is not None:
            continue
        if figure.of is None:
            yield number("scope", "it is not said whom it counts; taken for everybody", ledger, figure)
        if figure.place is None:
            yield number("place", "it is not said where; taken for the whole of the case", ledger, figure)


def number(kind: DoubtKind, why: str, ledger: Ledger, figure: Figure) -> DoubtRow:
    return doubt(kind, around(ledger, figure.span), f"{figure.measure}: {why}", ledger=ledger, span=figure.span)


def around(ledger: Ledger, span: Span | None) -> str:
    text = ledger.report.text
    if span is None:
        return " ".join((ledger.report.title or PurePath(ledger.report.where).name or ledger.report.where).split())
    before, behind = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    words = " ".join(text[before:behind].split())
    return f"{'…' if before else ''}{words}{'…' if behind < len(text) else ''}"


def doubt(
    kind: DoubtKind,
    what: str,
    why: str,
    *,
    todo: str | None = None,
    ledger: Ledger | None = None,
    span: Span | None = None,
) -> DoubtRow:
    return DoubtRow(
        kind=kind,
        what=what,
        why=why,
        todo=todo,
        report=ledger.report.id if ledger else None,
        where=ledger.report.where if ledger else None,
        start=span.start if span else None,
        end=span.end if span else None,
    )
