"""Two versions of one report: what was taken out, put in and put otherwise, with its place in both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from reportedly.model import Span

ChangeKind = Literal["replaced", "deleted", "inserted"]
KINDS: dict[str, ChangeKind] = {"replace": "replaced", "delete": "deleted", "insert": "inserted"}

LINE = re.compile(r"[^\n]*\n|[^\n]+")
WORD = re.compile(r"\w+|[^\w\s]|\s+")
# Words compared one by one in a changed stretch: difflib takes their product.  Longer ones are given as a whole.
MOST_WORDS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A stretch of the earlier text and what stands for it in the later one; either may be empty."""

    kind: ChangeKind
    a: Span
    b: Span

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "a": list(self.a), "b": list(self.b)}


def difference(earlier: str, later: str) -> tuple[Change, ...]:
    """Changes in the order of the text, to the word; the rest of both texts is the same."""
    return tuple(
        change
        for kind, a, b in differing(pieces(LINE, earlier, 0), pieces(LINE, later, 0), earlier, later)
        for change in by_words(kind, a, b, earlier, later)
    )


def by_words(kind: str, a: Span, b: Span, earlier: str, later: str) -> Iterator[Change]:
    words = pieces(WORD, earlier[a.start : a.end], a.start), pieces(WORD, later[b.start : b.end], b.start)
    if kind != "replace" or max(map(len, words)) > MOST_WORDS:
        yield Change(kind=KINDS[kind], a=a, b=b)
        return
    yield from joined(
        (
            Change(kind=KINDS[how], a=there, b=here)
            for how, there, here in differing(*words, earlier, later, a.start, b.start)
        ),
        earlier,
    )


def joined(changes: Iterable[Change], earlier: str) -> Iterator[Change]:
    """Changes of neighbouring words as one: "Nobody was" became "two people were", not each word by itself."""
    last: Change | None = None
    for change in changes:
        if last is not None and earlier[last.a.end : change.a.start].isspace():
            last = Change(kind="replaced", a=Span(last.a.start, change.a.end), b=Span(last.b.start, change.b.end))
            continue
        if last is not None:
            yield last
        last = change
    if last is not None:
        yield last


def pieces(pattern: re.Pattern[str], text: str, offset: int) -> list[Span]:
    return [Span(match.start() + offset, match.end() + offset) for match in pattern.finditer(text)]


def differing(
    a: Sequence[Span], b: Sequence[Span], earlier: str, later: str, first_a: int = 0, first_b: int = 0
) -> Iterator[tuple[str, Span, Span]]:
    """Where two rows of pieces differ; `first_a` and `first_b` are the offsets before the first piece of each."""
    words = [earlier[start:end] for start, end in a], [later[start:end] for start, end in b]
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, *words, autojunk=len(words[1]) > MOST_WORDS).get_opcodes():
        if kind != "equal":
            yield kind, stretch(a, a1, a2, first_a), stretch(b, b1, b2, first_b)


def stretch(spans: Sequence[Span], first: int, last: int, before: int) -> Span:
    start = spans[first].start if first < len(spans) else spans[-1].end if spans else before
    return Span(start, spans[last - 1].end if last > first else start)
