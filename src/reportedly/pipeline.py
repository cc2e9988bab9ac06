"""The path of a report: load, parse, extract, keep, compare.  Everything that reads a report comes through here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from importlib import resources
from itertools import product
from pathlib import Path
from typing import Literal

from reportedly import __version__
from reportedly.case import KeptComparison, keep_comparison, kept_comparison
from reportedly.case.collector import collector_at_rest
from reportedly.case.corrections import CLAIM, FIGURE, corrected
from reportedly.compare import compare
from reportedly.compare.copies import COPIES
from reportedly.compare.cyrillic import names_of
from reportedly.compare.glance import Glance, glance_of
from reportedly.compare.memory import Memory
from reportedly.compare.outlines import OUTLINES
from reportedly.compare.people import LIKENESSES, TRACES, Judgement, Trace, traces_of
from reportedly.compare.plain_words import CLAIMS
from reportedly.compare.posts import POSTS
from reportedly.comparison import Comparison, Ref
from reportedly.engines.serial import run_serially
from reportedly.engines.turns import with_answers
from reportedly.extract import extract
from reportedly.interfaces import CaseError, CaseStore, Decision, Engine, Json, Kept, Lost
from reportedly.load import (
    AS_NAMED,
    NOTHING_BESIDE,
    Beside,
    Columns,
    Part,
    Passed,
    Piece,
    holds_many,
    id_of,
    is_address,
    load_bytes,
    parts_of,
    provenance_of,
    read_bytes_of,
)
from reportedly.load import Provenance as Provenance  # what `provenance` gives
from reportedly.load.language import NAMES, Language, identify_language
from reportedly.model import Entity, Ledger, Loaded, Problem, Report, Unreadable
from reportedly.parse import parse

BESIDE = "beside"  # under this a sighting has what a web archive or a server said of the bytes
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
    return ledger_of(with_known(loaded_from(raw, where), known))


def read_text(text: str, *, where: str = "text", known: Known = NOTHING_KNOWN) -> Ledger:
    """Reads a text that is already at hand; its id is the SHA-256 of its UTF-8 bytes."""
    raw = text.encode("utf-8", "surrogatepass")
    report = Report(id="sha256:" + hashlib.sha256(raw).hexdigest(), where=where, text=text)
    return ledger_of(with_known(Loaded(report=report), known))


def read_many(
    paths: Iterable[str | Path], *, known: Known = NOTHING_KNOWN, engine: Engine = run_serially
) -> Iterator[Ledger | Unreadable]:
    """Ledgers of many files, in order; a file that gives no report comes as its `Unreadable`.

    `engine` says where they are read: one after the other in this process, or `run_in_processes`.
    """
    for answer in engine(partial(read_or_say_why_not, known=known), map(str, paths)):
        yield Unreadable(answer.input, answer.why) if isinstance(answer, Lost) else answer


def read_or_say_why_not(path: str, *, known: Known) -> Ledger | Unreadable:
    try:
        return read(path, known=known)
    except Unreadable as error:
        return error


def loaded_from(raw: bytes, where: str, *, beside: Beside = NOTHING_BESIDE) -> Loaded:
    """What a loader finds; that it fails is said as of any other file that gives no report, and costs only this one."""
    try:
        return load_bytes(raw, where, beside=beside)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(where, f"it could not be loaded, by a fault of the reader ({fault(error)})") from error


def fault(error: Exception) -> str:
    return f"{type(error).__name__}: {error}; please report it"


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


def ledger_of(loaded: Loaded) -> Ledger:
    """Parses and extracts; a text in a language the reader does not know gives an empty ledger that says so.

    So does a text that the reader fails on: one in thirty thousand did once, and must not cost the others.
    """
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
        try:
            ledger = extract(report, parse(report.text))
        except Exception as error:  # noqa: BLE001 (said in the ledger, whose text is kept)
            message = f"nothing was read, by a fault of the reader ({fault(error)})"
            ledger = Ledger(report=report, claims=(), problems=(Problem(stage="read", message=message),))
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
    how: Literal["new", "again", "there", "unreadable", "passed"]
    report: str | None = None  # its id
    why: str | None = None  # not read, or passed over; or which other file with the same bytes is there already
    problems: tuple[Problem, ...] = ()
    bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRead:
    """A report that is to be read and kept, with what a person knows of it."""

    part: Part
    known: Known
    before: bool  # whether the case has it already, so that it is read again


@dataclass(frozen=True, slots=True, kw_only=True)
class SameBytes:
    """A report with the bytes of one that is being read; what becomes of it is seen when that one is kept."""

    part: Part
    known: Known


Turn = ToRead | SameBytes | Added  # what comes next; of an `Added` everything is known already


def add_reports(
    store: CaseStore,
    inputs: Iterable[str | Unreadable],
    *,
    now: Callable[[], str],
    known_of: Callable[[str], Known] = lambda _: NOTHING_KNOWN,
    again: bool = False,
    fetch: Callable[[str], Iterator[Piece]] | None = None,
    columns: Columns = AS_NAMED,
    engine: Engine = run_serially,
) -> Iterator[Added]:
    """Reads files and keeps them in a case, one at a time and in order; each is in the case when its answer comes.

    Bytes that are there already are not read anew, unless more is known of them now or `again` asks for it.
    `known_of` gives what a person knows of an input; `now` is the clock, giving ISO 8601.  `fetch` gives what is at an
    address of the web; without it addresses are `unreadable`.  `columns` tells how tables name what is read of them:
    {"text": "body"}.  `engine` says where reports are read, not where kept.
    """
    reading: set[str] = set()  # ids of reports under way

    def turns() -> Iterator[tuple[Turn, Turn]]:
        for where in inputs:
            for found in pieces_of(where, fetch, columns):
                turn = next_turn(found, str(where))
                if isinstance(turn, ToRead):
                    reading.add(id_of(turn.part.raw))
                yield turn, turn

    def next_turn(found: Piece, where: str) -> Turn:
        if isinstance(found, Unreadable):
            return unreadable(found)
        if isinstance(found, Passed):
            return Added(where=found.where, how="passed", why=found.message)
        if id_of(found.raw) in reading:
            return SameBytes(part=found, known=known_of(where))
        return turn_of(store, found, known=known_of(where), now=now, again=again)

    for turn, answer in with_answers(engine, read_turn, turns()):
        match turn:
            case Added():
                yield turn
            case SameBytes():
                yield add(store, turn.part, known=turn.known, now=now, again=again)
            case ToRead():
                yield keep_read(store, turn, answer, now=now)
                reading.discard(id_of(turn.part.raw))


def pieces_of(
    where: str | Unreadable, fetch: Callable[[str], Iterator[Piece]] | None, columns: Columns
) -> Iterator[Piece]:
    """What is in an input, and last, where no more is to be had, why not."""
    if isinstance(where, Unreadable):
        yield where
        return
    try:
        yield from raw_reports(where, fetch, columns)
    except Unreadable as error:
        yield error


def read_again(store: CaseStore, *, now: Callable[[], str]) -> Iterator[Added]:
    """Reads every report of a case anew, from the bytes that it keeps and with what was said of them when added."""
    for kept in store.reports():
        part = Part(where=kept.where, raw=store.raw(kept.id), beside=beside_before(store, kept))
        yield add(store, part, known=NOTHING_KNOWN, now=now, again=True)


def raw_reports(where: str, fetch: Callable[[str], Iterator[Piece]] | None, columns: Columns) -> Iterator[Piece]:
    """The bytes of each report in a file: one, or many where it is an archive, a feed, a table."""
    if is_address(where) and fetch is not None:
        yield from fetch(where)
    elif holds_many(where) and not is_address(where):
        yield from parts_of(where, columns=columns)
    else:
        yield Part(where=where, raw=read_bytes_of(where))


def unreadable(error: Unreadable) -> Added:
    return Added(where=error.where, how="unreadable", why=error.message)


def add(store: CaseStore, one: Part, *, known: Known, now: Callable[[], str], again: bool) -> Added:
    turn = turn_of(store, one, known=known, now=now, again=again)
    return keep_read(store, turn, read_turn(turn), now=now) if isinstance(turn, ToRead) else turn


def turn_of(store: CaseStore, one: Part, *, known: Known, now: Callable[[], str], again: bool) -> ToRead | Added:
    """Whether a report is to be read; where the case has it already, that it was met here is noted at once."""
    report = id_of(one.raw)
    kept = store.kept(report)
    if kept is not None and not again and not tells_more(kept, one.where, known):
        same_as = None if kept.where == one.where else kept.where
        store.saw(report, where=one.where, known=noted(known, one.beside), at=now())
        return Added(where=one.where, how="there", report=report, why=same_as, bytes=len(one.raw))
    whole = known if kept is None else both(known, known_before(store, kept))
    return ToRead(part=one, known=whole, before=kept is not None)


def read_turn(turn: Turn) -> Ledger | Unreadable | None:
    """Reads a report, on whatever machine; None where nothing is to be read."""
    if not isinstance(turn, ToRead):
        return None
    try:
        loaded = loaded_from(turn.part.raw, turn.part.where, beside=turn.part.beside)
    except Unreadable as error:
        return error
    return ledger_of(with_known(loaded, turn.known))


def keep_read(
    store: CaseStore, turn: ToRead, answer: Ledger | Unreadable | Lost | None, *, now: Callable[[], str]
) -> Added:
    one, size = turn.part, len(turn.part.raw)
    if not isinstance(answer, Ledger):
        why = answer.why if isinstance(answer, Lost) else answer.message if answer else "it was not read"
        return Added(where=one.where, how="unreadable", why=why, bytes=size)
    beside = noted(turn.known, one.beside)
    new = store.keep(answer, raw=one.raw, reader=reader_version(), at=now(), known=beside, again=turn.before)
    how: Literal["new", "again", "there"] = "again" if turn.before else "new" if new else "there"  # somebody was faster
    return Added(where=one.where, how=how, report=answer.report.id, problems=answer.problems, bytes=size)


def tells_more(kept: Kept, where: str, known: Known) -> bool:
    """Whether something else is known now of the file than when it was read."""
    return kept.where == where and any(getattr(kept, field) != value for field, value in (said(known) or {}).items())


def known_before(store: CaseStore, kept: Kept) -> Known:
    """What was said of a report at the place that it was read from."""
    return Known(**{field: value for field, value in noted_before(store, kept).items() if field != BESIDE})


def beside_before(store: CaseStore, kept: Kept) -> Beside:
    """What the web archive or server that a report came from said of it."""
    return Beside(**noted_before(store, kept).get(BESIDE, {}))


def noted_before(store: CaseStore, kept: Kept) -> Mapping[str, Json]:
    return next((one.known or {} for one in store.seen(kept.id) if one.where == kept.where), {})


def provenance(store: CaseStore, report: str) -> Provenance:
    """Where each paragraph of a report, its title and its dates stand in the raw bytes that the case keeps of it."""
    ledger, kept = store.ledger(report), store.kept(report)
    beside = NOTHING_BESIDE if kept is None else beside_before(store, kept)
    return provenance_of(store.raw(report), ledger.report.where, ledger.report.text, beside=beside)


def both(known: Known, before: Known) -> Known:
    """What is known now, and what was known before and not said otherwise now."""
    return replace(before, **(said(known) or {}))


def said(known: Known) -> dict[str, str] | None:
    return {field: value for field, value in asdict(known).items() if value} or None


def noted(known: Known, beside: Beside) -> dict[str, Json] | None:
    """What a case notes of a report that its bytes do not say: by a person, and by what brought them."""
    brought = {field: value for field, value in asdict(beside).items() if value}
    return {**(said(known) or {}), **({BESIDE: brought} if brought else {})} or None


@cache
def reader_version() -> str:
    """The SHA-256 of the reader's own list of sums, which changes with any of its files."""
    sums = (resources.files("reportedly.reader") / "SHA256SUMS").read_bytes()
    return "sha256:" + hashlib.sha256(sums).hexdigest()


