"""`reportedly compare`: all reports of a case held against each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reportedly.cli.ask import EXIT_CODES, case_at
from reportedly.cli.case_output import encoding_of, output_wanted
from reportedly.cli.output import output_to

FORMATS = ("table", "json")

EPILOG = f"""\b
Formats:
  table  how much there is, the most telling findings, what to ask next
  json   everything, as one object: entities, series of figures, copies,
         conflicts and what only looks like one, assertions, origins; the same
         reports give the same bytes

\b
Examples:
  reportedly compare unrest.case
  reportedly compare unrest.case --findings 10
  reportedly compare unrest.case --format json -o unrest.json
{EXIT_CODES}"""


@click.command(epilog=EPILOG, short_help="Hold the reports of a case against each other.")
@click.argument("path", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: table on a terminal, else json.")
@click.option(
    "--findings", "most", type=click.IntRange(min=0), default=3, metavar="N", help="How many are told; 3 by default."
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Write to a file, which appears when it is whole.",
)
def compare(path: Path, form: str | None, most: int, output: Path | None) -> None:
    """Holds all reports of CASE against each other: who is who, how figures moved, what contradicts what."""
    wanted = output_wanted(form, output)
    if wanted.form not in FORMATS:
        raise click.UsageError(f"{output} would be {wanted.form}; compare gives json, or a table (.txt)")
    with case_at(path) as case:
        if wanted.form == "json":
            pieces = as_json(case.comparison().to_dict())
        else:
            from reportedly.cli.case_tables import overview
            from reportedly.cli.table import console_for

            console = console_for(terminal=wanted.to_terminal)
            pieces = overview(case.comparison(), case.findings(most), str(path), console)
        with output_to(wanted.path, encoding=encoding_of(wanted)) as put:
            for piece in pieces:
                put(piece)


def as_json(comparison: dict[str, object]) -> Iterator[str]:
    import json

    from reportedly.export.json_ledger import without_surrogates

    yield without_surrogates(json.dumps(comparison, ensure_ascii=False, indent=2))
    yield "\n"
