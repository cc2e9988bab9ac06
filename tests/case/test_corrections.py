"""What people corrected, laid over what was read, and found again when the report is read by a newer model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reportedly.case.corrections import claim_subject, corrected, figure_subject, laid_over
from reportedly.interfaces import Decision, Json
from reportedly.model import Claim, Figure, Ledger, Source, Span
from tests.builders import a_claim, a_figure, a_ledger, a_source, a_source_in, an_entity, exactly, span_of, spans_of

TEXT = (
    "The Coast Herald writes that the port authority believes the dust was known, and that 40 people were hurt. "
    "Granex says that nobody warned the firm."
)
INNER, OUTER = "the dust was known, and that 40 people were hurt", "the port authority believes the dust was known"
HERALD = a_source_in(TEXT, "Coast Herald", "writes", kind="outlet", entity="e1")
PORT = a_source_in(TEXT, "the port authority", "believes", kind="organisation", name="Port Authority", entity="e2")
GRANEX = a_source_in(TEXT, "Granex", "says", kind="organisation", entity="e3")


def harbour(*, shift: int = 0, **changed: Any) -> Ledger:
    """Three claims, the second inside the first; `shift` counts the ids from another number, as a newer model may."""
    outer = a_claim(TEXT, OUTER, id=f"c{1 + shift}", sources=(HERALD,), asserted_by=("certain",))
    inner = a_claim(
        TEXT,
        INNER,
        id=f"c{2 + shift}",
        sources=(HERALD, PORT),
        within=outer.id,
        certainty="probable",
        asserted_by=("certain", "probable"),
    )
    firm = a_claim(TEXT, "nobody warned the firm", id=f"c{3 + shift}", sources=(GRANEX,), asserted_by=("certain",))
    hurt = exactly(TEXT, "40", 40, measure="injured", of="people", claim=inner.id)
    entities = (
        an_entity(TEXT, "Coast Herald", id="e1", kind="outlet"),
        an_entity(TEXT, "Port Authority", "the port authority", id="e2", kind="organisation"),
        an_entity(TEXT, "Granex", id="e3", kind="organisation"),
    )
    return replace(a_ledger(TEXT, outer, inner, firm, figures=(hurt,), entities=entities), **changed)


def deciding(what: str, subject: Json, *, number: int = 1, kind: str = "claim", **value: Json) -> Decision:
    return Decision(
        id=number, at="2022-01-10T00:00:00Z", who="Ada", kind=kind, subject=subject, value={"what": what, **value}
    )


def on(meant: str, what: str, *, number: int = 1, **value: Json) -> Decision:
    ledger = harbour()
    [found] = [one for one in ledger.claims if one.id == meant]
    return deciding(what, claim_subject(ledger, found), number=number, **value)


def on_figure(what: str, *, number: int = 1, **value: Json) -> Decision:
    ledger = harbour()
    return deciding(what, figure_subject(ledger, ledger.figures[0]), number=number, kind="figure", **value)


def put_right(claim: Claim, **more: Json) -> dict[str, Json]:
    return {"claim": claim.to_dict(), "within_spans": None, **more}


def the(ledger: Ledger, claim: str) -> Claim:
    [found] = [one for one in ledger.claims if one.id == claim]
    return found


SCOPE: dict[str, Json] = {
    "of": "dockers", "measure": "injured", "place": "Norrhaven", "as_of": {"from": "2022-01-08", "to": "2022-01-09"},
    "low": 40, "best": 40, "high": None, "vague": None,
}  # fmt: skip


# ---------------------------------------------------------------- one report, read once
def test_where_nobody_decided_anything_the_ledger_is_as_it_was_read() -> None:
    assert corrected(harbour(), []) == harbour()


def test_a_rejected_claim_is_gone_and_what_it_held_moves_up() -> None:
    ledger = corrected(harbour(), [on("c1", "rejected")])
    assert [claim.id for claim in ledger.claims] == ["c2", "c3"]
    assert the(ledger, "c2").within is None


def test_the_figure_of_a_rejected_claim_stays_with_the_claim_above_it() -> None:
    ledger = corrected(harbour(), [on("c2", "rejected")])
    assert [figure.claim for figure in ledger.figures] == ["c1"]
    both = corrected(harbour(), [on("c2", "rejected"), on("c1", "rejected", number=2)])
    assert [figure.claim for figure in both.figures] == [None]


def test_a_corrected_claim_keeps_its_id_and_takes_chain_content_certainty_and_polarity() -> None:
    before = the(harbour(), "c3")
    shorter = spans_of(TEXT, "nobody warned")
    wanted = replace(
        before, spans=shorter, sources=(HERALD, GRANEX), certainty="possible", polarity="negative", asserted_by=()
    )
    claim = the(corrected(harbour(), [on("c3", "corrected", **put_right(wanted))]), "c3")
    assert (claim.spans, claim.certainty, claim.polarity) == (shorter, "possible", "negative")
    assert [source.name for source in claim.sources] == ["Coast Herald", "Granex"]
    assert claim.asserted_by == ("unknown", "possible")


def test_a_name_that_was_typed_is_that_of_the_report_where_it_has_it() -> None:
    typed = replace(the(harbour(), "c3"), sources=(a_source("port authority", kind="organisation", entity="e77"),))
    claim = the(corrected(harbour(), [on("c3", "corrected", **put_right(typed))]), "c3")
    assert [source.entity for source in claim.sources] == ["e2"]
    unknown = replace(typed, sources=(a_source("Norrhaven Union", kind="organisation", entity="e2"),))
    claim = the(corrected(harbour(), [on("c3", "corrected", **put_right(unknown))]), "c3")
    assert [source.entity for source in claim.sources] == [None]


def test_an_added_claim_gets_a_new_id_takes_its_figures_and_moves_no_other() -> None:
    new = a_claim(TEXT, "40 people were hurt", id="c4", sources=(PORT,))
    held = [list(span) for span in the(harbour(), "c2").spans]
    adding = deciding("added", claim_subject(harbour(), new), number=9, claim=new.to_dict(), within_spans=held)
    ledger = corrected(harbour(), [adding])
    assert [claim.id for claim in ledger.claims] == ["c1", "c2", "c3", "c12"]
    assert the(ledger, "c12").within == "c2"
    assert [figure.claim for figure in ledger.figures] == ["c12"]


def test_undoing_one_of_two_additions_leaves_the_other_its_id() -> None:
    def adding(words: str, number: int) -> Decision:
        new = a_claim(TEXT, words, id="c4", sources=(PORT,))
        return deciding("added", claim_subject(harbour(), new), number=number, claim=new.to_dict(), within_spans=None)

    first, second = adding("40 people", 5), adding("were hurt", 6)
    assert [claim.id for claim in corrected(harbour(), [first, second]).claims][-2:] == ["c8", "c9"]
    assert [claim.id for claim in corrected(harbour(), [replace(first, undone_by=7), second]).claims][-1:] == ["c9"]


def test_what_was_added_can_be_rejected_again() -> None:
    new = a_claim(TEXT, "40 people", id="c4", sources=(PORT,))
    subject = claim_subject(harbour(), new)
    adding = deciding("added", subject, number=5, claim=new.to_dict(), within_spans=None)
    rejecting = deciding("rejected", subject, number=6)
    assert corrected(harbour(), [adding, rejecting]) == harbour()


def test_an_accepted_claim_is_as_it_was_read_and_known_to_be_right() -> None:
    laid = laid_over(harbour(), [on("c3", "accepted")])
    assert laid.ledger == harbour()
    assert laid.on_claims["c3"].value["what"] == "accepted"


def test_of_two_decisions_the_later_holds_and_one_undone_counts_for_nothing() -> None:
    rejecting, accepting = on("c3", "rejected", number=1), on("c3", "accepted", number=2)
    assert corrected(harbour(), [rejecting, accepting]) == harbour()
    assert corrected(harbour(), [accepting, rejecting]) == harbour()  # in whatever order they are given
    undone = replace(accepting, undone_by=3)
    assert [claim.id for claim in corrected(harbour(), [rejecting, undone]).claims] == ["c1", "c2"]


def test_a_claim_cannot_come_to_stand_within_itself() -> None:
    held = [list(span) for span in the(harbour(), "c2").spans]
    wanted = put_right(the(harbour(), "c1"), within_spans=held)
    ledger = corrected(harbour(), [on("c1", "corrected", **wanted)])
    assert the(ledger, "c1").within is None


# ---------------------------------------------------------------- figures
def test_a_figure_takes_the_scope_that_a_person_gives_it() -> None:
    [figure] = corrected(harbour(), [on_figure("corrected", figure=SCOPE)]).figures
    assert (figure.id, figure.of, figure.claim) == ("f1", "dockers", "c2")
    assert (figure.low, figure.best, figure.high) == (40, 40, None)
    assert figure.as_of is not None
    assert (figure.as_of.start, figure.as_of.end) == ("2022-01-08", "2022-01-09")


def test_a_place_stands_at_its_words_or_at_the_figure_where_the_report_does_not_name_it() -> None:
    [figure] = corrected(harbour(), [on_figure("corrected", figure=SCOPE)]).figures
    assert figure.place is not None
    assert (figure.place.name, figure.place.span) == ("Norrhaven", figure.span)
    [figure] = corrected(harbour(), [on_figure("corrected", figure={**SCOPE, "place": "Granex"})]).figures
    assert figure.place is not None
    assert figure.place.span == span_of(TEXT, "Granex")


def test_a_rejected_figure_is_gone_and_its_part_counts_of_what_it_was_a_part() -> None:
    parts = (
        a_figure(TEXT, "40", 40, 40, 40, id="f1"),
        a_figure(TEXT, "40 people", 40, 40, 40, id="f9", subset_of="f1"),
        a_figure(TEXT, "hurt", 2, 2, 2, id="f3", subset_of="f9"),
    )
    ledger = harbour(figures=parts)
    rejecting = deciding("rejected", figure_subject(ledger, parts[1]), kind="figure")
    assert [(one.id, one.subset_of) for one in corrected(ledger, [rejecting]).figures] == [("f1", None), ("f3", "f1")]


# ---------------------------------------------------------------- read again by a newer model
def test_a_decision_holds_when_the_claims_are_counted_otherwise() -> None:
    assert [claim.id for claim in corrected(harbour(shift=40), [on("c1", "rejected")]).claims] == ["c42", "c43"]


def test_a_decision_holds_where_the_newer_model_cuts_the_content_a_little_otherwise() -> None:
    newer = harbour()
    longer = replace(newer.claims[2], spans=spans_of(TEXT, "that nobody warned the firm"))
    ledger = corrected(replace(newer, claims=(*newer.claims[:2], longer)), [on("c3", "rejected")])
    assert [claim.id for claim in ledger.claims] == ["c1", "c2"]


def test_what_was_decided_on_one_saying_is_not_laid_on_that_of_another_source() -> None:
    """The newer model no longer reads the inner claim; the outer one shares its words, but is another's."""
    newer = harbour()
    wide = replace(newer.claims[0], spans=spans_of(TEXT, f"the port authority believes {INNER}"))
    laid = laid_over(replace(newer, claims=(wide, newer.claims[2])), [on("c2", "rejected", number=7)])
    assert [claim.id for claim in laid.ledger.claims] == ["c1", "c3"]
    assert [one.id for one in laid.lost] == [7]


