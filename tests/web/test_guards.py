"""Who may ask: our own pages, by our own name, with the token where one is set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext

from reportedly.web import Settings
from reportedly.web.guards import LARGEST_BODY, POLICY
from tests.web.conftest import Server, Watched, serving

TOKEN = "sixteen-or-more-characters"


@pytest.fixture(scope="module")
def guarded(example_case: Path) -> Iterator[Server]:
    with serving(example_case, read_only=True, token=TOKEN) as server:
        yield server


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:80@evil.example",
        "localhost:evil.example",
        "evil.example",
        "evil.example:8022",
        "127.0.0.1.evil.example",
        "",
        "10.0.0.7:80",
        "[::2]:80",
    ],
)
def test_a_name_that_is_not_ours_is_refused_so_that_no_other_site_can_borrow_our_address(
    reading_server: Server, host: str
) -> None:
    answer = httpx.get(reading_server.address, headers={"host": host})
    assert answer.status_code == 421
    assert "164" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8022", "LOCALHOST", "[::1]:9000", "127.0.0.2:80"])
def test_our_own_names_are_answered(reading_server: Server, host: str) -> None:
    assert httpx.get(reading_server.address, headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},  # another program on this machine
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_page_of_another_site_cannot_decide(server: Server, headers: dict[str, str]) -> None:
    answer = httpx.post(server.address + "/who", data={"who": "Mallory"}, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_a_form_on_another_site_is_refused_in_a_real_browser(
    context: BrowserContext, server: Server, watched: Watched
) -> None:
    watched.expected.add("403")
    page = context.new_page()
    page.set_content(f'<form method="post" action="{server.address}/who"><button name="who">Go</button></form>')
    with page.expect_navigation() as arriving:
        page.get_by_role("button").click()
    answer = arriving.value
    assert answer is not None
    assert answer.status == 403


def test_every_answer_carries_the_policy_also_where_something_is_refused(reading_server: Server) -> None:
    for path, headers in (("/", {}), ("/nowhere", {}), ("/static/page.css", {}), ("/", {"host": "evil.example"})):
        answer = httpx.get(reading_server.address + path, headers=headers)
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"


def test_nothing_is_taken_that_is_larger_than_a_note(server: Server) -> None:
    answer = httpx.post(server.address + "/who", content=b"who=" + b"x" * LARGEST_BODY)
    assert answer.status_code == 413


def test_a_body_without_its_length_cannot_slip_past_the_limit(server: Server) -> None:
    pieces = (b"x" * 100_000 for _ in range(20))
    answer = httpx.post(
        server.address + "/who", content=pieces, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code in (411, 413)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/..%2f..%2fetc/passwd",
    ],
)
def test_no_path_leads_out_of_our_own_files(reading_server: Server, path: str) -> None:
    request = httpx.Request("GET", reading_server.address + path)
    request.url = httpx.URL(reading_server.address).copy_with(raw_path=path.encode())
    with httpx.Client() as client:
        answer = client.send(request)
    assert answer.status_code == 404
    assert "import" not in answer.text
    assert "root:" not in answer.text


@pytest.mark.parametrize("path", ["//elsewhere.example/x", "///elsewhere.example/x"])
def test_a_page_that_is_not_there_links_to_no_other_site(reading_server: Server, path: str) -> None:
    answer = raw(reading_server, path)
    assert answer.status_code == 404
    assert "elsewhere.example" not in answer.text


def test_a_head_is_answered_as_a_get_without_the_page(reading_server: Server) -> None:
    head, got = (httpx.request(method, reading_server.address + "/reports") for method in ("HEAD", "GET"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"]


def test_what_is_not_answered_so_says_how_it_would_be(reading_server: Server) -> None:
    for path in ("/reports", "/api/case"):
        answer = httpx.put(reading_server.address + path)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def raw(server: Server, path: str) -> httpx.Response:
    """What is answered to a path exactly as it is written here."""
    request = httpx.Request("GET", server.address + "/")
    request.url = httpx.URL(server.address).copy_with(raw_path=path.encode())
    with httpx.Client() as client:
        return client.send(request)


# ---------------------------------------------------------------- the token
def test_without_the_token_nothing_is_shown(guarded: Server) -> None:
    for path in ("/", "/api/case", "/static/page.css", "/?token=wrong"):
        answer = httpx.get(guarded.address + path)
        assert answer.status_code == 401
        assert "january" not in answer.text


def test_the_address_with_the_token_opens_the_page_and_takes_the_token_out_of_the_address(guarded: Server) -> None:
    with httpx.Client(follow_redirects=True) as client:
        answer = client.get(f"{guarded.address}/?token={TOKEN}")
        assert answer.status_code == 200
        assert TOKEN not in str(answer.url)
        assert client.get(guarded.address + "/").status_code == 200
        [cookie] = [one for one in client.cookies.jar if one.name == "reportedly_token"]
        assert cookie.has_nonstandard_attr("HttpOnly")


def test_programs_show_the_token_in_a_header(guarded: Server) -> None:
    answer = httpx.get(guarded.address + "/api/case", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200


def test_an_address_that_others_can_reach_needs_a_token(example_case: Path) -> None:
    for host in ("0.0.0.0", "::", "192.168.1.2", "newsroom.example"):
        with pytest.raises(ValueError, match="give a token"):
            Settings(case=example_case, host=host)
    with pytest.raises(ValueError, match="too easy to guess"):
        Settings(case=example_case, host="0.0.0.0", token="short")
    assert Settings(case=example_case, host="0.0.0.0", token=TOKEN).token == TOKEN


def test_the_token_opens_a_page_of_this_server_only(guarded: Server) -> None:
    answer = raw(guarded, f"//elsewhere.example/x?token={TOKEN}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/elsewhere.example/x"


def test_cookies_that_other_programs_of_this_machine_left_lock_nobody_out(guarded: Server) -> None:
    cookie = f"a@b[=1; expires; ;=; reportedly_token={TOKEN}"
    assert httpx.get(guarded.address + "/api/case", headers={"cookie": cookie}).status_code == 200
    assert httpx.get(guarded.address + "/api/case", headers={"cookie": "a@b[=1"}).status_code == 401
