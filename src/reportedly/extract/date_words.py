"""The words of dates as letters: a text becomes a string over which the grammar of dates is a table of patterns.

Each class of words (a section of dates.txt, or something written in digits) is one letter.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from reportedly.extract.calendar import MONTHS
from reportedly.extract.page import Page
from reportedly.languages import load_list
from reportedly.model import Span

# ---------------------------------------------------------------- words to letters
# Sections of dates.txt whose words are classes of the grammar; the value of a word is its place among the entries of
# `NUMBERED` sections, and for a unit whether it is one (0) or more (1).
UNITS = ("minute", "hour", "day", "week", "weekend", "month", "year", "decade", "century")
NUMBERED = ("months", "weekdays", "seasons", "numbers", "ordinals")
PLAIN = (
    *("half", "quarter", "morning", "night", "today", "yesterday", "tomorrow", "overnight", "now"),
    *("this", "last", "next", "previous", "following", "same", "recent", "ago", "earlier", "before", "later", "after"),
    *(
        "early",
        "mid",
        "late",
        "on",
        "in",
        "for",
        "since",
        "until",
        "by",
        "from",
        "to",
        "between",
        "of",
        "the",
        "and",
        "few",
    ),
)
# Classes of what is written in digits.
DIGITS = ("iso", "clock", "digits", "nth", "amount", "yearnumber", "decadenumber")
DASH, BREAK, OTHER = "-", "\n", "_"
CLASSES = (*UNITS, *NUMBERED, *PLAIN, *DIGITS)
# Several sections have "last", "that" …; the letters are given out by name, in this order.
LETTERS: Mapping[str, str] = dict(zip(CLASSES, string.ascii_letters + string.digits, strict=False))
NAMES: Mapping[str, str] = {letter: name for name, letter in LETTERS.items()}
DASHES = "-–—−‑"
MARKS = frozenset(".,:;()")

PIECE = re.compile(
    r"(?P<iso>(?<![\w.-])\d{4}-\d\d-\d\d(?![\d-])|(?<![\w./])\d{1,2}(?P<mark>[./])\d{1,2}(?P=mark)\d{4}(?![\w/]))"
    r"|(?P<clock>\b\d{1,2}:\d\d\b)|\d+(?:[.,]\d+)+|(?P<digits>\d+)(?P<after>[^\W\d_]*)|[^\W\d_]+|\n|[^\w\s]|_"
)
NTH = frozenset({"st", "nd", "rd", "th"})
EARLIEST, LATEST = 1000, 2199  # a number of four digits outside of these is no year
LIKELY_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """Dates in a language: class and value by word, and what may follow a word that opens a longer expression."""

    classes: Mapping[str, tuple[str, int]]
    longer: Mapping[str, tuple[tuple[str, str, int], ...]]  # by first word: (phrase, class, value), longest first
    dotted: frozenset[str]  # abbreviations, with their full stop
    telling: frozenset[str]  # in lower case, every word that may have a class; of a hundred words, ninety are none
    will: frozenset[str]  # auxiliaries of the future
    due: frozenset[str]  # said of what is still to come: "scheduled"
    plan: frozenset[str]  # what rules over "to": "plans to meet"


@cache
def vocabulary(language: str) -> Vocabulary:
    """Raises `ReportedlyError` for a language without the list."""
    words = load_list(language, "dates")
    classes: dict[str, tuple[str, int]] = {}
    longer: dict[str, list[tuple[str, str, int]]] = {}
    for section in (*UNITS, *NUMBERED, *PLAIN):
        for place, entry in enumerate(words.entries(section)):
            for n, form in enumerate(entry):
                value = place + (section in ("months", "numbers", "ordinals")) if section in NUMBERED else min(n, 1)
                if " " in form:
                    longer.setdefault(form.split()[0], []).append((form, section, value))
                else:
                    classes.setdefault(form, (section, value))
    dotted = frozenset(form for form in classes if form.endswith("."))
    return Vocabulary(
        classes=classes,
        longer={first: tuple(sorted(those, key=lambda t: -len(t[0]))) for first, those in longer.items()},
        dotted=dotted,
        telling=frozenset(form.lower() for form in (*classes, *longer, *(form[:-1] for form in dotted))),
        will=words.forms("will"),
        due=words.forms("due"),
        plan=words.forms("plan"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """A text as letters, and for each letter where it stands and what it is worth."""

    letters: str
    starts: Sequence[int]
    ends: Sequence[int]
    values: Mapping[int, int]  # by place, where there is one

    def kind(self, place: int) -> str:
        """The class of a word, a mark as it is, `BREAK` beyond the text."""
        if not 0 <= place < len(self.letters):
            return BREAK
        return NAMES.get(self.letters[place], self.letters[place])

    def span(self, first: int, end: int) -> Span:
        return Span(self.starts[first], self.ends[end - 1])


def pieces_of(page: Page, words: Vocabulary) -> Pieces:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    values: dict[int, int] = {}
    classes, longer, telling, text, skip_to = words.classes, words.longer, words.telling, page.text, 0
    for match in PIECE.finditer(text):
        start, end = match.span()
        if start < skip_to:
            continue
        piece = match.group()
        found: tuple[str, int] | None
        if piece[0].isalpha():
            lower = piece.lower()
            if lower not in telling:
                letters.append(OTHER)
                starts.append(start)
                ends.append(end)
                continue
            found = classes.get(piece) or classes.get(lower)
            if found is None and piece.isupper():
                found = classes.get(piece.capitalize())
            if lower in longer:
                for phrase, section, value in longer[lower]:
                    if (
                        text[start : start + len(phrase)].lower() == phrase
                        and not text[start + len(phrase) : start + len(phrase) + 1].isalnum()
                    ):
                        found, end = (section, value), start + len(phrase)
                        break
            if text[end : end + 1] == "." and piece + "." in words.dotted:
                found, end = classes[piece + "."], end + 1
            if found is not None and not _is_meant(page, found[0], start, end):
                found = None
        elif piece[0].isdigit():
            found = _number(page, match, "".join(letters[-2:]))
        else:
            letters.append(DASH if piece in DASHES else piece if piece in MARKS or piece == BREAK else OTHER)
            starts.append(start)
            ends.append(end)
            continue
        if found is not None:
            values[len(letters)] = found[1]
        letters.append(LETTERS[found[0]] if found is not None else OTHER)
        starts.append(start)
        ends.append(end)
        skip_to = end
    return Pieces(letters="".join(letters), starts=starts, ends=ends, values=values)


# Words of these may be part of a name: Theresa May, USA Today, Bloody Sunday.
NAMES_TOO = frozenset(("months", "weekdays", "seasons", "today", "yesterday", "tomorrow"))


def _is_meant(page: Page, section: str, start: int, end: int) -> bool:
    """Whether a word that may be a month, a day or a season is one here, and not "may", "march", or Theresa May."""
    if section not in NAMES_TOO:
        return True
    token = page.token_at(start)
    if page.tokens[token].upos in ("VERB", "AUX"):
        return False
    name = page.name_at(token)
    return name is None or (name.kind == "other" and name.start == start) or (name.start, name.end) == (start, end)


def _number(page: Page, match: re.Match[str], before: str) -> tuple[str, int] | None:
    """Class and value of a number; `before` are the letters of the two words before it."""
    if match["iso"]:
        return "iso", _written_day(match["iso"])
    if match["clock"]:
        return "clock", 0
    if match["digits"] is None or len(match["digits"]) > 4:
        return None
    number, after = int(match["digits"]), match["after"].lower()
    if after in NTH:
        return "nth", number
    if after == "s" and len(match["digits"]) == 4 and number % 10 == 0 and EARLIEST <= number <= LATEST:
        return "decadenumber", number
    if after:
        return None
    counts = _counts_something(page, match.start()) and not ON_MONTH.match(before)
    if len(match["digits"]) == 4 and EARLIEST <= number <= LATEST and not (counts and not _the(page, match.start())):
        return "yearnumber", number
    return ("digits", number) if 1 <= number <= 31 and len(match["digits"]) < 3 and not counts else ("amount", number)


# "On January 5 people …" is a day, "in January 5 people …" is not.
ON_MONTH = re.compile(
    f"[{''.join(LETTERS[name] for name in ('on', 'since', 'until', 'by', 'from'))}]{LETTERS['months']}"
)


def _counts_something(page: Page, start: int) -> bool:
    """Whether a number says how many of the noun behind it."""
    token = page.token_at(start)
    head = page.tokens[token].head
    if head <= token or page.relation(token) != "nummod" or page.tokens[head].upos not in ("NOUN", "PROPN", "SYM"):
        return False
    return all(page.tokens[n].upos not in ("PUNCT", "CCONJ", "ADP", "VERB") for n in range(token + 1, head))


def _the(page: Page, start: int) -> bool:
    """Whether an article or possessive stands right before: "the 2019 elections" are no 2019 of them."""
    token = page.token_at(start)
    return token > 0 and page.tokens[token - 1].upos in ("DET", "PRON") and page.tokens[token].start == start


def _written_day(words: str) -> int:
    """An ordinal of `datetime.date`; 0 where the day is not told: 5/6/2022 is in May or in June."""
    numbers = [int(number) for number in re.split(r"[-./]", words)]
    if "-" in words:
        year, month, day = numbers
    else:
        day, month, year = numbers
        if "/" in words and month > MONTHS:
            day, month = month, day
        elif "/" in words and day <= MONTHS and day != month:
            return 0
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return 0
