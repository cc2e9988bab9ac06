"""From attributions to statements: each content cut into single claims, nested ones told from those that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportedly.extract.page import QUOTES, Page, hull
from reportedly.model import Attribution, Mode, Span, Spans

# A coordinated clause is a claim of its own where it could stand alone: it has a subject, or it is a list of findings
# ("12 officers killed, 353 wounded").
CLAUSE_LINKS = ("conj", "parataxis", "list")
SUBJECTS = ("nsubj", "csubj", "expl")
LEADING = frozenset(("that", "and", "but", "or", ",", ";", ":", "-", "–", "—"))


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
    """All attributions, nested ones after the one that holds them, in the order of the text."""
    out: list[Statement] = []

    def add(attribution: Attribution, outer: int | None) -> None:
        if not attribution.content:
            return
        out.append(
            Statement(
                content=attribution.content,
                source=attribution.source,
                cue=attribution.cue,
                confidence=attribution.confidence,
                outer=outer,
            )
        )
        me = len(out) - 1
        for one in attribution.inner:
            add(one, me)

    for attribution in attributions:
        add(attribution, None)
    return out


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
            # "It rained," she said, "all day.": a part that begins in the middle of a sentence goes on with the last claim
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
    for a, b in zip(cuts, cuts[1:], strict=False):
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
        if token.relation.split(":")[0] in CLAUSE_LINKS and _stands_alone(page, n):
            own = [x for x in page.subtree(n) if first <= x < last]
            yield min(own)
            yield from _clause_starts(page, n, first, last)


def _stands_alone(page: Page, token: int) -> bool:
    if page.tokens[token].upos not in ("VERB", "AUX", "ADJ", "NOUN"):
        return False
    return page.child(token, *SUBJECTS) is not None


def _trimmed(page: Page, a: int, b: int) -> tuple[int, int]:
    while a < b and (page.tokens[a].upos in ("PUNCT", "CCONJ") and page.form(a) not in QUOTES):
        a += 1
    while b > a and (page.tokens[b - 1].upos in ("PUNCT", "CCONJ") and page.form(b - 1) not in QUOTES):
        b -= 1
    return a, b
