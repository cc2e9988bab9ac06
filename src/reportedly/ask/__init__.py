"""A case to ask: opens it, and answers with rows of plain values; nothing here prints or parses arguments."""

from __future__ import annotations

from reportedly.ask.case import Case
from reportedly.ask.names import NoSuchName

__all__ = ["Case", "NoSuchName"]
