"""Which shards an input stands for."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportedly.model import Unreadable
from reportedly.shards import inputs
from reportedly.shards.inputs import Shard, shards_of
from tests.shards.archive import write_archive


def test_a_folder_stands_for_its_files_of_many_reports_by_their_paths(tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "in", shards=2, reports=1)
    (archive / "2031").mkdir()
    (archive / "2031" / "may.warc.gz").touch()
    (archive / ".hidden.jsonl").touch()
    assert [Path(one.where).name for one in shards_of([str(archive)]) if isinstance(one, Shard)] == [
        "00.jsonl", "01.jsonl", "may.warc.gz"
    ]  # fmt: skip


def test_the_other_files_of_a_folder_come_by_the_hundred_in_the_order_of_their_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "FILES_IN_A_SHARD", 2)
    for name in ("c.html", "a.txt", "b/d.pdf", ".hidden.txt", "picture.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    first, second = (one for one in shards_of([str(tmp_path)]) if isinstance(one, Shard))
    assert [Path(where).name for where in (*first.places, *second.places)] == ["a.txt", "d.pdf", "c.html"]
    assert (Path(first.where).name, first.name != second.name) == ("files-1", True)
    (tmp_path / "aa.txt").touch()
    assert [one.name for one in shards_of([str(tmp_path)]) if isinstance(one, Shard)] == [first.name, second.name]


def test_a_file_of_one_report_is_a_shard_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The bridge is open, the ministry said.")
    [shard] = shards_of([str(tmp_path / "one.txt")])
    assert isinstance(shard, Shard)
    assert shard.places == (str(tmp_path / "one.txt"),)


def test_a_file_is_one_shard_however_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = write_archive(tmp_path / "in", shards=1, reports=1)
    monkeypatch.chdir(archive)
    [here] = shards_of(["00.jsonl", "./00.jsonl", str(archive / "00.jsonl")])
    [there] = shards_of([str(archive)])
    assert isinstance(here, Shard)
    assert isinstance(there, Shard)
    assert here.name == there.name


def test_files_of_one_name_in_two_folders_become_two_shards(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_archive(tmp_path / name, shards=1, reports=1)
    names = {one.name for one in shards_of([str(tmp_path)]) if isinstance(one, Shard)}
    assert len(names) == 2


def test_a_name_that_no_file_system_takes_becomes_one_that_all_take(tmp_path: Path) -> None:
    (tmp_path / "новости: 10%, «май».jsonl").touch()
    [shard] = shards_of([str(tmp_path)])
    assert isinstance(shard, Shard)
    assert shard.name.isascii()
    assert shard.name.removeprefix("shard=").replace("-", "").isalnum()


@pytest.mark.parametrize(
    ("name", "why"),
    [("gone.txt", "there is no such file"), ("empty", "no file in this")],
)
def test_what_cannot_be_a_shard_says_why(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "empty").mkdir()
    [found] = shards_of([str(tmp_path / name)])
    assert isinstance(found, Unreadable)
    assert found.message.startswith(why)
