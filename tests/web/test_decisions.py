"""Decisions: listed, filtered, undone and redone, taken as JSON, and refused in words where they cannot be."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import httpx
import pytest

from tests.web.conftest import PHONE, Open, Server

KINDS = ("merge", "split", "grade", "note", "settle", "undo")


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address) as client:
        yield client


def test_every_kind_of_decision_is_taken_as_json(client: httpx.Client) -> None:
    conflict = client.get("/api/conflicts").json()["page"]["rows"][0]
    [pair] = [row["pair"] for row in client.get("/api/doubts?kind=name&words=samat").json()["page"]["rows"]]
    bodies = {
        "merge": {"a": pair["a_ref"], "b": pair["b_ref"], "who": "Ben"},
        "split": {"a": "1/e5", "form": "Kassim-Jomart Togayev"},
        "grade": {"source": "Antony Blinken", "letter": "B"},
        "note": {"subject": conflict["a"]["ref"], "text": "look again"},
        "settle": {"a": conflict["a"]["ref"], "b": conflict["b"]["ref"], "how": "cannot_be_told"},
        "undo": {"decision": 1},
    }
    for number, kind in enumerate(KINDS, start=1):
        answer = client.post(f"/api/decisions/{kind}", json=bodies[kind])
        assert answer.status_code == 201, answer.text
        assert (answer.json()["id"], answer.json()["kind"]) == (number, kind)
    told = client.get("/api/decisions").json()
    assert [row["kind"] for row in told["page"]["rows"]] == list(reversed(KINDS))
    assert told["in_force"] == 4
    assert client.get("/api/decisions", params={"who": "Ben"}).json()["page"]["total"] == 1
    addresses = [row["address"] for row in told["page"]["rows"] if row["address"]]
    assert len(addresses) == 5
    assert all(client.get(address).status_code == 200 for address in addresses)


def test_a_note_may_be_on_a_report_a_series_or_a_name(client: httpx.Client) -> None:
    statement = client.get("/api/search", params={"words": "164"}).json()["series"][0]["address"]
    for subject in ("17", f"series {statement.removeprefix('/figures/')}", "1/e5"):
        answer = client.post("/api/decisions/note", json={"subject": subject, "text": "look again"})
        assert answer.status_code == 201, answer.text
    rows = client.get("/api/decisions").json()["page"]["rows"]
    assert "Tokayev: look again" in rows[0]["what"]
    assert "killed" in rows[1]["what"]


def test_what_cannot_be_decided_is_refused_in_words(client: httpx.Client) -> None:
    refusals = (
        ("merge", {"a": "1/e5", "b": "1/e5"}, 409, "one already"),
        ("merge", {"a": "1/e5", "b": "nobody at all"}, 404, "nobody at all"),
        ("merge", {"a": "9999/e5", "b": "1/e5"}, 404, "no report 9999"),
        ("split", {"a": "1/e5"}, 409, "say whom"),
        ("note", {"subject": "1/c99", "text": "?"}, 404, "has no c99"),
        ("settle", {"a": "1/c1", "b": "nowhere", "how": "a_stands"}, 404, "no place"),
        ("undo", {"decision": 7}, 409, "no decision 7"),
        ("grade", {"source": "1/e5", "letter": "Z"}, 422, "letter"),
        ("grade", {"source": "1/e5", "letter": "A", "more": 1}, 422, "more"),
    )
    for kind, body, status, words in refusals:
        answer = client.post(f"/api/decisions/{kind}", json=body)
        assert answer.status_code == status, (kind, body, answer.text)
        assert words in answer.text
    assert client.get("/api/decisions").json()["page"]["total"] == 0


def test_a_decision_that_was_overtaken_is_told_with_what_overtook_it(client: httpx.Client) -> None:
    client.post("/api/decisions/grade", json={"source": "1/e5", "letter": "D", "who": "Ben"})
    body = {"source": "1/e5", "letter": "B", "seen": 0}
    answer = client.post("/api/decisions/grade", json=body)
    assert answer.status_code == 409
    told = answer.json()
    assert [one["who"] for one in told["others"]] == ["Ben"]
    assert client.post("/api/decisions/grade", json=body | {"seen": told["seen"]}).status_code == 201


def test_a_pair_that_somebody_merged_meanwhile_is_not_kept_apart_unseen(client: httpx.Client) -> None:
    [pair] = [row["pair"] for row in client.get("/api/doubts?kind=name&words=samat").json()["page"]["rows"]]
    body = {"a": pair["a_ref"], "b": pair["b_ref"]}
    client.post("/api/decisions/merge", json=body | {"who": "Ben"}).raise_for_status()
    form = client.post("/decisions/split", data=body | {"seen": "0", "back": "/doubts"})
    assert form.status_code == 409
    assert "Somebody was faster" in form.text
    assert "Samat is Samat Abish" in form.text


def test_a_read_only_server_takes_no_decisions(reading_server: Server) -> None:
    for kind, body in (("grade", {"source": "1/e5", "letter": "B"}), ("undo", {"decision": 1})):
        answer = httpx.post(f"{reading_server.address}/api/decisions/{kind}", json=body)
        assert answer.status_code == 403
        assert "read-only" in answer.json()["detail"]
    assert httpx.post(f"{reading_server.address}/decisions/undo", data={"decision": "1"}).status_code == 403


def test_the_human_layer_is_downloaded_whole(client: httpx.Client) -> None:
    client.post("/api/decisions/note", json={"subject": "1", "text": "=1+1", "who": "@Ben"}).raise_for_status()
    client.post("/api/decisions/undo", json={"decision": 1}).raise_for_status()
    kept = client.get("/decisions.json")
    assert "attachment" in kept.headers["content-disposition"]
    assert [(one["kind"], one["in_force"], one["value"]) for one in kept.json()] == [
        ("note", False, "=1+1"),
        ("undo", True, None),
    ]
    rows = list(csv.DictReader(io.StringIO(client.get("/decisions.csv").text)))
    assert [row["id"] for row in rows] == ["1", "2"]
    assert rows[0]["who"] == "'@Ben"  # no formula for a spreadsheet


def test_who_decides_is_remembered_by_the_browser(client: httpx.Client) -> None:
    answer = client.post("/who", data={"who": "  Ève  ", "back": "/decisions"})
    assert answer.headers["location"] == "/decisions"
    client.post("/decisions/note", data={"subject": "1", "text": "seen"})
    assert client.get("/api/decisions").json()["people"] == ["Ève"]


@pytest.mark.browser
def test_where_nobody_decided_anything_the_page_says_where_to_begin(look: Open) -> None:
    page = look("/decisions", size=PHONE)
    assert "Nobody decided anything yet" in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
