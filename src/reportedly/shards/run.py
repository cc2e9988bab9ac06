"""Many shards: each is tried again where it fails, and what was lost with a worker is read with more care at last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reportedly.engines.serial import run_serially
from reportedly.interfaces import Engine, Lost
from reportedly.shards.inputs import Shard
from reportedly.shards.process import ShardReport, failed, new_run, process_shard
from reportedly.shards.storage import CannotStore, Store, is_address, store_at

TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """Where the work is done."""

    shards: Engine = run_serially
    reports: Engine = run_serially  # of a shard, within the process that has the shard
    careful: Engine = (
        run_serially  # the same at the last try; should give up one report where it takes its process down
    )


def extract_shards(shards: Sequence[Shard], *, out: str, engines: Engines) -> Iterator[ShardReport]:
    """What became of each shard: those that failed come behind the others.  The last try is made in this process.

    Raises `CannotStore` where a worker wrote its shard to a place that is not `out` as this process sees it.
    """
    run, store = new_run(), store_at(out)
    work = partial(process_shard, out=seen_from_anywhere(out), run=run, engine=engines.reports)
    try:
        for attempt in range(1, TRIES + 1):
            last = attempt == TRIES
            again: list[Shard] = []
            carefully = partial(work, engine=engines.careful)
            answers = run_serially(carefully, shards) if last else engines.shards(work, shards)
            for shard, answer in zip(shards, answers, strict=True):
                report = failed(shard, answer.why) if isinstance(answer, Lost) else answer
                if report.how == "failed" and not last:
                    again.append(shard)
                else:
                    refuse_what_went_elsewhere(report, store, out)
                    yield report
            shards = again
    finally:
        store.tidy(run.id)


def seen_from_anywhere(out: str) -> str:
    """A worker may stand in another folder than we do."""
    return out if is_address(out) else str(Path(out).resolve())


def refuse_what_went_elsewhere(report: ShardReport, store: Store, out: str) -> None:
    """Workers that do not share our disks would write to their own, and say that all is well."""
    if report.how != "failed" and store.said(report.name) is None:
        raise CannotStore(
            f"{out}: a worker has written {report.name}, but not here; OUT must be one place for all machines"
        )
