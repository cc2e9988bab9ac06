"""A page gives its article, with the headline first and what the page says about it."""

from __future__ import annotations

import time

import pytest

from reportedly.load.html import load_html
from reportedly.model import Loaded, Unreadable

FIRST = (
    "Eighteen officers died in the unrest, the interior ministry said on Monday, raising an earlier count of twelve."
)
SECOND = "The ministry said that more than seven hundred others were hurt, and that it was still checking the reports."
THIRD = (
    "A spokesman for the city hospital said it could not confirm the number, because records had been lost in a fire."
)
PARAGRAPHS = f"<p>{FIRST}</p>\n<p>{SECOND}</p>\n<p>{THIRD}</p>"
NOT_TOLD = "the article could not be told from the page; read with all the words on the page"


def page(body: str = f"<article>{PARAGRAPHS}</article>", head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def load(html: str | bytes) -> Loaded:
    return load_html(html.encode() if isinstance(html, str) else html, "page.html")


def test_the_article_comes_without_menus_scripts_and_readers_comments() -> None:
    body = f"""
        <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
        <script>var words = "Not to be read";</script>
        <article><h1>Ministry raises count</h1>{PARAGRAPHS}</article>
        <div id="comments" class="comments"><p>A reader: I do not believe a word of it, and never did.</p></div>
        <footer>All rights reserved</footer>"""
    loaded = load(page(body, "<title>Ministry raises count - Example News</title>"))
    assert loaded.report.text == f"Ministry raises count\n\n{FIRST}\n{SECOND}\n{THIRD}"
    assert loaded.problems == ()


def test_a_headline_that_is_not_in_the_article_is_put_before_it() -> None:
    head = '<meta property="og:title" content="Count raised to eighteen">'
    text = load(page(head=head)).report.text
    assert text == f"Count raised to eighteen\n\n{FIRST}\n{SECOND}\n{THIRD}"


def test_a_page_says_who_published_it_where_and_when() -> None:
    head = """
        <title>Count raised to eighteen</title><link rel="canonical" href="https://news.example.org/2022/count">
        <meta property="og:site_name" content="Example News">
        <meta property="article:published_time" content="2022-01-10T06:30:00+06:00">
        <meta property="article:modified_time" content="2022-01-12T09:00:00+06:00">"""
    report = load(page(head=head)).report
    assert report.title == "Count raised to eighteen"
    assert report.outlet == "Example News"
    assert report.url == "https://news.example.org/2022/count"
    assert report.published == "2022-01-10T06:30:00+06:00"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta itemprop="datePublished" content="2022-01-10T00:30:00.123+00:00">', "2022-01-10T00:30:00Z"),
        ('<meta name="pubdate" content="2022-01-10">', "2022-01-10"),
        ('<script type="application/ld+json">{"@type": "Article", "datePublished": "2022-01-10T06:30:00Z"}</script>',
         "2022-01-10T06:30:00Z"),
        ('<meta property="article:published_time" content="the other day">', None),
        ("", None),
    ],
)  # fmt: skip
def test_a_date_counts_only_where_the_page_states_it(head: str, published: str | None) -> None:
    told = page(f"<article><p>On 3 March 2015 nothing happened, the ministry said.</p>{PARAGRAPHS}</article>", head)
    assert load(told).report.published == published


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="windows-1251">',
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        "<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=cp1251'>",
    ],
)
def test_a_declared_charset_is_believed(declaration: str) -> None:
    words = "Қ"  # not in windows-1251: the page has it as a reference
    russian = "Министерство сообщило в понедельник, что в городе погибли восемнадцать сотрудников полиции."
    loaded = load(page(f"<p>{russian} &#{ord(words)};</p>", declaration).encode("cp1251"))
    assert loaded.report.text == f"{russian} {words}"
    assert loaded.problems == ()


