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
PARTS = frozenset(("cop", "aux", "nummod", "flat", "fixed", "goeswith", "case"))
NEGATING = frozenset(("advmod", "det", "aux", "cc", "nsubj", "obj", "obl", "cop", "discourse", "amod"))
QUESTIONED = frozenset(("mark", "advmod", "nsubj", "obj", "det", "obl", "nmod", "amod"))
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

    def _children(self, token: int, *relations: str) -> list[int]:
        found = [n for n in self._page.children[token] if self._inside(n)]
        return [n for n in found if self._relation(n) in relations] if relations else found

    def _mark(self, *tokens: int) -> Spans:
        return tuple(Span(self._page.tokens[n].start, self._page.tokens[n].end) for n in tokens)

    def _predicate(self, token: int) -> int:
        """The word that carries the clause: of "is ready" it is "ready", of "two million dollars" it is "dollars"."""
        while self._relation(token) in PARTS and self._page.tokens[token].head >= 0:
            token = self._page.tokens[token].head
        return token

    # ------------------------------------------------------------ the clause's own words
    def _own(self, token: int) -> Commitment:
        """Modals, adverbs and negation that hang on a word; "could not" and "cannot" are plain denials."""
        modals = [n for n in self._children(token, "aux") if self._has(n, "may", "must")]
        denials = [x for n in self._children(token) for x in self._denials(n, token)]
        out = PLAIN
        for n in modals:
            impossible = denials and self._page.word(n) not in ("may", "might")
            level: Certainty = "certain" if impossible else "possible" if self._has(n, "may") else "unknown"
            out = under(out, Commitment(certainty=level, markers=self._mark(n)))
        for n in self._children(token, "advmod", "amod", "parataxis", "discourse"):
            if self._has(n, "probably"):
                out = under(out, Commitment(certainty="probable", markers=self._mark(n)))
            elif self._has(n, "perhaps"):
                out = under(out, Commitment(certainty="possible", markers=self._mark(n)))
        if denials:
            out = under(out, Commitment(polarity="negative", markers=self._mark(*denials)))
        return under(out, self._conditional(token))

    def _denials(self, n: int, token: int) -> list[int]:
        """The negation that one child brings: itself ("not", "nobody"), or a word of its own ("no evidence", "no longer")."""
        relation = self._relation(n)
        if relation in NEGATING and self._negates(n):
            return [n]
        clause = self._page.tokens[token].upos not in NOMINAL or self._page.child(token, "cop", "nsubj") is not None
        if relation == "advmod" or (clause and relation in ("nsubj", "obj", "obl")):
            return [x for x in self._children(n, "det", "advmod", "cc") if self._negates(x)][:1]
        return []

    def _negates(self, n: int) -> bool:
        after = n + 1
        harmless = after < len(self._page.tokens) and self._has(after, "not only")
        return self._has(n, "not") and not harmless

    def _conditional(self, token: int) -> Commitment:
        if not any(self._has(n, "would") for n in self._children(token, "aux")):
            return PLAIN
        for clause in self._children(token, "advcl"):
            for n in self._children(clause, "mark", "advmod"):
                if self._has(n, "if"):
                    return Commitment(certainty="unknown", markers=self._mark(n))
        return PLAIN

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
        if relation in ("ccomp", "xcomp", "csubj", "acl"):
            return self._complement(token, head, steps)
        if self._page.tokens[token].upos in NOMINAL:
            return self._argument(token, head, steps)
        return PLAIN

    def _asked(self, token: int) -> Commitment:
        """A sentence that ends in a question mark asserts nothing."""
        last = self._page.parsed.sentences[self._page.sentence(token)][1]
        for n in range(max(token, last - 3), last):
            if self._page.form(n) == "?":
                return Commitment(certainty="unknown", markers=self._mark(n))
        return PLAIN

    def _joined(self, token: int, head: int, steps: int) -> Commitment:
        """A second conjunct stands where the first does, and shares its modals where it has no subject of its own."""
        out = self._above(self._predicate(head), steps + 1)
        if self._page.tokens[token].upos in NOMINAL:
            return under(out, self._own(head))
        if self._children(token, "nsubj", "aux", "mark", "cop"):
            return out
        shared = replace(self._own(head), polarity="positive")
        if any(self._page.word(n) in ("or", "nor") for n in self._children(token, "cc")):
            shared = self._own(head)
        return under(out, shared)

    def _adverbial(self, token: int, head: int, steps: int) -> Commitment:
        opening = [n for n in self._children(token, "mark", "case", "advmod", "cc") if n < token]
        for n in opening:
            if self._has(n, "without"):
                return Commitment(polarity="negative", markers=self._mark(n))
            if self._has(n, "if"):
                return Commitment(certainty="unknown", markers=self._mark(n))
        if self._infinitive(token):
            return self._complement(token, head, steps)
        if self._children(token, "nsubj", "aux", "expl"):
            return PLAIN
        if any(self._page.word(n) == "from" for n in opening) and self._kind(head) == "fail":
            return ruled("fail", self.of(head, steps + 1), self._mark(head))
        return replace(self.of(head, steps + 1), polarity="positive")

    def _infinitive(self, token: int) -> bool:
        return any(self._page.word(n) == "to" for n in self._children(token, "mark"))

    def _question_word(self, token: int) -> int | None:
        """ "how" in "how many had died", "whether" or "if" at the head of a clause."""
        for n in self._page.subtree(token):
            if n >= token:
                return None
            if not self._inside(n) or self._relation(n) not in QUESTIONED:
                continue
            if self._has(n, "whether") or (self._page.word(n) == "if" and self._page.tokens[n].head == token):
                return n
        return None

    def _complement(self, token: int, head: int, steps: int) -> Commitment:
        """A clause under the word that rules over it."""
        if self._page.tokens[token].relation == "acl:relcl":
            return PLAIN
        governor, rules = self._kind(head), self.of(head, steps + 1)
        asked = self._question_word(token)
        if asked is not None and self._relation(token) != "acl":
            sure = (
                self._page.word(asked) not in ("whether", "if")
                and rules.certainty == "certain"
                and rules.polarity == "positive"
            )
            if not sure or governor in ("fail", "doubt") or self._has(head, "wonder"):
                return Commitment(certainty="unknown", markers=self._mark(asked))
            return PLAIN
        if (
            self._relation(token) == "acl"
            and not self._infinitive(token)
            and not self._children(token, "mark", "nsubj")
        ):
            return PLAIN
        if governor is not None:
            return ruled(governor, rules, self._mark(head))
        if self._infinitive(token):
            return Commitment(certainty="unknown", markers=self._mark(head))
        return PLAIN if self._relation(token) == "ccomp" else rules

    def _argument(self, token: int, head: int, steps: int) -> Commitment:
        """A noun under the word that rules over it; what has an article is there, whatever is said of it."""
        relation, governor = self._page.tokens[token].relation, self._kind(head)
        for n in self._children(token, "case"):
            if self._has(n, "without"):
                return Commitment(polarity="negative", markers=self._mark(n))
        passive = relation == "nsubj:pass"
        there = self._page.child(head, "expl") is not None
        if (
            relation in ("obj", "nsubj:pass")
            or (relation == "nmod" and governor != "fail")
            or (
                relation == "nsubj"
                and self._page.tokens[head].upos == "ADJ"
                and governor in ("believe", "suspect", "doubt")
            )
        ):
            if governor not in (None, "know", "manage") and not (governor in ("fail",) and self._definite(token)):
                return ruled(governor, self.of(head, steps + 1), self._mark(head))
        if self._definite(token) or not (relation in ("obj", "obl") or passive or there):
            return PLAIN
        out = self.of(head, steps + 1)
        return out if relation != "obl" else replace(out, polarity="positive")

    def _definite(self, token: int) -> bool:
        return any(
            self._page.word(n) in DEFINITE or self._relation(n) == "nmod:poss" for n in self._page.children[token]
        )

    def _kind(self, token: int) -> str | None:
        return next((section for section in GOVERNORS if self._has(token, section)), None)


