"""A ledger back from its JSON: `ledger_from(ledger.to_dict())` is the ledger again, confidences to three decimals."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from reportedly.model import (
    FORMAT,
    Claim,
    Entity,
    Figure,
    Interval,
    Ledger,
    Mention,
    Place,
    Problem,
    Report,
    ReportedlyError,
    Source,
    Span,
    Spans,
    Time,
)

Object = Mapping[str, Any]


def ledger_from(found: Object) -> Ledger:
    """The ledger that a dictionary of ledger format 1 holds; fields added since are left out, missing ones are empty.

    Raises `ReportedlyError` for another format and for what is no ledger.
    """
    number = found.get("format")
    if number != FORMAT:
        raise ReportedlyError(
            f"this is not a ledger of format {FORMAT} (its format is {number!r}); read the report anew"
        )
    try:
        return Ledger(
            report=report_from(found["report"]),
            claims=tuple(map(claim_from, found["claims"])),
            figures=tuple(map(figure_from, found.get("figures", ()))),
            entities=tuple(map(entity_from, found.get("entities", ()))),
            dates=tuple(map(time_from, found.get("dates", ()))),
            hedges=tuple(Span(*span) for span in found.get("hedges", ())),
            problems=tuple(map(problem_from, found.get("problems", ()))),
            generator=found.get("generator", ""),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReportedlyError(f"this ledger is not whole ({error!r}); read the report anew") from error


def packed(ledger: Ledger) -> bytes:
    """JSON of a ledger without the text of its report; lone halves of surrogate pairs stay what they are."""
    found = ledger.to_dict()
    del found["report"]["text"]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpacked(written: bytes, text: str) -> Ledger:
    """The ledger of `packed`, with the text of its report."""
    try:
        found = json.loads(written.decode("utf-8", "surrogatepass"))
        found["report"]["text"] = text
    except (ValueError, KeyError, TypeError) as error:
        raise ReportedlyError(f"this ledger is not whole ({error!r}); read the report anew") from error
    return ledger_from(found)


# ---------------------------------------------------------------- its parts
def report_from(found: Object) -> Report:
    return Report(
        id=found["id"],
        where=found["where"],
        text=found["text"],
        outlet=found.get("outlet"),
        title=found.get("title"),
        url=found.get("url"),
        published=found.get("published"),
        language=found.get("language"),
    )


def claim_from(found: Object) -> Claim:
    return Claim(
        id=found["id"],
        spans=spans_from(found["spans"]),
        sources=tuple(map(source_from, found["sources"])),
        mode=found["mode"],
        cue=spans_from(found.get("cue", ())),
        within=found.get("within"),
        certainty=found.get("certainty", "certain"),
        polarity=found.get("polarity", "positive"),
        markers=spans_from(found.get("markers", ())),
        asserted_by=tuple(found.get("asserted_by", ())),
        time=None if found.get("time") is None else time_from(found["time"]),
        entities=tuple(found.get("entities", ())),
        confidence=found.get("confidence", 1.0),
    )


def source_from(found: Object) -> Source:
    return Source(
        name=found["name"],
        kind=found["kind"],
        entity=found.get("entity"),
        mention=span_from(found.get("mention")),
        cue=spans_from(found.get("cue", ())),
    )


def figure_from(found: Object) -> Figure:
    place, as_of = found.get("place"), found.get("as_of")
    return Figure(
        id=found["id"],
        span=Span(*found["span"]),
        low=found["low"],
        best=found["best"],
        high=found["high"],
        vague=found.get("vague"),
        approximate=found.get("approximate", False),
        measure=found.get("measure", "other"),
        unit=found.get("unit"),
        of=found.get("of"),
        of_span=span_from(found.get("of_span")),
        place=None if place is None else Place(name=place["name"], span=Span(*place["span"])),
        as_of=None if as_of is None else Interval(start=as_of["from"], end=as_of["to"]),
        subset_of=found.get("subset_of"),
        claim=found.get("claim"),
    )


def entity_from(found: Object) -> Entity:
    mentions = tuple(Mention(span=Span(*one["span"]), type=one["type"]) for one in found["mentions"])
    return Entity(id=found["id"], name=found["name"], kind=found["kind"], mentions=mentions)


def time_from(found: Object) -> Time:
    return Time(span=Span(*found["span"]), start=found["from"], end=found["to"])


def problem_from(found: Object) -> Problem:
    return Problem(stage=found["stage"], message=found["message"], span=span_from(found.get("span")))


def span_from(found: Sequence[int] | None) -> Span | None:
    return None if found is None else Span(*found)


def spans_from(found: Sequence[Sequence[int]]) -> Spans:
    return tuple(Span(start, end) for start, end in found)
