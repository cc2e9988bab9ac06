"""The flat rows of a ledger, as the tables of a case hold them: made in one place, so that they can be checked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from reportedly.case.words import plain, plain_or_none
from reportedly.model import Claim, Figure, Ledger, Number, Spans

Row = tuple[Any, ...]
LARGEST = 2**63 - 1  # whole numbers beyond it become floating ones in the tables; the ledger keeps them exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows by table; claims and entities are meant by their place in the ledger, from 0."""

    claims: tuple[Row, ...]  # place, id, words, start, end, mode, certainty, polarity, within, chain, asserted_by,
    #                          time_from, time_to, confidence
    sources: tuple[Row, ...]  # claim, position, name, kind, commitment, entity, start, end
    about: tuple[Row, ...]  # claim, entity
    figures: tuple[Row, ...]  # place, id, words, start, end, low, best, high, vague, approximate, measure, unit, of,
    #                           where, as_of_from, as_of_to, subset_of, claim
    entities: tuple[Row, ...]  # place, id, name, kind
    mentions: tuple[Row, ...]  # entity, position, start, end, type
    dates: tuple[Row, ...]  # position, start, end, from, to
    problems: tuple[Row, ...]  # position, stage, message, start, end


def rows_of(ledger: Ledger) -> Rows:
    claims = {claim.id: place for place, claim in reversed(list(enumerate(ledger.claims)))}
    entities = {entity.id: place for place, entity in reversed(list(enumerate(ledger.entities)))}
    return Rows(
        claims=tuple(claim_row(ledger, place, claim) for place, claim in enumerate(ledger.claims)),
        sources=tuple(row for place, claim in enumerate(ledger.claims) for row in source_rows(place, claim, entities)),
        about=tuple(
            (place, there)
            for place, claim in enumerate(ledger.claims)
            for there in sorted({entities[entity] for entity in claim.entities if entity in entities})
        ),
        figures=tuple(
            figure_row(ledger, place, figure, claims.get(figure.claim or ""))
            for place, figure in enumerate(ledger.figures)
        ),
        entities=tuple(
            (place, plain(entity.id), plain(entity.name), entity.kind) for place, entity in enumerate(ledger.entities)
        ),
        mentions=tuple(
            (place, position, *mention.span, mention.type)
            for place, entity in enumerate(ledger.entities)
            for position, mention in enumerate(entity.mentions)
        ),
        dates=tuple(
            (position, *date.span, plain_or_none(date.start), plain_or_none(date.end))
            for position, date in enumerate(ledger.dates)
        ),
        problems=tuple(
            (position, plain(problem.stage), plain(problem.message), *(problem.span or (None, None)))
            for position, problem in enumerate(ledger.problems)
        ),
    )


def claim_row(ledger: Ledger, place: int, claim: Claim) -> Row:
    return (
        place,
        plain(claim.id),
        plain(ledger.words(claim.spans)),
        *reach(claim.spans),
        claim.mode,
        claim.certainty,
        claim.polarity,
        plain_or_none(claim.within),
        as_list(ledger.chain(claim)),
        as_list(claim.asserted_by),
        plain_or_none(claim.time.start) if claim.time else None,
        plain_or_none(claim.time.end) if claim.time else None,
        round(claim.confidence, 3),
    )


def source_rows(place: int, claim: Claim, entities: dict[str, int]) -> list[Row]:
    commitments = (*claim.asserted_by, *(None,) * len(claim.sources))
    return [
        (
            place,
            position,
            plain(source.name),
            source.kind,
            commitments[position],
            entities.get(source.entity or ""),
            *(source.mention or (None, None)),
        )
        for position, source in enumerate(claim.sources)
    ]


def figure_row(ledger: Ledger, place: int, figure: Figure, claim: int | None) -> Row:
    return (
        place,
        plain(figure.id),
        plain(ledger.words((figure.span,))),
        *figure.span,
        number(figure.low),
        number(figure.best),
        number(figure.high),
        plain_or_none(figure.vague),
        int(figure.approximate),
        figure.measure,
        plain_or_none(figure.unit),
        plain_or_none(figure.of),
        plain(figure.place.name) if figure.place else None,
        plain_or_none(figure.as_of.start) if figure.as_of else None,
        plain_or_none(figure.as_of.end) if figure.as_of else None,
        plain_or_none(figure.subset_of),
        claim,
    )


def reach(spans: Spans) -> tuple[int, int]:
    """From the first character to the last."""
    return min((span.start for span in spans), default=0), max((span.end for span in spans), default=0)


def number(value: Number | None) -> Number | None:
    return float(value) if isinstance(value, int) and abs(value) > LARGEST else value


def as_list(values: tuple[str, ...]) -> str:
    return plain(json.dumps(list(values), ensure_ascii=False))


# ---------------------------------------------------------------- when and under which address
def day_of(published: str | None) -> str | None:
    """The day of publication where it was published: "2022-01-10T01:00:00+06:00" is of the 10th."""
    return published[:10] if published and moment_of(published) else None


def moment_of(published: str | None) -> str | None:
    """When it was published, so that moments of different time zones sort as they came; None for what is no date.

    A day without its hour comes before all its hours; an hour without its zone counts as UTC.
    """
    if published is None:
        return None
    try:
        when = datetime.fromisoformat(published)
    except ValueError:
        return None
    if len(published) <= 10:
        return when.date().isoformat()
    try:
        return when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC).isoformat()
    except OverflowError:  # the first and the last day there is
        return None


TRACKING = ("utm_", "fbclid", "gclid", "yclid")


def address_of(url: str | None) -> str | None:
    """An address without what does not change the page: the scheme, "www.", a fragment, marks of campaigns."""
    if not url or not url.strip():
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.netloc or "").lower().removeprefix("www.")
        kept = [(name, value) for name, value in parse_qsl(parts.query, True) if not name.lower().startswith(TRACKING)]
        return plain(host + parts.path.rstrip("/") + ("?" + urlencode(kept) if kept else ""))
    except ValueError:
        return plain(url.strip())
