"""How figures moved: a row for each statement of each series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reportedly.amounts import amount
from reportedly.ask.rows import FigureRow
from reportedly.compare.in_words import report_in_words
from reportedly.compare.policies import Coded, Policy, code
from reportedly.comparison import Comparison, Series, Statement, Told
from reportedly.interfaces import FoundFigure

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
