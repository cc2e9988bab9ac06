"""How the text of a report is drawn with its marks: content, cue and source nested, figures, dates, hedges, names.

Marks that cross are cut in two (see `reportedly.export.marking`), everything that comes from a report is escaped, and
a link never stands in another one.  A long report is drawn in parts, each of them a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from reportedly.export import wording
from reportedly.export.marking import Close, Mark, Open, by_stretch, paragraphs, pieces
from reportedly.export.on_page import QUOTATION_MARKS, Shown, shown, variety
from reportedly.export.text_on_page import Passage, marks_at, passages
from reportedly.export.visible import on_one_line, visible
from reportedly.model import Claim, Figure, Ledger, Span, Spans

PEOPLE = frozenset(wording.PEOPLE_AND_BODIES)
# A page is to stay under 500 kB.  Measured on long reports: what a paragraph takes on the page in bytes.
BYTES_OF_PART = 420_000
BYTES_OF_MARK = 110
BYTES_OF_CARD = 2_600
LONGEST_STRETCH = 6_000  # characters; a longer paragraph is cut behind a sentence, else no part would hold it
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Where the marks of a text lead to; empty: they lead nowhere."""

    figures: Mapping[str, str] = field(default_factory=dict)  # id of a figure -> address
    entities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph as it is drawn, and the claims that begin in it."""

    start: int  # in the text of the report
    drawn: Markup
    claims: tuple[Claim, ...]
    headline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Paragraphs that are one page, by their numbers, and the claims that begin there."""

    first: int
    last: int  # not included
    claims: tuple[Claim, ...]


class MarkedText:
    """The text of one report, ready to be drawn paragraph by paragraph."""

    def __init__(self, ledger: Ledger, linked: Linked | None = None) -> None:
        self.ledger, self.linked = ledger, linked or Linked()
        self.page = shown(ledger, "", authorial=True)
        self.passages = {passage.key: passage for passage in passages(self.page.claims)}
        self.stretches = [cut for whole in paragraphs(ledger.report.text) for cut in cut_up(ledger.report.text, whole)]
        marks = marks_of(self.page, self.passages.values())
        self.marks = by_stretch(self.stretches, marks)
        self.begins: dict[str, int] = {}  # key of a mark -> the stretch where it is first met
        for index, here in enumerate(self.marks):
            for mark in here:
                self.begins.setdefault(mark.key, index)

    def claims_in(self, stretch: int) -> tuple[Claim, ...]:
        """The claims that begin in a stretch, in the order of its text."""
        keys = dict.fromkeys(mark.key for mark in self.marks[stretch] if mark.kind == "content")
        return tuple(claim for key in keys if self.begins[key] == stretch for claim in self.passages[key].claims)

    def parts(self) -> list[Part]:
        """The report cut where a page is full; one part for all but very long ones."""
        out: list[Part] = []
        first, size = 0, 0
        for index, (stretch, marks) in enumerate(zip(self.stretches, self.marks, strict=True)):
            cards = BYTES_OF_CARD * len(self.claims_in(index))
            weight = 2 * (stretch.end - stretch.start) + BYTES_OF_MARK * len(marks) + cards
            if size and size + weight > BYTES_OF_PART:
                out.append(self._part(first, index))
                first, size = index, 0
            size += weight
        return [*out, self._part(first, len(self.stretches))]

    def _part(self, first: int, last: int) -> Part:
        claims = tuple(claim for index in range(first, last) for claim in self.claims_in(index))
        return Part(first=first, last=last, claims=claims)

    def drawn(self, part: Part) -> Iterator[Paragraph]:
        drawing = Drawing(self)
        text, title = self.ledger.report.text, (self.ledger.report.title or "").strip()
        for index in range(part.first, part.last):
            start, end = self.stretches[index]
            yield Paragraph(
                start=start,
                drawn=drawing.stretch(index),
                claims=self.claims_in(index),
                headline=bool(title) and text[start:end] == title,
            )


def cut_up(text: str, stretch: Span) -> Iterator[Span]:
    """A paragraph in pieces of a length that a page can hold, cut behind sentences where there are any."""
    start = stretch.start
    while stretch.end - start > LONGEST_STRETCH:
        ends = [m.end() for m in SENTENCE_END.finditer(text, start, start + LONGEST_STRETCH)]
        space = text.rfind(" ", start, start + LONGEST_STRETCH)
        cut = ends[-1] if ends else space + 1 if space > start else start + LONGEST_STRETCH
        yield Span(start, cut)
        start = cut
    yield Span(start, stretch.end)


