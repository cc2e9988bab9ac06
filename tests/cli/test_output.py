"""A file appears when it is whole, and what was there before survives trouble."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from reportedly.cli.output import output_to


def test_a_file_holds_what_was_written(tmp_path: Path) -> None:
    with output_to(tmp_path / "out.txt") as write:
        write("één\n")
        assert not (tmp_path / "out.txt").exists()
    assert (tmp_path / "out.txt").read_bytes() == "één\n".encode()
    assert [file.name for file in tmp_path.iterdir()] == ["out.txt"]


def test_trouble_halfway_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "out.txt"
    file.write_text("old")

    def write_half() -> None:
        with output_to(file) as write:
            write("ne")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_is_followed_and_rights_are_kept(tmp_path: Path) -> None:
    file, link = tmp_path / "out.txt", tmp_path / "link.txt"
    file.write_text("old")
    file.chmod(0o600)
    link.symlink_to(file)
    with output_to(link) as write:
        write("new")
    assert link.is_symlink()
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_place_that_cannot_be_written_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match="cannot be written"), output_to(tmp_path / "no" / "out.txt"):
        pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_said_to_be_one() -> None:
    with pytest.raises(click.ClickException, match="No space left"), output_to(Path("/dev/full")) as write:
        write("x" * 100_000)


def test_trouble_of_the_reading_is_not_taken_for_trouble_of_the_writing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="the weights are gone"), output_to(tmp_path / "out.txt"):
        raise OSError("the weights are gone")


def test_standard_output_gets_bytes_as_they_are_written(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with output_to(None) as write:
        write("é\n")
        assert capfdbinary.readouterr().out == "é\n".encode()
    with output_to(Path("-"), encoding="ascii") as write:
        write("A › B")
    assert capfdbinary.readouterr().out == b"A ? B"
