"""Paragraphs of pages made in twenty ways, held against what a reader would take for the article."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from reportedly.load import load_bytes
from reportedly.load.html import load_html

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))  # each beside the text that is to be read in it

# As last measured, paragraphs of all pages together; these numbers only rise.
PRECISION = 0.97
RECALL = 1.0


class Measured(NamedTuple):
    right: int
    too_many: int
    missing: int


def paragraphs(text: str) -> Counter[str]:
    return Counter(line for line in text.splitlines() if line.strip())


def measured(page: Path) -> Measured:
    true = paragraphs(page.with_suffix(".txt").read_text("utf-8"))
    read = paragraphs(load_html(page.read_bytes(), page.name).report.text)
    return Measured((true & read).total(), (read - true).total(), (true - read).total())


def test_of_the_paragraphs_read_and_of_those_to_be_read_no_fewer_are_right_than_before() -> None:
    right, too_many, missing = map(sum, zip(*map(measured, PAGES), strict=True))
    assert len(PAGES) >= 20
    assert right / (right + too_many) >= PRECISION
    assert right / (right + missing) >= RECALL


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_loses_a_paragraph_of_its_article(page: Path) -> None:
    assert measured(page).missing == 0


CYRILLIC = "Министерство внутренних дел сообщило в понедельник, что в городе погибли восемнадцать сотрудников полиции."
BY_MARK_OR_BYTES = ["utf-8-sig", "utf-16", "utf-32"]
GUESSED = ["koi8-r", "cp1251", "cp866", "utf-16-le", "utf-16-be", "iso8859-5"]


def cyrillic_page(encoding: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}<title>Порт</title></head><body><p>{CYRILLIC}</p></body></html>".encode(
        encoding
    )


@pytest.mark.parametrize("encoding", [*BY_MARK_OR_BYTES, *GUESSED])
def test_a_page_that_declares_nothing_is_read_in_its_encoding_and_a_guess_is_said(encoding: str) -> None:
    loaded = load_bytes(cyrillic_page(encoding), "page.html")
    assert loaded.report.text == f"Порт\n\n{CYRILLIC}"
    assert len(loaded.problems) == (encoding in GUESSED)


@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251", "cp866", "iso8859-5", "mac-cyrillic", *BY_MARK_OR_BYTES])
def test_a_page_that_declares_its_encoding_is_read_in_it(encoding: str) -> None:
    loaded = load_bytes(cyrillic_page(encoding, f'<meta charset="{encoding}">'), "page.html")
    assert (loaded.report.text, loaded.problems) == (f"Порт\n\n{CYRILLIC}", ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_page_in_utf16_that_declares_it_without_a_mark_is_read_all_the_same(encoding: str) -> None:
    assert CYRILLIC in load_bytes(cyrillic_page(encoding, '<meta charset="utf-16">'), "page.html").report.text


# ---------------------------------------------------------------- mended, and to stay so
FIRST = "The ministry said on Monday that eighteen officers had died and that it was still checking the reports."
NEXT = "A spokesman for the city hospital said that it could not confirm the number before the end of the week."


def lines(between: str) -> list[str]:
    html = f"<html><body><article><p>{FIRST}</p>{between}<p>{NEXT}</p></article></body></html>"
    return load_html(html.encode(), "page.html").report.text.splitlines()


@pytest.mark.parametrize(
    "between",
    [
        "<div><img src='a.jpg'><div>Rescuers near the hut on Monday.</div></div>",
        "<table><tr><td><img src='a.jpg'><br>The ferry in the harbour.</td></tr></table>",
        "<div><p><b>Читайте также:</b> <a href='/a'>Мост закрыли для грузовиков</a></p></div>",
        "<div>14:20</div>",
        "<p>Follow us on <a href='/t'>Telegram</a> and the rest.</p>",
        "<p>Если вы нашли ошибку, выделите текст и нажмите Ctrl+Enter.</p>",
        "<amp-x><blockquote placeholder>Loading the post</blockquote></amp-x>",
        "<div class='c-support'><p>Please support our work.</p><a href='/s'>Support</a></div>",
    ],
)
def test_what_is_no_part_of_the_article_is_left_out(between: str) -> None:
    assert lines(between) == [FIRST, NEXT]


@pytest.mark.parametrize(
    ("between", "words"),
    [
        ("<div><img class='emoji' src='a.png'>It rained, she said.</div>", "It rained, she said."),
        ("<div><img width='20' src='a.png'>It rained, she said.</div>", "It rained, she said."),
        ("<div>It rained, she said. <img src='a.jpg'></div>", "It rained, she said."),
        ("<div><img src='a.jpg'><p>It rained, she said.</p></div>", "It rained, she said."),
        ("<p>Source: <a href='/t'>TASS</a></p>", "Source: TASS"),
    ],
)
def test_what_only_looks_like_it_is_read(between: str, words: str) -> None:
    assert lines(between) == [FIRST, words, NEXT]