# ---------------------------------------------------------------- compare
REMEMBERS = "remembers"  # the version of the program that made what comparing remembers
OF_REPORTS = (TRACES, OUTLINES, COPIES, CLAIMS, POSTS)  # what it remembers of each report
OF_CASE = (LIKENESSES,)  # and of the whole case
MERGE, SPLIT = "merge", "split"  # kinds of decisions on who is who
Member = tuple[str, str]  # report, entity of its ledger


def compared_by() -> str:
    """The program and the state that it is in: what another one kept is not taken for ours."""
    return f"{GENERATOR} {sum_of_what_compares()}"


@cache
def sum_of_what_compares() -> str:
    package = resources.files("reportedly")
    folders = (package / "compare", package / "case", package / "languages" / "en")
    files = [package / "comparison.py", *(file for folder in folders for file in folder.iterdir() if file.is_file())]
    sums = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        sums.update(file.read_bytes())
    return sums.hexdigest()[:12]


def compare_case(store: CaseStore) -> Comparison:
    """All reports of a case held against each other, with what people decided of who is who and corrected in them.

    The case keeps the answer until a report is added or read anew, somebody decides, or the program is another version;
    its parts are then read when they are asked for.  After that, only what a new report touches is worked out anew.
    """
    last = last_comparison(store)
    return last.comparison if last is not None and last.up_to_date else compare_anew(store)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastComparison:
    """What a case has kept of its last comparison, which may know less than the case holds by now."""

    comparison: KeptComparison  # its parts are read when they are asked for
    glance: Glance
    up_to_date: bool  # nothing was added, read again or decided since
    missing: int  # reports added since


