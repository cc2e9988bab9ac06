"""Pages and feeds by their address: politely, and from public addresses only unless local ones are asked for.

The only part of the program that uses the network, and only where somebody gives an address to `reportedly add`.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from reportedly import __version__
from reportedly.load.characters import LARGEST, MEGABYTE
from reportedly.load.feed import entries_in, is_feed, load_feed_entry
from reportedly.load.http_message import Answer, BadAnswer, page_of
from reportedly.load.part import Beside, Part, Piece
from reportedly.model import Unreadable

AGENT = f"reportedly/{__version__}"  # robots.txt knows it as "reportedly"
READ = frozenset(
    """
    text/html application/xhtml+xml text/plain text/markdown application/pdf
    application/rss+xml application/atom+xml application/rdf+xml application/xml text/xml
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
PORTS = {"http": 80, "https": 443}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LARGEST_ROBOTS = 500_000  # bytes; RFC 9309 asks to read at least so many
LONGEST_DELAY = 60.0  # seconds: where robots.txt asks for more between two pages, none is fetched
TRANSLATED = IPv6Network("64:ff9b::/96")  # holds an IPv4 address (RFC 6052)
SAFE = "/%:@!$&'()*+,;=~-._?"

LOCAL = "is not fetched: {} is a private or local address; --allow-local allows that"
FORBIDDEN = "its robots.txt asks programs not to fetch it; save the page with a browser"


# ---------------------------------------------------------------- where one may connect to
def is_public(number: str) -> bool:
    """Whether an address is one of the open internet; one that holds others is as public as those."""
    try:
        found = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    held = held_in(found) if isinstance(found, IPv6Address) else ()
    return all(map(is_global, held or (found,)))


def is_global(number: IPv4Address | IPv6Address) -> bool:
    site_local = isinstance(number, IPv6Address) and number.is_site_local
    return number.is_global and not (number.is_multicast or number.is_reserved or site_local)


def held_in(number: IPv6Address) -> tuple[IPv4Address, ...]:
    translated = IPv4Address(int(number) & 0xFFFFFFFF) if number in TRANSLATED else None
    held = (number.ipv4_mapped, number.sixtofour, *(number.teredo or ()), translated)
    return tuple(one for one in held if one is not None)


