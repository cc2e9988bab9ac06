"""Which words are hedges: short sentences, read by the shipped reader."""

from __future__ import annotations

import pytest

from reportedly.extract.hedges import hedges_of
from reportedly.extract.lexicon import lexicon
from reportedly.extract.page import Page
from reportedly.parse import parse


def hedges_in(text: str) -> list[str]:
    page = Page(parse(text))
    return [page.words(span) for span in hedges_of(page, lexicon("en"))]


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("The storm may reach the coast.", ["may"]),
        ("The storm will probably reach the coast.", ["probably"]),
        ("The company expects the plant to close.", ["expects"]),
        ("The council will decide whether the plant closes.", ["whether"]),
        ("Police believe the fire was set, and the owner is likely to be charged.", ["believe", "likely"]),
        ("The mayor has reportedly left the city.", ["reportedly"]),
    ],
)
def test_a_word_that_makes_something_uncertain_is_a_hedge(text: str, hedges: list[str]) -> None:
    assert hedges_in(text) == hedges


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was opened on 3 May.",
        "The plant was closed in 1990 and the land was sold.",
        "Ten people were hurt, the ministry said.",
        "The minister gave it a long thought.",
        "",
    ],
)
def test_the_same_words_elsewhere_are_none(text: str) -> None:
    assert hedges_in(text) == []


def test_a_typographic_apostrophe_changes_nothing() -> None:
    assert hedges_in("It’s possible that they’d leave.") == hedges_in("It's possible that they'd leave.")
