"""Who issued a document that figures are said to stand in: "the channel X, where the post appeared"."""

from __future__ import annotations

import re
from functools import cache

from reportedly.compare.retractions import pattern, sentences_of
from reportedly.languages import load_list
from reportedly.model import Entity, Ledger, Span

LONGEST_DOCUMENT = 3  # words that a document is called by
DEFINITE = re.compile(r"(?:the|this|that|these|those)\s", re.IGNORECASE)
OF_SOMEBODY = re.compile(r"['’]s\s|\s(?:of|by|from|on|in)\s")
MADE_PUBLIC = r"(?:appeared|(?:was|were|had been|has been)\s+(?:first\s+)?(?:published|posted|released|issued|put out))"


def is_document(name: str) -> bool:
    """Whether a source is a document that was spoken of before, and nobody's in particular: "the list"."""
    return bool(DEFINITE.match(name)) and not OF_SOMEBODY.search(name) and _is_kind_of_document(name.split()[-1])


def issuer(ledger: Ledger) -> Entity | None:
    """The one that a report says a document appeared with; None where there are none, or several."""
    text = ledger.report.text
    found: dict[str, Entity] = {}
    if not _appeared().search(text):
        return None
    for entity in ledger.entities:
        for mention in entity.mentions:
            if mention.type == "name" and entity.kind != "place" and _issued(text, mention.span):
                found[entity.id] = entity
    return next(iter(found.values())) if len(found) == 1 else None


def says_same_source(ledger: Ledger, at: int) -> bool:
    """Whether the sentence at an offset says that it is from "the same source" as what stands before."""
    text = ledger.report.text
    sentence = next((s for s in sentences_of(text) if s.start <= at < s.end), None)
    return sentence is not None and bool(pattern("same origin").search(text, sentence.start, sentence.end))


def _issued(text: str, name: Span) -> bool:
    return bool(_where_appeared().match(text, name.end)) or bool(_appeared_with().search(text[: name.start]))


def _is_kind_of_document(word: str) -> bool:
    return load_list("en", "sources").has(word, "document")


@cache
def _documents() -> str:
    forms = (form for form in load_list("en", "sources").forms("document") if len(form.split()) <= LONGEST_DOCUMENT)
    return f"(?:{'|'.join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))})"


@cache
def _appeared() -> re.Pattern[str]:
    return re.compile(rf"\b{_documents()}\s+{MADE_PUBLIC}", re.IGNORECASE)


@cache
def _where_appeared() -> re.Pattern[str]:
    where = r",?\s+(?:where|(?:on|in) which)\s+(?:the|a|this)\s+"
    return re.compile(rf"{where}{_documents()}\s+{MADE_PUBLIC}", re.IGNORECASE)


@cache
def _appeared_with() -> re.Pattern[str]:
    return re.compile(rf"\b{_documents()}\s+{MADE_PUBLIC}\s+(?:on|in|by)\s+(?:the\s+)?$", re.IGNORECASE)