def last_comparison(store: CaseStore) -> LastComparison | None:
    """The last comparison that this version of the program made of a case, at once; None where there is none."""
    kept = kept_comparison(store)
    if kept is None or kept.state[0] != compared_by():
        return None
    now = state_of(store)
    return LastComparison(
        comparison=kept,
        glance=Glance.from_json(kept.beside),
        up_to_date=kept.state == now,
        missing=now[2] - kept.state[2],
    )


def state_of(store: CaseStore) -> list[Json]:
    """Version, revision, reports, decisions: what a comparison is made of, and is up to date with."""
    return [compared_by(), store.revision(), store.sizes().reports, [decision.id for decision in store.decisions()]]


def compare_anew(store: CaseStore) -> Comparison:
    """Compares with what the case remembers of earlier comparisons, and keeps the answer where it can be kept."""
    state = state_of(store)
    there = list(store.reports())[: state[2]]
    decided = corrections_by_report(store)
    with collector_at_rest():
        memory = remembered(store, but=decided)
        ledgers = dict(Ledgers(store, [one.id for one in there]))
        comparison = compare(ledgers.values(), judgements(store), memory)
        names = by_member(comparison)
        glance = glance_of(comparison, whose=lambda ref: innermost_source(ledgers[ref.report], ref, names))
    try:
        with store.together():
            remember(store, memory, there, but=decided)
            keep_comparison(store, comparison, state=state, beside=glance.to_json())
    except CaseError:  # read-only, or a full disk: the answer is as good, it is only not kept
        return comparison
    return comparison


