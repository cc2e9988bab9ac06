"""A feed gives its entries, each with what the feed says of it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from reportedly.load import Part, load_bytes
from reportedly.load.feed import NO_FEED, entries_in, load_feed_entry
from reportedly.load.found import Found
from reportedly.model import Report, Unreadable
from tests.load.making import ATOM, MORE, RDF, RSS, WORDS, told


def entries(raw: bytes) -> list[Part]:
    return [part for part in entries_in(raw, "news.rss") if isinstance(part, Part)]


def reports(raw: bytes) -> list[Report]:
    return [load_bytes(part.raw, part.where).report for part in entries(raw)]


def test_an_entry_of_rss_gives_its_content_and_all_that_is_said_of_it() -> None:
    first, second, third = reports(RSS)
    assert first.text == f"Harbour & bridge shut\n\n{WORDS}\n{MORE}"
    assert (first.title, first.outlet, first.url, first.published) == (
        "Harbour & bridge shut",
        "Coast Herald",
        "https://herald.example.org/1",
        "2022-01-06T10:31:00+06:00",
    )
    assert (second.text, second.url) == (
        "It rains\n\nIt rained all day, the weather service said.",
        "https://herald.example.org/2",
    )
    assert third.text == "Only a title"
    assert first.where == "news.rss:1"


def test_an_entry_of_atom_gives_its_content_and_all_that_is_said_of_it() -> None:
    [part] = entries(ATOM)
    entry = load_feed_entry(part.raw, part.where)
    assert entry.report.text == f"Harbour shut\n\n{WORDS}\n{MORE}"
    assert (entry.report.url, entry.report.published) == ("https://wire.example.org/1", "2022-01-06T10:31:00Z")
    assert Found(what="byline", value="The desk", place="entry of the feed") in entry.found
    assert Found(what="modified", value="2022-01-07T08:00:00Z", place="entry of the feed") in entry.found


def test_an_old_feed_has_its_items_beside_the_channel() -> None:
    [report] = reports(RDF)
    assert (report.outlet, report.published, report.text) == (
        "Old Wire",
        "2002-08-16",
        "It rains\n\nIt rained all day.",
    )


def test_an_entry_is_the_same_bytes_whatever_else_is_in_the_feed() -> None:
    later = RSS.replace(b"<lastBuildDate>today", b"<lastBuildDate>tomorrow").replace(
        b"<title>It rains", b"<title>It snows"
    )
    assert [a.raw == b.raw for a, b in zip(entries(RSS), entries(later), strict=True)] == [True, False, True]


def test_an_entry_without_text_says_so() -> None:
    loaded = load_feed_entry(entries(RSS)[2].raw, "news.rss:3")
    assert [problem.message for problem in loaded.problems] == [
        "the feed gives no text of this entry; only its title was read"
    ]


def test_a_feed_that_gathers_from_others_names_their_outlets() -> None:
    raw = RSS.replace(
        b"<title>It rains</title>", b'<title>It rains</title><source url="https://x.example">Blue Wire</source>'
    )
    assert [report.outlet for report in reports(raw)] == ["Coast Herald", "Blue Wire", "Coast Herald"]


@pytest.mark.parametrize("encoding", ["koi8-r", "windows-1251", "utf-16"])
def test_a_feed_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    title = "Порт закрыт"
    raw = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss><channel><item><title>{title}</title></item></channel></rss>'
    )
    [report] = reports(raw.encode(encoding))
    assert report.title == title


def test_a_feed_that_is_not_whole_gives_what_can_be_read() -> None:
    assert [report.title for report in reports(RSS[: RSS.index(b" a title")])][:2] == [
        "Harbour & bridge shut",
        "It rains",
    ]


def test_entities_are_not_blown_up() -> None:
    lots = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    raw = f'<!DOCTYPE rss [<!ENTITY a0 "ha">{lots}]><rss><channel><item><title>x &a11; y</title></item></channel></rss>'
    assert [len(part.raw) < 10_000 for part in entries(raw.encode())] == [True]


def test_no_file_is_fetched_for_an_entity(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret words")
    head = f'<!DOCTYPE rss [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]>'
    raw = f"{head}<rss><channel><item><title>x &a; y</title></item></channel></rss>".encode()
    assert [b"secret words" in part.raw for part in entries(raw)] == [False]


def test_a_feed_with_names_that_xml_does_not_allow_is_refused() -> None:
    raw = RDF.replace(b"1999/02/22-rdf", b"1999/\x01\xc22/22-rdf")
    with pytest.raises(Unreadable, match="a feed that is no XML; mend it"):
        list(entries_in(raw, "a.xml"))


def test_a_feed_of_thousands_of_titles_and_entries_is_taken_apart_soon() -> None:
    many = b"<title>Coast Herald</title>" * 5_000 + b"<item><title>It rains</title></item>" * 5_000
    start = time.process_time()
    assert len(entries(b"<rss><channel>" + many + b"</channel></rss>")) == 5_000
    assert time.process_time() - start < 10  # 0.4 s; the limit is for slow and busy machines


def test_halves_of_characters_are_no_reason_to_stop() -> None:
    assert [report.title for report in reports(RDF.replace(b"It rains", b"It \xed\xa0\x80 rains"))] == [
        "It \ufffd rains"
    ]


@pytest.mark.parametrize("link", [b"https://" + b"a" * 300_000 + b" b", b"https://" + b"a/" * 100_000 + b" b"])
def test_an_address_without_end_is_none(link: bytes) -> None:
    start = time.process_time()
    [report] = reports(RDF.replace(b"https://old.example.org/1", link))
    assert report.url is None
    assert time.process_time() - start < 10


def test_what_is_no_feed_is_said(tmp_path: Path) -> None:
    assert told(tmp_path / "a.xml", b"<sitemap><url/></sitemap>") == [("a.xml", NO_FEED)]
    assert told(tmp_path / "a.rss", b"<rss><channel/></rss>") == [("a.rss", "a feed without entries")]
    assert told(tmp_path / "a.rss", b" ")[0][1].startswith("empty")
    with pytest.raises(Unreadable, match="a feed of 3 entries; put them into a case"):
        load_bytes(RSS, "-")
