"""Parsed to ledger: claims with their chains, the author's own assertions, who is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reportedly.extract.authorial import assertions
from reportedly.extract.chains import ChainBuilder, Chained, Relay
from reportedly.extract.entities import Cast
from reportedly.extract.explicit import with_explicit
from reportedly.extract.lexicon import lexicon
from reportedly.extract.page import Page
from reportedly.extract.sources import MEDIA, Speakers
from reportedly.extract.statements import mode_of, single_claims, statements_of
from reportedly.model import Claim, Ledger, Parsed, Report, Source, Span


def extract(report: Report, parsed: Parsed) -> Ledger:
    """The ledger of a parsed report; claims in the order of the text, a nested one after the one that holds it."""
    page = Page(parsed)
    words = lexicon(report.language or "en")
    cast = Cast(page, words)
    speakers = Speakers(page, words, cast)
    builder = ChainBuilder(page, words, speakers)
    statements = with_explicit(page, words, statements_of(parsed.attributions))
    chained = builder.chains(statements)
    relays = builder.relays(statements)
    pointers = [page.sentence_span(relay.sentence) for relay in relays]
    chained = [c for c in chained if not any(p.start <= c.statement.content[0].start < p.end for p in pointers)]
    claims = _claims(page, chained)
    taken = [span for s in statements for span in (*s.content, *s.cue, *s.source)] + pointers
    claims += [
        Claim(id="", spans=(span,), sources=(), mode="authorial", confidence=0.5)
        for span in assertions(page, words, taken)
    ]
    claims = _numbered(_relayed(page, claims, relays))
    problems = tuple(c.problem for c in chained if c.problem is not None)
    return Ledger(report=report, claims=claims, entities=cast.entities(), problems=problems)


def _claims(page: Page, chained: Iterable[Chained]) -> list[Claim]:
    """Claims of all statements; `within` holds the number of the outer statement until claims are numbered."""
    out: list[Claim] = []
    for one in chained:
        statement = one.statement
        for spans in single_claims(page, statement.content):
            out.append(
                Claim(
                    id="",
                    spans=spans,
                    sources=one.chain,
                    mode=mode_of(page, spans),
                    cue=() if one.chain else statement.cue,
                    asserted_by=tuple("certain" for _ in one.chain),
                    confidence=statement.confidence,
                )
            )
    return out


def _relayed(page: Page, claims: list[Claim], relays: list[Relay]) -> list[Claim]:
    """Puts a relay that points back in front of the chains of what it points at."""
    for relay in relays:
        place = page.sentence_span(relay.sentence)
        here = page.paragraph(place.start)
        before = [n for n, c in enumerate(claims) if c.spans[0].start < place.start]
        reach = [n for n in before if page.paragraph(claims[n].spans[0].start) == here]
        if relay.speaker:
            reach = _last_speaker(claims, reach or before)
        for n in reach:
            claim = claims[n]
            if not any(s.kind in MEDIA for s in claim.sources):
                sources = (relay.source, *claim.sources)
                mode = mode_of(page, claim.spans) if claim.mode == "authorial" else claim.mode
                claims[n] = replace(claim, sources=sources, cue=(), mode=mode, asserted_by=("certain",) * len(sources))
    return claims


def _last_speaker(claims: list[Claim], among: list[int]) -> list[int]:
    said = [n for n in sorted(among, key=lambda n: claims[n].spans[0]) if claims[n].sources]
    if not said:
        return []
    last = claims[said[-1]].sources[-1]
    out = []
    for n in reversed(said):
        if _who(claims[n].sources[-1]) != _who(last):
            break
        out.append(n)
    return out


def _who(source: Source) -> str:
    return source.entity or source.name


def _numbered(claims: list[Claim]) -> tuple[Claim, ...]:
    """In the order of the text, outer before inner, with ids, and each nested claim tied to the one that holds it."""
    order = sorted(range(len(claims)), key=lambda n: (claims[n].spans[0].start, len(claims[n].sources), n))
    out: list[Claim] = []
    for n in order:
        out.append(replace(claims[n], id=f"c{len(out) + 1}"))
    return tuple(replace(c, within=_holder(out, c)) for c in out)


def _holder(claims: list[Claim], inner: Claim) -> str | None:
    """The claim with all but the last sources of `inner`'s chain whose content has `inner`'s source and content in it."""
    if len(inner.sources) < 2:
        return None
    return next(
        (
            c.id
            for c in claims
            if c is not inner
            and c.sources == inner.sources[:-1]
            and any(_holds(span, inner.spans[0]) for span in c.spans)
        ),
        None,
    )


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and outer != inner
