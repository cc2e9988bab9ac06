"""`reportedly extract`: reads files of many reports into Parquet tables, on this machine or on a cluster."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportedly.amounts import number_of
from reportedly.cli.add import known_by
from reportedly.cli.columns import columns_option
from reportedly.model import ReportedlyError, Unreadable

if TYPE_CHECKING:
    from reportedly.interfaces import Engine
    from reportedly.load.metadata import Metadata
    from reportedly.shards.inputs import Shard
    from reportedly.shards.process import ShardReport
    from reportedly.shards.run import Engines

NOT_ALL, CANNOT = 1, 3
ENGINES = ("serial", "processes", "dask")
FORMATS = ("text", "json")
SHARD_PATIENCE = 86_400.0  # seconds for one shard: a day, for the longest of them
COUNTED = ("reports", "claims", "figures", "words", "unreadable", "passed", "there")

EPILOG = """\b
Inputs are files that hold many reports (.jsonl, .csv, .tsv, .parquet, .warc,
.zip, .wacz, .tar, .rss, .atom, most of them also as .gz), folders of such
files, and addresses of either, such as s3://news/2022-01.warc.gz.  Each file
is a shard, and becomes a folder in OUT with one Parquet file a table.  The
pages, texts, mails and PDFs in a folder of this machine are put together into
shards of 500, in the order of their paths.

\b
A shard that is there already, made of the same bytes by the same version, is
left as it is, so that a command that was stopped can simply be run again.

\b
Examples:
  reportedly extract archive/ tables/ --jobs 8
  reportedly extract archive/ tables/ --engine dask --address tcp://head:8786
  reportedly extract 's3://news/2022-*.warc.gz' s3://tables/2022 --engine dask \\
      --address scheduler.json
  reportedly add unrest.case tables/

\b
Exit codes:
  0    every shard is there; reports in it that could not be read are counted
       here, and named in the table "others"
  1    at least one shard is not there (standard error says which and why)
  2    wrong usage
  3    nothing can be written to OUT, or the cluster cannot be reached
  130  stopped by Ctrl-C; shards that are done stay
