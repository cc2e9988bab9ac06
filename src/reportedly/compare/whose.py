"""Who is behind a description: "a senior prosecutor" who gave a number, and the name that others give for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter

from reportedly.compare.documents import is_document
from reportedly.compare.memory import Memory
from reportedly.compare.order import number_of_day
from reportedly.compare.owned import Owners
from reportedly.compare.retellings import STEM
from reportedly.compare.series import days_between
from reportedly.compare.statements import Entities, Given
from reportedly.compare.values import close, is_round, most_told
from reportedly.model import Ledger

WORD = re.compile(r"[^\W\d_]+")
FEW_DAYS = 7  # in which a count is given again: "on Monday" may be the day it was told
SMALL = 5  # numbers up to this are met by chance
NAME_INSIDE = re.compile(r"\s[A-Z]")
ARTICLE = re.compile(r"[Tt]he\s+")
THERE = " there"  # "officials there": of the body just named
# Words of a description that tell no body from another, as their beginnings: an official is of no office for sure.
GENERAL = frozenset(
    ("a", "an", "the", "of", "his", "her", "its", "their", "senio", "some", "other", "city", "new", "offic")
)


def with_originators(
    rows: Sequence[Given], ledgers: Sequence[Ledger], entities: Entities, memory: Memory | None = None
) -> list[Given]:
    """The statements, with the name behind a description where it can be told.

    "His office", "its press service" are told by whose they are, "the list" by who issued it.  Any other description
    ("a senior prosecutor") is the named body that gave the same number, in its own report or another, where one alone
    did whose name or description there shares a word with it; in the opening of a report it is who is named after it,
    if the post fits, and of a headline if the number does.
    """
    owners = Owners(ledgers, entities, memory or Memory())
    known = _carried_on([_with_owner(row, owners) for row in rows], owners)
    by_report = _by_report(known)
    told = _throughout(known, _by_number([_as_later_named(row, by_report[row.report], owners) for row in known]))
    return [_without_article(row) for row in told]


def _by_report(rows: Sequence[Given]) -> dict[str, list[Given]]:
    out: dict[str, list[Given]] = defaultdict(list)
    for row in rows:
        out[row.report].append(row)
    return out


# ---------------------------------------------------------------- by whose it is
def _with_owner(row: Given, owners: Owners) -> Given:
    if row.originator is None or row.originator_entity is not None or row.claim is None:
        return row
    source = row.claim.sources[-1]
    behind = owners.behind(row.report, source) or (owners.issuer(row.report) if is_document(source.name) else None)
    return row if behind is None else _named(row, behind.name, behind.entity)


def _carried_on(rows: Sequence[Given], owners: Owners) -> list[Given]:
    """Figures that a report gives on nobody's word, but as one that it gave just before: on the word of that one.

    "These came from the same source"; "over 4,400 were held, the ministry said; at the moment their number is 4,404";
    "the death count of 26 was the same".
    """
    out: list[Given] = []
    before: list[Given] = []  # of this report
    for row in rows:
        if before and before[-1].report != row.report:
            before = []
        if row.originator is None and not row.chain:
            one = _goes_on_from(row, before, owners)
            row = row if one is None else _on_the_word_of(row, one)
        if row.originator is not None:
            before.append(row)
        out.append(row)
    return out


def _goes_on_from(row: Given, before: Sequence[Given], owners: Owners) -> Given | None:
    """The figure on somebody's word that one on nobody's word takes up."""
    near = bool(before) and owners.in_one_paragraph(before[-1], row)
    if near and (_more_exactly(before[-1], row) or owners.from_same_source(row)):
        return before[-1]
    same = [one for one in before if _number(one) == _number(row)]
    told_again = same and owners.says_unchanged(row) and len({one.whose for one in same}) == 1
    return same[-1] if told_again else None


def _on_the_word_of(row: Given, one: Given) -> Given:
    return replace(
        row,
        originator=one.originator,
        originator_entity=one.originator_entity,
        originator_kind=one.originator_kind,
        chain=one.chain,
    )


def _more_exactly(before: Given, row: Given) -> bool:
    """Whether a count is the one before without its rounding: "over 4,400", then 4,404."""
    one, other = before.figure, row.figure
    return (
        (one.measure, before.place) == (other.measure, row.place)
        and (one.high is None or one.approximate)
        and one.best is not None
        and other.best is not None
        and one.best <= other.best
        and is_round(one.best)
        and not is_round(other.best)
        and close(one, other)
    )


# ---------------------------------------------------------------- by who is named later
def _as_later_named(row: Given, beside: Sequence[Given], owners: Owners) -> Given:
    """ "A senior prosecutor" of the opening is the prosecutor named after it; a headline's is who gives its number."""
    if not _is_open(row) or row.originator_kind != "person" or not row.opens:
        return row
    for one in beside:
        if one.originator_entity is None or one.originator_kind != "person":
            continue
        if one.figure.span.start < row.figure.span.start:
            return row
        titles = " ".join(post.title for post in owners.posts(row.report, one.originator_entity))
        summed_up = one.value == row.value and owners.in_headline(row)
        if summed_up or _stems(row.originator or "") & _stems(titles):
            return _as(row, one)
    return row


