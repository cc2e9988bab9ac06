"""A case survives what happens to programs: it is killed at any moment, the disk fills up, another one writes too."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from reportedly.case import make_case, open_case
from reportedly.interfaces import Posting
from tests.builders import HARBOUR
from tests.case.writer import a_numbered_report, keep_numbered

ROOT = Path(__file__).parent.parent.parent
ENDLESS = 1_000_000
ERROR = "error: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """A process that keeps numbered reports in a case, and the file in which it says which."""

    process: subprocess.Popen[bytes]
    log: Path

    def wait_until_it_writes(self) -> None:
        while not self.log.stat().st_size and self.process.poll() is None:
            time.sleep(0.001)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)

    def said(self) -> list[str]:
        """All that it said when it has ended: the numbers of the reports that are kept, perhaps an error."""
        self.process.wait(timeout=60)
        return self.log.read_text(encoding="utf-8").split("\n")[:-1]


def writer(case: Path, first: int, last: int, *limits: int) -> Writer:
    log = case.with_name(f"{case.name}.{first}.log")
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.case.writer", str(case), str(first), str(last), *map(str, limits)],
            stdout=file,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        )
    return Writer(process=process, log=log)


def numbers(said: Iterable[str]) -> set[int]:
    return {int(line) for line in said if not line.startswith(ERROR)}


def is_whole(case: Path, kept: set[int], *, at_most: int = 1) -> set[int]:
    """Every report said to be kept is there, with all that belongs to it, and nothing is damaged.

    `at_most` as many more may be there: a process can be killed between keeping a report and saying so.
    """
    store = make_case(case)
    assert list(store.damage()) == []
    there = {value: report for report, value in store.recalled("number")}
    assert kept <= set(there)
    assert len(there) <= len(kept) + at_most
    assert list(store.missing("number")) == []
    for number in [*sorted(there)[:3], *sorted(there)[-3:]]:
        assert store.ledger(there[number]) == a_numbered_report(number)
        assert list(store.lookup("prints", [number * 1000 + 7])) == [Posting(there[number], number * 1000 + 7, 7)]
    store.close()
    return set(there)


def test_a_case_that_was_killed_many_times_holds_every_finished_report(tmp_path: Path) -> None:
    case, chance, there = tmp_path / "a.case", random.Random(7), set[int]()
    for _ in range(15):
        killed = writer(case, len(there), ENDLESS)
        killed.wait_until_it_writes()
        time.sleep(chance.uniform(0, 0.08))
        killed.kill()
        there = is_whole(case, there | numbers(killed.said()))
    assert len(there) > 15
    assert there == set(range(len(there)))


def test_a_case_that_was_killed_while_it_was_made_can_be_made_again(tmp_path: Path) -> None:
    chance, half_made = random.Random(3), 0
    for attempt in range(8):
        case = tmp_path / f"{attempt}.case"
        killed = writer(case, 0, ENDLESS)
        while not case.exists() and killed.process.poll() is None:
            time.sleep(0.0005)
        time.sleep(chance.uniform(0, 0.02))
        killed.kill()
        said = killed.said()
        half_made += not said
        store = make_case(case)
        assert numbers(said) <= {value for _, value in store.recalled("number")}
        keep_numbered(store, ENDLESS)
        assert list(store.damage()) == []
        store.close()
    assert half_made


@pytest.mark.parametrize("bytes_at_most", [20_000, 200_000, 300_000, 420_000, 600_000])
def test_where_files_may_not_grow_what_was_kept_before_is_whole(tmp_path: Path, bytes_at_most: int) -> None:
    case = tmp_path / "a.case"
    limited = writer(case, 0, ENDLESS, bytes_at_most)
    *said, last = limited.said()
    assert (limited.process.returncode, last.startswith(ERROR)) == (3, True)
    assert "the disk" in last
    there = is_whole(case, numbers(said), at_most=0)
    went_on = writer(case, len(there), len(there) + 3)
    is_whole(case, there | numbers(went_on.said()), at_most=0)


def test_on_a_full_disk_the_reason_and_what_to_do_are_said(tmp_path: Path) -> None:
    case = tmp_path / "a.case"
    *said, last = writer(case, 0, ENDLESS, 0, 120).said()
    assert last == f"error: {case}: the disk is full; make room and run the same command again"
    assert is_whole(case, numbers(said), at_most=0)


def test_several_writers_at_once_keep_every_report_once(tmp_path: Path) -> None:
    case = tmp_path / "a.case"
    writers = [writer(case, first, first + 20) for first in (0, 10, 20)]
    assert [len(numbers(one.said())) for one in writers] == [20, 20, 20]
    assert is_whole(case, set(range(40)), at_most=0) == set(range(40))


def test_one_writer_killed_does_not_stop_the_other(tmp_path: Path) -> None:
    case = tmp_path / "a.case"
    killed, other = writer(case, 0, ENDLESS), writer(case, ENDLESS, ENDLESS + 40)
    killed.wait_until_it_writes()
    time.sleep(0.1)
    killed.kill()
    kept = numbers(killed.said()) | numbers(other.said())
    assert set(range(ENDLESS, ENDLESS + 40)) <= is_whole(case, kept)


def test_the_command_killed_in_the_middle_goes_on_where_it_was(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    for number in range(12):
        (tmp_path / "news" / f"{number:02}.txt").write_text(f"Report {number}.\n\n{HARBOUR}", encoding="utf-8")
    case = tmp_path / "a.case"
    command = [sys.executable, "-c", "from reportedly.cli.add import add; add()", str(case), str(tmp_path / "news")]
    there = 0
    for _ in range(2):
        process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.PIPE)
        deadline = time.monotonic() + 20
        while kept_in(case) < there + 3 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert kept_in(case) >= min(there + 3, 12)
        there = kept_in(case)
        store = open_case(case)
        assert list(store.damage()) == []
        store.close()
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True)
    assert f"{there} reports in the case already" in done.stdout
    store = open_case(case)
    assert [Path(kept.where).name for kept in store.reports()] == [f"{number:02}.txt" for number in range(12)]
    store.close()


def kept_in(case: Path) -> int:
    if not case.exists():
        return 0
    store = make_case(case)
    found = store.sizes().reports
    store.close()
    return found
