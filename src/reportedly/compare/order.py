"""The order in which reports appeared, in which everything in a case is told."""

from __future__ import annotations


def appeared(published: str | None, report: str) -> tuple[bool, str, str]:
    """A key to sort by: the earlier first, those without a date last, and by id where dates are the same."""
    return (published is None, published or "", report)
