"""Size: what `pip install .` puts on the disk of a fresh virtual environment, everything it depends on included."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.result import Missing, Result

ROOT = Path(__file__).parent.parent
LIMIT_MB = 250
LARGEST = 6
BROUGHT_BY_VENV = {"pip", "setuptools", "pkg_resources", "_distutils_hack", "distutils"}


def run() -> Result:
    with TemporaryDirectory() as folder:
        call(sys.executable, "-m", "venv", folder)
        call(f"{folder}/bin/python", "-m", "pip", "install", "-qq", "--disable-pip-version-check", str(ROOT))
        [packages] = Path(folder).glob("lib/python3*/site-packages")
        sizes = by_package(packages)
    brought = sum(size for name, size in sizes.items() if name.split("-")[0] in BROUGHT_BY_VENV)
    total = round(sum(sizes.values()) / 1e6, 1)
    figures = {
        "installed_mb": total,
        "without_pip_mb": round(total - brought / 1e6, 1),
        "limit_mb": LIMIT_MB,
        "within_limit": "yes" if total <= LIMIT_MB else "no",
    }
    rows = [("all of site-packages", f"{total:.1f}")]
    rows += [("without pip and setuptools", f"{figures['without_pip_mb']:.1f}")]
    rows += [(f"  {name}", f"{size / 1e6:.1f}") for name, size in sizes.most_common(LARGEST)]
    note = f"limit {LIMIT_MB} MB: {'kept' if total <= LIMIT_MB else 'EXCEEDED'}"
    return Result(figures=figures, heading=("", "MB on disk"), rows=rows, note=note)


def by_package(packages: Path) -> Counter[str]:
    """Bytes that the blocks of its files take on disk, for every file and folder of site-packages."""
    sizes: Counter[str] = Counter()
    for path in packages.rglob("*"):
        if path.is_file() and not path.is_symlink():
            sizes[path.relative_to(packages).parts[0]] += path.stat().st_blocks * 512
    return sizes


def call(*arguments: str) -> None:
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"{' '.join(arguments)} failed: {done.stderr.strip()[-300:]}")
