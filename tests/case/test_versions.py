"""What changed between two versions of a report."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportedly.case import Change, difference
from reportedly.model import Span

texts = st.lists(st.sampled_from(["18 ", "26 ", "officers ", "died.", "\n", "\n\n", "The ministry said ", "é"])).map(
    "".join
)


def put_together(earlier: str, later: str, changes: tuple[Change, ...]) -> str:
    """The later text made from the earlier one and the changes."""
    out, last = [], 0
    for change in changes:
        out += [earlier[last : change.a.start], later[change.b.start : change.b.end]]
        last = change.a.end
    return "".join([*out, earlier[last:]])


def test_a_figure_that_was_corrected_is_one_change_to_the_word() -> None:
    earlier = "On Monday 18 officers died.\nThe ministry said so.\n"
    later = "On Monday 26 officers died.\nThe ministry said so.\n"
    assert difference(earlier, later) == (Change(kind="replaced", a=Span(10, 12), b=Span(10, 12)),)


def test_what_was_put_in_and_taken_out_says_so() -> None:
    assert difference("One.\nTwo.\n", "One.\nNew.\nTwo.\n") == (Change(kind="inserted", a=Span(5, 5), b=Span(5, 10)),)
    assert difference("One.\nOld.\n", "One.\n") == (Change(kind="deleted", a=Span(5, 10), b=Span(5, 5)),)


def test_the_same_text_has_no_changes() -> None:
    assert difference("It rained.", "It rained.") == ()
    assert difference("", "") == ()


@given(earlier=texts, later=texts)
def test_the_changes_lead_from_one_text_to_the_other(earlier: str, later: str) -> None:
    changes = difference(earlier, later)
    assert put_together(earlier, later, changes) == later
    assert all(change.a.start <= change.a.end and change.b.start <= change.b.end for change in changes)


def test_texts_without_a_word_in_common_do_not_take_for_ever() -> None:
    earlier, later = " ".join(f"a{n}" for n in range(20_000)), " ".join(f"b{n}" for n in range(20_000))
    assert len(difference(earlier, later)) == 1
