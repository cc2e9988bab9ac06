"""Attributions that syntax makes plain: a verb of saying with its subject and its clause, "according to X".

A second pair of eyes: what the reader model marked is left as it is, what it passed over is added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportedly.extract.finders.cited import according, by_noun, in_a_view
from reportedly.extract.finders.findings import CONFIDENCE, runs_of, verbs_of
from reportedly.extract.finders.lines import headline, signed_lines, with_colon
from reportedly.extract.finders.rumoured import by_adverb, rumours
from reportedly.extract.finders.spoken import (
    before_colon,
    closing_speakers,
    interrupted_speakers,
    quoting,
    says,
    says_behind,
)
from reportedly.extract.finders.tallied import counts_of, tallies
from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page, overlap
from reportedly.extract.statements import SHORTEST_QUOTATION, Statement, without_dateline
from reportedly.model import Span, Spans

LONGEST_OPENING = 12  # characters before "according to" at the start of a sentence: the hour, "but"


def with_explicit(page: Page, words: Lexicon, statements: Sequence[Statement]) -> list[Statement]:
    """The statements and those that only syntax shows; nested ones tied to the innermost content that holds them."""
    signed = list(signed_lines(page))
    lines = {page.paragraph(one.place.start) for one in signed}
    out = [one for one in statements if page.paragraph(one.place.start) not in lines]
    out += signed  # a line that is all quotation and name leaves nothing to the reader
    by_verb = {found.cue[-1].end: found for found in says(page, words)}
    behind = {found.cue[-1].end: found for found in says_behind(page, words)}
    closing = list(closing_speakers(page, words))
    counted = {found.cue[-1].end: found for found in tallies(page, words)}
    views = list(in_a_view(page, words))
    out = _turned_round(out, behind)
    out = [part for one in out for part in _with_whole_view(page, _mended(page, words, one, by_verb, counted), views)]
    out = [_in_its_sentence(page, words, one, out) for one in out]
    taken = [s for one in statements if one.source for s in (*one.cue, *one.source)]
    for found in (
        *headline(page, words),
        *views,
        *with_colon(page, words),
        *quoting(page, words),
        *by_verb.values(),
        *behind.values(),
        *before_colon(page, words),
        *interrupted_speakers(page, words),
        *closing,
        *counted.values(),
        *counts_of(page, words),
        *according(page, words),
        *by_noun(page, words),
        *rumours(page, words),
        *by_adverb(page, words),
        *_loose_quotations(page),
    ):
        spots = (*found.cue, *found.source)
        if any(overlap(a, b) for a in spots for b in taken):
            continue
        others = _standing(page, words, out, found)
        found = _without_cue_of_holder(page, others, found)
        outer = _holder(others, found) if spots else None
        if outer is None and found.source and found not in closing and not _states(page, words, found.cue):
            continue  # what somebody thinks is left to the reader: by syntax alone it is wrong too often
        if outer is not None and _speaks_of_himself(page, words, found):
            continue  # "I have heard that …": the speaker of the quotation, once more
        if outer is None and any(overlap(c, d) for c in found.content for one in others for d in one.content):
            continue  # the reader gives these words to somebody else
        found = replace(found, content=tuple(without_dateline(page, part) for part in found.content))
        out = others
        out.append(_in_its_sentence(page, words, replace(found, outer=outer), out))
        taken += spots
    return _in_order(out)


def _mended(
    page: Page,
    words: Lexicon,
    statement: Statement,
    said: Mapping[int, Statement],
    counted: Mapping[int, Statement],
) -> Statement:
    """The statement, with what syntax gives its verb as content where the reader's is no clause of that verb.

    "…, the office announced two days later", "Where are they? They were buried, he told the council."
    """
    found = said.get(statement.cue[-1].end) if statement.cue else None
    hearsay = _whole_hearsay(page, words, statement)
    if hearsay:
        return replace(statement, content=hearsay)
    count = counted.get(statement.cue[-1].end) if statement.cue else None
    if count is not None and len(statement.content) == 1 and _starts_alike(statement.content[0], count.content):
        return replace(statement, content=count.content)  # "put the toll | at 17"
    if found is None or not statement.source or page.quoted(statement.content):
        return statement
    shared = any(overlap(a, b) for a in statement.content for b in found.content)
    sentence = page.sentence_at(statement.cue[0].start)
    if shared or any(_is_clause(page, p) and page.sentence_at(p.start) == sentence for p in statement.content):
        return statement
    return replace(statement, content=found.content)


def _starts_alike(part: Span, content: Spans) -> bool:
    return part.start == content[0].start and part.end < content[-1].end


def _whole_hearsay(page: Page, words: Lexicon, statement: Statement) -> Spans:
    """ "The governor reportedly left": the verb too, where the reader stopped before it."""
    if len(statement.cue) != 1 or page.words(statement.cue[0]).lower() not in words.rumour_adverbs:
        return ()
    adverb = page.range(statement.cue[0])[0]
    verb = page.tokens[adverb].head
    if verb < 0 or any(c.start <= page.tokens[verb].start < c.end for c in statement.content):
        return ()
    return runs_of(page, [n for n in page.subtree(verb) if n != adverb])


def _is_clause(page: Page, part: Span) -> bool:
    head = page.head_of(part)
    return head is not None and page.relation(head) not in ("obl", "iobj", "obj", "advmod", "nmod", "det", "nummod")


def _turned_round(statements: Sequence[Statement], behind: Mapping[int, Statement]) -> list[Statement]:
    """ "…, declared his press secretary Anna Berg": where the reader took the speaker behind the verb for what is said.

    What it found within the words that turn out to be hers, by the same mistake, goes.
    """
    out, found = [], []
    for one in statements:
        turned = behind.get(one.cue[-1].end) if one.cue else None
        wrong = turned is not None and any(overlap(a, b) for a in one.content for b in turned.source)
        if turned is not None and wrong:
            found.append(turned)
            out.append(replace(turned, confidence=one.confidence))
        else:
            out.append(one)
    said = [span for one in found for span in one.content]
    return [one for one in out if one.place not in said and not any(_within(one.place, span) for span in said)]


def _standing(page: Page, words: Lexicon, statements: Sequence[Statement], found: Statement) -> list[Statement]:
    """The statements that do not give way to what syntax has found, each tied to the one that holds it as before."""
    kept = [n for n, one in enumerate(statements) if one.source or not _gives_way(page, words, one, found)]
    if len(kept) == len(statements):
        return list(statements)
    place = {n: now for now, n in enumerate(kept)}
    return [
        one if one.outer is None else replace(one, outer=place.get(one.outer))
        for one in map(statements.__getitem__, kept)
    ]


def _gives_way(page: Page, words: Lexicon, statement: Statement, found: Statement) -> bool:
    """Whether what the reader could name no source for is what syntax has found one for, or a rumour's."""
    if statement.source or not found.cue or statement.outer is not None:
        return False
    if not statement.cue:  # words that the reader takes for somebody's without a word of whose
        touched = any(overlap(a, b) for a in statement.content for b in (*found.content, *found.cue, *found.source))
        return touched and not page.quoted(statement.content)
    if not found.source:
        return any(overlap(a, b) for a in (*statement.cue, *statement.content) for b in (*found.cue, *found.content))
    if page.words(statement.cue[0]) == ":" or page.word(page.range(statement.cue[0])[0]) in words.inner:
        return any(overlap(a, b) for a in statement.content for b in found.content)
    return any(overlap(a, b) for a in statement.cue for b in (*found.cue, *found.source))