def test_of_joint_sources_the_one_meant_is_taken() -> None:
    text = "The mayor and the police say that the road is shut."
    mayor, police = a_source("the mayor", kind="person"), a_source("the police", kind="organisation")
    two = [a_claim(text, "the road is shut", id=f"c{n}", sources=(one,)) for n, one in enumerate((mayor, police), 1)]
    ledger = a_ledger(text, *two)
    rejecting = deciding("rejected", claim_subject(ledger, two[1]))
    assert [claim.sources for claim in corrected(ledger, [rejecting]).claims] == [(mayor,)]


def test_a_chain_put_right_stays_so_where_the_newer_model_gets_it_wrong_in_another_way() -> None:
    wanted = replace(the(harbour(), "c3"), sources=(PORT,))
    other = replace(the(harbour(), "c3"), sources=(HERALD,))
    newer = replace(harbour(), claims=(*harbour().claims[:2], other))
    ledger = corrected(newer, [on("c3", "corrected", **put_right(wanted))])
    assert the(ledger, "c3").sources[0].name == "Port Authority"


def test_what_was_added_is_not_added_again_when_it_is_read() -> None:
    new = the(harbour(), "c3")
    without = replace(harbour(), claims=harbour().claims[:2])
    adding = deciding("added", claim_subject(without, new), claim=new.to_dict(), within_spans=None)
    assert len(corrected(without, [adding]).claims) == 3
    assert corrected(harbour(), [adding]) == harbour()


