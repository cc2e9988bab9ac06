"""How sure a source is of its claim: short reports, read by the shipped reader."""

from __future__ import annotations

import pytest

from reportedly.extract.certainty import Commitment, Judge
from reportedly.extract.lexicon import lexicon
from reportedly.extract.page import Page
from reportedly.extract.stances import PLAIN, Stance, certainty_of_event, ruled, under
from reportedly.model import Source
from reportedly.parse import parse
from tests.builders import a_source, span_of

WORDS = lexicon("en")


def read(text: str, content: str, *cues: str) -> Commitment:
    """The commitment to `content` in `text`, said by a chain of sources with these cues, outermost first."""
    chain: tuple[Source, ...] = tuple(a_source(cue=(span_of(text, cue),) if cue else ()) for cue in cues)
    return Judge(Page(parse(text)), WORDS).commitment((span_of(text, content),), chain, ())


def label(found: Commitment | Stance) -> str:
    return found.certainty if found.polarity == "positive" else f"not {found.certainty}"


def event(text: str, word: str) -> str:
    page = Page(parse(text))
    return label(certainty_of_event(page, WORDS, page.token_at(text.index(word))))


def marked(text: str, found: Commitment) -> list[str]:
    return [text[a:b] for a, b in found.markers]


# ---------------------------------------------------------------- what the cue says
@pytest.mark.parametrize(
    ("text", "cue", "content", "expected"),
    [
        ("The ministry said 164 people had died.", "said", "164 people had died", "certain"),
        ("The ministry denied that 164 people had died.", "denied", "164 people had died", "not certain"),
        ("The airline rejected reports of a strike.", "rejected", "reports of a strike", "not certain"),
        ("The mayor ruled out a curfew.", "ruled out", "a curfew", "not certain"),
        ("The mayor did not rule out a curfew.", "did not rule out", "a curfew", "possible"),
        ("Analysts believe the bridge will reopen.", "believe", "the bridge will reopen", "probable"),
        ("Analysts do not believe the bridge will reopen.", "do not believe", "the bridge will reopen", "not probable"),
        ("Analysts doubt that the bridge will reopen.", "doubt", "the bridge will reopen", "not probable"),
        ("Observers suspect that the fire was set.", "suspect", "the fire was set", "possible"),
        ("The company claims the dam is safe.", "claims", "the dam is safe", "probable"),
        ("Three ships have reportedly left the port.", "reportedly", "Three ships have", "probable"),
        ("The police did not say how many were held.", "did not say", "how many were held", "unknown"),
        ("The police declined to say who was held.", "declined to say", "who was held", "unknown"),
        ("The governor ordered the closure of the port.", "ordered", "the closure of the port", "certain"),
        ("The hospital reported no deaths.", "reported", "no deaths", "not certain"),
        ("The spokesman refused to comment on the fire.", "refused", "to comment on the fire", "unknown"),
        ("The company refuses to release its accounts.", "refuses", "to release its accounts", "not certain"),
        ("The mayor expects the bridge to reopen.", "expects", "the bridge to reopen", "probable"),
        ("The mayor hopes the bridge will hold.", "hopes", "the bridge will hold", "unknown"),
        ("Residents are afraid that the dam will break.", "are afraid", "the dam will break", "possible"),
        ("The minister asked when the road would open.", "asked", "when the road would open", "unknown"),
        ("The minister said when the road would open.", "said", "when the road would open", "certain"),
        ("The mayor retracted the statement that ten had died.", "retracted", "ten had died", "not certain"),
    ],
)
def test_the_cue_tells_how_far_the_source_stands_by_its_words(text: str, cue: str, content: str, expected: str) -> None:
    assert label(read(text, content, cue)) == expected


def test_a_denial_does_not_become_a_claim_of_the_thing_denied() -> None:
    text = "The ministry denied that 164 people had died."
    found = read(text, "164 people had died", "denied")
    assert (found.polarity, found.asserted_by) == ("negative", ("denied",))
    assert marked(text, found) == ["denied"]


def test_who_denies_a_rumour_is_sure_of_the_denial() -> None:
    text = "The minister refuted the claim that the water was poisoned."
    found = read(text, "the claim that the water was poisoned", "refuted")
    assert (label(found), found.asserted_by) == ("not certain", ("denied",))


