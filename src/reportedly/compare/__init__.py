"""Ledgers held against ledgers: who is who, what was copied, how figures moved, what contradicts what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reportedly.compare.assertions import group, in_time
from reportedly.compare.copies import copies_among, originals, prepared
from reportedly.compare.cyrillic import is_unread, names_of
from reportedly.compare.number_conflicts import no_conflicts, number_conflicts
from reportedly.compare.origins import origins_of
from reportedly.compare.people import CaseCast, Judgement
from reportedly.compare.retractions import withdrawals
from reportedly.compare.series import fates_of, follow, series_of
from reportedly.compare.statements import Entities, at_home, given_in
from reportedly.compare.whose import with_originators
from reportedly.compare.word_conflicts import word_conflicts
from reportedly.comparison import Comparison, Told
from reportedly.model import Ledger


def compare(ledgers: Iterable[Ledger], judgements: Iterable[Judgement] = ()) -> Comparison:
    """Holds reports against each other; `judgements` are what people said of who is who, and win.

    The result does not depend on the order of the ledgers: they are taken in the order of their dates.
    """
    ordered = in_time(ledgers)
    cast = CaseCast(judgements)
    for ledger in ordered:
        cast.add(ledger)
    people, maybes = cast.resolve()
    entities = {member: entity for entity in people for member in entity.members}
    copies = copies_among([prepared(with_candidates(ledger, entities), entities) for ledger in ordered])
    folded = originals(copies, (ledger.report.id for ledger in ordered))
    given = [row for ledger in ordered for row in given_in(ledger, entities)]
    followed = follow(at_home(with_originators(given)))
    withdrawn = [one for ledger in ordered for one in withdrawals(ledger)]
    fates = fates_of([row for one in followed for row in one.given], withdrawn)
    pairs = {frozenset((copy.a, copy.b)) for copy in copies if copy.kind != "shared_text"}
    assertions = group(ordered, entities)
    in_words, apart_in_words = word_conflicts(ordered, entities, assertions, followed=followed, withdrawn=withdrawn)
    return Comparison(
        reports=tuple(told(ledger) for ledger in ordered),
        entities=people,
        maybes=maybes,
        series=series_of(followed, fates),
        copies=tuple(copies),
        conflicts=(*number_conflicts(followed, fates, pairs), *in_words),
        not_conflicts=(*no_conflicts(followed), *apart_in_words),
        assertions=assertions,
        origins=origins_of(ordered, entities, folded),
    )


def with_candidates(ledger: Ledger, entities: Entities) -> Ledger:
    """A ledger of a report in a language that is not read, with those of its names that other reports have too."""
    if not is_unread(ledger):
        return ledger
    named = (entity for entity in names_of(ledger) if (ledger.report.id, entity.id) in entities)
    return replace(ledger, entities=tuple(named))


def told(ledger: Ledger) -> Told:
    report = ledger.report
    return Told(id=report.id, where=report.where, outlet=report.outlet, published=report.published, title=report.title)