def _with_whole_view(page: Page, statement: Statement, views: Sequence[Statement]) -> Iterator[Statement]:
    """ "In his opinion": the reader often has no more of it than "in" and "his"; the clause is the view's."""
    cue = statement.cue[0] if len(statement.cue) == 1 else None
    view = next((v for v in views if cue is not None and _within(cue, v.cue[0]) and cue != v.cue[0]), None)
    if view is None or page.tokens[page.range(view.cue[0])[0]].upos != "ADP":
        yield statement
        return
    source = tuple(s for s in statement.source if not overlap(s, view.cue[0]))
    content = tuple(c for c in statement.content if not any(overlap(c, v) for v in view.content))
    if source and content:
        yield replace(statement, source=source, content=content, cue=())
    yield replace(view, confidence=statement.confidence)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _in_its_sentence(page: Page, words: Lexicon, statement: Statement, statements: Sequence[Statement]) -> Statement:
    """ "According to X, A, B and C" holds for its own sentence, and for all of it where it opens it.

    Unless somebody else has a part of the sentence.
    """
    if not statement.cue or not _brings_source(page, words, statement.cue[0]):
        return statement
    sentence = page.sentence_span(page.sentence_at(statement.cue[0].start))
    content = tuple(p for p in statement.content if overlap(p, sentence)) or statement.content
    statement = replace(statement, content=content)
    last = content[-1]
    rest = Span(last.end, sentence.end)
    others = [
        s
        for one in statements
        if one.place != statement.place and one.cue != statement.cue
        for s in (*one.content, *one.cue, *one.source)
    ]
    opens = statement.cue[0].start - sentence.start <= LONGEST_OPENING
    if not opens or not sentence.start <= last.start < sentence.end or any(overlap(rest, s) for s in others):
        return statement
    end = rest.end - (1 if page.text[rest.start : rest.end].endswith(".") else 0)
    return replace(statement, content=(*content[:-1], Span(last.start, max(last.end, end))))


