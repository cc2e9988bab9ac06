"""What of a ledger is shown on the page, under which ids, and any text as HTML that does nothing."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from unicodedata import bidirectional

from reportedly.export import wording
from reportedly.export.visible import on_one_line
from reportedly.model import Claim, Entity, Figure, Ledger, Report, Span, Spans, Time

QUOTATION_MARKS = ('"', "'", "“", "‘", "«", "„")  # content that brings its own gets no second pair
RIGHT_TO_LEFT = {"R", "AL", "RLE", "RLO", "RLI"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An entity of the page; `number` is the class of all its mentions, which light up together."""

    entity: Entity
    number: int
    times: int  # at how many places it is mentioned
    listed: bool  # among the people and bodies


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One report on the page: what is shown of its ledger, and the prefix of its ids."""

    ledger: Ledger
    claims: tuple[Claim, ...]
    figures: tuple[Figure, ...]
    dates: tuple[Time, ...]
    named: tuple[Named, ...]  # the most mentioned first
    prefix: str
    authorial: bool  # whether the author's own claims are shown


def shown(ledger: Ledger, prefix: str, *, authorial: bool) -> Shown:
    return Shown(
        ledger=ledger,
        claims=tuple(claim for claim in ledger.claims if authorial or not wording.is_authorial(claim)),
        authorial=authorial,
        figures=tuple(wording.in_order(ledger.figures)),
        dates=dates_of(ledger),
        named=named_in(ledger),
        prefix=prefix,
    )


def dates_of(ledger: Ledger) -> tuple[Time, ...]:
    """Every date of the text once, and the times of claims that are not among them."""
    found = {time.span: time for time in (claim.time for claim in ledger.claims) if time}
    found |= {date.span: date for date in ledger.dates}
    return tuple(sorted(found.values(), key=lambda time: time.span))


def named_in(ledger: Ledger) -> tuple[Named, ...]:
    """People and bodies, and whatever else is mentioned more than once."""
    text = ledger.report.text
    counted = [(wording.times_named(entity, text), entity) for entity in ledger.entities]
    counted.sort(key=lambda pair: -pair[0])
    told = [
        (times, entity, entity.kind in wording.PEOPLE_AND_BODIES)
        for times, entity in counted
        if times > 1 or (times and entity.kind in wording.PEOPLE_AND_BODIES)
    ]
    return tuple(
        Named(entity=entity, number=number, times=times, listed=listed)
        for number, (times, entity, listed) in enumerate(told, start=1)
    )


# ---------------------------------------------------------------- ids
def claim_id(page: Shown, claim: Claim) -> str:
    return f"{page.prefix}-{escape(claim.id)}"


def figure_id(page: Shown, figure: Figure) -> str:
    return f"{page.prefix}-{escape(figure.id)}"


def named_id(page: Shown, number: int) -> str:
    return f"{page.prefix}-named-{number}"


def stands_in_text(page: Shown, span: Span) -> bool:
    """Whether there is anything to lead to."""
    return bool(page.ledger.report.text[span.start : span.end].strip())


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


def stances(claim: Claim | None) -> list[str]:
    """Certainty and denial, each as the word for it."""
    return [f'<span class="stance">{said(word)}</span>' for word in wording.stance(claim)] if claim else []


def variety(claim: Claim) -> str:
    """The class that tells a claim of the author's own, or of nobody who could be found."""
    if wording.is_authorial(claim):
        return " own"
    return "" if claim.sources else " lost"


def language(report: Report) -> str:
    known = report.language is not None and report.language.isascii() and report.language.isalpha()
    return f' lang="{report.language}"' if known else ""
