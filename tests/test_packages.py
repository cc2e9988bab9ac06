"""What is handed out: whoever builds the packages, wherever and whenever, gets the same bytes, with nothing stray."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from reportedly import __version__
from reportedly.web.settings import PORT

pytest.importorskip("hatchling", reason="building needs hatchling")

ROOT = Path(__file__).parent.parent
PACKAGE = "src/reportedly"
BUILD = "import hatchling.build as b, sys; print(getattr(b, f'build_{sys.argv[1]}')(sys.argv[2]))"
FOR_OURSELVES = {"all", "benchmark", "docs", "test"}  # extras that [all] does not name
LEFT = 1_234_567_890  # a time long ago
INFO = f"reportedly-{__version__}.dist-info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    wheel: Path
    sdist: Path


def build(what: str, folder: Path, *, umask: int = 0o022, **environment: str) -> Path:
    """Builds "wheel" or "sdist" as it is built for a release, with nothing fetched."""
    out = folder.with_name(f"{folder.name}-out")
    run = subprocess.run(
        [sys.executable, "-c", BUILD, what, str(out)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        umask=umask,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return out / run.stdout.strip()


def files_of_ours() -> list[str]:
    """The files that git keeps, or would keep if they were added now."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if run.returncode != 0:
        pytest.skip("not a checkout: git does not say which files are ours")
    return sorted(name for name in run.stdout.split("\0") if name and (ROOT / name).is_file())


def copied(names: Iterable[str], source: Path, to: Path) -> Path:
    for name in names:
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, to / name)
    return to


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(files_of_ours(), ROOT, tmp_path_factory.mktemp("here") / "reportedly")


@pytest.fixture(scope="module")
def ours(checkout: Path) -> list[str]:
    return names_under(checkout)


@pytest.fixture(scope="module")
def built(checkout: Path, ours: list[str]) -> Built:
    wheel, sdist = (
        build(what, checkout, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8") for what in ("wheel", "sdist")
    )
    return Built(wheel=wheel, sdist=sdist)


@pytest.fixture(scope="module")
def another(checkout: Path, ours: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same checkout of somebody else: elsewhere, of another day, closed to others, worked in."""
    folder = copied(ours, checkout, tmp_path_factory.mktemp("there") / "a" / "longer way" / "checkout")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
        os.utime(path, (LEFT, LEFT))
    for stray in (f"{PACKAGE}/__pycache__/model.cpython-311.pyc", "dist/old.whl", ".mypy_cache/3.11/x.json"):
        (folder / stray).parent.mkdir(parents=True, exist_ok=True)
        (folder / stray).write_bytes(b"left over")
    return folder


def names_under(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def metadata(built: Built) -> Message:
    with zipfile.ZipFile(built.wheel) as wheel:
        return Parser().parsestr(wheel.read(f"{INFO}/METADATA").decode())


# ---------------------------------------------------------------- the same bytes
@pytest.mark.parametrize("what", ["wheel", "sdist"])
def test_two_people_build_the_same_bytes(built: Built, another: Path, what: str) -> None:
    here: Callable[[Built], Path] = {"wheel": lambda one: one.wheel, "sdist": lambda one: one.sdist}[what]
    there = build(what, another, umask=0o077, PYTHONHASHSEED="2", TZ="Asia/Almaty", LC_ALL="C")
    assert (there.name, there.read_bytes()) == (here(built).name, here(built).read_bytes())


def test_the_wheel_of_the_sdist_is_the_wheel(built: Built, tmp_path: Path) -> None:
    with tarfile.open(built.sdist) as sdist:
        sdist.extractall(tmp_path, filter="data")
    [unpacked] = tmp_path.iterdir()
    assert build("wheel", unpacked).read_bytes() == built.wheel.read_bytes()


def test_what_the_image_is_made_of_gives_the_wheel(checkout: Path, built: Built, tmp_path: Path) -> None:
    let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    names = [name for name in names_under(checkout) if name.split("/")[0] in let_in]
    assert build("wheel", copied(names, checkout, tmp_path / "context")).read_bytes() == built.wheel.read_bytes()


# ---------------------------------------------------------------- what is in them
def test_the_wheel_holds_the_package_whole_and_nothing_else(checkout: Path, ours: list[str], built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        there = {name: wheel.read(name) for name in wheel.namelist()}
    package = {name.removeprefix("src/"): (checkout / name).read_bytes() for name in ours if name.startswith(PACKAGE)}
    assert {name: content for name, content in there.items() if not name.startswith(INFO)} == package
    assert {"reportedly/py.typed", "reportedly/reader/reader.onnx.gz", "reportedly/reader/NOTICE"} < set(there)
    assert {name.removeprefix(f"{INFO}/") for name in there if name.startswith(INFO)} == {
        "METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE",
        "licenses/src/reportedly/reader/NOTICE",
    }  # fmt: skip


def test_the_sdist_holds_what_git_holds(ours: list[str], built: Built) -> None:
    with tarfile.open(built.sdist) as sdist:
        there = {name.partition("/")[2] for name in sdist.getnames()}
    assert there == {*ours, "PKG-INFO"}


# ---------------------------------------------------------------- what they say of themselves
def test_the_extras_are_those_of_the_project_and_all_is_all_of_them(built: Built) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    said = metadata(built)
    assert set(said.get_all("Provides-Extra", ())) == set(extras)
    assert extras["all"] == [f"reportedly[{','.join(sorted(set(extras) - FOR_OURSELVES))}]"]
    without_extra = [one for one in said.get_all("Requires-Dist", ()) if "extra ==" not in one]
    assert len(without_extra) == len(project["dependencies"])
    assert said["License-Expression"] == "Apache-2.0"
    assert said["Description-Content-Type"] == "text/markdown"


def test_the_image_names_an_extra_and_the_port_that_there_are(built: Built) -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    assert set(re.findall(r"^ARG EXTRAS=(\w+)$", dockerfile, re.MULTILINE)) <= set(
        metadata(built).get_all("Provides-Extra", ())
    )
    assert re.findall(r"^EXPOSE (\d+)$", dockerfile, re.MULTILINE) == [str(PORT)]
