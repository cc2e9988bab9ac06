"""The command `reportedly`: loads only the command asked for, and ends with an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

import click

from reportedly import __version__
from reportedly.cli.output import forget_standard_output

DONE, STOPPED = 0, 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A command that is imported when it is called: where it is, and its line in the list of commands."""

    where: str  # "module:attribute"
    summary: str

    def load(self) -> click.Command:
        module, attribute = self.where.split(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.where} is not a click command")
        return command


COMMANDS: Mapping[str, Later] = {
    "read": Later(
        where="reportedly.cli.read:read", summary="Read news reports: who says what, on whose word, how sure."
    ),
    "add": Later(
        where="reportedly.cli.add:add", summary="Put reports into a case file, to be held against each other."
    ),
    "extract": Later(
        where="reportedly.cli.extract:extract",
        summary="Read files of many reports into Parquet tables, here or on a cluster.",
    ),
    "compare": Later(where="reportedly.cli.compare:compare", summary="Hold the reports of a case against each other."),
    "claims": Later(where="reportedly.cli.ask:claims", summary="List claims: who says what, on whose word, how sure."),
    "figures": Later(
        where="reportedly.cli.ask:figures", summary="Follow figures: how each number moved and on whose word."
    ),
    "people": Later(
        where="reportedly.cli.ask:people",
        summary="List who is who: persons, bodies and places with all their spellings.",
    ),
    "sources": Later(
        where="reportedly.cli.ask:sources",
        summary="List sources: who is quoted, who passes it on, how far they are trusted.",
    ),
    "copies": Later(where="reportedly.cli.ask:copies", summary="List reports that were made from one another."),
    "origins": Later(
        where="reportedly.cli.ask:origins", summary="Count origins: ten reports, one origin; and what rests on none."
    ),
    "conflicts": Later(where="reportedly.cli.ask:conflicts", summary="List what contradicts what, and why."),
    "doubts": Later(
        where="reportedly.cli.ask:doubts",
        summary="List what a person should look at: names, sources, numbers in doubt.",
    ),
    "search": Later(where="reportedly.cli.ask:search", summary="Search the full text of the reports."),
    "changes": Later(where="reportedly.cli.ask:changes", summary="Tell what is new since a time, and what moved."),
    "serve": Later(where="reportedly.cli.serve:serve", summary="Open a page on a case: read, follow, decide."),
    "merge": Later(where="reportedly.cli.decide:merge", summary="Take two names for one person, body or place."),
    "split": Later(
        where="reportedly.cli.decide:split", summary="Keep two apart that were taken for one, or that may be."
    ),
    "grade": Later(where="reportedly.cli.decide:grade", summary="Say how far a source is trusted, from A to F."),
    "note": Later(where="reportedly.cli.decide:note", summary="Keep a note on a report, a claim, a figure, a name."),
    "undo": Later(where="reportedly.cli.decide:undo", summary="Undo a decision."),
    "decisions": Later(where="reportedly.cli.decide:decisions", summary="List what people decided, who and when."),
    "export": Later(where="reportedly.cli.export_case:export", summary="Write a case as files for other tools."),
    "import": Later(
        where="reportedly.cli.export_case:import_corrections", summary="Take over what people corrected in an export."
    ),
    "verify": Later(where="reportedly.cli.add:verify", summary="Check every hash, span and row of a case file."),
    "doctor": Later(
        where="reportedly.cli.doctor:doctor", summary="Check what is installed, and that it reads as it should."
    ),
    "evaluate": Later(
        where="reportedly.cli.evaluate:evaluate", summary="Score the reader against attributions marked by hand."
    ),
}

EPILOG = """\b
Examples:
  reportedly read article.txt
  reportedly read page.html --format html -o claims.html
  cat article.txt | reportedly read - --format json

\b
Many reports on one event:
  reportedly add unrest.case reports/ --metadata rows.csv
  reportedly compare unrest.case
  reportedly figures unrest.case --measure killed
  reportedly serve unrest.case

\b
Everything runs on this machine; nothing is fetched or sent.
"""


class LazyGroup(click.Group):
    """A group over COMMANDS, so that `--help` imports none of them: the reader alone takes most of a second to load."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature, here and below)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return COMMANDS[cmd_name].load() if cmd_name in COMMANDS else None

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise click.Abort from None
        except BrokenPipeError:  # whoever read our output has had enough of it, as `head` does
            forget_standard_output()
            return DONE

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, later.summary) for name, later in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
)
@click.version_option(__version__, prog_name="reportedly", message="%(prog)s %(version)s")
def reportedly() -> None:
    """Reads news reports and lists their claims: who says what, on whose word, and how sure they are.

    Each claim comes with the chain of sources behind it ("the agency › the ministry › a witness") and with its exact
    place in the text.
    """


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    # One text keeps one core busy; the threads of numpy's matrix products would only wait for each other (half as much
    # CPU time again for the same words).  A host program that imports the package keeps its own setting.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(run())


def run() -> int:
    try:
        answer = reportedly.main(prog_name="reportedly", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        behind_ctrl_c = "\n" if sys.stderr.isatty() else ""
        click.echo(f"{behind_ctrl_c}reportedly: stopped", err=True)
        return STOPPED
    return answer if isinstance(answer, int) else DONE
