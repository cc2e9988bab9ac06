"""What is said by nobody: rumours, talk, "reportedly"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from reportedly.extract.finders.findings import CONFIDENCE, runs_of
from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page
from reportedly.extract.statements import Statement
from reportedly.model import Span, Spans


def rumours(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "There were many rumours about him, including about his arrest", "amid talk that he had left": nobody's word."""
    openings = _rumour_openings(words)
    for n in page.where(openings):
        token = page.tokens[n]
        if token.upos != "NOUN":
            continue
        told = [m for m in page.children[n] if m > n and page.tokens[m].relation in ("acl", "ccomp", "nmod")]
        for m in told:
            opening = page.child(m, "mark", "case")
            if opening is None or page.word(opening) not in openings[page.word(n)]:
                continue
            content = runs_of(page, [k for k in page.subtree(m) if k > opening])
            more = _including(page, m)
            if more and all(page.tokens[k].upos == "PRON" for k in page.subtree(m) if k > opening):
                content = more  # "about him" says nothing yet
            if content and (more or page.relation(m) != "nmod"):
                cue = Span(token.start, page.tokens[opening].end)
                yield Statement(content=content, source=(), cue=(cue,), confidence=CONFIDENCE)
                break


def by_adverb(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "The governor reportedly left.": nobody's word, where the adverb is the main verb's."""
    for n in page.where(words.rumour_adverbs):
        token = page.tokens[n]
        if token.upos != "ADV" or token.head < 0:
            continue
        verb = token.head
        content = runs_of(page, [m for m in page.subtree(verb) if m != n])
        if page.tokens[verb].relation == "root" and page.tokens[verb].upos == "VERB" and content:
            yield Statement(content=content, source=(), cue=(Span(token.start, token.end),), confidence=CONFIDENCE)


@cache
def _rumour_openings(words: Lexicon) -> Mapping[str, frozenset[str]]:
    """Nouns of rumour with the words that bring in what is rumoured: "rumours" with "that", "of", "about"."""
    out: dict[str, frozenset[str]] = {}
    for phrase in words.rumour:
        noun, *rest = phrase.split()
        if len(rest) == 1 and rest[0] in ("that", "of", "about"):
            out[noun] = out.get(noun, frozenset()) | {rest[0]}
    return out


def _including(page: Page, token: int) -> Spans:
    """ "…, including about his arrest": what comes of a general phrase behind "including" in the same sentence."""
    last = page.parsed.sentences[page.sentence(token)][1]
    for n in range(token + 1, last - 1):
        head = page.tokens[n].head
        if page.word(n) == "including" and page.word(n - 1) == "," and head > n:
            cases = [m for m in page.children[head] if m < head and page.relation(m) == "case"]
            return runs_of(page, [m for m in page.subtree(head) if m > n and m not in cases])
    return ()
