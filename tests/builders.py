"""Builders of the values tests are about: each takes what matters to the test and fills in the rest."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from reportedly.model import Claim, Entity, Ledger, Problem, Report, Source, SourceKind, Span, Spans, Time

GENERATOR = "reportedly 0.1.0"


def span_of(text: str, words: str, *, after: int = 0) -> Span:
    """Where `words` stand in `text`, the first time from offset `after` on."""
    start = text.index(words, after)
    return Span(start, start + len(words))


def spans_of(text: str, *parts: str, after: int = 0) -> Spans:
    """Where each of `parts` stands, each behind the one before it."""
    spans: list[Span] = []
    for words in parts:
        spans.append(span_of(text, words, after=after))
        after = spans[-1].end
    return tuple(spans)


def a_report(text: str = "Nothing was said.", **known: Any) -> Report:
    return Report(
        **{
            "id": "sha256:" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            "where": "reports/harbour.txt",
            "text": text,
            "language": "en",
            **known,
        }
    )


def a_source(
    name: str = "TASS", *, kind: SourceKind = "agency", mention: Span | None = None, cue: Spans = (), **more: Any
) -> Source:
    """A source named nowhere in the text, unless `mention` says where."""
    return Source(name=name, kind=kind, mention=mention, cue=cue, **more)


def a_source_in(
    text: str,
    mention: str,
    cue: str = "",
    *,
    kind: SourceKind = "agency",
    name: str | None = None,
    after: int = 0,
    **more: Any,
) -> Source:
    """A source whose `mention` and `cue` are given by their words."""
    return a_source(
        name or mention,
        kind=kind,
        mention=span_of(text, mention, after=after),
        cue=spans_of(text, cue, after=after) if cue else (),
        **more,
    )


def a_claim(text: str = "", *content: str, id: str = "c1", spans: Spans | None = None, **more: Any) -> Claim:  # noqa: A002
    """An indirect claim; its content is given by its words in `text`, or by `spans`."""
    found = spans if spans is not None else spans_of(text, *content)
    return Claim(**{"id": id, "spans": found, "sources": (), "mode": "indirect", **more})


def a_ledger(
    text: str = "Nothing was said.",
    *claims: Claim,
    entities: tuple[Entity, ...] = (),
    problems: tuple[Problem, ...] = (),
    **known: Any,
) -> Ledger:
    """A ledger of `claims`; what is `known` goes to its report (outlet, title, where, …)."""
    return Ledger(
        report=a_report(text, **known), claims=claims, entities=entities, problems=problems, generator=GENERATOR
    )


# ---------------------------------------------------------------- a report as it might come in
HARBOUR = """Fire at Norrhaven harbour brought under control

A fire that broke out in the grain terminal of Norrhaven on Tuesday night has been put out, the city's fire \
service said.

Nobody was hurt, according to the port authority. "We had everyone out within nine minutes," its director, Mara \
Lindqvist, told the Coast Herald, "and that is what our drills are for."

The cause is still open. An official who asked not to be named said a conveyor may have overheated. Northwire \
reports that the terminal's operator, Granex, denies that any warning had been ignored. Rumours went round on \
Wednesday that the fire had been set on purpose.

The Coast Herald writes that the fire service believes the company's own inspectors warned of dust in March. It \
was reported that the terminal would stay shut for a week.

