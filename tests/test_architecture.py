"""Who may import whom: the folders are the path of a report, and no stage looks over its shoulder at another."""

from __future__ import annotations

import ast
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "reportedly"

STAGES = ("load", "parse", "extract", "compare", "case", "engines", "export")
NOUNS = frozenset({"model", "amounts", "comparison", "interfaces"})
VERBS = NOUNS | {*STAGES, "pipeline", "scoring"}

# Each folder or module of the package, and what else of the package it may import.  Everything may import itself.
MAY_IMPORT: Mapping[str, frozenset[str]] = {
    "model": frozenset(),
    "amounts": frozenset({"model"}),
    "comparison": frozenset({"model"}),
    "interfaces": frozenset({"model", "comparison"}),
    **dict.fromkeys(STAGES, NOUNS),
    "extract": NOUNS | {"languages"},
    "compare": NOUNS | {"languages"},
    "languages": frozenset({"model"}),
    "reader": frozenset(),
    "scoring": frozenset({"model"}),
    "pipeline": NOUNS | {*STAGES},
    "ask": NOUNS | {"case", "compare", "pipeline"},
    "shards": NOUNS | {"load", "case", "engines", "export", "pipeline"},
    "cli": VERBS | {"ask", "shards", "web"},
    "web": VERBS | {"ask"},
    "__init__": VERBS | {"ask"},
    "__main__": VERBS | {"cli"},
}

# Libraries that must stay in one place, and that place.
ONLY_IN: Mapping[str, str] = {
    "onnxruntime": "parse",
    "sqlite3": "case",
    "argparse": "cli",
    "click": "cli",
    "rich": "cli",
    "fastapi": "web",
    "jinja2": "web",
    "starlette": "web",
    "vl_convert": "web",
    "pebble": "engines",
    "distributed": "engines",
    "fsspec": "shards",
}

NEVER = frozenset({"training", "quality", "benchmarks", "tests"})


def broken_rules(package: Path) -> list[str]:
    """Every import of the package that breaks the rule, as "file:line: what"."""
    found = []
    for path in sorted(package.rglob("*.py")):
        here = path.relative_to(package)
        place = here.parts[0].removesuffix(".py")
        for line, module in imported(path, package):
            if reason := why_not(place, module):
                found.append(f"{here}:{line}: {reason}")
    return found


def why_not(place: str, module: str) -> str | None:
    """What is wrong with `place` importing `module`; None where nothing is."""
    top, _, rest = module.partition(".")
    if place not in MAY_IMPORT:
        return f"{place} has no place in the rule yet"
    if top in NEVER:
        return f"{place} imports {top}, which is not part of the package"
    if ONLY_IN.get(top, place) != place:
        return f"{place} imports {top}, which stays in {ONLY_IN[top]}"
    if top == "reportedly":
        part = rest.partition(".")[0]
        if part not in ("", "__version__", place) and part not in MAY_IMPORT[place]:
            return f"{place} imports {part}"
    elif place == "model" and top not in sys.stdlib_module_names:
        return f"model imports {top}, but it needs the standard library only"
    return None


def imported(path: Path, package: Path) -> Iterator[tuple[int, str]]:
    """(line, module) of every import in a file, those inside functions and by `import_module` included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, name.name) for name in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                base = ".".join(part for part in (absolute(path, package, level), module) if part)
                yield from ((node.lineno, f"{base}.{name.name}") for name in names)
            case ast.Call(
                func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                yield node.lineno, module


def absolute(path: Path, package: Path, level: int) -> str:
    """The package that `level` dots stand for in the file: one is its own folder."""
    if level == 0:
        return ""
    folders = ("reportedly", *path.relative_to(package).parent.parts)
    return ".".join(folders[: len(folders) - level + 1])


def test_every_import_follows_the_path_of_a_report() -> None:
    assert broken_rules(SOURCE) == []


@pytest.mark.parametrize(
    ("where", "line", "complaint"),
    [
        ("extract/planted.py", "from reportedly.load import load_bytes", "extract imports load"),
        ("extract/planted.py", "from ..parse import parse", "extract imports parse"),
        ("parse/planted.py", "import reportedly.languages", "parse imports languages"),
        ("parse/planted.py", "from reportedly import pipeline", "parse imports pipeline"),
        ("load/planted.py", "def late():\n    from reportedly import cli", "load imports cli"),
        ("scoring.py", "from reportedly.pipeline import read", "scoring imports pipeline"),
        ("pipeline.py", "import importlib\nimportlib.import_module('reportedly.web')", "pipeline imports web"),
        ("model.py", "import numpy", "standard library only"),
        ("extract/planted.py", "import onnxruntime.capi", "stays in parse"),
        ("pipeline.py", "from click import echo", "stays in cli"),
        ("pipeline.py", "from training import settings", "not part of the package"),
        ("odds_and_ends.py", "import json", "no place in the rule yet"),
    ],
)
def test_an_import_against_the_rule_is_refused(where: str, line: str, complaint: str, tmp_path: Path) -> None:
    package = tmp_path / "reportedly"
    shutil.copytree(SOURCE, package, ignore=shutil.ignore_patterns("__pycache__", "*.gz", "*.txt"))
    planted = package / where
    planted.parent.mkdir(exist_ok=True)
    planted.write_text((planted.read_text(encoding="utf-8") if planted.exists() else "") + f"\n{line}\n", "utf-8")
    [found] = set(broken_rules(package)) - set(broken_rules(SOURCE))
    assert found.startswith(f"{where}:")
    assert complaint in found


def test_what_the_rule_allows_is_let_through() -> None:
    assert why_not("extract", "reportedly.languages.english") is None
    assert why_not("extract", "reportedly.extract.statements") is None
    assert why_not("cli", "reportedly.pipeline.read") is None
    assert why_not("parse", "onnxruntime.InferenceSession") is None
    assert why_not("pipeline", "reportedly.__version__") is None
