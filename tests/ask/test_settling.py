"""What people make of conflicts: kept with both places, found again after reading anew, undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportedly import Case, Ledger
from reportedly.ask.decisions import NotDone, what_was_decided
from reportedly.ask.names import NoSuchName
from reportedly.case import MemoryStore
from reportedly.comparison import Ref
from reportedly.interfaces import NotInCase
from tests.builders import a_claim, a_ledger, exactly

MONDAY = "2031-05-05T08:00:00Z"


def toll(number: int, outlet: str) -> Ledger:
    text = f"The flood killed {number} people, it is said. Nothing else is known, the {outlet} tells."
    return a_ledger(
        text,
        a_claim(text, f"The flood killed {number} people"),
        figures=(exactly(text, str(number), number, measure="killed", of="people", claim="c1"),),
        outlet=outlet,
        where=f"{outlet}.txt",
    )


HERALD, BELL = toll(12, "Herald"), toll(19, "Bell")
A, B = Ref(report=HERALD.report.id, figure="f1"), Ref(report=BELL.report.id, figure="f1")


def keep(store: MemoryStore, ledger: Ledger, *, again: bool = False) -> None:
    store.keep(ledger, raw=ledger.report.text.encode(), reader="sha256:model", at=MONDAY, again=again)


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    keep(store, HERALD)
    keep(store, BELL)
    return store


@pytest.fixture
def case(store: MemoryStore) -> Case:
    return Case(store, now=lambda: MONDAY)


def test_a_conflict_is_settled_by_somebody_and_says_so(case: Case) -> None:
    decision = case.settle(A, B, "b_stands", "counted later", who="Ada")
    [settled] = case.settled()
    assert (settled.a, settled.b, settled.how, settled.note, settled.who) == (A, B, "b_stands", "counted later", "Ada")
    assert what_was_decided(decision) == ("“19” (Bell.txt:f1) stands against “12” (Herald.txt:f1): counted later")


def test_it_reads_the_same_from_either_side(case: Case) -> None:
    case.settle(A, B, "b_stands", who="Ada")
    [settled] = case.settled()
    assert settled.seen_from(A, B) == "b_stands"
    assert settled.seen_from(B, A) == "a_stands"
    assert settled.seen_from(A, A) is None


def test_a_figure_is_the_same_place_whichever_claim_gives_it(case: Case) -> None:
    case.settle(replace(A, claim="c1"), B, "both_stand", who="Ada")
    [settled] = case.settled()
    assert settled.seen_from(A, replace(B, claim="c1")) == "both_stand"


def test_of_two_decisions_on_one_conflict_the_later_holds(case: Case) -> None:
    case.settle(A, B, "a_stands", who="Ada")
    later = case.settle(B, A, "cannot_be_told", who="Ben")
    assert [(one.how, one.decision) for one in case.settled()] == [("cannot_be_told", later.id)]
    case.undo(later.id, who="Ada")
    assert [one.how for one in case.settled()] == ["a_stands"]


def test_a_report_read_anew_keeps_what_was_settled_though_the_ids_are_others(case: Case, store: MemoryStore) -> None:
    case.settle(A, B, "a_stands", who="Ada")
    case.settle(
        Ref(report=HERALD.report.id, claim="c1"), Ref(report=BELL.report.id, claim="c1"), "both_stand", who="Ada"
    )
    [figure], [claim] = HERALD.figures, HERALD.claims
    longer = replace(claim, id="c7", spans=(claim.spans[0]._replace(end=claim.spans[0].end + 1),))
    keep(store, replace(HERALD, figures=(replace(figure, id="f9", claim="c7"),), claims=(longer,)), again=True)
    assert [(one.a.figure, one.a.claim) for one in case.settled()] == [("f9", None), (None, "c7")]


def test_what_the_reports_no_longer_hold_is_not_settled_any_more(case: Case, store: MemoryStore) -> None:
    case.settle(A, B, "a_stands", who="Ada")
    keep(store, replace(HERALD, figures=()), again=True)
    assert case.settled() == ()


def test_a_wrong_word_and_a_place_that_is_not_there_settle_nothing(case: Case) -> None:
    with pytest.raises(NotDone, match="give one of a_stands, b_stands, both_stand, cannot_be_told"):
        case.settle(A, B, "somehow", who="Ada")
    with pytest.raises(NotDone, match="two places"):
        case.settle(A, replace(A, claim="c1"), "a_stands", who="Ada")
    with pytest.raises(NoSuchName, match=r"Bell\.txt has no claim and no figure f8"):
        case.settle(A, replace(B, figure="f8"), "a_stands", who="Ada")
    with pytest.raises(NotInCase):
        case.settle(A, replace(B, report="sha256:none"), "a_stands", who="Ada")
    assert case.decided() == ()
