"""Attributions that syntax makes plain: a verb of saying with its subject and its clause, "according to X".

A second pair of eyes: what the reader model marked is left as it is, what it passed over is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import QUOTES, Page, noun_phrase, overlap
from reportedly.extract.statements import Statement
from reportedly.model import Span, Spans

MEDIUM_AND_COLON = re.compile(
    r"(?:\d{1,2}[:.]\d\d\s*[-–—]?\s*)?(?P<source>[^\W\d_][^,:;.!?]{1,40}?)(?:,[^:;.!?]{1,80})?(?P<cue>:)\s+"
)
SIGNED = re.compile(
    r"\s*(?P<content>[“”\"].{8,}?[“”\"])\s*(?P<cue>[―—–]|--)\s*(?P<source>[^\W\d_][\w .,'’-]{2,60}?)[.\s]*"
)
RELATIVES = frozenset(("that", "which", "who"))
LONGEST_OPENING = 12  # characters before "according to" at the start of a sentence: the hour, "but"
SHORTEST_QUOTATION = 4  # words; shorter ones are titles and scare quotes
CONFIDENCE = 0.5  # no probability stands behind a rule; half says so

# "Ministry: 12 detained", "12 detained - ministry", "12 detained, spokesman says": only headlines are written so.
HEADLINES = (
    re.compile(r"(?P<source>[^:–—]{2,60})(?P<cue>:) (?P<content>\S.*)"),
    re.compile(r"(?P<content>.+?)(?P<cue>) [-–—] (?P<source>[^-–—:]{2,40})"),
    re.compile(r"(?P<content>.+), (?P<source>[^,]{2,40}) (?P<cue>\w+)"),
)


def with_explicit(page: Page, words: Lexicon, statements: Sequence[Statement]) -> list[Statement]:
    """The statements and those that only syntax shows; nested ones tied to the innermost content that holds them."""
    signed = list(_signed(page))
    lines = {page.paragraph(one.place.start) for one in signed}
    out = [one for one in statements if page.paragraph(one.place.start) not in lines]
    out += signed  # a line that is all quotation and name leaves nothing to the reader
    taken = [s for one in statements for s in (*one.cue, *one.source)]
    for found in (
        *_headline(page, words),
        *_in_his_opinion(page, words),
        *_with_colon(page, words),
        *_said(page, words),
        *_according(page, words),
        *_loose_quotations(page),
    ):
        spots = (*found.cue, *found.source)
        if any(overlap(a, b) for a in spots for b in taken):
            continue
        outer = _holder(out, found) if spots else None
        if outer is None and found.source and not _states(page, words, found.cue):
            continue  # what somebody thinks is left to the reader: by syntax alone it is wrong too often
        if outer is not None and _speaks_of_himself(page, words, found):
            continue  # "I have heard that …": the speaker of the quotation, once more
        if outer is None and any(overlap(c, d) for c in found.content for one in out for d in one.content):
            continue  # the reader gives these words to somebody else
        out.append(replace(found, outer=outer))
        taken += spots
    return _in_order([_whole_sentence(page, n, out) for n in range(len(out))])


def _whole_sentence(page: Page, number: int, statements: Sequence[Statement]) -> Statement:
    """ "According to X, A, B and C": what opens a sentence holds for all of it, where nobody else has a part of it."""
    statement = statements[number]
    if not statement.cue or not page.words(statement.cue[0]).lower().startswith("according"):
        return statement
    sentence = page.sentence_span(page.sentence_at(statement.cue[0].start))
    last = statement.content[-1]
    rest = Span(last.end, sentence.end)
    others = [s for n, one in enumerate(statements) if n != number for s in (*one.content, *one.cue, *one.source)]
    opens = statement.cue[0].start - sentence.start <= LONGEST_OPENING
    if not opens or not sentence.start <= last.start < sentence.end or any(overlap(rest, s) for s in others):
        return statement
    end = rest.end - (1 if page.text[rest.start : rest.end].endswith(".") else 0)
    return replace(statement, content=(*statement.content[:-1], Span(last.start, max(last.end, end))))


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
    return not verbs or any(page.word(n) in words.stating for n in verbs)


def _speaks_of_himself(page: Page, words: Lexicon, found: Statement) -> bool:
    return any(page.words(part).lower() in words.author for part in found.source)


def _holder(statements: Sequence[Statement], inner: Statement) -> int | None:
    """The shortest content with all of `inner` in it."""
    spots = (*inner.content, *inner.source, *inner.cue)
    holding = [
        (sum(b - a for a, b in one.content), n)
        for n, one in enumerate(statements)
        if all(any(c.start <= s.start and s.end <= c.end for c in one.content) for s in spots)
    ]
    return min(holding)[1] if holding else None


def _headline(page: Page, words: Lexicon) -> Iterator[Statement]:
    """What the first line says and on whose word, where there is more text below it."""
    if len(page.paragraphs) < 2:
        return
    line = page.paragraphs[0]
    text = page.words(line).rstrip()
    if text.endswith((".", "?", "!")):
        return
    for pattern in HEADLINES:
        found = pattern.fullmatch(text)
        if found is None or (found["cue"].isalpha() and found["cue"].lower() not in words.saying):
            continue
        source, content, cue = (
            Span(line.start + found.start(g), line.start + found.end(g)) for g in ("source", "content", "cue")
        )
        if _is_source(page, words, source):
            yield Statement(
                content=(content,), source=(source,), cue=(cue,) if cue.start < cue.end else (), confidence=CONFIDENCE
            )
            return


def _as_reported(page: Page, verb: int) -> bool:
    """ "…, as the portal reports"."""
    marks = [n for n in page.children[verb] if page.tokens[n].relation in ("mark", "advmod")]
    return page.tokens[verb].relation == "advcl" and any(page.word(n) == "as" for n in marks)


def _in_his_opinion(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "In his opinion, …", "according to her, …" at the start of a sentence."""
    for first, last in page.parsed.sentences:
        sentence = Span(page.tokens[first].start, page.tokens[last - 1].end)
        text = page.words(sentence).lower()
        phrase = next((p for p in words.in_his_opinion if text.startswith(p)), None)
        if phrase is None or not any(text[len(phrase) :].startswith(mark) for mark in (",", " ")):
            continue
        cue = Span(sentence.start, sentence.start + len(phrase))
        among = range(first, page.range(cue)[1])
        who = next((n for n in among if page.word(n) in words.he | words.they | {"its"}), None)
        content = _runs(page, range(page.range(cue)[1], last))
        if who is not None and content:
            yield _statement(content, Span(page.tokens[who].start, page.tokens[who].end), cue)


