"""Shards at addresses, as they stand in object stores: read and written as in folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportedly.shards.inputs import Shard, shards_of
from reportedly.shards.read_back import Extracted, ledgers_in
from reportedly.shards.run import Engines, extract_shards
from reportedly.shards.storage import DONE, CannotStore, made_ready, store_at
from tests.shards.archive import extracted, files_under, how, write_archive

fsspec: Any = pytest.importorskip("fsspec")
pytest.importorskip("pyarrow")


@pytest.fixture
def bucket() -> Iterator[Any]:
    """An object store that lives in this process."""
    system = fsspec.filesystem("memory")
    yield system
    system.rm("/bucket", recursive=True)


def at(system: Any) -> dict[str, bytes]:
    return {path.removeprefix("/bucket/out/"): system.cat_file(path) for path in system.find("/bucket/out")}


def test_tables_at_an_address_are_those_of_a_folder_and_are_left_alone_the_next_time(
    bucket: Any, tmp_path: Path
) -> None:
    archive = write_archive(tmp_path / "in")
    assert how(extracted(archive, "memory://bucket/out")) == ["read"] * 3
    extracted(archive, tmp_path / "out")
    assert at(bucket) == files_under(tmp_path / "out")
    assert how(extracted(archive, "memory://bucket/out")) == ["skipped"] * 3
    there, here = (
        [one.ledger for one in ledgers_in(where) if isinstance(one, Extracted)]
        for where in ("memory://bucket/out", str(tmp_path / "out"))
    )
    assert there == here


def test_shards_at_addresses_are_fetched_and_read(bucket: Any, tmp_path: Path) -> None:
    bucket.put(str(write_archive(tmp_path / "in")), "/bucket/in", recursive=True)
    for inputs in ("memory://bucket/in/", "memory://bucket/in/*.jsonl", "memory://bucket/in/01.jsonl"):
        shards = [one for one in shards_of([inputs]) if isinstance(one, Shard)]
        reports = list(extract_shards(shards, out=str(tmp_path / "out"), engines=Engines()))
        assert {report.why for report in reports} == {None}
    assert [report.where.rpartition("/")[2] for report in reports] == ["01.jsonl"]
    assert how(reports) == ["skipped"]
    assert len(list((tmp_path / "out").glob("shard=*"))) == 3


def test_what_was_interrupted_is_written_over(bucket: Any, tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "in", shards=1)
    [report] = extracted(archive, "memory://bucket/out")
    whole = at(bucket)
    bucket.rm_file(f"/bucket/out/{report.name}/{DONE}")
    bucket.pipe_file(f"/bucket/out/{report.name}/claims.parquet", b"half")
    assert store_at("memory://bucket/out").names() == []
    assert how(extracted(archive, "memory://bucket/out")) == ["read"]
    assert at(bucket) == whole


def test_an_address_that_nobody_knows_is_said_to_be_so() -> None:
    with pytest.raises(CannotStore, match="Protocol not known: nowhere"):
        store_at("nowhere://bucket/out")


def test_a_place_that_cannot_be_written_is_told_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotStore, match="cannot be written"):
        made_ready(str(tmp_path / "file"))
