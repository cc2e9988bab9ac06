"""The JSON interface of `reportedly serve`, from the description that it serves itself."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from generated.markdown import code, plain, table
from reportedly.case import make_case
from reportedly.web import Settings, make_app

Schema = Mapping[str, Any]
DESCRIPTION = "/api/openapi.json"
GET = {"type": "http", "method": "GET", "query_string": b"", "headers": [(b"host", b"127.0.0.1")]}
REFERENCE = "#/components/schemas/"
OF_EVERY_ANSWER = ("422", "503")  # told once, above the list of operations


@cache
def described() -> Schema:
    """What a server over an empty case says of itself."""
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "empty.case"
        make_case(case).close()
        found: Schema = json.loads(asyncio.run(asked(make_app(Settings(case=case)), DESCRIPTION)))
    return found


async def asked(app: Any, path: str) -> bytes:
    """What an application answers (ASGI, without a server); opened and closed, so that it lets go of its files."""
    body = bytearray()
    events = iter(("http.request", "lifespan.startup", "lifespan.shutdown"))

    async def receive() -> Schema:
        return {"type": next(events)}

    async def send(message: Schema) -> None:
        body.extend(message.get("body", b""))

    await app({**GET, "path": path}, receive, send)
    await app({"type": "lifespan"}, receive, send)
    return bytes(body)


# ---------------------------------------------------------------- operations
def operations() -> str:
    """Every operation: what it does, what it is asked with, what it answers."""
    parts = (
        told(f"{method.upper()} {path}", operation)
        for path, methods in described()["paths"].items()
        for method, operation in methods.items()
    )
    return "\n".join(parts)


def told(title: str, operation: Schema) -> str:
    parts = [f"### `{title}`\n", plain(operation["description"]) + "\n"]
    asked = [
        (code(one["name"]), one["in"], type_of(one["schema"]), meaning(one)) for one in operation.get("parameters", ())
    ]
    if asked:
        parts.append(table(("parameter", "in", "type", "meaning"), asked))
    body = operation.get("requestBody")
    if body:
        parts.append(f"Takes {type_of(content_of(body))}.\n")
    statuses = sorted(status for status in operation["responses"] if status not in OF_EVERY_ANSWER)
    return "\n".join([*parts, *(answer(status, operation["responses"][status]) for status in statuses), ""])


def answer(status: str, response: Schema) -> str:
    why = "" if status.startswith("2") else f": {plain(response['description'])}"
    return f"- {code(status)} {type_of(content_of(response))}{why}"


def content_of(message: Schema) -> Schema:
    found: Schema = message.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def meaning(one: Schema) -> str:
    """What a parameter or field is for, and its value where it is left out."""
    default = one.get("schema", one).get("default")
    parts = [plain(one.get("description", ""))]
    if default not in (None, ""):
        parts.append(f"Default: {code(str(default))}.")
    return " ".join(filter(None, parts))


# ---------------------------------------------------------------- values
def schemas() -> str:
    """Every value that goes in or comes out, by name."""
    return "\n".join(value(name, schema) for name, schema in sorted(described()["components"]["schemas"].items()))


def value(name: str, schema: Schema) -> str:
    parts = [f"({anchor(name)})=\n**{code(name)}**\n", plain(schema.get("description", "")) + "\n"]
    if "enum" in schema:
        parts.append(" ".join(code(str(one)) for one in schema["enum"]) + "\n")
    needed = schema.get("required", ())
    fields = [
        (code(field) + ("" if field in needed else " (may be left out)"), type_of(of), meaning(of))
        for field, of in schema.get("properties", {}).items()
    ]
    if fields:
        parts.append(table(("field", "type", "meaning"), fields))
    return "\n".join(parts)


def anchor(name: str) -> str:
    return f"value-{name.lower()}"


def type_of(schema: Schema) -> str:
    """A type in words, with links to values that are described on the page."""
    return " or ".join(dict.fromkeys(types_in(schema))) or "any JSON"


def types_in(schema: Schema) -> Iterator[str]:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REFERENCE)
        yield f"[{code(name)}](#{anchor(name)})"
    elif "anyOf" in schema:
        for one in schema["anyOf"]:
            yield from types_in(one)
    elif "const" in schema:
        yield code(str(schema["const"]))
    elif "enum" in schema:
        yield from (code(str(one)) if one != "" else "empty" for one in schema["enum"])
    elif schema.get("type") == "array":
        yield f"list of ({type_of(schema['items'])})" if "items" in schema else "list"
    elif "type" in schema:
        yield schema["type"]
