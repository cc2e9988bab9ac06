"""Which shards an input stands for: a file of many reports, those in a folder, and its other files by the hundred."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePath

from reportedly.load import AS_NAMED, Columns, holds_many, readable
from reportedly.model import Unreadable
from reportedly.shards.storage import NO_FILE, SHARD, CannotStore, errors_of, filesystem, is_address

LONGEST_STEM = 60
FILES_IN_A_SHARD = 500  # of one report each: as long as a small archive, and few enough files in OUT
NOT_MANY = "holds one report; pack many such files into a .zip or .tar, or write them as lines of a .jsonl"
PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """A file of many reports, or several files of one each."""

    where: str  # as it was named, which is what ledgers say of where their reports are from
    file: str  # the same for whoever does not stand in our folder: a whole path, or an address
    files: tuple[tuple[str, str], ...] = ()  # of one report each: the same two of every file
    columns: Columns = field(default_factory=lambda: AS_NAMED)  # how tables name what is read of them
    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # what is known of its files, by `where`

    @property
    def places(self) -> tuple[str, ...]:
        """Its files, as they were named."""
        return tuple(where for where, _ in self.files) or (self.where,)

    @property
    def name(self) -> str:
        """The folder that it becomes: "shard=2022-01-0123456789ab"; the same file always becomes the same folder."""
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", PurePath(self.where).name.partition(".")[0])[:LONGEST_STEM].strip("-")
        return f"{SHARD}{stem or 'reports'}-{sha256(self.file.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def shards_of(inputs: Iterable[str]) -> Iterator[Shard | Unreadable]:
    """Files as they are, folders and patterns as the files in them that hold many reports, each once, by their paths.

    What cannot be a shard comes as its `Unreadable`.
    """
    met: set[str] = set()
    for where in inputs:
        for found in elsewhere(where) if is_address(where) else here(where):
            if isinstance(found, Unreadable):
                yield found
            elif found.file not in met:
                met.add(found.file)
                yield found


def here(where: str) -> Iterator[Shard | Unreadable]:
    if Path(where).is_dir():
        found = sorted(files_under(where), key=lambda file: PurePath(file).parts)
        yield from (shard_here(file) for file in found)
        alone = sorted(files_under(where, many=False), key=lambda file: PurePath(file).parts)
        for first in range(0, len(alone), FILES_IN_A_SHARD):
            yield shard_of_files(where, alone[first : first + FILES_IN_A_SHARD], first // FILES_IN_A_SHARD + 1)
        if not found and not alone:
            yield Unreadable(where, "no file in this folder is a report or holds many")
    elif holds_many(where):
        yield shard_here(where)
    elif Path(where).exists():
        yield Shard(where=where, file=whole(where), files=((where, whole(where)),))
    else:
        yield Unreadable(where, NO_FILE)


def shard_here(where: str) -> Shard:
    return Shard(where=where, file=whole(where))


def shard_of_files(folder: str, files: list[str], number: int) -> Shard:
    """Named by its number, not by its files: with one more of them the same folders are written anew."""
    named = f"files-{number}"
    there = tuple((file, whole(file)) for file in files)
    return Shard(where=str(Path(folder, named)), file=str(Path(whole(folder), named)), files=there)


def whole(where: str) -> str:
    return str(Path(where).resolve())


def files_under(folder: str, *, many: bool = True) -> Iterator[str]:
    """Those of many reports, tables too: whoever names a folder here means them; or those of one."""
    wanted = holds_many if many else readable
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", SHARD))]
        yield from (str(Path(place, name)) for name in files if not name.startswith(".") and wanted(name))


def elsewhere(where: str) -> Iterator[Shard | Unreadable]:
    """An address of one file, of a folder (it ends with "/"), or with a pattern in it ("s3://news/2022-*.warc.gz")."""
    if PATTERN.search(where) or where.endswith("/"):
        system, path = filesystem(where)
        try:
            with errors_of(where):
                found = system.find(path) if where.endswith("/") else system.glob(path)
        except CannotStore as error:
            yield Unreadable(where, str(error).removeprefix(f"{where}: "))
            return
        many = [system.unstrip_protocol(one) for one in sorted(found) if holds_many(one) and f"/{SHARD}" not in one]
        yield from (Shard(where=one, file=one) for one in many)
        if not many:
            yield Unreadable(where, "no file there holds many reports")
    elif not holds_many(where):
        yield Unreadable(where, NOT_MANY)
    else:
        system, path = filesystem(where)
        yield Shard(where=where, file=system.unstrip_protocol(path))  # one spelling of each address
