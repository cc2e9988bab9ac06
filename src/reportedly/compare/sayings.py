"""One claim as what is compared: the marks it leaves, that is whom it names, what it counts, the stems of its words."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from typing import NamedTuple

from reportedly.compare.groups import EVERYBODY, GROUPS
from reportedly.compare.order import number_of_day
from reportedly.compare.retellings import NUMBER, RARE, SMOOTHING, STEM, WORD, common_stems
from reportedly.compare.statements import Entities
from reportedly.comparison import Ref
from reportedly.languages import load_list
from reportedly.model import Certainty, Claim, EntityKind, Figure, Ledger, MentionType, Span

COMMON = 0.5  # words that more than half of all articles have tell nothing
SHORTEST = 3  # letters of a word that may tell something
NOT_DIGIT = re.compile(r"\D")
# Sections of measures.txt whose words are put for one another.
FAMILIES = (
    ("dead", ("kill", "die", "dead")),
    ("injured", ("injure", "injured")),
    ("held", ("detain", "detained", "custody")),
)
NOT_HERE = frozenset(
    ("t", "n't", "zero", "hardly", "scarcely", "without", "neither", "yet to")
)  # deny too little, or more than the words behind them
GAP = r"(?:\W+\w+){1,5}?\W+"  # " … " of opposites.txt
QUOTED = 90  # characters of a quotation in a reason
BETWEEN_PIECES = " … "
HEDGES: frozenset[Certainty] = frozenset(("probable", "possible", "unknown"))


class Named(NamedTuple):
    """Somebody or something named in a claim; offsets are into `Saying.text`."""

    start: int
    end: int
    entity: str  # id of the case entity, else the folded name
    name: str
    kind: EntityKind
    type: MentionType


class Hint(IntEnum):
    """What the words of a claim may be about: where they are not, nothing of it needs to be looked for in them."""

    STATE = 1  # what has become of somebody
    ONCE = 2  # what happens once to somebody
    ONE_EVENT = 4  # what happens once to a thing
    BLAME = 8  # who is behind a thing
    PRESENCE = 16  # who took part
    SUCH_FIGURE = 32  # that no such figure was given
    NEVER_SAID = 64
    IN_FACT = 128
    SAME_NUMBERS = 256


class Plain(NamedTuple):
    """What follows from the words of a claim, whoever the names in it are."""

    hints: int  # sum of `Hint`s
    marks: frozenset[str]  # without those of names


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One claim of one report as what is compared: its words, its marks, whose word it is."""

    report: str
    published: str | None
    language: str | None
    claim: Claim
    text: str
    named: tuple[Named, ...]
    marks: frozenset[str]  # "@E7", "#164", "~leave", "daugh"
    figures: tuple[Figure, ...]
    who: str  # name of the innermost source; of what an author says, the outlet
    who_entity: str | None
    cue: str  # words by which the innermost source is said to say it
    hints: int | None = None  # None: not looked for

    def may(self, hint: Hint) -> bool:
        """Whether its words may be about something."""
        return self.hints is None or bool(self.hints & hint)

    @property
    def ref(self) -> Ref:
        return Ref(report=self.report, claim=self.claim.id)

    @property
    def day(self) -> str | None:
        return self.published[:10] if self.published else None

    @property
    def whose(self) -> str:
        return self.who_entity or self.who.casefold()

    @property
    def denies(self) -> bool:
        return self.claim.polarity == "negative" and not self.open

    @property
    def open(self) -> bool:
        return self.claim.certainty == "unknown"

    @property
    def hedged(self) -> bool:
        return self.claim.certainty in HEDGES

    def who_of(self, kind: EntityKind) -> frozenset[str]:
        return frozenset(one.entity for one in self.named if one.kind == kind)


