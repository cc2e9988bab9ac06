"""Number words to values, on the bare text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.extract.numbers import Quantity, quantities_in

SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
SMALL += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))


def in_words(number: int, *, joint: str = " ", hyphen: str = "-") -> str:
    """A whole number below a trillion as English writes it; `joint` stands between hundreds and the rest."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        return TENS[number // 10] + (hyphen + SMALL[number % 10] if number % 10 else "")
    scale, name = next((s, n) for s, n in SCALES if number >= s)
    head, rest = in_words(number // scale, joint=joint, hyphen=hyphen), number % scale
    if not rest:
        return f"{head} {name}"
    return f"{head} {name}{joint if rest < 100 else ' '}{in_words(rest, joint=joint, hyphen=hyphen)}"


def only(text: str) -> Quantity:
    [found] = quantities_in(text)
    return found


def bounds(text: str) -> tuple[object, object, object]:
    found = only(text)
    return found.low, found.best, found.high


def words(text: str) -> list[str]:
    return [text[slice(*found.span)] for found in quantities_in(text)]


# ---------------------------------------------------------------- values
@given(st.integers(0, 10**12 - 1), st.sampled_from([" ", " and "]), st.sampled_from(["-", " "]))
def test_a_number_in_words_is_read_back(number: int, joint: str, hyphen: str) -> None:
    assert only(in_words(number, joint=joint, hyphen=hyphen) + " people").best == number


@given(st.integers(0, 10**12 - 1), st.sampled_from([",", " ", ".", "\u00a0"]))
def test_digits_are_read_back_however_their_thousands_are_parted(number: int, mark: str) -> None:
    assert only(f"{number:,}".replace(",", mark) + " people").best == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5,969 people", 5969),
        ("1 237 people", 1237),
        ("twenty-six people", 26),
        ("4 thousand people", 4000),
        ("4.4 thousand people", 4400),
        ("2.5 million people", 2_500_000),
        ("1,5 million people", 1_500_000),
        ("half a million people", 500_000),
        ("a million and a half people", 1_500_000),
        ("one and a half million people", 1_500_000),
        ("a dozen people", 12),
        ("half a dozen people", 6),
        ("two dozen people", 24),
        ("a hundred people", 100),
        ("20k people", 20_000),
        ("1.2m people", 1_200_000),
        ("3 lakh people", 300_000),
        ("two hundred and five thousand people", 205_000),
        ("FORTY-FOUR PEOPLE", 44),
        ("12,34,567 people", 1_234_567),
    ],
)
def test_a_number_has_its_value_however_it_is_put(text: str, value: float) -> None:
    assert bounds(text) == (value, value, value)


# ---------------------------------------------------------------- bounds
@pytest.mark.parametrize("words", ["more than", "at least", "over", "not fewer than", "no less than", "higher than"])
def test_at_least_leaves_the_upper_end_open(words: str) -> None:
    assert bounds(f"{words} 300 people") == (300, 300, None)


@pytest.mark.parametrize("words", ["up to", "almost", "nearly", "as many as", "fewer than", "under", "no more than"])
def test_at_most_leaves_the_lower_end_open(words: str) -> None:
    assert bounds(f"{words} 300 people") == (None, 300, 300)


@pytest.mark.parametrize("text", ["about 300 people", "some 300 people", "an estimated 300 people", "300 or so people"])
def test_about_is_a_value_that_says_it_is_not_exact(text: str) -> None:
    assert bounds(text) == (300, 300, 300)
    assert only(text).approximate


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("100-120 people", 100, 120),
        ("between 40 and 50 people", 40, 50),
        ("4 to 5 thousand people", 4000, 5000),
        ("three or four people", 3, 4),
        ("$10-$12", 10, 12),
        ("ranging from 10 to 20 people", 10, 20),
    ],
)
def test_a_range_has_two_ends_and_no_middle(text: str, low: int, high: int) -> None:
    assert bounds(text) == (low, None, high)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("The toll rose from 164 to 225.", [164, 225]),
        ("The toll rose by 20 to 164.", [20, 164]),
        ("Arrests increased by three to 28.", [3, 28]),
    ],
)
def test_a_change_is_two_numbers_and_no_range(text: str, numbers: list[int]) -> None:
    assert [found.best for found in quantities_in(text)] == numbers


def test_prices_that_rise_by_three_to_five_percent_rise_by_a_range() -> None:
    assert bounds("Prices rose by 3 to 5 percent.") == (3, None, 5)


def test_or_more_stands_behind_its_number() -> None:
    assert bounds("26 or more people") == (26, 26, None)
    assert bounds("12+ people") == (12, 12, None)


def test_the_span_holds_approximator_and_unit() -> None:
    text = "They asked for more than $2.5 million, about 20 thousand people, 90,000 tenge and almost 80%."
    assert words(text) == ["more than $2.5 million", "about 20 thousand", "90,000 tenge", "almost 80%"]


# ---------------------------------------------------------------- words for numbers
@pytest.mark.parametrize("word", ["dozens", "several hundred", "tens of thousands", "a handful", "a number"])
def test_vague_words_are_kept_as_words(word: str) -> None:
    found = only(f"There were {word} of people.")
    assert (found.vague, found.low, found.best, found.high) == (word, None, None, None)


def test_twice_as_many_is_a_number_of_times() -> None:
    assert only("There were twice as many.").times == 2
    assert only("An equal number came.").times == 1


# ---------------------------------------------------------------- units
@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$2.5m", 2_500_000, "USD"),
        ("US$40 million", 40_000_000, "USD"),
        ("£3bn", 3_000_000_000, "GBP"),
        ("200 dollars", 200, "USD"),
        ("80%", 80, "percent"),
        ("5.125 per cent", 5.125, "percent"),
        ("10 kg", 10, "kg"),
        ("two thirds of the seats", 0.666666, "fraction"),
        ("half of the seats", 0.5, "fraction"),
        ("four in 10 voters", 0.4, "fraction"),
        ("millions of dollars", None, "USD"),
    ],
)
def test_a_unit_goes_with_its_number(text: str, value: float | None, unit: str) -> None:
    found = only(text)
    assert (found.best, found.unit) == (value, unit)


def test_an_article_before_a_dollar_is_not_australian() -> None:
    assert only("a $9 loan").unit == "USD"


# ---------------------------------------------------------------- no numbers
@pytest.mark.parametrize(
    "text",
    ["the 5th", "the 1990s", "the 80's", "the twenty-first century", "9/11", "G20", "MiG-29", "at 17:05", "on 5.1.2022",
     "won 3-1", "a two-way race", "A4", "m²", "user_12"],
)  # fmt: skip
def test_numbers_grown_into_words_are_none(text: str) -> None:
    assert quantities_in(text) == ()


@given(st.text(alphabet="0123456789 ,.-–/$%²٣İ()\n'’abhkmnot") | st.text())
def test_any_text_gives_numbers_in_order_and_inside_it(text: str) -> None:
    end = 0
    for found in quantities_in(text):
        assert end <= found.number.start < found.number.end <= found.span.end <= len(text)
        assert found.span.start <= found.number.start
        end = found.number.end
