"""How sure the source is of a claim, and whether it denies it: what the cue says and what the content says, together.

The innermost source decides: "X claims", "Y denied that", "Z did not say how many", then the main predicate of the
content.  A hedge or a denial further in, in a clause about something else, leaves the claim as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import QUOTES, Page
from reportedly.extract.stances import (
    CLAUSES,
    DEEPEST,
    NOMINAL,
    OF_ADJECTIVES,
    PLAIN,
    Reading,
    Signs,
    Stance,
    ruled,
    under,
)
from reportedly.model import Certainty, Polarity, Source, Span, Spans
from reportedly.model import Commitment as Asserted

CUE_RULES = ("doubt", "deny", "believe", "suspect")  # what a word of these sections does to a clause, it does in a cue
RAISING = ("fail", "believe", "due", "suspect", "doubt")  # "seems to", "is likely to", "failed to": said of the content
CUE_HEDGES: tuple[tuple[str, Certainty], ...] = (("hope", "unknown"), ("claim", "probable"))
Openings = Literal["all", "all but of time", "whether"]
FEELINGS = frozenset(("afraid", "concerned", "worried", "fearful"))  # "residents are afraid" is a fact of residents
OF_TIME = ("when", "which")  # in the author's own voice these tell something: "a year after the fire, when …"
FEW_WORDS = 3  # more of them between quotation marks are a quotation
HEDGED = ("probable", "possible")
QUESTION = re.compile(rf"\?[\s{QUOTES}]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What the innermost source is committed to and by which words; each source of the chain, outermost first."""

    certainty: Certainty = "certain"
    polarity: Polarity = "positive"
    markers: Spans = ()
    asserted_by: tuple[Asserted, ...] = ()


class Judge:
    """Tells of the claims of one page how sure their sources are of them."""

    def __init__(self, page: Page, words: Lexicon) -> None:
        self.signs = Signs(page, words)

    def commitment(self, spans: Spans, chain: tuple[Source, ...], cue: Spans) -> Commitment:
        """How sure the innermost source of a claim is of it; `cue` is the claim's own, where `chain` is empty.

        Unlike an event, a claim that something must be done, or is wanted, is no less sure for that.
        """
        of_content = Reading(self.signs, spans)
        links = [self._link(source, of_content) for source in chain]
        said = links[-1] if links else cue_stance(self.signs, cue, of_content)
        claimed = Content(self.signs, spans, of_content)
        content = claimed.stance(self._openings(said, chain))
        if asserts(said) == "denied" and content.certainty in HEDGED:
            content = replace(content, certainty="certain")  # who denies the rumour that it may be so is sure
        found = under(said, content)
        if not chain and not cue:
            found = under(found, claimed.scare_quoted())
        own: Asserted = "denied" if asserts(said) == "denied" else found.certainty
        return Commitment(
            certainty=found.certainty,
            polarity=found.polarity,
            markers=found.markers,
            asserted_by=(*map(asserts, links[:-1]), own) if chain else (),
        )

    def _link(self, source: Source, of_content: Reading) -> Stance:
        stance = cue_stance(self.signs, source.cue, of_content)
        if source.kind == "rumour" and stance == PLAIN:
            return Stance(certainty="probable", markers=(source.mention,) if source.mention else ())
        return stance

    def _openings(self, said: Stance, chain: tuple[Source, ...]) -> Openings:
        """By which words a content may open a question: "she said how it was" and "she asked how it was" differ."""
        if not chain:
            return "all but of time"
        asks = said != PLAIN or any(
            "wonder" in self.signs.sections[n] for part in chain[-1].cue for n in range(*self.signs.page.range(part))
        )
        return "all" if asks else "whether"


def asserts(link: Stance) -> Asserted:
    """What a source of the chain makes of what it passes on."""
    return "denied" if link.polarity == "negative" and link.certainty == "certain" else link.certainty


