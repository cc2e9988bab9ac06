"""Two people, or two tabs, at one case: nobody's decision is overwritten without being seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from reportedly.ask import Case
from reportedly.comparison import Ref
from reportedly.web import Settings
from reportedly.web.deciding import Overtaken, back_to, decide
from reportedly.web.desk import Desk
from tests.web.conftest import Server

TOKAYEV = "Kassym-Jomart Tokayev"


@pytest.fixture
def desk(case_file: Path) -> Iterator[Desk]:
    desk = Desk(Settings(case=case_file, who="Ada"))
    yield desk
    desk.close()


def last(desk: Desk) -> int:
    with desk.at_hand() as case:
        return max((one.id for one in case.decided(undone=True)), default=0)


def test_what_somebody_else_decided_on_the_same_source_is_told_and_nothing_is_kept(desk: Desk) -> None:
    seen = last(desk)
    decide(desk, seen, lambda case: case.grade(TOKAYEV, "D", who="Ben"))
    with pytest.raises(Overtaken) as told:
        decide(desk, seen, lambda case: case.grade("Tokaev", "B", who="Ada"))
    assert [(one.who, one.what) for one in told.value.others] == [("Ben", f"{TOKAYEV}: D, not usually reliable")]
    assert told.value.meant == f"{TOKAYEV}: B, usually reliable"
    with desk.at_hand() as case:
        assert [one.who for one in case.decided()] == ["Ben"]
    decide(desk, told.value.seen, lambda case: case.grade(TOKAYEV, "B", who="Ada"))
    assert last(desk) == 2


def test_what_is_about_something_else_hinders_nobody(desk: Desk) -> None:
    decide(desk, 0, lambda case: case.grade(TOKAYEV, "D", who="Ben"))
    decide(desk, 0, lambda case: case.grade("Antony Blinken", "C", who="Ada"))
    assert last(desk) == 2


def test_two_notes_on_one_thing_stand_beside_each_other(desk: Desk) -> None:
    decide(desk, 0, lambda case: case.note(TOKAYEV, "spoke on television", who="Ben"))
    decide(desk, 0, lambda case: case.note(TOKAYEV, "spoke in Russian", who="Ada"))
    decide(desk, 0, lambda case: case.grade(TOKAYEV, "C", who="Ada"))
    assert last(desk) == 3


def test_a_merge_overtakes_whatever_is_decided_on_either_of_the_two(desk: Desk) -> None:
    decide(desk, 0, lambda case: case.merge("Samat", "Samat Abish", who="Ben"))
    with pytest.raises(Overtaken):
        decide(desk, 0, lambda case: case.grade("Samat Abish", "C", who="Ada"))
    with pytest.raises(Overtaken):
        decide(desk, 0, lambda case: case.split("Samat", "Aidos Ukibay", who="Ada"))


def test_what_was_decided_and_undone_again_since_does_not_count(desk: Desk) -> None:
    made = decide(desk, 0, lambda case: case.grade(TOKAYEV, "D", who="Ben"))
    decide(desk, made.id, lambda case: case.undo(made.id, who="Ben"))
    decide(desk, 0, lambda case: case.grade(TOKAYEV, "B", who="Ada"))
    assert last(desk) == 3


def test_an_undoing_is_about_what_it_undoes(desk: Desk) -> None:
    made = decide(desk, 0, lambda case: case.grade(TOKAYEV, "D", who="Ben"))
    decide(desk, made.id, lambda case: case.undo(made.id, who="Ben"))
    with pytest.raises(Overtaken) as told:
        decide(desk, made.id, lambda case: case.grade(TOKAYEV, "B", who="Ada"))
    assert [one.what for one in told.value.others] == [f"decision 1: {TOKAYEV}: D, not usually reliable"]


def test_one_place_settled_against_two_others_is_two_conflicts(desk: Desk) -> None:
    with desk.at_hand() as case:
        a, b, c = some_figures(case)
    decide(desk, 0, lambda case: case.settle(a, b, "a_stands", who="Ben"))
    decide(desk, 0, lambda case: case.settle(a, c, "a_stands", who="Ada"))
    with pytest.raises(Overtaken):
        decide(desk, 0, lambda case: case.settle(b, a, "a_stands", who="Ada"))


def some_figures(case: Case) -> list[Ref]:
    found = islice(case.figures(), 3)
    return [Ref(report=one.report, figure=one.figure) for one in found]


def test_a_decision_sends_nobody_to_another_site() -> None:
    def goes(where: str | None) -> str:
        return back_to(where, "/decisions").headers["location"]

    assert goes("/names/1/e5?page=2") == "/names/1/e5?page=2"
    for elsewhere in (
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "///elsewhere.example/",
        "/\t/elsewhere.example",
        "http://[",
        "",
        None,
    ):
        assert goes(elsewhere) == "/decisions"


@pytest.mark.browser
def test_two_people_at_one_name_are_told_of_each_other(server: Server, browser: Browser) -> None:
    pages = {}
    for name in ("Ben", "Zoë"):
        page = browser.new_context().new_page()
        page.goto(server.address + "/names?words=kassym")
        page.get_by_label("Deciding as").fill(name)
        page.get_by_role("button", name="Change").click()
        assert page.get_by_label("Deciding as").input_value() == name
        assert page.url.endswith("/names?words=kassym")
        page.get_by_role("link", name=TOKAYEV).click()
        pages[name] = page
    ben, zoe = pages["Ben"], pages["Zoë"]
    ben.get_by_label("Grade").select_option("D")
    ben.get_by_role("button", name="Keep", exact=True).click()
    assert "D not usually reliable, says Ben" in ben.locator("main").inner_text()
    zoe.get_by_label("Grade").select_option("B")
    zoe.get_by_role("button", name="Keep", exact=True).click()
    told = zoe.locator("main").inner_text()
    assert "Somebody was faster" in told
    assert f"{TOKAYEV}: D, not usually reliable" in told
    assert "decided by Ben" in told
    assert f"{TOKAYEV}: B, usually reliable" in told
    zoe.get_by_role("button", name="Decide all the same").click()
    assert "B usually reliable, says Zoë" in zoe.locator("main").inner_text()
    assert "Zoë" in httpx.get(server.address + "/decisions.csv").text
    for page in pages.values():
        page.context.close()


def test_a_note_that_was_typed_is_never_lost(server: Server) -> None:
    """A second tab of the same person counts too; a note goes through, a grade shows what was chosen."""
    with httpx.Client(base_url=server.address) as client:
        source = {"source": "1/e5", "seen": 0}
        client.post("/api/decisions/grade", json={**source, "letter": "C"}).raise_for_status()
        client.post("/api/decisions/note", json={"subject": "1/e5", "text": "read on", "seen": 0}).raise_for_status()
        again = client.post("/decisions/grade", data={**source, "letter": "A", "back": "/names/1/e5"})
        assert again.status_code == 409
        assert "A, reliable" in again.text
        assert '<a href="/names/1/e5">' in again.text
