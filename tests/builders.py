"""Builders of the values tests are about: each takes what matters to the test and fills in the rest."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from reportedly.model import (
    Claim,
    Entity,
    EntityKind,
    Figure,
    Interval,
    Ledger,
    Mention,
    MentionType,
    Place,
    Problem,
    Report,
    Source,
    SourceKind,
    Span,
    Spans,
    Time,
)

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
    figures: tuple[Figure, ...] = (),
    entities: tuple[Entity, ...] = (),
    dates: tuple[Time, ...] = (),
    problems: tuple[Problem, ...] = (),
    **known: Any,
) -> Ledger:
    """A ledger of `claims`; what is `known` goes to its report (outlet, title, where, …)."""
    return Ledger(
        report=a_report(text, **known),
        claims=claims,
        figures=figures,
        entities=entities,
        dates=dates,
        problems=problems,
        generator=GENERATOR,
    )


def a_figure(
    text: str = "",
    words: str = "",
    low: float | None = None,
    best: float | None = None,
    high: float | None = None,
    *,
    id: str = "f1",  # noqa: A002
    **more: Any,
) -> Figure:
    """A figure given by its words in `text`; its span is empty where they are."""
    return Figure(**{"id": id, "span": span_of(text, words), "low": low, "best": best, "high": high, **more})


def exactly(text: str, words: str, number: float, **more: Any) -> Figure:
    return a_figure(text, words, number, number, number, **more)


def a_date(text: str, words: str, start: str | None = None, end: str | None = None) -> Time:
    """A date given by its words; one day where `end` is not given."""
    return Time(span=span_of(text, words), start=start, end=end or start)


def an_entity(
    text: str,
    name: str,
    *mentions: str,
    id: str = "e1",  # noqa: A002
    kind: EntityKind = "person",
) -> Entity:
    """An entity whose `mentions` (its name, where none is given) stand in `text` in this order."""
    spans = spans_of(text, *(mentions or (name,)))
    return Entity(
        id=id, name=name, kind=kind, mentions=tuple(Mention(span=s, type=_type(text[slice(*s)])) for s in spans)
    )


def _type(words: str) -> MentionType:
    if words.lower() in {"he", "she", "they", "it", "his", "her", "their"}:
        return "pronoun"
    return "nominal" if words.lower().startswith(("the ", "a ")) else "name"


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


# ---------------------------------------------------------------- a report full of figures
FLOOD = """River Ander floods two towns

About 20,000 people have left their homes in Ostmark since Monday, the regional governor, Ilse Brandt, told Northwire \
on Thursday. She said that between 40 and 50 houses in Lower Ander had been swept away and that at least 4,000 homes \
were without power.

The ministry of the interior denied that 12 people had died. "We know of three injured, two of them rescuers," its \
spokesman, Jonas Weil, said. He added that the ministry may send up to 600 soldiers next week.

