"""On whose word: chains of sources, read from text by the shipped reader."""

from __future__ import annotations

import pytest

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


# ---------------------------------------------------------------- who passes it on
def test_a_saying_quoted_by_an_agency_has_the_agency_before_the_speaker() -> None:
    text = "The bridge will be closed until spring, the mayor of Oskel, Anna Berg, said on Monday, as quoted by TASS."
    assert names(said_in(text, "closed until spring")) == ["TASS", "Anna Berg"]


def test_an_agency_that_quotes_somebody_as_saying_stands_before_the_one_quoted() -> None:
    active = "TASS quoted Deputy Minister Paul Okoro as saying that the pipeline had been repaired."
    passive = "Paul Okoro was quoted by TASS as saying that the pipeline had been repaired."
    for text in (active, passive):
        claim = said_in(text, "the pipeline had been repaired")
        assert names(claim) == ["TASS", "Paul Okoro"]
        assert "Okoro" not in text[slice(*claim.spans[0])]


def test_whom_a_medium_cites_is_no_part_of_what_it_says() -> None:
    text = "According to Reuters, citing two officials, the talks have failed."
    claim = said_in(text, "the talks have failed")
    assert [s.kind for s in claim.sources][:1] == ["agency"]
    assert names(claim)[1] == "two officials"
    assert text[slice(*claim.spans[0])] == "the talks have failed"


def test_a_relative_clause_names_whom_the_medium_relays() -> None:
    text = "Eight officers have been killed, according to Sputnik, which on Wednesday cited the Interior Ministry."
    assert names(said_in(text, "Eight officers")) == ["Sputnik", "Interior Ministry"]


def test_media_without_a_name_pass_on_too() -> None:
    text = "Nineteen of them were soldiers, the prosecutor Serik Amanov told a briefing, news reports said."
    claim = said_in(text, "Nineteen")
    assert names(claim)[0] == "news reports"
    assert "Serik Amanov" in names(claim)[-1]


def test_what_she_said_just_before_she_told_the_same_agency() -> None:
    text = 'Governor Marta Lind said on Sunday that the dam was safe. "We have checked it twice," she told Reuters.'
    assert names(said_in(text, "the dam was safe")) == ["Reuters", "Marta Lind"]


def test_an_agency_told_by_one_side_has_not_the_other_sides_words() -> None:
    text = "The union told Reuters that the talks had failed, while the company insisted it would sign on Friday."
    assert names(said_in(text, "it would sign")) == ["the company"]


def test_silence_is_not_passed_on() -> None:
    text = (
        "Forty people were hurt, Reuters reported, quoting the Health Ministry. "
        "The ministry did not say how many of them were children."
    )
    assert "Reuters" not in names(said_in(text, "how many"))


def test_this_was_announced_by_gives_the_sentence_before_its_source() -> None:
    text = (
        "The bridge at Oskel fell at dawn. "
        "This was announced by the head of the district, Ivan Petrov, on his Telegram channel."
    )
    assert names(said_in(text, "fell at dawn")) == ["Ivan Petrov"]


def test_a_channel_that_shows_the_figures_passes_them_on() -> None:
    text = (
        "The storm has killed 40 people, according to the Health Ministry. "
        "The channel Rossiya 24 showed the figures on Sunday. Schools were closed."
    )
    assert names(said_in(text, "killed 40")) == ["Rossiya 24", "Health Ministry"]
    assert names(said_in(text, "Schools")) == []


# ---------------------------------------------------------------- cues of other kinds
def test_a_view_may_close_its_sentence_or_open_a_clause() -> None:
    at_the_end = "The events do not fit the description of mass riots, in Erlan Karin's view."
    assert names(said_in(at_the_end, "mass riots")) == ["Erlan Karin"]
    [claim] = [c for c in ledger_of("In his opinion, prices will fall. Anna Berg disagrees.").claims if c.sources][:1]
    assert claim.sources[-1].cue


