"""What every case store must do, wherever it keeps things."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.case import MemoryStore, make_case
from reportedly.interfaces import Asked, CaseError, CaseStore, Kept, NotInCase, Posting
from reportedly.model import Entity, Figure, Interval, Ledger, Mention, Place, Span
from tests.builders import HARBOUR, a_claim, a_ledger, a_source, harbour_ledger, span_of
from tests.contracts.test_exporters import any_ledger

MORNING, NOON, EVENING = "2022-01-10T08:00:00Z", "2022-01-10T12:00:00Z", "2022-01-10T20:00:00Z"
STORES: Mapping[str, Callable[[Path], CaseStore]] = {
    "memory": lambda _: MemoryStore(),
    "sqlite": lambda folder: make_case(folder / "a.case"),
}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CaseStore]:
    store = STORES[request.param](tmp_path)
    yield store
    assert [damage.message for damage in store.damage()] == []
    store.close()


def keep(store: CaseStore, ledger: Ledger, *, at: str = MORNING, **more: Any) -> str:
    """Keeps a ledger and gives the id of its report."""
    raw = ledger.report.text.encode("utf-8", "surrogatepass")
    store.keep(ledger, raw=raw, reader="sha256:model", at=at, **more)
    return ledger.report.id


def a_toll(number: int = 18, *, where: str = "tolls/1.txt", **known: Any) -> Ledger:
    """ "18 officers died in Almaty, the ministry said", with claim, figure and entities."""
    text = f"{number} officers died in Almaty, the ministry of health said, TASS reports."
    ministry = a_source("the ministry of health", kind="organisation", entity="e2")
    return replace(
        a_ledger(
            text,
            a_claim(
                text,
                f"{number} officers died in Almaty",
                sources=(a_source("TASS"), ministry),
                asserted_by=("certain", "certain"),
                entities=("e1",),
            ),
            entities=(
                Entity(
                    id="e1",
                    name="Almaty",
                    kind="place",
                    mentions=(Mention(span=span_of(text, "Almaty"), type="name"),),
                ),
                Entity(id="e2", name="the ministry of health", kind="organisation", mentions=()),
            ),
            where=where,
            **known,
        ),
        figures=(
            Figure(
                id="f1",
                span=span_of(text, str(number)),
                low=number,
                best=number,
                high=number,
                measure="killed",
                of="officers",
                place=Place(name="Almaty", span=span_of(text, "Almaty")),
                as_of=Interval(start="2022-01-09", end="2022-01-09"),
                claim="c1",
            ),
        ),
    )


# ---------------------------------------------------------------- reports and their ledgers
def test_a_kept_ledger_comes_back_whole_with_its_bytes(store: CaseStore) -> None:
    ledger = harbour_ledger()
    report = keep(store, ledger)
    assert store.ledger(report) == ledger
    assert store.raw(report) == HARBOUR.encode()
    assert list(store.ledgers()) == [ledger]


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers=st.lists(any_ledger(), max_size=4, unique_by=lambda ledger: ledger.report.id))
@pytest.mark.parametrize("name", STORES)
def test_any_ledger_comes_back_as_it_was(
    name: str, ledgers: list[Ledger], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = STORES[name](tmp_path_factory.mktemp("case"))
    for ledger in ledgers:
        keep(store, ledger)
    assert [ledger.to_dict() for ledger in store.ledgers()] == [ledger.to_dict() for ledger in ledgers]
    assert list(store.damage()) == []
    store.close()


def test_what_is_known_of_a_report_is_listed_with_what_read_it_and_when(store: CaseStore) -> None:
    keep(store, harbour_ledger())
    [kept] = store.reports()
    assert kept == Kept(
        number=1,
        id=harbour_ledger().report.id,
        where="reports/harbour.txt",
        outlet="Example Daily",
        title="Fire at Norrhaven harbour brought under control",
        url="https://example.org/harbour-fire",
        published="2024-05-16",
        language="en",
        added=MORNING,
        read=MORNING,
        generator="reportedly 0.1.0",
        reader="sha256:model",
        claims=14,
        figures=0,
    )
    assert store.kept(kept.id) == kept
    assert store.kept("sha256:none") is None


def test_reports_come_in_the_order_in_which_they_were_added(store: CaseStore) -> None:
    added = [keep(store, a_ledger(f"Report {number}.")) for number in (3, 1, 2)]
    assert [kept.id for kept in store.reports()] == added
    assert [ledger.report.id for ledger in store.ledgers()] == added


def test_the_same_report_is_not_kept_twice(store: CaseStore) -> None:
    ledger = harbour_ledger()
    assert store.keep(ledger, raw=HARBOUR.encode(), reader="a", at=MORNING)
    assert not store.keep(ledger, raw=HARBOUR.encode(), reader="b", at=NOON)
    assert [kept.read for kept in store.reports()] == [MORNING]


def test_a_report_must_bear_the_id_of_its_bytes(store: CaseStore) -> None:
    with pytest.raises(ValueError, match="SHA-256 of its raw bytes"):
        store.keep(harbour_ledger(), raw=b"other bytes", reader="a", at=MORNING)
    assert store.sizes().reports == 0


def test_a_report_that_is_not_there_is_asked_for_in_vain(store: CaseStore) -> None:
    for ask in (store.ledger, store.raw, store.seen, store.versions):
        with pytest.raises(NotInCase, match="not in the case"):
            ask("sha256:none")


def test_a_report_without_a_claim_is_kept_all_the_same(store: CaseStore) -> None:
    report = keep(store, a_ledger("Мост открыт, сообщило министерство.", language="ru"))
    assert store.ledger(report).report.language == "ru"


def test_reading_again_replaces_the_ledger_and_keeps_the_place_in_the_order(store: CaseStore) -> None:
    first, _ = keep(store, a_toll()), keep(store, a_ledger("Another."))
    better = replace(a_toll(), claims=(), figures=(), entities=(), generator="reportedly 9")
    keep(store, better, at=NOON, again=True)
    kept = store.kept(first)
    assert kept is not None
    assert (kept.number, kept.added, kept.read, kept.generator, kept.claims) == (1, MORNING, NOON, "reportedly 9", 0)
    assert store.ledger(first) == better
    assert list(store.claims(Asked())) == []
    assert list(store.figures(Asked())) == []


def test_every_reading_changes_the_revision_and_nothing_else_does(store: CaseStore) -> None:
    before = store.revision()
    report = keep(store, a_toll())
    after = store.revision()
    keep(store, a_toll())
    store.remember("toll", report, 18)
    assert (after > before, store.revision() == after) == (True, True)
    keep(store, a_toll(), again=True)
    assert store.revision() > after


def test_where_the_same_bytes_were_met_again_is_noted_once(store: CaseStore) -> None:
    report = keep(store, a_toll(), known={"outlet": "Daily"})
    assert store.saw(report, where="copy.txt", known={"outlet": "Herald"}, at=NOON)
    assert not store.saw(report, where="copy.txt", known={"outlet": "Herald"}, at=EVENING)
    assert [(one.where, one.known) for one in store.seen(report)] == [
        ("tolls/1.txt", {"outlet": "Daily"}),
        ("copy.txt", {"outlet": "Herald"}),
    ]
    assert store.saw(report, where="copy.txt", known=None, at=EVENING)
    assert [one.known for one in store.seen(report)] == [{"outlet": "Daily"}, None]


def test_reports_of_one_address_are_versions_the_earlier_one_first(store: CaseStore) -> None:
    later = keep(
        store, a_toll(20, url="https://www.example.org/toll?utm_source=x#top", published="2022-01-10T01:00:00Z")
    )
    earlier = keep(store, a_toll(18, url="http://example.org/toll/", published="2022-01-10T05:30:00+06:00"))
    other = keep(store, a_toll(19, url="https://example.org/other"))
    homeless = keep(store, a_toll(21))
    assert [kept.id for kept in store.versions(later)] == [earlier, later]
    assert [kept.id for kept in store.versions(earlier)] == [earlier, later]
    assert [kept.id for kept in store.versions(other)] == [other]
    assert [kept.id for kept in store.versions(homeless)] == [homeless]


# ---------------------------------------------------------------- what machines made of them
def test_a_key_leads_to_every_place_that_has_it(store: CaseStore) -> None:
    a, b = keep(store, a_toll(1)), keep(store, a_toll(2))
    store.index(b, "words", [("toll", 3), ("died", 9)])
    store.index(a, "words", [("toll", 7), ("toll", 1)])
    assert list(store.lookup("words", ["died", "absent", "toll"])) == [
        Posting(b, "died", 9),
        Posting(a, "toll", 1),
        Posting(a, "toll", 7),
        Posting(b, "toll", 3),
    ]
    assert list(store.lookup("other", ["toll"])) == []


def test_a_number_and_its_digits_are_two_keys(store: CaseStore) -> None:
    report = keep(store, a_toll())
    store.index(report, "prints", [(7, 0), ("7", 1), (-(2**63), 2), (2**63 - 1, 3)])
    assert list(store.lookup("prints", [7])) == [Posting(report, 7, 0)]
    assert list(store.lookup("prints", ["7"])) == [Posting(report, "7", 1)]
    assert [found.position for found in store.lookup("prints", [-(2**63), 2**63 - 1])] == [2, 3]
    with pytest.raises(ValueError, match="64 bits"):
        store.index(report, "prints", [(2**63, 0)])


def test_what_is_common_gives_nothing(store: CaseStore) -> None:
    for number in range(4):
        store.index(keep(store, a_toll(number)), "prints", [(1, 0), (100 + number, 5)])
    assert [found.key for found in store.lookup("prints", [1, 101], common=3)] == [101]
    assert len(list(store.lookup("prints", [1, 101], common=4))) == 5


def test_the_keys_of_a_report_come_back_as_they_were_given(store: CaseStore) -> None:
    report, other = keep(store, a_toll(1)), keep(store, a_toll(2))
    store.index(report, "prints", [(9, 1), ("b", 0), (9, 1)])
    store.index(other, "prints", [])
    assert store.indexed(report, "prints") == ((9, 1), ("b", 0), (9, 1))
    assert store.indexed(other, "prints") == ()
    assert store.indexed(report, "names") is None


def test_indexing_anew_replaces_the_keys_of_that_kind(store: CaseStore) -> None:
    report = keep(store, a_toll())
    store.index(report, "prints", [(1, 0)])
    store.index(report, "names", [("almaty", 0)])
    store.index(report, "prints", [(2, 0)])
    assert list(store.lookup("prints", [1, 2])) == [Posting(report, 2, 0)]
    assert list(store.lookup("names", ["almaty"])) == [Posting(report, "almaty", 0)]


def test_results_are_remembered_by_kind_and_report(store: CaseStore) -> None:
    a, b = keep(store, a_toll(1)), keep(store, a_toll(2))
    store.remember("names", b, {"Токаев": [1, 2.5, None]})
    store.remember("names", None, ["the whole case"])
    assert store.recall("names", b) == {"Токаев": [1, 2.5, None]}
    assert store.recall("names", None) == ["the whole case"]
    assert store.recall("names", a) is None
    assert list(store.recalled("names")) == [(b, {"Токаев": [1, 2.5, None]})]
    assert list(store.missing("names")) == [a]
    store.remember("names", a, 1)
    store.remember("names", a, 2)
    assert list(store.recalled("names")) == [(a, 2), (b, {"Токаев": [1, 2.5, None]})]
    assert list(store.missing("names")) == []


def test_pairs_are_found_from_either_side(store: CaseStore) -> None:
    a, b, c = (keep(store, a_toll(number)) for number in (1, 2, 3))
    store.remember_pair("copy", b, c, {"score": 0.5})
    store.remember_pair("copy", a, c, {"score": 1.0})
    store.remember_pair("conflict", a, b, "number")
    assert list(store.pairs("copy")) == [(a, c, {"score": 1.0}), (b, c, {"score": 0.5})]
    assert list(store.pairs("copy", b)) == [(b, c, {"score": 0.5})]
    assert list(store.pairs("copy", c)) == [(a, c, {"score": 1.0}), (b, c, {"score": 0.5})]
    assert list(store.pairs("none")) == []


def test_reading_again_drops_what_machines_made_of_that_report_and_of_no_other(store: CaseStore) -> None:
    a, b, c = (keep(store, a_toll(number)) for number in (1, 2, 3))
    for report in (a, b, c):
        store.index(report, "prints", [(1, 0)])
        store.remember("names", report, "found")
    store.remember("names", None, "all")
    store.remember_pair("copy", a, b, 1)
    store.remember_pair("copy", b, c, 1)
    keep(store, a_toll(1), again=True)
    assert [found.report for found in store.lookup("prints", [1])] == [b, c]
    assert store.indexed(a, "prints") is None
    assert list(store.missing("names")) == [a]
    assert store.recall("names", None) == "all"
    assert list(store.pairs("copy")) == [(b, c, 1)]


def test_a_kind_can_be_forgotten_whole(store: CaseStore) -> None:
    a, b = keep(store, a_toll(1)), keep(store, a_toll(2))
    for kind in ("old", "new"):
        store.index(a, kind, [(1, 0)])
        store.remember(kind, a, 1)
        store.remember(kind, None, 1)
        store.remember_pair(kind, a, b, 1)
    store.forget("old")
    store.forget("never used")
    assert (list(store.lookup("old", [1])), store.indexed(a, "old"), store.recall("old", a)) == ([], None, None)
    assert (store.recall("old", None), list(store.pairs("old"))) == (None, [])
    assert list(store.lookup("new", [1])) == [Posting(a, 1, 0)]
    assert list(store.pairs("new")) == [(a, b, 1)]


def test_only_reports_of_the_case_have_results(store: CaseStore) -> None:
    report = keep(store, a_toll())
    with pytest.raises(NotInCase):
        store.index("none", "prints", [])
    with pytest.raises(NotInCase):
        store.remember("names", "none", 1)
    with pytest.raises(NotInCase):
        store.remember_pair("copy", report, "none", 1)


# ---------------------------------------------------------------- what people decided
def test_a_decision_is_kept_with_who_and_when(store: CaseStore) -> None:
    made = store.decide("note", {"report": "r", "span": [0, 4]}, {"text": "ask Берг"}, who="ada", at=MORNING)
    assert (made.who, made.at, made.kind, made.value) == ("ada", MORNING, "note", {"text": "ask Берг"})
    assert store.decisions() == (made,)
    assert store.decisions("merge") == ()


def test_a_decision_outlives_reading_again(store: CaseStore) -> None:
    report = keep(store, a_toll())
    made = store.decide("grade", {"report": report, "span": [0, 9]}, "B2", who="ada", at=MORNING)
    keep(store, a_toll(), again=True)
    store.forget("grade")
    assert store.decisions("grade") == (made,)


def test_a_decision_is_undone_by_another_one_and_never_lost(store: CaseStore) -> None:
    merge, note = (store.decide(kind, ["a", "b"], None, who="ada", at=MORNING) for kind in ("merge", "note"))
    undo = store.undo(merge.id, who="bo", at=NOON)
    assert store.decisions() == (note,)
    assert store.decisions(undone=True) == (replace(merge, undone_by=undo.id), note, undo)
    assert (undo.who, undo.kind, undo.subject) == ("bo", "undo", {"decision": merge.id})


def test_undoing_what_was_undone_puts_it_in_force_again(store: CaseStore) -> None:
    merge = store.decide("merge", ["a", "b"], None, who="ada", at=MORNING)
    undo = store.undo(merge.id, who="bo", at=NOON)
    store.undo(undo.id, who="ada", at=EVENING)
    assert store.decisions() == (merge,)
    store.undo(merge.id, who="bo", at=EVENING)
    assert store.decisions() == ()


def test_what_is_undone_already_or_was_never_decided_cannot_be_undone(store: CaseStore) -> None:
    merge = store.decide("merge", ["a", "b"], None, who="ada", at=MORNING)
    store.undo(merge.id, who="bo", at=NOON)
    with pytest.raises(CaseError, match="undone already, by decision 2"):
        store.undo(merge.id, who="bo", at=NOON)
    with pytest.raises(CaseError, match="no decision 77"):
        store.undo(77, who="bo", at=NOON)
    assert len(store.decisions(undone=True)) == 2


# ---------------------------------------------------------------- questions
@pytest.fixture
def tolls(store: CaseStore) -> CaseStore:
    keep(store, a_toll(18, where="1.txt", outlet="Coast Herald", published="2022-01-09"))
    keep(store, a_toll(164, where="2.txt", outlet="Example  Daily", published="2022-01-10T03:00:00+06:00"))
    keep(store, a_toll(225, where="3.txt", title="The Prosecutor speaks"))
    keep(store, harbour_ledger())
    return store


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (Asked(), [18, 164, 225]),
        (Asked(outlet="example daily"), [164]),
        (Asked(outlet="example"), []),
        (Asked(since="2022-01-10", until="2022-01-10"), [164]),
        (Asked(until="2022-01-09"), [18]),
        (Asked(person="MINISTRY health", place="almaty"), [18, 164, 225]),
        (Asked(person='"ministry health"'), []),
        (Asked(person="tass", since="2022-01-01"), [18, 164]),
        (Asked(text="164 officers"), [164]),
        (Asked(text="offic* alma*", outlet="Coast Herald"), [18]),
        (Asked(text="?!"), []),
        (Asked(certainty="possible"), []),
        (Asked(place="Norrhaven"), []),
    ],
)
def test_claims_and_figures_are_found_by_what_is_asked(tolls: CaseStore, asked: Asked, numbers: list[int]) -> None:
    def is_toll(words: str) -> bool:
        return "officers died" in words

    assert [found.words for found in tolls.claims(asked) if is_toll(found.words)] == [
        f"{number} officers died in Almaty" for number in numbers
    ]
    assert [found.best for found in tolls.figures(asked)] == numbers


def test_a_found_claim_says_all_that_a_list_shows(tolls: CaseStore) -> None:
    [found] = tolls.claims(Asked(text="warned of dust"), limit=1)
    text = HARBOUR[found.start : found.end]
    assert (found.words, found.chain, found.id) == (text, ("Coast Herald",), "c9")
    inner = next(one for one in tolls.claims(Asked(text="dust")) if len(one.chain) == 3)
    assert inner.asserted_by == ("unknown", "probable", "certain")
    assert inner.outlet == "Example Daily"


def test_a_found_figure_says_whose_word_it_is(tolls: CaseStore) -> None:
    [found] = tolls.figures(Asked(outlet="Coast Herald", measure="killed"))
    assert (found.words, found.best, found.of, found.place) == ("18", 18, "officers", "Almaty")
    assert (found.chain, found.claim) == (("TASS", "the ministry of health"), "c1")
    assert found.as_of == Interval(start="2022-01-09", end="2022-01-09")
    assert list(tolls.figures(Asked(measure="injured"))) == []


def test_no_more_is_given_than_asked_for(tolls: CaseStore) -> None:
    assert len(list(tolls.claims(Asked(), limit=2))) == 2
    assert len(list(tolls.figures(Asked(), limit=1))) == 1
    assert len(list(tolls.search("officers", limit=2))) == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("officers almaty", ["1.txt", "2.txt", "3.txt"]),
        ('"died in almaty" 164', ["2.txt"]),
        ("prosecutor", ["3.txt"]),
        ("HERALD", ["1.txt", "reports/harbour.txt"]),
        ("prosec* 225", ["3.txt"]),
        ("prosec", []),
        ('" OR * NEAR( -', []),
        ("", []),
    ],
)
def test_reports_are_found_by_their_words(tolls: CaseStore, words: str, found: list[str]) -> None:
    assert [one.report.where for one in tolls.search(words)] == found


def test_what_was_found_is_shown_with_its_place(tolls: CaseStore) -> None:
    [found] = tolls.search('"drills are for"')
    assert found.span is not None
    assert HARBOUR[found.span.start : found.span.end] == "drills are for"
    assert "that is what our drills are for" in found.around
    [titled] = tolls.search("prosecutor")
    assert titled.span is None
    assert titled.around.startswith("225 officers died")


def test_accents_and_case_do_not_hide_a_word(store: CaseStore) -> None:
    keep(store, a_ledger("Im Café sprach SEÑOR Ağaoğlu über den Йод und die Straße."))
    for words in ("cafe", "senor", "agaoglu", "йод", "STRAßE", "über"):
        assert [found.report.number for found in store.search(words)] == [1], words
    assert list(store.search("иод")) == []


def test_a_number_too_large_for_a_table_is_found_all_the_same(store: CaseStore) -> None:
    figure = replace(a_toll().figures[0], low=10**30, best=10**30, high=None)
    report = keep(store, replace(a_toll(), figures=(figure,)))
    [found] = store.figures(Asked())
    assert found.best == 1e30
    assert store.ledger(report).figures[0].best == 10**30


def test_sizes_are_those_of_what_is_there(tolls: CaseStore) -> None:
    tolls.decide("note", "a", "b", who="ada", at=MORNING)
    sizes = tolls.sizes()
    assert (sizes.reports, sizes.claims, sizes.figures, sizes.decisions) == (4, 17, 3, 1)


# ---------------------------------------------------------------- the whole
def test_what_is_written_together_is_kept_together_or_not_at_all(store: CaseStore) -> None:
    a = keep(store, a_toll(1))
    store.index(a, "prints", [(1, 0)])

    def half_of_it() -> None:
        with store.together():
            store.index(a, "prints", [(2, 0)])
            store.remember("names", a, "found")
            store.decide("note", "a", "b", who="ada", at=MORNING)
            keep(store, a_toll(2))
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        half_of_it()
    assert [found.key for found in store.lookup("prints", [1, 2])] == [1]
    assert (store.recall("names", a), store.decisions(), store.sizes().reports) == (None, (), 1)
    with store.together(), store.together():
        store.remember("names", a, "found")
    assert store.recall("names", a) == "found"


def test_what_was_just_written_is_found_inside_the_same_whole(store: CaseStore) -> None:
    with store.together():
        keep(store, a_toll())
        assert len(list(store.claims(Asked()))) == 1
        assert len(list(store.search("officers"))) == 1


def test_a_store_can_be_written_to_while_it_is_gone_through(store: CaseStore) -> None:
    reports = [keep(store, a_toll(number)) for number in range(1, 6)]
    for kept in store.reports():
        store.remember("names", kept.id, kept.number)
    for report, value in store.recalled("names"):
        store.remember("names", report, value + 1)
    for report in store.missing("other"):
        store.remember("other", report, 1)
    for found in store.claims(Asked()):
        store.remember_pair("seen", reports[0], found.report, 1)
    for a, b, _ in store.pairs("seen"):
        store.remember_pair("seen", b, a, 1)
    assert [value for _, value in store.recalled("names")] == [2, 3, 4, 5, 6]
    next(iter(store.ledgers()))
    next(iter(store.claims(Asked())))
    keep(store, a_toll(7))
    assert store.sizes().reports == 6


@pytest.mark.parametrize("name", STORES)
def test_a_span_outside_the_text_is_damage(name: str, tmp_path: Path) -> None:
    store = STORES[name](tmp_path)
    ledger = a_toll()
    report = keep(store, replace(ledger, claims=(replace(ledger.claims[0], spans=(Span(0, 5000),)),)))
    [damage] = store.damage()
    assert (damage.kind, damage.report) == ("span", report)
    assert damage.message == "claim c1 is at 0 to 5000, but the text has 70 characters"
    store.close()
