"""The case file: keeps the reports of one case, what was found in them and what people decided, and finds it again."""

from __future__ import annotations

from reportedly.case.database import has_full_text_search
from reportedly.case.kept_comparison import ComparedAnew, KeptComparison, keep_comparison, kept_comparison
from reportedly.case.ledger_json import ledger_from
from reportedly.case.memory_store import MemoryStore
from reportedly.case.sqlite_store import SqliteStore, make_case, open_case
from reportedly.case.versions import Change, difference

__all__ = [
    "Change",
    "ComparedAnew",
    "KeptComparison",
    "MemoryStore",
    "SqliteStore",
    "difference",
    "has_full_text_search",
    "keep_comparison",
    "kept_comparison",
    "ledger_from",
    "make_case",
    "open_case",
]
