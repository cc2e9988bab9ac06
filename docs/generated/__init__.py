"""What the site takes from the program itself, so that it cannot be out of date.

A line `<!-- generated: NAME WORDS -->` in a page is replaced by the Markdown that the function of that NAME makes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from generated.command_line import commands, exit_codes
from generated.json_interface import operations, schemas
from generated.messages import problems, unreadable
from generated.python_names import api
from generated.tables import case_exporters, exporters, extras, loaders

GENERATED: Mapping[str, Callable[..., str]] = {
    "api": api,
    "case-exporters": case_exporters,
    "commands": commands,
    "exit-codes": exit_codes,
    "exporters": exporters,
    "extras": extras,
    "loaders": loaders,
    "operations": operations,
    "problems": problems,
    "schemas": schemas,
    "unreadable": unreadable,
}

PLACE = re.compile(r"^<!-- generated: (?P<name>[\w-]+)(?P<words>(?: [\w.]+)*) -->$", re.MULTILINE)


def filled_in(page: str) -> str:
    """A page with what is generated in its places; raises `KeyError` for a name that nothing makes."""
    return PLACE.sub(lambda place: GENERATED[place["name"]](*place["words"].split()), page)
