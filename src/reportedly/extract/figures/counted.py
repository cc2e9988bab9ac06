"""Whom or what a number counts: the noun it belongs to and the words that describe it."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.extract.numbers import Quantity
from reportedly.extract.page import Page
from reportedly.model import Span

NOUNS = frozenset(("NOUN", "PROPN", "PRON", "ADJ", "SYM", "X"))
COUNTS = frozenset(("nummod", "amod", "det", "compound"))  # how a number hangs on what it counts
LONGEST_BETWEEN = 6  # words between a number and its noun
LEFT_OUT = (
    "conj",
    "cc",
    "acl",
    "appos",
    "parataxis",
    "punct",
    "det",
    "nummod",
    "dep",
    "advmod",
    "advcl",
    "mark",
    "case",
)
BEFORE = frozenset(("amod", "compound", "flat", "nmod"))
PRONOUNS = frozenset(("them", "whom", "which", "these", "those", "us", "you", "they"))
TRAILING = frozenset(("PUNCT", "ADP", "CCONJ", "DET", "ADV"))
ENDS = frozenset((",", "(", ";", ":", "-", "who", "that"))
OTHERS = frozenset(("others", "other", "more", "another", "additional", "rest", "ones"))
DEFINITE = frozenset(("the", "these", "those", "that", "this", "its", "their", "his", "her"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A number in its sentence."""

    number: int  # the token of the number that hangs on the others
    noun: int | None  # what it counts; None where no noun is said
    span: Span | None = None  # the noun with its adjectives and what it is "of"
    pronoun: bool = False  # "three of them"
    definite: bool = False  # "the 164"

    @property
    def node(self) -> int:
        """Where the tree is asked about the number."""
        return self.number if self.noun is None else self.noun


def counted_by(page: Page, found: Quantity) -> Counted:
    """The noun of a number: "20 armed men", "dozens of men", "the 20 of them", "20 were held"."""
    number = number_token(page, found)
    noun = noun_of(page, number, found)
    definite = number > 0 and page.word(number - 1) in DEFINITE
    if noun is None:
        return Counted(number=number, noun=None, definite=definite)
    word = page.word(noun)
    if word in PRONOUNS:
        return Counted(number=number, noun=None, pronoun=True, definite=definite)
    if word in OTHERS:
        return Counted(number=noun if page.tokens[number].head == noun else number, noun=None, definite=definite)
    return Counted(number=number, noun=noun, span=description(page, noun, found), definite=definite)


def number_token(page: Page, found: Quantity) -> int:
    """The token of the number that governs the rest of it: its unit, its scale, its last word."""
    first, last = page.range(Span(found.number.start, max(found.span.end, found.number.end)))
    if found.money or found.unit is not None:
        first = page.range(found.span)[0]
    first = min(first, page.token_at(found.number.start))
    inside = range(first, max(last, first + 1))
    tops = [n for n in inside if page.tokens[n].head not in inside and page.tokens[n].upos != "PUNCT"]
    numerals = [n for n in tops if page.tokens[n].upos in ("NUM", "NOUN", "SYM", "ADJ", "DET")]
    return (numerals or tops or [first])[0]


def noun_of(page: Page, number: int, found: Quantity) -> int | None:
    token = page.tokens[number]
    head, relation = token.head, page.relation(number)
    end = page.range(found.span)[1]
    of = next((n for n in page.children[number] if page.tokens[n].start >= found.number.end and _is_of(page, n)), None)
    if of is not None and not found.money:
        if page.tokens[of].upos == "NUM":  # "42 of 120 seats"
            return noun_behind(page, of, of + 1) or of
        return of
    nominal = page.tokens[head].upos in NOUNS
    if relation in COUNTS and head > number and nominal and head - end < LONGEST_BETWEEN and not found.money:
        if any(page.tokens[n].upos == "NUM" for n in range(end, head)):  # "26 dead and 3,000 arrests"
            return end if page.tokens[end].upos in ("ADJ", "NOUN") else None
        return whole_noun(page, head)
    return None if found.money or found.unit is not None else noun_behind(page, number, end)


def whole_noun(page: Page, noun: int) -> int:
    """The noun that a compound ends with: the members of "10 union members"."""
    while page.relation(noun) == "compound" and page.tokens[noun].head == noun + 1:
        noun += 1
    return noun


def noun_behind(page: Page, number: int, at: int) -> int | None:
    """The noun right behind a number that the tree hangs elsewhere: "over 4,400 persons who …"."""
    if page.tokens[number].upos != "NUM":
        return None
    last = page.parsed.sentences[page.sentence(number)][1]
    while at < last and page.tokens[at].upos in ("ADJ", "NOUN", "PROPN"):
        head = page.tokens[at].head
        if page.tokens[at].upos == "NOUN" and head != at + 1:
            return at if head != number or page.relation(at) in ("nmod", "flat", "appos") else None
        at += 1
    return None


def _is_of(page: Page, n: int) -> bool:
    return page.relation(n) == "nmod" and case_of(page, n) == "of"


def case_of(page: Page, node: int) -> str:
    case = page.child(node, "case")
    return "" if case is None else page.word(case)


def description(page: Page, noun: int, found: Quantity) -> Span:
    """ "members of the law enforcement agencies", "trained foreign fighters", "policemen and national guardsmen"."""
    end = found.span.end
    first = last = noun
    for n in page.children[noun]:
        relation = page.relation(n)
        if relation in BEFORE and n < noun and page.tokens[n].start >= end and page.word(n) not in OTHERS:
            first = min(first, min(page.subtree(n)))
        elif n > noun and relation in ("nmod", "flat", "conj", "compound") and _belongs(page, n):
            last = max(
                last,
                max(page.subtree(n)) if relation == "nmod" else page.range(page.phrase(n, without=LEFT_OUT))[1] - 1,
            )
    if page.tokens[first].start < end:
        first = noun
    last = next((n - 1 for n in range(noun + 1, last + 1) if _ends(page, n)), last)
    while last > noun and (page.tokens[last].upos in TRAILING or page.word(last) in OTHERS):
        last -= 1
    return Span(page.tokens[first].start, page.tokens[last].end)


def _ends(page: Page, n: int) -> bool:
    """Whether a description ends before a word: another number, a comma, a clause."""
    return page.tokens[n].upos == "NUM" or page.word(n)[0].isdecimal() or page.word(n) in ENDS


def _belongs(page: Page, n: int) -> bool:
    """Whether what follows a noun says who is meant, not where or when: "of the agencies", "and guardsmen"."""
    relation = page.relation(n)
    if relation == "nmod":
        if case_of(page, n) == "of":
            return True
        name = page.name_at(n)
        return case_of(page, n) in ("in", "from", "with", "at") and name is None and page.tokens[n].upos == "NOUN"
    if relation == "conj":
        if page.tokens[n].upos not in ("NOUN", "PROPN"):
            return False
        return page.child(n, "nummod", "det", "nsubj", "cop", "nmod:poss") is None
    return True
