"""Vague words and ranges as codebooks code them, beside the words and never in their place."""

from __future__ import annotations

from typing import Any

import pytest

from reportedly.compare.policies import code, code_series
from reportedly.comparison import Series, Statement
from reportedly.model import Measure, Number


def given(low: Number | None = None, best: Number | None = None, high: Number | None = None, **more: Any) -> Statement:
    """A statement of one report on the ministry's word, unless told otherwise."""
    known: dict[str, Any] = {
        "report": "r1", "figure": "f1", "vague": None, "as_of": None, "originator": "the ministry",
        "originator_entity": None, "chain": (),
    }  # fmt: skip
    return Statement(low=low, best=best, high=high, **{**known, **more})


def exactly(number: Number, **more: Any) -> Statement:
    return given(number, number, number, **more)


def series(*statements: Statement, measure: Measure = "killed") -> Series:
    return Series(id="S1", measure=measure, of="people", place=None, statements=statements, origins=1)


# ---------------------------------------------------------------- ACLED
@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("several", 3), ("many", 3), ("a few", 3), ("tens", 10), ("some tens", 10), ("dozens", 12),
        ("several dozen", 12), ("hundreds", 100), ("several hundred", 100),
    ],
)  # fmt: skip
def test_acled_makes_a_number_of_a_vague_word_and_names_the_rule(word: str, number: int) -> None:
    coded = code(given(vague=word), "killed", "acled")
    assert coded is not None
    assert (coded.low, coded.best, coded.high) == (number, number, number)
    assert coded.rule.startswith(f"ACLED Codebook, fatalities: “{word}” is {number}")


def test_acled_leaves_three_or_ten_to_scale_and_context() -> None:
    coded = code(given(vague="several"), "killed", "acled")
    assert coded is not None
    assert coded.rule.endswith("“several” is 3 or 10, by scale and context")


@pytest.mark.parametrize(
    "word", ["thousands", "tens of thousands", "hundreds of thousands", "several thousand", "most"]
)
def test_a_word_without_a_rule_is_left_open_and_said(word: str) -> None:
    for policy, book in (("acled", "ACLED Codebook, fatalities"), ("ucdp", "UCDP GED Codebook, best, low and high")):
        coded = code(given(vague=word), "killed", policy)  # type: ignore[arg-type]
        assert coded is not None
        assert (coded.low, coded.best, coded.high) == (None, None, None)
        assert coded.rule == f"{book}: no number for “{word}”"


def test_acled_takes_the_lowest_of_a_range() -> None:
    coded = code(given(40, None, 50), "killed", "acled")
    assert coded is not None
    assert (coded.best, coded.rule) == (40, "ACLED Codebook, fatalities: the lowest number stated")


def test_where_reports_conflict_acled_takes_the_lowest_that_stands() -> None:
    coded = code_series(
        series(exactly(5, status="superseded"), exactly(164, status="retracted"), exactly(230), exactly(225)), "acled"
    )
    assert coded is not None
    assert (coded.low, coded.best, coded.high) == (225, 225, 225)


# ---------------------------------------------------------------- UCDP
def test_ucdp_keeps_low_best_and_high_apart() -> None:
    coded = code(given(40, None, 50), "killed", "ucdp")
    assert coded is not None
    assert (coded.low, coded.best, coded.high) == (40, None, 50)


def test_ucdps_best_of_a_series_is_what_most_originators_give() -> None:
    coded = code_series(
        series(
            exactly(225, originator="the prosecutor"),
            exactly(225, originator="the ombudswoman"),
            exactly(230, originator="a newspaper"),
            exactly(230, originator="a newspaper", report="r2"),
            given(vague="hundreds"),
        ),
        "ucdp",
    )
    assert coded is not None
    assert (coded.low, coded.best, coded.high) == (225, 225, 230)


def test_a_series_in_which_nothing_stands_has_no_number() -> None:
    coded = code_series(series(exactly(164, status="retracted"), given(vague="hundreds")), "ucdp")
    assert coded is not None
    assert (coded.best, coded.rule.split(": ")[1]) == (None, "no statement that stands gives a number")


# ---------------------------------------------------------------- what is coded at all
@pytest.mark.parametrize("policy", ["acled", "ucdp"])
def test_only_deaths_are_coded(policy: Any) -> None:
    for coded in (code(exactly(18), "injured", policy), code_series(series(exactly(18), measure="injured"), policy)):
        assert coded is not None
        assert coded.best is None
        assert coded.rule.endswith("only deaths are coded")


def test_without_a_policy_nothing_is_coded() -> None:
    assert code(given(vague="dozens"), "killed", "none") is None
    assert code_series(series(exactly(3)), "none") is None
