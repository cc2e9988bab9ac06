"""RSS and Atom feeds: each entry a report, with the text that the feed itself gives of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, BinaryIO

from reportedly.load.about import iso, tidy, web_address
from reportedly.load.characters import LARGEST, id_of, refuse_if_too_long, refuse_unless_readable, refuse_unless_text
from reportedly.load.found import Located, What, stated
from reportedly.load.headline import with_headline
from reportedly.load.html import text_of_fragment
from reportedly.load.part import TOO_LARGE, Budget, Part, Piece
from reportedly.load.rfc_date import rfc_date
from reportedly.model import Problem, Report, Unreadable

EARLY = 1024  # bytes in which a file shows what it is
LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
LOOKS_LIKE_FEED = re.compile(rb"<(?:rss|feed|(?:[a-z]+:)?RDF)\b", re.IGNORECASE)

DC = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
# Spaces of names in which a plain name means what it says: RSS 2.0 has none, RSS 0.9 and 1.0 and both Atoms have one.
PLAIN = frozenset(
    {
        "",
        "{http://www.w3.org/2005/Atom}",
        "{http://purl.org/atom/ns#}",
        "{http://purl.org/rss/1.0/}",
        "{http://my.netscape.com/rdf/simple/0.9/}",
        "{http://backend.userland.com/rss2}",
    }
)
ROOTS = frozenset({"rss", "rdf", "feed"})
OF_THE_FEED = frozenset({"title", "link", "language", "author"})  # kept with each entry, since it says them for all
APPEARED = re.compile(r"^The post .{1,500} appeared first on .{1,200}$", re.MULTILINE)  # as WordPress ends its entries
HALVES = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")  # halves of UTF-16 pairs in UTF-8, which the parser lets through
ONLY_TITLE = "the feed gives no text of this entry; only its title was read"
NO_FEED = "no RSS or Atom feed; only feeds are read of XML"


def is_feed(raw: bytes) -> bool:
    """By its beginning; a page may well speak of feeds, but is one."""
    beginning = raw[: 4 * EARLY].replace(b"\0", b"")[:EARLY]
    return LOOKS_LIKE_FEED.search(beginning) is not None and not LOOKS_LIKE_HTML.search(beginning)


def feed_entries(file: BinaryIO, where: str, _budget: Budget, _depth: int) -> Iterator[Piece]:
    """Each entry as a feed of its own, so that it can be read again without the others: "news.rss:3"."""
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise Unreadable(where, TOO_LARGE)
    yield from entries_in(raw, where)


def entries_in(raw: bytes, where: str) -> Iterator[Piece]:
    root = feed_in(raw, where)
    try:
        entries, shell = entries_under(root), shell_of(root)
    except ValueError:  # names that XML does not allow, which the parser mended only in part
        raise Unreadable(where, "a feed that is no XML; mend it") from None
    if not entries:
        raise Unreadable(where, "a feed without entries")
    for number, entry in enumerate(entries, 1):
        there = f"{where}:{number}"
        try:
            yield Part(where=there, raw=alone(shell, entry))
        except ValueError:
            yield Unreadable(there, "an entry that is no XML; mend the feed")


def load_feed_entry(raw: bytes, where: str) -> Located:
    """The report in a feed of one entry; the text is its title, an empty line, and what the feed gives of it."""
    try:
        return entry_in(feed_in(raw, where), raw, where)
    except UnicodeDecodeError:
        raise Unreadable(where, "an entry that is no XML; mend the feed") from None


def entry_in(root: Any, raw: bytes, where: str) -> Located:
    entries = entries_under(root)
    if len(entries) != 1:
        raise Unreadable(where, f"a feed of {len(entries)} entries; put them into a case: reportedly add CASE {where}")
    [entry] = entries
    title = words_of(child(entry, "title"))
    body = APPEARED.sub("", body_of(entry)).strip()
    text = with_headline(body, title) if body else title or ""
    refuse_unless_text(text, where)
    refuse_if_too_long(text, where)
    outlet, url, published = outlet_of(root, entry), address_of(entry), moment_of(entry, *PUBLISHED)
    said: list[tuple[What, str | None]] = [
        ("title", title),
        ("byline", byline_of(entry) or byline_of(root)),
        ("url", url),
        ("published", published),
        ("modified", moment_of(entry, *MODIFIED)),
    ]
    report = Report(id=id_of(raw), where=where, text=text, title=title, outlet=outlet, url=url, published=published)
    problems = () if body else (Problem(stage="load", message=ONLY_TITLE),)
    found = (*stated("entry of the feed", said), *stated("title of the feed", [("outlet", outlet)]))
    return Located(report=report, problems=problems, found=found)


# ---------------------------------------------------------------- the feed
def feed_in(raw: bytes, where: str) -> Any:
    from lxml import etree

    refuse_unless_readable(raw, where)
    if not raw.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise Unreadable(where, "empty: there is no text in it")
    raw = HALVES.sub(b"\xef\xbf\xbd", raw)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        root = etree.fromstring(raw.lstrip(b" \t\r\n"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        root = None
    try:
        if root is not None and name_of(root).lower() in ROOTS:
            return root
    except UnicodeDecodeError:
        raise Unreadable(where, "a feed that is no XML; mend it") from None
    raise Unreadable(where, NO_FEED)


def entries_under(root: Any) -> list[Any]:
    """RSS 2.0 has items in its channel, RSS 1.0 beside it; Atom has entries."""
    channels = [one for one in root if name_of(one) == "channel"]
    return [one for box in (root, *channels) for one in box if name_of(one) in ("item", "entry")]


def shell_of(root: Any) -> Any:
    """A feed without entries: what it says of all of them, each thing once."""
    from lxml import etree

    shell = etree.Element(root.tag, dict(root.attrib), nsmap=root.nsmap)
    channel = next((one for one in root if name_of(one) == "channel"), None)
    box = shell if channel is None else etree.SubElement(shell, channel.tag)
    met: set[str] = set()
    for one in root if channel is None else channel:
        name = name_of(one)
        if name in OF_THE_FEED and name not in met and len(one) < 10:
            met.add(name)
            box.append(without_tail(one))
    return shell


def alone(shell: Any, entry: Any) -> bytes:
    """A feed that holds one entry and what the feed says of all: the same bytes whatever else is in the feed."""
    from lxml import etree

    feed = deepcopy(shell)
    in_channel = name_of(entry.getparent()) == "channel"
    box = next((one for one in feed if in_channel and name_of(one) == "channel"), feed)
    box.append(without_tail(entry))
    return bytes(etree.tostring(feed, encoding="utf-8", xml_declaration=True))


def without_tail(element: Any) -> Any:
    copied = deepcopy(element)
    copied.tail = None
    return copied


# ---------------------------------------------------------------- what an entry says
def name_of(element: Any) -> str:
    """ "title" where that is the feed's own word; with its space of names where it is somebody else's."""
    space, brace, name = element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "")
    return name if space + brace in PLAIN or name.lower() == "rdf" else str(element.tag)


def child(element: Any, *names: str) -> Any:
    """The first child of the first of `names` that there is one of, and that says something."""
    for name in names:
        for one in element:
            if name_of(one) == name and (len(one) or (one.text or "").strip() or one.attrib):
                return one
    return None


def plain(element: Any) -> str | None:
    return None if element is None else tidy("".join(element.itertext()))


def words_of(element: Any) -> str | None:
    """Of a title that may be HTML, written out or escaped."""
    words = plain(element)
    return tidy(text_of_fragment(words).replace("\n", " ")) if words and ("<" in words or "&" in words) else words


def body_of(entry: Any) -> str:
    for name in (f"{CONTENT}encoded", "content", "description", "summary"):
        found = child(entry, name)
        if found is not None and (words := text_of_content(found)):
            return words
    return ""


def text_of_content(element: Any) -> str:
    from lxml import etree

    if element.get("type") in ("text", "text/plain"):
        return "\n".join(line.strip() for line in "".join(element.itertext()).splitlines() if line.strip())
    if len(element):  # XHTML, not escaped
        return text_of_fragment(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
    return text_of_fragment(element.text or "")


PUBLISHED = ("pubDate", "published", "issued", f"{DC}date", f"{TERMS}created", f"{TERMS}issued", "created")
MODIFIED = ("updated", "modified", f"{TERMS}modified")


def moment_of(entry: Any, *names: str) -> str | None:
    for name in names:
        words = plain(child(entry, name))
        if words and len(words) < 100 and (moment := iso(words) or rfc_date(words)):
            return moment
    return None


def byline_of(element: Any) -> str | None:
    names = [plain(child(one, "name")) or plain(one) for one in element if name_of(one) in ("author", f"{DC}creator")]
    return ", ".join(dict.fromkeys(filter(None, names)))[:500] or None


def address_of(entry: Any) -> str | None:
    links = (one for one in entry if name_of(one) == "link" and one.get("rel", "alternate") == "alternate")
    address = next(filter(None, (web_address(one.get("href") or one.text or "") for one in links)), None)
    if address is not None:
        return address
    unique = child(entry, "guid", "id")
    return None if unique is None else web_address(unique.text or "") if unique.get("isPermaLink") != "false" else None


def outlet_of(root: Any, entry: Any) -> str | None:
    """Of a feed that gathers from others, the source that an entry names; else the feed's own title."""
    source = child(entry, "source")
    box = next((one for one in root if name_of(one) == "channel"), root)
    stated_source = None if source is None else plain(child(source, "title")) or tidy(source.text or "")
    return stated_source or words_of(child(box, "title"))
