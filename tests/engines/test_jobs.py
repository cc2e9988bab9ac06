"""Reading with several processes gives what one gives: in the same order, and nothing of it lost."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from reportedly.case import SqliteStore, make_case
from reportedly.cli import reportedly
from reportedly.engines.processes import run_in_processes
from reportedly.pipeline import add_reports
from tests.builders import HARBOUR

TWO = partial(run_in_processes, jobs=2)
AT = "2031-05-06T12:00:00Z"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Eight reports, two of them with the same bytes, and a file that holds none."""
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(7):
        (folder / f"{number}.txt").write_text(f"{HARBOUR}\nBridge {number} is open, the ministry said.\n", "utf-8")
    (folder / "2-again.txt").write_bytes((folder / "2.txt").read_bytes())
    (folder / "5-empty.txt").touch()
    return folder


def read(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(reportedly, ["read", *arguments], input=text)


def test_two_processes_print_what_one_prints(news: Path) -> None:
    one, two = (read(str(news), "--format", "jsonl", "--jobs", jobs) for jobs in ("1", "2"))
    assert one.exit_code == two.exit_code == 1
    assert one.stdout_bytes == two.stdout_bytes
    assert one.stderr == two.stderr == f"reportedly: {news}/5-empty.txt: empty: there is no text in it\n"


def test_standard_input_is_read_here_among_the_files_of_other_processes(news: Path) -> None:
    files = [str(news / "0.txt"), "-", str(news / "1.txt")]
    found = json.loads(read(*files, "--jobs", "2", "--format", "json", text="The ferry is late, he said.").stdout)
    assert [one["report"]["where"] for one in found] == files


def kept(store: SqliteStore) -> dict[str, Any]:
    return {
        "reports": list(store.reports()),
        "ledgers": list(store.ledgers()),
        "seen": [store.seen(one.id) for one in store.reports()],
    }


def test_a_case_that_two_processes_read_is_that_of_one(news: Path, tmp_path: Path) -> None:
    files = sorted(map(str, news.iterdir()))
    alone, together = make_case(tmp_path / "a.case"), make_case(tmp_path / "b.case")
    by_one = list(add_reports(alone, files, now=lambda: AT))
    by_two = list(add_reports(together, files, now=lambda: AT, engine=TWO))
    assert by_two == by_one
    assert [one.how for one in by_two] == ["new", "new", "new", "there", "new", "new", "unreadable", "new", "new"]
    assert kept(together) == kept(alone)
    assert {one.how for one in add_reports(together, files, now=lambda: AT, engine=TWO)} == {"there", "unreadable"}
    alone.close()
    together.close()


def test_add_takes_jobs_and_what_extract_wrote(news: Path, tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": path.read_text("utf-8")}) + "\n" for path in sorted(news.glob("?.txt")))
    (tmp_path / "many.jsonl").write_text(lines, encoding="utf-8")
    run = CliRunner()
    assert run.invoke(reportedly, ["extract", str(tmp_path / "many.jsonl"), str(tmp_path / "out")]).exit_code == 0
    for case, what, jobs in (("a.case", "many.jsonl", "2"), ("b.case", "out", "1")):
        added = run.invoke(reportedly, ["add", str(tmp_path / case), str(tmp_path / what), "--jobs", jobs])
        assert (added.exit_code, added.stdout.partition(" in the case")[0][:15]) == (0, "7 reports added")
    found = [
        run.invoke(reportedly, ["claims", str(tmp_path / case), "--format", "json"]) for case in ("a.case", "b.case")
    ]
    assert found[0].stdout == found[1].stdout