def marks_of(page: Shown, together: Iterable[Passage]) -> list[Mark]:
    """Everything to be marked, outer kinds first, each place once."""
    ledger = page.ledger
    links = [source for claim in page.claims for source in claim.sources]
    cues = [span for spans in (*(one.cue for one in links), *(claim.cue for claim in page.claims)) for span in spans]
    hedges = (*ledger.hedges, *(span for claim in page.claims for span in claim.markers))
    problems = (problem.span for problem in ledger.problems)
    return [
        *(Mark(span=span, kind="problem", key=f"p{n}") for n, span in enumerate(problems) if span),
        *(Mark(span=span, kind="content", key=passage.key) for passage in together for span in passage.spans),
        *marks_at((source.mention for source in links if source.mention), "source"),
        *marks_at(cues, "cue"),
        *names_in(ledger),
        *(Mark(span=figure.span, kind="figure", key=f"figure {n}") for n, figure in enumerate(page.figures)),
        *(Mark(span=date.span, kind="date", key=f"date {n}") for n, date in enumerate(page.dates)),
        *marks_at(hedges, "hedge"),
    ]


def names_in(ledger: Ledger) -> Iterator[Mark]:
    """Names wherever they stand; of who is never named the first mention, which the anchor needs."""
    for n, entity in enumerate(ledger.entities):
        spans = dict.fromkeys(mention.span for mention in entity.mentions if mention.type == "name")
        first = [min(mention.span for mention in entity.mentions)] if entity.mentions else []
        yield from (Mark(span=span, kind="name", key=f"name {n}") for span in sorted({*spans, *first}))


# ---------------------------------------------------------------- drawing
class Drawing:
    """Draws paragraphs in order, and remembers which things already have their anchor and which link is open."""

    def __init__(self, text: MarkedText) -> None:
        self.text = text
        self.begun: set[str] = set()
        self.tags: list[str] = []  # what closes the marks that are open
        self.here = 0
        self.openers: Mapping[str, Callable[[Mark, bool], Markup]] = {
            "content": self.content,
            "problem": self.problem,
            "name": self.name,
            "figure": self.figure,
            "date": self.date,
        }

    def stretch(self, index: int) -> Markup:
        self.here = index
        whole, marks = self.text.ledger.report.text, self.text.marks[index]
        return Markup("").join(self.piece(one) for one in pieces(whole, self.text.stretches[index], marks))

    def piece(self, piece: Open | Close | str) -> Markup:
        if isinstance(piece, str):
            return escape(visible(piece))
        if isinstance(piece, Close):
            return Markup(self.tags.pop())  # noqa: S704 (closing tags of our own)
        mark = piece.mark
        first = mark.key not in self.begun and self.text.begins[mark.key] == self.here
        self.begun.add(mark.key)
        opener = self.openers.get(mark.kind)
        return opener(mark, first) if opener else self.plain(mark.kind)

    def plain(self, kind: str) -> Markup:
        self.tags.append("</span>")
        return Markup('<span class="{}">').format(kind)

    def anchored(self, kind: str, anchor: str | None, title: str = "") -> Markup:
        self.tags.append("</span>")
        return Markup('<span class="{}"{}{}>').format(kind, as_id(anchor), as_title(title))

    def leading(self, kind: str, anchor: str | None, to: str | None, title: str = "") -> Markup:
        """A mark that leads somewhere, unless it stands inside one that does; only its first place is a Tab stop."""
        if to is None or "</a>" in self.tags:
            return self.anchored(kind, anchor, title)
        self.tags.append("</a>")
        stop = Markup("") if anchor else Markup(' tabindex="-1"')
        return Markup('<a class="{}" href="{}"{}{}{}>').format(kind, to, as_id(anchor), as_title(title), stop)

    def content(self, mark: Mark, first: bool) -> Markup:
        claims = self.text.passages[mark.key].claims
        anchors = Markup("").join(number_in_text(claim) for claim in claims) if first else Markup("")
        self.tags.append("</span>")
        opened = Markup('<span class="content{}" data-of="{}">')
        return opened.format(variety(claims[0]), " ".join(claim.id for claim in claims)) + anchors

    def problem(self, mark: Mark, first: bool) -> Markup:
        return self.anchored("problem", f"problem-{mark.key[1:]}" if first else None)

    def name(self, mark: Mark, first: bool) -> Markup:
        entity = self.text.ledger.entities[int(mark.key.removeprefix("name "))]
        kind = "name" if entity.kind in PEOPLE else "place"
        return self.leading(kind, entity.id if first else None, self.text.linked.entities.get(entity.id))

    def figure(self, mark: Mark, first: bool) -> Markup:
        figure = self.text.page.figures[int(mark.key.removeprefix("figure "))]
        to = self.text.linked.figures.get(figure.id)
        return self.leading("figure", figure.id if first else None, to, told_of_figure(figure))

    def date(self, mark: Mark, _first: bool) -> Markup:
        date = self.text.page.dates[int(mark.key.removeprefix("date "))]
        told = wording.when(date)
        kind = "date" if told else "date open"
        return self.anchored(kind, None, told or wording.UNRESOLVED)


