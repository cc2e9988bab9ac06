"""The most telling findings: which come first, what they say, and that they say no more than the comparison holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reportedly.compare.findings import findings
from reportedly.comparison import Assertion, Comparison, Conflict, Copy, Ref, Series, Statement, Told

EMPTY = Comparison(
    reports=(), entities=(), maybes=(), series=(), copies=(), conflicts=(), not_conflicts=(), assertions=(), origins=()
)
REPORTS = tuple(
    Told(id=f"r{n}", where=f"news/{n}.txt", outlet=outlet, published=f"2031-05-0{n}T08:00:00Z", title=None)
    for n, outlet in enumerate(("Coast Herald", "Northwire", "Daily Bell", None), start=1)
)
WITHDRAWN = Ref(report="r2", claim="c4")


def given(report: str, number: int | None = 41, **more: Any) -> Statement:
    known: dict[str, Any] = {
        "figure": "f1", "vague": None, "as_of": None, "originator": None, "originator_entity": None, "chain": ()
    }  # fmt: skip
    return Statement(report=report, low=number, best=number, high=number, **{**known, **more})


def case(*statements: Statement, **more: Any) -> Comparison:
    series = Series(id="S1", measure="killed", of="people", place="Norrhaven", statements=statements, origins=1)
    return replace(EMPTY, reports=REPORTS, series=(series,), **more)


def retracted(report: str, *, again: bool = False, by: str | None = "the Health Ministry") -> Statement:
    status = "repeated_after_retraction" if again else "retracted"
    return given(report, status=status, retracted_by=WITHDRAWN, withdrawn_by=by)


def whose(ref: Ref) -> str | None:
    return {("r2", "c4"): "the Health Ministry", ("r1", "c1"): "Mara Lind"}.get((ref.report, ref.claim or ""))


def test_a_withdrawn_figure_that_is_still_given_says_who_withdrew_it_and_who_gives_it() -> None:
    [found] = findings(case(retracted("r1"), retracted("r3", again=True), retracted("r4", again=True)), whose=whose)
    assert found.words == (
        "41 people killed in Norrhaven: withdrawn by the Health Ministry (as Northwire (2.txt) reports on "
        "2031-05-02), and still given by Daily Bell (3.txt) on 2031-05-03 and 4.txt on 2031-05-04."
    )
    assert found.refs[0] == WITHDRAWN


def test_a_withdrawn_figure_that_nobody_gives_any_more_is_no_finding() -> None:
    assert findings(case(retracted("r1")), whose=whose) == ()


def test_where_it_is_not_known_who_withdrew_it_only_the_report_is_named() -> None:
    [found] = findings(case(retracted("r1", by=None), retracted("r3", again=True, by=None)))
    assert ": withdrawn (as Northwire (2.txt) reports on 2031-05-02), and still given by" in found.words


def test_a_number_that_changed_in_copying_says_from_whom_to_whom() -> None:
    dozens, hundreds = given("r1", None, vague="dozens"), given("r3", None, vague="hundreds")
    conflict = Conflict(
        kind="number", a=Ref(report="r3", figure="f1"), b=Ref(report="r1", figure="f1"), reason="not both"
    )
    copy = Copy(a="r1", b="r3", kind="paraphrase", score=0.8, original="r1")
    first, second = findings(case(dozens, hundreds, copies=(copy,), conflicts=(conflict,)))
    assert first.words == (
        "Dozens of people killed in Norrhaven became hundreds on the way from Coast Herald (1.txt) to Daily Bell "
        "(3.txt)."
    )
    assert second.kind == "conflict"
    [unsure, _] = findings(case(dozens, hundreds, copies=(replace(copy, original=None),), conflicts=(conflict,)))
    assert "between Coast Herald (1.txt) and Daily Bell (3.txt), of which one is a copy" in unsure.words


def test_three_reports_on_one_word_are_one_origin() -> None:
    ministry: dict[str, Any] = {"originator": "Interior Ministry", "originator_entity": "E1"}
    [found] = findings(case(given("r1", **ministry), given("r3", **ministry), given("r4")))
    assert found.words == (
        "3 reports, 1 origin: Interior Ministry: 41 people killed in Norrhaven (one of them names nobody)."
    )


def test_two_reports_or_two_origins_are_not_worth_telling() -> None:
    ministry: dict[str, Any] = {"originator": "Interior Ministry"}
    assert findings(case(given("r1", **ministry), given("r3", **ministry))) == ()
    assert findings(case(given("r1", **ministry), given("r3", originator="police"), given("r4"))) == ()


def test_words_that_many_reports_carry_from_one_are_one_origin_too() -> None:
    refs = tuple(Ref(report=f"r{n}", claim="c1") for n in (1, 2, 3))
    said = Assertion(
        id="A1", words="the\nharbour is shut", claims=refs, said_by=("Mara Lind",), denied_by=(), hedged_by=(),
        first_seen=None, last_changed=None,
    )  # fmt: skip
    [found] = findings(replace(EMPTY, reports=REPORTS, assertions=(said,)))
    assert found.words == "3 reports, 1 origin: Mara Lind: “the harbour is shut”."
    assert findings(replace(EMPTY, reports=REPORTS, assertions=(replace(said, denied_by=("police",)),))) == ()


def test_a_conflict_of_two_who_are_named_comes_before_one_of_nobody() -> None:
    nobody = Conflict(
        kind="place", a=Ref(report="r3", claim="c1"), b=Ref(report="r4", claim="c1"), reason="here or there"
    )
    named = Conflict(kind="place", a=Ref(report="r1", claim="c1"), b=WITHDRAWN, reason="in or out")
    first, second = findings(replace(EMPTY, reports=REPORTS, conflicts=(nobody, named)), whose=whose)
    assert first.words == (
        "Two places that cannot both be so: in or out (Coast Herald (1.txt) on 2031-05-01; Northwire (2.txt) on "
        "2031-05-02)."
    )
    assert first.weight > second.weight


def test_one_of_each_kind_comes_before_the_second_of_any() -> None:
    ministry: dict[str, Any] = {"originator": "Interior Ministry"}
    conflicts = tuple(
        Conflict(kind="denial", a=Ref(report="r1", claim=f"c{n}"), b=Ref(report="r4", claim=f"c{n}"), reason=f"not {n}")
        for n in range(5)
    )
    found = findings(case(*(given(f"r{n}", **ministry) for n in (1, 2, 3)), conflicts=conflicts), most=3)
    assert [one.kind for one in found] == ["one_origin", "conflict", "conflict"]


def test_a_case_without_anything_telling_has_no_findings() -> None:
    assert findings(EMPTY) == ()


def test_a_withdrawal_that_a_report_tells_in_two_sentences_is_told_once() -> None:
    headline = replace(WITHDRAWN, claim="c1")
    twice = (retracted("r1"), replace(retracted("r3", again=True), retracted_by=headline), retracted("r4", again=True))
    conflicts = tuple(
        Conflict(kind="denial", a=Ref(report="r1", figure="f1"), b=b, reason="41 people killed: withdrawn")
        for b in (headline, WITHDRAWN)
    )
    found = findings(case(*twice, conflicts=conflicts), whose=whose, most=9)
    assert [one.kind for one in found] == ["repeated_after_retraction", "conflict"]
    assert "Daily Bell (3.txt) on 2031-05-03 and 4.txt on 2031-05-04" in found[0].words
