"""Who is behind a description: "a senior prosecutor" who gave a number, and the name that others give for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from reportedly.compare.retellings import STEM
from reportedly.compare.statements import Given

WORD = re.compile(r"[^\W\d_]+")
SMALL = 5  # numbers up to this are met by chance
# Words of a description that tell no body from another.
GENERAL = frozenset(("a", "an", "the", "of", "his", "her", "its", "their", "senior", "some", "other", "city", "new"))


def with_originators(rows: Sequence[Given]) -> list[Given]:
    """The statements, with the name behind a description where it can be told.

    A description ("a senior prosecutor") is the named body that gave the same number, in its own report or another,
    where one alone did whose name or description there shares a word with it; and in the opening of a report the first
    person who is named as saying so after it.
    """
    by_number: dict[tuple[object, ...], list[Given]] = defaultdict(list)
    by_report: dict[str, list[Given]] = defaultdict(list)
    for row in rows:
        by_number[row.figure.measure, row.value].append(row)
        by_report[row.report].append(row)
    return [_with_originator(row, by_number[row.figure.measure, row.value], by_report[row.report]) for row in rows]


def _with_originator(row: Given, alike: Sequence[Given], beside: Sequence[Given]) -> Given:
    if row.originator is None or row.originator_entity is not None:
        return row
    if row.originator_kind == "person":
        named = [one for one in beside if one.originator_entity is not None and one.originator_kind == "person"]
        if named and named[0].figure.span.start > row.figure.span.start and row.opens:
            return _as(row, named[0])
    if row.figure.best is None or row.figure.best <= SMALL:
        return row
    named = [one for one in alike if one.originator_entity is not None and _may_be(row, one)]
    return _as(row, named[0]) if len({one.originator_entity for one in named}) == 1 else row


def _as(row: Given, one: Given) -> Given:
    chain = row.chain if row.chain and row.originator is not None else one.chain
    return replace(
        row,
        originator=one.originator,
        originator_entity=one.originator_entity,
        chain=(*chain[:-1], one.originator) if chain and one.originator else chain,
    )


def _may_be(row: Given, one: Given) -> bool:
    """Whether a description may mean a named body: they share the beginning of a word that says something."""
    return bool(_stems(row.originator or "") & _stems(" ".join((one.originator or "", *one.described))))


def _stems(words: str) -> set[str]:
    return {word.lower()[:STEM] for word in WORD.findall(words)} - GENERAL
