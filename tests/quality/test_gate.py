"""The gate fails where a floor is missed, and a floor never goes down."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from quality.gate import FLOORS, MARGIN, Scores, judge, raised

SHARES = some.floats(0, 1)


def floors_file(folder: Path, **floors: float) -> Path:
    path = folder / "floors.json"
    path.write_text(json.dumps(floors), encoding="utf-8")
    return path


def test_a_missed_floor_fails_and_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert judge({"upos": 0.9599, "las": 0.9}, floors_file(tmp_path, upos=0.96, las=0.85)) == 1
    printed = capsys.readouterr().out
    assert "MISSED" in printed
    assert "1 of 2 floors missed: upos" in printed


def test_a_figure_on_its_floor_keeps_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert judge({"upos": 0.96}, floors_file(tmp_path, upos=0.96)) == 0
    assert "all floors kept" in capsys.readouterr().out


def test_a_floor_whose_figure_was_not_measured_is_missed(tmp_path: Path) -> None:
    assert judge({}, floors_file(tmp_path, upos=0.0)) == 1


def test_a_figure_without_a_floor_is_shown_and_fails_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert judge({"upos": 0.97, "uas": 0.1}, floors_file(tmp_path, upos=0.96)) == 0
    assert "uas" in capsys.readouterr().out


def test_floors_are_lifted_to_just_below_what_is_reached(tmp_path: Path) -> None:
    path = floors_file(tmp_path, upos=0.96, las=0.85)
    assert judge({"upos": 0.9789, "las": 0.80}, path, lift=True) == 1
    assert json.loads(path.read_text(encoding="utf-8")) == {"las": 0.85, "upos": 0.973}


def test_without_being_asked_the_gate_leaves_the_floors_alone(tmp_path: Path) -> None:
    path = floors_file(tmp_path, upos=0.5)
    before = path.read_bytes()
    judge({"upos": 0.99}, path)
    assert path.read_bytes() == before


@given(some.dictionaries(some.sampled_from("abcd"), SHARES), some.dictionaries(some.sampled_from("abcd"), SHARES))
def test_no_floor_ever_goes_down_or_above_what_is_reached(floors: Scores, measured: Scores) -> None:
    new = raised(floors, measured)
    assert new.keys() == floors.keys()
    for name, floor in floors.items():
        assert new[name] >= floor
        assert new[name] == floor or new[name] <= measured[name] - MARGIN + 1e-6


def test_the_floors_in_the_repository_are_shares_in_order_of_name() -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert list(floors) == sorted(floors)
    assert all(0 <= floor <= 1 for floor in floors.values())
