"""How sure the source is of a claim, and whether it denies it: what the cue says and what the content says, together.

The innermost source decides: "X claims", "Y denied that", "Z did not say how many", then the main predicate of the
content.  A hedge or a denial further in, in a clause about something else, leaves the claim as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import QUOTES, Page
from reportedly.extract.stances import CLAUSES, DEEPEST, NOMINAL, OF_ADJECTIVES, PLAIN, Reading, Stance, ruled, under
from reportedly.languages import WordList
from reportedly.model import Certainty, Polarity, Source, Span, Spans
from reportedly.model import Commitment as Asserted

CUE_RULES = ("doubt", "deny", "believe", "suspect")  # what a word of these sections does to a clause, it does in a cue
RAISING = ("fail", "believe", "due", "suspect", "doubt")  # "seems to", "is likely to", "failed to": said of the content
CUE_HEDGES: tuple[tuple[str, Certainty], ...] = (("hope", "unknown"), ("claim", "probable"))
QUESTION = re.compile(rf"\?[\s{QUOTES}]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What the innermost source is committed to and by which words; each source of the chain, outermost first."""

    certainty: Certainty = "certain"
    polarity: Polarity = "positive"
    markers: Spans = ()
    asserted_by: tuple[Asserted, ...] = ()


def commitment(page: Page, words: Lexicon, spans: Spans, chain: tuple[Source, ...], cue: Spans) -> Commitment:
    """How sure the innermost source of a claim is of it; `cue` is the claim's own, where `chain` is empty.

    Unlike an event, a claim that something must be done, or is wanted, is no less sure for that.
    """
    links = [cue_stance(page, words, source.cue, spans) for source in chain]
    said = links[-1] if links else cue_stance(page, words, cue, spans)
    found = under(said, Content(page, words, spans).stance(said_plainly=bool(chain) and said == PLAIN))
    own: Asserted = "denied" if asserts(said) == "denied" else found.certainty
    return Commitment(
        certainty=found.certainty,
        polarity=found.polarity,
        markers=found.markers,
        asserted_by=(*map(asserts, links[:-1]), own) if chain else (),
    )


def asserts(link: Stance) -> Asserted:
    """What a source of the chain makes of what it passes on."""
    return "denied" if link.polarity == "negative" and link.certainty == "certain" else link.certainty


# ---------------------------------------------------------------- the cue
def cue_stance(page: Page, words: Lexicon, cue: Spans, content: Spans) -> Stance:
    """What a cue says of any content: "denied", "believes", "did not rule out", "would not say".

    A negation that stands in the content is not the cue's: "reported *no* casualties".
    """
    reading, of_content = Reading(page, words), Reading(page, words, content)
    tokens = [n for part in cue for n in range(*page.range(part))]
    tokens = [n for n in tokens if not of_content.inside(n)] or tokens
    found = [x for n in tokens for x in ([n] if reading.negates(n) else reading.denials(n))]
    denials = {n for n in found if not of_content.inside(n)}
    refusals = {n for n in tokens if reading.has(n, "fail")}
    saying = {n for n in tokens if reading.has(n, "say", "verified")}
    if saying and (denials or refusals):
        return Stance(certainty="unknown", markers=reading.marks(*sorted(denials | refusals | saying)))
    negated = Stance(polarity="negative", markers=reading.marks(*sorted(denials))) if denials else PLAIN
    for n in tokens:
        rule = reading.rule(n)
        if rule in CUE_RULES:
            return ruled(rule, negated, reading.marks(n))
    if refusals:
        return under(negated, Stance(polarity="negative", markers=reading.marks(*sorted(refusals))))
    return next((stance for n in tokens if (stance := _cue_hedge(reading, n)) != PLAIN), PLAIN)


def _cue_hedge(reading: Reading, n: int) -> Stance:
    for section, certainty in CUE_HEDGES:
        if reading.has(n, section):
            return Stance(certainty=certainty, markers=reading.marks(n))
    return reading.hedge(n)


