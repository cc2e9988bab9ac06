"""Number words to values: "5,969", "twenty-six", "about 20 thousand", "between 40 and 50", "dozens".

Works on the bare text.  What a number is written as is told here; whether it counts anything, elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

from reportedly.extract.lexicon import by_first_word
from reportedly.languages import WordList, load_list
from reportedly.model import Number, Span

PIECE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
WELL_FORMED = re.compile(r"\d+|\d+[.,]\d+|\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?")
DASHES = frozenset("-–—‑−")
SHARE = re.compile(r"\d+\.\d{3}")
THIN_SPACES = frozenset((" ", "\u00a0", "\u2009", "\u202f"))  # what stands between the thousands of "1 237"
TELEPHONE = DASHES | {"(", ")"}  # what stands between the figures of a telephone number
ASKING = frozenset(("how", "so", "too", "as", "very", "that"))  # before "many" and "few": a question, a degree
ARTICLES = frozenset(("a", "an"))
LONGEST_APPROXIMATOR = 5  # words
LONGEST_NUMBER = 15  # characters; longer ones are keys and serial numbers
OF_A_HUNDRED = frozenset(("percent", "per", "pct", "%", "percentage", "points"))
ROUND = frozenset(map(Decimal, (3, 4, 5, 6, 7, 8, 9, 10, 20, 100, 1000)))  # wholes of "one in five"
AND_A_HALF = ("and", "a", "half")
FAR = 3  # "three or four" is a range, "3 or 400" two numbers

Phrases = dict[str, tuple[tuple[str, ...], ...]]
Bound = Literal["about", "at least", "at most", "exactly"]
Kind = Literal["number", "vague", "where it matters", "times"]


class Piece(NamedTuple):
    word: str  # in lower case
    start: int
    end: int


class Pieces:
    """The words, numbers and marks of a text; made a piece at a time, for most of them are never asked about."""

    __slots__ = ("_spans", "words")

    def __init__(self, text: str) -> None:
        lower = text.lower()
        same = len(lower) == len(text)  # "İ" in lower case is two characters
        self.words = PIECE.findall(lower) if same else [word.lower() for word in PIECE.findall(text)]
        self._spans = [match.span() for match in PIECE.finditer(text)]

    def __len__(self) -> int:
        return len(self.words)

    def __getitem__(self, n: int) -> Piece:
        return Piece(self.words[n], *self._spans[n])

    def said(self, first: int, end: int) -> tuple[str, ...]:
        """The words from `first` on, as far as there are any."""
        return tuple(self.words[max(0, first) : end])

    def word(self, n: int) -> str:
        """A word, "" before the first and behind the last."""
        return self.words[n] if 0 <= n < len(self.words) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as a text puts it; the conventions of `low`, `best`, `high` and `vague` are those of `Figure`."""

    span: Span  # with approximator and unit
    number: Span  # without
    kind: Kind = "number"
    low: Number | None = None
    best: Number | None = None
    high: Number | None = None
    vague: str | None = None
    approximate: bool = False
    times: Number | None = None  # the figure before it, so many times over
    unit: str | None = None  # "USD", "percent", "fraction"
    money: bool = False

    @property
    def value(self) -> Number | None:
        """The number itself, whatever its direction; the upper end of a range."""
        return self.best if self.best is not None else self.high


@cache
def grammar(language: str) -> Grammar:
    """The number grammar of a language, built once per process."""
    return Grammar(load_list(language, "numbers"), load_list(language, "measures"))


def quantities_in(text: str, language: str = "en") -> tuple[Quantity, ...]:
    """Every number of a text in order: digits, words and vague words, dates and names with numbers among them."""
    return tuple(grammar(language).quantities(text))


