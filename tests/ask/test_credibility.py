"""The credibility digit: what the machine proposes, by the rules of the Admiralty code, and what people keep."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reportedly import Case
from reportedly.ask.credibility import Weighed, given, proposed
from reportedly.ask.decisions import NotDone, what_was_decided
from reportedly.case import MemoryStore
from reportedly.interfaces import NotInCase
from tests.builders import a_claim, a_ledger

TEXT = "12 people were killed, the Harbour Office said."
LEDGER = a_ledger(TEXT, a_claim(TEXT, "12 people were killed"), where="herald.txt", outlet="Herald")
NOW = "2031-05-06T08:00:00Z"


def digit(**known: object) -> str:
    return proposed(Weighed(**known)).digit  # type: ignore[arg-type]


# ---------------------------------------------------------------- what is proposed
def test_two_origins_that_nobody_contradicts_confirm_each_other() -> None:
    found = proposed(Weighed(origins=("Harbour Office", "Coast Guard"), compared=True))
    assert (found.digit, found.meaning) == ("1", "confirmed by other sources")
    assert "Harbour Office and Coast Guard" in found.reason


def test_ten_reports_on_one_word_confirm_nothing() -> None:
    assert digit(origins=("Harbour Office",), unnamed=9, compared=True) == "2"


def test_one_origin_that_leaves_it_open_makes_it_only_possible() -> None:
    assert digit(hedging=("Harbour Office",), compared=True) == "3"


def test_reports_that_name_nobody_are_no_origin() -> None:
    found = proposed(Weighed(unnamed=4, compared=True))
    assert found.digit == "3"
    assert "4 reports on nobody's name" in found.reason


def test_what_is_contradicted_by_as_many_is_improbable() -> None:
    found = proposed(Weighed(origins=("Harbour Office",), against=("Coast Guard",), compared=True))
    assert found.digit == "5"
    assert found.reason == "contradicted by Coast Guard"


def test_what_more_origins_tell_than_contradict_stays_doubtful() -> None:
    assert digit(origins=("A", "B", "C"), against=("D",), compared=True) == "4"


def test_what_its_own_source_took_back_is_improbable_however_many_told_it() -> None:
    found = proposed(Weighed(origins=("A", "B", "C"), withdrawn=True, withdrawn_by="A", compared=True))
    assert (found.digit, found.reason) == ("5", "taken back by A")


def test_what_one_report_alone_tells_cannot_be_judged() -> None:
    assert digit(origins=("Harbour Office",)) == "6"


def test_two_origins_in_one_report_confirm_each_other_too() -> None:
    assert digit(origins=("Harbour Office", "Coast Guard")) == "1"


# ---------------------------------------------------------------- what people keep
@pytest.fixture
def case() -> Iterator[Case]:
    store = MemoryStore()
    store.keep(LEDGER, raw=TEXT.encode(), reader="sha256:model", at=NOW)
    with Case(store, now=lambda: NOW) as case:
        yield case


def test_a_person_takes_over_the_proposal_or_gives_another_digit(case: Case) -> None:
    case.credibility(LEDGER.report.id, "c1", "6", who="Ada")
    case.credibility(LEDGER.report.id, "c1", "2", who="Ben")
    found = given(case.decided(), LEDGER.report.id, LEDGER.claims[0])
    assert found is not None
    assert (found.value, found.who) == ("2", "Ben")
    assert what_was_decided(found) == "herald.txt:c1: 2, probably true"


def test_a_digit_taken_back_is_given_no_more(case: Case) -> None:
    kept = case.credibility(LEDGER.report.id, "c1", "1", who="Ada")
    case.undo(kept.id, who="Ada")
    assert given(case.decided(), LEDGER.report.id, LEDGER.claims[0]) is None


@pytest.mark.parametrize("wrong", ["0", "7", "", "A", "1.5", "١"])
def test_what_is_no_digit_of_the_code_is_refused(case: Case, wrong: str) -> None:
    with pytest.raises(NotDone, match="6 truth cannot be judged"):
        case.credibility(LEDGER.report.id, "c1", wrong, who="Ada")
    assert case.decided() == ()


def test_a_claim_that_is_not_there_is_refused(case: Case) -> None:
    with pytest.raises(NotDone, match="has no claim c9"):
        case.credibility(LEDGER.report.id, "c9", "1", who="Ada")
    with pytest.raises(NotInCase):
        case.credibility("sha256:none", "c1", "1", who="Ada")
