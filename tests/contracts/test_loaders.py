"""What every loader must do, whatever kind of file it reads."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.interfaces import Loader
from reportedly.load import LARGEST, LOADERS, LONGEST_TEXT
from reportedly.model import Loaded, Unreadable
from tests.load.making import pdf

REPORT = b"Ministry: eighteen officers died\n\nEighteen officers died on Monday, the ministry said.\n"
PIECES = [
    b"<p>",
    b"<html>",
    b"<!--",
    b"<script>",
    b"</p>",
    b"The ministry said. ",
    b"\xff",
    b"\x00",
    b"&#0;",
    b"&#xD800;",
]

files = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join),
    st.tuples(st.just(REPORT * 3), st.binary(max_size=20), st.just(REPORT)).map(b"".join),
)
every_loader = pytest.mark.parametrize("loader", LOADERS.values(), ids=LOADERS.keys())
TEXTS = {ending: loader for ending, loader in LOADERS.items() if ending not in (".pdf", ".eml")}
every_loader_of_texts = pytest.mark.parametrize("loader", TEXTS.values(), ids=TEXTS.keys())
SAID = "Eighteen officers died on Monday, the ministry said."
REPORTS = {".pdf": pdf([SAID]), ".eml": f"Subject: Toll\n\n{SAID}\n".encode()}  # what is no report in another kind


def outcome(loader: Loader, raw: bytes) -> Loaded | str:
    try:
        return loader(raw, "a file")
    except Unreadable as error:
        return str(error)


def why_not(loader: Loader, raw: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        loader(raw, "a file")
    assert caught.value.where == "a file"
    return caught.value.message


@every_loader
@settings(max_examples=150, deadline=None)
@given(raw=files)
def test_any_bytes_give_a_report_or_say_why_not_and_twice_the_same(loader: Loader, raw: bytes) -> None:
    first = outcome(loader, raw)
    assert first == outcome(loader, raw)
    if isinstance(first, Loaded):
        text = first.report.text
        text.encode("utf-8")
        assert text.strip()
        assert all(0 <= p.span.start < p.span.end <= len(text) for p in first.problems if p.span is not None)
        assert {problem.stage for problem in first.problems} <= {"load"}


@pytest.mark.parametrize("ending", LOADERS)
def test_the_words_of_a_report_come_through_with_the_fingerprint_of_its_bytes(ending: str) -> None:
    raw = REPORTS.get(ending, REPORT)
    loaded = LOADERS[ending](raw, "reports/one")
    assert SAID in loaded.report.text
    assert loaded.report.id == "sha256:" + hashlib.sha256(raw).hexdigest()
    assert loaded.report.where == "reports/one"


@every_loader_of_texts
@pytest.mark.parametrize("raw", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf", b"\xff\xfe", "\u200b\n\u00a0".encode()])
def test_a_file_without_a_word_is_empty(loader: Loader, raw: bytes) -> None:
    assert why_not(loader, raw).startswith("empty")


@every_loader_of_texts
@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"%PDF-1.7\n1 0 obj", "this is a PDF, not a text: export its text first"),
        (b"PK\x03\x04\x14\0\x06\0", "a ZIP archive or an office document"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "a gzip archive"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"\x7fELF\x02\x01\x01\0", "an ELF program"),
        (b"{\\rtf1\\ansi The ministry said.}", "an RTF document"),
        (bytes(range(256)) * 4, "binary data"),
        (b"\x00\x01\x02\x03" * 50, "binary data"),
    ],
)
def test_a_file_that_is_no_text_is_called_what_it_is(loader: Loader, raw: bytes, what: str) -> None:
    assert what in why_not(loader, raw)


@every_loader
def test_too_large_a_file_is_refused_with_its_limit_and_what_to_do(loader: Loader) -> None:
    assert why_not(loader, b"a" * (LARGEST + 1)) == "larger than 20 MB; split it into one file per report"


@every_loader_of_texts
def test_too_long_a_text_is_refused_with_its_limit_and_what_to_do(loader: Loader) -> None:
    assert "5,000,000 characters; split it" in why_not(loader, b"It rained. " * (LONGEST_TEXT // 10))


@pytest.mark.parametrize("loader", [LOADERS[".pdf"], LOADERS[".eml"]])
def test_a_document_without_anything_in_it_is_empty(loader: Loader) -> None:
    assert why_not(loader, b"").startswith("empty")


@every_loader_of_texts
def test_a_guessed_encoding_is_said(loader: Loader) -> None:
    text = "Министерство внутренних дел сообщило, что в городе погибли восемнадцать сотрудников полиции."
    loaded = loader(text.encode("koi8-r"), "a file")
    assert text in loaded.report.text
    assert "the text is not in UTF-8; read as koi8-r, which is a guess" in [p.message for p in loaded.problems]
