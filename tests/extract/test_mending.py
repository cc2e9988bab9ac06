"""What the reader's tags leave askew in a statement and the tree puts right."""

from __future__ import annotations

import pytest

from reportedly.extract.lexicon import lexicon
from reportedly.extract.mending import mend
from reportedly.extract.page import Page
from reportedly.extract.statements import Statement
from reportedly.model import Parsed, Spans
from reportedly.parse import parse
from reportedly.pipeline import read_text
from tests.builders import span_of

WORDS = lexicon("en")


def mended(text: str, *, source: str, cue: str, content: str) -> list[tuple[str, str, str]]:
    """Source, cue and content of the statements that come of one, in words."""
    parsed = parse(text)
    statement = Statement(
        source=(span_of(text, source),), cue=(span_of(text, cue),), content=(span_of(text, content),), confidence=0.9
    )
    return [
        (in_words(parsed, one.source), in_words(parsed, one.cue), in_words(parsed, one.content))
        for one in mend(Page(parsed), WORDS, [statement])
    ]


def in_words(parsed: Parsed, spans: Spans) -> str:
    return " … ".join(parsed.text[a:b] for a, b in spans)


def test_who_is_told_is_no_part_of_what_is_said() -> None:
    text = "A source in the emergency services told the agency that a power line had been cut."
    [(_, _, content)] = mended(
        text,
        source="A source in the emergency services",
        cue="told",
        content="the agency that a power line had been cut",
    )
    assert content == "that a power line had been cut"


def test_two_verbs_of_one_speaker_are_two_statements() -> None:
    text = "The observers said the vote was peaceful but noted irregularities at 47 polling stations."
    found = mended(
        text,
        source="The observers",
        cue="said",
        content="the vote was peaceful but noted irregularities at 47 polling stations",
    )
    assert found == [
        ("The observers", "said", "the vote was peaceful"),
        ("The observers", "noted", "irregularities at 47 polling stations"),
    ]


def test_a_purpose_in_two_verbs_is_one_statement() -> None:
    text = "The critics see the reform as a chance to fix the problems, increase oversight and address the deficit."
    content = "the reform as a chance to fix the problems, increase oversight and address the deficit"
    assert len(mended(text, source="The critics", cue="see", content=content)) == 1


@pytest.mark.parametrize("cited", ["citing its director Anna Berg", "citing three officials"])
def test_whom_one_cites_says_nothing_yet(cited: str) -> None:
    text = f"The plant will close, the press service reported {cited}."
    assert mended(text, source="the press service", cue="reported", content=cited) == []


def test_the_cue_of_a_citation_is_the_verb_before_it() -> None:
    text = "The daily wrote with reference to its sources that the sides failed to agree."
    [(_, cue, content)] = mended(
        text, source="The daily", cue="wrote with reference to", content="its sources that the sides failed to agree"
    )
    assert cue == "wrote"
    assert content.startswith("that the sides")


def test_to_ask_not_to_be_named_is_no_claim() -> None:
    text = "The soldiers left, said a resident, who asked not to be named."
    assert mended(text, source="who", cue="asked", content="not to be named") == []


def test_according_to_may_hold_for_the_last_clause_alone() -> None:
    text = (
        "The United States said it was worried by the offensive, which has killed 130 people, according to the doctors."
    )
    content = "The United States said it was worried by the offensive, which has killed 130 people"
    found = mended(text, source="the doctors", cue="according to", content=content)
    assert [(source, said) for source, _, said in found] == [
        ("The United States", "it was worried by the offensive"),
        ("the doctors", "which has killed 130 people"),
    ]


def test_what_another_says_against_it_is_no_part_of_what_one_says() -> None:
    text = "The opposition says 20 people died, while the government says nobody was hurt."
    content = "20 people died, while the government says nobody was hurt"
    [(_, _, said)] = mended(text, source="The opposition", cue="says", content=content)
    assert said == "20 people died"


def test_while_may_only_tell_when() -> None:
    text = "Anna Berg said the road was shut while the police were working."
    content = "the road was shut while the police were working"
    [(_, _, said)] = mended(text, source="Anna Berg", cue="said", content=content)
    assert said == content


def test_while_he_says_may_be_the_speaker_himself() -> None:
    text = "The mayor said the road was shut, while he says it is open."
    content = "the road was shut, while he says it is open"
    [(_, _, said)] = mended(text, source="The mayor", cue="said", content=content)
    assert said == content


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("A diver who asked not to be named told Reuters that the pipe had burst.", ["Reuters", "A diver"]),
        (
            "A source close to the city told TASS on condition of anonymity that two ministers had resigned.",
            ["TASS", "A source close to the city"],
        ),
        ("An official who declined to be named told AFP that 30 people had been detained.", ["AFP", "An official"]),
        ("Two doctors, who spoke on condition of anonymity, said the morgue was full.", ["Two doctors"]),
    ],
)
def test_who_will_not_be_named_is_the_source_of_one_claim(text: str, chain: list[str]) -> None:
    [claim] = read_text(text).claims
    assert [source.name for source in claim.sources] == chain
    assert claim.sources[-1].kind == "anonymous"


def test_a_witness_is_one_and_witnesses_are_several() -> None:
    one, several = (
        read_text(f"{who} said it rained.").claims[0].sources[0].kind for who in ("One witness", "Witnesses")
    )
    assert (one, several) == ("person", "group")
