"""Parsed to ledger: claims with their chains, what they count and when, the author's own assertions, who is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportedly.extract.authorial import assertions
from reportedly.extract.certainty import Judge
from reportedly.extract.chains import ChainBuilder, Chained, Relay
from reportedly.extract.coreference import Mentioned
from reportedly.extract.dates import dates_of, time_of
from reportedly.extract.entities import Cast
from reportedly.extract.explicit import with_explicit
from reportedly.extract.figures import figures_of
from reportedly.extract.hedges import hedges_of
from reportedly.extract.lexicon import Lexicon, lexicon
from reportedly.extract.mending import mend
from reportedly.extract.page import Page
from reportedly.extract.sources import MEDIA, Speakers, who
from reportedly.extract.statements import Statement, mode_of, single_claims, statements_of, tidied
from reportedly.languages import load_list
from reportedly.model import Claim, Ledger, Parsed, Report, Span, Time

ASSERTED = 0.5  # confidence of a claim in the author's own voice: a rule found it, no probability stands behind it


def extract(report: Report, parsed: Parsed) -> Ledger:
    """The ledger of a parsed report; claims in the order of the text, a nested one after the one that holds it."""
    page = Page(parsed)
    words = lexicon(report.language or "en")
    cast = Cast(page, words)
    statements = with_explicit(page, words, mend(page, words, tidied(page, words, statements_of(parsed.attributions))))
    speakers = Speakers(page, words, cast, statements)
    builder = ChainBuilder(page, words, speakers)
    chained = builder.chains(statements)
    relays = builder.relays(statements)
    pointers = [page.sentence_span(relay.sentence) for relay in relays]
    kept = [n for n, one in enumerate(chained) if not any(_holds(p, c) for p in pointers for c in one.statement.cue)]
    taken = [span for s in statements for span in (*s.content, *s.cue, *s.source)] + pointers
    taken += [span for n in kept for s in chained[n].chain for span in (*s.cue, *((s.mention,) if s.mention else ()))]
    drafts = [(n, claim) for n in kept for claim in _claims(page, words, chained[n], pointers)]
    claims = [claim for _, claim in drafts] + [
        Claim(id="", spans=(span,), sources=(), mode="authorial", confidence=ASSERTED)
        for span in assertions(page, words, taken)
    ]
    claims = _relayed(page, claims, [*relays, *builder.trailing([chained[n] for n in kept])])
    judge = Judge(page, words)
    entities = cast.entities()
    about = Mentioned(entities)
    dates, undated = dates_of(page, words, report.published)
    claims = [
        _judged(judge, claim, time_of(page, words, dates, claim.spans), about.within(claim.spans)) for claim in claims
    ]
    holders = _holders(claims, [n for n, _ in drafts], statements)
    problems = tuple(problem for n in kept if (problem := chained[n].problem) is not None)
    numbered = _numbered(claims, holders)
    return Ledger(
        report=report,
        claims=numbered,
        figures=figures_of(page, words, cast, numbered, dates, report.published),
        entities=entities,
        dates=dates,
        hedges=hedges_of(page, words, signs=judge.signs),
        problems=(*problems, *undated),
    )


def _claims(page: Page, words: Lexicon, one: Chained, pointers: Sequence[Span]) -> Iterator[Claim]:
    """The claims of a statement, but for what stands in sentences that only point back; joint sources have one each."""
    statement, chains = one.statement, (one.chain, *((*one.chain[:-1], other) for other in one.together))
    own_voice = _turns_to_the_reader(page, words, one)
    for spans in single_claims(page, statement.content):
        if any(_holds(p, spans[0]) for p in pointers):
            continue
        for chain in chains:
            yield Claim(
                id="",
                spans=spans,
                sources=() if own_voice else chain,
                mode="authorial" if own_voice else mode_of(page, spans),
                cue=() if chain else statement.cue,
                confidence=statement.confidence,
            )


def _turns_to_the_reader(page: Page, words: Lexicon, one: Chained) -> bool:
    """ "I will remind that …", "we recall, …": the author's own voice, outside of quotations."""
    if [source.kind for source in one.chain] != ["author"] or page.quoted(one.statement.cue):
        return False
    reminding = load_list(words.sources.language, "reporting_verbs").forms("remind")  # rare enough to be built anew
    return any(page.word(n) in reminding for part in one.statement.cue for n in range(*page.range(part)))


def _judged(judge: Judge, claim: Claim, time: Time | None, entities: tuple[str, ...]) -> Claim:
    """The claim with its time, whom it is about, how sure its sources are of it, and the words that tell."""
    found = judge.commitment(claim.spans, claim.sources, claim.cue)
    return replace(
        claim,
        certainty=found.certainty,
        polarity=found.polarity,
        markers=found.markers,
        time=time,
        entities=entities,
        asserted_by=found.asserted_by,
    )


def _relayed(page: Page, claims: list[Claim], relays: list[Relay]) -> list[Claim]:
    """Puts a relay that points back in front of the chains of what it points at."""
    out = list(claims)
    for relay in relays:
        for n in _reach(page, out, relay):
            claim = out[n]
            if relay.source.kind not in MEDIA and claim.sources:
                continue  # who says it is said already
            if not any(s.kind in MEDIA for s in claim.sources):
                mode = mode_of(page, claim.spans) if claim.mode == "authorial" else claim.mode
                out[n] = replace(claim, sources=(relay.source, *claim.sources), cue=(), mode=mode)
    return out


def _reach(page: Page, claims: list[Claim], relay: Relay) -> list[int]:
    """The claims that a relay points back at."""
    start = page.sentence_span(relay.sentence).start
    before = [n for n, c in enumerate(claims) if c.spans[0].start < start]
    here = [n for n in before if page.paragraph(claims[n].spans[0].start) == page.paragraph(start)]
    if not here and not relay.speaker and page.paragraph(start) > 1:  # a paragraph to itself
        here = [n for n in before if page.paragraph(claims[n].spans[0].start) == page.paragraph(start) - 1]
    if relay.figures:
        return _gave_figures(page, claims, before, start)
    if relay.speaker:
        said = _last_speaker(claims, here or before)
        return [*said, *_said_on(page, claims, claims[said[0]], start)] if said else []
    if relay.sentences is None:
        return here
    return [
        n
        for n in here
        if claims[n].sources and relay.sentence - page.sentence_at(claims[n].spans[0].start) <= relay.sentences
    ]


def _gave_figures(page: Page, claims: list[Claim], before: list[int], start: int) -> list[int]:
    """The figures that a body gave last, in this paragraph or the one before, and what it says of them in the next."""
    here = page.paragraph(start)
    given = [
        n
        for n in before
        if claims[n].sources
        and claims[n].sources[-1].kind == "organisation"
        and here - page.paragraph(claims[n].spans[0].start) <= 1
        and any(c.isdigit() for part in claims[n].spans for c in page.words(part))
    ]
    if not given:
        return []
    body = who(max((claims[n] for n in given), key=lambda claim: claim.spans).sources[-1])
    return [
        n
        for n, c in enumerate(claims)
        if c.sources and who(c.sources[-1]) == body and abs(page.paragraph(c.spans[0].start) - here) <= 1
    ]


def _said_on(page: Page, claims: list[Claim], last: Claim, start: int) -> list[int]:
    """What the same speaker goes on to say in the paragraph of `start`."""
    return [
        n
        for n, c in enumerate(claims)
        if c.sources
        and c.spans[0].start > start
        and who(c.sources[-1]) == who(last.sources[-1])
        and page.paragraph(c.spans[0].start) == page.paragraph(start)
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


def _holders(claims: Sequence[Claim], made_by: Sequence[int], statements: Sequence[Statement]) -> dict[int, int]:
    """For each nested claim the claim that holds it, both by their place in the list.

    `made_by` says of which statement each of the first claims is; which statement holds which is known from there.
    """
    out: dict[int, int] = {}
    for n, statement in enumerate(made_by):
        outer = statements[statement].outer
        holding = (
            m
            for m, other in enumerate(made_by)
            if other == outer and any(_holds(span, claims[n].spans[0]) for span in claims[m].spans)
        )
        holder = next(holding, None) if outer is not None else None
        if holder is not None:
            out[n] = holder
    return out


def _numbered(claims: Sequence[Claim], holders: Mapping[int, int]) -> tuple[Claim, ...]:
    """In the order of the text, outer before inner, with ids, and each nested claim tied to the one that holds it."""
    order = sorted(range(len(claims)), key=lambda n: (claims[n].spans[0].start, len(claims[n].sources), n))
    ids = {n: f"c{place}" for place, n in enumerate(order, start=1)}
    return tuple(replace(claims[n], id=ids[n], within=ids[holders[n]] if n in holders else None) for n in order)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and outer != inner
