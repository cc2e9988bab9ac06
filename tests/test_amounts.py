"""One way to put a number into words."""

from __future__ import annotations

import pytest

from reportedly.amounts import amount, digits, number_of_things


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((164, 164, 164, None), "164"),
        ((4000, 4000, None, None), "at least 4,000"),
        ((None, 600, 600, None), "up to 600"),
        ((40, None, 50, None), "between 40 and 50"),
        ((40, 45, 50, None), "45, between 40 and 50"),
        ((None, None, None, "dozens\n of"), "dozens of"),
        ((None, None, None, None), "not stated"),
    ],
)
def test_an_amount_says_what_was_said_and_no_more(
    given: tuple[int | None, int | None, int | None, str | None], words: str
) -> None:
    assert amount(*given) == words


def test_about_stands_before_the_number_it_blurs() -> None:
    assert amount(20_000, 20_000, 20_000, None, approximate=True) == "about 20,000"
    assert amount(20_000, 20_000, None, None, approximate=True) == "at least about 20,000"


def test_a_large_number_is_written_out() -> None:
    assert digits(2_500_000.0) == "2,500,000"
    assert digits(0.25) == "0.25"


# ---------------------------------------------------------------- and what is counted
@pytest.mark.parametrize(
    ("amount", "things", "told"),
    [
        ("164", "people killed", "164 people killed"),
        ("1", "people killed in Almaty", "1 person killed in Almaty"),
        ("at least 1", "children injured", "at least 1 child injured"),
        ("1", "security forces killed", "1 member of the security forces killed"),
        ("1", "people killed (part of those counted)", "1 person killed (part of those counted)"),
        ("1", "troops from Belarus", "1 soldier from Belarus"),
        ("one", "protesters detained", "one protester detained"),
        ("1", "dead officers", "1 dead officer"),
        ("21", "people killed", "21 people killed"),
        ("1,001", "people killed", "1,001 people killed"),
        ("between 0 and 1", "people killed", "between 0 and 1 people killed"),
        ("dozens", "people killed", "dozens of people killed"),
        ("a number", "security forces detained", "a number of security forces detained"),
        ("several hundred", "people detained", "several hundred people detained"),
        ("1", "bridge", "1 bridge"),
    ],
)
def test_what_is_counted_agrees_with_its_number(amount: str, things: str, told: str) -> None:
    assert number_of_things(amount, things) == told
