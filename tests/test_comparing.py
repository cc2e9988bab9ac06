"""Comparing a growing case: whatever was kept of earlier comparisons, the answer is that of comparing all at once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from reportedly import pipeline
from reportedly.case import ComparedAnew, MemoryStore, make_case, open_case
from reportedly.case.corrections import claim_subject
from reportedly.compare import compare
from reportedly.compare.memory import Memory
from reportedly.compare.people import TRACES
from reportedly.comparison import Comparison
from reportedly.interfaces import CaseStore
from reportedly.model import Ledger
from reportedly.pipeline import (
    OF_REPORTS,
    Known,
    compare_case,
    compare_some,
    corrected_ledgers,
    judgements,
    last_comparison,
    place_of,
    read,
)

EXAMPLES = Path(__file__).parent.parent / "examples" / "january-2022"
NOW = "2022-02-01T08:00:00Z"
COMPARER = """
import sys
from reportedly.case import open_case
from reportedly.pipeline import compare_case
print("begun", flush=True)
compare_case(open_case(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def january() -> list[Ledger]:
    """The reports of the bundled case, of which two are in a language that is not read."""
    rows = [json.loads(line) for line in (EXAMPLES / "about.jsonl").read_text(encoding="utf-8").splitlines()]
    fields = ("outlet", "published", "title", "url", "language")
    return [
        read(EXAMPLES / row["file"], known=Known(**{field: row.get(field) for field in fields if field in row}))
        for row in rows
    ]


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> CaseStore:
    return MemoryStore() if request.param == "memory" else make_case(tmp_path / "january.case")


def keep(store: CaseStore, ledgers: Iterable[Ledger], *, again: bool = False) -> None:
    for ledger in ledgers:
        raw = Path(ledger.report.where).read_bytes()
        store.keep(ledger, raw=raw, reader="model", at=NOW, again=again)


def bytes_of(comparison: Comparison) -> str:
    return json.dumps(comparison.to_dict(), ensure_ascii=False)


def from_scratch(store: CaseStore) -> str:
    return bytes_of(compare(corrected_ledgers(store), judgements(store)))


# ---------------------------------------------------------------- the same answer
@pytest.mark.parametrize("seed", range(3))
def test_a_case_that_grew_report_by_report_is_compared_as_if_all_had_come_at_once(
    store: CaseStore, january: list[Ledger], seed: int
) -> None:
    chance, left = random.Random(seed), list(january)
    chance.shuffle(left)
    while left:
        batch, left = left[: (size := chance.choice((1, 2, 5, 12)))], left[size:]
        keep(store, batch)
        assert bytes_of(compare_case(store)) == from_scratch(store)


def test_a_report_that_is_read_again_is_compared_as_it_reads_now(store: CaseStore, january: list[Ledger]) -> None:
    keep(store, january)
    compare_case(store)
    first, second, third = january[3], january[8], january[12]
    keep(
        store,
        [
            replace(first, report=replace(first.report, published="2022-03-01", outlet="Another Outlet")),
            replace(second, claims=second.claims[:2], figures=(), entities=second.entities[:1]),
            replace(third, entities=tuple(replace(one, name=one.name.upper()) for one in third.entities)),
        ],
        again=True,
    )
    assert bytes_of(compare_case(store)) == from_scratch(store)
    keep(store, [first, second, third], again=True)
    assert bytes_of(compare_case(store)) == from_scratch(store) == bytes_of(compare(january))


def test_what_people_decide_counts_and_undoing_it_counts_too(store: CaseStore, january: list[Ledger]) -> None:
    keep(store, january[:-2])
    plain = bytes_of(compare_case(store))
    names = [entity for entity in compare_case(store).entities if len(entity.members) > 3 and entity.kind == "person"]
    [a, b, *_] = names
    both = {"a": [place_in(store, a.members[0])], "b": [place_in(store, b.members[0])]}
    merged = store.decide("merge", both, {"a": a.name, "b": b.name}, who="ana", at=NOW)
    assert bytes_of(compare_case(store)) == from_scratch(store) != plain
    apart = {"a": [place_in(store, a.members[0])], "b": [place_in(store, a.members[-1])]}
    store.decide("split", apart, {"a": a.name, "b": a.name}, who="ana", at=NOW)
    keep(store, january[-2:])
    assert bytes_of(compare_case(store)) == from_scratch(store)
    store.undo(merged.id, who="ana", at=NOW)
    assert bytes_of(compare_case(store)) == from_scratch(store)


def place_in(store: CaseStore, member: tuple[str, str]) -> dict[str, object]:
    ledger = store.ledger(member[0])
    return place_of(member[0], next(entity for entity in ledger.entities if entity.id == member[1]))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=some.data())
def test_whatever_comes_in_whatever_order_is_compared_as_if_all_had_come_at_once(
    january: list[Ledger], data: some.DataObject
) -> None:
    """Batches, reports read again with another day and fewer names, people parted and joined, claims rejected."""
    store, there = MemoryStore(), list[Ledger]()
    left = data.draw(some.permutations(january))[:14]
    decided: list[int] = []
    while left:
        size = data.draw(some.integers(1, 8))
        batch, left = left[:size], left[size:]
        keep(store, batch)
        there += batch
        one = data.draw(some.sampled_from(there))
        match data.draw(some.sampled_from(("read again", "merge", "split", "correct", "undo", "nothing"))):
            case "read again":
                fewer = data.draw(some.integers(0, len(one.entities)))
                report = replace(one.report, published=data.draw(some.sampled_from(("2022-01-07", "2022-02-01", None))))
                keep(store, [replace(one, report=report, entities=one.entities[fewer:])], again=True)
            case "merge" | "split" as kind if len(one.entities) > 1:
                a, b = data.draw(some.permutations(one.entities))[:2]
                places = {"a": [place_of(one.report.id, a)], "b": [place_of(one.report.id, b)]}
                decided.append(store.decide(kind, places, {}, who="ana", at=NOW).id)
            case "correct" if one.claims:
                claim = data.draw(some.sampled_from(one.claims))
                rejected = store.decide("claim", claim_subject(one, claim), {"what": "rejected"}, who="ana", at=NOW)
                decided.append(rejected.id)
            case "undo" if decided:
                store.undo(decided.pop(), who="ana", at=NOW)
        assert bytes_of(compare_case(store)) == from_scratch(store)


def test_reports_left_out_are_as_if_they_were_not_there(store: CaseStore, january: list[Ledger]) -> None:
    keep(store, january)
    compare_case(store)
    some = [ledger.report.id for ledger in january[::2]]
    assert bytes_of(compare_some(store, some)) == bytes_of(compare(january[::2]))


def test_another_version_of_the_program_makes_everything_anew(
    store: CaseStore, january: list[Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, january[:12])
    compare_case(store)
    first = january[0].report.id
    store.remember(TRACES, first, [])  # what another version may have made of it
    monkeypatch.setattr(pipeline, "GENERATOR", "reportedly 99.0")
    assert last_comparison(store) is None
    assert bytes_of(compare_case(store)) == from_scratch(store)
    assert store.recall(TRACES, first) != []


def test_a_program_killed_while_it_compares_leaves_a_case_that_is_compared_rightly(
    january: list[Ledger], tmp_path: Path
) -> None:
    path, chance = tmp_path / "january.case", random.Random(7)
    store = make_case(path)
    keep(store, january[:20])
    compare_case(store)
    for ledger in january[20:26]:
        keep(store, [ledger])
        store.close()
        process = subprocess.Popen(
            [sys.executable, "-c", COMPARER, str(path)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(pipeline.__file__).parent.parent)},
        )
        with process:
            assert process.stdout
            assert process.stdout.readline() == b"begun\n"
            time.sleep(chance.uniform(0, 0.8))
            process.send_signal(signal.SIGKILL)
        store = open_case(path)
        if chance.random() < 0.5:  # else the next report comes before it is compared
            assert bytes_of(compare_case(store)) == from_scratch(store)
    assert bytes_of(compare_case(store)) == from_scratch(store)
    store.close()


# ---------------------------------------------------------------- and little work
def test_of_old_reports_nothing_is_made_anew_for_a_new_one(january: list[Ledger]) -> None:
    old, new = january[:-1], january[-1]
    first = Memory()
    compare(old, (), first)
    kept: dict[str, dict[str | None, object]] = {}
    for (kind, report), value in json.loads(json.dumps([[list(key), value] for key, value in first.made.items()])):
        kept.setdefault(kind, {})[report] = value
    then = Memory(kept)
    compare([*old, new], (), then)
    assert set(kept) == {*OF_REPORTS, "likenesses"}
    assert {report for kind, report in then.made if kind in ("traces", "outlines")} == {new.report.id}
    again = Memory(kept)
    compare(old, (), again)
    assert again.made == {}


# ---------------------------------------------------------------- the last comparison
def test_the_last_comparison_is_there_while_newer_reports_wait_to_be_compared(
    store: CaseStore, january: list[Ledger]
) -> None:
    assert last_comparison(store) is None
    keep(store, january[:10])
    made = compare_case(store)
    keep(store, january[10:13])
    last = last_comparison(store)
    assert last is not None
    assert (last.up_to_date, last.missing) == (False, 3)
    assert last.glance.sizes["reports"] == 10 == len(last.comparison.reports)
    assert bytes_of(last.comparison) == bytes_of(made)


def test_who_reads_the_last_comparison_can_finish_while_the_next_one_is_kept(
    store: CaseStore, january: list[Ledger]
) -> None:
    keep(store, january[:5])
    compare_case(store)
    last = last_comparison(store)
    assert last is not None
    keep(store, january[5:7])
    compare_case(store)
    assert len(last.comparison.reports) == 5
    keep(store, january[7:9])
    compare_case(store)
    with pytest.raises(ComparedAnew, match="ask for that one"):
        last.comparison.series  # noqa: B018


def test_the_glance_tells_what_the_whole_tells(store: CaseStore, january: list[Ledger]) -> None:
    keep(store, january)
    made = compare_case(store)
    last = last_comparison(store)
    assert last is not None
    assert last.up_to_date
    assert last.glance.sizes == {
        part: len(getattr(made, part))
        for part in (
            "reports", "entities", "maybes", "series", "copies", "conflicts", "not_conflicts", "assertions", "origins",
        )
    }  # fmt: skip
    [line] = [line for line in last.glance.figures if (line.measure, line.of, line.place) == ("killed", "people", None)]
    series = next(one for one in made.series if one.id == line.series)
    assert (line.statements, line.origins) == (len(series.statements), series.origins)
    assert len(last.glance.findings) > 3
