"""How docstrings of the program become pages: our backticks are code, comments on fields are what is said of them."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

CODE = re.compile(r"(?<![`:])`([^`]+)`(?!`)")
COMMENT = re.compile(r"#\s*(?P<text>.+)$")
OF_A_TUPLE = "Alias for field number"
KINDS = ("class", "exception", "function", "data", "type")


def connect(app: Sphinx) -> None:
    app.connect("autodoc-process-docstring", say_it_in_our_way)
    app.connect("autodoc-process-signature", fields_stand_below)
    app.connect("missing-reference", find_by_last_name)


def say_it_in_our_way(_: Sphinx, what: str, name: str, __: Any, ___: Any, lines: list[str]) -> None:
    """Backticks make code; a field is told by the comment behind it."""
    if what == "attribute" and (not any(lines) or lines[0].startswith(OF_A_TUPLE)):
        lines[:] = [comment_on(name)]
    lines[:] = list(with_examples(lines))


def with_examples(lines: Sequence[str]) -> Iterator[str]:
    """Backticks make code, and what stands further in behind an empty line is an example."""
    example = False
    for before, line in pairwise(("", *lines)):
        if line.startswith("    ") and not before and not example:
            example = True
            yield from (".. code-block:: python", "")
        elif line and not line.startswith(" "):
            example = False
        yield line if example else CODE.sub(r"``\1``", line)


def fields_stand_below(
    _: Sphinx, what: str, __: str, thing: Any, ___: Any, signature: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """The arguments of a value are its fields, which are listed below it with their types."""
    if what == "class" and (is_dataclass(thing) or issubclass(thing, tuple)):
        return "", None
    return signature, returns


def comment_on(name: str) -> str:
    """What the comment on the line of a field says: "reportedly.model.Report.id"."""
    owner, _, field = name.rpartition(".")
    module, _, cls = owner.rpartition(".")
    try:
        thing = getattr(__import__(module, fromlist=[cls]), cls)
    except (AttributeError, ImportError, ValueError):
        return ""
    return comments_in(thing).get(field, "") if inspect.isclass(thing) else ""


def comments_in(thing: type) -> Mapping[str, str]:
    """The comments behind the fields of a class, by field."""
    return comments_in_source(inspect.getsource(thing))


@cache
def comments_in_source(source: str) -> Mapping[str, str]:
    lines = textwrap.dedent(source).splitlines()
    [body] = ast.parse("\n".join(lines)).body
    assert isinstance(body, ast.ClassDef)
    found = {}
    for node in body.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            behind = COMMENT.search(lines[node.lineno - 1], node.end_col_offset or 0)
            found.update({node.target.id: behind["text"]} if behind else {})
    return found


def find_by_last_name(
    app: Sphinx, environment: BuildEnvironment, node: pending_xref, shown: nodes.Element
) -> nodes.Element | None:
    """A type of ours under whatever name the code knows it: `reportedly.model.Claim` is told as `reportedly.Claim`."""
    if node.get("refdomain") != "py":
        return None
    last = node["reftarget"].rpartition(".")[2]
    domain = environment.domains.python_domain
    ours = (name for name, entry in domain.objects.items() if entry.objtype in KINDS)
    found = {name for name in ours if name.rpartition(".")[2] == last}
    if len(found) != 1:
        return None
    node["reftype"] = "obj"
    return domain.resolve_xref(environment, node["refdoc"], app.builder, "obj", found.pop(), node, shown)
