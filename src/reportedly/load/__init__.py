"""Bytes to a report: which loader reads a file, and which files of a folder are read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from reportedly.interfaces import Loader
from reportedly.load.aligned import Provenance, alignment, characters_of
from reportedly.load.characters import LARGEST, LONGEST_TEXT, id_of
from reportedly.load.columns import AS_NAMED, FIELDS, Columns
from reportedly.load.feed import EARLY, LOOKS_LIKE_HTML, is_feed, load_feed_entry
from reportedly.load.found import Found, Located
from reportedly.load.html import load_html
from reportedly.load.http_message import PAGES
from reportedly.load.jsonl import load_json_line
from reportedly.load.many import holds_many, in_folders, is_place, is_row, parts_of
from reportedly.load.markdown import load_markdown
from reportedly.load.part import NOTHING_BESIDE, Beside, Part, Passed, Piece, is_address
from reportedly.load.pdf import START as PDF
from reportedly.load.pdf import WITHIN, load_pdf
from reportedly.load.plain_text import load_plain_text
from reportedly.model import Loaded, Problem, Unreadable

__all__ = [
    "AS_NAMED",
    "FIELDS",
    "LARGEST",
    "LOADERS",
    "LONGEST_TEXT",
    "NOTHING_BESIDE",
    "Beside",
    "Columns",
    "Part",
    "Passed",
    "Piece",
    "Provenance",
    "expand",
    "holds_many",
    "id_of",
    "is_address",
    "load_bytes",
    "parts_of",
    "provenance_of",
    "read_bytes_of",
    "readable",
]


def load_mail(raw: bytes, where: str) -> Loaded:
    from reportedly.load.eml import load_eml  # brings the library for mails with it, which few reports need

    return load_eml(raw, where)


LOADERS: Mapping[str, Loader] = {
    ".txt": load_plain_text,
    ".text": load_plain_text,
    ".md": load_markdown,
    ".markdown": load_markdown,
    ".html": load_html,
    ".htm": load_html,
    ".xhtml": load_html,
    ".eml": load_mail,
    ".pdf": load_pdf,
}
STDIN = "-"
CUT_BY_CRAWLER = "the crawler kept only the beginning of this page ({}); its end is not read"


def load_bytes(raw: bytes, where: str, *, beside: Beside = NOTHING_BESIDE) -> Loaded:
    """The report in `raw`; `where` says by its ending what kind of file it is, else its beginning does.

    `beside` is what was said of the bytes by what brought them.  Raises `Unreadable` where there is no report in the
    bytes: empty, binary, too long.
    """
    loader = loader_of(raw, where, beside.kind)
    if loader is load_html:
        loaded: Loaded = load_html(raw, where, charset_said=beside.charset)
    elif loader is load_json_line:
        loaded = load_json_line(raw, where, columns=beside.columns)
    else:
        loaded = loader(raw, where)
    if beside.cut is not None:
        cut = Problem(stage="load", message=CUT_BY_CRAWLER.format(beside.cut))
        loaded = replace(loaded, problems=(*loaded.problems, cut))
    if beside.url is None or loaded.report.url is not None:
        return loaded
    return replace(loaded, report=replace(loaded.report, url=beside.url))


def provenance_of(raw: bytes, where: str, text: str, *, beside: Beside = NOTHING_BESIDE) -> Provenance:
    """Where the paragraphs of `text`, and what is known of the report, stand in the bytes that it was read from.

    Made anew from the bytes whenever it is asked for.  Raises `Unreadable` where there is no report in the bytes.
    """
    loaded = load_bytes(raw, where, beside=beside)
    characters = characters_of(raw, where, beside)
    found = loaded.found if isinstance(loaded, Located) else ()
    stated = {one.what for one in found}
    if beside.url is not None and "url" not in stated:
        found = (*found, Found(what="url", value=beside.url, place="address that it was fetched from"))
    return Provenance(
        report=loaded.report.id,
        where=where,
        beside=beside,
        characters=characters,
        paragraphs=alignment(characters, text),
        found=found,
    )


def loader_of(raw: bytes, where: str, kind: str | None) -> Loader:
    if kind in PAGES and PDF not in raw[:WITHIN]:
        return load_html
    if is_address(where):
        return sniffed_loader(raw)
    if is_row(where):
        return load_json_line
    if is_place(where):
        return sniffed_loader(raw)
    if holds_many(where):
        raise Unreadable(where, f"holds many reports; put them into a case: reportedly add CASE {where}")
    return LOADERS.get(PurePath(where).suffix.lower()) or sniffed_loader(raw)


def sniffed_loader(raw: bytes) -> Loader:
    if PDF in raw[:WITHIN]:
        return load_pdf
    beginning = raw[: 4 * EARLY].replace(b"\0", b"")[:EARLY]  # without the NULs that UTF-16 and UTF-32 put between
    if LOOKS_LIKE_HTML.search(beginning):
        return load_html
    return load_feed_entry if is_feed(raw) else load_plain_text


def read_bytes_of(where: str) -> bytes:
    """The bytes of a file, or of standard input for "-".

    Raises `Unreadable` for what is missing, no file, not allowed, or larger than `LARGEST`.
    """
    if is_address(where):
        raise Unreadable(where, "an address; it is fetched only into a case: reportedly add CASE " + where)
    try:
        raw = first_bytes_of(where)
    except FileNotFoundError:
        raise Unreadable(where, "there is no such file") from None
    except IsADirectoryError:
        raise Unreadable(where, "this is a folder, not a report; name the files in it") from None
    except PermissionError:
        raise Unreadable(where, "may not be read; ask for permission to read it") from None
    except (OSError, ValueError) as error:
        raise Unreadable(where, f"cannot be read: {error.strerror if isinstance(error, OSError) else error}") from None
    if len(raw) > LARGEST:
        raise Unreadable(where, f"larger than {LARGEST // 1_000_000} MB; split it into one file per report")
    return raw


def first_bytes_of(where: str) -> bytes:
    """One byte more than allowed at most: a pipe or a device may never end."""
    if where == STDIN:
        return sys.stdin.buffer.read(LARGEST + 1)
    with Path(where).open("rb") as file:
        return file.read(LARGEST + 1)


def readable(path: str | Path) -> bool:
    """Whether a file of a folder is read: by its ending, and unless it is hidden."""
    name = PurePath(path).name
    return not name.startswith(".") and PurePath(name).suffix.lower() in LOADERS


def expand(inputs: Iterable[str], *, many: bool = False) -> Iterator[str]:
    """Files to read: a folder becomes its readable files, also those of its subfolders, in the order of their paths.

    With `many` archives, web archives and feeds are among them; tables are not, since those in a folder are more often
    lists of its files.  Hidden files and folders are left out; "-" and all that is no folder pass through.  A subfolder
    that may not be opened comes as itself, so that reading it says why.  Raises `Unreadable` for a folder without any
    report.
    """
    for where in inputs:
        if where == STDIN or not is_folder(where):
            yield where
            continue
        files = sorted(files_under(where, many), key=lambda file: PurePath(file).parts)
        if not files:
            endings = " ".join(LOADERS)
            raise Unreadable(where, f"no reports in this folder; files with these endings are read: {endings}")
        yield from files


def is_folder(where: str) -> bool:
    try:
        return Path(where).is_dir()
    except (OSError, ValueError):  # too long a name, no such drive: reading it will say so
        return False


def files_under(folder: str, many: bool) -> Iterator[str]:
    closed: list[str] = []
    for place, folders, files in os.walk(folder, onerror=lambda error: closed.append(str(error.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (str(Path(place, name)) for name in files if readable(name) or (many and is_archive(name)))
    yield from closed


def is_archive(name: str) -> bool:
    return not name.startswith(".") and in_folders(name)
