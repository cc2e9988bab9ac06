"""The documentation site: it is built without a warning, whole, the same each time, and asks nobody for anything."""

from __future__ import annotations

import dataclasses
import importlib.util
import inspect
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import cache, partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

import click
import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import APIRoute
from lxml import html

import reportedly
from reportedly.cli import COMMANDS
from reportedly.web.app import VIEWS
from tests.browser import PHONE, WIDE, chromium

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
NEEDED = ("furo", "myst_parser", "sphinx")
MADE_BY_THE_THEME = {"genindex.html", "py-modindex.html", "search.html"}
# What a page asks for by itself, without anybody's click.
FETCHED = (
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("source", "src"),
    ("iframe", "src"),
    ("video", "src"),
    ("audio", "src"),
    ("object", "data"),
    ("use", "href"),
    ("form", "action"),
)
IN_STYLES = re.compile(r"(?:url\(|@import)\s*[\"']?\s*(?:https?:)?//")
# Modules of which every class has its place in the reference.
TOLD_WHOLE = ("reportedly.model", "reportedly.comparison", "reportedly.interfaces", "reportedly.ask.rows")
LOOKED_AT = ("index.html", "tutorial/first-report.html", "reference/python/case.html")
SERIOUS = ("serious", "critical")


# ---------------------------------------------------------------- building
def build(into: Path) -> Path:
    """The site as `make docs` builds it; a warning is an error here."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"the site cannot be built without {', '.join(missing)}: pip install -e '.[docs]'")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-d", into / "trees", DOCS, into / "site"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        encoding="utf-8",
        timeout=550,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), done.stderr
    return into / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("first"))


@cache
def page(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def links_on(path: Path) -> Iterator[tuple[Path, str]]:
    """Where links to the site's own pages lead: a file and a place in it."""
    for link in page(path).iter("a"):
        parts = urlsplit(link.get("href", ""))
        if not parts.scheme and not parts.netloc:
            yield (path.parent / unquote(parts.path)).resolve() if parts.path else path, unquote(parts.fragment)


@cache
def places_in(path: Path) -> frozenset[str]:
    return frozenset(page(path).xpath("//@id | //@name"))


# ---------------------------------------------------------------- the whole of it
def test_the_same_pages_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = build(tmp_path)
    first, second = ({str(file.relative_to(top)): sum_of(file) for file in files(top)} for top in (site, again))
    assert len(first) > 60
    assert [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)] == []


def files(top: Path) -> Iterator[Path]:
    return (path for path in top.rglob("*") if path.is_file())


