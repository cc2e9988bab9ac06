"""Which reports are copies: word for word, cut, in other words, translated, or only sharing a passage.

Each report is held against the others in outline (`outlines`); the two texts are laid side by side only where that
shows that they may have something in common, and what came of it is kept until either outline changes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, TypeVar

from reportedly.compare.memory import Memory, digest_of
from reportedly.compare.order import appeared, number_of_day
from reportedly.compare.outlines import Called, outline_of, quoted_in
from reportedly.compare.passages import Fingerprinted, Run, fingerprinted, passages_of, shared_runs
from reportedly.compare.retellings import NOTHING_TOLD, Retelling, Sentence, Told, Weights, retold
from reportedly.comparison import Copy, CopyKind, Passage
from reportedly.model import Ledger, Report, Span

COPIES = "copies"  # what they are kept under: of each report those with reports that appeared before it
VERBATIM = 0.85  # share of both texts' words in shared stretches
TRIMMED = 0.5  # share of the shorter one's
SHARED = 30  # words outside quotation marks: less may be a name, a title, a stock phrase
RETOLD = 0.075  # see retellings.retold; on the casebook's reports copies score 0.08 and more, others at most 0.06
# A share tells nothing of what is short: two flashes on one event share much by chance.
RETOLD_WORDS = 40  # at least, of either report, outside quotation marks
RETOLD_SENTENCES = 3  # in which both say something telling at the same turn
RETOLD_WORTH = 11.5  # nats; the casebook's copies come to 12.4 and more, all others to 11.2 at most
TRANSLATED = 0.54  # the same of names and numbers alone; translations score 0.59 and more, others at most 0.50
DAYS = 10  # a report is retold while it is news
LIKE_LENGTHS = 5.0  # times as long at most: a retelling is no footnote of another story

BOILERPLATE = 3  # reports of one outlet that share a run of words or a sentence which no other outlet has
COMMON_PRINT = 60  # reports with one fingerprint, more than that are no candidates by it
COMMON_FEATURE = 50
RARE_SHARED = 4  # rare features that make two reports candidates

TOO_SHORT = "too few of their own to tell whether one was made from the other"

NO_COPY = Copy(a="", b="", kind="shared_text", score=0.0)  # stands for a pair that has nothing in common

Part = TypeVar("Part", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A report ready to be held against others."""

    report: Report
    prints: frozenset[int]
    told: Told
    quoted: tuple[Span, ...]
    digest: str  # of all this


def prepared(ledger: Ledger, called: Called, memory: Memory) -> Prepared:
    """A report with its names as the case has them; those that it has none for are told by themselves."""
    report, outline = ledger.report, outline_of(ledger, called, memory)
    names = {"@" + entity.id: "@" + called.get(entity.id, entity.name.casefold()) for entity in ledger.entities}
    names |= {"@" + entity: "@" + name for entity, name in called.items()}
    sentences = tuple([frozenset([names.get(one, one) for one in sentence]) for sentence in outline.sentences])
    meant = sorted((entity, name) for entity, name in names.items())
    return Prepared(
        report=report,
        prints=frozenset(outline.prints),
        told=Told(report=report.id, sentences=sentences),
        quoted=quoted_in(ledger),
        digest=digest_of(report.id, report.outlet, report.published, report.language, outline.digest, meant),
    )


def copies_among(reports: Sequence[Prepared], memory: Memory) -> list[Copy]:
    """Pairs of reports of which one was made from the other, or both from a third, in the order of the reports."""
    reports = without_stock_sentences(reports)
    weights = Weights(one.told for one in reports)
    boilerplate = frozenset(of_one_outlet(reports, lambda one: one.prints))
    kept = KeptCopies(reports, [digest_in_case(one, weights, boilerplate) for one in reports], memory)
    texts = Texts()
    found = []
    for a, b in sorted(candidates(reports, weights, boilerplate)):
        copy = kept.get(a, b)
        if copy is None:
            copy = kept.keep(a, b, copy_of(*in_time(reports[a], reports[b]), weights, boilerplate, texts))
        if copy is not NO_COPY:
            found.append(copy)
    kept.close()
    return found


def digest_in_case(one: Prepared, weights: Weights, boilerplate: frozenset[int]) -> str:
    """Another one wherever something changed that decides what the report shares with others."""
    weighed = array("d", [weights.of(feature) for feature in sorted(one.told.features)])
    return digest_of(one.digest, weighed.tobytes().hex(), sorted(one.prints & boilerplate))


