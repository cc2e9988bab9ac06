"""What a figure leaves open."""

from __future__ import annotations

import math

import pytest

from reportedly.compare.values import bounds, can_both_be, close, is_round, same_value
from reportedly.model import Figure, Number, Span


def figure(low: Number | None, best: Number | None, high: Number | None, **more: object) -> Figure:
    return Figure(id="f1", span=Span(0, 1), low=low, best=best, high=high, **more)  # type: ignore[arg-type]


def exactly(n: Number) -> Figure:
    return figure(n, n, n)


def at_least(n: Number) -> Figure:
    return figure(n, n, None)


def test_at_least_leaves_the_top_open_and_up_to_the_bottom() -> None:
    assert bounds(at_least(200)) == (200, math.inf)
    assert bounds(figure(None, 50, 50)) == (0, 50)


def test_more_than_ten_thousand_and_twelve_thousand_can_both_be() -> None:
    assert can_both_be(at_least(10_000), exactly(12_000))
    assert not can_both_be(at_least(12_000), exactly(10_000))


def test_dozens_and_hundreds_are_wide_and_dozens_and_three_are_not_one() -> None:
    assert can_both_be(figure(None, None, None, vague="dozens"), exactly(44))
    assert not can_both_be(figure(None, None, None, vague="dozens"), exactly(3))


def test_almost_ten_thousand_is_9900_rounded_and_164_is_no_round_number() -> None:
    assert close(exactly(9_900), figure(None, 10_000, 10_000))
    assert not close(exactly(164), exactly(163))


@pytest.mark.parametrize(("number", "told"), [(160, True), (2_500, True), (20_000, True), (164, False), (7, False)])
def test_a_round_number_ends_in_zeros(number: int, told: bool) -> None:
    assert is_round(number) is told


def test_the_same_number_is_the_same_whatever_its_bounds() -> None:
    assert same_value(exactly(164), at_least(164))
    assert not same_value(exactly(164), exactly(146))
