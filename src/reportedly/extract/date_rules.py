"""The grammar of dates: patterns over classes of words, and for each how its days follow from what it matched.

A rule that finds after all that its words are no date gives None; one that cannot tell the days gives `UNKNOWN`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from reportedly.extract import calendar
from reportedly.extract.calendar import UNKNOWN, Days
from reportedly.extract.date_words import BREAK, DASH, LETTERS, LIKELY_YEARS, OTHER, Pieces
from reportedly.extract.page import Page
from reportedly.extract.tense import Future, is_ahead, is_said
from reportedly.model import Span

# Classes of words after which a month or a number of four digits is one of time.
OPENING = frozenset(("on", "in", "for", "since", "until", "by", "from", "to", "between", "before", "after"))
MODIFIERS = frozenset(("compound", "nmod:poss", "amod", "nummod", "nmod:unmarked", "det"))
SHORT = 7  # days: what is longer ago than a week is no day that "the next day" is counted from


# ---------------------------------------------------------------- what a rule sees
@dataclass(slots=True, kw_only=True)
class Reading:
    """Where in the text the reader is, and what dates are counted from there."""

    page: Page
    said: frozenset[str]  # forms of the verbs of saying
    future: Future
    pieces: Pieces
    today: date | None  # of the report, or of the entry of a live blog
    hour: int | None  # of the report
    last: tuple[int, Days] | None = None  # the last date in the text that is no longer than a week, and where it is
    last_long: Days | None = None  # the last date of any length
    last_said: Days | None = None  # the last date on which somebody said something
    of_year: tuple[int, int, int] | None = None  # the last month with its year: paragraph, month, year


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One match of a rule; a group may have a second name with a 2 ("unit", "unit2") for a second way to write it."""

    match: re.Match[str]
    reading: Reading

    def place(self, group: str) -> int:
        """Where the word of a group stands; -1 where the group is not in the match."""
        known = self.match.re.groupindex
        return next((at for name in (group, group + "2") if name in known and (at := self.match.start(name)) >= 0), -1)

    def has(self, group: str) -> bool:
        return self.place(group) >= 0

    def value(self, group: str) -> int:
        return self.reading.pieces.values.get(self.place(group), 0)

    def maybe(self, group: str) -> int | None:
        return self.value(group) if self.has(group) else None

    def kind(self, group: str) -> str:
        """The class of the word of a group, "" where the group is not in the match."""
        place = self.place(group)
        return self.reading.pieces.kind(place) if place >= 0 else ""

    @property
    def before(self) -> str:
        return self.reading.pieces.kind(self.match.start() - 1)

    @property
    def behind(self) -> str:
        return self.reading.pieces.kind(self.match.end())

    @property
    def span(self) -> Span:
        return self.reading.pieces.span(self.match.start(), self.match.end())

    @property
    def token(self) -> int:
        """The token that the words of the match hang on, its last one where the tree does not tell."""
        page, span = self.reading.page, self.span
        head = page.head_of(span)
        return page.token_at(span.end - 1) if head is None else head

    @property
    def describes(self) -> bool:
        """Whether the words stand before a noun that they tell more of: "Friday's vote", "the January events"."""
        page, token = self.reading.page, self.token
        tokens = page.tokens
        head = tokens[token].head
        nominal = head >= 0 and tokens[head].upos in ("NOUN", "PROPN")
        return nominal and tokens[token].relation in MODIFIERS and head > page.token_at(self.span.end - 1)

    @property
    def ahead(self) -> bool:
        reading = self.reading
        return is_ahead(reading.page, self.token, reading.said, reading.future)

    @property
    def is_said(self) -> bool:
        return is_said(self.reading.page, self.token, self.reading.said)


Resolve = Callable[[Found], Days | None]


# ---------------------------------------------------------------- days
def written(found: Found) -> Days:
    number = found.value("iso")
    return calendar.one(date.fromordinal(number)) if number else UNKNOWN


def days_of_month(found: Found) -> Days | None:
    """As in "January 5", "5-6 January 2022", "Thursday, January 6"."""
    month, first = found.value("month"), found.value("first")
    if not 1 <= first <= 31:
        return None
    last = found.value("last") if found.has("last") else first
    year = year_stated(found) or year_meant(found, month, first)
    if year is None or first > last:
        return UNKNOWN
    return Days(date(year, month, first), date(year, month, last))


