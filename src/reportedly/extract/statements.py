"""From attributions to statements: each content cut into single claims, nested ones told from those that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import QUOTES, Page, hull
from reportedly.model import Attribution, Mode, Span, Spans

# A coordinated clause is a claim of its own where it could stand alone: it has a subject, or it is a list of findings
# ("12 officers killed, 353 wounded").
CLAUSE_LINKS = ("conj", "parataxis", "list")
CONTRASTS = frozenset(("while", "whereas"))
DASHES = "-–—―"
SUBJECTS = ("nsubj", "csubj", "expl")
DATELINE = re.compile(
    r"(?:\d{1,2}[:.]\d\d|[^\W\d_][\w ,.’'-]{0,40}\([\w ./-]{2,30}\)|[A-Z][A-Z ,.-]{3,40}\d{0,2})\s*[-–—]+\s+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something said: content, and the words that tell who says it."""

    content: Spans
    source: Spans
    cue: Spans
    confidence: float
    outer: int | None = None  # index of the statement whose content holds this one

    @property
    def place(self) -> Span:
        return hull((*self.content, *self.source, *self.cue))


def statements_of(attributions: Iterable[Attribution]) -> list[Statement]:
    """One statement an attribution, in the order of the text; an attribution of nothing is none."""
    return [
        Statement(content=a.content, source=a.source, cue=a.cue, confidence=a.confidence)
        for a in attributions
        if a.content
    ]


def tidied(page: Page, words: Lexicon, statements: Iterable[Statement]) -> list[Statement]:
    """Statements without what the reader's tags let in.

    Marks alone; a source in another line than its cue; content of another line, unless it is a quotation that goes on
    (a headline's words are no part of what the body's first source says); citing taken for saying ("RBC, citing the
    channel, writes").
    """
    out = []
    for statement in statements:
        cue = tuple(span for part in statement.cue for span in _lines(page, part)[-1:])
        source = _beside(page, statement.source, cue)
        content = _own_part(page, statement.content, cue)
        if content and not _cites(page, words, cue, content) and not _asks(page, source):
            out.append(replace(statement, source=source, cue=cue, content=content))
    return out


def _lines(page: Page, span: Span) -> list[Span]:
    """A span cut where lines break."""
    out = []
    for line in re.finditer(r"[^\r\n]+", page.words(span)):
        text = line.group()
        start = span.start + line.start() + len(text) - len(text.lstrip())
        end = span.start + line.start() + len(text.rstrip())
        if start < end:
            out.append(Span(start, end))
    return out


def _says_something(page: Page, span: Span) -> bool:
    return any(c.isalnum() for c in page.words(span))


def _may_speak(page: Page, span: Span) -> bool:
    """Whether the words could name a source: "No" in "No confirmed number" does not."""
    first, last = page.range(span)
    return any(page.tokens[n].upos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "SYM") for n in range(first, last))


def _asks(page: Page, source: Spans) -> bool:
    """ "Who ordered it?": a question, and nobody's word."""
    if not source:
        return False
    end = page.sentence_span(page.sentence_at(source[0].start)).end
    return page.words(source[0]).lower() in ("who", "what", "which") and page.text[end - 1] == "?"


def _beside(page: Page, source: Spans, cue: Spans) -> Spans:
    """The parts of a source that stand in the line of its cue."""
    lines = [line for part in source for line in _lines(page, part) if _may_speak(page, line)]
    if not cue:
        return tuple(lines)
    here = page.paragraph(cue[0].start)
    return tuple(line for line in lines if page.paragraph(line.start) == here)


def _own_part(page: Page, content: Spans, cue: Spans) -> Spans:
    """The parts of a content that are the cue's own; single words only where there is nothing longer."""
    parts = [line for part in content for line in _lines(page, part) if _says_something(page, line)]
    parts = [without_dateline(page, p) for p in parts if any(c.isalpha() for c in page.words(p))] or parts
    if cue:
        here = page.paragraph(cue[0].start)
        at_home = any(page.paragraph(p.start) == here for p in parts)
        parts = [p for p in parts if _in_reach(page, p, here, at_home=at_home)]
        if page.words(cue[0]).lower().startswith("according"):  # holds for its own sentence, not for the one before
            own = page.sentence_span(page.sentence_at(cue[0].start))
            parts = [p for p in parts if own.start <= p.start < own.end] or parts
        parts = [_whole_phrase(page, p, cue) for p in parts]
    long_enough = [p for p in parts if len(page.words(p).split()) > 1 or page.quoted((p,))]
    return tuple(long_enough or parts[:1])


def _whole_phrase(page: Page, part: Span, cue: Spans) -> Span:
    """A part that breaks off after "to" or "the", with what these belong to; without the subject of the next clause."""
    first, last = page.range(part)
    if last - 1 < first:
        return part
    token = page.tokens[last - 1]
    if token.relation == "nsubj" and token.head >= last:  # "…, Orda.kz | reports": the subject of what comes next
        end = min(page.subtree(last - 1))
        while end > first and page.tokens[end - 1].upos in ("PUNCT", "CCONJ"):
            end -= 1
        return Span(part.start, page.tokens[end - 1].end) if end > first else part
    if token.head < last or token.relation not in ("det", "mark", "case", "aux", "nmod:poss"):
        return part
    end = page.tokens[max(page.subtree(token.head))].end
    sentence = page.sentence_span(page.sentence(last - 1))
    if end > sentence.end or any(part.end <= c.start < end for c in cue):
        return part
    return Span(part.start, end)


