"""What holds of every file, however damaged: a report or a reason, soon, with spans that open what they say.

Shared by the tests of a few damaged files (test_fuzz.py) and by the long search for a worse one (fuzzing.py).
"""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from reportedly.load import Beside, Part, load_bytes, provenance_of
from reportedly.load.aligned import Provenance, shown_in
from reportedly.load.http_message import BadAnswer, answer_in, page_of
from reportedly.load.many import pieces_of
from reportedly.load.metadata import metadata_for
from reportedly.load.part import Budget, Piece
from reportedly.model import Loaded, Unreadable
from tests.load.making import ATOM, MAIL, MARKDOWN, RDF, RSS, TEXT, answer, packed, page, pdf, records, tarred, zipped

PAGES = Path(__file__).parent / "pages"
FEW_PARTS = 50  # of a file, read one by one


def parquet() -> bytes:
    import pyarrow
    from pyarrow import parquet

    made = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": ["It rained.", "It snowed."], "published": ["2022-01-06", None]}), made)
    return made.getvalue()


RUSSIAN = "Министерство сообщило, что в Қостанай пришла вода. «Всё под контролем», — сказал министр.\n" * 3
INFO = "/Title (Harbour shut) /CreationDate (D:20220106103100+06'00')"
ROWS = "".join(
    json.dumps({"text": f"It rained {n} days.", "published": "2022-01-06"}) + "\n" for n in range(3)
).encode()
TABLE = b'text,outlet,published\n"It rained,\nshe said",Herald,2022-01-06\nIt snowed.,,\n'
ABOUT = (
    b'{"file": "a.txt", "outlet": "Herald", "published": "2022-01-06"}\n{"file": "b/a.txt", "title": "Harbour shut"}\n'
)
INNER = {"a.html": page(1), "b.txt": TEXT, "c.rss": RSS, "d.csv": TABLE, "e.jsonl": ROWS, "f.md": MARKDOWN}
PACKED_PAGE = gzip.compress(page(1), mtime=0)
SEEDS: Mapping[str, bytes] = {
    "a.txt": TEXT,
    "cyrillic.txt": RUSSIAN.replace("Қ", "К").encode("koi8-r", "replace"),
    "kazakh.txt": RUSSIAN.replace("—", "-").encode("kz1048"),
    "wide.txt": RUSSIAN.encode("utf-16-le"),
    "a.html": page(1),
    "declared.html": b'<meta charset="windows-1251"><title>\xcf\xee\xf0\xf2</title><p>'
    + RUSSIAN.encode("cp1251", "replace"),
    **{f"{name}.html": (PAGES / f"{name}.html").read_bytes() for name in ("wordpress", "live_blog", "old_tables")},
    "a.md": MARKDOWN,
    "a.eml": MAIL,
    "a.pdf": pdf(["Harbour shut", "", "It rained, she said."], ["It snowed."], info=INFO),
    "a.rss": RSS,
    "a.atom": ATOM,
    "a.xml": RDF,
    "a.jsonl": ROWS,
    "a.csv": TABLE,
    "a.tsv": TABLE.replace(b",", b"\t").replace(b"rained\t", b"rained,"),
    "other.csv": TABLE.replace(b"text", b"Body").replace(b"published", b"date"),
    "other.jsonl": ROWS.replace(b'"text"', b'"content"').replace(b'"published"', b'"pub_date"'),
    "a.parquet": parquet(),
    "a.warc": b"".join(records()),
    "a.warc.gz": packed(records()),
    "a.zip": zipped({**INNER, "in.zip": zipped(INNER), "w.warc.gz": packed(records())}),
    "a.tar": tarred({**INNER, "l" * 150: TEXT, "link": "a.html"}),
    "a.tar.gz": gzip.compress(tarred(INNER)),
    "a.wacz": zipped({"archive/a.warc.gz": packed(records()), "datapackage.json": b"{}"}),
    "about.jsonl": ABOUT,
    "about.csv": b"file,outlet,published\na.txt,Herald,2022-01-06\nb/a.txt,,\n",
    "a.http": answer(
        b"%x\r\n%b\r\n0\r\n\r\n" % (len(PACKED_PAGE), PACKED_PAGE),
        more="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
    ),
}
TOKENS = [
    b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&", b"&#x110000;", b"&#xD800;", b"<p>",
    b"<table><tr><td>", b"<script>", b"<article>", b'"', b"'", b"\r\n\r\n", b"\n\n", b"--xx\r\n", b"boundary=xx",
    b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b"HTTP/1.1 200 OK\r\n", b"PK\x03\x04", b"PK\x01\x02",
    b"PK\x05\x06", b"\x1f\x8b\x08", b"obj", b"endobj", b"stream\n", b"<<", b"/Kids [2 0 R]", b"/Length 999999999",
    b"\x00", b"\xff\xff\xff\xff", b"\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"[", b"]", b"![", b"> ", b"- ", b"---\n",
    b"*", b"_", b"`", b"|", b"{", b"}", b"\\ud800", b"=?utf-8?b?", b"?=", b"PAR1",
]  # fmt: skip


def read_through(raw: bytes, name: str) -> int:
    """Reads all that is in a file and says how many reports there were; anything but what is declared comes through."""
    ending = name.split(".", 1)[1]
    if name.startswith("about."):
        return read_about(raw, name)
    if ending == "http":
        return read_answer(raw)
    if ending in {"txt", "html", "md", "eml", "pdf"}:
        return read_one(Part(where=name, raw=raw))
    pieces: list[Piece] = []
    try:
        pieces.extend(pieces_of(io.BytesIO(raw), name, Budget(packed=len(raw)), 0))
    except Unreadable:
        return sum(read_one(piece) for piece in pieces[:FEW_PARTS] if isinstance(piece, Part))
    for count in COUNTED.get(ending, ()):
        assert len([one for one in pieces if isinstance(one, Part | Unreadable)]) == count(raw)
    return sum(read_one(piece) for piece in pieces[:FEW_PARTS] if isinstance(piece, Part))


def lines_with_words(raw: bytes) -> int:
    return sum(1 for line in raw.split(b"\n") if line.strip().removeprefix(b"\xef\xbb\xbf").strip())


# Kinds of which it can be said without their loader how many reports or complaints they must give.
COUNTED: Mapping[str, Sequence[Callable[[bytes], int]]] = {"jsonl": (lines_with_words,)}


def read_one(part: Part) -> int:
    try:
        loaded = load_bytes(part.raw, part.where, beside=part.beside)
    except Unreadable:
        return 0
    text = loaded.report.text
    text.encode("utf-8")
    assert text.strip()
    for said in (loaded.report.title, loaded.report.outlet, loaded.report.url, loaded.report.published):
        (said or "").encode("utf-8")
    spans_open_what_they_say(loaded)
    traced = provenance_of(part.raw, part.where, text[:20_000], beside=part.beside)
    paragraphs_stand_where_they_say(traced, text)
    return 1


def spans_open_what_they_say(loaded: Loaded) -> None:
    text = loaded.report.text
    for problem in loaded.problems:
        problem.message.encode("utf-8")
        if problem.span is None:
            continue
        start, end = problem.span
        assert 0 <= start < end <= len(text)
        if "U+FFFD" in problem.message:
            assert text[start:end] == "\ufffd", problem
        if "NUL" in problem.message:
            assert text[start:end] == "\0", problem


def paragraphs_stand_where_they_say(traced: Provenance, text: str) -> None:
    for one in traced.paragraphs:
        if one.raw is None:
            assert one.how == "unaligned"
            continue
        raw, words = traced.characters[one.raw.start : one.raw.end], text[one.text.start : one.text.end]
        assert 0 <= one.raw.start < one.raw.end <= len(traced.characters)
        if one.how == "verbatim":
            assert raw == words
        else:
            assert one.how == "through marks"
            assert " ".join(shown_in(raw).words.split()) == " ".join(words.split()), (raw, words)


def read_answer(raw: bytes) -> int:
    try:
        found = answer_in(raw)
        body = page_of(found)
    except BadAnswer:
        return 0
    return read_one(
        Part(
            where="https://example.org/1",
            raw=body,
            beside=Beside(url="https://example.org/1", charset=found.charset, kind=found.kind or None),
        )
    )


def read_about(raw: bytes, name: str) -> int:
    with tempfile.TemporaryDirectory(dir=room()) as folder:
        rows = Path(folder, name)
        rows.write_bytes(raw)
        try:
            found = metadata_for(["a.txt", "b/a.txt", "c.txt"], str(rows))
        except Unreadable:
            return 0
    for complaint in found.complaints:
        complaint.encode("utf-8")
    for known in found.known.values():
        for value in known.values():
            value.encode("utf-8")
    return len(found.known)


def room() -> str | None:
    """In memory where there is such a place."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None