Dozens of roads are closed. According to Northwire, Brandt believes the damage could come to 2.5 million crowns. The \
governor did not say when it would be paid. The waters rose to their peak in the night, some days after the first rain.
"""


def flood_ledger() -> Ledger:
    """A ledger made by hand of FLOOD: figures of every form, dates known and unknown, hedges, names and pronouns."""
    text = FLOOD
    she, he, denied = text.index("She said"), text.index("He added"), text.index("denied")
    brandt = a_source_in(text, "the regional governor, Ilse Brandt,", "told", kind="person", name="Ilse Brandt")
    wire_first = a_source_in(text, "Northwire", after=text.index("told"))
    brandt_again = a_source_in(text, "She", "said", kind="person", name="Ilse Brandt", after=she)
    ministry = a_source_in(
        text, "The ministry of the interior", "denied", kind="organisation", name="ministry of the interior"
    )
    weil = a_source_in(text, "its spokesman, Jonas Weil,", "said", kind="person", name="Jonas Weil", after=denied)
    weil_again = a_source_in(text, "He", "added", kind="person", name="Jonas Weil", after=he)
    wire = a_source_in(text, "Northwire", after=text.index("According to"))
    wire = _with_cue(wire, spans_of(text, "According to"))
    believes = a_source_in(
        text, "Brandt", "believes", kind="person", name="Ilse Brandt", after=text.index("Brandt believes")
    )
    claims = (
        a_claim(
            text,
            "About 20,000 people have left their homes in Ostmark since Monday",
            id="c1",
            sources=(wire_first, brandt),
            asserted_by=("unknown", "certain"),
            time=a_date(text, "since Monday", "2024-06-03", "2024-06-06"),
        ),
        a_claim(
            text,
            "between 40 and 50 houses in Lower Ander had been swept away and that at least 4,000 homes were without "
            "power",
            id="c2",
            sources=(brandt_again,),
            asserted_by=("certain",),
        ),
        a_claim(
            text,
            "12 people had died",
            id="c3",
            sources=(ministry,),
            polarity="negative",
            markers=spans_of(text, "denied"),
            asserted_by=("denied",),
        ),
        a_claim(
            text,
            '"We know of three injured, two of them rescuers,"',
            id="c4",
            sources=(weil,),
            mode="direct",
            asserted_by=("certain",),
        ),
        a_claim(
            text,
            "the ministry may send up to 600 soldiers next week",
            id="c5",
            sources=(weil_again,),
            certainty="possible",
            markers=spans_of(text, "may", after=he),
            asserted_by=("possible",),
        ),
        a_claim(text, "Dozens of roads are closed", id="c6", mode="authorial"),
        a_claim(
            text,
            "Brandt believes the damage could come to 2.5 million crowns",
            id="c7",
            sources=(wire,),
            asserted_by=("certain",),
        ),
        a_claim(
            text,
            "the damage could come to 2.5 million crowns",
            id="c8",
            sources=(wire, believes),
            within="c7",
            certainty="possible",
            markers=spans_of(text, "believes", "could"),
            asserted_by=("unknown", "possible"),
        ),
        a_claim(
            text,
            "when it would be paid",
            id="c9",
            sources=(a_source_in(text, "The governor", "did not say", kind="person", name="Ilse Brandt"),),
            certainty="unknown",
            markers=spans_of(text, "did not say"),
            asserted_by=("unknown",),
        ),
    )
    as_of = Interval(start="2024-06-06", end="2024-06-06")
    lower = Place(name="Lower Ander", span=span_of(text, "Lower Ander"))
    ostmark = Place(name="Ostmark", span=span_of(text, "Ostmark"))
    figures = (
        exactly(
            text,
            "About 20,000",
            20000,
            approximate=True,
            measure="displaced",
            of="people",
            of_span=span_of(text, "people"),
            place=ostmark,
            as_of=Interval(start="2024-06-03", end="2024-06-06"),
            claim="c1",
        ),
        a_figure(text, "between 40 and 50", 40, None, 50, id="f2", of="houses", place=lower, as_of=as_of, claim="c2"),
        a_figure(text, "at least 4,000", 4000, 4000, id="f3", of="homes", as_of=as_of, claim="c2"),
        exactly(text, "12", 12, id="f4", measure="killed", of="people", claim="c3"),
        exactly(text, "three", 3, id="f5", measure="injured", claim="c4"),
        exactly(text, "two of them", 2, id="f6", measure="injured", of="rescuers", subset_of="f5", claim="c4"),
        a_figure(text, "up to 600", None, 600, 600, id="f7", measure="troops", of="soldiers", claim="c5"),
        a_figure(text, "Dozens", id="f8", vague="Dozens", of="roads", claim="c6"),
        exactly(text, "2.5 million", 2_500_000.0, id="f9", measure="money", unit="crowns", of="damage", claim="c8"),
    )
    dates = (
        a_date(text, "since Monday", "2024-06-03", "2024-06-06"),
        a_date(text, "on Thursday", "2024-06-06"),
        a_date(text, "next week", "2024-06-10", "2024-06-16"),
        a_date(text, "in the night"),
        a_date(text, "some days after the first rain"),
    )
    entities = (
        an_entity(text, "Ilse Brandt", "the regional governor, Ilse Brandt,", "She", "Brandt", "The governor", id="e1"),
        an_entity(text, "Northwire", "Northwire", "Northwire", id="e2", kind="outlet"),
        an_entity(
            text,
            "ministry of the interior",
            "The ministry of the interior",
            "its",
            "the ministry",
            id="e3",
            kind="organisation",
        ),
        an_entity(text, "Jonas Weil", "its spokesman, Jonas Weil,", "He", id="e4"),
        an_entity(text, "Ander", "Ander", "Ander", id="e5", kind="place"),
        an_entity(text, "Ostmark", id="e6", kind="place"),
    )
    return a_ledger(
        text,
        *claims,
        figures=figures,
        entities=entities,
        dates=dates,
        title="River Ander floods two towns",
        outlet="Example Daily",
        published="2024-06-06",
    )


def _with_cue(source: Source, cue: Spans) -> Source:
    return a_source(source.name, kind=source.kind, entity=source.entity, mention=source.mention, cue=cue)
