"""Cuts a text where marks begin and end, so that marks which overlap still give well-formed markup."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportedly.model import Span

_WHITE_SPACE = re.compile(r"\s{2,}")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of the text and what it is; marks of one `key` are pieces of one thing."""

    span: Span
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Open:
    mark: Mark


@dataclass(frozen=True, slots=True)
class Close:
    mark: Mark


Piece = Open | Close | str


def paragraphs(text: str) -> Iterator[Span]:
    """The stretches of `text` between blank lines, without the white space at their ends."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    for space in _WHITE_SPACE.finditer(text, start, end):
        if len(_LINE_END.findall(space[0])) > 1:
            yield Span(start, space.start())
            start = space.end()
    if start < end:
        yield Span(start, end)


def by_stretch(stretches: Sequence[Span], marks: Iterable[Mark]) -> list[list[Mark]]:
    """For each stretch the marks that touch it, in their order; `stretches` are in order and do not overlap."""
    ends = [stretch.end for stretch in stretches]
    found: list[list[Mark]] = [[] for _ in stretches]
    for mark in marks:
        index = bisect_right(ends, mark.span.start)
        while index < len(stretches) and stretches[index].start < mark.span.end:
            found[index].append(mark)
            index += 1
    return found


def pieces(text: str, stretch: Span, marks: Sequence[Mark]) -> Iterator[Piece]:
    """The words of a stretch, its marks opened and closed in nested order; a mark that crosses another is cut in two.

    Where two marks cover the same characters, the earlier of `marks` is the outer one.
    """
    inside = [mark for mark in marks if max(mark.span.start, stretch.start) < min(mark.span.end, stretch.end)]
    rank = {id(mark): place for place, mark in enumerate(inside)}
    points = {stretch.start, stretch.end}.union(*(mark.span for mark in inside))
    steps = sorted(point for point in points if stretch.start <= point <= stretch.end)
    starting: dict[int, list[Mark]] = {}
    for mark in inside:
        starting.setdefault(max(mark.span.start, stretch.start), []).append(mark)
    stack: list[Mark] = []
    for here, there in pairwise(steps):
        interrupted: list[Mark] = []
        while any(mark.span.end <= here for mark in stack):
            mark = stack.pop()
            yield Close(mark)
            if mark.span.end > here:
                interrupted.append(mark)
        for mark in sorted(starting.get(here, []) + interrupted, key=lambda mark: (-mark.span.end, rank[id(mark)])):
            stack.append(mark)
            yield Open(mark)
        yield text[here:there]
    yield from map(Close, reversed(stack))