def over_the_month(found: Found) -> Days:
    """As in "January 30 to February 2, 2022": the year of one is that of the other."""
    ends = found.value("month"), found.value("first")
    ends_in = found.reading.pieces.values[found.match.start("month2")]
    year = year_stated(found) or year_meant(found, ends_in, found.value("last"))
    if year is None:
        return UNKNOWN
    last = date(year, ends_in, found.value("last"))
    return Days(date(year - (ends > (last.month, last.day)), *ends), last)


def year_stated(found: Found) -> int | None:
    """In digits, or as "of last year"."""
    today = found.reading.today
    if found.has("year") or not found.has("whose") or today is None:
        return found.maybe("year")
    return today.year + {"last": -1, "next": 1}.get(found.kind("whose"), 0)


def year_meant(found: Found, month: int, day: int = 1) -> int | None:
    """Of a date without one: that of the same month with its year before it in the paragraph, else the nearest."""
    reading = found.reading
    if reading.of_year is not None:
        paragraph, known, year = reading.of_year
        if known == month and paragraph == reading.page.paragraph(found.span.start):
            return year
    return None if reading.today is None else calendar.year_near(reading.today, month, day, ahead=found.ahead)


def nth(found: Found) -> Days | None:
    """As in "on the 8th": the last one up to the report, or the next one where it is still to come."""
    today, day = found.reading.today, found.value("first")
    if found.before not in OPENING or not 1 <= day <= 31 or found.describes or found.behind == "century":
        return None
    if today is None:
        return UNKNOWN
    if found.has("which"):
        month = calendar.neighbour(today, "month", {"last": -1, "next": 1}.get(found.kind("which"), 0)).first
        return UNKNOWN if month is None else calendar.one(month.replace(day=day))
    return calendar.one(calendar.day_of_month_near(today, day, ahead=found.ahead))


def weekday(found: Found) -> Days:
    today, day = found.reading.today, found.value("weekday")
    if today is None:
        return UNKNOWN
    if found.has("week"):
        weeks = {"last": -1, "next": 1}.get(found.kind("whose"), 0)
        return calendar.one(calendar.monday_of(today) + calendar.DAY * (day + calendar.WEEK * weeks))
    which = found.kind("which")
    if which == "this":
        return calendar.one(calendar.monday_of(today) + calendar.DAY * day)
    if which:
        step = calendar.DAY if which == "next" else -calendar.DAY
        return calendar.one(calendar.weekday_near(today + step, day, ahead=which == "next"))
    return calendar.one(calendar.weekday_near(today, day, ahead=found.ahead))


def counted_from_today(found: Found) -> Days:
    """Today, yesterday, the day after tomorrow."""
    today = found.reading.today
    if today is None:
        return UNKNOWN
    step = {"yesterday": -1, "tomorrow": 1}.get(found.kind("dayword"), 0)
    further = {"before": -1, "after": 1}.get(found.kind("side"), 0)
    return calendar.one(today + calendar.DAY * (step + further))


def this_moment(found: Found) -> Days:
    today = found.reading.today
    return UNKNOWN if today is None else calendar.one(today)


def overnight(found: Found) -> Days:
    """The night before the report."""
    today = found.reading.today
    return UNKNOWN if today is None else Days(today - calendar.DAY, today)


# ---------------------------------------------------------------- weeks, months, years
def period(found: Found) -> Days | None:
    """As in "January 2022", "late last year", "the beginning of the month", "this spring", "2019"."""
    days = whole_period(found, qualified=found.has("third"))
    if days is None or days == UNKNOWN:
        return days
    if found.has("edge"):
        return calendar.side_of(days, found.reading.today, before=found.kind("edge") == "earlier")
    return calendar.third_of(days, found.kind("third")) if found.has("third") else days


def part_of_period(found: Found) -> Days | None:
    """As in "the first days of January", "the last week of December", "the second half of 2021"."""
    days = whole_period(found, qualified=True)
    unit, last = found.kind("part"), found.kind("nth") == "last"
    if days is None or days == UNKNOWN:
        return days
    if unit in ("half", "quarter"):
        parts = 2 if unit == "half" else 4
        return calendar.part_of(days, parts if last else found.value("nth"), parts)
    if unit == "month" or found.kind("count") == "few":
        return UNKNOWN
    several = found.value("part") and not found.has("count")  # "the first days": a week at most
    length = (found.maybe("count") or 1) * (1 if unit == "day" and not several else calendar.WEEK)
    return (
        calendar.last_days(days, length)
        if last
        else calendar.days_from(days, length * (found.value("nth") - 1), length)
    )


