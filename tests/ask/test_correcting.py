"""Putting a report right from Python: accepted, rejected, corrected; kept with who, undone again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from reportedly.ask import Case, NoSuchName
from reportedly.ask.correcting import (
    ClaimEdit,
    FigureEdit,
    Link,
    correction_rows,
    edit_of,
    edit_of_figure,
)
from reportedly.ask.decisions import NotDone
from reportedly.case import MemoryStore
from reportedly.model import Claim, Figure, Ledger, Span
from tests.builders import a_claim, a_ledger, a_source_in, an_entity, exactly, span_of

NOW = "2031-05-07T08:00:00Z"
TEXT = "The Herald writes that the Harbour Office says that 12 dockers were hurt. The mayor denies that it was told."


def a_reading(first: int = 1) -> Ledger:
    herald = a_source_in(TEXT, "Herald", "writes", kind="outlet", entity="e1")
    office = a_source_in(TEXT, "the Harbour Office", "says", kind="organisation", name="Harbour Office", entity="e2")
    mayor = a_source_in(TEXT, "The mayor", "denies", kind="person")
    hurt = a_claim(
        TEXT, "12 dockers were hurt", id=f"c{first}", sources=(herald, office), asserted_by=("certain", "certain")
    )
    told = a_claim(
        TEXT, "it was told", id=f"c{first + 1}", sources=(mayor,), polarity="negative", asserted_by=("denied",)
    )
    figure = exactly(TEXT, "12", 12, measure="injured", of="dockers", claim=hurt.id)
    entities = (
        an_entity(TEXT, "Herald", id="e1", kind="outlet"),
        an_entity(TEXT, "Harbour Office", "the Harbour Office", id="e2", kind="organisation"),
    )
    return a_ledger(TEXT, hurt, told, figures=(figure,), entities=entities, outlet="Herald", where="herald.txt")


REPORT = a_reading().report.id


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.keep(a_reading(), raw=TEXT.encode(), reader="sha256:model", at=NOW)
    return store


@pytest.fixture
def case(store: MemoryStore) -> Iterator[Case]:
    with Case(store, now=lambda: NOW) as case:
        yield case


def claims(case: Case) -> dict[str, Claim]:
    return {claim.id: claim for claim in case.ledger(REPORT).claims}


def the_figure(case: Case) -> Figure:
    [figure] = case.ledger(REPORT).figures
    return figure


def as_it_is(case: Case, claim: str = "c1") -> ClaimEdit:
    return edit_of(claims(case)[claim])


SCOPE = FigureEdit(
    measure="injured", of="dockers", place="Norrhaven", as_of_from="2031-05-05", as_of_to=None, low=12, best=12, high=12
)


# ---------------------------------------------------------------- claims
def test_a_rejected_claim_is_gone_from_the_ledger_and_still_in_what_the_machine_read(case: Case) -> None:
    case.correct_claim(REPORT, "c1", "rejected", who="Ada")
    assert list(claims(case)) == ["c2"]
    assert len(case.ledger(REPORT, corrected=False).claims) == 2
    [row] = correction_rows(case.corrections(REPORT))
    assert (row.part, row.what, row.who, row.now) == ("c1", "rejected", "Ada", None)
    assert row.read_as == "Herald › Harbour Office: “12 dockers were hurt”"


@pytest.mark.parametrize("what", ["reject", "Rejected", ""])
def test_a_word_that_decides_nothing_is_refused_and_not_kept(case: Case, what: str) -> None:
    with pytest.raises(NotDone, match="write accepted, rejected or corrected"):
        case.correct_claim(REPORT, "c1", what, who="Ana")  # type: ignore[arg-type]
    with pytest.raises(NotDone, match="write accepted, rejected or corrected"):
        case.correct_figure(REPORT, "f1", what, who="Ana")  # type: ignore[arg-type]
    assert list(case.decisions()) == []


def test_undoing_a_rejection_brings_the_claim_back(case: Case) -> None:
    decision = case.correct_claim(REPORT, "c1", "rejected", who="Ada")
    case.undo(decision.id, who="Ben")
    assert list(claims(case)) == ["c1", "c2"]
    assert correction_rows(case.corrections(REPORT)) == ()


def test_a_chain_is_put_right_and_who_was_there_before_keeps_his_words(case: Case) -> None:
    links = (Link(name="Harbour Office", kind="organisation"),)
    case.correct_claim(REPORT, "c1", "corrected", replace(as_it_is(case), chain=links), who="Ada")
    [source] = claims(case)["c1"].sources
    assert (source.name, source.entity) == ("Harbour Office", "e2")
    assert source.mention == span_of(TEXT, "the Harbour Office")
    assert claims(case)["c1"].asserted_by == ("certain",)


def test_the_spelling_of_a_name_is_that_of_the_person_and_its_entity_that_of_the_report(case: Case) -> None:
    links = (Link(name="  the  mayor\n", kind="person"), Link(name="HERALD", kind="outlet"))
    case.correct_claim(REPORT, "c2", "corrected", replace(as_it_is(case, "c2"), chain=links), who="Ada")
    assert [(one.name, one.entity) for one in claims(case)["c2"].sources] == [("the mayor", None), ("HERALD", "e1")]


def test_who_denies_it_and_how_sure_he_is_can_be_put_right(case: Case) -> None:
    edit = replace(as_it_is(case), stance="denies it", certainty="probable")
    case.correct_claim(REPORT, "c1", "corrected", edit, who="Ada")
    claim = claims(case)["c1"]
    assert (claim.polarity, claim.certainty, claim.asserted_by) == ("negative", "probable", ("certain", "denied"))
    assert edit_of(claim) == edit


def test_without_a_chain_the_author_says_so_himself(case: Case) -> None:
    case.correct_claim(REPORT, "c1", "corrected", replace(as_it_is(case), chain=()), who="Ada")
    claim = claims(case)["c1"]
    assert (claim.sources, claim.mode, claim.asserted_by) == ((), "authorial", ())


def test_the_content_can_be_cut_otherwise(case: Case) -> None:
    part = span_of(TEXT, "12 dockers")
    case.correct_claim(REPORT, "c1", "corrected", replace(as_it_is(case), spans=(part,)), who="Ada")
    assert claims(case)["c1"].spans == (part,)
    [row] = correction_rows(case.corrections(REPORT))
    assert row.words == "12 dockers"


def test_a_correction_can_be_corrected_and_accepting_takes_both_back(case: Case) -> None:
    case.correct_claim(REPORT, "c1", "corrected", replace(as_it_is(case), certainty="possible"), who="Ada")
    case.correct_claim(REPORT, "c1", "corrected", replace(as_it_is(case), stance="denies it"), who="Ben")
    assert (claims(case)["c1"].certainty, claims(case)["c1"].polarity) == ("possible", "negative")
    case.correct_claim(REPORT, "c1", "accepted", who="Ada")
    assert claims(case)["c1"] == a_reading().claims[0]


def test_corrections_hold_when_the_report_is_read_again_and_its_claims_are_counted_otherwise(
    case: Case, store: MemoryStore
) -> None:
    case.correct_claim(REPORT, "c1", "rejected", who="Ada")
    case.correct_claim(REPORT, "c2", "corrected", replace(as_it_is(case, "c2"), certainty="possible"), who="Ada")
    store.keep(a_reading(first=7), raw=TEXT.encode(), reader="sha256:newer", at=NOW, again=True)
    assert {id_: claim.certainty for id_, claim in claims(case).items()} == {"c8": "possible"}


def test_what_is_no_longer_read_is_a_doubt_and_changes_nothing(case: Case, store: MemoryStore) -> None:
    decision = case.correct_claim(REPORT, "c2", "rejected", who="Ada")
    newer = replace(a_reading(), claims=a_reading().claims[:1])
    store.keep(newer, raw=TEXT.encode(), reader="sha256:newer", at=NOW, again=True)
    assert list(claims(case)) == ["c1"]
    lost = [doubt.what for doubt in case.doubts() if doubt.kind == "decision"]
    assert lost == [f"decision {decision.id}, claim by Ada"]


# ---------------------------------------------------------------- figures
def test_the_scope_of_a_figure_is_put_right(case: Case) -> None:
    case.correct_figure(REPORT, "f1", "corrected", SCOPE, who="Ada")
    figure = the_figure(case)
    assert figure.place is not None
    assert figure.place.name == "Norrhaven"
    assert edit_of_figure(figure) == SCOPE
    [row] = correction_rows(case.corrections(REPORT))
    assert (row.read_as, row.now) == ("12 dockers injured", "12 dockers injured in Norrhaven, as of 2031-05-05")


def test_a_rejected_figure_is_gone_and_its_claim_stays(case: Case) -> None:
    case.correct_figure(REPORT, "f1", "rejected", who="Ada")
    assert case.ledger(REPORT).figures == ()
    assert list(claims(case)) == ["c1", "c2"]


def test_a_word_for_how_many_stands_alone(case: Case) -> None:
    words = replace(SCOPE, low=None, best=None, high=None, vague="dozens")
    case.correct_figure(REPORT, "f1", "corrected", words, who="Ada")
    assert (the_figure(case).vague, the_figure(case).best) == ("dozens", None)


# ---------------------------------------------------------------- refused
@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda edit: edit, "stands already"),
        (lambda edit: replace(edit, chain=(Link(name=" \n", kind="person"),)), "has no name"),
        (lambda edit: replace(edit, chain=(Link(name="x" * 201, kind="person"),)), "longer than 200"),
        (lambda edit: replace(edit, chain=(Link(name="x", kind="bot"),)), "no kind of source"),  # type: ignore[arg-type]
        (lambda edit: replace(edit, chain=tuple(Link(name=f"x{n}", kind="person") for n in range(13))), "too long"),
        (lambda edit: replace(edit, certainty="sure"), "no certainty"),
        (lambda edit: replace(edit, stance="shrugs"), "cannot “shrugs”"),
        (lambda edit: replace(edit, spans=()), "no content"),
        (lambda edit: replace(edit, spans=(Span(5, 5),)), "does not stand in the text"),
        (lambda edit: replace(edit, spans=(Span(0, 10_000),)), "does not stand in the text"),
        (lambda edit: replace(edit, spans=(Span(9, 12), Span(3, 6))), "do not overlap"),
    ],
)
def test_an_edit_that_changes_nothing_or_cannot_stand_is_refused(
    case: Case, change: Callable[[ClaimEdit], ClaimEdit], why: str
) -> None:
    with pytest.raises(NotDone, match=why):
        case.correct_claim(REPORT, "c1", "corrected", change(as_it_is(case)), who="Ada")
    assert case.decided() == ()


@pytest.mark.parametrize(
    ("scope", "why"),
    [
        (FigureEdit(measure="injured", of="dockers", place=None, as_of_from=None, as_of_to=None, low=12, best=12,
                    high=12), "stands already"),
        (replace(SCOPE, measure="wounded"), "is not counted"),  # type: ignore[arg-type]
        (replace(SCOPE, as_of_from="9 May"), "is no day"),
        (replace(SCOPE, as_of_to="2031-05-04"), "is after"),
        (replace(SCOPE, low=13), "go in this order"),
        (replace(SCOPE, low=-1), "from 0"),
        (replace(SCOPE, high=float("inf")), "from 0"),
        (replace(SCOPE, low=None, best=None, high=None), "say how many"),
        (replace(SCOPE, vague="dozens"), "stands alone"),
    ],
)  # fmt: skip
def test_a_scope_that_changes_nothing_or_is_none_is_refused(case: Case, scope: FigureEdit, why: str) -> None:
    with pytest.raises(NotDone, match=why):
        case.correct_figure(REPORT, "f1", "corrected", scope, who="Ada")
    assert case.decided() == ()


def test_the_same_is_not_decided_twice_nor_by_nobody_nor_on_what_is_not_there(case: Case) -> None:
    case.correct_claim(REPORT, "c1", "accepted", who="Ada")
    with pytest.raises(NotDone, match="Ada accepted it already, by decision 1"):
        case.correct_claim(REPORT, "c1", "accepted", who="Ben")
    with pytest.raises(NotDone, match="say who"):
        case.correct_claim(REPORT, "c2", "rejected", who=" ")
    with pytest.raises(NotDone, match="say how"):
        case.correct_claim(REPORT, "c2", "corrected", who="Ada")
    with pytest.raises(NotDone, match="say what"):
        case.correct_figure(REPORT, "f1", "corrected", who="Ada")
    with pytest.raises(NoSuchName, match="no claim c9"):
        case.correct_claim(REPORT, "c9", "rejected", who="Ada")
    with pytest.raises(NoSuchName, match="no figure f9"):
        case.correct_figure(REPORT, "f9", "rejected", who="Ada")


def test_a_decision_tells_what_it_decided(case: Case) -> None:
    case.correct_claim(REPORT, "c1", "rejected", who="Ada")
    case.correct_figure(REPORT, "f1", "corrected", SCOPE, who="Ada")
    assert [row.what for row in case.decisions()] == ["herald.txt:c1: rejected", "herald.txt:f1: corrected"]


# ---------------------------------------------------------------- in the comparison
def test_what_is_rejected_or_counts_something_else_is_so_in_the_comparison_too(case: Case) -> None:
    assert [one.place for one in case.comparison().series] == [None]
    corrected = case.correct_figure(REPORT, "f1", "corrected", SCOPE, who="Ada")
    assert [one.place for one in case.comparison().series] == ["Norrhaven"]
    case.correct_claim(REPORT, "c1", "rejected", who="Ada")
    [statement] = case.comparison().series[0].statements
    assert statement.originator is None
    case.correct_figure(REPORT, "f1", "rejected", who="Ada")
    assert case.comparison().series == ()
    case.undo(corrected.id + 2, who="Ada")
    assert [one.place for one in case.comparison().series] == ["Norrhaven"]


def test_lists_hold_claims_and_figures_as_people_put_them_right(case: Case) -> None:
    assert [row.id for row in case.claims()] == ["c1", "c2"]
    rejected = case.correct_claim(REPORT, "c1", "rejected", who="Ada")
    assert [row.id for row in case.claims()] == ["c2"]
    case.undo(rejected.id, who="Ada")
    assert [row.id for row in case.claims()] == ["c1", "c2"]


def test_answers_can_rest_on_a_comparison_that_knows_fewer_reports(case: Case, store: MemoryStore) -> None:
    before = case.comparison()
    case.answer_from(before)
    later = TEXT.replace("12", "14")
    store.keep(replace(a_reading(), report=a_ledger(later).report), raw=later.encode(), reader="sha256:model", at=NOW)
    assert case.sizes().reports == 2
    assert {row.report for row in case.figures()} == {REPORT}
    assert [row.reports for row in case.sources() if row.name == "Harbour Office"]
    assert {row.report for row in case.doubts() if row.kind == "report"} <= {REPORT}
