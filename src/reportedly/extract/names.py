"""Names as a reader of the ledger wants them: what the model, as its corpus has it, took together is taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportedly.extract.page import Page
from reportedly.model import Name, Span

POSSESSIVES = ("'s", "’s", "'", "’")
# Whose mayor, minister or police: a place's.  Advisers, lawyers and spokesmen are people's.
OF_A_PLACE = frozenset(
    ("mayor", "minister", "ministry", "president", "parliament", "government", "capital", "police", "army", "bank")
)
# "NUR-SULTAN, Jan. 9 (AFP) -": a line that opens so opens with a place.
DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^\W\d_ .'’-]*(?:[ .'’-][^\W\d_]+)*)(?:, [\w. ]{3,20})? \([\w /]{2,20}\)\s*[-–—]"
)


def names_of(page: Page) -> Iterator[Name]:
    """The reader's names, cut and with their kinds put right where the words beside them tell."""
    places = {m.group("place") for line in page.paragraphs if (m := DATELINE.match(page.words(line)))}
    for name in page.names:
        for part in _apart(page, name):
            yield from _known(page, part, places)


def _apart(page: Page, name: Name) -> Iterator[Name]:
    """ "Kazakhstan's President X": the place and the person."""
    first, last = page.range(Span(name.start, name.end))
    owned = next((n for n in range(first + 1, last - 1) if page.form(n) in POSSESSIVES), None)
    if owned is None or page.tokens[owned].relation != "case":
        yield name
        return
    yield Name(name.start, page.tokens[owned - 1].end, "place")
    yield Name(page.tokens[owned + 1].start, name.end, name.kind)


def _known(page: Page, name: Name, places: set[str]) -> Iterator[Name]:
    first, last = page.range(Span(name.start, name.end))
    if name.kind == "person":
        alone = last - first == 1
        owner = page.form(last) in POSSESSIVES if last < len(page.tokens) else False
        head = page.tokens[first].head if first < last else -1
        of_a_place = alone and owner and head >= 0 and page.word(head) in OF_A_PLACE
        yield name._replace(kind="place") if of_a_place or page.text[name.start : name.end] in places else name
        return
    start = first
    while start < last and not page.form(start)[:1].isupper() and not page.form(start)[:1].isdigit():
        start += 1
    if start == last:
        return
    described = start > first and page.word(start - 1) == "of"  # "the electoral commission of San Telmo"
    kind = "place" if described and name.kind == "organisation" else name.kind
    yield Name(page.tokens[start].start, name.end, kind)
