"""Whom descriptions and pronouns mean, and which entities a claim is about."""

from __future__ import annotations

from functools import cache

import pytest

from reportedly.extract.coreference import Mentioned
from reportedly.model import Claim, Entity, Ledger, Mention, Span
from reportedly.pipeline import read_text
from tests.builders import spans_of

TWO_SECRETARIES = (
    "US Secretary of State Antony Blinken met his colleagues on Friday. The Secretary of State of Kazakhstan, Erlan "
    "Karin, called the attacks a coup. The US secretary said that he had no details. The Kazakh secretary of state "
    "said that his country was calm."
)
FAMILY = (
    "Nursultan Nazarbayev left the capital. His daughter Dariga Nazarbayeva said she would stay. The Nazarbayev family "
    "owns much land. Nazarbayev himself was silent."
)
MINISTRY = (
    "The Ministry of Health reported 40 cases on Sunday. The ministry said it would publish its figures. The newspaper "
    "Coast Herald wrote that a doctor had resigned. The same publication said she had been threatened."
)
QUOTED = (
    'Governor Marta Lind spoke on Friday. "I have signed the order," she said. "My patience is over." Her deputy, Paul '
    "Osei, added that he agreed with the governor."
)


@cache
def ledger_of(text: str) -> Ledger:
    return read_text(text)


def entity(text: str, name: str) -> Entity:
    [found] = [e for e in ledger_of(text).entities if e.name == name]
    return found


def words_for(text: str, name: str, *types: str) -> list[str]:
    """The words by which an entity is mentioned, in order."""
    return [text[slice(*m.span)] for m in entity(text, name).mentions if m.type in types]


def claim_of(text: str, words: str) -> Claim:
    """The innermost claim that says so."""
    found = [c for c in ledger_of(text).claims if any(words in text[slice(*s)] for s in c.spans) and c.sources]
    return max(found, key=lambda claim: len(claim.sources))


def test_two_men_with_one_title_stay_two_and_each_keeps_what_is_said_of_him() -> None:
    assert words_for(TWO_SECRETARIES, "Antony Blinken", "nominal") == ["The US secretary"]
    assert words_for(TWO_SECRETARIES, "Erlan Karin", "nominal")[-1] == "The Kazakh secretary of state"
    assert claim_of(TWO_SECRETARIES, "he had no details").sources[-1].name == "Antony Blinken"
    assert claim_of(TWO_SECRETARIES, "his country was calm").sources[-1].name == "Erlan Karin"


def test_a_daughter_is_not_her_father_and_a_family_is_neither() -> None:
    assert "she" in words_for(FAMILY, "Dariga Nazarbayeva", "pronoun")
    assert words_for(FAMILY, "Nursultan Nazarbayev", "name") == ["Nursultan Nazarbayev", "Nazarbayev"]
    assert entity(FAMILY, "Nazarbayev family").kind == "group"


def test_the_ministry_and_the_same_publication_are_the_ones_named_before() -> None:
    assert words_for(MINISTRY, "Ministry of Health", "nominal", "pronoun") == ["The ministry", "it", "its"]
    assert words_for(MINISTRY, "Coast Herald", "nominal") == ["The same publication"]
    assert claim_of(MINISTRY, "had been threatened").sources[-1].name == "Coast Herald"


def test_i_between_quotation_marks_is_the_speaker() -> None:
    assert {"I", "she"} <= set(words_for(QUOTED, "Marta Lind", "pronoun"))
    assert claim_of(QUOTED, "I have signed").sources[-1].name == "Marta Lind"


def test_an_apposition_describes_the_one_it_stands_beside() -> None:
    text = "Nikol Berg, prime minister of Armenia, spoke on Friday. The prime minister said that he was sure of it."
    found = words_for(text, "Nikol Berg", "nominal")
    assert "The prime minister" in found
    assert claim_of(text, "sure of it").sources[-1].name == "Nikol Berg"


@pytest.mark.parametrize(
    "text",
    [
        "TASS reports that the health ministry says that three people died in the fire on Sunday.",
        "The Interior Ministry spoke of 40 arrests. The health ministry said that three people died on Sunday.",
    ],
)
def test_a_ministry_is_not_another_body_just_because_that_was_named_before(text: str) -> None:
    assert "health" in claim_of(text, "three people died").sources[-1].name


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (
            "The interior ministry said the road was closed. The health ministry said two people were ill.",
            ["The interior ministry", "The health ministry"],
        ),
        (
            "The ministry of health said three had died. The interior ministry said the road was closed.",
            ["The ministry of health", "The interior ministry"],
        ),
        (
            "The mayor said the pipe was safe, and the director said that it was old.",
            ["The mayor", "the director"],
        ),
    ],
)
def test_two_speakers_without_a_name_are_two_where_their_words_differ(text: str, sources: list[str]) -> None:
    assert [claim.sources[-1].name for claim in read_text(text).claims] == sources


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Anna Berg said the road is closed, but the mayor denied it.", ["Anna Berg", "the mayor"]),
        ("Anna Berg, the mayor, said the road is closed, but the mayor denied it was her fault.", ["Anna Berg"] * 2),
        (
            "The army said it had lost 12 men, while the rebels claimed to have killed 40.",
            ["The army", "the rebels"],
        ),
        (
            "The opposition says 20 people died, while the government says nobody was hurt.",
            ["The opposition", "the government"],
        ),
    ],
)
def test_who_is_set_against_a_speaker_is_another_unless_called_so_before(text: str, sources: list[str]) -> None:
    claims = read_text(text).claims
    assert [claim.sources[-1].name for claim in claims] == sources
    assert all(len(claim.sources) == 1 for claim in claims)


@pytest.mark.parametrize("again", ["The man", "The fisherman"])
def test_a_fisherman_may_be_called_the_man(again: str) -> None:
    first, second = read_text(f"A fisherman said the water rose. {again} said it was cold.").claims
    assert second.sources[-1].entity == first.sources[-1].entity


def test_a_president_is_not_the_first_man_who_was_named() -> None:
    text = "Mayor Paul Osei opened the bridge on Friday. The president said that the bridge was safe."
    assert claim_of(text, "the bridge was safe").sources[-1].name == "The president"


def test_she_is_the_unnamed_doctor_who_spoke_before() -> None:
    text = "A doctor at the hospital said the wards were full. She added that medicine was short."
    assert claim_of(text, "medicine was short").sources[-1].name == "A doctor at the hospital"


def test_a_claim_is_about_each_entity_once_in_the_order_of_its_words() -> None:
    text = "Lind met Osei, and Osei thanked her."
    mentions = [Mention(span=span, type="name") for span in spans_of(text, "Lind", "Osei", "Osei")]
    people = (
        Entity(id="e1", name="Osei", kind="person", mentions=tuple(mentions[1:])),
        Entity(id="e2", name="Lind", kind="person", mentions=(mentions[0],)),
    )
    assert Mentioned(people).within((Span(0, len(text)),)) == ("e2", "e1")
    assert Mentioned(people).within(spans_of(text, "Osei thanked her")) == ("e1",)


def test_what_a_claim_is_about_is_told_by_pronouns_too() -> None:
    assert entity(TWO_SECRETARIES, "Antony Blinken").id in claim_of(TWO_SECRETARIES, "he had no details").entities
