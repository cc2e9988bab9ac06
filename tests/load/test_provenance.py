"""Every paragraph is traced to its place in the raw page, and every date to where it is stated."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.load import load_bytes, provenance_of
from reportedly.load.aligned import Aligned, alignment
from reportedly.load.found import Found
from reportedly.load.part import Beside
from reportedly.model import Span
from tests.load.making import MAIL, MORE, RSS, WORDS, page, pdf

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def places(raw: str, text: str) -> list[tuple[str, str | None, str]]:
    """(paragraph, what stands at its place, how) of each paragraph."""
    return [
        (text[slice(*one.text)], raw[slice(*one.raw)] if one.raw else None, one.how) for one in alignment(raw, text)
    ]


def test_a_paragraph_that_stands_in_the_page_as_it_is_has_its_exact_place() -> None:
    raw = f"<p>{WORDS}</p>\n<p>{MORE}</p>"
    assert alignment(raw, f"{WORDS}\n\n{MORE}") == (
        Aligned(text=Span(0, len(WORDS)), raw=Span(3, 3 + len(WORDS)), how="verbatim"),
        Aligned(
            text=Span(len(WORDS) + 2, len(WORDS) + 2 + len(MORE)),
            raw=Span(raw.index(MORE), len(raw) - 4),
            how="verbatim",
        ),
    )


def test_tags_entities_and_blanks_in_a_paragraph_do_not_hide_its_place() -> None:
    raw = (
        "<div><p>The <b>port</b>\n  &amp; the <a href='/x'>city</a> said it&#x2019;s&nbsp;shut<br></p><p>No.</p></div>"
    )
    text = "The port & the city said it’s shut\nNo."
    assert places(raw, text) == [
        (text[:-4], raw[8 : raw.index("<br>")], "through marks"), ("No.", "No.", "verbatim")
    ]  # fmt: skip


def test_what_is_not_in_the_page_is_marked_as_such() -> None:
    assert places("<p>It rained.</p>", "It snowed.\nIt rained.") == [
        ("It snowed.", None, "unaligned"), ("It rained.", "It rained.", "verbatim")
    ]  # fmt: skip


def test_of_two_places_the_one_behind_the_paragraph_before_is_meant() -> None:
    raw = "<title>Shut</title><h1>Open</h1><p>Shut</p><p>Open</p>"
    first, second = alignment(raw, "Open\nShut")
    assert (first.raw, second.raw) == (Span(23, 27), Span(35, 39))


def test_words_in_scripts_are_no_place() -> None:
    assert places("<script>It <b>rained</b></script><p>It <i>rained</i></p>", "It rained")[0][2] == "through marks"
    [one] = alignment("<script>x It <b>rained</b></script><p>It <i>rained</i></p>", "It rained")
    assert one.raw == Span(38, 50)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_paragraphs_of_news_pages_are_found_in_them(path: Path) -> None:
    raw = path.read_bytes()
    traced = provenance_of(raw, path.name, load_bytes(raw, path.name).report.text)
    unaligned = [one for one in traced.paragraphs if one.raw is None]
    assert all("|" in load_bytes(raw, path.name).report.text[slice(*one.text)] for one in unaligned)  # rows of tables


def test_where_title_byline_outlet_and_dates_are_stated_is_told() -> None:
    head = """<meta property="og:site_name" content="Coast Herald"><meta name="author" content="By Ann Lee">
        <script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2022-01-06",
        "dateModified": "2022-01-07T08:00:00Z", "author": [{"name": "Ann Lee"}, {"name": "Bo Berg"}]}</script>"""
    raw = page(1, head=head)
    beside = Beside(url="https://example.org/1", fetched="2022-01-08T00:00:00Z")
    traced = provenance_of(raw, "news.warc:2", load_bytes(raw, "a.html").report.text, beside=beside)
    assert set(traced.found) == {
        Found(what="title", value="Harbour shut 1", place="title tag"),
        Found(what="outlet", value="Coast Herald", place="meta og:site_name"),
        Found(what="byline", value="Ann Lee, Bo Berg", place="JSON-LD author"),
        Found(what="published", value="2022-01-06", place="JSON-LD datePublished"),
        Found(what="modified", value="2022-01-07T08:00:00Z", place="JSON-LD dateModified"),
        Found(what="url", value="https://example.org/1", place="address that it was fetched from"),
    }


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<meta name="author" content="By Ann Lee">', "Ann Lee"),
        ('<meta property="article:author" content="https://facebook.example/ann">', None),
        ('<meta name="byl" content="Ann Lee">', "Ann Lee"),
        ("", None),
    ],
)
def test_a_byline_is_a_name_and_no_address(head: str, name: str | None) -> None:
    found = provenance_of(page(1, head=head), "a.html", "").found
    assert next((one.value for one in found if one.what == "byline"), None) == name


def test_a_page_in_another_encoding_is_traced_in_its_characters() -> None:
    text = "Порт закрыт из-за шторма, сообщили в понедельник власти города."
    traced = provenance_of(f"<html><p>{text}</p></html>".encode("koi8-r"), "-", text, beside=Beside(charset="koi8-r"))
    [one] = traced.paragraphs
    assert one.raw is not None
    assert traced.characters[slice(*one.raw)] == text


def test_a_pdf_is_not_traced_and_says_so() -> None:
    raw = pdf([WORDS])
    assert [one.how for one in provenance_of(raw, "a.pdf", WORDS).paragraphs] == ["unaligned"]


def test_a_mail_and_an_entry_of_a_feed_are_traced() -> None:
    assert [one.how for one in provenance_of(MAIL, "a.eml", f"Порт закрыт\n{WORDS}").paragraphs] == [
        "unaligned",
        "verbatim",
    ]
    entry = RSS.replace(RSS[RSS.index(b"<item><title>It rains") :], b"</channel></rss>")
    assert [one.how for one in provenance_of(entry, "a.rss:1", WORDS).paragraphs] == ["verbatim"]


@given(raw=st.text("<p>&amp;b x\n", max_size=60), text=st.text("pb& x\n", max_size=30))
def test_a_place_is_always_one_of_the_page_and_verbatim_means_so(raw: str, text: str) -> None:
    for one in alignment(raw, text):
        assert text[slice(*one.text)].strip()
        assert (one.raw is None) == (one.how == "unaligned")
        if one.raw is not None:
            assert 0 <= one.raw.start < one.raw.end <= len(raw)
        if one.how == "verbatim":
            assert one.raw is not None
            assert raw[slice(*one.raw)] == text[slice(*one.text)]


def test_a_large_page_is_traced_soon() -> None:
    raw = "".join(f"<p>Paragraph <b>{n}</b> of many, &amp; more.</p>" for n in range(20_000))
    text = "\n".join(f"Paragraph {n} of many, & more." for n in range(20_000))
    start = time.process_time()
    assert {one.how for one in alignment(raw, text)} == {"through marks"}
    assert time.process_time() - start < 10  # 0.5 s; the limit is for slow and busy machines
