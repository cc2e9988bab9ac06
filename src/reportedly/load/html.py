"""An HTML page to a report: the article without what stands around it, and what the page says about it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reportedly.load.characters import charset, decode, id_of, refuse_if_too_long, refuse_unless_text
from reportedly.load.visible_text import crowding, visible_text
from reportedly.model import Loaded, Problem, Report, Unreadable

# Real news pages have 500 to 10,000 tags.  Telling the article from the page took 15 to 55 µs a tag (measured on a busy
# machine, on pages of nothing but paragraphs, bold letters, line breaks, or tables in each other), so 60,000 tags are
# done in about 3 s; beyond that the page is read as it stands, and beyond a million tags not at all.
MOST_TAGS_OF_AN_ARTICLE = 60_000
MOST_TAGS = 1_000_000
# The parser compares each attribute of a tag with all before it: 8,000 in one tag cost 0.3 s, 100,000 over 4 minutes.
MOST_CROWDING = 100_000_000

DECLARATIONS_WITHIN = 4096  # bytes; browsers look for a charset in the first 1024
DECLARED_CHARSET = re.compile(rb"<(?:meta\b[^<>]*?\bcharset|\?xml\b[^<>]*?\bencoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I)

# Where pages say when they were published, the most reliable first.
PUBLISHED = (
    "//meta[@property='article:published_time' or @property='og:article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='datePublished' or @name='pubdate' or @name='publishdate' or @name='parsely-pub-date'"
    " or @name='sailthru.date' or @name='dc.date.issued' or @name='DC.date.issued']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//time[@pubdate]/@datetime",
)
JSON_LD = "//script[@type='application/ld+json']/text()"
JSON_LD_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
# Dates guessed from running text or from the day of reading would make a report's "yesterday" wrong: only what the
# page or its address states counts, and the clock is left out of it so that the same bytes give the same report.
ONLY_STATED_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}

NOT_TOLD = "the article could not be told from the page; read with all the words on the page"
TITLE_TAG = re.compile(r"<title\b[^<>]*>([^<]{1,500})", re.IGNORECASE)
OUTLET_IN_TITLE = re.compile(r"\s+[-–—|:•·»]\s+\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a page says about its article."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None


def load_html(raw: bytes, where: str) -> Loaded:
    """The text is the headline, an empty line, and the article with a line for each paragraph.

    Offsets point into that text, not into the page.  Comments of readers are left out.
    """
    page = decode(raw, where, declared=declared_charset(raw))
    source = page.text.lstrip("\ufeff")
    if source.count("<") > MOST_TAGS:
        raise Unreadable(where, f"more than {MOST_TAGS:,} tags: no page of a report has that many")
    article, about = article_in(source)
    problems = page.problems_without_place()
    if article is None:
        article = visible_text(source)
        problems += (Problem(stage="load", message=NOT_TOLD),)
        if not article:
            raise Unreadable(where, "a page without text; save the page as it looks in the browser, or its text")
    text = with_headline(article, about.title)
    refuse_unless_text(text, where)
    refuse_if_too_long(text, where)
    report = Report(
        id=id_of(raw),
        where=where,
        text=text,
        outlet=about.outlet,
        title=about.title,
        url=about.url,
        published=about.published,
    )
    return Loaded(report=report, problems=problems)


def declared_charset(raw: bytes) -> str | None:
    found = DECLARED_CHARSET.search(raw[:DECLARATIONS_WITHIN])
    if found is None:
        return None
    name = charset(found[1].decode("ascii", "replace"))
    return None if name is None or name.startswith(("utf-16", "utf-32")) else name  # it was just read as ASCII


# ---------------------------------------------------------------- the article
def article_in(page: str) -> tuple[str | None, About]:
    """The article of a page, None where it could not be told, and what the page says about it."""
    if page.count("<") > MOST_TAGS_OF_AN_ARTICLE or crowding(page) > MOST_CROWDING:
        return None, About(title=title_tag(page))
    with quiet():
        tree, whole = tree_of(page)
        if tree is None:
            return None, About(title=title_tag(page))
        about = about_article(tree, page)
        return (main_text(tree) if whole else None), about


def tree_of(page: str) -> tuple[Any | None, bool]:
    """The page as a tree, and whether all of it is in there: the parser stops 256 elements deep.

    It could be told to go on to 2048, but 600 tables in each other, 9 kB, then cost the extractor 4 s.
    """
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, no_network=True
    )
    try:
        tree = html.fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError, RecursionError):
        return None, False
    whole = not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return (tree if isinstance(tree, html.HtmlElement) else None), whole


def main_text(tree: Any) -> str | None:
    import trafilatura

    try:
        found = trafilatura.bare_extraction(tree, fast=True, include_comments=False, with_metadata=False)
    except Exception:  # noqa: BLE001 - whatever a broken page does to the extractor, its words can still be read
        return None
    text = getattr(found, "text", None)
    return text.strip() or None if isinstance(text, str) else None


def with_headline(article: str, title: str | None) -> str:
    """The headline is a line of its own: it claims things too, often in other words than the article."""
    first, _, rest = article.partition("\n")
    if title is None:
        return article
    if is_headline(first, title):
        return f"{first}\n\n{rest.lstrip()}" if rest else first
    return f"{title}\n\n{article}"


def is_headline(line: str, title: str) -> bool:
    """Whether `line` is `title`, of which pages often make "Headline - Outlet"."""
    line, title = (" ".join(words.split()).casefold() for words in (line, title))
    return line == title or (title.startswith(line) and OUTLET_IN_TITLE.match(title, len(line)) is not None)


# ---------------------------------------------------------------- what the page says about it
def about_article(tree: Any, page: str) -> About:
    from trafilatura.metadata import extract_metadata

    try:
        found = extract_metadata(tree, date_config=ONLY_STATED_DATES)
    except Exception:  # noqa: BLE001 - broken metadata of whatever kind say nothing, and are no reason not to read
        return About(title=title_tag(page), published=stated_date(tree))
    return About(
        title=tidy(found.title) or title_tag(page),
        outlet=tidy(found.sitename),
        url=tidy(found.url),
        published=stated_date(tree) or found.date,
    )


def stated_date(tree: Any) -> str | None:
    """The first date of publication that is ISO 8601, with its time and zone where stated."""
    stated = [value for path in PUBLISHED for value in tree.xpath(path)]
    stated += [value for script in tree.xpath(JSON_LD) for value in JSON_LD_PUBLISHED.findall(script)]
    return next((moment for value in stated if (moment := iso(value)) is not None), None)


def iso(value: str) -> str | None:
    """ISO 8601 as ledgers have it: "2022-01-10", or "2022-01-10T06:30:00Z" with the zone the page states."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    if len(value.strip()) <= len("2022-01-10"):
        return moment.date().isoformat()
    return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def title_tag(page: str) -> str | None:
    from html import unescape

    found = TITLE_TAG.search(page)
    return tidy(unescape(found[1])) if found else None


def tidy(words: str | None) -> str | None:
    return " ".join(words.split()) or None if words else None


@contextmanager
def quiet() -> Iterator[None]:
    """Keeps the extractor's log to itself: what matters of it is said as problems."""
    loggers = [logging.getLogger(name) for name in ("trafilatura", "htmldate", "courlan")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
