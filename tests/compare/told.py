"""Reports of one claim each, and the case entities of reports: people and places by their whole names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from reportedly.compare.statements import Entities
from reportedly.comparison import CaseEntity
from reportedly.model import Claim, Entity, EntityKind, Figure, Ledger, Mention, Source, Span
from tests.builders import a_ledger, a_source

KINDS: Mapping[str, EntityKind] = {
    "Mara Lind": "person",
    "Otto Berg": "person",
    "Granex": "organisation",
    "Harbour Ministry": "organisation",
    "Norland": "place",
    "Kazakhstan": "place",
    "Astana": "place",
    "Almaty": "place",
}
FIRST_DAY = "2031-05-04"
_numbers = count(1)


def told(
    *claims: str,
    by: str = "Coast Herald",
    on: str | None = FIRST_DAY,
    names: Mapping[str, str] | None = None,
    counted: Mapping[str, Mapping[str, Any]] | None = None,
    report: str | None = None,
    **more: Any,
) -> Ledger:
    """A report whose sentences are these claims, all of one source; `names` gives forms of names that stand for others.

    `counted` gives figures: the words of a number, and what is known of it.  What is `more` goes to every claim.
    """
    return report_of(
        [(words, {"by": by, **more}) for words in claims], on=on, names=names, counted=counted, report=report
    )


def report_of(
    claims: Iterable[tuple[str, Mapping[str, Any]]],
    *,
    on: str | None = FIRST_DAY,
    names: Mapping[str, str] | None = None,
    counted: Mapping[str, Mapping[str, Any]] | None = None,
    report: str | None = None,
) -> Ledger:
    """A report of claims that each have their own source ("by") and traits; a claim that begins with "; " goes on."""
    text, made = "", []
    for n, (words, traits) in enumerate(claims, start=1):
        known = dict(traits)
        by, kind = known.pop("by", "Coast Herald"), known.pop("kind", "outlet")
        said = words.removeprefix("; ")
        text += "; " if words != said else "\n" if text else ""
        span = Span(len(text), len(text) + len(said))
        text += said
        entity = "by " + by if KINDS.get(by) else None
        source: Source = a_source(by, kind=kind, entity=entity)
        made.append(Claim(**{"id": f"c{n}", "spans": (span,), "sources": (source,), "mode": "indirect", **known}))
    text += "."
    id_ = report or f"r{next(_numbers):03d}"
    return a_ledger(
        text,
        *made,
        entities=_entities(text, names or {}),
        figures=tuple(_figures(text, made, counted or {})),
        id=id_,
        where=f"{id_}.txt",
        published=on,
    )


def case_of(ledgers: Iterable[Ledger]) -> Entities:
    """Entities of one name are one."""
    cast: dict[str, CaseEntity] = {}
    out = {}
    for ledger in ledgers:
        for entity in ledger.entities:
            id_ = "E-" + entity.name.replace(" ", "-")
            out[ledger.report.id, entity.id] = cast.setdefault(
                entity.name, CaseEntity(id=id_, name=entity.name, kind=entity.kind, forms=(entity.name,), members=())
            )
    return out


def _entities(text: str, names: Mapping[str, str]) -> tuple[Entity, ...]:
    found: dict[str, list[Mention]] = {name: [] for name in KINDS}
    forms = {**{name: name for name in KINDS}, **names}
    pattern = re.compile("|".join(rf"\b{re.escape(form)}\b" for form in sorted(forms, key=len, reverse=True)))
    for match in pattern.finditer(text):
        found[forms[match.group()]].append(Mention(span=Span(*match.span()), type="name"))
    return tuple(
        Entity(id="by " + name, name=name, kind=KINDS[name], mentions=tuple(mentions))
        for name, mentions in found.items()
    )


def _figures(text: str, claims: Iterable[Claim], counted: Mapping[str, Mapping[str, Any]]) -> Iterable[Figure]:
    claims = list(claims)
    for n, (words, traits) in enumerate(counted.items(), start=1):
        start = text.index(words)
        holds = next((c.id for c in claims if c.spans[0].start <= start < c.spans[0].end), None)
        number = int(re.sub(r"\D", "", words))
        yield Figure(
            **{
                "id": f"f{n}",
                "span": Span(start, start + len(words)),
                "low": number,
                "best": number,
                "high": number,
                "claim": holds,
                **traits,
            }
        )
