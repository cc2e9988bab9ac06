"""A case as FollowTheMoney entities: valid against its model, with ids that stay."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from reportedly.comparison import Comparison
from reportedly.export.follow_the_money import FILE, export_ftm
from reportedly.model import Ledger
from tests.builders import a_ledger, an_entity
from tests.contracts.test_case_exporters import files_of
from tests.export.cases import a_comparison, any_case, compared, two_reports

# Properties that are ids of other entities, by schema: the subset of the model that is used.
LINKS = {
    "Mention": ("document", "resolved"),
    "Note": ("entity", "proof"),
    "Documentation": ("document", "entity"),
}


def entities(ledgers: tuple[Ledger, ...], comparison: Comparison | None = None) -> list[dict[str, Any]]:
    lines = files_of(export_ftm, ledgers, comparison or compared(*ledgers))[FILE].decode("utf-8").split("\n")
    return [json.loads(line) for line in lines[:-1]]


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(case=any_case())
def test_links_lead_to_entities_of_the_file_and_no_value_is_empty(case: tuple[tuple[Ledger, ...], Comparison]) -> None:
    found = entities(*case)
    ids = {one["id"] for one in found}
    for one in found:
        assert all(values and all(value.strip() for value in values) for values in one["properties"].values())
        for link in LINKS.get(one["schema"], ()):
            assert ids.issuperset(one["properties"].get(link, ()))


def test_a_claim_is_a_note_with_its_words_its_chain_and_its_document() -> None:
    found = entities(two_reports())
    [note] = [one for one in found if one["properties"].get("description") == ["12 people had died"]]
    [document] = [one for one in found if one["properties"].get("title") == ["River Ander floods two towns"]]
    assert note["schema"] == "Note"
    assert note["properties"]["proof"] == [document["id"]]
    assert note["properties"]["summary"] == ["on the word of ministry of the interior; indirect, certain, negative"]


def test_a_mention_is_resolved_to_the_person_of_the_case() -> None:
    found = entities(two_reports())
    [brandt] = [one for one in found if one["schema"] == "Person" and "Ilse Brandt" in one["properties"]["name"]]
    [mention] = [one for one in found if one["properties"].get("resolved") == [brandt["id"]]]
    assert mention["properties"]["detectedSchema"] == ["Person"]
    assert "She" not in mention["properties"]["name"]


def test_a_larger_case_gives_the_same_things_the_same_ids() -> None:
    harbour, flood = two_reports()
    alone = {one["id"] for one in entities((flood,)) if one["schema"] in ("Article", "Person", "Note", "Mention")}
    both = {one["id"] for one in entities((harbour, flood))}
    assert alone <= both


def test_every_entity_is_valid_for_the_library_and_no_value_is_lost_in_it() -> None:
    ftm = pytest.importorskip("followthemoney")
    for one in entities(two_reports()):
        schema = ftm.model.get(one["schema"])
        schema.validate(one)
        for name, values in one["properties"].items():
            assert [schema.get(name).type.clean(value) for value in values] == values


def test_a_name_is_composed_and_in_one_line_and_keeps_the_joiners_it_is_spelt_with() -> None:
    text = "Re\N{COMBINING ACUTE ACCENT}my\nLe\N{SOFT HYPHEN}Blanc and می\N{ZERO WIDTH NON-JOINER}خواهم spoke."
    names = (an_entity(text, text[:14]), an_entity(text, text[19:27], id="e2"))
    ledger = a_ledger(text, entities=names)
    found = [
        one["properties"]["name"] for one in entities((ledger,), a_comparison(ledger)) if one["schema"] == "Mention"
    ]
    assert found == [["Rémy LeBlanc"], ["می\N{ZERO WIDTH NON-JOINER}خواهم"]]
