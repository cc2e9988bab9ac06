"""What in a text means somebody or something: its names, noun phrases and pronouns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from reportedly.extract.entities import Cast, Figurehead
from reportedly.extract.lexicon import Lexicon
from reportedly.extract.names import gender_of_name, office, places_of
from reportedly.extract.page import Page
from reportedly.languages import load_list
from reportedly.model import MentionType, Span

CARRIERS = ("compound", "flat", "fixed", "goeswith")  # relations of words that are part of a phrase and not its head
SUBJECTS, OBJECTS = ("nsubj", "csubj"), ("obj", "iobj")
LONGEST_PATH = 6  # steps up a tree from a name to the noun it explains
NOUNS_KEPT = 20_000  # nouns met again and again in one process
MANY_PEOPLE = frozenset(("people", "men", "women", "children", "police"))
ONE_BODY = frozenset(("headquarters", "news", "forces"))
ARTICLES: Mapping[str, str] = {
    "the": "the",
    **dict.fromkeys(("this", "that", "these", "those"), "this"),
    **dict.fromkeys(
        ("a", "an", "another", "any", "every", "each", "no", "some", "either", "neither", "what", "which"), "a"
    ),
}
SOUGHT = frozenset(("he", "it", "they", "person", "body", "medium"))  # sorts of expressions that may point back


@dataclass(slots=True, eq=False)
class Expression:
    """A place in the text that means somebody or something; `head` is its token."""

    head: int
    type: MentionType
    sort: str  # of a pronoun he it they I; of a description person body medium group thing; of a name its kind
    case: str  # subject object possessive other
    noun: str  # in lower case; the pronoun itself; "" of names
    sentence: int
    paragraph: int
    gender: str = ""  # man woman
    span: Span | None = None  # of names and pronouns; that of a description is looked up where it is needed
    article: str = ""  # of a description: the this same poss bare a
    countries: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()  # nouns that are part of a description: "health" of "the health ministry"
    party: Party | None = None


@dataclass(slots=True, eq=False)
class Party:
    """All that is said of one person, body or thing, with a name in the report or without."""

    kind: str  # person organisation outlet place other group thing
    entity: int | None = None
    gender: str = ""
    nouns: set[str] = field(default_factory=set)  # it was called by
    words: frozenset[str] = frozenset()  # of its name, in lower case
    titles: frozenset[str] = frozenset()  # nouns that stand beside the name
    countries: set[str] = field(default_factory=set)
    mentions: list[Expression] = field(default_factory=list)


# ---------------------------------------------------------------- words
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class People:
    """Nouns, pronouns and countries of a language, as they are asked for here."""

    gender: Mapping[str, str]  # of nouns for one human being; "" where they do not tell
    address: Mapping[str, str]  # of titles: "mrs"
    offices: frozenset[str]
    bodies: frozenset[str]  # nouns that fit a body of any kind
    anybody: frozenset[str]  # nouns that fit a speaker of any calling
    any_body: frozenset[str]  # words before the noun of a body that tell it from no other
    country: Mapping[str, str]  # "Kazakh", "Kazakhstan" -> "Kazakhstan"
    pronouns: Mapping[str, tuple[str, str]]  # sort and gender
    speaker: frozenset[str]  # "I", "my"


@cache
def people(language: str) -> People:
    nouns, pronouns, places = load_list(language, "people"), load_list(language, "pronouns"), places_of(language)
    gender = dict.fromkeys(nouns.forms("human"), "")
    gender |= {noun: section for section in ("man", "woman") for noun in nouns.forms(section)}
    sorts = dict.fromkeys(pronouns.forms("thing"), ("it", ""))
    sorts |= dict.fromkeys(pronouns.forms("plural"), ("they", ""))
    genders = dict(zip(("he", "she"), ("man", "woman"), strict=True))
    sorts |= {
        form: ("he", genders[entry[0]]) for entry in pronouns.entries("person") if entry[0] in genders for form in entry
    }
    return People(
        gender=gender,
        address={form: section for section in ("mr", "mrs") for form in nouns.forms(section)},
        offices=nouns.forms("offices"),
        bodies=nouns.forms("bodies"),
        anybody=(nouns.forms("man", "woman") | nouns.forms("anybody")) - nouns.forms("offices"),
        any_body=nouns.forms("any_body"),
        country={form: entry[0] for entry in places.entries("countries", "demonyms") for form in entry},
        pronouns=sorts,
        speaker=frozenset(form for entry in pronouns.entries("first") if entry[0] == "i" for form in entry),
    )


@lru_cache(maxsize=NOUNS_KEPT)
def sort_of(noun: str, words: Lexicon) -> tuple[str, str]:
    """What kind of thing a noun is a word for (person body medium group thing), and whether a man or a woman."""
    gender = people(words.pronouns.language).gender.get(noun)
    if gender is not None:
        return "person", gender
    kind = words.kind_of_noun(noun)
    if kind is None and (noun,) in words.titles:
        return "person", ""
    plural = noun in MANY_PEOPLE or (noun.endswith("s") and not noun.endswith(("ss", "us", "is")))
    if kind == "group" or (plural and noun not in ONE_BODY):
        return "group", ""
    sorts = {"outlet": "medium", "agency": "medium", "person": "person", "organisation": "body"}
    return sorts.get(kind or "", "thing"), ""


def gender_of(member: Figurehead, language: str) -> str:
    """Man or woman, by a title or noun beside the name, else by the name itself; "" where nothing tells."""
    known = people(language)
    for role in sorted(member.roles):
        title = known.address.get(role) or known.address.get(role + ".")
        if title:
            return "man" if title == "mr" else "woman"
        if known.gender.get(role):
            return known.gender[role]
    return gender_of_name(member.name, language)


# ---------------------------------------------------------------- finding
class Expressions:
    """The expressions of one page, found as they are read."""

    def __init__(self, page: Page, words: Lexicon, cast: Cast) -> None:
        self._page, self._words, self._cast = page, words, cast
        self._language = words.pronouns.language
        self._people = people(self._language)
        self._names = {page.range(span)[0]: (number, span) for number, span in cast.places()}
        self._in_name = {n: first for first, (_, span) in self._names.items() for n in range(*page.range(span))}

    def __iter__(self) -> Iterator[Expression]:
        """In the order of the text."""
        page = self._page
        for number, (first, last) in enumerate(page.parsed.sentences):
            paragraph = page.paragraph(page.tokens[first].start)
            for n in range(first, last):
                if n in self._names:
                    yield self._name(*self._names[n], number, paragraph)
                if n in self._in_name:
                    continue
                token = page.tokens[n]
                if token.upos == "PRON" or (token.upos == "DET" and token.relation == "nmod:poss"):
                    if page.word(n) in self._people.pronouns:
                        yield self._pronoun(n, number, paragraph)
                elif self._is_noun(n):
                    yield self._description(n, number, paragraph)

    def entity_of(self, token: int) -> int | None:
        """The number of the entity that a token is part of the name of."""
        first = self._in_name.get(token)
        return self._names[first][0] if first is not None else None

    def top(self, head: int) -> int:
        """The noun that a name explains, "minister" of "minister X", or the name itself."""
        for _ in range(LONGEST_PATH):
            if self._page.relation(head) not in ("flat", "appos", "compound") or self._page.tokens[head].head < 0:
                break
            head = self._page.tokens[head].head
        return head

    def speaker(self, n: int) -> Expression | None:
        """ "I", "my", as an expression."""
        if n in self._in_name or self._page.word(n) not in self._people.speaker:
            return None
        token = self._page.tokens[n]
        return Expression(
            head=n,
            type="pronoun",
            sort="I",
            case=self.case(n),
            noun=self._page.word(n),
            sentence=self._page.sentence(n),
            paragraph=self._page.paragraph(token.start),
            span=Span(token.start, token.end),
        )

    def case(self, n: int) -> str:
        token = self._page.tokens[n]
        if token.relation == "nmod:poss":
            return "possessive"
        relation = token.relation.split(":")[0]
        if relation == "conj" and token.head >= 0:
            relation = self._page.relation(token.head)
        return "subject" if relation in SUBJECTS else "object" if relation in OBJECTS else "other"

    def _name(self, number: int, span: Span, sentence: int, paragraph: int) -> Expression:
        head = self._page.head_of(span)
        head = head if head is not None else self._page.token_at(span.start)
        return Expression(
            head=head,
            type="name",
            sort=self._cast.members[number].kind,
            case=self.case(self.top(head)),
            noun="",
            sentence=sentence,
            paragraph=paragraph,
            span=span,
        )

    def _pronoun(self, n: int, sentence: int, paragraph: int) -> Expression:
        word, token = self._page.word(n), self._page.tokens[n]
        sort, gender = self._people.pronouns[word]
        return Expression(
            head=n,
            type="pronoun",
            sort=sort,
            case=self.case(n),
            noun=word,
            sentence=sentence,
            paragraph=paragraph,
            gender=gender,
            span=Span(token.start, token.end),
        )

    def _is_noun(self, n: int) -> bool:
        page, token = self._page, self._page.tokens[n]
        noun = token.upos == "NOUN" or (token.upos == "PROPN" and page.form(n)[:1].isupper())
        return noun and page.relation(n) not in CARRIERS and not self._part_of_another(n)

    def _part_of_another(self, n: int) -> bool:
        """Whether a noun is part of the title before a name, or the latter half of "secretary-general"."""
        page = self._page
        name = page.name_at(n)
        number = self._cast.of_name(name) if name is not None else None
        if name is not None and number is not None and self._cast.members[number].kind != "place":
            after = Span(page.tokens[n].end, name.end)
            if any(other == number for other, _ in self._cast.named_in(after)):
                return True
        start = page.tokens[n].start
        return page.text[start - 1 : start] == "-" and n > 1 and page.tokens[n - 2].upos == "NOUN"

    def _description(self, n: int, sentence: int, paragraph: int) -> Expression:
        noun = office(self._page, n, self._language)
        sort, gender = sort_of(noun.removeprefix("ex-"), self._words)
        article, countries = self._article(n) if sort in SOUGHT else ("bare", frozenset[str]())
        compounds = (
            [c for c in self._page.children[n] if self._page.relation(c) == "compound"] if sort in SOUGHT else ()
        )
        return Expression(
            head=n,
            type="nominal",
            sort=sort,
            case=self.case(n),
            noun=noun,
            sentence=sentence,
            paragraph=paragraph,
            gender=gender,
            article=article,
            countries=countries,
            parts=frozenset(self._page.word(c) for c in compounds if self._country(c) is None),
        )

    def _article(self, n: int) -> tuple[str, frozenset[str]]:
        """What stands before a noun, as far as it says whether it points back, and the countries it is put down to."""
        page, article, beside = self._page, "bare", list[int]()
        for c in page.children[n]:
            relation, word = page.relation(c), page.word(c)
            if word == "same":
                article = "same"
            elif relation == "det" and article != "same":
                article = ARTICLES.get(word, article)
            elif page.tokens[c].relation == "nmod:poss":
                article = "poss"
                beside.append(c)
            elif relation == "nummod":
                article = "a"
            elif relation in ("amod", "compound"):
                beside.append(c)
            elif relation == "nmod":
                beside += (c, *page.children[c])
        return article, frozenset(country for c in beside if (country := self._country(c)) is not None)

    def _country(self, n: int) -> str | None:
        name = self._names.get(n)
        form = self._page.words(name[1]) if name is not None else self._page.form(n)
        return self._people.country.get(form)
