"""A real server over a real case, and a real Chromium that may ask nobody else."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import create_server
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Locator,
    Page,
    Request,
    ViewportSize,
    WebError,
)

from reportedly.case import make_case
from reportedly.load.metadata import metadata_for
from reportedly.pipeline import Known, add_reports, compare_case
from reportedly.web import Settings, make_app
from tests.browser import PHONE as PHONE  # for the tests beside this file
from tests.browser import WIDE as WIDE
from tests.browser import chromium

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "january-2022"
READ_AT = "2022-03-20T09:00:00Z"


@pytest.fixture(scope="session")
def example_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled example, read once; tests that decide anything work on a copy of it (`case_file`)."""
    path = tmp_path_factory.mktemp("case") / "january.case"
    files = sorted(str(file) for file in EXAMPLE.glob("*.txt"))
    known = metadata_for(files, str(EXAMPLE / "about.jsonl"))
    store = make_case(path)
    for added in add_reports(store, files, now=lambda: READ_AT, known_of=lambda file: Known(**known.of(file))):
        assert added.how == "new"
    compare_case(store)
    store.close()
    return path


@pytest.fixture
def case_file(example_case: Path, tmp_path: Path) -> Path:
    """A copy of the example case that a test may change."""
    return Path(shutil.copy(example_case, tmp_path / "january.case"))


@dataclass
class Server:
    """A running server: where it is, and the case it serves."""

    address: str
    case: Path


@contextmanager
def serving(case: Path, **settings: object) -> Iterator[Server]:
    door = create_server(("127.0.0.1", 0))
    port = door.getsockname()[1]
    app = make_app(Settings(case=case, port=port, **{"who": "Ada", **settings}))  # type: ignore[arg-type]
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield Server(f"http://127.0.0.1:{port}", case)
    finally:
        server.should_exit = True
        thread.join()
        door.close()


@pytest.fixture(scope="session")
def reading_server(example_case: Path) -> Iterator[Server]:
    """The example case, read-only: for tests that only look."""
    with serving(example_case, read_only=True) as server:
        yield server


@pytest.fixture
def server(case_file: Path) -> Iterator[Server]:
    """A copy of the example case, where decisions are kept."""
    with serving(case_file) as one:
        yield one


def when_loaded(look: Callable[..., Any]) -> Callable[..., Any]:
    """What a locator tells once its page is there: behind a click the new page may be only half there yet."""

    def told(self: Locator, *arguments: Any, **options: Any) -> Any:
        self.page.wait_for_load_state()
        return look(self, *arguments, **options)

    return told


@pytest.fixture(scope="session", autouse=True)
def pages_are_looked_at_whole() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("count", "inner_text", "all_inner_texts", "all"):
            patch.setattr(Locator, name, when_loaded(getattr(Locator, name)))
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@dataclass
class Watched:
    """What a browser did besides showing the page; all of it must stay empty."""

    elsewhere: list[str] = field(default_factory=list)  # requests that would leave this machine
    complaints: list[str] = field(default_factory=list)  # of the console
    expected: set[str] = field(default_factory=set)  # complaints a test means to cause, by a part of their words

    def request(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.elsewhere.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def web_error(self, error: WebError) -> None:
        self.complaints.append(str(error.error))

    def dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()


Open = Callable[..., Page]


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def context(request: pytest.FixtureRequest, browser: Browser, watched: Watched) -> Iterator[BrowserContext]:
    if "server" in request.fixturenames:
        request.getfixturevalue("server")  # begun first, so that it outlives the pages, which ask it for news
    context = browser.new_context(viewport=WIDE)
    context.on("request", watched.request)
    context.on("console", watched.console)
    context.on("weberror", watched.web_error)
    context.on("dialog", watched.dialog)
    yield context
    context.close()
    assert watched.elsewhere == []
    assert [one for one in watched.complaints if not any(part in one for part in watched.expected)] == []


def opened(context: BrowserContext, server: Server, path: str) -> Page:
    page = context.new_page()
    page.goto(server.address + path)
    return page


@pytest.fixture
def look(context: BrowserContext, reading_server: Server) -> Open:
    """Opens a page of the example case in Chromium."""

    def opened(path: str = "/", *, size: ViewportSize = WIDE, dark: bool = False) -> Page:
        page = context.new_page()
        page.set_viewport_size(size)
        page.emulate_media(color_scheme="dark" if dark else "light")
        answer = page.goto(reading_server.address + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        return page

    return opened
