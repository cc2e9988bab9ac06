"""Dates: which words are one, which days they mean, and what stays open."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from dateutil.parser import parse as second_opinion
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportedly.extract.dates import dates_of, time_of
from reportedly.extract.lexicon import lexicon
from reportedly.extract.page import Page
from reportedly.model import Problem, Time
from reportedly.parse import parse
from tests.builders import span_of

WORDS = lexicon("en")
FRIDAY = "2022-01-07T23:10:00+06:00"


def read(text: str, published: str | None = FRIDAY) -> tuple[Page, tuple[Time, ...], tuple[Problem, ...]]:
    page = Page(parse(text))
    return (page, *dates_of(page, WORDS, published))


def dates_in(text: str, published: str | None = FRIDAY) -> list[tuple[str, str | None, str | None]]:
    page, dates, _ = read(text, published)
    return [(page.words(one.span), one.start, one.end) for one in dates]


def the_date_in(text: str, published: str | None = FRIDAY) -> tuple[str, str | None, str | None]:
    [one] = dates_in(text, published)
    return one


# ---------------------------------------------------------------- which days
@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("The curfew began on 05.01.2022.", "on 05.01.2022", "2022-01-05", "2022-01-05"),
        ("The curfew began on 5 January 2022.", "on 5 January 2022", "2022-01-05", "2022-01-05"),
        ("The curfew began on the 5th of January.", "on the 5th of January", "2022-01-05", "2022-01-05"),
        ("He was last seen on December 27.", "on December 27", "2021-12-27", "2021-12-27"),
        ("The curfew began on Thursday, January 6, 2022.", "on Thursday, January 6, 2022", "2022-01-06", "2022-01-06"),
        ("The bridge was shut on January 5-6.", "on January 5-6", "2022-01-05", "2022-01-06"),
        ("The bridge was shut from January 4 to 7.", "from January 4 to 7", "2022-01-04", "2022-01-07"),
        ("It was shut from December 30 to January 2.", "from December 30 to January 2", "2021-12-30", "2022-01-02"),
        ("It was shut between 2 and 4 January.", "between 2 and 4 January", "2022-01-02", "2022-01-04"),
        ("Shots were heard on the night of January 5-6.", "on the night of January 5-6", "2022-01-05", "2022-01-06"),
        ("Shots were heard overnight into Friday.", "overnight into Friday", "2022-01-06", "2022-01-07"),
        ("The troops left on the 4th.", "on the 4th", "2022-01-04", "2022-01-04"),
        ("The troops left the day before yesterday.", "the day before yesterday", "2022-01-05", "2022-01-05"),
        ("The troops left two days ago.", "two days ago", "2022-01-05", "2022-01-05"),
        ("The ministry issued the figures on Friday.", "on Friday", "2022-01-07", "2022-01-07"),
        ("The ministry issued the figures on Saturday.", "on Saturday", "2022-01-01", "2022-01-01"),
        ("The bank was robbed last week.", "last week", "2021-12-27", "2022-01-02"),
        ("Prices rose this month.", "this month", "2022-01-01", "2022-01-31"),
        ("Prices rose in August.", "in August", "2021-08-01", "2021-08-31"),
        ("Prices rose in late December.", "in late December", "2021-12-21", "2021-12-31"),
        ("It began in the first days of January.", "in the first days of January", "2022-01-01", "2022-01-07"),
        ("Prices rose in the second half of 2021.", "in the second half of 2021", "2021-07-01", "2021-12-31"),
        ("The treaty was signed in 1994.", "in 1994", "1994-01-01", "1994-12-31"),
        ("He ruled from 1990 to 2019.", "from 1990 to 2019", "1990-01-01", "2019-12-31"),
        ("The plant was built in the 1960s.", "in the 1960s", "1960-01-01", "1969-12-31"),
        ("Many were held in the past 24 hours.", "in the past 24 hours", "2022-01-06", "2022-01-07"),
        ("The law was passed on June 16 of last year.", "on June 16 of last year", "2021-06-16", "2021-06-16"),
    ],
)
def test_a_date_gives_its_words_and_its_days(text: str, words: str, start: str, end: str) -> None:
    assert the_date_in(text) == (words, start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The city has been quiet since Sunday.", "2022-01-02", None),
        ("The state of emergency lasts until Jan. 19.", None, "2022-01-19"),
        ("The streets were empty by the evening of 6 January.", None, "2022-01-06"),
        ("Prices rose in recent weeks.", None, "2022-01-07"),
        ("The plant closed before 2019.", None, "2019-01-01"),
    ],
)
def test_an_end_that_is_not_told_stays_open(text: str, start: str | None, end: str | None) -> None:
    assert the_date_in(text)[1:] == (start, end)


def test_what_is_still_to_come_is_on_the_next_such_day() -> None:
    assert the_date_in("The minister will fly to Moscow on Monday.")[1] == "2022-01-10"
    assert the_date_in("The talks are scheduled for Monday.")[1] == "2022-01-10"
    assert the_date_in("The minister flew to Moscow on Monday.")[1] == "2022-01-03"


def test_months_ago_name_a_month_and_no_day() -> None:
    assert the_date_in("Two months ago his office gave a number.", "2022-03-14")[1:] == ("2022-01-01", "2022-01-31")


def test_the_day_is_that_of_the_report_as_written_whatever_its_zone() -> None:
    assert the_date_in("The bridge fell today.", "2022-01-05T01:10:00+06:00")[1] == "2022-01-05"


# ---------------------------------------------------------------- counted from the text
def test_a_day_later_is_counted_from_the_last_date() -> None:
    text = "The minister was arrested on Tuesday. The office announced it two days later."
    assert [one[1] for one in dates_in(text)] == ["2022-01-04", "2022-01-06"]


def test_what_was_said_the_day_before_was_said_a_day_before_the_report() -> None:
    text = (
        "The committee announced on Friday that its chief is in custody.\n\nThe president fired him on Tuesday. Dozens "
        "were hurt.\n\nThe state was not prepared, the president said the day before."
    )
    assert [one[1] for one in dates_in(text)] == ["2022-01-07", "2022-01-04", "2022-01-06"]


def test_a_month_with_its_year_gives_the_year_to_the_days_after_it() -> None:
    text = "In December 2011 the workers went on strike. On December 16 the square was cleared."
    assert [one[1] for one in dates_in(text)] == ["2011-12-01", "2011-12-16"]


def test_each_entry_of_a_live_blog_has_its_own_day() -> None:
    text = (
        "12 January 2022, 14:05\nThe bridge was opened yesterday, police said.\n"
        "13 January 2022, 9:05\nThe bridge was closed yesterday, police said."
    )
    days = [start for words, start, _ in dates_in(text, "2022-01-14") if words == "yesterday"]
    assert days == ["2022-01-11", "2022-01-12"]


def test_without_the_report_date_relative_dates_stay_open_and_one_problem_says_so() -> None:
    _, dates, problems = read("The bridge fell on Thursday. It was built in 1994 and repaired last year.", None)
    assert [(one.start, one.end) for one in dates] == [(None, None), ("1994-01-01", "1994-12-31"), (None, None)]
    [problem] = problems
    assert problem.span == dates[0].span
    assert "“on Thursday”, “last year”" in problem.message
    assert "--published" in problem.message


def test_a_day_or_a_month_that_cannot_be_told_is_left_open() -> None:
    assert the_date_in("The bridge fell on 5/6/2022.")[1:] == (None, None)
    assert the_date_in("The bridge fell on 30 February 2022.")[1:] == (None, None)


# ---------------------------------------------------------------- no dates
@pytest.mark.parametrize(
    "text",
    [
        "The two-year ban may be lifted.",
        "The battle went on for three hours.",
        "A man aged 19 was held.",
        "People may march in second place.",
        "Theresa May met the ambassador.",
        "The meeting took place on the 8th floor.",
        "Police counted 2019 people at the gate.",
        "At the end of the day, we need to step away.",
        "He left the day before the vote.",
        "The doors opened at 14:05.",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert dates_in(text) == []


# ---------------------------------------------------------------- the time of a claim
def test_the_day_of_saying_is_not_the_time_of_the_claim() -> None:
    text = "Police said on Thursday that ten people were arrested on Tuesday."
    page, dates, _ = read(text)
    time = time_of(page, WORDS, dates, (span_of(text, "ten people were arrested on Tuesday"),))
    assert time is not None
    assert (page.words(time.span), time.start) == ("on Tuesday", "2022-01-04")


def test_a_claim_without_a_date_has_no_time() -> None:
    text = "Police said on Thursday that ten people were arrested."
    page, dates, _ = read(text)
    assert time_of(page, WORDS, dates, (span_of(text, "ten people were arrested"),)) is None


def test_of_two_dates_the_one_of_the_main_verb_is_the_time() -> None:
    text = "The mayor, who had been elected in 2019, resigned on Tuesday."
    page, dates, _ = read(text)
    time = time_of(page, WORDS, dates, (span_of(text, text),))
    assert time is not None
    assert time.start == "2022-01-04"


# ---------------------------------------------------------------- any text
SOME_WORDS = """
on in since until by from between to and the of early late last next this same day days week months year years ago
earlier later before after January May Thursday 5 31 2022 1999 9999 5th first two few overnight night yesterday today
said will 2022-02-30 05.01.2022 1990s century decade , . - : ( ) weekend spring half hours 99999
"""
PIECES = st.sampled_from([*SOME_WORDS.split(), "\n"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(PIECES, min_size=1, max_size=25).map(" ".join),
    st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat),
)
@example("99999 years ago", "2022-01-07")
@example("last century, next century, overnight into Friday", "9999-12-31")
@example("the day before, last week, the last century", "0001-01-01")
def test_any_words_give_intervals_in_order_with_their_places(text: str, published: str | None) -> None:
    _, dates, problems = read(text, published)
    places = [one.span for one in dates]
    assert places == sorted(places)
    assert all(0 <= a < b <= len(text) for a, b in places)
    assert all(left.end <= right.start for left, right in pairwise(places))
    assert all(one.start <= one.end for one in dates if one.start is not None and one.end is not None)
    assert len(problems) <= 1


@settings(max_examples=40, deadline=None)
@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b. %d, %Y", "%Y-%m-%d", "%A, %d %B %Y"]),
)
def test_an_absolute_date_is_read_as_another_library_reads_it(day: date, written: str) -> None:
    words = day.strftime(written).replace("May.", "May")  # not short for anything
    [(_, start, end)] = dates_in(f"The bridge was opened on {words} in the presence of the mayor.", None)
    assert start == end == second_opinion(words).date().isoformat()


@settings(max_examples=30, deadline=None)
@given(st.dates(date(1900, 1, 10), date(2099, 12, 20)))
def test_a_weekday_is_within_the_week_before_the_report(published: date) -> None:
    [(_, start, end)] = dates_in("The bridge was opened on Thursday by the mayor.", published.isoformat())
    assert start == end
    day = date.fromisoformat(str(start))
    assert day.strftime("%A") == "Thursday"
    assert published - timedelta(days=6) <= day <= published