def number_in_text(claim: Claim) -> Markup:
    """The anchor of a claim, and the way to its card in the margin."""
    label = f"Claim {wording.number(claim)}, {wording.chain(claim)}: to its card"
    return Markup('<a class="n" id="{}" href="#card-{}" aria-label="{}">{}</a>').format(
        claim.id, claim.id, visible(label), wording.number(claim)
    )


def as_id(anchor: str | None) -> Markup:
    return Markup(' id="{}"').format(anchor) if anchor else Markup("")


def as_title(title: str) -> Markup:
    return Markup(' title="{}"').format(visible(title)) if title else Markup("")


# ---------------------------------------------------------------- in words
def told_of_figure(figure: Figure) -> str:
    """ "164, killed: people, in Kazakhstan, as of 2022-01-09"."""
    scope = [wording.counted_as(figure), f"in {wording.where(figure)}" if figure.place else ""]
    day = f"as of {wording.as_of(figure)}" if wording.as_of(figure) else ""
    return ", ".join(filter(None, (wording.value(figure), *scope, day)))


def quoted(ledger: Ledger, spans: Spans) -> str:
    """Words of the report in quotation marks, unless they bring their own."""
    words = on_one_line(ledger.words(spans))
    return words if not words or words.startswith(QUOTATION_MARKS) else f"“{words}”"


# ---------------------------------------------------------------- a few marks only
@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A mark without a meaning of its own but its class; `anchor` and `to` where it can be led to, or leads on."""

    span: Span
    kind: str
    anchor: str | None = None
    to: str | None = None
    label: str = ""  # read out and shown small before the words: "2" of a shared passage
    said: str = ""  # what the label means, for those who hear it


def drawn_plainly(text: str, marks: Sequence[Plain]) -> Iterator[tuple[Markup, tuple[Plain, ...]]]:
    """The paragraphs of a text, each with the marks in it; of two that cover the same the earlier one is the outer."""
    stretches = list(paragraphs(text))
    keyed = by_stretch(stretches, [Mark(span=mark.span, kind="", key=f"{n}") for n, mark in enumerate(marks)])
    begun: set[str] = set()
    for stretch, here in zip(stretches, keyed, strict=True):
        yield one_stretch(text, stretch, here, marks, begun), tuple(marks[int(mark.key)] for mark in here)


def one_stretch(text: str, stretch: Span, here: Sequence[Mark], marks: Sequence[Plain], begun: set[str]) -> Markup:
    out: list[Markup] = []
    for piece in pieces(text, stretch, here):
        if isinstance(piece, str):
            out.append(escape(visible(piece)))
        elif isinstance(piece, Close):
            out.append(Markup("</span>"))
        else:
            mark, first = marks[int(piece.mark.key)], piece.mark.key not in begun
            begun.add(piece.mark.key)  # its anchor and label stand where it begins, not at its further pieces
            out.append(Markup('<span class="{}"{}>').format(mark.kind, as_id(mark.anchor if first else None)))
            if first and mark.label:
                out.append(label_of(mark))
    return Markup("").join(out)


def label_of(mark: Plain) -> Markup:
    if mark.to is None:
        return Markup('<span class="n">{}</span>').format(mark.label)
    return Markup('<a class="n" href="{}" aria-label="{}">{}</a>').format(mark.to, visible(mark.said), mark.label)