def whole_period(found: Found, *, qualified: bool) -> Days | None:
    """`qualified`: other words say that a time is meant, as "late" does in "late January"."""
    if found.has("month"):
        return named_month(found, qualified)
    if found.has("season"):
        return named_season(found, qualified)
    if found.has("year"):
        year = found.value("year")
        return calendar.year_of(year) if qualified or is_year(found, year) else None
    return related_period(found, qualified)


def named_month(found: Found, qualified: bool) -> Days | None:
    month, which, today = found.value("month"), found.kind("which"), found.reading.today
    stated = year_stated(found)
    if stated is not None:
        return calendar.month_of(stated, month)
    if not which and not qualified and (found.before not in OPENING or found.describes):
        return None  # "the January events"
    if today is not None and which in ("last", "next"):
        past, coming = (0 if month < today.month else -1), (0 if month > today.month else 1)
        return calendar.month_of(today.year + (past if which == "last" else coming), month)
    year = today.year if which == "this" and today is not None else year_meant(found, month)
    return UNKNOWN if year is None else calendar.month_of(year, month)


def named_season(found: Found, qualified: bool) -> Days | None:
    season, which, today = found.value("season"), found.kind("which"), found.reading.today
    stated = year_stated(found)
    if stated is not None:
        return calendar.season_of(stated, season)
    if not which and (not (qualified or found.before in OPENING) or found.behind == "of" or found.describes):
        return None  # "the fall of the government"
    if today is None:
        return UNKNOWN
    return calendar.season_near(today, season, which=which or ("next" if found.ahead else ""))


def is_year(found: Found, year: int) -> bool:
    """Whether a bare number of four digits is a year: "in 2019", "the 2019 elections", "(2019)"."""
    likely, round_number = year in LIKELY_YEARS, year % 100 == 0
    if found.before in ("in", "since"):
        return likely or not found.describes
    if not likely:
        return False
    if found.before in OPENING or found.before in ("of", "and", "year"):
        return not round_number
    if found.before == "(":
        return found.behind == ")"
    return not round_number and found.before == "the" and found.behind in (OTHER, DASH)


def related_period(found: Found, qualified: bool) -> Days | None:
    """As in "last week", "that day", "the following month"; "the year" only where a part of it is named."""
    which, unit, many = found.kind("which"), found.kind("unit"), bool(found.value("unit"))
    page = found.reading.page
    if page.name_at(found.token) is not None and page.form(found.token)[0].isupper():
        return None  # the programme "This Week"
    if which == "the":
        of_today = (qualified and unit != "day") or (unit == "weekend" and found.before in OPENING)
        return related(found, found.reading.today, unit, 0) if of_today else None
    if unit in ("minute", "hour") or (many and which not in ("last", "next")):
        return None
    if which in ("previous", "following", "same") or (which == "next" and unit in ("day", "morning", "night")):
        if many:
            return None
        return related(found, narrated(found, unit), unit, {"previous": -1, "same": 0}.get(which, 1))
    if which == "last" and (unit == "day" or found.behind == "of") and not many:
        return None  # "the last day of the trial"
    if many:
        return open_ended(found, which)
    if which == "last" and unit == "night":
        return overnight(found)
    return related(found, found.reading.today, unit, {"last": -1, "next": 1}.get(which, 0))


def related(found: Found, day: date | None, unit: str, step: int) -> Days:
    if day is None:
        return UNKNOWN
    if unit == "weekend" and (step or not found.has("which") or found.kind("which") == "the"):
        return calendar.weekend_near(day, step, ahead=found.ahead)
    return calendar.neighbour(day, "day" if unit in ("morning", "night") else unit, step)


def open_ended(found: Found, which: str) -> Days:
    """As in "recent days", "the coming weeks": one end is the report."""
    today = found.reading.today
    return Days(today, None) if which == "next" else Days(None, today)


