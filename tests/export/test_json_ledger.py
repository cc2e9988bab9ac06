"""JSON as ledger-format 1 wants it."""

from __future__ import annotations

import json

from reportedly.export.json_ledger import as_json, export_json, export_object
from reportedly.export.jsonl import export_jsonl
from tests.builders import a_ledger, harbour_ledger


def test_one_ledger_is_one_object_with_its_keys_in_the_order_of_the_format() -> None:
    written = "".join(export_object(harbour_ledger()))
    assert written.endswith("}\n")
    assert list(json.loads(written)) == [
        *("format", "generator", "report", "claims", "figures", "entities", "dates", "hedges", "problems")
    ]


def test_an_array_of_one_stays_an_array() -> None:
    assert json.loads("".join(export_json([harbour_ledger()]))) == [harbour_ledger().to_dict()]


def test_an_array_of_none_is_empty() -> None:
    assert "".join(export_json([])) == "[]\n"


def test_letters_of_all_scripts_stay_readable() -> None:
    assert "Норрхавен – 港" in as_json(a_ledger("Норрхавен – 港"))


def test_a_lone_surrogate_is_escaped_and_comes_back() -> None:
    written = as_json(a_ledger("cut \ud83d off"))
    assert r"cut \ud83d off" in written
    assert json.loads(written)["report"]["text"] == "cut \ud83d off"


def test_two_halves_side_by_side_do_not_melt_into_one_and_shift_the_offsets() -> None:
    text = "cut \ud83d\ude00 off"
    assert len(json.loads(as_json(a_ledger(text)))["report"]["text"]) == len(text)


def test_line_separators_inside_a_text_do_not_end_a_line_of_jsonl() -> None:
    written = "".join(export_jsonl([a_ledger("one\ntwo\u2028three\x85four"), a_ledger("five")]))
    assert [json.loads(line)["report"]["text"] for line in written.split("\n")[:-1]] == [
        "one\ntwo\u2028three\x85four",
        "five",
    ]