# ---------------------------------------------------------------- the cue
def cue_stance(signs: Signs, cue: Spans, of_content: Reading) -> Stance:
    """What a cue says of any content: "denied", "believes", "did not rule out", "would not say".

    A negation that stands in the content is not the cue's: "reported *no* casualties".
    """
    reading = Reading(signs)
    tokens = [n for part in cue for n in range(*signs.page.range(part))]
    tokens = [n for n in tokens if not of_content.inside(n)] or tokens
    found = [x for n in tokens for x in ([n] if reading.negates(n) else reading.denials(n))]
    denials = {n for n in found if not of_content.inside(n) and not _answers(signs.page, n, cue)}
    refusals = {n for n in tokens if reading.has(n, "fail")}
    saying = {n for n in tokens if reading.has(n, "say", "verified")}
    saying |= {x for n in refusals for x in reading.children(n, "xcomp") if _would_say(reading, x)}
    if saying and (denials or refusals):
        return Stance(certainty="unknown", markers=reading.marks(*sorted(denials | refusals | saying)))
    negated = Stance(polarity="negative", markers=reading.marks(*sorted(denials))) if denials else PLAIN
    for n in tokens:
        rule = reading.rule(n)
        if rule in CUE_RULES:
            return ruled(rule, negated, reading.marks(*reading.with_particle(n)))
    if refusals:
        return under(negated, Stance(polarity="negative", markers=reading.marks(*sorted(refusals))))
    return next((stance for n in tokens if (stance := _cue_hedge(reading, n)) != PLAIN), PLAIN)


def _answers(page: Page, n: int, cue: Spans) -> bool:
    """ "No," she said, "…": what stands between quotation marks is no part of a cue outside them."""
    at = page.tokens[n].start
    return any(
        start <= at < end and not any(start <= part.start < end for part in cue) for start, end in page.quotations
    )


def _would_say(reading: Reading, n: int) -> bool:
    """ "(Refused) to comment on it": the content begins with the word of saying, and what it is about stays open."""
    return reading.has(n, "say") and not reading.children(n, "obj")


def _cue_hedge(reading: Reading, n: int) -> Stance:
    for section, certainty in CUE_HEDGES:
        if reading.has(n, section):
            return Stance(certainty=certainty, markers=reading.marks(n))
    return reading.hedge(n)