The terminal handles about a third of the region's grain. "It will cost us, but it will not close us," Lindqvist \
said.
"""


def harbour_ledger() -> Ledger:
    """A ledger made by hand of HARBOUR: direct, indirect, nested, denied, unnamed, rumoured and unattributed claims."""
    text = HARBOUR
    service = a_source_in(
        text, "the city's fire service", "said", kind="organisation", name="Norrhaven fire service", entity="e1"
    )
    port = a_source_in(text, "the port authority", "according to", kind="organisation", entity="e2")
    port = _with_cue(port, spans_of(text, "according to"))
    herald = a_source_in(text, "Coast Herald", kind="outlet", entity="e3", after=text.index("The Coast Herald writes"))
    herald = _with_cue(herald, spans_of(text, "writes"))
    lindqvist = a_source_in(text, "Mara Lindqvist", "told", kind="person", entity="e4")
    official = a_source_in(
        text,
        "An official who asked not to be named",
        "said",
        kind="anonymous",
        name="An official",
        after=text.index("An official"),
    )
    wire = a_source_in(text, "Northwire", "reports", kind="agency", entity="e5")
    granex = a_source_in(
        text, "the terminal's operator, Granex,", "denies", kind="organisation", name="Granex", entity="e6"
    )
    rumour = a_source_in(text, "Rumours", "went round", kind="rumour")
    believes = text.index("fire service believes")
    fire_again = a_source_in(
        text,
        "the fire service",
        "believes",
        kind="organisation",
        name="Norrhaven fire service",
        entity="e1",
        after=believes - 4,
    )
    inspectors = a_source_in(text, "the company's own inspectors", "warned", kind="group", after=believes)
    said_last = text.rindex("said")
    lindqvist_again = a_source(
        "Mara Lindqvist",
        kind="person",
        entity="e4",
        mention=span_of(text, "Lindqvist", after=said_last - 12),
        cue=(Span(said_last, said_last + 4),),
    )
    claims = (
        a_claim(text, "The cause is still open", id="c1", mode="authorial", certainty="unknown"),
        a_claim(
            text,
            "A fire that broke out in the grain terminal of Norrhaven on Tuesday night has been put out",
            id="c2",
            sources=(service,),
            asserted_by=("certain",),
            time=Time(span=span_of(text, "Tuesday night"), start="2024-05-14", end="2024-05-14"),
            confidence=0.97,
        ),
        a_claim(
            text,
            "Nobody was hurt",
            id="c3",
            sources=(port,),
            polarity="negative",
            markers=spans_of(text, "Nobody"),
            asserted_by=("certain",),
            confidence=0.94,
        ),
        a_claim(
            text,
            '"We had everyone out within nine minutes,"',
            '"and that is what our drills are for."',
            id="c4",
            sources=(lindqvist,),
            mode="direct",
            asserted_by=("certain",),
            confidence=0.99,
        ),
        a_claim(
            text,
            "a conveyor may have overheated",
            id="c5",
            sources=(official,),
            certainty="possible",
            markers=spans_of(text, "may"),
            asserted_by=("possible",),
            confidence=0.91,
        ),
        a_claim(
            text,
            "the terminal's operator, Granex, denies that any warning had been ignored",
            id="c6",
            sources=(wire,),
            asserted_by=("certain",),
            confidence=0.96,
        ),
        a_claim(
            text,
            "any warning had been ignored",
            id="c7",
            sources=(wire, granex),
            within="c6",
            polarity="negative",
            markers=spans_of(text, "denies"),
            asserted_by=("unknown", "denied"),
            confidence=0.93,
        ),
        a_claim(
            text,
            "the fire had been set on purpose",
            id="c8",
            sources=(rumour,),
            certainty="unknown",
            markers=spans_of(text, "Rumours"),
            asserted_by=("unknown",),
            confidence=0.88,
        ),
        a_claim(
            text,
            "the fire service believes the company's own inspectors warned of dust in March",
            id="c9",
            sources=(herald,),
            asserted_by=("certain",),
            confidence=0.95,
        ),
        a_claim(
            text,
            "the company's own inspectors warned of dust in March",
            id="c10",
            sources=(herald, fire_again),
            within="c9",
            certainty="probable",
            markers=spans_of(text, "believes"),
            asserted_by=("unknown", "probable"),
            confidence=0.9,
        ),
        a_claim(
            text,
            "dust in March",
            id="c11",
            sources=(herald, fire_again, inspectors),
            within="c10",
            asserted_by=("unknown", "probable", "certain"),
            confidence=0.72,
        ),
        a_claim(
            text,
            "the terminal would stay shut for a week",
            id="c12",
            cue=spans_of(text, "It was reported"),
            confidence=0.81,
        ),
        a_claim(
            text, "The terminal handles about a third of the region's grain", id="c13", mode="authorial", confidence=1.0
        ),
        a_claim(
            text,
            '"It will cost us, but it will not close us,"',
            id="c14",
            sources=(lindqvist_again,),
            mode="direct",
            asserted_by=("certain",),
            confidence=0.98,
        ),
    )
    return a_ledger(
        text,
        *claims,
        problems=(
            Problem(
                stage="sources",
                message="who reported this could not be told",
                span=span_of(text, "It was reported"),
            ),
        ),
        title="Fire at Norrhaven harbour brought under control",
        outlet="Example Daily",
        published="2024-05-16",
        url="https://example.org/harbour-fire",
    )


def _with_cue(source: Source, cue: Spans) -> Source:
    return a_source(source.name, kind=source.kind, entity=source.entity, mention=source.mention, cue=cue)
