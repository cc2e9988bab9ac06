"""The author's own voice: what the report asserts as fact on nobody's word.

Questions, opinions, announcements about the report itself and sentences without a finite verb are not claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import QUOTES, Cover, Page
from reportedly.extract.statements import clauses, without_dateline
from reportedly.model import Span

SHORTEST = 3  # words
SUBJECTS = ("nsubj", "expl", "csubj")


def assertions(page: Page, words: Lexicon, taken: Sequence[Span]) -> Iterator[Span]:
    """Clauses that assert a fact and that nobody is said to have said; `taken` is what attributions cover."""
    cover = Cover(taken)
    for number, (first, last) in enumerate(page.parsed.sentences):
        sentence = page.sentence_span(number)
        if not _may_assert(page, words, sentence, first, last):
            continue
        for clause in clauses(page, without_dateline(page, _without_marks(page, sentence))):
            if not cover.touches(clause) and _asserts(page, words, clause):
                yield clause


def _may_assert(page: Page, words: Lexicon, sentence: Span, first: int, last: int) -> bool:
    text = page.words(sentence).lower()
    if text.rstrip("\"”'’) ").endswith("?") or words.boilerplate.in_text(text):
        return False
    return sum(page.tokens[n].upos != "PUNCT" for n in range(first, last)) >= SHORTEST


def _asserts(page: Page, words: Lexicon, clause: Span) -> bool:
    """Has a subject and a finite verb, speaks of others than author and reader, and holds no word of opinion."""
    first, last = page.range(clause)
    own = range(first, last)
    if not any(page.relation(n) in SUBJECTS for n in own):
        return False
    if not any(page.tokens[n].upos in ("VERB", "AUX") for n in own):
        return False
    text = f" {' '.join(page.word(n) for n in own)} "
    if words.not_fact.in_text(text):
        return False
    return not any(page.word(n) in ("i", "you", "your", "my") for n in own)


def _without_marks(page: Page, sentence: Span) -> Span:
    first, last = page.range(sentence)
    while last - 1 > first and page.tokens[last - 1].upos == "PUNCT":
        last -= 1
    while first < last - 1 and page.tokens[first].upos == "PUNCT" and page.form(first) not in QUOTES:
        first += 1
    return Span(page.tokens[first].start, page.tokens[last - 1].end)
