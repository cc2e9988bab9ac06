"""Scores of readings whose right figures can be worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reportedly.model import Attribution, Claim, Ledger, Report, Source, Span
from reportedly.scoring import (
    Article,
    NotGold,
    Reading,
    assignment,
    attributions_of,
    gold_articles,
    kind_of,
    parse_annotation,
    row_of,
    runs,
    score,
    score_folder,
    tokens_of,
)

TEXT = "“The road is shut,” Ann Lee said Monday. Bob thinks that it snowed.\nOfficials said: “No.”"


def at(words: str, nth: int = 0, text: str = TEXT) -> Span:
    """The place of the n-th occurrence of `words`."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def says(source: str | None, cue: str, content: str, *, nth: int = 0) -> Attribution:
    return Attribution(
        source=(at(source),) if source else (), cue=(at(cue, nth),), content=(at(content),), confidence=1.0
    )


ANN = says("Ann Lee", "said", "“The road is shut,”")
BOB = says("Bob", "thinks", "that it snowed")
OFFICIALS = says("Officials", "said", "“No.”", nth=1)


def figures(gold: Sequence[Attribution], predicted: Sequence[Attribution]) -> dict[str, Any]:
    return score([Reading(article=Article(name="a", text=TEXT, gold=tuple(gold)), predicted=tuple(predicted))])


def f1(result: dict[str, Any], *keys: str) -> float:
    for key in keys:
        result = result[key]
    value = result["f1"]
    assert isinstance(value, float)
    return value


def claim(number: int, content: str, *sources: Source, **fields: Any) -> Claim:
    fields.setdefault("mode", "indirect" if sources else "authorial")
    return Claim(id=f"c{number}", spans=(at(content),), sources=sources, **fields)


def ledger(*claims: Claim) -> Ledger:
    return Ledger(report=Report(id="sha256:0", where="a.txt", text=TEXT), claims=claims)


ANN_SAID = Source(name="Ann Lee", kind="person", mention=at("Ann Lee"), cue=(at("said"),))


# ---------------------------------------------------------------- figures
def test_a_reading_like_the_gold_scores_one_everywhere_whatever_its_order() -> None:
    result = figures([ANN, BOB, OFFICIALS], [OFFICIALS, ANN, BOB])
    for group in ("tokens", "words", "exact", "exact_words", "parts"):
        assert [f1(result, group, role) for role in ("source", "cue", "content")] == [1.0, 1.0, 1.0]
    assert f1(result, "attributions", "full_cue") == 1.0
    assert (result["direct"]["full"]["gold"], result["indirect"]["full"]["gold"]) == (2, 1)


def test_nothing_read_scores_zero_and_still_counts_the_gold() -> None:
    result = figures([ANN, BOB], [])
    assert result["attributions"]["full"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "pred": 0, "gold": 2}
    assert figures([], [])["attributions"]["full"]["f1"] == 0.0


def test_quotation_marks_left_out_matter_to_exact_tokens_only() -> None:
    result = figures([ANN], [replace(ANN, content=(at("The road is shut"),))])
    assert f1(result, "exact", "content") == 0.0
    assert f1(result, "exact_words", "content") == 1.0
    assert f1(result, "attributions", "full") == 1.0
    assert f1(result, "direct", "full") == 1.0  # the mark before it makes it direct still


def test_a_wrong_source_is_an_attribution_but_not_a_full_one() -> None:
    result = figures([ANN], [replace(ANN, source=(at("Bob"),))])
    assert (f1(result, "attributions", "attribution"), f1(result, "attributions", "full")) == (1.0, 0.0)


def test_half_of_the_source_is_enough_and_none_agrees_only_with_none() -> None:
    assert f1(figures([ANN], [replace(ANN, source=(at("Lee"),))]), "attributions", "full") == 1.0
    nobody = replace(ANN, source=())
    assert f1(figures([nobody], [nobody]), "attributions", "full") == 1.0
    assert f1(figures([ANN], [nobody]), "attributions", "full") == 0.0


def test_a_cue_without_a_shared_word_spoils_full_cue_alone() -> None:
    result = figures([ANN], [replace(ANN, cue=(at("Monday"),))])
    assert (f1(result, "attributions", "full"), f1(result, "attributions", "full_cue")) == (1.0, 0.0)


def test_two_predictions_of_one_gold_attribution_are_one_hit() -> None:
    full = figures([ANN], [ANN, ANN])["attributions"]["full"]
    assert (full["p"], full["r"]) == (0.5, 1.0)


