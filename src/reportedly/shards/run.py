"""Many shards: each is tried again where it fails, and what was lost with a worker is read with more care at last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from reportedly.engines.serial import run_serially
from reportedly.interfaces import Engine, Lost
from reportedly.shards.inputs import Shard
from reportedly.shards.process import ShardReport, failed, new_run, process_shard
from reportedly.shards.storage import store_at

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
    """What became of each shard: those that failed come behind the others.  The last try is made in this process."""
    run = new_run()
    work = partial(process_shard, out=out, run=run, engine=engines.reports)
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
                    yield report
            shards = again
    finally:
        store_at(out).tidy(run.id)
