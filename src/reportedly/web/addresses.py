"""The addresses of pages: what can be opened, and how it is named in a link.

Reports go by their number in the case, claims, figures and names by report and the id in its ledger ("17/c3"): these
stay the same when other reports are added, which numbers of series and entities do not.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from reportedly.export.html_page import LINKABLE
from reportedly.interfaces import Kept


def report_at(report: Kept, part: str | None = None) -> str:
    """The reader, opened at a claim, figure or entity of the report where one is given."""
    return f"/reports/{report.number}" + (f"#{part}" if part else "")


def claim_at(report: Kept, claim: str) -> str:
    return f"/reports/{report.number}/{quote(claim, safe='')}"


def series_at(report: Kept, figure: str) -> str:
    """A series, by the report and figure of its first statement."""
    return f"/figures/{report.number}/{quote(figure, safe='')}"


def name_at(report: Kept, entity: str) -> str:
    """The card of a person, body or place, by the first of its members."""
    return f"/names/{report.number}/{quote(entity, safe='')}"


def corrections_at(report: Kept, part: str | None = None) -> str:
    """What people corrected in a report; with a part where a claim or figure of it is put right."""
    return f"/corrections/{report.number}" + (f"/{quote(part, safe='')}" if part else "")


def add_claim_at(report: Kept, at: int = 0) -> str:
    """Where a claim is added to a report, opened at the paragraph that holds a place of its text."""
    return f"/corrections/{report.number}/add" + (f"?at={at}" if at else "")


def hypothesis_at(hypothesis: str) -> str:
    return f"/hypotheses/{quote(hypothesis, safe='')}"


def tie_at(report: Kept, part: str) -> str:
    """Where a claim or figure is held against all hypotheses."""
    return f"/hypotheses/tie/{report.number}/{quote(part, safe='')}"


def outlet_at(outlet: str) -> str:
    return f"/outlets?{urlencode({'name': outlet})}"


def beside_at(a: Kept, b: Kept) -> str:
    """Two reports side by side."""
    return f"/beside/{a.number}/{b.number}"


def with_query(path: str, **asked: str | int | None) -> str:
    told = {name: value for name, value in asked.items() if value not in (None, "")}
    return f"{path}?{urlencode(told)}" if told else path


def linkable(url: str | None) -> bool:
    return url is not None and url.lower().startswith(LINKABLE)