def _brings_source(page: Page, words: Lexicon, cue: Span) -> bool:
    """ "According to", "by data of", "in the words of"."""
    said = tuple(page.words(cue).lower().split())
    return bool(said) and (said[0] == "according" or said in words.of_source.get(said[0], ()))


def _in_order(statements: Sequence[Statement]) -> list[Statement]:
    """In the order of the text, each after the one that holds it."""
    order = sorted(range(len(statements)), key=lambda n: (statements[n].place.start, -statements[n].place.end, n))
    placed: dict[int, int] = {}
    out: list[Statement] = []
    while order:
        for n in order:
            outer = statements[n].outer
            if outer is None or outer in placed:
                break
        order.remove(n)
        placed[n] = len(out)
        out.append(replace(statements[n], outer=None if outer is None else placed[outer]))
    return out


def _states(page: Page, words: Lexicon, cue: Spans) -> bool:
    """Whether a cue is a verb of plain speech, or no verb at all ("according to", a colon)."""
    tokens = [n for part in cue for n in range(*page.range(part))]
    verbs = [n for n in tokens if page.tokens[n].upos == "VERB" and page.word(n) != "according"]
    counting = verbs_of(words.sources.language, "count")
    return not verbs or any(page.word(n) in words.stating or page.word(n) in counting for n in verbs)


def _speaks_of_himself(page: Page, words: Lexicon, found: Statement) -> bool:
    return any(page.words(part).lower() in words.author for part in found.source)


def _without_cue_of_holder(page: Page, statements: Sequence[Statement], inner: Statement) -> Statement:
    """ "The ministry says it gave no number, | according to Orda": what brings in the outer source is not the inner's.

    Trees hang it low, on the last verb.
    """
    spots = (*inner.source, *inner.cue)
    for one in statements:
        if not spots or not all(any(_within(spot, part) for part in one.content) for spot in spots):
            continue
        content = tuple(
            part if _within(part, whole) else Span(max(part.start, whole.start), min(part.end, whole.end))
            for part in inner.content
            for whole in one.content
            if overlap(part, whole)
        )
        content = tuple(part for part in content if any(map(str.isalnum, page.words(part))))
        spilt = [part for part in inner.content if not any(_within(part, whole) for whole in one.content)]
        if content and spilt and all(any(overlap(part, c) for c in (*one.cue, *one.source)) for part in spilt):
            return replace(inner, content=content)
    return inner


def _holder(statements: Sequence[Statement], inner: Statement) -> int | None:
    """The shortest content with all of `inner` in it."""
    spots = (*inner.content, *inner.source, *inner.cue)
    holding = [
        (sum(b - a for a, b in one.content), n)
        for n, one in enumerate(statements)
        if all(any(c.start <= s.start and s.end <= c.end for c in one.content) for s in spots)
    ]
    return min(holding)[1] if holding else None


def _loose_quotations(page: Page) -> Iterator[Statement]:
    """Quotations that are sentences of their own: a quotation that goes on, or one that nobody is named for."""
    for quotation in page.quotations:
        first, last = page.range(quotation)
        if sum(page.tokens[n].upos != "PUNCT" for n in range(first, last)) < SHORTEST_QUOTATION:
            continue
        begin, end = page.parsed.sentences[page.sentence(first)][0], page.parsed.sentences[page.sentence(last - 1)][1]
        outside = [n for n in (*range(begin, first), *range(last, end)) if page.tokens[n].upos != "PUNCT"]
        if not outside:
            yield Statement(content=(quotation,), source=(), cue=(), confidence=CONFIDENCE)
