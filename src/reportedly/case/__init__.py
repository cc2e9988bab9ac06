"""The case file: keeps the reports of one case, what was found in them and what people decided, and finds it again."""

from __future__ import annotations

from reportedly.case.comparison_json import comparison_from
from reportedly.case.ledger_json import ledger_from
from reportedly.case.memory_store import MemoryStore
from reportedly.case.sqlite_store import SqliteStore, make_case, open_case
from reportedly.case.versions import Change, difference

__all__ = [
    "Change",
    "MemoryStore",
    "SqliteStore",
    "comparison_from",
    "difference",
    "ledger_from",
    "make_case",
    "open_case",
]
