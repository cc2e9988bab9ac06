"""What a page says about its article: title, byline, outlet, address and dates, each from where pages state it.

Nothing is guessed: a date in the running text, in the address or on the file is no date of publication; what the text
says of its own date is read by `dateline`.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from itertools import islice
from typing import Any, NamedTuple

from reportedly.load.around import UNSEEN, words_of_class
from reportedly.load.dateline import date_line
from reportedly.load.found import Found, What
from reportedly.load.headline import is_headline, without_outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a page says about its article, and where; None where it does not say."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page with what is asked of it more than once."""

    tree: Any
    meta: Mapping[str, Sequence[str]]  # contents by property, name or itemprop, in lower case
    article: Mapping[str, Any]  # what JSON-LD says of the article
    nodes: Mapping[str, Mapping[str, Any]]  # what JSON-LD says of things with an @id


class Stated(NamedTuple):
    """Words of a page, and the place that it states them in."""

    place: str
    words: str


Statements = Callable[[Page], Iterable[Stated]]


# ---------------------------------------------------------------- where pages state things
def meta(*names: str) -> Statements:
    return lambda page: (
        Stated(f"meta {name}", content) for name in names for content in page.meta.get(name.lower(), ())
    )


def path(xpath: str, place: str) -> Statements:
    return lambda page: (
        Stated(place, found if isinstance(found, str) else "".join(found.itertext()))
        for found in page.tree.xpath(xpath)
    )


def json_ld(*keys: str) -> Statements:
    """The words under `keys`, one inside the other, of the article that the JSON-LD of the page tells of."""
    place = f"JSON-LD {'.'.join(keys)}"
    return lambda page: (Stated(place, words) for words in words_under(page, page.article, keys))


def json_ld_authors(page: Page) -> Iterator[Stated]:
    names = (tidy(name) for name in words_under(page, page.article, ("author", "name")))
    if together := ", ".join(dict.fromkeys(islice(filter(None, names), MOST_AUTHORS))):
        yield Stated("JSON-LD author", together)


def date_beside_the_headline(page: Page) -> Iterator[Stated]:
    """In the `<article>` that the headline is in, for teasers are articles too, and outside its paragraphs."""
    articles = (article for headline in page.tree.iter("h1") for article in headline.iterancestors("article"))
    article = next(articles, None)
    if article is not None:
        for moment in islice(article.iter("time"), MOST_TIMES):
            if next(moment.iterancestors("p"), None) is None:
                yield Stated("time beside the headline", moment.get("datetime", ""))


def date_in_words_beside_the_headline(page: Page) -> Iterator[Stated]:
    """A day with its year, in a box whose class says that it is one, or in a `<time>`."""
    for element in beside_the_headline(page.tree):
        if element.tag == "time" and element.get("datetime"):
            yield Stated("time beside the headline", element.get("datetime"))
        if element.tag == "time" or not DATE_CLASSES.isdisjoint(words_of_class(element)):
            words = words_of(element)
            if words and len(words) <= LONGEST_NAME and (moment := date_line(words)):
                yield Stated("date beside the headline", moment)


def name_beside_the_headline(page: Page) -> Iterator[Stated]:
    for element in beside_the_headline(page.tree):
        if not BYLINE_CLASSES.isdisjoint(words_of_class(element)):
            words = AFTER_A_NAME.sub("", BY.sub("", words_of(element) or "", count=1)).strip(" ,")
            if NAMES.match(words):
                yield Stated("byline beside the headline", words)


def beside_the_headline(tree: Any) -> Iterator[Any]:
    """What comes soon before or after the only headline of the first level, outside of paragraphs and of teasers."""
    headlines = list(islice(tree.iter("h1"), 2))
    if len(headlines) != 1:
        return
    inside, around = set(headlines[0].iter()), set(headlines[0].iterancestors("article"))
    before: deque[Any] = deque(maxlen=BEFORE_HEADLINE)
    after: list[Any] | None = None
    for element in tree.iter("*"):
        if element in inside:
            after = after or []
        elif element.tag not in UNSEEN and around.issuperset(element.iterancestors(*APART)):
            (before if after is None else after).append(element)
        if after is not None and len(after) >= AFTER_HEADLINE:
            break
    yield from (*(after or ()), *reversed(before))


