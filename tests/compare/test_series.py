"""How a figure moved: what is followed as one count, what was overtaken, what was withdrawn and is still repeated."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.compare.number_conflicts import no_conflicts, number_conflicts
from reportedly.compare.retractions import withdrawals
from reportedly.compare.series import Fates, Followed, fates_of, follow, series_of
from reportedly.compare.statements import at_home, given_in
from reportedly.comparison import Conflict, NoConflict, Series
from reportedly.model import Ledger
from tests.builders import a_source
from tests.compare.tolls import a_count, a_toll


def series_in(*ledgers: Ledger) -> tuple[Series, ...]:
    rows = at_home(row for ledger in ledgers for row in given_in(ledger, {}))
    followed = follow(rows)
    return series_of(followed, fates_in(followed, ledgers))


def fates_in(followed: Sequence[Followed], ledgers: Sequence[Ledger]) -> Fates:
    withdrawn = [one for ledger in ledgers for one in withdrawals(ledger)]
    return fates_of([row for one in followed for row in one.given], withdrawn)


def conflicts_in(*ledgers: Ledger, copied: tuple[Ledger, Ledger] | None = None) -> list[Conflict]:
    followed = follow(at_home(row for ledger in ledgers for row in given_in(ledger, {})))
    fates = fates_in(followed, ledgers)
    pairs = {frozenset(ledger.report.id for ledger in copied)} if copied else set()
    return number_conflicts(followed, fates, pairs)


def agreements_in(*ledgers: Ledger) -> list[NoConflict]:
    return no_conflicts(follow(at_home(row for ledger in ledgers for row in given_in(ledger, {}))))


FIRST = a_toll("The flood killed 12 people.", a_count("12", 12), source="Ministry", published="2030-05-07")
SECOND = a_toll("The flood killed 26 people.", a_count("26", 26), source="Ministry", published="2030-05-08")


def test_a_later_count_overtakes_an_earlier_one_and_does_not_contradict_it() -> None:
    [series] = series_in(FIRST, SECOND)
    assert [(s.best, s.status) for s in series.statements] == [(12, "superseded"), (26, "current")]
    assert series.origins == 1
    assert conflicts_in(FIRST, SECOND) == []
    assert [one.kind for one in agreements_in(FIRST, SECOND)] == ["later"]


def test_a_toll_cannot_fall() -> None:
    fallen = a_toll("The flood killed 9 people.", a_count("9", 9), source="Mayor", published="2030-05-09")
    [conflict] = conflicts_in(FIRST, fallen)
    assert conflict.reason.startswith("12 people killed against 9 people killed")
    assert conflict.reason.endswith("a toll cannot fall")


def test_officers_among_the_dead_are_never_set_against_all_the_dead() -> None:
    report = a_toll(
        "It cost 225 lives, 19 of them policemen.", a_count("225", 225, of="lives"), a_count("19", 19, of="policemen")
    )
    assert len(series_in(report)) == 2
    assert conflicts_in(report) == []
    assert [one.kind for one in agreements_in(report)] == ["subset"]


def test_a_part_without_a_name_of_its_own_is_kept_apart_from_its_whole() -> None:
    report = a_toll("Of 40 dead 8 are known by name.", a_count("40", 40), a_count("8", 8, part_of=1))
    assert conflicts_in(report) == []


def test_criminals_rioters_and_protesters_of_one_ministry_and_day_are_one_figure() -> None:
    ours = a_toll("26 criminals died.", a_count("26", 26, of="criminals"), source="Ministry")
    theirs = a_toll("26 protesters died.", a_count("26", 26, of="protesters"), source="Ministry", outlet="Other")
    [series] = series_in(ours, theirs)
    assert len(series.statements) == 2
    assert series.origins == 1


def test_two_bodies_on_one_day_contradict_each_other() -> None:
    one = a_toll("The fire killed 18 people.", a_count("18", 18), source="Ministry", published="2030-05-09T10:00")
    other = a_toll("The fire killed 11 people.", a_count("11", 11), source="Hospital", published="2030-05-09T04:00")
    assert [conflict.kind for conflict in conflicts_in(other, one)] == []  # raised within the day
    assert [conflict.kind for conflict in conflicts_in(one, a_toll(
        "The fire killed 11 people.", a_count("11", 11), source="Hospital", published="2030-05-09T22:00"
    ))] == ["number"]  # fmt: skip


def test_a_number_changed_in_copying_is_told_even_where_nothing_else_speaks_against_it() -> None:
    original = a_toll("The flood hurt 317 people.", a_count("317", 317, measure="injured"), published="2030-05-07")
    copy = a_toll("The flood wounded 137 people.", a_count("137", 137, measure="injured"), published="2030-05-08")
    [conflict] = conflicts_in(original, copy, copied=(original, copy))
    assert "the number changed on the way" in conflict.reason


WITHDRAWN = a_toll(
    "The figure of 164 dead is withdrawn. The ministry called it a technical error.",
    a_count("164", 164, of="dead"),
    published="2030-05-10",
)


def test_a_withdrawn_figure_is_retracted_before_and_a_zombie_after() -> None:
    born = a_toll("The unrest killed 164 people.", a_count("164", 164), source="Ministry", published="2030-05-09")
    zombie = a_toll("The dead numbered 164.", a_count("164", 164, of="dead"), published="2030-05-12")
    [series] = series_in(born, WITHDRAWN, zombie)
    assert [s.status for s in series.statements] == ["retracted", "retracted", "repeated_after_retraction"]
    assert {s.retracted_by.report for s in series.statements if s.retracted_by} == {WITHDRAWN.report.id}


def test_the_same_number_of_other_people_is_not_retracted_with_it() -> None:
    hurt = a_toll("The storm hurt 164 children.", a_count("164", 164, of="children"), published="2030-05-12")
    statuses = {s.report: s.status for series in series_in(WITHDRAWN, hurt) for s in series.statements}
    assert statuses[hurt.report.id] == "current"


def test_who_says_that_a_figure_was_withdrawn_does_not_repeat_it() -> None:
    report = a_toll(
        "The previous toll was 164. That figure was later withdrawn.", a_count("164", 164), published="2030-05-15"
    )
    [series] = series_in(WITHDRAWN, report)
    assert {s.status for s in series.statements} == {"retracted"}


def test_the_word_of_nobody_is_no_origin() -> None:
    rumour = a_toll("40 people died.", a_count("40", 40), source=a_source("rumours", kind="rumour"))
    [series] = series_in(rumour)
    assert series.origins == 0
    assert series.statements[0].originator is None