class Grammar:
    """How numbers are put in one language."""

    def __init__(self, numbers: WordList, measures: WordList) -> None:
        self.small, self.tens, self.scales, self.parts = (
            {form: Decimal(entry[0]) for entry in numbers.entries(section) for form in entry[1:]}
            for section in ("small", "tens", "scales", "parts")
        )
        self.ordinals = numbers.forms("ordinals")
        self.bounds: dict[tuple[str, ...], Bound] = {}
        for bound in ("about", "at least", "at most", "exactly"):
            for form in numbers.forms(bound):
                self.bounds[in_pieces(form)] = bound
        self.last_of_bounds = frozenset(phrase[-1] for phrase in self.bounds)
        self.behind: dict[Bound, Phrases] = {
            "at least": phrases(numbers, "at least behind"),
            "at most": phrases(numbers, "at most behind"),
            "about": phrases(numbers, "about behind"),
        }
        self.changes = numbers.forms("changes")
        self.ranging = numbers.forms("ranging")
        self.times = {in_pieces(form): Decimal(e[0]) for e in numbers.entries("times as many") for form in e[1:]}
        self.worded = self._without_value(numbers)
        self.numbers = numbers
        self.time_units = numbers.forms("time units")
        self.joined = numbers.forms("joined")
        self.people = measures.forms("people", "troops", "fighters", "participants")
        self.units = {
            in_pieces(form): (entry[0], money)
            for section, money in (("money", True), ("units", False))
            for entry in measures.entries(section)
            for form in entry
        }
        self.first_of_units = frozenset(phrase[0] for phrase in self.units)
        self.last_of_money = frozenset(phrase[-1] for phrase, (_, money) in self.units.items() if money)
        self.starts = frozenset((*self.small, *self.tens, *self.parts, *ARTICLES)) | self.worded.keys()
        after = {p[1] for table in self.worded.values() for p, _ in table if p[0] in ARTICLES}
        self.after_article = frozenset((*self.scales, *self.parts, *after))

    def _without_value(self, numbers: WordList) -> dict[str, tuple[tuple[tuple[str, ...], Kind], ...]]:
        """Phrases that are numbers without a value, by their first word, longest first."""
        found: dict[tuple[str, ...], Kind] = dict.fromkeys(self.times, "times")
        sections: tuple[tuple[str, Kind], ...] = (
            ("vague where it matters", "where it matters"), ("as many", "times"), ("vague", "vague")
        )  # fmt: skip
        for section, kind in sections:
            found |= dict.fromkeys((in_pieces(form) for form in numbers.forms(section)), kind)
        out: dict[str, tuple[tuple[tuple[str, ...], Kind], ...]] = {}
        for phrase in sorted(found, key=lambda p: (-len(p), p)):
            out[phrase[0]] = (*out.get(phrase[0], ()), (phrase, found[phrase]))
        return out

    # ------------------------------------------------------------ the text
    def quantities(self, text: str) -> Iterator[Quantity]:
        pieces = Pieces(text)
        starts, at = self.starts, 0
        for n in [n for n, word in enumerate(pieces.words) if word in starts or word[0].isdecimal()]:
            if n < at or (pieces.words[n] in ARTICLES and pieces.word(n + 1) not in self.after_article):
                continue
            found, at = self._quantity(text, pieces, n)
            if found is not None:
                yield found

    def _quantity(self, text: str, pieces: Pieces, n: int) -> tuple[Quantity | None, int]:
        """The quantity that begins with a piece, and the piece that follows it."""
        if self._is_telephone(pieces, n):
            return None, past_telephone(pieces, n)
        worded = self._worded(text, pieces, n)
        if worded is not None:
            return worded
        low = self._number(text, pieces, n)
        if low is None:
            return None, n + 1
        value, end, part = low
        if shared := self._proportion(text, pieces, value, end):
            value, end, part = shared
        if self._is_label(pieces, n, end):
            return None, end
        high, end = self._upper_end(text, pieces, n, end, value)
        if high is not None and high <= value:
            return None, end  # a score, a telephone number: "3-1"
        unscaled = self._unscaled(pieces, n, end)
        if high is not None and unscaled is not None and value < high / unscaled:
            value *= unscaled
        span = Span(pieces[n].start, pieces[end - 1].end)
        found = Quantity(span=span, number=span, unit="fraction" if part else None)
        if high is None:
            found = replace(found, low=plain(value), best=plain(value), high=plain(value))
        else:
            found = replace(found, low=plain(value), high=plain(high))
        return self._dressed(text, pieces, n, end, found)

    # ------------------------------------------------------------ numbers without a value
    def _worded(self, text: str, pieces: Pieces, n: int) -> tuple[Quantity, int] | None:
        table = self.worded.get(pieces.words[n], ())
        found = next((one for one in table if pieces.said(n, n + len(one[0])) == one[0]), None)
        if found is None:
            return None
        length, kind = len(found[0]), found[1]
        if kind == "where it matters" and (pieces.word(n - 1) in ASKING or self._opens_number(pieces, n + length)):
            return None  # "how many"; the "some" of "some 3,500"
        first = n
        end = n + length
        span = Span(pieces[first].start, pieces[end - 1].end)
        words = " ".join(pieces.said(first, end))
        if kind == "times":
            times = plain(self.times.get(tuple(words.split()), Decimal(1)))
            return Quantity(span=span, number=span, kind=kind, times=times), end
        vague = self.numbers.canonical(words, "vague", "vague where it matters") or words
        quantity, after = self._dressed(text, pieces, n, end, Quantity(span=span, number=span, kind=kind, vague=vague))
        return replace(quantity, approximate=False, low=None, best=None, high=None), after

    def _opens_number(self, pieces: Pieces, n: int) -> bool:
        word = pieces.word(n)
        return word[:1].isdecimal() or word in self.small or word in self.tens

    # ------------------------------------------------------------ numbers
    def _number(self, text: str, pieces: Pieces, n: int) -> tuple[Decimal, int, bool] | None:
        """Value, the piece that follows, and whether it is a part of a whole."""
        if pieces.words[n] in ARTICLES:
            after = pieces.word(n + 1)
            if after in self.scales and after.isalpha() and len(after) > 2:
                return self._with_half(pieces, *self._scaled(pieces, Decimal(1), n + 1), False)
            if after in self.parts and pieces.word(n + 2) == "of":
                return self.parts[after], n + 2, True
            return None
        if pieces.words[n] in self.parts:
            return self._part(pieces, n)
        if pieces.words[n][0].isdecimal():
            value, end = self._digits(text, pieces, n)
        else:
            value, end = self._words(pieces, n)
        if end == n:
            return None
        if pieces.word(skip_dash(pieces, end)) in self.parts and value < 10:
            at = skip_dash(pieces, end)
            if (value == 1 and pieces.word(at + 1) == "of") or (value > 1 and pieces.words[at].endswith("s")):
                return value * self.parts[pieces.words[at]], at + 1, True
        if pieces.said(end, end + 3) == AND_A_HALF:
            value, end = value + Decimal("0.5"), end + 3
        value, end = self._scaled(pieces, value, end)
        return self._with_half(pieces, value, end, False)

    def _with_half(self, pieces: Pieces, value: Decimal, end: int, part: bool) -> tuple[Decimal, int, bool]:
        """ "A million and a half"."""
        scale = self.scales.get(pieces.word(end - 1))
        if scale and pieces.said(end, end + 3) == AND_A_HALF:
            return value + scale / 2, end + 3, part
        return value, end, part

    def _part(self, pieces: Pieces, n: int) -> tuple[Decimal, int, bool] | None:
        """ "Half a million", "half of the seats", "half the seats"; a bare "third" is a place in an order."""
        part, after = self.parts[pieces.words[n]], pieces.word(n + 1)
        at = n + 2 if after in ("a", "an", "-") else n + 1
        if at < len(pieces) and pieces.words[at] in self.scales and at > n + 1:
            value, end = self._scaled(pieces, part, at)
            return value, end, False
        if pieces.words[n] == "half" and (after in ("of", "the", "its", "their", "all")):
            return part, n + 1, True
        return None

    def _digits(self, text: str, pieces: Pieces, n: int) -> tuple[Decimal, int]:
        word, end = pieces.words[n], n + 1
        while (
            (len(word) <= 3 or end > n + 1)
            and word.isdecimal()
            and end < len(pieces)
            and len(pieces.words[end]) == 3
            and pieces.words[end].isdecimal()
        ):
            if text[pieces[end - 1].end : pieces[end].start] not in THIN_SPACES:
                break
            word, end = word + pieces.words[end], end + 1
        return of_digits(word), end

    def _words(self, pieces: Pieces, n: int) -> tuple[Decimal, int]:
        """The longest number in words: "two hundred and five thousand, six hundred" ends before the comma."""
        total = current = Decimal(0)
        end, at = n, n
        while at < len(pieces):
            word = pieces.words[at]
            small, tens, scale = self.small.get(word), self.tens.get(word), self.scales.get(word)
            if small is not None and (
                current % 100 == 0 or (current % 100 >= 20 and current % 10 == 0 and 0 < small < 10)
            ):
                current += small
            elif tens is not None and current % 100 == 0:
                current += tens
            elif word == "hundred" and 0 < current < 100:
                current *= 100
            elif (
                scale is not None
                and scale >= 1000
                and current
                and len(word) > 3
                and (not total or total % (scale * 1000) == 0)
            ):
                total, current = total + current * scale, Decimal(0)
            else:
                break
            end = at = at + 1
            if current % 100 and current % 10 == 0 and pieces.word(at) in DASHES:
                at += 1  # the dash of "twenty-six"
            elif current % 100 == 0 and pieces.word(at) == "and" and self._opens_number(pieces, at + 1):
                at += 1  # "two hundred and five"
        return total + current, end

    def _scaled(self, pieces: Pieces, value: Decimal, n: int) -> tuple[Decimal, int]:
        """ "4 thousand", "2.5m": a single letter counts only where it is written to the digits."""
        while n < len(pieces):
            at = n
            glued = pieces[n].start == pieces[n - 1].end
            if pieces.words[n] in DASHES and glued and pieces.word(n + 1).isalpha() and len(pieces.word(n + 1)) > 2:
                at = n + 1
            word = pieces.word(at)
            scale = self.scales.get(word)
            if scale is None or (len(word) == 1 and not glued):
                break
            if word == "m" and not self._means_million(pieces, n):
                break
            value, n = value * scale, at + 1
        return value, n

    def _means_million(self, pieces: Pieces, n: int) -> bool:
        """Whether the m of "50m" is no metre: behind a currency, before people or a plural."""
        after = pieces.word(n + 1)
        return pieces.word(n - 2) in self.last_of_money or after in self.people or (len(after) > 3 and after[-1] == "s")

    def _proportion(self, text: str, pieces: Pieces, value: Decimal, end: int) -> tuple[Decimal, int, bool] | None:
        """ "Four in 10 voters", "one out of five": a part of a whole; "two in 10 days" is none."""
        at = end + 1 if pieces.word(end) == "in" else end + 2
        if pieces.word(end) not in ("in", "out") or (pieces.word(end) == "out" and pieces.word(end + 1) != "of"):
            return None
        found = self._number(text, pieces, at) if self._opens_number(pieces, at) else None
        if found is None or found[2] or not (value < found[0] and found[0] in ROUND):
            return None
        return (value / found[0], found[1], True) if pieces.word(found[1]) not in self.time_units else None

    def _upper_end(self, text: str, pieces: Pieces, first: int, end: int, value: Decimal) -> tuple[Decimal | None, int]:
        """The second number of a range, and the piece behind it."""
        link = pieces.word(end)
        after = end + 1
        while after < len(pieces) and pieces.words[after] in self.last_of_money and not pieces.words[after].isalpha():
            after += 1  # "$10-$12"
        if link not in ("to", "or", "and", *DASHES) or after >= len(pieces):
            return None, end
        if not self._opens_number(pieces, after):
            return None, end
        found = self._number(text, pieces, after)
        if found is None or found[2]:
            return None, end
        high, last = found[0], found[1]
        if link in DASHES:
            tight = pieces[end].start == pieces[end - 1].end and pieces[end].end == pieces[end + 1].start
            return (high, last) if tight else (None, end)
        if link == "and":
            return (high, last) if value < high and self._opens_between(pieces, first) else (None, end)
        scale = self._unscaled(pieces, first, last) or 1
        if link == "or":
            return (high, last) if value * scale < high <= value * scale * FAR else (None, end)
        before = pieces.word(first - 1)
        if before == "from" and pieces.word(first - 2) not in self.ranging:
            return None, end  # "rose from 164 to 225" are two figures
        if before == "by" and pieces.word(first - 2) in self.changes and pieces.word(last) not in OF_A_HUNDRED:
            return None, end  # "rose by 20 to 164"
        sign = first > 0 and pieces.words[first - 1] in self.last_of_money
        if sign and after > end + 1 and pieces.word(first - 2) in self.changes:
            return None, end  # "fell $1.90 to $67.79"
        return (high, last) if value * scale < high or value < high else (None, end)

    def _unscaled(self, pieces: Pieces, first: int, end: int) -> Decimal | None:
        """The scale that only the upper end of a range carries: "4 to 5 thousand"."""
        scales = [self.scales[w] for w in pieces.said(first, end) if w in self.scales and w != "dozen"]
        return scales[0] if len(scales) == 1 and pieces.words[end - 1] in self.scales else None

    def _opens_between(self, pieces: Pieces, first: int) -> bool:
        at = first
        while at > 0 and not pieces.words[at - 1].isalpha() and pieces.words[at - 1] in self.last_of_money:
            at -= 1
        return pieces.word(at - 1) == "between"

    def _is_label(self, pieces: Pieces, n: int, end: int) -> bool:
        """Numbers grown into words: "5th", "1990s", "MiG-29", "G20", "9/11", "twenty-first"."""
        first, last = pieces[n], pieces[end - 1]
        if end == n + 1 and not WELL_FORMED.fullmatch(first.word) and first.word[0].isdecimal():
            return True  # "5.1.2022", an address of a machine
        if len(last.word) > LONGEST_NUMBER:
            return True
        follows = pieces.word(end)
        glued = end < len(pieces) and pieces[end].start == last.end
        if glued and follows.isalpha() and not self._unit_length(pieces, end):
            return True
        if glued and follows in ("'", "’") and pieces.word(end + 1) == "s":
            return True  # "the 80's"
        if glued and follows in DASHES and self._grows_on(pieces, end):
            return True
        if follows in self.ordinals and (first.word in self.tens or pieces.words[end - 1] in self.scales):
            return True
        if glued and follows in ("/", ":") and pieces.word(end + 1)[:1].isdecimal():
            return True
        if glued and follows in DASHES and pieces.word(end + 1) in self.ordinals:
            return True
        if n == 0 or pieces[n - 1].end != first.start:
            return False
        before = pieces.words[n - 1]
        if before in ("/", ":", "_", "@", "#") or (before.isalpha() and before not in self.last_of_money):
            return True
        beyond = pieces[n - 2] if n > 1 and pieces[n - 2].end == pieces[n - 1].start else None
        return before in DASHES and first.word[0].isdecimal() and beyond is not None and beyond.word[-1].isalnum()

    @staticmethod
    def _is_telephone(pieces: Pieces, n: int) -> bool:
        word = pieces.words[n]
        if word[0] == "0" and len(word) > 2 and word.isdecimal():
            return True
        return word[0].isdecimal() and pieces.word(n - 1) == "+" and pieces[n - 1].end == pieces[n].start

    def _grows_on(self, pieces: Pieces, dash: int) -> bool:
        """Whether a number is half of a word that counts nobody: "two-way", "11-floor"; "a 20-man patrol" counts."""
        after = pieces.word(dash + 1)
        return (
            after.isalpha()
            and pieces[dash + 1].start == pieces[dash].end
            and after not in self.people
            and after not in self.joined
            and after not in self.scales
            and after not in self.parts
            and after not in self.small
            and not self._unit_length(pieces, dash)
        )

    # ------------------------------------------------------------ what stands round a number
    def _dressed(self, text: str, pieces: Pieces, n: int, end: int, found: Quantity) -> tuple[Quantity, int]:
        """With its unit and the words that say how exact it is."""
        first = n
        while first > 0 and pieces.words[first - 1] in self.last_of_money and self._symbol(pieces, first - 1):
            first -= 1
            joined = first > 0 and pieces[first - 1].end == pieces[first].start  # "A$9", but not "a $9 loan"
            length = 2 if joined and (pieces.words[first - 1], pieces.words[first]) in self.units else 1
            first -= length - 1
            unit, _ = self.units[pieces.said(first, first + length)]
            found = replace(found, unit=unit, money=True)
        of = end + 1 if found.vague is not None and pieces.word(end) == "of" else end  # "millions of dollars"
        if length := self._unit_length(pieces, of):
            skipped = skip_dash(pieces, of)
            unit, money = self.units[pieces.said(skipped, skipped + length)]
            if found.unit is None or money:
                found, end = replace(found, unit=unit, money=money), skipped + length
                if unit == "percent" and (share := SHARE.fullmatch(text, *found.number)):
                    low = float(share.group())  # no percentage runs into thousands: "5.125 percent"
                    found = replace(found, low=low, best=low, high=low)
        bound: Bound | None = None
        for name, table in self.behind.items():
            if length := matched(table, pieces, end):
                bound, end = name, end + length
                break
        if pieces.word(first - 1) == "between" and found.best is None and found.vague is None:
            first -= 1
            first -= pieces.word(first - 1) in ("anywhere", "somewhere")
        approximate = False
        while length := self._bound_length(pieces, first):
            if found.vague is not None and length == 1:
                break  # "handed over millions"
            said = self.bounds[pieces.said(first - length, first)]
            approximate = approximate or said == "about"
            if bound is None and said in ("at least", "at most"):
                bound = said
            first -= length
        approximate = approximate or bound == "about"
        found = replace(found, span=Span(pieces[first].start, pieces[end - 1].end), approximate=approximate)
        return bounded(found, bound), end

    def _symbol(self, pieces: Pieces, n: int) -> bool:
        """Whether a currency stands before its number: a sign, or "Rs" and the like."""
        word = pieces.words[n]
        return not word.isalpha() or ((word,) in self.units and len(word) <= 3)

    def _unit_length(self, pieces: Pieces, end: int) -> int:
        at = skip_dash(pieces, end)
        if pieces.word(at) not in self.first_of_units:
            return 0
        for length in (3, 2, 1):
            phrase = pieces.said(at, at + length)
            if len(phrase) == length and phrase in self.units:
                return length
        return 0

    def _bound_length(self, pieces: Pieces, end: int) -> int:
        """How many pieces before `end` say how exact the number is."""
        if pieces.word(end - 1) not in self.last_of_bounds:
            return 0
        for length in range(min(LONGEST_APPROXIMATOR, end), 0, -1):
            if pieces.said(end - length, end) in self.bounds:
                return length
        return 0