class KeptCopies:
    """What pairs of reports gave the last time, which holds as long as the digests of both are the same."""

    def __init__(self, reports: Sequence[Prepared], digests: Sequence[str], memory: Memory) -> None:
        self._reports, self._digests, self._memory = reports, digests, memory
        self._before: list[Mapping[str, Any]] = []  # of each report: digest of another -> what they gave
        self._now: list[dict[str, Any]] = [{} for _ in reports]
        for one, digest in zip(reports, digests, strict=True):
            its, rows = memory.get(COPIES, one.report.id) or (None, {})
            self._before.append(rows if its == digest else {})

    def get(self, a: int, b: int) -> Copy | None:
        """What two gave, `NO_COPY` where they have nothing in common; None where that is not known."""
        digest = self._digests[a]
        if digest not in self._before[b]:
            return None
        row = self._now[b][digest] = self._before[b][digest]
        return copy_from(row, *in_time(self._reports[a], self._reports[b])) if row else NO_COPY

    def keep(self, a: int, b: int, copy: Copy) -> Copy:
        self._now[b][self._digests[a]] = None if copy is NO_COPY else row_of(copy)
        return copy

    def close(self) -> None:
        for one, digest, rows in zip(self._reports, self._digests, self._now, strict=True):
            self._memory.keep(COPIES, one.report.id, [digest, rows])


def row_of(copy: Copy) -> list[Any]:
    """A copy without the ids of its reports."""
    spans = [n for passage in copy.passages for n in (*passage.a, *passage.b)]
    return [copy.kind, copy.score, [None, copy.a, copy.b].index(copy.original), copy.reason, spans]


def copy_from(row: Sequence[Any], a: Prepared, b: Prepared) -> Copy:
    kind, score, original, reason, spans = row
    places = zip(*[iter(spans)] * 4, strict=True)
    return Copy(
        a=a.report.id,
        b=b.report.id,
        kind=kind,
        score=score,
        passages=tuple([Passage(a=Span(w, x), b=Span(y, z)) for w, x, y, z in places]),
        original=(None, a.report.id, b.report.id)[original],
        reason=reason,
    )


class Texts:
    """Texts as their words, looked at where two are laid side by side."""

    def __init__(self) -> None:
        self._words: dict[str, Fingerprinted] = {}

    def of(self, report: Report) -> Fingerprinted:
        if report.id not in self._words:
            self._words[report.id] = fingerprinted(report.text)
        return self._words[report.id]


def in_time(a: Prepared, b: Prepared) -> tuple[Prepared, Prepared]:
    first, second = sorted((a, b), key=lambda one: appeared(one.report.published, one.report.id))
    return first, second


def candidates(reports: Sequence[Prepared], weights: Weights, boilerplate: frozenset[int]) -> set[tuple[int, int]]:
    """Pairs that share a stretch of words, or several things that few reports have."""
    prints: dict[int, list[int]] = defaultdict(list)
    features: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(reports):
        for number in one.prints - boilerplate:
            prints[number].append(n)
        for feature in one.told.features:
            if 2 <= weights.reports_with(feature) <= COMMON_FEATURE:
                features[feature].append(n)
    out = {pair for some in prints.values() if len(some) <= COMMON_PRINT for pair in combinations(some, 2)}
    shared = Counter(pair for some in features.values() for pair in combinations(some, 2))
    out |= {pair for pair, count in shared.items() if count >= RARE_SHARED and near(*(reports[n].report for n in pair))}
    return out


def without_stock_sentences(reports: Sequence[Prepared]) -> list[Prepared]:
    stock = of_one_outlet(reports, lambda one: one.told.sentences)
    return [_without(one, stock) if stock.intersection(one.told.sentences) else one for one in reports]


def _without(one: Prepared, stock: Collection[Sentence]) -> Prepared:
    kept = [n for n, sentence in enumerate(one.told.sentences) if sentence not in stock]
    told = replace(one.told, sentences=tuple(one.told.sentences[n] for n in kept))
    return replace(one, told=told, digest=digest_of(one.digest, kept))


def of_one_outlet(reports: Iterable[Prepared], parts: Callable[[Prepared], Iterable[Part]]) -> set[Part]:
    """What one outlet puts into its reports again and again, and nobody else has: boilerplate."""
    outlets: dict[Part, Counter[str | None]] = defaultdict(Counter)
    for one in reports:
        for part in set(parts(one)):
            outlets[part][one.report.outlet] += 1
    return {
        part
        for part, having in outlets.items()
        if len(having) == 1 and None not in having and sum(having.values()) >= BOILERPLATE
    }