@pytest.mark.parametrize(
    "value",
    [
        {"what": "corrected", "claim": None},
        {"what": "corrected", "claim": {"id": "c1"}},
        {"what": "doubted"},
        {"claim": {}},
        [],
        {"what": "corrected", "claim": a_claim(spans=(Span(10_000, 10_010),)).to_dict()},
        {"what": "added", "claim": a_claim(spans=()).to_dict()},
    ],
)
def test_a_decision_that_cannot_stand_in_the_text_is_lost_and_changes_nothing(value: Json) -> None:
    laid = laid_over(harbour(), [replace(on("c1", "rejected"), value=value)])
    assert laid.ledger == harbour()
    assert len(laid.lost) == 1


@pytest.mark.parametrize("scope", [{}, {**SCOPE, "measure": "wounded"}, {**SCOPE, "low": "40"}, None])
def test_a_scope_that_is_none_is_lost_and_changes_nothing(scope: Json) -> None:
    laid = laid_over(harbour(), [on_figure("corrected", figure=scope)])
    assert laid.ledger == harbour()
    assert len(laid.lost) == 1


def test_decisions_on_other_reports_and_of_other_kinds_are_passed_over() -> None:
    other = replace(on("c1", "rejected"), subject={**on("c1", "rejected").subject, "report": "sha256:other"})
    laid = laid_over(harbour(), [other, replace(on("c1", "rejected"), kind="note")])
    assert (laid.ledger, laid.lost) == (harbour(), ())


