"""Telegrams break paragraphs into lines of one width; newspapers put a paragraph on a line."""

from __future__ import annotations

from reportedly.extract.page import Page
from reportedly.model import Parsed
from reportedly.parse.wordpiece import WordPiece
from reportedly.parse.wrapping import is_wrapped

TELEGRAM = """\
PORT AMBER, 7 MAY -- THE DAM ABOVE THE TOWN GAVE WAY LATE ON MONDAY AND
TWELVE WORKERS OF THE POWER STATION ARE MISSING, THE REGIONAL RESCUE
SERVICE SAID IN A STATEMENT READ ON THE RADIO THIS MORNING.  HELICOPTERS
OF THE COAST GUARD SEARCHED THE VALLEY UNTIL DAWN.

   THE MAYOR ASKED EVERYBODY BELOW THE BRIDGE TO LEAVE THEIR HOUSES AT
ONCE AND TO GO TO THE SCHOOLS ON THE HILL.  THE OPERATOR OF THE STATION
HAD INSPECTED THE WALL IN MARCH AND HAD FOUND NO CRACKS, ITS DIRECTOR
SAID, ADDING THAT THE CAUSE WAS NOT KNOWN.
"""
ARTICLE = "\n".join(f"Paragraph {n} of an article ends with a full stop and stands on a line." for n in range(9))


def test_lines_of_one_width_that_end_within_sentences_are_wrapped() -> None:
    assert is_wrapped(TELEGRAM)
    assert is_wrapped(TELEGRAM.replace("\n", "\r\n"))


def test_a_paragraph_a_line_is_not_wrapped_and_neither_is_a_list_or_a_short_text() -> None:
    assert not is_wrapped(ARTICLE)
    assert not is_wrapped("\n".join(["12 missing", "4,300 in schools", "two helicopters"] * 5))
    assert not is_wrapped("The dam\ngave way.")


def test_paragraphs_of_a_wrapped_text_end_at_blank_lines_and_indents() -> None:
    page = Page(Parsed(text=TELEGRAM, tokens=(), sentences=(), names=(), attributions=(), wrapped=True))
    assert [page.words(p).split()[0] for p in page.paragraphs] == ["PORT", "THE"]


def test_a_break_between_wrapped_lines_is_read_as_a_space() -> None:
    pieces = WordPiece(["[UNK]", "[CLS]", "[SEP]"])(TELEGRAM)
    gaps = [(int(layout) - 1) % 3 for layout in pieces.layout]
    assert gaps.count(2) == 2  # the beginning, and the second paragraph
