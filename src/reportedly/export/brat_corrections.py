"""Reads back what people changed in a brat collection: which claims they corrected, took out and added."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from reportedly.export.brat import ABSENT, CERTAINTIES, KINDS, MODES, Annotations, event_ids, whole
from reportedly.export.pieces import as_utf8, storable
from reportedly.model import Claim, Commitment, Ledger, ReportedlyError, Source, SourceKind, Span, Spans, Time

KIND_OF: Mapping[str, SourceKind] = {name: kind for kind, name in KINDS.items()}
NOTES = "AnnotatorNotes"
READ_BACK = ("T", "E", "R", "A", "#")
SHOWN = 40  # characters of a text in a complaint

_SPAN = re.compile(r"(\d+) (\d+)")
_ROLE = re.compile(r"([A-Za-z_-]+?)(\d*)")


class Drifted(ReportedlyError):
    """A text or annotations that are not of the report as the case has it; nothing of them is taken over."""


class Mark(NamedTuple):
    type: str
    spans: Spans


@dataclass(slots=True)
class Lines:
    """The lines of an `.ann` file by what they are, and what could not be read in it."""

    marks: dict[str, Mark] = field(default_factory=dict)
    events: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = field(default_factory=dict)  # trigger, arguments
    cues: dict[str, list[str]] = field(default_factory=dict)  # source -> cues
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    beside: set[tuple[str, ...]] = field(default_factory=set)  # what is said of figures, for telling changes
    complaints: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person made of one claim."""

    what: Literal["corrected", "rejected", "added"]
    before: Claim | None  # as the machine has it; None where it was added
    claim: Claim | None  # as the person has it; None where it was rejected
    within: Spans | None = None  # the content of the claim that holds this one

    def subject(self, ledger: Ledger) -> dict[str, Any]:
        """What was decided on: report, spans and chain survive reading again; file and id are for people to read."""
        claim = self.before or self.claim
        if claim is None:
            raise ValueError("a correction is of a claim: give the one before, or the one after it")
        return {
            "report": ledger.report.id,
            "where": storable(ledger.report.where),
            "claim": claim.id,
            "spans": [list(span) for span in claim.spans],
            "sources": [storable(name) for name in ledger.chain(claim)],
        }

    def value(self) -> dict[str, Any]:
        """What was decided: `claim` in ledger format 1, its ids those of the ledger that was exported."""
        return {
            "what": self.what,
            "by_way_of": "brat",
            "claim": self.claim.to_dict() if self.claim else None,
            "within_spans": None if self.within is None else [list(span) for span in self.within],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What came back for one report, and what of it could not be taken over."""

    corrections: tuple[Correction, ...]
    complaints: tuple[str, ...]


def corrections_in(written: str, text: bytes, ledger: Ledger) -> Corrected:
    """Holds `written`, an `.ann` file, and `text`, its `.txt`, against the ledger they were exported from.

    Raises `Drifted` where the text is not the report's, or a mark does not hold the words that it says it does.
    """
    check_text(text, ledger)
    shown = storable(ledger.report.text)
    theirs, ours = lines_of(written, shown), lines_of(Annotations(ledger).written(), shown)
    complaints = list(theirs.complaints)
    of_claims = days_of_claims(theirs) | days_of_claims(ours)  # these are read back with their claims
    if any(one[0] not in of_claims for one in theirs.beside ^ ours.beside):
        complaints.append("figures or dates were changed; only claims, their sources and cues are read back")
    changed = Reading(theirs, ledger).claims(complaints)
    machine = Reading(ours, ledger).claims([])
    of_event = {event: claim for claim in ledger.claims for event in [event_ids(ledger).get(claim.id)] if event}
    return Corrected(
        corrections=tuple(differences(machine, changed, of_event)), complaints=tuple(dict.fromkeys(complaints))
    )


def days_of_claims(lines: Lines) -> set[str]:
    return {of for _, arguments in lines.events.values() for role, of in arguments if role == "When"}


def check_text(text: bytes, ledger: Ledger) -> None:
    ours = as_utf8(ledger.report.text)
    if text == ours:
        return
    try:
        theirs = text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Drifted(f"the .txt is no longer UTF-8 ({error.reason} at byte {error.start})") from error
    if theirs.replace("\r\n", "\n") == storable(ledger.report.text).replace("\r\n", "\n"):
        raise Drifted(
            "the line ends of the .txt were changed, so that no offset is certain; put the exported .txt back"
        )
    pairs = zip(theirs, storable(ledger.report.text), strict=False)
    first = next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(theirs), len(ledger.report.text)))
    raise Drifted(
        f"the .txt is not the text of the report from character {first} on "
        f"({len(theirs)} characters, the report has {len(ledger.report.text)}); put the exported .txt back"
    )


# ---------------------------------------------------------------- lines
def lines_of(written: str, text: str) -> Lines:
    found = Lines()
    drifted = []
    for number, line in enumerate(written.split("\n"), start=1):
        if not line.strip():
            continue
        id_, _, rest = line.rstrip("\r").partition("\t")
        try:
            take(found, id_, rest, text)
        except Drifted as error:
            drifted.append(f"line {number}: {error}")
        except (ValueError, IndexError):
            found.complaints.append(f"line {number} cannot be read: {line[:SHOWN]}")
    if drifted:
        more = f" (and {len(drifted) - 1} more)" if len(drifted) > 1 else ""
        raise Drifted(f"{drifted[0]}{more}")
    return found


def take(found: Lines, id_: str, rest: str, text: str) -> None:
    """One line; raises `ValueError` for one that is not of brat's format, or of a kind that is not read."""
    data, _, tail = rest.partition("\t")
    match id_[:1]:
        case "T":
            found.marks[id_] = mark_of(id_, data, tail, text)
            if found.marks[id_].type in ("Figure", "Date"):
                found.beside.add((id_, str(found.marks[id_])))
        case "E":
            event, *arguments = data.split()
            if not event.startswith("Claim:"):
                raise ValueError(event)
            found.events[id_] = (event.partition(":")[2], tuple(map(argument, arguments)))
        case "R":
            type_, one, other = data.split()
            a, b = one.removeprefix("Arg1:"), other.removeprefix("Arg2:")
            if type_ == "CueOf":
                found.cues.setdefault(b, []).append(a)
            else:
                found.beside.add((type_, a, b))
        case "A" | "M":
            type_, of, *value = data.split()
            found.attributes[of, type_] = value[0] if value else "yes"
            if of.startswith("T"):
                found.beside.add((type_, of, *value))
        case "#":
            type_, of = data.split()
            if type_ == NOTES:
                found.notes[of] = tail
        case _:
            raise ValueError(id_)


def mark_of(id_: str, data: str, words: str, text: str) -> Mark:
    type_, _, where = data.partition(" ")
    parts = [_SPAN.fullmatch(one.strip()) for one in where.split(";")]
    spans = tuple(Span(int(one[1]), int(one[2])) for one in parts if one)
    if len(spans) != len(parts):
        raise ValueError(data)
    outside = [span for span in spans if not 0 <= span.start < span.end <= len(text)]
    if outside:
        raise Drifted(f"{id_} is at {outside[0].start} to {outside[0].end}, outside the text ({len(text)} characters)")
    there = [text[start:end] for start, end in spans]
    if words not in (" ".join(there), "".join(there)):
        raise Drifted(
            f"{id_} says {words[:SHOWN]!r} for {spans[0].start} to {spans[-1].end}, "
            f"but there the text has {' '.join(there)[:SHOWN]!r}"
        )
    return Mark(type_, spans)


def argument(written: str) -> tuple[str, str]:
    role, of = written.split(":")
    return role, of


# ---------------------------------------------------------------- claims
@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A claim as brat shows it; `within` is an event."""

    event: str
    claim: Claim
    within: str | None


class Reading:
    """The claims behind the lines of an `.ann` file."""

    def __init__(self, lines: Lines, ledger: Ledger) -> None:
        self._lines, self._text = lines, ledger.report.text
        self._dates = {(date.span.start, date.span.end): date for date in ledger.dates}
        self._dates |= {tuple(c.time.span): c.time for c in ledger.claims if c.time}  # type: ignore[misc]

    def claims(self, complaints: list[str]) -> dict[str, Seen]:
        """By event; what is wrong with one is told, and the claim left out."""
        out = {}
        for event in self._lines.events:
            try:
                out[event] = self._claim(event)
            except (KeyError, ValueError, TypeError) as error:
                complaints.append(f"the claim {event} cannot be read ({error})")
        return out

    def _claim(self, event: str) -> Seen:
        trigger, arguments = self._lines.events[event]
        roles = by_role(arguments)
        certainty = self._attribute(event, "Certainty", CERTAINTIES)
        mode = self._attribute(event, "Mode", MODES)
        within = roles.get("Within")
        claim = Claim(
            id=event,
            spans=self._spans(trigger),
            sources=tuple(self._sources(event, roles.get("Source", []))),
            mode=mode,  # type: ignore[arg-type]
            cue=self._spans(*roles.get("Cue", [])),
            certainty=certainty,  # type: ignore[arg-type]
            polarity="negative" if (event, "Negative") in self._lines.attributes else "positive",
            markers=self._spans(*roles.get("Marker", [])),
            time=self._time(roles.get("When", [])),
        )
        return Seen(event=event, claim=claim, within=within[0] if within else None)

    def _sources(self, event: str, marked: Iterable[str]) -> list[Source]:
        sources = [self._source(one) for one in marked]
        for place, source in sorted(unmarked_in(self._lines.notes.get(event, ""), len(self._text)), key=itemgetter(0)):
            sources.insert(place - 1, source)
        return sources

    def _source(self, mark: str) -> Source:
        type_ = self._lines.marks[mark].type
        if type_ not in KIND_OF:
            raise ValueError(f"{mark} is a {type_}, not a source")
        parts = self._spans(mark)
        mention = Span(parts[0].start, parts[-1].end)
        name = text_of(self._lines.notes.get(mark, "")) if mark in self._lines.notes else None
        return Source(
            name=self._text[slice(*mention)] if name is None else name,
            kind=KIND_OF[type_],
            mention=mention,
            cue=self._spans(*self._lines.cues.get(mark, [])),
        )

    def _time(self, marks: list[str]) -> Time | None:
        if not marks:
            return None
        spans = self._spans(marks[0])
        span = Span(spans[0].start, spans[-1].end)
        return self._dates.get((span.start, span.end)) or Time(span=span, start=None, end=None)

    def _spans(self, *marks: str) -> Spans:
        parts = [span for mark in marks for span in self._lines.marks[mark].spans]
        return whole(storable(self._text), tuple(parts))

    def _attribute(self, event: str, name: str, values: tuple[str, ...]) -> str:
        value = self._lines.attributes.get((event, name), ABSENT[name])
        if value not in values:
            raise ValueError(f"{name} is {value!r}, but may be {', '.join(values)}")
        return value


def by_role(arguments: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The arguments of each role in the order of their numbers: Source, Source2, Source3."""
    out: dict[str, list[tuple[int, str]]] = {}
    for role, of in arguments:
        found = _ROLE.fullmatch(role)
        if found is None:
            raise ValueError(f"the role {role!r}")
        out.setdefault(found[1], []).append((int(found[2] or 1), of))
    return {role: [of for _, of in sorted(numbered)] for role, numbered in out.items()}


def text_of(note: str) -> str:
    """A text back from `as_note`; what a person typed stays as typed."""
    if note.startswith('"'):
        try:
            value = json.loads(note)
        except (ValueError, RecursionError):
            return note
        return value if isinstance(value, str) else note
    return note.strip()


def unmarked_in(note: str, length: int) -> list[tuple[int, Source]]:
    """The sources of a claim that brat cannot mark, each with its place in the chain; other words hold none.

    Raises `ValueError` for a list that is not what was exported.
    """
    if not note.startswith("["):
        return []
    try:
        value = json.loads(note)
    except (ValueError, RecursionError):
        return []
    try:
        return [(int(one["at"]), unmarked(one, length)) for one in value]
    except (KeyError, TypeError) as error:
        raise ValueError("its note begins with a bracket but is no list of sources") from error


def unmarked(one: Mapping[str, Any], length: int) -> Source:
    name, kind = one["name"], one["kind"]
    if not isinstance(name, str) or kind not in KINDS:
        raise ValueError(f"its note has a source of the kind {kind!r}; there are {', '.join(KINDS)}")
    mention = Span(*one["mention"]) if one.get("mention") else None
    cue = tuple(Span(*span) for span in one.get("cue", ()))
    for start, end in (*cue, *([mention] if mention else [])):
        if not 0 <= start <= end <= length:
            raise ValueError(f"its note has a span from {start} to {end}, outside the text")
    return Source(name=name, kind=kind, mention=mention, cue=cue)


# ---------------------------------------------------------------- what is different
def differences(
    machine: Mapping[str, Seen], theirs: Mapping[str, Seen], of_event: Mapping[str, Claim]
) -> Iterator[Correction]:
    """By the order of the text: what was corrected or rejected, then what was added."""
    for event, before in of_event.items():
        seen, ours = theirs.get(event), machine[event]
        if seen is None or not touches(seen.claim.spans, ours.claim.spans):  # a number that brat gave again
            yield Correction(what="rejected", before=before, claim=None)
        elif (changed := corrected(before, ours, seen, of_event)) is not None:
            yield Correction(what="corrected", before=before, claim=changed, within=content_of(seen.within, theirs))
    last = max((int(event[1:]) for event in of_event), default=0)
    for event, seen in theirs.items():
        known = machine.get(event)
        if known is None or not touches(seen.claim.spans, known.claim.spans):
            last += 1
            within = of_event.get(seen.within or "")
            claim = replace(
                seen.claim,
                id=f"c{last}",
                within=within.id if within else None,
                asserted_by=commitments(None, seen.claim),
            )
            yield Correction(what="added", before=None, claim=claim, within=content_of(seen.within, theirs))


def corrected(before: Claim, ours: Seen, seen: Seen, of_event: Mapping[str, Claim]) -> Claim | None:
    """The machine's claim with what a person changed in it, and nothing else; None where that is nothing."""
    names = ("spans", "sources", "mode", "cue", "certainty", "polarity", "markers", "time")
    changes = {
        name: getattr(seen.claim, name) for name in names if getattr(seen.claim, name) != getattr(ours.claim, name)
    }
    if seen.within != ours.within:
        holder = of_event.get(seen.within or "")
        changes["within"] = holder.id if holder else None
    if not changes:
        return None
    if "sources" in changes:
        changes["sources"] = tuple(like(one, before.sources) for one in changes["sources"])
    claim = replace(before, **changes)
    if changes.keys() & {"sources", "certainty", "polarity"}:
        claim = replace(claim, asserted_by=commitments(before, claim))
    return claim


def like(source: Source, known: Iterable[Source]) -> Source:
    """A source with the entity of the one that it was, where only its cue or its place was changed."""
    same = next((one for one in known if (storable(one.name), one.kind) == (source.name, source.kind)), None)
    return source if same is None else replace(source, name=same.name, entity=same.entity)


def commitments(before: Claim | None, claim: Claim) -> tuple[Commitment, ...]:
    """How far each source stands behind a claim: the innermost as the claim has it, others as before or unknown."""
    if not claim.sources:
        return ()
    pairs = zip(before.sources, before.asserted_by, strict=False) if before else ()
    known = {(source.name, source.kind): commitment for source, commitment in pairs}
    outer: list[Commitment] = [known.get((source.name, source.kind), "unknown") for source in claim.sources[:-1]]
    innermost: Commitment = claim.certainty
    if before and before.sources and like_before(before, claim) and before.asserted_by:
        innermost = before.asserted_by[-1]
    return (*outer, innermost)


def like_before(before: Claim, claim: Claim) -> bool:
    """Whether the originator and what he thinks of the claim are what they were."""
    said = (claim.sources[-1].name, claim.certainty, claim.polarity)
    return said == (before.sources[-1].name, before.certainty, before.polarity)


def content_of(event: str | None, seen: Mapping[str, Seen]) -> Spans | None:
    return seen[event].claim.spans if event in seen else None  # type: ignore[index]


def touches(a: Spans, b: Spans) -> bool:
    return any(one.start < other.end and other.start < one.end for one in a for other in b)
