"""Addresses are fetched as their servers ask, and never from where they should not be."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from itertools import pairwise

import pytest

from reportedly import __version__
from reportedly.load import Part, load_bytes
from reportedly.load.fetch import FORBIDDEN, Fetcher, Manners, anywhere, is_public
from reportedly.load.part import Piece
from reportedly.model import Unreadable
from tests.load.making import ATOM, RSS, page, pdf
from tests.load.serving import Served, Site, site

QUICK = Manners(may_connect=anywhere, between=0.0, patience=2.0, whole=5.0)


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as running:
        yield running


def get(address: str, manners: Manners = QUICK) -> list[Piece]:
    return list(Fetcher(manners).pieces(address))


def why_not(address: str, manners: Manners = QUICK) -> str:
    with pytest.raises(Unreadable) as caught:
        get(address, manners)
    assert caught.value.where == address
    return caught.value.message


# ---------------------------------------------------------------- what comes
def test_a_page_comes_with_its_own_bytes_its_address_and_when_it_was_fetched(web: Site) -> None:
    [part] = get(web.at("/1"))
    assert isinstance(part, Part)
    assert (part.raw, part.where, part.beside.url) == (page(1), web.at("/1"), web.at("/1"))
    assert (part.beside.charset, part.beside.kind) == ("utf-8", "text/html")
    assert (part.beside.fetched or "").endswith("Z")
    assert load_bytes(part.raw, part.where, beside=part.beside).report.title == "Harbour shut 1"


def test_the_program_says_who_it_is_and_takes_no_cookies(web: Site) -> None:
    fetcher = Fetcher(QUICK)
    list(fetcher.pieces(web.at("/1")))
    list(fetcher.pieces(web.at("/1")))  # the server asserts that no cookie comes back
    assert web.agents == {f"reportedly/{__version__}"}


def test_a_packed_page_is_unpacked(web: Site) -> None:
    web.pages["/z"] = Served(body=gzip.compress(page(2)), headers={"Content-Encoding": "gzip"})
    [part] = get(web.at("/z"))
    assert isinstance(part, Part)
    assert part.raw == page(2)


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("text/html", b"<p>It rained, she said.</p>", "It rained, she said."),
        ("text/html; charset=koi8-r", "<p>Порт закрыт.</p>".encode("koi8-r"), "Порт закрыт."),
        ("text/plain", b"It rained < 5 mm.", "It rained < 5 mm."),
        ("application/pdf", pdf(["It rained."]), "It rained."),
    ],
)
def test_what_comes_is_read_as_the_server_says(web: Site, kind: str, body: bytes, words: str) -> None:
    web.pages["/a.txt"] = Served(body=body, kind=kind)
    [part] = get(web.at("/a.txt"))
    assert isinstance(part, Part)
    assert load_bytes(part.raw, part.where, beside=part.beside).report.text == words


def test_the_address_of_a_feed_gives_its_entries(web: Site) -> None:
    web.pages["/rss"] = Served(body=RSS, kind="application/rss+xml")
    parts = get(web.at("/rss"))
    assert [part.where for part in parts] == [web.at(f"/rss:{number}") for number in (1, 2, 3)]
    assert isinstance(parts[0], Part)
    assert load_bytes(parts[0].raw, parts[0].where).report.title == "Harbour & bridge shut"
    assert "/1" not in web.paths()


def test_the_pages_of_entries_are_fetched_where_that_is_asked_for(web: Site) -> None:
    linked = ATOM.replace(b"https://wire.example.org/1", web.at("/1").encode())
    web.pages["/atom"] = Served(body=linked, kind="application/atom+xml")
    _, linked_page = Fetcher(QUICK).pieces(web.at("/atom"), follow=True)
    assert isinstance(linked_page, Part)
    assert (linked_page.where, linked_page.raw) == (web.at("/1"), page(1))


def test_a_page_of_an_entry_that_is_not_there_stops_nothing(web: Site) -> None:
    web.pages["/atom"] = Served(body=ATOM.replace(b"https://wire.example.org/1", web.at("/9").encode()))
    _, missing = Fetcher(QUICK).pieces(web.at("/atom"), follow=True)
    assert str(missing) == f"{web.at('/9')}: the server answers 404"


# ---------------------------------------------------------------- what a site asks for
def test_what_robots_txt_forbids_is_not_fetched(web: Site) -> None:
    web.pages["/robots.txt"] = Served(body=b"User-agent: reportedly\nDisallow: /1\n", kind="text/plain")
    assert why_not(web.at("/1")) == FORBIDDEN
    assert web.paths() == ["/robots.txt"]


def test_robots_txt_is_asked_for_once_and_what_it_says_of_others_does_not_count(web: Site) -> None:
    web.pages["/robots.txt"] = Served(body=b"User-agent: other\nDisallow: /\n", kind="text/plain")
    fetcher = Fetcher(QUICK)
    for _ in range(2):
        assert len(list(fetcher.pieces(web.at("/1")))) == 1
    assert web.paths() == ["/robots.txt", "/1", "/1"]


def test_where_robots_txt_cannot_be_had_nothing_is_fetched(web: Site) -> None:
    web.pages["/robots.txt"] = Served(status=503)
    assert "its robots.txt cannot be had (status 503)" in why_not(web.at("/1"))
    assert web.paths() == ["/robots.txt"]


def test_a_host_is_asked_no_more_often_than_agreed(web: Site) -> None:
    fetcher = Fetcher(Manners(may_connect=anywhere, between=0.25))
    for _ in range(3):
        list(fetcher.pieces(web.at("/1")))
    times = [moment for _, moment in web.asked]
    assert len(times) == 4
    assert all(later - earlier >= 0.24 for earlier, later in pairwise(times))


def test_a_longer_pause_that_robots_txt_asks_for_is_kept(web: Site) -> None:
    web.pages["/robots.txt"] = Served(body=b"User-agent: *\nCrawl-delay: 7\n", kind="text/plain")
    slept: list[float] = []
    list(Fetcher(QUICK, sleep=slept.append).pieces(web.at("/1")))
    assert 6.5 < slept[-1] <= 7
    web.pages["/robots.txt"] = Served(body=b"User-agent: *\nCrawl-delay: 9999\n", kind="text/plain")
    assert "asks to wait 9999 seconds" in why_not(web.at("/1"))


# ---------------------------------------------------------------- where it leads
def test_a_redirect_is_followed_and_the_last_address_kept(web: Site) -> None:
    web.pages["/old"] = Served(status=301, headers={"Location": "/1#top"})
    [part] = get(web.at("/old"))
    assert isinstance(part, Part)
    assert (part.where, part.beside.url) == (web.at("/old"), web.at("/1"))


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(web: Site) -> None:
    web.pages["/robots.txt"] = Served(body=b"User-agent: *\nDisallow: /1\n", kind="text/plain")
    web.pages["/old"] = Served(status=302, headers={"Location": "/1"})
    assert why_not(web.at("/old")) == FORBIDDEN


def test_redirects_come_to_an_end(web: Site) -> None:
    web.pages["/round"] = Served(status=307, headers={"Location": "/round"})
    assert why_not(web.at("/round")) == "redirected more than 5 times"


def test_a_redirect_to_an_address_that_may_not_be_connected_to_is_not_followed(web: Site) -> None:
    only_here = Manners(may_connect=lambda number: number == "127.0.0.1", between=0.0)
    for inner in ("http://127.0.0.2:1/", "http://10.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/"):
        web.pages["/in"] = Served(status=302, headers={"Location": inner})
        assert "is a private or local address; --allow-local allows that" in why_not(web.at("/in"), only_here)


@pytest.mark.parametrize("onward", ["file:///etc/passwd", "ftp://example.org/", "http://u:p@example.org/", "http://["])
def test_a_redirect_to_something_else_than_a_page_of_the_web_is_not_followed(web: Site, onward: str) -> None:
    web.pages["/in"] = Served(status=302, headers={"Location": onward})
    assert "fetched" in why_not(web.at("/in"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "2130706433", "[::1]", "[::ffff:127.0.0.1]"])
def test_a_local_address_is_not_fetched_from_however_it_is_written(web: Site, host: str) -> None:
    address = web.at("/1").replace("127.0.0.1", host)
    assert "is a private or local address" in why_not(address, Manners())
    assert web.asked == []


def test_a_name_that_stands_for_a_local_address_is_not_fetched_from(web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def rebound(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        number = "93.184.216.34" if len(asked) > 1 else "127.0.0.1"  # another answer whenever it is asked again
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    assert "news.example.org is a private or local address" in why_not("http://news.example.org/1", Manners())
    assert (asked, web.asked) == (["news.example.org"], [])


@pytest.mark.parametrize(
    "number",
    ["10.1.2.3", "172.16.0.1", "192.168.1.1", "127.9.9.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "240.0.0.1", "192.0.2.1", "::", "::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
     "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:0:a00:1::", "news", ""],
)  # fmt: skip
def test_addresses_that_are_not_of_the_open_internet_are_known(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "number", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_of_the_open_internet_are_known(number: str) -> None:
    assert is_public(number)


# ---------------------------------------------------------------- too much, too slow, something else
def test_what_is_too_large_is_left(web: Site) -> None:
    small = Manners(may_connect=anywhere, between=0.0, largest=1000)
    web.pages["/large"] = Served(body=page(1) * 10)
    assert why_not(web.at("/large"), small) == "larger than 1,000 bytes"
    web.pages["/lying"] = Served(body=page(1) * 10, headers={"Content-Length": "10000000"})
    assert why_not(web.at("/lying")).startswith("cannot be fetched: the connection ended")


def test_a_server_that_says_nothing_is_left_after_a_while(web: Site) -> None:
    web.pages["/slow"] = Served(body=page(1), pause=3)
    hurried = Manners(may_connect=anywhere, between=0.0, patience=0.3)
    assert why_not(web.at("/slow"), hurried) == "no answer within 0.3 seconds; try again later"


def test_a_server_that_never_comes_to_an_end_is_left_after_a_while(web: Site) -> None:
    web.pages["/drip"] = Served(body=page(1) * 10, pause=0.1)
    hurried = Manners(may_connect=anywhere, between=0.0, whole=0.6)
    assert why_not(web.at("/drip"), hurried) == "not done after 0.6 seconds; try again later"


@pytest.mark.parametrize(
    ("served", "why"),
    [
        (
            Served(body=b"\x89PNG", kind="image/png"),
            "image/png is not read by address; pages, feeds, texts and PDFs are",
        ),
        (Served(status=404), "the server answers 404"),
        (Served(status=503), "the server answers 503; try again later"),
        (Served(body=b"\x1f\x8b\x08nonsense", headers={"Content-Encoding": "gzip"}), "damaged: it cannot be unpacked"),
    ],
)
def test_what_is_no_page_says_why(web: Site, served: Served, why: str) -> None:
    web.pages["/x"] = served
    assert why_not(web.at("/x")) == why


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://user:secret@127.0.0.1/", "an address with a name or password in it is not fetched"),
        ("http://127.0.0.1:99999/", "not an address that can be fetched"),
        ("http:///a", "only addresses that begin with https:// or http:// are fetched"),
        ("http://no-such-host.invalid/", "cannot be fetched: there is no such host"),
        ("http://127.0.0.1:1/", "cannot be fetched: Connection refused"),
    ],
)
def test_an_address_that_leads_nowhere_says_why(address: str, why: str) -> None:
    assert why_not(address) == why
