"""`reportedly export` and `reportedly import`: a case out into files, and a person's corrections back."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportedly.case import make_case, open_case
from reportedly.cli.export_case import FORMATS, export, import_corrections
from reportedly.export.json_ledger import as_json
from tests.builders import a_ledger, a_report
from tests.export.cases import two_reports

AT = "2024-06-07T10:00:00Z"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a case of two reports in it."""
    monkeypatch.chdir(tmp_path)
    store = make_case(tmp_path / "t.case")
    for ledger in two_reports():
        store.keep(ledger, raw=ledger.report.text.encode(), reader="sha256:0", at=AT)
    store.close()
    return tmp_path


def out(*arguments: str) -> Result:
    return CliRunner().invoke(export, ["t.case", *arguments])


def back(*arguments: str) -> Result:
    return CliRunner().invoke(import_corrections, ["t.case", "brat", "--as", "brat", *arguments])


def annotated(desk: Path, name: str = "harbour") -> Path:
    """The annotations of one of the two reports, which were both read from harbour.txt."""
    word = {"harbour": "Norrhaven", "flood": "Ostmark"}[name]
    [file] = [file for file in (desk / "brat").glob("*.ann") if word in file.with_suffix(".txt").read_text("utf-8")]
    return file


def without_event(file: Path, event: str) -> None:
    lines = file.read_text("utf-8").split("\n")
    file.write_text("\n".join(line for line in lines if not re.search(rf"\b{event}\b", line)), "utf-8")


