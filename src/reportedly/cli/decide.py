"""`reportedly merge`, `split`, `grade`, `note`, `undo` and `decisions`: what people decide, kept with who and when."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportedly.cli.ask import answer, asking, case_at, row, taught

if TYPE_CHECKING:
    from reportedly.ask import Case
    from reportedly.interfaces import Decision

NAMES_HELP = """\b
A and B are ids (E2, from `reportedly people`), names, or any of their
spellings; NAME@REPORT is the one of that name in one report.

"""
EXIT_CODES = """
\b
Exit codes:
  0    kept
  1    nothing was kept: the case has nothing of that name, or it would change
       nothing (the message says which, and what is near)
  2    wrong usage
  3    the case cannot be opened or written
"""


def examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "".join(f"  {line}\n" for line in lines) + EXIT_CODES


def user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a system that knows no name for whoever runs this
        return ""


def deciding(name: str, summary: str, epilog: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command that keeps a decision."""

    def decorate(function: Callable[..., None]) -> click.Command:
        who = click.option("--who", metavar="NAME", help="Who decides; your user name by default.")
        case = click.argument("path", metavar="CASE", type=click.Path(path_type=Path))
        return click.command(name, epilog=epilog, short_help=summary)(case(who(function)))

    return decorate


def keep(path: Path, who: str | None, decide: Callable[[Case, str], Decision]) -> None:
    """Keeps a decision and says what was kept, and how to take it back."""
    name = (who if who is not None else user_name()).strip()
    if not name:
        raise click.UsageError("say who decides: --who NAME")
    with case_at(path) as case:
        from reportedly.ask.decisions import what_was_decided
        from reportedly.export.visible import on_one_line

        kept = decide(case, name)
        back = f"undo it with: reportedly undo {path} {kept.id}"
        click.echo(f"Decision {kept.id} by {name}: {kept.kind}, {on_one_line(what_was_decided(kept))}; {back}")


@deciding(
    "merge",
    "Take two names for one person, body or place.",
    NAMES_HELP
    + examples("reportedly merge unrest.case E61 E243", "reportedly merge unrest.case Togayev Tokayev --who Ana"),
)
@click.argument("a")
@click.argument("b")
def merge(path: Path, a: str, b: str, who: str | None) -> None:
    """Decides that A and B are one; the decision holds when the reports are read again."""
    keep(path, who, lambda case, name: case.merge(a, b, who=name))


@deciding(
    "split",
    "Keep two apart that were taken for one, or that may be.",
    NAMES_HELP
    + examples(
        "reportedly split unrest.case 'Samat Abish' Samat",
        "reportedly split unrest.case E5 'Interior Ministry@065.txt'",
    ),
)
@click.argument("a")
@click.argument("b")
def split(path: Path, a: str, b: str, who: str | None) -> None:
    """Decides that A and B are two; the decision holds when the reports are read again."""
    keep(path, who, lambda case, name: case.split(a, b, who=name))


@deciding(
    "grade",
    "Say how far a source is trusted, from A to F.",
    """\b
Grades (the Admiralty code):
  A reliable          C fairly reliable          E unreliable
  B usually reliable  D not usually reliable     F cannot be judged

"""
    + examples(
        "reportedly grade unrest.case 'Health Ministry' B", "reportedly grade unrest.case 'Newz Bucket' E --who Ana"
    ),
)
@click.argument("source")
@click.argument("letter", metavar="A-F")
def grade(path: Path, source: str, letter: str, who: str | None) -> None:
    """Grades a source of the case, or an outlet; `reportedly sources` shows it."""
    keep(path, who, lambda case, name: case.grade(source, letter, who=name))


@deciding(
    "note",
    "Keep a note on a report, a claim, a figure, a name.",
    """\b
SUBJECT is a report (by file or the start of its id), a claim or figure of one
(049.txt:c3, 049.txt:f1), a series (S17), or a person, body or place.

"""
    + examples("reportedly note unrest.case 049.txt:c3 'asked the ministry, no answer'"),
)
@click.argument("subject")
@click.argument("text")
def note(path: Path, subject: str, text: str, who: str | None) -> None:
    """Keeps TEXT with its subject; `reportedly decisions` lists it."""
    keep(path, who, lambda case, name: case.note(subject, text, who=name))


@deciding("undo", "Undo a decision.", examples("reportedly undo unrest.case 3"))
@click.argument("decision", metavar="ID", type=click.IntRange(min=1))
def undo(path: Path, decision: int, who: str | None) -> None:
    """Undoes the decision of that number; undoing the undoing puts it in force again."""
    keep(path, who, lambda case, name: case.undo(decision, who=name))


@asking(
    "decisions",
    "List what people decided, who and when.",
    epilog=taught("reportedly decisions unrest.case\nreportedly decisions unrest.case --all --format csv"),
)
@click.option("--all", "undone", is_flag=True, help="Also those undone, and the undoing.")
def decisions(path: Path, undone: bool, **where: Any) -> None:
    """Lists merges, splits, grades and notes in the order in which they were made."""
    answer(path, lambda case: case.decisions(undone=undone), row("DecisionRow"), "decisions", **where)
