"""Shards to tables: the same bytes however often and wherever they are made; nothing lost, doubled or half there."""

from __future__ import annotations

import gzip
import json
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from reportedly.engines.processes import run_in_processes
from reportedly.interfaces import Lost
from reportedly.load import Part
from reportedly.pipeline import read_bytes
from reportedly.shards import process
from reportedly.shards.process import AnotherVersion, new_run, process_shard
from reportedly.shards.storage import DONE, CannotStore
from tests.shards.archive import SAID, extracted, files_under, how, line, shards_in, write_archive

parquet: Any = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "in")


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    return [row for file in sorted(out.glob(f"*/{table}.parquet")) for row in parquet.read_table(file).to_pylist()]


# ---------------------------------------------------------------- what is written
def test_a_shard_becomes_a_folder_of_tables_with_what_was_read_in_it(archive: Path, tmp_path: Path) -> None:
    [first, *_] = extracted(archive, tmp_path / "out")
    assert (first.how, first.reports, first.unreadable, first.there) == ("read", 4, 1, 1)
    assert first.name.startswith("shard=00-")
    read_here = read_bytes((archive / "00.jsonl").read_bytes().splitlines()[1], where=f"{archive}/00.jsonl:2")
    kept = [row for row in rows(tmp_path / "out", "claims") if row["report"] == read_here.report.id]
    assert [row["words"] for row in kept] == [read_here.words(claim.spans) for claim in read_here.claims]
    assert parquet.read_table(tmp_path / "out" / first.name / "claims.parquet").num_rows == first.claims


def test_what_gave_no_ledger_is_named_with_its_reason(archive: Path, tmp_path: Path) -> None:
    extracted(archive, tmp_path / "out")
    unread, again = rows(tmp_path / "out", "others")
    assert (unread["where"], unread["how"]) == (f"{archive}/00.jsonl:5", "unreadable")
    assert unread["message"].startswith("no JSON")
    assert (again["where"], again["how"]) == (f"{archive}/00.jsonl:6", "there")
    assert again["report"] == rows(tmp_path / "out", "reports")[3]["report"]


def test_several_processes_and_one_write_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    extracted(archive, tmp_path / "one")
    extracted(archive, tmp_path / "two", shards=partial(run_in_processes, jobs=2))
    extracted(archive, tmp_path / "shared", reports=partial(run_in_processes, jobs=2))
    assert files_under(tmp_path / "one") == files_under(tmp_path / "two") == files_under(tmp_path / "shared")
    assert len(files_under(tmp_path / "one")) == 3 * 12


def test_nothing_but_whole_shards_is_left_behind(archive: Path, tmp_path: Path) -> None:
    extracted(archive, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir() if not (path / DONE).exists()] == []


