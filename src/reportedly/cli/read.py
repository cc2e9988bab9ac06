"""`reportedly read`: reads reports and prints what they claim."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportedly.cli.jobs import engine_for, jobs_option
from reportedly.cli.output import STANDARD_STREAM, is_standard_output, output_to
from reportedly.model import Ledger, Unreadable

if TYPE_CHECKING:
    from reportedly.pipeline import Known

FORMATS = ("table", "json", "jsonl", "html")
FORM_OF_ENDING = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".txt": "table",
}
NOT_ALL_READ = 1
FEW = 3  # so many inputs are read before a progress bar would be of use
DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)
HOW_TO_DATE = "write the day as 2022-01-10, or day and time as 2022-01-10T06:30:00Z"

EPILOG = """\b
Formats:
  table  for people; nested claims stand under the claim they are part of,
         figures in a table of their own
  json   one object for one report; an array for several reports or a folder
  jsonl  one object a line, each written as soon as its report is read
  html   one page that stands alone: the text with its claims, hedges,
         figures and dates marked, and who is meant by every name

\b
Examples:
  reportedly read article.txt
  reportedly read news/ --format jsonl | grep possible
  reportedly read page.html --published 2022-01-10 -o claims.html

\b
Exit codes:
  0    every report was read
  1    at least one could not be read (standard error says which and why, the
       others are read all the same), or the output could not be written
  2    wrong usage
  130  stopped by Ctrl-C
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How the ledgers are to be shown."""

    form: str  # one of FORMATS
    authorial: bool
    one_report: bool  # the command names one report, not several and no folder
    to_terminal: bool


def iso_date(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        if DATE.fullmatch(value):
            datetime.fromisoformat(value)
            return value
    except ValueError:  # the 30th of February
        pass
    raise click.BadParameter(f"“{value}” is not a date that can be used; {HOW_TO_DATE}.")


@click.command(epilog=EPILOG, short_help="Read news reports: who says what, on whose word, how sure.")
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|DIR|-...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="Default: what the ending of -o says; else table on a terminal, json elsewhere.",
)
@click.option(
    "--published",
    metavar="DATE",
    callback=iso_date,
    help="When the report was published, such as 2022-01-10 or 2022-01-10T06:30:00Z.",
)
@click.option("--outlet", metavar="NAME", help="Who published it.")
@click.option(
    "--all",
    "authorial",
    is_flag=True,
    help="Also show what authors assert in their own voice (json and jsonl always have it).",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Write to a file, which appears when it is whole.",
)
@jobs_option
@click.option("--quiet", is_flag=True, help="Show no progress bar.")
def read(
    inputs: tuple[str, ...],
    form: str | None,
    published: str | None,
    outlet: str | None,
    authorial: bool,
    output: Path | None,
    jobs: int,
    quiet: bool,
) -> None:
    """Reads news reports, plain text or HTML, and lists their claims.

    Give files, folders of reports, or - for standard input.  --published and --outlet hold for every report given.
    """
    found = list(found_in(inputs))
    refuse_what_cannot_be_meant(output, found)
    from reportedly.pipeline import Known  # loads the model runtime, which a wrong call should not have to wait for

    answers = answers_to(found, Known(outlet=outlet, published=published), jobs)
    if len(found) > FEW and not quiet and sys.stderr.isatty() and not prints_to_terminal(output):
        answers = watched(answers, total=len(found))
    unread: list[Unreadable] = []
    wanted = Wanted(
        form=form or default_form(output),
        authorial=authorial,
        one_report=len(inputs) == 1 and found == list(inputs),
        to_terminal=prints_to_terminal(output),
    )
    write(readable(answers, unread), wanted, output)
    if unread:
        click.get_current_context().exit(NOT_ALL_READ)


# ---------------------------------------------------------------- what is read
def found_in(inputs: Iterable[str]) -> Iterator[str | Unreadable]:
    """The files that `inputs` stand for; an empty folder comes as the reason why nothing in it can be read."""
    from reportedly.load import expand

    for where in inputs:
        try:
            yield from expand([where])
        except Unreadable as error:
            yield error


def answers_to(found: Iterable[str | Unreadable], known: Known, jobs: int) -> Iterator[Ledger | Unreadable]:
    from reportedly.pipeline import read_many

    for how, those in groupby(found, key=how_to_read):
        if how == "not at all":
            yield from (one for one in those if isinstance(one, Unreadable))
        else:
            engine = engine_for(jobs if how == "as a file" else 1)
            yield from read_many((one for one in those if isinstance(one, str)), known=known, engine=engine)


def how_to_read(one: str | Unreadable) -> str:
    """Standard input is this process's own, and no other can read it."""
    if isinstance(one, Unreadable):
        return "not at all"
    return "from standard input" if one == STANDARD_STREAM else "as a file"


