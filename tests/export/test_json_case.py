"""A case as JSON: ledgers and comparison come back as they were."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings

from reportedly.case import ledger_from
from reportedly.comparison import Comparison
from reportedly.export.json_case import export_json_case
from reportedly.model import Ledger
from tests.contracts.test_case_exporters import files_of
from tests.contracts.test_exporters import without_pairs
from tests.export.cases import any_case, compared, two_reports


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(case=any_case())
def test_what_was_written_is_what_comes_back(case: tuple[tuple[Ledger, ...], Comparison]) -> None:
    ledgers, comparison = case
    files = {name: json.loads(content) for name, content in files_of(export_json_case, *case).items()}
    assert files.pop("case.json") == without_pairs(json.loads(json.dumps(comparison.to_dict())))
    back = {one["report"]["id"]: one for one in files.values()}
    assert back == {ledger.report.id: without_pairs(ledger.to_dict()) for ledger in ledgers}


def test_the_ledgers_are_ledgers_again() -> None:
    ledgers = two_reports()
    files = files_of(export_json_case, ledgers, compared(*ledgers))
    found = [ledger_from(json.loads(content)) for name, content in files.items() if name.startswith("ledgers/")]
    assert [ledger.claims for ledger in found] == [ledger.claims for ledger in ledgers]
