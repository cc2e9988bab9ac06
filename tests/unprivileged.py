"""Python in a process that permissions bind, also where tests run as root."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# Root without CAP_DAC_OVERRIDE may write no more than the owner of a file may; what is dropped here stays dropped.
BOUND = """
import ctypes, os, sys
if os.geteuid() == 0 and ctypes.CDLL(None, use_errno=True).prctl(24, 1, 0, 0, 0) != 0:
    sys.exit(77)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
CANNOT = 77


def arguments(*python: str) -> list[str]:
    """A command that runs Python so; it ends with `CANNOT` where this system has no way to bind root."""
    if sys.platform != "linux" and (sys.platform == "win32" or os.geteuid() == 0):
        pytest.skip("permissions bind nobody here")
    return [sys.executable, "-c", BOUND, *python]


def does(code: str) -> str:
    """What some Python prints in such a process."""
    done = subprocess.run(arguments("-c", code), capture_output=True, text=True)
    if done.returncode == CANNOT:
        pytest.skip("root cannot be bound by permissions here")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@contextmanager
def only_to_be_read(folder: Path) -> Iterator[None]:
    """A folder and its files may be read, but not written."""
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)
