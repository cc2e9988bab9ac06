"""Who is said to be behind a thing: blamed by one, denied by who is blamed, somebody else's doing to another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from reportedly.compare.denials import QUIET, SIDE, marks_between
from reportedly.compare.sayings import Hint, Rarity, Saying, days, negated, phrase, quote
from reportedly.comparison import Conflict

ONE_MATTER = 30  # days within which a collapse is one
LEAST_MATTER = 2.5  # nats that two events must share: "the collapse"
LEAST_OF_ONE = 1.0  # where one body is blamed and denies it within days: "the attack"
SAME_NEWS = 7  # days
SAME_MATTER = 0.5  # of the poorer one, the share that both have
NEAR = 30  # characters between the words and who is meant
FOR = re.compile(r"\s+(?:for|of|over)\s+")
ON = re.compile(r"\s+(?:on|upon)\s+(?:the\s+)?")
ITSELF = re.compile(r"(?:that\s+)?(?:it|he|she|they|we|I)\s+$", re.IGNORECASE)
ACTORS = ("person", "organisation", "group")


class Blame(NamedTuple):
    """That somebody is behind something, or, where `denied`, that he is not."""

    saying: Saying
    who: str  # entity, else name in small letters
    name: str
    event: frozenset[str]
    denied: bool


def blamed(sayings: Sequence[Saying], rarity: Rarity) -> list[Conflict]:
    """Who is blamed and denies it, and two who are blamed for one thing."""
    of_event: dict[str, list[Blame]] = defaultdict(list)
    for saying in sayings:
        for one in blames_in(saying) if saying.may(Hint.BLAME) else ():
            for mark in rarity.rarest(one.event, 2):
                if len(of_event[mark]) < 4 * SIDE:
                    of_event[mark].append(one)
    out: list[Conflict] = []
    for some in of_event.values():
        for a, b in combinations(some, 2):
            if _one_matter(a, b):
                out += _conflict(a, b)
    return out


def _conflict(a: Blame, b: Blame) -> Iterator[Conflict]:
    if a.denied and not b.denied:
        a, b = b, a
    quotes = f"{quote(a.saying)} against {quote(b.saying)}"
    if b.denied and not a.denied and a.who == b.who:
        reason = f"{quotes}: {a.name} is said to be behind it, and is said not to be"
        yield Conflict(kind="denial", a=a.saying.ref, b=b.saying.ref, reason=reason)
    elif not a.denied and not b.denied and a.saying.whose != b.saying.whose and not _may_be_one(a, b):
        reason = f"{quotes}: {a.name} or {b.name} behind it"
        yield Conflict(kind="actor", a=a.saying.ref, b=b.saying.ref, reason=reason)


def _may_be_one(a: Blame, b: Blame) -> bool:
    """Whether both may be blamed together: one is named in the words about the other, or they share a name."""
    if a.who == b.who or "@" + a.who in b.saying.marks or "@" + b.who in a.saying.marks:
        return True
    return bool({w for w in a.name.lower().split() if len(w) > 2} & set(b.name.lower().split()))


def _one_matter(a: Blame, b: Blame) -> bool:
    apart = abs(days(a.saying, b.saying))
    if a.saying.ref == b.saying.ref or apart > ONE_MATTER:
        return False
    both = Rarity.in_news(a.event & b.event)
    least = LEAST_OF_ONE if a.who == b.who and apart <= SAME_NEWS else LEAST_MATTER
    return both >= least and both >= SAME_MATTER * min(Rarity.in_news(a.event), Rarity.in_news(b.event))


# ---------------------------------------------------------------- reading
def may_blame(text: str, cue: str) -> bool:
    """Whether words may say who is behind a thing, whoever is named in them."""
    said_by = ("refuses blame", "blames", "takes blame")
    return any(phrase(section).search(cue) for section in said_by) or any(
        phrase(section).search(text) for section in ("is behind", "was done by")
    )


def blames_in(saying: Saying) -> Iterator[Blame]:
    """Each that a claim says to be behind something, as far as he is known by name."""
    if saying.claim.certainty in QUIET and not phrase("takes blame").search(saying.cue):
        return
    yield from _by_cue(saying)
    yield from _by_words(saying)


def _by_cue(saying: Saying) -> Iterator[Blame]:
    """ "X blamed Y for the collapse", "X denies blame for the collapse", "X claimed responsibility for it"."""
    text, cue = saying.text, saying.cue
    own = frozenset(("@" + saying.whose,))
    if phrase("refuses blame").search(cue) and saying.who_entity:
        yield Blame(saying, saying.whose, saying.who, saying.marks - own, True)
    elif saying.claim.polarity == "positive" and phrase("blames").search(cue):
        who = next((one for one in saying.named if one.kind in ACTORS), None)
        if who is None:
            return
        behind, before = FOR.search(text, who.end), ON.search(text, 0, who.start)
        if behind and who.start <= NEAR:
            event = marks_between(saying, behind.end(), len(text))
        elif before and before.end() + NEAR >= who.start:
            event = marks_between(saying, 0, before.start())
        else:
            return
        yield Blame(saying, who.entity, who.name, event - {"@" + who.entity}, False)
    elif saying.who_entity and phrase("takes blame").search(cue):
        match = phrase("responsibility for").match(text)
        if match:
            event = marks_between(saying, match.end(), len(text)) - own
            yield Blame(saying, saying.whose, saying.who, event, saying.claim.polarity == "negative")


def _by_words(saying: Saying) -> Iterator[Blame]:
    """ "Y was behind the collapse", "the attack was carried out by Y", "(it denied) that it was responsible for it"."""
    for match in phrase("is behind").finditer(saying.text):
        who = _subject(saying, match.start())
        if who:
            yield _blame(saying, *who, match, marks_between(saying, match.end(), len(saying.text)))
    for match in phrase("was done by").finditer(saying.text):
        one = next((n for n in saying.named if n.kind in ACTORS and 0 <= n.start - match.end() <= NEAR), None)
        if one:
            yield _blame(saying, one.entity, one.name, match, marks_between(saying, 0, match.start()))


def _subject(saying: Saying, end: int) -> tuple[str, str] | None:
    """Who stands before the words; "it" of a claim is who makes it."""
    if saying.who_entity and ITSELF.fullmatch(saying.text, 0, end):
        return saying.who_entity, saying.who
    before = [one for one in saying.named if one.kind in ACTORS and one.end <= end <= one.end + NEAR]
    return (before[-1].entity, before[-1].name) if before else None


def _blame(saying: Saying, who: str, name: str, match: re.Match[str], event: frozenset[str]) -> Blame:
    denied = saying.claim.polarity == "negative" or negated(saying.text[: match.end()])
    return Blame(saying, who, name, event - {"@" + who}, denied)
