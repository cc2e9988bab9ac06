"""Learns the weights by which antecedents are chosen, from GUM: python -m training.coreference TRAIN OUT.

TRAIN is a treebank with GUM's `Entity=` (its training part and no other); OUT the file of weights to write.

The shipped reader reads the documents, so that the weights know its errors.  Every pronoun and description is a choice
among the parties met before and "nobody"; those met before are as the annotators have them.  The weights are those of
a log-linear model: the probability that a choice falls on any right answer is made as great as possible, less what it
costs to leave the weights that a person gave (`by_hand`).  GUM is small and most of it is no news; what it has no
example of stays as it was given.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from quality.coreference import GoldDocument, GoldMention, read_coreference
from reportedly.extract.coreference import Referents
from reportedly.extract.entities import Cast
from reportedly.extract.expressions import SOUGHT, Expression, Party
from reportedly.extract.lexicon import Lexicon, lexicon
from reportedly.extract.page import Page
from reportedly.parse import parse

LEAVING = 1.0  # what it costs to leave the weights given by hand; chosen on GUM dev of 0.1, 0.3, 1, 3
RARE = 3  # features of fewer choices stay as they were given
STEPS = 80  # of L-BFGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One expression: the features of "nobody" and of every candidate, and which of them are right."""

    features: tuple[tuple[str, ...], ...]
    right: frozenset[int]


def by_hand() -> dict[str, float]:
    """What a person would say: the near before the far, subjects before the rest, the same noun, who speaks."""
    out: dict[str, float] = {}
    for sort in SOUGHT:
        out |= {f"{sort} away {n}": -1.0 for n in (1, 2, 3, 5)} | {f"{sort} rank {n}": -0.4 for n in (1, 2, 3, 5)}
        out |= {f"{sort} paragraph {n}": -0.5 for n in (1, 2)} | {f"{sort} often {n}": 0.3 for n in (2, 3)}
        for here in ("here", "before"):
            out |= {f"{sort} subject {here}": 1.0, f"{sort} possessive {here}": 0.5}
        out |= {f"{sort} source spoke same": 2.0, f"{sort} out of its own words": -2.0, f"{sort} gender": 1.0}
        out |= {f"{sort} told itself": 1.0, f"{sort} quoted itself": -2.0}
    for sort in ("person", "body", "medium"):
        out |= {f"{sort} noun head": 3.0, f"{sort} noun none": -0.5, f"{sort} country same": 1.0}
        out |= {f"{sort} nobody poss": 2.0, f"{sort} nobody more": 1.0}
    for case in ("subject", "possessive", "object"):
        out |= {f"he parallel {here} {case}": 0.5 for here in ("here", "before")}
    out |= {"it thing unnamed": 0.3, "they group unnamed": 1.0, "it nobody expl": 3.0}
    nobody = {"he": -3.0, "it": 0.0, "they": 0.5, "person": -0.5, "body": 0.5, "medium": -0.5}
    return out | {f"{sort} nobody": weight for sort, weight in nobody.items()}


# ---------------------------------------------------------------- choices
class Taught(Referents):
    """Referents that are told the right answers as they go along, and keeps the choices they had."""

    def __init__(self, page: Page, words: Lexicon, cast: Cast, gold: Mapping[int, GoldMention]) -> None:
        self._gold, self._page = gold, page
        self.choices: list[Choice] = []
        super().__init__(page, words, cast)

    def _chosen(self, expression: Expression) -> Party | None:
        if expression.type == "name" or expression.sort not in SOUGHT:
            return None
        candidates = self.antecedents.candidates(expression)
        told = self.antecedents.told_by_noun(expression, candidates)
        if told is not None:
            return told
        cluster = self._cluster(expression)
        right = [n for n, party in enumerate(candidates) if cluster is not None and cluster in self._clusters(party)]
        features = [self.antecedents.features_of_nobody(expression, candidates)]
        features += [self.antecedents.features(expression, party, n) for n, party in enumerate(candidates)]
        self.choices.append(
            Choice(features=tuple(map(tuple, features)), right=frozenset(n + 1 for n in right) or frozenset((0,)))
        )
        return candidates[right[0]] if right else None

    def _clusters(self, party: Party) -> set[str]:
        return {found for mention in party.mentions if (found := self._cluster(mention)) is not None}

    def _cluster(self, expression: Expression) -> str | None:
        span = range(*self._page.range(expression.span)) if expression.type == "name" and expression.span else ()
        return next((self._gold[n].cluster for n in (expression.head, *span) if n in self._gold), None)


