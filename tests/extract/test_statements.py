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


def test_counts_in_a_list_are_claims_of_their_own_even_without_a_verb() -> None:
    text = "Twelve members of the guard have been killed and 353 hurt in the fighting, the city commandant said."
    assert claims_in(text)[0] == "Twelve members of the guard have been killed"
    assert claims_in(text)[1].startswith("353 hurt")


def test_a_headline_of_counts_is_a_claim_for_each() -> None:
    text = "Ministry: 3,811 people detained, 26 rioters killed\n\nThe square was empty in the evening."
    assert claims_in(text)[:2] == ["3,811 people detained", "26 rioters killed"]


def test_killed_and_wounded_of_one_count_stay_together() -> None:
    text = "The death of 26 criminals and 12 law enforcement officers is reported."
    assert len([c for c in claims_in(text) if "12" in c]) == 1
    assert any("26 criminals and 12" in c for c in claims_in(text))


def test_a_number_that_corrects_another_belongs_to_the_same_claim() -> None:
    text = "The number of dead is three, not four, the fire brigade now says."
    assert any("three, not four" in c for c in claims_in(text))


def test_what_stands_behind_the_cue_and_a_semicolon_is_a_second_claim() -> None:
    text = 'The state had "slept through" the preparations, the president admitted; it was critical to learn why.'
    ledger = read_text(text)
    said = [c for c in ledger.claims if c.sources]
    assert len(said) == 2
    assert ledger.words(said[1].spans) == "it was critical to learn why"


def test_a_share_behind_the_cue_is_a_second_claim() -> None:
    text = "164 people have been killed, the health ministry says, 103 of them in the capital."
    assert "103 of them in the capital" in claims_in(text)


def test_a_label_is_no_part_of_the_claim() -> None:
    text = "Live\n\n17:05 - Correction to our 14:30 entry: the number of dead is now 13, Reuters reports."
    assert any(c.startswith("the number of dead") for c in claims_in(text))


def test_the_time_of_saying_is_not_what_was_said() -> None:
    text = "On Thursday the director was arrested on suspicion of fraud, the committee announced two days later."
    ledger = read_text(text)
    assert any("was arrested" in ledger.words(c.spans) and c.sources for c in ledger.claims)


def test_according_to_holds_for_its_own_sentence_only() -> None:
    text = "The road is open. According to the Health Ministry, 40 people were hurt and 12 of them are in hospital."
    ledger = read_text(text)
    assert all("road" not in ledger.words(c.spans) for c in ledger.claims if c.sources)
    assert any("12 of them" in ledger.words(c.spans) and c.sources for c in ledger.claims)


def test_shares_of_a_whole_are_claims_of_their_own() -> None:
    text = "Russia is reportedly sending 3,000 soldiers, Belarus 500, Tajikistan 200 and Armenia 100."
    assert [c for c in claims_in(text) if c in ("Belarus 500", "Tajikistan 200", "Armenia 100")] == [
        "Belarus 500",
        "Tajikistan 200",
        "Armenia 100",
    ]


def test_a_clause_inside_a_claim_does_not_cut_it_in_two() -> None:
    text = "President Marta Lind says strikers, some of whom come from the coast, blocked the port for six days."
    ledger = read_text(text)
    [claim] = [c for c in ledger.claims if c.sources]
    assert ledger.words(claim.spans).startswith("strikers, some of whom come from the coast, blocked")
