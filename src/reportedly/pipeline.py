"""The path of a report: load, parse, extract, keep, compare.  Everything that reads a report comes through here."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from importlib import resources
from itertools import product
from pathlib import Path
from typing import Literal

from reportedly import __version__
from reportedly.case import comparison_from
from reportedly.compare import compare
from reportedly.compare.cyrillic import names_of
from reportedly.compare.people import Judgement
from reportedly.comparison import Comparison
from reportedly.engines.serial import run_serially
from reportedly.extract import extract
from reportedly.interfaces import CaseError, CaseStore, Engine, Json, Kept
from reportedly.load import id_of, load_bytes, read_bytes_of
from reportedly.load.jsonl import Line, holds_many, is_line, lines_of, load_json_line
from reportedly.load.language import NAMES, Language, identify_language
from reportedly.model import Entity, Ledger, Loaded, Problem, Report, Unreadable
from reportedly.parse import parse

COMPARED = "comparison"  # what a case keeps the last comparison as
GENERATOR = f"reportedly {__version__}"
READS = {"en": "English"}  # languages the shipped reader was trained on


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a person knows of a report that its file may not say; wins over what was found in the file."""

    outlet: str | None = None
    published: str | None = None  # ISO 8601: "2022-01-10" or "2022-01-10T06:30:00Z"
    title: str | None = None
    url: str | None = None
    language: str | None = None  # ISO 639-1: "en"; told from the text where it is not known


NOTHING_KNOWN = Known()


def read(path: str | Path, *, known: Known = NOTHING_KNOWN) -> Ledger:
    """Reads one file, plain text or an HTML page, and gives its ledger.

    Raises `Unreadable` where the file holds no report: missing, empty, binary, too large.
    """
    where = str(path)
    return read_bytes(read_bytes_of(where), where=where, known=known)


def read_bytes(raw: bytes, *, where: str, known: Known = NOTHING_KNOWN) -> Ledger:
    """Reads a report from its raw bytes; `where` says where they are from and its ending how to load them."""
    return ledger_of(with_known(load_bytes(raw, where), known))


def read_text(text: str, *, where: str = "text", known: Known = NOTHING_KNOWN) -> Ledger:
    """Reads a text that is already at hand; its id is the SHA-256 of its UTF-8 bytes."""
    raw = text.encode("utf-8", "surrogatepass")
    report = Report(id="sha256:" + hashlib.sha256(raw).hexdigest(), where=where, text=text)
    return ledger_of(with_known(Loaded(report=report), known))


def read_many(
    paths: Iterable[str | Path], *, known: Known = NOTHING_KNOWN, engine: Engine = run_serially
) -> Iterator[Ledger | Unreadable]:
    """Ledgers of many files, one at a time and in order; a file that gives no report comes as its `Unreadable`."""
    return engine(partial(read_or_say_why_not, known=known), map(str, paths))


def read_or_say_why_not(path: str, *, known: Known) -> Ledger | Unreadable:
    try:
        return read(path, known=known)
    except Unreadable as error:
        return error


def with_known(loaded: Loaded, known: Known) -> Loaded:
    report = loaded.report
    return replace(
        loaded,
        report=replace(
            report,
            outlet=known.outlet or report.outlet,
            published=known.published or report.published,
            title=known.title or report.title,
            url=known.url or report.url,
            language=known.language or report.language,
        ),
    )


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keeps the garbage collector out while one report is read.

    Reading makes many small values and no circles; each walk of the collector goes through all that the host program
    holds, and took 3 % of the time beside a large one.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def ledger_of(loaded: Loaded) -> Ledger:
    """Parses and extracts; a text in a language the reader does not know gives an empty ledger that says so."""
    report, problems = loaded.report, list(loaded.problems)
    language = language_of(report)
    report = replace(report, language=language.code)
    if language.code is not None and language.code not in READS:
        problems.append(
            Problem(stage="language", message=f"this looks like {language.name}; the reader knows only English")
        )
        return Ledger(report=report, claims=(), problems=tuple(problems), generator=GENERATOR)
    if language.code is None:
        problems.append(Problem(stage="language", message="the language could not be told; read as if it were English"))
    with collector_at_rest():
        ledger = extract(report, parse(report.text))
    return replace(ledger, problems=(*problems, *ledger.problems), generator=GENERATOR)


def language_of(report: Report) -> Language:
    """As somebody said it; else as the text shows it."""
    if report.language is None:
        return identify_language(report.text)
    return Language(code=report.language, name=NAMES.get(report.language, f"the language “{report.language}”"))


