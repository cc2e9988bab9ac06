"""A case as a collection for brat: the text of each report, its claims as events, and the configuration to edit them.

A claim is an event `Claim` on its content, with its sources outermost first; a source is a mention of its kind with
its cue; figures and dates stand beside.  `brat_corrections.py` reads back what people changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

from reportedly.comparison import Comparison
from reportedly.export.json_ledger import as_json
from reportedly.export.pieces import Piece, as_utf8, named, storable
from reportedly.model import Certainty, Claim, Figure, Ledger, Measure, Mode, Source, SourceKind, Span, Spans, Time

MODES, CERTAINTIES, MEASURES = get_args(Mode), get_args(Certainty), get_args(Measure)
# What it means that an attribute is not there.
ABSENT: Mapping[str, str] = {"Mode": "indirect", "Certainty": "certain", "Measure": "other"}
KINDS: Mapping[SourceKind, str] = {kind: kind.capitalize() for kind in get_args(SourceKind)}

# What ends a line for Python 2, in which brat is written, and the tab between its columns.
BREAKS = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_PART = re.compile(f"[^{BREAKS}]+")
_BREAK = re.compile(f"[{BREAKS}]")

_SOURCES = "|".join(KINDS.values())
ANNOTATION_CONF = "\n".join(
    (
        "[entities]",
        "!Source",
        *(f"\t{name}" for name in KINDS.values()),
        "Cue",
        "Marker",
        "Figure",
        "Counted",
        "Place",
        "Date",
        "",
        "[relations]",
        f"<SOURCE>={_SOURCES}",
        "CueOf\tArg1:Cue, Arg2:<SOURCE>",
        "Counts\tArg1:Figure, Arg2:Counted",
        "CountedIn\tArg1:Figure, Arg2:Place",
        "PartOf\tArg1:Figure, Arg2:Figure",
        "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>",
        "",
        "[events]",
        f"<SOURCE>={_SOURCES}",
        "Claim\tSource*:<SOURCE>, Cue?:Cue, Within?:Claim, Marker?:Marker, When?:Date, Figure*:Figure",
        "",
        "[attributes]",
        f"Mode\tArg:Claim, Value:{'|'.join(MODES)}",
        f"Certainty\tArg:Claim, Value:{'|'.join(CERTAINTIES)}",
        "Negative\tArg:Claim",
        f"Measure\tArg:Figure, Value:{'|'.join(MEASURES)}",
        "Approximate\tArg:Figure",
        "",
    )
)


def export_brat(ledgers: Iterable[Ledger], comparison: Comparison) -> Iterator[Piece]:  # noqa: ARG001
    """`annotation.conf`, and for each report its text, its annotations, and the ledger to hold corrections against."""
    yield Piece("annotation.conf", ANNOTATION_CONF.encode())
    for name, ledger in named(ledgers):
        yield Piece(f"{name}.txt", as_utf8(ledger.report.text))
        yield Piece(f"{name}.ann", Annotations(ledger).written().encode())
        yield Piece(f"{name}.ledger.json", (as_json(ledger) + "\n").encode())


class Annotations:
    """The lines of one `.ann` file; things that are the same in all that is shown are written once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._text = ledger, storable(ledger.report.text)
        self._lines: list[str] = []
        self._counts: dict[str, int] = {}
        self._known: dict[Any, str] = {}
        self._events = event_ids(ledger)
        self._figures: dict[str, str] = {}
        for figure in ledger.figures:
            self._figure(figure)
        for figure in ledger.figures:
            if figure.id in self._figures and figure.subset_of in self._figures:
                self._relation("PartOf", self._figures[figure.id], self._figures[figure.subset_of])
        for date in ledger.dates:
            self._date(date)
        for claim in ledger.claims:
            if claim.id in self._events:
                self._claim(claim)

    def written(self) -> str:
        return "".join(f"{line}\n" for line in self._lines)

    # ------------------------------------------------------------ claims
    def _claim(self, claim: Claim) -> None:
        event = self._events[claim.id]
        trigger = self._marked("Claim", claim.spans)
        unmarked = []
        arguments = []
        for position, source in enumerate(claim.sources, start=1):
            marked = self._source(source)
            if marked is None:
                unmarked.append({"at": position, **source.to_dict()})
            else:
                arguments.append(("Source", marked))
        arguments += [(role, one) for role, one in self._beside(claim) if one is not None]
        figures = [
            self._figures[one.id] for one in self._ledger.figures if one.claim == claim.id if one.id in self._figures
        ]
        arguments += [("Figure", one) for one in figures]
        self._lines.append(f"{event}\tClaim:{trigger} {' '.join(numbered(arguments))}".rstrip())
        if claim.mode != ABSENT["Mode"]:
            self._attribute("Mode", event, claim.mode)
        if claim.certainty != ABSENT["Certainty"]:
            self._attribute("Certainty", event, claim.certainty)
        if claim.polarity == "negative":
            self._attribute("Negative", event)
        if unmarked:
            self._note(event, as_note(unmarked))

    def _beside(self, claim: Claim) -> Iterator[tuple[str, str | None]]:
        yield "Cue", self._once("Cue", claim.cue)
        yield "Within", self._events.get(claim.within or "")
        yield "Marker", self._once("Marker", claim.markers)
        yield "When", self._date(claim.time) if claim.time else None

    def _source(self, source: Source) -> str | None:
        """A source that stands in the text; None for one that is only meant there, or where brat cannot mark it."""
        if source.mention is None or not markable(self._text, (source.mention,)):
            return None
        if source.cue and whole(self._text, marks(self._text, source.cue)) != source.cue:
            return None  # brat would show another cue than the ledger has
        key = ("source", source)
        if key not in self._known:
            marked = self._marked(KINDS[source.kind], (source.mention,))
            self._known[key] = marked
            words = self._text[slice(*source.mention)]
            if storable(source.name) != words or whole(self._text, marks(self._text, (source.mention,))) != (
                source.mention,
            ):
                self._note(marked, as_note(source.name))
            if source.cue:
                cue = self._marked("Cue", source.cue)
                self._relation("CueOf", cue, marked)
        return self._known[key]

    # ------------------------------------------------------------ figures and dates
    def _figure(self, figure: Figure) -> None:
        marked = self._once("Figure", (figure.span,), figure.id)
        if marked is None:
            return
        self._figures[figure.id] = marked
        if figure.measure != ABSENT["Measure"]:
            self._attribute("Measure", marked, figure.measure)
        if figure.approximate:
            self._attribute("Approximate", marked)
        self._note(marked, value_of(figure))
        counted = self._once("Counted", (figure.of_span,)) if figure.of_span else None
        place = self._once("Place", (figure.place.span,)) if figure.place else None
        if counted:
            self._relation("Counts", marked, counted)
        if place:
            self._relation("CountedIn", marked, place)

    def _date(self, date: Time) -> str | None:
        marked = self._once("Date", (date.span,), date.start, date.end)
        if marked and (marked, "days") not in self._known and (date.start or date.end):
            self._known[marked, "days"] = marked
            self._note(marked, f"{date.start or '..'}/{date.end or '..'}")
        return marked

    # ------------------------------------------------------------ lines
    def _once(self, type_: str, spans: Spans, *more: str | None) -> str | None:
        """A mark that is shared by all who need the same; None where brat cannot show it."""
        if not markable(self._text, spans):
            return None
        key = (type_, spans, more)
        if key not in self._known:
            self._known[key] = self._marked(type_, spans)
        return self._known[key]

    def _marked(self, type_: str, spans: Spans) -> str:
        mark, parts = self._next("T"), marks(self._text, spans)
        words = " ".join(self._text[start:end] for start, end in parts)
        self._lines.append(f"{mark}\t{type_} {';'.join(f'{start} {end}' for start, end in parts)}\t{words}")
        return mark

    def _relation(self, type_: str, a: str, b: str) -> None:
        self._lines.append(f"{self._next('R')}\t{type_} Arg1:{a} Arg2:{b}")

    def _attribute(self, type_: str, of: str, value: str = "") -> None:
        self._lines.append(f"{self._next('A')}\t{type_} {of} {value}".rstrip())

    def _note(self, on: str, words: str) -> None:
        self._lines.append(f"{self._next('#')}\tAnnotatorNotes {on}\t{words}")

    def _next(self, letter: str) -> str:
        self._counts[letter] = self._counts.get(letter, 0) + 1
        return f"{letter}{self._counts[letter]}"


