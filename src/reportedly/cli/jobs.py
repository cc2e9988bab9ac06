"""The option --jobs: how many reports are read at once, each in a process of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reportedly.interfaces import Engine

MOST = 256

jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, MOST),
    default=1,
    metavar="N",
    help="Read N reports at once, each in a process of its own; 1 by default.",
)


def engine_for(jobs: int) -> Engine:
    if jobs == 1:
        from reportedly.engines.serial import run_serially

        return run_serially
    from reportedly.engines.processes import run_in_processes

    return partial(run_in_processes, jobs=jobs)
