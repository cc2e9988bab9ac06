"""Ledgers as one page that stands alone: the text with all that was read in it, and lists of claims, figures, names."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import chain as in_turn
from itertools import islice
from string import Template

from reportedly.export import wording
from reportedly.export.lists_on_page import claim_list, figure_table, people
from reportedly.export.on_page import Shown, language, named_in, quoted, said, shown
from reportedly.export.text_on_page import text
from reportedly.export.visible import visible
from reportedly.model import Ledger, Problem

LINKABLE = ("https://", "http://")  # an address of any other kind ("javascript:") is shown, never linked
OWN_LEGEND = '<div><dt><span class="content own">dotted</span></dt><dd>asserted by the author</dd></div>\n'
# On a page of several reports, written before all of them are read, so many names of each can light up.
MANY_NAMES = 100


def export_html(ledgers: Iterable[Ledger], *, authorial: bool = False) -> Iterator[str]:
    """One page without script or outside resource; `authorial` marks the author's own assertions too.

    Pages are handed over report by report, so that only the headings are kept in memory.
    """
    arriving = iter(ledgers)
    opening = list(islice(arriving, 2))
    yield page_head(opening, authorial=authorial)
    headings: list[str] = []
    for ledger in in_turn(opening, arriving):
        headings.append(wording.heading(ledger.report))
        yield article(shown(ledger, f"r{len(headings)}", authorial=authorial))
    yield "</main>\n" + contents(headings) + colophon(opening) + "</body>\n</html>\n"


# ---------------------------------------------------------------- the frame
@cache
def page_file(name: str) -> str:
    return (files("reportedly.export") / "page" / name).read_text(encoding="utf-8")


def page_head(opening: Sequence[Ledger], *, authorial: bool) -> str:
    style = page_file("page.css") + lighting(len(named_in(opening[0])) if len(opening) == 1 else MANY_NAMES)
    title = wording.heading(opening[0].report) if len(opening) == 1 else "Several reports"
    return Template(page_file("page.html")).substitute(
        style=style,
        style_hash="sha256-" + b64encode(sha256(style.encode()).digest()).decode(),
        generator=escape(visible(opening[0].generator if opening else "")),
        title=escape(f"{title} – who said what"),
        legend_more=OWN_LEGEND if authorial else "",
    )


def lighting(names: int) -> str:
    """Rules by which all mentions of one entity light up together: those pointed at, else in focus, else led to.

    Of mentions inside each other only the innermost counts.
    """
    if not names:
        return ""
    numbers = range(1, names + 1)
    pointed_at = ",".join(f"&:has(.e{n}:hover):not(:has(.e{n}:hover .m:hover)) .e{n}" for n in numbers)
    focused = ",".join(f"&:has(.e{n}:focus) .e{n}" for n in numbers)
    led_to = ",".join(f"&:has(.e{n}:target) .e{n}" for n in numbers)
    lit = "{background:var(--lit);outline:2px solid var(--ring)}"
    return (
        f".report:has(.m:hover){{{pointed_at}{lit}}}\n"
        f".report:not(:has(.m:hover)){{{focused}{lit}}}\n"
        f".report:not(:has(.m:is(:hover,:focus))){{{led_to}{lit}}}\n"
    )


def contents(headings: Sequence[str]) -> str:
    if len(headings) < 2:
        return ""
    links = "".join(f'<li><a href="#r{n}">{said(title)}</a></li>\n' for n, title in enumerate(headings, start=1))
    title = '<h2 id="contents">Reports on this page</h2>'
    return f'<nav class="contents" aria-labelledby="contents">{title}\n<ol>\n{links}</ol></nav>\n'


def colophon(opening: Sequence[Ledger]) -> str:
    by = f" Made by {said(opening[0].generator)}." if opening and opening[0].generator else ""
    warning = "Read by machine: check against the text before relying on it."
    return f'<footer class="colophon"><p>{warning}{by}</p></footer>\n'


# ---------------------------------------------------------------- one report
def article(page: Shown) -> str:
    report, prefix = page.ledger.report, page.prefix
    return (
        f'<article class="report" id="{prefix}" aria-labelledby="{prefix}-title">\n'
        f'<header><h2 id="{prefix}-title">{said(wording.heading(report))}</h2>\n'
        f'<p class="facts">{facts(page)}</p>\n{problems(page)}</header>\n{people(page)}'
        f'<div class="sides">\n<section class="text"{language(report)} dir="auto" aria-label="Text of the report">\n'
        f"{text(page)}</section>\n{claim_list(page)}{figure_table(page)}</div>\n</article>\n"
    )


def facts(page: Shown) -> str:
    report = page.ledger.report
    told = [said(fact) for fact in (*wording.facts(report), wording.counts(page.ledger))]
    if page.figures:
        told.append(f'<a href="#{page.prefix}-figures">{wording.counted(len(page.figures), "figure")}</a>')
    if report.url:
        told.append(address(report.url))
    return " · ".join(told)


def address(url: str) -> str:
    if url.lower().startswith(LINKABLE):
        return f'<a href="{escape(visible(url))}" rel="noopener noreferrer">{said(url)}</a>'
    return said(url)


def problems(page: Shown) -> str:
    if not page.ledger.problems:
        return ""
    told = "".join(
        f"<li>{said(problem.message)}{place(page, index, problem)}</li>\n"
        for index, problem in enumerate(page.ledger.problems)
    )
    return (
        f'<section class="problems" aria-labelledby="{page.prefix}-problems">'
        f'<h3 id="{page.prefix}-problems">Not read with confidence</h3>\n<ul>\n{told}</ul></section>\n'
    )


def place(page: Shown, index: int, problem: Problem) -> str:
    words = quoted(page.ledger, (problem.span,)) if problem.span else ""
    return f' <a href="#{page.prefix}-p{index}">{words}</a>' if words else ""