def test_the_matching_takes_the_greatest_sum_not_the_first_pair() -> None:
    # One content fits both gold attributions; the other fits the first only.  Greedy matching would lose one.
    first = replace(BOB, content=(at("that it snowed"),))
    second = replace(BOB, content=(at("it snowed"),))
    predictions = [replace(BOB, content=(at("that it snowed"),)), replace(BOB, content=(at("thinks that it snowed"),))]
    assert figures([first, second], predictions)["attributions"]["attribution"]["r"] == 1.0


def test_touching_pieces_are_one_span_and_a_gap_makes_two() -> None:
    split = replace(ANN, content=(at("“The road"), at("is shut,”")))
    assert f1(figures([split], [ANN]), "parts", "content") == 1.0
    gap = replace(BOB, content=(at("that"), at("snowed")))
    result = figures([gap], [replace(BOB, content=(at("that"),))])
    assert result["parts"]["content"] == {"p": 1.0, "r": 0.5, "f1": 0.6667, "pred": 1, "gold": 2}


def test_spans_outside_the_text_are_counted_and_not_fatal() -> None:
    assert figures([ANN], [replace(ANN, cue=(Span(5, 5), Span(0, 10**6)))])["bad_offsets"] == 2


# ---------------------------------------------------------------- tokens and kinds
def test_a_word_keeps_its_inner_marks_and_other_marks_stand_alone() -> None:
    text = "Mr. O'Neil's co-op, U.S. 3,000_x"
    tokens = tokens_of(text)
    found = ["".join(c for c, n in zip(text, tokens.at, strict=True) if n == number) for number in range(10)]
    assert found == ["Mr", ".", "O'Neil's", "co-op", ",", "U.S", ".", "3,000", "_", "x"]


@pytest.mark.parametrize(
    ("text", "span", "kind"),
    [
        ("He was “happy” now", Span(0, 18), "mixed"),
        ("He was happy now", Span(0, 16), "indirect"),
        ("x 'tis so", Span(2, 9), "direct"),
        ("the ' mark", Span(4, 10), "indirect"),
        ("So “we go”", Span(2, 10), "direct"),
        ("“we go”", Span(1, 6), "direct"),
        ("word", Span(4, 4), "none"),
    ],
)
def test_the_marks_tell_direct_from_mixed_and_indirect(text: str, span: Span, kind: str) -> None:
    assert kind_of(text, (span,)) == kind


def test_runs_are_first_and_last_tokens() -> None:
    assert runs(frozenset({5, 1, 2, 7, 8})) == [(1, 2), (5, 5), (7, 8)]


@given(
    some.integers(1, 4).flatmap(
        lambda rows: some.lists(some.lists(some.integers(-9, 9), min_size=4, max_size=4), min_size=rows, max_size=rows)
    )
)
def test_the_assignment_costs_no_more_than_any_other(cost: list[list[int]]) -> None:
    pairs = assignment(cost)
    assert sorted(row for row, _ in pairs) == list(range(len(cost)))
    assert len({column for _, column in pairs}) == len(cost)
    least = min(
        sum(row[column] for row, column in zip(cost, chosen, strict=True))
        for chosen in permutations(range(4), len(cost))
    )
    assert sum(cost[row][column] for row, column in pairs) == least


# ---------------------------------------------------------------- a ledger as PolNeAR sees it
def test_claims_of_one_source_and_cue_are_one_attribution() -> None:
    [one] = attributions_of(ledger(claim(2, "it snowed", ANN_SAID), claim(1, "The road is shut", ANN_SAID)))
    assert one.content == (at("The road is shut"), at("it snowed"))
    assert (one.source, one.cue) == ((at("Ann Lee"),), (at("said"),))


def test_claims_without_a_cue_stay_apart() -> None:
    quiet = replace(ANN_SAID, cue=())
    assert len(attributions_of(ledger(claim(1, "it snowed", quiet), claim(2, "The road is shut", quiet)))) == 2


def test_the_authors_own_claims_and_nested_ones_are_left_out() -> None:
    own = claim(1, "Bob thinks that it snowed")
    outer = claim(2, "The road is shut", ANN_SAID)
    nested = claim(3, "it snowed", ANN_SAID, Source(name="Bob", kind="person", mention=at("Bob")), within="c2")
    [one] = attributions_of(ledger(own, outer, nested))
    assert one.content == outer.spans


