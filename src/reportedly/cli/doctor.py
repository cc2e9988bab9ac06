"""`reportedly doctor`: what is installed, which model, which extras, and whether it reads as it should."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import resources
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Literal

import click

from reportedly import __version__
from reportedly.model import ReportedlyError

# A sentence with everything in it, and what any version must read in it.
SENTENCE = "Twelve people were injured, Northwire reported on Monday, citing the port authority."
READ_IN_IT = ("Northwire", "the port authority")
COUNTED_IN_IT = 12

EXTRA = re.compile(r"""extra\s*==\s*['"](?P<extra>[\w-]+)['"]""")
NAME = re.compile(r"[\w.-]+")
NOT_TOLD = ("all", "test", "docs", "benchmark")  # extras made of others, or for those who work on the program

EPILOG = """\b
Examples:
  reportedly doctor
  reportedly doctor --format json

\b
Exit codes:
  0    all is well
  1    something is wrong, and the message says what to do
  2    wrong usage
"""

State = Literal["well", "absent", "wrong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at; an extra that is not installed is absent, which is no fault."""

    what: str
    state: State
    told: str


@click.command(epilog=EPILOG, short_help="Check what is installed, and that it reads as it should.")
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", help="Default: table.")
@click.pass_context
def doctor(context: click.Context, form: str) -> None:
    """Says what is installed, which model and which extras, and reads a sentence to see that all works together."""
    found = list(checks())
    if form == "json":
        click.echo(json.dumps([asdict(check) for check in found], indent=2))
    else:
        width = max(len(check.what) for check in found)
        for check in found:
            click.echo(f"{check.state:<7} {check.what:<{width}}  {check.told}")
    context.exit(int(any(check.state == "wrong" for check in found)))


def checks() -> Iterator[Check]:
    yield Check(what="reportedly", state="well", told=__version__)
    yield Check(what="python", state="well", told=f"{platform.python_version()} on {platform.platform(terse=True)}")
    yield model()
    yield full_text_search()
    yield from libraries()
    yield reading()


def model() -> Check:
    """The reader's files against their sums."""
    folder = resources.files("reportedly.reader")
    wrong = []
    sums = (folder / "SHA256SUMS").read_text(encoding="ascii")
    for line in sums.splitlines():
        expected, name = line.split()
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            wrong.append(name)
    if wrong:
        return Check(what="model", state="wrong", told=f"not as it was shipped: {', '.join(wrong)}; install again")
    return Check(what="model", state="well", told=f"sha256:{hashlib.sha256(sums.encode()).hexdigest()}")


def full_text_search() -> Check:
    from reportedly.case import has_full_text_search

    if has_full_text_search():
        return Check(what="case files", state="well", told="SQLite with full text search")
    return Check(what="case files", state="wrong", told="this Python's SQLite lacks FTS5; use another Python")


def libraries() -> Iterator[Check]:
    """What the package needs, and what each extra adds."""
    needed: dict[str, list[str]] = {}
    for requirement in requires("reportedly") or []:
        extra, name = EXTRA.search(requirement), NAME.match(requirement)
        if name:
            needed.setdefault(extra["extra"] if extra else "", []).append(name[0])
    for adds, names in needed.items():
        if adds not in NOT_TOLD:
            yield of_extra(adds, names)


def of_extra(extra: str, names: list[str]) -> Check:
    versions = {name: version_of(name) for name in names}
    told = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    missing = [name for name, version in versions.items() if version is None]
    if not extra:
        lacks = f"missing: {', '.join(missing)}; install again" if missing else told
        return Check(what="libraries", state="wrong" if missing else "well", told=lacks)
    if missing:
        return Check(what=f"[{extra}]", state="absent", told=f"install it with: pip install 'reportedly[{extra}]'")
    return Check(what=f"[{extra}]", state="well", told=told)


def version_of(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def reading() -> Check:
    """Reads a sentence through the whole of it: weights, word lists, chain and figure."""
    try:
        from reportedly.pipeline import read_text

        ledger = read_text(SENTENCE)
    except (ReportedlyError, ImportError, OSError, RuntimeError) as error:
        return Check(what="reading", state="wrong", told=f"{type(error).__name__}: {error}")
    chains = [ledger.chain(claim) for claim in ledger.claims]
    counted = [figure.best for figure in ledger.figures]
    if READ_IN_IT in chains and COUNTED_IN_IT in counted:
        return Check(what="reading", state="well", told=f"“{SENTENCE}” is read as {' › '.join(READ_IN_IT)}")
    return Check(what="reading", state="wrong", told=f"“{SENTENCE}” is read as {chains} with {counted}; install again")
