"""What was taken back: the sentences of a report that withdraw a figure, and the figures they withdraw."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from reportedly.comparison import Ref
from reportedly.languages import load_list
from reportedly.model import Figure, Ledger, Span

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’»)]*\s+(?=[\"“«(]*[A-ZА-ЯЁ0-9])|[\r\n]+")
LONGEST = 8  # words of an entry of retractions.txt


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A figure that a report takes back, or says was taken back, and the claim in which it does."""

    report: str
    published: str | None
    figure: Figure
    by: Ref


def withdrawals(ledger: Ledger) -> list[Withdrawal]:
    """The figures a report withdraws, in the order of its text.

    A sentence with a word of withdrawing withdraws the figures in it; one without figures that begins by pointing at a
    figure ("This figure should no longer be used") those of the sentence before; "the same source" carries it on.
    """
    text = ledger.report.text
    sentences = sentences_of(text)
    starts = [sentence.start for sentence in sentences]
    inside: dict[int, list[Figure]] = {}
    for figure in ledger.figures:
        if figure.vague and figure.measure == "other":
            continue  # "several agencies still use it" is not the figure in question
        inside.setdefault(bisect_right(starts, figure.span.start) - 1, []).append(figure)
    found: dict[str, Withdrawal] = {}
    active = False
    for n, sentence in enumerate(sentences):
        words = text[sentence.start : sentence.end]
        withdraws = bool(pattern("withdraw").search(words))
        carried = active and bool(pattern("same origin").search(words))
        if not withdraws and not carried:
            continue
        meant = inside.get(n, [])
        if not meant and pattern("points at a figure").search(words):
            meant = next((inside[m] for m in (n - 1, n - 2) if m in inside), [])
        for figure in meant:
            active = True
            by = _ref(ledger, sentence)
            found.setdefault(
                figure.id,
                Withdrawal(report=ledger.report.id, published=ledger.report.published, figure=figure, by=by),
            )
    return list(found.values())


def _ref(ledger: Ledger, sentence: Span) -> Ref:
    """The claim in which the withdrawal stands: a negative one in the sentence before any other there."""
    here = [claim for claim in ledger.claims if sentence.start <= claim.spans[0].start < sentence.end]
    here.sort(key=lambda claim: (claim.polarity != "negative", claim.spans[0].start))
    return Ref(report=ledger.report.id, claim=here[0].id if here else None)


def sentences_of(text: str) -> list[Span]:
    """Sentences as far as punctuation tells; a title's dot may cut one in two, which does no harm here."""
    out, start = [], 0
    for gap in SENTENCE_END.finditer(text):
        if text[start : gap.start()].strip():
            out.append(Span(start, gap.start()))
        start = gap.end()
    if text[start:].strip():
        out.append(Span(start, len(text)))
    return out


@cache
def pattern(section: str) -> re.Pattern[str]:
    forms: Iterable[str] = sorted(load_list("en", "retractions").forms(section), key=lambda f: (-len(f), f))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", re.IGNORECASE)
