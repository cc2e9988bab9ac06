"""What a ledger says, in the words that people are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reportedly.amounts import NOT_STATED, amount_of, digits
from reportedly.export.visible import on_one_line
from reportedly.model import (
    Claim,
    Commitment,
    Entity,
    EntityKind,
    Figure,
    Interval,
    Ledger,
    Report,
    Source,
    SourceKind,
    Spans,
    Time,
)

KINDS: Mapping[SourceKind, str] = {
    "outlet": "news outlet",
    "agency": "news agency",
    "person": "person",
    "organisation": "organisation",
    "group": "group",
    "document": "document",
    "anonymous": "unnamed",
    "rumour": "rumour",
    "author": "the author",
}
# How far a source of the chain stands behind the claim; a certain one needs no words.
POSITIONS: Mapping[Commitment, str] = {
    "probable": "holds it probable",
    "possible": "holds it possible",
    "unknown": "takes no position",
    "denied": "denies it",
}
# Two words of the ledger that do not explain themselves.
STANCES = {"unknown": "unknown: whether it is so is left open", "negative": "negative: said not to be so"}
MENTIONED_NOWHERE = {"author", "rumour"}  # "it is reported": no words name them, so none were inherited
LANGUAGES = {"en": "English", "ru": "Russian"}
ON_THE_WORD_OF = " › "
SOURCE_NOT_FOUND = "source not found"
THE_AUTHOR = "the author"
FROM_CONTEXT = "(from context)"
THE_REPORT = "the report itself"  # whose figure it is when no claim of someone else gives it
UNRESOLVED = "day not known"
ENTITY_KINDS: Mapping[EntityKind, str] = {
    "person": "person",
    "organisation": "body",
    "outlet": "news outlet",
    "group": "group",
    "place": "place",
    "other": "other",
}
PEOPLE_AND_BODIES: tuple[EntityKind, ...] = ("person", "organisation", "outlet", "group")


class Row(NamedTuple):
    """A claim and how many of the shown claims it is nested in."""

    depth: int
    claim: Claim


def nothing_told(ledger: Ledger) -> str:
    """What stands where no claim is shown: none was found, or the text was not read at all."""
    foreign = ledger.report.language is not None and any(p.stage == "language" for p in ledger.problems)
    if foreign and not ledger.claims:
        return "This text was not read, for the reason given."
    return "Nothing in this text is told on someone's word, as far as the reader can tell."


def outline(claims: Sequence[Claim]) -> Iterator[Row]:
    """Every claim once, followed by the claims inside its content; one whose outer claim is not there stands alone."""
    outer = _outer_claims(claims)
    inner: dict[str | None, list[Claim]] = {}
    for claim in claims:
        inner.setdefault(outer[claim.id], []).append(claim)
    waiting = [Row(0, claim) for claim in reversed(inner.get(None, []))]
    while waiting:
        row = waiting.pop()
        yield row
        waiting += [Row(row.depth + 1, claim) for claim in reversed(inner.get(row.claim.id, []))]


def _outer_claims(claims: Sequence[Claim]) -> dict[str, str | None]:
    """`within` of each claim by id, without links that lead nowhere or round in a circle."""
    within = {claim.id: claim.within for claim in claims}
    outer: dict[str, str | None] = {}
    for claim in claims:
        above, seen = claim.within, {claim.id}
        while above in within and above not in seen:
            seen.add(above)
            above = within[above]
        outer[claim.id] = None if above in seen or claim.within not in within else claim.within
    return outer


def is_authorial(claim: Claim) -> bool:
    return claim.mode == "authorial"


def number(claim: Claim) -> str:
    """ "3" for "c3": the same number in the table, on the page and in the JSON."""
    return claim.id.removeprefix("c")


def who(source: Source) -> str:
    """A source's name; the kind where there is no name to give."""
    name = on_one_line(source.name)
    if source.kind == "rumour":
        name = "rumour"
    elif source.kind == "anonymous":
        name = f"unnamed: {name}"
    elif source.kind == "author":
        name = THE_AUTHOR
    inherited = source.mention is None and source.kind not in MENTIONED_NOWHERE
    return f"{name} {FROM_CONTEXT}" if inherited else name


def chain(claim: Claim) -> str:
    """The sources of a claim, outermost first: "TASS › press service"."""
    if claim.sources:
        return ON_THE_WORD_OF.join(map(who, claim.sources))
    return THE_AUTHOR if is_authorial(claim) else SOURCE_NOT_FOUND


def cue(claim: Claim) -> Spans:
    """The cue nearest to the content."""
    return claim.sources[-1].cue if claim.sources else claim.cue


