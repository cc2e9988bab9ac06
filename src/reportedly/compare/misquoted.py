"""Whose word it is: who says he never said it, and words in quotation marks that two are said to have spoken."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from reportedly.compare.denials import QUIET, SIDE, Index, marks_between
from reportedly.compare.sayings import Hint, Rarity, Saying, days, denied_by_cue, negated, negation, phrase, quote
from reportedly.compare.values import most_told
from reportedly.comparison import Conflict
from reportedly.languages import load_list
from reportedly.model import Ledger

JUST_BEFORE = 400  # characters in which "such a figure" finds what it points at
SHORTEST_QUOTE = 5  # words: fewer may well be said by two
LEAST_SAID = 3.0  # nats that what was never said must hold
SAME_SAID = 0.6  # of it, the share that a claim must say
NEWS_LASTS = 30  # days
QUOTED = re.compile(r"[“\"«]([^“”\"«»]+)[”\"»]")
WORD = re.compile(r"[^\W_]+")
SAME_NAME = 4  # letters by which two spellings of a surname begin alike

Read = Sequence[tuple[Ledger, Sequence[Saying]]]


# ---------------------------------------------------------------- "it never gave such a figure"
def figures_never_given(reports: Read, index: Index) -> list[Conflict]:
    """A figure given on the word of somebody who says he never gave it."""
    given: dict[tuple[str, str], list[Saying]] = defaultdict(list)
    for saying in _spoken(index):
        for mark in saying.marks:
            if mark[0] == "#":
                given[saying.whose, mark].append(saying)
    out = []
    for ledger, sayings in reports:
        for no in sayings:
            for number in _numbers_disowned(ledger, no):
                for yes in given[_disowner(no), f"#{number:g}"][: 2 * SIDE]:
                    if yes.ref != no.ref:
                        reason = f"{quote(yes)} against {quote(no)}: it says it gave no such figure"
                        out.append(Conflict(kind="attribution", a=yes.ref, b=no.ref, reason=reason))
    return out


def _spoken(index: Index) -> Iterator[Saying]:
    """Claims that somebody makes, and that are not denials."""
    for same in index.wordings.values():
        for saying in same:
            if saying.claim.sources and saying.claim.polarity == "positive":
                yield saying


def _numbers_disowned(ledger: Ledger, no: Saying) -> list[float]:
    """The nearest figure before a claim that its source never gave such a one."""
    if not no.may(Hint.SUCH_FIGURE) or no.claim.certainty in QUIET or not disowns(no.text):
        return []
    start = no.claim.spans[0].start
    before = [f for f in ledger.figures if start - JUST_BEFORE <= f.span.start < start and most_told(f) is not None]
    return [float(most_told(max(before, key=lambda f: f.span.start)) or 0)] if before else []


def disowns(text: str) -> bool:
    """Whether words say that no such thing was given."""
    no = negation().search(text.lower())
    gave = phrase("gave").search(text, no.end()) if no else None
    return bool(gave and phrase("such").match(text[gave.end() :].lstrip()))


def _disowner(no: Saying) -> str:
    """Whom the claim speaks of: the body named before the "never", else its source."""
    cut = negation().search(no.text.lower())
    named = [one for one in no.named if one.kind in ("person", "organisation") and cut and one.end <= cut.start()]
    return named[0].entity if named else no.whose


# ---------------------------------------------------------------- "I never said that the gates were open"
def never_said(index: Index) -> list[Conflict]:
    """Words of somebody who denies having said them."""
    disowned = [(who, said, no) for same in index.wordings.values() for no in same for who, said in _disowned_in(no)]
    if not disowned:
        return []
    out = []
    by_source: dict[str, list[Saying]] = defaultdict(list)
    for saying in _spoken(index):
        by_source[saying.whose].append(saying)
    for who, said, no in disowned:
        for yes in by_source[who]:
            if yes.ref == no.ref or negated(yes.text) or abs(days(yes, no)) > NEWS_LASTS:
                continue
            both = Rarity.in_news(said & yes.marks)
            if both >= LEAST_SAID and both >= SAME_SAID * Rarity.in_news(said):
                reason = f"{quote(yes)} against {quote(no)}: who is said to have said it says that it was not so"
                out.append(Conflict(kind="attribution", a=yes.ref, b=no.ref, reason=reason))
    return out


def may_disown(text: str) -> bool:
    """Whether words may say that somebody never said something, whoever is named in them."""
    return _i_never_said().match(text) is not None or ("den" in text and _denied_saying().search(text) is not None)


def _disowned_in(no: Saying) -> Iterator[tuple[str, frozenset[str]]]:
    """Who has never said what, by a claim: "I never said …" of its source, "Mara Lind denied having said …" of her."""
    if not no.may(Hint.NEVER_SAID) or no.claim.certainty in QUIET:
        return
    match = _i_never_said().match(no.text) if no.claim.polarity == "negative" else None
    who = no.whose if match else None
    if match is None and "den" in no.text:
        match = _denied_saying().search(no.text)
        named = [n for n in no.named if n.kind in ("person", "organisation") and match and n.end <= match.start()]
        who = named[-1].entity if named else None
    if match is None or who is None:
        return
    said = marks_between(no, match.end(), len(no.text)) - {"@" + who}
    if len(said) > 1:
        yield who, said


@cache
def _i_never_said() -> re.Pattern[str]:
    return re.compile(
        r"[\W_]*(?:that\s+)?(?:I|we|he|she|it|they)\s+(?:never|(?:did|had|has|have)(?:\s+not|\s+never|n['’]t))"
        rf"\s+(?:ever\s+)?(?:{_said()})\s+(?:that\s+)?",
        re.IGNORECASE,
    )


@cache
def _denied_saying() -> re.Pattern[str]:
    return re.compile(
        r"\bden(?:y|ies|ied|ying)\s+(?:ever\s+)?(?:having\s+(?:ever\s+)?|that\s+(?:he|she|it|they)\s+(?:had|has|have)?"
        rf"\s*(?:ever\s+)?)(?:{_said()})\s+(?:that\s+)?",
        re.IGNORECASE,
    )


def _said() -> str:
    return "|".join(sorted(map(re.escape, load_list("en", "opposites").forms("said")), key=lambda f: (-len(f), f)))


# ---------------------------------------------------------------- the same words of two people
def of_two_people(index: Index) -> list[Conflict]:
    """Words in quotation marks that one report gives to one person and another report to another."""
    spoken: dict[str, list[Saying]] = defaultdict(list)
    for same in index.wordings.values():
        for saying in same:
            if saying.who_entity is not None and saying.claim.sources and saying.claim.sources[-1].kind == "person":
                for words in _quoted_in(saying):
                    spoken[words].append(saying)
    out = []
    for some in spoken.values():
        for a, b in combinations(some[: 2 * SIDE], 2):
            if a.report != b.report and a.whose != b.whose and not _may_be_one(a, b):
                reason = f"{quote(a)} against {quote(b)}: the same words, of {a.who} or of {b.who}"
                out.append(Conflict(kind="attribution", a=a.ref, b=b.ref, reason=reason))
    return out


def _quoted_in(saying: Saying) -> Iterator[str]:
    """The words that somebody is said to have spoken: what stands under a denial outside the quotation is not."""
    for found in QUOTED.finditer(saying.text):
        words = WORD.findall(found.group(1).lower())
        spoken = saying.claim.polarity == "positive" or (negated(found.group(1)) and not denied_by_cue(saying))
        if spoken and len(words) >= SHORTEST_QUOTE:
            yield " ".join(words)


def _may_be_one(a: Saying, b: Saying) -> bool:
    """Whether one passes on the other's words, or both are spellings of one name."""
    chains = [{source.name for source in one.claim.sources} for one in (a, b)]
    surnames = [one.who.split()[-1].lower()[:SAME_NAME] for one in (a, b)]
    return a.who in chains[1] or b.who in chains[0] or surnames[0] == surnames[1]
