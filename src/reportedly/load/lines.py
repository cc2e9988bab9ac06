"""A page as a browser would break it into lines, and of each line what it is made of: words, links, a date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from reportedly.load.around import HEADINGS, UNSEEN
from reportedly.load.visible_text import INLINE

LINKS = frozenset({"a"})
DATES = frozenset({"time", "address"})
CELLS = frozenset({"td", "th"})
ROWS = frozenset({"tr"})
NO_BLOCKS = INLINE | UNSEEN | {"br", "img"}  # these break no line by themselves
EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
MOST_PARAGRAPHS = 10_000  # of one piece of text with line breaks of its own
SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")

MOSTLY = 0.7  # share of the characters of a line
MORE_THAN_HALF = 0.6  # of a line that is no sentence
LONGEST_ROW = 300  # characters: a longer row of a table is there for the layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What stands between two line breaks; its numbers are characters without blanks."""

    text: str
    size: int
    linked: int
    dated: int
    holder: Any  # the innermost element around it that is a block
    cell: Any | None = None  # of a table
    row: Any | None = None

    @property
    def is_sentence(self) -> bool:
        return SENTENCE_END.search(self.text) is not None

    @property
    def is_heading(self) -> bool:
        return self.holder.tag in HEADINGS

    @property
    def is_row(self) -> bool:
        """The cells of a row of a table in one line."""
        return self.row is not None and self.holder is self.row

    @property
    def is_date(self) -> bool:
        """Nothing but a date or who wrote it where."""
        return self.dated >= self.size

    @property
    def is_link(self) -> bool:
        """Nothing but links and a word or two before them: "Read also: ...".  A sentence that is all link is read."""
        if self.is_sentence:
            return MOSTLY * self.size <= self.linked < self.size
        return self.linked >= MORE_THAN_HALF * self.size


@dataclass(slots=True, kw_only=True)
class Pen:
    """Writes the words of a page down, line by line."""

    open: list[Any] = field(default_factory=list)  # elements that have begun and not ended, and how many of a tag
    tags: Counter[str] = field(default_factory=Counter)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    dated: int = 0

    def enter(self, element: Any) -> None:
        self.open.append(element)
        self.tags[kind_of(element)] += 1

    def leave(self) -> None:
        self.tags[kind_of(self.open.pop())] -= 1

    def write(self, words: str | None) -> Iterator[Line]:
        if not words:
            return
        paragraphs = EMPTY_LINE.split(words, MOST_PARAGRAPHS) if self.tags["pre"] else [words]
        for number, paragraph in enumerate(paragraphs):
            if number:
                yield from self.end_line()
            self.pieces.append(paragraph)
            if self.is_in(LINKS) or self.is_in(DATES):
                size = sum(map(len, paragraph.split()))
                self.linked += size if self.is_in(LINKS) else 0
                self.dated += size if self.is_in(DATES) else 0

    def end_line(self) -> Iterator[Line]:
        text = " ".join("".join(self.pieces).split())
        if text:
            yield Line(
                text=text,
                size=len(text.replace(" ", "")),
                linked=self.linked,
                dated=self.dated,
                holder=next((element for element in reversed(self.open) if is_block(element)), self.open[0]),
                cell=self.innermost(CELLS),
                row=self.innermost(ROWS),
            )
        self.pieces, self.linked, self.dated = [], 0, 0

    def innermost(self, tags: frozenset[str]) -> Any | None:
        if not self.is_in(tags):
            return None
        return next(element for element in reversed(self.open) if element.tag in tags)

    def is_in(self, tags: frozenset[str]) -> bool:
        return any(self.tags[tag] for tag in tags)


def kind_of(element: Any) -> str:
    """Its tag, but for the anchors of old pages: `<a name="top">`, often never closed, links nothing."""
    return "anchor" if element.tag == "a" and element.get("href") is None else str(element.tag)


def is_block(element: Any) -> bool:
    return element.tag not in NO_BLOCKS


def lines_of_tree(tree: Any, *, without: frozenset[Any]) -> list[Line]:
    """The lines of a page; a row of a table that holds data is one line, "Almaty | 18"."""
    lines: list[Line] = []
    for _, group in groupby(written(tree, without=without), key=lambda line: line.row):
        row = list(group)
        lines += [joined(row)] if holds_data(row) else row
    return lines


def written(tree: Any, *, without: frozenset[Any]) -> Iterator[Line]:
    from lxml import etree

    pen = Pen()
    pen.enter(tree)
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if is_block(element) or element.tag == "br":
            yield from pen.end_line()
        if event == "start":
            pen.enter(element)
            if element in without:
                walk.skip_subtree()
            else:
                yield from pen.write(element.text)
        else:
            pen.leave()
            yield from pen.write(element.tail)
    yield from pen.end_line()


def holds_data(row: list[Line]) -> bool:
    """Whether each of several cells has one short line: where they have more, the table is there for the layout."""
    cells = {line.cell for line in row}
    return None not in cells and 1 < len(row) == len(cells) and sum(line.size for line in row) <= LONGEST_ROW


def joined(row: list[Line]) -> Line:
    return Line(
        text=" | ".join(line.text for line in row),
        size=sum(line.size for line in row),
        linked=sum(line.linked for line in row),
        dated=sum(line.dated for line in row),
        holder=row[0].row,
        row=row[0].row,
    )
