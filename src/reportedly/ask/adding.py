"""Adding a claim that nobody read: a person gives the words of the report, and on whose word they stand there.

It makes a decision of the kind "claim", in the form of one added in brat; see `reportedly.case.corrections`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reportedly.ask.correcting import (
    BY_WAY_OF,
    CERTAINTIES,
    KINDS,
    MOST_LINKS,
    SHOWN,
    STANCES,
    Stance,
    checked_spans,
    corrections_on,
    named,
    worded,
)
from reportedly.ask.decisions import NotDone
from reportedly.case.corrections import ADDED, CLAIM, chain_of, claim_subject, lies_in
from reportedly.interfaces import CaseStore, Decision
from reportedly.model import Certainty, Claim, Commitment, Ledger, Mode, Polarity, Source, SourceKind, Span, Spans

MOST_PLACES = 3  # of words that stand in several
AROUND = 24  # characters on each side of such a place
IN_BRACKETS = re.compile(r"(?P<before>[^\[\]]*)\[(?P<words>[^\[\]]+)\](?P<behind>[^\[\]]*)")
OPENING, CLOSING = "\"'“„«‘‹", "\"'”“»’›"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """Somebody in the chain behind a claim, with the words that name them and those that say that they say so."""

    name: str
    kind: SourceKind
    mention: Span | None = None  # None: known from what stands elsewhere in the report
    cue: Spans = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """A claim as a person reads it."""

    spans: Spans
    chain: tuple[NewLink, ...] = ()  # outermost first; empty: the author says so himself, or nobody is named
    cue: Spans = ()  # where nobody is named: the words that say that somebody says so
    certainty: Certainty = "certain"
    stance: Stance = "says so"


def add_claim(store: CaseStore, report: str, new: NewClaim, *, who: str, at: str) -> Decision:
    """Adds a claim to a report; raises `NotDone` where the report has it already, or its text does not bear it."""
    laid = corrections_on(store, report)
    ledger = laid.ledger
    claim = claim_of(new, ledger)
    same = [one for one in ledger.claims if (one.spans, chain_of(one)) == (claim.spans, chain_of(claim))]
    if same:
        raise NotDone(f"the report makes this claim already, on the same word: it is {same[0].id}")
    holder = holder_of(claim, ledger.claims)
    claim = replace(claim, within=holder.id if holder else None)
    value = {
        "what": ADDED,
        "by_way_of": BY_WAY_OF,
        "claim": claim.to_dict(),
        "within_spans": [list(span) for span in holder.spans] if holder else None,
    }
    return store.decide(CLAIM, claim_subject(laid.read, claim), value, who=named(who), at=at)


def claim_of(new: NewClaim, ledger: Ledger) -> Claim:
    end = len(ledger.report.text)
    if new.certainty not in CERTAINTIES:
        raise NotDone(f"“{new.certainty}” is no certainty; there are {', '.join(CERTAINTIES)}")
    if new.stance not in STANCES:
        raise NotDone(f"a source cannot “{new.stance}”; it {', '.join(STANCES)}")
    if len(new.chain) > MOST_LINKS:
        raise NotDone(f"a chain of {len(new.chain)} is too long; give at most {MOST_LINKS}, outermost first")
    sources = tuple(source_of(link, end) for link in new.chain)
    spans = checked_spans(new.spans, end)
    cue = within_text(new.cue, end) if not sources else ()
    polarity: Polarity = "positive" if new.stance == "says so" else "negative"
    innermost: Commitment = "denied" if new.stance == "denies it" else new.certainty
    outer: list[Commitment] = ["unknown" for _ in sources[1:]]
    return Claim(
        id="c0",  # it gets its own when it is laid over the report
        spans=spans,
        sources=sources,
        mode=mode_of(ledger.report.text, spans) if sources or cue else "authorial",
        cue=cue,
        certainty=new.certainty,
        polarity=polarity,
        asserted_by=(*outer, innermost) if sources else (),
    )


def source_of(link: NewLink, end: int) -> Source:
    name = worded(link.name, "name of a source")
    if not name:
        raise NotDone("a source has no name; give the words that name it, or what it is called")
    if link.kind not in KINDS:
        raise NotDone(f"“{link.kind}” is no kind of source; there are {', '.join(KINDS)}")
    mention = within_text((link.mention,), end)[0] if link.mention else None
    return Source(name=name, kind=link.kind, mention=mention, cue=within_text(link.cue, end))


def within_text(spans: Spans, end: int) -> Spans:
    for span in spans:
        if not 0 <= span.start < span.end <= end:
            raise NotDone(f"nothing stands from {span.start} to {span.end} in a text of {end} characters")
    return spans


def mode_of(text: str, spans: Spans) -> Mode:
    """Direct where the content stands in quotation marks, mixed where some of it does."""

    def quoted(span: Span) -> bool:
        inside, before, behind = text[slice(*span)].strip(), text[: span.start].rstrip(), text[span.end :].lstrip()
        marks_inside = inside[:1] in OPENING and inside.rstrip(".,!?")[-1:] in CLOSING
        return bool(inside) and (marks_inside or (before[-1:] in OPENING and behind.lstrip(".,!?")[:1] in CLOSING))

    if all(quoted(span) for span in spans):
        return "direct"
    some = any(quoted(span) or re.search(r"[“”„«»]|\B\"\b", text[slice(*span)]) for span in spans)
    return "mixed" if some else "indirect"


def holder_of(claim: Claim, claims: Iterable[Claim]) -> Claim | None:
    """The narrowest claim whose content holds all of this one, and more."""
    around = [
        one for one in claims if one.spans != claim.spans and all(lies_in(span, one.spans) for span in claim.spans)
    ]
    return min(around, key=lambda one: sum(span.end - span.start for span in one.spans), default=None)


# ---------------------------------------------------------------- words typed by a person
def span_of_words(text: str, within: Span, written: str, *, after: int | None = None) -> Span:
    """Where words stand in a part of the text, letter by letter; a line break in the report is a space to who types.

    Words that stand there more than once are told from each other by what is around them, themselves in brackets:
    “the minister [said] on Friday”.  Raises `NotDone` with the places where they are none or several.
    """
    start = within.start if after is None else after
    hits = list(dict.fromkeys(places_of(text, Span(start, within.end), written)))  # white space may begin anywhere
    if len(hits) == 1:
        return hits[0]
    told = shortened(written)
    if len(hits) > 1:
        places = "; ".join(around(text, hit) for hit in hits[:MOST_PLACES])
        more = f"; and {len(hits) - MOST_PLACES} more" if len(hits) > MOST_PLACES else ""
        raise NotDone(
            f"“{told}” stands {'twice' if len(hits) == 2 else f'{len(hits)} times'} in this paragraph: {places}{more}. "
            "Give some of the words around it too, and put brackets around those that are meant"
        )
    if after is not None and list(places_of(text, within, written)):
        raise NotDone(f"“{told}” stands before the piece that it should follow; give the pieces in their order")
    elsewhere = next(places_of(text, Span(0, len(text)), written), None)
    if elsewhere is not None:
        raise NotDone(f"“{told}” does not stand in this paragraph, but in another one: {around(text, elsewhere)}")
    raise NotDone(f"“{told}” stands nowhere in the report; give its own words, letter by letter")


def places_of(text: str, within: Span, written: str) -> Iterator[Span]:
    literally = list(matches(text, within, as_pattern(f"({spaced(written)})")))
    bracketed = None if literally else IN_BRACKETS.fullmatch(written.strip())
    if bracketed is None:
        yield from literally
        return
    before, words, behind = (spaced(bracketed[part]) for part in ("before", "words", "behind"))
    yield from matches(text, within, as_pattern(rf"{before}\s*({words})\s*{behind}"))


def spaced(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


def as_pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?={words})")  # places may overlap


def matches(text: str, within: Span, pattern: re.Pattern[str]) -> Iterator[Span]:
    """Whole words only, where they begin and end with letters."""
    for found in pattern.finditer(text, within.start, within.end):
        span = Span(*found.span(1))
        if span.start < span.end and not (cuts(text, span.start) or cuts(text, span.end)):
            yield span


def cuts(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def around(text: str, span: Span) -> str:
    """ "…the minister [said] on Friday…"."""
    start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    start = text.find(" ", start, span.start) + 1 or start if start else 0  # no half words
    end = text.rfind(" ", span.end, end) if end < len(text) and " " in text[span.end : end] else end
    told = f"{text[start : span.start]}[{text[slice(*span)]}]{text[span.end : end]}"
    return f"“{'…' if start else ''}{' '.join(told.split())}{'…' if end < len(text) else ''}”"


def shortened(words: str) -> str:
    told = " ".join(words.split())
    return told if len(told) <= SHOWN else told[:SHOWN] + "…"