# ---------------------------------------------------------------- reading claims
def sayings_of(ledger: Ledger, entities: Entities, plain: Sequence[Plain] | None = None) -> tuple[Saying, ...]:
    """The claims of a report as they are compared, in the order of its ledger.

    `plain` is what is known already of the words of each.
    """
    report = ledger.report
    mentions = sorted(_mentions(ledger, entities))
    starts = [start for start, _ in mentions]
    reach = max((one.end - one.start for _, one in mentions), default=0)
    figures: defaultdict[str | None, list[Figure]] = defaultdict(list)
    for figure in ledger.figures:
        figures[figure.claim].append(figure)
    out = []
    for n, claim in enumerate(ledger.claims):
        near = [
            one
            for span in claim.spans
            for _, one in mentions[bisect_left(starts, span.start - reach) : bisect_left(starts, span.end)]
            if one.end > span.start
        ]
        who, entity = _who(ledger, claim, entities)
        counted = tuple(figures.get(claim.id, ()))
        words = _marks_of_words(report.text, claim, near, counted) if plain is None else plain[n].marks
        out.append(
            Saying(
                report=report.id,
                published=report.published,
                language=report.language,
                claim=claim,
                text=BETWEEN_PIECES.join(report.text[span.start : span.end] for span in claim.spans),
                named=tuple(_moved(one, claim.spans) for one in near),
                marks=words.union(["@" + one.entity for one in near]),
                figures=counted,
                who=who,
                who_entity=entity,
                cue=_cue(report.text, claim),
                hints=None if plain is None else plain[n].hints,
            )
        )
    return tuple(out)


def _mentions(ledger: Ledger, entities: Entities) -> Iterator[tuple[int, Named]]:
    for entity in ledger.entities:
        known = entities.get((ledger.report.id, entity.id))
        of = (known.id, known.name, known.kind) if known else (entity.name.casefold(), entity.name, entity.kind)
        for mention in entity.mentions:
            start, end = mention.span
            yield start, Named(start, end, *of, mention.type)


def _moved(one: Named, spans: Sequence[Span]) -> Named:
    """A mention with offsets into the joined pieces of a claim."""
    at = 0
    for span in spans:
        if one.start < span.end and one.end > span.start:
            start, end = max(one.start, span.start) - span.start, min(one.end, span.end) - span.start
            return one._replace(start=at + start, end=at + end)
        at += span.end - span.start + len(BETWEEN_PIECES)
    return one


def _marks_of_words(text: str, claim: Claim, named: Sequence[Named], figures: Sequence[Figure]) -> frozenset[str]:
    """The marks of a claim but for those of the names in it."""
    marks: set[str] = set()
    taken = [(one.start, one.end) for one in named if one.type == "name"]
    for figure in figures:
        number = next((n for n in (figure.best, figure.low, figure.high) if n is not None), None)
        if number is not None:
            marks.add(f"#{number:g}")
            taken.append(figure.span)
    for span in claim.spans:
        words = list(text[span.start : span.end])
        for start, end in taken:
            for at in range(max(start, span.start), min(end, span.end)):
                words[at - span.start] = " "
        marks |= marks_in("".join(words))
    return frozenset(marks)


def marks_in(words: str) -> frozenset[str]:
    """The numbers of a text and what its words come to: "was sacked" as "was fired", stems of all others."""
    numbers = {f"#{re.sub(NOT_DIGIT, '', m.group())}" for m in NUMBER.finditer(words)}
    return frozenset(numbers.union(*(_mark_of(word) for word in WORD.findall(words.lower()))))


@lru_cache(maxsize=100_000)
def _mark_of(word: str) -> tuple[str, ...]:
    """The mark of a word in small letters, none of one that tells nothing or denies: a denial is of the same thing."""
    if len(word) < SHORTEST or word[0].isdigit() or word in load_list("en", "certainty").forms("not"):
        return ()
    family = _families().get(word)
    if family:
        return (family,)
    return (word[:STEM],) if common_stems().get(word[:STEM], 0) <= COMMON else ()


@cache
def _families() -> dict[str, str]:
    """Words that are put for one another, each under "~" and the name of its family; the first family wins."""
    out: dict[str, str] = {}
    measures, groups = load_list("en", "measures"), load_list("en", "groups")
    told = [(name, measures.forms(*sections)) for name, sections in FAMILIES]
    told += [(entry[0], frozenset(entry)) for entry in load_list("en", "synonyms").entries("families")]
    told += [(group, groups.forms(group)) for group in GROUPS if group != EVERYBODY]
    for name, forms in told:
        for form in forms:
            if " " not in form:
                out.setdefault(form.lower(), "~" + name)
    return out


