"""Whether what a date belongs to has happened or is still to come, and whether it is the saying of something."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from reportedly.extract.page import Page

FURTHEST = 8  # words between a verb of saying and its date: "told reporters in the capital on Friday"


@dataclass(frozen=True, slots=True, kw_only=True)
class Future:
    """Words that tell the future; dates.txt says which is which."""

    will: Set[str]
    due: Set[str]
    plan: Set[str]


def event_of(page: Page, token: int, said: Set[str]) -> int | None:
    """The predicate that a date belongs to; None where nothing governs it, as in a title.

    In "He will go, she told reporters on Friday" the day is that of telling, whatever tree the reader found.
    """
    above = _predicate_above(page, token)
    before = _saying_before(page, token, said)
    if before is None or above is None or before == above:
        return above
    between = range(before + 1, token)
    subject = any(page.relation(n) == "nsubj" and page.tokens[n].head != before for n in between)
    return above if subject else before


def _predicate_above(page: Page, token: int) -> int | None:
    above = page.tokens[token].head
    while above >= 0:
        if page.tokens[above].upos in ("VERB", "AUX") or page.child(above, "aux", "cop") is not None:
            return above
        above = page.tokens[above].head
    return None


def _saying_before(page: Page, token: int, said: Set[str]) -> int | None:
    """A verb of saying that no other verb parts from the date."""
    first, _ = page.parsed.sentences[page.sentence(token)]
    for n in range(token - 1, max(first, token - FURTHEST) - 1, -1):
        if page.tokens[n].upos in ("VERB", "AUX"):
            return n if page.tokens[n].upos == "VERB" and page.word(n) in said else None
    return None


def is_said(page: Page, token: int, said: Set[str]) -> bool:
    """Whether a date tells when somebody said something."""
    event = event_of(page, token, said)
    return event is not None and page.word(event) in said


def is_ahead(page: Page, token: int, said: Set[str], future: Future) -> bool:
    """Whether a date is that of something still to come, as far as the words around it tell."""
    event = event_of(page, token, said)
    if event is None:
        return False
    if any(page.word(n) in future.will and page.relation(n) == "aux" for n in page.children[event]):
        return True
    above = page.tokens[event].head
    if any(page.word(n) == "to" and page.tokens[n].upos == "PART" for n in page.children[event]):
        headline = above < 0 or (page.tokens[above].head < 0 and page.relation(event) == "acl")  # "Ministers to meet"
        return headline or page.word(above) in future.plan
    return page.word(event) in future.due and page.child(event, "obj", "ccomp") is None
