"""The shipped reader on plain sentences and on text that is none: every answer stands in the text."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportedly.model import Name, Parsed, Span, Token
from reportedly.parse import parse

MINISTER = "The minister said on Monday that the bridge would open in May. Nobody was hurt, police said."


def words(read: Parsed) -> list[str]:
    return [read.text[t.start : t.end] for t in read.tokens]


def by_word(read: Parsed, word: str) -> Token:
    return next(t for t in read.tokens if read.text[t.start : t.end] == word)


def head_of(read: Parsed, word: str) -> str | None:
    head = by_word(read, word).head
    return None if head < 0 else words(read)[head]


def names(read: Parsed) -> list[tuple[str, str]]:
    return [(read.text[n.start : n.end], n.kind) for n in read.names]


def spans_of(read: Parsed) -> list[Span]:
    return [span for one in read.attributions for span in (*one.source, *one.cue, *one.content)]


def holds_together(read: Parsed) -> None:
    """What every Parsed promises, whatever the text."""
    text, tokens = read.text, read.tokens
    places = [(t.start, t.end) for t in tokens]
    assert all(0 <= a < b <= len(text) for a, b in [*places, *((n.start, n.end) for n in read.names), *spans_of(read)])
    assert all(a[1] <= b[0] for a, b in pairwise(places)), "tokens overlap"
    assert [n for first, last in read.sentences for n in range(first, last)] == list(range(len(tokens)))
    assert all(first < last for first, last in read.sentences)
    for first, last in read.sentences:
        inside = tokens[first:last]
        assert [t.relation for t in inside if t.head < 0] == ["root"]
        assert all(t.head < 0 or first <= t.head < last for t in inside)
    assert all(0.0 <= one.confidence <= 1.0 for one in read.attributions)
    assert all(a.end <= b.start for a, b in pairwise(read.names))


# ---------------------------------------------------------------- plain sentences
def test_a_plain_report_has_words_sentences_and_trees() -> None:
    read = parse(MINISTER)
    holds_together(read)
    assert words(read)[:5] == ["The", "minister", "said", "on", "Monday"]
    assert [words(read)[first] for first, _ in read.sentences] == ["The", "Nobody"]
    assert by_word(read, "minister").upos == "NOUN"
    assert by_word(read, "minister").relation == "nsubj"
    assert head_of(read, "minister") == "said"
    assert head_of(read, "said") is None


def test_who_says_what_is_found_in_a_plain_report() -> None:
    read = parse(MINISTER)
    first, second = read.attributions
    assert [MINISTER[a:b] for a, b in first.source] == ["The minister"]
    assert "said" in " ".join(MINISTER[a:b] for a, b in first.cue)
    assert "the bridge would open in May" in " ".join(MINISTER[a:b] for a, b in first.content)
    assert [MINISTER[a:b] for a, b in second.source] == ["police"]


def test_a_name_has_one_kind_from_its_first_word_to_its_last() -> None:
    read = parse("Angela Merkel met Kassym-Jomart Tokayev in Berlin, the National Library of the Netherlands said.")
    assert ("Angela Merkel", "person") in names(read)
    assert ("Berlin", "place") in names(read)
    assert any(found.startswith("National Library of") for found, _ in names(read))


@pytest.mark.parametrize(
    ("spelt", "cut"),
    [
        ("didn't", ["did", "n't"]),
        ("didn’t", ["did", "n’t"]),
        ("can't", ["ca", "n't"]),
        ("won't", ["wo", "n't"]),
        ("HASN'T", ["HAS", "N'T"]),
    ],
)
def test_a_contracted_not_is_cut_where_ud_cuts_it(spelt: str, cut: list[str]) -> None:
    read = parse(f"The minister {spelt} come to the meeting.")
    holds_together(read)
    assert words(read)[2:4] == cut


def test_a_contracted_not_at_the_edge_of_a_text_breaks_nothing() -> None:
    for text in ("n't", "'t", "n't n't", "An't", "Nn’t", "it is n't", "5n't", "_n't", "don't"):
        holds_together(parse(text))


def test_other_apostrophes_stay_where_they_are() -> None:
    read = parse("Rain isn't Ann's fault, the O'Neill Institute's staff say.")
    assert {"is", "n't", "Ann", "'s"} <= set(words(read))


def test_given_sentence_starts_replace_the_readers_own() -> None:
    starts = [0, MINISTER.index("that the bridge"), MINISTER.index("Nobody")]
    read = parse(MINISTER, sentence_starts=starts)
    holds_together(read)
    assert [read.tokens[first].start for first, _ in read.sentences] == starts
    assert parse(MINISTER, sentence_starts=[*starts[::-1], 0, 5000]).sentences == read.sentences


# ---------------------------------------------------------------- what is hardly a text
@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\t \r\n", "\0", "\0\0 \0", "\u200b\u200f", "\ud800", "\u0301", "\ufeff"]
)
def test_where_there_is_nothing_to_read_nothing_is_read(text: str) -> None:
    assert parse(text) == Parsed(text=text, tokens=(), sentences=(), names=(), attributions=())


@pytest.mark.parametrize(
    "text",
    [
        "The \0minister\0 said\0 it\0rained.",
        "\u202bThe minister\u202c said \u200fit\u200f rained.\u200e",
        "The minister\ud83d said\udc4d it rained.\ud800",
        "👩‍👩‍👧 said: 🌧️☔ !!!",
        "ال٣وزير قال: «نعم». The minister said it rained.",
        "한국 대통령은 비가 온다고 말했다.",
        "…" * 400,
        "x" * 3000,
        "«»“”‘’'\"--––——" * 20,
        "a\u0301\u0302\u0303" * 50,
        "1 2 3\n" * 300,
    ],
)
def test_odd_characters_leave_every_answer_inside_the_text(text: str) -> None:
    holds_together(parse(text))


def test_accents_written_apart_are_read_like_accents_written_together() -> None:
    text = "Zoë Müller said on Monday that the café in São Tomé would close."
    together, apart = parse(text), parse(unicodedata.normalize("NFD", text))
    assert [unicodedata.normalize("NFC", word) for word in words(apart)] == words(together)
    assert [t[2:] for t in apart.tokens] == [t[2:] for t in together.tokens]
    assert len(apart.names) == len(together.names)


def test_ten_thousand_words_without_a_full_stop_are_read_to_the_end_in_seconds() -> None:
    text = "the minister said that the mayor of the town had seen rain and " * 770
    began = time.process_time()
    read = parse(text)
    assert time.process_time() - began < 60
    holds_together(read)
    assert len(read.tokens) == len(text.split())
    assert read.tokens[-1].end == len(text.rstrip())


def test_reading_twice_gives_the_same() -> None:
    first = parse(MINISTER)
    parse("Something else was read in between, Norrhaven radio said.")
    assert parse(MINISTER) == first


NEWSY = st.lists(
    st.one_of(
        st.sampled_from(["said", "The minister", "“Yes”,", "didn't", "Tokayev", ".", "\n\n", "that", "TASS"]),
        st.text(st.characters(exclude_categories=[]), max_size=8),
    ),
    max_size=25,
).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(NEWSY)
@example("n't")
@example("a\u0301n't")
def test_any_string_gives_answers_that_stand_in_it(text: str) -> None:
    read = parse(text)
    holds_together(read)
    assert read.text == text


def test_names_never_run_from_one_sentence_into_the_next() -> None:
    text = "Rain fell on Oslo. Tokayev spoke. Norrhaven. Lindqvist. Berlin."
    read = parse(text, sentence_starts=[0, 19, 34, 45, 56])
    ends = [read.tokens[last - 1].end for _, last in read.sentences]
    assert read.names
    assert not any(crosses(name, end) for name in read.names for end in ends)


def crosses(name: Name, end: int) -> bool:
    return name.start < end < name.end


def test_nothing_is_left_in_the_home_folder_of_who_reads(tmp_path: Path) -> None:
    """The runtime of the model would leave a number of the device there, and a log of what it counted."""
    home = tmp_path / "home"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ORT_"))}
    subprocess.run(
        [sys.executable, "-c", f"from reportedly.parse import parse; parse({MINISTER!r})"],
        env={**kept, "HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home)},
        check=True,
    )
    assert list(home.rglob("*")) == []
