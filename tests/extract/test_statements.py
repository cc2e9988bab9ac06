"""A content cut into single claims, and what is no part of it left out."""

from __future__ import annotations

from reportedly.pipeline import read_text


def claims_in(text: str) -> list[str]:
    ledger = read_text(text)
    return [ledger.words(claim.spans) for claim in ledger.claims]


def test_coordinated_clauses_are_claims_of_their_own_with_one_source() -> None:
    text = "Eighteen officers have died and 748 people have been hurt, the Interior Ministry told Reuters."
    ledger = read_text(text)
    assert [ledger.words(c.spans) for c in ledger.claims] == [
        "Eighteen officers have died",
        "748 people have been hurt",
    ]
    assert {ledger.chain(c) for c in ledger.claims} == {("Reuters", "Interior Ministry")}


def test_sentences_of_one_quotation_are_claims_of_their_own() -> None:
    text = '"The bridge is closed. Nobody was hurt in the town," mayor Anna Berg said.'
    assert len(claims_in(text)) == 2


def test_a_quotation_cut_in_two_by_its_cue_stays_one_claim() -> None:
    text = '"It rained," the farmer Anna Berg said, "all day on the hills."'
    ledger = read_text(text)
    [claim] = ledger.claims
    assert [text[slice(*span)] for span in claim.spans] == ['"It rained,"', '"all day on the hills."']


def test_the_hour_of_a_live_blogs_entry_is_no_part_of_the_claim() -> None:
    text = "Unrest live\n\n22:50 - The airport has been closed, the Interior Ministry says."
    assert "The airport has been closed" in claims_in(text)


def test_a_citation_is_a_link_of_the_chain_and_no_claim() -> None:
    text = "Khabar 24, citing the city commandant's office, reported that twelve officers had been killed."
    ledger = read_text(text)
    [claim] = [c for c in ledger.claims if "twelve officers" in ledger.words(c.spans)]
    assert ledger.chain(claim) == ("Khabar 24", "the city commandant's office")


def test_joint_speakers_make_two_claims_of_the_same_words() -> None:
    ledger = read_text("Anna Berg and Paul Okoro said on Monday that the bridge would stay closed until spring.")
    assert [ledger.chain(c) for c in ledger.claims] == [("Anna Berg",), ("Paul Okoro",)]
    assert len({c.spans for c in ledger.claims}) == 1
