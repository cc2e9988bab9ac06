"""The SQLite file under a case: opened with care, brought up to date, written in whole transactions.

Or opened to be read only, where neither the file nor its folder may be written: nothing is made beside it then.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from reportedly.case.log import LEAVE_A_STAMP, holds_changes, log_of, refuse_the_log_of_another
from reportedly.case.schema import APPLICATION, NEWEST, READABLE, STEPS
from reportedly.interfaces import CaseError, DamagedCase, ReadOnlyCase

PATIENCE = 60.0  # seconds to wait for another writer; each of them needs milliseconds at a time
READ_AT_ONCE = 500  # rows
MEGABYTES_IN_MEMORY = 64  # of pages: an index of a million keys is changed in memory, not on disk

KINDS = {sqlite3.SQLITE_CORRUPT: DamagedCase, sqlite3.SQLITE_READONLY: ReadOnlyCase}

# What SQLite says, and what a person can do about it.
ADVICE: tuple[tuple[int, str], ...] = (
    (sqlite3.SQLITE_FULL, "the disk is full; make room and run the same command again"),
    (sqlite3.SQLITE_BUSY, "another program is writing to it; wait for that one to end and try again"),
    (sqlite3.SQLITE_LOCKED, "another program is writing to it; wait for that one to end and try again"),
    (sqlite3.SQLITE_READONLY, "it may not be written; ask for permission, or work on a copy"),
    (sqlite3.SQLITE_PERM, "it may not be opened; ask for permission, or work on a copy"),
    (sqlite3.SQLITE_CANTOPEN, "it cannot be opened; check that its folder is there and may be written"),
    (sqlite3.SQLITE_CORRUPT, "the file is damaged; `reportedly verify` names what is, a copy from a backup mends it"),
    (sqlite3.SQLITE_NOTADB, "this is not a case; name another file"),
    (sqlite3.SQLITE_IOERR, "the disk did not take or give the data (full, a limit, a fault); see to it and try again"),
    (sqlite3.SQLITE_TOOBIG, "a report is too large for a case; split it"),
)


class Database:
    """One connection that writes; what is gone through at leisure is read by connections of its own."""

    def __init__(self, path: Path, *, make: bool, read_only: bool = False) -> None:
        """Opens a case and brings it up to date; with `make` also one that is not there yet."""
        self.path = path
        self._read_only = read_only
        self._file: tuple[int, int] | None = None  # which one was opened, once it is there
        self._seen: object = None  # of a file that is read as if nobody ever wrote it: how it was when it was opened
        if not make and not path.exists():
            raise CaseError(f"there is no case {path}; make one with: reportedly add {path} REPORTS")
        if path.is_dir():
            raise CaseError(f"{path} is a folder; name a file, such as {path / 'case.db'}")
        self._depth = 0
        if not read_only:
            refuse_the_log_of_another(path)
        elif not holds_changes(path):
            self._seen = looks_of(path)
        with self.saying_why_not():
            self._connection = self._connect()
            self._file = file_at(path)
            try:
                self._make_sure_it_is_a_case(make=make)
                self._bring_up_to_date()
            except BaseException:
                self._connection.close()
                raise

    # ------------------------------------------------------------ opening
    def _connect(self) -> sqlite3.Connection:
        self._must_be_there()
        connection = sqlite3.connect(
            self._address(), uri=self._read_only, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute(f"PRAGMA cache_size = {-1024 * MEGABYTES_IN_MEMORY}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _address(self) -> str | Path:
        """Of a file that may not be written, and has nothing in a log, SQLite is told that it never changes.

        Otherwise it would want to make files beside it.
        """
        if not self._read_only:
            return self.path
        return f"{self.path.absolute().as_uri()}?mode=ro{'&immutable=1' if self._seen else ''}"

    def _must_be_there(self) -> None:
        """SQLite goes on with a file that has no name any more, and takes the log of one for that of the other."""
        there = file_at(self.path) if self._file else None
        if self._file and there is None:
            raise CaseError(f"{self.path} was deleted or moved while it was open; put it back, or open another case")
        if there != self._file:
            raise CaseError(f"another file took the place of {self.path} while it was open; open it again")

    def outdated(self) -> bool:
        """Whether a file that is read as if nobody wrote it was written all the same: it must be opened again."""
        return self._seen is not None and looks_of(self.path) != self._seen

    def _make_sure_it_is_a_case(self, *, make: bool) -> None:
        # In this order: another process that makes the case right now writes both at once.
        [(tables,)] = self._connection.execute("SELECT count(*) FROM sqlite_schema")
        [(application,)] = self._connection.execute("PRAGMA application_id")
        if application != APPLICATION and tables:
            raise CaseError(f"{self.path} is an SQLite database, but not a case; name another file")
        if application != APPLICATION and not make:
            raise CaseError(f"{self.path} is empty; fill it with: reportedly add {self.path} REPORTS")
        version = self.version()
        if version > NEWEST:
            raise CaseError(
                f"{self.path} was made by a newer version of reportedly (its tables are version {version}, this one "
                f"knows up to {NEWEST}); update reportedly to open it"
            )
        if self._read_only:
            return
        # WAL: readers never wait for the writer, and what was written when a process is killed is whole.  With FULL
        # what is finished also survives a power cut; it costs one flush of the disk for each report.
        self._patiently("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA journal_size_limit = 16000000")

    def _patiently(self, statement: str) -> None:
        """SQLite itself does not wait for a lock where it changes the kind of journal."""
        last = time.monotonic() + PATIENCE
        while True:
            try:
                self._connection.execute(statement)
            except sqlite3.OperationalError as error:
                if code_of(error) != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                    raise
                time.sleep(0.05)
            else:
                return

    def version(self) -> int:
        [(version,)] = self._connection.execute("PRAGMA user_version")
        return int(version)

    def _bring_up_to_date(self) -> None:
        if self.version() == NEWEST:
            return
        try:
            with self.writing():
                for step in STEPS[self.version() :]:  # asked again: another process may have been faster
                    for statement in step:
                        self._connection.execute(statement)
                self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
                self._connection.execute(f"PRAGMA user_version = {NEWEST}")
        except ReadOnlyCase as error:
            if self.version() < READABLE:
                raise ReadOnlyCase(
                    f"{self.path} was made by an older version of reportedly and may not be written, so that it cannot "
                    "be brought up to date; open a copy of it"
                ) from error

    # ------------------------------------------------------------ reading and writing
    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: all that is written inside or nothing of it; inside another one it is part of that."""
        if self._depth:
            yield
            return
        self._must_be_there()
        with self.saying_why_not():
            self._connection.execute("BEGIN IMMEDIATE")
            self._depth, before = 1, self._connection.total_changes
            try:
                yield
                if self._connection.total_changes > before:  # who adds the same again changes no byte
                    self._connection.execute(LEAVE_A_STAMP, (secrets.token_hex(16),))
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk may have rolled back already
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._depth = 0

    def write(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Gives how many rows it changed."""
        with self.saying_why_not():
            return self._connection.execute(sql, values).rowcount

    def write_all(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        with self.saying_why_not():
            self._connection.executemany(sql, rows)

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        with self.saying_why_not():
            return self._connection.execute(sql, values).fetchall()

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first row; None where there is none."""
        with self.saying_why_not():
            return self._connection.execute(sql, values).fetchone()

    def streamed(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        """Rows as they were when the first one was asked for, whatever is written meanwhile."""
        if self._depth:  # only this connection knows yet what the transaction has written
            yield from self.all(sql, values)
            return
        with self.saying_why_not():
            connection = self._connect()
        try:
            with self.saying_why_not():
                rows = connection.execute(sql, values)
                page = rows.fetchmany(READ_AT_ONCE)
            while page:
                yield from page
                with self.saying_why_not():
                    page = rows.fetchmany(READ_AT_ONCE)
        finally:
            connection.close()

    def close(self) -> None:
        with suppress(sqlite3.Error):  # what could not be folded in stays in the -wal file beside it and is not lost
            self._connection.close()

    @contextmanager
    def saying_why_not(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if self._read_only and code_of(error) == sqlite3.SQLITE_CANTOPEN and holds_changes(self.path):
                raise ReadOnlyCase(
                    f"{self.path}: changes to it wait in {log_of(self.path).name}, which cannot be read where nothing "
                    "may be written beside it; ask whoever may write there to open the case once, or copy both files"
                ) from error
            raise KINDS.get(code_of(error), CaseError)(f"{self.path}: {why(error)}") from error


def file_at(path: Path) -> tuple[int, int] | None:
    """Which file lies at a path, whatever is written into it; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def looks_of(path: Path) -> object:
    """What becomes another when a file is written, or another takes its place."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, holds_changes(path)


def why(error: sqlite3.Error) -> str:
    return dict(ADVICE).get(code_of(error), f"SQLite says: {error}")


def code_of(error: sqlite3.Error) -> int:
    """SQLite's own number for what went wrong, without its details; 0 where Python found the fault."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def has_full_text_search() -> bool:
    """Whether the SQLite of this Python can search full texts, which a case needs."""
    with closing(sqlite3.connect(":memory:")) as connection:
        return any(option == "ENABLE_FTS5" for (option,) in connection.execute("PRAGMA compile_options"))
