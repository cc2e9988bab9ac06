"""The plug points, on one page: what a loader, a parser, an engine, an exporter and a case store must do.

Each has one contract suite in tests/contracts/ that runs over every implementation.  An implementation is one file and
one line in the table of its folder.  Behind the plug points stand the nouns that a case store takes and gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from reportedly.model import (
    Certainty,
    Commitment,
    Interval,
    Ledger,
    Loaded,
    Measure,
    Number,
    Parsed,
    Polarity,
    ReportedlyError,
    Span,
)

In = TypeVar("In")
Out = TypeVar("Out")


class Loader(Protocol):
    """Bytes to a report.

    Raises `Unreadable` where there is no report in the bytes; lesser trouble (a guessed encoding, characters that
    could not be read) comes back as problems beside the report.  Never touches the network.
    """

    def __call__(self, raw: bytes, where: str) -> Loaded: ...


class Parser(Protocol):
    """A text to what the reader model sees in it: pure, total, deterministic; any string gives spans inside it."""

    def __call__(self, text: str) -> Parsed: ...


class Engine(Protocol):
    """Runs the work over many inputs; answers stream out in the order of the inputs, memory stays bounded.

    An input that the work itself did not survive comes back as `Lost`, and the run goes on.
    """

    def __call__(self, work: Callable[[In], Out], inputs: Iterable[In]) -> Iterator[Out | Lost]: ...


class Exporter(Protocol):
    """Ledgers to text, a piece at a time; the same ledgers give the same characters."""

    def __call__(self, ledgers: Iterable[Ledger]) -> Iterator[str]: ...


class CaseStore(Protocol):
    """Keeps the reports of one case, what was found out by machine and what people decided, and finds them again.

    Reports are named by their id and come in the order in which they were added.  Whatever a method writes is on disk
    when it returns, or nothing of it is.  Raises `CaseError` where the case cannot be read or written, and `NotInCase`
    for a report that is not in it.  An iterator may be left half used, and the store written to meanwhile.
    """

    # ---------------------------------------------------------------- reports and their ledgers
    def keep(
        self, ledger: Ledger, *, raw: bytes, reader: str, at: str, known: Json = None, again: bool = False
    ) -> bool:
        """Keeps a ledger and the bytes that it was read from; False where the report is there already.

        With `again` it replaces what the machine made of that report before: its ledger, and all that `index`,
        `remember` and `remember_pair` kept of it.  What people decided stays.  `reader` names the model, `at` is the
        time of reading, `known` what somebody said of the report beside its bytes (see `seen`).  Raises `ValueError`
        where the id of the report is not that of `raw`.
        """
        ...

    def kept(self, report: str) -> Kept | None:
        """What is known of a report; None where it is not in the case."""
        ...

    def reports(self) -> Iterator[Kept]: ...

    def ledgers(self) -> Iterator[Ledger]: ...

    def ledger(self, report: str) -> Ledger: ...

    def raw(self, report: str) -> bytes: ...

    def saw(self, report: str, *, where: str, known: Json, at: str) -> bool:
        """Notes that the bytes of a kept report were met at a place, and what was said of them there.

        False where just that was noted before; something else said at the same place takes its place.
        """
        ...

    def seen(self, report: str) -> tuple[Sighting, ...]:
        """All places where the bytes of a report were met, the first one first."""
        ...

    def versions(self, report: str) -> tuple[Kept, ...]:
        """All reports of the same address, itself among them, the earlier ones first; alone where it has no address."""
        ...

    def revision(self) -> int:
        """A number that grows with every report kept or replaced: what was made at the same revision is up to date."""
        ...

    # ---------------------------------------------------------------- what machines made of them
    def index(self, report: str, kind: str, keys: Iterable[tuple[Key, int]]) -> None:
        """Keeps (key, position) pairs of a report, for `lookup`; replaces those of the same kind."""
        ...

    def indexed(self, report: str, kind: str) -> tuple[tuple[Key, int], ...] | None:
        """The pairs of one report as they were kept; None where none were, which is not the same as no pairs."""
        ...

    def lookup(self, kind: str, keys: Iterable[Key], *, common: int | None = None) -> Iterator[Posting]:
        """Every report and position of each key, by key in the order given, then by report.

        A key found at more than `common` places is boilerplate and gives nothing.
        """
        ...

    def remember(self, kind: str, report: str | None, value: Json) -> None:
        """Keeps one result of a kind for a report, or for the whole case (None, which reading again leaves alone)."""
        ...

    def recall(self, kind: str, report: str | None) -> Json:
        """What was remembered; None where nothing was."""
        ...

    def recalled(self, kind: str) -> Iterator[tuple[str, Json]]:
        """All that was remembered of a kind, report by report."""
        ...

    def missing(self, kind: str) -> Iterator[str]:
        """The reports of which nothing of this kind is remembered: those still to be done."""
        ...

    def remember_pair(self, kind: str, a: str, b: str, value: Json) -> None:
        """Keeps what comparing two reports gave; (a, b) is not (b, a)."""
        ...

    def pairs(self, kind: str, report: str | None = None) -> Iterator[tuple[str, str, Json]]:
        """What comparisons gave: all, or those with `report` on either side; by a, then by b."""
        ...

    def forget(self, kind: str) -> None:
        """Drops everything that machines kept under a kind: indexes, results, pairs."""
        ...

    # ---------------------------------------------------------------- what people decided
    def decide(self, kind: str, subject: Json, value: Json, *, who: str, at: str) -> Decision:
        """Keeps a decision for good.

        `subject` should name things by report id and span: those survive reading again, ids of claims may not.
        """
        ...

    def undo(self, decision: int, *, who: str, at: str) -> Decision:
        """Undoes a decision by a new one of the kind "undo"; undoing that one puts it in force again."""
        ...

    def decisions(self, kind: str | None = None, *, undone: bool = False) -> tuple[Decision, ...]:
        """Decisions in force, in the order in which they were made; with `undone` those undone and the undoing too."""
        ...

    # ---------------------------------------------------------------- questions
    def claims(self, asked: Asked, *, limit: int | None = None) -> Iterator[FoundClaim]:
        """Claims by report, then in the order of their ledger."""
        ...

    def figures(self, asked: Asked, *, limit: int | None = None) -> Iterator[FoundFigure]: ...

    def search(self, words: str, *, limit: int | None = None) -> Iterator[FoundReport]:
        """Reports with all of `words` in text, title or outlet; "words in quotes" stand together, wor* begins so."""
        ...

    def sizes(self) -> Sizes: ...

    # ---------------------------------------------------------------- the whole
    def together(self) -> AbstractContextManager[None]:
        """What is written inside is kept together when it ends, or not at all where it raises."""
        ...

    def damage(self) -> Iterator[Damage]:
        """Checks every hash, span and row; nothing where all is sound.

        Raises `ReadOnlyCase` behind the rest where the indexes cannot be checked without writing.
        """
        ...

    def close(self) -> None: ...


# ---------------------------------------------------------------- what an engine gives
@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """An input over which a worker died or took too long; `why` says how."""

    input: Any
    why: str


# ---------------------------------------------------------------- what a case store takes and gives
Json = Any  # what json.dumps takes, tuples left out
Key = int | str  # of an index; whole numbers from -2**63 to 2**63 - 1


class CaseError(ReportedlyError):
    """A case that cannot be opened, read or written; the message says why and what to do."""


class ReadOnlyCase(CaseError):
    """A case that may be read but not written."""


class DamagedCase(CaseError):
    """A case whose file is no longer what was written."""


class NotInCase(CaseError):
    """A report that is not in the case."""


class Posting(NamedTuple):
    """Where a key of an index occurs."""

    report: str
    key: Key
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A report of the case, without its text."""

    number: int  # the order of adding, from 1
    id: str
    where: str
    outlet: str | None
    title: str | None
    url: str | None
    published: str | None
    language: str | None
    added: str  # when it came into the case, ISO 8601
    read: str  # when it was last read
    generator: str  # what read it, with its version: "reportedly 0.1.0"
    reader: str  # the model that read it
    claims: int
    figures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A place where the bytes of a report were met, and what was said of it there."""

    where: str
    at: str
    known: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided."""

    id: int
    at: str
    who: str
    kind: str
    subject: Json
    value: Json
    undone_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What claims and figures are asked for; None: it does not matter."""

    report: str | None = None  # id
    outlet: str | None = None  # its whole name, whatever the case of its letters
    since: str | None = None  # day of publication, "2022-01-09"; both ends included
    until: str | None = None
    person: str | None = None  # words of the name of a source, or of somebody the claim is about
    place: str | None = None  # words of the name of a place the claim is about, or where the figure counts
    certainty: Certainty | None = None
    measure: Measure | None = None  # figures only
    text: str | None = None  # words of the claim, as `search` takes them


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClaim:
    """A claim as a list shows it."""

    report: str
    id: str
    where: str
    outlet: str | None
    published: str | None
    words: str
    start: int
    end: int
    chain: tuple[str, ...]  # outermost first
    certainty: Certainty
    polarity: Polarity
    asserted_by: tuple[Commitment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFigure:
    """A figure as a list shows it."""

    report: str
    id: str
    where: str
    outlet: str | None
    published: str | None
    words: str
    start: int
    end: int
    low: Number | None
    best: Number | None
    high: Number | None
    vague: str | None
    measure: Measure
    of: str | None
    place: str | None
    as_of: Interval | None
    claim: str | None
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundReport:
    """A report that holds the words searched for; `span` is their first place in its text, None if not in there."""

    report: Kept
    span: Span | None
    around: str  # the words around it, or the beginning of the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is in the case."""

    reports: int
    claims: int
    figures: int
    decisions: int


DamageKind = Literal["file", "bytes", "text", "ledger", "span", "rows", "index", "decision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Something in the case that is not as it was kept."""

    kind: DamageKind
    report: str | None
    message: str
