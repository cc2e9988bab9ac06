"""The command line, from the commands themselves: what `--help` says, as a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc

import click

from generated.markdown import block, code, plain, table
from reportedly.cli import COMMANDS, EPILOG, reportedly

EXIT_CODES = "Exit codes:"
EXIT_CODE = re.compile(r"^ {2}(\d+) +(.*(?:\n {5,}.*)*)", re.MULTILINE)


def loaded() -> dict[str, click.Command]:
    return {name: later.load() for name, later in COMMANDS.items()}


def commands() -> str:
    """Every command with its help, its options, and what its help says below them."""
    parts = ["## `reportedly`\n", plain(reportedly.help or ""), "", block(usage(reportedly, "reportedly"))]
    parts += [options(reportedly, "reportedly"), *below(EPILOG)]
    for name, command in loaded().items():
        title = f"reportedly {name}"
        parts += [f"## `{title}`\n", *helped(command), "", block(usage(command, title))]
        parts += [options(command, title), *below(command.epilog or "")]
    return "\n".join(parts)


def helped(command: click.Command) -> Iterator[str]:
    for paragraph in cleandoc(command.help or "").split("\n\n"):
        yield block(paragraph.removeprefix("\b\n")) if paragraph.startswith("\b\n") else plain(paragraph) + "\n"


def usage(command: click.Command, title: str) -> str:
    return " ".join([title, *command.collect_usage_pieces(click.Context(command, info_name=title))])


def options(command: click.Command, title: str) -> str:
    context = click.Context(command, info_name=title)
    records = [option.get_help_record(context) for option in command.get_params(context)]
    rows = [(code(names), plain(what)) for names, what in filter(None, records)]
    return table(("option", "meaning"), rows)


def below(epilog: str) -> Iterator[str]:
    r"""What stands below the options; each part begins with \b, which keeps its lines as they are."""
    for part in cleandoc(epilog).split("\b\n")[1:]:
        title, _, lines = part.strip("\n").partition("\n")
        if title.endswith(":") and lines.startswith("  "):
            yield f"**{plain(title.removesuffix(':'))}**\n"
            yield block(cleandoc(lines))
        else:
            yield plain(part) + "\n"


def exit_codes() -> str:
    """What the exit codes of each command mean, as its help says; commands that say the same stand together."""
    alike: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for name, command in loaded().items():
        alike.setdefault(tuple(codes_of(command)), []).append(code(f"reportedly {name}"))
    return "\n".join(
        f"{', '.join(names)}:\n\n"
        + table(("exit code", "meaning"), ((code(number), plain(what)) for number, what in codes))
        for codes, names in alike.items()
    )


def codes_of(command: click.Command) -> list[tuple[str, str]]:
    helped_below = (command.epilog or "") + "\n" + (command.help or "")
    _, _, told = helped_below.partition(EXIT_CODES)
    return EXIT_CODE.findall(told.partition("\b")[0])
