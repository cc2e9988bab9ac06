"""What is counted: figures of short reports, read by the shipped reader."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.extract.entities import Cast
from reportedly.extract.figures import figures_of
from reportedly.extract.lexicon import lexicon
from reportedly.extract.page import Page
from reportedly.model import Claim, Figure, Interval, Source, Span, Time
from reportedly.parse import parse
from tests.builders import a_claim, span_of

WORDS = lexicon("en")
NEWS = [
    "12",
    "300",
    "one",
    "a dozen",
    "$5",
    "%",
    "of",
    "the",
    "them",
    "including",
    "killed",
    "were",
    "people",
    "and",
    "-",
]
NEWS += [",", ".", "(", ")"]


def figures_in(text: str, *claims: Claim, dates: tuple[Time, ...] = (), published: str | None = None) -> list[Figure]:
    page = Page(parse(text))
    return list(figures_of(page, WORDS, Cast(page, WORDS), claims, dates, published))


def counted(text: str) -> list[tuple[object, str]]:
    """Value and measure of every figure."""
    return [(f.vague or f.best, f.measure) for f in figures_in(text)]


# ---------------------------------------------------------------- measures
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 164 people have died in the floods.", [(164, "killed")]),
        ("The storm left 30 people dead.", [(30, "killed")]),
        ("The fire cost the lives of eight firefighters.", [(8, "killed")]),
        ("The death toll rose to 61.", [(61, "killed")]),
        ("A bomb went off in the market, killing 57 people and injuring 300.", [(57, "killed"), (300, "injured")]),
        ("Forty passengers were taken to hospital.", [(40, "injured")]),
        ("Police arrested 43 people in the capital.", [(43, "detained")]),
        ("More than 10,000 people are in custody.", [(10000, "detained")]),
        ("About 600 people are still missing.", [(600, "missing")]),
        ("Floods have displaced 12,000 people.", [(12000, "displaced")]),
        ("The alliance will send 2,500 troops to the island.", [(2500, "troops")]),
        ("About 20 thousand bandits attacked the city.", [(20000, "fighters")]),
        ("Some 50,000 people joined the rally in the capital.", [(50000, "participants")]),
        ("The bank lent 4 million euros.", [(4000000, "money")]),
        ("The storm destroyed 4,500 houses.", [(4500, "other")]),
        ("Dozens of protesters were killed.", [("dozens", "killed")]),
        ("Not more than 12 people were hurt. No fewer than 20 died.", [(12, "injured"), (20, "killed")]),
        ("The death toll rose by 20 to 164.", [(20, "other"), (164, "killed")]),
        ("The number of injured increased by 30, to more than 100.", [(30, "other"), (100, "injured")]),
        ("The ministry had reported 26 dead and more than 3,000 arrests.", [(26, "killed"), (3000, "detained")]),
    ],
)
def test_the_words_over_a_number_say_what_it_counts(text: str, expected: list[tuple[object, str]]) -> None:
    assert counted(text) == expected


def test_who_kills_is_not_among_the_killed() -> None:
    assert counted("Six gunmen killed four guards.") == [(6, "fighters"), (4, "killed")]


def test_a_bus_carrying_thirty_does_not_kill_them() -> None:
    assert (30, "killed") not in counted("Fourteen people died when a bus carrying 30 fell into a river.")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Millions of families lost their homes.", "millions"),
        ("The server is missing 30,000 emails.", 30000),
        ("The candidate picked up 66 delegates.", 66),
        ("The party holds 120 seats.", 120),
        ("The club sent 10 lawyers to the meeting.", 10),
    ],
)
def test_what_is_held_lost_or_sent_is_not_always_people_in_custody_missing_or_troops(text: str, value: object) -> None:
    assert counted(text) == [(value, "other")]


# ---------------------------------------------------------------- shared heads and ellipsis
def test_two_numbers_share_what_is_said_of_both() -> None:
    found = figures_in("26 criminals and 12 law enforcement officers were killed.")
    assert [(f.best, f.measure, f.of) for f in found] == [
        (26, "killed", "criminals"),
        (12, "killed", "law enforcement officers"),
    ]


def test_a_number_without_a_noun_counts_more_of_the_same() -> None:
    [killed, hurt] = figures_in("Eight policemen were killed and 317 were injured.")
    assert (killed.of, hurt.of, hurt.measure, hurt.of_span) == ("policemen", "policemen", "injured", None)


def test_a_list_of_countries_keeps_whose_soldiers_they_are() -> None:
    found = figures_in("Russia is sending 3,000 soldiers, Belarus 500 and Armenia 100.")
    assert [(f.best, f.measure) for f in found] == [(3000, "troops"), (500, "troops"), (100, "troops")]


def test_a_policeman_beside_three_raiders_is_one() -> None:
    text = "Three raiders and a policeman were killed."
    assert [(text[slice(*f.span)], f.best, f.measure) for f in figures_in(text)] == [
        ("Three", 3, "killed"),
        ("a policeman", 1, "killed"),
    ]


def test_an_equal_number_takes_the_value_of_the_figure_before() -> None:
    assert counted("Twenty-six rioters have been killed, and an equal number were injured.") == [
        (26, "killed"),
        (26, "injured"),
    ]


def test_the_figure_of_twenty_thousand_counts_what_it_counted_before() -> None:
    [first, again] = figures_in(
        "The president said 20,000 bandits attacked the city. Nobody explained the figure of 20,000."
    )
    assert (again.measure, again.of) == (first.measure, first.of) == ("fighters", "bandits")


# ---------------------------------------------------------------- parts of a whole
@pytest.mark.parametrize(
    "text",
    [
        "230 people were killed in the unrest, including 19 officers.",
        "164 people were killed, 19 of them in the north.",
        "The mine fire killed 164 people. Nineteen of them were guests.",
    ],
)
def test_a_part_names_its_whole(text: str) -> None:
    [whole, part] = figures_in(text)
    assert (part.best, part.measure, part.subset_of, whole.subset_of) == (19, "killed", whole.id, None)


def test_a_whole_may_come_behind_its_part() -> None:
    [part, whole] = figures_in("Fourteen of the 20 wounded are policemen.")
    assert (part.best, whole.best, part.subset_of) == (14, 20, whole.id)


def test_the_whole_may_open_the_sentence() -> None:
    whole, *parts = figures_in("Of the 164 dead, 103 were in Almaty and 21 in Kyzylorda.")
    assert [(f.best, f.measure, f.subset_of) for f in parts] == [(103, "killed", whole.id), (21, "killed", whole.id)]


def test_two_separate_tolls_are_no_parts() -> None:
    found = figures_in("The flood killed 40 people in the south. The fire killed 12 people in the north.")
    assert [f.subset_of for f in found] == [None, None]


# ---------------------------------------------------------------- whom, where, when, who says so
def test_whom_a_figure_counts_is_said_with_adjectives() -> None:
    text = "The report says 12 members of the law enforcement agencies were killed by 300 trained mercenaries."
    [killed, fighters] = figures_in(text)
    assert killed.of == "members of the law enforcement agencies"
    assert fighters.of == "trained mercenaries"
    assert killed.of_span is not None
    assert text[slice(*killed.of_span)] == killed.of


def test_the_place_is_the_one_of_the_sentence() -> None:
    [figure] = figures_in("At least 103 people were killed in Almaty.")
    assert figure.place is not None
    assert figure.place.name == "Almaty"


def test_the_day_is_that_of_the_claim_then_of_the_sentence_then_of_the_report() -> None:
    text = "On Sunday 164 people were reported dead."
    sunday = Time(span=span_of(text, "On Sunday"), start="2022-01-09", end="2022-01-09")
    claim = a_claim(text, "164 people", time=Time(span=Span(0, 9), start="2022-01-08", end="2022-01-08"))
    published = "2022-01-10T06:00:00Z"
    assert figures_in(text, claim, dates=(sunday,), published=published)[0].as_of == Interval(
        start="2022-01-08", end="2022-01-08"
    )
    assert figures_in(text, dates=(sunday,), published=published)[0].as_of == Interval(
        start="2022-01-09", end="2022-01-09"
    )
    assert figures_in(text, published=published)[0].as_of == Interval(start="2022-01-10", end="2022-01-10")
    assert figures_in(text)[0].as_of is None


def test_a_count_that_does_not_run_has_no_day_of_its_own() -> None:
    assert figures_in("The storm destroyed 4,500 houses.", published="2022-01-10")[0].as_of is None


def test_a_figure_belongs_to_the_innermost_claim_that_holds_it() -> None:
    text = "The agency says the ministry assures that 164 people died."
    outer = a_claim(text, "the ministry assures that 164 people died", id="c1")
    inner = a_claim(
        text, "164 people died", id="c2", within="c1", sources=(Source(name="the ministry", kind="organisation"),)
    )
    assert figures_in(text, outer, inner)[0].claim == "c2"
    assert figures_in(text)[0].claim is None


def test_a_denied_figure_is_listed_like_any_other() -> None:
    assert counted("The ministry denied that 40 soldiers had been captured.") == [(40, "detained")]


# ---------------------------------------------------------------- no figures
@pytest.mark.parametrize(
    "text",
    [
        "The treaty was signed in 1951.",
        "The minister resigned on 5 January 2022.",
        "The office closed at 10 p.m. on Friday.",
        "The first president spoke on the second day.",
        "The troops came under Article 4 of the treaty.",
        "Anna Berg, 45, runs the school.",
        "The girl, aged four, was unhurt.",
        "He is 71.",
        "The strike lasted two days.",
        "The journey takes 40 minutes.",
        "A Boeing 737 landed in the fog.",
        "He told Khabar 24 that calm had returned.",
        "Call +7 727 123 45 67 for help.",
        "Arsenal won 3-1 on Saturday.",
        "One thing is clear.",
        "It is not known how many people died.",
    ],
)
def test_a_number_that_counts_nobody_is_no_figure(text: str) -> None:
    assert counted(text) == []


def test_numbers_inside_a_date_are_left_to_the_dates() -> None:
    text = "The talks of 12 ended."
    found = Time(span=span_of(text, "12"), start="2022-01-12", end="2022-01-12")
    assert figures_in(text, dates=(found,)) == []


# ---------------------------------------------------------------- any text
@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(NEWS)))
def test_any_text_gives_figures_in_order_whose_wholes_are_there(words: list[str]) -> None:
    text = " ".join(words)
    found = figures_in(text)
    assert [f.id for f in found] == [f"f{n}" for n in range(1, len(found) + 1)]
    assert [f.span for f in found] == sorted(f.span for f in found)
    assert all(0 <= f.span.start < f.span.end <= len(text) for f in found)
    assert {f.subset_of for f in found} - {None} <= {f.id for f in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Among the dead are two minors, the mayor added.", [(2, "killed")]),
        (
            "The dead include 12 members of the government forces, nine gunmen and five civilians.",
            [(12, "killed"), (9, "killed"), (5, "killed")],
        ),
        (
            "At least 14 civilians, including four women and three children, were killed in the raid.",
            [(14, "killed"), (4, "killed"), (3, "killed")],
        ),
        ("The fighting has forced some 130,000 people from their homes.", [(130000, "displaced")]),
        ("At least six people were pulled out alive.", [(6, "other")]),
    ],
)
def test_what_is_said_of_some_is_said_of_all_in_their_list(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(f.best, f.measure) for f in figures_in(text)] == expected


def test_a_total_is_of_the_dead_and_not_of_the_last_group_of_them() -> None:
    text = "On Friday the ministry reported 18 officers killed, and 26 gunmen besides. On Sunday the total was 164."
    assert [(f.best, f.measure, f.of) for f in figures_in(text)][-1] == (164, "killed", None)


def test_by_how_much_and_to_what_are_two_amounts() -> None:
    found = figures_in("U.S. crude fell $1.90 to $67.79 a barrel.")
    assert [f.best for f in found] == [1.9, 67.79]


def test_an_age_at_death_is_no_figure() -> None:
    assert figures_in("The poet Anna Berg dies at 91.") == []