def test_in_his_opinion_is_a_cue_of_three_words() -> None:
    text = "The economist Yuri Kim spoke on Monday. In his opinion, the crisis is the worst in thirty years."
    claim = said_in(text, "the worst in thirty years")
    [cue] = claim.sources[-1].cue
    assert text[slice(*cue)] == "In his opinion"


def test_a_speaker_behind_the_verb_is_found() -> None:
    for text in (
        "The road will be closed till Monday, informs the press service of the city.",
        "All these days the president was in the capital, has underlined the press secretary.",
    ):
        [claim] = [c for c in ledger_of(text).claims if c.sources]
        assert claim.sources[-1].mention is not None
        assert "press" in text[slice(*claim.sources[-1].mention)]
        assert "press" not in text[slice(*claim.spans[0])]


def test_a_count_is_on_somebodys_word() -> None:
    text = "The city is calm. The Interior Ministry puts the number of injured officers at 1,300."
    assert names(said_in(text, "1,300")) == ["Interior Ministry"]


def test_what_follows_a_colon_is_what_was_replied() -> None:
    text = "The Foreign Ministry replied on Monday to his remark about the bridge: nobody had asked for his advice."
    assert names(said_in(text, "nobody had asked")) == ["Foreign Ministry"]


def test_a_report_by_another_is_nested_in_its_denial() -> None:
    text = "The Energy Ministry denied a report by the BBC that the dam was unsafe."
    ledger = ledger_of(text)
    inner = said_in(text, "the dam was unsafe")
    assert names(inner) == ["Energy Ministry", "BBC"]
    assert next(c for c in ledger.claims if c.id == inner.within).sources == inner.sources[:-1]


def test_rumours_about_somebody_are_what_comes_after_including() -> None:
    text = "Previously there were many rumours about him, including about involvement in the smuggling of cars."
    claim = said_in(text, "smuggling of cars")
    assert claim.sources[-1].kind == "rumour"


def test_reportedly_covers_its_whole_clause() -> None:
    claim = said_in("The governor of the region reportedly left for the capital.", "left for the capital")
    assert claim.sources[-1].kind == "rumour"


def test_what_is_said_in_a_message_rests_on_the_message() -> None:
    text = '"At the moment the investigators establish all circumstances," it is said in the message.'
    assert said_in(text, "circumstances").sources[-1].kind == "document"


# ---------------------------------------------------------------- what is nobody's word
def test_nobody_is_no_source() -> None:
    assert all(c.sources == () for c in ledger_of("Nobody says where the director has gone.").claims)


def test_to_be_silent_is_to_claim_nothing() -> None:
    for text in ("The committee has not commented on the accusation.", "The minister named no suspects."):
        assert all(c.sources == () for c in ledger_of(text).claims)


def test_a_check_that_failed_is_the_authors_remark() -> None:
    text = "Relatives say he was beaten in the station; this could not be verified."
    assert names(said_in(text, "he was beaten")) == ["Relatives"]
    assert all("verified" not in text[slice(*span)] for c in ledger_of(text).claims if c.sources for span in c.spans)


def test_i_will_remind_is_the_authors_own_voice() -> None:
    claims = ledger_of("I will remind that the bridge was opened in 2010.").claims
    assert claims
    assert all(c.sources == () for c in claims)


def test_a_name_for_a_thing_in_quotation_marks_is_no_quotation() -> None:
    text = "The leaders feel what is called “on the skin” and the towns prepare for winter."
    assert all(c.mode != "direct" for c in ledger_of(text).claims)


def test_who_says_is_the_one_the_clause_describes() -> None:
    text = "The channel Rossiya 24 has shown a detained farmer who says that he was paid to burn the barn."
    assert any("farmer" in s.name for s in said_in(text, "he was paid").sources)