def copy_of(a: Prepared, b: Prepared, weights: Weights, boilerplate: Collection[int], texts: Texts) -> Copy:
    """What ties two reports, of which `a` is not the later; `NO_COPY` where nothing does."""
    x, y = texts.of(a.report), texts.of(b.report)
    runs = shared_runs(x, y, boilerplate)
    same = sum(run.length for run in runs)
    shares = [same / max(1, len(one.words)) for one in (x, y)]
    own = own_words(x, runs, a.quoted)
    retelling = retelling_of(a, b, weights) if near(a.report, b.report) else NOTHING_TOLD
    kind = (
        kind_in_the_same_words(shares, own)
        or kind_in_other_words(retelling, (x, y), (a, b))
        or ("shared_text" if own >= SHARED or min(shares) >= VERBATIM else None)
    )
    if kind is None:
        return NO_COPY
    return Copy(
        a=a.report.id,
        b=b.report.id,
        kind=kind,
        score=max(shares) if kind in ("verbatim", "trimmed", "shared_text") else min(1.0, retelling.share),
        passages=passages_of(x, y, runs),
        original=original_of(a, b),
        reason=reason(kind, same, own, shares, retelling.share),
    )


def retelling_of(a: Prepared, b: Prepared, weights: Weights) -> Retelling:
    """How much of one report the other tells; across languages by what is written alike in both, names and numbers."""
    if other_language(a, b):
        return retold(a.told.names_and_numbers(), b.told.names_and_numbers(), weights)
    return retold(a.told, b.told, weights)


def other_language(a: Prepared, b: Prepared) -> bool:
    return len({a.report.language, b.report.language} - {None}) == 2


def kind_in_the_same_words(shares: Sequence[float], own: int) -> CopyKind | None:
    """Of so few words that any two reports may have found them, only all are a copy: a flash passed on as it was."""
    if min(shares) >= VERBATIM and (own >= SHARED or min(shares) == 1.0):
        return "verbatim"
    return "trimmed" if max(shares) >= TRIMMED and own >= SHARED else None


def kind_in_other_words(
    retelling: Retelling, texts: Sequence[Fingerprinted], reports: Sequence[Prepared]
) -> CopyKind | None:
    """Whether one report tells what the other tells: a share of it, and in one language enough in itself."""
    if other_language(*reports):
        return "translation" if retelling.share >= TRANSLATED else None
    told = retelling.share >= RETOLD and retelling.worth >= RETOLD_WORTH and retelling.sentences >= RETOLD_SENTENCES
    if not told:
        return None
    shorter, longer = sorted(len(text.words) for text in texts)
    unquoted = min(len(text.words) - in_quotations(text, one.quoted) for text, one in zip(texts, reports, strict=True))
    return "paraphrase" if longer <= LIKE_LENGTHS * shorter and unquoted >= RETOLD_WORDS else None


def own_words(text: Fingerprinted, runs: Sequence[Run], quoted: Sequence[Span]) -> int:
    """Shared words that are not somebody's quoted speech: that, two reporters may have heard."""
    return sum(run.length - in_quotations(text, quoted, run.a, run.a + run.length) for run in runs)


def in_quotations(text: Fingerprinted, quoted: Sequence[Span], first: int = 0, end: int | None = None) -> int:
    """How many words of a stretch, or of all of a text, are quoted."""
    end = len(text.words) if end is None else end
    taken = ((bisect_left(text.starts, span.start), bisect_left(text.starts, span.end)) for span in quoted)
    return sum(max(0, min(stop, end) - max(start, first)) for start, stop in taken)


def near(a: Report, b: Report) -> bool:
    """Whether two reports appeared within `DAYS`, as far as is known."""
    if not a.published or not b.published:
        return True
    return abs(number_of_day(a.published[:10]) - number_of_day(b.published[:10])) <= DAYS


def original_of(a: Prepared, b: Prepared) -> str | None:
    """The likely original: the one whose outlet the other names, else the earlier one; None where nothing tells."""
    for one, other in ((a, b), (b, a)):
        outlet = one.report.outlet
        if outlet and len(outlet) > 3 and outlet in other.report.text and outlet not in one.report.text:
            return one.report.id
    if a.report.published and b.report.published and a.report.published != b.report.published:
        return a.report.id
    return None


def reason(kind: CopyKind, same: int, own: int, shares: Sequence[float], retelling: float) -> str:
    if kind in ("paraphrase", "translation"):
        return f"tells the same in the same order: {retelling:.2f} of what the shorter one says, {same} words alike"
    alike = f"{same} words alike, {shares[0]:.0%} of the one and {shares[1]:.0%} of the other"
    return f"{alike}: {TOO_SHORT}" if own < SHARED and min(shares) < 1.0 else alike


def originals(copies: Iterable[Copy], reports: Iterable[str]) -> dict[str, str]:
    """For each report the one it goes back to, itself where it is no copy; passages shared in part fold nothing."""
    parent = {report: report for report in reports}

    def root(report: str) -> str:
        while parent[report] != report:
            report = parent[report]
        return report

    for copy in copies:
        if copy.kind == "shared_text":
            continue
        a, b = root(copy.a), root(copy.b)
        if a != b:
            first, second = (b, a) if copy.original == copy.b else (a, b)
            parent[second] = first
    return {report: root(report) for report in parent}
