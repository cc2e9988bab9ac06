"""`reportedly compare`: what it tells people, and the JSON it gives to programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.story import answered, ran, story_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return story_case(tmp_path)


def test_people_are_told_the_most_telling_things_first(case: Path) -> None:
    told = ran("compare", case, "--format", "table").stdout
    assert told.startswith("5 reports by 5 outlets of 2031-05-04 to 2031-05-06\n")
    first = " ".join(told.split("Most telling\n")[1].split("2. ")[0].split())
    assert first.startswith("1. 41 people killed in Norrhaven: withdrawn by Interior Ministry (as Daily Bell (three")
    assert "still given by Evening Post (four.txt) on 2031-05-06" in first
    assert max(map(len, told.splitlines())) <= 80


def test_no_findings_are_told_where_none_are_wanted(case: Path) -> None:
    assert "Most telling" not in ran("compare", case, "--format", "table", "--findings", "0").stdout


def test_the_json_is_the_comparison_in_format_1(case: Path) -> None:
    found = answered("compare", case)
    assert list(found) == [
        "format", "reports", "entities", "maybe_the_same", "series", "copies", "conflicts", "not_conflicts",
        "assertions", "origins",
    ]  # fmt: skip
    assert found["format"] == 1
    statuses = {row["status"] for series in found["series"] for row in series["statements"]}
    assert {"retracted", "repeated_after_retraction"} <= statuses


def test_the_same_case_gives_the_same_bytes(case: Path) -> None:
    once, again = (ran("compare", case, "--format", "json").stdout_bytes for _ in range(2))
    assert once == again
    assert once.startswith(b'{\n  "format": 1,\n')
    assert once.endswith(b"\n}\n")


def test_a_file_gets_the_json_and_nothing_is_printed(case: Path) -> None:
    result = ran("compare", case, "-o", case.parent / "c.json")
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads((case.parent / "c.json").read_text(encoding="utf-8"))["format"] == 1


def test_a_file_of_another_kind_is_refused(case: Path) -> None:
    result = ran("compare", case, "-o", case.parent / "c.csv")
    assert result.exit_code == 2
    assert "compare gives json" in result.stderr


@pytest.mark.parametrize(
    ("name", "told"),
    [("none.case", "there is no case"), ("news.txt", "this is not a case"), (".", "is a folder")],
)
def test_what_is_no_case_is_said_in_a_sentence(name: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("Nobody was hurt, the police said.\n" * 100, encoding="utf-8")
    result = ran("compare", tmp_path / name)
    assert result.exit_code == 3
    assert told in result.stderr
    assert "Traceback" not in result.output