def remembered(store: CaseStore, *, but: Collection[str]) -> Memory:
    """What comparing kept of a case, by this version of the program; nothing of reports that people corrected."""
    if store.recall(REMEMBERS, None) != compared_by():
        return Memory()
    kept: dict[str, dict[str | None, Json]] = {kind: {None: store.recall(kind, None)} for kind in OF_CASE}
    for kind in OF_REPORTS:
        kept[kind] = {report: value for report, value in store.recalled(kind) if report not in but}
    return Memory(kept)


def remember(store: CaseStore, memory: Memory, there: Iterable[Kept], *, but: Collection[str]) -> None:
    """Keeps what comparing made anew: of reports only what was made of them as they still are."""
    if store.recall(REMEMBERS, None) != compared_by():
        for kind in (*OF_REPORTS, *OF_CASE):
            store.forget(kind)
        store.remember(REMEMBERS, None, compared_by())
    now = {one.id: one for one in store.reports()}
    as_they_were = {one.id for one in there if now.get(one.id) == one and one.id not in but}
    for (kind, report), value in memory.made.items():
        if report is None or report in as_they_were:
            store.remember(kind, report, value)


def compare_some(store: CaseStore, reports: Collection[str]) -> Comparison:
    """Some reports of a case held against each other, as if it held no others; nothing of it is kept."""
    memory = remembered(store, but=corrections_by_report(store))
    with collector_at_rest():
        return compare(Ledgers(store, reports).values(), judgements(store), memory)


