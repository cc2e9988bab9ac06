"""How many words things rest on: "10 reports, 1 origin: Interior Ministry", and what rests on none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from reportedly.ask.figures import told_of
from reportedly.ask.names import by_member, folded
from reportedly.ask.rows import OriginRow, RestsOn
from reportedly.compare.copies import originals
from reportedly.compare.in_words import number_of, takes_it_back, value
from reportedly.compare.statements import Entities, originator
from reportedly.comparison import Comparison, Ref, Statement
from reportedly.model import Claim, Ledger

TAKEN_BACK = ("retracted", "repeated_after_retraction")

Whose = Literal["named", "anonymous", "rumour", "nobody"]


class Telling(NamedTuple):
    """One report telling a thing on somebody's word."""

    report: str
    whose: Whose
    name: str | None = None
    key: str | None = None  # entity of the case, else the folded name


class Gist(NamedTuple):
    """What is asked of a claim here; whole claims of ten thousand reports would fill the memory."""

    telling: Telling
    positive: bool
    denied: bool


class Gists:
    """The gists of all claims, by report and id of the claim or of a figure that stands in it."""

    def __init__(self, ledgers: Mapping[str, Ledger], entities: Entities) -> None:
        self._of_claim: dict[tuple[str, str], Gist] = {}
        self._claim_of: dict[tuple[str, str], str] = {}
        for report, ledger in ledgers.items():
            for claim in ledger.claims:
                gist = Gist(telling(report, claim, entities), claim.polarity == "positive", denied(claim))
                self._of_claim[report, claim.id] = gist
            self._claim_of |= {(report, figure.id): figure.claim for figure in ledger.figures if figure.claim}

    def of_claim(self, report: str, claim: str) -> Gist | None:
        return self._of_claim.get((report, claim))

    def of_figure(self, report: str, figure: str) -> Gist | None:
        return self._of_claim.get((report, self._claim_of.get((report, figure), "")))


class Thing(NamedTuple):
    kind: Literal["figure", "assertion", "claim"]
    what: str
    of: str | None
    tellings: list[Telling]
    retracted: bool = False


def origin_rows(
    comparison: Comparison, ledgers: Mapping[str, Ledger], *, groups: Mapping[str, str], least: int = 2
) -> list[OriginRow]:
    """What at least so many reports tell, the most told first; with 1 also what a single report tells.

    `groups` are words for what series count, see `reportedly.ask.figures.groups_in_words`.
    """
    entities = by_member(comparison.entities)
    gists = Gists(ledgers, entities)
    things = [*figures(comparison, gists, groups), *assertions(comparison, gists)]
    if least <= 1:
        things += lone_claims(comparison, ledgers, entities)
    folds = originals(comparison.copies, (told.id for told in comparison.reports))
    rows = (row_of(thing, folds) for thing in things if len({one.report for one in thing.tellings}) >= least)
    return sorted(rows, key=lambda row: (-row.reports, len(row.origins), row.what))


# ---------------------------------------------------------------- things told
def figures(comparison: Comparison, gists: Gists, words: Mapping[str, str]) -> Iterator[Thing]:
    """Each number of each series, with those who give it; who denies it or takes it back does not."""
    for series in comparison.series:
        groups = defaultdict(list)
        for statement in series.statements:
            groups[value(statement)].append(statement)
        for group in groups.values():
            tellings = []
            for statement in group:
                if takes_it_back(statement):
                    continue
                gist = gists.of_figure(statement.report, statement.figure)
                if gist is None or gist.positive:
                    tellings.append(telling_of(statement, gist))
            taken_back = any(statement.status in TAKEN_BACK for statement in group)
            yield Thing("figure", told_of(series, group[0], words), series.id, tellings, taken_back)


