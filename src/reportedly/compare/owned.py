"""Sources named by whose they are: "his office", "its press service", "the secretary-general of the union"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from reportedly.compare.bodies import countries_named, known
from reportedly.compare.documents import issuer, says_same_source
from reportedly.compare.memory import Memory
from reportedly.compare.posts import Post, posts_in, title_of, words_of_title
from reportedly.compare.retractions import sentences_of
from reportedly.compare.statements import Entities, Given
from reportedly.comparison import CaseEntity
from reportedly.languages import load_list
from reportedly.model import Entity, Ledger, Source, Span

PRONOUN = re.compile(r"(?:his|her|its|their)\s+(?:own\s+)?", re.IGNORECASE)
GENITIVE = re.compile(r"['’]s?\s+")
OF = re.compile(r"\s+(?:of|at)\s+(?:the\s+)?")
REST_OF_WORD = re.compile(r"(?:-\w+)*")  # "its secretary", where a parse cuts off the "-general"
ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
OF_THE_STATE = frozenset(("president", "prime minister", "first president", "head of state"))
UNCHANGED = re.compile(r"\b(?:(?:was|is|were|are|remained?s?|stayed) (?:the same|unchanged)|did not change)\b")
SHORTEST_ACRONYM = 3


class Behind(NamedTuple):
    """Who a description means: a name that people can recognise, and the entity of the case where there is one."""

    name: str
    entity: str | None


class Owned(NamedTuple):
    """A description taken apart: the part of it that is owned, and by which entity of the report."""

    what: str  # "office", "press service", "secretary-general"
    owner: Entity | None
    span: Span


class Owners:
    """Who is behind "his office" and the like, by what the reports of a case tell of people and their posts."""

    def __init__(self, ledgers: Sequence[Ledger], entities: Entities, memory: Memory) -> None:
        self._memory = memory
        self._ledgers = {ledger.report.id: ledger for ledger in ledgers}
        self._entities = entities
        self._by_name = {entity.name: entity for entity in entities.values()}
        self._issuers: dict[str, Behind | None] = {}
        self._places: dict[str, Mapping[str, Span]] = {}

    def behind(self, report: str, source: Source) -> Behind | None:
        """Who is meant by a source that is no entity itself; None where the reports do not tell."""
        ledger = self._ledgers.get(report)
        owned = None if ledger is None else owned_in(ledger, source, self._places_in(ledger))
        if ledger is None or owned is None:
            return None
        bodies = load_list("en", "organisations")
        voice = bodies.canonical(owned.what, "voices")
        if voice is not None:
            return self._voice(ledger, voice, owned)
        if bodies.has(owned.what, "seats"):
            return self._office(ledger, owned)
        return self._holder(ledger, owned)

    def _places_in(self, ledger: Ledger) -> Mapping[str, Span]:
        if ledger.report.id not in self._places:
            self._places[ledger.report.id] = places_of_sources(ledger)
        return self._places[ledger.report.id]

    def issuer(self, report: str) -> Behind | None:
        """Who issued the document that a report tells of, where it tells of one."""
        ledger = self._ledgers.get(report)
        if ledger is not None and report not in self._issuers:
            found = issuer(ledger)
            known_as = None if found is None else self._entity(ledger, found)
            self._issuers[report] = None if known_as is None else Behind(known_as.name, known_as.id)
        return self._issuers.get(report)

    def from_same_source(self, row: Given) -> bool:
        """Whether a report says that a figure is from "the same source" as what stands before."""
        ledger = self._ledgers.get(row.report)
        return ledger is not None and says_same_source(ledger, row.figure.span.start)

    def says_unchanged(self, row: Given) -> bool:
        """Whether the claim of a figure is that it is "the same" as before."""
        ledger = self._ledgers.get(row.report)
        return ledger is not None and row.claim is not None and bool(UNCHANGED.search(ledger.words(row.claim.spans)))

    def in_one_paragraph(self, before: Given, row: Given) -> bool:
        ledger = self._ledgers.get(row.report)
        if ledger is None or before.report != row.report:
            return False
        return "\n\n" not in ledger.report.text[before.figure.span.end : row.figure.span.start]

    def in_headline(self, row: Given) -> bool:
        """Whether a figure stands in a first paragraph that is no sentence: what the text below says it sums up."""
        ledger = self._ledgers.get(row.report)
        head = ledger.report.text.partition("\n\n")[0] if ledger else ""
        return row.figure.span.start < len(head) and not head.rstrip('"”’») ').endswith((".", "!", "?", "…", ":"))

    def posts(self, report: str, person: str) -> Iterator[Post]:
        """What a report says that somebody is."""
        return (post for where, post in self._posts_of.get(person, ()) if where == report)

    # ------------------------------------------------------------ the three kinds
    def _voice(self, ledger: Ledger, voice: str, owned: Owned) -> Behind | None:
        """ "Its press service": a body's own voice."""
        if owned.owner is None:
            return None
        if owned.owner.kind == "person":
            return self._office(ledger, owned)
        body = self._body(ledger, owned.owner)
        on_platform = load_list("en", "outlets").has(voice.split()[0].capitalize(), "platforms")
        voice = voice.capitalize() if on_platform else voice  # "Telegram channel"
        return None if body is None else Behind(f"{voice} of the {short(body)}", body.id)

    def _office(self, ledger: Ledger, owned: Owned) -> Behind | None:
        """ "His office": that of the post he holds, by this report or by others."""
        if owned.owner is None or owned.owner.kind != "person":
            return None
        person = self._entity(ledger, owned.owner)
        posts = self._posts_of.get(person.id if person else "", [])
        here = [post for report, post in posts if report == ledger.report.id]
        there = [post for report, post in posts if report != ledger.report.id]
        for told in (here, there):
            offices = Counter(name for post in told if (name := self._office_of(ledger, post, [*here, *there])))
            if offices:
                name = min(offices, key=lambda name: (-offices[name], name))
                return Behind(name, self._by_name[name].id if name in self._by_name else None)
        return None

    def _holder(self, ledger: Ledger, owned: Owned) -> Behind | None:
        """ "Its secretary-general": the one person who is said to be that of it, or of a body named beside it."""
        title = title_of(owned.what)
        if title is None:
            return None
        words = words_of_title(title)
        owner = None if owned.owner is None else self._body(ledger, owned.owner)
        for bodies in ({owner.id} if owner else set(), self._beside(ledger, owned.span)):
            holders = frozenset[str]().union(*(self._holders.get((words, body), ()) for body in bodies))
            if len(holders) == 1:
                [person] = holders
                return Behind(self._named[person].name, person)
            if holders:
                return None
        return None

    # ------------------------------------------------------------ what the reports tell
    @cached_property
    def _posts_of(self) -> dict[str, list[tuple[str, Post]]]:
        """The posts of each person of the case, with the reports that tell of them."""
        out: defaultdict[str, list[tuple[str, Post]]] = defaultdict(list)
        for report in sorted(self._ledgers):
            for post in posts_in(self._ledgers[report], self._entities, self._memory):
                out[post.person].append((report, post))
        return out

    @cached_property
    def _holders(self) -> dict[tuple[frozenset[str], str | None], set[str]]:
        """Who holds a post of a body, by the words of its title in any order."""
        out: defaultdict[tuple[frozenset[str], str | None], set[str]] = defaultdict(set)
        for posts in self._posts_of.values():
            for _, post in posts:
                if not post.serves:
                    out[post.words, post.owner_entity].add(post.person)
        return out

    @cached_property
    def _named(self) -> dict[str, CaseEntity]:
        return {entity.id: entity for entity in self._entities.values()}

    def _entity(self, ledger: Ledger, entity: Entity) -> CaseEntity | None:
        return self._entities.get((ledger.report.id, entity.id))

    def _body(self, ledger: Ledger, owner: Entity) -> CaseEntity | None:
        """The owner in the case; of "the bloc" the one body of the world that the report names."""
        if not load_list("en", "people").has(owner.name, "bodies"):
            return self._entity(ledger, owner)
        named = {
            entity.id: entity
            for one in ledger.entities
            if (told := known(one.name)) is not None
            and told.kind == "organisation"
            and not told.office
            and not load_list("en", "outlets").has(one.name, "platforms")
            and (entity := self._entity(ledger, one)) is not None
        }
        return next(iter(named.values())) if len(named) == 1 else None

    def _beside(self, ledger: Ledger, span: Span) -> set[str]:
        """The bodies that are named in a sentence."""
        sentence = next((s for s in sentences_of(ledger.report.text) if s.start <= span.start < s.end), span)
        return {
            entity.id
            for one in ledger.entities
            if one.kind == "organisation" and (entity := self._entity(ledger, one)) is not None
            if any(sentence.start <= m.span.start < sentence.end for m in one.mentions)
        }

    def _office_of(self, ledger: Ledger, post: Post, posts: Sequence[Post]) -> str | None:
        """The name of the office of a post: "Prosecutor General's Office of Norland"; None where it has none."""
        country = post.country or _most(p.country for p in posts) or _most(countries_named(ledger.report.text)[:1])
        where = f" of {country}" if country else ""
        if post.title in OF_THE_STATE:
            return f"Office of the {post.title.title()}{where}"
        for name in (f"{post.title}'s office", post.title.replace("minister", "ministry")):
            told = known(name)
            if told is not None and told.office and told.listed:
                return f"{told.name}{where}"
        one = load_list("en", "people").has(post.title, "offices") and post.owner is not None and not post.serves
        return f"Office of the {post.title.title()} of {post.owner}" if one else None


