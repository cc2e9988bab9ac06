"""Where output goes: to standard output at once, or to a file that appears when it is whole."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

STANDARD_STREAM = "-"

Write = Callable[[str], None]


def is_standard_output(path: Path | None) -> bool:
    return path is None or str(path) == STANDARD_STREAM


@contextmanager
def output_to(path: Path | None, *, encoding: str = "utf-8") -> Iterator[Write]:
    """A function that writes text to `path`, or to standard output for None and "-"; what `encoding` lacks becomes "?".

    A file is written under another name first, so that nobody meets half of it; where writing fails or is stopped,
    what was there before stays.  Raises `click.ClickException` for a file that cannot be written.
    """
    if path is None or is_standard_output(path):
        yield to_standard_output(encoding)
        return
    whole = path.resolve()
    # A device or a pipe cannot be replaced, only written to.
    replaceable = whole.is_file() or not whole.exists()
    part = whole.with_name(f".{whole.name}.{os.getpid()}.part") if replaceable else whole
    with saying_why_not(path):
        file = part.open("wb")
    try:
        yield to_file(file, path, encoding)
        with saying_why_not(path):
            file.close()
            if replaceable:
                put_in_place(part, whole)
    finally:
        file.close()
        if replaceable:
            part.unlink(missing_ok=True)


def to_standard_output(encoding: str) -> Write:
    def write(text: str) -> None:
        sys.stdout.buffer.write(text.encode(encoding, "replace"))
        sys.stdout.buffer.flush()  # whoever reads a stream of ledgers gets each as soon as it is there

    return write


def to_file(file: BinaryIO, path: Path, encoding: str) -> Write:
    def write(text: str) -> None:
        with saying_why_not(path):
            file.write(text.encode(encoding, "replace"))

    return write


def put_in_place(part: Path, whole: Path) -> None:
    if whole.exists():
        shutil.copymode(whole, part)
    part.replace(whole)


@contextmanager
def saying_why_not(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror or error}") from error


def forget_standard_output() -> None:
    """Leads standard output nowhere, so that Python does not try once more, and complain, when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
