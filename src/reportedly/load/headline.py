"""The headline of a report: a line of its own, since it claims things too, often in other words than the article."""

from __future__ import annotations

import re

BEFORE_OUTLET = re.compile(r"\s+(?:--|[-–—|:•·»])\s+\S")  # "Headline - Outlet", as titles of pages have it
AFTER_OUTLET = re.compile(r"\s*(?:--|[-–—|:•·»])\s+")  # "Outlet: Headline"


def with_headline(article: str, title: str | None) -> str:
    first, _, rest = article.partition("\n")
    if title is None:
        return article
    if is_headline(first, title):
        return f"{first}\n\n{rest.lstrip()}" if rest else first
    return f"{title}\n\n{article}"


def is_headline(line: str, title: str) -> bool:
    """Whether `line` is `title`, of which pages often make "Headline - Outlet"."""
    line, title = (" ".join(words.split()).casefold() for words in (line, title))
    return line == title or (title.startswith(line) and BEFORE_OUTLET.match(title, len(line)) is not None)


def without_outlet(title: str, outlet: str | None) -> str:
    """`title` without the name of the outlet before or after it: the name as the page states it, nothing guessed."""
    if not outlet:
        return title
    if title.casefold().endswith(outlet.casefold()):
        headline = title[: -len(outlet)]
        cut = headline.rstrip(" -–—|:•·»")
        if cut and BEFORE_OUTLET.fullmatch(headline[len(cut) :] + "x"):
            return cut
    if title.casefold().startswith(outlet.casefold()) and (sign := AFTER_OUTLET.match(title, len(outlet))):
        return title[sign.end() :] or title
    return title
