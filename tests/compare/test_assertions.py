"""What several reports claim about the same thing stands together, with who says so, who denies, who hedges."""

from __future__ import annotations

from dataclasses import replace

from reportedly.compare.assertions import Gathering, group
from reportedly.compare.sayings import sayings_of
from reportedly.comparison import Assertion
from reportedly.model import Ledger
from tests.compare.told import case_of, told


def gathered(*ledgers: Ledger) -> tuple[Assertion, ...]:
    return group(ledgers, case_of(ledgers))


def test_reports_that_say_the_same_in_other_words_stand_together() -> None:
    [one] = gathered(
        told("Mara Lind has left Norland together with her daughters", by="Coast Herald", on="2031-05-04"),
        told("Lind fled Norland with her daughters", by="Northwire", on="2031-05-05", names={"Lind": "Mara Lind"}),
    )
    assert one.words == "Mara Lind has left Norland together with her daughters"
    assert one.said_by == ("Coast Herald", "Northwire")
    assert (one.first_seen, one.last_changed) == ("2031-05-04", "2031-05-05")
    assert len(one.claims) == 2


def test_who_denies_and_who_hedges_are_told_apart_from_who_says() -> None:
    [one] = gathered(
        told("Mara Lind sold the grain terminal to Granex", by="Coast Herald", on="2031-05-04"),
        told("Mara Lind did not sell the grain terminal to Granex", by="Granex", on="2031-05-05", polarity="negative"),
        told(
            "Mara Lind may have sold the grain terminal to Granex",
            by="Northwire",
            on="2031-05-06",
            certainty="possible",
        ),
    )
    assert (one.said_by, one.denied_by, one.hedged_by) == (("Coast Herald",), ("Granex",), ("Northwire",))


def test_the_same_words_about_somebody_else_are_another_claim() -> None:
    assert not gathered(
        told("Mara Lind was questioned about the grain terminal", by="Coast Herald"),
        told("Otto Berg was questioned about the grain terminal", by="Northwire"),
    )


def test_the_same_words_with_another_number_are_another_claim() -> None:
    assert not gathered(
        told("164 sailors were rescued from the burning ferry", by="Coast Herald"),
        told("137 sailors were rescued from the burning ferry", by="Northwire"),
    )


def test_an_assertion_changed_last_when_somebody_new_spoke() -> None:
    words = "Mara Lind closed the grain terminal"
    [one] = gathered(
        told(words, by="Coast Herald", on="2031-05-04"),
        told(words, by="Northwire", on="2031-05-06"),
        told(words, by="Coast Herald", on="2031-05-09"),
    )
    assert one.last_changed == "2031-05-06"


def test_what_only_one_report_says_on_one_word_is_no_group() -> None:
    assert not gathered(told("Mara Lind closed the grain terminal", by="Coast Herald"))


def test_one_report_after_another_gives_what_all_at_once_give() -> None:
    ledgers = [
        told("Mara Lind closed the grain terminal", by="Coast Herald", on="2031-05-04"),
        told("Otto Berg opened the fish market", by="Coast Herald", on="2031-05-05"),
        told("the grain terminal was closed by Mara Lind", by="Northwire", on="2031-05-06"),
    ]
    gathering = Gathering()
    for ledger in ledgers:
        gathering.add(sayings_of(ledger, case_of(ledgers)))
    assert gathering.assertions() == gathered(*reversed(ledgers))
    assert len(gathering.assertions()) == 1


def test_a_report_without_a_date_comes_last() -> None:
    words = "Mara Lind closed the grain terminal"
    undated = told(words, by="Northwire", on=None)
    [one] = gathered(undated, told(words, by="Coast Herald", on="2031-05-06"))
    assert one.said_by == ("Coast Herald", "Northwire")
    assert one.first_seen == "2031-05-06"


def test_what_an_author_says_is_said_by_the_outlet() -> None:
    words = "Mara Lind closed the grain terminal"
    ledger = told(words, by="Coast Herald")
    own = replace(ledger, claims=tuple(replace(claim, sources=(), mode="authorial") for claim in ledger.claims))
    [one] = gathered(
        replace(own, report=replace(own.report, outlet="The Evening Tide", id="x")), told(words, by="Northwire")
    )
    assert set(one.said_by) == {"The Evening Tide", "Northwire"}