# Each table begins with what is to be trusted most.
TITLE: tuple[Statements, ...] = (
    meta("og:title"),
    path("//h1[@itemprop='headline']", "itemprop headline"),
    json_ld("headline"),
    meta("twitter:title", "dc.title"),
    path("//title", "title tag"),
)
BYLINE: tuple[Statements, ...] = (
    json_ld_authors,
    meta("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator"),
    path("//*[@itemprop='author']//*[@itemprop='name'] | //*[@itemprop='author'][not(*)]", "itemprop author"),
    path("//a[@rel='author']", "link to the author"),
    path("//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')]", "class byline"),
    name_beside_the_headline,
)
OUTLET: tuple[Statements, ...] = (
    meta("og:site_name"),
    json_ld("publisher", "name"),
    meta("application-name", "dc.publisher"),
)
URL: tuple[Statements, ...] = (
    path("//link[translate(@rel, 'CANONIL', 'canonil') = 'canonical']/@href", "canonical link"),
    meta("og:url"),
    json_ld("url"),
)
PUBLISHED: tuple[Statements, ...] = (
    meta("article:published_time", "og:article:published_time"),
    json_ld("datePublished"),
    meta("datePublished"),
    path("//*[@itemprop='datePublished']/@datetime", "itemprop datePublished"),
    meta("publishdate", "pubdate", "publish-date", "parsely-pub-date", "sailthru.date"),
    meta("dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "date"),
    path("//time[@pubdate]/@datetime", "time tag with pubdate"),
    date_beside_the_headline,
    date_in_words_beside_the_headline,
)
MODIFIED: tuple[Statements, ...] = (
    meta("article:modified_time", "og:updated_time"),
    json_ld("dateModified"),
    meta("dateModified"),
    path("//*[@itemprop='dateModified']/@datetime", "itemprop dateModified"),
    meta("dc.date.modified", "dcterms.modified", "last-modified", "lastmod"),
)

# Types of schema.org that are articles end like this: NewsArticle, ReportageNewsArticle, LiveBlogPosting.
ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report)$")
JSON_LD = "//script[translate(@type, 'ADIJLNOPST', 'adijlnopst') = 'application/ld+json']/text()"
MOST_TIMES = 100  # of an article looked at
MOST_AUTHORS = 20
MOST_NODES = 10_000  # of JSON-LD looked at; a page has some dozens
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
LONGEST = 2_000  # characters of a statement: what is longer is no title, name or address
LONGEST_NAME = 200
BY = re.compile(r"(?:by|от|автор:?)\s+", re.IGNORECASE)
APART = ("article", "p", "nav", "aside", "footer")  # of these only an article may hold the headline as well
BEFORE_HEADLINE, AFTER_HEADLINE = 15, 60  # elements
DATE_CLASSES = frozenset("date datetime dateline published pubdate timestamp posted".split())  # noqa: SIM905
BYLINE_CLASSES = frozenset("byline author authors reporter journalist".split())  # noqa: SIM905
# What stands behind a name: a date, a time, another box of the page.
AFTER_A_NAME = re.compile(
    r"\s*(?:[|•·–—]|\d|(?:published|posted|updated|on)\b"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.? \d).*",
    re.IGNORECASE | re.DOTALL,
)
NAMES = re.compile(r"[^\W\d_a-zа-яё][^\s,]*(?:,? (?:and |и |de |van |von |al-)?[^\W\d_a-zа-яё][^\s,]*){1,9}\Z")
TITLE_TAG = re.compile(r"<title\b[^<>]*>([^<]{1,500})", re.IGNORECASE)


def about_article(tree: Any) -> About:
    page = page_of(tree)
    outlet = first(OUTLET, page, tidy, "outlet")
    title = title_of(page, outlet.value if outlet else None)
    url = first(URL, page, web_address, "url")
    published = first(PUBLISHED, page, iso, "published")
    others = first(BYLINE, page, name, "byline"), first(MODIFIED, page, iso, "modified")
    return About(
        title=value_of(title),
        outlet=value_of(outlet),
        url=value_of(url),
        published=value_of(published),
        found=tuple(found for found in (title, outlet, url, published, *others) if found),
    )


def value_of(found: Found | None) -> str | None:
    return found.value if found else None


def first(table: Iterable[Statements], page: Page, read: Callable[[str], str | None], what: What) -> Found | None:
    """The first statement that can be read as what it should be."""
    for statements in table:
        for stated in statements(page):
            if len(stated.words) <= LONGEST and (value := read(stated.words)) is not None:
                return Found(what=what, value=value, place=stated.place)
    return None


def title_of(page: Page, outlet: str | None) -> Found | None:
    """The title as the headline on the page has it, where they are the same but for the name of the outlet."""
    stated = first(TITLE, page, tidy, "title")
    headlines = [words for words in map(words_of, page.tree.iter("h1")) if words and words != outlet]
    if stated is None:
        return Found(what="title", value=headlines[0], place="headline") if len(headlines) == 1 else None
    same = next((words for words in headlines if is_headline(words, stated.value)), None)
    if same is not None:
        return replace(stated, value=same)
    return replace(stated, value=without_outlet(stated.value, outlet))


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
        article=next((node for node in nodes if is_article(node)), page_node(nodes)),
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


def page_node(nodes: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Where no article is told of: the page itself, if it was published on a day."""
    return next((node for node in nodes if node.get("@type") == "WebPage" and "datePublished" in node), {})


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


def name(words: str) -> str | None:
    """A byline: "By Ann Lee" is Ann Lee; an address, or more words than names have, is none."""
    found = BY.sub("", tidy(words) or "", count=1)
    return found if found and len(found) <= LONGEST_NAME and "://" not in found else None


def web_address(words: str) -> str | None:
    address = words.strip()
    return address if len(address) <= LONGEST and WEB_ADDRESS.fullmatch(address) else None


def iso(value: str) -> str | None:
    """ISO 8601 as ledgers have it: "2022-01-10", or "2022-01-10T06:30:00Z" with the zone the page states."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    if len(value.strip()) <= len("2022-01-10"):
        return moment.date().isoformat()
    return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")
