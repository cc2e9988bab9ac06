"""What shards hold, given back: ledgers with the bytes that they were read from, as a case keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from reportedly.case.ledger_json import unpacked
from reportedly.load import Beside, Passed
from reportedly.model import Ledger, ReportedlyError, Unreadable
from reportedly.pipeline import Known
from reportedly.shards.process import FORMAT
from reportedly.shards.storage import Said, Store, sha256_of_file, store_at
from reportedly.shards.tables import LEDGERS, OTHERS, beside_from, known_from

READ = (f"{LEDGERS}.parquet", "reports.parquet", f"{OTHERS}.parquet")
AT_ONCE = 64  # rows
ANEW = "run reportedly extract again with its folder taken away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """A report of a shard, with all that a case keeps of it."""

    ledger: Ledger
    raw: bytes
    beside: Beside  # what was said of the bytes by what brought them
    known: Known  # and by a person
    reader: str  # the model


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoAt:
    """Another place where the bytes of a report were met."""

    where: str
    report: str
    beside: Beside
    known: Known


def is_extracted(where: str) -> bool:
    """Whether a folder or an address holds shards as `reportedly extract` makes them; no page of the web is asked."""
    if where.startswith(("http://", "https://")):
        return False
    try:
        return bool(store_at(where).names())
    except (ReportedlyError, OSError):
        return False


def size_in(where: str) -> int:
    """Bytes of the files that the shards were made of, for a progress bar."""
    store = store_at(where)
    return sum((store.said(name) or {}).get("bytes", 0) for name in store.names())


def ledgers_in(where: str) -> Iterator[Extracted | AlsoAt | Unreadable | Passed]:
    """All that is in the shards under a folder or address: by the names of the shards, in the order of their reports.

    Behind the reports of a shard come the places of what was met there again, could not be read or was passed over.  A
    shard that is damaged comes as its `Unreadable`, and nothing of it is given.
    """
    store = store_at(where)
    for name in store.names():
        try:
            yield from in_shard(store, name)
        except (ReportedlyError, OSError) as error:
            yield Unreadable(f"{where}/{name}", f"{error}; {ANEW}")


def in_shard(store: Store, name: str) -> Iterator[Extracted | AlsoAt | Unreadable | Passed]:
    said = store.said(name)
    if said is None or said.get("format") != FORMAT:
        raise ReportedlyError(f"not a shard of format {FORMAT}")
    with ExitStack() as stack:
        files = {file: stack.enter_context(store.at_hand(name, file)) for file in READ}
        refuse_damaged(files, said)
        ledgers, reports, others = (rows_of(files[file]) for file in READ)
        for kept, about in zip(ledgers, reports, strict=True):
            yield extracted(kept, about, said)
        yield from (other(row) for row in others)


def refuse_damaged(files: Mapping[str, Path], said: Said) -> None:
    sums = said.get("files", {})
    for name, path in files.items():
        if f"sha256:{sums.get(name)}" != sha256_of_file(path):
            raise ReportedlyError(f"{name} is not what was written")


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    parquet: Any = import_module("pyarrow.parquet")
    with parquet.ParquetFile(path) as table:
        for batch in table.iter_batches(batch_size=AT_ONCE):
            yield from batch.to_pylist()


def extracted(kept: Mapping[str, Any], about: Mapping[str, Any], said: Said) -> Extracted:
    text = about["text"] if kept["text"] is None else kept["text"].decode("utf-8", "surrogatepass")
    return Extracted(
        ledger=unpacked(kept["ledger"], text),
        raw=kept["raw"],
        beside=beside_from(kept["beside"]),
        known=Known(**known_from(kept["beside"])),
        reader=said["reader"],
    )


def other(row: Mapping[str, Any]) -> AlsoAt | Unreadable | Passed:
    match row["how"]:
        case "there":
            beside, known = beside_from(row["beside"]), Known(**known_from(row["beside"]))
            return AlsoAt(where=row["where"], report=row["report"], beside=beside, known=known)
        case "passed":
            return Passed(where=row["where"], message=row["message"])
        case _:
            return Unreadable(row["where"], row["message"])