def sum_of(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def test_every_page_can_be_reached_from_the_first(site: Path) -> None:
    reached: set[Path] = set()
    ahead = [site.resolve() / "index.html"]
    while ahead:
        path = ahead.pop()
        if path not in reached and path.suffix == ".html":
            reached.add(path)
            ahead += [target for target, _ in links_on(path)]
    lost = {path.relative_to(site).as_posix() for path in pages(site.resolve()) if path not in reached}
    assert lost <= MADE_BY_THE_THEME


def test_every_page_that_was_written_is_there(site: Path) -> None:
    written = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
    assert [path for path in sorted(written) if not (site / path).exists()] == []


def test_every_link_leads_to_a_place_on_a_page(site: Path) -> None:
    broken = [
        f"{path.relative_to(site.resolve())}: {target.name}#{place}"
        for path in pages(site.resolve())
        for target, place in links_on(path)
        if not target.exists() or (place and target.suffix == ".html" and place not in places_in(target))
    ]
    assert broken == []


def test_no_page_asks_for_anything_from_elsewhere(site: Path) -> None:
    for path in pages(site):
        asked = [one.get(name, "") for tag, name in FETCHED for one in page(path).iter(tag)]
        assert [address for address in asked if urlsplit(address).netloc] == [], path
        styles = [style.text or "" for style in page(path).iter("style")]
        assert not any(map(IN_STYLES.search, styles)), path
    for style in site.rglob("*.css"):
        assert not IN_STYLES.search(style.read_text(encoding="utf-8")), style


def test_it_can_be_searched(site: Path) -> None:
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    for word in ("originat", "retract", "ledger", "tutorial/first-report"):  # words are kept by their stems
        assert word in index


# ---------------------------------------------------------------- what is made from the program
def test_every_public_name_has_its_place(site: Path) -> None:
    there = set().union(*(places_in(path) for path in (site / "reference" / "python").glob("*.html")))
    public = [f"reportedly.{name}" for name in reportedly.__all__ if name != "__version__"]
    modules = [import_module(name) for name in TOLD_WHOLE]
    ours = [
        f"{'reportedly' if name in reportedly.__all__ else module.__name__}.{name}"
        for module in modules
        for name in classes_of(module)
    ]
    assert [name for name in (*public, *ours) if name not in there] == []


def test_every_name_that_has_a_place_says_what_it_is(site: Path) -> None:
    named = {place for path in (site / "reference" / "python").glob("*.html") for place in objects_on(path)}
    assert len(named) > 90
    assert [name for name in sorted(named) if not says_what_it_is(thing_called(name))] == []


def test_every_method_of_a_case_says_what_it_does() -> None:
    methods = [name for name, thing in vars(reportedly.Case).items() if not name.startswith("_") and thing is not None]
    assert len(methods) > 30
    assert [name for name in methods if not getattr(reportedly.Case, name).__doc__] == []


def classes_of(module: ModuleType) -> list[str]:
    return [
        name
        for name, thing in vars(module).items()
        if inspect.isclass(thing) and thing.__module__ == module.__name__ and not name.startswith("_")
    ]


def objects_on(path: Path) -> list[str]:
    """Classes and functions that are told on a page, without what belongs to them."""
    return [
        name
        for name in page(path).xpath('//dt[contains(@class, "sig-object")]/@id')
        if inspect.ismodule(thing_called(name.rpartition(".")[0]))
    ]


def thing_called(name: str) -> object:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        owner, _, last = name.rpartition(".")
        return getattr(thing_called(owner), last)


def says_what_it_is(thing: object) -> bool:
    by_itself = dataclasses.is_dataclass(thing) and inspect.isclass(thing) and thing.__name__ + "("
    told = thing.__doc__ or ""
    return bool(told) and not (by_itself and told.startswith(by_itself))


def test_every_command_and_option_has_its_place_and_its_help(site: Path) -> None:
    told = page(site / "reference" / "command-line.html").find(".//article").text_content()
    for name, later in COMMANDS.items():
        command = later.load()
        assert f"reportedly {name}" in told
        assert command.help, name
        context = click.Context(command, info_name=name)
        for option in (one for one in command.get_params(context) if isinstance(one, click.Option)):
            assert option.help, f"{name} {option.opts}"
            assert all(spelling in told for spelling in option.opts), f"{name} {option.opts}"


def test_every_exit_code_of_every_command_is_told(site: Path) -> None:
    told = page(site / "reference" / "exit-codes.html").find(".//article").text_content()
    assert [name for name in COMMANDS if f"reportedly {name}" not in told] == []
    assert {"0", "1", "2", "3", "130"} <= set(re.findall(r"^\s*(\d+)\s*$", told, re.MULTILINE))


def test_every_operation_has_its_place_and_says_what_it_does(site: Path) -> None:
    told = page(site / "reference" / "json-interface.html").find(".//article").text_content()
    routes = [route for view in VIEWS for route in view.api.routes if isinstance(route, APIRoute)]
    assert len(routes) > 25
    for route in routes:
        for method in route.methods or ():
            assert f"{method} /api{route.path}" in told
        assert route.description, route.path


def test_every_stage_of_a_problem_is_told(site: Path) -> None:
    stages = page(site / "reference" / "messages.html").xpath("(//table)[1]/tbody/tr/td[1]//text()")
    told = {stage.strip() for stage in stages} - {""}
    [explained] = re.findall(
        r"^\| `stage` \| where it arose: (.*) \|$", (DOCS / "reference/ledger.md").read_text(), re.M
    )
    assert told == set(re.findall(r"`(\w+)`", explained))


def test_the_row_on_the_first_page_is_what_is_read(site: Path) -> None:
    first = page(site / "index.html")
    [sentence] = [text.strip('"') for text in first.xpath("//article//em/text()") if text.endswith('."')]
    [claim] = (ledger := reportedly.read_text(sentence)).claims
    row = [cell.text_content().strip() for cell in first.xpath("//article//tbody//td")]
    cue = ledger.words(claim.sources[-1].cue)
    assert row == [" › ".join(ledger.chain(claim)), f"{cue}, {claim.mode}", ledger.words(claim.spans), claim.certainty]


# ---------------------------------------------------------------- to look at
class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as it is called there)
        """Says nothing."""


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.browser
def test_everybody_can_read_it_on_any_screen_by_day_and_by_night(address: str) -> None:
    with chromium() as browser:
        for size, scheme in ((WIDE, "light"), (PHONE, "light"), (WIDE, "dark")):
            context = browser.new_context(viewport=size, color_scheme=scheme, base_url=address)  # type: ignore[arg-type]
            asked: list[str] = []
            context.on("request", lambda request: asked.append(request.url))  # noqa: B023
            for name in LOOKED_AT:
                shown = context.new_page()
                shown.goto(f"/{name}")
                found = [one for one in Axe().run(shown).response["violations"] if one["impact"] in SERIOUS]
                assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], f"{name}, {scheme}, {size}"
                width = shown.evaluate("document.documentElement.scrollWidth")
                assert width <= size["width"], f"{name} is wider than a screen of {size['width']}"
                shown.close()
            assert [one for one in asked if not one.startswith(address)] == []
            context.close()
