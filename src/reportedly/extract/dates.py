"""When: every date and relative expression of a report as an interval of days, and which of them is a claim's.

A date is found by the grammar (`date_rules`), then widened by the words around it: "since", "overnight into",
"from … to".  Nothing is invented: what the text and the report's date do not tell stays None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reportedly.extract import calendar
from reportedly.extract.calendar import UNKNOWN, Days
from reportedly.extract.date_rules import ANY, PATTERNS, SHORT, Found, Reading, compiled, weekday, written
from reportedly.extract.date_words import Pieces, pieces_of, vocabulary
from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page, overlap
from reportedly.extract.tense import Future, event_of
from reportedly.model import Problem, Span, Spans, Time

STAGE = "dates"
NO_REPORT_DATE = (
    "the date of the report is not known, so dates counted from it stay open ({words}); give it with --published"
)
SHOWN = 3  # such dates named in the problem
PUBLISHED = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d))?")

# ---------------------------------------------------------------- the words around a date
FURTHEST_BACK = 8  # words: "until late in the night of the"
AROUND = compiled(
    """(?P<prep> {on|in|for|since|until|by|from|before|after|between} )? {the}?
    (?: (?P<night> {overnight} ) (?: (?P<into> {to} ) | {on|in|from} )? {the}?
      | EDGE {the}? (?: (?P<night2> {night} ) | {morning} ) (?: (?P<into2> {to} ) | {of|on|in|from} ) {the}? )? \\Z"""
)
PART_OF_DAY = compiled("{morning|night}")
BETWEEN = compiled("(?: (?P<range> DASH | {to|until} ) | (?P<and> {and} ) ) {the}? \\Z")
# A date that opens a line heads an entry where one of these follows: "12 January 2022, 14:05", "Jan. 7:".
HEADS = compiled("(?: ,? {clock} | : | DASH | BREAK | \\Z )")
OPENS_LINE = compiled("(?: \\A | BREAK ) (?: {clock} (?: , | DASH )? )? \\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date on its way: from which word to which, its days, and what may still change them."""

    first: int
    end: int
    core: int  # the first word of the date itself
    days: Days
    prep: str = ""
    describes: bool = False  # stands before its noun: the preposition is that noun's
    of_noun: bool = False
    weekday: bool = False
    open: bool = False  # for want of the report's date


def dates_of(page: Page, words: Lexicon, published: str | None) -> tuple[tuple[Time, ...], tuple[Problem, ...]]:
    """Dates in the order of the text, and one problem where some stay open because `published` is not known.

    `published` is ISO 8601, with or without time and zone; its day counts as it is written.  Both ends of a date are
    None where the text does not tell them.
    """
    known = vocabulary(words.certainty.language)
    today, hour = report_date(published)
    reading = Reading(
        page=page,
        said=words.reporting,
        future=Future(will=known.will, due=known.due, plan=known.plan),
        pieces=pieces_of(page, known),
        today=today,
        hour=hour,
    )
    found = apart(without_foreign_preposition(one) for one in joined(reading.pieces, read(reading)))
    spans = [reading.pieces.span(one.first, one.end) for one in found]
    times = tuple(as_time(span, widened(one)) for span, one in zip(spans, found, strict=True))
    return times, still_open(page, [span for span, one in zip(spans, found, strict=True) if one.open])


def apart(found: Iterable[Dated]) -> list[Dated]:
    """Of dates that share words the longer one: "overnight overnight" is one."""
    out: list[Dated] = []
    for one in sorted(found, key=lambda one: (one.first, -one.end)):
        if not out or one.first >= out[-1].end:
            out.append(one)
        elif one.end - one.first > out[-1].end - out[-1].first:
            out[-1] = one
    return out


def report_date(published: str | None) -> tuple[date | None, int | None]:
    """Day and hour as written; what is no date is as good as none."""
    stated = PUBLISHED.match(published or "")
    if stated is None:
        return None, None
    try:
        return date.fromisoformat(stated[1]), int(stated[2]) if stated[2] else None
    except ValueError:
        return None, None