"""


class CannotExtract(click.ClickException):
    exit_code = CANNOT


@dataclass(slots=True)
class Tally:
    """What became of the shards so far."""

    shards: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    failed: list[dict[str, str]] = field(default_factory=list)
    seconds: float = 0.0


@click.command(epilog=EPILOG, short_help="Read files of many reports into Parquet tables, here or on a cluster.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.argument("out", metavar="OUT")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    help="Where to read; by default in this process, with --jobs in several of this machine.",
)
@click.option(
    "--address", metavar="WHERE", help="The scheduler of a Dask cluster, such as tcp://head:8786, or its file."
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, metavar="N", help="Processes on this machine; 1 by default."
)
@click.option(
    "--metadata",
    metavar="ROWS",
    help="What is known of the files: .jsonl or .csv with file, outlet, published, url, language, title.",
)
@columns_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to sum up; text by default.")
@click.option("--quiet", is_flag=True, help="Show no progress bar.")
def extract(
    inputs: tuple[str, ...],
    out: str,
    engine: str | None,
    address: str | None,
    jobs: int,
    metadata: str | None,
    columns: dict[str, str],
    form: str,
    quiet: bool,
) -> None:
    """Reads every report in the INPUTs, and writes their ledgers to OUT as Parquet tables, shard by shard."""
    name = engine or ("dask" if address else "processes" if jobs > 1 else "serial")
    refuse_what_cannot_be_meant(name, address, jobs)
    from reportedly.engines.cluster import NoCluster
    from reportedly.shards.inputs import shards_of
    from reportedly.shards.process import AnotherVersion
    from reportedly.shards.run import extract_shards
    from reportedly.shards.storage import CannotStore

    tally = Tally()
    try:
        make_ready(out)
        found = list(shards_of(inputs))
        for one in found:
            if isinstance(one, Unreadable):
                note_failed(tally, one.where, one.message)
        shards = told_of([one for one in found if not isinstance(one, Unreadable)], metadata, columns)
        with (
            running(name, address, jobs, len(shards)) as engines,
            watching(len(shards), wanted=not quiet) as advance,
        ):
            for report in extract_shards(shards, out=out, engines=engines):
                note(tally, report)
                advance()
    except (NoCluster, CannotStore, AnotherVersion) as error:
        raise CannotExtract(str(error)) from error
    click.echo(as_json(out, tally) if form == "json" else in_words(out, tally))
    if tally.failed:
        click.get_current_context().exit(NOT_ALL)


def told_of(shards: Sequence[Shard], metadata: str | None, columns: Mapping[str, str]) -> list[Shard]:
    """The shards with what is known of their files; the rows that say it are no reports."""
    told = [replace(shard, columns=columns) for shard in shards]
    if metadata is None:
        return told
    rows = str(Path(metadata).resolve())
    told = [shard for shard in told if shard.file != rows]
    known = known_by(metadata, [where for shard in told for where in shard.places])
    return [replace(shard, known=known_of_all(shard, known)) for shard in told]


def known_of_all(shard: Shard, metadata: Metadata | None) -> dict[str, Mapping[str, str]]:
    return {where: known for where in shard.places if metadata is not None and (known := metadata.of(where))}


def refuse_what_cannot_be_meant(engine: str, address: str | None, jobs: int) -> None:
    if address and engine != "dask":
        raise click.UsageError(f"--address names a Dask cluster; it goes with --engine dask, not {engine}")
    if jobs > 1 and engine == "serial":
        raise click.UsageError("--engine serial is one process; leave it out, or leave out --jobs")
    if jobs > 1 and address:
        raise click.UsageError("--jobs is for this machine; a cluster has the workers that were started for it")


def make_ready(out: str) -> None:
    """Says before anything is read what would keep every shard from being written."""
    from reportedly.export.parquet_tables import pyarrow
    from reportedly.shards.storage import CannotStore, made_ready

    try:
        pyarrow()
    except ReportedlyError as error:
        raise CannotStore(str(error).partition(";")[0]) from error
    made_ready(out)


# ---------------------------------------------------------------- where it runs
@contextmanager
def running(name: str, address: str | None, jobs: int, shards: int) -> Iterator[Engines]:
    from reportedly.engines.processes import run_in_processes
    from reportedly.shards.run import Engines

    apart: Engine = partial(run_in_processes, jobs=jobs)
    if name == "serial":
        yield Engines()
    elif name == "processes" and shards < jobs:  # fewer shards than processes: each shard is shared among them
        yield Engines(reports=apart, careful=apart)
    elif name == "processes":
        yield Engines(shards=partial(run_in_processes, jobs=jobs, patience=SHARD_PATIENCE), careful=apart)
    else:
        from reportedly.engines.cluster import cluster_at, hush, run_on_cluster

        hush()
        with cluster_at(address, jobs=jobs) as client:
            yield Engines(shards=partial(run_on_cluster, client=client), careful=apart)


# ---------------------------------------------------------------- what is told
def note(tally: Tally, report: ShardReport) -> None:
    if report.how == "failed":
        note_failed(tally, report.where, report.why or "")
        return
    tally.shards[report.how] += 1
    tally.of.update({name: getattr(report, name) for name in COUNTED})
    tally.seconds += report.seconds


def note_failed(tally: Tally, where: str, why: str) -> None:
    from reportedly.export.visible import on_one_line

    tally.shards["failed"] += 1
    tally.failed.append({"where": where, "message": why})
    # Not click.echo: it writes past the progress bar, into the middle of its line.
    sys.stderr.write(f"reportedly: {on_one_line(f'{where}: {why}')}\n")


def in_words(out: str, tally: Tally) -> str:
    said = [
        f"{shards(tally.shards[how])} {what}"
        for how, what in (("read", "read"), ("skipped", "there already"), ("failed", "failed"))
        if tally.shards[how]
    ]
    of = tally.of
    held = [number_of(of[f"{noun}s"], noun) for noun in ("report", "claim", "figure")]
    holds = f"{held[0]}, {held[1]} and {held[2]}"
    unread = f"; {of['unreadable']:,} could not be read" if of["unreadable"] else ""
    return f"{', '.join(said)}. In {out}: {holds}{unread}."


def shards(number: int) -> str:
    return "1 shard" if number == 1 else f"{number:,} shards"


def as_json(out: str, tally: Tally) -> str:
    from reportedly.export.json_ledger import without_surrogates

    found: dict[str, Any] = {
        "out": out,
        "read": tally.shards["read"],
        "skipped": tally.shards["skipped"],
        "failed": tally.failed,
        **{name: tally.of[name] for name in COUNTED},
        "cpu_seconds": round(tally.seconds, 1),
    }
    return without_surrogates(json.dumps(found, ensure_ascii=False, indent=2))


@contextmanager
def watching(total: int, *, wanted: bool) -> Iterator[Any]:
    """A function to call for each shard that is done."""
    if not wanted or not total or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("Reading", total=total)
        yield partial(bar.advance, task)