# ---------------------------------------------------------------- again
def test_what_is_there_is_left_as_it_is(archive: Path, tmp_path: Path) -> None:
    first = extracted(archive, tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    again = extracted(archive, tmp_path / "out")
    assert how(again) == ["skipped"] * 3
    assert [report.claims for report in again] == [report.claims for report in first]
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == before


def test_a_file_that_changed_is_read_again_and_takes_the_place_of_what_was_there(archive: Path, tmp_path: Path) -> None:
    extracted(archive, tmp_path / "out")
    (archive / "01.jsonl").write_text(line("The bridge is open, the ministry said."), encoding="utf-8")
    assert how(extracted(archive, tmp_path / "out")) == ["skipped", "read", "skipped"]
    assert len(rows(tmp_path / "out", "reports")) == 4 + 1 + 4
    extracted(archive, tmp_path / "anew")
    assert files_under(tmp_path / "out") == files_under(tmp_path / "anew")


def test_another_version_of_the_reader_reads_everything_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extracted(archive, tmp_path / "out")
    monkeypatch.setattr(process, "GENERATOR", "reportedly 99")
    assert how(extracted(archive, tmp_path / "out")) == ["read"] * 3


def test_a_shard_that_is_half_there_is_no_shard(archive: Path, tmp_path: Path) -> None:
    extracted(archive, tmp_path / "out")
    whole = files_under(tmp_path / "out")
    done = sorted((tmp_path / "out").glob(f"*/{DONE}"))
    done[0].unlink()
    done[1].write_text("{", encoding="utf-8")
    assert how(extracted(archive, tmp_path / "out")) == ["read", "read", "skipped"]
    assert files_under(tmp_path / "out") == whole


def test_two_who_write_the_same_shard_at_once_end_with_one(archive: Path, tmp_path: Path) -> None:
    shard = shards_in(archive)[1]
    work = partial(process_shard, out=str(tmp_path / "out"), run=new_run())
    answers = list(run_in_processes(work, [shard] * 4, jobs=2))
    assert [answer.why for answer in answers] == [None] * 4
    assert len(list((tmp_path / "out").glob("shard=*"))) == 1


# ---------------------------------------------------------------- what goes wrong
def test_a_bad_shard_does_not_stop_the_others(archive: Path, tmp_path: Path) -> None:
    (archive / "00a.parquet").write_bytes(b"PAR1 no more")
    (archive / "00b.csv").write_text("title\nno texts here\n", encoding="utf-8")
    (archive / "00c.jsonl.gz").write_bytes(gzip.compress(line(SAID[0]).encode())[:-12])
    *good, table, rows_, packed = extracted(archive, tmp_path / "out")
    assert how(good) == ["read"] * 3
    assert how([table, rows_, packed]) == ["failed"] * 3
    assert "damaged or cut off" in (table.why or "")
    assert 'no column "text"' in (rows_.why or "")
    assert "cannot be unpacked" in (packed.why or "")
    assert len(list((tmp_path / "out").glob("shard=*"))) == 3


def test_a_shard_that_breaks_off_keeps_what_was_read_before(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    lines = "".join(line(f"{SAID[0].format(number)} {os.urandom(900).hex()}") for number in range(300))
    packed = gzip.compress(lines.encode())
    (tmp_path / "in" / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    [report] = extracted(tmp_path / "in", tmp_path / "out")
    assert report.how == "read"
    assert 0 < report.reports < 300
    assert report.unreadable == 1
    assert "cut off" in rows(tmp_path / "out", "others")[0]["message"]


def test_a_shard_that_fails_once_is_tried_again(archive: Path, tmp_path: Path) -> None:
    tried: list[str] = []

    def failing_at_first(work: Callable[[Any], Any], inputs: Iterable[Any]) -> Iterator[Any]:
        for one in inputs:
            tried.append(one.where)
            first = tried.count(one.where) == 1 and one.where.endswith("01.jsonl")
            yield Lost(input=one, why="the network broke down") if first else work(one)

    assert how(extracted(archive, tmp_path / "out", shards=failing_at_first)) == ["read"] * 3
    assert [Path(where).name for where in tried] == ["00.jsonl", "01.jsonl", "02.jsonl", "01.jsonl"]


def dying_of_poison(work: Callable[[Any], Any], one: Any) -> Any:
    """Stands for a fault in a library that takes the process down."""
    raw = one.raw if isinstance(one, Part) else Path(one.file).read_bytes() if one is not None else b""
    if b"poison" in raw:
        os.kill(os.getpid(), signal.SIGKILL)
    return work(one)


def with_poison(work: Callable[[Any], Any], inputs: Iterable[Any]) -> Iterator[Any]:
    return run_in_processes(partial(dying_of_poison, work), inputs, jobs=2)


def test_a_report_that_takes_its_process_down_costs_neither_the_shard_nor_the_run(tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "in")
    with (archive / "01.jsonl").open("a", encoding="utf-8") as file:
        file.write(line("Somebody said something about poison.") + line("The ferry is late, the owner said."))
    *good, bad = extracted(archive, tmp_path / "out", shards=with_poison, careful=with_poison)
    assert how(good) == ["read", "read"]
    assert (bad.how, bad.reports, bad.unreadable) == ("read", 5, 1)
    unread = rows(tmp_path / "out", "others")[-1]
    assert (unread["where"], unread["message"]) == (
        f"{archive}/01.jsonl:5", "the process that read it died (signal 9)"
    )  # fmt: skip


def test_a_worker_with_another_version_is_told_so_at_once(archive: Path, tmp_path: Path) -> None:
    run = replace(new_run(), generator="reportedly 99")
    with pytest.raises(AnotherVersion, match="install the same everywhere"):
        process_shard(shards_in(archive)[0], out=str(tmp_path / "out"), run=run)


def test_tables_that_a_worker_wrote_to_a_disk_of_its_own_end_the_run(archive: Path, tmp_path: Path) -> None:
    def on_another_machine(work: Callable[..., Any], inputs: Iterable[Any]) -> Iterator[Any]:
        return (work(one, out=str(tmp_path / "its disk")) for one in inputs)

    with pytest.raises(CannotStore, match=r"has written shard=00-.*, but not here; OUT must be one place"):
        extracted(archive, tmp_path / "out", shards=on_another_machine)


def test_a_folder_that_is_named_from_here_is_the_same_for_who_stands_elsewhere(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def from_elsewhere(work: Callable[..., Any], inputs: Iterable[Any]) -> Iterator[Any]:
        for one in inputs:
            with monkeypatch.context() as moved:
                moved.chdir(archive)
                answer = work(one)
            yield answer

    monkeypatch.chdir(tmp_path)
    assert how(extracted(archive, "out", shards=from_elsewhere)) == ["read"] * 3
    assert len(list((tmp_path / "out").glob("shard=*"))) == 3


def test_done_says_what_a_shard_was_made_of(archive: Path, tmp_path: Path) -> None:
    [first, *_] = extracted(archive, tmp_path / "out")
    said = json.loads((tmp_path / "out" / first.name / DONE).read_text(encoding="utf-8"))
    assert (said["where"], said["counts"]["reports"]) == (f"{archive}/00.jsonl", 4)
    assert set(said["files"]) == {path.name for path in (tmp_path / "out" / first.name).glob("*.parquet")}
