"""The measure of certainty: FactBank's values as labels, and a macro-F1 that can be counted by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from quality.certainty import factbank_scores, graded_scores, label_of, macro_f1, written_out

ROWS = (
    ("The _", "storm _", "may _", "reach 1.0", "the _", "coast _", ". _"),
    ("The _", "talks _", "did _", "n't _", "end -3.0", ". _"),
    ("The _", "bridge _", "opened 3.0", ". _"),
)


def corpus(tmp_path: Path) -> Path:
    file = tmp_path / "events.conll"
    sentences = ("\n".join(f"{n}\t" + row.replace(" ", "\t") for n, row in enumerate(rows)) for rows in ROWS)
    file.write_text("\n\n".join(sentences) + "\n", encoding="utf-8")
    return file


def test_events_read_as_they_are_valued_score_one(tmp_path: Path) -> None:
    file = corpus(tmp_path)
    assert factbank_scores(file) == {"macro_f1": 1.0, "accuracy": 1.0}
    assert graded_scores(file) == {"mean_error": 0.0, "correlation": pytest.approx(1.0), "sign_accuracy": 1.0}


@pytest.mark.parametrize(("value", "label"), [(3.0, "certain"), (-2.0, "not probable"), (0.0, "unknown")])
def test_a_value_is_a_certainty_and_a_sign(value: float, label: str) -> None:
    assert label_of(value) == label


def test_each_label_of_gold_weighs_the_same() -> None:
    pairs = Counter({("certain", "certain"): 9, ("possible", "certain"): 1})
    assert macro_f1(pairs) == pytest.approx((18 / 19 + 0) / 2)


def test_treebank_tokens_are_written_out_as_a_newspaper_would() -> None:
    text, places = written_out(["``", "It", "is", "n't", "-LRB-", "yet", "-RRB-", "over", ",", "''", "he", "said", "."])
    assert text == '"It isn\'t (yet) over," he said.'
    assert text[places[3] : places[4]].startswith("n't")
