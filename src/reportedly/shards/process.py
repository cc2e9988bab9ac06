"""One shard, from its file to its folder of tables: the same on every machine, and as often as it is done."""

from __future__ import annotations

import json
import time
import uuid
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from reportedly.engines.serial import run_serially
from reportedly.interfaces import Engine
from reportedly.load import Part, Passed, id_of, load_bytes
from reportedly.load.many import pieces_of
from reportedly.load.part import Budget
from reportedly.model import Ledger, ReportedlyError, Unreadable
from reportedly.pipeline import GENERATOR, ledger_of, reader_version
from reportedly.shards.inputs import Shard
from reportedly.shards.storage import DONE, Said, Store, file_at_hand, sha256_of_file, store_at
from reportedly.shards.tables import ShardTables

FORMAT = 1  # of the folder of a shard


class AnotherVersion(ReportedlyError):
    """A worker that would make other ledgers than the rest of the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One command over many shards, all of which are to be read by the same version."""

    id: str
    generator: str
    reader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardReport:
    """What became of one shard."""

    where: str
    name: str
    how: Literal["read", "skipped", "failed"]
    why: str | None = None  # it failed
    reports: int = 0
    claims: int = 0
    figures: int = 0
    words: int = 0
    unreadable: int = 0
    passed: int = 0  # no reports by their kind
    there: int = 0  # the same bytes as an earlier report of the shard
    seconds: float = 0.0  # of CPU time in the process that made it; 0 where it was skipped

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class Counts:
    of: Counter[str] = field(default_factory=Counter)

    def add(self, ledger: Ledger) -> None:
        self.of.update(
            reports=1,
            claims=len(ledger.claims),
            figures=len(ledger.figures),
            words=len(ledger.report.text.split()),
        )

    def said(self) -> dict[str, Any]:
        names = ("reports", "claims", "figures", "words", "unreadable", "passed", "there")
        return {name: self.of[name] for name in names}


def new_run() -> Run:
    return Run(id=uuid.uuid4().hex, generator=GENERATOR, reader=reader_version())


def process_shard(shard: Shard, *, out: str, run: Run, engine: Engine = run_serially) -> ShardReport:
    """Reads a shard and puts its tables under `out`, unless they are there, made of the same bytes by the same version.

    Never raises for what is wrong with a shard: the answer says it.  Raises `AnotherVersion` where what is installed
    here is not what the run began with.  `engine` says where the reports of the shard are read.
    """
    started = time.process_time()
    if (run.generator, run.reader) != (GENERATOR, reader_version()):
        raise AnotherVersion(
            f"a worker has {GENERATOR}, and this command {run.generator} or another model; install the same everywhere"
        )
    try:
        report = processed(shard, store_at(out), run, engine)
    except (ReportedlyError, OSError) as error:
        return failed(shard, error.message if isinstance(error, Unreadable) else str(error))
    except Exception as error:  # noqa: BLE001 (whatever one shard brings about, the others are to be read)
        return failed(shard, f"{type(error).__name__}: {error}")
    return report if report.how == "skipped" else replace(report, seconds=round(time.process_time() - started, 2))


def failed(shard: Shard, why: str) -> ShardReport:
    return ShardReport(where=shard.where, name=shard.name, how="failed", why=why)


def processed(shard: Shard, store: Store, run: Run, engine: Engine) -> ShardReport:
    try:
        with file_at_hand(shard.file) as file:
            about = {
                "format": FORMAT,
                "generator": run.generator,
                "reader": run.reader,
                "where": shard.where,
                "input": sha256_of_file(file),
                "bytes": file.stat().st_size,
            }
            there = store.said(shard.name)
            if there is not None and is_made_of(there, about):
                return ShardReport(where=shard.where, name=shard.name, how="skipped", **there["counts"])
            with store.room(run.id) as room:
                counts = written_out(shard, file, room / shard.name, about, engine)
                store.put(room / shard.name, shard.name)
    except FileNotFoundError:
        raise Unreadable(shard.where, "there is no such file") from None
    return ShardReport(where=shard.where, name=shard.name, how="read", **counts)


def is_made_of(there: Said, about: Said) -> bool:
    """Of the same bytes, by the same version; where they were found, and how they were named, does not matter."""
    return all(there.get(key) == about[key] for key in about if key != "where") and "counts" in there


def written_out(shard: Shard, file: Path, folder: Path, about: Said, engine: Engine) -> dict[str, Any]:
    folder.mkdir()
    tables, counts = ShardTables(folder), Counts()
    for found, part in ledgers_of(pieces_in(shard, file), engine):
        if isinstance(found, Ledger):
            tables.keep(found, part)
            counts.add(found)
        elif isinstance(found, There):
            tables.note(part.where, "there", report=found.report, beside=part.beside)
            counts.of["there"] += 1
        elif isinstance(found, Unreadable):
            tables.note(found.where, "unreadable", message=found.message)
            counts.of["unreadable"] += 1
        else:
            tables.note(found.where, "passed", message=found.message)
            counts.of["passed"] += 1
    said = {**about, "counts": counts.said(), "files": tables.ended()}
    (folder / DONE).write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="")
    return counts.said()


def pieces_in(shard: Shard, file: Path) -> Iterator[Part | Unreadable | Passed]:
    """A file that breaks off keeps what was read before, and is said; one that gives nothing at all has failed."""
    any_part = False
    try:
        with file.open("rb") as opened:
            for piece in pieces_of(opened, shard.where, Budget(packed=file.stat().st_size), 0):
                any_part = any_part or isinstance(piece, Part)
                yield piece
    except Unreadable as error:
        if not any_part:
            raise
        yield error


# ---------------------------------------------------------------- the reports of a shard
@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """The same bytes as those of an earlier report of the shard, which are read once."""

    report: str


Found = Ledger | There | Unreadable | Passed
NOTHING = Part(where="", raw=b"")


def ledgers_of(pieces: Iterator[Part | Unreadable | Passed], engine: Engine) -> Iterator[tuple[Found, Part]]:
    """What became of each piece, in order, with the bytes that it was read from."""
    under_way: deque[tuple[Part | Unreadable | Passed, str | None]] = deque()
    met: set[str] = set()
    unread: dict[str, str] = {}  # why, by the report that it would have been

    def to_read() -> Iterator[Part | None]:
        for piece in pieces:
            report = id_of(piece.raw) if isinstance(piece, Part) else None
            first = report is not None and report not in met
            under_way.append((piece, report))
            if report is not None:
                met.add(report)
            yield piece if first and isinstance(piece, Part) else None

    for answer in engine(read_part, to_read()):
        piece, report = under_way.popleft()
        if not isinstance(piece, Part):
            yield piece, NOTHING
        elif isinstance(answer, Ledger):
            yield answer, piece
        elif answer is None and report not in unread:
            yield There(report=report or ""), piece
        else:
            why = answer.why if answer is not None else unread[report or ""]
            unread[report or ""] = why
            yield Unreadable(piece.where, why), piece


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRead:
    """Why bytes gave no ledger; a value, since it comes back from other processes."""

    why: str


def read_part(part: Part | None) -> Ledger | NotRead | None:
    """The ledger of one report, or why there is none; None for what need not be read."""
    if part is None:
        return None
    try:
        return ledger_of(load_bytes(part.raw, part.where, beside=part.beside))
    except Unreadable as error:
        return NotRead(why=error.message)
    except Exception as error:  # noqa: BLE001 (one report in a million must not cost the other 999,999)
        return NotRead(why=f"it could not be read: {type(error).__name__}: {error}")
