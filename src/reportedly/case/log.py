"""The log that SQLite keeps beside a case file: whether it holds changes, and whether they are this file's.

SQLite takes any log that lies beside a file for its own.  So each transaction of a case leaves a stamp: a random mark,
and the mark before it.  A log is that of a file if the file bears one of its marks, or the one before the first.
"""

from __future__ import annotations

import re
import sqlite3
import struct
import time
from contextlib import closing
from pathlib import Path

from reportedly.interfaces import CaseError

HEADER, FRAME = 32, 24  # bytes; see "WAL File Format" of SQLite
SALTS = slice(16, 24)  # of the header; a frame with others is left from before
STAMP = re.compile(rb"reportedly-stamp:([0-9a-f]{32}):([0-9a-f]{32})")
LOOKS, BETWEEN = 10, 0.1  # looks at a log that somebody may be writing just now, and seconds between them

LEAVE_A_STAMP = "UPDATE stamp SET mark = 'reportedly-stamp:' || substr(mark, -32) || ':' || ?"


def log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def holds_changes(path: Path) -> bool:
    """Whether there is anything in the log, be it in the file already or not."""
    try:
        return log_of(path).stat().st_size > HEADER
    except OSError:
        return False


def refuse_the_log_of_another(path: Path) -> None:
    """Raises `CaseError` where the log beside a file is not its own: applied to it, it would destroy the case."""
    if holds_changes(path) and not path.exists():  # SQLite would delete them
        log = log_of(path).name
        raise CaseError(f"{log} holds changes to a case that is not there: put {path} back, or move {log} away")
    for _ in range(LOOKS):
        if not holds_changes(path) or may_be_its_own(path):
            return
        time.sleep(BETWEEN)
    log = log_of(path).name
    raise CaseError(
        f"{path} was replaced: {log} beside it holds changes to another file, which would destroy this one; stop "
        f"whatever still has the other one open, move {log} away, and open it again"
    )


def may_be_its_own(path: Path) -> bool:
    """Whether nothing tells that the log is another file's; what has no stamps cannot be told."""
    mark = mark_in(path)
    stamps = stamps_in(log_of(path))
    return mark is None or not stamps or mark == stamps[0][0] or any(mark == own for _, own in stamps)


def mark_in(path: Path) -> bytes | None:
    """The last mark in the file itself, whatever its log says; None where it has none, or cannot be read so."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            [(mark,)] = connection.execute("SELECT mark FROM stamp")
    except (sqlite3.Error, ValueError):
        return None
    found = STAMP.fullmatch(str(mark).encode())
    return found[2] if found else None


def stamps_in(log: Path) -> list[tuple[bytes, bytes]]:
    """Each mark in a log with the one before it, in the order of writing."""
    try:
        content = log.read_bytes()
    except OSError:
        return []
    if len(content) < HEADER:
        return []
    (page,) = struct.unpack(">I", content[8:12])
    found = []
    for at in range(HEADER, len(content) - FRAME, FRAME + page):
        if content[at + 8 : at + 16] != content[SALTS]:
            break
        found += STAMP.findall(content, at + FRAME, at + FRAME + page)
    return found