def ruled(governor: str, rules: Commitment, marks: Spans) -> Commitment:
    """The stance of a content under a word of a section, that word itself having a stance: "did not manage to …"."""
    marks = (*rules.markers, *marks)
    denied = rules.polarity == "negative"
    if governor == "know":
        return PLAIN
    if governor == "manage" or (governor == "want" and denied):
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
    """How sure the innermost source of a claim is of it; `cue` is the claim's own, where `chain` is empty.

    Unlike an event, a claim that something must be done, or is wanted or planned, is no less sure for that.
    """
    said = cue_stance(page, words, chain[-1].cue if chain else cue, spans)
    found = under(said, ContentReading(page, words, spans).stance(settled=said == PLAIN))
    links = [cue_stance(page, words, source.cue, spans) for source in chain[:-1]]
    own = "denied" if denies(said) else found.certainty
    asserted = (*("denied" if denies(link) else link.certainty for link in links), own)
    return replace(found, asserted_by=asserted if chain else ())


def denies(stance: Commitment) -> bool:
    return stance.polarity == "negative" and stance.certainty == "certain"


def cue_stance(page: Page, words: Lexicon, cue: Spans, spans: Spans) -> Commitment:
    """What a cue alone says of any content: "denied", "believes", "did not rule out", "would not say"."""
    reading = Reading(page, words)
    tokens = [n for part in cue for n in range(*page.range(part))]
    lists, out = words.certainty, PLAIN
    text = plain(" ".join(page.words(part) for part in cue).lower())
    for section, certainty in (("claim", "probable"), ("hope", "unknown")):
        pass
    negated = [n for n in tokens if reading.negates(n)] or [x for n in tokens for x in reading.negations(n)]
    open_ = any(reading.has(n, "refuse") for n in tokens)
    del lists, text, open_
    return out if not negated else out


class ContentReading:
    pass