def _in_reach(page: Page, part: Span, here: int, *, at_home: bool) -> bool:
    """Whether a part may belong to a cue in paragraph `here`.

    Beside it; a quotation that goes on, or follows; a quotation over a line with nothing but the name ("― Anna Berg").
    """
    paragraph = page.paragraph(part.start)
    if paragraph == here:
        return True
    signed = paragraph == here - 1 and page.words(page.paragraphs[here]).lstrip()[:1] in DASHES
    return bool(page.quoted((part,))) and (at_home or signed or paragraph == here + 1)


def without_dateline(page: Page, part: Span) -> Span:
    """Without the hour of a live blog's entry or the place and date of a dispatch."""
    line = page.paragraphs[page.paragraph(part.start)]
    found = DATELINE.match(page.text, line.start, line.end)
    if found is None or not part.start < found.end() < part.end:
        return part
    return Span(found.end(), part.end)


def _cites(page: Page, words: Lexicon, cue: Spans, content: Spans) -> bool:
    said = tuple(page.words(cue[0]).lower().split()) if cue else ()
    first, last = page.range(content[0])
    cites = bool(said) and said in words.inner.get(said[0], ())
    return cites and not any(page.tokens[n].upos in ("VERB", "AUX") for n in range(first, last))


def mode_of(page: Page, content: Spans) -> Mode:
    """Word for word, in the reporter's words, or partly: by the share of the content between quotation marks."""
    length = sum(len(page.text[a:b].strip()) for a, b in content)
    quoted = page.quoted(content)
    if not quoted:
        return "indirect"
    return "direct" if quoted >= 0.8 * length else "mixed"


def single_claims(page: Page, content: Spans) -> Iterator[Spans]:
    """A content cut into claims: sentence by sentence, and clause by clause where clauses are coordinated."""
    pieces: list[Spans] = []
    for part in content:
        for number, piece in enumerate(_sentences(page, part)):
            # "It rained," she said, "all day.": a part that begins within a sentence goes on with the claim before
            if pieces and number == 0 and _goes_on(page, part):
                pieces[-1] = (*pieces[-1], piece)
            else:
                pieces.append((piece,))
    for spans in pieces:
        if len(spans) > 1:
            yield spans
        else:
            for clause in clauses(page, spans[0]):
                yield (clause,)


def _goes_on(page: Page, part: Span) -> bool:
    first, last = page.range(part)
    for n in range(first, last):
        if page.tokens[n].upos != "PUNCT":
            return not page.form(n)[:1].isupper() or page.sentence(n) == page.sentence(max(0, first - 1))
    return True


def _sentences(page: Page, part: Span) -> list[Span]:
    first, last = page.range(part)
    cuts = [first, *(n for n in range(first + 1, last) if page.sentence(n) != page.sentence(n - 1)), last]
    out = []
    for a, b in pairwise(cuts):
        if any(page.tokens[n].upos != "PUNCT" for n in range(a, b)):
            out.append(Span(max(part.start, page.tokens[a].start), min(part.end, page.tokens[b - 1].end)))
    return out or [part]


def clauses(page: Page, part: Span) -> list[Span]:
    """Coordinated clauses of a stretch of one sentence, each without the words and marks that join it to the next."""
    first, last = page.range(part)
    head = page.head_of(part)
    if head is None:
        return [part]
    starts = sorted({first} | {s for s in _clause_starts(page, head, first, last) if first < s < last})
    out: list[Span] = []
    for a, b in zip(starts, [*starts[1:], last], strict=True):
        a, b = _trimmed(page, a, b)
        if a < b:
            out.append(Span(max(part.start, page.tokens[a].start), min(part.end, page.tokens[b - 1].end)))
    if len(out) < 2:
        return [part]
    out[0] = Span(part.start, out[0].end)
    out[-1] = Span(out[-1].start, part.end)
    return out


def _clause_starts(page: Page, head: int, first: int, last: int) -> Iterator[int]:
    for n in page.children[head]:
        token = page.tokens[n]
        if not first <= n < last or n < head:
            continue
        joined = page.relation(n) in CLAUSE_LINKS or (token.relation == "advcl" and _contrasts(page, n))
        if joined and (_stands_alone(page, n) or (_counted(page, n) and _counted(page, head))):
            own = [x for x in page.subtree(n) if first <= x < last]
            yield min(own)
            yield from _clause_starts(page, n, first, last)


def _stands_alone(page: Page, token: int) -> bool:
    if page.tokens[token].upos not in ("VERB", "AUX", "ADJ", "NOUN"):
        return False
    return page.child(token, *SUBJECTS) is not None


def _contrasts(page: Page, token: int) -> bool:
    """ "Eight were killed, while 317 were hurt"."""
    return any(page.word(n) in CONTRASTS for n in page.children[token])


def _counted(page: Page, token: int) -> bool:
    """ "12 officers", "353 wounded": in a list of counts each is a claim."""
    return page.tokens[token].upos == "NUM" or page.child(token, "nummod") is not None


def _trimmed(page: Page, a: int, b: int) -> tuple[int, int]:
    while a < b and page.form(a) not in QUOTES:
        if page.tokens[a].upos not in ("PUNCT", "CCONJ") and page.word(a) not in CONTRASTS:
            break
        a += 1
    while b > a and (page.tokens[b - 1].upos in ("PUNCT", "CCONJ") and page.form(b - 1) not in QUOTES):
        b -= 1
    return a, b
