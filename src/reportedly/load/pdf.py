"""A PDF to a report: the words of its pages in paragraphs; what is only a picture of words is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from reportedly.load.characters import LARGEST, LONGEST_TEXT, id_of, refuse_if_too_long, refuse_unless_text
from reportedly.load.dateline import dateline
from reportedly.load.extras import Missing, needed
from reportedly.load.found import Found, Located, stated
from reportedly.load.headline import with_headline
from reportedly.load.pdf_words import MOST_PAGES, NO_LETTERS, SOFT_HYPHEN
from reportedly.model import Problem, Report, Unreadable

START = b"%PDF-"
WITHIN = 1024  # bytes in which readers of PDF look for its beginning
OBJECT = re.compile(rb"\b(\d{1,10}) \d{1,5} obj\b")
MOST_TIMES_DEFINED = 500  # one object, by corrections added to the file; PDFium took 28 s over one defined 5,000 times
NAMED = 10  # pages named in a problem

SCANNED = "a scanned PDF: its pages are pictures of words; have them recognised (OCR) and export the text"
NO_TEXT = "a PDF without text: export its text from the program that made it"
BROKEN = "a PDF that cannot be opened: it is damaged or cut off"
LOCKED = "a PDF locked with a password; save a copy without one"
WHY_NOT: Mapping[str, str] = {
    "broken": BROKEN,
    "locked": LOCKED,
    "too many pages": f"a PDF of more than {MOST_PAGES:,} pages; split it into one file per report",
    "too long": f"its text is longer than {LONGEST_TEXT:,} characters; split it into several files",
}

WIDE_GAP = 1.35  # of the usual distance between two lines: more is a new paragraph
WIDEST = 1.6  # of the height of a letter: no two lines of a paragraph stand further apart than double spacing
INDENT = 0.8  # of the height of a letter
SAME_SIZE = 1.15
FULL = 0.85  # of the width of the column: a shorter line that ends a sentence ends a paragraph
ON_MANY_PAGES = 3  # what stands on so many, at the top or the bottom, is no part of the report
SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
# "D:20220110063000+06'00'" (ISO 32000, 7.9.4)
DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?)?")
MADE_BY_PROGRAM = re.compile(r"(?:Microsoft \w+ - .*|untitled.*|.*\.(?:docx?|rtf|odt|indd|pdf|txt|qxd))", re.IGNORECASE)


class PdfLine(NamedTuple):
    """A line of a page; its numbers are points from the lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    height: float


def load_pdf(raw: bytes, where: str) -> Located:
    """A line for each paragraph; title and date are those of the file's own metadata, unless a dateline has the day."""
    if len(raw) > LARGEST:
        raise Unreadable(where, f"larger than {LARGEST // 1_000_000} MB; split it into one file per report")
    if not raw.strip():
        raise Unreadable(where, "empty: there is no text in it")
    if START not in raw[:WITHIN]:
        raise Unreadable(where, "no PDF: it does not begin like one")
    defined = Counter(OBJECT.findall(raw))
    if defined and max(defined.values()) > MOST_TIMES_DEFINED:
        raise Unreadable(where, BROKEN)
    try:
        needed("pypdfium2")
    except Missing as error:
        raise Unreadable(where, f"a PDF {error}") from None
    found_in_it = words_in(raw, where)
    pages, metadata = [[PdfLine(*line) for line in page] for page in found_in_it["pages"]], found_in_it["metadata"]
    if not any(pages):
        raise Unreadable(where, SCANNED if found_in_it["pictured"] else NO_TEXT)
    title = title_from(metadata.get("Title", ""))
    text = with_headline("\n".join(paragraphs(without_margins(pages))), title)
    refuse_unless_text(text, where)
    refuse_if_too_long(text, where)
    day, made = dateline(text), date_from(metadata.get("CreationDate", ""))
    report = Report(id=id_of(raw), where=where, text=text, title=title, published=day or made)
    found = (
        *stated("the PDF's metadata", [("title", title), ("byline", tidy(metadata.get("Author", "")))]),
        *stated("dateline", [("published", day)]),
        *stated("the PDF's metadata", [("published", None if day else made)]),
        *stated("the PDF's metadata", [("modified", date_from(metadata.get("ModDate", "")))]),
    )
    return Located(report=report, problems=tuple(problems_of(pages, report, found)), found=found)


