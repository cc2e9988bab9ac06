"""Attributions that syntax makes plain: a verb of saying with its subject and its clause, "according to X".

A second pair of eyes: what the reader model marked is left as it is, what it passed over is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import QUOTES, Page, overlap
from reportedly.extract.statements import Statement
from reportedly.model import Span, Spans

CONFIDENCE = 0.5  # no probability stands behind a rule; half says so
LONGEST_GAP = 2  # characters between tokens of one span


def with_explicit(page: Page, words: Lexicon, statements: Sequence[Statement]) -> list[Statement]:
    """The statements and those that only syntax shows; nested ones are tied to the innermost content that holds them."""
    out = list(statements)
    taken = [s for one in statements for s in (*one.cue, *one.source)]
    for found in (*_said(page, words), *_according(page)):
        spots = (*found.cue, *found.source)
        if any(overlap(a, b) for a in spots for b in taken):
            continue
        outer = _holder(out, found)
        if outer is None and any(overlap(c, d) for c in found.content for one in out for d in one.content):
            continue  # the reader gives these words to somebody else
        out.append(
            Statement(
                content=found.content, source=found.source, cue=found.cue, confidence=CONFIDENCE, outer=outer
            )
        )
        taken += spots
    return out


def _holder(statements: Sequence[Statement], inner: Statement) -> int | None:
    """The shortest content with all of `inner` in it."""
    spots = (*inner.content, *inner.source, *inner.cue)
    holding = [
        (sum(b - a for a, b in one.content), n)
        for n, one in enumerate(statements)
        if all(any(c.start <= s.start and s.end <= c.end for c in one.content) for s in spots)
    ]
    return min(holding)[1] if holding else None


def _said(page: Page, words: Lexicon) -> Iterator[Statement]:
    for n, token in enumerate(page.tokens):
        if token.upos != "VERB" or page.word(n) not in words.saying:
            continue
        subject = page.child(n, "nsubj")
        if subject is None or page.tokens[subject].relation != "nsubj" or page.word(subject) in ("that", "which", "who"):
            continue
        said = page.child(n, "ccomp")
        if said is not None and said > n:
            content = _runs(page, page.subtree(said))
        elif token.relation.split(":")[0] == "parataxis":
            mine = set(page.subtree(n))
            first, last = page.parsed.sentences[page.sentence(n)]
            content = _runs(page, [m for m in range(first, last) if m not in mine])
        else:
            continue
        if content:
            yield _statement(page, content, page.phrase(subject), _cue(page, n))


def _according(page: Page) -> Iterator[Statement]:
    for n in range(len(page.tokens) - 1):
        if page.word(n) != "according" or page.word(n + 1) != "to":
            continue
        who = page.tokens[n].head
        if who <= n or page.tokens[who].upos not in ("NOUN", "PROPN", "PRON"):
            continue
        told = page.tokens[who].head
        if told < 0:
            continue
        mine = set(page.subtree(who))
        content = _runs(page, [m for m in page.subtree(told) if m not in mine])
        source = Span(page.tokens[n + 2].start, page.phrase(who).end)
        if content and source.start < source.end:
            yield _statement(page, content, source, Span(page.tokens[n].start, page.tokens[n + 1].end))


def _statement(page: Page, content: Spans, source: Span, cue: Span) -> Statement:
    return Statement(content=content, source=(source,), cue=(cue,), confidence=CONFIDENCE)


def _cue(page: Page, verb: int) -> Span:
    """The verb with its auxiliaries where they touch it."""
    first = verb
    while first > 0 and page.tokens[first - 1].head == verb and page.tokens[first - 1].relation.startswith(("aux", "advmod")):
        first -= 1
    return Span(page.tokens[first].start, page.tokens[verb].end)


def _runs(page: Page, tokens: Iterable[int]) -> Spans:
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