def test_a_page_in_utf8_that_declares_something_else_is_read_as_utf8() -> None:
    russian = "Министерство сообщило в понедельник, что в городе погибли восемнадцать сотрудников полиции."
    assert russian in load(page(f"<p>{russian}</p>", '<meta charset="windows-1251">')).report.text


@pytest.mark.parametrize("label", ["punycode", "unicode_escape", "utf-7", "hex", "no-such-thing", "utf-16"])
def test_a_page_cannot_choose_a_codec_that_is_no_charset(label: str) -> None:
    assert FIRST in load(page(head=f'<meta charset="{label}">')).report.text


def test_the_cells_of_a_table_stay_apart() -> None:
    table = "<table><tr><th>City</th><th>Killed</th></tr><tr><td>Almaty</td><td>18</td></tr></table>"
    lines = load(page(f"<article>{PARAGRAPHS}{table}</article>")).report.text.splitlines()
    assert lines[-1].replace("|", " ").split() == ["Almaty", "18"]


def test_where_no_article_can_be_told_all_words_on_the_page_are_read_and_that_is_said() -> None:
    deep = "<nav>Menu</nav>" + "<div>" * 100_000 + PARAGRAPHS
    loaded = load(page(deep, "<title>Count &amp; recount</title>"))
    assert loaded.report.text == f"Count & recount\n\n{FIRST}\n{SECOND}\n{THIRD}"
    assert [problem.message for problem in loaded.problems] == [NOT_TOLD]


def test_a_page_without_words_is_unreadable_and_says_what_to_do() -> None:
    with pytest.raises(Unreadable, match="a page without text; save the page as it looks in the browser"):
        load(page('<div id="app"></div><script>render("The ministry said.")</script>'))


BOMBS = {
    "elements in each other": page("<div>" * 100_000 + FIRST),
    "tables in each other": page("<table><tr><td>" * 3_000 + FIRST),
    "a huge attribute": page(f'<p title="{"a " * 2_000_000}">{FIRST}</p>'),
    "many attributes": page(f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>{FIRST}</p>"),
    "many tags": page("<b>x</b>" * 200_000),
    "too many tags": page("<b>" * 3_000_000),
    "many line breaks": page("<br>" * 200_000 + FIRST),
    "entities of entities": "<!DOCTYPE html [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};'>" for n in range(1, 60))
    + f"]><html><body><p>&a59; {FIRST}</p></body></html>",
    "nothing but <": "<" * 500_000,
    "comments never closed": page(FIRST + "<!--" * 200_000),
    "scripts never closed": page(FIRST + "<script>" * 50_000),
    "quotes never closed": page(FIRST + '<p a="' * 50_000),
    "brackets in brackets": page(head=f'<script type="application/ld+json">{"[" * 200_000}</script>'),
    "articles in each other": page(
        ("<article>" * 240 + "<h1>x</h1><time datetime=x>" + "</article>" * 240) * 100 + FIRST
    ),
    "line breaks deep down": page("<div>" * 200 + "<p>" + "<span>" * 40 + f"{FIRST}<br>" * 30_000),
    "lines in between": page("<pre>" + "a\n\n" * 1_000_000),
    "many small things": page(head=f'<script type="application/ld+json">[{"[{}]," * 1_000_000}0]</script>'),
    "many classes": page(f'<p class="{"aB " * 200}">{FIRST}</p>' * 15_000),
    "blanks": page(f"<p>{' ' * 2_000_000}x</p>"),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_page_made_to_choke_a_reader_ends_soon(bomb: str) -> None:
    start = time.process_time()
    try:
        text = load(bomb).report.text
    except Unreadable as error:
        text = error.message
    assert text
    assert time.process_time() - start < 10  # each takes under a second; the limit is for slow and busy machines


def test_nothing_of_the_extractors_log_is_shown(caplog: pytest.LogCaptureFixture) -> None:
    load("<html><body><p>It rained.</p></body></html>")
    with pytest.raises(Unreadable):
        load(page("<div></div>"))
    assert not caplog.records
