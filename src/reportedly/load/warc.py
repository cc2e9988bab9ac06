"""WARC files, packed or not, as web archives and Common Crawl keep them: each page that a server sent is a report."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from reportedly.load.about import web_address
from reportedly.load.characters import LARGEST
from reportedly.load.http_message import PAGES, Answer, BadAnswer, answer_in, page_of
from reportedly.load.jsonl import date_from
from reportedly.load.part import CUT_OFF, TOO_LARGE, Beside, Budget, Part, Passed, Piece
from reportedly.model import Unreadable

GZIP = b"\x1f\x8b\x08"
CHUNK = 64 * 1024
VERSION = re.compile(rb"WARC/\d\.\d{1,2}\s*\Z")
MOST_HEADERS = 1_000
LONGEST_LINE = 64 * 1024
LOOKS_LIKE_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)
WITH_HEADERS = 100_000  # bytes that a server's headers may add to a page
NAMED = 6  # kinds of records named
NO_RECORD = "no WARC record here; went on with the next one"

Headers = Mapping[str, str]


def warc_records(file: BinaryIO, where: str, budget: Budget, _depth: int) -> Iterator[Piece]:
    """Pages by the number of their record, from 1; what is no page is counted and said at the end.

    A record that is damaged costs that record: reading goes on with the next member of the gzip, or the next line that
    begins a record.
    """
    number = 0
    passed: Counter[str] = Counter()
    for member in members(file, where, budget):
        pipe = Pipe(member)
        while True:
            number += 1
            there = f"{where}:{number}"
            try:
                found = next_record(pipe, there)
            except (zlib.error, EOFError):
                yield Unreadable(there, f"{CUT_OFF}: the record cannot be unpacked")
                break
            if found is None:
                number -= 1
                break
            if isinstance(found, str):
                passed[found] += 1
            else:
                budget.count(there)
                yield found
    if passed:
        kinds = [f"{times:,} {kind}" for kind, times in passed.most_common(NAMED)]
        more = sum(times for _, times in passed.most_common()[NAMED:])
        kinds += [f"{more:,} others"] if more else []
        yield Passed(where=where, message=f"records that are no pages were passed over: {', '.join(kinds)}")
    elif not number:
        raise Unreadable(where, "a WARC file without records")


# ---------------------------------------------------------------- the members of a gzip
class Source:
    """The bytes of a file in chunks, of which some can be given back."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._back = file, b""

    def take(self) -> bytes:
        chunk, self._back = self._back, b""
        return chunk or self._file.read(CHUNK)

    def give_back(self, chunk: bytes) -> None:
        self._back = chunk + self._back

    def begins_with(self, magic: bytes) -> bool:
        while len(self._back) < len(magic) and (chunk := self._file.read(CHUNK)):
            self._back += chunk
        return self._back.startswith(magic)


def members(file: BinaryIO, where: str, budget: Budget) -> Iterator[Iterator[bytes]]:
    """Each member of a gzip as chunks of what it holds; a file that is not packed is one member."""
    source = Source(file)
    if not source.begins_with(GZIP):
        yield plain(source)
        return
    while source.begins_with(GZIP) or next_member(source):
        member = unpacked(source, where, budget)
        yield member
        try:
            for _ in member:  # what its reader left
                pass
        except (zlib.error, EOFError):
            continue


def plain(source: Source) -> Iterator[bytes]:
    while chunk := source.take():
        yield chunk


def unpacked(source: Source, where: str, budget: Budget) -> Iterator[bytes]:
    """One member; where it breaks off, reading can go on at the next."""
    unpacker = zlib.decompressobj(31)
    first = True
    while not unpacker.eof:
        chunk = source.take()
        if not chunk:
            raise EOFError
        rest = chunk
        while rest and not unpacker.eof:
            try:
                out = unpacker.decompress(rest, 4 * CHUNK)
            except zlib.error:
                source.give_back(chunk[1:] if first else chunk)
                next_member(source)
                raise
            budget.take(len(out), where)
            rest = unpacker.unconsumed_tail
            if out:
                yield out
        first = False
    source.give_back(unpacker.unused_data)


