"""Word lists are found, read, and say where they are wrong."""

from __future__ import annotations

from importlib.resources import files

import pytest

from reportedly.languages import WordList, languages, list_names, load_list, read_list
from reportedly.model import ReportedlyError

EVERY_LIST = [(language, name) for language in languages() for name in list_names(language)]
ENGLISH = {
    "agencies",
    "cue_nouns",
    "cue_phrases",
    "opinion",
    "outlets",
    "pronouns",
    "reporting_verbs",
    "rumour",
    "sources",
    "titles",
}
# Names keep their capitals; everything else is written in lower case so that any case of it is found.
HOLD_NAMES = {
    "agencies": {"names", "ambiguous"},
    "outlets": {"names", "ambiguous", "platforms"},
    "sources": {"organisation_names"},
    "measures": {"money", "units"},
    "first_names": {"men", "women"},
    "nicknames": {"variants"},
    "places": {"countries", "demonyms", "cities", "within"},
    "organisations": {"names", "offices", "only_in"},
}


def words(text: str) -> WordList:
    return read_list(text, language="xx", name="words")


# ---------------------------------------------------------------- the lists that ship
@pytest.mark.parametrize(("language", "name"), EVERY_LIST)
def test_every_list_loads_and_no_section_is_empty(language: str, name: str) -> None:
    assert all(load_list(language, name).sections.values())


@pytest.mark.parametrize(("language", "name"), EVERY_LIST)
def test_no_form_stands_twice_in_a_section_not_even_in_another_case(language: str, name: str) -> None:
    for section, entries in load_list(language, name).sections.items():
        hold_names = section in HOLD_NAMES.get(name, set())
        forms = [form if hold_names else form.lower() for entry in entries for form in entry]
        assert sorted(set(forms)) == sorted(forms), section


@pytest.mark.parametrize("name", sorted(ENGLISH))
def test_words_that_are_not_names_are_written_in_lower_case(name: str) -> None:
    word_list = load_list("en", name)
    plain_sections = set(word_list.sections) - HOLD_NAMES.get(name, set())
    assert [form for section in plain_sections for form in word_list.forms(section) if form != form.lower()] == []


@pytest.mark.parametrize("name", ["agencies", "outlets"])
def test_a_name_is_either_sure_or_ambiguous_never_both(name: str) -> None:
    assert load_list("en", name).forms("names") & load_list("en", name).forms("ambiguous") == frozenset()


def test_no_name_is_both_an_agency_and_an_outlet() -> None:
    assert load_list("en", "agencies").forms("names") & load_list("en", "outlets").forms("names") == frozenset()


@pytest.mark.parametrize(("language", "name"), EVERY_LIST)
def test_every_list_and_section_is_explained_in_the_readme(language: str, name: str) -> None:
    readme = files("reportedly.languages").joinpath("README.md").read_text(encoding="utf-8")
    assert f"`{name}.txt`" in readme
    assert [section for section in load_list(language, name).sections if f"`{section}`" not in readme] == []


def test_english_has_its_ten_lists_of_sources_and_cues() -> None:
    assert set(list_names("en")) >= ENGLISH


def test_the_agencies_and_outlets_of_the_world_are_many() -> None:
    assert len(load_list("en", "agencies").entries("names")) >= 120
    assert len(load_list("en", "outlets").entries("names")) >= 250


# ---------------------------------------------------------------- what the lists know
@pytest.mark.parametrize(
    ("form", "verb"),
    [
        ("told", "tell"),
        ("says", "say"),
        ("denies", "deny"),
        ("emphasized", "emphasise"),
        ("quoting", "quote"),
        ("admitted", "admit"),
        ("was quoted as saying", "be quoted as saying"),
        ("pointed out", "point out"),
    ],
)
def test_an_inflected_verb_leads_to_its_base_form(form: str, verb: str) -> None:
    assert load_list("en", "reporting_verbs").canonical(form) == verb


@pytest.mark.parametrize(
    ("form", "section"),
    [
        ("said", "say"),
        ("cited", "relay"),
        ("alleges", "claim"),
        ("feared", "think"),
        ("refuted", "deny"),
        ("vowed", "promise"),
        ("urges", "order"),
        ("blamed", "accuse"),
        ("conceded", "agree"),
        ("revealed", "show"),
        ("heard", "learn"),
    ],
)
def test_a_verb_tells_the_kind_of_its_cue(form: str, section: str) -> None:
    assert section in load_list("en", "reporting_verbs").sections_of(form)


