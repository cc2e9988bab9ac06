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
# What is given is a claim only where it is a bare number.
GIVES = ("give", "gives", "gave", "given", "giving", "say", "says", "said", "write", "writes", "wrote", "written")
REPORTS = ("report", "reports", "reported", "reporting", "confirm", "confirms", "confirmed", "confirming")
COUNTS = ("count", "tally", "estimate", "reckoning")
OWNED_BY = ("of", "by", "'s", "’s", "'", "’")
DOWN_TO_PARTS = ("with", "including", "among")


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
        stop = _with_parts(page, stop)
        content = runs_of(page, range(start, stop))
        if content and page.word(subject) not in words.author:
            yield statement_of(content, source, Span(page.tokens[n].start, page.tokens[n].end))


def _of_an_event(page: Page, verb: int) -> int | None:
    """ "Reported the death of 19 guards"."""
    event = page.child(verb, "obj")
    of_whom = page.child(event, "nmod") if event is not None and event > verb else None
    case = page.child(of_whom, "case") if of_whom is not None else None
    if of_whom is None or case is None or page.word(case) != "of" or page.child(of_whom, "nummod") is None:
        return None
    return of_whom


def counts_of(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "Yesterday's count of the ministry was 9,900": a number on the count of somebody."""
    for n in page.where(COUNTS):
        source = _counter(page, words, n) if page.tokens[n].upos == "NOUN" else None
        if source is None:
            continue
        last = page.parsed.sentences[page.sentence(n)][1]
        behind = max(n, page.range(source)[1] - 1)
        verb = next((m for m in range(behind, last) if page.tokens[m].upos in ("AUX", "VERB")), last)
        near = range(verb, min(last, verb + LONGEST_APPROXIMATOR))
        number = next((m for m in near if page.tokens[m].upos == "NUM"), None)
        if verb <= behind + 2 and number is not None:
            start = next(m for m in range(verb + 1, number + 1) if page.tokens[m].upos not in ("ADP", "VERB"))
            content = runs_of(page, range(start, number + 1))
            yield statement_of(content, source, Span(page.tokens[n].start, page.tokens[n].end))


def _counter(page: Page, words: Lexicon, count: int) -> Span | None:
    """Whose a count is."""
    for n in page.children[count]:
        case = page.child(n, "case")
        if page.relation(n) == "nmod" and case is not None and page.word(case) in OWNED_BY:
            source = page.phrase(n, without=("case", "acl", "punct"))
            if page.tokens[n].upos != "PRON" and is_source(page, words, source):
                return source
    return None


def _with_parts(page: Page, stop: int) -> int:
    """Where what is given ends: with ", including five guards" and ", with the same number of guards"."""
    if stop + 1 >= len(page.tokens) or page.word(stop) != "," or page.word(stop + 1) not in DOWN_TO_PARTS:
        return stop
    last = page.parsed.sentences[page.sentence(stop)][1]
    end = next((m for m in range(stop + 1, last) if page.tokens[m].upos == "PUNCT"), last)
    counted = any(page.tokens[m].upos == "NUM" or page.word(m) == "number" for m in range(stop + 1, end))
    return end if counted else stop


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
    if page.word(verb) in REPORTS:
        return _of_an_event(page, verb)
    if page.word(verb) in PUTS:  # "puts those who took part at more than 20,000": the tree may hang it on "took"
        number = [n for n in page.subtree(verb) if n > verb and page.tokens[n].upos == "NUM"]
        return next((n for n in number if "at" in {page.word(m) for m in range(n - LONGEST_APPROXIMATOR, n)}), None)
    return None
