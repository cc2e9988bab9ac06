"""What a benchmark gives: figures by name, and the lines a person reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Figures = Mapping[str, float | int | str | None]


class Missing(Exception):
    """A benchmark that cannot be run here; the message says what is missing and how to get it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Figures of one benchmark, and the same as a table: a heading and rows of cells."""

    figures: Figures
    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def table(self) -> str:
        cells = [tuple(self.heading), *(tuple(row) for row in self.rows)]
        widths = [max(len(row[n]) for row in cells) for n in range(len(self.heading))]
        lines = [aligned(row, widths) for row in cells] + ([self.note] if self.note else [])
        return "\n".join(line.rstrip() for line in lines)


def aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    """One line: the name to the left, numbers to the right."""
    numbers = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
    return "  ".join([row[0].ljust(widths[0]), *numbers])
