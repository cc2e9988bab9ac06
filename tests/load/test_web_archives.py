"""A web archive gives its pages, each with the address that it was fetched from."""

from __future__ import annotations

import gzip
import sys
import zlib
from pathlib import Path

import pyarrow
import pytest

from reportedly.load import LARGEST, Part, load_bytes
from reportedly.load.http_message import BadAnswer, answer_in, page_of
from reportedly.load.part import Beside
from tests.load.making import MORE, WORDS, answer, loaded, packed, page, pieces, record, records, told, zipped

PASSED = "records that are no pages were passed over: 1 warcinfo, 1 request, 1 image/png, 1 of status 404"
UNPACKABLE = "damaged or cut off: the record cannot be unpacked"


@pytest.mark.parametrize("name", ["news.warc", "news.warc.gz", "NEWS.WARC.GZ"])
def test_each_page_that_a_server_sent_is_a_report(tmp_path: Path, name: str) -> None:
    raw = packed(records()) if name.lower().endswith(".gz") else b"".join(records())
    assert told(tmp_path / name, raw) == [
        (f"{name}:2", "Harbour shut 1"),
        (f"{name}:6", "Harbour shut 2"),
        (name, PASSED),
    ]


def test_a_page_has_the_address_and_time_of_its_record_and_its_own_bytes(tmp_path: Path) -> None:
    part = pieces(tmp_path / "news.warc", b"".join(records()))[0]
    assert isinstance(part, Part)
    assert part.raw == page(1)
    assert part.beside == Beside(
        url="https://example.org/1", fetched="2022-01-06T10:31:00Z", charset="utf-8", kind="text/html"
    )
    report = loaded(part).report
    assert (report.url, report.published) == ("https://example.org/1", None)


def test_the_address_that_a_page_states_is_believed_before_that_of_the_crawl() -> None:
    raw = page(1, head='<link rel="canonical" href="https://example.org/harbour">')
    beside = Beside(url="https://example.org/harbour?from=feed")
    assert load_bytes(raw, "news.warc:2", beside=beside).report.url == "https://example.org/harbour"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "urn:uuid:1", "https://e.org/a b", ""])
def test_an_address_of_a_record_that_is_none_of_the_web_is_left_out(tmp_path: Path, address: str) -> None:
    [part] = pieces(tmp_path / "news.warc", record(answer(page(1)), url=address))
    assert isinstance(part, Part)
    assert part.beside.url is None


def test_the_charset_that_the_server_said_is_used(tmp_path: Path) -> None:
    russian = "<html><body><p>Порт закрыт из-за шторма, сообщили власти города в понедельник.</p></body></html>"
    block = answer(russian.encode("koi8-r"), kind="text/html;charset=KOI8-R")
    assert told(tmp_path / "news.warc", record(block))[0][1].startswith("Порт закрыт")


@pytest.mark.parametrize(
    ("more", "sent"),
    [
        ("Content-Encoding: gzip\r\n", gzip.compress(page(1))),
        ("Content-Encoding: deflate\r\n", zlib.compress(page(1))),
        ("Content-Encoding: deflate\r\n", zlib.compress(page(1))[2:-4]),
        ("Content-Encoding: gzip\r\n", page(1)),  # kept unpacked, as Common Crawl does
        ("Content-Encoding: br\r\n", page(1)),
        (
            "Transfer-Encoding: chunked\r\n",
            b"5\r\n" + page(1)[:5] + b"\r\nfff;x=y\r\n" + page(1)[5:] + b"\r\n0\r\n\r\n",
        ),
        ("Transfer-Encoding: chunked\r\n", page(1)),
    ],
)
def test_a_page_comes_out_of_its_packing(more: str, sent: bytes) -> None:
    sent = sent.replace(b"fff;", b"%x;" % (len(page(1)) - 5))
    assert page_of(answer_in(answer(sent, more=more))) == page(1)


@pytest.mark.parametrize(
    ("more", "sent", "why"),
    [
        ("Content-Encoding: compress\r\n", b"\x1f\x9d\x90", "packed as “compress”, which is not read"),
        ("Content-Encoding: br\r\n", b"\x0b\x02\x80", "damaged: it cannot be unpacked"),
        ("Content-Encoding: gzip\r\n", gzip.compress(page(1))[:-20], "cut off: only a part of it can be unpacked"),
        ("Content-Encoding: gzip\r\n", b"\x1f\x8b\x08" + b"x" * 50, "damaged"),
        ("Content-Encoding: gzip\r\n", gzip.compress(b"a" * (LARGEST + 1)), "larger than 20 MB when unpacked"),
    ],
)
def test_a_packing_that_cannot_be_undone_is_said(more: str, sent: bytes, why: str) -> None:
    with pytest.raises(BadAnswer, match=why):
        page_of(answer_in(answer(sent, more=more)))


