"""The text of a report with everything marked that was read in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from reportedly.export import wording
from reportedly.export.marking import Close, Mark, Open, by_stretch, paragraphs, pieces
from reportedly.export.on_page import Shown, attribute, claim_id, figure_id, named_id, quoted, said, stances, variety
from reportedly.export.visible import visible
from reportedly.model import Claim, Figure, Ledger, Source, Span, Spans, Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Content that one claim or, where joint sources say the same, several claims share."""

    key: str
    spans: Spans
    claims: tuple[Claim, ...]


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
    """Everything to be marked, outer kinds first, each place once: problems and content, then ever smaller things."""
    links = [source for claim in page.claims for source in claim.sources]
    cues = [
        span for spans in (*(source.cue for source in links), *(claim.cue for claim in page.claims)) for span in spans
    ]
    hedges = [span for claim in page.claims for span in claim.markers]
    return [
        *(
            Mark(span=problem.span, kind="problem", key=f"problem {index}")
            for index, problem in enumerate(page.ledger.problems)
            if problem.span
        ),
        *(Mark(span=span, kind="content", key=passage.key) for passage in together for span in passage.spans),
        *marks_at((source.mention for source in links if source.mention), "source"),
        *marks_at(cues, "cue"),
        *(
            Mark(span=span, kind="mention", key=f"mention {named.number}")
            for named in page.named
            for span in dict.fromkeys(mention.span for mention in named.entity.mentions)
        ),
        *(
            Mark(span=figure.span, kind="figure", key=f"figure {index}")
            for index, figure in enumerate(page.figures, start=1)
        ),
        *(Mark(span=date.span, kind="date", key=f"date {index}") for index, date in enumerate(page.dates, start=1)),
        *marks_at(hedges, "hedge"),
    ]


def marks_at(spans: Iterable[Span], kind: str) -> list[Mark]:
    return [Mark(span=span, kind=kind, key=kind) for span in dict.fromkeys(spans)]


class Drawing:
    """Draws the paragraphs of one report in order, and remembers which things already have their anchor."""

    def __init__(self, page: Shown, together: Iterable[Passage]) -> None:
        self.page = page
        self.passages = {passage.key: passage for passage in together}
        self.begun: set[str] = set()
        self.tips: list[str] = []  # of the figures and dates that are open
        self.openers: Mapping[str, Callable[[str, bool], str]] = {
            "content": self.opened_content,
            "problem": self.opened_problem,
            "mention": self.opened_mention,
            "figure": self.opened_figure,
            "date": self.opened_date,
        }

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
        opener = self.openers.get(mark.kind)
        return opener(mark.key, first) if opener else f'<span class="{mark.kind}">'

    def opened_content(self, key: str, first: bool) -> str:
        # Only the number is a stop of the Tab key; -1 lets a tap or click on the words open the card and keep it open.
        claims = self.passages[key].claims
        numbers = "".join(number_in_text(self.page, claim) for claim in claims) if first else ""
        return f'<span class="content{variety(claims[0])}" tabindex="-1">{numbers}'

    def opened_problem(self, key: str, first: bool) -> str:
        anchor = f' id="{self.page.prefix}-p{key.removeprefix("problem ")}"' if first else ""
        return f'<span class="problem"{anchor}>'

    def opened_mention(self, key: str, first: bool) -> str:
        # The Tab key stops at the first mention only: hundreds of stops would help nobody.
        number = int(key.removeprefix("mention "))
        marked = f'<span class="m e{number}"'
        if not first:
            return f'{marked} tabindex="-1">'
        named = self.page.named[number - 1]
        name = named_id(self.page, number)
        described = f' aria-describedby="{name}"' if named.listed else ""
        return f'{marked} id="{name}-text" tabindex="{0 if named.times > 1 else -1}"{described}>'

    def opened_figure(self, key: str, first: bool) -> str:
        figure = self.page.figures[int(key.removeprefix("figure ")) - 1]
        told = told_of_figure(self.page.ledger, figure)
        return self.opened_value("figure", figure_id(self.page, figure), told, first=first)

    def opened_date(self, key: str, first: bool) -> str:
        date = self.page.dates[int(key.removeprefix("date ")) - 1]
        kind = "date" if wording.when(date) else "date open"
        return self.opened_value(kind, f"{self.page.prefix}-{key.replace(' ', '-')}", told_of_date(date), first=first)

    def opened_value(self, kind: str, name: str, told: str, *, first: bool) -> str:
        """Opens a mark that tells what it comes to when pointed at or reached; a further piece is no second stop."""
        anchor = f' id="{name}-tip"' if first else ""
        self.tips.append(f'<span class="tip"{anchor} aria-hidden="true">{told}</span>')
        stop = f'id="{name}-text" tabindex="0" aria-describedby="{name}-tip"' if first else 'tabindex="-1"'
        return f'<span class="v {kind}" {stop}>'

    def closed(self, mark: Mark) -> str:
        if mark.kind in ("figure", "date"):
            # Behind the words: before them, it would leave a sliver of the mark at the end of the line above.
            return f"{self.tips.pop()}</span>"
        if mark.kind != "content":
            return "</span>"
        told = "".join(card_of(self.page.ledger, claim) for claim in self.passages[mark.key].claims)
        return f'<span class="card" aria-hidden="true">{told}</span></span>'


def number_in_text(page: Shown, claim: Claim) -> str:
    name = claim_id(page, claim)
    label = attribute(f"Claim {wording.number(claim)}, {wording.chain(claim)}: to the list")
    return (
        f'<a class="n" id="{name}-text" href="#{name}" aria-label="{label}" aria-describedby="{name}-how">'
        f"{said(wording.number(claim))}</a>"
    )


# ---------------------------------------------------------------- figures and dates, and what they come to
def told_of_figure(ledger: Ledger, figure: Figure) -> str:
    """Three lines: how many of whom, where and when, on whose word."""
    claim, whole = wording.claim_of(ledger, figure), wording.whole(ledger, figure)
    counted = [wording.counted_as(figure), f"part of {wording.value(whole)}" if whole else ""]
    scope = [wording.where(figure), f"as of {wording.as_of(figure)}" if wording.as_of(figure) else ""]
    lines = (
        f"<b>{said(wording.value(figure))}</b> {said(', '.join(filter(None, counted)))}",
        said(", ".join(filter(None, scope))),
        ", ".join([f"told by {said(wording.says(claim))}", *stances(claim)]),
    )
    return "".join(f'<span class="line">{line}</span> ' for line in lines if line)


def told_of_date(date: Time) -> str:
    return f"<b>{said(wording.when(date) or wording.UNRESOLVED)}</b>"


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
