"""The lines of a PDF's pages, found by PDFium in a process that reads PDFs and nothing else.

Run as a program by `pdf_process`, so that it imports nothing of the package.  Asked and answered in pieces of bytes,
each behind its length in eight; an answer is JSON: lines are [text, left, right, bottom, height], in points from the
lower left corner of the page.
"""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import IO, Any

NO_LETTERS = re.compile(r"[\ufffe\uffff\x00-\x08\x0b-\x1f\x7f]")
SOFT_HYPHEN = "\ufffe"  # as PDFium gives a word cut at the end of a line
LENGTH = 8  # bytes
MOST_PAGES = 2_000
Line = tuple[str, float, float, float, float]


# ---------------------------------------------------------------- the file
def words_in(raw: bytes, *, longest: int) -> dict[str, Any]:
    """`pages`, whether one without words has a picture (`pictured`), and `metadata`; or only `why` there is no answer:
    "broken", "locked", "too many pages", "too long"."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        return {"why": "locked" if "assword" in str(error) else "broken"}
    with closing(document):
        if len(document) > MOST_PAGES:
            return {"why": "too many pages"}
        pages: list[list[Line]] = []
        pictured, characters = False, 0
        for number in range(len(document)):
            lines, picture = lines_of_page(document, number)
            characters += sum(len(line[0]) for line in lines)
            if characters > longest:
                return {"why": "too long"}
            pages.append(lines)
            pictured = pictured or (picture and not lines)
        return {"pages": pages, "pictured": pictured, "metadata": metadata_of(document)}


def lines_of_page(document: Any, number: int) -> tuple[list[Line], bool]:
    import pypdfium2
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return [], False
    with closing(page):
        try:
            words = page.get_textpage()
        except pypdfium2.PdfiumError:
            return [], False
        with closing(words):
            lines = list(lines_of(words))
        picture = not lines and next(iter(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3)), None) is not None
    return lines, picture


def lines_of(words: Any) -> Iterator[Line]:
    """The lines of a page in the order in which they are written; other marks than letters become blanks."""
    start, most = 0, words.count_chars()
    for line in words.get_text_range(errors="replace").split("\n"):
        shown = line.rstrip("\r")
        text = " ".join(NO_LETTERS.sub(lambda mark: SOFT_HYPHEN if mark[0] == SOFT_HYPHEN else " ", shown).split())
        if text:
            first = start + len(shown) - len(shown.lstrip())
            last = start + len(shown.rstrip()) - 1
            left, bottom, _, top = words.get_charbox(min(first, most - 1), loose=True)
            _, _, right, _ = words.get_charbox(min(last, most - 1), loose=True)
            yield text, left, right, bottom, max(top - bottom, 1.0)
        start += len(line) + 1


def metadata_of(document: Any) -> dict[str, str]:
    import pypdfium2

    try:
        found = document.get_metadata_dict(skip_empty=True)
    except (pypdfium2.PdfiumError, ValueError):
        return {}
    return {key: value.encode("utf-8", "replace").decode("utf-8") for key, value in found.items()}


# ---------------------------------------------------------------- the process
def serve(asked: IO[bytes], answers: IO[bytes]) -> None:
    """Answers until nobody asks any more.  What is asked first says where libraries are, and how much may be used."""
    setting = json.loads(piece_from(asked) or b"{}")
    sys.path[:] = setting["path"]
    limit_memory(setting["bytes"])
    while (raw := piece_from(asked)) is not None:
        limit_time(setting["seconds"])
        found = words_in(raw, longest=setting["longest"])
        answers.write(packed(json.dumps(found).encode("ascii")))
        answers.flush()


def packed(piece: bytes) -> bytes:
    return len(piece).to_bytes(LENGTH, "big") + piece


def piece_from(file: IO[bytes]) -> bytes | None:
    """The next piece; None at the end, and where it breaks off."""
    length = file.read(LENGTH)
    if len(length) < LENGTH:
        return None
    size = int.from_bytes(length, "big")
    piece = file.read(size)
    return piece if len(piece) == size else None


def limit_memory(most: int) -> None:
    """What asks for more does not get it, which PDFium does not survive.  Not everywhere can it be limited."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, ValueError, OSError):
        return


def limit_time(seconds: int) -> None:
    """So many more seconds of CPU time; then the system ends the process."""
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, most))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks is stopped by Ctrl-C, and then nobody asks any more
    serve(sys.stdin.buffer, sys.stdout.buffer)
