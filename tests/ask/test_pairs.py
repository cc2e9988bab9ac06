"""One conflict in one row, however many pairs of reports carry it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reportedly.ask.pairs import conflict_rows, each_once
from reportedly.ask.rows import ConflictRow
from reportedly.comparison import (
    Assertion,
    Comparison,
    Conflict,
    ConflictKind,
    NoConflict,
    Ref,
    Series,
    Statement,
    Told,
)

EMPTY = Comparison(
    reports=tuple(
        Told(id=f"r{n}", where=f"{n}.txt", outlet=None, published=f"2031-05-0{n}", title=None) for n in range(1, 7)
    ),
    entities=(), maybes=(), series=(), copies=(), conflicts=(), not_conflicts=(), assertions=(), origins=(),
)  # fmt: skip


def claim(name: str) -> Ref:
    """ "1c2" is the second claim of the first report."""
    return Ref(report=f"r{name[0]}", claim=name[1:])


def against(kind: ConflictKind, *pairs: str) -> tuple[Conflict, ...]:
    """ "1c1 2c3": pairs of claims; a number before the claim is its report."""
    sides = [tuple(map(claim, pair.split())) for pair in pairs]
    return tuple(Conflict(kind=kind, a=a, b=b, reason=f"{a.report} against {b.report}") for a, b in sides)


def counts(*numbers: int, **more: Any) -> Series:
    """One statement a report, in their order."""
    statements = tuple(
        Statement(
            report=f"r{n}", figure="f1", low=number, best=number, high=number, vague=None, as_of=None, originator=None,
            originator_entity=None, chain=(), **more,
        )
        for n, number in enumerate(numbers, start=1)
    )  # fmt: skip
    return Series(id="S1", measure="killed", of="people", place=None, statements=statements, origins=0)


def figures(a: int, b: int) -> tuple[Ref, Ref]:
    return Ref(report=f"r{a}", figure="f1"), Ref(report=f"r{b}", figure="f1")


def rows_of(comparison: Comparison, *, seeming: bool = False) -> list[ConflictRow]:
    return list(each_once(conflict_rows(comparison, seeming=seeming), comparison))


def test_one_thing_denied_in_many_words_is_one_conflict() -> None:
    found = against("denial", "1c1 3c1", "1c1 4c2", "2c1 3c1", "2c1 4c2")
    [row] = rows_of(replace(EMPTY, conflicts=found))
    assert (row.a, row.b, row.reason, row.pairs) == ("r1", "r3", "r1 against r3", 4)


def test_two_things_denied_are_two_conflicts() -> None:
    found = against("denial", "1c1 2c1", "1c2 2c2", "3c1 2c1")
    assert [row.pairs for row in rows_of(replace(EMPTY, conflicts=found))] == [2, 1]


def test_claims_known_to_say_the_same_stand_for_each_other() -> None:
    same = Assertion(
        id="A1", words="", claims=(claim("1c1"), claim("2c1")), said_by=(), denied_by=(), hedged_by=(), first_seen=None,
        last_changed=None,
    )  # fmt: skip
    apart = replace(EMPTY, conflicts=against("place", "1c1 3c1", "2c1 4c1"))
    assert len(rows_of(apart)) == 2
    assert [row.pairs for row in rows_of(replace(apart, assertions=(same,)))] == [2]


def test_a_denial_and_a_place_are_two_conflicts_of_the_same_claims() -> None:
    found = against("denial", "1c1 2c1") + against("place", "1c1 2c1")
    assert [row.kind for row in rows_of(replace(EMPTY, conflicts=found))] == ["denial", "place"]


def test_the_same_two_numbers_are_one_conflict_whoever_gives_them_and_a_third_another() -> None:
    pairs = (figures(1, 3), figures(2, 3), figures(1, 4))
    found = tuple(Conflict(kind="number", a=a, b=b, reason="not both") for a, b in pairs)
    comparison = replace(EMPTY, series=(counts(18, 18, 16, 11),), conflicts=found)
    assert [(row.a_figure, row.pairs) for row in rows_of(comparison)] == [("f1", 2), ("f1", 1)]


def test_a_withdrawal_is_one_conflict_with_all_who_gave_the_figure() -> None:
    by = Ref(report="r4", claim="c9")
    found = tuple(
        Conflict(kind="denial", a=Ref(report=f"r{n}", claim="c1", figure="f1"), b=by, reason="withdrawn")
        for n in (1, 2, 3)
    )
    series = counts(164, 164, 160, status="retracted", retracted_by=by)
    [row] = rows_of(replace(EMPTY, series=(series,), conflicts=found))
    assert row.pairs == 3


def test_what_only_looks_like_a_conflict_is_never_folded_into_one() -> None:
    a, b = figures(1, 2)
    comparison = replace(
        EMPTY, series=(counts(18, 16),), conflicts=(Conflict(kind="number", a=a, b=b, reason="not both"),),
        not_conflicts=(NoConflict(kind="later", a=a, b=b, reason="then"),),
    )  # fmt: skip
    assert [row.conflict for row in rows_of(comparison, seeming=True)] == [True, False]