def readable(answers: Iterable[Ledger | Unreadable], unread: list[Unreadable]) -> Iterator[Ledger]:
    """The ledgers among `answers`; the others are told on standard error and kept in `unread`."""
    from reportedly.export.visible import on_one_line

    for answer in answers:
        if isinstance(answer, Unreadable):
            unread.append(answer)
            # Not click.echo: it writes past the progress bar, into the middle of its line.
            sys.stderr.write(f"reportedly: {on_one_line(str(answer))}\n")
        else:
            yield answer


def watched(answers: Iterator[Ledger | Unreadable], total: int) -> Iterator[Ledger | Unreadable]:
    from rich.console import Console
    from rich.progress import Progress

    # Standard output is not the terminal here, and must not be led to it.
    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        yield from bar.track(answers, total=total, description="Reading")


def refuse_what_cannot_be_meant(output: Path | None, found: Sequence[str | Unreadable]) -> None:
    if found.count(STANDARD_STREAM) > 1:
        raise click.BadParameter("standard input can be read once only; give - once.", param_hint="-")
    if output is None or is_standard_output(output):
        return
    if not output.absolute().parent.is_dir():
        raise click.BadParameter(f"there is no folder {output.parent}; make it first.", param_hint="-o")
    whole = output.resolve()
    if any(isinstance(one, str) and one != STANDARD_STREAM and Path(one).resolve() == whole for one in found):
        raise click.BadParameter(f"{output} is one of the reports to read; write somewhere else.", param_hint="-o")


# ---------------------------------------------------------------- what is written
def prints_to_terminal(output: Path | None) -> bool:
    return is_standard_output(output) and sys.stdout.isatty()


def default_form(output: Path | None) -> str:
    if output is not None and output.suffix.lower() in FORM_OF_ENDING:
        return FORM_OF_ENDING[output.suffix.lower()]
    return "table" if prints_to_terminal(output) else "json"


def write(ledgers: Iterator[Ledger], wanted: Wanted, output: Path | None) -> None:
    """Writes all ledgers; where there is none, nothing is written and no file is made."""
    first = next(ledgers, None)
    if first is None:
        return
    with output_to(output, encoding=encoding_of(wanted)) as put:
        for piece in pieces(chain((first,), ledgers), wanted):
            put(piece)


def pieces(ledgers: Iterable[Ledger], wanted: Wanted) -> Iterator[str]:
    """Text in the wanted format, piece by piece."""
    if wanted.form == "table":
        from reportedly.cli.table import as_table, console_for

        return as_table(ledgers, console_for(terminal=wanted.to_terminal), authorial=wanted.authorial)
    from reportedly.export import EXPORTERS
    from reportedly.export.html_page import export_html
    from reportedly.export.json_ledger import export_object

    if wanted.form == "html":
        return export_html(ledgers, authorial=wanted.authorial)
    if wanted.form == "json" and wanted.one_report:
        return chain.from_iterable(map(export_object, ledgers))
    return EXPORTERS[wanted.form](ledgers)


def encoding_of(wanted: Wanted) -> str:
    """UTF-8, but what a terminal understands for what is printed there."""
    return (sys.stdout.encoding or "utf-8") if wanted.to_terminal else "utf-8"
