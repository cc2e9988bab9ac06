"""Which reports are copies: word for word, cut, in other words, translated, or only sharing a passage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import TypeVar

from reportedly.compare.order import appeared
from reportedly.compare.passages import Fingerprinted, Run, fingerprinted, passages_of, shared_runs
from reportedly.compare.retellings import Told, Weights, retold, told_by
from reportedly.compare.statements import Entities
from reportedly.comparison import Copy, CopyKind
from reportedly.model import Ledger, Report, Span

VERBATIM = 0.85  # share of both texts' words in shared stretches
TRIMMED = 0.5  # share of the shorter one's
SHARED = 30  # words outside quotation marks: less may be a name, a title, a stock phrase
RETOLD = 0.075  # see retellings.retold; on the casebook's reports copies score 0.08 and more, others at most 0.06
TRANSLATED = 0.54  # the same of names and numbers alone; translations score 0.59 and more, others at most 0.50
DAYS = 10  # a report is retold while it is news
LIKE_LENGTHS = 5.0  # times as long at most: a retelling is no footnote of another story

BOILERPLATE = 3  # reports of one outlet that share a run of words or a sentence which no other outlet has
COMMON_PRINT = 60  # reports with one fingerprint, more than that are no candidates by it
COMMON_FEATURE = 50
RARE_SHARED = 4  # rare features that make two reports candidates

Part = TypeVar("Part", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A report ready to be held against others."""

    report: Report
    words: Fingerprinted
    told: Told
    quoted: tuple[Span, ...]


def prepared(ledger: Ledger, entities: Entities) -> Prepared:
    text = ledger.report.text
    quoted = tuple(span for claim in ledger.claims if claim.mode == "direct" for span in claim.spans)
    return Prepared(
        report=ledger.report, words=fingerprinted(text), told=told_by(ledger, entities), quoted=tuple(sorted(quoted))
    )


def copies_among(reports: Sequence[Prepared]) -> list[Copy]:
    """Pairs of reports of which one was made from the other, or both from a third, in the order of the reports."""
    reports = without_stock_sentences(reports)
    weights = Weights(one.told for one in reports)
    boilerplate = frozenset(of_one_outlet(reports, lambda one: (number for number, _ in one.words.prints)))
    found = []
    for a, b in sorted(candidates(reports, weights, boilerplate)):
        copy = copy_of(reports[a], reports[b], weights, boilerplate)
        if copy is not None:
            found.append(copy)
    return found


def candidates(reports: Sequence[Prepared], weights: Weights, boilerplate: Collection[int]) -> set[tuple[int, int]]:
    """Pairs that share a stretch of words, or several things that few reports have."""
    prints: dict[int, list[int]] = defaultdict(list)
    features: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(reports):
        for number in {number for number, _ in one.words.prints} - set(boilerplate):
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
    return [
        replace(one, told=replace(one.told, sentences=tuple(s for s in one.told.sentences if s not in stock)))
        if stock & set(one.told.sentences)
        else one
        for one in reports
    ]


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


def copy_of(a: Prepared, b: Prepared, weights: Weights, boilerplate: Collection[int]) -> Copy | None:
    """What ties two reports, if anything does."""
    a, b = sorted((a, b), key=lambda one: appeared(one.report.published, one.report.id))
    runs = shared_runs(a.words, b.words, boilerplate)
    same = sum(run.length for run in runs)
    shares = [same / max(1, len(one.words.words)) for one in (a, b)]
    retelling = retelling_of(a, b, weights) if near(a.report, b.report) else 0.0
    kind = kind_of(shares, own_words(a, runs), retelling, a, b)
    if kind is None:
        return None
    original = original_of(a, b)
    return Copy(
        a=a.report.id,
        b=b.report.id,
        kind=kind,
        score=max(shares) if kind in ("verbatim", "trimmed", "shared_text") else min(1.0, retelling),
        passages=passages_of(a.words, b.words, runs),
        original=original,
        reason=reason(kind, same, shares, retelling),
    )


def retelling_of(a: Prepared, b: Prepared, weights: Weights) -> float:
    """How much of one report the other tells; across languages by what is written alike in both, names and numbers."""
    if other_language(a, b):
        return retold(a.told.names_and_numbers(), b.told.names_and_numbers(), weights)
    return retold(a.told, b.told, weights)


def other_language(a: Prepared, b: Prepared) -> bool:
    return len({a.report.language, b.report.language} - {None}) == 2


def kind_of(shares: Sequence[float], own: int, retelling: float, a: Prepared, b: Prepared) -> CopyKind | None:
    if min(shares) >= VERBATIM:
        return "verbatim"
    if max(shares) >= TRIMMED and own >= SHARED:
        return "trimmed"
    if other_language(a, b):
        return "translation" if retelling >= TRANSLATED else None
    lengths = sorted(len(one.words.words) for one in (a, b))
    if retelling >= RETOLD and lengths[1] <= LIKE_LENGTHS * max(1, lengths[0]):
        return "paraphrase"
    return "shared_text" if own >= SHARED else None


def own_words(a: Prepared, runs: Sequence[Run]) -> int:
    """Shared words that are not somebody's quoted speech: that, two reporters may have heard."""
    count = 0
    for run in runs:
        for n in range(run.a, run.a + run.length):
            count += not any(span.start <= a.words.spans[n].start < span.end for span in a.quoted)
    return count


def near(a: Report, b: Report) -> bool:
    """Whether two reports appeared within `DAYS`, as far as is known."""
    if not a.published or not b.published:
        return True
    return abs((date.fromisoformat(a.published[:10]) - date.fromisoformat(b.published[:10])).days) <= DAYS


def original_of(a: Prepared, b: Prepared) -> str | None:
    """The likely original: the one whose outlet the other names, else the earlier one; None where nothing tells."""
    for one, other in ((a, b), (b, a)):
        outlet = one.report.outlet
        if outlet and len(outlet) > 3 and outlet in other.report.text and outlet not in one.report.text:
            return one.report.id
    if a.report.published and b.report.published and a.report.published != b.report.published:
        return a.report.id
    return None


def reason(kind: CopyKind, same: int, shares: Sequence[float], retelling: float) -> str:
    if kind in ("paraphrase", "translation"):
        return f"tells the same in the same order: {retelling:.2f} of what the shorter one says, {same} words alike"
    return f"{same} words alike, {shares[0]:.0%} of the one and {shares[1]:.0%} of the other"


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
