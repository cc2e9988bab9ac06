"""Two reports laid beside each other: what both have word for word, which sentences tell the same, what was changed.

Shared passages are those of the comparison.  Where one report retells the other in its own words, or in another
language, their sentences are aligned in order by the names, numbers and word stems they share, as the comparison does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from reportedly.amounts import amount_of
from reportedly.compare.retellings import Told, Weights, plain_features
from reportedly.compare.retractions import sentences_of
from reportedly.comparison import Passage
from reportedly.model import Figure, Ledger, Span
from reportedly.web.standing import Compared

LEAST_ALIKE = 0.25  # of the poorer of two sentences, by rarity: less is chance
MOST_PAIRS = 250_000  # sentences of one times those of the other; a second's work

ChangeKind = Literal["figure", "name"]
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A stretch of one report and the stretch of the other that tells the same."""

    a: Span
    b: Span
    verbatim: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A figure or a name that the one report has where the other has another."""

    kind: ChangeKind
    a: Span
    b: Span
    words_a: str
    words_b: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    features: frozenset[str]


def aligned(a: Ledger, b: Ledger, passages: Sequence[Passage], compared: Compared) -> list[Aligned]:
    """Passages that both have, then sentences that tell the same outside of them; in the order of `a`."""
    found = [Aligned(a=one.a, b=one.b, verbatim=True) for one in passages]
    ones = [one for one in sentences(a, compared) if not any(inside(one.span, part.a) for part in passages)]
    others = [one for one in sentences(b, compared) if not any(inside(one.span, part.b) for part in passages)]
    if len(ones) * len(others) <= MOST_PAIRS:
        found += [Aligned(a=one.span, b=other.span, verbatim=False) for one, other in in_order(ones, others)]
    return sorted(found, key=lambda one: (one.a, one.b))


def inside(span: Span, passage: Span) -> bool:
    """Whether more than half of a sentence is in a passage."""
    shared = min(span.end, passage.end) - max(span.start, passage.start)
    return 2 * shared > span.end - span.start


def sentences(ledger: Ledger, compared: Compared) -> Iterator[_Sentence]:
    text = ledger.report.text
    marks = list(names_of(ledger, compared))
    marks += [(figure.span, f"#{number:g}") for figure in ledger.figures if (number := number_of(figure)) is not None]
    for span in sentences_of(text):
        here = [(place, mark) for place, mark in marks if span.start <= place.start < span.end]
        features = frozenset(mark for _, mark in here) | plain_features(text, span, [place for place, _ in here])
        if features:
            yield _Sentence(span, features)


def names_of(ledger: Ledger, compared: Compared) -> Iterator[tuple[Span, str]]:
    """Names with who in the case is meant."""
    for entity in ledger.entities:
        known = compared.entity_of.get((ledger.report.id, entity.id))
        mark = f"@{known.id}" if known else f"@{entity.name.casefold()}"
        for mention in entity.mentions:
            if mention.type == "name":
                yield mention.span, mark


def number_of(figure: Figure) -> float | None:
    return next((one for one in (figure.best, figure.low, figure.high) if one is not None), None)


def in_order(ones: Sequence[_Sentence], others: Sequence[_Sentence]) -> Iterator[tuple[_Sentence, _Sentence]]:
    """The best alignment in order, where a pair is worth what both have times its share of the poorer of the two."""
    weights = Weights([told_of("a", ones), told_of("b", others)])
    heavy = [weights.sum(one.features) for one in ones], [weights.sum(one.features) for one in others]
    worth = [[0.0] * (len(others) + 1) for _ in range(len(ones) + 1)]
    pair = [[0.0] * len(others) for _ in ones]
    for i, one in enumerate(ones):
        for j, other in enumerate(others):
            both = one.features & other.features
            poorer = min(heavy[0][i], heavy[1][j])
            alike = weights.sum(both) if both and poorer else 0.0
            if alike >= LEAST_ALIKE * poorer and alike:
                pair[i][j] = alike * alike / poorer
            worth[i + 1][j + 1] = max(worth[i][j + 1], worth[i + 1][j], worth[i][j] + pair[i][j])
    i, j = len(ones), len(others)
    found = []
    while i and j:
        if pair[i - 1][j - 1] and worth[i][j] == worth[i - 1][j - 1] + pair[i - 1][j - 1]:
            i, j = i - 1, j - 1
            found.append((ones[i], others[j]))
        elif worth[i][j] == worth[i - 1][j]:
            i -= 1
        else:
            j -= 1
    yield from reversed(found)


def told_of(report: str, some: Iterable[_Sentence]) -> Told:
    return Told(report=report, sentences=tuple(one.features for one in some))


# ---------------------------------------------------------------- what was changed
def changes(
    a: Ledger, b: Ledger, pairs: Sequence[Aligned], compared: Compared, reasons: Mapping[tuple[str, str], str]
) -> list[Changed]:
    """Figures and names that stand against each other; `reasons` gives conflicts of two figures by their ids.

    A figure that the comparison found to conflict is changed wherever it stands; else what is left over in two
    aligned stretches once all that both have is taken away, in its order.
    """
    by_id = {f.id: f for f in a.figures}, {f.id: f for f in b.figures}
    found = [
        changed("figure", a, b, by_id[0][one].span, by_id[1][other].span, reason)
        for (one, other), reason in reasons.items()
        if one in by_id[0] and other in by_id[1]
    ]
    taken = {one.a for one in found}, {one.b for one in found}
    for pair in pairs:
        ones = [f for f in a.figures if within(f.span, pair.a) and f.span not in taken[0]]
        others = [f for f in b.figures if within(f.span, pair.b) and f.span not in taken[1]]
        found += [
            changed("figure", a, b, one.span, other.span, f"{amount_of(one)} against {amount_of(other)}")
            for one, other in left_over(ones, others, amount_of, alike_figures)
        ]
        names = names_within(a, pair.a, compared), names_within(b, pair.b, compared)
        found += [
            changed("name", a, b, one[0], other[0], "another name in the same place")
            for one, other in left_over(*names, lambda one: one[1], alike_names)
        ]
    return found


def changed(kind: ChangeKind, a: Ledger, b: Ledger, one: Span, other: Span, reason: str) -> Changed:
    words = a.report.text[one.start : one.end], b.report.text[other.start : other.end]
    return Changed(kind=kind, a=one, b=other, words_a=words[0], words_b=words[1], reason=reason)


def within(span: Span, stretch: Span) -> bool:
    return stretch.start <= span.start and span.end <= stretch.end


Named = tuple[Span, str, str]  # place, who in the case, kind


def names_within(ledger: Ledger, stretch: Span, compared: Compared) -> list[Named]:
    kinds = {m.span: entity.kind for entity in ledger.entities for m in entity.mentions}
    return sorted((span, mark, kinds[span]) for span, mark in names_of(ledger, compared) if within(span, stretch))


def alike_figures(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same kind of thing, so that one may have become the other."""
    return one.measure == other.measure


def alike_names(one: Named, other: Named) -> bool:
    return one[2] == other[2]


def left_over(
    ones: Sequence[Thing], others: Sequence[Thing], value: Callable[[Thing], str], alike: Callable[[Thing, Thing], bool]
) -> Iterator[tuple[Thing, Thing]]:
    """What only one side has, each with the first thing of the other side that may stand for it."""
    of_both = {value(one) for one in ones} & {value(other) for other in others}
    waiting = [other for other in others if value(other) not in of_both]
    for one in ones:
        if value(one) in of_both:
            continue
        match = next((other for other in waiting if alike(one, other)), None)
        if match is not None:
            waiting.remove(match)
            yield one, match
