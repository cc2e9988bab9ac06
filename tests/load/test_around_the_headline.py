"""What stands beside a headline without being marked, and what pages offer behind their article."""

from __future__ import annotations

import pytest

from reportedly.load import load_bytes
from reportedly.load.found import Located
from tests.load.making import MORE, WORDS

ARTICLE = f"<p>{WORDS}</p><p>{MORE}</p><p>{WORDS.replace('Monday', 'Tuesday')}</p>"


def loaded(body: str, head: str = "") -> Located:
    found = load_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")
    assert isinstance(found, Located)
    return found


def stated(page: Located, what: str) -> tuple[str, str] | None:
    return next(((one.value, one.place) for one in page.found if one.what == what), None)


@pytest.mark.parametrize(
    ("box", "day"),
    [
        ('<span class="article-date">6 January 2022</span>', "2022-01-06"),
        ('<div class="post-published">Published: January 6, 2022</div>', "2022-01-06"),
        ("<time>6 января 2022 г.</time>", "2022-01-06"),
        ('<div class="meta"><time datetime="2022-01-06">le 6 janvier</time></div>', "2022-01-06"),
        ('<span class="date">6 January</span>', None),
        ('<span class="mandate">6 January 2022</span>', None),
        ('<aside><span class="date">6 January 2022</span></aside>', None),
    ],
)
def test_a_day_in_a_box_of_dates_beside_the_headline_is_the_day_of_the_report(box: str, day: str | None) -> None:
    page = loaded(f"<h1>Harbour shut</h1>{box}{ARTICLE}")
    found = stated(page, "published")
    assert (found[0] if found else None) == day


@pytest.mark.parametrize(
    ("box", "name"),
    [
        ('<div class="FeatureByline">By <b>Ann Lee</b><br>March 25, 2015</div>', "Ann Lee"),
        ('<p class="post-author"><span>By Ann Lee and Bo van Berg | 10:31</span></p>', "Ann Lee and Bo van Berg"),
        ('<div class="post-author">By Ann Lee and Bo van Berg | 10:31</div>', "Ann Lee and Bo van Berg"),
        ('<div class="author-box">Автор: Анна Ли</div>', "Анна Ли"),
        ('<div class="author">Read more about our authors here</div>', None),
    ],
)
def test_a_name_in_a_box_of_names_beside_the_headline_is_the_byline(box: str, name: str | None) -> None:
    found = stated(loaded(f"<h1>Harbour shut</h1>{box}{ARTICLE}"), "byline")
    assert (found[0] if found else None) == name


def test_where_json_ld_tells_only_of_the_page_its_date_counts() -> None:
    script = '<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2022-01-06T10:31:00Z"}</script>'
    assert stated(loaded(f"<h1>Harbour shut</h1>{ARTICLE}", script), "published") == (
        "2022-01-06T10:31:00Z",
        "JSON-LD datePublished",
    )


def test_two_dashes_part_a_title_from_its_outlet() -> None:
    said = {"og:title": "Harbour shut -- Coast Herald", "og:site_name": "Coast Herald"}
    head = "".join(f'<meta property="{name}" content="{words}">' for name, words in said.items())
    assert loaded(ARTICLE, head).report.title == "Harbour shut"


@pytest.mark.parametrize(
    "label", ["Related stories", "You might also like:", "Читайте также", "More from Coast Herald"]
)
def test_teasers_behind_an_article_are_not_in_it(label: str) -> None:
    teaser = "<p>The bridge was closed for two days after the flood in the summer.</p>"
    text = loaded(f"<article><h1>Harbour shut</h1>{ARTICLE}<h3>{label}</h3>{teaser}</article>").report.text
    assert text.endswith("ferries stayed in port.")
    assert "bridge" not in text


def test_the_same_words_over_the_middle_of_an_article_end_nothing() -> None:
    text = loaded(f"<article><h1>Harbour shut</h1><p>{MORE}</p><h3>Related news</h3>{ARTICLE}</article>").report.text
    assert text.count(MORE) == 2


def test_a_label_under_every_picture_is_no_sentence_of_the_report() -> None:
    gallery = "<div>Weather threatens plans</div><p>The quay was empty on Friday, the harbour master said.</p>" * 3
    text = loaded(f"<article><h1>Harbour shut</h1>{ARTICLE}{gallery}</article>").report.text
    assert "Weather threatens plans" not in text
    assert text.count("The quay was empty on Friday") == 3


@pytest.mark.parametrize(
    "notice",
    ["This site uses cookies to make it better.", "Send us your feedback.", "Contact Ann Lee at a@example.org"],
)
def test_what_a_page_says_of_itself_is_not_read(notice: str) -> None:
    assert notice not in loaded(f"<article><h1>Harbour shut</h1>{ARTICLE}<p>{notice}</p></article>").report.text
