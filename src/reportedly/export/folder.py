"""A folder of files that appears when it is whole, and never takes the place of what it did not make."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from reportedly.export.pieces import Piece
from reportedly.model import ReportedlyError

LIST = "export.json"  # what the export is, and the SHA-256 of each of its files
OPEN_AT_ONCE = 64  # files; what comes in turns (tables) is far less, what comes by report is closed after it


class NotEmpty(ReportedlyError):
    """A folder that holds something already."""


def write_folder(folder: Path, pieces: Iterable[Piece], about: dict[str, Any], *, force: bool = False) -> int:
    """Writes files beside `folder` and moves them there when all are written; gives their number.

    A folder that is not empty is refused with `NotEmpty` before anything is read.  With `force` the files of an
    earlier export in it are taken away, and files of the same names replaced; others stay.  `about` is what the list
    of files says of the whole.  Raises `OSError` where it cannot be written, and leaves what was there.
    """
    folder = folder.resolve()
    if not force and holds_something(folder):
        raise NotEmpty(
            f"{folder} is not empty; name another folder, or add --force to replace what an export left there"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        part.mkdir()
        sums = write_pieces(part, pieces)
        listed = json.dumps({**about, "files": sums}, ensure_ascii=False, indent=1)
        (part / LIST).write_text(listed + "\n", encoding="utf-8", newline="")
        put_in_place(part, folder, [*sums, LIST])
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return len(sums)


def holds_something(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def write_pieces(folder: Path, pieces: Iterable[Piece]) -> dict[str, str]:
    """The SHA-256 of each file, by name in order."""
    sums: dict[str, Any] = {}
    with ExitStack() as stack:
        files: dict[str, Any] = {}
        for name, content in pieces:
            if name not in files:
                if len(files) >= OPEN_AT_ONCE:
                    stack.close()
                    files.clear()
                path = folder / PurePosixPath(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                files[name] = stack.enter_context(path.open("ab"))
            files[name].write(content)
            sums.setdefault(name, sha256()).update(content)
    return {name: sums[name].hexdigest() for name in sorted(sums)}


def put_in_place(part: Path, folder: Path, names: list[str]) -> None:
    """Moves the whole folder at once where there is none or an empty one; else file by file, each at once."""
    if not holds_something(folder):
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
        return
    if not folder.is_dir():
        raise NotEmpty(f"{folder} is a file; name a folder")
    earlier = list(listed_in(folder))
    for name in names:
        there = folder / PurePosixPath(name)
        there.parent.mkdir(parents=True, exist_ok=True)
        (part / PurePosixPath(name)).replace(there)
    for name in set(earlier) - set(names):
        (folder / PurePosixPath(name)).unlink(missing_ok=True)


def listed_in(folder: Path) -> Iterator[str]:
    """The files that an earlier export wrote into the folder; names that lead out of it are not believed."""
    try:
        found = json.loads((folder / LIST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    yield from (name for name in found if isinstance(name, str) and ".." not in name and not name.startswith("/"))