def stretch(found: Found) -> Days | None:
    """As in "the past 24 hours", "the next two weeks", "recent days"."""
    which, today = found.kind("which"), found.reading.today
    if found.behind == "of":
        return None  # "the last two days of the trial"
    if today is None:
        return UNKNOWN
    if which == "recent" or found.kind("count") == "few":
        return open_ended(found, which)
    count = found.value("count")
    return calendar.stretch(today, found.kind("unit"), count if which == "next" else -count)


def decade(found: Found) -> Days:
    first = found.value("decade")
    days = calendar.years(first, first + 9)
    return calendar.third_of(days, found.kind("third")) if found.has("third") else days


def century(found: Found) -> Days:
    days = calendar.century(found.value("nth"))
    return calendar.third_of(days, found.kind("third")) if found.has("third") else days


def year_range(found: Found) -> Days | None:
    """As in "2014-2016"."""
    first, last = found.value("year"), found.value("last")
    if first not in LIKELY_YEARS or last not in LIKELY_YEARS or first > last:
        return None
    return calendar.years(first, last)


# ---------------------------------------------------------------- counted from another date
def steps(found: Found) -> Days | None:
    """As in "two days ago", "a week earlier", "the day before", "hours later"."""
    direction, unit, counted = found.kind("direction"), found.kind("unit"), found.has("count")
    if direction in ("before", "after") and _rules_over_what_follows(found):
        return None
    if not counted and not found.has("the") and not found.value("unit"):
        return None
    back = direction in ("ago", "earlier", "before")
    anchor = found.reading.today if direction == "ago" else narrated(found, unit, back=back)
    if anchor is None or found.before == "half":
        return UNKNOWN
    if found.kind("count") == "few":
        return Days(None, anchor) if back else Days(anchor, None)
    if not counted and found.value("unit"):  # "days earlier" are who knows how many, but hours are not
        return calendar.shifted(anchor, "hour", -1 if back else 1) if unit in ("minute", "hour") else UNKNOWN
    count = found.value("count") if counted else 1
    hour = found.reading.hour
    if direction == "ago" and unit == "hour" and hour is not None:
        return calendar.one(anchor + calendar.DAY * ((hour - count) // calendar.HOURS))
    return calendar.shifted(anchor, unit, -count if back else count)


def _rules_over_what_follows(found: Found) -> bool:
    """Whether as in "the day before the vote", which is counted from the vote."""
    page = found.reading.page
    token = page.token_at(found.reading.pieces.starts[found.place("direction")])
    return page.tokens[token].head > token and page.relation(token) in ("case", "mark")


def within_the(found: Found) -> Days:
    """As in "earlier in the day", "later in the week"."""
    unit = found.kind("unit")
    anchor = narrated(found, unit) or found.reading.today
    return UNKNOWN if anchor is None else calendar.unit_of(anchor, unit)


def narrated(found: Found, unit: str, *, back: bool = False) -> date | None:
    """The day that the text is at: the last date in the paragraph or the sentence before.

    From further away one counts on, but not back: what somebody said "a day earlier" he then said a day before what was
    said last, and what else was "a day earlier" was so a day before the report.
    """
    reading, page, here = found.reading, found.reading.page, found.span.start
    if reading.last_long is not None and unit in ("month", "year", "decade", "century"):
        return reading.last_long.last
    if reading.last is not None:
        place, days = reading.last
        near = page.paragraph(place) == page.paragraph(here) or page.sentence_at(here) - page.sentence_at(place) <= 1
        if near or not back:
            return days.first if back else days.last
    if back and found.is_said and reading.last_said is not None:
        return reading.last_said.last
    return reading.today if back else None


# ---------------------------------------------------------------- the table
# {a|b} is a word of one of these classes, NAME a pattern of `PARTS`; marks stand for themselves, spaces say nothing.
# A pattern that begins like another but goes on for longer stands before it.
PARTS: Mapping[str, str] = {
    "PERIOD": """(?: (?P<which> {this|last|next} )? (?: MONTH | (?P<season> {seasons} ) ) YEAR
               | (?: {the}? {year} )? (?P<year2> {yearnumber} )
               | {the|this}? (?P<which2> {this|last|next|previous|following|same|the} )
                 (?P<unit> {minute|hour|day|week|weekend|month|year|decade|century|morning|night} ) )""",
    "EDGE": "(?: {early|late|earlier|later} )?",
    "FIRST": "(?P<first> {digits|nth} )",
    "LAST": "(?P<last> {digits|nth} )",
    "MONTH": "(?P<month> {months} )",
    "YEAR": "(?: ,? {of}? (?P<year> {yearnumber} ) | {of}? (?P<whose> {this|last|next} ) {year} )?",
    "WEEKDAY": "(?: {weekdays} ,? )?",
    "THROUGH": "(?: DASH | {to|until|and} )",
    "THIRD": "(?: {the}? (?P<third> {early|mid|late} ) DASH? {of}? )?",
    "UNIT": "(?P<unit> {minute|hour|day|week|weekend|month|year|decade|century} )",
    "COUNT": "(?P<count> {numbers|digits|amount|yearnumber|few} )",
}
RULES: tuple[tuple[str, Resolve], ...] = (
    ("(?P<iso> {iso} )", written),
    ("WEEKDAY MONTH FIRST (?: DASH | {to|until} ) (?P<month2> {months} ) LAST YEAR", over_the_month),
    ("WEEKDAY MONTH {the}? FIRST THROUGH {the}? LAST YEAR", days_of_month),
    ("WEEKDAY MONTH {the}? FIRST YEAR", days_of_month),
    ("WEEKDAY {the}? FIRST THROUGH {the}? LAST {of}? MONTH YEAR", days_of_month),
    ("WEEKDAY {the}? (?: FIRST | (?P<first2> {ordinals} ) {of} ) {of}? MONTH YEAR", days_of_month),
    (
        "{the}? (?P<nth> {ordinals|last|nth} ) (?P<count> {numbers|digits|few} )?"
        " (?P<part> {day|week|month|half|quarter} ) {of} PERIOD",
        part_of_period,
    ),
    ("{the}? {day} (?P<side> {before|after} ) (?P<dayword> {yesterday|tomorrow} )", counted_from_today),
    ("EDGE (?P<dayword> {today|yesterday|tomorrow} )", counted_from_today),
    ("(?: COUNT | (?P<the> {the} ) )? UNIT (?P<direction> {ago|earlier|before|later|after} )", steps),
    ("{the|this}? (?P<which> {last|next} ) COUNT UNIT", stretch),
    ("(?P<which> {recent} ) UNIT", stretch),
    ("{earlier|later|early|late} {in} {the} UNIT", within_the),
    (
        "EDGE (?P<weekday> {weekdays} ) (?: {morning|night} )? {of}? (?P<whose> {this|last|next} ) (?P<week> {week} )",
        weekday,
    ),
    ("EDGE (?P<which> {this|last|next} )? (?P<weekday> {weekdays} )", weekday),
    ("(?P<year> {yearnumber} ) DASH (?P<last> {yearnumber} )", year_range),
    ("THIRD {the}? (?P<decade> {decadenumber} )", decade),
    ("THIRD {the}? (?P<nth> {ordinals|nth} ) DASH? {century}", century),
    ("THIRD PERIOD", period),
    ("(?P<edge> {earlier|later} ) PERIOD", period),
    ("{the} (?P<first> {nth} ) (?: {of} (?P<which> {this|last|the} ) {month} )?", nth),
    ("{overnight} (?! {to|on|from}? {the}? {weekdays|months|digits|nth} )", overnight),
    ("{now}", this_moment),
)


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the table as one over letters."""
    for name, part in PARTS.items():
        pattern = re.sub(rf"\b{name}\b", part.replace("\\", r"\\"), pattern)
    pattern = re.sub(r"\s+", "", pattern).replace(".", r"\.").replace("DASH", re.escape(DASH)).replace("BREAK", r"\n")
    return re.compile(re.sub(r"\{([^}]+)\}", _one_of, pattern))


def _one_of(classes: re.Match[str]) -> str:
    return "[" + "".join(LETTERS[name] for name in classes[1].split("|")) + "]"


PATTERNS: tuple[tuple[re.Pattern[str], Resolve], ...] = tuple(
    (compiled(pattern), resolve) for pattern, resolve in RULES
)
# All rules at once, to find quickly where one may begin; which rule it is tells the group.
ANY = re.compile(
    f"(?=[^{OTHER}{BREAK}])(?:"
    + "|".join(f"(?P<r{n}>{re.sub(r'[(][?]P<[a-z0-9]+>', '(?:', p.pattern)})" for n, (p, _) in enumerate(PATTERNS))
    + ")"
)
