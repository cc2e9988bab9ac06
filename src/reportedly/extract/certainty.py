"""How sure the source is, and whether it denies it: certainty and polarity of a claim, and the words that decided.

Two things decide.  Within the content: the words that hang on its main predicate (modals, adverbs, negation) and those
that it hangs on in turn ("it is possible that …", "failed to …"), each read by its list.  Outside: the cue, "denied",
"believes", "did not say how many".  The scale is FactBank's (Saurí and Pustejovsky 2009): certain, probable, possible,
and unknown where the source leaves it open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reportedly.extract import page as pages
from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page
from reportedly.languages import plain
from reportedly.model import Certainty, Commitment as Stance, Polarity, Source, Span, Spans

SCALE: tuple[Certainty, ...] = ("certain", "probable", "possible", "unknown")  # from the surest to the least sure

# A word that rules over a clause goes by the first of these sections that has it.
GOVERNORS = ("fail", "doubt", "deny", "know", "believe", "suspect", "manage", "want", "wonder")
COMPLEMENTS = frozenset(("ccomp", "xcomp", "csubj", "acl", "obj", "obl", "nmod", "iobj", "advmod"))
OPERATORS = frozenset(("aux", "advmod", "det", "cc", "mark", "discourse", "parataxis", "amod", "nsubj", "obj", "obl", "case", "cop"))
NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "SYM"))
DEFINITE = frozenset(("the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your"))
DEEPEST = 40  # steps up a tree; a draft tree may hold a loop


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What the innermost source is committed to, and each source of the chain, outermost first."""

    certainty: Certainty = "certain"
    polarity: Polarity = "positive"
    markers: Spans = ()
    asserted_by: tuple[Stance, ...] = ()


PLAIN = Commitment()


def certainty_of_event(page: Page, words: Lexicon, token: int) -> Commitment:
    """What is said of the event that a token names, by the words of its own sentence; `asserted_by` stays empty."""
    return Reading(page, words).of(token)


