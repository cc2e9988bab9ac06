"""Ledgers held against ledgers: who is who, what was copied, how figures moved, what contradicts what."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.compare.assertions import gathered, in_time
from reportedly.compare.copies import COPIES, copies_among, originals, prepared
from reportedly.compare.memory import Memory
from reportedly.compare.number_conflicts import no_conflicts, number_conflicts
from reportedly.compare.origins import origins_of
from reportedly.compare.outlines import OUTLINES, names_in_case
from reportedly.compare.people import TRACES, CaseCast, Judgement
from reportedly.compare.plain_words import CLAIMS, read_claims
from reportedly.compare.retractions import withdrawals
from reportedly.compare.series import fates_of, follow, series_of
from reportedly.compare.statements import at_home, given_in
from reportedly.compare.whose import with_originators
from reportedly.compare.word_conflicts import apart_from, word_conflicts
from reportedly.comparison import Comparison, Told
from reportedly.model import Ledger


def compare(
    ledgers: Iterable[Ledger], judgements: Iterable[Judgement] = (), memory: Memory | None = None
) -> Comparison:
    """Holds reports against each other; `judgements` are what people said of who is who, and win.

    The result depends neither on the order of the ledgers, which are taken in the order of their dates, nor on what
    `memory` has kept of them from earlier times, which only saves work.
    """
    memory = memory or Memory()
    ordered = in_time(ledgers)
    cast = CaseCast(judgements, memory)
    for ledger in ordered:
        cast.add(ledger)
    people, maybes = cast.resolve()
    entities = {member: entity for entity in people for member in entity.members}
    called = names_in_case(people)
    copies = copies_among([prepared(one, called.get(one.report.id, {}), memory) for one in ordered], memory)
    memory.let_go(TRACES, OUTLINES, COPIES)
    folded = originals(copies, (ledger.report.id for ledger in ordered))
    given = [row for ledger in ordered for row in given_in(ledger, entities)]
    followed = follow(at_home(with_originators(given, ordered, entities, memory)))
    read = [read_claims(ledger, entities, memory) for ledger in ordered]
    memory.let_go(CLAIMS)
    said = [one.sayings for one in read]
    withdrawing = (ledger for ledger, one in zip(ordered, read, strict=True) if one.withdraws)
    withdrawn = [one for ledger in withdrawing for one in withdrawals(ledger, entities)]
    fates = fates_of([row for one in followed for row in one.given], withdrawn)
    pairs = {frozenset((copy.a, copy.b)) for copy in copies if copy.kind != "shared_text"}
    assertions = gathered(said).assertions()
    in_words, apart_in_words = word_conflicts(
        ordered, entities, assertions, followed=followed, withdrawn=withdrawn, read=said
    )
    conflicts = (*number_conflicts(followed, fates, pairs), *in_words)
    return Comparison(
        reports=tuple(told(ledger) for ledger in ordered),
        entities=people,
        maybes=maybes,
        series=series_of(followed, fates),
        copies=tuple(copies),
        conflicts=conflicts,
        not_conflicts=tuple(apart_from(conflicts, (*no_conflicts(followed), *apart_in_words))),
        assertions=assertions,
        origins=origins_of(ordered, entities, folded),
    )


def told(ledger: Ledger) -> Told:
    report = ledger.report
    return Told(id=report.id, where=report.where, outlet=report.outlet, published=report.published, title=report.title)
