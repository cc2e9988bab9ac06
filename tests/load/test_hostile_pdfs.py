"""A PDF that takes its reader minutes or gigabytes costs that PDF, and the next one is read."""

from __future__ import annotations

import multiprocessing
import os
import threading
import zlib
from collections.abc import Iterator
from functools import partial
from itertools import count

import pytest

from reportedly.engines.processes import run_in_processes
from reportedly.load import pdf_process
from reportedly.load.pdf import load_pdf
from reportedly.load.pdf_process import DIED, Died, Limits, PdfProcess
from reportedly.model import Unreadable
from tests.load.making import pdf

HARMLESS = pdf(["It rained all day, the port authority said."])
WORDS = "It rained all day, the port authority said."
CATALOG, PAGES = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
)


def file_of(*objects: bytes) -> bytes:
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(made))
        made += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(places)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return made + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(made)


def stream(entries: bytes, body: bytes) -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries, len(body), body)


def drawings_in_drawings(*, deep: int, wide: int) -> bytes:
    """Each draws the next one `wide` times: a few kilobytes that draw a page full some millions of times."""
    drawings = [
        stream(
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % number,
            b"/X Do " * wide,
        )
        for number, _ in zip(count(6), range(deep), strict=False)
    ]
    last = stream(b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"0 0 1 1 re f")
    return file_of(CATALOG, PAGES, PAGE, stream(b"", b"/X Do " * wide), *drawings, last)


def packed_twice(size: int) -> bytes:
    packer = zlib.compressobj(9)
    once = b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)), packer.flush()])
    contents = stream(b"/Filter [/FlateDecode /FlateDecode]", zlib.compress(once, 9))
    return file_of(CATALOG, PAGES, PAGE, contents, stream(b"", b""))


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[PdfProcess]:
    """One with little patience, in the place of ours."""
    made = PdfProcess(Limits(cpu_seconds=1, bytes=500_000_000))
    monkeypatch.setattr(pdf_process, "OURS", made)
    yield made
    made.end()


def test_a_pdf_that_takes_too_long_is_said_and_the_next_is_read() -> None:
    reader = PdfProcess(Limits(cpu_seconds=1, bytes=20_000_000_000))
    with pytest.raises(Died, match="longer than 1 seconds"):
        reader.words_in(drawings_in_drawings(deep=7, wide=14))
    assert reader.words_in(HARMLESS)["pages"][0][0][0] == WORDS
    reader.end()


def test_where_time_on_the_processor_cannot_be_limited_the_clock_does_it() -> None:
    reader = PdfProcess(Limits(cpu_seconds=600, seconds=1.0, bytes=20_000_000_000))
    with pytest.raises(Died, match="longer than 1 seconds"):
        reader.words_in(drawings_in_drawings(deep=7, wide=14))
    reader.end()


def test_a_pdf_that_unpacks_to_gigabytes_is_refused(reader: PdfProcess) -> None:
    with pytest.raises(Unreadable, match=f"a PDF that cannot be read: {DIED}; export its text first"):
        load_pdf(packed_twice(900_000_000), "a.pdf")
    assert load_pdf(HARMLESS, "a.pdf").report.text == WORDS


def test_a_reader_that_others_wore_out_does_not_cost_the_next_pdf(reader: PdfProcess) -> None:
    assert load_pdf(HARMLESS, "a.pdf").report.text == WORDS
    running = reader._running
    assert running is not None
    running.kill()
    assert load_pdf(HARMLESS, "a.pdf").report.text == WORDS
    assert reader._running is not running


def test_pdfs_are_read_by_several_threads(reader: PdfProcess) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(load_pdf(HARMLESS, "a.pdf").report.text)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [WORDS] * 4


def test_pdfs_are_read_in_the_processes_of_a_pool() -> None:
    found = run_in_processes(partial(load_pdf, where="a.pdf"), [HARMLESS] * 3, jobs=1)
    assert [loaded.report.text for loaded in found if not hasattr(loaded, "why")] == [WORDS] * 3


def in_a_fork(answers: multiprocessing.SimpleQueue[str]) -> None:
    answers.put(load_pdf(HARMLESS, "a.pdf").report.text)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_leaves_the_reader_of_its_parent_alone() -> None:
    assert load_pdf(HARMLESS, "a.pdf").report.text == WORDS
    ours = pdf_process.OURS._running
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    process = context.Process(target=in_a_fork, args=[answers], daemon=True)
    process.start()
    assert answers.get() == WORDS
    process.join()
    assert load_pdf(HARMLESS, "a.pdf").report.text == WORDS
    assert pdf_process.OURS._running is ours