# ---------------------------------------------------------------- by the number
def _by_number(rows: Sequence[Given]) -> list[Given]:
    by_report = _by_report(rows)
    named: dict[tuple[object, ...], _Named] = defaultdict(_Named)
    for row in rows:
        if row.originator is not None:
            named[_number(row)].add(row)
    return [_as_others_say(row, by_report[row.report], named[_number(row)]) for row in rows]


class _Named:
    """Those on whose word one number is given, by day: one of each name, description, place and day."""

    def __init__(self) -> None:
        self._known: set[tuple[object, ...]] = set()
        self._on: dict[int | None, list[tuple[int, Given]]] = defaultdict(list)

    def add(self, row: Given) -> None:
        key = (row.whose, row.described, row.place, row.day)
        if key not in self._known:
            self._known.add(key)
            self._on[_day(row)].append((len(self._known), row))

    def of_one_event(self, row: Given) -> list[Given]:
        """Those that may be about what is counted there, in the order in which they were added."""
        day = _day(row)
        days = self._on if day is None else (*range(day - FEW_DAYS, day + FEW_DAYS + 1), None)
        near = sorted(((n, one) for on in days for n, one in self._on.get(on, ())), key=itemgetter(0))
        return [one for _, one in near if _may_be_of_one_event(row, one)]


def _day(row: Given) -> int | None:
    return number_of_day(row.day[:10]) if row.day else None


def _number(row: Given) -> tuple[object, ...]:
    """What a figure counts, and the number, "at least" or not; of "dozens" the word."""
    number = most_told(row.figure)
    return row.figure.measure, (row.figure.vague or "").lower() if number is None else number


def _as_others_say(row: Given, beside: Sequence[Given], others: _Named) -> Given:
    """The statement on the word of the one who gave the same number: in its own report, else in any, if it tells."""
    if not _is_open(row):
        return row
    named = _named_among((one for one in beside if _number(one) == _number(row)), row)
    if named is None and row.figure.best is not None and row.figure.best > SMALL:
        named = _named_among(others.of_one_event(row), row)
    return row if named is None else _as(row, named)


def _named_among(given: Iterable[Given], row: Given) -> Given | None:
    """The one who is named there, and whom a description may mean."""
    named = [one for one in given if _tells_more(one, row) and _may_be(row, one)]
    return named[0] if len({one.whose for one in named}) == 1 else None


def _may_be_of_one_event(row: Given, one: Given) -> bool:
    """Whether two counts may be one: of the same days, and not of two places."""
    return days_between(row, one) <= FEW_DAYS and (None in (row.place, one.place) or row.place == one.place)


def _throughout(before: Sequence[Given], told: Sequence[Given]) -> list[Given]:
    """Who was found behind a description by one number is behind it in all of that report."""
    found: dict[tuple[str, str | None], list[Given]] = defaultdict(list)
    for old, row in zip(before, told, strict=True):
        if _is_open(old) and old.originator != row.originator:
            found[row.report, old.originator].append(row)
    out = []
    for row in told:
        named = found[row.report, row.originator] if _is_open(row) else []
        out.append(_as(row, named[0]) if len({one.whose for one in named}) == 1 else row)
    return out


def _tells_more(one: Given, row: Given) -> bool:
    """Whether a source has a name, or its description holds one: "the Almaty commandant" beside "the commandant"."""
    if one.originator_entity is not None:
        return True
    return bool(NAME_INSIDE.search(one.originator or "")) and not NAME_INSIDE.search(row.originator or "")


def _may_be(row: Given, one: Given) -> bool:
    """Whether a description may mean a named body: they share the beginning of a word that says something.

    A document ("the list") speaks for whoever gave its numbers.
    """
    if is_document(row.originator or ""):
        return True
    called = row.originator or ""
    if called.endswith(THERE):
        return one.report == row.report and one.originator_kind == "organisation"
    return bool(_stems(called) & _stems(" ".join((one.originator or "", *one.described))))


@lru_cache(maxsize=50_000)
def _stems(words: str) -> frozenset[str]:
    return frozenset(word.lower()[:STEM] for word in WORD.findall(words)) - GENERAL


# ---------------------------------------------------------------- what is told
def _is_open(row: Given) -> bool:
    """Whether somebody is said to have given the number of whom only a description is known so far."""
    return row.originator is not None and row.originator_entity is None and not row.described


def _without_article(row: Given) -> Given:
    """ "The Almaty commandant's office" and "Almaty commandant's office" are one."""
    if not _is_open(row) or row.originator is None or not ARTICLE.match(row.originator):
        return row
    name = ARTICLE.sub("", row.originator, count=1)
    return replace(row, originator=name, chain=(*row.chain[:-1], name))


def _as(row: Given, one: Given) -> Given:
    return _named(row, one.originator, one.originator_entity) if one.originator else row


def _named(row: Given, name: str, entity: str | None) -> Given:
    """The statement on the word of a name; what the report calls it is kept among the descriptions."""
    called = (row.originator,) if row.originator else ()
    return replace(
        row,
        originator=name,
        originator_entity=entity,
        chain=(*row.chain[:-1], name),
        described=(*row.described, *called),
    )
