"""Claims in plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportedly.export import wording
from reportedly.export.visible import on_one_line, visible
from reportedly.model import Claim, Figure, Interval, Problem, Source, Span
from tests.builders import a_claim, a_figure, a_ledger, a_source, an_entity, exactly, flood_ledger, harbour_ledger


def a_chain(*sources: Source) -> Claim:
    return a_claim(spans=(), sources=sources)


HERE = Span(0, 1)


def test_a_chain_is_told_from_the_outermost_source_inwards() -> None:
    chain = a_chain(a_source("TASS", mention=HERE), a_source("press service", kind="organisation", mention=HERE))
    assert wording.chain(chain) == "TASS › press service"


def test_a_source_not_named_at_this_place_says_so() -> None:
    assert wording.chain(a_chain(a_source("TASS", mention=None))) == "TASS (from context)"


def test_a_rumour_needs_no_words_that_name_it() -> None:
    assert wording.chain(a_chain(a_source("rumour", kind="rumour", mention=None))) == "rumour"


def test_nameless_sources_are_told_by_their_kind() -> None:
    official = a_source("An official", kind="anonymous", mention=HERE)
    talk = a_source("Tongues wagged", kind="rumour", mention=HERE)
    assert wording.chain(a_chain(official, talk)) == "unnamed: An official › rumour"


def test_an_attribution_whose_source_could_not_be_told_is_not_taken_for_the_author() -> None:
    assert wording.chain(a_claim(spans=(), mode="indirect")) == "source not found"
    assert wording.chain(a_claim(spans=(), mode="authorial")) == "the author"


def test_a_plain_assertion_needs_no_words_and_a_hedged_denial_two() -> None:
    assert wording.stance(a_claim(spans=())) == ()
    hedged = a_claim(spans=(), certainty="possible", polarity="negative", asserted_by=("certain", "denied"))
    assert wording.stance(hedged) == ("possible", "denied")
    assert wording.stance(a_claim(spans=(), polarity="negative", asserted_by=("certain",))) == ("negative",)


def test_a_claim_inside_another_follows_it_and_the_next_one_stands_alone() -> None:
    claims = (a_claim(spans=(), id="c1"), a_claim(spans=(), id="c2"), a_claim(spans=(), id="c3", within="c1"))
    assert [(depth, claim.id) for depth, claim in wording.outline(claims)] == [(0, "c1"), (1, "c3"), (0, "c2")]


def test_claims_within_a_missing_one_or_within_each_other_are_still_told() -> None:
    lost = a_claim(spans=(), id="c1", within="c9")
    circle = [a_claim(spans=(), id="c2", within="c3"), a_claim(spans=(), id="c3", within="c2")]
    inside = a_claim(spans=(), id="c4", within="c2")
    told = [claim.id for _, claim in wording.outline((lost, *circle, inside))]
    assert sorted(told) == ["c1", "c2", "c3", "c4"]


def test_a_thousand_claims_inside_each_other_do_not_exhaust_the_stack() -> None:
    claims = [a_claim(spans=(), id=f"c{n}", within=f"c{n - 1}") for n in range(2000)]
    assert [row.depth for row in wording.outline(claims)] == list(range(2000))


def test_the_counts_tell_the_authors_own_claims_apart() -> None:
    assert wording.counts(harbour_ledger()) == "12 claims by 9 sources, 2 more in the author's own voice"
    assert wording.counts(a_ledger()) == "0 claims by 0 sources"


@pytest.mark.parametrize(
    ("words", "limit", "short"),
    [
        ("all of it fits", 14, "all of it fits"),
        ("this is too long", 10, "this is …"),
        ("this is, too long", 8, "this is …"),
        ("this is too long", 7, "this is …"),
        ("Donaudampfschifffahrt went down", 5, "Donaudampfschifffahrt …"),
        ("Donaudampfschifffahrt", 5, "Donaudampfschifffahrt"),
    ],
)
def test_words_are_never_cut_in_the_middle(words: str, limit: int, short: str) -> None:
    assert wording.shorten(words, limit) == short


def test_a_report_without_title_goes_by_its_file_name() -> None:
    assert wording.heading(a_ledger(where="a/b.txt").report) == "a/b.txt"
    assert wording.heading(a_ledger(title=" A fire ").report) == "A fire"


def test_an_unknown_language_is_said_to_be_unknown() -> None:
    assert wording.facts(a_ledger(language=None, published="2022-01-10T00:00:00Z").report) == [
        "2022-01-10",
        "language unknown",
    ]


def test_characters_that_would_not_show_are_shown() -> None:
    assert visible("a\0b\x1b[31m\x7f\ud800\u202e") == "a␀b␛[31m␡\ufffd\ufffd"
    assert visible("tab\tline\nמילה") == "tab\tline\nמילה"
    assert on_one_line(" two\n\n lines ") == "two lines"


def test_a_text_that_was_not_read_is_not_said_to_tell_nothing() -> None:
    report = replace(a_ledger().report, language="ru")
    problem = Problem(stage="language", message="this looks like Russian")
    unread = replace(a_ledger(), report=report, claims=(), problems=(problem,))
    assert wording.nothing_told(unread).startswith("This text was not read")
    assert wording.nothing_told(replace(unread, problems=())).startswith("Nothing in this text is told")


# ---------------------------------------------------------------- figures
@pytest.mark.parametrize(
    ("figure", "value", "bounds"),
    [
        (exactly("", "", 18), "18", "18"),
        (exactly("", "", 20000, approximate=True), "about 20,000", "20,000"),
        (a_figure("", "", 4000, 4000), "at least 4,000", "4,000–?"),
        (a_figure("", "", 4000, 4000, approximate=True), "at least about 4,000", "4,000–?"),
        (a_figure("", "", None, 600, 600), "up to 600", "?–600"),
        (a_figure("", "", 40, None, 50), "between 40 and 50", "40–50"),
        (a_figure("", "", 16, 18, 20), "18, between 16 and 20", "16–20"),
        (a_figure("", "", vague="dozens"), "dozens", "not stated"),
        (a_figure("", ""), "not stated", "not stated"),
        (exactly("", "", 0), "0", "0"),
        (exactly("", "", 20, unit="percent"), "20 percent", "20"),
        (a_figure("", "", vague="millions", unit="USD"), "millions (USD)", "not stated"),
        (exactly("", "", 2_500_000.0, unit="USD"), "2,500,000 USD", "2,500,000"),
        (exactly("", "", 1_237.5), "1,237.5", "1,237.5"),
    ],
)
def test_a_figure_is_told_in_words_and_in_bounds(figure: Figure, value: str, bounds: str) -> None:
    assert (wording.value(figure), wording.bounds(figure)) == (value, bounds)


def test_what_is_counted_is_told_once() -> None:
    assert wording.counted_as(exactly("", "", 1, measure="killed", of="security  forces")) == "killed: security forces"
    assert wording.counted_as(exactly("", "", 1, measure="troops", of="Troops")) == "Troops"
    assert wording.counted_as(exactly("", "", 1, measure="injured")) == "injured"
    assert wording.counted_as(exactly("", "", 1, of="houses")) == "houses"
    assert wording.counted_as(exactly("", "", 1)) == ""


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2022-01-08", "2022-01-08", "2022-01-08"),
        ("2022-01-04", "2022-01-07", "2022-01-04 to 2022-01-07"),
        ("2022-01-04", None, "from 2022-01-04"),
        (None, "2022-01-07", "until 2022-01-07"),
        (None, None, None),
    ],
)
def test_an_open_end_is_not_taken_for_a_single_day(start: str | None, end: str | None, words: str | None) -> None:
    assert wording.when(Interval(start=start, end=end)) == words


def test_a_figure_in_nobody_elses_claim_is_the_reports_own() -> None:
    assert wording.says(None) == "the report itself"
    assert wording.says(a_claim(spans=(), mode="authorial")) == "the report itself"
    assert wording.says(a_claim(spans=(), sources=(a_source("TASS", mention=HERE),))) == "TASS"


def test_figures_come_in_the_order_of_the_text() -> None:
    ledger = flood_ledger()
    assert wording.in_order(ledger.figures[::-1]) == list(ledger.figures)


def test_only_the_words_that_occur_are_explained() -> None:
    plain, negative = a_claim(spans=()), a_claim(spans=(), polarity="negative")
    assert wording.stances_explained([plain]) == []
    assert wording.stances_explained([plain, negative]) == ["negative: said not to be so"]


def test_a_place_where_nothing_stands_is_no_mention() -> None:
    text = "Anna Berg spoke. She left."
    entity = an_entity(text, "Anna Berg", "Anna Berg", "She")
    twice = replace(
        entity, mentions=(*entity.mentions, entity.mentions[0], replace(entity.mentions[0], span=Span(9, 10)))
    )
    assert wording.times_named(twice, text) == 2
