"""What a report takes back, where it says so, and who withdraws it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reportedly.compare.retractions import Withdrawal, withdrawals
from reportedly.compare.series import fates_of, follow, series_of
from reportedly.compare.statements import at_home, given_in
from reportedly.compare.word_conflicts import taken_back as taken_back_in_words
from reportedly.comparison import Ref, Series, Statement
from reportedly.model import Ledger
from tests.compare.told import case_of, report_of, told
from tests.compare.tolls import a_count, a_toll

DEAD = {"measure": "killed", "of": "people"}
MINISTRY: dict[str, Any] = {"by": "Harbour Ministry", "kind": "organisation"}


def taken_back(
    *claims: tuple[str, dict[str, Any]], counted: dict[str, dict[str, Any]] | None = None
) -> list[Withdrawal]:
    return withdrawals(report_of(claims, counted=counted or {"164": DEAD}))


def series_in(*ledgers: Ledger) -> tuple[Series, ...]:
    entities = case_of(ledgers)
    followed = follow(at_home(row for ledger in ledgers for row in given_in(ledger, entities)))
    withdrawn = [one for ledger in ledgers for one in withdrawals(ledger, entities)]
    return series_of(followed, fates_of([row for one in followed for row in one.given], withdrawn))


def statements_in(*ledgers: Ledger) -> list[Statement]:
    return [statement for series in series_in(*ledgers) for statement in series.statements]


def who_in(words: str) -> str | None:
    """Who withdraws a figure, in the words of an outlet that tells of it."""
    [one] = taken_back(("a figure of 164 dead had been given.", {}), (words, {}))
    return one.best().who


# ---------------------------------------------------------------- who withdraws
def test_the_body_that_withdraws_is_told_from_the_outlet_that_reports_it() -> None:
    assert who_in("The Harbour Ministry now says it never supplied such figures") == "Harbour Ministry"
    assert who_in("That figure was withdrawn by the Harbour Ministry") == "Harbour Ministry"
    assert who_in("The Harbour Ministry has withdrawn this figure") == "Harbour Ministry"
    assert who_in("Granex said on Monday that this number was published in error") == "Granex"


def test_a_body_only_mentioned_is_not_taken_for_who_withdraws() -> None:
    assert who_in("That figure was later withdrawn") is None
    assert who_in("That figure of the Harbour Ministry was later withdrawn") is None
    assert who_in("The Harbour Ministry opened a hotline; that figure was later withdrawn") is None


def test_the_source_of_the_claim_withdraws_where_its_words_name_nobody() -> None:
    [one] = taken_back(("the figure of 164 dead was published in error", MINISTRY))
    assert (one.best().who, one.best().ref.claim) == ("Harbour Ministry", "c1")


def test_what_is_told_next_of_a_withdrawal_says_who_made_it() -> None:
    back, *_ = taken_back(
        ("The figure of 164 dead is withdrawn.", {}),
        ("The Harbour Ministry put it down to a technical error", {}),
    )
    assert [telling.ref.claim for telling in back.told] == ["c1", "c2"]
    assert (back.best().who, back.best().ref.claim) == ("Harbour Ministry", "c2")


def test_the_body_whose_word_it_was_is_preferred_to_another() -> None:
    back, *_ = taken_back(
        ("The figure of 164 dead is withdrawn.", {}),
        ("Granex called it a technical error.", {}),
        ("The Harbour Ministry said it never gave such a figure", {}),
    )
    assert back.best().who == "Granex"
    assert back.best({"harbour ministry"}).who == "Harbour Ministry"


# ---------------------------------------------------------------- what is no withdrawal
def test_who_does_not_withdraw_a_figure_or_is_only_asked_to_withdraws_nothing() -> None:
    for words in (
        "The Harbour Ministry has not withdrawn the figure of 164 dead",
        "Critics urged the Harbour Ministry to withdraw the figure of 164 dead",
        "The Harbour Ministry should retract the toll of 164",
    ):
        assert not taken_back((words, {})), words


def test_troops_that_withdraw_and_people_who_die_by_mistake_are_not_taken_back() -> None:
    assert not taken_back(
        ("the army withdrew 164 soldiers", {}), counted={"164": {"measure": "troops", "of": "soldiers"}}
    )
    assert not taken_back(("the guards killed 164 people by mistake", {}))


def test_a_figure_that_the_ministry_had_to_withdraw_is_withdrawn() -> None:
    assert taken_back(("the Harbour Ministry was forced to withdraw the figure of 164 dead", {}))


# ---------------------------------------------------------------- what became of it
def test_every_statement_of_a_withdrawn_figure_points_to_the_claim_that_tells_who_withdrew_it() -> None:
    first = report_of([("164 people died at the harbour", MINISTRY)], counted={"164": DEAD}, report="a")
    told_of = report_of(
        [("The figure of 164 dead is withdrawn.", {}), ("The Harbour Ministry said it never gave such figures", {})],
        counted={"164": DEAD},
        on="2031-05-05",
        report="b",
    )
    again = told("the dead numbered 164", by="Northwire", counted={"164": DEAD}, on="2031-05-08", report="c")
    found = {one.report: one for one in statements_in(first, told_of, again)}
    assert {report: one.status for report, one in found.items()} == {
        "a": "retracted", "b": "retracted", "c": "repeated_after_retraction"
    }  # fmt: skip
    assert {one.withdrawn_by for one in found.values()} == {"Harbour Ministry"}
    assert {one.retracted_by for one in found.values()} == {Ref(report="b", claim="c2")}


def test_a_later_report_may_tell_who_withdrew_what_an_earlier_one_only_takes_back() -> None:
    back = told("the figure of 164 dead is withdrawn", counted={"164": DEAD}, on="2031-05-05", report="a")
    names = told(
        "The Harbour Ministry withdrew the figure of 164 dead", by="Northwire", counted={"164": DEAD}, on="2031-05-07",
        report="b",
    )  # fmt: skip
    between = told("164 people died", by="Northwire", counted={"164": DEAD}, on="2031-05-06", report="c")
    found = {one.report: one for one in statements_in(back, names, between)}
    assert {one.withdrawn_by for one in found.values()} == {"Harbour Ministry"}
    assert found["c"].status == "repeated_after_retraction"


def test_a_part_whose_place_is_not_told_falls_with_the_part_that_has_one() -> None:
    whole = a_count("164", 164)
    born = a_toll(
        "The unrest killed 164; Almaty alone accounts for 103.", whole, a_count("103", 103, part_of=1),
        source="Ministry", published="2030-05-09",
    )  # fmt: skip
    back = a_toll(
        "The withdrawn report listed 103 dead in Almaty.", a_count("103", 103, of="dead", place="Almaty"),
        published="2030-05-10", outlet="Other",
    )  # fmt: skip
    by_number = {
        one.best: one.status for one in statements_in(born) + statements_in(born, back) if one.report == born.report.id
    }
    assert by_number == {164: "current", 103: "retracted"}
    other = replace(born, figures=tuple(replace(figure, subset_of=None) for figure in born.figures))
    assert {one.status for one in statements_in(other, back) if one.report == other.report.id} != {"retracted"}


def test_the_same_number_given_again_in_the_report_that_withdraws_it_is_not_still_current() -> None:
    report = a_toll(
        "The figure of 164 dead is withdrawn. In Almaty it makes 142, not 164 in all.",
        a_count("164", 164, of="dead"),
        a_count("164 in all", 164, place="Almaty"),
    )
    assert {one.status for one in statements_in(report)} == {"retracted"}


def test_a_rounded_number_is_set_against_the_claim_that_withdraws_it_and_not_against_the_number() -> None:
    rounded = told("some 160 people died", counted={"160": DEAD}, by="Northwire", report="a")
    back = told("the figure of 164 dead is withdrawn", counted={"164": DEAD}, on="2031-05-05", report="b")
    ledgers = (rounded, replace(back, claims=(), figures=tuple(replace(f, claim=None) for f in back.figures)))
    entities = case_of(ledgers)
    followed = follow(at_home(row for ledger in ledgers for row in given_in(ledger, entities)))
    found = [one for ledger in ledgers for one in withdrawals(ledger, entities)]
    outlets = {"a": "Northwire", "b": "Coast Herald"}
    assert taken_back_in_words(followed, found, outlets) == []
    followed = follow(at_home(row for ledger in (rounded, back) for row in given_in(ledger, entities)))
    [one] = taken_back_in_words(followed, withdrawals(back, entities), outlets)
    assert (one.a.figure, one.b) == ("f1", Ref(report="b", claim="c1"))
