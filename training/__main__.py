"""How the shipped reader was made, one command for all of it or for one step.

python -m training all                        everything: tutors, reader, export
torchrun --nproc_per_node 2 -m training fit joint      one run, on two cores
python -m training export reader              the shipped files of a run
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from reportedly.parse.wordpiece import WordPiece
from training.average import average
from training.bases import fetch
from training.fit import fit
from training.label import labelled
from training.settings import AVERAGED, MADE_OF, RUNS, SHIPPED_RUN

# Freed memory is kept for the next step: handing pages back and forth cost a tenth of the time.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": "1000000000",
    "MALLOC_TRIM_THRESHOLD_": "10000000000",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    everything = commands.add_parser("all", help="train the tutors and the reader, then export")
    everything.add_argument("--processes", type=int, default=2, help="one a core (default: 2)")
    commands.add_parser("fit", help="train one run").add_argument("run", choices=sorted(RUNS))
    named = commands.add_parser("export", help="write the shipped files of a run, or of the mean of two")
    named.add_argument("run", choices=sorted({*RUNS, *AVERAGED}))
    chosen = parser.parse_args()
    if chosen.command == "all":
        train_all(chosen.processes)
    elif chosen.command == "fit":
        train(chosen.run)
    else:
        from training.export import export

        if chosen.run in AVERAGED:
            average(AVERAGED[chosen.run], chosen.run)
        export(chosen.run)


def train(name: str) -> None:
    run = RUNS[name]
    base = fetch(run.base)
    wordpiece = WordPiece((fetch("minilm") / "vocab.txt").read_text(encoding="utf-8").splitlines())
    docs = [doc for part in run.corpora for doc in labelled(part, wordpiece, run.trees, run.says)]
    if run.start in AVERAGED:
        average(AVERAGED[run.start], run.start)
    if not int(os.environ.get("RANK", 0)):
        print(f"{name}: {len(docs)} documents, {sum(len(d.pieces) for d in docs)} pieces", flush=True)
    fit(run, docs, str(base))


def train_all(processes: int) -> None:
    environment = {**os.environ, **ENVIRONMENT}
    launcher = [sys.executable, "-m", "torch.distributed.run", "--nproc_per_node", str(processes)]
    for name in MADE_OF:
        subprocess.run([*launcher, "-m", "training", "fit", name], check=True, env=environment)
    subprocess.run([sys.executable, "-m", "training", "export", SHIPPED_RUN], check=True, env=environment)


if __name__ == "__main__":
    main()
