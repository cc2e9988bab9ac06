"""Ledgers as one page that stands alone: the text with its claims marked, and the list of claims beside it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import chain as in_turn
from itertools import islice
from string import Template
from unicodedata import bidirectional

from reportedly.export import wording
from reportedly.export.marking import Close, Mark, Open, by_stretch, paragraphs, pieces
from reportedly.export.visible import on_one_line, visible
from reportedly.model import Claim, Ledger, Problem, Report, Source, Span, Spans

LINKABLE = ("https://", "http://")  # an address of any other kind ("javascript:") is shown, never linked
QUOTATION_MARKS = ('"', "'", "“", "‘", "«", "„")  # content that brings its own gets no second pair
RIGHT_TO_LEFT = {"R", "AL", "RLE", "RLO", "RLI"}
OWN_LEGEND = '<div><dt><span class="content own">dotted</span></dt><dd>asserted by the author</dd></div>\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Content that one claim or, where joint sources say the same, several claims share."""

    key: str
    spans: Spans
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One report on the page: what is shown of its ledger, and the prefix of its ids."""

    ledger: Ledger
    claims: tuple[Claim, ...]
    prefix: str


def export_html(ledgers: Iterable[Ledger], *, authorial: bool = False) -> Iterator[str]:
    """One page without script or outside resource; `authorial` marks the author's own assertions too.

    Pages are handed over report by report, so that only the headings are kept in memory.
    """
    arriving = iter(ledgers)
    opening = list(islice(arriving, 2))
    yield page_head(opening, authorial=authorial)
    headings: list[str] = []
    for ledger in in_turn(opening, arriving):
        headings.append(wording.heading(ledger.report))
        yield article(shown(ledger, f"r{len(headings)}", authorial=authorial))
    yield "</main>\n" + contents(headings) + colophon(opening) + "</body>\n</html>\n"


def shown(ledger: Ledger, prefix: str, *, authorial: bool) -> Shown:
    claims = tuple(claim for claim in ledger.claims if authorial or not wording.is_authorial(claim))
    return Shown(ledger=ledger, claims=claims, prefix=prefix)


# ---------------------------------------------------------------- the frame
@cache
def page_file(name: str) -> str:
    return (files("reportedly.export") / "page" / name).read_text(encoding="utf-8")


def page_head(opening: Sequence[Ledger], *, authorial: bool) -> str:
    style = page_file("page.css")
    title = wording.heading(opening[0].report) if len(opening) == 1 else "Several reports"
    return Template(page_file("page.html")).substitute(
        style=style,
        style_hash="sha256-" + b64encode(sha256(style.encode()).digest()).decode(),
        generator=escape(visible(opening[0].generator if opening else "")),
        title=escape(f"{title} – who said what"),
        legend_more=OWN_LEGEND if authorial else "",
    )


def contents(headings: Sequence[str]) -> str:
    if len(headings) < 2:
        return ""
    links = "".join(f'<li><a href="#r{n}">{said(title)}</a></li>\n' for n, title in enumerate(headings, start=1))
    title = '<h2 id="contents">Reports on this page</h2>'
    return f'<nav class="contents" aria-labelledby="contents">{title}\n<ol>\n{links}</ol></nav>\n'


def colophon(opening: Sequence[Ledger]) -> str:
    by = f" Made by {said(opening[0].generator)}." if opening and opening[0].generator else ""
    warning = "Read by machine: check against the text before relying on it."
    return f'<footer class="colophon"><p>{warning}{by}</p></footer>\n'


# ---------------------------------------------------------------- one report
def article(page: Shown) -> str:
    report, prefix = page.ledger.report, page.prefix
    return (
        f'<article class="report" id="{prefix}" aria-labelledby="{prefix}-title">\n'
        f'<header><h2 id="{prefix}-title">{said(wording.heading(report))}</h2>\n'
        f'<p class="facts">{facts(page.ledger)}</p>\n{problems(page)}</header>\n'
        f'<div class="sides">\n<section class="text"{language(report)} dir="auto" aria-label="Text of the report">\n'
        f"{text(page)}</section>\n{claim_list(page)}</div>\n</article>\n"
    )


def language(report: Report) -> str:
    known = report.language is not None and report.language.isascii() and report.language.isalpha()
    return f' lang="{report.language}"' if known else ""


def facts(ledger: Ledger) -> str:
    told = [said(fact) for fact in (*wording.facts(ledger.report), wording.counts(ledger))]
    if ledger.report.url:
        told.append(address(ledger.report.url))
    return " · ".join(told)


def address(url: str) -> str:
    if url.lower().startswith(LINKABLE):
        return f'<a href="{escape(visible(url))}" rel="noopener noreferrer">{said(url)}</a>'
    return said(url)


def problems(page: Shown) -> str:
    if not page.ledger.problems:
        return ""
    told = "".join(
        f"<li>{said(problem.message)}{place(page, index, problem)}</li>\n"
        for index, problem in enumerate(page.ledger.problems)
    )
    return (
        f'<section class="problems" aria-labelledby="{page.prefix}-problems">'
        f'<h3 id="{page.prefix}-problems">Not read with confidence</h3>\n<ul>\n{told}</ul></section>\n'
    )


def place(page: Shown, index: int, problem: Problem) -> str:
    words = quoted(page.ledger, (problem.span,)) if problem.span else ""
    return f' <a href="#{page.prefix}-p{index}">{words}</a>' if words else ""


# ---------------------------------------------------------------- the text with its marks
def text(page: Shown) -> str:
    whole = page.ledger.report.text
    together = passages(page.claims)
    stretches = list(paragraphs(whole))
    drawing = Drawing(page, together)
    return "".join(
        drawing.paragraph(whole, stretch, marks)
        for stretch, marks in zip(stretches, by_stretch(stretches, marks_of(page, together)), strict=True)
    )


def passages(claims: Iterable[Claim]) -> list[Passage]:
    sharing: dict[Spans, list[Claim]] = {}
    for claim in claims:
        sharing.setdefault(claim.spans, []).append(claim)
    return [
        Passage(key=f"passage {index}", spans=spans, claims=tuple(those))
        for index, (spans, those) in enumerate(sharing.items())
    ]


def marks_of(page: Shown, together: Iterable[Passage]) -> list[Mark]:
    """Everything to be marked, outer kinds first: problems, content, then sources and cues, each place once."""
    of_problems = [
        Mark(span=problem.span, kind="problem", key=f"problem {index}")
        for index, problem in enumerate(page.ledger.problems)
        if problem.span
    ]
    of_content = [Mark(span=span, kind="content", key=passage.key) for passage in together for span in passage.spans]
    links = [source for claim in page.claims for source in claim.sources]
    of_sources = dict.fromkeys(source.mention for source in links if source.mention)
    of_cues = dict.fromkeys(
        span for spans in (*(source.cue for source in links), *(claim.cue for claim in page.claims)) for span in spans
    )
    return [
        *of_problems,
        *of_content,
        *(Mark(span=span, kind="source", key="source") for span in of_sources),
        *(Mark(span=span, kind="cue", key="cue") for span in of_cues),
    ]


class Drawing:
    """Draws the paragraphs of one report in order, and remembers which passages already have their anchor."""

    def __init__(self, page: Shown, together: Iterable[Passage]) -> None:
        self.page = page
        self.passages = {passage.key: passage for passage in together}
        self.begun: set[str] = set()

    def paragraph(self, whole: str, stretch: Span, marks: Sequence[Mark]) -> str:
        title = self.page.ledger.report.title
        headline = ' class="headline"' if title and whole[stretch.start : stretch.end] == title.strip() else ""
        drawn = "".join(self.piece(piece) for piece in pieces(whole, stretch, marks))
        return f'<p dir="auto"{headline}>{drawn}</p>\n'

    def piece(self, piece: Open | Close | str) -> str:
        if isinstance(piece, str):
            return escape(visible(piece))
        if isinstance(piece, Open):
            return self.opened(piece.mark)
        return self.closed(piece.mark)

    def opened(self, mark: Mark) -> str:
        first = mark.key not in self.begun
        self.begun.add(mark.key)
        if mark.kind == "content":
            return self.opened_content(self.passages[mark.key], first=first)
        if mark.kind == "problem" and first:
            return f'<span class="problem" id="{self.page.prefix}-p{mark.key.removeprefix("problem ")}">'
        return f'<span class="{mark.kind}">'

    def opened_content(self, passage: Passage, *, first: bool) -> str:
        # Only the number is a stop of the Tab key; -1 lets a tap or click on the words open the card and keep it open.
        numbers = "".join(number_in_text(self.page, claim) for claim in passage.claims) if first else ""
        return f'<span class="content{variety(passage.claims[0])}" tabindex="-1">{numbers}'

    def closed(self, mark: Mark) -> str:
        if mark.kind != "content":
            return "</span>"
        told = "".join(card_of(self.page.ledger, claim) for claim in self.passages[mark.key].claims)
        return f'<span class="card" aria-hidden="true">{told}</span></span>'


def variety(claim: Claim) -> str:
    if wording.is_authorial(claim):
        return " own"
    return "" if claim.sources else " lost"


def number_in_text(page: Shown, claim: Claim) -> str:
    name = claim_id(page, claim)
    label = attribute(f"Claim {wording.number(claim)}, {wording.chain(claim)}: to the list")
    return (
        f'<a class="n" id="{name}-text" href="#{name}" aria-label="{label}" aria-describedby="{name}-how">'
        f"{said(wording.number(claim))}</a>"
    )


def claim_id(page: Shown, claim: Claim) -> str:
    return f"{page.prefix}-{escape(claim.id)}"


# ---------------------------------------------------------------- the card of a claim
def card_of(ledger: Ledger, claim: Claim) -> str:
    """The chain, one link inside the other, then what qualifies the claim."""
    return (
        f'<span class="told"><b>Claim {said(wording.number(claim))}</b>{links(ledger, claim)}'
        f'<span class="aside">{" · ".join(qualities(ledger, claim))}</span>{warnings(ledger, claim)}</span>'
    )


def links(ledger: Ledger, claim: Claim) -> str:
    if not claim.sources:
        words = said_by(ledger, claim.cue)
        return f'<span class="link"><b>{said(wording.chain(claim))}</b>{words}</span>'
    told = [link(ledger, claim, index, source) for index, source in enumerate(claim.sources)]
    return "".join(f'<span class="link">{one}' for one in told) + "</span>" * len(told)


def link(ledger: Ledger, claim: Claim, index: int, source: Source) -> str:
    kind = wording.KINDS[source.kind]
    words = f' <span class="kind">{said(kind)}</span>' if kind not in wording.who(source) else ""
    position = wording.POSITIONS.get(claim.asserted_by[index]) if index < len(claim.asserted_by) else None
    doubt = f' · <span class="stance">{position}</span>' if position else ""
    return f"<b>{said(wording.who(source))}</b>{words}{said_by(ledger, source.cue)}{doubt}"


def said_by(ledger: Ledger, spans: Spans) -> str:
    return f" <i>{said(ledger.words(spans))}</i>" if spans else ""


def qualities(ledger: Ledger, claim: Claim) -> list[str]:
    told = ["the author's own voice"] if wording.is_authorial(claim) else [f"{claim.mode} speech"]
    markers = f" ({quoted(ledger, claim.markers)})" if claim.markers else ""
    if wording.stance(claim):
        told.append(f'<span class="stance">{said(", ".join(wording.stance(claim)))}</span>{markers}')
    if claim.time and wording.when(claim.time):
        told.append(f"when: {said(wording.when(claim.time) or '')}")
    told.append(f"confidence of the reader {claim.confidence:.2f}")
    return told


def warnings(ledger: Ledger, claim: Claim) -> str:
    return "".join(
        f'<span class="alert">{said(problem.message)}</span>'
        for problem in ledger.problems
        if problem.span and touches(problem.span, claim)
    )


def touches(span: Span, claim: Claim) -> bool:
    own = [*claim.spans, *claim.cue]
    for source in claim.sources:
        own += [*source.cue, *([source.mention] if source.mention else [])]
    return any(span.start < other.end and other.start < span.end for other in own)


# ---------------------------------------------------------------- the list of claims
def claim_list(page: Shown) -> str:
    own = len(page.ledger.claims) - len(page.claims)
    more = f'<p class="more">{wording.counted(own, "claim")} in the author\'s own voice not shown.</p>\n' if own else ""
    none = f'<p class="none">{escape(wording.nothing_told(page.ledger))}</p>\n'
    return (
        f'<section class="claims" aria-labelledby="{page.prefix}-claims"><h3 id="{page.prefix}-claims">Claims</h3>\n'
        f"{rows(page) or none}{more}</section>\n"
    )


def rows(page: Shown) -> str:
    """Nested lists, as deep as the claims are nested."""
    drawn: list[str] = []
    depth = -1
    for row in wording.outline(page.claims):
        if row.depth > depth:
            drawn.append("<ol>\n")
        else:
            drawn.append("</li>\n" + "</ol></li>\n" * (depth - row.depth))
        drawn.append(entry(page, row.claim))
        depth = row.depth
    return "".join(drawn) + "</li>\n" + "</ol></li>\n" * depth + "</ol>\n" if drawn else ""


def entry(page: Shown, claim: Claim) -> str:
    name = claim_id(page, claim)
    number = attribute(wording.number(claim))
    return (
        f'<li class="claim{variety(claim)}" id="{name}">'
        f'<p class="who"><a class="n" href="#{name}-text" aria-label="Claim {number}: to its place in the text">'
        f"{number}</a>{said(wording.chain(claim))}</p>\n"
        f'<p class="what"{language(page.ledger.report)}>{quoted(page.ledger, claim.spans)}</p>\n'
        f'<p class="how" id="{name}-how">{how(page.ledger, claim)}</p>\n'
    )


def how(ledger: Ledger, claim: Claim) -> str:
    cue = wording.cue(claim)
    told = [f"<i>{said(ledger.words(cue))}</i>"] if cue else []
    told += [said(claim.mode)] if not wording.is_authorial(claim) else []
    told += [f'<span class="stance">{said(word)}</span>' for word in wording.stance(claim)]
    return " · ".join(told)


# ---------------------------------------------------------------- words
def said(words: str) -> str:
    """Any text as HTML that shows it and does nothing else; right-to-left words turn nothing beside them."""
    shown_words = attribute(words)
    turned = any(bidirectional(letter) in RIGHT_TO_LEFT for letter in shown_words)
    return f"<bdi>{shown_words}</bdi>" if turned else shown_words


def attribute(words: str) -> str:
    """Any text as the value of a quoted attribute."""
    return escape(on_one_line(words))


def quoted(ledger: Ledger, spans: Spans) -> str:
    words = ledger.words(spans).strip()
    return said(words) if words.startswith(QUOTATION_MARKS) or not words else f"<q>{said(words)}</q>"
