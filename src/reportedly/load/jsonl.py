"""Many reports in one file: JSON lines of text, url, outlet, published, title and language, one report a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from reportedly.load.characters import LARGEST, NOTHING, id_of, nul_problem, refuse_if_too_long
from reportedly.load.columns import AS_NAMED, Columns, NoColumn, columns_among, plain, under_other_names
from reportedly.load.found import Located, What, stated
from reportedly.load.part import NOTHING_BESIDE, Beside, Part, Passed, Piece
from reportedly.model import Problem, Report, Unreadable

ENDINGS = (".jsonl", ".ndjson")
KNOWN = ("outlet", "published", "url", "language", "title")  # what a row may say of a report beside its text

DATE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<hour>\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(?P<zone>Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
NO_TEXT = 'it has no "text"; write one object a line, such as {"text": "…", "outlet": "…"}'
HOW_TO_DATE = "write the day as 2022-01-10, or day and time as 2022-01-10T06:30:00Z"
SURROGATES = re.compile("[\ud800-\udfff]")


def numbered(where: str, file: BinaryIO, beside: Beside = NOTHING_BESIDE) -> Iterator[Piece]:
    """The lines of a file one at a time, blank ones left out; a line that is too long comes as its `Unreadable`.

    What the first line has under other names than ours is told before it.
    """
    number = 0
    told = False
    while raw := file.readline(LARGEST + 1):
        number += 1
        there = f"{where}:{number}"
        if len(raw) > LARGEST:
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(LARGEST)
            yield Unreadable(there, f"larger than {LARGEST // 1_000_000} MB; leave out what is not its text")
        elif raw.strip().removeprefix(b"\xef\xbb\xbf"):
            said = None if told and not beside.columns else other_names_in(raw, there, beside.columns or AS_NAMED)
            if isinstance(said, str) and not told:
                yield Passed(where=where, message=said)
            told = True
            # What was told wrongly must not be noted of a report that a case has already.
            yield said if isinstance(said, Unreadable) else Part(where=there, raw=raw.rstrip(b"\r\n"), beside=beside)


def other_names_in(raw: bytes, where: str, columns: Columns) -> str | Unreadable | None:
    try:
        return under_other_names(columns_among(row_from(raw, where), columns, told_needed=False))
    except NoColumn as error:
        return Unreadable(where, str(error)) if columns else None  # else it is said when the line is read
    except Unreadable:
        return None


def load_json_line(raw: bytes, where: str, *, columns: Columns | None = None) -> Located:
    """The report in one line, every field but "text" optional or null; offsets are those of "text".

    The id is that of the bytes of the line.  `columns` tells under which names it has what is read.  Raises
    `Unreadable` for what is no JSON object with a text.
    """
    row = row_from(raw, where)
    try:
        names = columns_among(row, columns or AS_NAMED, told_needed=False)
    except NoColumn as error:
        why = str(error) if columns or "several" in str(error) else NO_TEXT
        raise Unreadable(where, why) from None
    found = {field: row[name] for field, name in names.items()}
    text = found["text"]
    if not isinstance(text, str):
        raise Unreadable(where, NO_TEXT)
    text, problems = without_surrogates(text)
    if NOTHING.match(text):
        raise Unreadable(where, "empty: there is no text in it")
    refuse_if_too_long(text, where)
    known, more = known_from(found)
    report = Report(id=id_of(raw), where=where, text=text, **known)
    named: tuple[What, ...] = ("title", "outlet", "url", "published")
    places = (one for what in named for one in stated(place_in_row(what, names), [(what, known.get(what))]))
    return Located(report=report, problems=(*problems, *nul_problem(text), *more), found=tuple(places))


def place_in_row(what: str, names: Mapping[str, str]) -> str:
    name = names.get(what, what)
    return "the row" if plain(name) == what else f"the row, column “{name}”"


def row_from(raw: bytes, where: str) -> Mapping[str, Any]:
    try:
        found = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(where, f"not UTF-8 at byte {error.start + 1}; write JSON in UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(where, f"no JSON: {error}; write one object a line") from None
    if not isinstance(found, dict):
        raise Unreadable(where, 'no JSON object; write one a line, such as {"text": "…", "outlet": "…"}')
    return found


def known_from(row: Mapping[str, Any]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """What a row says of a report; what is null, empty or missing is left out, what cannot be used is said."""
    known, problems = {}, []
    for field in KNOWN:
        value = row.get(field)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            problems.append(Problem(stage="load", message=f'"{field}" is not text and was left out'))
            continue
        usable = date_from(value) if field == "published" else SURROGATES.sub("\ufffd", value).strip()
        if usable:
            known[field] = usable
        else:
            shown = SURROGATES.sub("\ufffd", value)
            message = f"published “{shown}” is not a date that can be used and was left out; {HOW_TO_DATE}"
            problems.append(Problem(stage="load", message=message))
    if "language" in known:
        known["language"] = known["language"].lower().replace("_", "-").partition("-")[0]  # "en-GB" is English
    return known, tuple(problems)


def date_from(value: str) -> str | None:
    """A day, or a day and time, in ISO 8601 as ledgers have it; None for what is none."""
    found = DATE.fullmatch(value.strip())
    if found is None:
        return None
    day, hour, zone = found.group("day", "hour", "zone")
    written = day if hour is None else f"{day}T{hour}{zone_from(zone)}"
    try:
        datetime.fromisoformat(written)
    except ValueError:  # the 30th of February
        return None
    return written


def zone_from(zone: str | None) -> str:
    if zone is None:
        return ""
    return zone if zone == "Z" or ":" in zone else f"{zone[:3]}:{zone[3:]}"


def without_surrogates(text: str) -> tuple[str, tuple[Problem, ...]]:
    """JSON can write halves of UTF-16 pairs ("\\ud800"), which no text has."""
    lost = len(SURROGATES.findall(text))
    if not lost:
        return text, ()
    message = f"{lost} halves of UTF-16 pairs in the text, shown as U+FFFD"
    return SURROGATES.sub("\ufffd", text), (Problem(stage="load", message=message),)
