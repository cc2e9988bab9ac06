"""The rows of a ledger into the tables of a case, out of them again, and back for comparison."""

# ruff: noqa: S608 - what is put together here are constants of our own; values go in as "?"

from __future__ import annotations

from collections.abc import Callable, Iterable

from reportedly.case.database import Database
from reportedly.case.rows import Row, Rows

NameOf = Callable[[str], int]

# What hangs on a report, in an order in which nothing is left hanging on what is gone.
TAKEN_OUT = (
    "DELETE FROM sources WHERE claim IN (SELECT number FROM claims WHERE report = ?)",
    "DELETE FROM about WHERE claim IN (SELECT number FROM claims WHERE report = ?)",
    "DELETE FROM mentions WHERE entity IN (SELECT number FROM entities WHERE report = ?)",
    "DELETE FROM figures WHERE report = ?",
    "DELETE FROM dates WHERE report = ?",
    "DELETE FROM problems WHERE report = ?",
    "DELETE FROM claims WHERE report = ?",
    "DELETE FROM entities WHERE report = ?",
    "DELETE FROM search WHERE rowid = ?",
    "DELETE FROM results WHERE report = ?",
    "DELETE FROM pairs WHERE a = ?",
    "DELETE FROM pairs WHERE b = ?",
)


def take_out(database: Database, report: int) -> None:
    """Everything that the machine made of a report."""
    for statement in TAKEN_OUT:
        database.write(statement, (report,))


def put_in(database: Database, report: int, rows: Rows) -> None:
    claim, entity = (next_number(database, table) for table in ("claims", "entities"))
    name = names_of(database, rows)
    put(database, "claims", [(claim + row[0], report, *row) for row in rows.claims])
    put(database, "entities", [(entity + row[0], report, *row[:2], name(row[2]), row[3]) for row in rows.entities])
    put(
        database,
        "sources",
        [
            (claim + row[0], row[1], name(row[2]), *row[3:5], None if row[5] is None else entity + row[5], *row[6:])
            for row in rows.sources
        ],
    )
    put(database, "about", [(claim + one, entity + other) for one, other in rows.about])
    put(database, "mentions", [(entity + row[0], *row[1:]) for row in rows.mentions])
    put(
        database,
        "figures",
        [
            (
                None,
                report,
                *row[:13],
                None if row[13] is None else name(row[13]),
                *row[14:17],
                None if row[17] is None else claim + row[17],
            )
            for row in rows.figures
        ],
    )
    put(database, "dates", [(report, *row) for row in rows.dates])
    put(database, "problems", [(report, *row) for row in rows.problems])


def put(database: Database, table: str, rows: list[Row]) -> None:
    if rows:
        places = ", ".join("?" * len(rows[0]))
        database.write_all(f"INSERT INTO {table} VALUES ({places})", rows)


def next_number(database: Database, table: str) -> int:
    (last,) = database.one(f"SELECT max(number) FROM {table}")
    return 1 + (last or 0)


def names_of(database: Database, rows: Rows) -> NameOf:
    """Numbers of all names in the rows; a new name gets one."""
    wanted: Iterable[str] = {
        *(row[2] for row in rows.sources),
        *(row[2] for row in rows.entities),
        *(row[13] for row in rows.figures if row[13] is not None),
    }
    numbers = {}
    for name in sorted(wanted):
        database.write("INSERT INTO names (name) VALUES (?) ON CONFLICT DO NOTHING", (name,))
        (numbers[name],) = database.one("SELECT number FROM names WHERE name = ?", (name,))
    return numbers.__getitem__


# ---------------------------------------------------------------- back again
COME_BACK = {
    "claims": """
        SELECT place, id, words, start, "end", mode, certainty, polarity, within, chain, asserted_by, time_from,
               time_to, confidence
        FROM claims WHERE report = ? ORDER BY place
        """,
    "sources": """
        SELECT c.place, s.position, n.name, s.kind, s.commitment, e.place, s.start, s."end"
        FROM claims c JOIN sources s ON s.claim = c.number JOIN names n ON n.number = s.name
             LEFT JOIN entities e ON e.number = s.entity
        WHERE c.report = ? ORDER BY c.place, s.position
        """,
    "about": """
        SELECT c.place, e.place
        FROM claims c JOIN about a ON a.claim = c.number JOIN entities e ON e.number = a.entity
        WHERE c.report = ? ORDER BY c.place, e.place
        """,
    "figures": """
        SELECT f.place, f.id, f.words, f.start, f."end", f.low, f.best, f.high, f.vague, f.approximate, f.measure,
               f.unit, f.of, n.name, f.as_of_from, f.as_of_to, f.subset_of, c.place
        FROM figures f LEFT JOIN names n ON n.number = f.at_place LEFT JOIN claims c ON c.number = f.claim
        WHERE f.report = ? ORDER BY f.place
        """,
    "entities": """
        SELECT e.place, e.id, n.name, e.kind FROM entities e JOIN names n ON n.number = e.name
        WHERE e.report = ? ORDER BY e.place
        """,
    "mentions": """
        SELECT e.place, m.position, m.start, m."end", m.type FROM entities e JOIN mentions m ON m.entity = e.number
        WHERE e.report = ? ORDER BY e.place, m.position
        """,
    "dates": 'SELECT position, start, "end", "from", "to" FROM dates WHERE report = ? ORDER BY position',
    "problems": 'SELECT position, stage, message, start, "end" FROM problems WHERE report = ? ORDER BY position',
}


def come_back(database: Database, report: int) -> Rows:
    """The rows of a report as the tables have them; what `rows_of` its ledger gives where nothing is damaged."""
    return Rows(**{table: tuple(database.all(sql, (report,))) for table, sql in COME_BACK.items()})
