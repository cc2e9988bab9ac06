"""Small files of many reports, written for the tests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from reportedly.interfaces import Engine
from reportedly.shards.inputs import Shard, shards_of
from reportedly.shards.process import ShardReport
from reportedly.shards.run import Engines, extract_shards

SAID = (
    "The {} is closed, Northwire reported on Monday, citing the port authority. It will open in May, a spokesman said.",
    "At least {} people were hurt in Norrhaven, according to the fire service. Police denied that anybody had died.",
    "Mara Lindqvist, the mayor of Norrhaven, said that {} workers were missing. The ministry may send help.",
)
WORDS = ("harbour", "twelve", "bridge", "forty", "terminal", "nine")


def line(text: str, **known: str) -> str:
    return json.dumps({"text": text, **known}, ensure_ascii=False) + "\n"


def write_archive(folder: Path, *, shards: int = 3, reports: int = 4) -> Path:
    """Shards of a few short reports each, all different; the first also has one twice, and a line that is none."""
    folder.mkdir()
    for number in range(shards):
        texts = (
            f"{SAID[one % 3].format(WORDS[(number + one) % 6])} Report {number}-{one}.\n" for one in range(reports)
        )
        written = [line(text, outlet="Coast Herald", published=f"2031-05-0{number % 9 + 1}") for text in texts]
        if number == 0:
            written += ["no JSON\n", written[-1]]
        (folder / f"{number:02}.jsonl").write_text("".join(written), encoding="utf-8")
    return folder


def shards_in(*inputs: Path | str) -> list[Shard]:
    return [one for one in shards_of(map(str, inputs)) if isinstance(one, Shard)]


def extracted(inputs: Path | str, out: Path | str, **engines: Engine) -> list[ShardReport]:
    return list(extract_shards(shards_in(inputs), out=str(out), engines=Engines(**engines)))


def how(reports: Iterable[ShardReport]) -> list[str]:
    return [report.how for report in reports]


def files_under(folder: Path) -> dict[str, bytes]:
    """Every file and its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
