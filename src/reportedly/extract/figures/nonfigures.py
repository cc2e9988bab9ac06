"""Numbers that count nothing: years, hours, ages, articles of a law, names with a number in them, scores."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reportedly.extract.numbers import Quantity
from reportedly.extract.page import Cover, Page
from reportedly.languages import load_list

CLOCK = re.compile(
    r"\s?(?:[ap]\.?\s?m\b|o['’]clock|(?:hours\s+)?(?:GMT|UTC|EST|CET)\b|hours\b|local time)", re.IGNORECASE
)
YEAR = re.compile(r"(?:1[0-9]|20|21)\d\d")
HOUR = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
OLDER_OR_YOUNGER = ("under ", "over ", "above ", "below ")
FIRST_OF_LIST = re.compile(r"\s?[.)\]]\s")
DIES = frozenset(("die", "dies", "died", "dying"))
OLDEST = 120
HIGHEST_SCORE = 20  # goals; more are not shot in a game
DAYS = 31
DASHES = frozenset("-–—")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labels:
    before: frozenset[str]  # "article", "flight", "aged"
    time_units: frozenset[str]
    months: frozenset[str]
    before_year: frozenset[str]
    won: frozenset[str]
    old: frozenset[str]
    always: frozenset[str]
    streets: frozenset[str]


@cache
def labels(language: str) -> Labels:
    words = load_list(language, "numbers")
    return Labels(
        before=words.forms("labels"),
        time_units=words.forms("time units"),
        months=words.forms("months"),
        before_year=words.forms("before a year"),
        won=words.forms("won"),
        old=words.forms("old"),
        always=words.forms("always labels"),
        streets=words.forms("streets"),
    )


def counts_nothing(page: Page, said: Labels, found: Quantity, number: int, counted: int | None, dates: Cover) -> bool:
    """Whether a number is none of the figures; `number` is its token, `counted` the noun it belongs to."""
    if found.vague is not None or found.times is not None:
        return counted is not None and page.word(counted) in said.time_units
    if dates.touches(found.number):
        return True
    digits = page.words(found.number)
    after = page.text[found.number.end : found.number.end + 14]
    plain_digits = (
        digits[:1].isdecimal()
        and digits[-1:].isdecimal()
        and "," not in digits
        and not found.money
        and found.unit is None
    )
    before = page.word(number - 1) if number > 0 else ""
    return (
        _is_duration(page, said, found, counted)
        or (plain_digits and digits.startswith("0") and len(digits) > 1)
        or (found.unit is None and CLOCK.match(after) is not None)
        or (plain_digits and _is_day_or_year(page, said, found, number, counted, before))
        or (plain_digits and _numbers_a_list(page, found, after))
        or _is_label(page, said, number, counted, before)
        or _is_age(page, said, found, number, counted)
        or _is_score(page, said, found, number, counted)
    )


def _is_duration(page: Page, said: Labels, found: Quantity, counted: int | None) -> bool:
    if counted is not None and page.word(counted) in said.time_units:
        return True
    n = page.range(found.number)[1]
    while n < len(page.tokens) and (
        page.word(n) in DASHES or page.word(n) in ("more", "other", "straight", "long", "full")
    ):
        n += 1
    return n < len(page.tokens) and page.word(n) in said.time_units


def _is_day_or_year(page: Page, said: Labels, found: Quantity, number: int, counted: int | None, before: str) -> bool:
    digits = page.words(found.number)
    after = page.word(number + 1) if number + 1 < len(page.tokens) else ""
    day = found.value is not None and found.value <= DAYS
    if day and (before in said.months or after in said.months):
        return not found.approximate
    if len(digits) != 4 or not digits.isdecimal() or found.span != found.number:
        return False
    if HOUR.fullmatch(digits) and before == "at" and counted is None:
        return True
    if not YEAR.fullmatch(digits):
        return False
    if counted is None:
        return (
            before in said.before_year
            or before in said.months
            or before in ("(", "/", "-", "–", ",", "[")
            or number == 0
        )
    noun = page.word(counted)
    return (
        counted < number
        or before in said.months
        or (page.tokens[counted].upos != "PROPN" and not noun.endswith(("s", "men", "people", "children")))
    )


def _numbers_a_list(page: Page, found: Quantity, after: str) -> bool:
    start = page.paragraphs[page.paragraph(found.number.start)].start
    lead = page.text[start : found.number.start].strip()
    return lead in ("", "(", "[", "-", "*", "•") and FIRST_OF_LIST.match(after) is not None


def _is_label(page: Page, said: Labels, number: int, counted: int | None, before: str) -> bool:
    if before == "." and number > 1:
        before = page.word(number - 2) + "."
    if before in said.always:
        return True
    if counted is not None and counted > number:
        return page.word(counted) in said.streets and page.tokens[counted].upos == "PROPN"
    before = before.rstrip(".")
    if before in said.before:
        return True
    at = number - 1
    if at >= 0 and page.word(at) in DASHES:
        at -= 1
    if at < 0 or page.sentence(at) != page.sentence(number):
        return False
    name = page.name_at(at)
    if name is not None and page.tokens[number].start < name.end and name.start < page.tokens[number].start:
        return name.kind != "place" or page.tokens[number].end < name.end  # the number is part of the name
    if name is not None:
        return name.kind != "place"  # "Khabar 24" against "Belarus 500"
    return page.tokens[at].upos == "PROPN" and page.tokens[number].relation in ("flat", "nmod:unmarked", "appos")


def _is_age(page: Page, said: Labels, found: Quantity, number: int, counted: int | None) -> bool:
    """ "Aged 45", "a girl of four", "Anna Berg, 45,", "he is 45"."""
    value = found.value
    if value is None or value > OLDEST or found.unit is not None:
        return False
    head, relation = page.tokens[number].head, page.relation(number)
    n = page.range(found.number)[1]
    if n + 1 < len(page.tokens) and page.word(n) in ("-", "years", "year") and page.word(n + 1) in said.old:
        return True
    if number > 1 and page.word(number - 1) == "at" and page.word(number - 2) in DIES:
        return True
    if counted is not None and counted < number - 1 and _closes_description(page, number, n):
        return True
    if counted is not None and counted != number:
        return False
    of_noun = head >= 0 and page.tokens[head].upos == "NOUN"
    if of_noun and relation in ("nmod", "obl") and page.words(found.span).lower().startswith(OLDER_OR_YOUNGER):
        return True  # "people over 60"
    if relation == "nmod" and head >= 0 and page.tokens[head].upos == "NOUN":
        case = page.child(number, "case")
        article = page.child(head, "det")
        if case is not None and page.word(case) == "of" and article is not None and page.word(article) in ("a", "the"):
            return page.word(head) in ("child", "boy", "girl", "man", "woman", "baby", "toddler", "age", "youth", "son")
    if number > 1 and page.word(number - 1) == ",":
        name = page.name_at(number - 2)
        closes = n >= len(page.tokens) or page.tokens[n].upos == "PUNCT"
        if name is not None and name.kind == "person" and closes:
            return True
    subject = page.child(number, "nsubj")
    return subject is not None and (
        page.word(subject) in ("he", "she", "i", "who") or getattr(page.name_at(subject), "kind", "") == "person"
    )


def _closes_description(page: Page, number: int, after: int) -> bool:
    """ "The singer, 29, said"."""
    closed = after < len(page.tokens) and page.word(after) == ","
    before = page.tokens[number - 2]
    return closed and page.word(number - 1) == "," and before.upos in ("NOUN", "PROPN") and before.head > number - 2


def _is_score(page: Page, said: Labels, found: Quantity, number: int, counted: int | None) -> bool:
    """A small range beside a game: "won 1-3"."""
    if found.best is not None or found.low is None or found.high is None or found.high > HIGHEST_SCORE:
        return False
    if counted is not None and counted != number:
        return False
    first, last = page.parsed.sentences[page.sentence(number)]
    return any(page.word(n) in said.won for n in range(first, last))
