"""Rival explanations held against what is said: origins for rows, inconsistency first, what if one were wrong."""

from __future__ import annotations

from itertools import count
from math import isclose, sqrt

import pytest

from reportedly.ask.hypotheses import (
    Evidence,
    Hypothesis,
    Level,
    Matrix,
    OriginOf,
    Rating,
    Tie,
    Whose,
    matrix,
    what_if,
)
from reportedly.ask.people import Grade

A, B = (Hypothesis(id=f"H{n}", title=title, who="Ada", at="", decision=n) for n, title in enumerate(("A", "B"), 1))
NUMBERS = count(1)


def says(
    origin: str,
    a: Rating | None = None,
    b: Rating | None = None,
    *,
    report: str = "r1",
    whose: Whose = "named",
    relevance: Level = "medium",
) -> Evidence:
    """Something said by an origin, with what it does to A and to B."""
    number = next(NUMBERS)
    ties = tuple(
        Tie(decision=number, hypothesis=one.id, rating=rating, relevance=relevance, who="Ada", at="")
        for one, rating in ((A, a), (B, b))
        if rating is not None
    )
    return Evidence(
        report=report,
        part=f"c{number}",
        words=f"what {origin} said",
        chain=(origin,),
        denied=False,
        origin=OriginOf(origin.casefold() if whose in ("named", "own voice") else whose, origin, whose),
        ties=ties,
    )


def against(made: Matrix) -> dict[str, float]:
    return {one.hypothesis.title: round(one.inconsistency, 6) for one in made.standings}


def order(made: Matrix) -> list[str]:
    return [one.hypothesis.title for one in made.standings]


# ---------------------------------------------------------------- scores
def test_the_hypothesis_with_the_least_against_it_leads_however_much_is_for_the_other() -> None:
    made = matrix([A, B], [says("Port", "CC", "N"), says("Fire service", "CC", "N"), says("Granex", "I", "N")])
    assert order(made) == ["B", "A"]
    assert [one.place for one in made.standings] == [1, 2]


def test_inconsistent_counts_one_and_very_inconsistent_two_as_parc_has_it() -> None:
    assert against(matrix([A, B], [says("Port", "I", "II")])) == {"A": 1, "B": 2}


def test_ten_reprints_of_one_origin_are_one_row() -> None:
    made = matrix([A, B], [says("Port", "I", "C", report=f"r{n}") for n in range(10)])
    [row] = made.rows
    assert (row.reports, row.cells["H1"].ties) == (10, 10)
    assert against(made) == {"B": 0, "A": 1}


def test_copies_are_folded_where_a_row_tells_how_many_reports_carry_it() -> None:
    made = matrix([A], [says("Port", "I", report="r1"), says("Port", "I", report="r2")], folds={"r2": "r1"})
    assert (made.rows[0].reports, made.rows[0].independent) == (2, 1)


def test_the_most_inconsistent_saying_of_an_origin_makes_the_cell_and_is_marked_as_mixed() -> None:
    [row] = matrix([A], [says("Port", "CC"), says("Port", "I"), says("Port", "N")]).rows
    cell = row.cells["H1"]
    assert (cell.rating, cell.mixed, cell.ties) == ("I", True, 3)


def test_where_nothing_an_origin_says_is_inconsistent_the_most_consistent_makes_the_cell() -> None:
    [row] = matrix([A], [says("Port", "N"), says("Port", "CC"), says("Port", "C")]).rows
    assert (row.cells["H1"].rating, row.cells["H1"].mixed) == ("CC", False)


def test_relevance_decides_between_two_inconsistent_sayings() -> None:
    [row] = matrix([A], [says("Port", "I", relevance="low"), says("Port", "I", relevance="high")]).rows
    assert row.cells["H1"].relevance == "high"
    assert isclose(row.cells["H1"].inconsistency, sqrt(2))


@pytest.mark.parametrize(
    ("letter", "weight"),
    [("A", sqrt(2)), ("B", sqrt(2)), ("C", 1.0), ("D", 1 / sqrt(2)), ("E", 1 / sqrt(2)), ("F", 1.0), (None, 1.0)],
)
def test_an_origin_counts_by_its_grade_and_one_that_cannot_be_judged_as_if_it_had_none(
    letter: str | None, weight: float
) -> None:
    grades = {"port": Grade(letter=letter, who="Ada")} if letter else {}
    made = matrix([A], [says("Port", "II")], grades=grades)
    assert isclose(made.standings[0].inconsistency, 2 * weight)