def test_the_source_is_the_innermost_one() -> None:
    bob = Source(name="Bob", kind="person", mention=at("Bob"), cue=(at("thinks"),))
    [one] = attributions_of(ledger(claim(1, "it snowed", ANN_SAID, bob)))
    assert (one.source, one.cue) == ((at("Bob"),), (at("thinks"),))


def test_an_inherited_source_has_no_mention_and_a_hidden_one_keeps_its_cue() -> None:
    carried_over = claim(1, "it snowed", replace(ANN_SAID, mention=None, cue=()))
    hidden = claim(2, "The road is shut", mode="indirect", cue=(at("said"),))
    first, second = attributions_of(ledger(carried_over, hidden))
    assert (first.source, first.cue) == ((), ())
    assert (second.source, second.cue) == ((), (at("said"),))


# ---------------------------------------------------------------- gold on disk
STANDOFF = (
    "T1\tSource {bob}\tBob\nT2\tCue {thinks}\tthinks\nT3\tContent {that};{snowed}\tthat\nit snowed\n"
    "T4\tAttribution 3 4\tx\n#1\tAnnotatorNotes T3\tE9 said\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    "E2\tAttribution-no-source:T4 Content2:T3\n"
).format(
    **{
        name: "{} {}".format(*at(words))
        for name, words in (("bob", "Bob"), ("thinks", "thinks"), ("that", "that"), ("snowed", "it snowed"))
    }
)


def write_gold(folder: Path, **annotations: str) -> Path:
    """A gold folder with one article, NAME "n", and an annotation for each annotator."""
    (folder / "text").mkdir()
    (folder / "attributions").mkdir()
    (folder / "text" / "n.txt").write_bytes(TEXT.encode())
    for annotator, standoff in annotations.items():
        (folder / "attributions" / f"n_{annotator}.ann").write_text(standoff, encoding="utf-8")
    return folder


def test_an_annotation_may_be_in_pieces_over_several_lines_and_without_a_source() -> None:
    first, second = parse_annotation(STANDOFF)
    assert first.content == (at("that"), at("it snowed"))
    assert (second.source, second.content) == ((), first.content)


def test_the_first_annotator_is_gold_unless_another_is_asked_for(tmp_path: Path) -> None:
    folder = write_gold(tmp_path, a0ab=STANDOFF, ffff="")
    assert len(gold_articles(folder)[0].gold) == 2
    assert gold_articles(folder, annotator="ffff")[0].gold == ()
    assert len(gold_articles(folder, annotator="1234")[0].gold) == 2


def test_line_ends_of_the_text_are_kept_so_that_offsets_hold(tmp_path: Path) -> None:
    folder = write_gold(tmp_path, a0ab="")
    (folder / "text" / "n.txt").write_bytes(b"one\r\ntwo")
    assert gold_articles(folder)[0].text == "one\r\ntwo"


def test_a_folder_without_gold_is_refused_with_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(NotGold, match=r"text/NAME\.txt and attributions/NAME_XXXX\.ann"):
        gold_articles(tmp_path)


def test_a_text_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    folder = write_gold(tmp_path, a0ab="")
    (folder / "text" / "n.txt").write_bytes(b"caf\xe9")
    with pytest.raises(NotGold, match=r"n\.txt: not UTF-8 at byte 3"):
        gold_articles(folder)


def test_a_folder_is_read_and_scored_and_progress_hears_of_every_article(tmp_path: Path) -> None:
    heard: list[str] = []

    def read(text: str) -> Ledger:
        bob = Source(name="Bob", kind="person", mention=at("Bob", text=text), cue=(at("thinks", text=text),))
        return ledger(claim(1, "that it snowed", bob))

    folder = write_gold(tmp_path, a0ab=STANDOFF)
    result = score_folder(folder, read, progress=lambda reading: heard.append(reading.article.name))
    assert heard == ["n"]
    assert (result["docs"], result["gold"], result["pred"]) == (1, 2, 1)
    assert result["attributions"]["full"]["p"] == 1.0
    assert (result["missing"], result["unknown"]) == ([], [])


def test_a_row_of_predictions_holds_plain_lists_of_offsets() -> None:
    row = row_of("n", [BOB])
    assert row == {
        "doc": "n",
        "attributions": [
            {"source": [list(at("Bob"))], "cue": [list(at("thinks"))], "content": [list(at("that it snowed"))]}
        ],
    }
