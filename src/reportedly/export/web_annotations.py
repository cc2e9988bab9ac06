"""A case as W3C Web Annotations (JSON-LD): the text of each report, and a page of annotations that point into it.

Offsets of a TextPositionSelector are code points, as the recommendation asks for and as the ledger has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reportedly.comparison import Comparison
from reportedly.export.json_ledger import without_surrogates
from reportedly.export.pieces import Piece, as_utf8, named
from reportedly.model import Claim, Ledger, Span

AROUND = 32  # characters of prefix and suffix
VOCABULARY = "urn:reportedly:"
CONTEXT: Sequence[Any] = (
    "http://www.w3.org/ns/anno.jsonld",
    {
        "@version": 1.1,
        "ledger": {"@id": f"{VOCABULARY}ledger", "@type": "@json"},
        "report": {"@id": f"{VOCABULARY}report", "@type": "@json"},
        "partOfClaim": {"@id": f"{VOCABULARY}partOfClaim", "@type": "@id"},
    },
)

Object = dict[str, Any]


def export_annotations(ledgers: Iterable[Ledger], comparison: Comparison) -> Iterator[Piece]:  # noqa: ARG001
    """`NAME.txt` and `NAME.jsonld` for each report; what the reports are to one another is not in them."""
    for name, ledger in named(ledgers):
        yield Piece(f"{name}.txt", as_utf8(ledger.report.text))
        written = json.dumps(page_of(ledger, f"{name}.txt"), ensure_ascii=False, indent=1)
        yield Piece(f"{name}.jsonld", (without_surrogates(written) + "\n").encode())


def page_of(ledger: Ledger, file: str) -> Object:
    """An annotation page over one report, whose text is in `file`."""
    about = ledger.report.to_dict()
    del about["text"]
    return {
        "@context": CONTEXT,
        "id": address(ledger),
        "type": "AnnotationPage",
        "generator": {"type": "Software", "name": ledger.generator},
        "report": about,
        "items": list(annotations_of(ledger, file)),
    }


def annotations_of(ledger: Ledger, file: str) -> Iterator[Object]:
    for claim in ledger.claims:
        yield from annotations_of_claim(ledger, claim, file)
    for figure in ledger.figures:
        yield annotation(ledger, file, figure.id, "figure", figure.measure, [figure.span], figure.to_dict())
    for entity in ledger.entities:
        spans = [mention.span for mention in entity.mentions]
        yield annotation(ledger, file, entity.id, entity.kind, entity.name, spans, entity.to_dict())
    for number, date in enumerate(ledger.dates, start=1):
        interval = f"{date.start or '..'}/{date.end or '..'}"
        yield annotation(ledger, file, f"d{number}", "date", interval, [date.span], date.to_dict())
    for number, span in enumerate(ledger.hedges, start=1):
        yield annotation(ledger, file, f"h{number}", "hedge", "hedge", [span], list(span))
    for number, problem in enumerate(ledger.problems, start=1):
        where = [problem.span] if problem.span else []
        yield annotation(ledger, file, f"p{number}", "problem", problem.message, where, problem.to_dict())


def annotations_of_claim(ledger: Ledger, claim: Claim, file: str) -> Iterator[Object]:
    """The content, with the whole claim in its body; then each source and cue that stands in the text."""
    chain = " › ".join(ledger.chain(claim)) or "the author"
    said = f"{chain}: {claim.mode}, {claim.certainty}, {claim.polarity}"
    yield annotation(ledger, file, claim.id, "claim", said, claim.spans, claim.to_dict())
    for number, source in enumerate(claim.sources, start=1):
        of = {"partOfClaim": address(ledger, claim.id)}
        if source.mention:
            part = f"{claim.id}.source{number}"
            yield annotation(ledger, file, part, "source", source.name, [source.mention], None) | of
        if source.cue:
            yield annotation(ledger, file, f"{claim.id}.cue{number}", "cue", source.name, source.cue, None) | of


def annotation(ledger: Ledger, file: str, id: str, tag: str, words: str, spans: Sequence[Span], value: Any) -> Object:  # noqa: A002
    """One annotation.  Content in pieces has a target for each; what stands nowhere points at the whole text."""
    body: list[Object] = [
        {"type": "TextualBody", "value": tag, "purpose": "tagging"},
        {"type": "TextualBody", "value": words, "purpose": "describing", "format": "text/plain"},
    ]
    if value is not None:
        body.append({"type": "Dataset", "purpose": "describing", "ledger": value})
    return {
        "id": address(ledger, id),
        "type": "Annotation",
        "motivation": "describing",
        "body": body,
        "target": [target(ledger.report.text, span, file) for span in spans] or file,
    }


def target(text: str, span: Span, file: str) -> Object:
    start, end = span
    return {
        "type": "SpecificResource",
        "source": file,
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - AROUND) : start],
                "suffix": text[end : end + AROUND],
            },
        ],
    }


def address(ledger: Ledger, part: str = "") -> str:
    return VOCABULARY + ledger.report.id + (f"#{part}" if part else "")