# ---------------------------------------------------------------- keep
@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of one input of a case."""

    where: str
    how: Literal["new", "again", "there", "unreadable"]
    report: str | None = None  # its id
    why: str | None = None  # it could not be read; or which other file with the same bytes is there already
    problems: tuple[Problem, ...] = ()
    bytes: int = 0


def add_reports(
    store: CaseStore,
    inputs: Iterable[str | Unreadable],
    *,
    now: Callable[[], str],
    known_of: Callable[[str], Known] = lambda _: NOTHING_KNOWN,
    again: bool = False,
) -> Iterator[Added]:
    """Reads files and keeps them in a case, one at a time and in order; each is in the case when its answer comes.

    Bytes that are there already are not read anew, unless more is known of them now or `again` asks for it.
    `known_of` gives what a person knows of an input; `now` is the clock, giving ISO 8601.
    """
    for where in inputs:
        if isinstance(where, Unreadable):
            yield unreadable(where)
            continue
        try:
            for raw in raw_reports(where):
                yield (
                    unreadable(raw)
                    if isinstance(raw, Unreadable)
                    else add(store, raw, known=known_of(where), now=now, again=again)
                )
        except Unreadable as error:
            yield unreadable(error)


def read_again(store: CaseStore, *, now: Callable[[], str]) -> Iterator[Added]:
    """Reads every report of a case anew, from the bytes that it keeps and with what was said of them when added."""
    for kept in store.reports():
        yield add(store, Line(where=kept.where, raw=store.raw(kept.id)), known=NOTHING_KNOWN, now=now, again=True)


def raw_reports(where: str) -> Iterator[Line | Unreadable]:
    """The bytes of each report in a file: one, or one a line."""
    if holds_many(where):
        yield from lines_of(where)
    else:
        yield Line(where=where, raw=read_bytes_of(where))


def unreadable(error: Unreadable) -> Added:
    return Added(where=error.where, how="unreadable", why=error.message)


def add(store: CaseStore, one: Line, *, known: Known, now: Callable[[], str], again: bool) -> Added:
    report, size = id_of(one.raw), len(one.raw)
    kept = store.kept(report)
    if kept is not None and not again and not tells_more(kept, one.where, known):
        same_as = None if kept.where == one.where else kept.where
        store.saw(report, where=one.where, known=said(known), at=now())
        return Added(where=one.where, how="there", report=report, why=same_as, bytes=size)
    known = known if kept is None else both(known, known_before(store, kept))
    try:
        loaded = load_json_line(one.raw, one.where) if is_line(one.where) else load_bytes(one.raw, one.where)
    except Unreadable as error:
        return replace(unreadable(error), bytes=size)
    ledger = ledger_of(with_known(loaded, known))
    before = kept is not None
    new = store.keep(ledger, raw=one.raw, reader=reader_version(), at=now(), known=said(known), again=before)
    how: Literal["new", "again", "there"] = "again" if before else "new" if new else "there"  # somebody was faster
    return Added(where=one.where, how=how, report=report, problems=ledger.problems, bytes=size)


def tells_more(kept: Kept, where: str, known: Known) -> bool:
    """Whether something else is known now of the file than when it was read."""
    return kept.where == where and any(getattr(kept, field) != value for field, value in (said(known) or {}).items())


def known_before(store: CaseStore, kept: Kept) -> Known:
    """What was said of a report at the place that it was read from."""
    return next((Known(**(one.known or {})) for one in store.seen(kept.id) if one.where == kept.where), NOTHING_KNOWN)


def both(known: Known, before: Known) -> Known:
    """What is known now, and what was known before and not said otherwise now."""
    return replace(before, **(said(known) or {}))


def said(known: Known) -> dict[str, str] | None:
    return {field: value for field, value in asdict(known).items() if value} or None


@cache
def reader_version() -> str:
    """The SHA-256 of the reader's own list of sums, which changes with any of its files."""
    sums = (resources.files("reportedly.reader") / "SHA256SUMS").read_bytes()
    return "sha256:" + hashlib.sha256(sums).hexdigest()


# ---------------------------------------------------------------- compare
MERGE, SPLIT = "merge", "split"  # kinds of decisions on who is who
Member = tuple[str, str]  # report, entity of its ledger


def compare_case(store: CaseStore) -> Comparison:
    """All reports of a case held against each other, with what people decided of who is who.

    The case keeps the answer until a report is added or read anew, somebody decides, or the program is another version.
    """
    state = [GENERATOR, store.revision(), store.sizes().reports, [decision.id for decision in store.decisions()]]
    kept = store.recall(COMPARED, None)
    if isinstance(kept, dict) and kept.get("state") == state:
        return comparison_from(kept["comparison"])
    comparison = compare(store.ledgers(), judgements(store))
    try:
        store.remember(COMPARED, None, {"state": state, "comparison": comparison.to_dict()})
    except CaseError:  # read-only, or a full disk: the answer is as good, it is only not kept
        return comparison
    return comparison


def judgements(store: CaseStore) -> Iterator[Judgement]:
    """The decisions on who is who that are in force, as the comparison takes them; of two on one pair the later holds.

    One on names that the reports no longer hold, after reading again, says nothing, and comes back with them.
    """
    for decision in store.decisions():
        if decision.kind not in (MERGE, SPLIT):
            continue
        ones = [member_there(store, one) for one in decision.subject["a"]]
        others = [member_there(store, one) for one in decision.subject["b"]]
        for a, b in product(filter(None, ones), filter(None, others)):
            yield Judgement("merge" if decision.kind == MERGE else "split", a, b)


def place_of(report: str, entity: Entity) -> dict[str, Json]:
    """An entity of a report, so that it is found again when the report was read anew and its id is another."""
    named = [mention for mention in entity.mentions if mention.type == "name"] or list(entity.mentions)
    span = list(named[0].span) if named else None
    return {"report": report, "entity": entity.id, "span": span, "name": entity.name}


def member_there(store: CaseStore, place: Mapping[str, Json]) -> Member | None:
    """The entity at a place as `place_of` gives it: at the same words, else of the same name; None where it is gone."""
    if store.kept(place["report"]) is None:
        return None
    entities = names_of(store.ledger(place["report"]))
    there = [e for e in entities if any(list(m.span) == place["span"] for m in e.mentions)]
    named = [e for e in entities if e.name == place["name"]]
    found = next((e for e in (*there, *named) if e.id == place["entity"]), None) or next(iter((*there, *named)), None)
    return (place["report"], found.id) if found else None
