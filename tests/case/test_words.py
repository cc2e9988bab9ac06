"""How words to search for are read."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.case.schema import TOKENIZER
from reportedly.case.words import Phrase, first_place, holds_all, phrases, plain, words_of


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("toll almaty", [Phrase(words=("toll",)), Phrase(words=("almaty",))]),
        ('"death toll" rose', [Phrase(words=("death", "toll")), Phrase(words=("rose",))]),
        ("protest*", [Phrase(words=("protest",), begins=True)]),
        ("O'Neil", [Phrase(words=("o", "neil"))]),
        ('"unfinished business', [Phrase(words=("unfinished", "business"))]),
        ("NEAR( AND -- *", [Phrase(words=("near",)), Phrase(words=("and",))]),
        ("", []),
    ],
)
def test_words_stand_alone_and_words_in_quotes_together(asked: str, read: list[Phrase]) -> None:
    assert list(phrases(asked)) == read


def test_a_phrase_is_found_where_it_stands() -> None:
    text = "The toll rose. The death toll, they said, rose."
    place = first_place(text, phrases('"death toll"'))
    assert place is not None
    assert text[place.start : place.end] == "death toll"
    assert first_place(text, phrases('"toll death"')) is None
    assert not holds_all(text, phrases("toll fell"))


def test_plain_text_has_the_length_of_the_text() -> None:
    assert plain("a\ud83d\ude00b") == "a\ufffd\ufffdb"


LETTERS = st.sampled_from("abcXYZ019éñüİıßЙйёѣқ한日ﬁ'_-.,  \n")


@settings(deadline=None, max_examples=200)
@given(text=st.text(LETTERS, max_size=40))
def test_words_are_those_of_the_full_text_index(text: str) -> None:
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE VIRTUAL TABLE search USING fts5 (text, {TOKENIZER})")
    database.execute("CREATE VIRTUAL TABLE terms USING fts5vocab (search, row)")
    database.execute("INSERT INTO search VALUES (?)", (text,))
    terms = {term for (term,) in database.execute("SELECT term FROM terms")}
    database.close()
    assert {word for word, _ in words_of(text)} == terms
