"""Pages as news sites make them give their article and nothing of what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from reportedly.load.html import load_html
from reportedly.model import Loaded

PAGES = Path(__file__).parent / "pages"  # each beside the text that is to be read in it
FIRST = "The ministry said on Monday that eighteen officers had died and that it was still checking the reports."
NEXT = "A spokesman for the city hospital said that it could not confirm the number before the end of the week."
LAST = "The mayor, who was abroad, told reporters that he would return to the city on the first flight he could get."


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    file: str
    title: str
    outlet: str | None
    url: str | None
    published: str | None


NEWS_PAGES = (
    Page(
        file="wordpress",  # menu, side column, cookies, shares, related posts, readers' comments
        title="Harbour bridge to stay shut until spring, city says",
        outlet="The Lowmoor Courier",
        url="https://courier.example.org/2023/11/harbour-bridge-shut/",
        published="2023-11-14T08:05:00Z",
    ),
    Page(
        file="amp",
        title="Grain ships leave as talks go on",
        outlet="Daily Meridian",
        url="https://meridian.example.com/world/grain-ships-leave",
        published="2022-08-03T14:20:00+02:00",
    ),
    Page(
        file="json_ld",  # each paragraph in boxes of its own, classes that tell nothing
        title="Miners go back down after pay deal",
        outlet="North Channel News",
        url="https://northchannel.example.net/news/miners-68210",
        published="2024-02-19T17:45:11Z",
    ),
    Page(file="tables", title="Flood reaches lower town", outlet="Valley Times", url=None, published="2002-08-16"),
    Page(
        file="live_blog",
        title="Airport strike live: unions and ministry meet",
        outlet="Evening Ledger",
        url="https://ledger.example.com/live/airport-strike",
        published="2023-03-27T05:00:00Z",
    ),
    Page(
        file="read_also",  # captions, boxes and advertisements between the paragraphs
        title="Ministry and aid group differ over number of displaced",
        outlet="Open Gazette",
        url="https://gazette.example.org/world/2021/06/displaced",
        published="2021-06-02T11:00:00+03:00",
    ),
    Page(
        file="microdata_ru",
        title="Мост через залив закрыли до весны",
        outlet="Вестник Залива",
        url=None,
        published="2023-11-14T12:30:00+03:00",
    ),
    Page(
        file="short_flash",  # two sentences, fewer than the teasers below have
        title="Quake felt in capital",
        outlet="Wire Desk",
        url="https://wiredesk.example.com/flash/881",
        published="2024-05-05T03:11:00Z",
    ),
)
every_page = pytest.mark.parametrize("page", NEWS_PAGES, ids=lambda page: page.file)


def load(body: str, head: str = "") -> Loaded:
    return load_html(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "page.html")


def lines(body: str, head: str = "") -> list[str]:
    loaded = load(body, head)
    assert loaded.problems == ()
    return loaded.report.text.splitlines()


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@every_page
def test_a_news_page_gives_its_article_and_nothing_around_it(page: Page) -> None:
    loaded = load_html((PAGES / f"{page.file}.html").read_bytes(), page.file)
    assert loaded.report.text == (PAGES / f"{page.file}.txt").read_text("utf-8").strip()
    assert loaded.problems == ()


@every_page
def test_a_news_page_tells_title_outlet_address_and_date(page: Page) -> None:
    report = load_html((PAGES / f"{page.file}.html").read_bytes(), page.file).report
    assert (report.title, report.outlet, report.url, report.published) == (
        page.title,
        page.outlet,
        page.url,
        page.published,
    )


# ---------------------------------------------------------------- the article
def test_a_sentence_is_not_cut_apart_by_the_links_and_names_in_it() -> None:
    sentence = 'The <b>ministry</b>, <a href="/a">the agency</a> <span>reported</span>, had <i>denied</i> it on Monday.'
    body = f"<div><div>{sentence}</div><p>{FIRST}</p></div>"
    assert lines(body) == ["The ministry, the agency reported, had denied it on Monday.", FIRST]


def test_a_sentence_that_is_one_link_is_read_and_a_link_to_another_article_is_not() -> None:
    linked = f'<p><a href="/statement">{NEXT}</a></p><p>Read also: <a href="/b">Bridge closed until spring</a></p>'
    assert lines(f"<article>{paragraphs(FIRST)}{linked}{paragraphs(LAST)}</article>") == [FIRST, NEXT, LAST]


def test_an_anchor_never_closed_makes_no_link_of_the_article() -> None:
    body = f'<a name="top"><font>{FIRST}<br><br>{NEXT}</font>'
    assert lines(body) == [FIRST, NEXT]


def test_a_dateline_stays_in_its_sentence() -> None:
    sentence = f'<span class="dateline meta">ALMATY (Blue Wire) —</span> {FIRST}'
    assert lines(f"<article><p>{sentence}</p></article>") == [f"ALMATY (Blue Wire) — {FIRST}"]


def test_who_is_quoted_stays_under_the_quotation() -> None:
    quotation = f"<blockquote><p>{NEXT}</p><footer>Ana Brandt, union secretary</footer></blockquote>"
    body = f"<article>{paragraphs(FIRST)}{quotation}{paragraphs(LAST)}</article>"
    assert lines(body) == [FIRST, NEXT, "Ana Brandt, union secretary", LAST]


@pytest.mark.parametrize("box", ['<form id="aspnetForm">{}</form>', '<div class="content sidebar">{}</div>'])
def test_a_box_that_holds_the_article_is_read_whatever_its_class_says(box: str) -> None:
    assert lines(box.format(paragraphs(FIRST, NEXT, LAST))) == [FIRST, NEXT, LAST]


@pytest.mark.parametrize("names", ["story has-sidebar", "part--with-ads", "category-social", "post tag-cookies"])
def test_a_class_that_names_something_else_than_its_box_does_not_hide_it(names: str) -> None:
    body = f'<article>{paragraphs(FIRST)}<div class="{names}">{paragraphs(NEXT)}</div>{paragraphs(LAST)}</article>'
    assert lines(body) == [FIRST, NEXT, LAST]


def test_the_lead_under_the_headline_is_read_though_links_part_it_from_the_rest() -> None:
    links = "".join(f'<li><a href="/{n}">Bridge closed until spring</a></li>' for n in range(5))
    lead = f"<div><h1>Officers died</h1><p>{FIRST}</p></div><ul>{links}</ul>"
    body = lead + f"<div>{paragraphs(NEXT, LAST)}</div>"
    assert lines(body, "<title>Officers died</title>") == ["Officers died", "", FIRST, NEXT, LAST]


def test_comments_are_left_out_even_where_they_are_longer_than_the_article() -> None:
    comments = f'<div id="comments">{paragraphs(*[f"Reader {n} writes: {LAST}" for n in range(9)])}</div>'
    assert lines(f"<div>{paragraphs(FIRST, NEXT)}</div>{comments}") == [FIRST, NEXT]


def test_what_the_page_hides_is_not_read() -> None:
    hidden = f'<p hidden>{NEXT}</p><p style="color:red;display: none">{NEXT}</p>'
    hidden += '<p>It rained<i class="sr-only">, opens in a new window</i>.</p>'
    assert lines(f"<article>{paragraphs(FIRST, LAST)}{hidden}</article>") == [FIRST, LAST, "It rained."]


def test_an_article_marked_in_pieces_is_read_whole() -> None:
    pieces = "".join(f'<div itemprop="articleBody">{paragraphs(text)}</div>' for text in (FIRST, NEXT, LAST))
    assert lines(f"<div>{pieces}</div>") == [FIRST, NEXT, LAST]


def test_teasers_marked_as_articles_do_not_hide_an_article_that_is_not() -> None:
    teasers = "".join(f'<article><a href="/{n}">Harvest late</a><p>{LAST}</p></article>' for n in range(3))
    body = f"<h1>Officers died</h1><div>{paragraphs(FIRST, NEXT)}</div><div>{teasers}</div>"
    assert lines(body, "<title>Officers died</title>") == ["Officers died", "", FIRST, NEXT]


def test_a_short_last_sentence_is_read_where_no_box_is_marked_as_the_article() -> None:
    boxes = "".join(f'<div class="a1"><div class="b2"><p>{text}</p></div></div>' for text in (FIRST, NEXT))
    link = '<div class="c3"><a href="/b">Bridge closed until spring</a></div>'
    last = '<div class="a1"><div class="b2"><p>He declined to say more.</p></div></div>'
    assert lines(boxes + link + last + "<p>Terms of use.</p>") == [FIRST, NEXT, "He declined to say more."]


def test_an_agency_text_in_fixed_lines_is_read_by_its_paragraphs() -> None:
    wire = f"{FIRST[:60]}\n{FIRST[60:]}\n\n{NEXT}\n"
    assert lines(f"<pre>{wire}</pre>") == [" ".join(f"{FIRST[:60]}\n{FIRST[60:]}".split()), NEXT]


# ---------------------------------------------------------------- what the page says about it
ARTICLE = f"<article>{paragraphs(FIRST, NEXT)}</article>"


def json_ld(words: str) -> str:
    return f'<script type="application/ld+json">{words}</script>'


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        (json_ld('{"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "Blue Wire"}}'), "Blue Wire"),
        (json_ld('{"@type": "NewsArticle", "publisher": "Blue Wire"}'), "Blue Wire"),
        (
            json_ld(
                '{"@graph": [{"@type": "Article", "publisher": {"@id": "#us"}},'
                ' {"@type": "Organization", "@id": "#us", "name": "Blue Wire"}]}'
            ),
            "Blue Wire",
        ),
        (json_ld('{"@type": "Article", "publisher": "B"}') + '<meta property="og:site_name" content="A">', "A"),
        ('<meta name="application-name" content="Blue Wire">', "Blue Wire"),
        (json_ld('{"@type": "WebSite", "publisher": {"name": "Blue Wire"}}'), None),
        (json_ld('{"@type": "Article", "publisher": {"name": 7}}'), None),
        ("<title>Officers died - Blue Wire</title>", None),
    ],
)  # fmt: skip
def test_an_outlet_counts_only_where_the_page_states_it(head: str, outlet: str | None) -> None:
    assert load(ARTICLE, head).report.outlet == outlet


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<title>Officers died - Blue Wire</title><meta property="og:site_name" content="Blue Wire">', "Officers died"),
        ('<title>Blue Wire: Officers died</title><meta property="og:site_name" content="Blue Wire">', "Officers died"),
        ('<title>Mine: officers died</title><meta property="og:site_name" content="Min">', "Mine: officers died"),
        ("<title>Officers died - Blue Wire</title>", "Officers died - Blue Wire"),
        (json_ld('{"@type": "Article", "headline": "Count raised"}') + "<title>Other</title>", "Count raised"),
        ('<meta property="og:title" content="Count raised"><title>Other</title>', "Count raised"),
    ],
)  # fmt: skip
def test_a_title_comes_without_the_name_of_the_outlet_that_the_page_states(head: str, title: str) -> None:
    assert load(ARTICLE, head).report.title == title


def test_the_headline_on_the_page_is_the_title_where_the_title_is_but_longer_by_the_outlet() -> None:
    report = load(f"<h1>Officers died</h1>{ARTICLE}", "<title>Officers died | Blue Wire | World</title>").report
    assert report.title == "Officers died"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta name="DC.date.issued" content="2022-01-10">', "2022-01-10"),
        ('<meta name="Date" content="2022-01-10T06:30:00+0600">', "2022-01-10T06:30:00+06:00"),
        (json_ld('[{"@type": "WebPage", "datePublished": "2001-01-01"}, {"@type": ["NewsArticle"],'
                 ' "datePublished": "2022-01-10"}]'), "2022-01-10"),
        ('<meta name="date" content="2022-01-12"><meta name="pubdate" content="2022-01-10">', "2022-01-10"),
        ('<meta property="article:modified_time" content="2022-01-12">', None),
        (json_ld('{"@type": "Article", "datePublished": '), None),
    ],
)  # fmt: skip
def test_dates_come_from_the_most_trusted_statement(head: str, published: str | None) -> None:
    assert load(ARTICLE, head).report.published == published


def test_a_time_counts_beside_the_headline_and_not_in_a_paragraph_or_a_teaser() -> None:
    stated = '<time datetime="2022-01-10">10 January</time>'
    of_event, of_teaser = stated.replace("2022", "2015"), stated.replace("2022", "2023")
    teaser = f'<article>{of_teaser}<a href="/a">Harvest late</a></article>'
    article = f"<article><h1>Officers died</h1><p>It began on {of_event}.</p>{{}}{paragraphs(FIRST, NEXT)}</article>"
    assert load(teaser + article.format(stated)).report.published == "2022-01-10"
    assert load(teaser + article.format("")).report.published is None


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="/a"><meta property="og:url" content="https://b.example.org/a">',
         "https://b.example.org/a"),
        ('<link rel="Canonical" href="https://a.example.org/a"><meta property="og:url" content="https://b.example.org">',
         "https://a.example.org/a"),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
    ],
)  # fmt: skip
def test_an_address_is_one_of_the_web(head: str, url: str | None) -> None:
    assert load(ARTICLE, head).report.url == url
