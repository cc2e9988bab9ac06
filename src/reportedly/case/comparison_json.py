"""A comparison part by part as short JSON, as a case keeps it, and back again.

A part is a list of values, each the list of its fields; how the fields are written follows from their types.  Ids of
reports, of which a large comparison holds a hundred thousand, are written as numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from types import MappingProxyType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from reportedly.comparison import (
    Assertion,
    CaseEntity,
    Comparison,
    Conflict,
    Copy,
    Maybe,
    NoConflict,
    Origin,
    Ref,
    Series,
    Statement,
    Told,
)
from reportedly.model import Span

Json = Any
Numbers = Mapping[str, int]  # of reports
Ids = Sequence[str]

PARTS: Mapping[str, type] = MappingProxyType(
    {
        "reports": Told,
        "entities": CaseEntity,
        "maybes": Maybe,
        "series": Series,
        "copies": Copy,
        "conflicts": Conflict,
        "not_conflicts": NoConflict,
        "assertions": Assertion,
        "origins": Origin,
    }
)
# Fields that hold the id of a report, or the ids of some.
OF_REPORT = frozenset(((Ref, "report"), (Statement, "report"), (Copy, "a"), (Copy, "b"), (Copy, "original")))
OF_REPORTS = frozenset(((Origin, "reports"),))
OF_MEMBERS = frozenset(((CaseEntity, "members"),))


def parts_of(comparison: Comparison) -> dict[str, Json]:
    """The JSON of each part by its name; `part_from` reads it."""
    numbers = {told.id: number for number, told in enumerate(comparison.reports)}
    return {
        part: [_written(kind)(value, numbers) for value in getattr(comparison, part)] for part, kind in PARTS.items()
    }


def part_from(part: str, kept: Json, ids: Ids) -> tuple[Any, ...]:
    """A part of a comparison, exactly as it was; `ids` are those of its reports in their order."""
    read = _read(PARTS[part])
    return tuple([read(one, ids) for one in kept])


# ---------------------------------------------------------------- by the types of fields
@cache
def _written(kind: Any) -> Callable[[Any, Numbers], Json]:
    if kind is Span or get_origin(kind) is tuple:
        [item] = {int} if kind is Span else set(get_args(kind)) - {Ellipsis}
        write = _written(item)
        return (lambda value, _: list(value)) if _is_plain(item) else lambda some, n: [write(one, n) for one in some]
    if is_dataclass(kind):
        return _written_fields(kind)
    inner = _or_none(kind)
    if inner is None or _is_plain(inner):
        return lambda value, _: value
    write_inner = _written(inner)
    return lambda value, n: None if value is None else write_inner(value, n)


def _written_fields(kind: Any) -> Callable[[Any, Numbers], Json]:
    hints = get_type_hints(kind)
    if all(hint is Span for hint in hints.values()):  # passages: the most of all
        spans = attrgetter(*hints)
        return lambda value, _: list(map(list, spans(value)))
    rows = [(field.name, _written_field(kind, field.name, hints[field.name])) for field in fields(kind)]
    return lambda value, n: [write(getattr(value, name), n) for name, write in rows]


def _written_field(kind: Any, name: str, hint: Any) -> Callable[[Any, Numbers], Json]:
    if (kind, name) in OF_REPORT:
        return lambda report, n: None if report is None else n[report]
    if (kind, name) in OF_REPORTS:
        return lambda reports, n: [n[report] for report in reports]
    if (kind, name) in OF_MEMBERS:
        return lambda members, n: [[n[report], entity] for report, entity in members]
    return _written(hint)


@cache
def _read(kind: Any) -> Callable[[Json, Ids], Any]:
    if kind is Span:
        return lambda value, _: Span(*value)
    if get_origin(kind) is tuple:
        [item] = set(get_args(kind)) - {Ellipsis}
        if _is_plain(item):
            return lambda some, _: tuple(some)
        read = _read(item)
        return lambda some, ids: tuple([read(one, ids) for one in some])
    if is_dataclass(kind):
        return _read_fields(kind)
    inner = _or_none(kind)
    if inner is None or _is_plain(inner):
        return lambda value, _: value
    read_inner = _read(inner)
    return lambda value, ids: None if value is None else read_inner(value, ids)


def _read_fields(kind: Any) -> Callable[[Json, Ids], Any]:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    if all(hint is Span for hint in hints.values()):  # passages: the most of all
        return lambda kept, _: kind(**dict(zip(names, map(Span._make, kept), strict=True)))
    others = [
        (place, _read_field(kind, name, hints[name]))
        for place, name in enumerate(names)
        if not (_is_plain(hints[name]) or _is_plain(_or_none(hints[name]))) or (kind, name) in OF_REPORT
    ]

    def read(kept: Json, ids: Ids) -> Any:
        for place, read_field in others:
            kept[place] = read_field(kept[place], ids)
        return kind(**dict(zip(names, kept, strict=True)))

    return read


def _read_field(kind: Any, name: str, hint: Any) -> Callable[[Json, Ids], Any]:
    if (kind, name) in OF_REPORT:
        return lambda number, ids: None if number is None else ids[number]
    if (kind, name) in OF_REPORTS:
        return lambda numbers, ids: tuple([ids[number] for number in numbers])
    if (kind, name) in OF_MEMBERS:
        return lambda members, ids: tuple([(ids[number], entity) for number, entity in members])
    return _read(hint)


def _is_plain(kind: Any) -> bool:
    """Whether JSON has it as it is: words, numbers, and choices of words."""
    if get_origin(kind) in (Union, UnionType):
        return all(one is type(None) or _is_plain(one) for one in get_args(kind))
    return kind in (str, int, float, bool) or str(get_origin(kind)) == "typing.Literal"


def _or_none(kind: Any) -> Any:
    """X of "X | None"; None where it is not of that form."""
    if get_origin(kind) not in (Union, UnionType):
        return None
    others = [one for one in get_args(kind) if one is not type(None)]
    return others[0] if len(others) == 1 else None
