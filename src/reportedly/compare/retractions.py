"""What was taken back: the figures that a report says are withdrawn, where it says so, and who withdraws them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from reportedly.compare.statements import Entities
from reportedly.compare.values import is_odd, same_value
from reportedly.comparison import Ref
from reportedly.languages import load_list
from reportedly.model import Claim, EntityKind, Figure, Ledger, Span

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’»)]*\s+(?=[\"“«(]*[A-ZА-ЯЁ0-9])|[\r\n]+")
GOES_ON = 2  # sentences behind one that withdraws a figure in which more is told of it
SUBJECT_WITHIN = 12  # words from the name of who withdraws to the word for it: "X says that it never supplied"
ARMED = ("troops", "fighters", "participants")  # who are withdrawn themselves
# What does not withdraw: "has not withdrawn", "urged the ministry to withdraw", "if the count is withdrawn".
NOT_DONE = re.compile(
    r"(?:\b(?:not|never|without|if|should|must|may|might|could|would|will)\b|n['’]t"
    r"|(?<!had)(?<!forced)(?<!decided)(?<!agreed)(?<!obliged)(?<!compelled)\sto)"
    r"(?:\s+(?:be|been|have|yet|ever|also))*\s+$",
    re.IGNORECASE,
)
BY = re.compile(r"\s+(?:\w+\s+)?by\s+(?:the\s+)?(?:\w+\s+)?")
PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)(?:\s+(?:\w+ly|later|since|now|also))*\s+$", re.IGNORECASE)
PASSIVE_WORD = re.compile(r"(?:is|are|was|were|be|been|has been)\s", re.IGNORECASE)
A_WITHDRAWN = re.compile(r"\b(?:the|a|an|this|that|these|those|its|their)\s+$", re.IGNORECASE)
NO_SUBJECT = re.compile(
    r"\b(?:by|of|from|to|with|in|on|at|for|via|against|through|quot(?:ed|ing)|cit(?:ed|ing)|nam(?:ed|ing)"
    r"|blam(?:ed|ing))\s+(?:the\s+|a\s+)?(?:\w+['’]s\s+)?$",
    re.IGNORECASE,
)
BODIES: frozenset[EntityKind] = frozenset(("organisation", "group", "person", "outlet"))


class Telling(NamedTuple):
    """Where a report says that a figure is withdrawn, and by whom; `who` is None where it names nobody."""

    ref: Ref
    who: str | None = None
    whose: str | None = None  # case entity, else the name in small letters

    @property
    def claim(self) -> str | None:
        return self.ref.claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A figure that a report takes back, or says was taken back, and every place where it does."""

    report: str
    published: str | None
    figure: Figure
    told: tuple[Telling, ...]

    def best(self, of: Set[str] = frozenset()) -> Telling:
        """The telling to point at: by whose word the figure was (`of`), else by a body named, else in a claim."""
        return min(self.told, key=lambda one: rank(one, of))


def rank(telling: Telling, of: Set[str] = frozenset()) -> tuple[bool, bool, bool]:
    """How little a telling says of who withdraws."""
    return (telling.whose not in of if telling.whose else True, telling.who is None, telling.claim is None)


def withdrawals(ledger: Ledger, entities: Entities | None = None) -> list[Withdrawal]:
    """The figures a report withdraws, in the order of its text.

    A sentence with a word of withdrawing withdraws the figures in it, where it speaks of a figure or a post; one
    without figures that points at a figure ("This figure should no longer be used") those of the sentence before; "the
    same source" carries it on.  What the report says next of the withdrawal tells more of it: "the ministry called it a
    technical error".
    """
    reading = _Reading(ledger, entities or {})
    told: dict[str, list[Telling]] = {}
    figures = {figure.id: figure for figure in ledger.figures}
    last, last_at = list[Figure](), -1 - GOES_ON
    for n, sentence in enumerate(reading.sentences):
        words = ledger.report.text[sentence.start : sentence.end]
        match = _withdrawing(words)
        carried = bool(told) and pattern("same origin").search(words) is not None
        if match is None and not carried:
            continue
        meant = [
            one for one in reading.inside.get(n, ()) if carried or match is None or _may_be_meant(one, words, match)
        ]
        if not meant and reading.inside.get(n) is None:
            if pattern("points at a figure").search(words):
                meant = next((reading.inside[m] for m in (n - 1, n - 2) if m in reading.inside), [])
            if not meant and n - last_at <= GOES_ON:
                meant = last
        if not meant:
            continue
        last, last_at = meant, n
        for figure in meant:
            so_far = told.setdefault(figure.id, [])
            so_far.append(reading.telling(sentence, match, figure, _last_named(told.values())))
    again = [one.id for one in ledger.figures if one.id not in told and told and is_odd(one)]
    return [
        Withdrawal(
            report=ledger.report.id,
            published=ledger.report.published,
            figure=figures[figure],
            told=tuple(tellings),
        )
        for figure in (*told, *again)
        if (tellings := dict.fromkeys(_of_one_number(figures[figure], told, figures)))
    ]


def _withdrawing(words: str) -> re.Match[str] | None:
    """The word by which a sentence withdraws something; a thing only asked for or not done is none."""
    found = (m for m in pattern("withdraw").finditer(words) if not NOT_DONE.search(words, 0, m.start()))
    return next(found, None)


