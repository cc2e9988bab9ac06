"""ZIP, WACZ and tar archives: each report in them, one after the other; nothing is written to disk by its name."""

from __future__ import annotations

import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from reportedly.load.characters import LARGEST, MEGABYTE
from reportedly.load.part import CUT_OFF, DEEPEST, TOO_LARGE, Bomb, Budget, Opener, Part, Passed, Piece, counted
from reportedly.load.tar import tar_files
from reportedly.model import Unreadable

LARGEST_DIRECTORY = 100 * MEGABYTE  # of a ZIP, which is held in memory: about a million files
IN_MEMORY = 8 * MEGABYTE  # of an archive in an archive; a larger one is put into a file without a name meanwhile
CHUNK = 64 * 1024
NAMED = 5  # files named that are passed over
LINK_KIND, ANY_KIND = 0o120000, 0o170000
ENCRYPTED, UTF8_NAME = 0x1, 0x800  # flags of a file in a ZIP
READ_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
END_OF_ZIP, BEFORE_END = b"PK\x05\x06", 65_557  # signature, and how far from the end it can be

ODD_NAME = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f\x7f]")
HIDDEN = re.compile(r"(?:^|/)(?:\.|__MACOSX/)")
PAGES_OF_WACZ = re.compile(r"archive/[^/]+\.warc(?:\.gz)?", re.IGNORECASE)

TOO_DEEP = f"more than {DEEPEST} archives in each other; unpack it first"
REFUSED_NAME = "refused: its name points out of the archive"
LINK = "refused: a link, or a file with holes, which an archive of reports has no use for"
LOCKED = "locked with a password; unpack it first"
PACKED_ODDLY = "packed in a way that is not read; pack it with deflate, as ZIP programs usually do"
NO_ARCHIVE = "an archive that cannot be opened: it is damaged or cut off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What becomes of the files in an archive."""

    is_report: Callable[[str], bool]
    holds_many: Callable[[str], bool]
    seeks: Callable[[str], bool]  # whether taking it apart needs to go to and fro in it
    take_apart: Opener


@dataclass(slots=True, kw_only=True)
class Left:
    """What an archive holds that is no report by its ending."""

    count: int = 0
    names: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        self.count += 1
        if len(self.names) < NAMED:
            self.names.append(name)

    def said(self, where: str) -> Iterator[Passed]:
        if self.count:
            more = f" and {self.count - NAMED:,} more" if self.count > NAMED else ""
            message = f"files that are no reports by their ending were passed over: {', '.join(self.names)}{more}"
            yield Passed(where=where, message=message)


# ---------------------------------------------------------------- ZIP
def zip_members(inside: Inside, *, wacz: bool = False) -> Opener:
    """The opener for ZIP archives; of a WACZ only its WARC files are read."""

    def opened(file: BinaryIO, where: str, budget: Budget, depth: int) -> Iterator[Piece]:
        refuse_if_too_deep(where, depth)
        refuse_large_directory(file, where)
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, struct.error, RecursionError):
            raise Unreadable(where, NO_ARCHIVE) from None
        left = Left()
        with archive:
            for info in archive.infolist():
                name = name_of(info)
                if info.is_dir() or (wacz and not PAGES_OF_WACZ.fullmatch(name)):
                    continue
                budget.count(f"{where}:{name}")
                refusal = why_not_zip(info) if is_wanted(inside, name) or is_link(info) else None
                yield from member(inside, where, name, refusal, partial(archive.open, info), budget, depth, left)
        yield from left.said(where)

    return opened


def why_not_zip(info: zipfile.ZipInfo) -> str | None:
    if is_link(info):
        return LINK
    if info.flag_bits & ENCRYPTED:
        return LOCKED
    return None if info.compress_type in READ_PACKINGS else PACKED_ODDLY


def is_link(info: zipfile.ZipInfo) -> bool:
    return (info.external_attr >> 16) & ANY_KIND == LINK_KIND