def test_the_word_of_nobody_by_name_stands_apart_and_counts_for_nothing() -> None:
    made = matrix(
        [A, B],
        [
            says("an unnamed source", "II", "C", whose="anonymous"),
            says("rumour", "II", "C", whose="rumour"),
            says("Port", "C", "I"),
        ],
    )
    assert against(made) == {"A": 0, "B": 1}
    assert made.rows[0].name == "Port"
    assert [row.counted for row in made.rows] == [True, False, False]


def test_unnamed_sources_of_two_reports_are_two_rows_and_of_a_copy_the_same() -> None:
    unnamed = [says("an unnamed source", "I", whose="anonymous", report=f"r{n}") for n in range(3)]
    assert len(matrix([A], unnamed, folds={"r2": "r0"}).rows) == 2


# ---------------------------------------------------------------- not rated
def test_a_hypothesis_that_nothing_is_tied_to_has_no_place() -> None:
    made = matrix([A, B], [says("Port", None, "II")])
    assert order(made) == ["B", "A"]
    assert [one.place for one in made.standings] == [1, None]


def test_a_hypothesis_rated_on_fewer_origins_is_said_to_come_out_too_well() -> None:
    made = matrix([A, B], [says("Port", "I", "N"), says("Granex", "I"), says("Mayor", "I")])
    assert made.cautions == (
        "“B” is not rated on 2 of 3 origins: what is not rated counts for nothing, so it may come out too well.",
    )


def test_evidence_that_fits_every_hypothesis_is_said_to_tell_none_apart() -> None:
    made = matrix([A, B], [says("Port", "CC", "CC"), says("Granex", "I", "I")])
    assert made.cautions == ("No origin tells these hypotheses apart: each fits all of them, or none.",)
    assert [one.place for one in made.standings] == [1, 1]


def test_nothing_is_said_of_an_empty_matrix() -> None:
    made = matrix([], [])
    assert (made.standings, made.rows, made.shifts, made.cautions) == ((), (), (), ())


# ---------------------------------------------------------------- what if
def test_the_single_origin_that_would_change_the_order_is_told() -> None:
    rows = [says("Port", "C", "II"), says("Granex", "I", "C"), says("Mayor", "N", "N")]
    made = matrix([A, B], rows)
    assert order(made) == ["A", "B"]
    [shift] = made.shifts
    assert (shift.origin, shift.order, shift.leads) == ("Port", ("H2", "H1"), True)
    assert shift.words == "If Port were wrong, “B” would come before “A”."


def test_where_no_single_origin_changes_the_order_none_is_told() -> None:
    rows = [says("Port", "C", "II"), says("Fire service", "C", "II"), says("Granex", "I", "C")]
    assert matrix([A, B], rows).shifts == ()


def test_a_lead_that_would_be_lost_to_a_draw_is_told_as_such() -> None:
    made = matrix([A, B], [says("Port", "C", "I")])
    assert [shift.words for shift in made.shifts] == ["If Port were wrong, “B” would be level with “A”."]


def test_a_draw_that_an_origin_holds_is_told() -> None:
    made = matrix([A, B], [says("Port", "I", "C"), says("Granex", "C", "I")])
    assert {shift.words for shift in made.shifts} == {
        "If Port were wrong, “A” would come before “B”, with which it is level now.",
        "If Granex were wrong, “B” would come before “A”, with which it is level now.",
    }


def test_whether_those_not_named_would_change_the_order_is_told_apart() -> None:
    made = matrix([A, B], [says("Port", "C", "I"), says("rumour", "II", "C", whose="rumour")])
    last = made.shifts[-1]
    assert last.key is None
    assert last.words == "If those who are not named were counted as others are, “B” would come before “A”."


def test_what_if_leaves_the_row_out() -> None:
    made = matrix([A, B], [says("Port", "C", "II"), says("Granex", "I", "C")])
    standings = what_if([A, B], made.rows, "port")
    assert [(one.hypothesis.title, one.inconsistency) for one in standings] == [("B", 0), ("A", 1)]


def test_a_long_title_is_shortened_within_a_sentence() -> None:
    long = Hypothesis(id="H2", title="x" * 200, who="Ada", at="", decision=2)
    [shift] = matrix([A, long], [says("Port", "C", "I")]).shifts
    assert len(shift.words) < 150
