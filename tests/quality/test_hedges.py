"""The measure of hedges: texts and cues are taken from the corpus's markup to the character."""

from __future__ import annotations

from pathlib import Path

from quality.hedges import documents_of, szeged_scores

MARKED_UP = (
    "<Annotation><Document type='news'><DocumentPart>"
    "<Sentence id='1'>The storm <ccue type='modal'> may </ccue> reach Bath &amp; Bristol.</Sentence>"
    "<Sentence id='2'>The bridge is <xcope>open</xcope>.</Sentence>"
    "</DocumentPart></Document>"
    "<Document type='news'><Sentence id='1'>The plant <ccue type='modal'>strangely</ccue> closed.</Sentence></Document>"
    "</Annotation>"
)


def test_a_document_is_its_sentences_with_the_places_of_its_cues(tmp_path: Path) -> None:
    file = tmp_path / "corpus.xml"
    file.write_text(MARKED_UP, encoding="utf-8")
    first, second = documents_of(file)
    assert first.text == "The storm  may  reach Bath & Bristol. The bridge is open."
    assert [first.text[a:b] for a, b in first.cues] == ["may"]
    assert [second.text[a:b] for a, b in second.cues] == ["strangely"]


def test_a_cue_counts_where_it_is_found_to_the_character(tmp_path: Path) -> None:
    file = tmp_path / "corpus.xml"
    file.write_text(MARKED_UP, encoding="utf-8")
    scores = szeged_scores(file)  # "may" is found, "strangely" is not
    assert (scores["cue_precision"], scores["cue_recall"]) == (1.0, 0.5)
    assert round(scores["cue_f1"], 3) == 0.667
