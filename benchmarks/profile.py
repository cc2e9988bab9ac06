"""The profile of the hot path: microseconds a word of every stage from bytes to JSON, and of every kind of product.

Each stage counts only its own time: what another stage takes inside it is that one's.  The clock is CPU time, and a
stage's figure is the least of three rounds over the articles, so that what else the machine does adds little.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import wraps
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from benchmarks.result import Result
from benchmarks.texts import articles, where_from, words
from benchmarks.threads import measured_apart

ARTICLES, ROUNDS = 84, 3
SHOWN_OPERATORS = 8
WINDOW = 320  # pieces of the window whose operators are timed, as long as they come
PASSES = 30
NETWORK = "network pass"

# Stage: the functions whose time it is, as "module:name" or "module:Class.name", where they are looked up when called.
STAGES: Mapping[str, Sequence[str]] = {
    "load text": ("reportedly.pipeline:load_bytes",),
    "tell the language": ("reportedly.pipeline:language_of",),
    "tokenise": ("reportedly.parse.wordpiece:WordPiece.__call__",),
    NETWORK: ("reportedly.parse.model_runtime:Runtime.numbers",),
    "windows": ("reportedly.parse.reader:read_in_windows",),
    "decode trees": ("reportedly.parse.reader:Reader._anchors", "reportedly.parse.reader:Reader._tokens"),
    "decode names": ("reportedly.parse.reader:Reader._names",),
    "decode attributions": ("reportedly.parse.reader:Reader._attributions",),
    "names": (
        "reportedly.extract:Cast",
        "reportedly.extract.entities:Cast.entities",
        "reportedly.extract:Mentioned",
        "reportedly.extract.coreference:Mentioned.within",
    ),
    "attributions": (
        "reportedly.extract:with_explicit",
        "reportedly.extract:mend",
        "reportedly.extract:tidied",
        "reportedly.extract:statements_of",
        "reportedly.extract:single_claims",
    ),
    "coreference": ("reportedly.extract.coreference:Referents.__init__",),
    "sources": (
        "reportedly.extract:Speakers",
        "reportedly.extract.chains:ChainBuilder.chains",
        "reportedly.extract.chains:ChainBuilder.relays",
        "reportedly.extract.chains:ChainBuilder.trailing",
    ),
    "own voice": ("reportedly.extract:assertions",),
    "certainty": ("reportedly.extract.certainty:Judge.commitment", "reportedly.extract:hedges_of"),
    "dates": ("reportedly.extract:dates_of", "reportedly.extract:time_of"),
    "figures": ("reportedly.extract:figures_of",),
    "ledger": ("reportedly.pipeline:ledger_of",),
    "ledger to JSON": ("reportedly.export.json_ledger:as_json",),
}


class Clock:
    """CPU time by stage; time spent in a stage inside another is taken from the other."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()  # nanoseconds
        self.read = 0  # pieces that the network was given
        self._open: list[str] = []
        self._since = 0

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work)
        def within(*given: Any, **named: Any) -> Any:
            self._turn()
            self._open.append(stage)
            if stage == NETWORK:
                self.read += given[-1] - given[-2]
            try:
                made = work(*given, **named)
                return iter(list(made)) if isinstance(made, Iterator) else made  # what is made one by one, made here
            finally:
                self._turn()
                self._open.pop()

        return within

    def _turn(self) -> None:
        """Books the time since the last turn on the innermost stage that is open."""
        now = time.thread_time_ns()
        if self._open:
            self.spent[self._open[-1]] += now - self._since
        self._since = time.thread_time_ns()


def run() -> Result:
    figures = measured_apart("benchmarks.profile")
    whole = figures["whole"]
    rows = [(name, f"{figures[name]:.1f}", f"{figures[name] / whole:.1%}") for name in STAGES]
    rows.append(("all of it", f"{whole:.1f}", "100%"))
    of_pass = {name.removeprefix("pass: "): value for name, value in figures.items() if name.startswith("pass: ")}
    rows += [(f"  {name}", f"{value:.2f} ms", f"{value / figures['pass']:.1%}") for name, value in of_pass.items()]
    note = (
        f"{figures['articles']} articles of {figures['corpus']}, {figures['words']:,} words, least of {ROUNDS}\n"
        f"{figures['pieces_read']:.3f} pieces read for each word; milliseconds: the operators of one pass over {WINDOW}"
    )
    return Result(figures=figures, heading=("", "µs/word", "share"), rows=rows, note=note)


def measure() -> dict[str, float | int | str]:
    texts = articles(ARTICLES)
    spent: dict[str, float] = {}
    with TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number:03}.txt" for number in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            file.write_bytes(text.encode())
        one_round(files[:4])  # the first texts load weights and fill caches
        for _ in range(ROUNDS):
            clock = one_round(files)
            spent = {name: min(clock.spent[name], spent.get(name, clock.spent[name])) for name in STAGES}
    size = words(texts)
    stages = {name: spent[name] / size / 1000 for name in STAGES}
    operators = milliseconds_of_operators()
    most = dict(operators.most_common(SHOWN_OPERATORS))
    most["all other operators"] = operators.total() - sum(most.values())
    return {
        "corpus": where_from(),
        "articles": len(texts),
        "words": size,
        **{name: round(value, 2) for name, value in stages.items()},
        "whole": round(sum(stages.values()), 2),
        "pieces_read": round(clock.read / size, 3),
        **{f"pass: {name}": round(value, 3) for name, value in most.items()},
        "pass": round(operators.total(), 3),
    }


def one_round(files: Sequence[Path]) -> Clock:
    """Reads all files, from their bytes to JSON, with a clock in every stage."""
    pipeline, export = import_module("reportedly.pipeline"), import_module("reportedly.export.json_ledger")
    clock = Clock()
    with ExitStack() as patched:
        for stage, places in STAGES.items():
            for place in places:
                module, _, path = place.partition(":")
                *owners, name = path.split(".")
                owner = import_module(module)
                for one in owners:
                    owner = getattr(owner, one)
                patched.enter_context(patch.object(owner, name, clock.timed(stage, getattr(owner, name))))
        for file in files:
            export.as_json(pipeline.read(file))
    return clock


def milliseconds_of_operators() -> Counter[str]:
    """What each kind of operator takes in one pass of the network: the least that each was seen to take."""
    import numpy as np

    from reportedly.parse.model_runtime import open_session

    with TemporaryDirectory() as folder:
        session = open_session(profile=str(Path(folder) / "pass"))
        ids = 1000 + np.arange(WINDOW, dtype=np.int64)[None] * 37  # any words do
        for _ in range(PASSES):
            session.run(None, {"ids": ids, "layout": np.ones_like(ids)})
        events = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
    least: dict[str, int] = {}
    kind: dict[str, str] = {}
    for event in events:
        if event.get("cat") == "Node" and event["name"].endswith("_kernel_time"):
            name = event["name"]
            least[name] = min(event["dur"], least.get(name, event["dur"]))
            kind[name] = event["args"]["op_name"]
    out: Counter[str] = Counter()
    for name, microseconds in least.items():
        out[kind[name]] += microseconds / 1000  # type: ignore[assignment]  # a Counter of parts of milliseconds
    return out


if __name__ == "__main__":
    print(json.dumps(measure()))