def name_of(info: zipfile.ZipInfo) -> str:
    """Programs that do not say UTF-8 often write it all the same; where it is not, cp437 stands as the format says."""
    if info.flag_bits & UTF8_NAME:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def refuse_large_directory(file: BinaryIO, where: str) -> None:
    """The list of files is read at once when an archive is opened: what it claims to be long is not opened."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - BEFORE_END))
    tail = file.read(BEFORE_END)
    file.seek(0)
    at = tail.rfind(END_OF_ZIP)
    claimed = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    if claimed == 0xFFFFFFFF:  # ZIP64 says it in a record of its own, some way before
        sixty_four = tail.rfind(b"PK\x06\x06")
        claimed = int.from_bytes(tail[sixty_four + 40 : sixty_four + 48], "little") if sixty_four >= 0 else 0
    if claimed > LARGEST_DIRECTORY:
        raise Unreadable(where, f"a list of files of more than {LARGEST_DIRECTORY // MEGABYTE} MB; split the archive")


# ---------------------------------------------------------------- tar
def tar_members(inside: Inside) -> Opener:
    def opened(file: BinaryIO, where: str, budget: Budget, depth: int) -> Iterator[Piece]:
        refuse_if_too_deep(where, depth)
        left, seen = Left(), 0
        try:
            for found, contents in tar_files(file):
                seen += 1
                if found.damaged:
                    yield Unreadable(f"{where}:?", f"{CUT_OFF}: a file of which not even the name can be read")
                    continue
                budget.count(f"{where}:{found.name}")
                refusal = LINK if found.is_link else None
                yield from member(
                    inside, where, found.name, refusal, partial(cast, BinaryIO, contents), budget, depth, left
                )
        except EOFError:
            yield Unreadable(where, f"{CUT_OFF}: the archive ends in the middle of a file")
        if not seen:
            raise Unreadable(where, NO_ARCHIVE)
        yield from left.said(where)

    return opened


# ---------------------------------------------------------------- a file in an archive
def member(
    inside: Inside,
    archive: str,
    name: str,
    refusal: str | None,
    opened: Callable[[], IO[bytes]],
    budget: Budget,
    depth: int,
    left: Left,
) -> Iterator[Piece]:
    """What one file gives; whatever is wrong with it costs that file only, unless it is a bomb."""
    where = f"{archive}:{ODD_NAME.sub(shown, name)}"
    if HIDDEN.search(name) and not ODD_NAME.search(name):
        left.add(name)
    elif ODD_NAME.search(name):
        yield Unreadable(where, REFUSED_NAME)
    elif refusal is not None:
        yield Unreadable(where, refusal)
    elif not is_wanted(inside, name):
        left.add(name)
    else:
        try:
            with_budget = counted(opened(), where, budget)
            if inside.holds_many(name):
                yield from taken_apart(inside, with_budget, where, budget, depth)
            else:
                yield whole(with_budget, where)
        except Bomb:
            raise
        except Unreadable as error:
            yield error
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
            yield Unreadable(where, f"{CUT_OFF}: it cannot be unpacked")


def is_wanted(inside: Inside, name: str) -> bool:
    return inside.is_report(name) or inside.holds_many(name)


def shown(odd: re.Match[str]) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in odd[0])


def whole(file: BinaryIO, where: str) -> Piece:
    raw = file.read(LARGEST + 1)
    return Part(where=where, raw=raw) if len(raw) <= LARGEST else Unreadable(where, TOO_LARGE)


def taken_apart(inside: Inside, file: BinaryIO, where: str, budget: Budget, depth: int) -> Iterator[Piece]:
    if not inside.seeks(where):
        yield from inside.take_apart(file, where, budget, depth + 1)
        return
    with SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
        shutil.copyfileobj(file, copy, CHUNK)
        copy.seek(0)
        yield from inside.take_apart(cast(BinaryIO, copy), where, budget, depth + 1)


def refuse_if_too_deep(where: str, depth: int) -> None:
    if depth >= DEEPEST:
        raise Unreadable(where, TOO_DEEP)