def still_open(page: Page, spans: Sequence[Span]) -> tuple[Problem, ...]:
    if not spans:
        return ()
    shown = ", ".join(f"“{page.words(span)}”" for span in spans[:SHOWN]) + (", …" if len(spans) > SHOWN else "")
    return (Problem(stage=STAGE, message=NO_REPORT_DATE.format(words=shown), span=spans[0]),)


def as_time(span: Span, days: Days) -> Time:
    return Time(span=span, start=iso(days.first), end=iso(days.last))


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# ---------------------------------------------------------------- finding
def read(reading: Reading) -> Iterator[Dated]:
    """The dates in the order of the text, each read with what those before it said."""
    letters, at = reading.pieces.letters, 0
    while (match := ANY.search(letters, at)) is not None:
        result = first_that_holds(reading, match.start(), int(str(match.lastgroup)[1:]))
        if result is None:
            at = match.start() + 1
            continue
        found, days, n = result
        dated = with_words_around(found, days)
        at = dated.end
        remember(reading, found, dated.days)
        is_day = PATTERNS[n][1] is weekday
        open_ = reading.today is None and days == UNKNOWN and PATTERNS[n][1] is not written
        yield replace(dated, weekday=is_day, open=open_)


def first_that_holds(reading: Reading, start: int, rule: int) -> tuple[Found, Days, int] | None:
    """The first rule, from `rule` on, that finds a date at `start`."""
    for n in range(rule, len(PATTERNS)):
        pattern, resolve = PATTERNS[n]
        match = pattern.match(reading.pieces.letters, start)
        if match is not None:
            found = Found(match=match, reading=reading)
            try:
                days = resolve(found)
            except (ValueError, OverflowError):  # the 30th of February, a thousand centuries ago
                days = UNKNOWN
            if days is not None:
                return found, days, n
    return None


def with_words_around(found: Found, days: Days) -> Dated:
    """With the preposition before it and the part of the day before or behind."""
    letters, first, end = found.reading.pieces.letters, found.match.start(), found.match.end()
    if PART_OF_DAY.match(letters, end):
        end += 1
    around = AROUND.search(letters, max(0, first - FURTHEST_BACK), first)
    if around is None:
        return Dated(first=first, core=first, end=end, days=days, describes=found.describes)
    into, night = (around[name] or around[name + "2"] for name in ("into", "night"))
    if night and (into or around["night"]):
        days = through_the_night(days, into=bool(into))
    prep = found.reading.pieces.kind(around.start("prep")) if is_preposition(found, around) else ""
    if found.has("last") and prep in ("from", "between"):
        prep = "on"  # "from January 4 to 7" has both its ends
    begin = around.start() if prep else around.start() + bool(around["prep"])
    if not prep and around.end() - begin == 1 and not around["night"]:
        begin = first  # a mere article
    a_day = prep == "on" and found.has("month") and found.has("first")  # "on January 5 people marched"
    return Dated(
        first=begin,
        core=first,
        end=end,
        days=days,
        prep=prep,
        describes=found.describes and not a_day,
        of_noun=of_noun(found),
    )


def is_preposition(found: Found, around: re.Match[str]) -> bool:
    """Not the particle of a verb: "went on overnight"."""
    if not around["prep"]:
        return False
    page = found.reading.page
    token = page.token_at(found.reading.pieces.starts[around.start("prep")])
    return page.tokens[token].relation not in ("compound:prt", "advmod")


def of_noun(found: Found) -> bool:
    """Whether the date tells more of a noun: "the letter from Monday" is not from Monday on."""
    return found.reading.page.relation(found.token) == "nmod"


def through_the_night(days: Days, *, into: bool) -> Days:
    """ "Overnight into Friday" begins on Thursday; "overnight on Friday" may end on Saturday."""
    try:
        if into:
            return Days(days.first and days.first - calendar.DAY, days.first and days.last)
        return Days(days.first, days.last and days.last + calendar.DAY)
    except OverflowError:
        return UNKNOWN


