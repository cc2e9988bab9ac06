"""The JSON interface held to its own description: schemathesis asks whatever that allows, and a little more."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.core.result import Ok
from schemathesis.openapi import from_url
from schemathesis.schemas import BaseSchema

from tests.web.conftest import Server, serving

MOST = 12  # requests of each kind


@pytest.fixture(scope="module")
def asked(example_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A copy of the example case of its own: what is asked here also decides things."""
    copy = Path(shutil.copy(example_case, tmp_path_factory.mktemp("asked") / "january.case"))
    with serving(copy) as server:
        yield server


@pytest.fixture(scope="module")
def described(asked: Server) -> BaseSchema:
    return from_url(f"{asked.address}/api/openapi.json")


def test_no_request_gets_an_answer_that_the_description_does_not_tell(described: BaseSchema) -> None:
    found = list(described.get_all_operations())
    assert found
    for one in found:
        assert isinstance(one, Ok), one
        operation = one.ok()

        @settings(max_examples=MOST, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(operation.as_strategy())
        def ask(case: Case[Any]) -> None:
            case.call_and_validate()

        ask()


def test_the_description_tells_what_everything_is_for(asked: Server) -> None:
    told = httpx.get(f"{asked.address}/api/openapi.json").json()
    assert told["info"]["title"] == "Reportedly"
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), f"{method} {path} says nothing of what it gives"


def test_an_address_that_is_not_there_is_answered_in_json(asked: Server) -> None:
    answer = httpx.get(f"{asked.address}/api/nothing")
    assert answer.status_code == 404
    assert answer.json() == {"detail": "There is no such page."}
