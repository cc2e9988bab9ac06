"""A case as a value to ask from Python: plain rows, an up-to-date comparison, decisions that hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportedly import Case, Ledger, ReportedlyError
from reportedly.ask import NoSuchName
from reportedly.case import MemoryStore
from reportedly.compare.policies import POLICIES
from reportedly.comparison import Ref
from reportedly.interfaces import CaseError
from tests.builders import a_claim, a_ledger, a_source, an_entity, exactly

MONDAY, TUESDAY, WEDNESDAY = "2031-05-05T08:00:00Z", "2031-05-06T08:00:00Z", "2031-05-07T08:00:00Z"


def toll(number: int, *, day: str, outlet: str, kind: str = "organisation", who: str = "the Harbour Office") -> Ledger:
    """ "12 people were killed, the Harbour Office said"; who is unnamed or rumour is no origin."""
    text = f"{number} people were killed, {who} said, the {outlet} tells."
    words = f"{number} people were killed"
    entities = (an_entity(text, who, kind="organisation"),) if kind == "organisation" else ()
    source = a_source(who, kind=kind, entity="e1" if entities else None)  # type: ignore[arg-type]
    return a_ledger(
        text,
        a_claim(text, words, sources=(source,), asserted_by=("certain",)),
        figures=(exactly(text, str(number), number, measure="killed", of="people", claim="c1"),),
        entities=entities,
        outlet=outlet,
        published=day,
        where=f"{outlet}.txt",
    )


def keep(store: MemoryStore, ledger: Ledger, *, at: str) -> None:
    store.keep(ledger, raw=ledger.report.text.encode(), reader="sha256:model", at=at)


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    keep(store, toll(12, day="2031-05-05", outlet="Herald"), at=MONDAY)
    keep(store, toll(12, day="2031-05-05", outlet="Bell", kind="anonymous", who="an official"), at=MONDAY)
    return store


@pytest.fixture
def case(store: MemoryStore) -> Iterator[Case]:
    with Case(store, now=lambda: WEDNESDAY) as case:
        yield case


def test_a_file_is_opened_asked_and_closed(tmp_path: Path) -> None:
    with Case.open(tmp_path / "new.case", make=True) as case:
        assert case.sizes().reports == 0
        assert case.comparison().series == ()
        assert case.findings() == ()
    with pytest.raises(CaseError, match="there is no case"):
        Case.open(tmp_path / "none.case")


def test_the_comparison_is_up_to_date_and_made_only_when_something_changed(case: Case, store: MemoryStore) -> None:
    before = case.comparison()
    assert case.comparison() is before
    keep(store, toll(15, day="2031-05-06", outlet="Post"), at=TUESDAY)
    assert len(case.comparison().reports) == len(before.reports) + 1


def test_who_is_unnamed_is_counted_apart_from_origins(case: Case) -> None:
    [row] = [row for row in case.origins() if row.kind == "figure"]
    assert (row.reports, row.origins, row.anonymous) == (2, ("the Harbour Office",), 1)
    assert row.summary == "2 reports, 1 origin: the Harbour Office; 1 unnamed source"


def test_what_nobody_named_says_rests_on_none(store: MemoryStore) -> None:
    keep(store, toll(30, day="2031-05-06", outlet="Post", kind="rumour", who="rumours"), at=TUESDAY)
    keep(store, toll(30, day="2031-05-06", outlet="Mail", kind="rumour", who="rumours"), at=TUESDAY)
    [row] = [row for row in Case(store).origins() if row.kind == "figure" and row.what.startswith("30")]
    assert (row.rests_on, row.rumour, row.summary) == ("none", 2, "2 reports, no origin; 2 rumours")


def test_a_new_report_is_told_with_what_it_moved(case: Case, store: MemoryStore) -> None:
    keep(store, toll(15, day="2031-05-06", outlet="Post"), at=TUESDAY)
    rows = [row for row in case.changes("2031-05-06") if row.kind != "conflict"]
    assert [(row.kind, row.before, row.now) for row in rows] == [("report", None, "added"), ("figure", "12", "15")]
    assert rows[1].by == "Post (Post.txt)"
    again = case.changes("2031-05-06T10:00:00+02:00")  # the same moment in another zone
    assert [row for row in again if row.kind != "conflict"] == rows


def test_a_report_that_was_read_again_is_not_new_but_told(case: Case, store: MemoryStore) -> None:
    ledger = toll(12, day="2031-05-05", outlet="Herald")
    store.keep(ledger, raw=ledger.report.text.encode(), reader="sha256:better", at=TUESDAY, again=True)
    assert [(row.kind, row.now) for row in case.changes("2031-05-06")] == [("report", "read again")]


def test_decisions_come_with_the_time_and_are_changes(case: Case) -> None:
    case.grade("Herald", "b", who="Ana")
    case.note("Herald.txt:f1", "check", who="Ana")
    assert [(row.kind, row.at, row.what) for row in case.decisions()] == [
        ("grade", WEDNESDAY, "Herald: B, usually reliable"),
        ("note", WEDNESDAY, "Herald.txt:f1: check"),
    ]
    assert [row.kind for row in case.changes(WEDNESDAY)] == ["decision", "decision"]


def test_figures_say_how_a_codebook_would_code_them(case: Case) -> None:
    for policy in POLICIES:
        rows = list(case.figures(policy=policy))
        assert [row.coded_best for row in rows] == ([None, None] if policy == "none" else [12, 12])
    assert {row.status for row in rows} == {"current"}


def test_a_name_nobody_bears_is_an_error_that_can_be_caught(case: Case) -> None:
    with pytest.raises(NoSuchName, match="near it: Herald"):
        case.grade("Heralt", "A", who="Ana")
    assert issubclass(NoSuchName, ReportedlyError)
    assert list(case.decisions()) == []


def test_the_last_comparison_is_shown_at_a_glance_while_a_newer_report_waits(case: Case, store: MemoryStore) -> None:
    assert case.last_comparison() is None
    assert case.glance() is None
    findings = case.findings()
    keep(store, toll(15, day="2031-05-06", outlet="Post"), at=TUESDAY)
    last, glance = case.last_comparison(), case.glance()
    assert last is not None
    assert glance is not None
    assert (last.missing, last.up_to_date, glance.sizes["reports"]) == (1, False, 2)
    assert glance.findings[: len(findings)] == findings
    assert [line.stands for line in glance.figures] == ["12"]


def test_whose_word_a_figure_is_can_be_asked_of_any_report(case: Case) -> None:
    [series] = case.comparison().series
    named = {case.whose(Ref(report=one.report, figure=one.figure)) for one in series.statements}
    assert named == {"the Harbour Office", "an official"}
