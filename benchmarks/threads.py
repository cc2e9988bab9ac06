"""One thread for everything: a ratio of two programs says little where one of them has more cores."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.result import Missing

ONE_THREAD: Mapping[str, str] = dict.fromkeys(
    ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)


def one_thread() -> dict[str, str]:
    """The environment of a process that computes with one thread.  Libraries read it while they are imported."""
    return {**os.environ, **ONE_THREAD}


def measured_apart(module: str) -> dict[str, Any]:
    """The figures that a module prints as JSON when it is run by itself, with one thread.

    In a process of its own, since threads are settled while libraries are imported.  Raises `Missing` with what the
    module prints instead where it cannot measure.
    """
    root = Path(__file__).parent.parent
    command = [sys.executable, "-m", module]
    done = subprocess.run(command, env=one_thread(), stdout=subprocess.PIPE, text=True, check=False, cwd=root)
    if done.returncode:
        raise Missing(done.stdout.strip() or "the measurement failed; its own words are above")
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures
