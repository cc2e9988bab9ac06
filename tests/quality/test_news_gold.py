"""Our own annotated news is well formed, and a slip in it does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from quality.conllu import names_in_misc, read_treebank
from quality.news.check import GOLD, faults_in, main


@pytest.fixture(scope="module")
def gold() -> str:
    return GOLD.read_text(encoding="utf-8")


def test_the_annotated_news_has_no_faults(gold: str) -> None:
    assert faults_in(gold) == []


def test_every_document_keeps_its_paragraphs_and_words_as_they_are_printed() -> None:
    documents = list(read_treebank(GOLD, names_in_misc))
    assert len(documents) >= 12
    for document in documents:
        assert 4 <= len(document.sentences) <= 10
        assert "\n" in document.text
        assert all(document.text[token.start : token.end].strip() for token in document.tokens)


def test_names_leave_out_titles_and_months() -> None:
    named = {d.text[name.start : name.end] for d in read_treebank(GOLD, names_in_misc) for name in d.names}
    assert {"Kassym-Jomart Tokayev", "T. Giczan", "Interior Ministry", "Ministry of Finance", "CSTO"} <= named
    assert not any(name.startswith(("President", "Mr.", "Lt.", "Jan.", "Kazakh ")) for name in named)


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("2\tpresident\t_\tNOUN", "2\tpresident\t_\tNOMEN", "line 6: NOMEN is no UPOS tag"),
        ("3\tnsubj\t_\t_", "3\tsubject\t_\t_", "line 6: subject is no relation of GUM"),
        ("3\tnsubj\t_\t_", "33\tnsubj\t_\t_", "line 6: head 33 is not in the sentence"),
        ("3\tnsubj\t_\t_", "1\tnsubj\t_\t_", "line 6: president hangs in a circle"),
        ("3\tnsubj\t_\t_", "0\troot\t_\t_", "line 1: 2 roots"),
        ("1\tKazakh\t", "7\tKazakh\t", "line 5: id 7, expected 1"),
        ("president\t_\tNOUN\t_\t_\t3", "president\t_\tNOUN\t_\t3", "line 6: not 10 columns"),
        ("nmod:poss\t_\tSpaceAfter=No", "nmod:poss\t_\t_", "line 1: the text is"),
        ("nmod:poss\t_\tSpaceAfter=No", "nmod:poss\t_\tName=I-person|SpaceAfter=No", "line 8: I-person goes on"),
        ("nmod:poss\t_\tSpaceAfter=No", "nmod:poss\t_\tName=B-town|SpaceAfter=No", "line 8: B-town is no name tag"),
        ("# newdoc id = resignation-agency\n", "", "line 1: the first sentence belongs to no document"),
    ],
)
def test_a_slip_is_found_at_its_line(gold: str, right: str, wrong: str, fault: str) -> None:
    assert right in gold
    found = faults_in(gold.replace(right, wrong, 1))
    assert any(line.startswith(fault) for line in found), found


def test_a_file_that_lost_most_of_its_sentences_is_refused(gold: str) -> None:
    few = "\n\n".join(gold.split("\n\n")[:40])
    assert faults_in(few) == ["40 sentences; at least 60 are needed"]


def test_the_command_says_what_is_wrong_and_fails(
    gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.conllu"
    broken.write_text(gold.replace("\tPROPN\t", "\tPROPER\t", 1), encoding="utf-8")
    assert main([str(broken)]) == 1
    assert "PROPER is no UPOS tag" in capsys.readouterr().out
    assert main([str(GOLD)]) == 0
    assert "no faults" in capsys.readouterr().out
