"""`reportedly doctor`: says what is there, and finds what is wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import reportedly
from reportedly.cli.doctor import doctor


def found(*arguments: str) -> dict[str, Any]:
    answer = CliRunner().invoke(doctor, ["--format", "json", *arguments])
    return {check["what"]: check for check in json.loads(answer.stdout)}


def test_a_sound_installation_is_well() -> None:
    answer = CliRunner().invoke(doctor)
    assert answer.exit_code == 0
    assert "wrong" not in answer.stdout
    assert reportedly.__version__ in answer.stdout.splitlines()[0]


def test_it_names_version_model_and_extras() -> None:
    checks = found()
    assert checks["reportedly"]["told"] == reportedly.__version__
    assert checks["model"]["told"].startswith("sha256:")
    assert "Northwire › the port authority" in checks["reading"]["told"]
    assert "onnxruntime" in checks["libraries"]["told"]
    assert checks["[web]"]["state"] in ("well", "absent")


def test_an_extra_that_is_not_there_is_absent_and_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportedly.cli.doctor.requires", lambda _: ["click>=8", "no-such-thing>=1; extra == 'web'"])
    checks = found()
    assert checks["[web]"] == {
        "what": "[web]",
        "state": "absent",
        "told": "install it with: pip install 'reportedly[web]'",
    }


def test_a_model_that_was_damaged_is_found_and_told(tmp_path: Path) -> None:
    package = tmp_path / "reportedly"
    shutil.copytree(Path(reportedly.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    labels = package / "reader" / "vocabulary.txt"
    labels.write_text(labels.read_text(encoding="utf-8") + "zebra\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "reportedly", "doctor"],
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "vocabulary.txt" in done.stdout
    assert "Traceback" not in done.stderr
