"""Where each paragraph of a report stands in the bytes that it was read from: word for word, through marks, or not."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal, NamedTuple

from reportedly.load.characters import charset, decode
from reportedly.load.found import Found
from reportedly.load.html import declared_charset
from reportedly.load.http_message import PAGES
from reportedly.load.part import Beside
from reportedly.load.visible_text import INLINE, TAG, UNSEEN, end_of
from reportedly.model import Span, Unreadable

How = Literal["verbatim", "through marks", "unaligned"]
PIECE = re.compile(r"&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|\s+|[^&\s]+|&")
MOST_MISSED = 200  # paragraphs sought in all of the page, which takes up to a few ms each; then only near by
NEAR = 100_000  # characters
PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A paragraph, and its place in the characters of the raw bytes, from its first character to its last.

    "verbatim": those characters are the paragraph's own.  "through marks": they are but for tags, entities and blanks
    between them.  "unaligned": it was not found, and `raw` is None; as in the rows of a table, or a packed mail.
    """

    text: Span
    raw: Span | None
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a report was made from: the characters of its raw bytes, and where in them its words and dates stand."""

    report: str  # id: the hash of the raw bytes
    where: str
    beside: Beside  # address, time and charset, where a server or a web archive told them
    characters: str  # the raw bytes, decoded; the spans of `paragraphs` point into it
    paragraphs: tuple[Aligned, ...]
    found: tuple[Found, ...]


class Shown(NamedTuple):
    """The words of a page as one sees them, and where each character stands in the page."""

    words: str
    places: array[int]
    ends: array[int]


def alignment(page: str, text: str) -> tuple[Aligned, ...]:
    """Each line of `text` that has words in it, sought in `page` behind the one before it, then anywhere."""
    shown = shown_in(page)
    found: list[Aligned] = []
    behind = missed = 0
    for line in PARAGRAPH.finditer(text):
        words, span = line[0], Span(*line.span())
        plain = " ".join(words.split())
        near = None if missed < MOST_MISSED else behind + NEAR
        at = first_of(shown.words, plain, behind, near)
        if at >= 0:
            behind = at + len(plain)
            place = Span(shown.places[at], shown.ends[behind - 1])
            exact = page[slice(*place)] == words
            found.append(Aligned(text=span, raw=place, how="verbatim" if exact else "through marks"))
            continue
        missed += 1
        at = page.find(words) if near is None else -1  # what looks like a tag in a plain text
        place_of_marks = Span(at, at + len(words)) if at >= 0 else None
        found.append(Aligned(text=span, raw=place_of_marks, how="verbatim" if at >= 0 else "unaligned"))
    return tuple(found)


def first_of(where: str, what: str, behind: int, near: int | None) -> int:
    at = where.find(what, behind, near)
    return at if at >= 0 or near is not None else where.find(what, 0, behind + len(what))


# ---------------------------------------------------------------- what a page shows
def shown_in(page: str) -> Shown:
    """The words between the tags; tags inside a line vanish, others end it, blanks are one."""
    pieces: list[str] = []
    places, ends = array("L"), array("L")
    blank = True
    for words, start, end in visible_pieces(page):
        if words.isspace():
            if blank:
                continue
            words = " "
        blank = words == " "
        pieces.append(words)
        if len(words) == end - start:
            places.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:  # an entity, or blanks
            places.extend([start] * len(words))
            ends.extend([end] * len(words))
    return Shown("".join(pieces), places, ends)


def visible_pieces(page: str) -> Iterator[tuple[str, int, int]]:
    position = 0
    while (tag := TAG.search(page, position)) is not None:
        yield from words_between(page, position, tag.start())
        name, closing = (tag[2] or "").lower(), tag[1] == "/"
        position = tag.end() if closing else end_of(page, tag, name, UNSEEN)
        if name and name not in INLINE:
            yield " ", tag.start(), tag.end()
    yield from words_between(page, position, len(page))


def words_between(page: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for piece in PIECE.finditer(page, start, end):
        words = piece[0]
        yield (unescape(words) if words.startswith("&") else words), *piece.span()


# ---------------------------------------------------------------- what the bytes are in characters
def characters_of(raw: bytes, where: str, beside: Beside) -> str:
    """The bytes as they were decoded for reading; nothing for what is no text (a PDF)."""
    said = charset(beside.charset) if beside.charset and beside.kind in (*PAGES, None) else None
    try:
        return decode(raw, where, declared=said or declared_charset(raw)).text
    except Unreadable:
        return ""
