"""Marks that overlap give well-formed markup."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportedly.export.marking import Close, Mark, Open, Piece, by_stretch, paragraphs, pieces
from reportedly.model import Span


def a_mark(start: int, end: int, kind: str = "x") -> Mark:
    return Mark(span=Span(start, end), kind=kind, key=kind)


def drawn(text: str, *marks: Mark) -> str:
    return "".join(map(sign, pieces(text, Span(0, len(text)), marks)))


def sign(piece: Piece) -> str:
    if isinstance(piece, str):
        return piece
    return f"<{piece.mark.kind}>" if isinstance(piece, Open) else f"</{piece.mark.kind}>"


def test_a_mark_inside_another_nests() -> None:
    assert drawn("abcdef", a_mark(0, 6, "out"), a_mark(2, 4, "in")) == "<out>ab<in>cd</in>ef</out>"


def test_marks_that_cross_are_cut_where_the_first_ends() -> None:
    assert drawn("abcdef", a_mark(0, 4, "l"), a_mark(2, 6, "r")) == "<l>ab<r>cd</r></l><r>ef</r>"


def test_of_two_marks_on_the_same_words_the_earlier_named_is_outside() -> None:
    assert drawn("abc", a_mark(0, 3, "first"), a_mark(0, 3, "second")) == "<first><second>abc</second></first>"


def test_a_mark_that_reaches_out_of_the_stretch_is_cut_to_it() -> None:
    assert "".join(map(sign, pieces("abcdef", Span(2, 4), [a_mark(0, 6)]))) == "<x>cd</x>"


def test_empty_and_reversed_marks_leave_no_trace() -> None:
    assert drawn("abc", a_mark(1, 1), a_mark(2, 1), a_mark(7, 9)) == "abc"


def test_blank_lines_part_paragraphs_and_single_line_ends_do_not() -> None:
    text = "\n one\ntwo \n \n three\r\n\r\nfour\n"
    assert [text[a:b] for a, b in paragraphs(text)] == ["one\ntwo", "three", "four"]


def test_a_mark_over_two_paragraphs_is_found_in_both() -> None:
    text = "one\n\ntwo\n\nthree"
    mark = a_mark(2, 6)
    assert by_stretch(list(paragraphs(text)), [mark]) == [[mark], [mark], []]


some_marks = st.lists(st.builds(a_mark, st.integers(0, 12), st.integers(0, 12), st.sampled_from("abc")), max_size=8)


@given(text=st.text(max_size=12), marks=some_marks)
def test_no_character_is_lost_and_every_mark_covers_just_its_own(text: str, marks: list[Mark]) -> None:
    stack: list[Mark] = []
    here = 0
    covered: dict[int, set[int]] = {id(mark): set() for mark in marks}
    for piece in pieces(text, Span(0, len(text)), marks):
        if isinstance(piece, Open):
            stack.append(piece.mark)
        elif isinstance(piece, Close):
            assert stack.pop() is piece.mark
        else:
            assert text[here : here + len(piece)] == piece
            for mark in stack:
                covered[id(mark)].update(range(here, here + len(piece)))
            here += len(piece)
    assert (here, stack) == (len(text), [])
    assert covered == {id(mark): set(range(mark.span.start, min(mark.span.end, len(text)))) for mark in marks}
