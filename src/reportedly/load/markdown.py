"""A Markdown file to a report: its words without the marks, and what its front matter says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from reportedly.load.characters import decode, id_of, refuse_if_too_long, refuse_unless_text
from reportedly.load.dateline import dateline
from reportedly.load.found import Found, Located, What
from reportedly.load.headline import with_headline
from reportedly.load.jsonl import date_from
from reportedly.load.visible_text import visible_text
from reportedly.model import Problem, Report

if TYPE_CHECKING:
    from markdown_it.token import Token

FRONT_MATTER = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(.{0,20000}?)^\1[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
STATEMENT = re.compile(r"([A-Za-z_-]{1,30})[ \t]*[:=][ \t]*(\S.*)")
# Names that sites and note programs give to what is said of a text.
MEANING: Mapping[str, What] = {
    "title": "title",
    "author": "byline", "authors": "byline", "byline": "byline", "by": "byline",
    "date": "published", "published": "published", "publishdate": "published", "pubdate": "published",
    "updated": "modified", "modified": "modified", "lastmod": "modified",
    "outlet": "outlet", "publisher": "outlet", "site": "outlet", "site_name": "outlet",
    "url": "url", "link": "url", "canonical": "url", "canonical_url": "url",
}  # fmt: skip
LANGUAGE = frozenset({"lang", "language"})
CODE = re.compile(r"([a-z]{2})(?:[-_][A-Za-z]+)?")
WEB_ADDRESS = re.compile(r"https?://\S+")

# Marks that can open inside each other are what a parser of Markdown may take long over.  Half a million characters of
# the worst of them took under 3 s; a file with more is read as the plain text that Markdown is.
MOST_MARKS = 50_000
MARK = re.compile(r"[\[\]<>*_`!~]")
TOO_MANY = "too many marks for Markdown; read as it stands"


def load_markdown(raw: bytes, where: str) -> Located:
    """A line for each paragraph, heading and row of a table; offsets point into that text, not into the file."""
    decoded = decode(raw, where)
    front, body = parted(decoded.text)
    found = tuple(front_matter(front))
    said = {one.what: one.value for one in found}
    problems = decoded.problems_without_place()
    if len(MARK.findall(body)) > MOST_MARKS:
        text, heading = body, None
        problems += (Problem(stage="load", message=TOO_MANY),)
    else:
        text, heading = words_of(body)
    if "title" not in said and heading:
        found = (Found(what="title", value=heading, place="first heading"), *found)
    title = said.get("title") or heading
    text = with_headline(text, title) if text else title or ""
    refuse_unless_text(text, where)
    refuse_if_too_long(text, where)
    report = Report(
        id=id_of(raw),
        where=where,
        text=text,
        title=title,
        outlet=said.get("outlet"),
        url=said.get("url"),
        published=said.get("published") or dateline(text),
        language=language_said(front),
    )
    return Located(report=report, problems=problems, found=found)


# ---------------------------------------------------------------- front matter
def parted(text: str) -> tuple[str, str]:
    """What stands between two lines of `---` at the top, and all below."""
    found = FRONT_MATTER.match(text)
    return (found[2], text[found.end() :]) if found else ("", text)


def statements(front: str) -> Iterator[tuple[str, str]]:
    for line in front.splitlines():
        if found := STATEMENT.fullmatch(line.rstrip()):
            names = [name.strip().strip("\"'").strip() for name in found[2].strip("[]").split(",")]
            value = (
                ", ".join(filter(None, names)) if found[2].startswith("[") else found[2].strip().strip("\"'").strip()
            )
            yield found[1].lower(), value


def front_matter(front: str) -> Iterator[Found]:
    met = set()
    for name, value in statements(front):
        what = MEANING.get(name)
        if what is None or what in met:
            continue
        usable = date_from(value) if what in ("published", "modified") else value
        if usable and (what != "url" or WEB_ADDRESS.fullmatch(usable)):
            met.add(what)
            yield Found(what=what, value=usable, place=f"front matter {name}")


def language_said(front: str) -> str | None:
    codes = (CODE.fullmatch(value) for name, value in statements(front) if name in LANGUAGE)
    return next((code[1] for code in codes if code), None)


# ---------------------------------------------------------------- the words
def words_of(body: str) -> tuple[str, str | None]:
    """The words of Markdown, and its first heading of the first level."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"maxNesting": 30}).enable("table").parse(body)
    lines: list[str] = []
    row: list[str] | None = None
    heading = None
    for number, token in enumerate(tokens):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            lines.append(" | ".join(filter(None, row)))
            row = None
        words = list(lines_of(token))
        if row is not None:
            row += words
        else:
            lines += words
        if heading is None and words and number and tokens[number - 1].type == "heading_open":
            heading = words[0] if tokens[number - 1].tag == "h1" else None
    return "\n".join(filter(None, lines)), heading


def lines_of(token: Token) -> Iterator[str]:
    if token.type == "inline":
        yield " ".join("".join(pieces(token.children or ())).split())
    elif token.type in ("fence", "code_block"):
        yield from (line.strip() for line in token.content.splitlines())
    elif token.type == "html_block":
        yield from visible_text(token.content).splitlines()


def pieces(tokens: Iterable[Token]) -> Iterator[str]:
    """The words of one paragraph; a picture's are its caption and left out, tags say nothing."""
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
