"""One shard, from its file to its folder of tables: the same on every machine, and as often as it is done."""

from __future__ import annotations

import json
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from reportedly.engines.serial import run_serially
from reportedly.engines.turns import with_answers
from reportedly.interfaces import Engine
from reportedly.load import Part, Passed, id_of, read_bytes_of
from reportedly.load.many import pieces_of
from reportedly.load.part import Budget
from reportedly.model import Ledger, ReportedlyError, Unreadable
from reportedly.pipeline import GENERATOR, Known, ledger_of, loaded_from, reader_version, with_known
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
    with files_at_hand(shard) as files:
        about = {
            "format": FORMAT,
            "generator": run.generator,
            "reader": run.reader,
            "where": shard.where,
            "input": sum_of(shard, files),
            "bytes": sum(file.stat().st_size for file in files if file.exists()),
            "columns": dict(shard.columns) or None,
            "known": sum_of_known(shard),
        }
        there = store.said(shard.name)
        if there is not None and is_made_of(there, about):
            return ShardReport(where=shard.where, name=shard.name, how="skipped", **there["counts"])
        with store.room(run.id) as room:
            counts = written_out(shard, files, room / shard.name, about, engine)
            store.put(room / shard.name, shard.name)
    return ShardReport(where=shard.where, name=shard.name, how="read", **counts)


def is_made_of(there: Said, about: Said) -> bool:
    """Of the same bytes, by the same version; where they were found, and how they were named, does not matter."""
    return all(there.get(key) == about[key] for key in about if key != "where") and "counts" in there


def written_out(shard: Shard, files: Sequence[Path], folder: Path, about: Said, engine: Engine) -> dict[str, Any]:
    folder.mkdir()
    tables, counts = ShardTables(folder), Counts()
    for found, part in ledgers_of(pieces_in(shard, files), engine):
        if isinstance(found, Ledger):
            tables.keep(found, part)
            counts.add(found)
        elif isinstance(found, There):
            tables.note(part.where, "there", report=found.report, part=part)
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


@contextmanager
def files_at_hand(shard: Shard) -> Iterator[Sequence[Path]]:
    """Those of one report each are opened one by one, so that one that cannot be costs no other."""
    if shard.files:
        yield [Path(file) for _, file in shard.files]
    else:
        with file_at_hand(shard.file) as file:
            yield [file]


def sum_of(shard: Shard, files: Sequence[Path]) -> str:
    """The SHA-256 of the file, or of the names and sums of several."""
    if not shard.files:
        return sha256_of_file(files[0])
    whole = sha256()
    for (where, _), file in zip(shard.files, files, strict=True):
        one = sha256_of_file(file) if file.is_file() else "not there"
        whole.update(f"{where}\n{one}\n".encode("utf-8", "surrogatepass"))
    return f"sha256:{whole.hexdigest()}"


def sum_of_known(shard: Shard) -> str | None:
    if not shard.known:
        return None
    return f"sha256:{sha256(json.dumps(shard.known, sort_keys=True).encode()).hexdigest()}"


def pieces_in(shard: Shard, files: Sequence[Path]) -> Iterator[Part | Unreadable | Passed]:
    """A file that breaks off keeps what was read before, and is said; one that gives nothing at all has failed."""
    if shard.files:
        yield from alone(shard)
        return
    any_part, [file] = False, files
    budget = Budget(packed=file.stat().st_size, columns=shard.columns)
    try:
        with file.open("rb") as opened:
            for piece in pieces_of(opened, shard.where, budget, 0):
                any_part = any_part or isinstance(piece, Part)
                yield replace(piece, known=shard.known.get(shard.where)) if isinstance(piece, Part) else piece
    except Unreadable as error:
        if not any_part:
            raise
        yield error


def alone(shard: Shard) -> Iterator[Part | Unreadable]:
    """The reports of a shard of several files."""
    for where, file in shard.files:
        try:
            yield Part(where=where, raw=read_bytes_of(file), known=shard.known.get(where))
        except Unreadable as error:
            yield Unreadable(where, error.message)


# ---------------------------------------------------------------- the reports of a shard
@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """The same bytes as those of an earlier report of the shard, which are read once."""

    report: str


Found = Ledger | There | Unreadable | Passed
NOTHING = Part(where="", raw=b"")


def ledgers_of(pieces: Iterator[Part | Unreadable | Passed], engine: Engine) -> Iterator[tuple[Found, Part]]:
    """What became of each piece, in order, with the bytes that it was read from."""
    met: set[str] = set()
    unread: dict[str, str] = {}  # why, by the report that it would have been

    def turns() -> Iterator[tuple[tuple[Part | Unreadable | Passed, str], Part | None]]:
        for piece in pieces:
            report = id_of(piece.raw) if isinstance(piece, Part) else ""
            to_read = piece if isinstance(piece, Part) and report not in met else None
            met.add(report)
            yield (piece, report), to_read

    for (piece, report), answer in with_answers(engine, read_part, turns()):
        if not isinstance(piece, Part):
            yield piece, NOTHING
        elif isinstance(answer, Ledger):
            yield answer, piece
        elif answer is None and report not in unread:
            yield There(report=report), piece
        else:
            unread[report] = why = answer.why if answer is not None else unread[report]
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
        loaded = loaded_from(part.raw, part.where, beside=part.beside)
        return ledger_of(with_known(loaded, Known(**part.known)) if part.known else loaded)
    except Unreadable as error:
        return NotRead(why=error.message)
