"""Five short reports written for the tests: a toll is given, copied, withdrawn and given again; two bodies disagree."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from click.testing import CliRunner, Result

from reportedly.cli import reportedly
from reportedly.cli.add import add


class Told(NamedTuple):
    outlet: str
    published: str
    text: str


STORY: Mapping[str, Told] = {
    "one.txt": Told(
        "Coast Herald",
        "2031-05-04",
        "Explosion in Norrhaven kills 41\n\n"
        "An explosion in the harbour of Norrhaven on Sunday killed 41 people, the Interior Ministry said.\n\n"
        "Mara Lindqvist, the mayor of Norrhaven, told the Coast Herald that dozens of workers were missing. "
        '"We do not know where they are," Lindqvist said.\n',
    ),
    "two.txt": Told(
        "Northwire",
        "2031-05-04",
        "41 dead in Norrhaven explosion\n\n"
        "The Interior Ministry said on Sunday that 41 people were killed in the explosion in Norrhaven.\n\n"
        "The ministry said that a crane had fallen on a grain terminal. Police denied that the fire had been set.\n",
    ),
    "three.txt": Told(
        "Daily Bell",
        "2031-05-05",
        "Ministry takes back the Norrhaven toll\n\n"
        "The Interior Ministry withdrew on Monday the figure of 41 people killed in Norrhaven. "
        '"This was a technical error," its spokesman, Jonas Weil, said.\n\n'
        "The Interior Ministry now says that 12 people were killed in Norrhaven.\n",
    ),
    "four.txt": Told(
        "Evening Post",
        "2031-05-06",
        "Norrhaven after the blast\n\n"
        "The explosion in Norrhaven, in which 41 people were killed, has shaken the country. "
        "Mayor Mara Lindqvst said on Tuesday that the harbour would open again in June.\n",
    ),
    "five.txt": Told(
        "Harbour Mail",
        "2031-05-06",
        "Toll of the explosion\n\n"
        "The Interior Ministry says that 12 people were killed in Norrhaven. "
        "An official who asked not to be named said that the number may rise.\n",
    ),
}


def write_story(folder: Path) -> tuple[Path, Path]:
    """Writes the reports; gives their folder and the rows of what is known of them."""
    reports, rows = folder / "news", folder / "rows.csv"
    reports.mkdir()
    with rows.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(("file", "outlet", "published"))
        for name, told in STORY.items():
            (reports / name).write_text(told.text, encoding="utf-8")
            written.writerow((name, told.outlet, told.published))
    return reports, rows


@cache
def _whole_story() -> bytes:
    """The case of the story, read once for all tests."""
    with TemporaryDirectory() as folder:
        reports, rows = write_story(Path(folder))
        case = Path(folder) / "story.case"
        added = CliRunner().invoke(add, [str(case), str(reports), "--metadata", str(rows), "--quiet"])
        assert added.exit_code == 0, added.output
        return case.read_bytes()


def story_case(folder: Path) -> Path:
    """A case file of its own with the five reports in it."""
    case = folder / "story.case"
    case.write_bytes(_whole_story())
    return case


def ran(*arguments: str | Path) -> Result:
    """Runs `reportedly` with these arguments, in this process and with what it prints kept apart."""
    return CliRunner().invoke(reportedly, [str(one) for one in arguments])


def answered(*arguments: str | Path) -> Any:
    """What a command prints as JSON."""
    result = ran(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