def test_of_two_speakers_in_two_sentences_the_nearer_one_said_it() -> None:
    text = (
        "Some officials betrayed the town, Yuri Kim said on Friday on Channel 5. "
        "It is the worst case for thirty years, added the lawyer, who once advised Ivan Petrov."
    )
    assert "Yuri Kim" in names(said_in(text, "betrayed the town"))
    assert "Ivan Petrov" not in names(said_in(text, "betrayed the town"))


def test_what_a_body_says_inside_a_report_is_found_where_the_medium_is_named_last() -> None:
    claim = said_in("The Health Ministry says it never gave such a figure, according to Reuters.", "never gave")
    assert names(claim) == ["Reuters", "Health Ministry"]


def test_a_speaker_with_a_clause_of_his_own_speaks_inside_what_media_say() -> None:
    text = "Nineteen people were hurt, Anna Berg, who heads the clinic in Riga, told reporters, local media said."
    assert names(said_in(text, "Nineteen"))[-1] == "Anna Berg"


def test_a_headline_may_end_with_its_speaker() -> None:
    text = "Nine dead in Riga, one missing, says mayor\n\nNine people died, Mayor Otto Berg said on Monday."
    claims = [c for c in ledger_of(text).claims if c.spans[0].start < text.index("\n")]
    assert claims
    assert {names(c)[-1] for c in claims} == {"Otto Berg"}


def test_a_count_of_somebody_is_his_word() -> None:
    text = "Riga is calm. The latest count of the Interior Ministry was 9,900; nobody has checked it."
    assert names(said_in(text, "9,900")) == ["Interior Ministry"]


def test_parts_behind_a_count_belong_to_it() -> None:
    text = "The Interior Ministry had given 225, including nineteen officers, two months ago."
    assert names(said_in(text, "nineteen")) == ["Interior Ministry"]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Northwire reported on Monday that 12 people had been hurt, citing the mayor.", ["Northwire", "the mayor"]),
        ("The agency says 40 people were detained, citing police sources.", ["The agency", "police sources"]),
        ("Officials said the road was blocked, quoting a witness, Anna Berg.", ["Officials", "Anna Berg"]),
    ],
)
def test_whom_a_speaker_cites_behind_what_is_said_is_a_link_of_the_chain(text: str, chain: list[str]) -> None:
    ledger = ledger_of(text)
    [claim] = [c for c in ledger.claims if c.sources]
    assert names(claim) == chain
    assert "ing" not in ledger.words(claim.spans)


def test_what_a_speaker_calls_false_is_not_said_by_the_thing_he_speaks_of() -> None:
    ledger = ledger_of("The plant will not close in May, the company said, and called the reports of a closure false.")
    assert [names(c) for c in ledger.claims if c.sources] == [["the company"]] * 2


def test_the_speaker_of_a_denial_goes_on_speaking() -> None:
    ledger = ledger_of("Officials denied that the bridge had collapsed and said it would reopen on Friday.")
    assert [names(c) for c in ledger.claims if c.sources] == [["Officials"]] * 2


def test_media_that_cite_before_they_report_keep_both_links() -> None:
    claim = said_in("Local media, quoting unnamed witnesses, report that dozens were hurt near the square.", "dozens")
    assert names(claim) == ["Local media", "unnamed witnesses"]


def test_a_clause_about_a_source_is_no_part_of_its_name() -> None:
    claim = said_in("The mayor, who had called the figure exaggerated, said that 19 people had been hurt.", "19")
    assert names(claim) == ["The mayor"]


def test_according_to_inside_a_sentence_passes_on_whose_sentence_it_is() -> None:
    claim = said_in("President Lind said, according to her press service, that order had been restored.", "order")
    assert names(claim) == ["her press service", "Lind"]


def test_whom_the_relay_cites_is_not_cited_once_more_by_whom_it_quotes() -> None:
    text = "The ministry said that 44 people had died, RIA Novosti reports, citing a source in the police."
    assert names(said_in(text, "44")) == ["RIA Novosti", "a source in the police", "The ministry"]
