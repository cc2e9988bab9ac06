"""Tables of what the program has: kinds of input and output, extras."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from inspect import cleandoc
from pathlib import Path
from typing import Any

from generated.markdown import code, plain, table
from reportedly.export import EXPORTERS
from reportedly.export.case_formats import CASE_EXPORTERS
from reportedly.load import LOADERS

PROJECT = Path(__file__).parent.parent.parent / "pyproject.toml"
OF_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(?:\[(?P<extras>[\w,-]+)\])?")

# An extra that is not named here stops the building of the site.
FOR_WHAT = {
    "all": "everything for those who use Reportedly",
    "benchmark": "the rivals in `make gate` and `make bench`",
    "cluster": "`reportedly extract` to Parquet, on this machine or a cluster; shards at addresses such as `s3://`",
    "docs": "this site: `make docs`",
    "parquet": "Parquet files, in and out",
    "pdf": "PDF files",
    "test": "the tests: `make test`",
    "web": "the page: `reportedly serve`",
}


def loaders() -> str:
    return functions("ending", LOADERS)


def exporters() -> str:
    return functions("format", EXPORTERS)


def case_exporters() -> str:
    return functions("format", CASE_EXPORTERS)


def functions(head: str, by_name: Mapping[str, Callable[..., Any]]) -> str:
    return table((head, "function", "what it does"), (of_function(name, one) for name, one in by_name.items()))


def of_function(name: str, function: Callable[..., Any]) -> tuple[str, str, str]:
    home = f"{function.__module__}.{function.__name__}"
    return code(name), code(home), plain(cleandoc(function.__doc__ or "").partition("\n\n")[0])


def extras() -> str:
    project: Mapping[str, Any] = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    rows = [("none", "reading, cases, comparing, export", named(project["dependencies"]))]
    rows += [(code(extra), FOR_WHAT[extra], named(needs)) for extra, needs in project["optional-dependencies"].items()]
    return table(("extra", "for", "installs"), rows)


def named(requirements: list[str]) -> str:
    found = filter(None, map(OF_REQUIREMENT.match, requirements))
    return ", ".join(code(one[0]) for one in found)
