"""The case file itself: older and newer ones, other files, damage."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from reportedly.case import SqliteStore, make_case, open_case, schema
from reportedly.interfaces import Asked, CaseError, Damage, DamagedCase, ReadOnlyCase
from tests.builders import HARBOUR, harbour_ledger
from tests.contracts.test_case_stores import a_toll, keep
from tests.unprivileged import does, only_to_be_read

# Written by the tables as they first were: the harbour report, one in Russian, and a note by ada.
OF_VERSION_1 = Path(__file__).parent / "of_version_1.case.gz"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A case of the harbour report and of a toll that is indexed and compared."""
    store = make_case(tmp_path / "a.case")
    keep(store, harbour_ledger())
    toll = keep(store, a_toll())
    store.index(toll, "prints", [(7, 0), ("seven", 1)])
    store.remember("names", toll, [1])
    store.decide("note", "toll", "look again", who="ada", at="2022-01-10T08:00:00Z")
    store.close()
    return tmp_path / "a.case"


def changed(path: Path, *statements: str) -> None:
    """Changes a file behind the store's back."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def damage_of(path: Path) -> list[Damage]:
    store = open_case(path)
    found = list(store.damage())
    store.close()
    return found


# ---------------------------------------------------------------- opening
def test_a_case_is_one_file_when_it_is_closed(path: Path) -> None:
    assert [file.name for file in path.parent.iterdir()] == ["a.case"]


def test_what_was_kept_is_there_when_a_case_is_opened_again(path: Path) -> None:
    store = open_case(path)
    assert next(store.ledgers()) == harbour_ledger()
    assert [decision.value for decision in store.decisions()] == ["look again"]
    store.close()


@pytest.fixture
def older(tmp_path: Path) -> Path:
    path = tmp_path / "older.case"
    path.write_bytes(gzip.decompress(OF_VERSION_1.read_bytes()))
    return path


def test_a_case_made_by_an_older_version_opens_with_everything_in_it(older: Path) -> None:
    connection = sqlite3.connect(older)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()
    store = open_case(older)
    harbour, bridge = store.reports()
    assert (harbour.where, bridge.language, harbour.claims) == ("reports/harbour.txt", "ru", 14)
    assert store.ledger(harbour.id).claims == harbour_ledger().claims
    assert [decision.who for decision in store.decisions("note")] == ["ada"]
    assert [one.where for one in store.seen(bridge.id)] == ["reports/bridge.txt"]
    store.index(harbour.id, "prints", [(1, 0)])
    assert len(list(store.claims(Asked(person="Lindqvist")))) == 2
    assert list(store.damage()) == []
    store.close()


def test_bringing_a_case_up_to_date_happens_whole_or_not_at_all(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = (*schema.STEPS[:1], (*schema.STEPS[1], "CREATE TABLE reports (number)"))
    monkeypatch.setattr("reportedly.case.database.STEPS", broken)
    with pytest.raises(CaseError, match="already exists"):
        open_case(older)
    monkeypatch.undo()
    connection = sqlite3.connect(older)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'postings'").fetchone() == (0,)
    connection.close()
    open_case(older).close()


def test_a_case_made_by_a_newer_version_says_so(path: Path) -> None:
    changed(path, "PRAGMA user_version = 99")
    with pytest.raises(CaseError, match=r"made by a newer version of reportedly \(its tables are version 99.*update"):
        open_case(path)


def test_no_case_is_made_where_one_was_to_be_opened(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"there is no case .*make one with: reportedly add"):
        open_case(tmp_path / "none.case")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("make", [False, True])
def test_another_file_is_not_taken_for_a_case_and_left_alone(tmp_path: Path, make: bool) -> None:
    report, other = tmp_path / "report.txt", tmp_path / "other.db"
    report.write_text(HARBOUR, encoding="utf-8")
    changed(other, "CREATE TABLE songs (title)")
    for path, why in (
        (report, "this is not a case"),
        (other, "an SQLite database, but not a case"),
        (tmp_path, "folder"),
    ):
        before = path.read_bytes() if path.is_file() else b""
        with pytest.raises(CaseError, match=why):
            SqliteStore(path, make=make)
        assert (path.read_bytes() if path.is_file() else b"") == before


def test_an_empty_file_becomes_a_case_only_where_one_is_made(tmp_path: Path) -> None:
    path = tmp_path / "empty.case"
    path.touch()
    with pytest.raises(CaseError, match="is empty; fill it with"):
        open_case(path)
    make_case(path).close()
    store = open_case(path)
    assert store.sizes().reports == 0
    store.close()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="check that its folder is there"):
        make_case(tmp_path / "none" / "a.case")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_case_that_may_not_be_written_says_so(path: Path) -> None:
    path.chmod(0o444)
    store = open_case(path)
    with pytest.raises(ReadOnlyCase, match="may not be written"):
        keep(store, a_toll(3))
    with pytest.raises(ReadOnlyCase, match="work on a copy"):  # what was checked before that was sound
        list(store.damage())
    store.close()


def test_another_writer_is_waited_for_and_then_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportedly.case.database.PATIENCE", 0.1)
    writer, store = open_case(path), open_case(path)
    with writer.together():
        keep(writer, a_toll(1))
        assert store.sizes().reports == 2  # reading does not wait
        with pytest.raises(CaseError, match="another program is writing"):
            keep(store, a_toll(2))
    keep(store, a_toll(2))
    assert writer.sizes().reports == 4
    writer.close()
    store.close()


# ---------------------------------------------------------------- damage
def test_a_sound_case_has_no_damage(path: Path) -> None:
    assert damage_of(path) == []


TOLL = a_toll().report.id
RAW = "UPDATE contents SET {} = (SELECT {} FROM contents WHERE report = 1) WHERE report = 2"


@pytest.mark.parametrize(
    ("statement", "kind", "message"),
    [
        (RAW.format("raw", "raw"), "bytes", "its raw bytes are not those that were added"),
        (RAW.format("text", "text"), "text", "its text is not the one that was read"),
        (RAW.format("ledger", "ledger"), "ledger", "its ledger is not the one that was kept"),
        ("UPDATE contents SET text = x'00' WHERE report = 2", "text", "its text is not the one that was read"),
        ("UPDATE figures SET best = 81", "rows", "its rows in figures are not those of its ledger"),
        ("UPDATE claims SET certainty = 'possible' WHERE report = 2", "rows", "its rows in claims are"),
        ("UPDATE reports SET outlet = 'Other' WHERE number = 2", "rows", "what the list of reports says"),
        ("DELETE FROM sources WHERE name = (SELECT number FROM names WHERE name = 'TASS')", "rows", "in sources"),
        ("UPDATE mentions SET start = 0", "rows", "its rows in mentions"),
        ("UPDATE search SET text = 'x' WHERE rowid = 2", "rows", "the text that is searched"),
        ("DELETE FROM postings WHERE key = 7", "index", "the keys to find it by are not its own"),
        ("UPDATE results SET value = x'00'", "index", "a result kept for it cannot be read"),
    ],
)
def test_damage_to_a_report_is_named_with_it(path: Path, statement: str, kind: str, message: str) -> None:
    changed(path, statement)
    found = damage_of(path)
    assert [(damage.kind, damage.report) for damage in found] == [(kind, TOLL)]
    assert message in found[0].message


@pytest.mark.parametrize(
    ("statement", "kind", "message"),
    [
        ("INSERT INTO claim_words (claim_words) VALUES ('delete-all')", "index", "the full-text index claim_words"),
        ("UPDATE decisions SET value = '{'", "decision", "decision 1 cannot be read"),
        ("INSERT INTO dates VALUES (77, 0, 0, 1, NULL, NULL)", "rows", "1 rows of dates belong to no report"),
    ],
)
def test_damage_to_the_whole_is_named(path: Path, statement: str, kind: str, message: str) -> None:
    changed(path, statement)
    found = damage_of(path)
    assert any(damage.kind == kind and message in damage.message for damage in found)
    assert {damage.report for damage in found} == {None}


def test_a_report_whose_contents_are_gone_can_be_added_again(path: Path) -> None:
    changed(path, "DELETE FROM contents WHERE report = 2")
    store = open_case(path)
    with pytest.raises(CaseError, match="damaged; add its file with --again"):
        store.ledger(TOLL)
    keep(store, a_toll(), again=True)
    assert list(store.damage()) == []
    assert store.ledger(TOLL) == a_toll()
    store.close()


@pytest.mark.parametrize("seed", range(12))
def test_a_torn_file_is_damage_and_never_a_traceback(path: Path, seed: int) -> None:
    noise = random.Random(seed)
    with path.open("r+b") as file:
        file.seek(4096 + noise.randrange(path.stat().st_size - 4096 - 20_000))
        file.write(noise.randbytes(20_000))  # five pages of four kilobytes, each of which holds something
    assert damage_or_why_not(path)


def damage_or_why_not(path: Path) -> list[str]:
    try:
        return [damage.message for damage in damage_of(path)]
    except DamagedCase as error:  # where not even the list of tables can be read
        return [str(error)]


# ---------------------------------------------------------------- to be read only
def read_only(path: Path) -> str:
    return f"""
