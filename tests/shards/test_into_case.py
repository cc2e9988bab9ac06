"""A case made of shards is the case that the same files give when they are added themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportedly.case import SqliteStore, make_case
from reportedly.model import Unreadable
from reportedly.pipeline import Added, add_reports
from reportedly.shards.into_case import add_shards
from reportedly.shards.read_back import Extracted, is_extracted, ledgers_in
from tests.shards.archive import extracted, line, shards_in, write_archive

pytest.importorskip("pyarrow")

AT = "2031-05-06T12:00:00Z"
LONE_SURROGATE = "The \\ud83d harbour is closed, the ministry said."  # half a character, as some pages have it
PAGE = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    "<!doctype html><html><body><article><h1>Ferry late</h1><p>The ferry is late, its owner said on Monday. "
    "It will come in the evening, according to the port authority.</p></article></body></html>"
)
WARC = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/ferry\r\n"
    "WARC-Date: 2031-05-04T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    f"Content-Length: {len(PAGE)}\r\n\r\n{PAGE}\r\n\r\n"
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = write_archive(tmp_path / "in")
    with (folder / "01.jsonl").open("a", encoding="utf-8") as file:
        file.write(f'{{"text": "{LONE_SURROGATE}"}}\n')
    (folder / "02a.warc").write_text(WARC, encoding="utf-8", newline="")
    again = (folder / "00.jsonl").read_text(encoding="utf-8").splitlines()[0]
    (folder / "03.jsonl").write_text(again + "\n" + line("Nothing new, the mayor said."), encoding="utf-8")
    return folder


def now() -> str:
    return AT


def told(answers: list[Added]) -> list[tuple[Any, ...]]:
    """Within a shard what was no report comes behind the reports."""
    return sorted((one.where, one.how, one.report, one.why, one.problems) for one in answers)


def kept(store: SqliteStore) -> dict[str, Any]:
    """All that a case holds of its reports."""
    return {
        "reports": list(store.reports()),
        "ledgers": list(store.ledgers()),
        "raw": [store.raw(one.id) for one in store.reports()],
        "seen": [store.seen(one.id) for one in store.reports()],
    }


def test_a_case_of_shards_is_the_case_of_the_files_themselves(archive: Path, tmp_path: Path) -> None:
    files = [shard.where for shard in shards_in(archive)]
    extracted(archive, tmp_path / "out")
    by_add, by_shards = make_case(tmp_path / "a.case"), make_case(tmp_path / "b.case")
    added = list(add_reports(by_add, files, now=now))
    taken_in = list(add_shards(by_shards, str(tmp_path / "out"), now=now))
    assert told(taken_in) == told(added)
    assert {one.how for one in added} == {"new", "there", "unreadable"}
    assert kept(by_shards) == kept(by_add)
    assert list(by_shards.damage()) == []
    by_add.close()
    by_shards.close()


def test_taking_shards_in_again_changes_nothing(archive: Path, tmp_path: Path) -> None:
    extracted(archive, tmp_path / "out")
    store = make_case(tmp_path / "a.case")
    list(add_shards(store, str(tmp_path / "out"), now=now))
    before = kept(store)
    assert {one.how for one in add_shards(store, str(tmp_path / "out"), now=now)} == {"there", "unreadable"}
    assert kept(store) == before
    store.close()


def test_a_damaged_shard_gives_nothing_and_says_so_and_the_others_are_given(archive: Path, tmp_path: Path) -> None:
    first, *_ = extracted(archive, tmp_path / "out")
    table = tmp_path / "out" / first.name / "ledgers.parquet"
    table.write_bytes(table.read_bytes()[:-1] + b"!")
    found = list(ledgers_in(str(tmp_path / "out")))
    assert isinstance(found[0], Unreadable)
    assert "ledgers.parquet is not what was written" in found[0].message
    wheres = [one.ledger.report.where for one in found if isinstance(one, Extracted)]
    assert wheres
    assert not [where for where in wheres if "00.jsonl" in where]


def test_a_folder_of_shards_is_told_from_others(archive: Path, tmp_path: Path) -> None:
    extracted(archive, tmp_path / "out")
    assert is_extracted(str(tmp_path / "out"))
    assert not is_extracted(str(archive))
    assert not is_extracted(str(tmp_path / "nowhere"))
