"""Which shards an input stands for: the files of a folder that hold many reports, or the file itself."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath

from reportedly.load import holds_many
from reportedly.model import Unreadable
from reportedly.shards.storage import SHARD, filesystem, is_address

LONGEST_STEM = 60
NOT_MANY = "holds one report; pack many such files into a .zip or .tar, or write them as lines of a .jsonl"
PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """A file of many reports."""

    where: str  # as it was named, which is what ledgers say of where their reports are from
    file: str  # the same for whoever does not stand in our folder: a whole path, or an address

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
        if not found:
            yield Unreadable(where, "no file in this folder holds many reports")
    elif not holds_many(where):
        yield Unreadable(where, NOT_MANY if Path(where).exists() else "there is no such file")
    else:
        yield shard_here(where)


def shard_here(where: str) -> Shard:
    return Shard(where=where, file=str(Path(where).resolve()))


def files_under(folder: str) -> Iterator[str]:
    """Tables too: whoever names a folder here means them."""
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", SHARD))]
        yield from (str(Path(place, name)) for name in files if not name.startswith(".") and holds_many(name))


def elsewhere(where: str) -> Iterator[Shard | Unreadable]:
    """An address of one file, of a folder (it ends with "/"), or with a pattern in it ("s3://news/2022-*.warc.gz")."""
    if PATTERN.search(where) or where.endswith("/"):
        system, path = filesystem(where)
        found = system.find(path) if where.endswith("/") else system.glob(path)
        many = [system.unstrip_protocol(one) for one in sorted(found) if holds_many(one) and f"/{SHARD}" not in one]
        yield from (Shard(where=one, file=one) for one in many)
        if not many:
            yield Unreadable(where, "no file there holds many reports")
    elif not holds_many(where):
        yield Unreadable(where, NOT_MANY)
    else:
        system, path = filesystem(where)
        yield Shard(where=where, file=system.unstrip_protocol(path))  # one spelling of each address
