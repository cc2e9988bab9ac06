"""The words that extraction goes by, from the lists of a language, in the shape of the questions asked of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from reportedly.languages import WordList, load_list
from reportedly.model import SourceKind

# A noun may stand in several sections of sources.txt; the first of these that has it tells the kind.
KINDS: tuple[tuple[str, SourceKind], ...] = (
    ("agency", "agency"),
    ("outlet", "outlet"),
    ("anonymous", "anonymous"),
    ("organisation", "organisation"),
    ("group", "group"),
    ("person", "person"),
    ("document", "document"),
)
# Sentences with these are no assertions of fact; mere modals ("had to") are, so only the first word classes count.
NOT_FACT = ("opinion", "evaluative")
OPINIONATED_MODALS = ("must", "should", "ought to", "would", "let us")


WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """Phrases are in lower case, longest first; languages/README.md says what each list means."""

    agencies: WordList
    outlets: WordList
    sources: WordList
    pronouns: WordList
    reporting: frozenset[str]  # every form of every verb of saying, thinking, denying …
    stating: frozenset[str]  # every form of the verbs of plain speech: say, report, claim, deny
    saying: frozenset[str]  # and of those that may also be thought: believe, agree
    relaying: frozenset[str]  # every form of the verbs by which media pass things on
    inner: Mapping[str, tuple[tuple[str, ...], ...]]  # by first word: phrases by which a medium names whom it relays
    of_source: Mapping[str, tuple[tuple[str, ...], ...]]  # by first word: phrases after which the source follows
    in_his_opinion: tuple[str, ...]  # phrases with the pronoun of the source in them
    anonymous_marks: tuple[str, ...]
    rumours: frozenset[str]  # nouns: "rumours", "gossip"
    rumour_adverbs: frozenset[str]
    rumour: tuple[str, ...]  # phrases with nobody behind them
    he: frozenset[str]
    they: frozenset[str]
    author: frozenset[str]
    not_fact: Phrases
    boilerplate: Phrases
    domains: tuple[str, ...]
    titles: frozenset[tuple[str, ...]]  # in words: ("secretary", "of", "state")
    certainty: WordList  # hedges, modals, negation, and the verbs and nouns that rule over what is claimed

    def medium(self, name: str) -> str | None:
        """The canonical name of a listed agency or outlet, whatever the reader took it for."""
        bare = without_article(name)
        return (
            self.agencies.canonical(bare, "names")
            or self.outlets.canonical(bare, "names")
            or self.outlets.canonical("The " + bare, "names")
        )

    def maybe_medium(self, name: str) -> bool:
        """Whether the name is an outlet's or agency's but an ordinary word too: "Sputnik", "Time"."""
        bare = without_article(name)
        return self.agencies.has(bare, "ambiguous") or self.outlets.has(bare, "ambiguous")

    def agency(self, name: str) -> str | None:
        """The canonical name of a news agency, or the name itself where it is built like one."""
        name = without_article(name)
        known = self.agencies.canonical(name, "names", "ambiguous")
        if (
            known is None
            and len(name.split()) > 1
            and not name.split()[-1].islower()
            and self.agencies.has(name.split()[-1].lower(), "patterns")
        ):
            return name
        return known

    def outlet(self, name: str) -> str | None:
        """The canonical name of an outlet: listed, or named as outlets are ("… Herald", "….kz")."""
        name = without_article(name)
        known = self.outlets.canonical(name, "names") or self.outlets.canonical("The " + name, "names")
        if known is not None:
            return known
        if " " not in name and name.lower().endswith(self.domains):
            return name
        words = re.findall(r"[^\W_]+", name)
        named_so = len(words) > 1 and not words[-1].islower() and self.outlets.has(words[-1].lower(), "patterns")
        return name if named_so else None

    def kind_of_noun(self, noun: str) -> SourceKind | None:
        """What a source is whose description turns on this noun: "ministry" an organisation, "residents" a group."""
        for section, kind in KINDS:
            if self.sources.has(noun, section):
                return kind
        return None


def without_article(name: str) -> str:
    return re.sub(r"^[Tt]he\s+", "", name)


def longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(phrases), key=lambda p: (-len(p), p)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Phrases:
    """Words and phrases to be found as whole words; a look at their first words spares most texts the search."""

    pattern: re.Pattern[str]
    openings: Mapping[str, tuple[str, ...]]  # by first word, in letters and digits alone

    @staticmethod
    def of(phrases: Iterable[str]) -> Phrases:
        known, openings = longest_first(phrases), dict[str, tuple[str, ...]]()
        for phrase in known:
            first = next(iter(WORD.findall(phrase)), "")  # "©" has none
            openings[first] = (*openings.get(first, ()), phrase)
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)")
        return Phrases(pattern=pattern, openings=openings)

    def in_text(self, text: str) -> bool:
        """Whether any of them stands in a text, which is in lower case."""
        openings = self.openings
        maybe = any(
            phrase in text for word in ("", *WORD.findall(text)) if word in openings for phrase in openings[word]
        )
        return maybe and self.pattern.search(text) is not None


def by_first_word(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases, in words, under the word they begin with, longest first."""
    out: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in longest_first(phrases):
        words = tuple(phrase.split())
        out[words[0]] = (*out.get(words[0], ()), words)
    return out


@cache
def lexicon(language: str = "en") -> Lexicon:
    """The lexicon of a language, built once per process; a language without lists raises `ReportedlyError`."""
    verbs, phrases, rumour = (load_list(language, n) for n in ("reporting_verbs", "cue_phrases", "rumour"))
    pronouns, opinion = load_list(language, "pronouns"), load_list(language, "opinion")
    sources, outlets = load_list(language, "sources"), load_list(language, "outlets")
    return Lexicon(
        agencies=load_list(language, "agencies"),
        outlets=outlets,
        sources=sources,
        pronouns=pronouns,
        reporting=verbs.forms(),
        stating=verbs.forms("say", "relay", "claim", "deny"),
        saying=verbs.forms("say", "relay", "claim", "deny", "agree", "think"),
        relaying=verbs.forms("relay", "say"),
        inner=by_first_word(phrases.forms("of_inner")),
        of_source=by_first_word(p for p in phrases.forms("of_source") if len(p.split()) > 1),
        in_his_opinion=longest_first(phrases.forms("with_pronoun")),
        anonymous_marks=longest_first(sources.forms("anonymous_marks")),
        rumours=load_list(language, "cue_nouns").forms("rumour"),
        rumour_adverbs=rumour.forms("adverbs"),
        rumour=longest_first(rumour.forms("phrases", "agentless")),
        he=pronouns.forms("person"),
        they=pronouns.forms("plural"),
        author=pronouns.forms("first"),
        not_fact=Phrases.of((*opinion.forms(*NOT_FACT), *OPINIONATED_MODALS)),
        boilerplate=Phrases.of(opinion.forms("boilerplate")),
        domains=tuple(sorted(outlets.forms("domains"))),
        titles=frozenset(tuple(t.lower().split()) for t in load_list(language, "titles").forms()),
        certainty=load_list(language, "certainty"),
    )