def remember(reading: Reading, found: Found, days: Days) -> None:
    """What later dates are counted from; a date that heads an entry is the report's date for what follows."""
    if days.first is None or days.last is None:
        return
    reading.last_long = days
    if (days.last - days.first).days < SHORT:
        reading.last = (found.span.start, days)
        if found.is_said:
            reading.last_said = days
        if days.first == days.last and heads_an_entry(reading.pieces, found):
            reading.today, reading.hour = days.first, None
    if found.has("year") and found.has("month"):
        reading.of_year = (reading.page.paragraph(found.span.start), found.value("month"), found.value("year"))


def heads_an_entry(pieces: Pieces, found: Found) -> bool:
    if not (found.has("first") or found.has("iso")) or HEADS.match(pieces.letters, found.match.end()) is None:
        return False
    begin = found.match.start()
    return OPENS_LINE.search(pieces.letters, max(0, begin - 3), begin) is not None


# ---------------------------------------------------------------- from one to another
def joined(pieces: Pieces, dates: Iterator[Dated]) -> Iterator[Dated]:
    """Two dates that are the ends of one: "from Monday to Friday", "between January 30 and February 2"."""
    waiting: Dated | None = None
    for dated in dates:
        if waiting is not None and (both := as_one(pieces, waiting, dated)):
            waiting = both
            continue
        if waiting is not None:
            yield waiting
        waiting = dated
    if waiting is not None:
        yield waiting


def as_one(pieces: Pieces, left: Dated, right: Dated) -> Dated | None:
    begin = right.first + (right.prep == "until")
    between = BETWEEN.match(pieces.letters, left.end, begin)
    if between is None or (right.prep and right.prep != "until"):
        return None
    if between["and"] and left.prep != "between":
        return None
    return replace(
        right, first=left.first, days=from_to(left, right), prep="", describes=False, open=left.open or right.open
    )


def from_to(left: Dated, right: Dated) -> Days:
    first, last = left.days.first, right.days.last
    if first is None or last is None:
        return Days(first, last)
    if first > last and left.weekday:  # the Monday before that Friday
        first -= calendar.DAY * calendar.WEEK
    return Days(first, last) if first <= last else UNKNOWN


def without_foreign_preposition(dated: Dated) -> Dated:
    """In "after Friday's vote" and "since the 2019 elections" the preposition is not the date's."""
    return replace(dated, first=dated.core, prep="") if dated.describes else dated


def widened(dated: Dated) -> Days:
    """Open at the end that the preposition leaves open."""
    first, last = dated.days
    if dated.prep in ("since", "after") or (dated.prep == "from" and not dated.of_noun):
        return Days(last if dated.prep == "after" else first, None)
    if dated.prep in ("until", "by"):
        return Days(None, last)
    return Days(None, first) if dated.prep == "before" else dated.days


# ---------------------------------------------------------------- the time of a claim
def time_of(page: Page, words: Lexicon, dates: Sequence[Time], spans: Spans) -> Time | None:
    """When what is claimed happened, where the claim says so: the date of its main predicate, else its only date.

    The day on which somebody said it is not its time.
    """
    inside = [one for one in dates if any(overlap(one.span, span) == one.span.end - one.span.start for span in spans)]
    if not inside:
        return None
    events = [event_of(page, _carrier(page, one), words.reporting) for one in inside]
    main = main_predicate(page, spans)
    own = [one for one, event in zip(inside, events, strict=True) if event is not None and event == main]
    if own:
        return own[0]
    [only, *others], event = inside, events[0]
    told = event is not None and page.word(event) in words.reporting
    return None if others or told else only


def _carrier(page: Page, one: Time) -> int:
    head = page.head_of(one.span)
    return page.token_at(one.span.end - 1) if head is None else head


def main_predicate(page: Page, spans: Spans) -> int | None:
    """The token that governs most of the claim's first piece."""
    return next((head for span in spans if (head := page.head_of(span)) is not None), None)