def _who(ledger: Ledger, claim: Claim, entities: Entities) -> tuple[str, str | None]:
    """Name and case entity of who claims it in the end: of nobody named, the report itself."""
    if not claim.sources or claim.sources[-1].kind == "author":
        return ledger.report.outlet or ledger.report.where, None
    source = claim.sources[-1]
    known = entities.get((ledger.report.id, source.entity or ""))
    return (known.name, known.id) if known else (source.name, None)


def _cue(text: str, claim: Claim) -> str:
    spans = claim.sources[-1].cue if claim.sources else claim.cue
    return " ".join(text[span.start : span.end] for span in spans)


@cache
def negation() -> re.Pattern[str]:
    """Finds a word that denies, in text of small letters."""
    words = sorted(load_list("en", "certainty").forms("not") - NOT_HERE, key=lambda w: (-len(w), w))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b|n['’]t\b")


# ---------------------------------------------------------------- what tells
class Rarity:
    """How much a mark tells: the rarer in news and in the reports taken in so far, the more."""

    def __init__(self) -> None:
        self._in: Counter[str] = Counter()
        self._reports = 0
        self._found: dict[str, float] = {}

    def take_in(self, sayings: Iterable[Saying]) -> None:
        """Counts the marks of one report."""
        self._reports += 1
        self._in.update(frozenset().union(*(saying.marks for saying in sayings)))
        self._found.clear()

    def of(self, mark: str) -> float:
        """Minus the logarithm of the share of reports that have it, in nats."""
        found = self._found.get(mark)
        if found is None:
            here = (self._in[mark] + 1) / (self._reports + SMOOTHING)
            found = self._found[mark] = -math.log(min(1.0, max(_usual(mark), here)))
        return found

    def sum(self, marks: Iterable[str]) -> float:
        return math.fsum(map(self.of, marks))  # the same in whatever order the marks come

    @staticmethod
    def in_news(marks: Iterable[str]) -> float:
        """How much marks tell in news at large: what a case is about is in all its reports, and tells all the same."""
        return math.fsum(-math.log(_usual(mark)) for mark in marks)

    def rarest(self, marks: Iterable[str], count: int) -> list[str]:
        return sorted(marks, key=lambda mark: (-self.of(mark), mark))[:count]


@lru_cache(maxsize=100_000)
def _usual(mark: str) -> float:
    """The share of articles that have a mark: of a family, its commonest word."""
    if mark[0] == "~":
        return max(common_stems().get(word[:STEM], RARE) for word in _members()[mark])
    return RARE if mark[0] in "@#" else common_stems().get(mark, RARE)


@cache
def _members() -> dict[str, list[str]]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for word, mark in _families().items():
        members[mark].append(word)
    return dict(members)


# ---------------------------------------------------------------- words of the lists
@cache
def phrase(section: str) -> re.Pattern[str]:
    """Finds the words of a section of opposites.txt."""
    return _compiled(load_list("en", "opposites").forms(section))


@cache
def any_phrase(sections: tuple[str, ...]) -> re.Pattern[str]:
    return _compiled(load_list("en", "opposites").forms(*sections))


def _compiled(forms: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    parts = (GAP.join(re.escape(part) for part in form.split(" … ")) for form in ordered)
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


def negated(text: str) -> bool:
    """Whether a text has a word that denies."""
    return negation().search(text.lower()) is not None


def denied_by_cue(saying: Saying) -> bool:
    """Whether it is the speaker who denies, "he denied that …": the words of the claim say what is denied."""
    words = saying.cue.lower()
    return phrase("denies that").search(words) is not None and not negated(words)


# ---------------------------------------------------------------- when, and in what words
def day_of(saying: Saying) -> str | None:
    """The day a claim is about where it gives one, else the day it was published."""
    time = saying.claim.time
    return (time.end or time.start if time else None) or saying.day


def days(a: Saying, b: Saying) -> int:
    """Days from what one claim is about to what another is about; 0 where either is not known."""
    return between(day_of(a), day_of(b))


def between(a: str | None, b: str | None) -> int:
    if not a or not b:
        return 0
    try:
        return number_of_day(b[:10]) - number_of_day(a[:10])
    except ValueError:
        return 0


def quote(saying: Saying) -> str:
    words = " ".join(saying.text.split()).strip("\"“”' ")
    if len(words) > QUOTED:
        words = words[:QUOTED].rsplit(" ", 1)[0] + "…"
    return f"“{words}” ({saying.who})"
