"""`python -m benchmarks`: runs all benchmarks, or those named, and prints their tables or JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from benchmarks import case, cold, comparing, memory, page, pages, profile, scaling, size, speed
from benchmarks.result import Figures, Missing, Result

BENCHMARKS: Mapping[str, Callable[[], Result]] = {
    "speed": speed.run,
    "memory": memory.run,
    "cold": cold.run,
    "size": size.run,
    "case": case.run,
    "comparing": comparing.run,
    "scaling": scaling.run,
    "many": memory.run_many,
    "page": page.run,
    "pages": pages.run,
    "profile": profile.run,
}
LONG = {
    "case",
    "comparing",
    "scaling",
    "many",
    "page",
    "pages",
    "profile",
}  # minutes, or files that are not here: only where it is named


def main(arguments: Sequence[str] | None = None) -> int:
    """Gives 1 where a benchmark could not be run; the others are run all the same."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"{', '.join(BENCHMARKS)}; all but the long ones where none is named"
    )
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument(
        "--reports", type=int, default=memory.MANY, metavar="N", help="how many short ones `many` reads"
    )
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - BENCHMARKS.keys():
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    benchmarks: dict[str, Callable[[], Result]] = {**BENCHMARKS, "many": partial(memory.run_many, options.reports)}
    figures: dict[str, Figures | None] = {}
    for name in options.names or [name for name in BENCHMARKS if name not in LONG]:
        try:
            result = benchmarks[name]()
        except Missing as missing:
            figures[name] = None
            print(f"{name}: not measured: {missing}", file=sys.stderr, flush=True)
            continue
        figures[name] = result.figures
        if options.format == "table":
            print(f"{name}\n{result.table()}\n", flush=True)
    if options.format == "json":
        print(json.dumps(figures, indent=1))
    return 1 if None in figures.values() else 0


if __name__ == "__main__":
    sys.exit(main())
