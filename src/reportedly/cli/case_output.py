"""Rows of a case as a table, CSV, JSON, JSONL or Parquet, to standard output or to a file."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

import click

from reportedly.cli.output import is_standard_output, output_to, put_in_place, saying_why_not
from reportedly.export.json_ledger import without_surrogates

if TYPE_CHECKING:
    from rich.console import Console

FORMATS = ("table", "csv", "json", "jsonl", "parquet")
FORM_OF_ENDING = {
    ".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".txt": "table",
}  # fmt: skip
BETWEEN = {"chain": " › "}  # how the parts of a list are put into one cell of CSV; "; " where nothing is said
NO_PARQUET = "Parquet needs pyarrow, which is not installed: pip install 'reportedly[parquet]'"

Draw = Callable[[Sequence[Any], "Console"], Iterator[str]]  # rows to pieces of text


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Where rows go, and how."""

    form: str  # one of FORMATS
    path: Path | None

    @property
    def to_terminal(self) -> bool:
        return is_standard_output(self.path) and sys.stdout.isatty()


def output_wanted(form: str | None, path: Path | None) -> Output:
    """The format asked for; else what the ending of the file says; else a table on a terminal and JSON elsewhere."""
    if path is not None and not is_standard_output(path) and not path.absolute().parent.is_dir():
        raise click.BadParameter(f"there is no folder {path.parent}; make it first.", param_hint="-o")
    by_ending = FORM_OF_ENDING.get(path.suffix.lower()) if path is not None else None
    output = Output(form=form or by_ending or "", path=path)
    if not output.form:
        output = Output(form="table" if output.to_terminal else "json", path=path)
    if output.form == "parquet":
        if output.to_terminal:
            raise click.UsageError("Parquet is not for a terminal; name a file: -o rows.parquet")
        pyarrow()  # before a long comparison, not after it
    return output


def show(rows: Iterable[Any], kind: type, output: Output, draw: Draw) -> None:
    """Writes rows of the dataclass `kind`; a table is drawn by `draw`."""
    if output.form == "parquet":
        write_bytes(as_parquet(list(rows), kind), output.path)
        return
    with output_to(output.path, encoding=encoding_of(output)) as put:
        for piece in pieces(rows, kind, output, draw):
            put(piece)


def pieces(rows: Iterable[Any], kind: type, output: Output, draw: Draw) -> Iterator[str]:
    if output.form == "table":
        from reportedly.cli.table import console_for

        return draw(list(rows), console_for(terminal=output.to_terminal))
    return {"csv": as_csv, "json": as_json, "jsonl": as_jsonl}[output.form](rows, kind)


def encoding_of(output: Output) -> str:
    return (sys.stdout.encoding or "utf-8") if output.to_terminal else "utf-8"


# ---------------------------------------------------------------- text
def as_dict(row: Any) -> dict[str, Any]:
    """A row by the names of its columns, in their order; tuples become lists."""
    values = ((field.name, getattr(row, field.name)) for field in fields(row))
    return {name: list(value) if isinstance(value, tuple) else plain(value) for name, value in values}


def plain(value: Any) -> Any:
    return {field.name: getattr(value, field.name) for field in fields(value)} if hasattr(value, "__slots__") else value


def as_json(rows: Iterable[Any], _kind: type) -> Iterator[str]:
    before = "[\n"
    for row in rows:
        yield before + without_surrogates(json.dumps(as_dict(row), ensure_ascii=False, indent=2))
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def as_jsonl(rows: Iterable[Any], _kind: type) -> Iterator[str]:
    for row in rows:
        yield without_surrogates(json.dumps(as_dict(row), ensure_ascii=False)) + "\n"


def as_csv(rows: Iterable[Any], kind: type) -> Iterator[str]:
    """A line of names, then a line for each row; a line break inside a cell is kept, in quotes."""
    names = list(columns_of(kind))
    yield csv_line(names)
    for row in rows:
        flat = flattened(row)
        yield csv_line([cell(name, flat[name]) for name in names])


def csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return BETWEEN.get(name, "; ").join(map(str, value))
    return str(value)


# ---------------------------------------------------------------- columns
ColumnType = Literal["text", "whole", "number", "yes or no", "texts"]


def columns_of(kind: type) -> dict[str, ColumnType]:
    """The flat columns of a row: a value with fields of its own, such as an interval, gives one for each of them."""
    hints = get_type_hints(kind)
    found: dict[str, ColumnType] = {}
    for field in fields(kind):
        hint = without_none(hints[field.name])
        inner = fields_of(hint)
        if inner:
            found |= {f"{field.name}_{name}": "text" for name in inner}
        else:
            found[field.name] = type_of(hint)
    return found


def fields_of(hint: Any) -> list[str]:
    return [field.name for field in fields(hint)] if hasattr(hint, "__dataclass_fields__") else []


def without_none(hint: Any) -> Any:
    if get_origin(hint) not in (Union, types.UnionType):
        return hint
    left = [one for one in get_args(hint) if one is not types.NoneType]
    return left[0] if len(left) == 1 else Union[tuple(left)]  # noqa: UP007 - of as many as there are


def type_of(hint: Any) -> ColumnType:
    if hint is bool:
        return "yes or no"
    if hint is int:
        return "whole"
    if hint is float or (get_origin(hint) is Union and set(get_args(hint)) <= {int, float}):
        return "number"
    return "texts" if get_origin(hint) is tuple else "text"


def flattened(row: Any) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    hints = get_type_hints(type(row))
    for name, value in as_dict(row).items():
        inner = fields_of(without_none(hints[name]))
        if inner:
            flat |= {f"{name}_{one}": value[one] if value else None for one in inner}
        else:
            flat[name] = value
    return flat


# ---------------------------------------------------------------- Parquet
def pyarrow() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise click.ClickException(NO_PARQUET) from error


def as_parquet(rows: Sequence[Any], kind: type) -> bytes:
    """One row group with the types of the columns, the same for the same rows; a text keeps what UTF-8 can hold."""
    pa, pq = pyarrow()
    types_of = {
        "text": pa.string(), "whole": pa.int64(), "number": pa.float64(), "yes or no": pa.bool_(),
        "texts": pa.list_(pa.string()),
    }  # fmt: skip
    flat = [flattened(row) for row in rows]
    names = columns_of(kind)
    columns = [pa.array([storable(row[name], of) for row in flat], type=types_of[of]) for name, of in names.items()]
    table = pa.Table.from_arrays(columns, names=list(names))
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def storable(value: Any, of: ColumnType) -> Any:
    if value is None:
        return None
    if of == "number":
        return float(value)
    if of == "texts":
        return [str(one).encode("utf-8", "replace").decode() for one in value]
    return str(value).encode("utf-8", "replace").decode() if of == "text" else value


def write_bytes(content: bytes, path: Path | None) -> None:
    if path is None or is_standard_output(path):
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    whole = path.resolve()
    part = whole.with_name(f".{whole.name}.{os.getpid()}.part")
    try:
        with saying_why_not(path):
            part.write_bytes(content)
            put_in_place(part, whole)
    finally:
        part.unlink(missing_ok=True)
