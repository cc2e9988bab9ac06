"""Numbers on somebody's count: "the ministry puts the dead at 16"."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.extract.finders.findings import runs_of, statement_of, verbs_of
from reportedly.extract.finders.spoken import RELATIVES
from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page
from reportedly.extract.statements import LONGEST_APPROXIMATOR, Statement, is_source
from reportedly.model import Span

PUTS = ("put", "puts", "putting")
GIVES = (
    "give",
    "gives",
    "gave",
    "given",
    "giving",
    "say",
    "says",
    "said",
)  # what is given is a claim only where it is a bare number


def tallies(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "The ministry puts the dead at 16", "counts 1,300 injured", "had given 225": a number on somebody's count."""
    counting = verbs_of(words.sources.language, "count")
    for n in page.where(counting):
        if page.tokens[n].upos not in ("VERB", "NOUN"):
            continue
        subject = page.child(n, "nsubj")
        if subject is None or page.tokens[subject].relation != "nsubj" or page.word(subject) in RELATIVES:
            continue
        source = page.phrase(subject, without=("acl", "punct"))
        number = _number_given(page, n)
        if number is None or not (is_source(page, words, source) or page.tokens[subject].upos == "PRON"):
            continue
        start = next((m for m in page.subtree(n) if m > n and page.tokens[m].upos != "ADP"), number)
        stop = max(page.subtree(number)) + 1
        while (
            stop < len(page.tokens)
            and page.tokens[stop].upos in ("ADJ", "NOUN", "VERB")
            and page.tokens[stop].head >= n
        ):
            stop += 1  # "eleven dead"
        content = runs_of(page, range(start, stop))
        if content and page.word(subject) not in words.author:
            yield statement_of(content, source, Span(page.tokens[n].start, page.tokens[n].end))


def _number_given(page: Page, verb: int) -> int | None:
    """What a verb of counting gives: its object where that is a number of something, or "at 16", "to 10", "of 300"."""
    for n in page.children[verb]:
        relation = page.relation(n)
        counted = page.tokens[n].upos == "NUM" or page.child(n, "nummod") is not None
        if n < verb or not counted:
            continue
        case = page.child(n, "case")
        if relation == "obj" and (page.tokens[n].upos == "NUM" or page.word(verb) not in GIVES):
            return n
        if relation in ("obl", "nmod") and case is not None and page.word(case) in ("at", "to", "of"):
            return n
    if page.word(verb) in PUTS:  # "puts those who took part at more than 20,000": the tree may hang it on "took"
        number = [n for n in page.subtree(verb) if n > verb and page.tokens[n].upos == "NUM"]
        return next((n for n in number if "at" in {page.word(m) for m in range(n - LONGEST_APPROXIMATOR, n)}), None)
    return None
