"""What is asked of a case, as SQL."""

# ruff: noqa: S608 - what is put together here are constants of our own; values go in as "?"

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from reportedly.case.database import Database
from reportedly.case.words import Phrase, key_of, phrases
from reportedly.interfaces import Asked, FoundClaim, FoundFigure
from reportedly.model import Interval

Values = list[Any]

# CROSS JOIN keeps the order of the tables: claims are gone through in their own order, and each looks up its report.
CLAIMS = """
    SELECT r.id, c.id, r."where", r.outlet, r.published, c.words, c.start, c."end", c.chain, c.certainty, c.polarity,
           c.asserted_by
    FROM claims c CROSS JOIN reports r ON r.number = c.report
    WHERE {}
    ORDER BY c.report, c.place
    LIMIT ?
    """
FIGURES = """
    SELECT r.id, f.id, r."where", r.outlet, r.published, f.words, f.start, f."end", f.low, f.best, f.high, f.vague,
           f.measure, f.of, n.name, f.as_of_from, f.as_of_to, c.id, c.chain
    FROM figures f CROSS JOIN reports r ON r.number = f.report LEFT JOIN names n ON n.number = f.at_place
         LEFT JOIN claims c ON c.number = f.claim
    WHERE {}
    ORDER BY f.report, f.place
    LIMIT ?
    """

NAMED = "(SELECT rowid FROM name_words WHERE name_words MATCH ?)"
ABOUT_THEM = f"SELECT a.claim FROM entities e JOIN about a ON a.entity = e.number WHERE e.name IN {NAMED}"
SAID_BY_THEM = f"SELECT s.claim FROM sources s WHERE s.name IN {NAMED}"
ABOUT_THE_PLACE = f"{ABOUT_THEM} AND e.kind = 'place'"
THEIRS = f"{SAID_BY_THEM} UNION ALL {ABOUT_THEM}"


def claims(database: Database, asked: Asked, limit: int | None) -> Iterator[FoundClaim]:
    told = Told()
    told.of_reports(asked, "c.report")
    told.of_claims(asked, "c.number")
    if asked.place is not None:
        told.add_words(f"c.number IN ({ABOUT_THE_PLACE})", asked.place)
    if asked.person is not None:
        told.add_words(f"c.number IN ({THEIRS})", asked.person)
    for row in database.streamed(CLAIMS.format(told.condition()), [*told.values, at_most(limit)]):
        yield FoundClaim(
            report=row[0],
            id=row[1],
            where=row[2],
            outlet=row[3],
            published=row[4],
            words=row[5],
            start=row[6],
            end=row[7],
            chain=tuple(json.loads(row[8])),
            certainty=row[9],
            polarity=row[10],
            asserted_by=tuple(json.loads(row[11])),
        )


def figures(database: Database, asked: Asked, limit: int | None) -> Iterator[FoundFigure]:
    told = Told()
    told.of_reports(asked, "f.report")
    told.of_claims(asked, "f.claim")
    if asked.measure is not None:
        told.add("f.measure = ?", asked.measure)
    if asked.place is not None:
        told.add_words(f"f.at_place IN {NAMED}", asked.place)
    if asked.person is not None:
        told.add_words(f"f.claim IN ({THEIRS})", asked.person)
    for row in database.streamed(FIGURES.format(told.condition()), [*told.values, at_most(limit)]):
        yield FoundFigure(
            report=row[0],
            id=row[1],
            where=row[2],
            outlet=row[3],
            published=row[4],
            words=row[5],
            start=row[6],
            end=row[7],
            low=row[8],
            best=row[9],
            high=row[10],
            vague=row[11],
            measure=row[12],
            of=row[13],
            place=row[14],
            as_of=None if row[15] is row[16] is None else Interval(start=row[15], end=row[16]),
            claim=row[17],
            chain=tuple(json.loads(row[18])) if row[18] else (),
        )


class Told:
    """Conditions of one question, with the values that go into them."""

    def __init__(self) -> None:
        self.conditions: list[str] = []
        self.values: Values = []

    def add(self, condition: str, *values: object) -> None:
        self.conditions.append(condition)
        self.values.extend(values)

    def add_words(self, condition: str, words: str) -> None:
        """A condition on the full-text index; without a single word in `words` nothing fulfils it."""
        wanted = phrases(words)
        if wanted:
            self.add(condition, *[matching(wanted)] * condition.count("?"))
        else:
            self.add("FALSE")

    def condition(self) -> str:
        return " AND ".join(self.conditions) or "TRUE"

    def of_reports(self, asked: Asked, column: str) -> None:
        reports = Told()
        if asked.report is not None:
            reports.add("id = ?", asked.report)
        if asked.outlet is not None:
            reports.add("outlet_key = ?", key_of(asked.outlet))
        if asked.since is not None:
            reports.add("day >= ?", asked.since)
        if asked.until is not None:
            reports.add("day <= ?", asked.until)
        if reports.conditions:
            self.add(f"{column} IN (SELECT number FROM reports WHERE {reports.condition()})", *reports.values)

    def of_claims(self, asked: Asked, column: str) -> None:
        if asked.certainty is not None:
            self.add("c.certainty = ?", asked.certainty)
        if asked.text is not None:
            self.add_words(f"{column} IN (SELECT rowid FROM claim_words WHERE claim_words MATCH ?)", asked.text)


def matching(wanted: Sequence[Phrase]) -> str:
    """Phrases as FTS5 wants them; they hold letters and digits only, so that nothing needs to be escaped."""
    return " ".join(f'"{" ".join(phrase.words)}"' + (" *" if phrase.begins else "") for phrase in wanted)


def at_most(limit: int | None) -> int:
    return -1 if limit is None else limit