def choices_of(document: GoldDocument) -> list[Choice]:
    page, words = Page(parse(document.text)), lexicon("en")
    return Taught(page, words, Cast(page, words), by_token(document, page)).choices


def by_token(document: GoldDocument, page: Page) -> dict[int, GoldMention]:
    """The smallest gold mention that each of the reader's tokens is the core of."""
    out: dict[int, GoldMention] = {}
    for mention in sorted(document.mentions, key=lambda m: m.span.start - m.span.end):
        for token in mention.core:
            start = document.tokens[token].start
            found = page.token_at(start)
            if page.tokens[found].start == start:
                out[found] = mention
    return out


# ---------------------------------------------------------------- weights
def learnt(choices: Sequence[Choice], given: Mapping[str, float], *, leaving: float = LEAVING) -> dict[str, float]:
    seen = Counter(f for choice in choices for features in choice.features for f in set(features))
    names = sorted(f for f, n in seen.items() if n >= RARE)
    number = {f: n for n, f in enumerate(names)}
    start = torch.tensor([[given.get(f, 0.0)] for f in names])
    weights = start.clone().requires_grad_(True)
    bags, offsets, owner, right = laid_out(choices, number)
    optimiser = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        scores = torch.nn.functional.embedding_bag(bags, weights, offsets, mode="sum")[:, 0]
        everybody = torch.ones_like(right)
        surprise = (log_sum(scores, owner, everybody, len(choices)) - log_sum(scores, owner, right, len(choices))).sum()
        total: torch.Tensor = (surprise + 25 * leaving * ((weights - start) ** 2).sum()) / len(choices)
        total.backward()
        return total

    optimiser.step(loss)
    found = {f: round(w, 2) for f, w in zip(names, weights.detach()[:, 0].tolist(), strict=True)}
    return {f: w for f, w in sorted({**given, **found}.items()) if abs(w) >= 0.02}


def laid_out(
    choices: Iterable[Choice], number: Mapping[str, int]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """All answers one after another: their features, where each begins, whose choice it is, whether it is right."""
    bags, offsets, owner, right = list[int](), list[int](), list[int](), list[bool]()
    for n, choice in enumerate(choices):
        for k, features in enumerate(choice.features):
            offsets.append(len(bags))
            bags += [number[f] for f in features if f in number]
            owner.append(n)
            right.append(k in choice.right)
    return torch.tensor(bags), torch.tensor(offsets), torch.tensor(owner), torch.tensor(right)


def log_sum(scores: torch.Tensor, owner: torch.Tensor, counted: torch.Tensor, size: int) -> torch.Tensor:
    """The logarithm of the sum of exponents of the counted scores of every choice."""
    held = torch.where(counted, scores, torch.full_like(scores, -1e9))
    most = torch.full((size,), -1e9).scatter_reduce(0, owner, held, "amax").detach()
    return most + torch.log(torch.zeros(size).index_add(0, owner, torch.exp(held - most[owner]) * counted))


def all_choices(path: Path) -> Iterator[Choice]:
    for document in read_coreference(path):
        yield from choices_of(document)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.coreference", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("train", type=Path, help="en_gum-train.conllu")
    parser.add_argument("out", type=Path, help="src/reportedly/languages/en/coreference.json")
    parser.add_argument("--by-hand", action="store_true", help="write the weights given by hand, to compare")
    options = parser.parse_args(arguments)
    found = by_hand() if options.by_hand else learnt(list(all_choices(options.train)), by_hand())
    options.out.write_text(json.dumps(found, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
