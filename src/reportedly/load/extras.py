"""Libraries that only some kinds of files need: loaded late, and asked for by the name of their extra."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec

from reportedly.model import ReportedlyError

EXTRA: Mapping[str, str] = {"pypdfium2": "pdf", "pyarrow": "parquet"}  # what to install for a library


class Missing(ReportedlyError):
    """A library that is not installed; the message says what to install."""


@contextmanager
def library(name: str) -> Iterator[None]:
    """Imports inside say what to install where the library is not there."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != name:
            raise
        raise Missing(f"needs {name}; install it with: pip install 'reportedly[{EXTRA[name]}]'") from None


def needed(name: str) -> None:
    """Raises `Missing` where a library is not there; does not load it."""
    with library(name):
        if find_spec(name) is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
