"""The path of a report: load, parse, extract.  Everything that reads a report comes through here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from reportedly import __version__
from reportedly.engines.serial import run_serially
from reportedly.extract import extract
from reportedly.interfaces import Engine
from reportedly.load import load_bytes, read_bytes_of
from reportedly.load.language import identify_language
from reportedly.model import Ledger, Loaded, Problem, Report, Unreadable
from reportedly.parse import parse

GENERATOR = f"reportedly {__version__}"
READS = {"en": "English"}  # languages the shipped reader was trained on


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a person knows of a report that its file may not say; wins over what was found in the file."""

    outlet: str | None = None
    published: str | None = None  # ISO 8601: "2022-01-10" or "2022-01-10T06:30:00Z"
    title: str | None = None
    url: str | None = None


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
        ),
    )


def ledger_of(loaded: Loaded) -> Ledger:
    """Parses and extracts; a text in a language the reader does not know gives an empty ledger that says so."""
    report, problems = loaded.report, list(loaded.problems)
    language = identify_language(report.text)
    report = replace(report, language=language.code)
    if language.code is not None and language.code not in READS:
        problems.append(
            Problem(stage="language", message=f"this looks like {language.name}; the reader knows only English")
        )
        return Ledger(report=report, claims=(), problems=tuple(problems), generator=GENERATOR)
    if language.code is None:
        problems.append(Problem(stage="language", message="the language could not be told; read as if it were English"))
    ledger = extract(report, parse(report.text))
    return replace(ledger, problems=(*problems, *ledger.problems), generator=GENERATOR)