def traces_in(store: CaseStore) -> Iterator[Trace]:
    """What comparing knows of each entity of each report."""
    kept = dict(store.recalled(TRACES)) if store.recall(REMEMBERS, None) == compared_by() else {}
    for one in store.reports():
        if one.id in kept:
            yield from (Trace.from_json(one.id, trace) for trace in kept[one.id])
        else:
            yield from traces_of(store.ledger(one.id))


def by_member(comparison: Comparison) -> dict[Member, str]:
    """The names in the case of the entities of its reports."""
    return {member: entity.name for entity in comparison.entities for member in entity.members}


def innermost_source(ledger: Ledger, ref: Ref, names: Mapping[Member, str]) -> str | None:
    """The name of the innermost source of a claim, or of the claim that gives a figure; None where nobody is named."""
    given = next((figure.claim for figure in ledger.figures if figure.id == ref.figure), None)
    claim = next((claim for claim in ledger.claims if claim.id == (ref.claim or given)), None)
    if claim is None or not claim.sources or claim.sources[-1].kind == "author":
        return None
    source = claim.sources[-1]
    return names.get((ref.report, source.entity or ""), source.name)


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


# ---------------------------------------------------------------- what people corrected
def corrected_ledgers(store: CaseStore) -> Iterator[Ledger]:
    """The ledgers of a case in the order of adding, with what people decided on their claims and figures."""
    return iter(Ledgers(store, [one.id for one in store.reports()]).values())


def corrected_ledger(store: CaseStore, report: str) -> Ledger:
    return Ledgers(store, (report,))[report]


class Ledgers(Mapping[str, Ledger]):
    """Ledgers of a case by report, with what people decided on their claims and figures; read when they are asked for.

    Going through them holds one at a time: those of ten thousand reports take half a gigabyte.
    """

    def __init__(self, store: CaseStore, reports: Collection[str]) -> None:
        self._store, self._reports = store, dict.fromkeys(reports)
        self._decided = corrections_by_report(store)

    def __getitem__(self, report: str) -> Ledger:
        if report not in self._reports:
            raise KeyError(report)
        return corrected(self._store.ledger(report), self._decided.get(report, ()))

    def __iter__(self) -> Iterator[str]:
        return iter(self._reports)

    def __len__(self) -> int:
        return len(self._reports)


def corrections_by_report(store: CaseStore) -> Mapping[str, tuple[Decision, ...]]:
    """The decisions in force on claims and figures of each report that has any."""
    found: dict[str, tuple[Decision, ...]] = {}
    for decision in store.decisions():
        if decision.kind in (CLAIM, FIGURE):
            report = decision.subject["report"]
            found[report] = (*found.get(report, ()), decision)
    return found
