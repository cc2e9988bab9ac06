"""One report after the other, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


def run_serially(work: Callable[[In], Out], inputs: Iterable[In]) -> Iterator[Out]:
    """Takes the next input in only when its answer is asked for."""
    return map(work, inputs)