def anywhere(_number: str) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a server is treated; times in seconds."""

    may_connect: Callable[[str], bool] = is_public  # to an address in numbers, as it was looked up
    between: float = 1.0  # from one answer of a host to the next request, more where its robots.txt asks for more
    patience: float = 20.0  # for a connection, and for each piece of an answer
    whole: float = 60.0  # for an answer as a whole
    largest: int = LARGEST  # bytes, unpacked
    redirects: int = 5


class Fetched(NamedTuple):
    """A page as a server sent it."""

    body: bytes
    beside: Beside


class Site(NamedTuple):
    """Of this a robots.txt speaks."""

    scheme: str
    host: str
    port: int


class Hop(NamedTuple):
    """One answer: what was sent, or where to go instead."""

    answer: Answer
    onward: str | None


class Fetcher:
    """Fetches one page at a time; remembers what each site asks for and when it was last asked."""

    def __init__(
        self,
        manners: Manners | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._manners = manners or Manners()
        self._clock, self._sleep = clock, sleep
        self._robots: dict[Site, RobotFileParser] = {}
        self._asked: dict[str, float] = {}  # by host

    def pieces(self, address: str, *, follow: bool = False) -> Iterator[Piece]:
        """The page at an address; of a feed each entry, with `follow` each followed by the page that it links to."""
        body, beside = self.fetch(address)
        if not is_feed(body):
            yield Part(where=address, raw=body, beside=beside)
            return
        for entry in entries_in(body, address):
            yield entry
            if follow and isinstance(entry, Part):
                yield self._page_of(entry)

    def _page_of(self, entry: Part) -> Piece:
        try:
            link = load_feed_entry(entry.raw, entry.where).report.url
            if link is None:
                return Unreadable(entry.where, "the entry links to no page")
            body, beside = self.fetch(link)
        except Unreadable as error:
            return error
        return Part(where=link, raw=body, beside=beside)

    def fetch(self, address: str) -> Fetched:
        """The bytes at an address.

        Raises `Unreadable` for what is not there, not allowed, too large, too slow, or of a kind that is not read.
        """
        at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        url = address
        for _ in range(self._manners.redirects + 1):
            parts = parsed(url, address)
            if not self._may_fetch(parts, address):
                raise Unreadable(address, FORBIDDEN)
            answer, onward = self._asked_politely(parts, address, self._manners.largest)
            if onward is None:
                return Fetched(page_in(answer, address), beside_of(answer, urldefrag(url).url, at))
            url = joined(url, onward, address)
        raise Unreadable(address, f"redirected more than {self._manners.redirects} times")

    # ------------------------------------------------------------ what a site asks for
    def _may_fetch(self, parts: SplitResult, address: str) -> bool:
        site = site_of(parts)
        if site not in self._robots:
            self._robots[site] = self._robots_of(site, address)
        robots = self._robots[site]
        delay = robots.crawl_delay(AGENT)
        if delay is not None and float(delay) > LONGEST_DELAY:
            raise Unreadable(address, f"its robots.txt asks to wait {delay} seconds between pages; fetch it by hand")
        return robots.can_fetch(AGENT, target(parts))

    def _robots_of(self, site: Site, address: str) -> RobotFileParser:
        """What is not there allows all; what cannot be had for now, nothing (RFC 9309, 2.3.1)."""
        robots = RobotFileParser()
        url = f"{site.scheme}://{bracketed(site.host)}:{site.port}/robots.txt"
        for _ in range(self._manners.redirects + 1):
            answer, onward = self._asked_politely(parsed(url, address), address, LARGEST_ROBOTS, cut=True)
            if onward is not None:
                url = joined(url, onward, address)
                continue
            if answer.status >= 500:
                raise Unreadable(address, f"its robots.txt cannot be had (status {answer.status}); try again later")
            rules = page_of_robots(answer) if answer.status < 300 else b""
            robots.parse(rules.decode("utf-8", "replace").splitlines())
            return robots
        robots.parse([])
        return robots

    def _wait(self, site: Site) -> None:
        robots = self._robots.get(site)
        asked = float(robots.crawl_delay(AGENT) or 0) if robots else 0.0
        last = self._asked.get(site.host)
        if last is not None:
            self._sleep(max(0.0, last + max(self._manners.between, asked) - self._clock()))

    # ------------------------------------------------------------ one request
    def _asked_politely(self, parts: SplitResult, address: str, largest: int, *, cut: bool = False) -> Hop:
        self._wait(site_of(parts))
        connection = self._connection(parts, address)
        timer = threading.Timer(self._manners.whole, hang_up, [connection])
        timer.daemon = True
        started = self._clock()
        try:
            timer.start()
            connection.connect()
            connection.request("GET", target(parts), headers=headers_for(parts))
            with closing(connection.getresponse()) as response:
                onward = response.getheader("Location") if response.status in REDIRECTS else None
                if onward is not None:
                    return Hop(Answer(status=response.status, headers={}, body=b""), onward)
                return Hop(self._received(response, address, largest, cut=cut), None)
        except TimeoutError:
            raise Unreadable(address, f"no answer within {self._manners.patience:g} seconds; try again later") from None
        except (OSError, HTTPException, ValueError) as error:
            if self._clock() - started >= self._manners.whole:
                raise Unreadable(address, f"not done after {self._manners.whole:g} seconds; try again later") from None
            raise Unreadable(address, f"cannot be fetched: {in_words(error)}") from None
        finally:
            timer.cancel()
            connection.close()
            self._asked[site_of(parts).host] = self._clock()

    def _connection(self, parts: SplitResult, address: str) -> HTTPConnection:
        site, manners = site_of(parts), self._manners
        kind = Secure if site.scheme == "https" else Plain
        return kind(site, manners, address)

    def _received(self, response: HTTPResponse, address: str, largest: int, *, cut: bool) -> Answer:
        too_large = f"larger than {largest // MEGABYTE} MB" if largest >= MEGABYTE else f"larger than {largest:,} bytes"
        length = response.getheader("Content-Length", "")
        if length.isdecimal() and int(length) > largest and not cut:
            raise Unreadable(address, too_large)
        started, body = self._clock(), bytearray()
        while len(body) <= largest and (piece := response.read(min(64 * 1024, largest + 1 - len(body)))):
            body += piece
            if self._clock() - started > self._manners.whole:
                break
        if self._clock() - started > self._manners.whole:
            raise OSError("too slow")
        if len(body) > largest and not cut:
            raise Unreadable(address, too_large)
        if not cut and response.length:
            raise OSError(f"the connection ended {response.length:,} bytes too early")
        headers = {name.lower(): value for name, value in response.getheaders() if name.lower() != "transfer-encoding"}
        return Answer(status=response.status, headers=headers, body=bytes(body[:largest]))


# ---------------------------------------------------------------- connections
class Plain(HTTPConnection):
    """A connection to an address that was looked at: the one that the name stands for now, not when asked again."""

    def __init__(self, site: Site, manners: Manners, address: str) -> None:
        super().__init__(site.host, site.port, timeout=manners.patience)
        self._site, self._manners, self._address = site, manners, address

    def connect(self) -> None:
        self.sock = opened(self._site, self._manners, self._address)


class Secure(Plain):
    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._site.host)


def opened(site: Site, manners: Manners, address: str) -> socket.socket:
    """A connection to the first address of a host that may be connected to and answers."""
    found = socket.getaddrinfo(site.host, site.port, type=socket.SOCK_STREAM)
    numbers = [(family, place) for family, _, _, _, place in found if manners.may_connect(str(place[0]))]
    if not numbers:
        raise Unreadable(address, LOCAL.format(site.host))
    trouble: OSError | None = None
    for family, place in numbers:
        connection = socket.socket(family, socket.SOCK_STREAM)
        connection.settimeout(manners.patience)
        try:
            connection.connect(place)
        except OSError as error:
            connection.close()
            trouble = error
            continue
        if not manners.may_connect(str(connection.getpeername()[0])):
            connection.close()
            raise Unreadable(address, LOCAL.format(site.host))
        return connection
    raise trouble or OSError("no address")


def hang_up(connection: HTTPConnection) -> None:
    try:
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it has ended by itself


def in_words(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    if isinstance(error, socket.gaierror):
        return "there is no such host"
    if isinstance(error, http.client.RemoteDisconnected | http.client.IncompleteRead):
        return "the server ended the connection"
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


# ---------------------------------------------------------------- addresses
def parsed(url: str, address: str) -> SplitResult:
    """The parts of an address that may be fetched; raises `Unreadable` for any other."""
    try:
        parts = urlsplit(url)
        port_is_one = parts.port is None or parts.port > 0
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise Unreadable(address, "not an address that can be fetched") from None
    if parts.scheme.lower() not in PORTS or not host or not port_is_one:
        raise Unreadable(address, "only addresses that begin with https:// or http:// are fetched")
    if parts.username is not None or parts.password is not None:
        raise Unreadable(address, "an address with a name or password in it is not fetched")
    return parts


def joined(url: str, onward: str, address: str) -> str:
    try:
        return urljoin(url, onward)
    except ValueError:
        raise Unreadable(address, "redirected to what cannot be fetched") from None


def site_of(parts: SplitResult) -> Site:
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").encode("idna").decode("ascii")
    return Site(scheme, host, parts.port or PORTS[scheme])


def target(parts: SplitResult) -> str:
    return quote(parts.path or "/", safe=SAFE) + (f"?{quote(parts.query, safe=SAFE)}" if parts.query else "")


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def headers_for(parts: SplitResult) -> dict[str, str]:
    site = site_of(parts)
    port = "" if site.port == PORTS[site.scheme] else f":{site.port}"
    return {
        "Host": bracketed(site.host) + port,
        "User-Agent": AGENT,
        "Accept": ", ".join(sorted(READ)),
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


# ---------------------------------------------------------------- answers
def page_in(answer: Answer, address: str) -> bytes:
    if not 200 <= answer.status < 300:
        later = "; try again later" if answer.status in (429, 503) else ""
        raise Unreadable(address, f"the server answers {answer.status}{later}")
    if answer.kind and answer.kind not in READ:
        raise Unreadable(address, f"{answer.kind[:80]} is not read by address; pages, feeds, texts and PDFs are")
    try:
        return page_of(answer)
    except BadAnswer as error:
        raise Unreadable(address, str(error)) from None


def page_of_robots(answer: Answer) -> bytes:
    try:
        return page_of(answer)
    except BadAnswer:
        return b""


def beside_of(answer: Answer, url: str, at: str) -> Beside:
    return Beside(url=url, fetched=at, charset=answer.charset, kind=answer.kind or None)