def _may_be_meant(figure: Figure, words: str, match: re.Match[str]) -> bool:
    """Whether it is the number that is withdrawn, not those counted: troops withdraw, people die by mistake."""
    if figure.measure in ARMED and match.group().lower().startswith("withdr"):
        return pattern("figure in question").search(words[: match.start()]) is not None
    return pattern("speaks of a figure").search(words) is not None


def _of_one_number(
    figure: Figure, told: Mapping[str, Sequence[Telling]], figures: Mapping[str, Figure]
) -> Iterator[Telling]:
    """What the report tells of the withdrawal of a figure, where it stands and where it gives it again."""
    yield from told.get(figure.id, ())
    for other, tellings in told.items():
        if figures[other].measure == figure.measure and same_value(figures[other], figure):
            yield from tellings


def _last_named(told: Iterable[Sequence[Telling]]) -> Telling | None:
    return next((one for some in reversed(list(told)) for one in reversed(some) if one.who), None)


class _Reading:
    """A report with the look-ups that finding its withdrawals needs."""

    def __init__(self, ledger: Ledger, entities: Entities) -> None:
        self.ledger, self.text, self._entities = ledger, ledger.report.text, entities
        # Most reports withdraw nothing, and are not cut into sentences.
        self.sentences = sentences_of(self.text) if pattern("withdraw").search(self.text) else []
        starts = [sentence.start for sentence in self.sentences]
        self.inside: dict[int, list[Figure]] = {}
        for figure in ledger.figures if self.sentences else ():
            if figure.vague and figure.measure == "other":
                continue  # "several agencies still use it" is not the figure in question
            self.inside.setdefault(bisect_right(starts, figure.span.start) - 1, []).append(figure)

    def telling(self, sentence: Span, match: re.Match[str] | None, figure: Figure, before: Telling | None) -> Telling:
        at = sentence.start + (match.start() if match else 0)
        claim = self._claim(sentence, at)
        ref = (
            Ref(report=self.ledger.report.id, claim=claim.id)
            if claim
            else Ref(report=self.ledger.report.id, figure=figure.id)
        )
        if before is not None and (match is None or A_WITHDRAWN.search(match.string, 0, match.start())):
            return Telling(ref, before.who, before.whose)  # "the withdrawn breakdown": of the withdrawal told before
        named = self._named(sentence, match) if match else None
        if named is None and match and claim and claim.sources and claim.sources[-1].kind in ("organisation", "group"):
            named = (claim.sources[-1].entity or "", claim.sources[-1].name)
        return Telling(ref, *self._known(*named)) if named else Telling(ref)

    def _known(self, entity: str, name: str) -> tuple[str, str]:
        known = self._entities.get((self.ledger.report.id, entity))
        return (known.name, known.id) if known else (name, name.casefold())

    def _claim(self, sentence: Span, at: int) -> Claim | None:
        """The claim in which the word stands, the innermost one; else one of the sentence, a negative one first."""
        around = [claim for claim in self.ledger.claims if any(s.start <= at < s.end for s in claim.spans)]
        if around:
            return max(around, key=lambda claim: (len(claim.sources), -claim.spans[0].start))
        here = [claim for claim in self.ledger.claims if sentence.start <= claim.spans[0].start < sentence.end]
        return min(here, key=lambda claim: (claim.polarity != "negative", claim.spans[0].start), default=None)

    def _named(self, sentence: Span, match: re.Match[str]) -> tuple[str, str] | None:
        """Entity and name of who the sentence says withdraws: "withdrawn by X", "X never supplied", "X says it was"."""
        start, end = sentence.start + match.start(), sentence.start + match.end()
        passive = bool(PASSIVE.search(self.text, sentence.start, start) or PASSIVE_WORD.match(match.group()))
        before: list[tuple[int, int, str, str, EntityKind]] = []
        for entity in self.ledger.entities:
            if entity.kind not in BODIES:
                continue
            spans = [
                m.span for m in entity.mentions if m.type != "pronoun" and sentence.start <= m.span.start < sentence.end
            ]
            for span in spans:
                if BY.fullmatch(self.text, end, span.start):
                    return entity.id, entity.name
                if span.end <= start:
                    before.append((span.start, span.end, entity.id, entity.name, entity.kind))
        for first, last, id_, name, kind in sorted(before, reverse=True):
            between = self.text[last:start]
            says = _says(between)
            if (
                not NO_SUBJECT.search(self.text, sentence.start, first)
                and not re.search(r"[;:]", between)
                and between.count(",") != 1
                and len(between.split()) <= SUBJECT_WITHIN
                and (says or not passive)
                and not (says and (kind == "outlet" or (passive and kind == "person")))
            ):
                return id_, name
        return None


def _says(words: str) -> bool:
    """Whether a word of saying stands in these."""
    verbs = load_list("en", "reporting_verbs")
    return any(verbs.has(word, "say") for word in re.findall(r"[a-z]+", words.lower()))


def sentences_of(text: str) -> list[Span]:
    """Sentences as far as punctuation tells; a title's dot may cut one in two, which does no harm here."""
    out, start = [], 0
    for gap in SENTENCE_END.finditer(text):
        if text[start : gap.start()].strip():
            out.append(Span(start, gap.start()))
        start = gap.end()
    if text[start:].strip():
        out.append(Span(start, len(text)))
    return out


@cache
def pattern(section: str) -> re.Pattern[str]:
    forms: Iterable[str] = sorted(load_list("en", "retractions").forms(section), key=lambda f: (-len(f), f))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", re.IGNORECASE)
