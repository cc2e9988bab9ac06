"""What happens once, told of two days, of two places or of two doers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

from reportedly.compare.denials import CLAUSE, QUIET, SIDE, marks_between
from reportedly.compare.sayings import Hint, Named, Rarity, Saying, between, days, negated, phrase, quote
from reportedly.compare.states import Where, other_place, where_of
from reportedly.comparison import Conflict, ConflictKind
from reportedly.languages import load_list

ONE_EVENT = 60  # days within which two arrests of one person are taken for one
ONE_BURST = 7  # days within which a dam bursts once
SAME_NEWS = 3  # days between two reports of it
SAME_SUBJECT = 0.8  # of the poorer subject, the share that both have
LEAST_SUBJECT = 3.0  # nats
OBJECT_WITHIN = 30  # characters from "arrested" to who was: "arrested the chief engineer Otto Berg"
AN = re.compile(r"[\W_]*(?:an?|another|one|two|three|some|several|many|no|new|more)\b", re.IGNORECASE)
DONE_TO = re.compile(r"\b(?:was|were|been|be|being|is|are|get|gets|got)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
DAY_OF_MONTH = r"\d{1,2}(?:st|nd|rd|th)?"
A_DATE = rf"(?:the\s+)?(?:{DAY_OF_MONTH}(?:\s+of)?\s+{MONTH}|{MONTH}\s+{DAY_OF_MONTH})(?:,?\s+\d{{4}})?"
A_DAY = rf"(?:on\s+)?(?:\w+day(?:,?\s+{A_DATE})?|{A_DATE})|on\s+\w+"  # "on Monday, 4 May 2031", "May 4th", "on arrival"
AT_A_PLACE = re.compile(rf"(?:,?\s+(?:{A_DAY}),?)?\s+(?:in|at|near|off)\s+(?:the\s+)?")
BY_SOMEBODY = re.compile(r"\s+by\s+(?:the\s+)?(?:\w+\s+)?")
DOER = re.compile(r"\s+(?:has\s+|have\s+|had\s+)?(?:\w+ly\s+)?")


class Event(NamedTuple):
    """Something that happens once, with when, where and by whom, as far as a claim says."""

    saying: Saying
    day: str | None
    where: Where | None
    by: str | None = None  # entity
    by_name: str = ""
    subject: frozenset[str] = frozenset()  # marks of the thing that it happens to; of a person none
    definite: bool = True  # "the dam", and not "a dam"


def once_only(sayings: Sequence[Saying], rarity: Rarity) -> list[Conflict]:
    """One arrest or death of one person, the bursting of one dam: on two days, in two places, by two hands."""
    of_people: dict[tuple[str, str], list[Event]] = defaultdict(list)
    of_things: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for saying in sayings:
        if saying.denies or saying.claim.certainty in QUIET:
            continue
        for person, what, event in (*_events(saying), *_done_to(saying)) if saying.may(Hint.ONCE) else ():
            if len(of_people[person, what]) < 4 * SIDE:
                of_people[person, what].append(event)
        for what, event in _of_things(saying) if saying.may(Hint.ONE_EVENT) else ():
            for mark in rarity.rarest(event.subject, 2):
                if len(of_things[mark, what]) < 4 * SIDE:
                    of_things[mark, what].append(event)
    out = []
    for (_, what), some in of_people.items():
        for a, b in combinations(some, 2):
            kind, how = _two_of_once(a, b)
            if kind and abs(days(a.saying, b.saying)) <= ONE_EVENT:
                out.append(_conflict(a, b, kind, what, how))
    for (_, what), some in of_things.items():
        for a, b in combinations(some, 2):
            kind, how = _two_of_thing(a, b) if _one_thing(a, b) else (None, "")
            if kind:
                out.append(_conflict(a, b, kind, what, how))
    return out


def _conflict(a: Event, b: Event, kind: ConflictKind, what: str, how: str) -> Conflict:
    reason = f"{quote(a.saying)} against {quote(b.saying)}: one event ({what}), {how}"
    return Conflict(kind=kind, a=a.saying.ref, b=b.saying.ref, reason=reason)


# ---------------------------------------------------------------- of people
def may_be_of_people(text: str) -> bool:
    """Whether words may say what happens to somebody but once, whoever is named in them."""
    return phrase("once").search(text) is not None or _active().search(text) is not None


def _events(saying: Saying) -> Iterator[tuple[str, str, Event]]:
    """Who "was arrested", "died", "resigned"."""
    people = [one for one in saying.named if one.kind == "person"]
    for match in phrase("once").finditer(saying.text) if people else ():
        before = [one for one in people if one.end <= match.start()]
        if before and not negated(saying.text[: match.end()]):
            what = load_list("en", "opposites").canonical(match.group(), "once") or match.group()
            by, name = _doer_after(saying, match.end())
            where = _where_after(saying, match.end())
            yield before[-1].entity, what, Event(saying, own_day(saying), where, by, name)


def _done_to(saying: Saying) -> Iterator[tuple[str, str, Event]]:
    """Whom somebody "arrested", "dismissed", "appointed"."""
    people = [one for one in saying.named if one.kind == "person"]
    for match in _active().finditer(saying.text) if people else ():
        whom = next((one for one in people if match.end() <= one.start <= match.end() + OBJECT_WITHIN), None)
        if (
            whom is None
            or re.search(r"[,.;:]", saying.text[match.end() : whom.start])
            or saying.text[whom.end :].startswith(("'s", "’s"))
            or DONE_TO.search(saying.text, 0, match.start())
            or negated(saying.text[: match.end()])
        ):
            continue
        what = load_list("en", "opposites").canonical(f"was {match.group().lower()}", "once") or match.group()
        doer = next(
            (
                one
                for one in saying.named
                if one.kind in ("person", "organisation") and DOER.fullmatch(saying.text, one.end, match.start())
            ),
            None,
        )
        where = _where_after(saying, whom.end)
        yield (
            whom.entity,
            what,
            Event(saying, own_day(saying), where, *((doer.entity, doer.name) if doer else (None, ""))),
        )


@cache
def _active() -> re.Pattern[str]:
    forms = load_list("en", "opposites").forms("once")
    verbs = sorted({form.removeprefix("was ") for form in forms if form.startswith("was ")} - {"born", "buried"})
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, verbs))})\b", re.IGNORECASE)


def _two_of_once(a: Event, b: Event) -> tuple[ConflictKind | None, str]:
    if a.day and b.day and a.day != b.day:
        return "time", f"{a.day} or {b.day}"
    if a.where and b.where and other_place(a.where, b.where):
        return "place", f"{a.where} or {b.where}"
    if a.by and b.by and a.by != b.by:
        return "actor", f"{a.by_name} or {b.by_name}"
    return None, ""


# ---------------------------------------------------------------- of things
def _of_things(saying: Saying) -> Iterator[tuple[str, Event]]:
    """What "burst", "was signed", "will begin", of which the claim gives the day or the place."""
    day = own_day(saying)
    for match in phrase("one event").finditer(saying.text):
        where = _where_after(saying, match.end())
        start = max((end.end() for end in CLAUSE.finditer(saying.text, 0, match.start())), default=0)
        if (day or where) and not negated(saying.text[start:]):
            what = load_list("en", "opposites").canonical(match.group(), "one event") or match.group()
            subject = marks_between(saying, start, match.start())
            definite = AN.match(saying.text, start) is None
            yield what, Event(saying, day, where, subject=subject, definite=definite)


def _one_thing(a: Event, b: Event) -> bool:
    """Whether both may be about one thing, and neither is a later word of the one who said the other."""
    if not (a.definite or b.definite) or a.saying.ref == b.saying.ref:
        return False
    apart = abs(between(a.saying.day, b.saying.day))
    if apart > SAME_NEWS or (a.saying.whose == b.saying.whose and (apart or a.saying.report == b.saying.report)):
        return False
    names, others = ({mark for mark in one.subject if mark[0] in "@#"} for one in (a, b))
    if names and others and not names & others:
        return False
    both = Rarity.in_news(a.subject & b.subject)
    return both >= LEAST_SUBJECT and both >= SAME_SUBJECT * min(map(Rarity.in_news, (a.subject, b.subject)))


def _two_of_thing(a: Event, b: Event) -> tuple[ConflictKind | None, str]:
    """Another day or another place; both, and it is another thing."""
    late = between(a.day, b.day)
    elsewhere = a.where is not None and b.where is not None and other_place(a.where, b.where)
    if late and abs(late) <= ONE_BURST and not elsewhere:
        return "time", f"{a.day} or {b.day}"
    if elsewhere and not late:
        return "place", f"{a.where} or {b.where}"
    return None, ""


# ---------------------------------------------------------------- when, where, by whom
def own_day(saying: Saying) -> str | None:
    """The one day that the claim itself gives, where it gives one."""
    time = saying.claim.time
    if time is None or time.start is None or time.start != time.end:
        return None
    return time.start if any(span.start <= time.span.start < span.end for span in saying.claim.spans) else None


def _where_after(saying: Saying, end: int) -> Where | None:
    one = _directly_after(saying, end, AT_A_PLACE, ("place",))
    return where_of(one) if one else None


def _doer_after(saying: Saying, end: int) -> tuple[str | None, str]:
    one = _directly_after(saying, end, BY_SOMEBODY, ("person", "organisation"))
    return (one.entity, one.name) if one else (None, "")


def _directly_after(saying: Saying, end: int, words: re.Pattern[str], kinds: tuple[str, ...]) -> Named | None:
    for one in saying.named:
        if one.kind in kinds and one.type == "name" and words.fullmatch(saying.text, end, one.start):
            return one
    return None
