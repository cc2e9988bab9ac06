"""The scope of a figure: where it was counted, as of when, and in whose claim it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from reportedly.extract.entities import Cast
from reportedly.extract.page import Page
from reportedly.model import Claim, Interval, Measure, Place, Span, Time

WHERE = frozenset(
    ("in", "at", "across", "throughout", "near", "around", "within", "inside", "outside", "to", "into", "for", "on")
)
RUNNING = frozenset(("killed", "injured", "detained", "missing", "displaced"))  # counts that grow from day to day


def claim_of(claims: Sequence[Claim], span: Span) -> Claim | None:
    """The innermost claim that holds a figure: the longest chain, then the shortest content."""
    holding = [c for c in claims if any(s.start <= span.start and span.end <= s.end for s in c.spans)]
    if not holding:
        return None
    return min(holding, key=lambda c: (-len(c.sources), sum(s.end - s.start for s in c.spans)))


class Places:
    """The places a page names, to be asked which of them a figure is about."""

    def __init__(self, page: Page, cast: Cast) -> None:
        self._page, self._cast = page, cast
        self._names = {page.range(Span(n.start, n.end))[0]: n for n in page.names if n.kind == "place"}
        self._tokens = sorted(self._names)

    def near(self, number: int) -> Place | None:
        """The place nearest to a number in its sentence, one behind "in" first; else the last of its paragraph."""
        page = self._page
        first, last = page.parsed.sentences[page.sentence(number)]
        here = [n for n in self._between(first, last) if self._says_where(n)]
        if here:
            after = [n for n in here if n > number and is_where(page, n)]
            return self._place(min(after or here, key=lambda n: abs(n - number)))
        start = page.paragraphs[page.paragraph(page.tokens[number].start)].start if page.paragraphs else 0
        before = self._between(page.range(Span(0, start))[1], first)
        return next((self._place(n) for n in reversed(before) if self._says_where(n)), None)

    def own(self, node: int) -> Place | None:
        """A place that hangs on the figure itself: "103 in Almaty"."""
        page = self._page
        for n in page.children[node]:
            if page.relation(n) in ("nmod", "obl") and n > node and is_where(page, n):
                for inner in (n, *page.children[n]):
                    if inner in self._names:
                        return self._place(inner)
        return None

    def _says_where(self, n: int) -> bool:
        """Whether a named place is where something was: "in Almaty", "the Almaty unrest", "Almaty alone"."""
        page = self._page
        behind = page.range(Span(self._names[n].start, self._names[n].end))[1]
        alone = behind < len(page.tokens) and page.word(behind) == "alone"
        return alone or is_where(page, n) or page.tokens[n].relation in ("compound", "nmod:poss", "obj")

    def _between(self, first: int, last: int) -> list[int]:
        return self._tokens[bisect_left(self._tokens, first) : bisect_left(self._tokens, last)]

    def _place(self, n: int) -> Place:
        name = self._names[n]
        span = Span(name.start, name.end)
        named = self._cast.named_in(span)
        return Place(name=self._cast.members[named[0][0]].name if named else self._page.words(span), span=span)


def is_where(page: Page, n: int) -> bool:
    """Whether a place stands behind "in" and its like, alone or in a phrase: "in the Almaty region"."""
    node = n
    for _ in range(3):
        case = page.child(node, "case")
        if case is not None:
            return page.word(case) in WHERE
        head = page.tokens[node].head
        if head < 0 or page.relation(node) not in ("compound", "flat", "amod", "nmod", "appos", "conj"):
            return False
        node = head
    return False


def as_of(
    page: Page, number: int, claim: Claim | None, dates: Sequence[Time], measure: Measure, published: str | None
) -> Interval | None:
    """The days a count holds for: its claim's, its sentence's, else for a running toll the day of the report."""
    if claim is not None and claim.time is not None and claim.time.start:
        return Interval(start=claim.time.start, end=claim.time.end)
    sentence = page.sentence_span(page.sentence(number))
    here = [d for d in dates if sentence.start <= d.span.start < sentence.end and d.start]
    if here:
        at = page.tokens[number].start
        nearest = min(here, key=lambda d: abs(d.span.start - at))
        return Interval(start=nearest.start, end=nearest.end)
    if published and measure in RUNNING:
        return Interval(start=published[:10], end=published[:10])
    return None
