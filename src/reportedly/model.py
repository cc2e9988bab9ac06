"""The nouns: a report, what was read in it, and the ledger of what it claims.

Values are frozen; a change is a new value (`dataclasses.replace`).  Offsets are Unicode code points into `Report.text`,
end exclusive, so `text[start:end]` is always exactly what was read.  `to_dict` gives the JSON of ledger format 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

FORMAT = 1

SourceKind = Literal["outlet", "agency", "person", "organisation", "group", "document", "anonymous", "rumour", "author"]
Mode = Literal["direct", "indirect", "mixed", "authorial"]
Certainty = Literal["certain", "probable", "possible", "unknown"]  # FactBank CT, PR, PS, U
Commitment = Literal["certain", "probable", "possible", "unknown", "denied"]
Polarity = Literal["positive", "negative"]
EntityKind = Literal["person", "organisation", "place", "outlet", "group", "other"]
MentionType = Literal["name", "nominal", "pronoun"]
Measure = Literal[
    "killed", "injured", "detained", "missing", "displaced", "troops", "fighters", "participants", "money", "other"
]
Number = int | float


class Span(NamedTuple):
    """Characters of a report: `text[start:end]`."""

    start: int
    end: int


Spans = tuple[Span, ...]


# ---------------------------------------------------------------- what comes in
@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One published text, as it was found."""

    id: str  # "sha256:…" of the raw bytes
    where: str  # path or address it was read from
    text: str
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None  # ISO 8601; null where unknown
    language: str | None = None  # ISO 639-1; null where it could not be told

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "where": self.where,
            "outlet": self.outlet,
            "title": self.title,
            "url": self.url,
            "published": self.published,
            "language": self.language,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something the reader could not do or tell, said instead of guessed; `span` is its place where it has one."""

    stage: str  # load language parse sources …
    message: str
    span: Span | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"stage": self.stage, "message": self.message, "span": _span(self.span)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A report and what went wrong on the way to its text."""

    report: Report
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------- what the reader model says
class Token(NamedTuple):
    """A word of Universal Dependencies."""

    start: int
    end: int
    upos: str
    head: int  # index into Parsed.tokens; -1 for the root of a sentence
    relation: str  # UD relation with its subtype: "nsubj:pass"


class Name(NamedTuple):
    """A name and what kind of thing bears it: person organisation place other."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says what, in the words of PolNeAR: source, cue, content; any of them may be in pieces or missing.

    Outermost attributions only: what is attributed inside a content is the extractor's to find.
    """

    source: Spans
    cue: Spans
    content: Spans
    confidence: float  # 0..1


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One text as the reader model sees it."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]  # token ranges
    names: tuple[Name, ...]
    attributions: tuple[Attribution, ...]
    wrapped: bool = False  # paragraphs are broken into lines of one width, so that a line is no paragraph


