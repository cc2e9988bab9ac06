"""Tables and texts that are safe in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MARKS = re.compile(r"([\\*_<>\[\]|#])")


def plain(text: str) -> str:
    """A text of which no character is taken for a mark, but for backticks, which make code as they do in docstrings."""
    parts = " ".join(text.split()).split("`")
    return "`".join(part if odd % 2 else MARKS.sub(r"\\\1", part) for odd, part in enumerate(parts))


def code(text: str) -> str:
    return f"`{text}`"


def cell(text: str) -> str:
    """A text for a table, where a bar would end the cell even in code."""
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(text.split()))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell(one) for one in line) + " |" for line in lines) + "\n"


def block(text: str, kind: str = "text") -> str:
    return f"```{kind}\n{text.rstrip()}\n```\n"
