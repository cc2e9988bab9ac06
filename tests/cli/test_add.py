"""`reportedly add` and `reportedly verify` with the whole reader behind them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from reportedly.case import SqliteStore, difference, open_case
from reportedly.cli.add import add as add_command
from reportedly.cli.add import verify as verify_command
from reportedly.interfaces import Asked
from reportedly.pipeline import reader_version
from tests.builders import HARBOUR
from tests.cli.test_command_line import SOURCE
from tests.load.making import MAIL, RSS, answer, packed, page, pdf, record, records, zipped
from tests.load.serving import Served, site

BRIEF = "The fire is out, the fire service said. Nobody was hurt, according to the port authority.\n"
RUSSIAN = "Министр сообщил в понедельник, что мост будет открыт в мае. По словам полиции, никто не пострадал.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with three reports under news/."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news" / "inner").mkdir(parents=True)
    (tmp_path / "news" / "a.txt").write_text(HARBOUR, encoding="utf-8")
    (tmp_path / "news" / "b.txt").write_text(BRIEF, encoding="utf-8")
    (tmp_path / "news" / "inner" / "c.txt").write_text(RUSSIAN, encoding="utf-8")
    return tmp_path


def add(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(add_command, ["t.case", *arguments], input=text)


def summary(*arguments: str) -> dict[str, Any]:
    found = json.loads(add(*arguments, "--format", "json").stdout)
    assert isinstance(found, dict)
    return found


def verify(*arguments: str) -> Result:
    return CliRunner().invoke(verify_command, ["t.case", *arguments])


@pytest.fixture
def case(desk: Path) -> Path:
    assert add("news").exit_code == 0
    return desk / "t.case"


def opened(path: Path) -> SqliteStore:
    return open_case(path)


# ---------------------------------------------------------------- adding
def test_a_folder_becomes_a_case_in_the_order_of_its_files(desk: Path) -> None:
    result = add("news")
    assert result.exit_code == 0
    assert result.stdout.startswith("3 reports added. t.case holds 3 reports, ")
    store = opened(desk / "t.case")
    assert [kept.where for kept in store.reports()] == [
        str(Path("news", "a.txt")), str(Path("news", "b.txt")), str(Path("news", "inner", "c.txt"))
    ]  # fmt: skip
    assert {kept.reader for kept in store.reports()} == {reader_version()}
    assert [found.chain for found in store.claims(Asked(text='"nobody was hurt"'))][-1] == ("the port authority",)
    store.close()


def test_adding_the_same_again_changes_nothing_and_says_so(case: Path) -> None:
    before = case.read_bytes()
    result = add("news")
    assert (result.exit_code, result.stdout[:30]) == (0, "3 reports in the case already.")
    assert case.read_bytes() == before


def test_what_is_new_is_added_to_what_is_there(case: Path) -> None:
    (case.parent / "news" / "d.txt").write_text(f"{BRIEF}It rained.\n", encoding="utf-8")
    assert add("news").stdout.startswith("1 report added, 3 reports in the case already. t.case holds 4 reports")


def test_a_report_in_another_language_is_kept_and_said(case: Path) -> None:
    result = add("news/inner/c.txt", "--again")
    assert "c.txt: this looks like Russian; the reader knows only English" in result.stderr
    assert result.exit_code == 0
    store = opened(case)
    [found] = store.search("мост")
    assert (found.report.language, found.report.claims) == ("ru", 0)
    store.close()


def test_the_same_bytes_in_another_place_are_kept_once_and_both_places_noted(case: Path) -> None:
    (case.parent / "copy.txt").write_text(BRIEF, encoding="utf-8")
    found = summary("copy.txt")
    assert (found["added"], found["reports"]) == (0, 3)
    assert found["already_there"][0]["same_bytes_as"] == str(Path("news", "b.txt"))
    assert "the same bytes as" in add("copy.txt").stderr
    store = opened(case)
    assert [one.where for one in store.seen(found["already_there"][0]["report"])] == [
        str(Path("news", "b.txt")), "copy.txt"
    ]  # fmt: skip
    store.close()


def test_one_file_that_cannot_be_read_stops_no_other(desk: Path) -> None:
    (desk / "news" / "b.txt").write_bytes(b"%PDF-1.7 ...")
    result = add("news", "none.txt")
    assert result.exit_code == 1
    assert "b.txt: this is a PDF, not a text" in result.stderr
    assert "none.txt: there is no such file" in result.stderr
    assert result.stdout.startswith("2 reports added, 2 reports not read.")


def test_a_program_gets_a_summary_it_can_count_on(desk: Path) -> None:
    (desk / "news" / "b.txt").write_bytes(b"")
    found = summary("news")
    assert (found["added"], found["read_again"], found["reports"]) == (2, 0, 2)
    assert found["unreadable"] == [{"where": str(Path("news", "b.txt")), "message": "empty: there is no text in it"}]
    [problem] = found["problems"]
    assert (problem["stage"], Path(problem["where"]).name) == ("language", "c.txt")
    assert problem["report"].startswith("sha256:")
    assert {"claims", "figures", "decisions", "already_there", "metadata", "problems_in_text"} <= set(found)


def test_standard_input_is_a_report_like_another(desk: Path) -> None:
    assert add("-", text=BRIEF).stdout.startswith("1 report added.")
    assert "the same bytes as -" in add("news/b.txt").stderr


def test_json_lines_are_reports_one_by_one(desk: Path) -> None:
    rows = [
        {"text": BRIEF, "outlet": "Coast Herald", "published": "2022-01-10", "url": "https://example.org/1"},
        {"text": RUSSIAN, "language": "ru", "title": None},
        {"words": 7},
        {"text": HARBOUR},
    ]
    (desk / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = add("rows.jsonl")
    assert result.exit_code == 1
    assert 'rows.jsonl:3: it has no "text"' in result.stderr
    store = opened(desk / "t.case")
    first, second, third = store.reports()
    assert (first.where, first.outlet, first.published) == ("rows.jsonl:1", "Coast Herald", "2022-01-10")
    assert (second.language, third.where) == ("ru", "rows.jsonl:4")
    assert store.ledger(first.id).report.text == BRIEF
    store.close()
    assert add("rows.jsonl").stdout.startswith("3 reports in the case already, 1 report not read.")


def test_an_archive_gives_its_reports_and_says_what_it_passed_over(desk: Path) -> None:
    files = {"news/a.txt": BRIEF.encode(), "web.warc.gz": packed(records()), "map.png": b"x", "../b.txt": b"x"}
    (desk / "news.zip").write_bytes(zipped(files))
    found = summary("news.zip")
    assert (found["added"], found["reports"]) == (3, 3)
    assert [one["where"] for one in found["unreadable"]] == ["news.zip:../b.txt"]
    assert [one["where"] for one in found["passed_over"]] == ["news.zip:web.warc.gz", "news.zip"]
    store = opened(desk / "t.case")
    assert [kept.where for kept in store.reports()] == [
        "news.zip:news/a.txt", "news.zip:web.warc.gz:2", "news.zip:web.warc.gz:6"
    ]  # fmt: skip
    store.close()


def test_reports_of_an_archive_are_read_again_from_the_bytes_that_the_case_keeps(desk: Path) -> None:
    russian = "<p>Порт закрыт из-за шторма, сообщили в понедельник власти города.</p>".encode("koi8-r")
    warc = record(answer(russian, kind="text/html; charset=koi8-r")) + record(answer(page(2)))
    (desk / "web.warc").write_bytes(warc)
    (desk / "news.rss").write_bytes(RSS)
    (desk / "rows.csv").write_text(f'text,outlet\n"{BRIEF}",Coast Herald\n', encoding="utf-8")
    (desk / "a.eml").write_bytes(MAIL)
    (desk / "a.pdf").write_bytes(pdf(["It rained, the weather service said."]))
    assert add("web.warc", "news.rss", "rows.csv", "a.eml", "a.pdf").stdout.startswith("8 reports added.")
    store = opened(desk / "t.case")
    before = [(store.ledger(kept.id), store.seen(kept.id)) for kept in store.reports()]
    assert before[0][0].report.text.startswith("Порт закрыт")
    assert before[0][0].report.url == "https://example.org/harbour"
    store.close()
    for file in ("web.warc", "news.rss", "rows.csv", "a.eml", "a.pdf"):
        (desk / file).unlink()
    assert add("--again").stdout.startswith("8 reports read again.")
    store = opened(desk / "t.case")
    after = [(store.ledger(kept.id), store.seen(kept.id)) for kept in store.reports()]
    assert [ledger for ledger, _ in after] == [ledger for ledger, _ in before]
    assert [[one.known for one in seen] for _, seen in after] == [[one.known for one in seen] for _, seen in before]
    store.close()
    assert verify().exit_code == 0


def test_the_same_archive_again_changes_nothing(desk: Path) -> None:
    (desk / "web.warc").write_bytes(b"".join(records()))
    add("web.warc")
    before = (desk / "t.case").read_bytes()
    assert add("web.warc").stdout.startswith("2 reports in the case already.")
    assert (desk / "t.case").read_bytes() == before


def test_a_page_is_fetched_by_its_address_and_kept_with_the_time(desk: Path) -> None:
    with site() as web:
        result = add(web.at("/1"), "--allow-local")
        assert (result.exit_code, result.stderr) == (0, "")
        assert add(web.at("/1"), "--allow-local").stdout.startswith("1 report in the case already.")
        store = opened(desk / "t.case")
        [kept] = store.reports()
        assert (kept.where, kept.url, kept.title) == (web.at("/1"), web.at("/1"), "Harbour shut 1")
        assert store.raw(kept.id) == page(1)
        [seen] = store.seen(kept.id)
        assert seen.known["beside"]["fetched"][:4] == seen.at[:4]
        store.close()


def test_a_local_address_is_not_fetched_unless_that_is_asked_for(desk: Path) -> None:
    with site() as web:
        result = add(web.at("/1"))
        assert result.exit_code == 1
        assert "127.0.0.1 is a private or local address; --allow-local allows that" in result.stderr
        assert web.asked == []


def test_a_feed_is_added_by_its_address(desk: Path) -> None:
    with site({"/rss": Served(body=RSS, kind="application/rss+xml")}) as web:
        assert add(web.at("/rss"), "--allow-local").stdout.startswith("3 reports added.")
        store = opened(desk / "t.case")
        assert [kept.where for kept in store.reports()] == [web.at(f"/rss:{number}") for number in (1, 2, 3)]
        store.close()


def test_two_versions_of_one_address_are_kept_with_their_difference(desk: Path) -> None:
    page = {"url": "https://example.org/fire", "text": BRIEF, "published": "2022-01-10T09:00:00Z"}
    later = page | {"text": BRIEF.replace("Nobody was", "Two people were"), "published": "2022-01-10T12:00:00Z"}
    (desk / "rows.jsonl").write_text(json.dumps(later) + "\n" + json.dumps(page) + "\n", encoding="utf-8")
    add("rows.jsonl")
    store = opened(desk / "t.case")
    earlier, newer = store.versions(next(store.reports()).id)
    assert (earlier.where, newer.where) == ("rows.jsonl:2", "rows.jsonl:1")
    texts = store.ledger(earlier.id).report.text, store.ledger(newer.id).report.text
    changes = [(texts[0][slice(*one.a)], texts[1][slice(*one.b)]) for one in difference(*texts)]
    assert changes == [("Nobody was", "Two people were")]
    store.close()


# ---------------------------------------------------------------- what is known of the files
def metadata(desk: Path, *rows: dict[str, object]) -> str:
    (desk / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return "rows.jsonl"


def test_what_a_row_says_of_a_file_wins(desk: Path) -> None:
    page = "<html><head><title>Fire out</title><meta property='og:site_name' content='Wrong'></head><body><article>"
    (desk / "page.html").write_text(f"{page}<p>{BRIEF * 3}</p></article></body></html>", encoding="utf-8")
    rows = metadata(desk, {"file": "page.html", "outlet": "Right", "published": "2022-01-10", "title": None})
    result = add("page.html", "--metadata", rows)
    assert (result.exit_code, result.stderr) == (0, "")
    store = opened(desk / "t.case")
    [kept] = store.reports()
    assert (kept.outlet, kept.published) == ("Right", "2022-01-10")
    assert kept.title == "Fire out"
    store.close()


def test_a_language_that_is_known_is_not_guessed_at(desk: Path) -> None:
    rows = metadata(desk, {"file": "b.txt", "language": "ru"}, {"file": "a.txt"}, {"file": "c.txt", "language": "en"})
    result = add("news", "--metadata", rows)
    assert "b.txt: this looks like Russian" in result.stderr
    store = opened(desk / "t.case")
    assert [kept.language for kept in store.reports()] == ["en", "ru", "en"]
    store.close()


def test_rows_and_files_that_do_not_match_are_told_and_nothing_stops(desk: Path) -> None:
    rows = metadata(desk, {"file": "a.txt", "outlet": "Coast Herald"}, {"file": "z.txt"})
    result = add("news", "--metadata", rows)
    assert result.exit_code == 0
    assert "rows.jsonl:2: there is no file “z.txt” among those given" in result.stderr
    assert f"{Path('news', 'b.txt')}: no row in rows.jsonl" in result.stderr
    assert len(summary("news", "--metadata", rows)["metadata"]) == 3


def test_more_that_is_known_later_is_taken_in(case: Path) -> None:
    rows = metadata(case.parent, {"file": "a.txt", "outlet": "Coast Herald", "published": "2024-05-16"})
    assert add("news", "--metadata", rows).stdout.startswith("1 report read again, 2 reports in the case already.")
    assert add("news", "--metadata", rows).stdout.startswith("3 reports in the case already.")
    store = opened(case)
    assert [kept.outlet for kept in store.reports()] == ["Coast Herald", None, None]
    store.close()


def test_rows_that_cannot_be_read_are_a_wrong_call(desk: Path) -> None:
    assert add("news", "--metadata", "none.csv").exit_code == 2
    assert not (desk / "t.case").exists()


# ---------------------------------------------------------------- reading again
def test_reading_the_whole_case_again_needs_no_files_and_keeps_what_people_said(desk: Path) -> None:
    rows = metadata(desk, {"file": "a.txt", "outlet": "Coast Herald", "language": "en"}, {"file": "b.txt"})
    add("news/a.txt", "news/b.txt", "--metadata", rows)
    store = opened(desk / "t.case")
    first = next(store.reports())
    ledger = store.ledger(first.id)
    made = store.decide("grade", {"report": first.id, "span": [0, 4]}, "B2", who="ada", at="2022-01-10T08:00:00Z")
    store.close()
    for file in (desk / "news").glob("*.txt"):
        file.unlink()
    assert add("--again").stdout.startswith("2 reports read again. t.case holds 2 reports")
    store = opened(desk / "t.case")
    assert store.ledger(first.id) == ledger
    assert store.decisions() == (made,)
    assert [one.known for one in store.seen(first.id)] == [{"outlet": "Coast Herald", "language": "en"}]
    store.close()
    assert verify().exit_code == 0


# ---------------------------------------------------------------- wrong calls, and a case that cannot be used
def test_without_reports_there_is_nothing_to_add(desk: Path) -> None:
    result = add()
    assert (result.exit_code, list(desk.glob("*.case"))) == (2, [])
    assert "name the reports to add" in result.stderr


def test_there_is_nothing_to_read_again_in_a_case_that_is_not_there(desk: Path) -> None:
    result = add("--again")
    assert (result.exit_code, list(desk.glob("*.case"))) == (3, [])
    assert "there is no case t.case" in result.stderr


def test_a_report_in_the_place_of_the_case_is_left_alone(desk: Path) -> None:
    result = CliRunner().invoke(add_command, ["news/a.txt", "news/b.txt"])
    assert result.exit_code == 3
    assert "this is not a case; name another file" in result.stderr
    assert (desk / "news" / "a.txt").read_text(encoding="utf-8") == HARBOUR


def test_ctrl_c_leaves_what_was_added_and_says_how_to_go_on(desk: Path) -> None:
    for number in range(300):
        (desk / "news" / f"{number}.txt").write_text(f"{number}\n\n{HARBOUR}", encoding="utf-8")
    script = "from reportedly.cli.add import add; add(standalone_mode=False)"
    process = subprocess.Popen(
        [sys.executable, "-c", script, "t.case", "news"],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (desk / "t.case-wal").exists() or (desk / "t.case-wal").stat().st_size < 500_000:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert re.search(r"added before that (?:is|are) safe\); run the same command again to go on", said)
    assert [file.name for file in desk.iterdir() if file.name.startswith("t.case")] == ["t.case"]
    assert verify().exit_code == 0


# ---------------------------------------------------------------- verify
def test_a_sound_case_is_said_to_be_sound(case: Path) -> None:
    result = verify()
    assert result.exit_code == 0
    assert result.stdout.startswith("t.case: 3 reports, ")
    assert json.loads(verify("--format", "json").stdout)["damage"] == []


def test_damage_is_named_with_its_report(case: Path) -> None:
    store = opened(case)
    store._database.write("UPDATE claims SET words = 'nothing' WHERE report = 2")
    store.close()
    result = verify()
    assert result.exit_code == 1
    [line] = [line for line in result.stdout.splitlines() if "claims" in line and "b.txt" in line]
    assert line.startswith(f"{Path('news', 'b.txt')} (sha256:")
    assert json.loads(verify("--format", "json").stdout)["damage"][0]["kind"] == "rows"


def test_a_case_cut_off_in_the_middle_is_damaged(case: Path) -> None:
    case.write_bytes(case.read_bytes()[: case.stat().st_size // 2])
    result = verify()
    assert result.exit_code == 1
    assert result.stdout
    assert verify("--format", "json").exit_code == 1


def test_there_is_nothing_to_verify_where_there_is_no_case(desk: Path) -> None:
    assert verify().exit_code == 3
