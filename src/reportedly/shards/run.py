"""Many shards: each is tried again where it fails, and what was lost with a worker is read with more care at last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from reportedly.engines.serial import run_serially
from reportedly.interfaces import Engine, Lost
from reportedly.shards.inputs import Shard
from reportedly.shards.process import ShardReport, failed, new_run, process_shard
from reportedly.shards.storage import store_at

TRIES = 3


def extract_shards(shards: Sequence[Shard], *, out: str, engine: Engine, careful: Engine) -> Iterator[ShardReport]:
    """What became of each shard: those that failed come behind the others.

    `engine` runs shards.  The last try is made in this process, with the reports of the shard given to `careful`: an
    engine that gives up one report, and not a shard, where reading takes its process down.
    """
    run = new_run()
    work = partial(process_shard, out=out, run=run)
    try:
        for attempt in range(1, TRIES + 1):
            last = attempt == TRIES
            again: list[Shard] = []
            answers = run_serially(partial(work, engine=careful), shards) if last else engine(work, shards)
            for shard, answer in zip(shards, answers, strict=True):
                report = failed(shard, answer.why) if isinstance(answer, Lost) else answer
                if report.how == "failed" and not last:
                    again.append(shard)
                else:
                    yield report
            shards = again
    finally:
        store_at(out).tidy(run.id)
