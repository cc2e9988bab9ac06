"""Every wordpiece knows its characters in the untouched text, whatever stands there."""

from __future__ import annotations

import unicodedata
from importlib import resources

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportedly.parse.wordpiece import Pieces, WordPiece, fold

VOCABULARY = (resources.files("reportedly.reader") / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
SPLIT = WordPiece(VOCABULARY)

# Layout ids: 1 + 3 * case + gap
LOWER, CAPITAL, CAPITALS = 0, 1, 2
GLUED, SPACE, LINE = 0, 1, 2


def words_of(text: str, pieces: Pieces) -> list[str]:
    return [text[a:b] for a, b in zip(pieces.starts, pieces.ends, strict=True)]


def read(text: str) -> list[str]:
    """The characters of each piece."""
    return words_of(text, SPLIT(text))


def names(text: str) -> list[str]:
    """The pieces by their entry in the vocabulary."""
    return [VOCABULARY[n] for n in SPLIT(text).ids]


def layout(text: str) -> list[tuple[int, int]]:
    """Case and gap of each piece."""
    return [divmod(int(n) - 1, 3) for n in SPLIT(text).layout]


# ---------------------------------------------------------------- what is read
def test_a_word_of_several_pieces_is_cut_where_the_pieces_meet() -> None:
    assert names("Embeddings rain") == ["em", "##bed", "##ding", "##s", "rain"]
    assert read("Embeddings rain") == ["Em", "bed", "ding", "s", "rain"]


def test_accents_do_not_change_the_piece_and_stay_in_the_text() -> None:
    assert names("Café Türkiye")[0] == "cafe"
    assert read("Café")[0] == "Café"


def test_an_accent_written_as_a_character_of_its_own_belongs_to_its_letter() -> None:
    composed = "Orbán's café resumé, naïve São Zoë"
    apart = unicodedata.normalize("NFD", composed)
    assert len(apart) > len(composed)
    assert names(apart) == names(composed)
    assert layout(apart) == layout(composed)
    assert [unicodedata.normalize("NFC", words) for words in read(apart)] == read(composed)


def test_a_stray_accent_is_no_piece_and_parts_no_words() -> None:
    assert read(".\u0301x") == [".", "x"]
    assert layout(".\u0301x")[1] == (LOWER, GLUED)


@pytest.mark.parametrize("word", ["Straße", "İstanbul", "ŉ", "ǅ", "ẞ", "ﬁre", "한국어", "ΐ"])
def test_letters_whose_lower_case_has_another_length_keep_their_place(word: str) -> None:
    text = f"in {word} now"
    got = read(text)
    assert (got[0], got[-1]) == ("in", "now")
    pieces = SPLIT(text)
    assert pieces.starts[1] == 3
    assert pieces.ends[-2] == 3 + len(word)


def test_letters_that_fold_to_several_share_their_character() -> None:
    assert len(fold("한")) == 3
    assert read("한국") == ["한", "한", "한", "국", "국", "국"]


def test_a_dotted_capital_i_is_one_letter() -> None:
    assert names("İstanbul") == names("Istanbul")
    assert read("İstanbul") == ["İstanbul"]


def test_chinese_characters_stand_in_the_text_where_their_pieces_say() -> None:
    text = "他说，天下雨。"
    assert "".join(read(text)) == text


def test_text_from_right_to_left_is_read_in_the_order_it_is_stored() -> None:
    text = "قال الوزير: \u200fنعم"
    pieces = SPLIT(text)
    assert pieces.starts.tolist() == sorted(pieces.starts.tolist())
    assert "\u200f" not in read(text)


def test_emoji_are_one_unknown_piece_each_and_the_words_beside_them_stay_put() -> None:
    text = "rain 👩‍👩‍👧☔️ again"
    assert read(text) == ["rain", "👩", "👩", "👧", "☔", "again"]


@pytest.mark.parametrize("silent", ["\u200b", "\u00ad", "\u200d", "\u2060", "\ufeff"])
def test_characters_without_width_inside_a_word_change_nothing(silent: str) -> None:
    text = f"the min{silent}ister said"
    assert names(text) == names("the minister said")
    assert layout(text) == layout("the minister said")
    assert "".join(read(text)) == text.replace(" ", "")


@pytest.mark.parametrize("silent", ["\u200b", "\u200f", "\0", "\x1b", "\ufeff", "\ud800"])
def test_silent_characters_between_words_are_no_pieces(silent: str) -> None:
    assert read(f"{silent}it {silent}rained{silent}.{silent}") == ["it", "rained", "."]
    assert read(silent) == []


def test_a_run_of_a_thousand_letters_is_one_unknown_piece() -> None:
    text = "so " + "x" * 1000 + " it is"
    assert names(text) == ["so", "[UNK]", "it", "is"]
    assert read(text)[1] == "x" * 1000


# ---------------------------------------------------------------- how it is written
def test_case_and_white_space_are_marked() -> None:
    assert layout("NATO said (Monday)\nRain") == [
        (CAPITALS, LINE),
        (LOWER, SPACE),
        (LOWER, SPACE),
        (CAPITAL, GLUED),
        (LOWER, GLUED),
        (CAPITAL, LINE),
    ]


def test_a_text_all_in_capitals_is_marked_as_if_it_had_no_case() -> None:
    assert layout("RAIN FELL ON OSLO, 12 MM.") == layout("rain fell on oslo, 12 mm.")
    assert layout("RAIN FELL ON Oslo")[0] == (CAPITALS, LINE)


def test_an_underscore_parts_words_as_other_punctuation_does() -> None:
    assert read("rain_fell") == ["rain", "_", "fell"]


def test_a_file_that_is_no_vocabulary_is_refused() -> None:
    with pytest.raises(ValueError, match=r"lacks \[UNK\], \[CLS\], \[SEP\]"):
        WordPiece(["rain", "sun"])


def test_a_word_met_again_is_read_the_same() -> None:
    fresh = WordPiece(VOCABULARY)
    first, second = fresh("Unheard-of Norrhaven"), fresh("Unheard-of Norrhaven")
    assert first.ids.tolist() == second.ids.tolist()
    assert first.starts.tolist() == second.starts.tolist()


# ---------------------------------------------------------------- any string
ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=80)  # lone surrogates too


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
@example("ΑΣ\u0301ΣΑ ŉa ﬃ e\u0301\u0302x 한a\u200bb")
@example("\u0345a\u200b\u0301 ǰ́")
def test_pieces_of_any_string_are_in_order_inside_it_and_words_do_not_overlap(text: str) -> None:
    pieces = SPLIT(text)
    starts, ends, words = pieces.starts.tolist(), pieces.ends.tolist(), pieces.words.tolist()
    assert len(starts) == len(ends) == len(pieces.ids) == len(pieces.layout)
    assert all(0 <= a < b <= len(text) for a, b in zip(starts, ends, strict=True))
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert words[:1] == [0][: len(words)]
    assert words == sorted(set(words))
    assert all(ends[word - 1] <= starts[word] for word in words[1:])
    assert all(1 <= n <= 9 for n in pieces.layout.tolist())


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_what_no_piece_stands_for_is_white_space_or_silent(text: str) -> None:
    pieces = SPLIT(text)
    covered = {n for a, b in zip(pieces.starts, pieces.ends, strict=True) for n in range(a, b)}
    left = "".join(c for n, c in enumerate(text) if n not in covered)
    assert fold(left).strip() == ""
