"""A folder of files appears when it is whole, and nobody's files are lost for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from reportedly.export.folder import LIST, OPEN_AT_ONCE, NotEmpty, write_folder
from reportedly.export.pieces import Piece

PIECES = (Piece("a.txt", b"one "), Piece("deep/b.txt", b"other"), Piece("a.txt", b"two"))
ABOUT = {"as": "test"}


def test_pieces_of_files_in_turns_become_whole_files_with_a_list_of_their_sums(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "out"
    assert write_folder(folder, PIECES, ABOUT) == 2
    assert (folder / "a.txt").read_bytes() == b"one two"
    assert (folder / "deep" / "b.txt").read_bytes() == b"other"
    listed = json.loads((folder / LIST).read_text())
    assert listed["as"] == "test"
    assert listed["files"] == {
        name: sha256((folder / name).read_bytes()).hexdigest() for name in ("a.txt", "deep/b.txt")
    }
    assert [path.name for path in folder.parent.iterdir()] == ["out"]


def test_an_empty_folder_is_taken_and_a_full_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_folder(tmp_path / "out", PIECES, ABOUT)
    with pytest.raises(NotEmpty, match="--force"):
        write_folder(tmp_path / "out", never(), ABOUT)


def never() -> Iterator[Piece]:
    raise AssertionError("asked for pieces although the folder is in the way")
    yield


def test_what_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    def breaking_off() -> Iterator[Piece]:
        yield PIECES[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "out", breaking_off(), ABOUT)
    assert list(tmp_path.iterdir()) == []


def test_force_replaces_an_earlier_export_and_leaves_files_of_others(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_folder(folder, PIECES, ABOUT)
    (folder / "mine.txt").write_text("notes")
    write_folder(folder, (Piece("a.txt", b"new"),), ABOUT, force=True)
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == ["a.txt", LIST, "mine.txt"]
    assert (folder / "a.txt").read_bytes() == b"new"


def test_force_breaking_off_leaves_the_earlier_export(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", PIECES, ABOUT)
    with pytest.raises(ZeroDivisionError):
        write_folder(tmp_path / "out", (Piece("a.txt", bytes(1 // 0)) for _ in range(1)), ABOUT, force=True)
    assert (tmp_path / "out" / "a.txt").read_bytes() == b"one two"


def test_a_list_that_points_out_of_the_folder_takes_nothing_away(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("keep")
    folder = tmp_path / "out"
    folder.mkdir()
    names = {"../outside.txt": "", str(tmp_path / "outside.txt"): ""}
    (folder / LIST).write_text(json.dumps({"files": names}))
    write_folder(folder, PIECES, ABOUT, force=True)
    assert (tmp_path / "outside.txt").read_text() == "keep"


def test_a_file_in_the_way_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    for force in (False, True):
        with pytest.raises(NotEmpty):
            write_folder(tmp_path / "out", PIECES, ABOUT, force=force)
    assert (tmp_path / "out").read_text() == "a file"


def test_more_files_than_may_be_open_are_written_whole(tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in range(OPEN_AT_ONCE * 2)]
    pieces = [Piece(name, b"x") for _ in range(2) for name in names]
    assert write_folder(tmp_path / "out", pieces, ABOUT) == len(names)
    assert {(tmp_path / "out" / name).read_bytes() for name in names} == {b"xx"}
