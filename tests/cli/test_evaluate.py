"""`reportedly evaluate` over a gold folder of one article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportedly.cli.evaluate import evaluate

TEXT = "The river will rise on Friday, the mayor said.\r\nShops in the town stayed open on Thursday.\n"


def standoff(source: str, cue: str, content: str) -> str:
    """An annotation with one attribution, each role being the first place where its words stand."""
    lines = []
    for number, (role, words) in enumerate((("Source", source), ("Cue", cue), ("Content", content)), 1):
        start = TEXT.index(words)
        lines.append(f"T{number}\t{role} {start} {start + len(words)}\t{words}\n")
    return "".join(lines) + "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    (folder / "text").mkdir(parents=True)
    (folder / "attributions").mkdir()
    (folder / "text" / "river.txt").write_bytes(TEXT.encode())
    marked = standoff("the mayor", "said", "The river will rise on Friday")
    (folder / "attributions" / "river_00aa.ann").write_text(marked, encoding="utf-8")
    (folder / "attributions" / "river_00bb.ann").write_text("", encoding="utf-8")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(evaluate, [str(argument) for argument in arguments])


def test_the_figures_come_as_json_on_standard_output_alone(gold: Path) -> None:
    result = run(gold, "--format", "json")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert (figures["docs"], figures["gold"]) == (1, 1)
    assert figures["attributions"]["full"]["f1"] == 1.0
    assert figures["bad_offsets"] == 0
    assert (figures["missing"], figures["unknown"]) == ([], [])


def test_the_table_names_what_was_scored(gold: Path) -> None:
    result = run(gold)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("articles: 1, attributions marked: 1, read: ")
    assert "all: with its source" in result.stdout


def test_another_annotator_can_be_the_gold(gold: Path) -> None:
    result = run(gold, "--format", "json", "--annotator", "00bb")
    assert json.loads(result.stdout)["gold"] == 0


def test_predictions_are_written_with_offsets_into_the_file_line_ends_untouched(gold: Path, tmp_path: Path) -> None:
    out = tmp_path / "read.jsonl"
    assert run(gold, "--predictions", out).exit_code == 0
    [line] = out.read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert row["doc"] == "river"
    [attribution] = row["attributions"]
    [(start, end)] = attribution["source"]
    assert TEXT[start:end] == "the mayor"


def test_a_folder_without_gold_is_a_wrong_call_that_says_what_is_expected(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 2
    words = " ".join(result.stderr.split())
    assert "text/NAME.txt and attributions/NAME_XXXX.ann" in words


def test_a_folder_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    result = run(tmp_path / "missing")
    assert result.exit_code == 2
    assert "no gold here" in result.stderr
