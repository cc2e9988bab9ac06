"""Long lists in pages: at most a hundred rows at once, with links to the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Query

Row = TypeVar("Row")

MOST_ROWS = 100
LAST_PAGE = 1_000_000
PageNumber = Annotated[int, Query(ge=1, le=LAST_PAGE, description="Which page of the list, from 1.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """A page of a list, and how long the whole is."""

    rows: tuple[Row, ...]
    number: int  # from 1
    pages: int
    total: int


def page_of(rows: Sequence[Row], number: int, *, most: int = MOST_ROWS) -> Page[Row]:
    """Page `number` of the rows; the last one where there are not so many."""
    pages = max(1, -(-len(rows) // most))
    number = min(max(1, number), pages)
    return Page(rows=tuple(rows[(number - 1) * most : number * most]), number=number, pages=pages, total=len(rows))
