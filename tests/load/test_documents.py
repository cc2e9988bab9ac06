"""Mails, Markdown and PDFs give their words and what they say of themselves."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

import reportedly
from reportedly.load import load_bytes
from reportedly.load.eml import load_eml
from reportedly.load.found import Found, Located
from reportedly.load.markdown import load_markdown
from reportedly.load.pdf import LOCKED, NO_TEXT, SCANNED, load_pdf
from reportedly.model import Unreadable
from tests.load.making import MAIL, MARKDOWN, MORE, WORDS, page, pdf


def messages(loaded: Located) -> list[str]:
    return [problem.message for problem in loaded.problems]


def why_not(raw: bytes, where: str) -> str:
    with pytest.raises(Unreadable) as caught:
        load_bytes(raw, where)
    return caught.value.message


# ---------------------------------------------------------------- mails
def mail(body: str, kind: str, *, more: str = "") -> bytes:
    return f"From: Ann <a@example.org>\nSubject: Harbour shut\n{more}Content-Type: {kind}\n\n{body}".encode()


def test_a_mail_gives_its_text_under_its_subject_with_sender_and_date() -> None:
    loaded = load_eml(MAIL, "a.eml")
    assert loaded.report.text == f"Порт закрыт\n\n{WORDS}\n\n{MORE}"
    assert (loaded.report.title, loaded.report.published) == ("Порт закрыт", "2022-01-06T10:31:00+06:00")
    assert Found(what="byline", value="Ann Leé", place="header From") in loaded.found


def test_attachments_are_named_and_not_read() -> None:
    assert messages(load_eml(MAIL, "a.eml")) == ["attachments that were not read: map.pdf (application/pdf)"]


def test_a_mail_that_is_a_page_gives_its_article() -> None:
    text = load_eml(mail(page(1).decode(), "text/html; charset=utf-8"), "a.eml").report.text
    assert text.startswith("Harbour shut\n\n")
    assert WORDS in text


def test_a_text_part_that_only_points_to_the_page_is_not_taken_for_the_mail() -> None:
    parts = (
        f"--x\nContent-Type: text/plain\n\nView in browser.\n--x\nContent-Type: text/html\n\n{page(1).decode()}\n--x--"
    )
    assert WORDS in load_eml(mail(parts, "multipart/alternative; boundary=x"), "a.eml").report.text
    full = parts.replace("View in browser.", f"{WORDS} {MORE} {WORDS}")
    assert "<p>" not in load_eml(mail(full, "multipart/alternative; boundary=x"), "a.eml").report.text


def test_a_mail_in_a_mail_is_an_attachment() -> None:
    parts = (
        f"--x\nContent-Type: text/plain\n\n{WORDS}\n--x\nContent-Type: message/rfc822\n\nSubject: b\n\n{MORE}\n--x--"
    )
    loaded = load_eml(mail(parts, "multipart/mixed; boundary=x"), "a.eml")
    assert MORE not in loaded.report.text
    assert messages(loaded) == ["attachments that were not read: without a name (message/rfc822)"]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\x00\x01" * 50, "no mail"),
        (b"just words\n", "no mail"),
        (b"Subject: x\n\n", "a mail without text"),
        (b"Subject: x\nContent-Type: image/png\n\nabc", "a mail without text"),
        (b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 5000, "a mail"),
    ],
)  # fmt: skip
def test_a_mail_without_words_says_why(raw: bytes, why: str) -> None:
    assert why in why_not(raw, "a.eml")


def test_a_header_in_no_charset_is_shown_as_it_stands() -> None:
    odd = mail(WORDS, "text/plain").replace(b"Harbour shut", b"=?koi8-&\xef?B?8M/S1A==?=")
    assert (load_eml(odd, "a.eml").report.title or "").startswith("=?koi8-&")


# ---------------------------------------------------------------- Markdown
def test_markdown_gives_its_words_without_the_marks_and_what_its_front_matter_says() -> None:
    loaded = load_markdown(MARKDOWN, "a.md")
    assert loaded.report.text == f"Harbour shut\n\n{WORDS}\n{MORE}\nPort | Ships\nEast | 18"
    assert (loaded.report.title, loaded.report.published, loaded.report.language) == (
        "Harbour shut",
        "2022-01-06",
        "en",
    )
    assert Found(what="byline", value="Ann Lee, Bo Berg", place="front matter author") in loaded.found


def test_markdown_without_front_matter_has_its_first_heading_as_title() -> None:
    loaded = load_markdown(f"# Harbour *shut*\n\n{WORDS}\n\n## More\n\n> {MORE}\n\n- one\n- two".encode(), "a.md")
    assert loaded.report.text == f"Harbour shut\n\n{WORDS}\nMore\n{MORE}\none\ntwo"
    assert loaded.found == (Found(what="title", value="Harbour shut", place="first heading"),)


def test_html_in_markdown_is_read_and_its_tags_are_not() -> None:
    assert load_markdown(b"<div>It <b>rained</b>.</div>\n\nIt <i>snowed</i> & hailed.", "a.md").report.text == (
        "It rained.\nIt snowed & hailed."
    )


@pytest.mark.parametrize(
    "bomb", ["[" * 100_000, "> " * 50_000 + "x", "*a_ " * 50_000, "- " * 20_000 + "x", "![" * 24_000]
)
def test_marks_without_end_are_read_as_plain_text(bomb: str) -> None:
    assert load_markdown(f"It rained.\n\n{bomb}".encode(), "a.md").report.text.startswith("It rained.")


# ---------------------------------------------------------------- PDF
LINES = (
    "The harbour of Norrhaven was shut on Thursday because of the storm, the",
    "port authority said. Nobody was hurt.",
)
NEXT = (
    "    A spokesman said that the ferries would sail again on Friday at the",
    "earliest, and asked passengers to wait.",
)


def test_a_pdf_gives_paragraphs_not_lines_and_what_its_metadata_says() -> None:
    info = "/Title (Harbour shut) /Author (Ann Lee) /CreationDate (D:20220106103100+06'00')"
    loaded = load_pdf(pdf(["Harbour shut", "", *LINES, *NEXT], ["It rained."], info=info), "a.pdf")
    assert loaded.report.text == f"Harbour shut\n\n{' '.join(LINES)}\n{' '.join(NEXT).strip()}\nIt rained."
    assert loaded.report.published == "2022-01-06T10:31:00+06:00"
    assert Found(what="title", value="Harbour shut", place="the PDF's metadata") in loaded.found
    assert Found(what="byline", value="Ann Lee", place="the PDF's metadata") in loaded.found
    assert "is when the PDF was made, by its metadata" in messages(loaded)[0]


def test_a_dateline_is_believed_before_the_metadata() -> None:
    raw = pdf(
        ["Harbour shut", "", "NORRHAVEN, Jan 6, 2022 (Northwire) — It rained."], info="/CreationDate (D:20230101)"
    )
    assert (load_pdf(raw, "a.pdf").report.published, messages(load_pdf(raw, "a.pdf"))) == ("2022-01-06", [])


def test_the_name_of_a_file_is_no_title() -> None:
    assert load_pdf(pdf(LINES, info="/Title (Microsoft Word - draft 2.doc)"), "a.pdf").report.title is None


def test_a_word_cut_at_the_end_of_a_line_is_made_whole() -> None:
    raw = pdf(["The port authority said on Thursday that the Chan-", "cellor would come."])
    assert load_pdf(raw, "a.pdf").report.text == "The port authority said on Thursday that the Chancellor would come."


def test_what_stands_at_the_top_and_bottom_of_every_page_is_left_out() -> None:
    pages = [["Coast Herald", "", f"It rained on day {word}.", "", f"Page {n}"] for n, word in enumerate("abcd")]
    text = load_pdf(pdf(*pages), "a.pdf").report.text
    assert text == "\n".join(f"It rained on day {word}." for word in "abcd")


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    assert load_pdf(pdf([LINES[0]], [LINES[1]]), "a.pdf").report.text == " ".join(LINES)


def test_a_scanned_pdf_says_so_and_a_scanned_page_too() -> None:
    assert why_not(pdf([], [], picture=True), "a.pdf") == SCANNED
    assert why_not(pdf([]), "a.pdf") == NO_TEXT
    loaded = load_pdf(pdf(LINES, [], LINES, picture=True), "a.pdf")
    assert messages(loaded) == ["no text on page 2 of 3: blank, or only a picture of it"]


@pytest.mark.parametrize("raw", [b"%PDF-1.4\n", pdf(LINES)[:300]])
def test_a_pdf_cut_off_says_so(raw: bytes) -> None:
    assert why_not(raw, "a.pdf") == "a PDF that cannot be opened: it is damaged or cut off"


def test_an_object_defined_thousands_of_times_is_not_opened() -> None:
    raw = pdf(LINES)
    again = raw[: raw.rindex(b"xref\n0")] + b"4 0 obj\n<< >>\nendobj\n" * 5_000
    assert why_not(again, "a.pdf") == "a PDF that cannot be opened: it is damaged or cut off"


def test_a_pdf_under_another_name_is_told_by_its_beginning() -> None:
    assert load_bytes(pdf(LINES), "-").report.text == " ".join(LINES)


def test_a_locked_pdf_says_so() -> None:
    handler = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>]" % (
        b"00" * 32,
        b"00" * 32,
    )
    raw = pdf(LINES).replace(b"trailer << ", b"trailer << " + handler)
    assert why_not(raw, "a.pdf") == LOCKED


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(Path(reportedly.__file__).parent.parent)])
    monkeypatch.delitem(sys.modules, "pypdfium2", raising=False)
    importlib.invalidate_caches()
    assert why_not(pdf(LINES), "a.pdf") == "a PDF needs pypdfium2; install it with: pip install 'reportedly[pdf]'"
