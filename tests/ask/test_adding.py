"""Adding a claim that nobody read: by its words in the report, kept with who added it, undone again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from reportedly.ask import Case
from reportedly.ask.adding import NewClaim, NewLink, span_of_words
from reportedly.ask.correcting import correction_rows
from reportedly.ask.decisions import NotDone
from reportedly.case import MemoryStore
from reportedly.export import EXPORTERS
from reportedly.model import Claim, Ledger, Span
from tests.builders import a_claim, a_ledger, a_source_in, an_entity, exactly, span_of

NOW = "2031-05-07T08:00:00Z"
TEXT = (
    "The Herald writes that the Harbour Office says that 12 dockers were hurt.\n\n"
    "“Nobody was warned,” the mayor said. The mayor said on Friday that 3 boats sank and that the mayor’s own did not."
)
WHOLE = Span(0, len(TEXT))
SECOND = Span(TEXT.index("“Nobody"), len(TEXT))


def a_reading(first: int = 1) -> Ledger:
    office = a_source_in(TEXT, "the Harbour Office", "says", kind="organisation", name="Harbour Office")
    hurt = a_claim(TEXT, "12 dockers were hurt", id=f"c{first}", sources=(office,), asserted_by=("certain",))
    boats = exactly(TEXT, "3", 3, measure="other", of="boats", claim=None)
    mayor = an_entity(TEXT, "the mayor", id="e1", kind="person")
    return a_ledger(TEXT, hurt, figures=(boats,), entities=(mayor,), outlet="Herald", where="herald.txt")


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


def boats_sank() -> NewClaim:
    said = span_of_words(TEXT, SECOND, "[said] on Friday")
    mayor = NewLink(name="the mayor", kind="person", mention=span_of(TEXT, "The mayor"), cue=(said,))
    return NewClaim(spans=(span_of(TEXT, "3 boats sank"),), chain=(mayor,), certainty="probable")


def added(case: Case) -> Claim:
    return case.ledger(REPORT).claims[-1]


def test_an_added_claim_is_one_of_the_report_with_its_sources_and_figures(case: Case) -> None:
    case.add_claim(REPORT, boats_sank(), who="Ada")
    claim = added(case)
    ledger = case.ledger(REPORT)
    assert ledger.words(claim.spans) == "3 boats sank"
    assert ledger.chain(claim) == ("the mayor",)
    assert (claim.mode, claim.certainty, claim.asserted_by) == ("indirect", "probable", ("probable",))
    assert claim.sources[0].entity == "e1"  # known to the report
    [figure] = ledger.figures
    assert figure.claim == claim.id
    assert case.ledger(REPORT, corrected=False) == a_reading()


def test_it_stays_when_the_report_is_read_again_and_its_claims_are_counted_otherwise(
    case: Case, store: MemoryStore
) -> None:
    case.add_claim(REPORT, boats_sank(), who="Ada")
    store.keep(a_reading(first=7), raw=TEXT.encode(), reader="sha256:newer", at=NOW, again=True)
    assert case.ledger(REPORT).words(added(case).spans) == "3 boats sank"
    [row] = correction_rows(case.corrections(REPORT))
    assert (row.what, row.who, row.read_as) == ("added", "Ada", None)
    assert row.now == "the mayor, probable: “3 boats sank”"


def test_it_goes_when_the_decision_is_undone_and_comes_back_with_it(case: Case) -> None:
    decision = case.add_claim(REPORT, boats_sank(), who="Ada")
    undoing = case.undo(decision.id, who="Ben")
    assert case.ledger(REPORT).claims == a_reading().claims
    case.undo(undoing.id, who="Ada")
    assert case.ledger(REPORT).words(added(case).spans) == "3 boats sank"


def test_it_is_exported_like_any_other(case: Case) -> None:
    case.add_claim(REPORT, boats_sank(), who="Ada")
    written = "".join(EXPORTERS["json"]([case.ledger(REPORT)]))
    assert f'"{added(case).id}"' in written


def test_an_added_claim_can_be_put_right_and_rejected_again(case: Case) -> None:
    case.add_claim(REPORT, boats_sank(), who="Ada")
    case.correct_claim(REPORT, added(case).id, "rejected", who="Ben")
    assert case.ledger(REPORT).claims == a_reading().claims


def test_a_claim_inside_another_is_kept_inside_it(case: Case) -> None:
    inner = NewClaim(spans=(span_of(TEXT, "dockers were hurt"),), chain=(NewLink(name="crew", kind="group"),))
    case.add_claim(REPORT, inner, who="Ada")
    assert added(case).within == "c1"
    assert added(case).sources[0].mention is None  # known from elsewhere


def test_how_it_is_said_follows_the_quotation_marks_and_who_says_it(case: Case) -> None:
    quoted = NewClaim(spans=(span_of(TEXT, "Nobody was warned"),), chain=(NewLink(name="mayor", kind="person"),))
    case.add_claim(REPORT, quoted, who="Ada")
    assert added(case).mode == "direct"
    case.add_claim(REPORT, NewClaim(spans=(span_of(TEXT, "own did not"),)), who="Ada")
    assert (added(case).mode, added(case).sources) == ("authorial", ())
    nobody = NewClaim(spans=(span_of(TEXT, "the mayor’s own"),), cue=(span_of(TEXT, "said"),))
    case.add_claim(REPORT, nobody, who="Ada")
    assert (added(case).mode, added(case).cue) == ("indirect", (span_of(TEXT, "said"),))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"spans": ()}, "has no content"),
        ({"spans": (Span(5, 5000),)}, "does not stand in the text"),
        ({"chain": (NewLink(name=" ", kind="person"),)}, "has no name"),
        ({"chain": (NewLink(name="x", kind="person", mention=Span(9, 9000)),)}, "nothing stands from 9 to 9000"),
        ({"chain": (NewLink(name="x", kind="person"),) * 13}, "too long"),
        ({"certainty": "sure"}, "is no certainty"),
        ({"stance": "whispers"}, "a source cannot"),
    ],
)
def test_what_no_report_could_bear_is_not_kept(case: Case, change: dict[str, object], why: str) -> None:
    with pytest.raises(NotDone, match=why):
        case.add_claim(REPORT, replace(boats_sank(), **change), who="Ada")  # type: ignore[arg-type]
    assert case.decided() == ()


def test_a_claim_that_is_there_is_not_added_twice(case: Case) -> None:
    office = NewLink(name="Harbour Office", kind="organisation")
    with pytest.raises(NotDone, match="makes this claim already, on the same word: it is c1"):
        case.add_claim(REPORT, NewClaim(spans=(span_of(TEXT, "12 dockers were hurt"),), chain=(office,)), who="Ada")


# ---------------------------------------------------------------- words, found in a paragraph
def test_words_are_found_letter_by_letter_and_line_breaks_are_spaces() -> None:
    broken = "The mayor\nsaid that\n  3 boats sank."
    found = span_of_words(broken, Span(0, len(broken)), "said that 3 boats")
    assert broken[slice(*found)] == "said that\n  3 boats"


def test_words_that_stand_twice_are_refused_with_their_places_and_told_apart_by_brackets() -> None:
    with pytest.raises(NotDone) as refused:
        span_of_words(TEXT, SECOND, "mayor")
    assert "“mayor” stands 3 times in this paragraph" in str(refused.value)
    assert "The [mayor] said on Friday" in str(refused.value)
    found = span_of_words(TEXT, SECOND, "the [mayor]’s own")
    assert TEXT[slice(*found)] == "mayor"
    assert TEXT[found.end :].startswith("’s own did not")


def test_words_of_another_paragraph_and_of_none_are_told_from_each_other() -> None:
    with pytest.raises(NotDone, match=r"not stand in this paragraph, but in another one: “….*says that 12 \[dockers\]"):
        span_of_words(TEXT, SECOND, "dockers")
    with pytest.raises(NotDone, match="stands nowhere in the report"):
        span_of_words(TEXT, SECOND, "4 boats")


def test_half_a_word_is_none() -> None:
    with pytest.raises(NotDone, match="stands nowhere"):
        span_of_words(TEXT, WHOLE, "oats")


def test_pieces_go_in_the_order_of_the_text() -> None:
    first = span_of_words(TEXT, SECOND, "3 boats sank")
    with pytest.raises(NotDone, match="give the pieces in their order"):
        span_of_words(TEXT, SECOND, "Nobody was warned", after=first.end)