from reportedly.case import open_case
from reportedly.interfaces import CaseError
try:
    store = open_case({str(path)!r}, read_only=True)
    print(store.sizes().reports, len(list(store.search("harbour"))), len(store.decisions()))
    store.decide("note", "toll", "mine", who="eve", at="2022-01-10T08:00:00Z")
except CaseError as error:
    print(type(error).__name__, error)
"""


def test_a_case_is_read_where_neither_it_nor_its_folder_may_be_written(path: Path) -> None:
    with only_to_be_read(path.parent):
        may = f"import os; print(os.access({str(path)!r}, os.W_OK), os.access({str(path.parent)!r}, os.W_OK))"
        assert does(may) == "False False"
        told = does(read_only(path)).splitlines()
        assert [file.name for file in path.parent.iterdir()] == ["a.case"]
    assert told[0] == "2 1 1"
    assert told[1].startswith("ReadOnlyCase")


def test_changes_that_wait_in_a_log_are_not_passed_over_where_they_cannot_be_read(path: Path, tmp_path: Path) -> None:
    writer = make_case(path)
    writer.decide("note", "toll", "in the log", who="ada", at="2022-01-10T09:00:00Z")
    folder = tmp_path / "copied"
    folder.mkdir()
    for name in ("a.case", "a.case-wal"):
        shutil.copy(path.parent / name, folder / name)
    writer.close()
    with only_to_be_read(folder):
        told = does(read_only(folder / "a.case"))
    assert "changes to it wait in a.case-wal" in told


def test_a_case_that_is_only_read_sees_what_a_writer_keeps_meanwhile(path: Path) -> None:
    writer = open_case(path)
    writer.decide("note", "toll", "second", who="ada", at="2022-01-10T09:00:00Z")
    reader = open_case(path, read_only=True)
    assert len(reader.decisions()) == 2
    writer.decide("note", "toll", "third", who="ada", at="2022-01-10T09:00:00Z")
    assert len(reader.decisions()) == 3
    reader.close()
    writer.close()


def test_a_file_read_as_one_that_nobody_writes_says_when_somebody_did(path: Path) -> None:
    reader = open_case(path, read_only=True)
    assert not reader.outdated()
    writer = open_case(path)
    writer.decide("note", "toll", "second", who="ada", at="2022-01-10T09:00:00Z")
    assert reader.outdated()
    writer.close()
    assert reader.outdated()
    reader.close()


# ---------------------------------------------------------------- another file in its place
def noted(path: Path, words: str) -> None:
    store = open_case(path)
    store.decide("note", "toll", words, who="ada", at="2022-01-10T09:00:00Z")
    store.close()


def test_the_log_of_a_file_is_not_applied_to_one_that_took_its_place(path: Path, tmp_path: Path) -> None:
    """Not even to a copy of the same case that went another way since; its own log is."""
    copy = Path(shutil.copy(path, tmp_path / "copy.case"))
    noted(copy, "decided in the copy")
    before = copy.read_bytes()
    writer = make_case(path)
    writer.decide("note", "toll", "in the log", who="ada", at="2022-01-10T09:00:00Z")
    log = (tmp_path / "a.case-wal").read_bytes()
    moved = Path(shutil.copy(path, tmp_path / "moved.case"))  # as it lies there when a process is killed
    writer.close()
    (tmp_path / "moved.case-wal").write_bytes(log)
    (tmp_path / "copy.case-wal").write_bytes(log)
    with pytest.raises(CaseError, match=r"was replaced: copy\.case-wal beside it holds changes to another file"):
        open_case(copy)
    assert copy.read_bytes() == before
    (tmp_path / "copy.case-wal").unlink()
    for file, words in ((copy, "decided in the copy"), (moved, "in the log")):
        store = open_case(file)
        assert [one.value for one in store.decisions()] == ["look again", words]
        store.close()


def test_what_is_decided_does_not_go_into_a_file_without_a_name(path: Path, tmp_path: Path) -> None:
    other = make_case(tmp_path / "other.case")
    other.close()
    store = open_case(path)
    store.decide("note", "toll", "kept", who="ada", at="2022-01-10T09:00:00Z")
    (tmp_path / "other.case").replace(path)
    with pytest.raises(CaseError, match="another file took the place of"):
        store.decide("note", "toll", "lost", who="ada", at="2022-01-10T09:00:00Z")
    with pytest.raises(CaseError, match="was replaced"):
        open_case(path)
    store.close()
    with pytest.raises(CaseError, match=r"move a\.case-wal away"):
        open_case(path)
    (tmp_path / "a.case-wal").unlink()
    whole = open_case(path)
    assert whole.decisions() == ()
    whole.close()


def test_the_log_of_the_new_file_outlives_whoever_had_the_old_one_open(path: Path, tmp_path: Path) -> None:
    make_case(tmp_path / "other.case").close()
    old = open_case(path)  # has written nothing
    assert old.sizes().reports == 2
    (tmp_path / "other.case").replace(path)
    new = open_case(path)
    new.decide("note", "harbour", "new", who="ada", at="2022-01-10T09:00:00Z")
    old.close()
    assert (tmp_path / "a.case-wal").exists()
    new.close()
    whole = open_case(path)
    assert [one.value for one in whole.decisions()] == ["new"]
    whole.close()


def test_changes_to_a_case_that_is_not_there_are_not_deleted(path: Path, tmp_path: Path) -> None:
    (tmp_path / "gone.case-wal").write_bytes(b"x" * 100)
    with pytest.raises(CaseError, match="holds changes to a case that is not there"):
        make_case(tmp_path / "gone.case")
    assert (tmp_path / "gone.case-wal").exists()
