"""Which names are one person's, and what a mention names."""

from __future__ import annotations

import pytest

from reportedly.extract.entities import is_acronym, nominative, same_person
from reportedly.extract.names import gender_of_name
from reportedly.pipeline import read_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Karim Massimov", "Masimov"),
        ("Yermukhamet Yertysbayev", "Ertysbaev"),
        ("Kassym-Jomart Tokayev", "Kassym-Zhomart Tokaev"),
        ("Kassym-Jomart Tokayev", "Tokayevu"),
        ("T. Giczan", "Tibor Giczan"),
    ],
)
def test_spellings_short_forms_initials_and_case_endings_are_one_person(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nursultan Nazarbayev", "Dariga Nazarbayeva"),
        ("Nazarbayev", "Nazarbayeva"),
        ("Karim Massimov", "Karin Massimov"),
        ("Anna Berg", "Paul Berg"),
        ("Karin", "Karim"),
    ],
)
def test_father_and_daughter_namesakes_and_near_names_are_two(one: str, other: str) -> None:
    assert not same_person(one, other)


def test_an_acronym_is_made_of_the_initials() -> None:
    assert is_acronym("CSTO", "Collective Security Treaty Organization")
    assert not is_acronym("CSTO", "Council of Europe")


def test_titles_are_left_off_names_and_later_mentions_join_the_first() -> None:
    text = "President Kassym-Jomart Tokayev spoke on Friday. Later Tokayev said that the army had been called in."
    people = [e for e in read_text(text).entities if e.kind == "person"]
    assert [e.name for e in people] == ["Kassym-Jomart Tokayev"]
    named = [text[slice(*m.span)] for m in people[0].mentions if m.type == "name"]
    assert named == ["Kassym-Jomart Tokayev", "Tokayev"]


def test_an_agency_is_an_outlet_among_the_entities_and_an_agency_as_a_source() -> None:
    ledger = read_text("The border has been closed, Reuters reported on Monday.")
    assert [(e.name, e.kind) for e in ledger.entities] == [("Reuters", "outlet")]
    [claim] = [c for c in ledger.claims if c.sources]
    assert claim.sources[0].kind == "agency"
    assert claim.sources[0].entity == ledger.entities[0].id


def test_the_fullest_form_that_is_written_most_is_the_name_and_a_case_ending_is_none() -> None:
    text = (
        "Kassym-Zhomart Tokaev spoke on Monday. The protesters wrote to Tokayevu. President Kassym-Jomart Tokayev left "
        "for the capital. Kassym-Jomart Tokayev returned on Friday."
    )
    people = [e for e in read_text(text).entities if e.kind == "person"]
    assert [e.name for e in people] == ["Kassym-Jomart Tokayev"]
    assert len(people[0].mentions) == 4


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Nursultana Nazarbayeva", "Nursultan Nazarbayev"),
        ("Dariga Nazarbayeva", "Dariga Nazarbayeva"),
        ("Valentina Petrova", "Valentina Petrova"),
    ],
)
def test_a_mans_genitive_is_put_in_the_nominative_and_a_womans_name_is_left(written: str, name: str) -> None:
    assert nominative(written) == name


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("Gulnara Bazhkenova", "woman"),
        ("Yulia Rutskaya", "woman"),
        ("Nazarbayeva", "woman"),
        ("Kassym-Jomart Tokayev", "man"),
        ("Nikita Berg", "man"),
        ("Tokayev", ""),
    ],
)
def test_a_name_tells_a_man_from_a_woman_or_does_not(name: str, who: str) -> None:
    assert gender_of_name(name, "en") == who


def named(text: str) -> dict[str, list[str]]:
    """The names in a text, by the name of whom they mean."""
    ledger = read_text(text)
    return {e.name: [text[slice(*m.span)] for m in e.mentions] for e in ledger.entities}


def test_who_says_that_the_captain_was_held_is_not_the_captain() -> None:
    text = "Police chief Tomas Riel told reporters that the captain had been detained. Riel said no more."
    assert "the captain" not in named(text)["Tomas Riel"]


def test_an_office_with_a_genitive_keeps_its_whole_name() -> None:
    assert "Prosecutor-General's Office" in named("The Prosecutor-General's Office rejected the accusation.")


def test_a_name_behind_its_employers_is_the_speakers() -> None:
    ledger = read_text("Al Jazeera's Rima Haddad, reporting from the border, said hospitals were overwhelmed.")
    assert ["Rima Haddad"] in [[s.name for s in claim.sources] for claim in ledger.claims]


def test_a_speaker_is_known_behind_a_clause_that_tells_where_he_lives() -> None:
    ledger = read_text('"I do not trust the company," said Bill Hatcher, who lives half a mile from the site.')
    assert [[s.name for s in claim.sources] for claim in ledger.claims] == [["Bill Hatcher"]]


def test_a_name_of_particles_alone_stops_nothing() -> None:
    ledger = read_text("Van Al told reporters that he was tired. Berg said he left.")
    assert "Berg" in [entity.name for entity in ledger.entities]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The UN human rights office said two people had died.", "UN human rights office"),
        ("The United Nations Security Council will meet on Friday.", "United Nations Security Council"),
        ("The United Nations human rights office urged restraint.", "United Nations"),
    ],
)
def test_the_name_of_a_body_has_its_first_and_its_last_word(text: str, name: str) -> None:
    assert [entity.name for entity in read_text(text).entities] == [name]
