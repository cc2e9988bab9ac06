"""Bytes to a report: which loader reads a file, and which files of a folder are read."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath

from reportedly.interfaces import Loader
from reportedly.load.characters import LARGEST, LONGEST_TEXT, id_of
from reportedly.load.html import load_html
from reportedly.load.plain_text import load_plain_text
from reportedly.model import Loaded, Unreadable

__all__ = ["LARGEST", "LOADERS", "LONGEST_TEXT", "expand", "id_of", "load_bytes", "read_bytes_of", "readable"]

LOADERS: Mapping[str, Loader] = {
    ".txt": load_plain_text,
    ".text": load_plain_text,
    ".md": load_plain_text,
    ".html": load_html,
    ".htm": load_html,
    ".xhtml": load_html,
}
STDIN = "-"

EARLY = 1024  # bytes in which a page shows that it is one
LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def load_bytes(raw: bytes, where: str) -> Loaded:
    """The report in `raw`; `where` says by its ending what kind of file it is, else its beginning does.

    Raises `Unreadable` where there is no report in the bytes: empty, binary, too long.
    """
    loader = LOADERS.get(PurePath(where).suffix.lower()) or sniffed_loader(raw)
    return loader(raw, where)


def sniffed_loader(raw: bytes) -> Loader:
    beginning = raw[: 4 * EARLY].replace(b"\0", b"")[:EARLY]  # without the NULs that UTF-16 and UTF-32 put between
    return load_html if LOOKS_LIKE_HTML.search(beginning) else load_plain_text


def read_bytes_of(where: str) -> bytes:
    """The bytes of a file, or of standard input for "-".

    Raises `Unreadable` for what is missing, no file, not allowed, or larger than `LARGEST`.
    """
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


def expand(inputs: Iterable[str]) -> Iterator[str]:
    """Files to read: a folder becomes its readable files, also those of its subfolders, in the order of their paths.

    Hidden files and folders are left out; "-" and all that is no folder pass through.  A subfolder that may not be
    opened comes as itself, so that reading it says why.  Raises `Unreadable` for a folder without any report.
    """
    for where in inputs:
        if where == STDIN or not is_folder(where):
            yield where
            continue
        files = sorted(files_under(where), key=lambda file: PurePath(file).parts)
        if not files:
            endings = " ".join(LOADERS)
            raise Unreadable(where, f"no reports in this folder; files with these endings are read: {endings}")
        yield from files


def is_folder(where: str) -> bool:
    try:
        return Path(where).is_dir()
    except (OSError, ValueError):  # too long a name, no such drive: reading it will say so
        return False


def files_under(folder: str) -> Iterator[str]:
    closed: list[str] = []
    for place, folders, files in os.walk(folder, onerror=lambda error: closed.append(str(error.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (str(Path(place, name)) for name in files if readable(name))
    yield from closed
