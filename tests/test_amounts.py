"""One way to put a number into words."""

from __future__ import annotations

import pytest

from reportedly.amounts import amount, digits


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
