"""A report in outline: what it takes to tell whether another may be a copy, before the two are laid side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportedly.compare.cyrillic import is_unread, names_of
from reportedly.compare.memory import Memory, digest_of
from reportedly.compare.passages import fingerprinted
from reportedly.compare.retellings import features_in
from reportedly.comparison import CaseEntity
from reportedly.model import Entity, Ledger, Span

OUTLINES = "outlines"  # what they are kept under
BETWEEN = "\n"  # two features of a kept sentence
QUOTATION = re.compile(r'“[^“”]*”|«[^«»]*»|(?<!\w)"[^"\n]*"(?!\w)')
LONG_QUOTATION = 5  # words: fewer are a title, or a word held with tongs

Called = Mapping[str, str]  # entity of a ledger -> who it is in the case, by a name that no other bears


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Follows from the ledger alone; but of a report that was not read, only names that others made known are in it."""

    prints: tuple[int, ...]  # fingerprints of its words
    sentences: tuple[tuple[str, ...], ...]  # what each tells in its own words: numbers, stems, names by entity, "@e3"
    known: tuple[str, ...]  # of a report that was not read, the entities in it
    digest: str  # another one for another text, other sentences or other quotations

    def to_json(self) -> Any:
        sentences = [BETWEEN.join(sentence) for sentence in self.sentences]
        return [list(self.prints), sentences, list(self.known), self.digest]

    @classmethod
    def from_json(cls, kept: Any) -> Outline:
        prints, sentences, known, digest = kept
        return cls(
            prints=tuple(prints),
            sentences=tuple([tuple(one.split(BETWEEN)) for one in sentences]),
            known=tuple(known),
            digest=digest,
        )


def outline_of(ledger: Ledger, called: Called, memory: Memory) -> Outline:
    """The outline of a report, as it is kept or made anew."""
    known = tuple(sorted(called)) if is_unread(ledger) else ()
    kept = memory.get(OUTLINES, ledger.report.id)
    if kept is not None:
        outline = Outline.from_json(kept)
        if outline.known == known:
            return outline
    outline = _made(replace(ledger, entities=entities_of(ledger, known)), known)
    memory.keep(OUTLINES, ledger.report.id, outline.to_json())
    return outline


def _made(ledger: Ledger, known: tuple[str, ...]) -> Outline:
    prints = tuple(sorted({number for number, _ in fingerprinted(ledger.report.text).prints}))
    quoted = quoted_in(ledger)
    sentences = tuple(tuple(sorted(sentence)) for sentence in features_in(ledger, quoted))
    digest = digest_of(ledger.report.text, [list(one) for one in sentences], [list(one) for one in quoted])
    return Outline(prints=prints, sentences=sentences, known=known, digest=digest)


def entities_of(ledger: Ledger, known: Sequence[str]) -> tuple[Entity, ...]:
    """The entities of a report; of one in a language that is not read, those of its names that are known."""
    if not known:
        return ledger.entities
    return tuple(entity for entity in names_of(ledger) if entity.id in known)


def quoted_in(ledger: Ledger) -> tuple[Span, ...]:
    """Where a report gives somebody's very words, in order, none twice: two reporters may have heard or got them."""
    text = ledger.report.text
    marked = {Span(*m.span()) for m in QUOTATION.finditer(text) if len(m.group().split()) >= LONG_QUOTATION}
    out: list[Span] = []
    for span in sorted(marked.union(*(claim.spans for claim in ledger.claims if claim.mode == "direct"))):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


def names_in_case(entities: Iterable[CaseEntity]) -> dict[str, dict[str, str]]:
    """For each report what its entities are called in the case; ids of the case would change with every report."""
    entities = list(entities)
    bearers: dict[str, int] = {}
    for entity in entities:
        bearers[entity.name] = bearers.get(entity.name, 0) + 1
    found: dict[str, dict[str, str]] = {}
    for entity in entities:
        called = entity.name if bearers[entity.name] == 1 else " ".join((entity.name, *entity.members[0]))
        for report, member in entity.members:
            found.setdefault(report, {})[member] = called
    return found
