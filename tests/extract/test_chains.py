"""On whose word: chains of sources, read from text by the shipped reader."""

from __future__ import annotations

from reportedly.model import Claim, Ledger
from reportedly.pipeline import Known, read_text


def ledger_of(text: str) -> Ledger:
    return read_text(text, known=Known(outlet="Harbour Courier", published="2022-01-10"))


def said_in(text: str, words: str) -> Claim:
    """The claim with the longest chain whose content holds these words."""
    ledger = ledger_of(text)
    found = [c for c in ledger.claims if words in ledger.words(c.spans)]
    assert found, f"no claim holds {words!r}: {[ledger.words(c.spans) for c in ledger.claims]}"
    return max(found, key=lambda c: len(c.sources))


def names(claim: Claim) -> list[str]:
    return [source.name for source in claim.sources]


def test_a_plain_indirect_statement_has_one_source_with_its_mention_and_cue() -> None:
    text = "The mayor of Oskel, Anna Berg, said on Monday that the bridge had been closed after the storm."
    ledger = ledger_of(text)
    [claim] = [c for c in ledger.claims if c.sources]
    [source] = claim.sources
    assert source.kind == "person"
    assert source.name == "Anna Berg"
    assert source.mention is not None
    assert "Anna Berg" in text[slice(*source.mention)]
    assert ledger.words(source.cue).startswith("said")
    assert "the bridge had been closed" in ledger.words(claim.spans)
    assert claim.mode == "indirect"


def test_an_agency_that_quotes_a_ministry_stands_before_it() -> None:
    text = "Eight officers were killed, Reuters reported on Wednesday, quoting the Interior Ministry."
    claim = said_in(text, "Eight")
    assert names(claim) == ["Reuters", "Interior Ministry"]
    assert [s.kind for s in claim.sources] == ["agency", "organisation"]


def test_the_medium_that_was_told_passes_the_claim_on() -> None:
    text = "About 2,500 soldiers will be sent, Secretary-General Stanislav Zas told Reuters on Thursday."
    assert names(said_in(text, "2,500")) == ["Reuters", "Stanislav Zas"]


def test_a_nested_attribution_becomes_a_claim_with_a_longer_chain_inside_the_outer_one() -> None:
    text = "TASS reports that the health ministry says that three people died in the fire on Sunday."
    ledger = ledger_of(text)
    inner = said_in(text, "three people died")
    assert names(inner)[0] == "TASS"
    assert len(inner.sources) == 2
    assert "ministry" in inner.sources[1].name
    outer = next(c for c in ledger.claims if c.id == inner.within)
    assert ledger.chain(outer) == ("TASS",)
    assert "the health ministry says" in ledger.words(outer.spans)


def test_a_sentence_that_only_points_back_puts_its_medium_before_the_paragraph() -> None:
    text = (
        "The former head of the committee was detained on Thursday. He had led the committee for six years. "
        "About this writes RIA Novosti.\n\nSchools stayed closed in the capital."
    )
    assert names(said_in(text, "was detained")) == ["RIA Novosti"]
    assert names(said_in(text, "Schools stayed closed")) == []


def test_his_words_are_quoted_by_a_site_that_then_stands_before_him() -> None:
    text = (
        "The adviser Yerlan Sadykov is convinced that foreign states had a hand in the disorder. "
        "His words are quoted by Lenta.ru.\n\nThe same publication notes that the airport has reopened."
    )
    assert names(said_in(text, "foreign states")) == ["Lenta.ru", "Yerlan Sadykov"]
    assert names(said_in(text, "airport has reopened")) == ["Lenta.ru"]


def test_a_relay_named_once_goes_on_while_the_same_man_speaks() -> None:
    text = (
        '"We have real questions," Minister Paul Okoro told Reuters. '
        '"The order was wrong," he said. The mayor, Anna Berg, said that the roads were open.'
    )
    assert names(said_in(text, "The order was wrong")) == ["Reuters", "Paul Okoro"]
    assert names(said_in(text, "the roads were open")) == ["Anna Berg"]


def test_she_is_the_woman_who_spoke_before() -> None:
    text = "Governor Marta Lind said the dam was safe. She added that no one had been hurt in the village."
    claim = said_in(text, "no one had been hurt")
    assert names(claim) == ["Marta Lind"]
    assert claim.sources[-1].mention is not None


def test_a_quotation_that_goes_on_keeps_its_speaker() -> None:
    text = (
        '"We saw smoke over the port at dawn," said Anna Berg, a teacher.\n\n'
        '"Then the sirens began and everybody ran to the school on the hill."'
    )
    claim = said_in(text, "everybody ran")
    assert names(claim) == ["Anna Berg"]
    assert claim.mode == "direct"


def test_officials_who_ask_not_to_be_named_are_anonymous() -> None:
    text = "Two officials, who asked not to be named, said the talks had failed."
    assert said_in(text, "the talks had failed").sources[-1].kind == "anonymous"


def test_rumours_are_nobodys_word() -> None:
    claim = said_in("Rumours went that the former president had left the country.", "left the country")
    assert claim.sources[-1].kind == "rumour"


def test_according_to_at_the_start_holds_for_the_whole_sentence() -> None:
    text = "According to the Health Ministry, 40 people were taken to hospital and 12 of them are in intensive care."
    assert names(said_in(text, "40 people")) == ["Health Ministry"]
    assert names(said_in(text, "intensive care")) == ["Health Ministry"]


def test_what_the_author_asserts_is_a_claim_in_the_authors_own_voice() -> None:
    ledger = ledger_of("More than 400 people were detained in the capital on Monday. Shops were closed.")
    assert [c.mode for c in ledger.claims] == ["authorial", "authorial"]
    assert all(c.sources == () for c in ledger.claims)


def test_a_question_is_no_assertion() -> None:
    ledger = ledger_of("Who ordered the shooting? The square was empty by the evening.")
    assert [ledger.words(c.spans) for c in ledger.claims] == ["The square was empty by the evening"]


def test_a_headline_does_not_run_into_the_body() -> None:
    text = "Ministry: 3,811 people detained\n\nShops reopened in the capital on Friday, the mayor, Anna Berg, said."
    assert names(said_in(text, "Shops reopened")) == ["Anna Berg"]
    assert all("Shops" not in text[slice(*span)] for span in said_in(text, "3,811").spans)


def test_the_ministry_that_denies_is_the_one_named_and_its_relay_stands_before_it() -> None:
    text = (
        "On Sunday the total was 164, according to media that quoted the Health Ministry. "
        "The ministry denies that it ever gave such a figure, Orda.kz reports."
    )
    claim = said_in(text, "ever gave such a figure")
    assert names(claim) == ["Orda.kz", "Health Ministry"]
    assert claim.polarity == "negative"


def test_a_place_in_a_headline_says_nothing() -> None:
    text = "Almaty after the unrest: many versions, few facts\n\nShops were open on Monday in the whole city."
    assert all(not claim.sources for claim in ledger_of(text).claims)
