"""Names are known again in another spelling, another alphabet and another case, and kept apart where they differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.compare.names import (
    MAYBE,
    SAME,
    compare_people,
    inflected_similarity,
    keys,
    nominatives,
    person_words,
    similarity,
)

LETTERS = "abcdefghijklmnopqrstuvwxyz" + "абвгдежзийклмнопрстуфхцчшщъыьэюя" + "éšłß -.'"
words = st.text(LETTERS, max_size=12)


# ---------------------------------------------------------------- one word
@pytest.mark.parametrize("romanised", ["Tokayev", "Tokaev", "Toqaev", "Tokajew", "Tokaiev"])
def test_a_family_name_is_known_in_every_romanisation(romanised: str) -> None:
    assert similarity(romanised, "Токаев") >= SAME
    assert similarity(romanised, "Tokayev") >= SAME


@pytest.mark.parametrize("other", ["Massimov", "Masimov", "Maximov", "Масимов"])
def test_a_doubled_letter_and_an_x_for_an_s_make_no_other_name(other: str) -> None:
    assert similarity(other, "Massimov") >= SAME


@pytest.mark.parametrize(
    ("a", "b"), [("Petrov", "Pavlov"), ("Karin", "Karim"), ("Ivanov", "Ivanenko"), ("Abish", "Abayev"), ("Zas", "Zhao")]
)
def test_names_that_only_look_alike_are_not_one(a: str, b: str) -> None:
    assert similarity(a, b) < SAME


@pytest.mark.parametrize("case", ["Токаева", "Токаеву", "Токаевым", "Токаеве"])
def test_russian_case_endings_are_seen_through(case: str) -> None:
    assert inflected_similarity(case, "Tokayev") >= SAME
    assert "токаев" in nominatives(case)


def test_a_womans_family_name_is_no_case_of_a_mans_in_latin_letters() -> None:
    assert nominatives("Nazarbayeva") == ("nazarbayeva",)
    assert "nazarbayev" in nominatives("Nazarbayevu")


@given(words, words)
def test_likeness_is_the_same_either_way_round_and_between_nought_and_one(a: str, b: str) -> None:
    assert similarity(a, b) == similarity(b, a)
    assert 0 <= similarity(a, b) <= 1


@given(words.filter(lambda word: any(map(str.isalnum, word))))
def test_every_word_is_like_itself_and_filed_somewhere(word: str) -> None:
    assert similarity(word, word) == 1
    assert keys(word)


@pytest.mark.parametrize(
    ("a", "b"), [("Tokajew", "Токаев"), ("Massimov", "Maximov"), ("Yertysbayev", "Ertysbaev"), ("Zhaparov", "Japarov")]
)
def test_spellings_of_one_name_share_a_key(a: str, b: str) -> None:
    assert set(keys(a)) & set(keys(b))


# ---------------------------------------------------------------- whole names
@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Kassym-Jomart Tokayev", "Касым-Жомарту Токаеву"),
        ("Kassym-Jomart Tokayev", "Kasym-Zhomart Tokaev"),
        ("Kassym-Jomart Tokayev", "Kassym Tokayev"),
        ("Kassym-Jomart Tokayev", "K. Tokayev"),
        ("Kassym-Jomart Tokayev", "К. Токаев"),
        ("Kassym-Jomart Tokayev", "Tokayev"),
        ("Kassym-Jomart Tokayev", "President Tokayev"),
        ("Kassym-Jomart Tokayev", "Tokayev Kassym-Jomart"),
        ("Kassym-Jomart Tokayev", "Kassym-Jomart Kemeluly Tokayev"),
        ("Kassym-Jomart Tokayev", "Токаев Касым-Жомарт Кемелевич"),
        ("Antony Blinken", "Tony Blinken"),
        ("Antony Blinken", "Энтони Блинкена"),
        ("Nursultan Nazarbayev", "Nursultana Nazarbayeva"),
        ("Sergey Lavrov", "Сергеем Лавровым"),
        ("Bashar al-Assad", "Башар Асад"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Joe Biden", "Джо Байден"),
        ("Volodymyr Zelensky", "Владимира Зеленского"),
        ("Nikita Chruschtschow", "Никита Хрущёв"),
        ("Nikita Chruschtschow", "Nikita Khrushchev"),
        ("Ivan Schtscherbakow", "Ивану Щербакову"),
        ("Ivan Chtcherbakov", "Ivan Shcherbakov"),
    ],
)
def test_one_person_under_several_names(a: str, b: str) -> None:
    found = compare_people(a, b)
    assert found.verdict == "same"
    assert found.reason


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Nursultan Nazarbayev", "Dariga Nazarbayeva"),
        ("Nursultan Nazarbayev", "Bolat Nazarbayev"),
        ("Nursultan Nazarbayev", "D. Nazarbayev"),
        ("Sergei Beketov", "Z. Beketov"),
        ("Karim Massimov", "Erlan Karin"),
        ("Sergei Ivanov", "Sergei Ivanenko"),
        ("Alexei Navalny", "Yulia Navalnaya"),
        ("the president", "Tokayev"),
    ],
)
def test_relatives_and_namesakes_stay_apart(a: str, b: str) -> None:
    assert compare_people(a, b).verdict == "different"


def test_a_woman_of_the_family_is_asked_about_not_merged() -> None:
    found = compare_people("Nazarbayeva", "Nursultan Nazarbayev")
    assert found.verdict == "maybe"
    assert "woman" in found.reason


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Sergei Zakharov", "Sergei Sakharov"),
        ("John Harbour", "John Harbour Jr."),
        ("Xi Jinping", "Си Цзиньпин"),
        ("K. Beketov", "Qasym Beketov"),
        ("W. Beketov", "Vladimir Beketov"),
    ],
)
def test_what_only_a_person_can_tell_is_asked(a: str, b: str) -> None:
    assert compare_people(a, b).verdict == "maybe"


def test_a_name_that_lost_its_beginning_is_asked_about() -> None:
    assert compare_people("Kassym-Jomart Kaev", "Kassym-Jomart Tokayev").verdict == "maybe"


@given(st.lists(words, min_size=1, max_size=3), st.lists(words, min_size=1, max_size=3))
def test_the_order_of_two_names_makes_no_difference(a: list[str], b: list[str]) -> None:
    assert compare_people(" ".join(a), " ".join(b)) == compare_people(" ".join(b), " ".join(a))


def test_titles_and_fathers_names_are_no_part_of_a_name() -> None:
    assert person_words("Russian President Vladimir Vladimirovich Putin") == ("vladimir", "putin")


def test_what_is_asked_about_lies_below_what_is_sure() -> None:
    assert 0 < MAYBE < SAME < 1
