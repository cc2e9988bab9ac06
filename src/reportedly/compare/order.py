"""The order in which reports appeared, in which everything in a case is told."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

DAYS_KEPT = 50_000


def appeared(published: str | None, report: str) -> tuple[bool, str, str]:
    """A key to sort by: the earlier first, those without a date last, and by id where dates are the same."""
    return (published is None, published or "", report)


@lru_cache(maxsize=DAYS_KEPT)
def number_of_day(day: str) -> int:
    """A day such as "2022-01-09" as a number, so that days between two are a difference; `ValueError` for no day."""
    return date.fromisoformat(day).toordinal()
