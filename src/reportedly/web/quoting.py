"""Places of reports as lists show them: the words, what stands around them, who published them, where to open them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportedly.comparison import Ref
from reportedly.interfaces import Kept
from reportedly.model import Ledger, Span, Spans
from reportedly.web import addresses
from reportedly.web.desk import Desk
from reportedly.web.drawing import report_name
from reportedly.web.standing import Standing

AROUND = 90  # characters of the text shown on each side


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a report with what stands before and after them."""

    ref: str  # report and id in its ledger: "17/c3"
    before: str
    words: str
    after: str
    report: int  # number
    outlet: str | None
    title: str
    published: str | None
    chain: tuple[str, ...]  # of the claim, outermost first
    address: str  # of the reader, at the words


def ledgers_of(desk: Desk, reports: Iterable[str]) -> Mapping[str, Ledger]:
    """The ledgers of a few reports, each read once."""
    with desk.at_hand() as case:
        return {report: case.ledger(report) for report in dict.fromkeys(reports)}


def quoted(ref: Ref, ledger: Ledger, standing: Standing) -> Quote:
    """The words that a conflict, a figure or a claim points at; the beginning of the report where they are gone."""
    kept = standing.shelf.by_id[ref.report]
    claims = {claim.id: claim for claim in ledger.claims}
    figure = next((one for one in ledger.figures if one.id == ref.figure), None)
    claim = claims.get(ref.claim or "") or (claims.get(figure.claim or "") if figure else None)
    spans: Spans = (figure.span,) if figure else claim.spans if claim else ()
    before, words, after = in_context(ledger.report.text, spans)
    part = ref.figure or ref.claim
    return Quote(
        ref=f"{kept.number}/{part}" if part else str(kept.number),
        before=before,
        words=words,
        after=after,
        report=kept.number,
        outlet=kept.outlet,
        title=report_name(kept),
        published=kept.published,
        chain=ledger.chain(claim) if claim else (),
        address=addresses.report_at(kept, part),
    )


def in_context(text: str, spans: Spans) -> tuple[str, str, str]:
    """What stands before, in and after the spans, on one line, cut between words."""
    if not spans:
        return "", on_one_line(text[: 2 * AROUND]), "…" if len(text) > 2 * AROUND else ""
    whole = Span(spans[0].start, spans[-1].end)
    start, end = max(0, whole.start - AROUND), min(len(text), whole.end + AROUND)
    before, after = text[start : whole.start], text[whole.end : end]
    if start:
        before = "…" + (before.split(None, 1)[1:] or [""])[0]
    if end < len(text):
        after = re.sub(r"\s*\S*$", "", after) + "…"
    words = " … ".join(on_one_line(text[a:b]) for a, b in spans)
    return opened(before), words, closed(after)


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def opened(text: str) -> str:
    return on_one_line(text) + (" " if text[-1:].isspace() else "")


def closed(text: str) -> str:
    return (" " if text[:1].isspace() else "") + on_one_line(text)


def part_at(ledger: Ledger, start: int | None, end: int | None) -> str | None:
    """The figure that covers a place of the text, else the first claim that does; None where nothing was read there."""
    if start is None or end is None:
        return None
    for figure in ledger.figures:
        if figure.span.start < end and start < figure.span.end:
            return figure.id
    for claim in ledger.claims:
        if any(span.start < end and start < span.end for span in (*claim.spans, *claim.cue)):
            return claim.id
    return None


def who_published(kept: Kept) -> str:
    return kept.outlet or report_name(kept)
