"""The names that `import reportedly` promises: all there, no others, and none of them loaded before it is asked for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from inspect import isclass
from pathlib import Path

import pytest

import reportedly
from reportedly import ask, model, pipeline

ROOT = Path(__file__).parent.parent
SOURCE = Path(reportedly.__file__).parent.parent

PUBLIC = {
    "read": pipeline.read,
    "read_text": pipeline.read_text,
    "read_bytes": pipeline.read_bytes,
    "read_many": pipeline.read_many,
    "Known": pipeline.Known,
    "Case": ask.Case,
    "Ledger": model.Ledger,
    "Report": model.Report,
    "Claim": model.Claim,
    "Source": model.Source,
    "Entity": model.Entity,
    "Problem": model.Problem,
    "Span": model.Span,
    "Unreadable": model.Unreadable,
    "ReportedlyError": model.ReportedlyError,
    "__version__": "0.1.0",
}


def printed(script: str) -> str:
    """What a fresh interpreter prints."""
    return subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        timeout=60,
    ).stdout


def test_the_public_names_are_these_and_no_others() -> None:
    assert sorted(reportedly.__all__) == sorted(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_the_thing_itself(name: str) -> None:
    assert getattr(reportedly, name) is PUBLIC[name] or getattr(reportedly, name) == PUBLIC[name]


def test_every_public_name_says_what_it_is() -> None:
    things = [thing for thing in PUBLIC.values() if isclass(thing) or isinstance(thing, Callable)]  # type: ignore[arg-type]
    assert [thing for thing in things if not thing.__doc__] == []


def test_a_star_import_brings_them_all() -> None:
    script = "names = dir()\nfrom reportedly import *\nprint(*sorted(set(dir()) - set(names) - {'names'}))"
    assert printed(script).split() == sorted(PUBLIC)


def test_completion_offers_names_that_are_not_loaded_yet() -> None:
    assert set(printed("import reportedly; print(*dir(reportedly))").split()) >= set(PUBLIC)


def test_a_misspelt_name_is_an_attribute_error_that_names_it() -> None:
    with pytest.raises(AttributeError, match="'reportedly' has no attribute 'reed'"):
        _ = getattr(reportedly, "reed")  # noqa: B009 - mypy knows that it is not there


def test_importing_the_package_loads_none_of_its_parts() -> None:
    loaded = printed("import sys, reportedly; print(*sys.modules)").split()
    assert [name for name in loaded if name.startswith("reportedly.")] == []
    assert not {"numpy", "onnxruntime", "click", "lxml"} & set(loaded)


def test_importing_the_package_takes_no_time() -> None:
    script = "import time; t = time.process_time(); import reportedly; print(time.process_time() - t)"
    assert min(float(printed(script)) for _ in range(3)) < 0.05  # seconds; 0.002 on an idle machine


def test_a_value_can_be_had_without_the_model_runtime() -> None:
    assert printed("import sys; from reportedly import Ledger, Span; print('onnxruntime' in sys.modules)") == "False\n"


def test_the_readme_names_them_all() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in PUBLIC if not re.search(rf"\b{name}\b", readme)] == []
