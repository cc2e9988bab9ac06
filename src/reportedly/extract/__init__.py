"""Parsed to ledger: claims with their chains, the author's own assertions, who is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportedly.extract.authorial import assertions
from reportedly.extract.certainty import commitment
from reportedly.extract.chains import ChainBuilder, Chained, Relay
from reportedly.extract.entities import Cast
from reportedly.extract.explicit import with_explicit
from reportedly.extract.lexicon import Lexicon, lexicon
from reportedly.extract.page import Page
from reportedly.extract.sources import MEDIA, Speakers, who
from reportedly.extract.statements import mode_of, single_claims, statements_of, tidied
from reportedly.model import Claim, Ledger, Parsed, Report, Span

ASSERTED = 0.5  # confidence of a claim in the author's own voice: a rule found it, no probability stands behind it


def extract(report: Report, parsed: Parsed) -> Ledger:
    """The ledger of a parsed report; claims in the order of the text, a nested one after the one that holds it."""
    page = Page(parsed)
    words = lexicon(report.language or "en")
    cast = Cast(page, words)
    speakers = Speakers(page, words, cast)
    builder = ChainBuilder(page, words, speakers)
    statements = with_explicit(page, words, tidied(page, words, statements_of(parsed.attributions)))
    chained = builder.chains(statements)
    relays = builder.relays(statements)
    pointers = [page.sentence_span(relay.sentence) for relay in relays]
    chained = [one for one in chained if not any(_holds(p, cue) for p in pointers for cue in one.statement.cue)]
    taken = [span for s in statements for span in (*s.content, *s.cue, *s.source)] + pointers
    taken += [span for c in chained for s in c.chain for span in (*s.cue, *((s.mention,) if s.mention else ()))]
    claims = _claims(page, chained, pointers) + [
        Claim(id="", spans=(span,), sources=(), mode="authorial", confidence=ASSERTED)
        for span in assertions(page, words, taken)
    ]
    claims = _relayed(page, claims, [*relays, *builder.trailing(chained)])
    claims = [_judged(page, words, claim) for claim in claims]
    problems = tuple(c.problem for c in chained if c.problem is not None)
    return Ledger(report=report, claims=_numbered(claims), entities=cast.entities(), problems=problems)


def _claims(page: Page, chained: Iterable[Chained], pointers: Sequence[Span]) -> list[Claim]:
    """Claims of all statements but those of sentences that only point back."""
    out: list[Claim] = []
    for one in chained:
        statement = one.statement
        for spans in single_claims(page, statement.content):
            if any(_holds(p, spans[0]) for p in pointers):
                continue
            out.extend(
                Claim(
                    id="",
                    spans=spans,
                    sources=chain,
                    mode=mode_of(page, spans),
                    cue=() if chain else statement.cue,
                    confidence=statement.confidence,
                )
                for chain in (one.chain, *((*one.chain[:-1], other) for other in one.together))
            )
    return out


def _judged(page: Page, words: Lexicon, claim: Claim) -> Claim:
    """The claim with how sure its sources are of it, and the words that tell."""
    found = commitment(page, words, claim.spans, claim.sources, claim.cue)
    return replace(
        claim,
        certainty=found.certainty,
        polarity=found.polarity,
        markers=found.markers,
        asserted_by=found.asserted_by,
    )


def _relayed(page: Page, claims: list[Claim], relays: list[Relay]) -> list[Claim]:
    """Puts a relay that points back in front of the chains of what it points at."""
    out = list(claims)
    for relay in relays:
        for n in _reach(page, out, relay):
            claim = out[n]
            if not any(s.kind in MEDIA for s in claim.sources):
                mode = mode_of(page, claim.spans) if claim.mode == "authorial" else claim.mode
                out[n] = replace(claim, sources=(relay.source, *claim.sources), cue=(), mode=mode)
    return out


def _reach(page: Page, claims: list[Claim], relay: Relay) -> list[int]:
    """The claims that a relay points back at."""
    start = page.sentence_span(relay.sentence).start
    before = [n for n, c in enumerate(claims) if c.spans[0].start < start]
    here = [n for n in before if page.paragraph(claims[n].spans[0].start) == page.paragraph(start)]
    if relay.speaker:
        return _last_speaker(claims, here or before)
    if relay.sentences is None:
        return here
    return [
        n
        for n in here
        if claims[n].sources and relay.sentence - page.sentence_at(claims[n].spans[0].start) <= relay.sentences
    ]


def _last_speaker(claims: list[Claim], among: list[int]) -> list[int]:
    said = [n for n in sorted(among, key=lambda n: claims[n].spans[0]) if claims[n].sources]
    if not said:
        return []
    last = claims[said[-1]].sources[-1]
    out = []
    for n in reversed(said):
        if who(claims[n].sources[-1]) != who(last):
            break
        out.append(n)
    return out


def _numbered(claims: list[Claim]) -> tuple[Claim, ...]:
    """In the order of the text, outer before inner, with ids, and each nested claim tied to the one that holds it."""
    order = sorted(range(len(claims)), key=lambda n: (claims[n].spans[0].start, len(claims[n].sources), n))
    out: list[Claim] = []
    for n in order:
        out.append(replace(claims[n], id=f"c{len(out) + 1}"))
    return tuple(replace(c, within=_holder(out, c)) for c in out)


def _holder(claims: list[Claim], inner: Claim) -> str | None:
    """The claim that all but the last of `inner`'s sources make, and whose content `inner`'s content is part of."""
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
