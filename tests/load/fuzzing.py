"""A long search for files that a loader does not survive, led by what each try runs through (atheris, libFuzzer).

    pip install atheris
    python -m tests.load.fuzzing --minutes 60                # every kind in turn
    python -m tests.load.fuzzing --minutes 5 --kind a.html   # one of `SEEDS`

What is found stands in build/fuzz/found, each with its message; give such a file to `read_through` to see it again,
make it small, and keep it as a test.  What the search has learnt stays in build/fuzz/corpus for the next one.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import os
import re
import resource
import subprocess
import sys
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path("build/fuzz")
LONGEST = 64_000  # bytes of a file
SOON = 5.0  # seconds of CPU time for one such file
MEMORY = 1_000  # MB that one piece of memory may have
MEMORY_OF_ALL = 3_000  # MB of the process, which keeps its corpus there too
LEAST = 5.0  # seconds that are worth starting a process for
ITSELF = 0.3  # share of changes to a packed file that are made to its packing
SLOWER = 2  # times at most, with every branch watched; give what seems slow to `read_through` without that


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.fuzzing")
    parser.add_argument("--minutes", type=float, default=60.0, help="of CPU time, for all kinds together")
    parser.add_argument("--kind", action="append", help="one of the seeds, such as a.html; all by default")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, default=60.0, help=argparse.SUPPRESS)
    asked, rest = parser.parse_known_args()
    if asked.inside:
        search(asked.inside, asked.folder, asked.seconds, rest)
    else:
        sys.exit(conducted(asked.kind, asked.minutes, asked.folder))


# ---------------------------------------------------------------- all kinds in turn
def conducted(kinds: list[str] | None, minutes: float, folder: Path) -> int:
    from tests.load.telling import SEEDS, TOKENS

    kinds = kinds or list(SEEDS)
    (folder / "found").mkdir(parents=True, exist_ok=True)
    words = "".join('"' + "".join(f"\\x{byte:02x}" for byte in token) + '"\n' for token in TOKENS)
    (folder / "words.dict").write_text(words, encoding="ascii")
    each = minutes * 60 / len(kinds)
    for kind in kinds:
        corpus = folder / "corpus" / kind
        corpus.mkdir(parents=True, exist_ok=True)
        (corpus / "seed").write_bytes(SEEDS[kind])
        spent = 0.0
        while each - spent > LEAST:
            spent += one_run(kind, each - spent, folder, corpus)
    findings = sorted((folder / "found").glob("*.txt"))
    print(f"{len(findings)} different findings in {folder / 'found'}")
    return 1 if findings else 0


def one_run(kind: str, seconds: float, folder: Path, corpus: Path) -> float:
    """Seconds of CPU time that it took; a process that dies is a finding, and the next one goes on."""
    before = time_of_children()
    command = [
        sys.executable, "-m", "tests.load.fuzzing", "--inside", kind, "--folder", str(folder), str(corpus),
        f"-dict={folder / 'words.dict'}", f"-max_len={LONGEST}", "--seconds", str(seconds),
        f"-malloc_limit_mb={MEMORY}", f"-rss_limit_mb={MEMORY_OF_ALL}", "-timeout=100",
        f"-artifact_prefix={folder / 'found'}/{kind}-", "-close_fd_mask=1", "-verbosity=1", "-len_control=0",
    ]  # fmt: skip
    ended = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    spent = time_of_children() - before
    tries = re.search(r"^tries: (\d+)$", ended.stderr, re.MULTILINE)
    if ended.returncode:
        name = hashlib.sha256(ended.stderr[-4_000:].encode()).hexdigest()[:8]
        (folder / "found" / f"{kind}-died-{name}.txt").write_text(ended.stderr[-8_000:], encoding="utf-8")
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        said = {"kind": kind, "cpu_seconds": round(spent, 1), "tries": int(tries[1]) if tries else None}
        print(json.dumps({**said, "ended": ended.returncode}), file=log)
    return max(spent, 1.0)


def time_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# ---------------------------------------------------------------- one kind
def search(kind: str, folder: Path, seconds: float, options: list[str]) -> None:
    atheris: Any = import_module("atheris")

    with atheris.instrument_imports(include=["reportedly.load", "reportedly.model"]):
        import reportedly.load.eml
        import reportedly.load.http_message
        import reportedly.load.metadata  # noqa: F401
        from tests.load.telling import read_through

    met: set[str] = set()
    tries = 0

    def one_try(raw: bytes) -> None:
        nonlocal tries
        started = time.process_time()
        if started > seconds:
            sys.stderr.write(f"tries: {tries}\n")
            sys.stderr.flush()
            os._exit(0)  # there is no other way out of libFuzzer
        tries += 1
        try:
            read_through(raw, kind)
        except Exception as error:  # noqa: BLE001 (this is what is looked for)
            kept(error, raw, kind, folder, met)
        if time.process_time() - started > SOON * SLOWER:
            kept(TimeoutError("slow"), raw, kind, folder, met)

    mutator = for_packed(kind)
    atheris.Setup([sys.argv[0], *options], one_try, **({"custom_mutator": mutator} if mutator else {}))
    atheris.Fuzz()


def kept(error: Exception, raw: bytes, kind: str, folder: Path, met: set[str]) -> None:
    """The first file for each place that something is raised from."""
    where = traceback.extract_tb(error.__traceback__)
    place = f"{type(error).__name__} {Path(where[-1].filename).name}:{where[-1].lineno}" if where else "slow"
    if place in met:
        return
    met.add(place)
    name = folder / "found" / f"{kind}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"
    name.with_suffix(name.suffix + ".raw").write_bytes(raw)
    name.with_suffix(name.suffix + ".txt").write_text(
        "".join(traceback.format_exception(error)), encoding="utf-8", errors="replace"
    )


Mutator = Callable[[bytes, int, int], bytes]


def for_packed(kind: str) -> Mutator | None:
    """Changes what is packed in a file as often as the file itself, which a change of one byte mostly breaks."""
    if kind.endswith(".gz"):
        return lambda raw, most, seed: within_gzip(raw, Random(seed))[:most]
    if kind.endswith((".zip", ".wacz")):
        return lambda raw, most, seed: within_zip(raw, Random(seed))[:most]
    return None


def within_gzip(raw: bytes, chance: Random) -> bytes:
    if chance.random() < ITSELF:
        return changed(raw, chance)
    try:
        return gzip.compress(changed(gzip.decompress(raw), chance), 1, mtime=0)
    except (OSError, EOFError, zlib.error):
        return changed(raw, chance)


def within_zip(raw: bytes, chance: Random) -> bytes:
    if chance.random() < ITSELF:
        return changed(raw, chance)
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
            members = before.infolist()[:50]
            chosen = chance.randrange(len(members))
            for number, info in enumerate(members):
                held = before.read(info)
                after.writestr(info, deeper(info.filename, held, chance) if number == chosen else held)
    except (OSError, EOFError, zlib.error, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return changed(raw, chance)
    return made.getvalue()


def deeper(name: str, raw: bytes, chance: Random) -> bytes:
    return within_gzip(raw, chance) if name.endswith(".gz") else changed(raw, chance)


def changed(raw: bytes, chance: Random) -> bytes:
    """Cut, flipped, doubled, or with a word of some format put into it, a few times over."""
    from tests.load.telling import TOKENS

    for _ in range(chance.randint(1, 4)):
        first, last = sorted((chance.randint(0, len(raw)), chance.randint(0, len(raw))))
        last = min(last, first + 500)
        raw = chance.choice(
            (
                raw[:first] + raw[last:],
                raw[:first] + bytes([chance.randrange(256)]) + raw[first + 1 :],
                raw[:last] + raw[first:last] * chance.choice((1, 1, 2, 50)) + raw[last:],
                raw[:first] + chance.choice(TOKENS) * chance.choice((1, 1, 2, 300)) + raw[first:],
            )
        )[:LONGEST]
    return raw


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
