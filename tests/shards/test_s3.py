"""A server that speaks S3, on this machine: shards are read from it and tables written to it as in folders.

Needs s3fs and `moto[server]`, too much to install for every run of the tests; without them it says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from reportedly.engines.processes import run_in_processes
from reportedly.model import Unreadable
from reportedly.shards.inputs import shards_of
from reportedly.shards.read_back import Extracted, is_extracted, ledgers_in
from reportedly.shards.storage import CannotStore, made_ready
from tests.shards.archive import extracted, files_under, how, shards_in, write_archive

pytest.importorskip("pyarrow")
s3fs: Any = pytest.importorskip("s3fs", reason="s3fs is not installed")
moto: Any = pytest.importorskip("moto.server", reason="moto[server] is not installed")

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the libraries of Amazon


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def s3(server: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A bucket "news", for who has the keys to it."""
    for name, value in {"ENDPOINT_URL": server, "ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem()
    system.makedirs("news", exist_ok=True)
    return system


def test_tables_in_a_bucket_are_those_of_a_folder(s3: Any, tmp_path: Path) -> None:
    s3.put(str(write_archive(tmp_path / "in")), "news/2031", recursive=True)
    assert how(extracted("s3://news/2031/", tmp_path / "out")) == ["read"] * 3
    read = extracted("s3://news/2031/*.jsonl", "s3://news/out", shards=partial(run_in_processes, jobs=2))
    assert how(read) == ["read"] * 3
    there = {path.removeprefix("news/out/"): s3.cat_file(path) for path in s3.find("news/out")}
    assert there == files_under(tmp_path / "out")
    assert how(extracted("s3://news/2031/", "s3://news/out")) == ["skipped"] * 3
    assert is_extracted("s3://news/out/")
    assert len([one for one in ledgers_in("s3://news/out") if isinstance(one, Extracted)]) == 12


def test_a_bucket_that_is_not_there_is_named_and_not_made(s3: Any, tmp_path: Path) -> None:
    with pytest.raises(CannotStore, match="s3://nwes/out: The specified bucket does not exist"):
        made_ready("s3://nwes/out")
    [found] = shards_of(["s3://nwes/2031/"])
    assert isinstance(found, Unreadable)
    assert found.message == "The specified bucket does not exist"
    assert "nwes" not in s3.ls("")


def test_who_has_no_keys_is_told_so(s3: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("HOME", str(tmp_path))
    s3fs.S3FileSystem.clear_instance_cache()
    [found] = shards_of(["s3://news/2031/"])
    assert isinstance(found, Unreadable)
    assert "credentials" in found.message
    assert shards_in("s3://news/2031/01.jsonl")  # is not looked for before it is read
