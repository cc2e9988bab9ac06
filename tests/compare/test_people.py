"""Who is who in a case: what becomes one, what stays apart, what is asked, and that people have the last word."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.compare.memory import Memory
from reportedly.compare.people import TRACES, CaseCast, Judgement, resolve, traces_of
from reportedly.comparison import CaseEntity
from reportedly.model import Entity, EntityKind, Ledger
from tests.builders import a_ledger, an_entity

KINDS: dict[str, EntityKind] = {
    "Almaty": "place",
    "Alma-Ata": "place",
    "Kazakhstan": "place",
    "Kyrgyzstan": "place",
    "Interior Ministry": "organisation",
    "Ministry of Internal Affairs": "organisation",
    "Foreign Ministry": "organisation",
    "CSTO": "organisation",
    "CTSO": "organisation",
    "ODKB": "organisation",
    "Collective Security Treaty Organization": "organisation",
    "National Security Committee": "organisation",
    "KNB": "organisation",
    "Coast Herald": "outlet",
    "Harbour Workers Union": "organisation",
    "HWU": "organisation",
}


def report(text: str, *names: str, id: str = "r1") -> Ledger:  # noqa: A002
    """A read report whose entities are `names`, each where it first stands."""
    entities = tuple(
        an_entity(text, name, id=f"e{n}", kind=KINDS.get(name, "person")) for n, name in enumerate(names, start=1)
    )
    return a_ledger(text, entities=entities, id=id)


def reports(*names: Sequence[str]) -> list[Ledger]:
    """Reports that do nothing but name."""
    return [report(". ".join(of_one), *of_one, id=f"r{n}") for n, of_one in enumerate(names, start=1)]


def unread(text: str, *, id: str = "ru") -> Ledger:  # noqa: A002
    return a_ledger(text, id=id, language="ru")


def names_together(ledgers: Sequence[Ledger], judgements: Sequence[Judgement] = ()) -> set[frozenset[str]]:
    entities, _ = resolve(ledgers, judgements)
    return {frozenset(entity.forms) for entity in entities}


def the(entities: Sequence[CaseEntity], form: str) -> CaseEntity:
    [found] = [entity for entity in entities if form in entity.forms]
    return found


# ---------------------------------------------------------------- people
def test_a_person_is_one_through_all_spellings() -> None:
    entities, doubts = resolve(
        reports(["Kassym-Jomart Tokayev"], ["Kasym-Zhomart Tokaev"], ["Tokajew"], ["K. Tokayev"], ["Toqaev"])
    )
    [person] = entities
    assert person.name == "Kassym-Jomart Tokayev"
    assert len(person.members) == 5
    assert person.reasons
    assert not doubts


def test_relatives_stay_apart_and_a_family_is_nobody() -> None:
    together = names_together(
        reports(["Nursultan Nazarbayev"], ["Dariga Nazarbayeva"], ["Bolat Nazarbayev"], ["Nazarbayev family"])
    )
    assert all(len(forms) == 1 for forms in together)


def test_a_mans_genitive_left_by_a_translating_machine_is_the_man() -> None:
    [person], _ = resolve(reports(["Nursultan Nazarbayev"], ["Nursultana Nazarbayeva"]))
    assert len(person.members) == 2


def test_a_family_name_that_two_bear_is_asked_about() -> None:
    entities, doubts = resolve(reports(["Karim Masimov"], ["Timur Masimov"], ["Masimov"]))
    assert len(entities) == 3
    assert {doubt.a for doubt in doubts} | {doubt.b for doubt in doubts} == {entity.id for entity in entities}
    assert all("2 people" in doubt.reason for doubt in doubts)


def test_a_report_that_names_one_of_two_in_full_means_that_one() -> None:
    entities, _ = resolve(reports(["Karim Masimov"], ["Timur Masimov"], ["Masimov", "Timur Masimov"]))
    assert ("r3", "e1") in the(entities, "Timur Masimov").members
    assert ("r3", "e1") not in the(entities, "Karim Masimov").members


def test_a_garbled_family_name_beside_a_long_given_name_is_forgiven_a_truncated_one_is_asked_about() -> None:
    entities, doubts = resolve(reports(["Kassym-Jomart Tokayev"], ["Kassim-Jomart Togayev"], ["Kassym-Jomart Kaev"]))
    assert len(the(entities, "Kassym-Jomart Tokayev").members) == 2
    [doubt] = doubts
    assert {doubt.a, doubt.b} == {entity.id for entity in entities}


def test_two_halves_of_a_double_name_meet_in_the_whole() -> None:
    [person], _ = resolve(reports(["Kassym Tokayev"], ["Kassym-Jomart Tokayev"], ["Jomart Tokayev"]))
    assert len(person.members) == 3


def test_what_most_reports_take_a_name_for_holds() -> None:
    wrong = a_ledger("Tokayev spoke.", entities=(an_entity("Tokayev spoke.", "Tokayev", kind="organisation"),), id="r3")
    [person], _ = resolve([*reports(["Kassym-Jomart Tokayev"], ["Tokayev"]), wrong])
    assert person.kind == "person"


# ---------------------------------------------------------------- bodies and places
def test_a_body_is_one_by_name_abbreviation_and_translation() -> None:
    [body], _ = resolve(reports(["CSTO"], ["ODKB"], ["Collective Security Treaty Organization"], ["CTSO"]))
    assert len(body.members) == 4
    assert any("swapped" in reason for reason in body.reasons)


def test_an_abbreviation_that_no_list_has_finds_its_name_in_the_case() -> None:
    [body], _ = resolve(reports(["Harbour Workers Union"], ["HWU"]))
    assert any("abbreviates" in reason for reason in body.reasons)


def test_a_ministry_is_one_in_each_country() -> None:
    of_kazakhstan = report("In Kazakhstan the Interior Ministry spoke. Kazakhstan waits.", "Interior Ministry", id="r1")
    the_same = report("The Ministry of Internal Affairs of Kazakhstan spoke.", "Ministry of Internal Affairs", id="r2")
    of_another = report("Kyrgyzstan's Interior Ministry spoke.", "Interior Ministry", id="r3")
    entities, _ = resolve([of_kazakhstan, the_same, of_another])
    assert [(e.name, len(e.members)) for e in entities] == [
        ("Interior Ministry of Kazakhstan", 2),
        ("Interior Ministry of Kyrgyzstan", 1),
    ]


def test_a_ministry_of_no_country_is_asked_about_where_there_are_two() -> None:
    ledgers = [
        report("Kazakhstan's Foreign Ministry spoke.", "Foreign Ministry", id="r1"),
        report("Kyrgyzstan's Foreign Ministry spoke.", "Foreign Ministry", id="r2"),
        report("The Foreign Ministry spoke.", "Foreign Ministry", id="r3"),
    ]
    entities, doubts = resolve(ledgers)
    assert len(entities) == 3
    assert len(doubts) == 2
    assert len(resolve([ledgers[0], ledgers[2]])[0]) == 1


def test_an_office_that_one_country_alone_has_is_that_countrys() -> None:
    ledgers = [
        report("Kazakhstan's National Security Committee spoke.", "National Security Committee", id="r1"),
        report("Kyrgyzstan, Kyrgyzstan: the KNB spoke.", "KNB", id="r2"),
    ]
    [body], _ = resolve(ledgers)
    assert body.name == "National Security Committee of Kazakhstan"


def test_a_city_keeps_its_old_name_and_is_no_country() -> None:
    assert names_together(reports(["Almaty", "Kazakhstan"], ["Alma-Ata"])) == {
        frozenset({"Almaty", "Alma-Ata"}),
        frozenset({"Kazakhstan"}),
    }


# ---------------------------------------------------------------- reports in Cyrillic that were not read
def test_names_in_an_unread_report_join_those_that_are_known() -> None:
    known = reports(["Kassym-Jomart Tokayev", "Almaty", "CSTO"], ["Nursultan Nazarbayev", "Kazakhstan"])
    text = "Касым-Жомарту Токаеву сообщили о силах ОДКБ в Алма-Ате. Назарбаева в Казахстане не видели."
    entities, _ = resolve([*known, unread(text)])
    joined = {entity.name: {form for form in entity.forms if re.search("[а-я]|ОДКБ", form)} for entity in entities}
    assert joined == {
        "Kassym-Jomart Tokayev": {"Касым-Жомарту Токаеву", "Токаеву"},
        "Almaty": {"Алма-Ате"},
        "Collective Security Treaty Organization": {"ОДКБ"},
        "Nursultan Nazarbayev": {"Назарбаева"},
        "Kazakhstan": {"Казахстане"},
    }


def test_an_unread_report_makes_no_entity_of_its_own() -> None:
    assert resolve([unread("Президент Токаев выступил в Алматы.")]) == ((), ())


def test_a_cyrillic_name_that_two_bear_joins_neither() -> None:
    entities, _ = resolve([*reports(["Karim Masimov"], ["Timur Masimov"]), unread("Задержан Масимов.")])
    assert all(len(entity.members) == 1 for entity in entities)


# ---------------------------------------------------------------- people decide
def test_a_person_may_merge_what_no_rule_would() -> None:
    ledgers = reports(["Kassym-Jomart Tokayev"], ["Kassym-Jomart Kaev"])
    [entity], doubts = resolve(ledgers, [Judgement("merge", ("r1", "e1"), ("r2", "e1"))])
    assert "somebody decided so" in entity.reasons
    assert not doubts


def test_a_person_may_split_what_looks_alike_and_is_not_asked_again() -> None:
    ledgers = reports(["Karim Masimov"], ["Karim Masimov"], ["Karim Massimov"])
    entities, doubts = resolve(ledgers, [Judgement("split", ("r1", "e1"), ("r2", "e1"))])
    assert {entity.members for entity in entities} == {(("r1", "e1"), ("r3", "e1")), (("r2", "e1"),)}
    assert not doubts


def test_the_later_of_two_decisions_holds() -> None:
    cast = CaseCast([Judgement("split", ("r1", "e1"), ("r2", "e1"))])
    for ledger in reports(["Karim Masimov"], ["Karim Masimov"]):
        cast.add(ledger)
    assert len(cast.resolve()[0]) == 2
    cast.judge(Judgement("merge", ("r2", "e1"), ("r1", "e1")))
    assert len(cast.resolve()[0]) == 1


def test_a_decision_about_a_report_that_is_not_in_the_case_waits() -> None:
    [entity], _ = resolve(reports(["Karim Masimov"]), [Judgement("merge", ("r1", "e1"), ("r9", "e1"))])
    assert entity.members == (("r1", "e1"),)


# ---------------------------------------------------------------- order and keeping
PEOPLE = "Kassym-Jomart Tokayev|Tokayev|Tokaev|K. Tokayev|Kassym Tokayev|Jomart Tokayev|Kassym-Jomart Kaev|Togayev"
FAMILY = "Nursultan Nazarbayev|Dariga Nazarbayeva|Nazarbayev|Nazarbayeva|Nursultana Nazarbayeva|President"
NAMESAKES = "Karim Masimov|Timur Masimov|Karim Maximov|Masimov|T. Massimov|Karim"
NAMES = (*PEOPLE.split("|"), *FAMILY.split("|"), *NAMESAKES.split("|"), *KINDS)
cases = st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True), min_size=1, max_size=8)


@settings(deadline=None)
@given(cases, st.randoms(use_true_random=False))
def test_the_order_of_reports_makes_no_difference(case: list[list[str]], chance: object) -> None:
    ledgers = reports(*case)
    shuffled = list(ledgers)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert resolve(shuffled) == resolve(ledgers)


@settings(deadline=None)
@given(cases)
def test_every_entity_of_every_read_report_is_in_one_entity_of_the_case(case: list[list[str]]) -> None:
    ledgers = reports(*case)
    entities, doubts = resolve(ledgers)
    members = [member for entity in entities for member in entity.members]
    assert sorted(members) == sorted((ledger.report.id, e.id) for ledger in ledgers for e in ledger.entities)
    ids = {entity.id for entity in entities}
    assert all(doubt.a in ids and doubt.b in ids and doubt.a != doubt.b for doubt in doubts)


def test_a_report_added_again_replaces_itself() -> None:
    cast = CaseCast()
    cast.add(report("Karim Masimov spoke.", "Karim Masimov"))
    cast.add(report("Timur Masimov spoke.", "Timur Masimov"))
    [entity], _ = cast.resolve()
    assert entity.name == "Timur Masimov"


def test_a_cast_is_the_same_from_what_was_kept_of_it() -> None:
    ledgers = [*reports(["Kassym-Jomart Tokayev"], ["Interior Ministry", "Kazakhstan"]), unread("Токаев выступил.")]
    kept = {ledger.report.id: [trace.to_json() for trace in traces_of(ledger)] for ledger in ledgers}
    memory = Memory({TRACES: json.loads(json.dumps(kept))})
    cast = CaseCast((), memory)
    for ledger in ledgers:
        cast.add(replace(ledger, entities=()))
    assert cast.resolve() == resolve(ledgers)
    assert not any(kind == TRACES for kind, _ in memory.made)


@pytest.mark.parametrize("name", ["", "—", "the", "President", "24"])
def test_a_name_that_is_none_hurts_nobody(name: str) -> None:
    entity = Entity(id="e1", name=name, kind="person", mentions=())
    [found], _ = resolve([a_ledger("Nothing.", entities=(entity,), id="r1")])
    assert found.members == (("r1", "e1"),)
