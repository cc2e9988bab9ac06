"""Numbers that cannot both be so, and how they are put into words."""

from __future__ import annotations

from reportedly.compare import compare
from reportedly.compare.groups import nation
from reportedly.compare.in_words import counted
from reportedly.compare.number_conflicts import no_conflicts, number_conflicts
from reportedly.compare.series import follow
from reportedly.compare.statements import at_home, given_in
from reportedly.comparison import Conflict, NoConflict
from reportedly.model import Ledger
from tests.compare.tolls import a_count, a_toll


def compared(*ledgers: Ledger) -> tuple[list[Conflict], list[NoConflict]]:
    followed = follow(at_home(row for ledger in ledgers for row in given_in(ledger, {})))
    return number_conflicts(followed, {}, set()), no_conflicts(followed)


def test_numbers_of_things_that_are_not_named_contradict_nothing() -> None:
    one = a_toll("The rate was 3.", a_count("3", 3, measure="other", of=""), published="2030-05-09T10:00")
    other = a_toll("It stood at 39.", a_count("39", 39, measure="other", of=""), published="2030-05-09T04:00")
    assert compared(one, other) == ([], [])


def test_ships_are_not_set_against_planes() -> None:
    fleet = a_toll(
        "The navy lost 5 ships and 3 planes.",
        a_count("5", 5, measure="other", of="ships"),
        a_count("3", 3, measure="other", of="planes"),
    )
    assert compared(fleet) == ([], [])


def test_a_reason_does_not_say_dead_twice() -> None:
    early = a_toll("18 dead officers.", a_count("18", 18, of="dead officers"), published="2030-05-07")
    late = a_toll("16 officers died.", a_count("16", 16, of="officers"), published="2030-05-09")
    [conflict] = compared(early, late)[0]
    assert conflict.reason.startswith("18 dead officers against 16 officers killed")


def test_the_words_for_a_count_read_as_english() -> None:
    assert counted("killed", "people (part of those counted)") == "people killed (part of those counted)"
    assert counted("killed", "civilian deaths") == "civilian deaths"
    assert counted("troops", "troops from Russia") == "troops from Russia"


def test_a_nation_is_named_by_its_country() -> None:
    assert (nation("russ"), nation("bela"), nation("zzzz")) == ("Russia", "Belarus", "ZZZZ")


def test_a_series_of_a_part_says_so_in_plain_words() -> None:
    report = a_toll("Of 40 dead 8 are known by name.", a_count("40", 40), a_count("8", 8, part_of=1))
    followed = follow(at_home(given_in(report, {})))
    assert {str(one.scope) for one in followed} == {"people", "people (part of those counted)"}


def test_a_pair_that_is_a_conflict_is_told_as_nothing_else() -> None:
    story = (
        "The harbour will stay shut until Friday, the port authority said. Ferries have stayed in port since the "
        "storm. Repairs to the quay will take three weeks and cost two million euros, the authority added. "
    )
    first, then = (
        a_toll(f"{story}{words} people were killed.", a_count(words, number), published=day)
        for words, number, day in (("Twelve", 12, "2030-05-07"), ("Fifteen", 15, "2030-05-08"))
    )
    found = compare([first, then])
    assert [one.kind for one in found.copies] == ["verbatim"]
    [conflict] = found.conflicts
    assert conflict.reason.endswith("the number changed on the way")
    assert found.not_conflicts == ()
    assert [one.kind for one in compared(first, then)[1]] == ["later"]  # what it would be without the copy
