"""Which words of a text make something in it uncertain: "may", "reportedly", "is expected to", "if", "whether".

No list can tell: "May" is a month, "would" a habit, "thought" a thing.  So a small logistic model looks at each word
that may be a hedge, with its place in the tree.  It was trained on the uncertainty cues of Wikipedia in the Szeged
corpus (Szarvas and others 2012); training/hedges.py made its weights, and quality/hedges.py measures them on news.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page
from reportedly.extract.stances import Signs
from reportedly.model import Span, Spans

# A word of these sections of certainty.txt may be a hedge though training never saw it as one.
LISTED = frozenset(
    ("probably", "perhaps", "may", "believe", "suspect", "doubt", "claim", "suggest", "wonder", "unclear")
)
NONE = ""  # the word before the first, the head of a root


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was learnt: the words seen as hedges, the weight of each trait, how probable a hedge must be."""

    words: frozenset[str]
    weights: Mapping[str, float]
    threshold: float

    def probability(self, signs: Signs, n: int) -> float:
        total = sum(self.weights.get(trait, 0.0) for trait in traits(signs, n))
        return 1 / (1 + math.exp(-total))


def hedges_of(page: Page, words: Lexicon, *, signs: Signs | None = None) -> Spans:
    """The hedges of a text, word by word, in order; `signs` spares finding them again where they are at hand."""
    signs = signs or Signs(page, words)
    learnt = weights_of(words.certainty.language)
    return tuple(
        Span(page.tokens[n].start, page.tokens[n].end)
        for n in candidates(signs, learnt.words)
        if learnt.probability(signs, n) > learnt.threshold
    )


def candidates(signs: Signs, words: frozenset[str]) -> Iterator[int]:
    """The tokens that may be hedges: seen as such in training, or listed."""
    for n, (word, sections) in enumerate(zip(signs.words, signs.sections, strict=True)):
        if word in words or not sections.isdisjoint(LISTED):
            yield n


@cache
def weights_of(language: str) -> Weights:
    """The weights for a language, read once per process; without a file for it, no word is a hedge."""
    file = files("reportedly.languages").joinpath(language, "hedges.json")
    if not file.is_file():
        return Weights(words=frozenset(), weights={}, threshold=1.0)
    learnt = json.loads(file.read_text(encoding="utf-8"))
    return Weights(words=frozenset(learnt["words"]), weights=learnt["weights"], threshold=learnt["threshold"])


# ---------------------------------------------------------------- what the model sees of a word
def traits(signs: Signs, n: int) -> list[str]:
    """The word, its neighbours and its place in the tree, as names of weights: "may class=AUX"."""
    word, upos, link = signs.words[n], signs.page.tokens[n].upos, signs.relations[n]
    base, sections = signs.base(n), signs.sections[n]
    alone = ["", f"class={upos}", f"link={signs.page.tokens[n].relation}", *_neighbours(signs, n)]
    return [
        *alone,
        f"{word}",
        f"{word} class={upos}",
        *(f"{word} {trait}" for trait in (*_neighbours(signs, n), *_head(signs, n), *_clause(signs, n))),
        f"{base}|",
        f"{base}| link={link}",
        *(f"{base}| {trait}" for trait in _dependents(signs, n)),
        *(trait for s in sections for trait in (f"[{s}]", f"[{s}] class={upos}", f"[{s}] link={link}")),
    ]


def _neighbours(signs: Signs, n: int) -> tuple[str, str]:
    after = signs.words[n + 1] if n + 1 < len(signs.words) else NONE
    return f"next={after}", f"before={signs.words[n - 1] if n else NONE}"


def _head(signs: Signs, n: int) -> tuple[str, str]:
    head = signs.page.tokens[n].head
    if head < 0:
        return "head=", "head class="
    return f"head={signs.words[head]}", f"head class={signs.page.tokens[head].upos}"


def _dependents(signs: Signs, n: int) -> list[str]:
    """What hangs on the word: a clause, an auxiliary, a negation, "I" or "they" as its subject."""
    out = []
    for child in signs.page.children[n]:
        relation = signs.relations[child]
        out.append(f"over={signs.page.tokens[child].relation}")
        if relation == "aux":
            out.append(f"aux={signs.words[child]}")
        if relation == "nsubj" and signs.page.tokens[child].upos == "PRON":
            out.append(f"subject={signs.words[child]}")
        if child in signs.denying:
            out.append("denied")
    return out


def _clause(signs: Signs, n: int) -> list[str]:
    """The clause that a modal or an "if" belongs to, and the one above it: "would" and "if" come together."""
    page, head = signs.page, signs.page.tokens[n].head
    opens = "if" in signs.sections[n]
    if head < 0 or not (opens or page.tokens[n].upos == "AUX"):
        return []
    above = page.tokens[head].head
    out = [f"clause={signs.relations[head]}"]
    out += [
        f"beside={signs.words[x]}" for x in page.children[head] if x != n and signs.relations[x] in ("aux", "advmod")
    ]
    if above >= 0:
        out.append(f"above={signs.words[above]}")
    if opens and above >= 0:
        out += [f"above aux={signs.words[x]}" for x in page.children[above] if signs.relations[x] == "aux"]
    if not opens:
        out.append(f"if={_has_condition(signs, head)}")
        if signs.relations[head] == "advcl":
            out += [f"opened={signs.words[x]}" for x in page.children[head] if signs.relations[x] == "mark"]
    return out


def _has_condition(signs: Signs, verb: int) -> bool:
    clauses = (x for x in signs.page.children[verb] if signs.relations[x] == "advcl")
    return any(
        "if" in signs.sections[x] and signs.relations[x] in ("mark", "advmod")
        for clause in clauses
        for x in signs.page.children[clause]
    )
