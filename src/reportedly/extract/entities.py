"""Who is named: names that belong to one person, body or place, and which of them a description or a pronoun means."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.names import names_of
from reportedly.extract.page import Page
from reportedly.model import Entity, EntityKind, Mention, Name, Span

# Spellings of one name differ by the romanisation, not by chance: fold what the common ones disagree on.
ROMANISATIONS = (
    ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("kh", "h"), ("ks", "x"), ("ck", "k"), ("ph", "f"), ("w", "v"),
    ("q", "k"), ("yu", "u"), ("ya", "a"), ("ye", "e"), ("y", "i"), ("ii", "i"),
)  # fmt: skip
PARTICLES = frozenset(("the", "of", "for", "de", "al", "el", "bin", "ibn", "van", "von", "'s", "’s"))


FORMS_KEPT = 50_000  # names met again and again in one process


@dataclass(slots=True)
class Figurehead:
    """An entity in the making."""

    name: str
    kind: EntityKind
    mentions: list[Mention] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)  # nouns that stand beside the name: "president", "spokesman"


class Cast:
    """The entities of one report."""

    def __init__(self, page: Page, words: Lexicon) -> None:
        self._page, self._words = page, words
        self.members: list[Figurehead] = []
        self._of_start: dict[int, int] = {}
        for name in names_of(page):
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
        text = bare(self._page.words(Span(name.start, name.end)))
        kind = self._kind(text, name)
        at = name.start
        if kind == "person":
            cut = self._without_title(name)
            text = bare(self._page.words(cut))
            at = cut.start
        if not any(c.isupper() or c.isdigit() for c in text):
            return  # a title alone: "the president"
        number = self._same(text, kind)
        if number is None:
            number = len(self.members)
            self.members.append(Figurehead(name=self._canonical(text) if kind == "outlet" else text, kind=kind))
        member = self.members[number]
        if kind == "person" and len(text.split()) > len(member.name.split()):
            member.name = text
        member.mentions.append(Mention(span=Span(at, at + len(text)), type="name"))
        member.roles |= self._roles(name) | {
            self._page.word(n) for n in range(*self._page.range(Span(name.start, max(name.start, at))))
        }
        self._of_start[name.start] = number

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
        return name.kind if name.kind in ("person", "organisation", "place") else "other"  # type: ignore[return-value]

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
        forms = {skeleton(text), skeleton(self._canonical(text))}
        for number in range(len(self.members) - 1, -1, -1):
            member = self.members[number]
            if kind == "person" and member.kind == "person":
                if same_person(text, member.name):
                    return number
            elif member.kind == kind or "person" not in (kind, member.kind):
                if skeleton(member.name) in forms:
                    return number
                if is_acronym(text, member.name) or is_acronym(member.name, text):
                    return number
        return None

    def _roles(self, name: Name) -> set[str]:
        """Common nouns of the phrase round a name, and capitalised titles before it."""
        page = self._page
        first, last = page.range(Span(name.start, name.end))
        head = page.head_of(Span(name.start, name.end))
        if head is None:
            return set()
        near = {head, page.tokens[head].head} | set(page.children[head])
        up = page.tokens[head].head
        if up >= 0 and page.relation(head) in ("flat", "appos", "nmod", "compound"):
            near |= set(page.children[up])
        return {
            page.word(n)
            for n in near
            if n >= 0
            and not first <= n < last
            and page.tokens[n].upos in ("NOUN", "PROPN")
            and page.relation(n) not in ("conj", "obj", "nmod:poss")
            and abs(n - head) <= 8
        }


# ---------------------------------------------------------------- forms of names
def bare(name: str) -> str:
    """A name without its possessive ending."""
    return re.sub(r"(?:['’]s|(?<=s)['’])$", "", name.strip())


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
    if not x or not y or not alike(x[-1], y[-1]):
        return x == y
    given_x, given_y = x[:-1], y[:-1]
    if not given_x or not given_y:
        return True
    few, many = sorted((given_x, given_y), key=len)
    return all(any(_given_alike(g, h) for h in many) for g in few)


def _given_alike(a: str, b: str) -> bool:
    initial = (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))
    return initial or alike(a, b)


def alike(a: str, b: str) -> bool:
    """Equal, or one the other with a Slavic case ending ("Tokayevu"), never the feminine -a of a family name."""
    if a == b:
        return True
    short, long_ = sorted((a, b), key=len)
    return len(short) >= 5 and long_.startswith(short) and long_[len(short) :] in ("u", "om", "im", "e", "ou")


def is_acronym(short: str, long_: str) -> bool:
    """CSTO of Collective Security Treaty Organization."""
    words = [w for w in re.findall(r"[^\W_]+", long_) if w.lower() not in PARTICLES | {"and", "on", "in"}]
    return short.isupper() and len(short) >= 2 and len(words) >= 2 and short == "".join(w[0].upper() for w in words)
