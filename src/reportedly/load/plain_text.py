"""A plain-text file to a report: its text is the file's own, so that offsets are the file's own."""

from __future__ import annotations

from reportedly.load.characters import decode, id_of, refuse_if_too_long
from reportedly.load.dateline import dateline
from reportedly.load.found import Located, stated
from reportedly.model import Report


def load_plain_text(raw: bytes, where: str) -> Located:
    """Line ends and a byte order mark of UTF-8 are kept: `text` is `raw.decode("utf-8")` wherever that works.

    Title and outlet stay unknown: a first line may be a headline.  The date is that of the dateline, if it has a year.
    """
    decoded = decode(raw, where)
    refuse_if_too_long(decoded.text, where)
    report = Report(id=id_of(raw), where=where, text=decoded.text, published=dateline(decoded.text))
    found = stated("dateline", [("published", report.published)])
    return Located(report=report, problems=decoded.problems, found=tuple(found))
