"""What is claimed in words: claims of many reports about the same thing, with who says so, who denies, who hedges.

A claim is read as the marks it leaves: whom it names, what it counts, the stems of its words.  Two claims are about the
same thing where what they share outweighs what they do not, and neither names other people or numbers than the other.
Reports are taken in one after the other, so that one more costs no more than itself.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from reportedly.compare.denials import denied_in
from reportedly.compare.order import appeared
from reportedly.compare.sayings import Rarity, Saying, negated, sayings_of
from reportedly.compare.statements import Entities
from reportedly.comparison import Assertion
from reportedly.model import Ledger

SAME = 0.5  # of what two claims say, the share that both say (cosine, by rarity)
LEAST_SHARED = 4.5  # nats of rarity two claims must share: a name and a rare word, three middling words
LEAST_TELLING = 4.5  # nats a claim must have to be about anything: "it", "the same" are about nothing
PROBES = 6  # rarest marks of a claim by which its like are looked for
KEPT_PER_MARK = 150  # newest assertions with a mark that are looked at
WEIGHED = 8  # likeliest of them that are compared in full


@dataclass(slots=True, eq=False)
class _Group:
    marks: frozenset[str]  # of its first claim, which all others are held against
    people: frozenset[str]
    sayings: list[Saying] = field(default_factory=list)


class Gathering:
    """Assertions of a growing case: `add` takes in one report and costs the same in a case of any size.

    The same reports in the same order give the same assertions; later reports never move an earlier claim.
    """

    def __init__(self) -> None:
        self.rarity = Rarity()
        self._groups: list[_Group] = []
        self._exact: dict[tuple[frozenset[str], frozenset[str]], _Group] = {}
        self._with: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=KEPT_PER_MARK))

    def add(self, sayings: Sequence[Saying]) -> None:
        self.rarity.take_in(sayings)
        for saying in sayings:
            if self.rarity.sum(saying.marks) >= LEAST_TELLING:
                self._place(saying)

    def assertions(self) -> tuple[Assertion, ...]:
        """What is claimed by more than one report or source, in the order in which it was first claimed."""
        told = [group.sayings for group in self._groups if _of_many(group.sayings)]
        return tuple(_assertion(n, sayings) for n, sayings in enumerate(told, start=1))

    def _place(self, saying: Saying) -> None:
        people = saying.who_of("person")
        group = self._exact.get((saying.marks, people)) or self._like(saying, people)
        if group is None:
            group = _Group(saying.marks, people)
            for mark in self.rarity.rarest(saying.marks, 2 * PROBES):
                self._with[mark].append(len(self._groups))
            self._groups.append(group)
        self._exact.setdefault((saying.marks, people), group)
        group.sayings.append(saying)

    def _like(self, saying: Saying, people: frozenset[str]) -> _Group | None:
        weight = {mark: self.rarity.of(mark) for mark in saying.marks}
        shared: defaultdict[int, float] = defaultdict(float)
        for mark in sorted(weight, key=lambda mark: (-weight[mark], mark))[:PROBES]:
            for n in self._with.get(mark, ()):
                shared[n] += weight[mark]
        own, best, found = math.fsum(weight.values()), SAME, None
        for _, n in nsmallest(WEIGHED, [(-both, n) for n, both in shared.items()]):
            group = self._groups[n]
            both = math.fsum([weight[mark] for mark in group.marks & saying.marks])
            if both < LEAST_SHARED or _differ(saying.marks, people, group):
                continue
            alike = both / math.sqrt(own * self.rarity.sum(group.marks))
            if alike > best:
                best, found = alike, group
        return found


def _differ(marks: frozenset[str], people: frozenset[str], group: _Group) -> bool:
    """Whether other people or other numbers are meant."""
    if people and group.people and not people & group.people:
        return True
    numbers = {mark for mark in marks if mark[0] == "#"}
    others = {mark for mark in group.marks if mark[0] == "#"}
    return bool(numbers and others and not numbers & others)


def _of_many(sayings: Sequence[Saying]) -> bool:
    """Whether more than one report or source claims it; a claim inside another of the group is no second voice."""
    if len({saying.report for saying in sayings}) > 1:
        return True
    here = {saying.claim.id for saying in sayings}
    return len({saying.whose for saying in sayings if saying.claim.within not in here}) > 1


def _assertion(n: int, sayings: Sequence[Saying]) -> Assertion:
    first = next((s for s in sayings if not s.denies and not s.open), sayings[0])
    said: dict[str, str] = {}  # who, as the key of the source -> its name
    denied: dict[str, str] = {}
    hedged: dict[str, str] = {}
    changed = None
    for saying in sayings:
        of = denied if _contrary(saying, first) else hedged if saying.hedged else said
        if saying.whose not in of:
            of[saying.whose] = saying.who
            changed = saying.published or changed
    dates = [saying.published for saying in sayings if saying.published]
    return Assertion(
        id=f"A{n}",
        words=" ".join(first.text.split()),
        claims=tuple(saying.ref for saying in sayings),
        said_by=tuple(said.values()),
        denied_by=tuple(denied.values()),
        hedged_by=tuple(hedged.values()),
        first_seen=min(dates, default=None),
        last_changed=changed,
    )


def _contrary(saying: Saying, first: Saying) -> bool:
    """Whether it denies what the first claim says; where both have a "not", neither denies the other."""
    if not saying.denies or first.denies or (negated(saying.text) and negated(first.text)):
        return False
    return any(2 * len(denied.what & first.marks) >= len(denied.what) for denied in denied_in(saying))


def group(ledgers: Sequence[Ledger], entities: Entities) -> tuple[Assertion, ...]:
    """What the reports claim about the same things, those of unknown date last; `Gathering` takes them one by one."""
    return gathered(sayings_of(ledger, entities) for ledger in in_time(ledgers)).assertions()


def gathered(reports: Iterable[Sequence[Saying]]) -> Gathering:
    """The claims of reports, each report's together, taken in in this order."""
    gathering = Gathering()
    for sayings in reports:
        gathering.add(sayings)
    return gathering


def in_time(ledgers: Iterable[Ledger]) -> list[Ledger]:
    return sorted(ledgers, key=lambda one: appeared(one.report.published, one.report.id))
