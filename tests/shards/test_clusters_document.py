"""docs/how-to/clusters.md: its queries run and answer, its options are there, its sums are right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
import pytest

from reportedly.cli import COMMANDS
from reportedly.shards.tables import LEDGERS, OF_LEDGERS, OTHERS
from tests.shards.archive import extracted, write_archive

DOCUMENT = (Path(__file__).parents[2] / "docs" / "how-to" / "clusters.md").read_text(encoding="utf-8")
VIEWS, *QUERIES = re.findall(r"^```sql\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
ARTICLES = 1e8


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tables/, in which one report is in two shards."""
    pytest.importorskip("pyarrow")
    folder = tmp_path_factory.mktemp("desk")
    archive = write_archive(folder / "in", shards=2, reports=9)
    (archive / "copy.jsonl").write_bytes((archive / "01.jsonl").read_bytes())
    extracted(archive, folder / "tables")
    return folder


@pytest.fixture
def database(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(desk)
    found = duckdb.connect()
    found.execute(VIEWS)
    return found


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_every_query_has_an_answer(database: Any, query: str) -> None:
    assert database.execute(query).fetchall()


def test_a_report_in_two_shards_is_counted_once(database: Any) -> None:
    assert database.execute("SELECT count(*) FROM reports").fetchone() == (18,)
    assert database.execute("SELECT count(*) FROM 'tables/shard=*/reports.parquet'").fetchone() == (27,)
    doubled = "SELECT count(*) FROM (SELECT report, claim FROM claims GROUP BY ALL HAVING count(*) > 1)"
    assert database.execute(doubled).fetchone() == (0,)


def test_every_table_of_a_shard_is_named() -> None:
    assert [table for table in OF_LEDGERS if f"`{table}`" not in DOCUMENT] == []
    assert [table for table in (LEDGERS, OTHERS) if f"`{table}.parquet`" not in DOCUMENT] == []


def test_every_option_of_ours_is_in_the_help() -> None:
    command = COMMANDS["extract"].load()
    helped = command.get_help(click.Context(command, info_name="reportedly extract"))
    ours = re.findall(r"^reportedly extract .*", DOCUMENT, re.MULTILINE)
    assert ours
    assert [option for line in ours for option in re.findall(r"--[a-z]+", line) if option not in helped] == []


def test_the_sums_are_right() -> None:
    [speed] = re.findall(r"Measured: ([\d,]+) words a second", DOCUMENT)
    rows = {
        name: cells for name, *cells in re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", DOCUMENT, re.MULTILINE)
    }
    lengths = [number(cell) for cell in rows["100,000,000 articles"]]
    hours = [ARTICLES * length / (number(speed) * 3600) for length in lengths]
    assert [number(cell) for cell in rows["words"]] == [ARTICLES * length / 1e9 for length in lengths]
    assert [number(cell) for cell in rows["core-hours"]] == pytest.approx(hours, rel=0.01)
    assert [number(cell) for cell in rows["on 64 cores"]] == pytest.approx([one / 64 for one in hours], rel=0.03)
    assert [number(cell) for cell in rows["on 1,000 cores"]] == pytest.approx([one / 1000 for one in hours], rel=0.05)
    [a_word] = re.findall(r"words of an article × (\d+)$", DOCUMENT, re.MULTILINE)
    sizes = [ARTICLES * length * int(a_word) / 1e12 for length in lengths]
    assert [number(cell) for cell in rows["tables in OUT"]] == pytest.approx(sizes, rel=0.02)


def number(cell: str) -> float:
    """The first number in a cell."""
    return float(re.findall(r"[\d.,]*\d", cell)[0].replace(",", ""))
