"""The same things in the same order in other words: how much of one report another retells.

Each sentence is a set of what it names, counts and talks of; two reports are aligned sentence by sentence, in order,
and what aligned sentences share is weighed by how rarely it is met.  A synonym changes a word, seldom the order of
names and figures; two reporters at one event order them differently.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from reportedly.compare.retractions import sentences_of
from reportedly.compare.values import most_told
from reportedly.model import Ledger, Span

STEM = 5  # letters that tell a word
RARE = 0.01  # share of reports that a word not in common_stems.tsv is met in
SMOOTHING = 20  # reports by which a small case's own counts are thinned
TELLING = 3.0  # nats that two sentences share: a name and a word, or two rare words
WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"\d+(?:[,\u00a0\u202f ]\d{3})*(?![\d:.])")

Sentence = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report as the sentences of what it tells: names ("@Karin"), numbers ("#164"), stems of words."""

    report: str
    sentences: tuple[Sentence, ...]

    @property
    def features(self) -> frozenset[str]:
        return frozenset().union(*self.sentences)

    def names_and_numbers(self) -> Told:
        """What survives a change of language."""
        kept = (frozenset(mark for mark in sentence if mark[0] in "@#") for sentence in self.sentences)
        return replace(self, sentences=tuple(sentence for sentence in kept if sentence))


def features_in(ledger: Ledger, quoted: Sequence[Span] = ()) -> Iterator[Sentence]:
    """What each sentence tells, as far as the ledger alone shows: a name as the id of its entity there, "@e3".

    Of a report in a language that is not read, what digits and words alone show.  What stands in `quoted`, which are
    in order, is nobody's retelling.
    """
    text = ledger.report.text
    named = [
        (mention.span, "@" + entity.id)
        for entity in ledger.entities
        for mention in entity.mentions
        if mention.type == "name"
    ]
    named += [(figure.span, f"#{number:g}") for figure in ledger.figures if (number := most_told(figure)) is not None]
    named = sorted(one for one in named if not any(span.start <= one[0].start < span.end for span in quoted))
    at = 0
    for sentence in sentences_of(text):
        inside = []
        while at < len(named) and named[at][0].start < sentence.end:
            inside.append(named[at])
            at += 1
        taken = [span for span, _ in inside] + [
            span for span in quoted if span.start < sentence.end and sentence.start < span.end
        ]
        features = frozenset(mark for _, mark in inside) | plain_features(text, sentence, taken)
        if features:
            yield features


def plain_features(text: str, sentence: Span, taken: Sequence[Span]) -> frozenset[str]:
    """Numbers and stems of a sentence outside the spans that are taken."""

    def free(at: int) -> bool:
        return not any(span.start <= at < span.end for span in taken)

    words = text[sentence.start : sentence.end]
    numbers = {"#" + re.sub(r"\D", "", m.group()) for m in NUMBER.finditer(words) if free(sentence.start + m.start())}
    stems = {
        m.group().lower()[:STEM]
        for m in WORD.finditer(words)
        if len(m.group()) > 2 and not m.group()[0].isdigit() and free(sentence.start + m.start())
    }
    return frozenset(numbers | stems)


class Weights:
    """How much it says that two sentences share a feature: the rarer in news and in the case, the more.

    Reports are counted by `about`, so that one report more leaves nearly all weights as they were, and with them what
    is kept of pairs of reports.
    """

    def __init__(self, told: Iterable[Told]) -> None:
        self._in: Counter[str] = Counter()
        reports = 0
        for one in told:
            reports += 1
            self._in.update(one.features)
        self._reports = about(reports) + SMOOTHING
        self._found: dict[str, float] = {}

    def reports_with(self, feature: str) -> int:
        return self._in[feature]

    def of(self, feature: str) -> float:
        """Minus the logarithm of the share of reports that have it."""
        weight = self._found.get(feature)
        if weight is None:
            usual = RARE if feature[0] in "@#" else common_stems().get(feature, RARE)
            here = (about(self._in[feature]) + 1) / self._reports
            weight = self._found[feature] = -math.log(min(1.0, max(usual, here)))
        return weight

    def sum(self, sentence: Sentence) -> float:
        return math.fsum(map(self.of, sentence))  # the same whatever order the features come in


def about(count: int) -> int:
    """A count to three binary digits: 7, 8, 10, 12, 14, 16, 20 …"""
    dropped = max(0, count.bit_length() - 3)
    return count >> dropped << dropped


@cache
def common_stems() -> Mapping[str, float]:
    text = files("reportedly.compare").joinpath("common_stems.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {stem: float(share) for stem, share in rows}


class Retelling(NamedTuple):
    """How much of one report another tells, as a share of the shorter one (0..1) and for itself."""

    share: float
    worth: float  # nats
    sentences: int  # that say something telling which the other has at the same turn


NOTHING_TOLD = Retelling(0.0, 0.0, 0)


def retold(a: Told, b: Told, weights: Weights) -> Retelling:
    """What the shorter report tells and the other tells too, in the same order.

    The best alignment in order of sentences with sentences, where a pair is worth what both have, times the share that
    is of the poorer of the two.
    """
    heavy_a = [weights.sum(s) for s in a.sentences]
    heavy_b = [weights.sum(s) for s in b.sentences]
    if not heavy_a or not heavy_b:
        return NOTHING_TOLD
    above = [(0.0, 0)] * (len(b.sentences) + 1)  # what is told up to here, in how many sentences
    for one, weight in zip(a.sentences, heavy_a, strict=True):
        row = [(0.0, 0)]
        for n, other in enumerate(b.sentences):
            both = one & other
            shared = weights.sum(both) if both else 0.0
            poorer = min(weight, heavy_b[n])
            worth, sentences = above[n]
            told = worth + (shared * shared / poorer if poorer else 0.0), sentences + (shared >= TELLING)
            row.append(max(above[n + 1], row[n], told))
        above = row
    worth, sentences = above[-1]
    return Retelling(worth / max(1e-9, min(sum(heavy_a), sum(heavy_b))), worth, sentences)
