"""The files in a tar archive, read from its beginning to its end.

Not with the library's own reader: it takes a header into memory however long it claims to be, and stops for good at
the first one that is damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

BLOCK = 512
LONGEST_NAME = 64 * 1024  # bytes of a header that holds a name or other words
CHUNK = 64 * 1024
FILE = (b"0", b"\0", b"7")
LINKS = (b"1", b"2")
OTHERS = (b"3", b"4", b"5", b"6")  # devices, folders, pipes: nothing in them
LONG_NAME, LONG_LINK, MORE, MORE_FOR_ALL, SPARSE = b"L", b"K", b"x", b"g", b"S"
PAX = re.compile(rb"(\d{1,6}) ([^=\n]{1,200})=")


@dataclass(frozen=True, slots=True, kw_only=True)
class TarMember:
    """A file or link of an archive; `damaged` is a place where no header could be read, up to the next that could."""

    name: str
    size: int = 0
    is_link: bool = False
    damaged: bool = False


class Contents:
    """The bytes of one file in an archive, to be read once and in order."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self.left = file, size

    def read(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        found = self._file.read(wanted)
        self.left -= len(found) if found else self.left
        return found


def tar_files(file: BinaryIO) -> Iterator[tuple[TarMember, Contents]]:
    """Each file and link with what it holds, which must be read before the next is asked for.

    Raises `EOFError` where the archive ends in the middle of a file.
    """
    said: Mapping[str, str] = {}
    lost = False
    while True:
        block = file.read(BLOCK)
        if len(block) < BLOCK or not block.strip(b"\0"):
            if lost:
                yield TarMember(name="", damaged=True), Contents(file, 0)
            return
        if not is_header(block):
            lost = True
            continue
        if lost:
            lost = False
            yield TarMember(name="", damaged=True), Contents(file, 0)
        size, kind = number(block[124:136]), block[156:157]
        if kind in (LONG_NAME, LONG_LINK, MORE, MORE_FOR_ALL):
            words = file.read(size) if size <= LONGEST_NAME else b""
            skip(file, size - len(words))
            said = {**said, **words_said(kind, words)}
        else:
            real = said.get("size", "")
            size = int(real) if real.isdecimal() and len(real) < 16 else 0 if kind in (*LINKS, *OTHERS) else size
            name = said.get("path") or name_in(block)
            odd = any(key.startswith("GNU.sparse") for key in said)
            said = {}
            contents = Contents(file, size)
            if kind in LINKS or kind == SPARSE or odd:
                yield TarMember(name=name, size=size, is_link=True), contents
            elif kind not in OTHERS:
                yield TarMember(name=name, size=size), contents
            skip(file, contents.left)
        skip(file, -size % BLOCK)


def is_header(block: bytes) -> bool:
    """By its checksum: the sum of all its bytes, those of the sum itself taken for blanks."""
    claimed = number(block[148:156])
    return claimed == sum(block) - sum(block[148:156]) + 8 * 32


def number(words: bytes) -> int:
    """Octal digits, or the bytes themselves for what is too large for that; 0 for what is neither."""
    if words[0] == 0x80:
        return int.from_bytes(words[1:], "big")
    digits = words.strip(b"\0 ")
    try:
        return max(0, int(digits, 8)) if digits else 0
    except ValueError:
        return 0


def name_in(block: bytes) -> str:
    name, prefix = (block[start:end].partition(b"\0")[0] for start, end in ((0, 100), (345, 500)))
    ustar = block[257:262] == b"ustar" and block[262:263] == b"\0"
    return decoded(prefix + b"/" + name if ustar and prefix else name)


def words_said(kind: bytes, words: bytes) -> Mapping[str, str]:
    if kind == LONG_NAME:
        return {"path": decoded(words.partition(b"\0")[0])}
    if kind != MORE:
        return {}
    found, position = {}, 0
    while (record := PAX.match(words, position)) is not None:
        length = int(record[1])
        if length <= record.end() - position:
            break
        found[decoded(record[2])] = decoded(words[record.end() : position + length - 1])
        position += length
    return found


def decoded(words: bytes) -> str:
    return words.decode("utf-8", "replace")


def skip(file: BinaryIO, size: int) -> None:
    while size > 0:
        passed = file.read(min(size, CHUNK))
        if not passed:
            raise EOFError
        size -= len(passed)
