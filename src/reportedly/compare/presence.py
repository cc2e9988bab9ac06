"""Who was among them: a group that one says took part, and of which another says that nobody did."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportedly.compare.denials import CLAUSE, CONDITION, QUIET, SIDE, marks_between
from reportedly.compare.groups import EVERYBODY, PART, groups_in
from reportedly.compare.sayings import Hint, Rarity, Saying, days, negated, phrase, quote
from reportedly.comparison import Conflict
from reportedly.languages import load_list

ONE_MATTER = 30  # days within which what they took part in is one thing
LEAST_SHARED = 2.0  # nats of it that both must say where the denial says what it is
BEFORE = 40  # characters before "took part" in which it is said who did
NOBODY = re.compile(r"\b(?:no|not\s+(?:a\s+single|one|any)|none\s+of\s+the)\s+((?:\w+\s+){0,2}\w+)\s*$", re.IGNORECASE)
AMONG_THEM = re.compile(r"\b(\w+)\s+among\s+(?:them|those)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class Presence(NamedTuple):
    """That some of a group were there, or nobody of it; `of` is what they took part in, as far as it is said."""

    saying: Saying
    group: str
    nobody: bool
    of: frozenset[str]


def there_or_not(sayings: Sequence[Saying]) -> list[Conflict]:
    """ "Foreigners were among the attackers" against "no foreigner took part"."""
    some: dict[str, list[Presence]] = defaultdict(list)
    nobody: list[Presence] = []
    for saying in sayings:
        if not saying.may(Hint.PRESENCE) or saying.claim.certainty in QUIET or CONDITION.search(saying.text):
            continue
        for one in presence_in(saying):
            if one.nobody:
                nobody.append(one)
            elif len(some[one.group]) < 4 * SIDE:
                some[one.group].append(one)
    return [
        Conflict(
            kind="denial",
            a=yes.saying.ref,
            b=no.saying.ref,
            reason=f"{quote(yes.saying)} against {quote(no.saying)}: {no.group} took part, or none did",
        )
        for no in nobody
        for yes in some[no.group]
        if _of_one_matter(yes, no)
    ]


def _of_one_matter(yes: Presence, no: Presence) -> bool:
    if yes.saying.whose == no.saying.whose or abs(days(yes.saying, no.saying)) > ONE_MATTER:
        return False
    return not no.of or Rarity.in_news(no.of & yes.saying.marks) >= LEAST_SHARED


def may_tell(text: str) -> bool:
    """Whether words may say who was among them."""
    return phrase("took part").search(text) is not None or AMONG_THEM.search(text) is not None


def presence_in(saying: Saying) -> Iterator[Presence]:
    text = saying.text
    for match in phrase("took part").finditer(text):
        start = max((end.end() for end in CLAUSE.finditer(text, 0, match.start())), default=0)
        before = text[max(start, match.start() - BEFORE) : match.start()]
        end = CLAUSE.search(text, match.end())
        of = marks_between(saying, match.end(), end.start() if end else len(text))
        none = NOBODY.search(before.rstrip())
        if none:
            yield from (Presence(saying, group, True, of) for group in _groups(none.group(1)))
        elif saying.claim.polarity == "positive" and not negated(text[start : match.end()]):
            yield from (Presence(saying, group, False, of) for group in _groups(before))
    if saying.claim.polarity == "positive" and not negated(text):
        for match in AMONG_THEM.finditer(text):
            yield from (Presence(saying, group, False, saying.marks) for group in _groups(match.group(1)))


def _groups(words: str) -> list[str]:
    """The groups that words name, everybody left out."""
    found = groups_in([word.lower() for word in WORD.findall(words)], load_list("en", "groups"))
    return [group for group in found if group not in (EVERYBODY, PART)]
