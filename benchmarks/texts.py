"""The articles that are read: PolNeAR's development part where it lies beside the project, else the project's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, repeat
from pathlib import Path

ROOT = Path(__file__).parent.parent
POLNEAR = ROOT.parent / "shared" / "data" / "polnear" / "dev" / "text"
OWN = ROOT / "examples"
RUSSIAN = re.compile("[а-яё]{3}", re.IGNORECASE)  # the reader knows only English yet


def articles(wanted: int) -> list[str]:
    """The first `wanted` articles in order of name; fewer files than that are gone through again."""
    texts = [path.read_bytes().decode("utf-8") for path in sorted(POLNEAR.glob("*.txt")) or sorted(OWN.rglob("*.txt"))]
    english = [text for text in texts if not RUSSIAN.search(text)]
    if not english:
        raise FileNotFoundError(f"no articles in {OWN}")
    rounds = chain.from_iterable(repeat(english))
    return [text for text, _ in zip(rounds, range(wanted), strict=False)]


def where_from() -> str:
    return "PolNeAR dev" if POLNEAR.is_dir() else "examples/ (PolNeAR is not beside the project)"


def words(texts: Sequence[str]) -> int:
    """Words between white space."""
    return sum(len(text.split()) for text in texts)


def article_of(length: int) -> str:
    """An article of exactly `length` words: the first that is long enough, cut; else several, one after the other."""
    enough = [text for text in articles(30) if words([text]) >= length]
    text = enough[0] if enough else "\n\n".join(articles(200))
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    return text[: ends[length - 1]] + "\n"
