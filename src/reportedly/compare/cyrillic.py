"""Names in a report that is not read yet: capitalised words of a text in Cyrillic, by rules alone.

They join entities that other reports made known, and make none of their own: what such a row of words names, and
whether it names anything, only a match can tell.
"""

from __future__ import annotations

import re
from collections import defaultdict

from reportedly.model import Entity, Ledger, Mention, Report, Span

# A row of capitalised words, with the small ones that stand inside names of bodies: "Министерство внутренних дел".
CAPITALISED = r"[А-ЯЁІЇЄҐҚӘҒҢӨҰҮҺA-Z](?:[\w-]|\.(?=[a-z]))*"
ROW = re.compile(
    rf"{CAPITALISED}(?:[ \u00a0]{CAPITALISED}|(?<=\b[А-ЯЁ])\.[ \u00a0]?{CAPITALISED})*(?:[ \u00a0]\d{{1,2}}\b)?"
)
CYRILLIC_WORD = re.compile("[А-ЯЁ][а-яё]+")
LATIN = re.compile("[A-Za-z]")
LOWER = re.compile(r"[ \u00a0]([а-яё][\w-]*)")
MOST_LOWER = 5  # "Организация Договора о коллективной безопасности"
LONGEST_NAME = 4  # capitalised words
SMALL_WORD = 2  # letters: no name ends in "и", "по"
PREFIX = "n"


def is_unread(ledger: Ledger) -> bool:
    """Whether this is a text in Cyrillic that no reader has looked at."""
    return not ledger.entities and not ledger.claims and CYRILLIC_WORD.search(ledger.report.text) is not None


def names_of(ledger: Ledger) -> tuple[Entity, ...]:
    """The entities of a report; of one in a language that is not read, what its letters show to be names."""
    return names_in_cyrillic(ledger.report) if is_unread(ledger) else ledger.entities


def names_in_cyrillic(report: Report) -> tuple[Entity, ...]:
    """Every row of capitalised words and each part of it, as entities n1, n2 …: candidates, to be matched by others.

    The ids follow from the text alone.  Mentions overlap where one candidate lies inside another.
    """
    places: defaultdict[str, list[Span]] = defaultdict(list)
    for row in ROW.finditer(report.text):
        for span in _parts(report.text, row):
            places[report.text[span.start : span.end]].append(span)
    ordered = sorted(places.items(), key=lambda item: (item[1][0].start, -item[1][0].end))
    return tuple(
        Entity(
            id=f"{PREFIX}{number}",
            name=words,
            kind="other",
            mentions=tuple(Mention(span=span, type="name") for span in spans),
        )
        for number, (words, spans) in enumerate(ordered, start=1)
    )


def _parts(text: str, row: re.Match[str]) -> list[Span]:
    """The row itself, longer by the small words behind it, and its parts from each word to each later one."""
    words = [Span(row.start() + m.start(), row.start() + m.end()) for m in re.finditer(r"[\w.-]*\w", row.group())]
    if LATIN.search(row.group()) and CYRILLIC_WORD.search(row.group()):
        return [Span(row.start(), row.end())]  # "Sputnik Казахстан" is no place
    out = [Span(a.start, b.end) for n, a in enumerate(words) for b in words[n : n + LONGEST_NAME]]
    end = row.end()
    for _ in range(MOST_LOWER):
        more = LOWER.match(text, end)
        if more is None:
            break
        end = more.end()
        if len(more.group(1)) > SMALL_WORD:
            out.append(Span(words[-1].start, end))
    return out
