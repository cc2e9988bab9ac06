"""How figures moved: a row for each statement of each series, and what a series counts, in words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from reportedly.amounts import amount, number_of_things
from reportedly.ask.rows import FigureRow
from reportedly.compare.in_words import counted, report_in_words, value
from reportedly.compare.policies import Coded, Policy, code
from reportedly.comparison import Comparison, Series, Statement, Told
from reportedly.interfaces import FoundFigure
from reportedly.model import Measure

PART = " ("  # before what narrows a count: "people (part of those counted)"
FOLDED = re.compile(r"\b[A-Z]{3,4}\b")  # a nation that no list knows, as comparing folds it: "troops from KURD"
OF_NATIONS: tuple[Measure, ...] = ("troops", "fighters", "participants")
IN_THEIR_WORDS: tuple[Measure, ...] = ("other", "money", *OF_NATIONS)  # measures whose groups may have no name

Found = Mapping[tuple[str, str], FoundFigure]  # (report, figure)


def figure_rows(comparison: Comparison, found: Iterable[FoundFigure], *, policy: Policy) -> Iterator[FigureRow]:
    """The statements of the figures that were found, series by series and in the order of their days."""
    wanted = {(one.report, one.id): one for one in found}
    told = {one.id: one for one in comparison.reports}
    for series in comparison.series:
        for statement in series.statements:
            figure = wanted.get((statement.report, statement.figure))
            if figure is not None:
                yield row_of(series, statement, figure, told, policy)


def row_of(
    series: Series, statement: Statement, figure: FoundFigure, told: Mapping[str, Told], policy: Policy
) -> FigureRow:
    by = statement.retracted_by
    coded = code(statement, series.measure, policy) or Coded(low=None, best=None, high=None, rule="")
    return FigureRow(
        series=series.id,
        measure=series.measure,
        of=series.of,
        place=series.place,
        value=amount(statement.low, statement.best, statement.high, statement.vague),
        low=statement.low,
        best=statement.best,
        high=statement.high,
        vague=statement.vague,
        as_of_from=statement.as_of.start if statement.as_of else None,
        as_of_to=statement.as_of.end if statement.as_of else None,
        originator=statement.originator,
        entity=statement.originator_entity,
        chain=statement.chain,
        status=statement.status,
        withdrawn_by=statement.withdrawn_by,
        retracted_by=report_in_words(told[by.report]) if by else None,
        retracted_by_report=by.report if by else None,
        retracted_by_claim=by.claim if by else None,
        policy=policy,
        coded_low=coded.low,
        coded_best=coded.best,
        coded_high=coded.high,
        rule=coded.rule or None,
        report=statement.report,
        where=figure.where,
        outlet=figure.outlet,
        published=figure.published,
        figure=statement.figure,
        claim=figure.claim,
        words=figure.words,
        start=figure.start,
        end=figure.end,
    )


# ---------------------------------------------------------------- what is counted
def needs_words(measure: Measure, of: str | None) -> bool:
    """Whether a group goes by the stems that comparing holds it by ("head state visit"), which nobody would say."""
    group = (of or "").partition(PART)[0]
    if measure == "money":
        return " " in group
    return measure == "other" or (measure in OF_NATIONS and FOLDED.search(group) is not None)


def in_their_words(measure: Measure, of: str | None, words: str) -> str | None:
    """A group as a report calls it: "visits of heads of state"; of money also the currency."""
    group, bracket, part = (of or "").partition(PART)
    told = " ".join(words.split()).strip(" ,;:")
    if not told:
        return of
    if measure == "money":
        told = f"{group.rpartition(' ')[2]} ({told})"
    return told + bracket + part


def groups_in_words(comparison: Comparison, found: Iterable[FoundFigure]) -> Mapping[str, str]:
    """By series what it counts in the words that most reports have for it, where its group has no name of its own."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    of = {
        (one.report, one.figure): series
        for series in comparison.series
        if needs_words(series.measure, series.of)
        for one in series.statements
    }
    for figure in found:
        series = of.get((figure.report, figure.id))
        words = in_their_words(series.measure, series.of, figure.of or "") if series else None
        if series and words:
            told[series.id][words] += 1
    return {id_: min(words, key=lambda one: (-words[one], one)) for id_, words in told.items()}


def counted_in(series: Series, groups: Mapping[str, str]) -> str:
    """ "people killed", "heads of state" where that is what its reports call it."""
    return counted(series.measure, groups.get(series.id, series.of))


def told_of(series: Series, statement: Statement, groups: Mapping[str, str]) -> str:
    """ "164 people killed in Almaty"."""
    place = f" in {series.place}" if series.place else ""
    return number_of_things(value(statement), counted_in(series, groups)) + place
