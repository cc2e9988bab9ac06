"""What every export of a case must do, whatever the reports hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from reportedly.cli.export_case import FORMATS, READ_BACK
from reportedly.comparison import Comparison
from reportedly.export.case_formats import CASE_EXPORTERS, NEEDS
from reportedly.export.pieces import CaseExporter
from reportedly.model import Ledger
from tests.builders import a_claim, a_ledger
from tests.export.cases import a_comparison, any_case, compared, two_reports

FILE = re.compile(r"([A-Za-z0-9_-]+/)*[A-Za-z0-9_.-]+")
FOR_EACH_REPORT = ("json", "w3c-annotations", "brat")


def files_of(export: CaseExporter, ledgers: tuple[Ledger, ...], comparison: Comparison) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for name, content in export(iter(ledgers), comparison):
        files[name] = files.get(name, b"") + content
    return files


@pytest.fixture(params=CASE_EXPORTERS)
def export(request: pytest.FixtureRequest) -> CaseExporter:
    if request.param == "parquet":
        pytest.importorskip("pyarrow")
    return CASE_EXPORTERS[request.param]


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(case=any_case())
def test_any_case_can_be_written_and_the_same_case_gives_the_same_bytes(
    export: CaseExporter, case: tuple[tuple[Ledger, ...], Comparison]
) -> None:
    files = files_of(export, *case)
    assert files
    assert files == files_of(export, *case)


def test_every_file_has_a_name_that_any_system_takes(export: CaseExporter) -> None:
    strange = [
        a_ledger(f"Report {number}.", where=where)
        for number, where in enumerate(("", "../../etc/пароли", "C:\\aux\\a:b?.txt", "nul\0.html", "a" * 300))
    ]
    for name in files_of(export, tuple(strange), a_comparison(*strange)):
        assert FILE.fullmatch(name)
        assert ".." not in name
        assert len(name) < 120


def test_two_reports_of_one_name_have_files_of_their_own() -> None:
    reports = (a_ledger("One.", where="a/report.txt"), a_ledger("Two.", where="b/report.txt"))
    for form in FOR_EACH_REPORT:
        files = files_of(CASE_EXPORTERS[form], reports, a_comparison(*reports))
        one = files_of(CASE_EXPORTERS[form], reports[:1], a_comparison(*reports))
        assert len(files) > len(one)


def test_text_files_are_utf_8_also_where_a_report_holds_half_a_character(export: CaseExporter) -> None:
    text = "\ud83d said \udc80 nothing."
    broken = a_ledger(text, a_claim(text, "nothing"), title="\ud83d", outlet="\udfff")
    for name, content in files_of(export, (broken,), a_comparison(broken, words="\ud800")).items():
        if not name.endswith(".parquet"):
            assert content.decode("utf-8")


def test_a_case_without_reports_gives_files_all_the_same(export: CaseExporter) -> None:
    nothing = Comparison(
        reports=(), entities=(), maybes=(), series=(), copies=(), conflicts=(), not_conflicts=(), assertions=(),
        origins=(),
    )  # fmt: skip
    assert isinstance(files_of(export, (), nothing), dict)


def test_reports_are_read_once_and_in_order(export: CaseExporter) -> None:
    ledgers, asked_for = two_reports(), []

    def arriving() -> Iterator[Ledger]:
        for ledger in ledgers:
            asked_for.append(ledger.report.id)
            yield ledger

    assert list(export(arriving(), compared(*ledgers)))
    assert asked_for == [ledger.report.id for ledger in ledgers]


def test_the_command_offers_every_format_and_no_other() -> None:
    assert list(FORMATS) == list(CASE_EXPORTERS)
    assert set(READ_BACK) | set(NEEDS) <= set(FORMATS)
