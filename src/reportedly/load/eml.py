"""A mail to a report: its text or its page, subject, sender and date; attachments are named, not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import TYPE_CHECKING

from reportedly.load.characters import charset, decode, id_of, refuse_if_too_long, refuse_unless_readable
from reportedly.load.found import Located, stated
from reportedly.load.headline import with_headline
from reportedly.load.html import load_html
from reportedly.load.rfc_date import rfc_date
from reportedly.model import Loaded, Problem, Report, Unreadable

if TYPE_CHECKING:
    Mail = Message[str, str]
MOST_PARTS = 1_000
NAMED = 5  # attachments named in a problem
ENOUGH = 0.5  # of the words of the page: a text part with fewer is a teaser ("view this mail in your browser")
HEADER = re.compile(rb"[!-9;-~]{1,76}[ \t]*:|From |[ \t]|\r?\n")
LONGEST_HEADER = 10_000
BROKEN = "the mail is nested too deeply or broken; save its text"


def load_eml(raw: bytes, where: str) -> Located:
    """The text is the subject, an empty line, and the text part, or the page where that says more.

    The outlet stays unknown: who sent a mail need not have published what it says.
    """
    refuse_unless_readable(raw, where)
    if not HEADER.match(raw):
        raise Unreadable(where, "no mail: it does not begin with headers such as From and Subject")
    try:
        mail = message_from_bytes(raw)
        parts = list(parts_of(mail))
    except (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError):
        raise Unreadable(where, BROKEN) from None
    body = body_of(parts, where)
    title, sender = header(mail, "Subject"), header(mail, "From")
    name, address = parseaddr(sender or "")
    published = date_of(mail)
    text = with_headline(body.report.text, title)
    refuse_if_too_long(text, where)
    report = Report(id=id_of(raw), where=where, text=text, title=title, published=published)
    found = (
        *stated("header Subject", [("title", title)]),
        *stated("header From", [("byline", name or address or None)]),
        *stated("header Date", [("published", published)]),
    )
    problems = tuple(Problem(stage=problem.stage, message=problem.message) for problem in body.problems)
    return Located(report=report, problems=(*problems, *not_read(parts)), found=found)


# ---------------------------------------------------------------- what the mail says
def body_of(parts: list[Mail], where: str) -> Loaded:
    """The text part or the page of a mail; raises `Unreadable` where it has neither."""
    texts = [part for part in parts if not is_attached(part)]
    found: dict[str, Loaded] = {}
    why = Unreadable(where, "a mail without text")
    for kind in ("text/plain", "text/html"):
        part = next((part for part in texts if part.get_content_type() == kind and content(part).strip()), None)
        if part is not None:
            try:
                found[kind] = loaded(part, where)
            except Unreadable as error:
                why = error
    plain, page = found.get("text/plain"), found.get("text/html")
    if plain and page:
        return plain if len(plain.report.text) >= ENOUGH * len(page.report.text) else page
    if plain or page:
        return plain or page  # type: ignore[return-value]  # one of them is there
    raise why


def loaded(part: Mail, where: str) -> Loaded:
    raw, said = content(part), charset_of(part)
    if part.get_content_type() == "text/html":
        return load_html(raw, where, charset_said=said)
    decoded = decode(raw, where, declared=charset(said) if said else None)
    text = decoded.text.replace("\r\n", "\n").strip()
    return Loaded(report=Report(id=id_of(raw), where=where, text=text), problems=decoded.problems)


def content(part: Mail) -> bytes:
    try:
        found = part.get_payload(decode=True)
    except (MessageError, ValueError, LookupError, TypeError, AssertionError):
        return b""
    return found if isinstance(found, bytes) else b""


def charset_of(part: Mail) -> str | None:
    try:
        return part.get_content_charset()
    except (MessageError, ValueError, LookupError, TypeError):
        return None


# ---------------------------------------------------------------- what is in it
def parts_of(mail: Mail) -> Iterator[Mail]:
    """The parts that hold no others; a mail in the mail is one part, attached."""
    waiting, seen = [mail], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting[:0] = [one for one in inner if isinstance(one, Message)][:MOST_PARTS]
        else:
            yield part


def is_attached(part: Mail) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_content_type() not in ("text/plain", "text/html")


def not_read(parts: list[Mail]) -> Iterator[Problem]:
    attached = [
        f"{filename(part) or 'without a name'} ({part.get_content_type()})" for part in parts if is_attached(part)
    ]
    if attached:
        more = f" and {len(attached) - NAMED} more" if len(attached) > NAMED else ""
        yield Problem(stage="load", message=f"attachments that were not read: {', '.join(attached[:NAMED])}{more}")


def filename(part: Mail) -> str | None:
    try:
        return readable(part.get_filename())
    except (MessageError, ValueError, LookupError, TypeError):
        return None


# ---------------------------------------------------------------- headers
def header(mail: Mail, name: str) -> str | None:
    return readable(mail.get(name))


def readable(value: object) -> str | None:
    """The words of a header, `=?koi8-r?B?…?=` read out."""
    words = str(value if value is not None else "")[:LONGEST_HEADER]
    with suppress(MessageError, ValueError, LookupError, TypeError):  # else as it stands
        words = str(make_header(decode_header(words)))
    return " ".join(words.encode("utf-8", "replace").decode("utf-8").split()) or None


def date_of(mail: Mail) -> str | None:
    try:
        return rfc_date(str(mail.get("Date") or "")[:LONGEST_HEADER])
    except (TypeError, ValueError):
        return None
