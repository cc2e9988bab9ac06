"""What people decide on the command line: kept with who and when, undone, and never lost by reading again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.story import answered, ran, story_case

MAYOR, GARBLED = "Mara Lindqvist", "Mara Lindqvst"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return story_case(tmp_path)


def people(case: Path) -> dict[str, dict[str, Any]]:
    """Persons by name."""
    return {row["name"]: row for row in answered("people", case, "--kind", "person")}


def decisions(case: Path, *more: str) -> list[tuple[int, str, str]]:
    return [(row["id"], row["who"], row["what"]) for row in answered("decisions", case, *more)]


# ---------------------------------------------------------------- who is who
def test_two_that_were_taken_for_one_are_kept_apart_and_put_together_again(case: Path) -> None:
    assert GARBLED in people(case)[MAYOR]["forms"]
    result = ran("split", case, MAYOR, GARBLED, "--who", "Ana")
    assert result.exit_code == 0
    assert result.stdout == (
        f"Decision 1 by Ana: split, {MAYOR} is not {GARBLED}; undo it with: reportedly undo {case} 1\n"
    )
    apart = people(case)
    assert GARBLED not in apart[MAYOR]["forms"]
    assert apart[GARBLED]["decided"]
    assert ran("merge", case, GARBLED, MAYOR, "--who", "Ben").exit_code == 0
    assert GARBLED in people(case)[MAYOR]["forms"]


def test_who_is_one_already_is_said_and_nothing_kept(case: Path) -> None:
    result = ran("merge", case, MAYOR, GARBLED)
    assert result.exit_code == 1
    assert "are one already" in result.stderr
    assert decisions(case) == []


def test_two_bodies_become_one_by_their_ids(case: Path) -> None:
    bodies = {row["name"]: row for row in answered("people", case)}
    police, ministry = bodies["Coast Herald"]["id"], bodies["Interior Ministry"]["id"]
    assert ran("merge", case, police, ministry, "--who", "Ana").exit_code == 0
    assert decisions(case) == [(1, "Ana", "Coast Herald is Interior Ministry")]
    joined = [row for row in answered("people", case) if "Coast Herald" in row["forms"]]
    assert "Interior Ministry" in joined[0]["forms"]


def test_one_of_a_report_is_split_from_others_of_the_same_name(case: Path) -> None:
    before = {row["name"]: row["reports"] for row in answered("people", case)}["Interior Ministry"]
    told = ran("split", case, "Interior Ministry", "Interior Ministry")
    assert told.exit_code == 1
    assert "name the one of a report: Interior Ministry@REPORT" in told.stderr
    assert ran("split", case, "Interior Ministry", "Interior Ministry@five.txt", "--who", "Ana").exit_code == 0
    found = [row for row in answered("people", case) if row["name"] == "Interior Ministry"]
    assert sorted(row["reports"] for row in found) == [1, before - 1]


def test_a_decision_holds_when_the_reports_are_read_again(case: Path) -> None:
    ran("split", case, MAYOR, GARBLED, "--who", "Ana")
    assert ran("add", case, "--again", "--quiet").exit_code == 0
    assert GARBLED in people(case)
    assert answered("doubts", case, "--kind", "decision") == []


def test_an_undone_decision_has_no_effect_and_stays_on_record(case: Path) -> None:
    ran("split", case, MAYOR, GARBLED, "--who", "Ana")
    assert ran("undo", case, "1", "--who", "Ben").exit_code == 0
    assert GARBLED in people(case)[MAYOR]["forms"]
    assert decisions(case) == []
    assert [(number, who) for number, who, _ in decisions(case, "--all")] == [(1, "Ana"), (2, "Ben")]
    assert ran("undo", case, "2", "--who", "Ana").exit_code == 0  # the undoing is undone
    assert GARBLED in people(case)


@pytest.mark.parametrize(
    ("number", "code", "told"),
    [("7", 1, "there is no decision 7; they go from 1 to 2"), ("1", 1, "undone already"), ("0", 2, "not in the range")],
)
def test_a_decision_that_is_not_there_or_undone_cannot_be_undone(number: str, code: int, told: str, case: Path) -> None:
    ran("note", case, "one.txt", "read twice", "--who", "Ana")
    ran("undo", case, "1", "--who", "Ana")
    result = ran("undo", case, number)
    assert result.exit_code == code
    assert told in result.stderr


def test_a_name_that_nobody_bears_is_told_with_what_is_near(case: Path) -> None:
    result = ran("merge", case, "Lindquist", MAYOR)
    assert result.exit_code == 1
    assert "near it: Lindqvist" in result.stderr
    assert decisions(case) == []


# ---------------------------------------------------------------- grades and notes
def test_a_grade_stands_beside_its_source_until_another_is_given(case: Path) -> None:
    assert ran("grade", case, "Interior Ministry", "b", "--who", "Ana").exit_code == 0
    assert ran("grade", case, "Interior Ministry", "D", "--who", "Ben").exit_code == 0
    grades = {row["name"]: (row["grade"], row["graded_by"]) for row in answered("sources", case)}
    assert grades["Interior Ministry"] == ("D", "Ben")
    assert decisions(case)[0][2] == "Interior Ministry: B, usually reliable"


@pytest.mark.parametrize(
    ("source", "letter", "told"),
    [("Interior Ministry", "G", "give one of A reliable"), ("Exterior Ministry", "A", "near it: Interior Ministry")],
)
def test_a_grade_needs_a_letter_and_a_source(source: str, letter: str, told: str, case: Path) -> None:
    result = ran("grade", case, source, letter)
    assert result.exit_code == 1
    assert told in result.stderr


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("three.txt", "three.txt: call them"),
        ("three.txt:c2", "three.txt:c2: call them"),
        ("Interior Ministry", "Interior Ministry: call them"),
        ("S1", "killed: call them"),
    ],
)
def test_a_note_is_kept_with_what_it_is_about(subject: str, told: str, case: Path) -> None:
    assert ran("note", case, subject, "call them", "--who", "Ana").exit_code == 0
    [(_, who, what)] = decisions(case)
    assert who == "Ana"
    assert told in what


@pytest.mark.parametrize(
    ("subject", "told"),
    [("S99", "no series"), ("three.txt:c99", "its claims are c1 to c"), ("Nobody", "no person, body or place")],
)
def test_a_note_on_nothing_is_refused(subject: str, told: str, case: Path) -> None:
    result = ran("note", case, subject, "call them")
    assert result.exit_code == 1
    assert told in result.stderr


def test_who_decides_can_be_left_to_the_name_of_the_user(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "corrector")
    assert ran("note", case, "one.txt", "read twice").exit_code == 0
    assert decisions(case)[0][1] == "corrector"
    assert ran("note", case, "one.txt", "read twice", "--who", " ").exit_code == 2


@pytest.mark.parametrize("command", ["merge", "split", "grade", "note", "undo"])
def test_help_teaches_with_examples_and_exit_codes(command: str) -> None:
    helped = ran(command, "--help").stdout
    assert "Examples:" in helped
    assert "Exit codes:" in helped
    assert max(map(len, helped.splitlines())) <= 80