def stance(claim: Claim) -> tuple[str, ...]:
    """How far the claim is from a plain assertion: certainty, then denial; empty for a plain one."""
    certainty = () if claim.certainty == "certain" else (claim.certainty,)
    if claim.polarity == "positive":
        return certainty
    return (*certainty, "denied" if "denied" in claim.asserted_by[-1:] else "negative")


def stances_explained(claims: Iterable[Claim]) -> list[str]:
    """What the less plain words for the stance of these claims mean."""
    used = {word for claim in claims for word in stance(claim)}
    return [meaning for word, meaning in STANCES.items() if word in used]


def manner(claim: Claim) -> tuple[str, ...]:
    """Mode and stance; the author's own voice needs no mode."""
    return stance(claim) if is_authorial(claim) else (claim.mode, *stance(claim))


def when(time: Time | Interval) -> str | None:
    """ "2022-01-08", "2022-01-08 to 2022-01-09", "from 2022-01-08"; None where the words leave both ends open."""
    if time.start and time.end:
        return time.start if time.start == time.end else f"{time.start} to {time.end}"
    if time.start:
        return f"from {time.start}"
    return f"until {time.end}" if time.end else None


# ---------------------------------------------------------------- figures
def in_order(figures: Sequence[Figure]) -> list[Figure]:
    """As they stand in the text."""
    return sorted(figures, key=lambda figure: figure.span)


def value(figure: Figure) -> str:
    """ "about 20,000", "at least 4,000", "between 40 and 50 percent", "dozens"."""
    words = on_one_line(amount_of(figure))
    if not figure.unit:
        return words
    return f"{words} ({on_one_line(figure.unit)})" if figure.vague else f"{words} {on_one_line(figure.unit)}"


def bounds(figure: Figure) -> str:
    """ "18", "40–50", "4,000–?" where no upper bound is stated."""
    if figure.low is None and figure.high is None:
        return NOT_STATED
    low, high = ("?" if end is None else digits(end) for end in (figure.low, figure.high))
    return low if low == high else f"{low}–{high}"


def counted_as(figure: Figure) -> str:
    """ "killed: security forces"; only the words of the report for what is no measure of its own."""
    whom = on_one_line(figure.of or "")
    if figure.measure == "other" or figure.measure.casefold() == whom.casefold():
        return whom
    return f"{figure.measure}: {whom}" if whom else figure.measure


def whole(ledger: Ledger, figure: Figure) -> Figure | None:
    """What a figure is a part of: the 225 of "225, including 19 officers"."""
    return next((other for other in ledger.figures if other.id == figure.subset_of), None)


def where(figure: Figure) -> str:
    return on_one_line(figure.place.name) if figure.place else ""


def as_of(figure: Figure) -> str:
    return (when(figure.as_of) or "") if figure.as_of else ""


def claim_of(ledger: Ledger, figure: Figure) -> Claim | None:
    """The innermost claim that gives a figure."""
    return next((claim for claim in ledger.claims if claim.id == figure.claim), None)


def says(claim: Claim | None) -> str:
    """Who gives a figure, by the claim it stands in."""
    return THE_REPORT if claim is None or is_authorial(claim) else chain(claim)


# ---------------------------------------------------------------- people and bodies
def times_named(entity: Entity, text: str) -> int:
    """At how many places of `text` an entity is mentioned."""
    return len({mention.span for mention in entity.mentions if text[slice(*mention.span)].strip()})


def heading(report: Report) -> str:
    """The title, else where it was read from."""
    return on_one_line(report.title or "") or on_one_line(report.where) or "untitled report"


def facts(report: Report) -> list[str]:
    """Outlet, day of publication and language, as far as known."""
    known = [on_one_line(report.outlet or ""), on_one_line((report.published or "").removesuffix("T00:00:00Z"))]
    language = LANGUAGES.get(report.language, report.language) if report.language else "language unknown"
    return [*filter(None, known), language]


def counts(ledger: Ledger) -> str:
    """ "12 claims of 4 sources, 7 of the author's own"."""
    attributed = [claim for claim in ledger.claims if not is_authorial(claim)]
    named = {source.entity or source.name for claim in attributed for source in claim.sources}
    own = len(ledger.claims) - len(attributed)
    told = f"{counted(len(attributed), 'claim')} by {counted(len(named), 'source')}"
    return f"{told}, {own} more in the author's own voice" if own else told


def counted(many: int, noun: str) -> str:
    return f"{many} {noun}" if many == 1 else f"{many} {noun}s"


def shorten(words: str, limit: int) -> str:
    """`words` cut between two of them to at most `limit` characters and an ellipsis; the first is always kept whole."""
    if len(words) <= limit:
        return words
    cut = words.rfind(" ", 0, limit + 1)
    if cut <= 0:
        cut = words.find(" ")
    return words if cut <= 0 else words[:cut].rstrip(" ,;:…") + " …"
