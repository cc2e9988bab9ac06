"""The words one would see on a page, menus and all: what is read when the article cannot be told from its page."""

from __future__ import annotations

import re
from html import unescape

# Neither pattern can run far: a tag ends at the next "<" at the latest, so that a million of "<" cost one pass.
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>|<!--|<[!?][^<>]*>")
# A tag as parsers see it, "<" and ">" between quotes included; possessive throughout, so that it never goes back.
WHOLE_TAG = re.compile(
    r"""<!--|<([a-zA-Z][^\s/>]*+)(?:[\s/]++|=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"']*+)|[^\s/>=]++)*+>?+"""
)
LONG_TAG = 200  # characters
ATTRIBUTE = re.compile(r"""[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"']*+))?+""")
BLANKS = re.compile(r"[^\S\n]+")

RAW = frozenset({"script", "style", "textarea", "iframe", "title"})  # no tags inside, only text up to their end
UNSEEN = RAW | {"noscript", "template", "svg", "math"}
AROUND = frozenset({"nav", "header", "footer", "aside", "form", "button", "select", "dialog"})  # around an article
INLINE = frozenset(
    """
    a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup time tt u
    var wbr
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


def visible_text(html: str) -> str:
    """One line per block, blanks folded; without menus and footers unless there is nothing else.

    Takes time in proportion to the page however broken or deeply nested it is, which no tree of it does.
    """
    return lines_of(html, without=AROUND) or lines_of(html, without=frozenset())


def lines_of(html: str, *, without: frozenset[str]) -> str:
    shown: list[str] = []
    inside = 0  # how many elements of `without` are open
    position = 0
    while (tag := TAG.search(html, position)) is not None:
        if not inside:
            shown.append(html[position : tag.start()])
        name, closing = (tag[2] or "").lower(), tag[1] == "/"
        position = tag.end() if closing else end_of(html, tag, name, UNSEEN)
        if name in without:
            inside = max(0, inside - 1) if closing else inside + 1
        if not inside and name not in INLINE:
            shown.append("\n" if name else " ")
    if not inside:
        shown.append(html[position:])
    lines = (BLANKS.sub(" ", line).strip() for line in unescape("".join(shown)).split("\n"))
    return "\n".join(line for line in lines if line)


def end_of(html: str, tag: re.Match[str], name: str, skipped: frozenset[str]) -> int:
    """Where reading goes on after an opening tag: behind a comment or an element to skip, else right after the tag."""
    if tag[0] == "<!--":
        end = html.find("-->", tag.end())
        return len(html) if end < 0 else end + 3
    if name not in skipped or (name not in RAW and tag[0].endswith("/>")):
        return tag.end()
    close = re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE).search(html, tag.end())
    return len(html) if close is None else close.end()


def crowding(html: str) -> int:
    """Sum of the squares of the attributes of long tags: what it costs to parse them."""
    total = position = 0
    while (tag := WHOLE_TAG.search(html, position)) is not None:
        if tag.end() - tag.start() > LONG_TAG:
            total += len(ATTRIBUTE.findall(tag[0])) ** 2
        position = end_of(html, tag, (tag[1] or "").lower(), RAW)
    return total
