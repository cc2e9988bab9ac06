"""A case as W3C Web Annotations: selectors point at the characters they quote, and the ledger comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings

from reportedly.comparison import Comparison
from reportedly.export.web_annotations import AROUND, export_annotations
from reportedly.model import Ledger
from tests.builders import a_claim, a_ledger, a_source_in
from tests.contracts.test_case_exporters import files_of
from tests.contracts.test_exporters import without_pairs
from tests.export.cases import any_case, compared, two_reports


def pages(ledgers: tuple[Ledger, ...], comparison: Comparison | None = None) -> list[tuple[str, dict[str, Any]]]:
    """(text, page) of each report."""
    files = files_of(export_annotations, ledgers, comparison or compared(*ledgers))
    return [
        (files[name.replace(".jsonld", ".txt")].decode("utf-8"), json.loads(content))
        for name, content in files.items()
        if name.endswith(".jsonld")
    ]


def selectors(page: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for item in page["items"]:
        for target in item["target"] if isinstance(item["target"], list) else []:
            position, quote = target["selector"]
            yield position, quote


def ledger_values(page: dict[str, Any], tag: str) -> list[Any]:
    """What the annotations of a tag hold for the ledger."""
    return [body["ledger"] for item in page["items"] if item["body"][0]["value"] == tag for body in item["body"][2:]]


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(case=any_case())
def test_claims_and_figures_come_back_as_they_were(case: tuple[tuple[Ledger, ...], Comparison]) -> None:
    ledgers, comparison = case
    for ledger, (_, page) in zip(ledgers, pages(ledgers, comparison), strict=True):
        whole = without_pairs(ledger.to_dict())
        assert ledger_values(page, "claim") == whole["claims"]
        assert ledger_values(page, "figure") == whole["figures"]
        assert ledger_values(page, "date") == whole["dates"]
        assert ledger_values(page, "hedge") == whole["hedges"]
        assert ledger_values(page, "problem") == whole["problems"]
        assert page["report"] == {key: value for key, value in whole["report"].items() if key != "text"}


def test_both_selectors_point_at_the_same_characters() -> None:
    found = 0
    for text, page in pages(two_reports()):
        for position, quote in selectors(page):
            start, end = position["start"], position["end"]
            assert text[start:end] == quote["exact"]
            assert text[max(0, start - AROUND) : start] == quote["prefix"]
            assert text[end : end + AROUND] == quote["suffix"]
            found += 1
    assert found > 50


def test_positions_count_code_points_also_behind_emoji_and_combining_characters() -> None:
    text = "🔥🔥 Re\N{COMBINING ACUTE ACCENT}my אמר: nobody was hurt."
    ledger = a_ledger(text, a_claim(text, "nobody was hurt"))
    [(_, page)] = pages((ledger,))
    [(position, quote)] = selectors(page)
    assert (position["start"], position["end"]) == (len("🔥🔥 Re\u0301my אמר: "), len(text) - 1)
    assert quote["prefix"] == "🔥🔥 Re\u0301my אמר: "


def test_a_claim_in_two_pieces_has_two_targets_and_its_source_and_cue_say_whose_they_are() -> None:
    text = "It rained, the mayor said, all day."
    mayor = a_source_in(text, "the mayor", "said", kind="person")
    ledger = a_ledger(text, a_claim(text, "It rained", "all day", sources=(mayor,)))
    [(_, page)] = pages((ledger,))
    claim, source, cue = page["items"][:3]
    assert [one["selector"][1]["exact"] for one in claim["target"]] == ["It rained", "all day"]
    assert source["partOfClaim"] == cue["partOfClaim"] == claim["id"]
    assert source["target"][0]["selector"][1]["exact"] == "the mayor"
    assert cue["target"][0]["selector"][1]["exact"] == "said"


def test_every_annotation_has_what_the_data_model_asks_for_and_an_id_of_its_own() -> None:
    for _, page in pages(two_reports()):
        assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
        assert page["type"] == "AnnotationPage"
        ids = [item["id"] for item in page["items"]]
        assert len(set(ids)) == len(ids)
        for item in page["items"]:
            assert item["type"] == "Annotation"
            assert item["target"]