def _signed(page: Page) -> Iterator[Statement]:
    """ "“We were afraid.” ― Anna Berg", a line to itself."""
    for line in page.paragraphs:
        found = SIGNED.fullmatch(page.words(line))
        if found is not None:
            content, cue, source = (
                Span(line.start + found.start(g), line.start + found.end(g)) for g in ("content", "cue", "source")
            )
            yield Statement(content=(content,), source=(source,), cue=(cue,), confidence=CONFIDENCE)


def _with_colon(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "Khabar 24, citing the commandant's office: 12 officers killed", as live blogs have it."""
    for line in page.paragraphs:
        text = page.words(line)
        found = MEDIUM_AND_COLON.match(text)
        if found is None or not (words.medium(found["source"]) or words.outlet(found["source"])):
            continue
        source, cue = (Span(line.start + found.start(g), line.start + found.end(g)) for g in ("source", "cue"))
        end = page.sentence_span(page.sentence_at(cue.end + 1)).end
        content = Span(line.start + found.end(), min(line.end, end))
        if content.start < content.end:
            yield Statement(content=(content,), source=(source,), cue=(cue,), confidence=CONFIDENCE)


def _is_source(page: Page, words: Lexicon, span: Span) -> bool:
    """A name or a noun that sources are described by."""
    head = page.head_of(span)
    if head is None or len(page.words(span).split()) > 6:
        return False
    name = page.name_at(head)
    if name is not None:
        return name.kind != "place" or words.medium(page.text[name.start : name.end]) is not None
    return words.kind_of_noun(page.word(head)) is not None


def _said(page: Page, words: Lexicon) -> Iterator[Statement]:
    for n, token in enumerate(page.tokens):
        if token.upos != "VERB" or page.word(n) not in words.saying:
            continue
        subject = page.child(n, "nsubj")
        if subject is None or page.tokens[subject].relation != "nsubj" or page.word(subject) in RELATIVES:
            continue
        said = page.child(n, "ccomp")
        if said is not None:
            content = _runs(page, page.subtree(said))
        elif page.relation(n) == "parataxis" or _as_reported(page, n):
            mine = set(page.subtree(n))
            first, last = page.parsed.sentences[page.sentence(n)]
            content = _runs(page, [m for m in range(first, last) if m not in mine])
        else:
            continue
        if content:
            yield _statement(content, page.phrase(subject), _cue(page, n))


def _according(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "According to X", "in accordance with X", "in the words of X" and the clause they belong to."""
    for first, last in page.parsed.sentences:
        sentence = range(first, last)
        for n in sentence:
            phrase = next((p for p in words.of_source.get(page.word(n), ()) if _stands_at(page, p, n, last)), None)
            if phrase is None:
                continue
            source = noun_phrase(page, n, n + len(phrase), sentence)
            who = page.head_of(source) if source is not None else None
            if source is None or who is None or page.tokens[who].head < 0:
                continue
            mine = {*page.subtree(who), *range(n, n + len(phrase))}
            content = _runs(page, [m for m in page.subtree(page.tokens[who].head) if m not in mine])
            if content:
                cue = Span(page.tokens[n].start, page.tokens[n + len(phrase) - 1].end)
                yield _statement(content, source, cue)


def _stands_at(page: Page, phrase: tuple[str, ...], token: int, last: int) -> bool:
    return token + len(phrase) < last and all(page.word(token + n) == word for n, word in enumerate(phrase))


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


def _statement(content: Spans, source: Span, cue: Span) -> Statement:
    return Statement(content=content, source=(source,), cue=(cue,), confidence=CONFIDENCE)


def _cue(page: Page, verb: int) -> Span:
    """The verb with its auxiliaries where they touch it."""
    first = verb
    while (
        first > 0
        and page.tokens[first - 1].head == verb
        and page.tokens[first - 1].relation.startswith(("aux", "advmod"))
    ):
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