def test_every_span_and_link_of_a_corrected_ledger_holds() -> None:
    wanted = replace(the(harbour(), "c2"), sources=(), mode="authorial", cue=())
    decisions = [
        on("c1", "rejected", number=1),
        on("c2", "corrected", number=2, **put_right(wanted, within_spans=[[0, 5]])),
        on_figure("corrected", number=3, figure=SCOPE),
    ]
    assert_sound(corrected(harbour(), decisions))


def assert_sound(ledger: Ledger) -> None:
    ids, end = {claim.id for claim in ledger.claims}, len(ledger.report.text)
    assert len(ids) == len(ledger.claims)
    for claim in ledger.claims:
        assert claim.within is None or claim.within in ids
        assert len(claim.asserted_by) == len(claim.sources)
        assert all(0 <= a <= b <= end for a, b in places(claim))
    for figure in ledger.figures:
        assert figure.claim is None or figure.claim in ids
        assert all(0 <= a <= b <= end for a, b in places_of(figure))


def places(claim: Claim) -> list[Span]:
    return [*claim.spans, *claim.cue, *(span for source in claim.sources for span in spans_in(source))]


def spans_in(source: Source) -> list[Span]:
    return [*source.cue, *([source.mention] if source.mention else [])]


def places_of(figure: Figure) -> list[Span]:
    return [figure.span, *([figure.of_span] if figure.of_span else []), *([figure.place.span] if figure.place else [])]
