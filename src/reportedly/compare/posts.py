"""Who holds which post, by the words beside a name: "CSTO Secretary-General Berg", "Berg, mayor of Norburg"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from reportedly.compare.bodies import POSSESSIVE, country_of, known
from reportedly.compare.memory import Memory
from reportedly.compare.statements import Entities
from reportedly.comparison import CaseEntity
from reportedly.languages import load_list
from reportedly.model import Entity, Ledger

POSTS = "posts"  # what they are kept under
HELD = ("state", "military", "police", "work")  # sections of titles.txt
LONGEST_TITLE = 5  # words
BESIDE = 80  # characters before or behind a name in which its post is told
CLAUSE_END = re.compile(r"[;:!?()\n“”\"]|\.\s")
WORD = re.compile(r"[\w’'.-]+")
OF_A_POST = re.compile(r"\s(?:of|for|at|from|in)\s+(?:the\s+)?")
HOLDER_BEHIND = re.compile(r",\s+(?:(?:the|an?)\s+)?([^,]+)")
A_CLAUSE = re.compile(r"(?:who|which)\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What somebody is, as one report tells it; `owner` is the body or place that it is a post of."""

    person: str  # entity of the case
    title: str  # "prosecutor general"
    owner: str | None = None  # name
    owner_entity: str | None = None  # entity of the case
    country: str | None = None
    serves: bool = False  # is not the holder, but works for him: "who runs the inquiry for the Prosecutor General"

    @property
    def words(self) -> frozenset[str]:
        return words_of_title(self.title)


class Told(NamedTuple):
    """A post as a report tells it, whoever its people and bodies are in the case."""

    person: str  # entity of the report, as the others
    title: str
    owner: str | None = None
    country: str | None = None  # that the words themselves give
    serves: bool = False


def posts_in(ledger: Ledger, entities: Entities, memory: Memory) -> Iterator[Post]:
    """The posts that a report gives to the people it names."""
    kept = memory.get(POSTS, ledger.report.id)
    if kept is None:
        kept = [list(one) for one in posts_told(ledger)]
        memory.keep(POSTS, ledger.report.id, kept)
    names = {entity.id: entity.name for entity in ledger.entities} if kept else {}
    for row in kept:
        told = Told(*row)
        person = entities.get((ledger.report.id, told.person))
        if person is not None:
            owner = entities.get((ledger.report.id, told.owner or ""))
            yield _in_case(told, person.id, owner, owner.name if owner else names.get(told.owner or ""))


def _in_case(told: Told, person: str, entity: CaseEntity | None, name: str | None) -> Post:
    """A post with the names that its holder and its owner have in the case."""
    if name is None:
        return Post(person=person, title=told.title, owner=told.country, country=told.country, serves=told.serves)
    return Post(
        person=person,
        title=told.title,
        owner=name,
        owner_entity=entity.id if entity else None,
        country=country_of(name) or (listed.country if (listed := known(name)) else None),
    )


def posts_told(ledger: Ledger) -> Iterator[Told]:
    """The posts that a report tells of, in its own terms."""
    names = _names(ledger)
    for entity in ledger.entities:
        for mention in entity.mentions if entity.kind == "person" else ():
            if mention.type == "name":
                context = _Context(ledger, names, entity.id)
                yield from context.before(mention.span.start)
                yield from context.behind(mention.span.end)


def _names(ledger: Ledger) -> Mapping[int, Entity]:
    """The entities of a report by where one of their names ends."""
    return {m.span.end: entity for entity in ledger.entities for m in entity.mentions if m.type == "name"}


class _Context:
    """The words on both sides of one name."""

    def __init__(self, ledger: Ledger, names: Mapping[int, Entity], person: str) -> None:
        self._names, self._person = names, person
        self._text = ledger.report.text

    def before(self, end: int) -> Iterator[Told]:
        """ "Prime Minister Berg", "the bloc's secretary-general, Berg", "the general secretary of the union Berg"."""
        start = max(0, end - BESIDE)
        start = max((start + gap.end() for gap in CLAUSE_END.finditer(self._text[start:end])), default=start)
        words = [(start + m.start(), start + m.end()) for m in WORD.finditer(self._text[start:end])]
        found = self._title(words)
        if found is not None:
            title, at = found
            yield self._post(title, start, words[at - 1][1] if at else start)
            return
        for n in range(len(words) - 1, 0, -1):
            if self._text[slice(*words[n])].lower() == "of" and (found := self._title(words[:n])) is not None:
                yield self._post(found[0], words[n][1], words[-1][1])
                return

    def behind(self, start: int) -> Iterator[Told]:
        """ "Berg, mayor of Norburg", "Berg, who runs the inquiry for the Prosecutor General"."""
        match = HOLDER_BEHIND.match(self._text[start : start + BESIDE])
        if match is None:
            return
        end = start + match.end(1)
        cut = CLAUSE_END.search(self._text, start + match.start(1), end)
        end = cut.start() if cut else end
        clause = bool(A_CLAUSE.match(match.group(1)))
        preposition = [m.span() for m in OF_A_POST.finditer(self._text, start + match.start(1), end)]
        for left, right in preposition[:1] if not clause else preposition[-1:]:
            words = [m.span() for m in WORD.finditer(self._text, right if clause else start + match.start(1), end)]
            found = self._title(words if clause else [word for word in words if word[1] <= left])
            if found is not None and clause:
                yield Told(self._person, found[0], serves=True)
            elif found is not None:
                owned_to = re.compile(r"\s+and\s|,|$").search(self._text, right, end)
                yield self._post(found[0], right, owned_to.start() if owned_to else end)

    def _title(self, words: list[tuple[int, int]]) -> tuple[str, int] | None:
        """The longest title that the words end with, and the number of its first word; "NATO" is no part of it."""
        for length in range(min(LONGEST_TITLE, len(words)), 0, -1):
            title = title_of(self._text[words[-length][0] : words[-1][1]])
            told = known(self._text[slice(*words[-length])]) if title is not None else None
            if title is not None and (length == 1 or told is None or told.office):
                return title, len(words) - length
        return None

    def _post(self, title: str, start: int, end: int) -> Told:
        """The post with whose it is: the body or place whose name ends those words."""
        named = next((self._names[n] for n in (end, end - 2, end - 1) if n > start and n in self._names), None)
        if named is not None:
            return Told(self._person, title, owner=named.id)
        last = self._text[start:end].split()
        country = country_of(POSSESSIVE.sub("", last[-1])) if last else None
        return Told(self._person, title, country=country)


def title_of(words: str) -> str | None:
    """The title that words are, in its first form: "prosecutor general" of "Prosecutor-General"."""
    return load_list("en", "titles").canonical(words, *HELD)


@cache
def words_of_title(title: str) -> frozenset[str]:
    """In any order: a secretary general is a general secretary."""
    return frozenset(re.findall(r"\w+", title.lower()))
