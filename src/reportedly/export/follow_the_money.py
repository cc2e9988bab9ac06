"""A case as FollowTheMoney entities, for OpenAleph and Datashare: reports, who is in them, what is claimed.

Schemata used: Article, Person, Organization, LegalEntity, Address, Mention, Note, Documentation (FollowTheMoney 3 and
4).  Ids come from content, so that exporting a case again, or a larger one, gives the same things the same ids.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from reportedly.comparison import CaseEntity, Comparison
from reportedly.export.pieces import Piece, as_utf8, sha256_of, short
from reportedly.export.visible import visible
from reportedly.model import Claim, Entity, EntityKind, Ledger, Report

FILE = "entities.ftm.json"  # one entity a line, as `ftm` reads and writes them

SCHEMATA: Mapping[EntityKind, str] = {
    "person": "Person", "organisation": "Organization", "outlet": "Organization", "group": "LegalEntity",
    "place": "Address",
}  # fmt: skip
# FollowTheMoney has languages by ISO 639-3; those that a report is likely to be in, the rest is left out.
LANGUAGES: Mapping[str, str] = {
    "ar": "ara", "be": "bel", "de": "deu", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra", "he": "heb",
    "it": "ita", "ka": "kat", "kk": "kaz", "ky": "kir", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus",
    "tg": "tgk", "tr": "tur", "uk": "ukr", "uz": "uzb", "zh": "zho",
}  # fmt: skip
TEXTS = frozenset(("bodyText", "description", "summary"))  # keep their lines; all other values are in one
# Joiners that do not show.  U+200C and U+200D, which the library drops too, stay: Persian is spelt with them.
UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")

Properties = Mapping[str, Iterable[str | None]]
Things = Mapping[tuple[str, str], str]  # (report, entity of its ledger) -> id of the thing


def export_ftm(ledgers: Iterable[Ledger], comparison: Comparison) -> Iterator[Piece]:
    things: dict[tuple[str, str], str] = {}
    met: Counter[tuple[str, str]] = Counter()
    for entity in comparison.entities:
        if entity.kind in SCHEMATA and cleaned(entity.name):
            met[entity.kind, entity.name] += 1
            thing = id_of("entity", entity.kind, entity.name, str(met[entity.kind, entity.name]))
            things |= dict.fromkeys(entity.members, thing)
            yield line(thing_of(entity, thing))
    for ledger in ledgers:
        for one in entities_of(ledger, things):
            yield line(one)


def entities_of(ledger: Ledger, things: Things) -> Iterator[dict[str, Any]]:
    document = id_of("report", ledger.report.id)
    yield article_of(ledger.report, ledger.generator, document)
    for entity in ledger.entities:
        if cleaned(entity.name):
            yield mention_of(ledger, entity, document, things)
    speakers: dict[str, str] = {}
    for claim in ledger.claims:
        if cleaned(ledger.words(claim.spans)):
            yield note_of(ledger, claim, document, things)
        for source in claim.sources:
            thing = things.get((ledger.report.id, source.entity or ""))
            if thing and (thing not in speakers or source is claim.sources[-1]):
                speakers[thing] = "source" if source is claim.sources[-1] else speakers.get(thing, "passes on")
    for thing, role in speakers.items():
        properties = {"document": [document], "entity": [thing], "role": [role]}
        yield made("Documentation", id_of("speaks", document, thing), properties)


def thing_of(entity: CaseEntity, thing: str) -> dict[str, Any]:
    schema = SCHEMATA[entity.kind]
    properties = {"name": [entity.name], "alias": [form for form in entity.forms if form != entity.name]}
    if schema == "Address":
        properties["full"] = [entity.name]
    return made(schema, thing, properties)


def article_of(report: Report, generator: str, document: str) -> dict[str, Any]:
    title = report.title or PurePosixPath(report.where).name or short(report.id)
    return made(
        "Article",
        document,
        {
            "title": [title],
            "fileName": [PurePosixPath(report.where).name],
            "publisher": [report.outlet],
            "publishedAt": [day_of(report.published)],
            "sourceUrl": [report.url if report.url and ADDRESS.fullmatch(report.url) else None],
            "language": [LANGUAGES.get(report.language or "")],
            "bodyText": [report.text],
            "processingAgent": [generator],
            "keywords": [report.id],
        },
    )


def mention_of(ledger: Ledger, entity: Entity, document: str, things: Things) -> dict[str, Any]:
    """A name as one report has it; its descriptions and pronouns are no names and stay out."""
    text = ledger.report.text
    names = [entity.name, *(text[slice(*one.span)] for one in entity.mentions if one.type == "name")]
    properties: Properties = {
        "document": [document],
        "name": names,
        "resolved": [things.get((ledger.report.id, entity.id)) if entity.kind != "place" else None],  # no LegalEntity
        "detectedSchema": [SCHEMATA.get(entity.kind)],
    }
    return made("Mention", id_of("mention", document, entity.kind, entity.name, entity.id), properties)


def note_of(ledger: Ledger, claim: Claim, document: str, things: Things) -> dict[str, Any]:
    """A claim: its words, on whose word, and links to whoever says it or is in it."""
    report, words = ledger.report, ledger.words(claim.spans)
    who = (*(source.entity or "" for source in claim.sources), *claim.entities)
    chain = " › ".join(ledger.chain(claim)) or "the author"
    properties: Properties = {
        "name": [f"{chain}: {words}"],
        "description": [words],
        "summary": [f"on the word of {chain}; {claim.mode}, {claim.certainty}, {claim.polarity}"],
        "keywords": [claim.mode, claim.certainty, claim.polarity],
        "entity": [things.get((report.id, one)) for one in who],
        "proof": [document],
        "publisher": [report.outlet],
        "createdAt": [day_of(report.published)],
        "sourceUrl": [report.url if report.url and ADDRESS.fullmatch(report.url) else None],
    }
    return made("Note", id_of("claim", document, chain, *map(str, claim.spans)), properties)


def made(schema: str, id: str, properties: Properties) -> dict[str, Any]:  # noqa: A002
    """An entity with what is known of it, each value once."""
    values = {
        name: list(dict.fromkeys((cleaned if name in TEXTS else in_a_line)(one) for one in found if one))
        for name, found in properties.items()
    }
    known = {name: [one for one in found if one] for name, found in values.items()}
    return {"id": id, "schema": schema, "properties": {name: found for name, found in known.items() if found}}


def cleaned(text: str) -> str:
    """Text as FollowTheMoney keeps it: without white space at its ends, and no characters that do not show."""
    return visible(text).translate(UNSEEN).strip()


def in_a_line(text: str) -> str:
    """A value other than a text: in one line, its letters composed (NFC), as names are searched for."""
    return " ".join(unicodedata.normalize("NFC", cleaned(text)).split())


def day_of(published: str | None) -> str | None:
    try:
        return date.fromisoformat((published or "")[:10]).isoformat()
    except ValueError:
        return None


def id_of(*parts: str) -> str:
    return "reportedly-" + sha256_of(as_utf8(json.dumps(parts)))[:40]


def line(entity: dict[str, Any]) -> Piece:
    return Piece(FILE, (json.dumps(entity, ensure_ascii=False, separators=(",", ":")) + "\n").encode())
