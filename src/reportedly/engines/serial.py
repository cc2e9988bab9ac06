"""One report after the other, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from reportedly.model import Ledger, Unreadable


def run_serially(work: Callable[[str], Ledger | Unreadable], inputs: Iterable[str]) -> Iterator[Ledger | Unreadable]:
    """Reads the next input only when its ledger is asked for."""
    return map(work, inputs)