# ---------------------------------------------------------------- small things
def bounded(found: Quantity, bound: Bound | None) -> Quantity:
    """With the direction that its words give it; "up to 100-120" is up to 120, "at least 4 to 5" at least 4."""
    if found.vague is not None or found.times is not None:
        return found
    if bound == "at least":
        return replace(found, best=found.low, high=None)
    if bound == "at most":
        return replace(found, low=None, best=found.high)
    return found


def of_digits(word: str) -> Decimal:
    """ "5,969" and "20.000" are thousands, "4.4" and "1,5" fractions."""
    groups = re.split(r"[.,]", word)
    if len(groups) == 1:
        return Decimal(word)
    marks = {c for c in word if c in ".,"}
    thousands = groups[0] not in ("0", "00") and len(groups[0]) <= 3 and all(len(g) in (2, 3) for g in groups[1:-1])
    if len(marks) == 1 and len(groups[-1]) == 3 and thousands:
        return Decimal("".join(groups))
    if len(marks) == 1 and len(groups) == 2:
        return Decimal(".".join(groups))
    return Decimal("".join(groups[:-1]) + "." + groups[-1]) if len(marks) == 2 else Decimal("".join(groups))


def plain(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else float(value)


def past_telephone(pieces: Pieces, n: int) -> int:
    """The piece behind a telephone number and the groups of figures that belong to it."""
    n += 1
    while pieces.word(n).isdecimal() or (pieces.word(n) in TELEPHONE and pieces.word(n + 1)[:1].isdecimal()):
        n += 1
    return n


def skip_dash(pieces: Pieces, n: int) -> int:
    return n + 1 if pieces.word(n) in DASHES and pieces[n].start == pieces[n - 1].end else n


def in_pieces(phrase: str) -> tuple[str, ...]:
    return tuple(PIECE.findall(phrase.lower()))


def phrases(words: WordList, section: str) -> Phrases:
    """Phrases in pieces, by their first piece, longest first."""
    return by_first_word(" ".join(in_pieces(form)) for form in words.forms(section))


def matched(table: Phrases, pieces: Pieces, n: int) -> int:
    """How many pieces from `n` on are a phrase of the table; 0 where none is."""
    for phrase in table.get(pieces.word(n), ()):
        if all(pieces.word(n + k) == word for k, word in enumerate(phrase)):
            return len(phrase)
    return 0