# ---------------------------------------------------------------- the content
class Content:
    """The stance of a claim's own words."""

    def __init__(self, signs: Signs, spans: Spans, reading: Reading) -> None:
        self._signs, self._page, self._spans, self._reading = signs, signs.page, spans, reading
        self._tops = self._topmost()

    def stance(self, openings: Openings) -> Stance:
        if not self._tops:
            return PLAIN
        head = self._tops[0]
        own = self._reading.own(head, modals=("may",))
        left_open = self._asked(head, openings) or self._nobody_knows(head, own)
        if left_open is not None:
            return left_open
        out = self._raised(head, under(own, self._without(head)))
        return under(out, under(self._called_false(), self._hedged_apart(head)))

    def scare_quoted(self) -> Stance:
        """ "The vote was “free and fair”": quotation marks that nobody is named for keep the author at a distance."""
        if not self._tops:
            return PLAIN
        at = self._page.tokens[self._tops[0]].start
        for mark in self._page.quotations:
            few = mark.start <= at < mark.end and len(self._page.words(mark).split()) <= FEW_WORDS
            if few and any(start < mark.start and mark.end <= end for start, end in self._spans):
                return Stance(certainty="probable", markers=(mark,))
        return PLAIN

    def _topmost(self) -> list[int]:
        """Words that hang on nothing in the content; first the main predicate, which has most of it below."""
        page, inside = self._page, self._reading.inside
        tokens = [n for span in self._spans for n in range(*page.range(span)) if page.tokens[n].upos != "PUNCT"]
        tops = [n for n in tokens if page.tokens[n].head < 0 or not inside(page.tokens[n].head)]
        if len(tops) < 2:
            return tops
        return sorted(tops, key=lambda n: (-sum(map(inside, page.subtree(n))), n))

    # ------------------------------------------------------------ what is left open
    def _asked(self, head: int, openings: Openings) -> Stance | None:
        """Unknown, where the content is a question: it ends in a question mark, or is "whether …", "how many …"."""
        start, end = self._spans[-1]
        last = self._page.text[start : end + 1]
        mark = QUESTION.search(last) if "?" in last else None
        if mark is not None:
            return Stance(certainty="unknown", markers=(Span(start + mark.start(), start + mark.start() + 1),))
        asked, relation = self._reading.question_word(head), self._page.tokens[head].relation
        word = None if asked is None else self._page.word(asked)
        if asked is None or word is None or (word == "if" and relation not in CLAUSES):
            return None
        opens = openings == "all" and self._page.tokens[asked].start <= self._spans[0].start  # "asked | when it opens"
        if word != "whether" and (relation == "acl:relcl" or (relation == "advcl" and not opens)):
            return None
        if (openings == "whether" and word != "whether") or (openings != "all" and word in OF_TIME):
            return None
        return Stance(certainty="unknown", markers=self._reading.marks(asked))

    def _nobody_knows(self, head: int, own: Stance) -> Stance | None:
        """ "It is unclear", "it is not known whether", "could not be verified"; None where it is none of these."""
        phrase = self._signs.phrase("unclear", self._spans)
        if phrase:
            return Stance(certainty="unknown", markers=phrase)
        clauses = self._reading.children(head, *CLAUSES, "nsubj", "advcl")
        asks = any(self._reading.question_word(n) is not None for n in clauses)
        for n in (head, *self._reading.children(head, "xcomp")):  # "remains open"
            if self._reading.has(n, "unclear", *(("open",) if asks else ())):
                return Stance(certainty="unknown", markers=(*own.markers, *self._reading.marks(n)))
        return self._cannot_tell(head, own) if own.polarity == "negative" else None

    def _cannot_tell(self, head: int, own: Stance) -> Stance | None:
        reading, markers = self._reading, (*own.markers, *self._reading.marks(head))
        if reading.has(head, "know not"):
            polarity: Polarity = "negative" if self._somebody(head) else "positive"  # "we don't know"; "it isn't known"
            return Stance(certainty="unknown", polarity=polarity, markers=markers)
        clauses = reading.children(head, *CLAUSES, "advcl", "parataxis", "obj")
        if reading.has(head, "say") and any(reading.question_word(n) is not None for n in clauses):
            return Stance(certainty="unknown", markers=markers)
        able = [n for n in clauses if self._page.tokens[head].upos == "ADJ"]  # "it was not possible to check"
        if any(self._is_check(n, possibly=bool(able)) for n in (head, *able)):
            return Stance(certainty="unknown", polarity="negative", markers=markers)
        return None

    def _somebody(self, head: int) -> bool:
        return self._page.tokens[head].upos == "VERB" and self._page.child(head, "aux:pass", "expl", "cop") is None

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
            return rule in OF_ADJECTIVES and self._page.word(ruler) not in FEELINGS
        return upos == "NOUN" and rule in ("believe", "suspect") and bool(self._reading.children(ruler, "nmod"))

    def _without(self, head: int) -> Stance:
        denying = [n for n in self._reading.children(head, "mark", "case") if self._reading.has(n, "without")]
        return Stance(polarity="negative", markers=self._reading.marks(*denying)) if denying else PLAIN

    def _called_false(self) -> Stance:
        """ "The confession is fake", "the figure is withdrawn", "it turned out to be a hoax"."""
        for n in (n for top in self._tops for n in (top, *self._completing(top))):
            passive = self._page.child(n, "aux:pass") is not None
            if self._reading.has(n, "false") and (passive or self._page.tokens[n].upos in ("ADJ", "NOUN")):
                return Stance(polarity="negative", markers=self._reading.marks(n))
        return PLAIN

    def _completing(self, top: int) -> list[int]:
        turned_out = self._reading.rule(top) in ("manage", "due", "believe")
        return self._reading.children(top, "appos", *(("xcomp",) if turned_out else ()))

    def _hedged_apart(self, head: int) -> Stance:
        """Hedges off the main predicate: set phrases, and adverbs that loose order or a fragment leaves elsewhere."""
        out = PLAIN
        for section in ("probably", "perhaps"):
            phrase = self._signs.phrase(section, self._spans)
            if phrase:
                certainty: Certainty = "probable" if section == "probably" else "possible"
                out = under(out, Stance(certainty=certainty, markers=phrase))
        for n in self._signs.hedging:
            if self._reading.inside(n) and self._page.tokens[n].upos == "ADV" and self._of_main_clause(n, head):
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
