"""Dates as mails and RSS feeds write them."""

from __future__ import annotations


def rfc_date(words: str) -> str | None:
    """ "Mon, 10 Jan 2022 06:30:00 +0600" as ledgers have it; None for what is no such date (RFC 5322)."""
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(words.strip())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
