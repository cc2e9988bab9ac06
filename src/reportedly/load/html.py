"""An HTML page to a report: the article without what stands around it, and what the page says about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from reportedly.load.about import About, about_article, title_tag
from reportedly.load.article import article_of, words_of_tree
from reportedly.load.characters import charset, decode, id_of, refuse_if_too_long, refuse_unless_text
from reportedly.load.dateline import dateline
from reportedly.load.found import Found, Located, stated
from reportedly.load.headline import with_headline
from reportedly.load.visible_text import crowding, visible_text
from reportedly.model import Problem, Report, Unreadable

# Real news pages have 500 to 10,000 tags.  Telling the article from the page took 5 to 50 µs a tag (measured on a busy
# machine, on pages of nothing but paragraphs, bold letters, line breaks, long classes, or boxes in each other), so
# 60,000 tags are done in about 3 s; beyond that the page is read as it stands, and beyond a million tags not at all.
MOST_TAGS_OF_AN_ARTICLE = 60_000
MOST_TAGS = 1_000_000
# The parser compares each attribute of a tag with all before it: 8,000 in one tag cost 0.3 s, 100,000 over 4 minutes.
MOST_CROWDING = 100_000_000

DECLARATIONS_WITHIN = 4096  # bytes; browsers look for a charset in the first 1024
DECLARED_CHARSET = re.compile(rb"<(?:meta\b[^<>]*?\bcharset|\?xml\b[^<>]*?\bencoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I)

NOT_TOLD = "the article could not be told from the page; read with all the words on the page"


def load_html(raw: bytes, where: str, *, charset_said: str | None = None) -> Located:
    """The text is the headline, an empty line, and the article with a line for each paragraph.

    Offsets point into that text, not into the page.  Comments of readers are left out.  `charset_said` is what the
    server said of the page; as in browsers, it wins over what the page declares.
    """
    declared = (charset(charset_said) if charset_said else None) or declared_charset(raw)
    page = decode(raw, where, declared=declared)
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
        published=about.published or dateline(text),
    )
    return Located(report=report, problems=problems, found=(*about.found, *found_in_dateline(report, about.published)))


def found_in_dateline(report: Report, stated: str | None) -> Iterator[Found]:
    if report.published is not None and stated is None:
        yield Found(what="published", value=report.published, place="dateline")


def declared_charset(raw: bytes) -> str | None:
    found = DECLARED_CHARSET.search(raw[:DECLARATIONS_WITHIN])
    if found is None:
        return None
    name = charset(found[1].decode("ascii", "replace"))
    return None if name is None or name.startswith(("utf-16", "utf-32")) else name  # it was just read as ASCII


def text_of_fragment(html: str) -> str:
    """The words of a piece of a page that is all article, such as an entry of a feed: a line for each paragraph."""
    if html.count("<") <= MOST_TAGS_OF_AN_ARTICLE and crowding(html) <= MOST_CROWDING:
        tree, whole = tree_of(f"<html><body><div>{html}</div></body></html>")
        if tree is not None and whole:
            return words_of_tree(tree)
    return visible_text(html)


# ---------------------------------------------------------------- the article
def article_in(page: str) -> tuple[str | None, About]:
    """The article of a page, None where it could not be told, and what the page says about it."""
    if page.count("<") > MOST_TAGS_OF_AN_ARTICLE or crowding(page) > MOST_CROWDING:
        return None, about_title(page)
    tree, whole = tree_of(page)
    if tree is None:
        return None, about_title(page)
    about = about_article(tree)
    if about.title is None:
        about = replace(about, title=title_tag(page), found=(*about_title(page).found, *about.found))
    return (article_of(tree, headline=about.title) if whole else None), about


def about_title(page: str) -> About:
    title = title_tag(page)
    return About(title=title, found=tuple(stated("title tag", [("title", title)])))


def tree_of(page: str) -> tuple[Any | None, bool]:
    """The page as a tree, and whether all of it is in there: the parser stops 256 elements deep."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, no_network=True
    )
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError, RecursionError):
        return None, False
    whole = not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return (tree if isinstance(tree, html.HtmlElement) else None), whole
