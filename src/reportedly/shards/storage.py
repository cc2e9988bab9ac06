"""Where shards are read from and written to: folders of this machine, or addresses that fsspec knows, such as s3://."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePath, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from reportedly.model import ReportedlyError, Unreadable

SHARD = "shard="  # how the folders of shards begin, so that DuckDB, Spark and others take the rest for a column
DONE = "_DONE"  # in the folder of a shard, written last: the shard is whole, and what it was made of
UNDER_WAY = ".under_way"  # beside the shards: those that are being written, by command
TRIAL = ".can_be_written"  # written at an address before anything is read, and taken away again
CHUNK = 1 << 20
NO_FILE = "there is no such file"
NEEDS_FSSPEC = "this is an address; to use it, install: pip install 'reportedly[cluster]'"

Said = Mapping[str, Any]  # what is in a `_DONE`


class CannotStore(ReportedlyError):
    """A place that cannot be read or written; the message says which and why."""


class Store(Protocol):
    """A place for shards: each is there whole, with its `_DONE`, or is not there."""

    def make_ready(self) -> None:
        """Sees that shards can be put here, before any is made."""
        ...

    def names(self) -> list[str]:
        """The shards that are whole, in order."""
        ...

    def said(self, name: str) -> Said | None:
        """What the `_DONE` of a shard says; None where the shard is not there or not whole."""
        ...

    def room(self, run: str) -> AbstractContextManager[Path]:
        """A folder of this machine for a run to write a shard into; it is gone afterwards."""
        ...

    def put(self, written: Path, name: str) -> None:
        """Takes a written shard in, in the place of what was there by its name."""
        ...

    def at_hand(self, name: str, file: str) -> AbstractContextManager[Path]:
        """A file of a shard as a file of this machine."""
        ...

    def tidy(self, run: str) -> None:
        """Takes away what was left by workers of a run that were killed."""
        ...


def store_at(where: str) -> Store:
    return Elsewhere(where) if is_address(where) else Folder(Path(where))


def made_ready(where: str) -> Store:
    """The place with room for shards; raises `CannotStore` where nothing can be written."""
    store = store_at(where)
    try:
        store.make_ready()
    except OSError as error:
        raise CannotStore(f"{where} cannot be written: {error.strerror or error}") from None
    return store


def is_address(where: str) -> bool:
    return "://" in where


# ---------------------------------------------------------------- a folder
class Folder:
    """A folder of this machine, or one that several machines share."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def make_ready(self) -> None:
        run = uuid.uuid4().hex
        with self.room(run):
            pass
        self.tidy(run)

    def names(self) -> list[str]:
        return sorted(found.parent.name for found in self._path.glob(f"{SHARD}*/{DONE}"))

    def said(self, name: str) -> Said | None:
        try:
            return said_in((self._path / name / DONE).read_bytes())
        except FileNotFoundError:
            return None

    @contextmanager
    def room(self, run: str) -> Iterator[Path]:
        """On the same disk, so that a whole shard is taken in by renaming it."""
        room = self._path / UNDER_WAY / run / f"{os.getpid()}-{uuid.uuid4().hex}"  # whose it is, for people
        room.mkdir(parents=True)
        try:
            yield room
        finally:
            shutil.rmtree(room, ignore_errors=True)

    def put(self, written: Path, name: str) -> None:
        for file in sorted(written.iterdir()):
            to_disk(file)
        there = self._path / name
        if there.exists():  # made of other bytes or by another version
            there.rename(written.with_name(f"{written.name}-before"))
        try:
            written.rename(there)
        except OSError:
            if self.said(name) != said_in((written / DONE).read_bytes()):  # else somebody made the same meanwhile
                raise

    @contextmanager
    def at_hand(self, name: str, file: str) -> Iterator[Path]:
        yield self._path / name / file

    def tidy(self, run: str) -> None:
        shutil.rmtree(self._path / UNDER_WAY / run, ignore_errors=True)
        with suppress(OSError):  # another command is writing
            (self._path / UNDER_WAY).rmdir()


