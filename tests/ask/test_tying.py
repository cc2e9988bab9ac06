"""Hypotheses in a case: written, reworded, dropped, tied to claims; found again when a report is read anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reportedly.ask import Case, NoSuchName
from reportedly.ask.decisions import NotDone
from reportedly.ask.hypotheses import Matrix
from reportedly.case import MemoryStore
from reportedly.model import Ledger, SourceKind
from tests.builders import a_claim, a_ledger, a_source, an_entity, exactly

NOW = "2031-05-07T08:00:00Z"


def a_telling(
    words: str, who: str | None, *, outlet: str = "Herald", kind: SourceKind = "organisation", first: int = 1
) -> Ledger:
    """One report with one claim; the author's own voice where `who` is None."""
    text = f"{words}, {who} said, the {outlet} tells." if who else f"{words}. So much the {outlet} tells."
    named = kind in ("organisation", "person") and who is not None
    entities = (an_entity(text, who or "", kind="organisation"),) if named else ()
    sources = (a_source(who, kind=kind, entity="e1" if named else None),) if who else ()
    asserted = ("certain",) if who else ()
    claim = a_claim(
        text,
        words,
        id=f"c{first}",
        sources=sources,
        asserted_by=asserted,
        mode="indirect" if who else "authorial",
    )
    figures = (exactly(text, "12", 12, measure="injured", of="people", claim=claim.id),) if "12" in words else ()
    return a_ledger(
        text, claim, figures=figures, entities=entities, outlet=outlet, published="2031-05-05", where=f"{outlet}.txt"
    )


PORT = a_telling("The crane was sound", "the Harbour Office")
UNION = a_telling("Nobody had looked at the crane for years", "the Dockers Union", outlet="Bell")
VOICE = a_telling("Gulls sat on the fallen boom all morning", None, outlet="Night Tribune")
UNNAMED = a_telling("12 people were hurt before", "an official", outlet="Coast Post", kind="anonymous")


def keep(store: MemoryStore, ledger: Ledger, *, again: bool = False) -> None:
    store.keep(ledger, raw=ledger.report.text.encode(), reader="sha256:model", at=NOW, again=again)


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    for ledger in (PORT, UNION, VOICE, UNNAMED):
        keep(store, ledger)
    return store


@pytest.fixture
def case(store: MemoryStore) -> Iterator[Case]:
    with Case(store, now=lambda: NOW) as case:
        case.write_hypothesis("The crane was worn out", who="Ada")
        case.write_hypothesis("Somebody loosened the crane", who="Ada")
        yield case


def titles(made: Matrix) -> list[str]:
    return [one.hypothesis.title for one in made.standings]


def test_a_matrix_grows_from_ties_and_its_rows_are_those_whose_word_it_is(case: Case) -> None:
    case.tie(PORT.report.id, "c1", "H1", "I", who="Ada")
    case.tie(PORT.report.id, "c1", "H2", "C", who="Ada")
    case.tie(UNION.report.id, "c1", "H1", "CC", who="Ada")
    case.tie(UNION.report.id, "c1", "H2", "II", "high", who="Ada")
    made = case.hypotheses()
    assert titles(made) == ["The crane was worn out", "Somebody loosened the crane"]
    assert {row.name for row in made.rows} == {"the Harbour Office", "the Dockers Union"}
    assert made.shifts[0].words == (
        "If the Dockers Union were wrong, “Somebody loosened the crane” would come before “The crane was worn out”."
    )


def test_what_an_author_says_himself_is_the_word_of_the_outlet_and_an_unnamed_word_is_nobodys(case: Case) -> None:
    case.tie(VOICE.report.id, "c1", "H1", "C", who="Ada")
    case.tie(UNNAMED.report.id, "f1", "H1", "II", who="Ada")
    made = case.hypotheses()
    assert [(row.name, row.whose, row.counted) for row in made.rows] == [
        ("Night Tribune", "own voice", True),
        ("an unnamed source", "anonymous", False),
    ]
    assert made.rows[1].evidence[0].words == "12 people injured"


def test_a_grade_of_the_source_weighs_its_row(case: Case) -> None:
    case.tie(UNION.report.id, "c1", "H2", "II", who="Ada")
    case.grade("the Dockers Union", "E", who="Ada")
    [row] = case.hypotheses().rows
    assert (row.grade, row.credibility) == ("E", "low")


def test_the_last_rating_of_one_claim_holds_and_it_can_be_untied(case: Case) -> None:
    case.tie(PORT.report.id, "c1", "H1", "I", who="Ada")
    case.tie(PORT.report.id, "c1", "H1", "C", who="Ben")
    [row] = case.hypotheses().rows
    assert row.cells["H1"].rating == "C"
    case.tie(PORT.report.id, "c1", "H1", None, who="Ada")
    assert case.hypotheses().rows == ()


def test_a_hypothesis_is_reworded_with_its_ties_and_dropped_until_that_is_undone(case: Case) -> None:
    case.tie(PORT.report.id, "c1", "H1", "I", who="Ada")
    case.reword_hypothesis("h1", "The crane was old", who="Ben")
    assert titles(case.hypotheses())[-1:] == ["Somebody loosened the crane"]  # nothing is tied to it
    dropped = case.drop_hypothesis("H1", who="Ada")
    assert titles(case.hypotheses()) == ["Somebody loosened the crane"]
    assert case.hypotheses().rows == ()
    case.undo(dropped.id, who="Ada")
    assert titles(case.hypotheses())[0] == "The crane was old"
    assert len(case.hypotheses().rows) == 1


