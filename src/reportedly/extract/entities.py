"""Who is named: names that belong to one person, body or place, and which of them a description or a pronoun means."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.names import PLACE_NAMES, is_family, is_mans_genitive, names_of, office, places_of
from reportedly.extract.page import Page
from reportedly.model import Entity, EntityKind, Mention, Name, Span

# Spellings of one name differ by the romanisation, not by chance: fold what the common ones disagree on.
ROMANISATIONS = (
    ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("kh", "h"), ("ks", "x"), ("ck", "k"), ("ph", "f"), ("w", "v"),
    ("q", "k"), ("yu", "u"), ("ya", "a"), ("ye", "e"), ("y", "i"), ("ii", "i"),
)  # fmt: skip
OFFICIAL = {"defense": "defence", "internal": "interior", "external": "foreign"}
REALMS = frozenset(("republic", "kingdom", "federation", "state", "union", "islamic", "people"))
PARTICLES = frozenset(("the", "of", "for", "de", "al", "el", "bin", "ibn", "van", "von", "'s", "’s"))

SHORTEST_FIRST_NAME = 3
SHORT_MISSPELT, LONG_MISSPELT = 6, 7  # letters: how long a name must be where given names agree, where one has none
LIKE_SOUNDS = (frozenset("aeiou"), frozenset("kg"), frozenset("td"), frozenset("sz"), frozenset("bp"))

NOUNS = ("NOUN", "PROPN")
TITLES_HANG = ("flat", "compound")  # relations of a title to the name it stands before
ROLE_TIES = ("flat", "appos", "compound")
LONGEST_TITLE = 3  # steps up from a name
LONGEST_ROLE = 12  # tokens between a name and what says who it is
FORMS_KEPT = 50_000  # names met again and again in one process


@dataclass(slots=True)
class Figurehead:
    """An entity in the making."""

    name: str
    kind: EntityKind
    mentions: list[Mention] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)  # nouns that stand beside the name: "president", "spokesman"
    places: set[str] = field(default_factory=set)  # capitalised words that go with those: "Kazakh", "Kazakhstan"
    forms: Counter[str] = field(default_factory=Counter)  # of its name


class Cast:
    """The entities of one report."""

    def __init__(self, page: Page, words: Lexicon) -> None:
        self._page, self._words = page, words
        self._titles = title_words(words)
        self.members: list[Figurehead] = []
        self._of_start: dict[int, int] = {}
        for name in names_of(page, words):
            self._meet(name)
        self._offsets = sorted((m.span.start, n) for n, member in enumerate(self.members) for m in member.mentions)

    # ------------------------------------------------------------ asking
    def entities(self) -> tuple[Entity, ...]:
        return tuple(
            Entity(id=self.id_of(n), name=m.name, kind=m.kind, mentions=tuple(sorted(m.mentions, key=lambda x: x.span)))
            for n, m in enumerate(self.members)
        )

    @staticmethod
    def id_of(number: int) -> str:
        return f"e{number + 1}"

    @staticmethod
    def number_of(entity: str) -> int:
        """The number behind an id that `id_of` gave."""
        return int(entity.removeprefix("e")) - 1

    def of_name(self, name: Name) -> int | None:
        return self._of_start.get(name.start)

    def starting_at(self, offset: int) -> int | None:
        """The entity with a name that begins at a character."""
        return self._of_start.get(offset)

    def named_in(self, span: Span) -> list[tuple[int, Span]]:
        """Entities named inside a span, with the place of each name, in the order of the text."""
        low = bisect_left(self._offsets, (span.start, -1))
        out = []
        for start, number in self._offsets[low:]:
            if start >= span.end:
                break
            out.append((number, next(m.span for m in self.members[number].mentions if m.span.start == start)))
        return out

    def whole_name(self, span: Span) -> Span:
        """The span, begun where a name begins that it would cut in two ("24" of "Khabar 24")."""
        at = bisect_left(self._offsets, (span.start, -1)) - 1
        if at < 0:
            return span
        start, number = self._offsets[at]
        cut = any(m.span.start == start and m.span.end > span.start for m in self.members[number].mentions)
        return Span(start, span.end) if cut else span

    def places(self) -> list[tuple[int, Span]]:
        """Every name with the number of its entity, in the order of the text."""
        return sorted(
            ((n, m.span) for n, member in enumerate(self.members) for m in member.mentions if m.type == "name"),
            key=lambda one: one[1],
        )

    def before(self, offset: int) -> list[int]:
        """Entities named before a character, the latest first, each once."""
        at = bisect_left(self._offsets, (offset, -1))
        seen: dict[int, None] = {}
        for _, number in reversed(self._offsets[:at]):
            seen.setdefault(number)
        return list(seen)

    def note(self, number: int, span: Span, kind: str) -> None:
        """A further mention of an entity by a description ("nominal") or a pronoun."""
        mention = Mention(span=span, type="pronoun" if kind == "pronoun" else "nominal")
        if all(m.span != span for m in self.members[number].mentions):
            self.members[number].mentions.append(mention)

    # ------------------------------------------------------------ meeting names
    def _meet(self, name: Name) -> None:
        name = self._extended(name)
        kind, span = self._kind_and_span(name)
        text = self._page.words(span)
        if not any(c.isupper() or c.isdigit() for c in text):
            return  # a title alone: "the president"
        if kind == "person":
            self._named_within(Span(name.start, span.start))
        elif kind == "organisation" and " of " in text:
            self._named_within(Span(span.start + text.rindex(" of "), span.end))
        full = self._full(text, kind)
        number = self._same(full, kind)
        if number is None:
            number = len(self.members)
            self.members.append(Figurehead(name=full, kind=kind))
        member = self.members[number]
        member.forms[full] += 1
        if kind in ("person", "organisation"):
            member.name = max(member.forms, key=lambda form: (len(form.split()), member.forms[form]))
        member.mentions.append(Mention(span=span, type="name"))
        self._describe(member, name, span)
        self._of_start[name.start] = number

    def _kind_and_span(self, name: Name) -> tuple[EntityKind, Span]:
        """What bears the name, and where the name stands without title and possessive ending."""
        text = bare(self._page.words(Span(name.start, name.end)))
        kind, span = self._kind(text, name), Span(name.start, name.start + len(text))
        if kind == "person":
            cut = self._without_title(name)
            text = bare(self._page.words(cut))
            span = Span(cut.start, cut.start + len(text))
            if cut.start > name.start and places_of(self._words.pronouns.language).has(text, *PLACE_NAMES):
                return "place", span  # "the president of Kazakhstan"
        elif kind != "outlet" and " " not in text and self._is_family_name(text):
            kind = "person"
        if kind == "person" and is_family(self._page, span, self._words.pronouns.language):
            kind = "group"
        return kind, span

    def _full(self, text: str, kind: EntityKind) -> str:
        """The name as an entity bears it: an outlet's as it is listed, a man's in the nominative, a family's as one."""
        if kind == "outlet":
            return self._canonical(text)
        if kind == "group":
            one = text.removesuffix("s") if self._is_family_name(text.removesuffix("s")) else text
            return f"{one} family" if self._is_family_name(one) else text
        return nominative(text) if kind == "person" else text

    def _describe(self, member: Figurehead, name: Name, span: Span) -> None:
        """Keeps what the title before a name and the nouns beside it say of its bearer."""
        page, language = self._page, self._words.pronouns.language
        title = range(*page.range(Span(name.start, max(name.start, span.start))))
        roles = self._roles(name, member.kind)
        member.roles |= {office(page, n, language) for n in (*roles, *title) if page.tokens[n].upos in NOUNS}
        near = [c for role in roles for c in page.children[role]]
        near += [c for n in near if page.relation(n) == "nmod" for c in page.children[n]]
        member.places |= {page.form(n) for n in (*title, *near) if page.form(n)[:1].isupper()}

    def _named_within(self, span: Span) -> None:
        """Meets the countries and bodies in a title or in the name of a body: "US Secretary of State X"."""
        known = places_of(self._words.pronouns.language)
        for n in range(*self._page.range(span)):
            token, form = self._page.tokens[n], self._page.form(n)
            if token.upos != "PROPN":
                continue
            if known.has(form, "countries"):
                self._meet(Name(token.start, token.end, "place"))
            elif self._words.sources.has(form, "organisation_names"):
                self._meet(Name(token.start, token.end, "organisation"))

    def _extended(self, name: Name) -> Name:
        """With what the reader left off the name of a medium: "Khabar" and "24"."""
        _, last = self._page.range(Span(name.start, name.end))
        for n in (last + 1, last):
            if n < len(self._page.tokens):
                end = self._page.tokens[n].end
                if self._words.medium(self._page.words(Span(name.start, end))):
                    return Name(name.start, end, name.kind)
        return name

    def _without_title(self, name: Name) -> Span:
        """The name itself: the reader, as its corpus has it, takes "President Biden" and "adviser to X Y" whole."""
        page = self._page
        first, last = page.range(Span(name.start, name.end))
        start = first
        while start < last:
            title = self._title_length(start, last)
            if title:
                start += title
            elif start + 1 < last and (self._describes(start) or self._is_other_name(start)):
                start += 1
            elif other := self._other_person(start, last):
                start += other
            else:
                break
        if start >= last:
            return Span(name.start, name.start)
        head = page.tokens[last - 1].head
        if page.tokens[last - 1].relation == "flat" and start < head < last:
            start = head
        return Span(page.tokens[start].start, name.end)

    def _title_length(self, start: int, last: int) -> int:
        """Tokens of the longest title that begins here."""
        words = [self._page.word(n).rstrip(".") for n in range(start, min(last, start + 5))]
        return next((n for n in range(len(words), 0, -1) if tuple(words[:n]) in self._words.titles), 0)

    def _other_person(self, start: int, last: int) -> int:
        """Tokens of somebody else's full name in front: "the adviser to Nursultan Nazarbayev Ermukhamet Ertysbayev"."""
        known = {skeleton(m.name) for m in self.members if m.kind == "person" and " " in m.name}
        for end in range(last - 1, start + 1, -1):
            text = self._page.text[self._page.tokens[start].start : self._page.tokens[end - 1].end]
            if skeleton(text) in known:
                return end - start
        return 0

    def _describes(self, token: int) -> bool:
        word = self._page.form(token)
        return (word[:1].islower() and word not in PARTICLES) or word in ("of", "the", "for") or not word[0].isalnum()

    def _is_other_name(self, token: int) -> bool:
        """A word before a person's name that is known as a place or body: "Kazakhstan Nursultan Nazarbayev"."""
        form = self._page.form(token)
        return any(m.name == form and m.kind in ("place", "organisation") for m in self.members) or form in (
            "US",
            "UN",
            "EU",
            "UK",
        )

    def _kind(self, text: str, name: Name) -> EntityKind:
        if self._words.medium(text) or (self._words.maybe_medium(text) and self._beside_cue(name)):
            return "outlet"
        if name.kind != "person" and (self._words.agency(text) or self._words.outlet(text)):
            return "outlet"
        return name.kind if name.kind in ("person", "organisation", "place", "group") else "other"  # type: ignore[return-value]

    def _beside_cue(self, name: Name) -> bool:
        """Whether the name is one that speaks or is told: "Sputnik reported", "told Sputnik"."""
        head = self._page.head_of(Span(name.start, name.end))
        if head is None:
            return False
        token = self._page.tokens[head]
        ties = ("nsubj", "obj", "iobj", "obl")
        return (
            self._page.relation(head) in ties
            and token.head >= 0
            and self._page.word(token.head) in self._words.reporting
        )

    def _canonical(self, text: str) -> str:
        return self._words.agency(text) or self._words.outlet(text) or text

    def _same(self, text: str, kind: EntityKind) -> int | None:
        """The latest entity that this name may be another form of."""
        if kind == "person":
            return self._same_person(text)
        forms = {skeleton(text), skeleton(self._canonical(text))}
        known = listed(text, self._words)
        for number in range(len(self.members) - 1, -1, -1):
            member = self.members[number]
            if member.kind == "person":
                continue
            if skeleton(member.name) in forms or (known is not None and known == listed(member.name, self._words)):
                return number
            if is_acronym(text, member.name) or is_acronym(member.name, text):
                return number
            if kind == member.kind == "organisation" and self._same_body(text, member.name):
                return number
            if self._whole_and_short(text, member.name) or self._whole_and_short(member.name, text):
                return number
        return None

    def _same_body(self, a: str, b: str) -> bool:
        """ "Defence Ministry" and "Ministry of Defence of Ruritania", "the Ministry" and the one named before it."""
        bare, whole = sorted((a, b), key=len)
        noun = bare.lower()
        if " " not in noun:
            return noun in whole.lower().split() and self._words.kind_of_noun(noun) == "organisation"
        one, other = body(bare), body(whole)
        if "ministry" not in one or "ministry" not in other or len(one) < 2:
            return False
        rest = other - one
        named = {word for m in self.members if m.kind == "place" for word in fold(m.name).split()}
        return one <= other and (bool(rest & REALMS) or rest <= named)

    def _same_person(self, text: str) -> int | None:
        for number in range(len(self.members) - 1, -1, -1):
            member = self.members[number]
            if member.kind == "person" and same_person(text, member.name):
                return number
        return self._by_first_name(text)

    def _by_first_name(self, text: str) -> int | None:
        """The latest person with this first name: "Thomas" of "Thomas Berg"."""
        [given, *more] = skeleton(text) or ("",)
        if more or len(given) < SHORTEST_FIRST_NAME:
            return None
        for number in range(len(self.members) - 1, -1, -1):
            member = self.members[number]
            if member.kind == "person" and " " in member.name and skeleton(member.name)[:1] == (given,):
                return number
        return None

    def _is_family_name(self, text: str) -> bool:
        """Whether somebody named in full before has this family name."""
        [family, *more] = skeleton(text) or ("",)
        return not more and any(
            " " in m.name and any(alike(last, family) for last in skeleton(m.name)[-1:])  # "Al Bin" has none
            for m in self.members
            if m.kind == "person"
        )

    def _whole_and_short(self, whole: str, short: str) -> bool:
        """Whether the one is the other with its country: "Kazakh Health Ministry", "Health Ministry of Kazakhstan"."""
        if len(whole) <= len(short) or " " not in short or not (whole.startswith(short) or whole.endswith(short)):
            return False
        extra = whole.removeprefix(short) if whole.startswith(short) else whole.removesuffix(short)
        extra = extra.strip().removeprefix("of ").removeprefix("the ")
        known = places_of(self._words.pronouns.language)
        return len(extra) < len(whole) - len(short) and known.has(extra, *PLACE_NAMES, "demonyms")

    def _roles(self, name: Name, kind: EntityKind) -> set[int]:
        """Nouns that say what the bearer of a name is: its title, what stands in apposition, "the newspaper X"."""
        page = self._page
        first, last = page.range(Span(name.start, name.end))
        head = page.head_of(Span(name.start, name.end))
        if head is None:
            return set()
        out = [c for c in page.children[head] if page.relation(c) in TITLES_HANG or page.relation(c) == "appos"]
        top = head
        for _ in range(LONGEST_TITLE):
            up, relation = page.tokens[top].head, page.tokens[top].relation
            after = relation == "compound" and up > top
            tied = relation.split(":")[0] in ROLE_TIES or relation == "nmod:desc"
            if up < 0 or not tied or (after and kind not in ("organisation", "outlet")):
                break  # "Berg spokesman": somebody else
            top = up
            out += [top, *(c for c in page.children[top] if page.relation(c) == "appos")]
        out += [c for n in out for c in page.children[n] if page.relation(c) == "conj"]
        return {
            n
            for n in out
            if not first <= n < last
            and (page.tokens[n].upos == "NOUN" or (page.tokens[n].upos == "PROPN" and page.word(n) in self._titles))
            and abs(n - head) <= LONGEST_ROLE
        }