# ---------------------------------------------------------------- taking a description apart
def owned_in(ledger: Ledger, source: Source, places: Mapping[str, Span]) -> Owned | None:
    """The owner in the words of a source, `places` being `places_of_sources`; None where they name none."""
    span = None if source.entity is not None else _place(ledger, source, places)
    if span is None:
        return None
    rest = REST_OF_WORD.match(ledger.report.text, span.end)
    text = ledger.report.text[span.start : rest.end() if rest else span.end]
    if match := PRONOUN.match(text):
        return Owned(_plain(text[match.end() :]), _at(ledger, span.start, starts=True), span)
    for match in GENITIVE.finditer(text):
        owner = _at(ledger, span.start + match.start())
        if owner is not None:
            return Owned(_plain(text[match.end() :]), owner, span)
    for match in OF.finditer(text):
        owner = _at(ledger, span.end) or _at(ledger, span.start + match.end(), starts=True)
        if owner is not None:
            return Owned(_plain(text[: match.start()]), owner, span)
    return None


def places_of_sources(ledger: Ledger) -> Mapping[str, Span]:
    """Where each source of a report is first called by its name."""
    found: dict[str, Span] = {}
    for claim in ledger.claims:
        for one in claim.sources:
            if one.mention and one.name not in found and ledger.report.text[slice(*one.mention)] == one.name:
                found[one.name] = one.mention
    return found


def _place(ledger: Ledger, source: Source, places: Mapping[str, Span]) -> Span | None:
    """Where a source is called by its name: its own mention may be "it", or none where it is inherited."""
    own = source.mention
    return own if own and ledger.report.text[slice(*own)] == source.name else places.get(source.name)


def _at(ledger: Ledger, offset: int, *, starts: bool = False) -> Entity | None:
    """The entity with a mention that ends, or starts, there; the longest."""
    found = [
        (mention.span.end - mention.span.start, entity.id, entity)
        for entity in ledger.entities
        for mention in entity.mentions
        if (mention.span.start if starts else mention.span.end) == offset
    ]
    return max(found, key=lambda item: item[:2])[2] if found else None


def _plain(words: str) -> str:
    return ARTICLE.sub("", words.strip(" ,."))


def _most(values: Iterator[str | None] | Sequence[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None


def short(entity: CaseEntity) -> str:
    """The name of a body, by its abbreviation where reports use one: "CSTO"."""
    letters = (form for form in entity.forms if form.isascii() and form.isupper() and form.isalpha())
    return next((form for form in letters if len(form) >= SHORTEST_ACRONYM), entity.name)
