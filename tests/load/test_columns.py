"""Columns under other names: told, or understood where only one can be meant; and an error that names what is there."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from reportedly.load import Part, load_bytes, parts_of
from reportedly.load.columns import NoColumn, columns_among
from reportedly.load.found import Found, Located
from reportedly.load.part import Passed, Piece
from reportedly.model import Unreadable

TABLE = "id,Body,published_at,headline\n7,It rained all day.,2022-01-06,Harbour shut\n"
LINE = {"id": 7, "Body": "It rained all day.", "published_at": "2022-01-06", "headline": "Harbour shut"}


def pieces(path: Path, raw: bytes, columns: Mapping[str, str] | None = None) -> list[Piece]:
    path.write_bytes(raw)
    try:
        return list(parts_of(str(path), columns=columns or {}))
    except Unreadable as error:
        return [error]


def only_report(found: list[Piece]) -> Located:
    [part] = [one for one in found if isinstance(one, Part)]
    loaded = load_bytes(part.raw, part.where, beside=part.beside)
    assert isinstance(loaded, Located)
    return loaded


def written(kind: str, row: Mapping[str, object]) -> bytes:
    if kind == "jsonl":
        return (json.dumps(row) + "\n").encode()
    if kind in ("csv", "tsv"):
        between = "\t" if kind == "tsv" else ","
        return f"{between.join(row)}\n{between.join(map(str, row.values()))}\n".encode()
    import pyarrow
    from pyarrow import parquet

    made = io.BytesIO()
    parquet.write_table(pyarrow.table({name: [value] for name, value in row.items()}), made)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["jsonl", "csv", "tsv", "parquet"])
def test_the_only_column_that_can_be_meant_is_read_and_told(tmp_path: Path, kind: str) -> None:
    found = pieces(tmp_path / f"a.{kind}", written(kind, LINE))
    assert isinstance(found[0], Passed)
    assert found[0].message == (
        "columns read under other names: “Body” as text, “published_at” as published, “headline” as title"
    )
    loaded = only_report(found)
    assert (loaded.report.text, loaded.report.published, loaded.report.title) == (
        "It rained all day.",
        "2022-01-06",
        "Harbour shut",
    )
    assert Found(what="published", value="2022-01-06", place="the row, column “published_at”") in loaded.found


@pytest.mark.parametrize("kind", ["jsonl", "csv", "tsv", "parquet"])
def test_what_is_told_goes_before_what_would_be_understood(tmp_path: Path, kind: str) -> None:
    row = {"text": "Teaser.", "Words": "It rained all day.", "day": "2022-01-06", "date": "2023-02-07"}
    found = pieces(tmp_path / f"a.{kind}", written(kind, row), {"text": "words", "published": "day"})
    loaded = only_report(found)
    assert (loaded.report.text, loaded.report.published) == ("It rained all day.", "2022-01-06")


def test_the_bytes_that_are_kept_of_a_line_are_its_own_and_can_be_read_again(tmp_path: Path) -> None:
    raw = written("jsonl", {"words": "It rained all day."})
    [_, part] = pieces(tmp_path / "a.jsonl", raw, {"text": "words"})
    assert isinstance(part, Part)
    assert (part.raw, part.beside.columns) == (raw.rstrip(), {"text": "words"})


def test_rows_under_our_names_are_kept_as_they_always_were(tmp_path: Path) -> None:
    [part] = pieces(tmp_path / "a.csv", b"Text,outlet\nIt rained.,Herald\n")
    assert isinstance(part, Part)
    assert part.raw == b'{"text": "It rained.", "outlet": "Herald"}'


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_two_columns_that_could_be_the_text_are_asked_about(tmp_path: Path, kind: str) -> None:
    [found] = pieces(tmp_path / f"a.{kind}", written(kind, {"body": "It rained.", "content": "It snowed."}))
    if isinstance(found, Part):
        with pytest.raises(Unreadable) as caught:
            load_bytes(found.raw, found.where)
        found = caught.value
    assert isinstance(found, Unreadable)
    assert found.message == (
        "no column “text”, and several that could be it: body, content; say which it is with --column text=NAME"
    )


def test_two_columns_that_could_be_the_date_are_left_alone() -> None:
    assert columns_among(["text", "date", "pubdate"]) == {"text": "text"}
    assert columns_among(["text", "date", "pubdate"], {"published": "pubdate"})["published"] == "pubdate"


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_a_column_that_is_not_there_is_said_with_those_that_are(tmp_path: Path, kind: str) -> None:
    [found] = pieces(tmp_path / f"a.{kind}", written(kind, {"words": "It rained.", "day": "2022"}), {"text": "corpus"})
    assert isinstance(found, Unreadable)
    assert found.message == "no column “corpus” to read as text; its columns are words, day"


def test_a_line_without_what_was_told_of_the_others_is_read_without_it(tmp_path: Path) -> None:
    raw = written("jsonl", {"text": "It rained.", "day": "2022-01-06"}) + written("jsonl", {"text": "It snowed."})
    found = pieces(tmp_path / "a.jsonl", raw, {"published": "day"})
    loaded = [load_bytes(one.raw, one.where, beside=one.beside) for one in found if isinstance(one, Part)]
    assert [one.report.published for one in loaded] == ["2022-01-06", None]
    with pytest.raises(NoColumn, match="no column “day” to read as published"):
        columns_among(["text"], {"published": "day"})


def test_tables_in_an_archive_are_told_of_too(tmp_path: Path) -> None:
    from tests.load.making import zipped

    raw = zipped({"a.csv": b"words\nIt rained.\n", "b.jsonl": b'{"words": "It snowed."}\n'})
    found = pieces(tmp_path / "a.zip", raw, {"text": "words"})
    texts = [load_bytes(one.raw, one.where, beside=one.beside).report.text for one in found if isinstance(one, Part)]
    assert texts == ["It rained.", "It snowed."]