class Reading:
    """Stances of the tokens of a page, read off the tree; words outside `spans` are not looked at."""

    def __init__(self, page: Page, words: Lexicon, spans: Spans | None = None) -> None:
        self._page, self._lists, self._spans = page, words.certainty, spans

    def of(self, token: int, steps: int = 0) -> Commitment:
        token = self._predicate(token)
        if steps > DEEPEST:
            return PLAIN
        return under(self._above(token, steps), self._own(token))

    # ------------------------------------------------------------ words
    def _has(self, token: int, *sections: str) -> bool:
        return self._lists.has(self._page.word(token), *sections)

    def _relation(self, token: int) -> str:
        return self._page.tokens[token].relation.split(":")[0]

    def _inside(self, token: int) -> bool:
        start = self._page.tokens[token].start
        return self._spans is None or any(a <= start < b for a, b in self._spans)

    def _children(self, token: int) -> Iterable[int]:
        return (n for n in self._page.children[token] if self._inside(n))

    def _mark(self, *tokens: int) -> Spans:
        return tuple(Span(self._page.tokens[n].start, self._page.tokens[n].end) for n in tokens)

    def _predicate(self, token: int) -> int:
        """The word that carries the clause: of "is ready" it is "ready", of "two million dollars" it is "dollars"."""
        while self._relation(token) in ("cop", "aux", "nummod", "flat", "fixed", "goeswith") and self._page.tokens[token].head >= 0:
            token = self._page.tokens[token].head
        return token

    # ------------------------------------------------------------ the clause's own words
    def _own(self, token: int) -> Commitment:
        out = PLAIN
        for n in self._children(token):
            out = under(self._operator(n, token), out)
        return out

    def _operator(self, n: int, token: int) -> Commitment:
        """What one child does to its head: "may", "not", "allegedly", "no" before a noun, "nobody" as the subject."""
        relation = self._relation(n)
        if relation not in OPERATORS:
            return PLAIN
        marks = self._mark(n)
        if relation in ("nsubj", "obj", "obl") and self._page.tokens[token].upos in ("VERB", "ADJ", "AUX", "NOUN"):
            return self._denying_argument(n)
        if relation == "aux":
            if self._has(n, "not"):  # "cannot" in one
                return Commitment(polarity="negative", certainty="certain", markers=marks)
            if self._has(n, "may"):
                return Commitment(certainty="possible", markers=marks)
            if self._has(n, "must"):
                return Commitment(certainty="unknown", markers=marks)
            return PLAIN
        if self._has(n, "not"):
            return PLAIN if self._denies_nothing(n) else Commitment(polarity="negative", markers=marks)
        if relation == "advmod":
            deeper = next((x for x in self._children(n) if self._has(x, "not") and self._relation(x) in ("advmod", "det")), None)
            if deeper is not None and not self._denies_nothing(deeper):
                return Commitment(polarity="negative", markers=self._mark(deeper))
        if relation in ("advmod", "amod", "parataxis", "discourse"):
            if self._has(n, "probably"):
                return Commitment(certainty="probable", markers=marks)
            if self._has(n, "perhaps"):
                return Commitment(certainty="possible", markers=marks)
        return PLAIN

    def _denying_argument(self, n: int) -> Commitment:
        if self._has(n, "not") :
            return Commitment(polarity="negative", markers=self._mark(n))
        for x in self._children(n):
            if self._has(x, "not") and self._relation(x) in ("det", "advmod", "cc") and not self._denies_nothing(x):
                return Commitment(polarity="negative", markers=self._mark(x))
        return PLAIN

    def _denies_nothing(self, n: int) -> bool:
        after = n + 1
        return after < len(self._page.tokens) and self._has(after, "not only")

    # ------------------------------------------------------------ what the clause hangs on
    def _above(self, token: int, steps: int) -> Commitment:
        head = self._page.tokens[token].head
        if head < 0 or not self._inside(head):
            return self._asked(token)
        relation = self._relation(token)
        if relation in ("conj", "appos", "list"):
            return self._joined(token, head, steps)
        if relation == "advcl":
            return self._adverbial(token, head, steps)
        if relation == "parataxis":
            return PLAIN
        if relation == "acl" and self._page.tokens[token].relation == "acl:relcl":
            return PLAIN
        if self._page.tokens[token].upos in NOMINAL and relation not in ("ccomp", "xcomp", "csubj", "acl"):
            return self._argument(token, head, steps)
        if relation in COMPLEMENTS or relation == "amod":
            return self._complement(token, head, steps)
        return PLAIN

    def _asked(self, token: int) -> Commitment:
        number = self._page.sentence(token)
        last = self._page.parsed.sentences[number][1] - 1
        for n in range(max(token, last - 2), last + 1):
            if self._page.form(n) == "?":
                return Commitment(certainty="unknown", markers=self._mark(n))
        return PLAIN

    def _joined(self, token: int, head: int, steps: int) -> Commitment:
        """A second conjunct stands where the first does, and shares its modals where it has no subject of its own."""
        out = self._above(self._predicate(head), steps + 1)
        if self._page.tokens[token].upos in NOMINAL:
            return under(out, self._own(head))
        if any(self._relation(n) in ("nsubj", "aux", "mark", "cop") for n in self._children(token)):
            return out
        for n in self._children(head):
            if self._relation(n) == "aux" and n < head:
                out = under(self._operator(n, head), out)
        joint = [n for n in self._children(token) if self._relation(n) == "cc"]
        if any(self._page.word(n) in ("or", "nor") for n in joint):
            out = under(replace(self._own(head), certainty="certain"), out)
        return out

    def _adverbial(self, token: int, head: int, steps: int) -> Commitment:
        for n in self._children(token):
            if self._relation(n) in ("mark", "case", "advmod", "cc") and n < token:
                if self._has(n, "without"):
                    return Commitment(polarity="negative", markers=self._mark(n))
                if self._has(n, "if"):
                    return Commitment(certainty="unknown", markers=self._mark(n))
        if self._infinitive(token) is not None:
            return self._complement(token, head, steps)
        if any(self._relation(n) in ("mark", "nsubj", "aux") for n in self._children(token)):
            return PLAIN
        return replace(self.of(head, steps + 1), polarity="positive")

    def _infinitive(self, token: int) -> int | None:
        return next((n for n in self._children(token) if self._relation(n) == "mark" and self._page.word(n) == "to"), None)

    def _question_word(self, token: int) -> int | None:
        for n in self._page.subtree(token):
            if n > token:
                break
            if self._has(n, "whether") and self._inside(n) and self._relation(n) in ("mark", "advmod", "nsubj", "obj", "det", "obl"):
                return n
        for n in self._children(token):
            if n < token and self._relation(n) == "mark" and self._page.word(n) in ("whether", "if"):
                return n
        return None

    def _complement(self, token: int, head: int, steps: int) -> Commitment:
        """A clause under the word that rules over it."""
        governor = self._kind(head)
        rules = self.of(head, steps + 1)
        asked = self._question_word(token)
        finite = self._infinitive(token) is None and self._relation(token) != "xcomp"
        if asked is not None and (self._page.word(asked) == "whether" or governor in ("wonder", "fail", "doubt") or settled(rules) != "positive"):
            return Commitment(certainty="unknown", markers=self._mark(asked))
        if governor is None:
            if finite:
                return PLAIN
            return Commitment(certainty="unknown", markers=self._mark(head))
        return ruled(governor, rules, self._mark(head))

    def _argument(self, token: int, head: int, steps: int) -> Commitment:
        """A noun under the word that rules over it; what has an article is there, whatever is said of it."""
        relation, governor = self._relation(token), self._kind(head)
        passive = self._page.tokens[token].relation == "nsubj:pass" or self._page.tokens[head].upos == "ADJ"
        case = next((n for n in self._children(token) if self._relation(n) == "case" and self._has(n, "without")), None)
        if case is not None:
            return Commitment(polarity="negative", markers=self._mark(case))
        if relation == "nsubj" and not passive and self._page.child(head, "expl") is None:
            return PLAIN
        if relation in ("obj", "nmod", "obl", "nsubj") and governor is not None and governor not in ("know", "manage"):
            return ruled(governor, self.of(head, steps + 1), self._mark(head))
        if relation in ("obl", "nmod", "nsubj", "compound") or self._definite(token):
            return PLAIN
        return self.of(head, steps + 1)

    def _definite(self, token: int) -> bool:
        return any(
            self._page.word(n) in DEFINITE or self._relation(n) == "nmod:poss" for n in self._page.children[token]
        )

    def _kind(self, token: int) -> str | None:
        return next((section for section in GOVERNORS if self._has(token, section)), None)


