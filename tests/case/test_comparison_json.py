"""A case keeps its last comparison, and gives it back byte for byte until something changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportedly.case import MemoryStore, comparison_from, make_case
from reportedly.interfaces import CaseStore
from reportedly.pipeline import COMPARED, Known, add_reports, compare_case

FIRST = "The flood killed 164 people, the Health Ministry said.\n\nMayor Nora Lindqvist said the dam was safe.\n"
SECOND = "The figure of 164 dead is withdrawn. The Health Ministry said it was a technical error.\n"
THIRD = "The flood killed 164 people. The dam was not safe, Mayor Nora Lindqvist admitted.\n"


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> CaseStore:
    return MemoryStore() if request.param == "memory" else make_case(tmp_path / "flood.case")


def put(store: CaseStore, folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    files = [str(folder / f"{name}.txt") for name in texts]
    days = {file: f"2030-05-{n + 7:02}" for n, file in enumerate(sorted(files))}
    known = {file: Known(outlet=Path(file).stem, published=day) for file, day in days.items()}
    for added in add_reports(store, files, now=lambda: "2030-05-20T00:00:00Z", known_of=known.__getitem__):
        assert added.how == "new", added


def test_a_comparison_comes_back_from_its_json(store: CaseStore, tmp_path: Path) -> None:
    put(store, tmp_path, first=FIRST, second=SECOND, third=THIRD)
    told = compare_case(store).to_dict()
    assert told["series"]
    assert comparison_from(json.loads(json.dumps(told))).to_dict() == told


def test_the_second_answer_is_the_one_that_was_kept_and_the_same(store: CaseStore, tmp_path: Path) -> None:
    put(store, tmp_path, first=FIRST, second=SECOND)
    assert store.recall(COMPARED, None) is None
    first = compare_case(store).to_dict()
    assert store.recall(COMPARED, None)["comparison"] == first
    assert compare_case(store).to_dict() == first


def test_a_new_report_makes_a_new_comparison(store: CaseStore, tmp_path: Path) -> None:
    put(store, tmp_path, first=FIRST)
    compare_case(store)
    put(store, tmp_path, second=SECOND)
    assert len(compare_case(store).reports) == 2


def test_a_decision_makes_a_new_comparison(store: CaseStore, tmp_path: Path) -> None:
    put(store, tmp_path, first=FIRST)
    compare_case(store)
    before = store.recall(COMPARED, None)["state"]
    store.decide("note", {"report": next(iter(store.reports())).id}, "seen", who="ana", at="2030-05-20T00:00:00Z")
    compare_case(store)
    assert store.recall(COMPARED, None)["state"] != before
