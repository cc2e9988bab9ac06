"""Small files of every kind that is read, made in memory: pages, feeds, mails, PDFs, web archives, archives."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from reportedly.load import Part, Passed, load_bytes, parts_of
from reportedly.load.part import Piece
from reportedly.model import Loaded, Unreadable

WORDS = "The harbour was shut on Monday because of the storm, the port authority said, and ferries stayed in port."
MORE = "A spokesman for the ferry company said that it would wait for the forecast before it sold tickets again."
TEXT = f"Harbour shut\n\n{WORDS}\n{MORE}\n".encode()


def page(number: int = 0, *, head: str = "") -> bytes:
    title = f"Harbour shut {number}"
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1><p>{WORDS}</p><p>{MORE}</p></article></body></html>"
    ).encode()


# ---------------------------------------------------------------- web archives
def answer(body: bytes, *, kind: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def record(block: bytes, *, url: str = "https://example.org/harbour", kind: str = "response") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2022-01-06T10:31:00Z\r\n"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def records() -> list[bytes]:
    """A crawl: its own notes, a page, what was asked, a picture, an error, another page."""
    return [
        record(b"software: none\r\n", kind="warcinfo"),
        record(answer(page(1)), url="https://example.org/1"),
        record(b"GET /1 HTTP/1.1\r\n\r\n", kind="request"),
        record(answer(b"\x89PNG", kind="image/png")),
        record(answer(page(4), status="404 Not Found")),
        record(answer(page(2)), url="https://example.org/2"),
    ]


def packed(several: Sequence[bytes]) -> bytes:
    """Each in a gzip member of its own, as web archives are."""
    return b"".join(gzip.compress(one, mtime=0) for one in several)


# ---------------------------------------------------------------- archives
def zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(zipfile.ZipInfo(name), raw, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def tarred(files: Mapping[str, bytes | str], *, form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive; a string is where a link points to."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as archive:
        for name, raw in files.items():
            info = tarfile.TarInfo(name)
            if isinstance(raw, str):
                info.type, info.linkname = tarfile.SYMTYPE, raw
                archive.addfile(info)
            else:
                info.size = len(raw)
                archive.addfile(info, io.BytesIO(raw))
    return made.getvalue()


# ---------------------------------------------------------------- feeds
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Coast Herald</title><link>https://herald.example.org</link><lastBuildDate>today</lastBuildDate>
<item><title>Harbour &amp;amp; bridge shut</title>
<link>https://herald.example.org/1</link><dc:creator>Ann Lee</dc:creator>
<pubDate>Thu, 06 Jan 2022 10:31:00 +0600</pubDate><media:title>A picture</media:title>
<description>In short.</description>
<content:encoded><![CDATA[<p>{WORDS}</p><figure><figcaption>The harbour</figcaption></figure><p>{MORE}</p>
<p>The post <a href="/1">Harbour shut</a> appeared first on <a href="/">Herald</a>.</p>]]></content:encoded></item>
<item><title>It rains</title><guid isPermaLink="true">https://herald.example.org/2</guid>
<description>It rained all day, the weather service said.</description></item>
<item><title>Only a title</title></item>
</channel></rss>""".encode()

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire Desk</title><author><name>The desk</name></author>
<entry><title type="html">Harbour &lt;b&gt;shut&lt;/b&gt;</title><link rel="self" href="https://wire.example.org/1.atom"/>
<link href="https://wire.example.org/1"/><published>2022-01-06T10:31:00Z</published>
<updated>2022-01-07T08:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{WORDS}</p><p>{MORE}</p></div></content></entry>
</feed>""".encode()

RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old Wire</title></channel>
<item><title>It rains</title><link>https://old.example.org/1</link><dc:date>2002-08-16</dc:date>
<description>It rained all day.</description></item></rdf:RDF>"""

# ---------------------------------------------------------------- single files
MAIL = f"""From: =?utf-8?q?Ann_Le=C3=A9?= <ann@example.org>\r
To: desk@example.org\r
Subject: =?koi8-r?B?8M/S1CDawcvS2dQ=?=\r
Date: Thu, 6 Jan 2022 10:31:00 +0600\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=xx\r
\r
--xx\r
Content-Type: text/plain; charset=utf-8\r
\r
{WORDS}\r
\r
{MORE}\r
--xx\r
Content-Type: application/pdf\r
Content-Disposition: attachment; filename="map.pdf"\r
Content-Transfer-Encoding: base64\r
\r
JVBERi0=\r
--xx--\r
""".encode()

MARKDOWN = f"""---
title: "Harbour shut"
date: 2022-01-06
author: [Ann Lee, Bo Berg]
lang: en-GB
---
# Harbour shut

{WORDS.replace("harbour", "**harbour**")}

![The harbour](harbour.jpg)

{MORE.replace("ferry company", "[ferry company](https://example.org)")}

| Port | Ships |
|------|-------|
| East | 18    |
""".encode()


def pdf(*pages: Sequence[str], info: str = "", picture: bool = False) -> bytes:
    """A PDF with one line of Helvetica for each string; an empty string leaves a line free."""
    objects = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>", b"", b""]
    objects[2] = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        b" /Length 1 >>\nstream\n\x00\nendstream"
    )
    kids = []
    for lines in pages:
        drawn = [b"q 400 0 0 400 100 100 cm /I1 Do Q"] if picture else []
        drawn += [b"BT /F1 11 Tf 14 TL 72 720 Td"]
        for line in lines:
            written = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
            drawn.append(b"(" + written + b") Tj T*")
        stream = b"\n".join([*drawn, b"ET"])
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 1 0 R >> /XObject << /I1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [" + b" ".join(kids) + b"] /Count %d >>" % len(kids)
    objects += [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< {info} >>".encode()]
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(made))
        made += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(places)
    ends = b"trailer << /Size %d /Root %d 0 R /Info %d 0 R >>" % (len(objects) + 1, len(objects) - 1, len(objects))
    return made + table + ends + b"\nstartxref\n%d\n%%%%EOF\n" % len(made)


# ---------------------------------------------------------------- what is in them
def pieces(path: Path, raw: bytes | None = None) -> list[Piece]:
    """What a file with many reports gives; what stops it comes last.  Places are told without the folder."""
    if raw is not None:
        path.write_bytes(raw)
    found: list[Piece] = []
    try:
        found.extend(parts_of(str(path)))
    except Unreadable as error:
        found.append(error)
    return found


def told(path: Path, raw: bytes | None = None) -> list[tuple[str, str]]:
    """(place, first line of the report) of each report, (place, why) of all else."""
    start = len(str(path.parent)) + 1
    found = []
    for piece in pieces(path, raw):
        match piece:
            case Part():
                found.append((piece.where[start:], loaded(piece).report.text.splitlines()[0]))
            case Passed() | Unreadable():
                found.append((piece.where[start:], piece.message))
    return found


def loaded(part: Part) -> Loaded:
    return load_bytes(part.raw, part.where, beside=part.beside)