def settled(stance: Commitment) -> str:
    return stance.polarity if stance.certainty == "certain" else "open"


def ruled(governor: str, rules: Commitment, marks: Spans) -> Commitment:
    """The stance of a content under a word of a section, that word itself having a stance: "did not manage to …"."""
    marks = (*rules.markers, *marks)
    denied = rules.polarity == "negative"
    if governor == "know":
        return PLAIN
    if governor == "manage":
        return rules
    if governor == "fail":
        return under(rules, Commitment(polarity="negative", markers=marks))
    if governor == "believe":
        return under(rules, Commitment(certainty="probable", markers=marks))
    if governor == "suspect":
        return under(rules, Commitment(certainty="possible", markers=marks))
    if governor == "doubt":
        return PLAIN if denied else Commitment(certainty="probable", polarity="negative", markers=marks)
    if governor == "deny":
        if denied:
            return Commitment(certainty="possible", markers=marks)
        return Commitment(certainty=rules.certainty, polarity="negative", markers=marks)
    return Commitment(certainty="unknown", markers=marks)


def under(outer: Commitment, inner: Commitment) -> Commitment:
    """Both together: the weaker certainty; two denials cancel each other."""
    return Commitment(
        certainty=max(outer.certainty, inner.certainty, key=SCALE.index),
        polarity="positive" if outer.polarity == inner.polarity else "negative",
        markers=tuple(sorted({*outer.markers, *inner.markers})),
    )


def commitment(page: Page, words: Lexicon, spans: Spans, chain: tuple[Source, ...], cue: Spans) -> Commitment:
    token = page.head_of(pages.hull(spans))
    if token is None:
        return PLAIN
    return Reading(page, words, spans).of(token)
