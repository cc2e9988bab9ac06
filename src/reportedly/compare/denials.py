"""What one claim says and another denies: the words under the negation, and the claims that say just that."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from reportedly.compare.sayings import Rarity, Saying, days, denied_by_cue, marks_in, negated, negation, phrase, quote
from reportedly.comparison import Conflict, NoConflict
from reportedly.languages import load_list

NEWS_LASTS = 7  # days between a claim and its denial
DENIED = 0.6  # of what is denied and what is said, the share that both have
DENIED_NEAR = 0.45  # in one passage
DENIED_WORDS = 0.7  # where both name nobody: "the gates were open", "the gates were not open"
LEAST_DENIED = 3.0  # nats of it
LEAST_DENIED_WORDS = 4.0
LEAST_DENIED_NEAR = 2.0
HALF, MOST = 0.45, 0.7  # of what stands under the negation
BESIDE = 800  # characters
LOOKED_AT = 60  # claims with a mark that are looked at
SIDE = 8  # different wordings of one side that are held against the other; more say nothing new
STILL_SO = 3  # days for which a state is taken to last
QUIET = ("possible", "unknown")  # who thinks a thing possible is not contradicted by who denies it


# ---------------------------------------------------------------- finding the like of a claim
class Index:
    """Claims by their marks; claims with the same marks are one wording, looked at once."""

    def __init__(self, sayings: Iterable[Saying], rarity: Rarity) -> None:
        self.rarity = rarity
        self.wordings: dict[frozenset[str], list[Saying]] = defaultdict(list)
        for saying in sayings:
            self.wordings[saying.marks].append(saying)
        self._with: dict[str, list[frozenset[str]]] = defaultdict(list)
        for marks in self.wordings:
            for mark in marks:
                self._with[mark].append(marks)

    def like(self, marks: Iterable[str], probes: int = 4) -> Iterator[frozenset[str]]:
        """Wordings that share one of the rarest of these marks, the newest of each."""
        seen: set[frozenset[str]] = set()
        for mark in self.rarity.rarest(marks, probes):
            for wording in self._with.get(mark, ())[-LOOKED_AT:]:
                if wording not in seen:
                    seen.add(wording)
                    yield wording


# ---------------------------------------------------------------- somebody says that it is not so
def denials(index: Index, found: list[Conflict], apart: list[NoConflict]) -> None:
    """What one claim says and another denies; a denial of what happened only afterwards is none of it."""
    for wording in list(index.wordings):
        denying = [one for one in index.wordings[wording] if one.denies and one.claim.certainty not in QUIET]
        if not denying:
            continue
        for _, said in _denied_by(denying[0], index)[:SIDE]:
            yes = next(one for one in index.wordings[said] if _asserts(one))
            pairs = [(yes, denying[0])] + [
                (one, no)
                for no in denying[:SIDE]
                for one in index.wordings[said]
                if one.report == no.report and one.whose != no.whose and _asserts(one)
            ]
            for one, no in pairs:
                _weigh(one, no, found, apart)


def _denied_by(no: Saying, index: Index) -> list[tuple[float, frozenset[str]]]:
    """The wordings that say what a claim denies, each with how much it is that and nothing else."""
    best: dict[frozenset[str], float] = {}
    for denied in denied_in(no):
        for wording in index.like(denied.all):
            near = any(_beside(one, no) for one in index.wordings[wording])
            alike = likeness(denied, wording, index.rarity, near=near)
            yes = next((one for one in index.wordings[wording] if _asserts(one)), None) if alike else None
            if yes is not None and not other_people(no, yes):
                best[wording] = max(alike, best.get(wording, 0.0))
    return sorted(((alike, wording) for wording, alike in best.items()), key=lambda pair: (-pair[0], sorted(pair[1])))


def _beside(yes: Saying, no: Saying) -> bool:
    """Whether both stand in one passage of a report."""
    apart = no.claim.spans[0].start - yes.claim.spans[-1].end
    return yes.report == no.report and abs(apart) <= BESIDE


def _weigh(yes: Saying, no: Saying, found: list[Conflict], apart: list[NoConflict]) -> None:
    """A denial, or what only came about after it was denied."""
    if yes.whose == no.whose and (yes.report == no.report or not negated(no.text)):
        return  # one voice, and no word that denies: more likely misread than taken back
    late = days(no, yes)
    quotes = f"{quote(yes)} against {quote(no)}"
    if late > STILL_SO or (late >= 0 and NOT_YET.search(no.text)):
        reason = f"{quotes}: it came about after it was denied"
        apart.append(NoConflict(kind="later", a=yes.ref, b=no.ref, reason=reason))
    elif -late <= NEWS_LASTS:
        found.append(Conflict(kind="denial", a=yes.ref, b=no.ref, reason=f"{quotes}: one denies what the other says"))


NOT_YET = re.compile(r"\b(?:not|n['’]t|nothing|no)\b.*\b(?:yet|so far|until)\b|\bstill (?:not|no)\b", re.IGNORECASE)
CLAUSE = re.compile(r"[;:]|,\s+(?:and|but|while|whereas|as|because|although|which|who)\b|\s…\s")


# "(vowed) to block it", "(saw) how it was"
NO_FACT = re.compile(r"[\W_]*(?:to|how|why|what|where|when|who)\b", re.IGNORECASE)
CONDITION = re.compile(r"\b(?:if|unless|whether|provided|suppose)\b", re.IGNORECASE)
SHORTEST_CLAIM = 4  # words: fewer are a topic ("climate change"), not a claim


class Denied(NamedTuple):
    """A thing denied: what stands under the negation, and what it is said of."""

    what: frozenset[str]
    of: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.what | self.of


def denied_in(no: Saying) -> list[Denied]:
    """Each thing that a claim denies: "he is not a terrorist and did not take part" two of him."""
    text = no.text
    cuts = [match.span() for match in negation().finditer(text.lower())]
    if not cuts:
        predicate = _false().search(text)
        if predicate:
            return [Denied(marks_between(no, 0, predicate.start()), frozenset())]
        return [Denied(no.marks, frozenset())] if denied_by_cue(no) else []
    clause_start = max((end.end() for end in CLAUSE.finditer(text, 0, cuts[0][0])), default=0)
    topic = frozenset(mark for mark in marks_between(no, clause_start, cuts[0][0]) if mark[0] != "@")
    out = []
    for n, (_, start) in enumerate(cuts):
        end = cuts[n + 1][0] if n + 1 < len(cuts) else len(text)
        clause = CLAUSE.search(text, start, end)
        what = marks_between(no, start, clause.start() if clause else end)
        subject = {"@" + one.entity for one in no.named if one.kind == "person" and one.end <= start}
        if what and not _denies_nothing(text, cuts[n]) and (topic or subject or not POINTS.match(text)):
            out.append(Denied(what, (topic | subject) - what))
    return out


# Whose "I" it is, and what "that" is, the words do not tell; what would or should be is no fact to deny.
POINTS = re.compile(r"[\W_]*(?:that|this|it|there|these|those)\b", re.IGNORECASE)
SPEAKER = re.compile(r"\b(?:I|we)(?:\s+\w+|['’]\w+)?\s*$", re.IGNORECASE)
SUPPOSED = re.compile(r"\b(?:would|should|could|must|might|may|ought|['’]d)(?:\s+\w+)?\s*$", re.IGNORECASE)
SUPPOSED_BEHIND = re.compile(r"\s*(?:\w+\s+){0,2}(?:would|should|could|must|might|may|ought)\b", re.IGNORECASE)
NOT_MORE = re.compile(
    r"\s*(?:\w+\s+){0,3}(?:more|less|better|worse|best|only|just|all|always|every\w*|necessarily|much|many|enough|fully"
    r"|quite|exactly)\b",
    re.IGNORECASE,
)


def _denies_nothing(text: str, cut: tuple[int, int]) -> bool:
    """Whether a negation leaves open what follows it, or compares: "has not been confirmed", "could not be happier"."""
    before, behind = text[: cut[0]], text[cut[1] :]
    return bool(
        SPEAKER.search(before)
        or SUPPOSED.search(before)
        or SUPPOSED_BEHIND.match(behind)
        or NOT_MORE.match(behind)
        or _unproven().match(behind.lstrip())
        or phrase("did not answer").match(behind.lstrip())
    )


@cache
def _unproven() -> re.Pattern[str]:
    """What begins as "(has not) been confirmed" denies nothing."""
    forms = sorted(load_list("en", "certainty").forms("verified"), key=lambda form: (-len(form), form))
    return re.compile(
        rf"(?:yet |been |be |immediately |independently )*(?:{'|'.join(map(re.escape, forms))})\b", re.IGNORECASE
    )


def marks_between(saying: Saying, start: int, end: int) -> frozenset[str]:
    named = [one for one in saying.named if start <= one.start < end]
    words = list(saying.text[start:end])
    for one in named:
        if one.type == "name":
            words[one.start - start : one.end - start] = " " * (min(one.end, end) - one.start)
    return marks_in("".join(words)) | {"@" + one.entity for one in named}


@cache
def _false() -> re.Pattern[str]:
    forms = sorted(load_list("en", "certainty").forms("false"), key=lambda form: (-len(form), form))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", re.IGNORECASE)


def _asserts(saying: Saying) -> bool:
    return (
        saying.claim.polarity == "positive"
        and saying.claim.certainty not in QUIET
        and not negated(saying.text)
        and not saying.text.rstrip("\"'”’ ").endswith("?")
        and not CONDITION.search(saying.text)
        and not NO_FACT.match(saying.text)
        and len(saying.text.split()) >= SHORTEST_CLAIM
    )


def likeness(denied: Denied, said: frozenset[str], rarity: Rarity, *, near: bool) -> float:
    """How much of what is denied and what is said is the same (cosine, by rarity); 0 where that is too little to tell.

    Most of what stands under the negation must be said too: "he gave no source" denies not all that he gave.  In one
    passage less will do: a denial stands beside what it denies.
    """
    shared = denied.all & said
    both, what = rarity.sum(shared), rarity.sum(denied.what)
    if len(shared) < 2 or both < (LEAST_DENIED_NEAR if near else LEAST_DENIED):
        return 0.0
    if rarity.sum(denied.what & said) < (HALF if near else MOST) * what or not any(
        m[0] != "@" for m in denied.what & said
    ):
        return 0.0
    alike = both / math.sqrt(rarity.sum(denied.all) * rarity.sum(said))
    if not near and not any(mark[0] in "@#" for mark in shared):
        return alike if alike >= DENIED_WORDS and both >= LEAST_DENIED_WORDS else 0.0
    return alike if alike >= (DENIED_NEAR if near else DENIED) else 0.0


def other_people(a: Saying, b: Saying) -> bool:
    """Whether they are about different people: one man did not take part, others did."""
    people, others = a.who_of("person"), b.who_of("person")
    return bool(people and not people & others)