def assertions(comparison: Comparison, gists: Gists) -> Iterator[Thing]:
    for assertion in comparison.assertions:
        told = (gists.of_claim(ref.report, ref.claim) for ref in assertion.claims if ref.claim)
        tellings = [gist.telling for gist in told if gist is not None and not gist.denied]
        yield Thing("assertion", quoted(assertion.words), assertion.id, tellings)


def lone_claims(comparison: Comparison, ledgers: Mapping[str, Ledger], entities: Entities) -> Iterator[Thing]:
    """What one report tells on somebody's word and no other does."""
    grouped = {ref for assertion in comparison.assertions for ref in assertion.claims}
    for report, ledger in ledgers.items():
        for claim in ledger.claims:
            if claim.mode != "authorial" and Ref(report=report, claim=claim.id) not in grouped and not denied(claim):
                yield Thing("claim", quoted(ledger.words(claim.spans)), claim.id, [telling(report, claim, entities)])


def telling_of(statement: Statement, gist: Gist | None) -> Telling:
    """Of a figure: its originator may be named elsewhere in the report, or in another."""
    name = statement.originator
    if name is None:
        return gist.telling if gist else Telling(statement.report, "nobody")
    return Telling(statement.report, "named", name, statement.originator_entity or folded(name))


def telling(report: str, claim: Claim, entities: Entities) -> Telling:
    name, entity = originator(report, claim.sources, entities)
    if name is not None:
        return Telling(report, "named", name, entity or folded(name))
    kind = claim.sources[-1].kind if claim.sources else "author"
    return Telling(report, "anonymous" if kind == "anonymous" else "rumour" if kind == "rumour" else "nobody")


def denied(claim: Claim) -> bool:
    return claim.asserted_by[-1:] == ("denied",)


def quoted(words: str) -> str:
    return f"“{' '.join(words.split())}”"


# ---------------------------------------------------------------- on how many words
def row_of(thing: Thing, folds: Mapping[str, str]) -> OriginRow:
    names = {one.key: one.name for one in reversed(thing.tellings) if one.name is not None}
    ordered = [names[key] for key in dict.fromkeys(one.key for one in thing.tellings if one.name is not None)]
    reports = tuple(dict.fromkeys(one.report for one in thing.tellings))
    without = unnamed(thing.tellings)
    return OriginRow(
        what=thing.what,
        kind=thing.kind,
        of=thing.of,
        summary=summary(len(reports), [name for name in ordered if name], without),
        rests_on=rests_on(len(names)),
        reports=len(reports),
        independent=len({folds.get(report, report) for report in reports}),
        origins=tuple(name for name in ordered if name),
        anonymous=without["anonymous"],
        rumour=without["rumour"],
        nobody=without["nobody"],
        retracted=thing.retracted,
        report_ids=reports,
    )


def unnamed(tellings: Iterable[Telling]) -> dict[Whose, int]:
    """The reports that name nobody for a thing, by what they give instead; each counts once, by the best it gives."""
    order: tuple[Whose, ...] = ("named", "anonymous", "rumour", "nobody")
    best: dict[str, Whose] = {}
    for one in tellings:
        best[one.report] = min(best.get(one.report, "nobody"), one.whose, key=order.index)
    return {whose: sum(found == whose for found in best.values()) for whose in order}


def summary(reports: int, origins: Sequence[str], without: Mapping[Whose, int]) -> str:
    """ "10 reports, 1 origin: Interior Ministry"; who names nobody is counted behind it."""
    words = f"{number_of(reports, 'report')}, {number_of(len(origins), 'origin') if origins else 'no origin'}"
    if origins:
        words += f": {', '.join(origins)}"
    behind = (
        (without["anonymous"], "unnamed source"),
        (without["rumour"], "rumour"),
        (without["nobody"], "names nobody" if without["nobody"] == 1 else "name nobody"),
    )
    said = [f"{many} {what}" if what.startswith("name") else number_of(many, what) for many, what in behind if many]
    return "; ".join((words, *said))


def rests_on(origins: int) -> RestsOn:
    return "none" if not origins else "one" if origins == 1 else "several"
