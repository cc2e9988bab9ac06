"""A comparison from its JSON, as a case keeps the last one: holding ten thousand reports together takes minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportedly.comparison import (
    Assertion,
    CaseEntity,
    Comparison,
    Conflict,
    Copy,
    Maybe,
    NoConflict,
    Origin,
    Passage,
    Ref,
    Series,
    Statement,
    Told,
)
from reportedly.model import Interval, Span

Object = Mapping[str, Any]


def comparison_from(found: Object) -> Comparison:
    """The comparison whose `to_dict` gave `found`; exact, so that its bytes are the same again."""
    return Comparison(
        reports=tuple(Told(**one) for one in found["reports"]),
        entities=tuple(map(entity_from, found["entities"])),
        maybes=tuple(Maybe(**one) for one in found["maybe_the_same"]),
        series=tuple(map(series_from, found["series"])),
        copies=tuple(map(copy_from, found["copies"])),
        conflicts=tuple(Conflict(**pair_of(one)) for one in found["conflicts"]),
        not_conflicts=tuple(NoConflict(**pair_of(one)) for one in found["not_conflicts"]),
        assertions=tuple(map(assertion_from, found["assertions"])),
        origins=tuple(Origin(**{**one, "reports": tuple(one["reports"])}) for one in found["origins"]),
    )


def entity_from(found: Object) -> CaseEntity:
    return CaseEntity(
        id=found["id"],
        name=found["name"],
        kind=found["kind"],
        forms=tuple(found["forms"]),
        members=tuple((report, entity) for report, entity in found["members"]),
        reasons=tuple(found["reasons"]),
    )


def series_from(found: Object) -> Series:
    return Series(**{**found, "statements": tuple(map(statement_from, found["statements"]))})


def statement_from(found: Object) -> Statement:
    as_of, by = found["as_of"], found["retracted_by"]
    return Statement(
        **{
            **found,
            "as_of": None if as_of is None else Interval(start=as_of["from"], end=as_of["to"]),
            "chain": tuple(found["chain"]),
            "retracted_by": None if by is None else Ref(**by),
        }
    )


def copy_from(found: Object) -> Copy:
    passages = tuple(Passage(a=span_from(one["a"]), b=span_from(one["b"])) for one in found["passages"])
    return Copy(**{**found, "passages": passages})


def assertion_from(found: Object) -> Assertion:
    return Assertion(
        **{
            **found,
            "claims": tuple(Ref(**ref) for ref in found["claims"]),
            "said_by": tuple(found["said_by"]),
            "denied_by": tuple(found["denied_by"]),
            "hedged_by": tuple(found["hedged_by"]),
        }
    )


def pair_of(found: Object) -> dict[str, Any]:
    return {**found, "a": Ref(**found["a"]), "b": Ref(**found["b"])}


def span_from(found: Sequence[int]) -> Span:
    return Span(found[0], found[1])
