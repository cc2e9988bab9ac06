"""What a sentence says of each of its events: how sure it is of it, and whether it says yes or no.

An event's stance comes from the words that hang on it (modals, adverbs, negation) and from what it hangs on in turn:
under "failed to" it did not happen, under "want to" nobody knows yet.  Each word is read by its section of
certainty.txt.  The scale is that of FactBank (Saurí and Pustejovsky 2009), as its quoted sources see it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page
from reportedly.languages import WordList, plain
from reportedly.model import Certainty, Polarity, Span, Spans

SCALE: tuple[Certainty, ...] = ("certain", "probable", "possible", "unknown")  # from the surest to the least sure

# A word that rules over others goes by the first of these sections that has it.
RULING = ("fail", "doubt", "deny", "know", "believe", "suspect", "manage", "want", "due")
LETS_THROUGH = ("know", "manage", "due")  # say nothing of a thing, only of clauses: "finished the work"
OF_ADJECTIVES = ("believe", "suspect", "doubt")  # "an attack is likely"

EVENT_MODALS = ("may", "must", "can", "imagined")
MAIN_CLAUSES = ("root", "parataxis", "acl:relcl")
COMPLEMENT = frozenset(("in", "of", "on", "about", "for", "from", "at", "against"))
CLAUSES = frozenset(("ccomp", "xcomp", "csubj", "acl"))
# Words that are part of another: of "is ready" the event is "ready", of "two million dollars" it is "dollars".
PARTS = frozenset(("cop", "aux", "nummod", "flat", "fixed", "goeswith", "case"))
HEDGED_BY = ("advmod", "amod", "parataxis", "discourse")
DENIED_BY = frozenset(("advmod", "det", "aux", "cc", "nsubj", "obj", "obl", "discourse", "amod"))
QUESTIONED = frozenset(("mark", "advmod", "nsubj", "obj", "det", "obl", "nmod", "amod", "nummod", "case"))
NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "SYM"))
DEFINITE = frozenset(("the", "this", "that", "these", "those"))
SET_PHRASES = ("unclear", "probably", "perhaps")  # sections whose forms of more than one word count wherever they stand
NOTHING: frozenset[str] = frozenset()
DEEPEST = 40  # steps up; a tree is rarely deeper, and none may run for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """How sure, yes or no, and the words that decided."""

    certainty: Certainty = "certain"
    polarity: Polarity = "positive"
    markers: Spans = ()


PLAIN = Stance()


def certainty_of_event(page: Page, words: Lexicon, token: int) -> Stance:
    """What is said of the event that a token names, by the words of its own sentence; cues of speech change nothing."""
    return Reading(Signs(page, words)).of(token)


def under(outer: Stance, inner: Stance) -> Stance:
    """Both together: the weaker certainty; two denials cancel each other."""
    if inner is PLAIN and len(outer.markers) < 2:  # most often
        return outer
    return Stance(
        certainty=max(outer.certainty, inner.certainty, key=SCALE.index),
        polarity="positive" if outer.polarity == inner.polarity else "negative",
        markers=tuple(sorted({*outer.markers, *inner.markers})),
    )


def ruled(section: str, ruler: Stance, marks: Spans = ()) -> Stance:
    """The stance of what stands under a word of a section, itself in the stance `ruler`: "did *not* manage to …"."""
    denied = ruler.polarity == "negative"
    match section:
        case "know":
            return PLAIN
        case "manage":
            return ruler
        case "fail":
            return under(ruler, Stance(polarity="negative", markers=marks))
        case "believe" | "due":
            return under(ruler, Stance(certainty="probable", markers=marks))
        case "suspect":
            return under(ruler, Stance(certainty="possible", markers=marks))
        case "doubt":
            return PLAIN if denied else Stance(certainty="probable", polarity="negative", markers=marks)
        case "deny" if denied:  # "did not rule out"
            return Stance(certainty="possible", markers=(*ruler.markers, *marks))
        case "deny":
            return under(replace(ruler, certainty="certain"), Stance(polarity="negative", markers=marks))
        case _ if denied and ruler.certainty == "certain":  # what is not even planned does not come
            return ruler
        case _:
            return Stance(certainty="unknown", markers=marks)


class Signs:
    """What the words of a page tell each by itself, found once for all the claims of the page.

    Asked word by word and claim by claim, the lists took two fifths of all extraction.
    """

    def __init__(self, page: Page, words: Lexicon) -> None:
        self.page, self._lists = page, _Lists.of(words.certainty)
        self.words = [word.replace("’", "'") for word in map(page.word, range(len(page.tokens)))]
        self.sections = [self._lists.sections.get(word, NOTHING) for word in self.words]
        self.relations = [_without_subtype(token.relation) for token in page.tokens]
        listed = [n for n, sections in enumerate(self.sections) if sections]
        self.asking = [n for n in listed if "whether" in self.sections[n] or self.words[n] == "if"]
        self.hedging = [n for n in listed if "probably" in self.sections[n] or "perhaps" in self.sections[n]]
        self.denying = frozenset(n for n in self._maybe_denying() if self._denies(n))
        self._denied = self._sentences_with(self.denying)
        self._asked = self._sentences_with(self.asking)

    def rule_of(self, form: str) -> str | None:
        """The section by which a word or phrase rules over others."""
        return self._lists.rules.get(form.replace("’", "'"))

    def base(self, token: int) -> str:
        """The first form of the entry of certainty.txt that a word belongs to; the word itself where it has none."""
        return self._lists.bases.get(self.words[token], self.words[token])

    def any_denial(self, token: int) -> bool:
        """Whether anything is denied in the sentence of a token."""
        return bool(self._denied[token])

    def any_question(self, token: int) -> bool:
        """Whether a word in the sentence of a token may open an embedded question."""
        return bool(self._asked[token])

    def phrase(self, section: str, spans: Spans) -> Spans:
        """The first set phrase of a section that stands in one of the spans."""
        for start, end in spans:
            for found in self._phrases[section]:
                if start <= found.start and found.end <= end:
                    return (found,)
        return ()

    @cached_property
    def _phrases(self) -> Mapping[str, tuple[Span, ...]]:
        out: dict[str, list[Span]] = {section: [] for section in SET_PHRASES}
        openings = self._lists.openings
        for n, word in enumerate(self.words):
            for section in openings.get(word, ()):
                found = self._lists.phrases[section].match(self.page.text, self.page.tokens[n].start)
                if found is not None:
                    out[section].append(Span(*found.span()))
        return {section: tuple(spans) for section, spans in out.items()}

    def _maybe_denying(self) -> list[int]:
        begins = self._lists.begins_denial
        found = [n for n, word in enumerate(self.words) if "not" in self.sections[n] or word in begins]
        return [n for n in found if self.page.tokens[n].upos != "PROPN"]  # "Ground Zero"

    def _denies(self, n: int) -> bool:
        """Whether a word denies: "not", but neither in "not only" nor in "no fewer than"; "yet" in "yet to come"."""
        if "not" not in self.sections[n] and not self._is_phrase(n, 2, "not"):
            return False
        return not self._is_phrase(n + 1, 1, "not only") and not self._is_phrase(n + 1, 2, "not only")

    def _is_phrase(self, start: int, words: int, section: str) -> bool:
        return section in self._lists.sections.get(" ".join(self.words[start : start + words]), ())

    def _sentences_with(self, tokens: Iterable[int]) -> bytearray:
        """For every token, whether one of these stands in its sentence."""
        out = bytearray(len(self.page.tokens))
        for number in {self.page.sentence(n) for n in tokens}:
            first, last = self.page.parsed.sentences[number]
            out[first:last] = b"\x01" * (last - first)
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    """certainty.txt the other way round: what each word is, and which words begin a phrase."""

    sections: Mapping[str, frozenset[str]]  # by word or phrase
    rules: Mapping[str, str]  # by word or phrase: the section by which it rules over others
    bases: Mapping[str, str]
    begins_denial: frozenset[str]
    openings: Mapping[str, tuple[str, ...]]  # by first word: sections with a set phrase that begins so
    phrases: Mapping[str, re.Pattern[str]]

    @staticmethod
    @cache
    def of(lists: WordList) -> _Lists:
        sections: dict[str, set[str]] = {}
        for section in lists.sections:
            for form in lists.forms(section):
                sections.setdefault(plain(form), set()).add(section)
        openings: dict[str, list[str]] = {}
        for section in SET_PHRASES:
            for word in sorted({form.split()[0].split("'")[0] for form in lists.forms(section) if " " in form}):
                openings.setdefault(word, []).append(section)
        rules = {form: rule for form, has in sections.items() if (rule := next((r for r in RULING if r in has), None))}
        return _Lists(
            sections={form: frozenset(names) for form, names in sections.items()},
            rules=rules,
            bases={plain(form): entry[0] for entry in reversed(lists.entries()) for form in entry},
            begins_denial=frozenset(form.split()[0] for form in lists.forms("not") if " " in form),
            openings={word: tuple(names) for word, names in openings.items()},
            phrases={section: _set_phrases(lists, section) for section in SET_PHRASES},
        )


def _set_phrases(lists: WordList, section: str) -> re.Pattern[str]:
    """Finds the forms of more than one word of a section."""
    forms = sorted(form for form in lists.forms(section) if " " in form)
    either = "|".join(re.escape(form).replace(r"\ ", r"\s+").replace("'", "['’]") for form in forms)
    return re.compile(rf"\b(?:{either})\b", re.IGNORECASE)


@cache
def _without_subtype(relation: str) -> str:
    return relation.split(":")[0]


class Reading:
    """Stances of the words of a page, read off its trees; where `spans` are given, no word outside them counts."""

    def __init__(self, signs: Signs, spans: Spans | None = None) -> None:
        self._signs, self._page = signs, signs.page
        self._counted = None if spans is None else {n for span in spans for n in range(*signs.page.range(span))}

    def of(self, token: int, steps: int = 0) -> Stance:
        token = self.whole(token)
        return PLAIN if steps > DEEPEST else under(self._above(token, steps), self.own(token))

    # ------------------------------------------------------------ words
    def has(self, token: int, *sections: str) -> bool:
        return not self._signs.sections[token].isdisjoint(sections)

    def rule(self, token: int) -> str | None:
        """The section by which a word rules over others, its particle counted: "ruled … out" is not "ruled"."""
        word = self._page.word(token)
        for n in self.children(token, "compound"):
            rule = self._signs.rule_of(f"{word} {self._page.word(n)}")
            if rule is not None:
                return rule
        return self._signs.rule_of(word)

    def with_particle(self, token: int) -> tuple[int, ...]:
        """A word and its particle where the lists know them together: "ruled … out"."""
        word = self._page.word(token)
        particles = self.children(token, "compound")
        return (token, *(n for n in particles if self._signs.rule_of(f"{word} {self._page.word(n)}") is not None))

    def relation(self, token: int) -> str:
        return self._signs.relations[token]

    def inside(self, token: int) -> bool:
        return self._counted is None or token in self._counted

    def children(self, token: int, *relations: str) -> list[int]:
        found, counted, is_a = self._page.children[token], self._counted, self._signs.relations
        if not relations:
            return list(found) if counted is None else [n for n in found if n in counted]
        return [n for n in found if is_a[n] in relations and (counted is None or n in counted)]

    def marks(self, *tokens: int) -> Spans:
        return tuple(Span(self._page.tokens[n].start, self._page.tokens[n].end) for n in tokens)

    def whole(self, token: int) -> int:
        """The word that a part of a phrase belongs to."""
        for _ in range(DEEPEST):
            head = self._page.tokens[token].head
            if self.relation(token) not in PARTS or head < 0:
                break
            token = head
        return token

    # ------------------------------------------------------------ the words that hang on it
    def own(self, token: int, *, modals: tuple[str, ...] = EVENT_MODALS) -> Stance:
        """Modals, adverbs and negation of a word itself; "could not" and "cannot" are plain denials."""
        denials = self.denials(token)
        out = Stance(polarity="negative", markers=self.marks(*denials)) if denials else PLAIN
        for n in self.children(token, "aux"):
            if self.has(n, *modals) and (not denials or self._page.word(n) in ("may", "might")):
                out = under(out, self._modal(n, token, modals))
        for n in self.children(token, *HEDGED_BY):
            out = under(out, self.hedge(n))
        for n in self.children(token, "parataxis"):  # "the plant, analysts think, will close"
            rule = self.rule(n)
            if rule in ("believe", "suspect") and self.children(n, "nsubj"):
                out = under(out, ruled(rule, PLAIN, self.marks(n)))
        return under(out, self._conditional(token))

    def _modal(self, n: int, token: int, modals: tuple[str, ...]) -> Stance:
        if self.has(n, "imagined") and "imagined" in modals:
            if self._page.tokens[token].relation not in MAIN_CLAUSES:
                return PLAIN  # "he said it would open": the future, seen from the past
        elif self.has(n, "may") and not (self.has(n, "can") and "can" in modals):
            return Stance(certainty="possible", markers=self.marks(n))
        return Stance(certainty="unknown", markers=self.marks(n))

    def hedge(self, n: int) -> Stance:
        if self.has(n, "probably"):
            return Stance(certainty="probable", markers=self.marks(n))
        return Stance(certainty="possible", markers=self.marks(n)) if self.has(n, "perhaps") else PLAIN

    def denials(self, token: int) -> list[int]:
        """Negations of a word: "not", "nobody" as its subject, "no" before its object, "no longer"."""
        if not self._signs.any_denial(token):
            return []
        tokens = self._page.tokens
        clause = tokens[token].upos not in NOMINAL or bool(self.children(token, "cop", "nsubj"))
        out = []
        for n in self.children(token):
            relation = self.relation(n)
            if relation in DENIED_BY and self.negates(n):
                out.append(n)
            elif relation == "advmod" or (clause and relation in ("nsubj", "obj", "obl")):
                first = [min(self._page.subtree(n))] if relation == "nsubj" else []  # "No confirmed number exists"
                out += [x for x in (*self.children(n, "det", "advmod", "cc"), *first) if self.negates(x)][:1]
        return out

    def negates(self, n: int) -> bool:
        """Whether a word denies: "not", but neither in "not only" nor in "no fewer than"; "yet" in "yet to come"."""
        return n in self._signs.denying

    def _conditional(self, token: int) -> Stance:
        """ "If she came, he would go": whether he goes is open."""
        if any(self.has(n, "would") for n in self.children(token, "aux")):
            for clause in self.children(token, "advcl"):
                for n in self.children(clause, "mark", "advmod"):
                    if self.has(n, "if"):
                        return Stance(certainty="unknown", markers=self.marks(n))
        return PLAIN

    # ------------------------------------------------------------ what it hangs on
    def _above(self, token: int, steps: int) -> Stance:
        head, relation = self._page.tokens[token].head, self.relation(token)
        if head < 0 or not self.inside(head):
            return under(self.question_mark(token), self._planned(token))
        if relation in ("conj", "appos", "list"):
            return self._joined(token, head, steps)
        if relation == "advcl":
            return self._adverbial(token, head, steps)
        if relation in CLAUSES:
            return self.clause(token, head, steps)
        return self._thing(token, head, steps) if self._page.tokens[token].upos in NOMINAL else PLAIN

    def question_mark(self, token: int) -> Stance:
        last = self._page.parsed.sentences[self._page.sentence(token)][1]
        for n in range(max(token, last - 3), last):
            if self._page.form(n) == "?":
                return Stance(certainty="unknown", markers=self.marks(n))
        return PLAIN

    def _planned(self, token: int) -> Stance:
        """ "The vote is to take place in May"."""
        to = [n for n in self.children(token, "mark") if self._page.word(n) == "to"]
        return Stance(certainty="unknown", markers=self.marks(*to)) if to else PLAIN

    def _joined(self, token: int, head: int, steps: int) -> Stance:
        """A second conjunct stands where the first does, and shares its modals where it has no subject of its own."""
        out, first = self._above(self.whole(head), steps + 1), self.own(head)
        if self._page.tokens[token].upos in NOMINAL:
            return under(out, first)
        if self.children(token, "nsubj", "aux", "mark", "cop"):
            return out
        either = any(self._page.word(n) in ("or", "nor") for n in self.children(token, "cc"))
        return under(out, first if either else replace(first, polarity="positive"))

    def _adverbial(self, token: int, head: int, steps: int) -> Stance:
        opening = [n for n in self.children(token, "mark", "case", "advmod", "cc") if n < token]
        for n in opening:
            if self.has(n, "without"):
                return Stance(polarity="negative", markers=self.marks(n))
            if self.has(n, "if"):
                return Stance(certainty="unknown", markers=self.marks(n))
            if self.has(n, "until") and self._to_come(head, steps):
                return Stance(certainty="unknown", markers=self.marks(n))
        if self.infinitive(token) or self._completes(head, opening):
            return self.clause(token, head, steps)
        if self.children(token, "nsubj", "aux", "expl"):
            return PLAIN
        if self.rule(head) == "fail" and any(self._page.word(n) == "from" for n in opening):  # "kept from leaving"
            return ruled("fail", self.of(head, steps + 1), self.marks(head))
        return replace(self.of(head, steps + 1), polarity="positive")

    def _to_come(self, head: int, steps: int) -> bool:
        future = any(self.has(n, "would") for n in self.children(head, "aux"))
        return future or self.of(head, steps + 1).certainty != "certain"

    def _completes(self, head: int, opening: list[int]) -> bool:
        """ "Interested in buying", "warned of leaving": the verb's own preposition, not "by", "after", "while"."""
        asks = self.rule(head) in ("want", "believe", "suspect", "doubt", "deny")
        return asks and any(self._page.word(n) in COMPLEMENT for n in opening)

    def clause(self, token: int, head: int, steps: int = 0) -> Stance:
        """A clause under the word that rules over it."""
        ruler, rule, relation = self.of(head, steps + 1), self.rule(head), self.relation(token)
        asked = self.question_word(token)
        if relation == "acl":
            bare = not self.infinitive(token) and not self.children(token, "mark", "nsubj")
            if bare or self._page.tokens[token].relation == "acl:relcl":
                return PLAIN
        elif asked is not None:
            known = (ruler.certainty, ruler.polarity) == ("certain", "positive") and rule not in ("fail", "doubt")
            if known and not self.is_whether(asked) and not self.has(head, "wonder"):
                return PLAIN
            return Stance(certainty="unknown", markers=self.marks(asked))
        if rule is not None:
            return ruled(rule, ruler, self.marks(head))
        if self.infinitive(token):
            return Stance(certainty="unknown", markers=self.marks(head))
        return PLAIN if relation == "ccomp" else ruler

    def _thing(self, token: int, head: int, steps: int) -> Stance:
        """A noun under the word that rules over it; what has an article is there, whatever is said of it."""
        relation, rule = self._page.tokens[token].relation, self.rule(head)
        for n in self.children(token, "case"):
            if self.has(n, "without"):
                return Stance(polarity="negative", markers=self.marks(n))
            if self.has(n, "if"):  # "pending a decision"
                return Stance(certainty="unknown", markers=self.marks(n))
            called_for = self._signs.rule_of(f"{self._page.word(head)} {self._page.word(n)}")
            if called_for is not None:
                return ruled(called_for, self.of(head, steps + 1), self.marks(head, n))
        definite = self._definite(token)
        if rule is not None and rule not in LETS_THROUGH and not (rule == "fail" and (definite or relation == "nmod")):
            of_adjective = relation == "nsubj" and self._page.tokens[head].upos == "ADJ" and rule in OF_ADJECTIVES
            if of_adjective or relation in ("obj", "nsubj:pass", "nmod"):
                return ruled(rule, self.of(head, steps + 1), self.marks(head))
        there_is = relation == "nsubj" and bool(self.children(head, "expl"))
        if definite or not (there_is or relation in ("obj", "obl", "nsubj:pass")):
            return PLAIN
        out = self.of(head, steps + 1)
        # "no" before an object denies its verb; that must not come back and deny the object again
        return replace(out, polarity="positive") if relation == "obl" or self.denials(token) else out

    def _definite(self, token: int) -> bool:
        children = self._page.children[token]
        return any(self._page.word(n) in DEFINITE or self._page.tokens[n].relation == "nmod:poss" for n in children)

    def infinitive(self, token: int) -> bool:
        return any(self._page.word(n) == "to" for n in self.children(token, "mark"))

    # ------------------------------------------------------------ embedded questions
    def question_word(self, token: int) -> int | None:
        """The word that makes a clause a question: "how" in "how many had died", "whether", "if"."""
        if not self._signs.any_question(token):
            return None
        asking = self._signs.asking
        for at in range(bisect_left(asking, self._first_of_sentence(token)), bisect_left(asking, token)):
            n = asking[at]
            if self.inside(n) and self._of_clause(n, token) and not self._free(n):
                return n
        return None

    def _first_of_sentence(self, token: int) -> int:
        return self._page.parsed.sentences[self._page.sentence(token)][0]

    def _free(self, n: int) -> bool:
        """ "What they found" asks nothing."""
        return any(self._page.tokens[x].relation == "acl:relcl" for x in self._page.children[n])

    def _of_clause(self, n: int, token: int) -> bool:
        for _ in range(DEEPEST):
            if self.relation(n) not in QUESTIONED:
                return False
            n = self._page.tokens[n].head
            if n == token:
                return True
        return False

    def is_whether(self, n: int) -> bool:
        return self._page.word(n) in ("whether", "if")