def test_a_verb_and_its_particle_are_marked_together() -> None:
    text = "The mayor ruled out a curfew."
    assert marked(text, read(text, "a curfew", "ruled out")) == ["ruled", "out"]


def test_what_she_said_no_to_before_the_cue_is_no_denial_by_the_cue() -> None:
    text = '"No," the mayor said, "the dam is safe."'
    assert label(read(text, "the dam is safe", "said")) == "certain"


def test_what_rumour_says_is_no_more_than_probable() -> None:
    text = "Rumours went round that the mayor had left the country."
    rumour = Source(name="Rumours", kind="rumour", mention=span_of(text, "Rumours"), cue=(span_of(text, "went round"),))
    content = span_of(text, "the mayor had left the country")
    found = Judge(Page(parse(text)), WORDS).commitment((content,), (rumour,), ())
    assert (label(found), marked(text, found)) == ("probable", ["Rumours"])


def test_an_agency_that_says_what_others_believe_is_sure_that_they_do() -> None:
    text = "RIA Novosti says police believe the fire was set on purpose."
    outer = read(text, "police believe the fire was set on purpose", "says")
    inner = read(text, "the fire was set on purpose", "says", "believe")
    assert (label(outer), outer.asserted_by) == ("certain", ("certain",))
    assert (label(inner), inner.asserted_by) == ("probable", ("certain", "probable"))


def test_each_source_of_a_chain_is_committed_in_its_own_way() -> None:
    text = "The agency reported that residents suspect that the dam leaks."
    assert read(text, "the dam leaks", "reported", "suspect").asserted_by == ("certain", "possible")


def test_who_denies_what_another_said_is_shown_as_denying() -> None:
    text = "The ministry denied that the engineer had said the dam leaks."
    assert read(text, "the dam leaks", "denied", "said").asserted_by == ("denied", "certain")


def test_a_source_carried_over_from_an_earlier_sentence_needs_no_cue() -> None:
    assert (
        label(read("He spoke to reporters. The bridge may stay closed.", "The bridge may stay closed", ""))
        == "possible"
    )


# ---------------------------------------------------------------- what the content says
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("The toll may rise", "possible"),
        ("The road could be closed for a week", "possible"),
        ("Perhaps the driver fell asleep", "possible"),
        ("It is possible that the numbers are wrong", "possible"),
        ("There is a possibility that the dam will break", "possible"),
        ("The storm will probably reach the coast", "probable"),
        ("The man was allegedly hired by a rival", "probable"),
        ("The strike is likely to last a week", "probable"),
        ("The fire appears to have started in the kitchen", "probable"),
        ("The singer is said to be ill", "probable"),
        ("The letter suggests that the money was lost", "probable"),
        ("The talks have not begun", "not certain"),
        ("Nobody was hurt", "not certain"),
        ("No evidence has been published", "not certain"),
        ("The report gave no names", "not certain"),
        ("The plane never left the airport", "not certain"),
        ("The crew could not land", "not certain"),
        ("The firemen failed to save the house", "not certain"),
        ("The firemen managed to save the house", "certain"),
        ("The video is fake", "not certain"),
        ("The story turned out to be a hoax", "not certain"),
        ("Police have yet to name the driver", "not certain"),
        ("No fewer than 30 people were fined", "certain"),
        ("What they found was a bomb", "certain"),
        ("The road is not only blocked but flooded", "certain"),
        ("The council must pay for the damage", "certain"),
        ("The bridge will open in May", "certain"),
        ("The storm may not reach the coast", "not possible"),
        ("The strike is unlikely to end this week", "not probable"),
        ("It is unclear where the money went", "unknown"),
        ("It is not known whether the crew survived", "unknown"),
        ("Who paid for the trip is unclear", "unknown"),
        ("Whether the two men met remains open", "unknown"),
        ("The shops remain open", "certain"),
        ("It is too early to say what caused the fire", "unknown"),
        ("The reports of a curfew turned out to be false", "not certain"),
        ("The dam will not necessarily break", "not possible"),
        ("The crowd gathered at Ground Zero", "certain"),
        ("The president will leave on Friday no matter what happens", "certain"),
        ("The company plans to close the plant", "certain"),
        ("The pilot is believed to have survived", "probable"),
        ("The fire was apparently set on purpose", "probable"),
        ("There are signs of an attack", "probable"),
        ("If the dam breaks, the town would be flooded", "unknown"),
        ("Hardly anyone came to the rally", "not certain"),
        ("The police neither stopped nor searched the car", "not certain"),
    ],
)
def test_the_main_predicate_of_the_content_decides(content: str, expected: str) -> None:
    assert label(read(f"{content}.", content)) == expected