@pytest.mark.parametrize(
    ("alias", "agency"),
    [
        ("AFP", "AFP"),
        ("Agence France-Presse", "AFP"),
        ("ITAR-TASS", "TASS"),
        ("RIA-Novosti", "RIA Novosti"),
        ("The AP", "Associated Press"),
    ],
)
def test_an_alias_leads_to_the_agency(alias: str, agency: str) -> None:
    assert load_list("en", "agencies").canonical(alias, "names") == agency


def test_a_telegram_channel_is_an_outlet_and_an_unnamed_insider_is_anonymous() -> None:
    sources = load_list("en", "sources")
    assert sources.sections_of("Telegram channel") == ("outlet",)
    assert "anonymous" in sources.sections_of("insider")
    assert "anonymous_marks" in sources.sections_of("on condition of anonymity")


def test_the_medium_that_was_told_is_kept_apart_from_the_medium_that_is_quoted() -> None:
    phrases = load_list("en", "cue_phrases")
    assert phrases.sections_of("in an interview with") == ("of_relay_reader",)
    assert "of_inner" in phrases.sections_of("with reference to")
    assert "of_source" in phrases.sections_of("According to")


# ---------------------------------------------------------------- how look-ups compare
def test_a_capital_in_a_list_is_looked_up_as_written_and_small_letters_in_any_case() -> None:
    names = words("[names]\nAP | Associated Press\ntimes\n")
    assert names.canonical("AP") == "AP"
    assert names.canonical("ap") is None
    assert names.has("TIMES")


def test_a_typographic_apostrophe_or_a_line_break_does_not_hide_a_word() -> None:
    offices = words("[offices]\nprosecutor's office\n")
    assert offices.has("Prosecutor’s\noffice")


def test_a_word_in_two_sections_is_found_in_both_and_can_be_asked_for_in_one() -> None:
    kinds = words("[speech]\nclaim | claims\n[document]\nreport | claims\n")
    assert kinds.sections_of("claims") == ("speech", "document")
    assert kinds.canonical("claims", "document") == "report"


def test_comments_and_blank_lines_are_no_entries() -> None:
    assert words("# a list\n\n[a]\n# of one word\nsay | says\n\n").entries() == (("say", "says"),)


def test_a_list_is_read_once_and_cannot_be_changed() -> None:
    verbs = load_list("en", "reporting_verbs")
    assert load_list("en", "reporting_verbs") is verbs
    with pytest.raises(TypeError):
        verbs.sections["say"] = ()  # type: ignore[index]


# ---------------------------------------------------------------- what is wrong is said, with its place
@pytest.mark.parametrize(
    ("text", "place", "trouble"),
    [
        ("say\n", "xx/words.txt:1", "before the first [section]"),
        ("[say\nsay\n", "xx/words.txt:1", "is not a section"),
        ("[]\n", "xx/words.txt:1", "is not a section"),
        ("[a]\nsay\n[a]\n", "xx/words.txt:3", "a second time"),
        ("[a]\n# tell\nsay | | says\n", "xx/words.txt:3", "a form is missing"),
        ("[a]\nsay|says\n", "xx/words.txt:2", "a form is missing"),
        ("[a]\nsay |\n", "xx/words.txt:2", "a form is missing"),
        ("[a]\nsay | says\n\nstate | says\n", "xx/words.txt:4", "'says' is in this section already"),
    ],
)
def test_a_malformed_line_is_named_with_its_file_and_number(text: str, place: str, trouble: str) -> None:
    with pytest.raises(ReportedlyError) as error:
        words(text)
    assert str(error.value).startswith(place + ": ")
    assert trouble in str(error.value)


def test_asking_for_a_list_or_section_there_is_not_names_those_there_are() -> None:
    with pytest.raises(ReportedlyError, match=r"no word list 'verbs' for language 'en'; there are: .*reporting_verbs"):
        load_list("en", "verbs")
    with pytest.raises(ReportedlyError, match="no word list 'agencies' for language 'xx'; there are: none"):
        load_list("xx", "agencies")
    with pytest.raises(ReportedlyError, match=r"en/pronouns has no section \[persons\]; it has person"):
        load_list("en", "pronouns").has("he", "persons")
