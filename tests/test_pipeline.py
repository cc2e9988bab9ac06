"""The whole path keeps its promises: any text gives a sound ledger, and one bad file stops nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportedly import pipeline
from reportedly.model import Claim, Ledger, Parsed, Span, Unreadable
from reportedly.parse import parse
from reportedly.pipeline import GENERATOR, Known, read, read_bytes, read_many, read_text

STORY = """Harbour reopens

The port authority said on Tuesday that the harbour had reopened.

"We are back to normal," its director, Mara Lindqvist, told the Coast Herald.

Northwire reports that the ministry denies any delay. According to police, nobody was hurt. The harbour has three piers.
"""
RUSSIAN = "Министр сообщил в понедельник, что мост будет открыт в мае. По словам полиции, никто не пострадал."
GERMAN = "Der Minister sagte am Montag, die Brücke werde im Mai geöffnet. Laut Polizei wurde niemand verletzt."


def spans_of(claim: Claim) -> list[Span]:
    mentions = [source.mention for source in claim.sources if source.mention is not None]
    cues = [span for source in claim.sources for span in source.cue]
    times = [claim.time.span] if claim.time else []
    return [*claim.spans, *claim.cue, *claim.markers, *mentions, *cues, *times]


def all_spans(ledger: Ledger) -> list[Span]:
    return [
        *(span for claim in ledger.claims for span in spans_of(claim)),
        *(mention.span for entity in ledger.entities for mention in entity.mentions),
        *(date.span for date in ledger.dates),
        *(problem.span for problem in ledger.problems if problem.span is not None),
    ]


def as_json(ledger: Ledger) -> str:
    return json.dumps(ledger.to_dict())


def is_sound(ledger: Ledger) -> None:
    """What every ledger promises, whatever the text."""
    claims, entities = [claim.id for claim in ledger.claims], [entity.id for entity in ledger.entities]
    assert all(0 <= start < end <= len(ledger.report.text) for start, end in all_spans(ledger))
    assert len(set(claims)) == len(claims)
    assert len(set(entities)) == len(entities)
    assert all(claim.spans for claim in ledger.claims)
    assert all(claim.within is None or claim.within in set(claims) - {claim.id} for claim in ledger.claims)
    assert all(source.entity in {None, *entities} for claim in ledger.claims for source in claim.sources)
    assert all(set(claim.entities) <= set(entities) for claim in ledger.claims)
    assert all(0.0 <= claim.confidence <= 1.0 for claim in ledger.claims)
    assert all(len(claim.asserted_by) == len(claim.sources) for claim in ledger.claims)
    assert all(source.name for claim in ledger.claims for source in claim.sources)
    assert all((claim.mode == "authorial") <= (not claim.sources) for claim in ledger.claims)
    assert ledger.generator == GENERATOR
    assert not [problem for problem in ledger.problems if "fault" in problem.message]
    assert json.loads(as_json(ledger)) == ledger.to_dict()


# ---------------------------------------------------------------- any text
ANY_CHARACTER = st.characters(exclude_categories=[])  # lone surrogates too
NEWSY = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "The minister said",
                "that it rained.",
                "“Yes,”",
                "she told TASS",
                "Northwire reports",
                "according to police",
                "denied",
                "on Tuesday",
                "Mara Lindqvist",
                "18 officers",
                "\n\n",
                "\u200f",
                "said: “",
                "(Reuters) -",
            ]
        ),
        st.text(ANY_CHARACTER, max_size=6),
    ),
    max_size=14,
).map(" ".join)


@settings(max_examples=20, deadline=None)
@given(NEWSY)
@example("")
@example("“" * 40)
@example("said said said said said")
@example("The minister said that the mayor said that the police said that the driver said that it rained.")
@example("\ud800The minister\0 said\u200b it rained.\udfff")
def test_any_text_gives_a_sound_ledger_and_the_same_one_twice(text: str) -> None:
    ledger = read_text(text)
    is_sound(ledger)
    assert ledger.report.text == text
    assert as_json(read_text(text)) == as_json(ledger)


@settings(max_examples=15, deadline=None)
@given(st.text(ANY_CHARACTER, max_size=60))
def test_any_characters_give_a_sound_ledger(text: str) -> None:
    is_sound(read_text(text))


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=120), st.sampled_from(["a.txt", "a.html", "a"]))
@example(b"\xff\xfeT\x00h\x00e", "a.txt")
@example(b"<html><body><p>The minister said it rained.", "a.html")
def test_any_bytes_give_a_sound_ledger_or_the_reason_why_not(raw: bytes, where: str) -> None:
    got = ledger_or_reason(raw, where)
    if isinstance(got, Unreadable):
        assert got.where == where
        assert got.message
        assert "fault" not in got.message
    else:
        is_sound(got)


def ledger_or_reason(raw: bytes, where: str) -> Ledger | Unreadable:
    try:
        return read_bytes(raw, where=where)
    except Unreadable as error:
        return error


def test_a_plain_story_gives_claims_with_their_sources() -> None:
    ledger = read_text(STORY)
    is_sound(ledger)
    named = {source.name for claim in ledger.claims for source in claim.sources}
    assert any("port authority" in name for name in named)
    assert any("Lindqvist" in name for name in named)
    assert "The harbour has three piers" in " ".join(
        ledger.words(c.spans) for c in ledger.claims if c.mode == "authorial"
    )


def test_a_claim_within_another_lies_in_its_content() -> None:
    ledger = read_text("The minister said that, according to police, nobody was hurt.")
    is_sound(ledger)
    [outer] = [claim for claim in ledger.claims if claim.within is None]
    [inner] = [claim for claim in ledger.claims if claim.within == outer.id]
    assert ledger.chain(outer) == ("The minister",)
    assert ledger.chain(inner) == ("The minister", "police")
    assert any(a <= inner.spans[0].start and inner.spans[0].end <= b for a, b in outer.spans)


def test_an_agency_that_relays_a_press_service_stands_in_the_chain_once() -> None:
    ledger = read_text("TASS reports that the press service assures that the mayor has left the city. " + STORY)
    is_sound(ledger)
    assert [ledger.chain(claim) for claim in ledger.claims][:2] == [("TASS",), ("TASS", "the press service")]
    assert ledger.claims[1].within == ledger.claims[0].id


# ---------------------------------------------------------------- other languages
@pytest.mark.parametrize(("text", "language"), [(RUSSIAN, "Russian"), (GERMAN, "German")])
def test_a_text_in_a_language_the_reader_does_not_know_gives_no_claims_and_says_so(text: str, language: str) -> None:
    ledger = read_text(text)
    is_sound(ledger)
    assert ledger.claims == ()
    [problem] = ledger.problems
    assert problem.stage == "language"
    assert language in problem.message


def test_a_text_too_short_to_tell_its_language_is_read_and_says_so() -> None:
    ledger = read_text("Ja.")
    is_sound(ledger)
    assert [problem.stage for problem in ledger.problems if problem.stage == "language"] == ["language"]


# ---------------------------------------------------------------- what a person knows
PAGE = """<html><head><title>Harbour reopens</title>
<meta property="og:site_name" content="Coast Herald"><meta property="article:published_time" content="2024-05-14">
</head><body><article><h1>Harbour reopens</h1>
<p>The port authority said on Tuesday that the harbour had reopened after a week of rain and wind.</p>
<p>Nobody was hurt, police said, and the ferries to the islands will sail again from Thursday morning.</p>
</article></body></html>"""


def test_what_a_person_knows_wins_over_what_the_file_says() -> None:
    known = Known(outlet="Example Daily", published="2024-05-15", title="Ferries sail", url="https://example.org/1")
    report = read_bytes(PAGE.encode(), where="page.html", known=known).report
    assert (report.outlet, report.published, report.title, report.url) == (
        "Example Daily",
        "2024-05-15",
        "Ferries sail",
        "https://example.org/1",
    )


def test_what_a_person_does_not_know_is_taken_from_the_file() -> None:
    own = read_bytes(PAGE.encode(), where="page.html").report
    report = read_bytes(PAGE.encode(), where="page.html", known=Known(outlet="Example Daily")).report
    assert own.outlet == "Coast Herald"
    assert report.outlet == "Example Daily"
    assert (report.title, report.published) == (own.title, own.published)
    assert report.title is not None


# ---------------------------------------------------------------- many files
def test_many_files_are_read_in_order_and_a_bad_one_stops_nothing(tmp_path: Path) -> None:
    first, empty, missing, last = (tmp_path / name for name in ("b.txt", "empty.txt", "missing.txt", "a.txt"))
    first.write_text("The minister said it rained all day in the north.", encoding="utf-8")
    empty.write_bytes(b"")
    last.write_text(STORY, encoding="utf-8")
    got = list(read_many([first, empty, missing, last]))
    assert [one.report.where if isinstance(one, Ledger) else one.where for one in got] == [
        str(path) for path in (first, empty, missing, last)
    ]
    assert [type(one) for one in got] == [Ledger, Unreadable, Unreadable, Ledger]
    assert as_json(read(last)) == json.dumps(got[-1].to_dict() if isinstance(got[-1], Ledger) else None)


def test_a_fault_of_the_reader_costs_one_report_which_is_kept_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault is planted: none is known that would stay."""
    sound, unlucky = tmp_path / "a.txt", tmp_path / "b.txt"
    sound.write_text(STORY, encoding="utf-8")
    unlucky.write_text("The minister said that the ferry sank.", encoding="utf-8")

    def parse_but_not_ferries(text: str) -> Parsed:
        return [][0] if "ferry" in text else parse(text)

    monkeypatch.setattr(pipeline, "parse", parse_but_not_ferries)
    first, second, third = read_many([sound, unlucky, sound])
    assert isinstance(second, Ledger)
    assert (second.report.text, second.claims) == ("The minister said that the ferry sank.", ())
    [problem] = second.problems
    assert problem.stage == "read"
    assert "fault of the reader (IndexError: list index out of range; please report it)" in problem.message
    assert as_json(second) != as_json(first) == as_json(third)  # type: ignore[arg-type]


def test_many_files_are_read_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("It rained.", encoding="utf-8")
    asked: list[int] = []

    def paths_without_end() -> Iterator[Path]:
        while True:
            asked.append(len(asked) + 1)
            yield path

    ledgers = read_many(paths_without_end())
    assert asked == []
    assert isinstance(next(ledgers), Ledger)
    assert asked == [1]


def test_a_file_and_its_text_give_the_same_claims_and_the_same_id(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(STORY.encode())
    from_file, from_text = read(path), read_text(STORY)
    assert from_file.claims == from_text.claims
    assert from_file.report.id == from_text.report.id


def test_a_file_that_is_missing_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"missing\.txt: there is no such file"):
        read(tmp_path / "missing.txt")
