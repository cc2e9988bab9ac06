"""The tables of a case as Parquet: typed, the same as the CSV ones, and a plain word where pyarrow is not there."""

from __future__ import annotations

import io
import math
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from reportedly.comparison import Comparison
from reportedly.export import parquet_tables
from reportedly.export.parquet_tables import as_typed, export_parquet
from reportedly.export.tables import TABLES, rows_of
from reportedly.model import Ledger, ReportedlyError
from tests.contracts.test_case_exporters import files_of
from tests.export.cases import any_case, compared, two_reports


def read_back(content: bytes) -> Any:
    parquet = pytest.importorskip("pyarrow.parquet")
    return parquet.read_table(io.BytesIO(content))


@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(case=any_case())
def test_every_value_comes_back_with_its_type(case: tuple[tuple[Ledger, ...], Comparison]) -> None:
    pytest.importorskip("pyarrow")
    expected: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
    for table, row in rows_of(*case):
        expected[table].append(tuple(as_typed(cell, column) for cell, column in zip(row, TABLES[table], strict=True)))
    for name, content in files_of(export_parquet, *case).items():
        table = read_back(content)
        assert [tuple(row.values()) for row in table.to_pylist()] == expected[name.removesuffix(".parquet")]


def test_columns_are_those_of_the_tables_also_of_empty_ones() -> None:
    pytest.importorskip("pyarrow")
    files = files_of(export_parquet, two_reports(), compared(*two_reports()))
    types = {"text": "string", "whole": "int64", "number": "double", "flag": "bool"}
    for table, columns in TABLES.items():
        schema = read_back(files[f"{table}.parquet"]).schema
        assert [(field.name, str(field.type)) for field in schema] == [
            (column.name, types[column.kind]) for column in columns
        ]


def test_tables_longer_than_a_row_group_are_written_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    monkeypatch.setattr(parquet_tables, "ROW_GROUP", 3)
    ledgers = two_reports()
    table = read_back(files_of(export_parquet, ledgers, compared(*ledgers))["claims.parquet"])
    assert table.num_rows == sum(len(ledger.claims) for ledger in ledgers)


def test_a_number_too_large_for_a_float_is_infinite() -> None:
    assert as_typed(10**400, TABLES["figures"][6]) == math.inf
    assert TABLES["figures"][6].kind == "number"


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ReportedlyError, match=r"pip install 'reportedly\[parquet\]'"):
        next(iter(export_parquet((), compared())))
