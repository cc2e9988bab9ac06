"""What the documents say is so: their commands run, their links lead somewhere, their tables agree with the code."""

from __future__ import annotations

import doctest
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pytest

import reportedly
from reportedly.cli import COMMANDS
from reportedly.export import EXPORTERS
from reportedly.load import LOADERS
from reportedly.model import Claim, Figure, Problem, Report, Source, Span, Time
from tests.builders import harbour_ledger
from training.settings import AVERAGED, MADE_OF, RUNS

ROOT = Path(__file__).parent.parent
SOURCE = Path(reportedly.__file__).parent.parent
READER = SOURCE / "reportedly" / "reader"

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# What the project's own folders hold; the rest is built, installed or kept by tools.
OURS = ("*.md", "docs/**/*.md", "src/**/*.md", "quality/**/*.md", "benchmarks/**/*.md", "training/**/*.md")
DOCUMENTS = sorted({path for pattern in OURS for path in ROOT.glob(pattern)})
WITH_COMMANDS = ("README.md", "CONTRIBUTING.md", "training/README.md")
# Pages that are walked through, block by block; what the others show is for other machines.
WALKS = sorted(
    str(path.relative_to(ROOT))
    for folder in ("tutorial", "how-to")
    for path in (ROOT / "docs" / folder).glob("*.md")
    if path.stem not in ("container", "inputs") and re.search("^```(?:console|python)$", path.read_text("utf-8"), re.M)
)
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\dZ)?")
LEFT_OUT = "[…]"  # a line that stands for any lines
PRINT_ANEW = "REPORTEDLY_PRINTED"
OF_A_CASE = tuple(f"reportedly {name}" for name in ("add", "compare", "figures", "origins"))

# Commands that install, train, or run this very suite; of these it is only checked that what they name is there.
NOT_RUN = ("make ", "pip ", "source ", ".venv/bin/", "reportedly serve ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A command of a document and what the document says it prints."""

    command: str
    prints: str


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, *kinds: str) -> list[str]:
    return [body for kind, body in BLOCK.findall(read(name)) if kind in kinds]


def steps(name: str) -> Iterator[Step]:
    for block in blocks(name, "console", "bash", "sh"):
        yield from steps_in(block, name)


def steps_in(block: str, name: str) -> Iterator[Step]:
    """Commands stand behind "$ "; the lines up to the next one are what they print."""
    first, *commands = re.split(r"^\$ ", block, flags=re.MULTILINE)
    assert first == "", f"{name}: a line before the first command: {first!r}"
    for command in commands:
        line, _, prints = command.partition("\n")
        yield Step(command=line, prints=prints)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as it is after the commands of the README, each of which has run there and printed what is promised."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "examples", folder / "examples")
    for step in steps("README.md"):
        if not step.command.startswith(NOT_RUN):
            done = run(step.command, folder)
            if step.command.startswith(OF_A_CASE):  # what they print is too long to show
                assert done.returncode == 0, f"{step.command}\n{done.stderr}"
                assert [line for line in done.stderr.splitlines() if "looks like Russian" not in line] == []
                continue
            assert (done.returncode, done.stderr) == (0, ""), f"{step.command}\n{done.stderr}"
            assert done.stdout == step.prints, step.command
    return folder


def as_shown(prints: str, shown: str) -> bool:
    """Whether a command prints what a page shows, but for the clock, lines left out and empty lines at the end."""
    parts = [re.escape(part) for part in timeless(shown).split(LEFT_OUT + "\n")]
    return re.fullmatch("(?:.*\n)*".join(parts), timeless(prints)) is not None


def show_anew(name: str, step: Step, prints: str) -> None:
    """Puts what a command prints by now into its page; where lines are left out, somebody must say which."""
    assert LEFT_OUT not in step.prints, f"{name} leaves lines out; put them in by hand: {step.command}\n{prints}"
    before, now = (f"$ {step.command}\n{text}" for text in (step.prints, prints.rstrip("\n") + "\n"))
    text = read(name)
    assert text.count(before) == 1
    (ROOT / name).write_text(text.replace(before, now), encoding="utf-8")


