"""Treebanks get their running text back, and what is read is scored by where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from quality.conllu import TreebankDocument, names_in_misc, read_treebank
from quality.polnear import agreement
from quality.treebank import of_kind, right_arcs, right_tags, same, sentence_spans
from reportedly.model import Name, Parsed, Token

TREEBANK = """\
# newdoc id = first
# newpar
# text = Mayor Ann Lee can't come.
1\tMayor\t_\tNOUN\t_\t_\t6\tnsubj\t_\t_
2\tAnn\t_\tPROPN\t_\t_\t1\tflat\t_\tName=B-person
3\tLee\t_\tPROPN\t_\t_\t1\tflat\t_\tName=I-person
4-5\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
4\tca\t_\tAUX\t_\t_\t6\taux\t_\t_
5\tn't\t_\tPART\t_\t_\t6\tadvmod\t_\t_
6\tcome\t_\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No
7\t.\t_\tPUNCT\t_\t_\t6\tpunct\t_\t_

# text = “Yes.”
1\t“\t_\tPUNCT\t_\t_\t2\tpunct\t_\tSpaceAfter=No
2\tYes\t_\tINTJ\t_\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t_\tPUNCT\t_\t_\t2\tpunct\t_\tSpaceAfter=No
4\t”\t_\tPUNCT\t_\t_\t2\tpunct\t_\t_

# newpar
1\tOslo\t_\tPROPN\t_\t_\t2\tnsubj\t_\tName=B-place
2\tsleeps\t_\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t_\tPUNCT\t_\t_\t2\tpunct\t_\t_

# newdoc id = second
1\tRain\t_\tNOUN\t_\t_\t0\troot\t_\t_
"""


@pytest.fixture
def documents(tmp_path: Path) -> list[TreebankDocument]:
    path = tmp_path / "small.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    return list(read_treebank(path, names_in_misc))


def as_read(document: TreebankDocument, *tokens: Token, sentences: tuple[tuple[int, int], ...] = ()) -> Parsed:
    return Parsed(
        text=document.text,
        tokens=tokens or document.tokens,
        sentences=sentences or document.sentences,
        names=document.names,
        attributions=(),
    )


def test_sentences_follow_with_a_space_and_paragraphs_on_a_new_line(documents: list[TreebankDocument]) -> None:
    assert [(d.name, d.text) for d in documents] == [
        ("first", "Mayor Ann Lee can't come. “Yes.”\nOslo sleeps."),
        ("second", "Rain"),
    ]


def test_every_token_stands_where_its_form_is_read(documents: list[TreebankDocument]) -> None:
    first = documents[0]
    words = [first.text[token.start : token.end] for token in first.tokens]
    assert words == ["Mayor", "Ann", "Lee", "ca", "n't", "come", ".", "“", "Yes", ".", "”", "Oslo", "sleeps", "."]
    assert [first.text[start] for start in first.sentence_starts()] == ["M", "“", "O"]


def test_names_run_from_their_first_character_to_their_last(documents: list[TreebankDocument]) -> None:
    first = documents[0]
    assert [(first.text[n.start : n.end], n.kind) for n in first.names] == [("Ann Lee", "person"), ("Oslo", "place")]


def test_a_name_that_goes_on_without_having_begun_is_refused() -> None:
    with pytest.raises(ValueError, match="sentence 1, token 1"):
        names_in_misc([[("Lee", "PROPN", 0, "root", "Name=I-person")]])


def test_the_gold_itself_gets_everything_right(documents: list[TreebankDocument]) -> None:
    gold = documents[0]
    size = len(gold.tokens)
    assert right_tags(gold, as_read(gold)) == size
    assert right_arcs(gold, as_read(gold)) == {"uas": size, "las": size, "las_subtypes": size}


def test_a_wrong_subtype_costs_las_with_subtypes_only(documents: list[TreebankDocument]) -> None:
    gold = documents[1]
    read = as_read(gold, gold.tokens[0]._replace(relation="root:other"))
    assert right_arcs(gold, read) == {"uas": 1, "las": 1, "las_subtypes": 0}


def test_a_token_that_starts_elsewhere_is_wrong_and_a_longer_one_is_not(documents: list[TreebankDocument]) -> None:
    gold = documents[1]
    shifted, longer = gold.tokens[0]._replace(start=1), gold.tokens[0]._replace(end=99)
    assert right_tags(gold, as_read(gold, shifted)) == 0
    assert right_arcs(gold, as_read(gold, shifted)) == {}
    assert right_tags(gold, as_read(gold, longer)) == 1


def test_two_sentences_read_as_one_are_both_missed(documents: list[TreebankDocument]) -> None:
    gold = documents[0]
    read = as_read(gold, sentences=((0, 11), (11, 14)))
    count = same(sentence_spans(gold), sentence_spans(read))
    assert (count.right, count.predicted, count.gold) == (1, 2, 3)


def test_a_name_of_the_wrong_kind_is_wrong_for_both_kinds() -> None:
    gold, read = [Name(0, 4, "place")], [Name(0, 4, "person")]
    assert [same(of_kind(gold, k), of_kind(read, k)).right for k in ("place", "person")] == [0, 0]


def test_agreement_is_over_tokens_that_both_cut_alike() -> None:
    assert agreement([({(0, 4): "NOUN", (5, 9): "VERB", (9, 10): "X"}, {(0, 4): "NOUN", (5, 9): "AUX"})]) == 0.5
    assert agreement([]) == 0.0