@lru_cache(maxsize=FORMS_KEPT)
def listed(name: str, words: Lexicon) -> str | None:
    """The first form of a listed country, city or body, by any of its names."""
    known = places_of(words.pronouns.language).canonical(name, *PLACE_NAMES)
    return known or words.sources.canonical(name, "organisation_names")


@lru_cache(maxsize=8)
def title_words(words: Lexicon) -> frozenset[str]:
    return frozenset(word for title in words.titles for word in title)


# ---------------------------------------------------------------- forms of names
def bare(name: str) -> str:
    """A name without its possessive ending."""
    return re.sub(r"(?:['’]s|(?<=s)['’])$", "", name.strip())


@lru_cache(maxsize=FORMS_KEPT)
def body(name: str) -> frozenset[str]:
    """The words that tell a ministry from others, in one spelling whatever their order."""
    return frozenset(OFFICIAL.get(word, word) for word in parts(name)) - {"affairs", "and"}


def fold(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def parts(name: str) -> list[str]:
    return [w for w in re.findall(r"[^\W_]+", fold(name)) if w not in PARTICLES]


def skeleton_of_word(word: str) -> str:
    for theirs, ours in ROMANISATIONS:
        word = word.replace(theirs, ours)
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=FORMS_KEPT)
def skeleton(name: str) -> tuple[str, ...]:
    """A name without what romanisations disagree on: Massimov and Masimov, Yertysbayev and Ertysbaev are one."""
    return tuple(skeleton_of_word(w) for w in parts(name))


