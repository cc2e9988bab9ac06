"""Who is counted: counts of different people are not held against each other."""

from __future__ import annotations

import pytest

from reportedly.compare.groups import Scope, may_be_one, part_of, scope_of
from reportedly.model import Figure, Measure, Span


def scope(of: str, measure: Measure = "killed") -> Scope:
    return scope_of(Figure(id="f1", span=Span(0, 1), low=1, best=1, high=1, measure=measure, of=of))


@pytest.mark.parametrize(
    "words",
    ["officers", "policemen and national guardsmen", "members of the security forces", "dead officers", "the police"],
)
def test_security_forces_go_by_many_names(words: str) -> None:
    assert scope(words).group == "security forces"


@pytest.mark.parametrize("words", ["people", "lives", "the dead", "residents", "individuals", ""])
def test_everybody_is_counted_where_nobody_is_singled_out(words: str) -> None:
    assert scope(words).whole


def test_injured_children_are_children_and_not_the_injured() -> None:
    assert scope("injured children", "injured").group == "children"


def test_officers_are_a_part_of_the_dead_and_the_dead_no_part_of_the_officers() -> None:
    assert part_of(scope("officers"), scope("people"))
    assert not part_of(scope("people"), scope("officers"))
    assert not part_of(scope("officers"), scope("policemen"))


def test_those_in_hospital_are_a_part_of_the_injured() -> None:
    assert part_of(scope("people in hospital", "injured"), scope("people", "injured"))


def test_rioters_and_protesters_may_be_the_same_people_and_officers_may_not() -> None:
    assert may_be_one(scope("rioters"), scope("protesters"))
    assert not may_be_one(scope("rioters"), scope("officers"))


def test_troops_of_two_countries_are_two_counts() -> None:
    assert scope("soldiers from Belarus", "troops") != scope("soldiers from Armenia", "troops")


def test_things_are_told_apart_by_their_own_words_whatever_their_number() -> None:
    assert scope("waves of attacks", "other") == scope("wave of attacks", "other")
    assert scope("planes", "other") != scope("raids", "other")