# ---------------------------------------------------------------- what comes out
@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One link of the chain behind a claim."""

    name: str
    kind: SourceKind
    entity: str | None = None
    mention: Span | None = None  # None where inherited from context
    cue: Spans = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "entity": self.entity,
            "kind": self.kind,
            "mention": _span(self.mention),
            "cue": _spans(self.cue),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """When, as far as the words tell; `span` holds the words."""

    span: Span
    start: str | None
    end: str | None

    def to_dict(self) -> dict[str, Any]:
        return {"span": _span(self.span), "from": self.start, "to": self.end}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Days from `start` to `end`, both included, ISO 8601; an end that is not known is None."""

    start: str | None
    end: str | None

    def to_dict(self) -> dict[str, Any]:
        return {"from": self.start, "to": self.end}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where, in the words of the report; `span` holds the words."""

    name: str
    span: Span

    def to_dict(self) -> dict[str, Any]:
        return {"name": self.name, "span": _span(self.span)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many, of whom, where, as of when.

    Exact and "about N": low = best = high.  "At least N": low = best, high None.  "Up to N": low None, best = high.
    "N to M": best None.  Words such as "dozens": all three None, and `vague` holds the word.
    """

    id: str
    span: Span  # number words with their approximator: "about 20 thousand"
    low: Number | None
    best: Number | None
    high: Number | None
    vague: str | None = None
    approximate: bool = False
    measure: Measure = "other"
    unit: str | None = None  # of money, shares and other quantities: "USD", "percent"
    of: str | None = None  # whom or what is counted
    of_span: Span | None = None
    place: Place | None = None
    as_of: Interval | None = None  # the days the count holds for
    subset_of: str | None = None  # id of the figure this one is a part of
    claim: str | None = None  # id of the innermost claim that gives it

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "span": _span(self.span),
            "low": self.low,
            "best": self.best,
            "high": self.high,
            "vague": self.vague,
            "approximate": self.approximate,
            "measure": self.measure,
            "unit": self.unit,
            "of": self.of,
            "of_span": _span(self.of_span),
            "place": self.place.to_dict() if self.place else None,
            "as_of": self.as_of.to_dict() if self.as_of else None,
            "subset_of": self.subset_of,
            "claim": self.claim,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is claimed, who says so and on whose word."""

    id: str
    spans: Spans
    sources: tuple[Source, ...]  # outermost first, the originator last; () = the author's own voice
    mode: Mode
    cue: Spans = ()  # only where `sources` is empty: the cue of an attribution whose source could not be told
    within: str | None = None
    certainty: Certainty = "certain"
    polarity: Polarity = "positive"
    markers: Spans = ()
    asserted_by: tuple[Commitment, ...] = ()
    time: Time | None = None
    entities: tuple[str, ...] = ()
    confidence: float = 1.0

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "spans": _spans(self.spans),
            "sources": [source.to_dict() for source in self.sources],
            "mode": self.mode,
            "cue": _spans(self.cue),
            "within": self.within,
            "certainty": self.certainty,
            "polarity": self.polarity,
            "markers": _spans(self.markers),
            "asserted_by": list(self.asserted_by),
            "time": self.time.to_dict() if self.time else None,
            "entities": list(self.entities),
            "confidence": round(self.confidence, 3),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where an entity is meant, by its name, a description or a pronoun."""

    span: Span
    type: MentionType

    def to_dict(self) -> dict[str, Any]:
        return {"span": _span(self.span), "type": self.type}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, body or place and every place in the text where it is mentioned."""

    id: str
    name: str
    kind: EntityKind
    mentions: tuple[Mention, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "mentions": [mention.to_dict() for mention in self.mentions],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Everything one report claims."""

    report: Report
    claims: tuple[Claim, ...]
    figures: tuple[Figure, ...] = ()
    entities: tuple[Entity, ...] = ()
    dates: tuple[Time, ...] = ()
    hedges: Spans = ()  # words anywhere in the text that leave something open: "may", "allegedly"
    problems: tuple[Problem, ...] = ()
    generator: str = ""

    def chain(self, claim: Claim) -> tuple[str, ...]:
        """Names of the sources of `claim`, outermost first; empty for the author's own voice."""
        return tuple(source.name for source in claim.sources)

    def words(self, spans: Spans) -> str:
        """The characters of `spans`, gaps shown as an ellipsis."""
        return " … ".join(self.report.text[a:b] for a, b in spans)

    def to_dict(self) -> dict[str, Any]:
        """Ledger format 1; the same report, options and version give the same dictionary, key order included."""
        return {
            "format": FORMAT,
            "generator": self.generator,
            "report": self.report.to_dict(),
            "claims": [claim.to_dict() for claim in self.claims],
            "figures": [figure.to_dict() for figure in self.figures],
            "entities": [entity.to_dict() for entity in self.entities],
            "dates": [date.to_dict() for date in self.dates],
            "hedges": _spans(self.hedges),
            "problems": [problem.to_dict() for problem in self.problems],
        }


# ---------------------------------------------------------------- what goes wrong
class ReportedlyError(Exception):
    """Base of all errors raised on purpose; the message says what to do."""


class Unreadable(ReportedlyError):
    """An input that gives no report: missing, empty, binary, too large.  `where` names it."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where, self.message = where, message

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str]]:
        """So that it comes back from another process as it was."""
        return type(self), (self.where, self.message)


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _spans(spans: Spans) -> list[list[int]]:
    return [[a, b] for a, b in spans]