def problems_of(pages: Sequence[Sequence[PdfLine]], report: Report, found: Sequence[Found]) -> Iterator[Problem]:
    bare = [number for number, page in enumerate(pages, 1) if not page]
    if bare:
        more = f" and {len(bare) - NAMED} more" if len(bare) > NAMED else ""
        which = ", ".join(map(str, bare[:NAMED])) + more
        yield Problem(stage="load", message=f"no text on page {which} of {len(pages)}: blank, or only a picture of it")
    if any(one.what == "published" and one.value == report.published and "metadata" in one.place for one in found):
        message = (
            f"the date {report.published} is when the PDF was made, by its metadata; it may not be that of the report"
        )
        yield Problem(stage="load", message=message)


# ---------------------------------------------------------------- the file
def words_in(raw: bytes, where: str) -> Mapping[str, Any]:
    from reportedly.load import pdf_process  # brings what starts processes with it, which few reports need

    try:
        found = pdf_process.OURS.words_in(raw)
    except pdf_process.Died as error:
        raise Unreadable(where, f"a PDF that cannot be read: {error}; export its text first") from None
    if "why" in found:
        raise Unreadable(where, WHY_NOT[found["why"]])
    return found


# ---------------------------------------------------------------- the words
def without_margins(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    """Without what stands at the top or bottom of many pages, alike but for its numbers."""
    edges = Counter(mask for page in pages for mask in {masked(line) for line in (*page[:1], *page[-1:])})
    often = {mask for mask, times in edges.items() if times >= max(ON_MANY_PAGES, len(pages) / 2)}
    kept = []
    for page in pages:
        inner = list(page)
        while inner and masked(inner[0]) in often:
            inner.pop(0)
        while inner and masked(inner[-1]) in often:
            inner.pop()
        kept.append(inner)
    return kept


def masked(line: PdfLine) -> str:
    return re.sub(r"\d+", "0", line.text.casefold())


def paragraphs(pages: Sequence[Sequence[PdfLine]]) -> list[str]:
    """Lines put together into paragraphs, words cut by a line end made whole."""
    found: list[str] = []
    before: PdfLine | None = None
    for page in pages:
        leading, right = leading_of(page), column_of(page)
        for number, line in enumerate(page):
            if before is None or (
                starts_anew(before, line, leading, right) if number else ends_with_the_page(before, line)
            ):
                found.append(line.text)
            else:
                found[-1] = joined(found[-1], line.text)
            before = line
    return [text.replace(SOFT_HYPHEN, "") for text in found]


def leading_of(page: Sequence[PdfLine]) -> float:
    gaps = [above.bottom - below.bottom for above, below in pairwise(page)]
    falling = [gap for gap in gaps if gap > 0]
    return median(falling) if falling else 0.0


def column_of(page: Sequence[PdfLine]) -> float:
    """How wide the usual line is."""
    return median(sorted(line.right - line.left for line in page)[len(page) // 2 :]) if page else 0.0


def starts_anew(above: PdfLine, line: PdfLine, leading: float, width: float) -> bool:
    gap = above.bottom - line.bottom
    if gap <= 0:  # beside it, or a new column
        return SENTENCE_END.search(above.text) is not None or not line.text[:1].islower()
    sizes = sorted((above.height, line.height))
    return (
        gap > WIDE_GAP * min(max(leading, above.height), WIDEST * above.height)
        or sizes[1] > SAME_SIZE * sizes[0]
        or (line.left - above.left > INDENT * line.height and not line.text[:1].islower())
        or (above.right - above.left < FULL * width and SENTENCE_END.search(above.text) is not None)
    )


def ends_with_the_page(above: PdfLine, line: PdfLine) -> bool:
    return SENTENCE_END.search(above.text) is not None or not line.text[:1].islower()


def joined(above: str, below: str) -> str:
    if above.endswith(SOFT_HYPHEN):
        return above[:-1] + below
    return f"{above}{below}" if above.endswith("-") and below[:1].islower() else f"{above} {below}"


# ---------------------------------------------------------------- what the file says of itself
def title_from(words: str) -> str | None:
    """The title, where it is not the name of a file that a program left there."""
    title = tidy(words)
    return None if title is None or MADE_BY_PROGRAM.fullmatch(title) else title


def tidy(words: str) -> str | None:
    found = " ".join(NO_LETTERS.sub(" ", words).split())
    return found if 0 < len(found) <= 2_000 else None


def date_from(words: str) -> str | None:
    found = DATE.match(words)
    if found is None or found[3] is None:
        return None
    year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
    zone = f"{sign}{hours}:{minutes or '00'}" if sign else "Z" if "Z" in words else ""
    written = f"{year}-{month}-{day}" + (f"T{hour}:{minute or '00'}:{second or '00'}{zone}" if hour else "")
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment.date().isoformat() if not hour else moment.isoformat().replace("+00:00", "Z")