# ---------------------------------------------------------------- the content
class Content:
    """The stance of a claim's own words."""

    def __init__(self, page: Page, words: Lexicon, spans: Spans) -> None:
        self._page, self._lists, self._spans = page, words.certainty, spans
        self._reading = Reading(page, words, spans)
        self._tops = self._topmost()

    def stance(self, *, said_plainly: bool) -> Stance:
        if not self._tops:
            return PLAIN
        head = self._tops[0]
        own = self._reading.own(head, modals=("may",))
        left_open = self._asked(head, said_plainly=said_plainly) or self._nobody_knows(head, own)
        if left_open is not None:
            return left_open
        out = self._raised(head, under(own, self._without(head)))
        return under(out, under(self._called_false(), self._hedged_apart(head)))

    def _topmost(self) -> list[int]:
        """Words that hang on nothing in the content; first the main predicate, which has most of it below."""
        page, inside = self._page, self._reading.inside
        tokens = [n for span in self._spans for n in range(*page.range(span)) if page.tokens[n].upos != "PUNCT"]
        tops = [n for n in tokens if page.tokens[n].head < 0 or not inside(page.tokens[n].head)]
        return sorted(tops, key=lambda n: (-sum(map(inside, page.subtree(n))), n))

    # ------------------------------------------------------------ what is left open
    def _asked(self, head: int, *, said_plainly: bool) -> Stance | None:
        """Unknown, where the content is a question: it ends in a question mark, or is "whether …", "how many …"."""
        start, end = self._spans[-1]
        mark = QUESTION.search(self._page.text[start : end + 1])
        if mark is not None:
            return Stance(certainty="unknown", markers=(Span(start + mark.start(), start + mark.start() + 1),))
        asked, relation = self._reading.question_word(head), self._page.tokens[head].relation
        if asked is None or relation in ("acl:relcl", "advcl"):
            return None
        word = self._page.word(asked)
        if (word == "if" and relation not in CLAUSES) or (word != "whether" and said_plainly):  # "she said how it was"
            return None
        return Stance(certainty="unknown", markers=self._reading.marks(asked))

    def _nobody_knows(self, head: int, own: Stance) -> Stance | None:
        """ "It is unclear", "it is not known whether", "could not be verified"; None where it is none of these."""
        phrase = self._phrase("unclear")
        if phrase:
            return Stance(certainty="unknown", markers=phrase)
        clauses = self._reading.children(head, *CLAUSES, "nsubj", "advcl")
        asks = any(self._reading.question_word(n) is not None for n in clauses)
        for n in (head, *self._reading.children(head, "xcomp")):  # "remains open"
            if self._reading.has(n, "unclear", *(("open",) if asks else ())):
                return Stance(certainty="unknown", markers=(*own.markers, *self._reading.marks(n)))
        return self._cannot_tell(head, own) if own.polarity == "negative" else None

    def _cannot_tell(self, head: int, own: Stance) -> Stance | None:
        reading = self._reading
        clauses = reading.children(head, *CLAUSES, "advcl", "parataxis", "obj")
        if reading.has(head, "say") and any(reading.question_word(n) is not None for n in clauses):
            return Stance(certainty="unknown", markers=own.markers)
        if reading.has(head, "know not"):
            somebody = (
                self._page.tokens[head].upos == "VERB" and self._page.child(head, "aux:pass", "expl", "cop") is None
            )
            polarity: Polarity = "negative" if somebody else "positive"  # "we do not know"; "it is not known"
            return Stance(certainty="unknown", polarity=polarity, markers=own.markers)
        able = [n for n in clauses if self._page.tokens[head].upos == "ADJ"]  # "it was not possible to check"
        if any(self._is_check(n, possibly=bool(able)) for n in (head, *able)):
            return Stance(certainty="unknown", polarity="negative", markers=own.markers)
        return None

    def _is_check(self, n: int, *, possibly: bool) -> bool:
        """A word of checking; "confirmed" may be no more than "admitted", unless nobody could, or on their own."""
        reading = self._reading
        if not reading.has(n, "verified"):
            return False
        could = any(reading.has(x, "may") for x in reading.children(n, "aux"))
        alone = any(self._page.word(x) == "independently" for x in reading.children(n, "advmod"))
        return possibly or could or alone or not reading.has(n, "say")

    # ------------------------------------------------------------ words apart from the main predicate
    def _raised(self, head: int, own: Stance) -> Stance:
        """Where the main predicate only colours what is below it, that is what is claimed: "seems to", "failed to"."""
        page = self._page
        there = [n for n in self._reading.children(head, "nsubj") if self._reading.children(head, "expl")]
        for ruler in (head, *there, *self._tops[1:]):
            rule = self._reading.rule(ruler)
            below = self._below(ruler)
            if self._reading.has(ruler, "said") and below and page.child(ruler, "aux:pass") is not None:
                own = under(own, Stance(certainty="probable", markers=self._reading.marks(ruler)))
            if rule in RAISING and (below or self._stands_for_itself(ruler, rule)):
                impossible = rule == "suspect" and own.polarity == "negative"  # "it is not possible that"
                own = own if impossible else ruled(rule, own, self._reading.marks(ruler))
            if below and rule not in ("know", "deny"):  # "decided not to", "have yet to"
                denials = self._reading.denials(below[0])
                if denials:
                    own = under(own, Stance(polarity="negative", markers=self._reading.marks(*denials)))
        return own

    def _below(self, ruler: int) -> list[int]:
        """Clauses that a word lends its colour to; "the analysts think that …" is about the analysts."""
        upos = self._page.tokens[ruler].upos
        whole = upos == "ADJ" or upos in NOMINAL or self._reading.children(ruler, "expl")
        speaks = any(self._page.word(n) in ("i", "we") for n in self._reading.children(ruler, "nsubj"))
        if whole or speaks or self._reading.has(ruler, "suggest"):
            return self._reading.children(ruler, *CLAUSES)
        return self._reading.children(ruler, "xcomp")

    def _stands_for_itself(self, ruler: int, rule: str) -> bool:
        """ "An attack is likely"; "signs of a crime"."""
        upos = self._page.tokens[ruler].upos
        if upos == "ADJ":
            return rule in OF_ADJECTIVES
        return upos == "NOUN" and rule in ("believe", "suspect") and bool(self._reading.children(ruler, "nmod"))

    def _without(self, head: int) -> Stance:
        denying = [n for n in self._reading.children(head, "mark", "case") if self._reading.has(n, "without")]
        return Stance(polarity="negative", markers=self._reading.marks(*denying)) if denying else PLAIN

    def _called_false(self) -> Stance:
        """ "The confession is fake", "the figure is withdrawn", "it turned out to be a hoax"."""
        head = self._tops[0]
        turned_out = self._reading.rule(head) in ("manage", "due", "believe")
        for n in (*self._tops, *(self._reading.children(head, "xcomp") if turned_out else ())):
            passive = self._page.child(n, "aux:pass") is not None
            if self._reading.has(n, "false") and (passive or self._page.tokens[n].upos in ("ADJ", "NOUN")):
                return Stance(polarity="negative", markers=self._reading.marks(n))
        return PLAIN

    def _hedged_apart(self, head: int) -> Stance:
        """Hedges off the main predicate: set phrases, and adverbs that loose order or a fragment leaves elsewhere."""
        out = PLAIN
        for section in ("probably", "perhaps"):
            phrase = self._phrase(section)
            if phrase:
                certainty: Certainty = "probable" if section == "probably" else "possible"
                out = under(out, Stance(certainty=certainty, markers=phrase))
        for n in (n for top in self._tops for n in self._page.subtree(top)):
            if self._page.tokens[n].upos == "ADV" and self._reading.inside(n) and self._of_main_clause(n, head):
                out = under(out, self._reading.hedge(n))
        return out

    def _of_main_clause(self, n: int, head: int) -> bool:
        fragment = self._page.tokens[head].upos in NOMINAL and not self._reading.children(head, "cop")
        for _ in range(DEEPEST):
            n = self._page.tokens[n].head
            if n < 0 or n == head or not self._reading.inside(n):
                return True
            if self._reading.relation(n) in ("advcl", "csubj") or (self._reading.relation(n) == "acl" and not fragment):
                return False
        return False

    def _phrase(self, section: str) -> Spans:
        """The first set phrase, of more than one word, in the content."""
        wanted = phrases(self._lists, section)
        for span in self._spans:
            found = wanted.search(self._page.text, span.start, span.end)
            if found is not None:
                return (Span(*found.span()),)
        return ()


@cache
def phrases(lists: WordList, section: str) -> re.Pattern[str]:
    """Finds the forms of more than one word of a section; there must be one."""
    forms = sorted(form for form in lists.forms(section) if " " in form)
    either = "|".join(re.escape(form).replace(r"\ ", r"\s+").replace("'", "['’]") for form in forms)
    return re.compile(rf"\b(?:{either})\b", re.IGNORECASE)
