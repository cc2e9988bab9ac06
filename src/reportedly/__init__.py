"""Reportedly: who said what, on whose word, how sure.

The public names are imported when they are first asked for (PEP 562), so that `import reportedly` and `--help` wait for
no model runtime: 2 ms instead of 150.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers know the name; importing it from typing costs five times all the rest
if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportedly.ask import Case
    from reportedly.model import (
        Claim,
        Entity,
        Ledger,
        Problem,
        Report,
        ReportedlyError,
        Source,
        Span,
        Unreadable,
    )
    from reportedly.pipeline import Known, read, read_bytes, read_many, read_text

__version__ = "0.1.0"

__all__ = [
    "Case",
    "Claim",
    "Entity",
    "Known",
    "Ledger",
    "Problem",
    "Report",
    "ReportedlyError",
    "Source",
    "Span",
    "Unreadable",
    "__version__",
    "read",
    "read_bytes",
    "read_many",
    "read_text",
]

_HOMES: Mapping[str, tuple[str, ...]] = {
    "reportedly.ask": ("Case",),
    "reportedly.model": (
        "Claim",
        "Entity",
        "Ledger",
        "Problem",
        "Report",
        "ReportedlyError",
        "Source",
        "Span",
        "Unreadable",
    ),
    "reportedly.pipeline": ("Known", "read", "read_bytes", "read_many", "read_text"),
}

if not TYPE_CHECKING:  # a type checker would take every misspelt name for one that is found here

    def __getattr__(name: str) -> object:
        from importlib import import_module

        for home, names in _HOMES.items():
            if name in names:
                found = getattr(import_module(home), name)
                globals()[name] = found  # the next time it is an ordinary name
                return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