def to_disk(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


# ---------------------------------------------------------------- an address
class Elsewhere:
    """A place that fsspec knows: there the files of a shard come one by one, and `_DONE` after all others."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._system, path = filesystem(address)
        self._path = path.rstrip("/")

    def make_ready(self) -> None:
        trial = f"{self._path}/{TRIAL}"
        with errors_of(self._address):
            for folder in folders_to(trial):
                self._make_folder(folder)
            self._system.pipe_file(trial, b"")
            self._system.rm_file(trial)

    def names(self) -> list[str]:
        with errors_of(self._address):
            found = self._system.glob(f"{self._path}/{SHARD}*/{DONE}")
        return sorted(PurePath(one).parent.name for one in found)

    def said(self, name: str) -> Said | None:
        with errors_of(self._address):
            try:
                return said_in(self._system.cat_file(f"{self._path}/{name}/{DONE}"))
            except FileNotFoundError:
                return None

    @contextmanager
    def room(self, run: str) -> Iterator[Path]:  # noqa: ARG002
        with TemporaryDirectory(prefix="reportedly-") as room:
            yield Path(room)

    def put(self, written: Path, name: str) -> None:
        there = f"{self._path}/{name}"
        with errors_of(self._address):
            if self._system.exists(f"{there}/{DONE}"):
                self._system.rm_file(f"{there}/{DONE}")
            self._make_folder(there)
            for file in sorted(written.iterdir()):
                if file.name != DONE:
                    self._system.put_file(str(file), f"{there}/{file.name}")
            self._system.pipe_file(f"{there}/{DONE}", (written / DONE).read_bytes())

    @contextmanager
    def at_hand(self, name: str, file: str) -> Iterator[Path]:
        with file_at_hand(f"{self._address}/{name}/{file}") as copy:
            yield copy

    def tidy(self, run: str) -> None:
        """Nothing is left here: what is not whole has no `_DONE`, and is written over."""

    def _make_folder(self, path: str) -> None:
        """Object stores have no folders and say what they like to this; what is wrong shows with the first file."""
        with suppress(OSError):
            self._system.mkdir(path, create_parents=False)


def folders_to(path: str) -> list[str]:
    """The folders on the way to a file, but for the first, which may be a bucket: a slip of the pen makes none."""
    first, *_, _ = parents = [str(one) for one in PurePosixPath(path).parents if one.name][::-1]
    return [folder for folder in parents if folder != first]


@contextmanager
def errors_of(address: str) -> Iterator[None]:
    """What goes wrong at an address as `CannotStore`: each kind of store has errors of its own."""
    try:
        yield
    except ReportedlyError:
        raise
    except Exception as error:
        raise CannotStore(f"{address}: {str(error) or type(error).__name__}") from error


def filesystem(address: str) -> tuple[Any, str]:
    """What fsspec knows of an address: its file system, and the path in it."""
    try:
        from fsspec.core import url_to_fs
    except ModuleNotFoundError:
        raise CannotStore(f"{address}: {NEEDS_FSSPEC}") from None
    try:
        system, path = url_to_fs(address)
    except (ImportError, ValueError) as error:  # "Install s3fs to access S3", "Protocol not known: …"
        raise CannotStore(f"{address}: {error}") from None
    return system, str(path)


# ---------------------------------------------------------------- files
@contextmanager
def file_at_hand(where: str) -> Iterator[Path]:
    """The file at a place as a file of this machine; fetched, for as long as it is needed, where it is elsewhere.

    Raises `Unreadable` where there is none.
    """
    if not is_address(where):
        if not Path(where).exists():
            raise Unreadable(where, NO_FILE)
        yield Path(where)
        return
    system, path = filesystem(where)
    with TemporaryDirectory(prefix="reportedly-") as folder:
        copy = Path(folder) / PurePath(path).name
        with errors_of(where):
            try:
                system.get_file(path, str(copy))
            except FileNotFoundError:
                raise Unreadable(where, NO_FILE) from None
        yield copy


def sha256_of_file(path: Path) -> str:
    found = sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return f"sha256:{found.hexdigest()}"


def said_in(written: bytes) -> Said | None:
    """None for what is no `_DONE` of ours: the shard is then made anew."""
    try:
        found = json.loads(written)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
