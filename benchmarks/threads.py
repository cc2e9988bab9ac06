"""One thread for everything: a ratio of two programs says little where one of them has more cores."""

from __future__ import annotations

import os
from collections.abc import Mapping

ONE_THREAD: Mapping[str, str] = dict.fromkeys(
    ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)


def one_thread() -> dict[str, str]:
    """The environment of a process that computes with one thread.  Libraries read it while they are imported."""
    return {**os.environ, **ONE_THREAD}
