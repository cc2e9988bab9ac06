"""A parsed text with the look-ups every extractor needs: which token is here, what stands before, whose child it is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Container, Iterable
from functools import cache, cached_property

from reportedly.model import Name, Parsed, Span, Spans

QUOTES = '"“”«»„‟″'
MARK = re.compile(f"[{QUOTES}]")
PARAGRAPH = re.compile(r"[^\r\n]+")
# Lines with no blank line and no indent between them.
WRAPPED = re.compile(r"[^\r\n]+(?:(?:\r\n|\r|\n)(?!\s)[^\r\n]+)*")


class Page:
    """Look-ups over one `Parsed`; knows nothing of sources or claims."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.text = parsed.text
        self.tokens = parsed.tokens
        self.names = parsed.names
        self._starts = [t.start for t in parsed.tokens]
        self._lower = [parsed.text[t.start : t.end].lower() for t in parsed.tokens]
        self._name_starts = [name.start for name in parsed.names]
        self._sentence_starts = [a for a, _ in parsed.sentences]
        self._heads = [token.head for token in parsed.tokens]
        self._governors: dict[tuple[int, int], int] = {}  # heads of stretches of tokens, as far as they were asked for

    # ------------------------------------------------------------ text
    def words(self, span: Span) -> str:
        return self.text[span.start : span.end]

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        paragraph = WRAPPED if self.parsed.wrapped else PARAGRAPH
        return tuple(Span(*m.span()) for m in paragraph.finditer(self.text) if m.group().strip())

    def paragraph(self, offset: int) -> int:
        """Number of the paragraph that holds the character, or of the one before it."""
        return max(0, bisect_right(self._paragraph_starts, offset) - 1)

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [p.start for p in self.paragraphs]

    # ------------------------------------------------------------ tokens
    def range(self, span: Span) -> tuple[int, int]:
        """Tokens that begin inside a span, as a range."""
        return bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)

    def token_at(self, offset: int) -> int:
        """The token that holds a character, or the last one before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def word(self, token: int) -> str:
        """A token in lower case."""
        return self._lower[token]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the text, in lower case."""
        return frozenset(self._places)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for n, word in enumerate(self._lower):
            out.setdefault(word, []).append(n)
        return out

    def where(self, words: Collection[str]) -> list[int]:
        """The tokens that are one of some words, in the order of the text."""
        places = self._places
        met = [w for w in words if w in places] if len(words) < len(places) else [w for w in places if w in words]
        return sorted(n for word in met for n in places[word])

    def form(self, token: int) -> str:
        return self.text[self.tokens[token].start : self.tokens[token].end]

    def sentence(self, token: int) -> int:
        return self._sentence_of[token] if 0 <= token < len(self._sentence_of) else self._edge(token)

    @cached_property
    def _sentence_of(self) -> list[int]:
        """Asked more often than any other question: a table is twice as fast as a search."""
        return [n for n, (first, last) in enumerate(self.parsed.sentences) for _ in range(first, last)]

    def _edge(self, token: int) -> int:
        return max(0, bisect_right(self._sentence_starts, token) - 1)

    def sentence_at(self, offset: int) -> int:
        """The sentence that holds a character, or the last one before it."""
        return self.sentence(self.token_at(offset))

    def sentence_span(self, number: int) -> Span:
        first, last = self.parsed.sentences[number]
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    # ------------------------------------------------------------ trees
    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        out: list[list[int]] = [[] for _ in self.tokens]
        for n, token in enumerate(self.tokens):
            if token.head >= 0:
                out[token.head].append(n)
        return tuple(tuple(c) for c in out)

    def head_of(self, span: Span) -> int | None:
        """The token of a span that hangs on something outside it and governs most of the span."""
        first, last = self.range(span)
        if last - first < 2:
            return first if first < last else None
        if (first, last) not in self._governors:
            self._governors[first, last] = self._governor(first, last)
        return self._governors[first, last]

    def _governor(self, first: int, last: int) -> int:
        heads, governs = self._heads, dict[int, int]()
        for n in range(first, last):
            top, up = n, heads[n]
            while first <= up < last:
                top, up = up, heads[up]
            governs[top] = governs.get(top, 0) + (self.tokens[n].upos != "PUNCT")
        return max(governs, key=lambda n: (governs[n], -n))

    def subtree(self, token: int) -> tuple[int, ...]:
        """A token and all that hangs on it, in the order of the text."""
        out, stack = [], [token]
        while stack:
            now = stack.pop()
            out.append(now)
            stack.extend(self.children[now])
        return tuple(sorted(out))

    def relation(self, token: int) -> str:
        """The relation of a token to its head without its subtype: "nsubj" for "nsubj:pass"."""
        return self._relations[token]

    @cached_property
    def _relations(self) -> list[str]:
        return [_without_subtype(token.relation) for token in self.tokens]

    def child(self, token: int, *relations: str) -> int | None:
        """The first child by one of the relations, subtypes included ("nsubj" finds "nsubj:pass")."""
        for n in self.children[token]:
            if self.relation(n) in relations or self.tokens[n].relation in relations:
                return n
        return None

    def phrase(self, token: int, *, without: tuple[str, ...] = ()) -> Span:
        """The characters of a token's subtree, as far as it is one run, less the children by `without` relations."""
        kept = {token}
        stack = [token]
        while stack:
            now = stack.pop()
            for n in self.children[now]:
                if now == token and self.relation(n) in without:
                    continue
                kept.add(n)
                stack.append(n)
        first = last = token
        while first - 1 in kept:
            first -= 1
        while last + 1 in kept:
            last += 1
        while first < token and self.tokens[first].upos == "PUNCT" and self.form(first) not in QUOTES:
            first += 1
        while last > token and self.tokens[last].upos == "PUNCT" and self.form(last) not in QUOTES:
            last -= 1
        return Span(self.tokens[first].start, self.tokens[last].end)

    # ------------------------------------------------------------ names
    def name_at(self, token: int) -> Name | None:
        """The name that a token is part of."""
        start = self.tokens[token].start
        n = bisect_right(self._name_starts, start) - 1
        return self.names[n] if n >= 0 and start < self.names[n].end else None

    # ------------------------------------------------------------ quotation
    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """Stretches between quotation marks, marks included; one that never closes ends with its paragraph."""
        out: list[Span] = []
        for paragraph in self.paragraphs:
            opened: int | None = None
            for found in MARK.finditer(self.text, paragraph.start, paragraph.end):
                at, mark = found.start(), found.group()
                if opened is None:
                    if mark not in "”»":
                        opened = at
                elif mark not in "“«„":
                    out.append(Span(opened, at + 1))
                    opened = None
            if opened is not None:
                out.append(Span(opened, paragraph.end))
        return tuple(out)

    def quoted(self, spans: Spans) -> int:
        """How many characters of `spans` stand between quotation marks, the marks included."""
        marks, total = self.quotations, 0
        for start, end in spans:
            for n in range(max(0, bisect_right(self._quotation_starts, start) - 1), len(marks)):
                if marks[n].start >= end:
                    break
                total += max(0, min(end, marks[n].end) - max(start, marks[n].start))
        return total

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [mark.start for mark in self.quotations]


@cache
def _without_subtype(relation: str) -> str:
    return relation.split(":")[0]


def overlap(a: Span, b: Span) -> int:
    """Characters two spans share."""
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def noun_phrase(page: Page, cue: int, start: int, among: Container[int]) -> Span | None:
    """The noun phrase that follows the words [cue, start), as far as it lies among the given tokens."""
    while start in among and page.tokens[start].upos in ("ADP", "PUNCT", "ADV"):
        start += 1
    if start not in among or page.tokens[start].upos in ("VERB", "AUX", "SCONJ"):
        return None
    head = start
    while page.tokens[head].head > head and page.tokens[head].head in among:
        up = page.tokens[head].head
        if page.tokens[up].upos not in ("NOUN", "PROPN", "PRON", "NUM") or min(page.subtree(up)) < cue:
            break
        head = up
    span = page.phrase(head, without=("conj", "cc", "acl", "parataxis", "appos", "punct"))
    name = page.name_at(head)
    if name is not None:
        span = Span(min(span.start, name.start), max(span.end, name.end))
    span = Span(max(span.start, page.tokens[start].start), span.end)
    return span if span.start < span.end else None


class Cover:
    """Spans merged, to be asked quickly whether a place is touched."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touches(self, span: Span) -> bool:
        """Whether any character of `span` is covered."""
        n = bisect_left(self._starts, span.end) - 1
        return n >= 0 and self._ends[n] > span.start


def hull(spans: Spans) -> Span:
    return Span(min(s.start for s in spans), max(s.end for s in spans))
