"""What a page says about its article: title, outlet, address and date, each from where pages state it.

Nothing is guessed: a date in the running text, in the address or on the file is no date of publication; what the text
says of its own date is read by `dateline`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from itertools import islice
from typing import Any

from reportedly.load.headline import is_headline, without_outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a page says about its article; None where it does not say."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page with what is asked of it more than once."""

    tree: Any
    meta: Mapping[str, Sequence[str]]  # contents by property, name or itemprop, in lower case
    article: Mapping[str, Any]  # what JSON-LD says of the article
    nodes: Mapping[str, Mapping[str, Any]]  # what JSON-LD says of things with an @id


Statements = Callable[[Page], Iterable[str]]


# ---------------------------------------------------------------- where pages state things
def meta(*names: str) -> Statements:
    return lambda page: (content for name in names for content in page.meta.get(name.lower(), ()))


def path(xpath: str) -> Statements:
    return lambda page: (
        found if isinstance(found, str) else "".join(found.itertext()) for found in page.tree.xpath(xpath)
    )


def json_ld(*keys: str) -> Statements:
    """The words under `keys`, one inside the other, of the article that the JSON-LD of the page tells of."""
    return lambda page: words_under(page, page.article, keys)


def date_beside_the_headline(page: Page) -> Iterator[str]:
    """In the `<article>` that the headline is in, for teasers are articles too, and outside its paragraphs."""
    articles = (article for headline in page.tree.iter("h1") for article in headline.iterancestors("article"))
    article = next(articles, None)
    if article is not None:
        for moment in islice(article.iter("time"), MOST_TIMES):
            if next(moment.iterancestors("p"), None) is None:
                yield moment.get("datetime", "")


# Each table begins with what is to be trusted most.
TITLE: tuple[Statements, ...] = (
    meta("og:title"),
    path("//h1[@itemprop='headline']"),
    json_ld("headline"),
    meta("twitter:title", "dc.title"),
    path("//title"),
)
OUTLET: tuple[Statements, ...] = (
    meta("og:site_name"),
    json_ld("publisher", "name"),
    meta("application-name", "dc.publisher"),
)
URL: tuple[Statements, ...] = (
    path("//link[translate(@rel, 'CANONIL', 'canonil') = 'canonical']/@href"),
    meta("og:url"),
    json_ld("url"),
)
PUBLISHED: tuple[Statements, ...] = (
    meta("article:published_time", "og:article:published_time"),
    json_ld("datePublished"),
    meta("datePublished"),
    path("//*[@itemprop='datePublished']/@datetime"),
    meta("publishdate", "pubdate", "publish-date", "parsely-pub-date", "sailthru.date"),
    meta("dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "date"),
    path("//time[@pubdate]/@datetime"),
    date_beside_the_headline,
)

# Types of schema.org that are articles end like this: NewsArticle, ReportageNewsArticle, LiveBlogPosting.
ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report)$")
JSON_LD = "//script[translate(@type, 'ADIJLNOPST', 'adijlnopst') = 'application/ld+json']/text()"
MOST_TIMES = 100  # of an article looked at
MOST_NODES = 10_000  # of JSON-LD looked at; a page has some dozens
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
LONGEST = 2_000  # characters of a statement: what is longer is no title, name or address
TITLE_TAG = re.compile(r"<title\b[^<>]*>([^<]{1,500})", re.IGNORECASE)


def about_article(tree: Any) -> About:
    page = page_of(tree)
    outlet = first(OUTLET, page, tidy)
    return About(
        title=title_of(page, outlet),
        outlet=outlet,
        url=first(URL, page, web_address),
        published=first(PUBLISHED, page, iso),
    )


def first(table: Iterable[Statements], page: Page, read: Callable[[str], str | None]) -> str | None:
    """The first statement that can be read as what it should be."""
    stated = (read(statement) for statements in table for statement in statements(page) if len(statement) <= LONGEST)
    return next((value for value in stated if value is not None), None)


def title_of(page: Page, outlet: str | None) -> str | None:
    """The title as the headline on the page has it, where they are the same but for the name of the outlet."""
    stated = first(TITLE, page, tidy)
    headlines = [words for words in map(words_of, page.tree.iter("h1")) if words and words != outlet]
    if stated is None:
        return headlines[0] if len(headlines) == 1 else None
    return next((words for words in headlines if is_headline(words, stated)), without_outlet(stated, outlet))


def title_tag(page: str) -> str | None:
    """The title of a page too large or too broken for a tree."""
    found = TITLE_TAG.search(page)
    return tidy(unescape(found[1])) if found else None


# ---------------------------------------------------------------- how it is read
def page_of(tree: Any) -> Page:
    contents: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        for name in {element.get(key, "").strip().lower() for key in ("property", "name", "itemprop")} - {""}:
            contents.setdefault(name, []).append(element.get("content", ""))
    nodes = list(json_ld_nodes(tree))
    return Page(
        tree=tree,
        meta=contents,
        article=next((node for node in nodes if is_article(node)), {}),
        nodes={node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1},
    )


def json_ld_nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The things that JSON-LD tells of, outer ones first; what is no JSON says nothing."""
    seen = 0
    for script in tree.xpath(JSON_LD):
        level = [parsed(script)]
        while level and seen < MOST_NODES:
            seen += len(level)
            yield from (node for node in level if isinstance(node, dict))
            level = [inner for node in level for inner in inside(node)][:MOST_NODES]


def parsed(script: str) -> Any:
    try:
        return json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return None


def inside(node: Any) -> Iterable[Any]:
    values = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [value for value in values if isinstance(value, dict | list)]


def is_article(node: Mapping[str, Any]) -> bool:
    types = node.get("@type")
    return any(
        isinstance(kind, str) and ARTICLE_TYPE.search(kind) for kind in (types if isinstance(types, list) else [types])
    )


def words_under(page: Page, node: Any, keys: Sequence[str]) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from words_under(page, one, keys)
    elif isinstance(node, str):
        yield node if keys in ((), ("name",)) else ""
    elif isinstance(node, dict) and keys:
        known = {**page.nodes.get(str(node.get("@id")), {}), **node}
        yield from words_under(page, known.get(keys[0]), keys[1:])


def words_of(element: Any) -> str | None:
    words = tidy("".join(element.itertext()))
    return words if words is None or len(words) <= LONGEST else None


def tidy(words: str) -> str | None:
    return " ".join(words.split()) or None


def web_address(words: str) -> str | None:
    return words.strip() if WEB_ADDRESS.fullmatch(words.strip()) else None


def iso(value: str) -> str | None:
    """ISO 8601 as ledgers have it: "2022-01-10", or "2022-01-10T06:30:00Z" with the zone the page states."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    if len(value.strip()) <= len("2022-01-10"):
        return moment.date().isoformat()
    return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")
