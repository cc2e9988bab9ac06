"""Attributions by the make of a line: headlines, signed quotations, the entries of live blogs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportedly.extract.finders.findings import CONFIDENCE
from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page
from reportedly.extract.statements import Statement, is_source
from reportedly.model import Span

MEDIUM_AND_COLON = re.compile(
    r"(?:\d{1,2}[:.]\d\d\s*[-–—]?\s*)?(?P<source>[^\W\d_][^,:;.!?]{1,40}?)(?:,[^:;.!?]{1,80})?(?P<cue>:)\s+"
)
SIGNED = re.compile(
    r"\s*(?P<content>[“”\"].{8,}?[“”\"])\s*(?P<cue>[―—–]|--)\s*(?P<source>[^\W\d_][\w .,'’-]{2,60}?)[.\s]*"
)
# "Ministry: 12 detained", "12 detained - ministry", "12 detained, spokesman says": only headlines are written so.
HEADLINES = (
    re.compile(r"(?P<source>[^:–—]{2,60})(?P<cue>:) (?P<content>\S.*)"),
    re.compile(r"(?P<content>.+?)(?P<cue>) [-–—] (?P<source>[^-–—:]{2,40})"),
    re.compile(r"(?P<content>.+), (?P<source>[^,]{2,40}) (?P<cue>\w+)"),
)


def headline(page: Page, words: Lexicon) -> Iterator[Statement]:
    """What the first line says and on whose word, where there is more text below it."""
    if len(page.paragraphs) < 2:
        return
    line = page.paragraphs[0]
    text = page.words(line).rstrip()
    if text.endswith((".", "?", "!")):
        return
    for pattern in HEADLINES:
        found = pattern.fullmatch(text)
        if found is None or (found["cue"].isalpha() and found["cue"].lower() not in words.saying):
            continue
        source, content, cue = (
            Span(line.start + found.start(g), line.start + found.end(g)) for g in ("source", "content", "cue")
        )
        if is_source(page, words, source):
            yield Statement(
                content=(content,), source=(source,), cue=(cue,) if cue.start < cue.end else (), confidence=CONFIDENCE
            )
            return


def signed_lines(page: Page) -> Iterator[Statement]:
    """ "“We were afraid.” ― Anna Berg", a line to itself."""
    for line in page.paragraphs:
        found = SIGNED.fullmatch(page.words(line))
        if found is not None:
            content, cue, source = (
                Span(line.start + found.start(g), line.start + found.end(g)) for g in ("content", "cue", "source")
            )
            yield Statement(content=(content,), source=(source,), cue=(cue,), confidence=CONFIDENCE)


def with_colon(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "Khabar 24, citing the commandant's office: 12 officers killed", as live blogs have it."""
    for line in page.paragraphs:
        text = page.words(line)
        found = MEDIUM_AND_COLON.match(text)
        if found is None or not (words.medium(found["source"]) or words.outlet(found["source"])):
            continue
        source, cue = (Span(line.start + found.start(g), line.start + found.end(g)) for g in ("source", "cue"))
        end = min(line.end, page.sentence_span(page.sentence_at(cue.end + 1)).end)
        content = Span(line.start + found.end(), end - page.text[:end].endswith("."))
        if content.start < content.end:
            yield Statement(content=(content,), source=(source,), cue=(cue,), confidence=CONFIDENCE)