def next_member(source: Source) -> bool:
    """Goes on to where the next member seems to begin."""
    kept = b""
    while chunk := source.take():
        chunk = kept + chunk
        at = chunk.find(GZIP)
        if at >= 0:
            source.give_back(chunk[at:])
            return True
        kept = chunk[-2:]
    return False


class Pipe:
    """Chunks to be read by lines and by numbers of bytes."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._held = chunks, bytearray()

    def _more(self) -> bool:
        chunk = next(self._chunks, b"")
        self._held += chunk
        return bool(chunk)

    def line(self) -> bytes:
        """Up to and with the line end, or as much as a line may have; nothing at the end."""
        looked = 0
        while (at := self._held.find(b"\n", looked, LONGEST_LINE)) < 0 and len(self._held) < LONGEST_LINE:
            looked = len(self._held)
            if not self._more():
                break
        size = at + 1 if at >= 0 else min(len(self._held), LONGEST_LINE)
        return self._cut(size)

    def read(self, size: int) -> bytes:
        while len(self._held) < size and self._more():
            pass
        return self._cut(size)

    def skip(self, size: int) -> None:
        while size > 0 and (self._held or self._more()):
            size -= len(self._cut(min(size, len(self._held))))

    def give_back(self, line: bytes) -> None:
        self._held[:0] = line

    def _cut(self, size: int) -> bytes:
        cut = bytes(self._held[:size])
        del self._held[:size]
        return cut


# ---------------------------------------------------------------- records
def next_record(pipe: Pipe, where: str) -> Part | Unreadable | str | None:
    """The page in the next record, what kind of record it is if it holds none, None at the end."""
    line = pipe.line()
    while line and not line.strip():
        line = pipe.line()
    if not line:
        return None
    if not VERSION.match(line):
        return lost(pipe, where)
    headers = headers_of(pipe)
    length = headers.get("content-length", "")
    if not length.isdecimal() or len(length) > 18:
        return lost(pipe, where)
    size, kind = int(length), headers.get("warc-type", "unknown")
    if kind not in ("response", "resource"):
        pipe.skip(size)
        return kind if kind.isalpha() and len(kind) < 20 else "unknown"
    if size > LARGEST + WITH_HEADERS:
        pipe.skip(size)
        return Unreadable(where, TOO_LARGE)
    block = pipe.read(size)
    if len(block) < size:
        return Unreadable(where, f"{CUT_OFF}: the record ends too early")
    return page_in(block, headers, where)


def lost(pipe: Pipe, where: str) -> Unreadable:
    """Goes on to the next line that begins a record."""
    while line := pipe.line():
        if VERSION.match(line):
            pipe.give_back(line)
            break
    return Unreadable(where, NO_RECORD)


def headers_of(pipe: Pipe) -> Headers:
    headers: dict[str, str] = {}
    for _ in range(MOST_HEADERS):
        line = pipe.line()
        if not line.strip():
            break
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return headers


def cut_by_the_crawler(headers: Headers) -> str | None:
    """The reason in a header that ISO 28500 has for it (5.13); Common Crawl keeps the first megabyte of a page."""
    why = headers.get("warc-truncated", "")
    return why[:20] if why.isalpha() else None


def page_in(block: bytes, headers: Headers, where: str) -> Part | Unreadable | str:
    if headers.get("warc-type") == "resource":
        answer = Answer(status=200, headers={"content-type": headers.get("content-type", "")}, body=block)
    else:
        try:
            answer = answer_in(block)
        except BadAnswer:
            return "without an answer"
    if not 200 <= answer.status < 300:
        return f"of status {answer.status}"
    if answer.kind not in PAGES and (answer.kind or not LOOKS_LIKE_PAGE.match(answer.body)):
        return answer.kind if re.fullmatch(r"[\w.+-]{1,40}/[\w.+-]{1,60}", answer.kind) else "of no kind"
    try:
        page = page_of(answer)
    except BadAnswer as error:
        return Unreadable(where, str(error))
    if len(page) > LARGEST:
        return Unreadable(where, TOO_LARGE)
    beside = Beside(
        url=web_address(headers.get("warc-target-uri", "").strip("<>")),
        fetched=date_from(headers.get("warc-date", "")),
        charset=answer.charset,
        kind=answer.kind or None,
        cut=cut_by_the_crawler(headers),
    )
    return Part(where=where, raw=page, beside=beside)
