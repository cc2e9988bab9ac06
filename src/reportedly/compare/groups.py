"""Who is counted: the scope behind the words of a figure, so that a part is never set against the whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from reportedly.languages import WordList, load_list
from reportedly.model import Figure

# Sections of groups.txt in the order in which they win.
GROUPS = (
    "children", "media workers", "health workers", "women", "peacekeepers", "security forces", "attackers",
    "protesters", "civilians", "foreigners", "officials", "prisoners", "people",
)  # fmt: skip
EVERYBODY = "people"
THINGS = "things"  # of which no words say what they are
PART = "part of a count"
A_PART = "a part"  # narrows the scope of a count that its report calls a part of another of the same kind
OF_NATIONS = ("troops", "fighters", "participants")
OF_PEOPLE = ("killed", "injured", "detained", "missing", "displaced")
# Who takes part in unrest is called one thing by one side and another by the other; one count may bear any of these.
CONTESTED = frozenset(("attackers", "protesters", "civilians", EVERYBODY))
LONGEST = 5  # words of an entry of groups.txt
SMALL_WORDS = frozenset(
    ("the", "a", "an", "of", "in", "on", "at", "from", "to", "for", "and", "or", "by", "with", "all", "total")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A group, and what narrows it to a part of itself ("in hospital", "from Belarus")."""

    group: str
    narrowed: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether everybody is counted."""
        return self.group == EVERYBODY and not self.narrowed

    @property
    def unknown(self) -> bool:
        """Whether no words say what is counted."""
        return self.group == THINGS and not self.narrowed

    def __str__(self) -> str:
        """ "people in hospital", "troops from Russia", "military planes", "people (part of those counted)"."""
        narrowed = [words for words in self.narrowed if words != A_PART]
        part = " (part of those counted)" if A_PART in self.narrowed else ""
        if self.group in OF_NATIONS and narrowed:
            return f"{self.group} from {' and '.join(map(nation, narrowed))}{part}"
        return " ".join((self.group, *narrowed) if self.group in GROUPS else (*narrowed, self.group)) + part


def scope_of(figure: Figure, language: str = "en") -> Scope:
    """The scope of a count: of people by the lists of groups, of things by their own words."""
    return _scope(figure.measure, figure.unit, figure.of or "", language)


@lru_cache(maxsize=50_000)
def _scope(measure: str, unit: str | None, of: str, language: str) -> Scope:
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)*", of)
    found = groups_in([word.lower() for word in words], load_list(language, "groups"))
    if measure in OF_PEOPLE:
        group = next((group for group in GROUPS if group in found), EVERYBODY)
        return Scope(group=group, narrowed=tuple(sorted(found.get(PART, ()))))
    if measure in OF_NATIONS:
        return Scope(group=measure, narrowed=tuple(sorted(nations(words))))
    if measure == "money":
        return Scope(group=unit or "money", narrowed=tuple(sorted({stem(word) for word in words} - SMALL_WORDS)))
    stems = [stem(word) for word in words if word.lower() not in SMALL_WORDS]
    return Scope(group=stems[-1] if stems else THINGS, narrowed=tuple(sorted(set(stems[:-1]))))


def groups_in(words: list[str], groups: WordList) -> dict[str, set[str]]:
    """The sections of groups.txt that the words touch, each with the entries found; longer entries win over shorter."""
    found: dict[str, set[str]] = {}
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            sections = _sections(groups, phrase)
            if sections:
                for section in sections:
                    found.setdefault(section, set()).add(groups.canonical(phrase, section) or phrase)
                break
        else:
            length = 1
        at += length
    return found


@lru_cache(maxsize=50_000)
def _sections(groups: WordList, phrase: str) -> tuple[str, ...]:
    """Most words of a report begin no entry of any section."""
    return groups.sections_of(phrase) if groups.has(phrase) else ()


def nations(words: list[str]) -> set[str]:
    """Capitalised words of a group: "Russian troops", "soldiers from Belarus"; folded to four letters."""
    return {word.lower()[:4] for word in words if word[0].isupper() and not word.isupper()}


@cache
def nation(folded: str, language: str = "en") -> str:
    """The country or body whose name begins so; as it was folded where none does."""
    places = load_list(language, "places")
    names = [entry[0] for entry in places.entries("countries") if any(f.lower().startswith(folded) for f in entry)]
    return min(names, key=lambda name: (not name.lower().startswith(folded), name), default=folded.upper())


def stem(word: str) -> str:
    """A word without a plural ending: enough to see that waves and wave are one."""
    word = word.lower()
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and re.search(r"(?:s|x|z|ch|sh)es$", word):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def may_be_one(a: Scope, b: Scope) -> bool:
    """Whether one count may bear both names: rioters, protesters, civilians of the same day and source."""
    return a == b or (a.group in CONTESTED and b.group in CONTESTED and a.narrowed == b.narrowed)


def part_of(a: Scope, b: Scope) -> bool:
    """Whether those of `a` are some of those of `b`: officers of the dead, the injured in hospital of the injured."""
    if a == b:
        return False
    if a.group == b.group:
        return set(b.narrowed) < set(a.narrowed)
    return b.group == EVERYBODY and set(b.narrowed) <= set(a.narrowed)
