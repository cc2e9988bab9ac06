"""A comparison in parts, as a case keeps it, comes back byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportedly.case import KeptComparison, MemoryStore, make_case
from reportedly.case.comparison_json import PARTS, part_from, parts_of
from reportedly.interfaces import CaseStore
from reportedly.pipeline import Known, add_reports, compare_case

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


def test_every_part_of_a_comparison_comes_back_from_its_json(store: CaseStore, tmp_path: Path) -> None:
    put(store, tmp_path, first=FIRST, second=SECOND, third=THIRD)
    made = compare_case(store)
    assert made.series
    kept = json.loads(json.dumps(parts_of(made)))
    ids = [told.id for told in made.reports]
    assert {part: part_from(part, kept[part], ids) for part in PARTS} == {part: getattr(made, part) for part in PARTS}


def test_the_second_answer_is_the_one_that_was_kept_and_the_same(store: CaseStore, tmp_path: Path) -> None:
    put(store, tmp_path, first=FIRST, second=SECOND)
    first = compare_case(store)
    assert not isinstance(first, KeptComparison)
    second = compare_case(store)
    assert isinstance(second, KeptComparison)
    assert second.to_dict() == first.to_dict()
    assert second.whole() == first


def test_a_new_report_makes_a_new_comparison(store: CaseStore, tmp_path: Path) -> None:
    put(store, tmp_path, first=FIRST)
    compare_case(store)
    put(store, tmp_path, second=SECOND)
    assert len(compare_case(store).reports) == 2


def test_a_decision_makes_a_new_comparison(store: CaseStore, tmp_path: Path) -> None:
    put(store, tmp_path, first=FIRST)
    compare_case(store)
    store.decide("note", {"report": next(iter(store.reports())).id}, "seen", who="ana", at="2030-05-20T00:00:00Z")
    assert not isinstance(compare_case(store), KeptComparison)
