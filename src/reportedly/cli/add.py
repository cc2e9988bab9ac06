"""`reportedly add` and `reportedly verify`: puts reports into a case file, and checks that it is whole."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportedly.amounts import number_of
from reportedly.cli.columns import columns_option
from reportedly.cli.jobs import engine_for, jobs_option
from reportedly.cli.output import STANDARD_STREAM
from reportedly.interfaces import CaseError, DamagedCase
from reportedly.model import Unreadable

if TYPE_CHECKING:
    from reportedly.case import SqliteStore
    from reportedly.interfaces import Sizes
    from reportedly.load import Piece
    from reportedly.load.metadata import Metadata
    from reportedly.pipeline import Added, Known

NOT_ALL = 1
NO_CASE = 3
FORMATS = ("text", "json")
SOON = 2.0  # seconds; what is done by then needs no progress bar
TOLD = ("load", "language")  # stages whose problems are told one by one; those in the text are for `reportedly doubts`

ADD_EPILOG = """\b
What is added:
  files      plain text (.txt .text), Markdown (.md), pages (.html .htm
             .xhtml), mails (.eml), PDFs (.pdf)
  archives   .zip .tar .tar.gz .tgz of any of these, and web archives
             (.warc .warc.gz .wacz): each page in them is a report
  feeds      .rss .atom .xml: each entry is a report
  folders    all such files in them, in the order of their paths
  tables     .jsonl, one report a line: {"text": "…", "url": "…",
             "outlet": "…", "published": "…", "title": "…", "language": "…"},
             or columns of these names in .csv .tsv .parquet; only "text" is
             needed, and offsets are those of "text".  Other names are told
             with --column text=body.  Name such files, and .xml, themselves:
             in folders they are passed over.
  extracts   a folder that `reportedly extract` wrote, as a whole
  addresses  https://… of a page or a feed, fetched as its robots.txt allows,
             one page a second; the only thing here that uses the network

\b
Adding the same bytes again changes nothing, so that a command that was
stopped can simply be run again.  Reports of the same address with other
bytes are kept as its versions.

\b
Examples:
  reportedly add unrest.case reports/
  reportedly add unrest.case reports/ --metadata rows.csv
  reportedly add unrest.case https://news.example.org/rss --follow
  reportedly add unrest.case archive.zip --jobs 4
  reportedly add unrest.case --again

\b
Exit codes:
  0    every report is in the case
  1    at least one could not be read (standard error says which and why, the
       others are in the case)
  2    wrong usage
  3    the case cannot be opened or written (full disk, newer version, damage);
       what was added before is safe
  130  stopped by Ctrl-C; what was added before is safe
"""

VERIFY_EPILOG = """\b
Exit codes:
  0    nothing is damaged
  1    something is damaged; each line names the report and what it is
  2    wrong usage
  3    the case cannot be opened
