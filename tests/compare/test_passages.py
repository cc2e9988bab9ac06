"""The same words in two reports, with their exact places in both."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportedly.compare.passages import SHORTEST, fingerprinted, passages_of, shared_runs
from reportedly.comparison import Passage

TELEGRAM = (
    "The dam above the town gave way on Monday night and twelve workers of the power station are missing, "
    "the regional rescue service said in a statement on its channel"
)


def passages_in(a: str, b: str) -> tuple[Passage, ...]:
    x, y = fingerprinted(a), fingerprinted(b)
    return passages_of(x, y, shared_runs(x, y))


def test_a_telegram_inside_two_articles_is_found_character_for_character() -> None:
    a = f"Our correspondent writes. {TELEGRAM}. More soon."
    b = f"HARBOUR CITY - {TELEGRAM}, an agency reports, and nothing else is known so far."
    [passage] = passages_in(a, b)
    assert a[passage.a.start : passage.a.end] == TELEGRAM
    assert b[passage.b.start : passage.b.end] == TELEGRAM


def test_capitals_and_punctuation_do_not_hide_a_copy() -> None:
    [passage] = passages_in(TELEGRAM, TELEGRAM.upper().replace(",", " -"))
    assert passage.a == (0, len(TELEGRAM))


def test_two_changed_words_do_not_cut_a_passage_in_two() -> None:
    changed = TELEGRAM.replace("are missing", "were lost")
    [passage] = passages_in(TELEGRAM, changed)
    assert passage.a == (0, len(TELEGRAM))


def test_stock_phrases_are_no_passage() -> None:
    assert passages_in("He said on Monday that he was sure of it.", "She said on Monday that he was wrong.") == ()


@given(
    st.lists(
        st.sampled_from(["dam", "town", "night", "worker", "rescue", "said", "the", "of", "and", "river", "flood"]),
        max_size=80,
    )
)
def test_every_shared_stretch_that_is_long_enough_is_found_wherever_it_stands(words: list[str]) -> None:
    stretch = [f"w{n}" for n in range(SHORTEST)]
    a, b = " ".join([*words, *stretch]), " ".join([*stretch, *reversed(words)])
    x, y = fingerprinted(a), fingerprinted(b)
    assert any(set(stretch) <= set(x.words[run.a : run.a + run.length]) for run in shared_runs(x, y))


@given(st.text(), st.text())
def test_passages_lie_inside_both_texts_and_hold_the_same_number_of_letters_at_their_ends(a: str, b: str) -> None:
    for passage in passages_in(a, b):
        assert 0 <= passage.a.start < passage.a.end <= len(a)
        assert 0 <= passage.b.start < passage.b.end <= len(b)
