"""Who is meant by the words that name a source: a name, a description, a pronoun, or nobody who has a name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportedly.extract.antecedents import Told
from reportedly.extract.coreference import Referents
from reportedly.extract.entities import Cast
from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page
from reportedly.model import Source, SourceKind, Span, Spans

DEFINITE = frozenset(("the", "this", "that", "these", "those", "its", "his", "her", "their", "same"))
CLAUSES_OPEN = frozenset(("who", "which", "whose", "where"))
LONGEST_PATH = 6  # steps in a tree from a name to the noun it explains
POINTING_BACK = 2  # paragraphs: how far back "he" or "the ministry" may point
MEDIA: tuple[SourceKind, ...] = ("outlet", "agency")


def who(source: Source) -> str:
    """What tells one source from another within a report."""
    return source.entity or source.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A source that has spoken: what it was called, and the noun that its description turned on."""

    source: Source
    place: int  # offset of the mention
    noun: str
    head: int  # token that the mention turns on


class Speakers:
    """Resolves the sources of one report in the order of the text, remembering who has spoken."""

    def __init__(self, page: Page, words: Lexicon, cast: Cast, told: Told | None = None) -> None:
        self._page, self._words, self._cast = page, words, cast
        self._referents = Referents(page, words, cast, told)
        self.spoken: list[Spoken] = []

    def source(self, mention: Span, cue: Spans = (), *, speaks: bool = True) -> Source:
        """The source that `mention` names; it counts as having spoken unless it only passes something on."""
        mention = self._cast.whole_name(self._trim(mention))
        head = self._page.head_of(self._without_clause(mention))
        if head is None:
            return Source(name=self._page.words(mention), kind="anonymous", mention=mention, cue=cue)
        found = (
            self._named(head, self._without_clause(mention), cue, mention)
            or self._pointed_at(head, mention, cue)
            or self._described(head, mention, cue)
        )
        if speaks:
            self.spoken.append(Spoken(source=found, place=mention.start, noun=self._page.word(head), head=head))
        return found

    def together(self, first: Source) -> tuple[Source, ...]:
        """Those named beside a source who say the same: "Berg and Okoro said"; each has the whole mention."""
        if first.mention is None or first.entity is None:
            return ()
        head = self._page.head_of(first.mention)
        if head is None:
            return ()
        beside = [n for n in self._page.children[head] if self._page.tokens[n].relation == "conj"]
        numbers = [
            number
            for n in beside
            if first.mention.start <= self._page.tokens[n].start < first.mention.end
            and (number := self._entity_of(n, self._page.phrase(n))) is not None
        ]
        return tuple(
            replace(self._member(number), mention=first.mention, cue=first.cue)
            for number in numbers
            if Cast.id_of(number) != first.entity
        )

    def media_name(self, token: int) -> Span | None:
        """The name of an outlet or agency that a token is part of."""
        name = self._page.name_at(token)
        start = self._page.tokens[token].start if name is None else name.start
        number = self._cast.starting_at(start)
        if number is None or self._cast.members[number].kind != "outlet":
            return None
        return next((m.span for m in self._cast.members[number].mentions if m.span.start == start), None)

    # ------------------------------------------------------------ by name
    def _named(self, head: int, core: Span, cue: Spans, mention: Span) -> Source | None:
        number = self._entity_of(head, core)
        if number is None:
            return None
        return replace(self._member(number), mention=mention, cue=cue)

    def _without_clause(self, mention: Span) -> Span:
        """The mention up to ", who lives near by": a clause that trees often hang on some other noun."""
        page = self._page
        first, last = page.range(mention)
        for n in range(first + 2, last):
            if page.word(n) in CLAUSES_OPEN and page.word(n - 1) == ",":
                return Span(mention.start, page.tokens[n - 2].end)
        return mention

    def _member(self, number: int) -> Source:
        """An entity as a source, before it is said where it is mentioned."""
        return Source(name=self._cast.members[number].name, kind=self._kind_of_name(number), entity=Cast.id_of(number))

    def _entity_of(self, head: int, mention: Span) -> int | None:
        """The entity whose name is the head of the mention or explains it ("his press secretary Aidos Ukibay")."""
        for number, span in self._cast.named_in(mention):
            inner = self._page.head_of(span)
            if inner is not None and self._explains(inner, head):
                return number
        return self._closing_person(mention)

    def _closing_person(self, mention: Span) -> int | None:
        """The person named at the end of a mention with only a description before: "the US Secretary of State X"."""
        page = self._page
        for number, span in self._cast.named_in(mention):
            first, last = page.range(Span(mention.start, span.start))
            last -= self._title_before(first, last)
            described = all(page.tokens[n].upos in ("DET", "ADJ", "NOUN", "PROPN", "PART") for n in range(first, last))
            if self._cast.members[number].kind == "person" and span.end == mention.end and described:
                return number
        return self._closing_apposition(mention)

    def _closing_apposition(self, mention: Span) -> int | None:
        """The one person named after the last comma of a mention: "the former adviser, once minister of culture, X"."""
        page = self._page
        last = page.words(mention).rfind(",")
        segment = Span(mention.start + last + 1, mention.end) if last >= 0 else mention
        people = [
            (number, span)
            for number, span in self._cast.named_in(segment)
            if self._cast.members[number].kind == "person"
        ]
        if last < 0 or len(people) != 1 or people[0][1].end != mention.end:
            return None
        first, name = page.range(Span(segment.start, people[0][1].start))
        if any(page.tokens[n].upos in ("VERB", "AUX", "PRON") for n in range(first, name)):
            return None  # "the scientist, who once advised X"
        return None if page.tokens[name - 1].upos == "ADP" else people[0][0]

    def _title_before(self, first: int, last: int) -> int:
        """Tokens of the longest title that ends before token `last`."""
        words = [self._page.word(n).rstrip(".") for n in range(max(first, last - 5), last)]
        return next((n for n in range(len(words), 0, -1) if tuple(words[-n:]) in self._words.titles), 0)

    def _explains(self, name: int, head: int) -> bool:
        """Whether a name is another word for `head`: "minister X", "X, the minister", not "the spokesman for X"."""
        page = self._page
        for _ in range(LONGEST_PATH):
            if name == head:
                return True
            token = page.tokens[name]
            relation = page.relation(name)
            described = relation in ("appos", "flat") or token.relation == "nmod:desc"
            beside = relation in ("compound", "nmod") and name > head and page.child(name, "case") is None
            if token.head < 0 or not (described or beside):
                return False
            name = token.head
        return False

    def _kind_of_name(self, number: int) -> SourceKind:
        member = self._cast.members[number]
        if member.kind == "outlet":
            return "agency" if self._words.agency(member.name) else "outlet"
        if member.kind == "person":
            return "person"
        return "organisation"  # a place that speaks is its government

    # ------------------------------------------------------------ by pointing back
    def _pointed_at(self, head: int, mention: Span, cue: Spans) -> Source | None:
        page, words = self._page, self._words
        word = page.word(head)
        whole = page.words(mention).lower()
        if word in words.author or whole in words.author:
            return Source(name="the author", kind="author", mention=mention, cue=cue)
        number = self._referents.entity_at(head)
        if number is not None:
            return replace(self._member(number), mention=mention, cue=cue)
        back = self._same_as_before(head)
        if back is None and word in words.they:
            back = self._last(mention, ("group", "organisation", "anonymous"))
        elif back is None and word == "it":
            back = self._last(mention, ("organisation", "outlet", "agency", "group"))
        elif back is None and word in words.he:
            back = self._last(mention, ("person", "anonymous"))
        elif back is None and not self._referents.knows(head) and self._definite(head, mention):
            back = self._last_described_as(word, mention)
        if back is None:
            return None
        if back.entity is not None:
            self._cast.note(
                Cast.number_of(back.entity), mention, "pronoun" if page.tokens[head].upos == "PRON" else "nominal"
            )
        return Source(name=back.name, kind=back.kind, entity=back.entity, mention=mention, cue=cue)

    def _same_as_before(self, head: int) -> Source | None:
        """The unnamed source that spoke before and is meant again: "a doctor said … she added"."""
        first = self._referents.first_at(head)
        if first is None:
            return None
        return next((spoken.source for spoken in self.spoken if spoken.head == first), None)

    def _definite(self, head: int, mention: Span) -> bool:
        """ "The ministry", "the president of the country"; not "the channel of X", which says itself whose it is."""
        page = self._page
        first, _ = page.range(mention)
        owned = self._cast.named_in(mention) or page.child(head, "nmod") is not None
        if owned and self._words.kind_of_noun(page.word(head)) != "person":
            return False
        if page.word(first) in DEFINITE or "same" in page.words(mention).lower().split():
            return True
        return any(
            page.word(n) in DEFINITE for n in page.children[head] if mention.start <= page.tokens[n].start < mention.end
        )

    def _near(self, place: int, mention: Span) -> bool:
        return self._page.paragraph(mention.start) - self._page.paragraph(place) <= POINTING_BACK

    def _last(self, mention: Span, kinds: tuple[str, ...]) -> Source | None:
        for spoken in reversed(self.spoken):
            if spoken.place < mention.start and spoken.source.kind in kinds and self._near(spoken.place, mention):
                return spoken.source
        return None

    def _person_before(self, mention: Span) -> Source | None:
        """Who "he" is: the person who spoke last, or who was named since, if only that one acts in this paragraph."""
        spoke, named = self._last(mention, ("person",)), self._last_person(mention)
        if spoke is None or named is None:
            return named or spoke
        here = self._page.paragraph(mention.start)
        spoke_here = spoke.mention is not None and self._page.paragraph(spoke.mention.start) == here
        return named if spoke.entity is None or (not spoke_here and self._acts_in(named, here, mention)) else spoke

    def _acts_in(self, source: Source, paragraph: int, before: Span) -> bool:
        if source.entity is None:
            return False
        member = self._cast.members[Cast.number_of(source.entity)]
        spans = [m.span for m in member.mentions if m.span.start < before.start]
        return any(self._page.paragraph(s.start) == paragraph and self._acts(s) for s in spans)

    def _last_person(self, mention: Span) -> Source | None:
        """The person named last before the mention, one who acts before one who is only mentioned."""
        candidates = []
        for number in self._cast.before(mention.start):
            member = self._cast.members[number]
            if member.kind != "person":
                continue
            last = max((m.span for m in member.mentions if m.span.start < mention.start), default=None)
            if last is None or not self._near(last.start, mention):
                continue
            acts = self._acts(last)
            candidates.append((acts, last.start, number))
        if not candidates:
            return None
        return self._member(max(candidates)[2])

    def _acts(self, name: Span) -> bool:
        """Whether a name, or the title it explains, is the subject of a verb."""
        page = self._page
        head = page.head_of(name)
        for _ in range(LONGEST_PATH):
            if head is None or page.tokens[head].head < 0:
                return False
            if page.tokens[head].relation.startswith("nsubj"):
                return True
            if page.relation(head) not in ("flat", "appos", "compound"):
                return False
            head = page.tokens[head].head
        return False

    def _last_described_as(self, noun: str, mention: Span) -> Source | None:
        """What "the ministry", "the secretary", "the same publication" was called before."""
        kind = self._words.kind_of_noun(noun)
        if kind in MEDIA:
            for number in self._cast.before(mention.start):
                if self._cast.members[number].kind == "outlet":
                    return self._member(number)
        for spoken in reversed(self.spoken):
            if spoken.place >= mention.start:
                continue
            source = spoken.source
            if spoken.noun == noun or (source.entity is not None and noun in source.name.lower().split()):
                return source
        singular = noun.removesuffix("s")
        for number in self._cast.before(mention.start):
            member = self._cast.members[number]
            if {noun, singular} & (member.roles | set(member.name.lower().split())):
                return self._member(number)
        if kind == "person":  # "the diplomat", said of a man just quoted
            return self._last_in_paragraph(mention)
        return None

    def _last_in_paragraph(self, mention: Span) -> Source | None:
        spoken = self._last(mention, ("person",))
        here = self._page.paragraph(mention.start)
        if spoken is None or spoken.mention is None or here - self._page.paragraph(spoken.mention.start) > 1:
            return None
        return spoken

    # ------------------------------------------------------------ by description
    def _described(self, head: int, mention: Span, cue: Spans) -> Source:
        page, words = self._page, self._words
        text = page.words(self._without_clause(mention))
        lower = f" {page.words(page.phrase(head)).lower()} {page.words(mention).lower()} "
        noun = page.word(head)
        if any(f" {mark} " in lower for mark in words.anonymous_marks):
            return Source(name=text, kind="anonymous", mention=mention, cue=cue)
        if noun in words.rumours:
            return Source(name=text, kind="rumour", mention=mention, cue=cue)
        kind = words.kind_of_noun(noun)
        plural = (noun.endswith("s") and not noun.endswith("ss")) or noun in words.they  # a witness is one
        if kind is None:
            kind = (
                "group" if plural else "person" if page.tokens[head].upos in ("PRON", "PROPN", "NOUN") else "anonymous"
            )
        if kind == "person" and plural:
            kind = "group"
        return Source(name=text, kind=kind, mention=mention, cue=cue)

    def _trim(self, mention: Span) -> Span:
        """Without a preposition in front ("of the press service", as a translator left it) or a comma behind."""
        page = self._page
        first, last = page.range(mention)
        while first < last - 1 and page.tokens[first].upos in ("ADP", "PUNCT"):
            first += 1
        while last - 1 > first and page.tokens[last - 1].upos == "PUNCT":
            last -= 1
        if first >= last:
            return mention
        return Span(
            max(mention.start, page.tokens[first].start),
            max(mention.start + 1, min(mention.end, page.tokens[last - 1].end)),
        )