def same_person(a: str, b: str) -> bool:
    """One person as far as names tell: family names alike; given names alike, missing, or initials of each other."""
    x, y = skeleton(a), skeleton(b)
    if not x or not y:
        return x == y
    given_x, given_y = x[:-1], y[:-1]
    few, many = sorted((given_x, given_y), key=len)
    given = all(any(_given_alike(g, h) for h in many) for g in few)
    if alike(x[-1], y[-1]):
        return given
    misspelt = near(x[-1], y[-1], SHORT_MISSPELT if few else LONG_MISSPELT)
    return (misspelt and given) or x == y


def nominative(name: str) -> str:
    """ "Nursultana Nazarbayeva", in a translation that kept the case of both, is Nursultan Nazarbayev."""
    given, _, family = name.partition(" ")
    if family and " " not in family and family.endswith(("ova", "eva", "ina", "aya")) and is_mans_genitive(given):
        return f"{given[:-1]} {family[:-1]}"
    return name


def _given_alike(a: str, b: str) -> bool:
    initial = (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))
    return initial or alike(a, b) or near(a, b, SHORT_MISSPELT)


def alike(a: str, b: str) -> bool:
    """Equal, or one the other with a Slavic case ending ("Tokayevu"), never the feminine -a of a family name."""
    if a == b:
        return True
    short, long_ = sorted((a, b), key=len)
    return len(short) >= 5 and long_.startswith(short) and long_[len(short) :] in ("u", "om", "im", "e", "ou")


def near(a: str, b: str, shortest: int) -> bool:
    """One misspelling of the other: a vowel or a like-sounding consonant inside the word is another."""
    if min(len(a), len(b)) < shortest or a[0] != b[0] or len(a) != len(b):
        return False
    differ = [{x, y} for x, y in zip(a[:-1], b[:-1], strict=True) if x != y]
    return a[-1] == b[-1] and len(differ) == 1 and any(differ[0] <= sounds for sounds in LIKE_SOUNDS)


def is_acronym(short: str, long_: str) -> bool:
    """CSTO of Collective Security Treaty Organization."""
    if len(short) < 2 or not short.isupper() or " " not in long_ or short[0] != long_[:1].upper():
        return False
    words = [w for w in re.findall(r"[^\W_]+", long_) if w.lower() not in PARTICLES | {"and", "on", "in"}]
    return len(words) >= 2 and short == "".join(w[0].upper() for w in words)
