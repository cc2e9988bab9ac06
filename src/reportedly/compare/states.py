"""What a claim says has become of somebody: gone or there, dead or alive, removed or gone of his own will."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from reportedly.compare.sayings import Named, Saying, any_phrase, day_of, denied_by_cue, negated, phrase
from reportedly.languages import load_list

STATES = (
    "has left", "has gone", "is in", "is still there", "is dead", "is alive", "is held", "is at liberty",
    "was removed", "removes", "of his own will", "is suspected", "was set up",
)  # fmt: skip
NEEDS_OFFICE = ("of his own will",)  # "voluntarily went to the police" gives up no office
SUPPOSED = re.compile(r"\b(?:would|should|could|must|might|may|will|if|['’]d)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
FIRES_AT = re.compile(r"fired\s+(?:at|on|upon|back)\b", re.IGNORECASE)
ACCUSED_WITHIN = 30  # characters from the beginning of what somebody is accused of
NEEDS_PLACE = ("has left", "is in")
OF_THE_COUNTRY = {"has gone": "has left", "is still there": "is in"}
BEHIND = ("removes",)  # the person stands behind the words
NEGATED = {"has left": "is in"}  # who has not left is there
PLACE_WITHIN = 14  # characters between the words and the place: "left the Russian city of"
NEGATION_WITHIN = 24  # characters before the words in which a "not" is about them
CLAUSE_END = re.compile(r"[;:]|,\s+(?:and|but|while|whereas|as)\b|\s…\s")
RELATIVE = re.compile(r"\b(?:who|whom|whose)\b", re.IGNORECASE)  # "joined by Otto Berg, who survived": it is Berg
THE_CAPITAL = "the capital"


class Where(NamedTuple):
    """A place as far as the lists know it: "Astana" in "Kazakhstan"; None where not meant or not known."""

    country: str | None
    city: str | None

    def __str__(self) -> str:
        return self.city or self.country or "a place not named"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """That somebody is said to be so; `day` is when, or when it was published."""

    saying: Saying
    person: str  # entity
    name: str
    state: str
    where: Where | None
    day: str | None


def states_in(saying: Saying, home: str | None) -> list[State]:
    """What a claim says has become of whom.  `home` is the country that the case is about."""
    if saying.open or not any(one.kind == "person" for one in saying.named):
        return []
    out: list[State] = []
    accused = _accused(saying)
    if accused is not None:
        day = day_of(saying)
        out.append(
            State(saying=saying, person=accused.entity, name=accused.name, state="is suspected", where=None, day=day)
        )
    for state, match in _found(saying.text):
        if SUPPOSED.search(saying.text, 0, match.start()) or (state in NEEDS_OFFICE and not _of_office(saying.text)):
            continue
        person = _person(saying, state, match)
        if person is None:
            continue
        meant, where = _place(saying, state, match, home)
        if meant in NEEDS_PLACE and where is None:
            continue
        if _negated(saying, match):
            if meant not in NEGATED:
                continue
            meant = NEGATED[meant]
        one = State(saying=saying, person=person.entity, name=person.name, state=meant, where=where, day=day_of(saying))
        if one not in out:
            out.append(one)
    return out


def may_tell(text: str, cue: str) -> bool:
    """Whether words may say what has become of somebody, whoever is named in them."""
    return _any_state().search(text) is not None or phrase("accuses").search(cue) is not None


def home_of(sayings: Iterable[Saying]) -> str | None:
    """The country that most claims name."""
    places = load_list("en", "places")
    named: Counter[str] = Counter()
    for saying in sayings:
        for one in saying.named:
            country = places.canonical(one.name, "countries") if one.kind == "place" else None
            if country:
                named[country] += 1
    return min(named, key=lambda name: (-named[name], name), default=None)


def where_of(one: Named) -> Where:
    """A named place as the lists know it."""
    places = load_list("en", "places")
    country = places.canonical(one.name, "countries")
    if country:
        return Where(country, None)
    city = places.canonical(one.name, "cities") or one.name
    entry = places.entry(city, "within")
    return Where(entry[0] if entry else None, city)


def known(where: Where) -> bool:
    """Whether it is a country or city of the lists, so that another name is another place."""
    return where.country is not None and where.city != THE_CAPITAL


def other_place(a: Where, b: Where) -> bool:
    """Whether one is not the other and not in it, as far as both are known."""
    if not known(a) or not known(b):
        return False
    return a.country != b.country or bool(a.city and b.city and a.city != b.city)


def _found(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for match in _any_state().finditer(text):
        for state in STATES:
            if phrase(state).fullmatch(match.group()) and not FIRES_AT.match(text, match.start()):
                yield state, match


@cache
def _any_state() -> re.Pattern[str]:
    return any_phrase(STATES)


def _person(saying: Saying, state: str, match: re.Match[str]) -> Named | None:
    """Who is meant: the first person of the clause, in "Berg, who survived" the last; behind "fired" the next one."""
    people = [one for one in saying.named if one.kind == "person"]
    if state in BEHIND:
        return next((one for one in people if match.end() <= one.start <= match.end() + PLACE_WITHIN), None)
    before = [one for one in people if one.end <= match.start()]
    if before and RELATIVE.search(saying.text, before[-1].end, match.start()):
        return before[-1]
    clause = max((end.end() for end in CLAUSE_END.finditer(saying.text, 0, match.start())), default=0)
    return next((one for one in before if one.start >= clause), before[0] if before else None)


def _accused(saying: Saying) -> Named | None:
    """Whom the source of a claim accuses: "(the service accuses) its own former chief, Otto Berg"."""
    if saying.claim.polarity != "positive" or not phrase("accuses").search(saying.cue):
        return None
    return next((one for one in saying.named if one.kind == "person" and one.start <= ACCUSED_WITHIN), None)


def _of_office(text: str) -> bool:
    return phrase("an office").search(text) is not None


def _place(saying: Saying, state: str, match: re.Match[str], home: str | None) -> tuple[str, Where | None]:
    if state in OF_THE_COUNTRY:
        return OF_THE_COUNTRY[state], Where(home, None) if home else None
    if state not in NEEDS_PLACE:
        return state, None
    end = match.end()
    for one in saying.named:
        if one.kind == "place" and one.type == "name" and end <= one.start <= end + PLACE_WITHIN:
            return state, where_of(one)
    rest = saying.text[end:].lstrip()
    if home and phrase("the country").match(rest):
        return state, Where(home, None)
    if home and phrase("the capital").match(rest):
        return state, Where(home, THE_CAPITAL)
    return state, None


def _negated(saying: Saying, match: re.Match[str]) -> bool:
    before = saying.text[max(0, match.start() - NEGATION_WITHIN) : match.end()].lower()
    said_not = bool(negated(before))
    return said_not or (saying.denies and denied_by_cue(saying))