def test_a_figure_nobody_could_check_is_left_open() -> None:
    found = read("The figure could not be verified.", "The figure could not be verified")
    assert (found.certainty, found.polarity) == ("unknown", "negative")


def test_that_nobody_knows_is_marked_with_the_knowing() -> None:
    text = "It is not clear why the bridge was closed."
    assert marked(text, read(text, text.rstrip("."))) == ["not", "clear"]


def test_an_unasked_when_tells_a_time() -> None:
    text = "It was a year after the fire, when the plant had reopened."
    assert label(read(text, "when the plant had reopened")) == "certain"


def test_quotation_marks_that_nobody_is_named_for_keep_the_author_at_a_distance() -> None:
    text = "The vote was “free and fair”."
    found = read(text, "The vote was “free and fair”")
    assert (label(found), marked(text, found)) == ("probable", ["“free and fair”"])
    assert label(read(f"The mayor said: {text}", "The vote was “free and fair”", "said")) == "certain"


def test_a_question_asserts_nothing() -> None:
    text = "Who gave the order?"
    found = read(text, text)
    assert found.certainty == "unknown"
    assert marked(text, found) == ["?"]


@pytest.mark.parametrize(
    "content",
    [
        "The man who did not stop was fined",
        "The village that may be flooded has been warned",
        "The court freed the men because they had never been charged",
    ],
)
def test_a_hedge_or_denial_in_a_clause_about_something_else_leaves_the_claim_certain(content: str) -> None:
    assert label(read(f"{content}.", content)) == "certain"


def test_hedge_and_denial_are_both_marked() -> None:
    text = "The rescue will probably not succeed."
    found = read(text, "The rescue will probably not succeed")
    assert marked(text, found) == ["probably", "not"]
    assert label(found) == "not probable"


def test_the_authors_own_claim_has_no_sources_to_commit() -> None:
    assert read("The bridge is open.", "The bridge is open").asserted_by == ()


# ---------------------------------------------------------------- events
@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The workers ended the strike on Monday.", "ended", "certain"),
        ("The workers wanted to leave the city.", "leave", "unknown"),
        ("The workers began to leave the city.", "leave", "certain"),
        ("The workers failed to leave the city.", "leave", "not certain"),
        ("The workers did not manage to leave the city.", "leave", "not certain"),
        ("The workers are expected to leave the city.", "leave", "probable"),
        ("The workers left the city without paying.", "paying", "not certain"),
        ("If the workers leave, the plant will close.", "leave", "unknown"),
        ("The council denied that the plant had closed.", "closed", "not certain"),
        ("The council does not know whether the plant closed.", "closed", "unknown"),
        ("The council called for an inquiry.", "inquiry", "unknown"),
        ("The council said the plant may close.", "close", "possible"),
        ("There was no inquiry.", "inquiry", "not certain"),
        ("The workers can leave the city.", "leave", "unknown"),
        ("The deal would create new jobs.", "create", "unknown"),
        ("The council said the plant would close.", "close", "certain"),
        ("The workers will stay until the storm passes.", "passes", "unknown"),
        ("The vote is to take place in May.", "take", "unknown"),
        ("The fire was set, police believe, by a rival.", "set", "probable"),
        ("The workers are interested in buying the plant.", "buying", "unknown"),
        ("The plant stays open pending a decision.", "decision", "unknown"),
    ],
)
def test_an_event_is_as_sure_as_the_words_it_stands_under(text: str, word: str, expected: str) -> None:
    assert event(text, word) == expected


def test_two_denials_cancel_each_other() -> None:
    denied = Stance(polarity="negative")
    assert under(denied, denied) == PLAIN
    assert ruled("fail", denied) == PLAIN


def test_the_weaker_certainty_wins() -> None:
    probable, possible = Stance(certainty="probable"), Stance(certainty="possible")
    assert under(probable, possible) == under(possible, probable) == possible


def test_no_doubt_is_certainty() -> None:
    assert ruled("doubt", Stance(polarity="negative")) == PLAIN
