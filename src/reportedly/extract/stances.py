"""What a sentence says of each of its events: how sure it is of it, and whether it says yes or no.

An event's stance comes from the words that hang on it (modals, adverbs, negation) and from what it hangs on in turn:
under "failed to" it did not happen, under "want to" nobody knows yet.  Each word is read by its section of
certainty.txt.  The scale is that of FactBank (Saurí and Pustejovsky 2009), as its quoted sources see it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page
from reportedly.model import Certainty, Polarity, Span, Spans

SCALE: tuple[Certainty, ...] = ("certain", "probable", "possible", "unknown")  # from the surest to the least sure

# A word that rules over others goes by the first of these sections that has it.
RULING = ("fail", "doubt", "deny", "know", "believe", "suspect", "manage", "want", "due")
LETS_THROUGH = ("know", "manage", "due")  # say nothing of a thing, only of clauses: "finished the work"
OF_ADJECTIVES = ("believe", "suspect", "doubt")  # "an attack is likely"

CLAUSES = frozenset(("ccomp", "xcomp", "csubj", "acl"))
# Words that are part of another: of "is ready" the event is "ready", of "two million dollars" it is "dollars".
PARTS = frozenset(("cop", "aux", "nummod", "flat", "fixed", "goeswith", "case"))
HEDGED_BY = ("advmod", "amod", "parataxis", "discourse")
DENIED_BY = frozenset(("advmod", "det", "aux", "cc", "nsubj", "obj", "obl", "discourse", "amod"))
QUESTIONED = frozenset(("mark", "advmod", "nsubj", "obj", "det", "obl", "nmod", "amod", "nummod", "case"))
NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "SYM"))
DEFINITE = frozenset(("the", "this", "that", "these", "those"))
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
    return Reading(page, words).of(token)


def under(outer: Stance, inner: Stance) -> Stance:
    """Both together: the weaker certainty; two denials cancel each other."""
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


class Reading:
    """Stances of the words of a page, read off its trees; where `spans` are given, no word outside them counts."""

    def __init__(self, page: Page, words: Lexicon, spans: Spans | None = None) -> None:
        self._page, self._lists = page, words.certainty
        self._counted = None if spans is None else {n for span in spans for n in range(*page.range(span))}

    def of(self, token: int, steps: int = 0) -> Stance:
        token = self.whole(token)
        return PLAIN if steps > DEEPEST else under(self._above(token, steps), self.own(token))

    # ------------------------------------------------------------ words
    def has(self, token: int, *sections: str) -> bool:
        return self._lists.has(self._page.word(token), *sections)

    def rule(self, token: int) -> str | None:
        """The section by which a word rules over others, its particle counted: "ruled … out" is not "ruled"."""
        word = self._page.word(token)
        forms = (*(f"{word} {self._page.word(n)}" for n in self.children(token, "compound")), word)
        return next((rule for form in forms if (rule := self._rule_of(form)) is not None), None)

    def _rule_of(self, form: str) -> str | None:
        return next((section for section in RULING if self._lists.has(form, section)), None)

    def relation(self, token: int) -> str:
        return self._page.relation(token)

    def inside(self, token: int) -> bool:
        return self._counted is None or token in self._counted

    def children(self, token: int, *relations: str) -> list[int]:
        found = [n for n in self._page.children[token] if self.inside(n)]
        return [n for n in found if self.relation(n) in relations] if relations else found

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
    def own(self, token: int, *, modals: tuple[str, ...] = ("may", "must")) -> Stance:
        """Modals, adverbs and negation of a word itself; "could not" and "cannot" are plain denials."""
        denials = self.denials(token)
        out = Stance(polarity="negative", markers=self.marks(*denials)) if denials else PLAIN
        for n in self.children(token, "aux"):
            if self.has(n, *modals) and (not denials or self._page.word(n) in ("may", "might")):
                out = under(
                    out, Stance(certainty="possible" if self.has(n, "may") else "unknown", markers=self.marks(n))
                )
        for n in self.children(token, *HEDGED_BY):
            out = under(out, self.hedge(n))
        return under(out, self._conditional(token))

    def hedge(self, n: int) -> Stance:
        if self.has(n, "probably"):
            return Stance(certainty="probable", markers=self.marks(n))
        return Stance(certainty="possible", markers=self.marks(n)) if self.has(n, "perhaps") else PLAIN

    def denials(self, token: int) -> list[int]:
        """Negations of a word: "not", "nobody" as its subject, "no" before its object, "no longer"."""
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
        word, one, two = (self._page.word(x) if x < len(self._page.tokens) else "" for x in (n, n + 1, n + 2))
        if not self._lists.has(word, "not") and not self._lists.has(f"{word} {one}", "not"):
            return False
        return not self._lists.has(one, "not only") and not self._lists.has(f"{one} {two}", "not only")

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
            return self.question_mark(token)
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
        if self.infinitive(token):
            return self.clause(token, head, steps)
        if self.children(token, "nsubj", "aux", "expl"):
            return PLAIN
        if self.rule(head) == "fail" and any(self._page.word(n) == "from" for n in opening):  # "kept from leaving"
            return ruled("fail", self.of(head, steps + 1), self.marks(head))
        return replace(self.of(head, steps + 1), polarity="positive")

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
            called_for = self._rule_of(f"{self._page.word(head)} {self._page.word(n)}")
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
        for n in self._page.subtree(token):
            if n >= token:
                return None
            asks = self.has(n, "whether") or self._page.word(n) == "if"
            free = any(
                self._page.tokens[x].relation == "acl:relcl" for x in self._page.children[n]
            )  # "what they found"
            if asks and not free and self.inside(n) and self._of_clause(n, token):
                return n
        return None

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
