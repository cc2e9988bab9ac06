"""What the words of claims may be about, as far as they alone show; kept of each report, so that it is looked for once.

Most claims are about nothing that a comparison asks for (who left, who was arrested, who is to blame), and to see that
each time took a quarter of the time of comparing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from sys import intern
from typing import Any, NamedTuple

from reportedly.compare import events, misquoted, presence, responsibility, states
from reportedly.compare.memory import Memory
from reportedly.compare.retractions import pattern
from reportedly.compare.sayings import Hint, Plain, Saying, phrase, sayings_of
from reportedly.compare.statements import Entities
from reportedly.model import Ledger

CLAIMS = "claims"  # what they are kept under
BETWEEN = "\n"  # two marks of a kept claim
NAME = "@"  # first letter of a mark of a name

FINDERS: Mapping[Hint, Callable[[Saying], bool]] = {
    Hint.STATE: lambda saying: states.may_tell(saying.text, saying.cue),
    Hint.ONCE: lambda saying: events.may_be_of_people(saying.text),
    Hint.ONE_EVENT: lambda saying: phrase("one event").search(saying.text) is not None,
    Hint.BLAME: lambda saying: responsibility.may_blame(saying.text, saying.cue),
    Hint.PRESENCE: lambda saying: presence.may_tell(saying.text),
    Hint.SUCH_FIGURE: lambda saying: misquoted.disowns(saying.text),
    Hint.NEVER_SAID: lambda saying: misquoted.may_disown(saying.text),
    Hint.IN_FACT: lambda saying: phrase("in fact").search(saying.text) is not None,
    Hint.SAME_NUMBERS: lambda saying: phrase("same numbers").search(saying.text) is not None,
}


class Read(NamedTuple):
    """The claims of a report as they are compared, and whether it may withdraw something."""

    sayings: tuple[Saying, ...]
    withdraws: bool


def read_claims(ledger: Ledger, entities: Entities, memory: Memory) -> Read:
    """The claims of a report, with what is kept of their words, or was made of them anew."""
    kept = memory.get(CLAIMS, ledger.report.id)
    if kept is not None:
        withdraws, hints, marks = kept
        plain = [Plain(hint, marks_from(some)) for hint, some in zip(hints, marks, strict=True)]
        return Read(sayings_of(ledger, entities, plain), bool(withdraws))
    sayings = tuple(replace(saying, hints=hints_of(saying)) for saying in sayings_of(ledger, entities))
    withdraws = pattern("withdraw").search(ledger.report.text) is not None
    memory.keep(CLAIMS, ledger.report.id, to_json(sayings, withdraws=withdraws))
    return Read(sayings, withdraws)


def hints_of(saying: Saying) -> int:
    return int(sum(hint for hint, finds in FINDERS.items() if finds(saying)))


def marks_from(kept: str) -> frozenset[str]:
    return frozenset(map(intern, kept.split(BETWEEN))) if kept else frozenset()


def to_json(sayings: Sequence[Saying], *, withdraws: bool) -> Any:
    marks = [BETWEEN.join(sorted(mark for mark in saying.marks if mark[0] != NAME)) for saying in sayings]
    return [withdraws, [saying.hints for saying in sayings], marks]
