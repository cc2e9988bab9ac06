"""What a web server answered, as it is kept in a web archive: status, headers, and the page without its packing."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from reportedly.load.characters import LARGEST
from reportedly.load.extras import Missing, library

STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)")
HEADERS_END = re.compile(rb"\r?\n[ \t]*\r?\n")
LONGEST_HEADERS = 1_000_000
CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
PAGES = frozenset({"text/html", "application/xhtml+xml"})
GZIP = b"\x1f\x8b"
BY_ARROW: Mapping[str, str] = {"br": "brotli", "zstd": "zstd"}
UNPACKED_BY_NO_ONE = "packed as “{}”, which is not read; save the page unpacked"


class BadAnswer(ValueError):
    """An answer that cannot be taken apart; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A server's answer; headers by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """The content type without its parameters: "text/html"."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        return charset_in(self.headers.get("content-type", ""))


def charset_in(content_type: str) -> str | None:
    found = CHARSET.search(content_type)
    return found[1] if found else None


def answer_in(block: bytes) -> Answer:
    """The answer in the block of a WARC record; raises `BadAnswer` for what is none."""
    status = STATUS.match(block)
    end = HEADERS_END.search(block, 0, LONGEST_HEADERS)
    if status is None or end is None:
        raise BadAnswer("no answer of a web server")
    return Answer(status=int(status[1]), headers=headers_in(block[: end.start()]), body=block[end.end() :])


def headers_in(block: bytes) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in block.decode("latin-1").splitlines()[1:1_000]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return headers


def page_of(answer: Answer) -> bytes:
    """The page itself.  Archives often keep it unpacked under headers that tell of packing: what it looks like counts.

    Raises `BadAnswer` where it is packed in a way that is not read, or unpacks to more than a report may have.
    """
    body = answer.body
    if "chunked" in answer.headers.get("transfer-encoding", "").lower():
        body = without_chunks(body)
    packing = answer.headers.get("content-encoding", "").strip().lower()
    if packing in ("gzip", "x-gzip") and body.startswith(GZIP):
        return inflated(body, 31)
    if packing == "deflate":
        return deflated(body)
    if packing in BY_ARROW and not looks_like_text(body):
        return unpacked_by_arrow(body, packing)
    if packing not in ("", "identity", "gzip", "x-gzip") and not looks_like_text(body):
        raise BadAnswer(UNPACKED_BY_NO_ONE.format(packing[:40]))
    return body


def unpacked_by_arrow(body: bytes, packing: str) -> bytes:
    """Brotli and Zstandard are not in the standard library; Arrow, which reads Parquet, brings both."""
    try:
        with library("pyarrow"):
            import pyarrow
    except Missing as error:
        raise BadAnswer(f"packed as “{packing}”, which {error}, or save the page unpacked") from None
    try:
        with pyarrow.CompressedInputStream(pyarrow.BufferReader(body), BY_ARROW[packing]) as unpacker:
            found = bytes(unpacker.read(LARGEST + 1))
    except (OSError, pyarrow.ArrowException):
        raise BadAnswer("damaged: it cannot be unpacked") from None
    return whole(found)


def looks_like_text(body: bytes) -> bool:
    return body[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def without_chunks(body: bytes) -> bytes:
    """As it was before it was sent in chunks; unchanged where it is in none."""
    pieces: list[bytes] = []
    position = 0
    while (size := CHUNK_SIZE.match(body, position)) is not None:
        length = int(size[1], 16)
        if not length:
            return b"".join(pieces)
        piece = body[size.end() : size.end() + length]
        pieces.append(piece)
        position = size.end() + len(piece)
        position += 2 if body[position : position + 2] == b"\r\n" else body[position : position + 1] == b"\n"
    return b"".join(pieces) if pieces else body


def deflated(body: bytes) -> bytes:
    """RFC 1950 says with a header; some servers send it without."""
    for bits in (15, -15):
        try:
            return inflated(body, bits)
        except BadAnswer:
            if looks_like_text(body):
                return body
            if bits < 0:
                raise
    raise AssertionError("unreachable")  # pragma: no cover


def inflated(body: bytes, bits: int) -> bytes:
    unpacker = zlib.decompressobj(bits)
    try:
        found = unpacker.decompress(body, LARGEST + 1)
    except zlib.error:
        raise BadAnswer("damaged: it cannot be unpacked") from None
    if not unpacker.eof and len(found) <= LARGEST:
        raise BadAnswer("cut off: only a part of it can be unpacked")
    return whole(found)


def whole(found: bytes) -> bytes:
    if len(found) > LARGEST:
        raise BadAnswer(f"larger than {LARGEST // 1_000_000} MB when unpacked")
    return found