def test_a_damaged_record_costs_that_record_only(tmp_path: Path) -> None:
    raw = bytearray(packed(records()))
    raw[len(packed(records()[:1])) + 60] ^= 0xFF
    first, second, *_ = told(tmp_path / "news.warc.gz", bytes(raw))
    assert first == ("news.warc.gz:2", UNPACKABLE)
    assert second == ("news.warc.gz:6", "Harbour shut 2")


def test_a_record_that_lies_about_its_length_costs_no_more_than_the_next(tmp_path: Path) -> None:
    lying = records()[1].replace(b"Content-Length: ", b"Content-Length: x")
    found = told(tmp_path / "news.warc", lying + b"".join(records()[2:]))
    assert found[0] == ("news.warc:1", "no WARC record here; went on with the next one")
    assert ("news.warc:5", "Harbour shut 2") in found


def test_an_archive_cut_off_gives_what_is_there(tmp_path: Path) -> None:
    found = told(tmp_path / "news.warc.gz", packed(records())[:-30])
    assert found[:2] == [("news.warc.gz:2", "Harbour shut 1"), ("news.warc.gz:6", UNPACKABLE)]
    found = told(tmp_path / "news.warc", b"".join(records())[:-30])
    assert found[1] == ("news.warc:6", "damaged or cut off: the record ends too early")


def test_a_page_that_is_too_large_is_passed_by(tmp_path: Path) -> None:
    large = record(answer(b"<html>" + b"a" * (LARGEST + 200_000)))
    found = told(tmp_path / "news.warc", large + records()[1])
    assert found == [
        ("news.warc:1", "larger than 20 MB; split it into one file per report"),
        ("news.warc:2", "Harbour shut 1"),
    ]


def test_what_is_no_web_archive_is_said(tmp_path: Path) -> None:
    assert told(tmp_path / "a.warc", b"") == [("a.warc", "a WARC file without records")]
    assert told(tmp_path / "a.warc", b"Hello.\n") == [("a.warc:1", "no WARC record here; went on with the next one")]
    assert told(tmp_path / "none.warc") == [("none.warc", "there is no such file")]


def test_a_wacz_gives_the_pages_of_its_web_archives(tmp_path: Path) -> None:
    files = {"datapackage.json": b"{}", "pages/pages.jsonl": b"{}", "archive/data.warc.gz": packed(records())}
    found = told(tmp_path / "news.wacz", zipped(files))
    assert [where for where, _ in found] == [f"news.wacz:archive/data.warc.gz{end}" for end in (":2", ":6", "")]


def test_a_resource_is_a_page_too(tmp_path: Path) -> None:
    raw = record(page(3), kind="resource").replace(b"WARC-Date", b"Content-Type: text/html\r\nWARC-Date")
    assert told(tmp_path / "a.warc", raw) == [("a.warc:1", "Harbour shut 3")]


def test_the_text_of_a_page_in_a_web_archive_is_that_of_the_page_alone(tmp_path: Path) -> None:
    part = pieces(tmp_path / "news.warc", b"".join(records()))[0]
    assert isinstance(part, Part)
    assert loaded(part).report.text == f"Harbour shut 1\n\n{WORDS}\n{MORE}"


def packed_by_arrow(raw: bytes, packing: str) -> bytes:
    made = pyarrow.BufferOutputStream()
    with pyarrow.CompressedOutputStream(made, packing) as packer:
        packer.write(raw)
    return bytes(made.getvalue().to_pybytes())


@pytest.mark.parametrize(("said", "packing"), [("br", "brotli"), ("zstd", "zstd")])
def test_a_page_packed_as_browsers_ask_for_it_is_read_where_arrow_is_installed(
    tmp_path: Path, said: str, packing: str
) -> None:
    more = f"Content-Encoding: {said}\r\n"
    raw = record(answer(packed_by_arrow(page(1), packing), more=more)) + record(answer(page(2), more=more))
    assert told(tmp_path / "a.warc", raw) == [("a.warc:1", "Harbour shut 1"), ("a.warc:2", "Harbour shut 2")]
    bomb = record(answer(packed_by_arrow(bytes(LARGEST + 1), packing), more=more))
    assert told(tmp_path / "b.warc", bomb) == [("b.warc:1", "larger than 20 MB when unpacked")]


def test_without_arrow_it_is_said_what_a_packed_page_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = record(answer(packed_by_arrow(page(1), "brotli"), more="Content-Encoding: br\r\n"))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    [(where, why)] = told(tmp_path / "a.warc", raw)
    assert (where, why) == (
        "a.warc:1",
        "packed as “br”, which needs pyarrow; install it with: pip install 'reportedly[parquet]', or save the page"
        " unpacked",
    )


def test_a_page_of_which_the_crawler_kept_the_beginning_says_so(tmp_path: Path) -> None:
    raw = record(answer(page(1))).replace(b"WARC-Date", b"WARC-Truncated: length\r\nWARC-Date")
    [part] = pieces(tmp_path / "a.warc", raw)
    assert isinstance(part, Part)
    assert [problem.message for problem in loaded(part).problems] == [
        "the crawler kept only the beginning of this page (length); its end is not read"
    ]