def timeless(text: str) -> str:
    return TIME.sub("TIME", text).rstrip("\n") + "\n"


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a line of shell as the user of this Python would."""
    beside = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": os.pathsep.join((beside, os.environ.get("PATH", ""))),
        "PYTHONPATH": str(SOURCE),
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


# ---------------------------------------------------------------- commands
def test_the_commands_of_the_readme_print_what_it_shows(desk: Path) -> None:
    assert (desk / "bridge.txt").exists()
    assert (desk / "claims.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    known = json.loads((desk / "claims.jsonl").read_text(encoding="utf-8").splitlines()[0])["report"]
    assert (known["outlet"], known["published"]) == ("Example Daily", "2022-01-10")
    assert json.loads((desk / "bridge.json").read_text(encoding="utf-8"))["format"] == 1


def test_the_python_of_the_readme_prints_what_it_shows(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    assert told_otherwise("\n".join(blocks("README.md", "python")), "README.md", {}) == ""


@pytest.mark.parametrize("name", WALKS)
def test_a_page_of_the_site_prints_what_it_shows(
    name: str, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins = name.startswith("docs/tutorial")  # what tutorials make, the other pages find there
    folder = tmp_path / "desk"
    shutil.copytree(desk / "examples" if begins else desk, folder / "examples" if begins else folder)
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {}
    for kind, block in BLOCK.findall(read(name)):
        if kind == "python":
            assert told_otherwise(block, name, names) == ""
        for step in steps_in(block, name) if kind == "console" else ():
            if not step.command.startswith(NOT_RUN):
                done = run(f"{{ {step.command}; }} 2>&1", folder)
                assert done.returncode == 0, f"{step.command}\n{done.stdout}"
                if os.environ.get(PRINT_ANEW) and not as_shown(done.stdout, step.prints):
                    show_anew(name, step, done.stdout)
                else:
                    assert as_shown(done.stdout, step.prints), f"{step.command}\n{done.stdout}"


def told_otherwise(block: str, name: str, names: dict[str, Any]) -> str:
    """What differs where a block of Python is run as it is shown; names that it sets are there for the next one."""
    told: list[str] = []
    session = doctest.DocTestParser().get_doctest(block, names, name, name, 0)
    assert session.examples
    doctest.DocTestRunner(verbose=False).run(session, out=told.append, clear_globs=False)
    names.update(session.globs)
    return "".join(told)


def test_the_story_that_teaches_how_to_test_is_true() -> None:
    names: dict[str, Any] = {}
    for block in blocks("CONTRIBUTING.md", "python"):
        exec(compile(block, "CONTRIBUTING.md", "exec"), names)
    [story] = [thing for name, thing in names.items() if name.startswith("test_")]
    story()


@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_every_make_target_that_is_named_is_there(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:\$ |`)make ([a-z]+)", read(name)))
    assert named <= targets


def test_the_readme_begins_with_the_two_commands_that_matter() -> None:
    assert [step.command for step in steps("README.md")][:2] == ["make demo", "make test"]


@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_every_module_and_file_that_a_command_names_is_there(name: str) -> None:
    for step in steps(name):
        words = shlex.split(step.command)
        modules = [after for word, after in pairwise(words) if word == "-m"]
        assert [module for module in modules if not exists(module)] == [], step.command
        files = [word for word in words if "/" in word and not word.startswith((".venv/", "/"))]
        assert [file for file in files if not (ROOT / file).exists()] == [], step.command


def test_the_runs_that_commands_train_are_there() -> None:
    named = [step.command.split()[-1] for step in steps("training/README.md") if re.search("fit|export", step.command)]
    assert named
    assert set(named) <= {*RUNS, *AVERAGED}


def test_every_option_that_the_readme_names_is_in_the_help() -> None:
    commands = {name: later.load() for name, later in COMMANDS.items()}
    helped = "\n".join(c.get_help(click.Context(c, info_name=f"reportedly {name}")) for name, c in commands.items())
    named = set(re.findall(r"(?<![\w-])--[a-z]+", read("README.md")))
    assert {"--format", "--outlet", "--published", "--all", "--output", "--quiet"} <= named
    assert [option for option in named if option not in helped] == []


def test_every_command_that_the_readme_names_is_there_and_all_are_named() -> None:
    assert set(re.findall(r"`reportedly ([a-z]+)", read("README.md"))) | {"read"} == set(COMMANDS)


def test_the_exit_codes_of_the_readme_are_those_of_the_help() -> None:
    command = COMMANDS["read"].load()
    _, _, helped = command.get_help(click.Context(command, info_name="reportedly read")).partition("Exit codes:")
    [told] = re.findall(r"\*\*Exit codes\.\*\*(.*?)\n\n", read("README.md"), re.DOTALL)
    assert re.findall(r"\b(\d+):", told) == re.findall(r"^ +(\d+) ", helped, re.MULTILINE)


# ---------------------------------------------------------------- links and places
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file_of_the_project(document: Path) -> None:
    text = BLOCK.sub("", document.read_text(encoding="utf-8"))
    links = [link for link in LINK.findall(text) if "://" not in link]
    assert [link for link in links if not (document.parent / link.partition("#")[0]).exists()] == []


def test_every_file_that_the_architecture_names_is_there() -> None:
    package = SOURCE / "reportedly"
    named = [code for code in CODE.findall(BLOCK.sub("", read("ARCHITECTURE.md"))) if re.fullmatch(r"[\w/]+\.py", code)]
    everywhere = {path.name for path in package.rglob("*.py")}
    missing = [
        name
        for name in named
        if not (package / name).exists() and not (ROOT / name).exists() and ("/" in name or name not in everywhere)
    ]
    assert len(named) > 30
    assert missing == []


def test_every_folder_of_the_package_is_in_the_architecture() -> None:
    folders = {path.parent.name for path in (SOURCE / "reportedly").glob("*/__init__.py")}
    assert [name for name in sorted(folders) if f"`{name}/" not in read("ARCHITECTURE.md")] == []


def test_the_tables_that_grow_are_where_the_architecture_says() -> None:
    text = read("ARCHITECTURE.md")
    homes = {"LOADERS": "load/__init__.py", "EXPORTERS": "export/__init__.py", "READS": "pipeline.py"}
    for table, module in homes.items():
        assert f"`{table}` in `{module}`" in text
        assert re.search(rf"^{table}\b.* = \{{", read(f"src/reportedly/{module}"), re.MULTILINE)


def test_the_readme_names_every_form_of_output_and_no_loader_that_is_not_there() -> None:
    assert [form for form in EXPORTERS if f"`{form}`" not in read("README.md")] == []
    assert {".txt", ".html"} <= set(LOADERS)


def test_no_document_tells_of_somebodys_machine() -> None:
    for document in DOCUMENTS:
        assert not re.search(r"/(?:home|work|root|tmp|Users)/", document.read_text(encoding="utf-8")), document


# ---------------------------------------------------------------- the ledger
def example() -> dict[str, Any]:
    [block] = blocks("docs/reference/ledger.md", "json")
    found = json.loads(block)
    assert isinstance(found, dict)
    return found


def test_the_example_has_the_keys_of_a_ledger_in_their_order() -> None:
    shown, real = example(), harbour_ledger().to_dict()
    assert list(shown) == list(real)
    for here, there in (
        (shown["report"], real["report"]),
        (shown["claims"][0], real["claims"][0]),
        (shown["claims"][0]["sources"][0], real["claims"][1]["sources"][0]),
    ):
        assert list(here) == list(there)


def test_the_spans_of_the_example_hold_what_they_say() -> None:
    shown = example()
    text = shown["report"]["text"]
    [claim] = shown["claims"]
    [[start, end]] = claim["spans"]
    assert text[start:end] == "The bridge is open again"
    for source in claim["sources"]:
        start, end = source["mention"]
        assert source["name"] in text[start:end]
    for entity in shown["entities"]:
        assert [text[slice(*mention["span"])] for mention in entity["mentions"]] == [entity["name"]]
    assert shown["report"]["id"] == "sha256:" + sha256(text.encode()).hexdigest()


def test_the_example_is_what_the_reader_reads() -> None:
    shown = example()
    read_now = reportedly.read_text(shown["report"]["text"], where="bridge.txt").to_dict()
    for ledger in (shown, read_now):
        for claim in ledger["claims"]:
            assert 0.5 < claim.pop("confidence") <= 1
    assert read_now == shown


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("The ledger", harbour_ledger()),
        ("`report`", Report(id="", where="", text="")),
        ("A claim", Claim(id="c1", spans=(), sources=(), mode="direct")),
        ("A source", Source(name="", kind="agency")),
        ("A figure", Figure(id="f1", span=Span(0, 1), low=1, best=1, high=1)),
        ("A time", Time(span=Span(0, 1), start=None, end=None)),
        ("A problem", Problem(stage="load", message="")),
    ],
)
def test_every_field_is_explained_and_no_other(heading: str, value: Any) -> None:
    [section] = re.findall(
        rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", read("docs/reference/ledger.md"), re.M | re.S
    )
    told = [name for row in re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE) for name in CODE.findall(row)]
    assert told == list(value.to_dict())


def test_what_the_readme_says_is_not_there_yet_is_not_there_yet() -> None:
    text = " ".join(read("README.md").split())
    found = reportedly.read_text("About 20 buses may have been burnt on 5 January, the ministry said.").to_dict()
    [claim] = [claim for claim in found["claims"] if claim["sources"]]
    assert ("Figures are taken as they are written." in text) == (found["figures"] != [] and found["dates"] != [])
    assert ("Certainty and denial are read" in text) == (claim["certainty"] == "possible")


# ---------------------------------------------------------------- the reader and its making
def test_the_runs_are_told_as_they_are_set() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (\S+) \| (`[^|]+) \| ([\d.]+) \|", read("training/README.md"), re.MULTILINE)
    assert {name for name, *_ in rows} == set(MADE_OF)
    for name, start, corpora, epochs in rows:
        run_of = RUNS[name]
        assert start.strip("`").lower() == (run_of.start or run_of.base)
        assert tuple(CODE.findall(corpora)) == run_of.corpora
        assert float(epochs) == run_of.epochs


def test_the_model_card_names_every_file_of_the_reader() -> None:
    card = (READER / "MODEL_CARD.md").read_text(encoding="utf-8")
    shipped = {path.name for path in READER.iterdir() if path.suffix not in (".py", ".md") and path.is_file()}
    assert [name for name in sorted(shipped) if f"`{name}`" not in card] == []


def test_the_sums_are_those_of_the_files() -> None:
    lines = (READER / "SHA256SUMS").read_text(encoding="ascii").split()
    for told, name in zip(lines[::2], lines[1::2], strict=True):
        assert sha256((READER / name).read_bytes()).hexdigest() == told, name


def test_the_change_log_has_the_version_that_is_being_made() -> None:
    assert re.search(rf"^## \[{re.escape(reportedly.__version__)}\]", read("CHANGELOG.md"), re.MULTILINE)
