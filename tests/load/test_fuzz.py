"""Files of every kind, cut, flipped, spliced and nested at random: a report or a reason, soon, and in little memory.

`REPORTEDLY_FUZZ=20000 pytest tests/load/test_fuzz.py` tries so many damaged files of each kind instead of a few.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import time
import tracemalloc
from collections.abc import Callable, Mapping
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.load import Part, load_bytes, provenance_of
from reportedly.load.many import pieces_of
from reportedly.load.part import Budget
from reportedly.model import Unreadable
from tests.load.making import ATOM, MAIL, MARKDOWN, RDF, RSS, TEXT, packed, page, pdf, records, tarred, zipped

EXAMPLES = int(os.environ.get("REPORTEDLY_FUZZ", "25"))
SOON = 10.0  # seconds of CPU time for one file; all take under one on an idle machine
LITTLE = 300_000_000  # bytes
PAGES = Path(__file__).parent / "pages"


def parquet() -> bytes:
    import pyarrow
    from pyarrow import parquet

    made = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": ["It rained.", "It snowed."], "published": ["2022-01-06", None]}), made)
    return made.getvalue()


INFO = "/Title (Harbour shut) /CreationDate (D:20220106103100+06'00')"
ROWS = "".join(
    json.dumps({"text": f"It rained {n} days.", "published": "2022-01-06"}) + "\n" for n in range(3)
).encode()
TABLE = b'text,outlet,published\n"It rained,\nshe said",Herald,2022-01-06\nIt snowed.,,\n'
INNER = {"a.html": page(1), "b.txt": TEXT, "c.rss": RSS, "d.csv": TABLE, "e.jsonl": ROWS, "f.md": MARKDOWN}
SEEDS: Mapping[str, bytes] = {
    "a.txt": TEXT,
    "a.html": page(1),
    **{f"{name}.html": (PAGES / f"{name}.html").read_bytes() for name in ("wordpress", "live_blog", "old_tables")},
    "a.md": MARKDOWN,
    "a.eml": MAIL,
    "a.pdf": pdf(["Harbour shut", "", "It rained, she said."], ["It snowed."], info=INFO),
    "a.rss": RSS,
    "a.atom": ATOM,
    "a.xml": RDF,
    "a.jsonl": ROWS,
    "a.csv": TABLE,
    "a.parquet": parquet(),
    "a.warc": b"".join(records()),
    "a.warc.gz": packed(records()),
    "a.zip": zipped({**INNER, "in.zip": zipped(INNER), "w.warc.gz": packed(records())}),
    "a.tar": tarred({**INNER, "l" * 150: TEXT, "link": "a.html"}),
    "a.tar.gz": gzip.compress(tarred(INNER)),
    "a.wacz": zipped({"archive/a.warc.gz": packed(records()), "datapackage.json": b"{}"}),
}
TOKENS = [
    b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&", b"&#x110000;", b"&#xD800;", b"<p>",
    b"<table><tr><td>", b"<script>", b"<article>", b'"', b"'", b"\r\n\r\n", b"\n\n", b"--xx\r\n", b"boundary=xx",
    b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b"HTTP/1.1 200 OK\r\n", b"PK\x03\x04", b"PK\x01\x02",
    b"PK\x05\x06", b"\x1f\x8b\x08", b"obj", b"endobj", b"stream\n", b"<<", b"/Kids [2 0 R]", b"/Length 999999999",
    b"\x00", b"\xff\xff\xff\xff", b"\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"[", b"]", b"![", b"> ", b"- ", b"---\n",
    b"*", b"_", b"`", b"|", b"{", b"}", b"\\ud800", b"=?utf-8?b?", b"?=", b"PAR1",
]  # fmt: skip
Mutation = Callable[[bytes], bytes]


def at(share: float, raw: bytes) -> int:
    return int(share * len(raw))


def cut(raw: bytes, start: float, end: float) -> bytes:
    return raw[: at(min(start, end), raw)] + raw[at(max(start, end), raw) :]


def flipped(raw: bytes, place: float, value: int) -> bytes:
    where = at(place, raw)
    return raw[:where] + bytes([value]) + raw[where + 1 :]


def inserted(raw: bytes, place: float, token: bytes, times: int) -> bytes:
    return raw[: at(place, raw)] + token * times + raw[at(place, raw) :]


def spliced(raw: bytes, place: float, other: str, other_place: float) -> bytes:
    return raw[: at(place, raw)] + SEEDS[other][at(other_place, SEEDS[other]) :]


def repeated(raw: bytes, start: float, end: float, times: int) -> bytes:
    first, last = at(min(start, end), raw), at(max(start, end), raw)
    return raw[:last] + raw[first : min(last, first + 2_000)] * times + raw[last:]


shares = st.floats(0, 1, exclude_max=True)
often = st.sampled_from([1, 1, 1, 2, 10, 300, 5_000])
tokens = st.sampled_from(TOKENS)
mutations: st.SearchStrategy[Mutation] = st.one_of(
    st.builds(lambda a, b: lambda raw: cut(raw, a, b), shares, shares),
    st.builds(lambda end: lambda raw: raw[: at(end, raw)], shares),
    st.builds(lambda a, value: lambda raw: flipped(raw, a, value), shares, st.integers(0, 255)),
    st.builds(lambda a, token, times: lambda raw: inserted(raw, a, token, times), shares, tokens, often),
    st.builds(lambda a, b, c, t: lambda raw: inserted(raw, a, b + c, t), shares, tokens, tokens, often),
    st.builds(lambda a, o, b: lambda raw: spliced(raw, a, o, b), shares, st.sampled_from(sorted(SEEDS)), shares),
    st.builds(lambda a, b, times: lambda raw: repeated(raw, a, b, times), shares, shares, often),
)


def read_through(raw: bytes, name: str) -> int:
    """Reads all that is in a file and says how many reports there were; anything but `Unreadable` comes through."""
    if name.split(".", 1)[1] in {"txt", "html", "md", "eml", "pdf"}:
        return read_one(Part(where=name, raw=raw))
    try:
        pieces = list(pieces_of(io.BytesIO(raw), name, Budget(packed=len(raw)), 0))
    except Unreadable:
        return 0
    return sum(read_one(piece) for piece in pieces[:50] if isinstance(piece, Part))


def read_one(part: Part) -> int:
    try:
        loaded = load_bytes(part.raw, part.where, beside=part.beside)
    except Unreadable:
        return 0
    text = loaded.report.text
    text.encode("utf-8")
    assert text.strip()
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in loaded.problems if one.span is not None)
    for said in (loaded.report.title, loaded.report.outlet, loaded.report.url, loaded.report.published):
        (said or "").encode("utf-8")
    traced = provenance_of(part.raw, part.where, text[:20_000], beside=part.beside)
    assert all(
        one.raw is None or 0 <= one.raw.start < one.raw.end <= len(traced.characters) for one in traced.paragraphs
    )
    return 1


@pytest.mark.parametrize("name", SEEDS)
def test_what_is_damaged_here_is_whole_before(name: str) -> None:
    assert read_through(SEEDS[name], name) > 0


@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(done=st.lists(mutations, min_size=1, max_size=6))
def test_a_damaged_file_gives_a_report_or_a_reason_and_soon(name: str, done: list[Mutation]) -> None:
    raw = reduce(lambda raw, mutation: mutation(raw)[:2_000_000], done, SEEDS[name])
    start = time.process_time()
    read_through(raw, name)
    assert time.process_time() - start < SOON


@pytest.mark.parametrize("name", SEEDS)
def test_a_file_repeated_in_itself_takes_little_memory(name: str) -> None:
    raw = repeated(SEEDS[name], 0.1, 0.9, 200)
    tracemalloc.start()
    read_through(raw, name)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < LITTLE