def test_the_number_of_a_dropped_hypothesis_is_not_given_again(case: Case) -> None:
    case.drop_hypothesis("H2", who="Ada")
    assert case.write_hypothesis("A storm", who="Ada").subject == {"hypothesis": "H3"}


def test_a_tie_is_found_again_when_the_report_is_read_anew(case: Case, store: MemoryStore) -> None:
    case.tie(PORT.report.id, "c1", "H1", "I", who="Ada")
    keep(store, a_telling("The crane was sound", "the Harbour Office", first=5), again=True)
    [row] = case.hypotheses().rows
    assert row.evidence[0].part == "c5"


def test_a_tie_to_a_rejected_claim_is_loose_and_counts_for_nothing(case: Case) -> None:
    tied = case.tie(PORT.report.id, "c1", "H1", "I", who="Ada")
    case.correct_claim(PORT.report.id, "c1", "rejected", who="Ben")
    made = case.hypotheses()
    assert made.rows == ()
    assert [(one.decision, one.hypothesis) for one in made.loose] == [(tied.id, "H1")]
    with pytest.raises(NoSuchName, match="was rejected"):
        case.tie(PORT.report.id, "c1", "H2", "I", who="Ada")


def test_a_tie_follows_a_claim_whose_chain_is_put_right(case: Case) -> None:
    from reportedly.ask.correcting import ClaimEdit, Link

    case.tie(PORT.report.id, "c1", "H1", "I", who="Ada")
    chain = (Link(name="the Dockers Union", kind="organisation"),)
    case.correct_claim(
        PORT.report.id, "c1", "corrected", ClaimEdit(chain=chain, certainty="certain", stance="says so"), who="Ada"
    )
    [row] = case.hypotheses().rows
    assert row.name == "the Dockers Union"


def test_candidates_are_what_is_not_tied_yet_those_that_share_words_first(case: Case) -> None:
    offered, more = case.candidates(like="Nobody looked at the crane")
    assert "Nobody had looked" in offered[0].what
    assert "“nobody”" in offered[0].why
    assert not more
    case.tie(UNION.report.id, "c1", "H1", "C", who="Ada")
    offered, _ = case.candidates(like="Nobody looked at the crane")
    assert all("Nobody had looked" not in one.what for one in offered)


def test_what_is_looked_for_is_found_with_whose_word_it_is(case: Case) -> None:
    assert [one.origin.name for one in case.evidence("crane sound")] == ["the Harbour Office"]
    assert {one.part for one in case.evidence("hurt")} == {"c1", "f1"}


def test_what_makes_no_sense_is_refused_with_what_to_do(case: Case) -> None:
    with pytest.raises(NotDone, match="is empty"):
        case.write_hypothesis("  \n", who="Ada")
    with pytest.raises(NotDone, match="hypothesis H1 already"):
        case.write_hypothesis("the crane WAS worn out", who="Ada")
    with pytest.raises(NotDone, match="longer than"):
        case.write_hypothesis("x" * 500, who="Ada")
    with pytest.raises(NotDone, match="say who"):
        case.write_hypothesis("A storm", who="")
    with pytest.raises(NoSuchName, match="there are H1, H2"):
        case.tie(PORT.report.id, "c1", "H9", "I", who="Ada")
    with pytest.raises(NotDone, match="no rating"):
        case.tie(PORT.report.id, "c1", "H1", "X", who="Ada")  # type: ignore[arg-type]
    with pytest.raises(NotDone, match="no relevance"):
        case.tie(PORT.report.id, "c1", "H1", "I", "huge", who="Ada")  # type: ignore[arg-type]
    with pytest.raises(NotDone, match="is not tied"):
        case.tie(PORT.report.id, "c1", "H1", None, who="Ada")
    with pytest.raises(NoSuchName, match="is not there"):
        case.tie(PORT.report.id, "c77", "H1", "I", who="Ada")
    case.tie(PORT.report.id, "c1", "H1", "I", who="Ada")
    with pytest.raises(NotDone, match="so already"):
        case.tie(PORT.report.id, "c1", "H1", "I", who="Ada")


def test_a_matrix_of_more_than_twenty_is_refused(case: Case) -> None:
    for number in range(18):
        case.write_hypothesis(f"It was number {number}", who="Ada")
    with pytest.raises(NotDone, match="20 hypotheses already"):
        case.write_hypothesis("One more", who="Ada")


def test_decisions_on_hypotheses_are_told_in_words(case: Case) -> None:
    case.tie(PORT.report.id, "c1", "H1", "I", who="Ada")
    case.tie(PORT.report.id, "c1", "H1", None, who="Ada")
    assert [row.what for row in case.decisions()] == [
        "H1 written: “The crane was worn out”",
        "H2 written: “Somebody loosened the crane”",
        "Herald.txt:c1 inconsistent with H1 “The crane was worn out”",
        "Herald.txt:c1 untied from H1 “The crane was worn out”",
    ]