def event_ids(ledger: Ledger) -> dict[str, str]:
    """The event of each claim that brat can show, E1 for the first of the ledger: how corrections find their claim."""
    text = storable(ledger.report.text)
    return {
        claim.id: f"E{number}" for number, claim in enumerate(ledger.claims, start=1) if markable(text, claim.spans)
    }


def numbered(arguments: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Arguments as brat numbers them: Source:T1 Source2:T2 Source3:T3."""
    met: dict[str, int] = {}
    for role, one in arguments:
        met[role] = met.get(role, 0) + 1
        yield f"{role}{met[role] if met[role] > 1 else ''}:{one}"


# ---------------------------------------------------------------- spans
def marks(text: str, spans: Spans) -> Spans:
    """Spans as brat can hold them: in order, apart from one another, none over the end of a line."""
    parts: list[Span] = []
    for start, end in sorted(spans):
        begin = max(start, parts[-1].end) if parts else start
        parts += [Span(*one.span()) for one in _PART.finditer(text, begin, max(begin, end))]
    return tuple(parts)


def markable(text: str, spans: Spans) -> bool:
    return bool(marks(text, spans))


def whole(text: str, parts: Spans) -> Spans:
    """Spans again: parts with nothing but ends of lines between them are one."""
    out: list[Span] = []
    for start, end in sorted(parts):
        if out and not _PART.search(text, out[-1].end, start):
            out[-1] = Span(out[-1].start, max(end, out[-1].end))
        else:
            out.append(Span(start, end))
    return tuple(out)


# ---------------------------------------------------------------- notes
def as_note(value: Any) -> str:
    """A text as it is where it fits into a line, else as JSON, which begins with a quotation mark or a bracket."""
    if (
        isinstance(value, str)
        and value.strip() == value
        and value
        and value[0] not in '"['
        and not _BREAK.search(value)
    ):
        return storable(value)
    written = storable(json.dumps(value, ensure_ascii=False))
    return _BREAK.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def value_of(figure: Figure) -> str:
    """What a figure is worth, for people: "low 40, best none, high 50, USD"."""
    if figure.vague is not None:
        return as_note(f"vague: {figure.vague}")
    bounds = (f"{name} {'none' if one is None else one}" for name, one in zip(
        ("low", "best", "high"), (figure.low, figure.best, figure.high), strict=True
    ))  # fmt: skip
    return as_note(", ".join((*bounds, *([figure.unit] if figure.unit else []))))
