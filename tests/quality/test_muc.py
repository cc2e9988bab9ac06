"""Scoring the killed and injured against keys of MUC's form."""

from __future__ import annotations

from pathlib import Path

import pytest

from quality.muc import keys_of, muc_scores
from reportedly.model import Figure, Ledger, Measure
from tests.builders import a_ledger, span_of

TEXT = "THREE FARMERS WERE KILLED AND ABOUT 20 MINERS WERE INJURED NEAR THE RIVER.\n"
KEY = """
0.  MESSAGE: ID                     TST1-MUC3-0001
1.  MESSAGE: TEMPLATE               1
19. HUM TGT: DESCRIPTION            "FARMERS" / "THREE FARMERS"
                                    "MINERS"
                                    "MAYOR"
21. HUM TGT: NUMBER                 3: "FARMERS" / "THREE FARMERS"
                                    ~20: "MINERS"
                                    1: "MAYOR"
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "FARMERS" / "THREE FARMERS"
                                    INJURY: "MINERS"
                                    ? DEATH: "MAYOR"
24. HUM TGT: TOTAL NUMBER           -
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "tst1").mkdir()
    (tmp_path / "tst1" / "tst1-muc3").write_text("\nTST1-MUC3-0001\n" + TEXT, encoding="latin-1")
    (tmp_path / "tst1" / "key-tst1.v7").write_text(KEY, encoding="latin-1")
    return tmp_path


def figure(words: str, number: int, measure: Measure, of: str) -> Figure:
    return Figure(id=words, span=span_of(TEXT, words), low=number, best=number, high=number, measure=measure, of=of)


def scored(corpus: Path, *figures: Figure) -> dict[str, float]:
    def read(text: str) -> Ledger:
        return a_ledger(text, figures=figures)

    return muc_scores(corpus, sets=("tst1",), read=read)


def test_a_key_gives_victims_with_their_numbers(corpus: Path) -> None:
    farmers, miners, mayor = keys_of(corpus / "tst1")["TST1-MUC3-0001"]
    assert (farmers.measure, farmers.numbers, farmers.optional) == ("killed", frozenset({(3, 3)}), False)
    assert (miners.measure, miners.numbers) == ("injured", frozenset({(20, 20)}))
    assert mayor.optional


def test_every_number_right_is_full_marks(corpus: Path) -> None:
    right = figure("THREE", 3, "killed", "FARMERS"), figure("ABOUT 20", 20, "injured", "MINERS")
    assert scored(corpus, *right) == {"recall": 1.0, "exact_precision": 1.0}


def test_a_wrong_measure_costs_recall_and_a_wrong_number_both(corpus: Path) -> None:
    killed = figure("THREE", 3, "killed", "FARMERS")
    assert scored(corpus, killed, figure("ABOUT 20", 20, "killed", "PASSENGERS")) == {
        "recall": 0.5,
        "exact_precision": 1.0,
    }
    assert scored(corpus, killed, figure("ABOUT 20", 2, "injured", "MINERS")) == {
        "recall": 0.5,
        "exact_precision": 0.5,
    }