def decisions(desk: Path) -> list[dict[str, object]]:
    store = open_case(desk / "t.case")
    try:
        return [{"who": one.who, "subject": one.subject, **one.value} for one in store.decisions("claim")]
    finally:
        store.close()


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_twice_with_the_same_bytes(desk: Path, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    first, second = out("a", "--as", form), out("b", "--as", form)
    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert "2 reports" in first.output
    files = {path.relative_to(desk / "a"): path.read_bytes() for path in (desk / "a").rglob("*") if path.is_file()}
    assert len(files) > 1
    assert files == {
        path.relative_to(desk / "b"): path.read_bytes() for path in (desk / "b").rglob("*") if path.is_file()
    }
    assert json.loads(files[Path("export.json")])["as"] == form


def test_a_folder_that_is_not_empty_is_refused_until_it_is_forced(desk: Path) -> None:
    (desk / "tables").mkdir()
    (desk / "tables" / "mine.txt").write_text("notes")
    refused = out("tables", "--as", "csv")
    assert refused.exit_code == 2
    assert "not empty" in refused.output
    assert out("tables", "--as", "csv", "--force").exit_code == 0
    assert (desk / "tables" / "mine.txt").read_text() == "notes"


def test_cells_that_begin_like_a_formula_are_raw_where_that_is_asked_for(desk: Path) -> None:
    store = open_case(desk / "t.case")
    ledger = a_ledger("=1+1 was all that he said.", title="=1+1")
    store.keep(ledger, raw=ledger.report.text.encode(), reader="sha256:0", at=AT)
    store.close()
    assert out("safe", "--as", "csv").exit_code == 0
    assert out("raw", "--as", "csv", "--raw-cells").exit_code == 0
    assert ",'=1+1," in (desk / "safe" / "reports.csv").read_text("utf-8")
    assert ",=1+1," in (desk / "raw" / "reports.csv").read_text("utf-8")
    assert out("x", "--as", "json", "--raw-cells").exit_code == 2


def test_without_pyarrow_nothing_is_written_and_the_reason_is_told(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = out("tables", "--as", "parquet")
    assert result.exit_code == 1
    assert "pip install" in result.output
    assert sorted(path.name for path in desk.iterdir() if not path.name.startswith("t.case")) == []


def test_no_case_and_no_format_are_told(desk: Path) -> None:
    assert CliRunner().invoke(export, ["none.case", "a", "--as", "csv"]).exit_code == 3
    assert out("a").exit_code == 2
    assert out("a", "--as", "xlsx").exit_code == 2


# ---------------------------------------------------------------- and back
def test_what_nobody_touched_decides_nothing(desk: Path) -> None:
    out("brat", "--as", "brat")
    result = back("--who", "A. Berg")
    assert (result.exit_code, decisions(desk)) == (0, [])
    assert "nothing new" in result.output


def test_a_claim_taken_out_becomes_a_decision_with_who_and_stays_with_the_machine(desk: Path) -> None:
    out("brat", "--as", "brat")
    without_event(annotated(desk), "E13")
    result = back("--who", "A. Berg")
    assert result.exit_code == 0, result.output
    [decision] = decisions(desk)
    harbour, _ = two_reports()
    assert (decision["who"], decision["what"], decision["claim"]) == ("A. Berg", "rejected", None)
    assert decision["subject"] == {
        "report": harbour.report.id,
        "where": "reports/harbour.txt",
        "claim": "c13",
        "spans": [list(span) for span in harbour.claims[12].spans],
        "sources": [],
    }
    store = open_case(desk / "t.case")
    assert store.ledger(harbour.report.id).claims == harbour.claims
    assert list(store.damage()) == []
    store.close()


def test_importing_again_decides_nothing_again(desk: Path) -> None:
    out("brat", "--as", "brat")
    without_event(annotated(desk), "E13")
    back("--who", "A. Berg")
    again = back("--who", "A. Berg")
    assert "1 known before" in again.output
    assert len(decisions(desk)) == 1


def test_a_dry_run_tells_and_decides_nothing(desk: Path) -> None:
    out("brat", "--as", "brat")
    without_event(annotated(desk), "E14")
    result = back("--dry-run", "--who", "A. Berg")
    assert "harbour.txt: rejected: Mara Lindqvist: " in result.output
    assert decisions(desk) == []


def test_a_changed_text_is_refused_and_the_other_report_is_taken_over(desk: Path) -> None:
    out("brat", "--as", "brat")
    text = annotated(desk, "flood").with_suffix(".txt")
    text.write_text("! " + text.read_text("utf-8"), "utf-8")
    without_event(annotated(desk), "E13")
    result = back("--who", "A. Berg")
    assert result.exit_code == 1
    assert f"{annotated(desk, 'flood').stem}.ann: refused: " in result.stderr
    assert "1 rejected; 1 refused" in result.stdout
    assert len(decisions(desk)) == 1


def test_a_mark_that_has_drifted_is_refused(desk: Path) -> None:
    out("brat", "--as", "brat")
    file = annotated(desk)
    file.write_text(re.sub(r"(?m)^(T\d+\tClaim) \d+", r"\1 0", file.read_text("utf-8"), count=1), "utf-8")
    result = back("--who", "A. Berg")
    assert result.exit_code == 1
    assert "but there the text has" in result.stderr
    assert decisions(desk) == []


def test_corrections_hold_when_the_report_was_read_again_since(desk: Path) -> None:
    out("brat", "--as", "brat")
    without_event(annotated(desk), "E13")
    harbour, _ = two_reports()
    store = open_case(desk / "t.case")
    fewer = a_ledger(harbour.report.text, where=harbour.report.where)
    store.keep(fewer, raw=harbour.report.text.encode(), reader="sha256:1", at=AT, again=True)
    store.close()
    assert back("--who", "A. Berg").exit_code == 0
    assert [one["what"] for one in decisions(desk)] == ["rejected"]


def test_a_folder_of_another_case_is_refused(desk: Path) -> None:
    (desk / "brat").mkdir()
    other = a_report("Another report.")
    (desk / "brat" / "other-0123456789ab.txt").write_text(other.text)
    (desk / "brat" / "other-0123456789ab.ann").write_text("")
    result = back("--who", "A. Berg")
    assert result.exit_code == 1
    assert "another case" in result.stderr


def test_a_ledger_of_another_report_beside_the_annotations_is_refused(desk: Path) -> None:
    out("brat", "--as", "brat")
    annotated(desk).with_suffix(".ledger.json").write_text(as_json(a_ledger("Another text.")), "utf-8")
    result = back("--who", "A. Berg")
    assert result.exit_code == 1
    assert "of another report or text" in result.stderr


def test_a_folder_without_annotations_is_told(desk: Path) -> None:
    (desk / "brat").mkdir()
    result = back("--who", "A. Berg")
    assert result.exit_code == 1
    assert "no .ann files" in result.stderr


def test_somebody_must_decide(desk: Path) -> None:
    out("brat", "--as", "brat")
    assert back("--who", " ").exit_code == 2
