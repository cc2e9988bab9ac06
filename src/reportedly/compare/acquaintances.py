"""Names of people held against each other before: which are alike, so that only pairs with a new one are compared.

Whether two names are alike follows from their words alone.  Of two names that were there the last time, and stood where
they are held against each other, it is known: they are among those kept as alike, or they are not alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reportedly.compare.names import Likeness, compare_people

Words = tuple[str, ...]
FULL, PARTS, ALONE = "full", "parts", "alone"  # as what names are held against others
ROLES = (FULL, PARTS, ALONE)
NO_LIKENESS: Mapping[Words, Likeness] = {}


class Acquaintances:
    """Pairs of names that are alike, and the names of which these are all; `to_json` gives it to be kept.

    Full names are held against full names, parts (a family name, an initial and one) against full names, and what then
    is still alone against what is alone as well.
    """

    def __init__(self, kept: Any = None) -> None:
        """`kept` is what `to_json` gave."""
        names, roles, crowded, alike, asked = kept or ([], [[] for _ in ROLES], [], [], [])
        words = [tuple(name) for name in names]
        self._before = {role: frozenset(words[n] for n in some) for role, some in zip(ROLES, roles, strict=True)}
        self._crowded_before = frozenset(map(tuple, crowded))
        self._now: dict[str, set[Words]] = {role: set() for role in ROLES}
        self._crowded: set[tuple[str, str]] = set()
        self._alike: defaultdict[Words, dict[Words, Likeness]] = defaultdict(dict)
        for a, b, *found in alike:
            self._note(words[a], words[b], likeness_of(found))

        self._asked_before = {(words[a], words[b]): likeness_of(found) for a, b, *found in asked}
        self._asked: dict[tuple[Words, Words], Likeness] = {}

    def meet(self, role: str, names: Iterable[Words]) -> None:
        """Notes names that are now all held against each other in a role."""
        self._now[role].update(names)

    def met(self, role: str) -> frozenset[Words]:
        """The names that were in a role the last time."""
        return self._before[role]

    def crowd(self, blocks: Iterable[tuple[str, str]]) -> None:
        """Notes the blocks of full names that are too crowded for all pairs in them to be compared."""
        self._crowded.update(blocks)

    def was_crowded(self, block: tuple[str, str]) -> bool:
        return block in self._crowded_before

    def alike(self, name: Words) -> Mapping[Words, Likeness]:
        """The names that were found to be alike, or perhaps alike, to one, as far as they were compared."""
        return self._alike.get(name, NO_LIKENESS)

    def compare(self, a: Words, b: Words) -> Likeness:
        """Holds two names against each other, and notes what came of it."""
        found = compare_people(" ".join(a), " ".join(b))
        if found.verdict != "different":
            self._note(a, b, found)
        return found

    def against(self, a: Words, b: Words) -> Likeness:
        """Holds two names against each other that may stand against a tie: it is kept, whatever came of it."""
        pair = (a, b) if a <= b else (b, a)
        found = self._asked[pair] = (
            self._asked.get(pair) or self._asked_before.get(pair) or compare_people(" ".join(a), " ".join(b))
        )
        return found

    def _note(self, a: Words, b: Words, found: Likeness) -> None:
        self._alike[a][b] = self._alike[b][a] = found

    def to_json(self) -> Any:
        asked = {name for pair in self._asked for name in pair}
        names = sorted(asked.union(*self._now.values()))
        number = {name: n for n, name in enumerate(names)}
        alike = [
            [number[a], number[b], *row_of(found)]
            for a in names
            for b, found in sorted(self._alike.get(a, NO_LIKENESS).items())
            if a <= b and b in number
        ]
        roles = [sorted(number[name] for name in self._now[role]) for role in ROLES]
        against = [[number[a], number[b], *row_of(found)] for (a, b), found in sorted(self._asked.items())]
        return [[list(name) for name in names], roles, sorted(map(list, self._crowded)), alike, against]


def row_of(found: Likeness) -> list[Any]:
    return [found.verdict, found.score, found.reason]


def likeness_of(row: Sequence[Any]) -> Likeness:
    verdict, score, reason = row
    return Likeness(verdict=verdict, score=score, reason=reason)
