"""How the weights of the hedge finder were made: logistic regression over words of Wikipedia marked for uncertainty.

    python -m training.hedges       writes src/reportedly/languages/en/hedges.json; a few minutes, no PyTorch

The corpus is the Wikipedia part of Szeged uncertainty, in ../shared.  Words are read by the shipped reader, so train
again when its weights have changed much.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quality.hedges import Marked, documents_of
from reportedly.extract.hedges import candidates, traits
from reportedly.extract.lexicon import lexicon
from reportedly.extract.page import Page
from reportedly.extract.stances import Signs
from reportedly.interfaces import Parser
from reportedly.parse import parse

ROOT = Path(__file__).parent.parent
SZEGED_WIKI = ROOT.parent / "shared" / "data" / "certainty" / "szeged-wiki.xml"
WEIGHTS = ROOT / "src" / "reportedly" / "languages" / "en" / "hedges.json"

OFTEN_A_CUE = 0.01  # a word that is a cue more rarely than this is no candidate: "any", "when"
SEEN = 2  # a trait must be seen this often among the candidates
SHRINK = 1.0  # L2
STEPS = 200
RATE = 0.1
# Wikipedia hedges other things than news does, so the finder is less sure of news than it may be: at 0.5 it would miss
# two cues of five there, at this value precision and recall are about equal.
THRESHOLD = 0.22
DECIMALS = 2

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Candidates: the traits of each, and whether it is a cue."""

    traits: Sequence[Sequence[str]]
    cue: Sequence[bool]


def read(marked: Iterable[Marked], parser: Parser = parse) -> list[tuple[Signs, set[int]]]:
    """Each document with the tokens that are cues; cues of several words are left out, there are few."""
    out = []
    for text, cues in marked:
        page = Page(parser(text))
        ranges = (page.range(cue) for cue in cues)
        out.append((Signs(page, lexicon("en")), {first for first, last in ranges if last - first == 1}))
    return out


def words_of_cues(documents: Iterable[tuple[Signs, set[int]]]) -> frozenset[str]:
    every, cues = Counter[str](), Counter[str]()
    for signs, marked in documents:
        every.update(signs.words)
        cues.update(signs.words[n] for n in marked)
    return frozenset(word for word, count in cues.items() if count >= OFTEN_A_CUE * every[word])


def examples_of(documents: Iterable[tuple[Signs, set[int]]], words: frozenset[str]) -> Examples:
    found = [(traits(signs, n), n in marked) for signs, marked in documents for n in candidates(signs, words)]
    return Examples(traits=[each for each, _ in found], cue=[cue for _, cue in found])


def fitted(examples: Examples) -> dict[str, float]:
    """Weights of the traits, rounded; those that round to nothing are left out.  Adam over all examples at once."""
    names = sorted(name for name, count in Counter(chain(*examples.traits)).items() if count >= SEEN)
    number = {name: n for n, name in enumerate(names)}
    rows, columns = (np.array(c) for c in zip(*_cells(examples.traits, number), strict=True))
    cue = np.array(examples.cue, float)
    weights, mean, square = np.zeros((3, len(names)))
    for step in range(1, STEPS + 1):
        probable = 1 / (1 + np.exp(-np.bincount(rows, weights[columns], len(cue))))
        slope = np.bincount(columns, (probable - cue)[rows], len(names)) + SHRINK * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        rate = RATE * (1 - step / STEPS)
        weights = weights - rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    rounded: Floats = weights.round(DECIMALS)
    return {name: float(weight) for name, weight in zip(names, rounded, strict=True) if weight}


def _cells(rows: Sequence[Sequence[str]], number: dict[str, int]) -> Iterator[tuple[int, int]]:
    for row, names in enumerate(rows):
        for name in names:
            if name in number:
                yield row, number[name]


def main() -> None:
    documents = read(documents_of(SZEGED_WIKI))
    words = words_of_cues(documents)
    examples = examples_of(documents, words)
    weights = fitted(examples)
    learnt = {"threshold": THRESHOLD, "words": sorted(words), "weights": weights}
    WEIGHTS.write_text(json.dumps(learnt, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(documents)} documents, {len(examples.cue)} candidates, {sum(examples.cue)} cues")
    print(f"{len(words)} words, {len(weights)} weights, {WEIGHTS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