"""


class CannotUseCase(click.ClickException):
    exit_code = NO_CASE


@dataclass(slots=True)
class Tally:
    """What has been added so far."""

    counts: Counter[str] = field(default_factory=Counter)
    unreadable: list[dict[str, Any]] = field(default_factory=list)
    passed: list[dict[str, Any]] = field(default_factory=list)  # what is no report by its kind, in archives
    there: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    in_text: Counter[str] = field(default_factory=Counter)  # problems of other stages


@click.command(epilog=ADD_EPILOG, short_help="Put reports into a case file, to be held against each other.")
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("inputs", nargs=-1, metavar="[FILE|DIR|https://...|-]...")
@click.option(
    "--metadata",
    metavar="ROWS",
    help="What is known of the files: .jsonl or .csv with file, outlet, published, url, language, title.",
)
@columns_option
@click.option("--follow", is_flag=True, help="Of a feed's address, also fetch the page of each entry.")
@click.option("--allow-local", is_flag=True, help="Also fetch from private and local addresses.")
@click.option("--again", is_flag=True, help="Read anew what is there; without inputs, the whole case. Decisions stay.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to sum up; text by default.")
@jobs_option
@click.option("--quiet", is_flag=True, help="Show no progress bar.")
def add(
    case: Path,
    inputs: tuple[str, ...],
    metadata: str | None,
    columns: dict[str, str],
    follow: bool,
    allow_local: bool,
    again: bool,
    form: str,
    jobs: int,
    quiet: bool,
) -> None:
    """Reads news reports and keeps them, with their ledgers, in the file CASE, which is made where there is none."""
    if not inputs and not again:
        raise click.UsageError(f"name the reports to add: reportedly add {case} REPORTS")
    if not inputs and metadata:
        raise click.UsageError("--metadata needs the files it is about; name them too")
    extracted = [one for one in inputs if is_extracted(one)]
    found = list(inputs_of([one for one in inputs if one not in extracted], case))
    known = known_by(metadata, [one for one in found if isinstance(one, str)])
    tally = Tally()
    with in_plain_words(tally), opened(case, make=bool(inputs)) as store:
        from reportedly.pipeline import add_reports, read_again
        from reportedly.shards.into_case import add_shards
        from reportedly.shards.read_back import size_in

        if inputs:
            fetch = fetcher(found, follow=follow, allow_local=allow_local)
            what_is_known = partial(known_of, known)
            read_here = add_reports(
                store,
                found,
                now=now,
                known_of=what_is_known,
                again=again,
                fetch=fetch,
                columns=columns,
                engine=engine_for(jobs),
            )
            read_elsewhere = (add_shards(store, one, now=now, again=again) for one in extracted)
            answers: Iterator[Added] = chain(read_here, *read_elsewhere)
            total = sum(map(size_of, found)) + sum(map(size_in, extracted))
        else:
            answers, total = read_again(store, now=now), store.sizes().reports
        with watching(total, wanted=not quiet) as advance:
            for answer in answers:
                note(tally, answer)
                advance(answer.bytes if inputs else 1)
        click.echo(
            as_json(case, tally, known, store.sizes()) if form == "json" else in_words(case, tally, store.sizes())
        )
    if tally.unreadable:
        click.get_current_context().exit(NOT_ALL)


@click.command(epilog=VERIFY_EPILOG, short_help="Check every hash, span and row of a case file.")
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="text by default.")
def verify(case: Path, form: str) -> None:
    """Checks raw bytes, texts and ledgers against their hashes, spans against texts, tables against ledgers."""
    found: list[dict[str, str | None]] = []
    sizes = None
    with in_plain_words(None):
        try:
            with opened(case, make=False) as store:
                for damage in store.damage():
                    found.append({"kind": damage.kind, "report": damage.report, "message": damage.message})
                    if form == "text":
                        click.echo(f"{place_of(store, damage.report)}: {damage.message}")
                sizes = store.sizes()
        except DamagedCase as error:  # not even the list of its reports can be read
            found.append({"kind": "file", "report": None, "message": str(error)})
            if form == "text":
                click.echo(str(error))
    if form == "json":
        summed = {"case": str(case), **(counted(sizes) if sizes else {}), "damage": found}
        click.echo(json.dumps(summed, ensure_ascii=False, indent=2))
    elif sizes and not found:
        click.echo(f"{case}: {reports(sizes.reports)}, {sizes.claims:,} claims, all as they were kept.")
    if found:
        click.get_current_context().exit(NOT_ALL)


# ---------------------------------------------------------------- what is added
def is_extracted(where: str) -> bool:
    """Whether an input is what `reportedly extract` wrote."""
    from reportedly.shards.read_back import is_extracted

    return is_extracted(where)


def inputs_of(inputs: Sequence[str], case: Path) -> Iterator[str | Unreadable]:
    """The files that `inputs` stand for, each once; the case itself is no report."""
    from reportedly.load import expand

    met = {str(case)}
    if inputs.count(STANDARD_STREAM) > 1:
        raise click.BadParameter("standard input can be read once only; give - once.", param_hint="-")
    for where in inputs:
        try:
            for file in expand([where], many=True):
                if file not in met:
                    met.add(file)
                    yield file
        except Unreadable as error:
            yield error


def known_by(rows: str | None, files: Sequence[str]) -> Metadata | None:
    if rows is None:
        return None
    from reportedly.load.metadata import metadata_for

    try:
        found = metadata_for(files, rows)
    except Unreadable as error:
        raise click.BadParameter(f"{error}.", param_hint="--metadata") from error
    for complaint in found.complaints:
        tell(complaint)
    return found


def known_of(metadata: Metadata | None, where: str) -> Known:
    from reportedly.pipeline import NOTHING_KNOWN, Known

    return NOTHING_KNOWN if metadata is None else Known(**metadata.of(where))


def fetcher(
    found: Sequence[str | Unreadable], *, follow: bool, allow_local: bool
) -> Callable[[str], Iterator[Piece]] | None:
    """What fetches addresses, where any was given; nothing else in the program uses the network."""
    from reportedly.load import is_address

    if not any(isinstance(one, str) and is_address(one) for one in found):
        return None
    from reportedly.load.fetch import Fetcher, Manners, anywhere, is_public

    return partial(Fetcher(Manners(may_connect=anywhere if allow_local else is_public)).pieces, follow=follow)


def size_of(found: str | Unreadable) -> int:
    try:
        return 0 if isinstance(found, Unreadable) or found == STANDARD_STREAM else Path(found).stat().st_size
    except (OSError, ValueError):
        return 0


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


# ---------------------------------------------------------------- the case
@contextmanager
def opened(case: Path, *, make: bool) -> Iterator[SqliteStore]:
    from reportedly.case import make_case, open_case

    store = make_case(case) if make else open_case(case)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def in_plain_words(tally: Tally | None) -> Iterator[None]:
    """A case that cannot be used ends the command with a sentence; so does Ctrl-C, which leaves the case whole."""
    try:
        yield
    except CaseError as error:
        raise CannotUseCase(f"{error}{and_so_far(tally)}") from error
    except KeyboardInterrupt:
        if tally is not None:
            tell(f"stopped{and_so_far(tally)}; run the same command again to go on")
        raise


def and_so_far(tally: Tally | None) -> str:
    if tally is None:
        return ""
    done = tally.counts["new"] + tally.counts["again"]
    return f" ({reports(done)} added before that {'is' if done == 1 else 'are'} safe)" if done else ""


# ---------------------------------------------------------------- what is told
def note(tally: Tally, answer: Added) -> None:
    tally.counts[answer.how] += 1
    if answer.how == "unreadable":
        tally.unreadable.append({"where": answer.where, "message": answer.why})
        tell(f"{answer.where}: {answer.why}")
    if answer.how == "passed":
        tally.passed.append({"where": answer.where, "message": answer.why})
        tell(f"{answer.where}: {answer.why}")
    if answer.how == "there":
        tally.there.append({"where": answer.where, "report": answer.report, "same_bytes_as": answer.why})
        if answer.why:
            tell(f"{answer.where}: the same bytes as {answer.why}, which is in the case; kept once")
    for problem in answer.problems:
        if problem.stage not in TOLD:
            tally.in_text[problem.stage] += 1
            continue
        tally.problems.append({"where": answer.where, "report": answer.report, **problem.to_dict()})
        tell(f"{answer.where}: {problem.message}")


def tell(message: str) -> None:
    from reportedly.export.visible import on_one_line

    # Not click.echo: it writes past the progress bar, into the middle of its line.
    sys.stderr.write(f"reportedly: {on_one_line(message)}\n")


def in_words(case: Path, tally: Tally, sizes: Sizes) -> str:
    said = [
        f"{reports(tally.counts[how])} {what}"
        for how, what in (
            ("new", "added"),
            ("again", "read again"),
            ("there", "in the case already"),
            ("unreadable", "not read"),
        )
        if tally.counts[how]
    ]
    claims, figures = number_of(sizes.claims, "claim"), number_of(sizes.figures, "figure")
    return f"{', '.join(said) or 'Nothing to add'}. {case} holds {reports(sizes.reports)}, {claims} and {figures}."


def as_json(case: Path, tally: Tally, metadata: Metadata | None, sizes: Sizes) -> str:
    found = {
        "case": str(case),
        "added": tally.counts["new"],
        "read_again": tally.counts["again"],
        "already_there": tally.there,
        "unreadable": tally.unreadable,
        "passed_over": tally.passed,
        "problems": tally.problems,
        "problems_in_text": dict(sorted(tally.in_text.items())),
        "metadata": list(metadata.complaints) if metadata else [],
        **counted(sizes),
    }
    from reportedly.export.json_ledger import without_surrogates

    return without_surrogates(json.dumps(found, ensure_ascii=False, indent=2))


def counted(sizes: Sizes) -> Mapping[str, int]:
    return {
        "reports": sizes.reports, "claims": sizes.claims, "figures": sizes.figures, "decisions": sizes.decisions
    }  # fmt: skip


def reports(number: int) -> str:
    return number_of(number, "report")


def place_of(store: SqliteStore, report: str | None) -> str:
    if report is None:
        return "the case"
    try:
        kept = store.kept(report)
    except DamagedCase:
        kept = None
    return f"{kept.where} ({report})" if kept else report


# ---------------------------------------------------------------- the bar
@contextmanager
def watching(total: int, *, wanted: bool) -> Iterator[Any]:
    """A function to call with how much of `total` each report was; a bar shows on standard error after `SOON`."""
    if not wanted or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Reading"), BarColumn(), TextColumn("{task.fields[done]} reports"), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    task, started, done = bar.add_task("", total=max(total, 1), done=0), time.monotonic(), 0

    def advance(size: int) -> None:
        nonlocal done
        done += 1
        bar.update(task, advance=size, done=done)
        if not bar.live.is_started and time.monotonic() - started > SOON:
            bar.start()

    try:
        yield advance
    finally:
        bar.stop()
