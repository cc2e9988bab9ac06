"""What the finders of attributions share: tokens as the spans of a statement, and the verbs they go by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from reportedly.extract.page import QUOTES, Page
from reportedly.extract.statements import Statement
from reportedly.languages import load_list
from reportedly.model import Span, Spans

CLAUSE_MARKS = (";", ":", "-", "–", "—", "(", "[")
CONFIDENCE = 0.5  # no probability stands behind a rule; half says so


def statement_of(content: Spans, source: Span, cue: Span) -> Statement:
    return Statement(content=content, source=(source,), cue=(cue,), confidence=CONFIDENCE)


def cue_of(page: Page, verb: int) -> Span:
    """The verb with its auxiliaries where they touch it."""
    first = verb
    while (
        first > 0
        and page.tokens[first - 1].head == verb
        and page.tokens[first - 1].relation.startswith(("aux", "advmod"))
    ):
        first -= 1
    return Span(page.tokens[first].start, page.tokens[verb].end)


def runs_of(page: Page, tokens: Iterable[int]) -> Spans:
    """Tokens as spans of characters, without the punctuation at their edges."""
    runs: list[list[int]] = []
    for n in sorted(tokens):
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    out = []
    for run in runs:
        while run and page.tokens[run[0]].upos == "PUNCT" and page.form(run[0]) not in QUOTES:
            run = run[1:]
        while run and page.tokens[run[-1]].upos == "PUNCT" and page.form(run[-1]) not in QUOTES:
            run = run[:-1]
        if any(page.tokens[n].upos not in ("PUNCT", "CCONJ") for n in run):
            out.append(Span(page.tokens[run[0]].start, page.tokens[run[-1]].end))
    return tuple(out)


def those_within(spots: Sequence[int], first: int, last: int) -> Sequence[int]:
    """Those of some tokens, given in order, that lie in a range."""
    return spots[bisect_left(spots, first) : bisect_left(spots, last)]


@cache
def verbs_of(language: str, section: str) -> frozenset[str]:
    return load_list(language, "reporting_verbs").forms(section)
