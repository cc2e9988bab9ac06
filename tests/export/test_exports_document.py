"""docs/how-to/exports.md explains every format, and every column of every table in its order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportedly.export.brat import KINDS
from reportedly.export.case_formats import CASE_EXPORTERS
from reportedly.export.tables import TABLES
from reportedly.export.ucdp import COLUMNS
from reportedly.export.web_annotations import AROUND

DOCUMENT = (Path(__file__).parents[2] / "docs" / "how-to" / "exports.md").read_text(encoding="utf-8")


def rows(heading: str, level: str) -> list[tuple[list[str], str]]:
    """(names, what is said of them) of the table under a heading."""
    [section] = re.findall(rf"^{level} {re.escape(heading)}\n(.*?)(?=^##|\Z)", DOCUMENT, re.M | re.S)
    found = re.findall(r"^\| (`[^|]+?) \| ([^|]*)\|$", section, re.MULTILINE)
    return [(re.findall(r"`([^`]+)`", names), said) for names, said in found]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_a_table_is_explained_in_its_order(table: str) -> None:
    told = [name for names, _ in rows(f"`{table}`", "###") for name in names]
    assert told == [column.name for column in TABLES[table]]


@pytest.mark.parametrize("table", TABLES)
def test_the_types_of_columns_are_those_that_are_told(table: str) -> None:
    kinds = {column.name: column.kind for column in TABLES[table]}
    for names, said in rows(f"`{table}`", "###"):
        told = re.match(r"((?:whole|number|flag|text)(?:, (?:whole|number|flag|text))*)\b", said)
        types = told[1].split(", ") if told else ["text"]
        assert [kinds[name] for name in names] == (types if len(types) > 1 else types * len(names)), names


def test_every_column_for_the_ucdp_has_its_rule() -> None:
    assert [name for names, _ in rows("`ucdp`", "##") for name in names] == list(COLUMNS)


def test_every_format_has_a_section_and_a_row() -> None:
    for form in CASE_EXPORTERS:
        assert re.search(rf"(?m)^## .*`{form}`", DOCUMENT)
        assert f"| `{form}` |" in DOCUMENT


def test_numbers_and_names_in_the_text_are_those_of_the_code() -> None:
    assert f"{len(TABLES)} tables" in DOCUMENT
    assert f"up to {AROUND} characters" in DOCUMENT
    assert all(f"`{name}`" in DOCUMENT for name in list(KINDS.values())[:3])
