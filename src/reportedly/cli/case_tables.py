"""What a case answers, as tables that stay readable at eighty columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from reportedly.amounts import digits
from reportedly.ask.doubts import KINDS
from reportedly.ask.rows import (
    ChangeRow,
    ConflictRow,
    CopyRow,
    DecisionRow,
    DoubtRow,
    FigureRow,
    HitRow,
    OriginRow,
    PersonRow,
    SourceRow,
)
from reportedly.cli.table import drawn
from reportedly.compare.findings import Finding
from reportedly.compare.in_words import counted, listed, number_of
from reportedly.comparison import Comparison, Status
from reportedly.export.visible import on_one_line
from reportedly.export.wording import ENTITY_KINDS, ON_THE_WORD_OF, shorten
from reportedly.interfaces import FoundClaim

if TYPE_CHECKING:
    from rich.console import RenderableType

LONGEST = 160  # characters of a cell of words
FIRST = 6  # of each kind of doubt that are shown; --kind shows all
NOBODY = "nobody named"
STATUSES: dict[Status, tuple[str, str]] = {  # words and colour
    "current": ("current", "bold green"),
    "superseded": ("superseded", "dim"),
    "retracted": ("taken back", "yellow"),
    "repeated_after_retraction": ("repeated after it was taken back", "bold red"),
}
RESTS_ON = {
    "one": "On the word of one",
    "none": "On nobody's word",
    "several": "On the word of several",
}


class Column(NamedTuple):
    title: str
    ratio: int  # share of the width; 0: as wide as its longest cell
    cell: Callable[[Any], Text | str]


def table_of(rows: Iterable[Any], columns: Sequence[Column]) -> Table:
    table = Table(box=None, expand=True, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for column in columns:
        table.add_column(column.title, ratio=column.ratio or None, no_wrap=column.ratio == 0)
    for row in rows:
        cells = (column.cell(row) for column in columns)
        table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in cells))
    return table


def said(console: Console, *parts: RenderableType) -> Iterator[str]:
    yield drawn(console, Group(*parts))


def short(words: str | None, limit: int = LONGEST) -> str:
    return shorten(on_one_line(words or ""), limit)


def file_of(where: str) -> str:
    return on_one_line(PurePath(where).name or where)


def report(where: str, outlet: str | None, published: str | None) -> str:
    """ "Global Courier, 2022-01-05, 001.txt"."""
    return ", ".join(filter(None, (short(outlet, 40), (published or "")[:10], file_of(where))))


def dim(words: str) -> Text:
    return Text(words, style="dim")


# ---------------------------------------------------------------- claims
def claims(rows: Sequence[FoundClaim], console: Console) -> Iterator[str]:
    if not rows:
        yield from said(console, Text("No claim fits."))
        return
    columns = (
        Column("", 0, lambda row: dim(row.id)),
        Column("who says", 5, lambda row: Text(chain_of(row), style="" if row.chain else "dim")),
        Column("how sure", 3, how_sure),
        Column("what", 10, lambda row: short(row.words)),
    )
    for _, group in groupby(rows, key=lambda row: row.report):
        found = list(group)
        first = found[0]
        yield from said(
            console,
            Text(report(first.where, first.outlet, first.published), style="bold"),
            table_of(found, columns),
            "",
        )
    yield from said(console, dim(number_of(len(rows), "claim")))


def chain_of(row: FoundClaim) -> str:
    return short(ON_THE_WORD_OF.join(row.chain), 90) if row.chain else NOBODY


def how_sure(row: FoundClaim) -> Text:
    denied = row.polarity == "negative"
    words = ["denied" if "denied" in row.asserted_by[-1:] else "negative"] if denied else []
    return Text(", ".join([row.certainty, *words]), style="" if row.certainty == "certain" and not denied else "yellow")


# ---------------------------------------------------------------- figures
def figures(rows: Sequence[FigureRow], console: Console) -> Iterator[str]:
    """Series by series; who gives the same number on the same word for the same day stands in one row."""
    if not rows:
        yield from said(console, Text("No figure fits."))
        return
    coded = rows[0].policy != "none"
    columns = (
        Column("as of", 0, lambda group: day_of(group[0])),
        Column("value", 4, lambda group: with_code(group[0]) if coded else value_of(group[0])),
        Column("on whose word", 7, lambda group: on_whose_word(group[0])),
        Column("status", 6, lambda group: fate(group[0])),
        Column("told by", 6, lambda group: dim(told_by(group))),
    )
    for _, found in groupby(rows, key=lambda row: row.series):
        alike: dict[tuple[object, ...], list[FigureRow]] = {}
        for row in found:
            same = (day_of(row), row.value, row.entity or row.originator, row.status, row.retracted_by)
            alike.setdefault(same, []).append(row)
        groups = list(alike.values())
        yield from said(console, heading(groups[0][0]), table_of(groups, columns), "")
    number = len({row.series for row in rows})
    yield from said(console, dim(f"{number_of(len(rows), 'statement')} in {number} series"))
    if coded:
        for rule in dict.fromkeys(row.rule for row in rows if row.rule):
            yield from said(console, dim(rule))


def heading(row: FigureRow) -> Text:
    place = f" in {on_one_line(row.place)}" if row.place else ""
    return Text(row.series, style="dim").append(
        f"  {on_one_line(counted(row.measure, row.of))}{place}", style="bold not dim"
    )


def day_of(row: FigureRow) -> str:
    return row.as_of_to or row.as_of_from or ""


def value_of(row: FigureRow) -> Text:
    return Text(short(row.value, 40), style="bold")


def told_by(group: Sequence[FigureRow]) -> str:
    """ "Global Courier 001.txt:f1"; of several the outlets, or the files where no outlet is known."""
    if len(group) == 1:
        row = group[0]
        return f"{short(row.outlet, 40)} {file_of(row.where)}:{row.figure}".strip()
    return listed([short(name, 30) for name in dict.fromkeys(row.outlet or file_of(row.where) for row in group)])


def with_code(row: FigureRow) -> Text:
    """The words, and what the codebook makes of them."""
    told = Text(short(row.value, 40), style="bold")
    numbers = (row.coded_low, row.coded_best, row.coded_high)
    if row.coded_best is not None and row.coded_low == row.coded_high:
        return told.append(f" = {digits(row.coded_best)}", style="cyan")
    if any(number is not None for number in numbers):
        return told.append(f" = {'/'.join('–' if n is None else digits(n) for n in numbers)}", style="cyan")
    return told.append(" not coded", style="dim not bold")


def on_whose_word(row: FigureRow) -> Text:
    if row.originator is None:
        words = short(ON_THE_WORD_OF.join(row.chain), 60)
        return Text(f"{NOBODY}: {words}" if words and words != "the author" else NOBODY, style="dim")
    return Text(short(ON_THE_WORD_OF.join(row.chain), 90))


def fate(row: FigureRow) -> Text:
    words, style = STATUSES[row.status]
    if row.status == "retracted":
        words += f" by {short(row.withdrawn_by, 60)}" if row.withdrawn_by else ""
        words += f", {short(row.retracted_by, 60)}" if row.retracted_by else ""
    return Text(words, style=style)


# ---------------------------------------------------------------- people, sources
def people(rows: Sequence[PersonRow], console: Console) -> Iterator[str]:
    columns = (
        Column("", 0, lambda row: dim(row.id)),
        Column("name", 5, lambda row: Text(short(row.name), style="bold")),
        Column("kind", 0, lambda row: ENTITY_KINDS[row.kind]),
        Column("reports", 0, lambda row: Text(str(row.reports), justify="right")),
        Column("also written", 8, also_written),
    )
    yield from said(
        console, table_of(rows, columns) if rows else Text("Nobody fits."), "", dim(f"{len(rows):,} of the case")
    )


def also_written(row: PersonRow) -> Text:
    others = [form for form in row.forms if form != row.name]
    told = Text(short(", ".join(others)))
    if row.maybe:
        told.append(f"{'; ' if others else ''}maybe {', '.join(row.maybe)}", style="yellow")
    return told


def sources(rows: Sequence[SourceRow], console: Console) -> Iterator[str]:
    columns = (
        Column("", 0, lambda row: dim(row.entity or "")),
        Column("source", 8, lambda row: Text(short(row.name, 80), style="bold")),
        Column("says", 0, lambda row: right(row.says)),
        Column("passes on", 0, lambda row: right(row.passes_on)),
        Column("reports", 0, lambda row: right(row.reports)),
        Column("no copies", 0, lambda row: right(row.independent)),
        Column("grade", 0, lambda row: f"{row.grade} ({short(row.graded_by, 12)})" if row.grade else ""),
    )
    yield from said(
        console, table_of(rows, columns) if rows else Text("No source fits."), "", dim(number_of(len(rows), "source"))
    )


def right(number: int) -> Text:
    return Text(f"{number:,}", justify="right", style="" if number else "dim")


# ---------------------------------------------------------------- pairs
def copies(rows: Sequence[CopyRow], console: Console) -> Iterator[str]:
    columns = (
        Column("kind", 0, lambda row: row.kind.replace("_", " ")),
        Column("alike", 0, lambda row: Text(f"{row.score:.2f}", justify="right")),
        Column("from", 6, lambda row: one_of(row, first=True)),
        Column("to", 6, lambda row: one_of(row, first=False)),
        Column("why", 7, lambda row: dim(short(row.reason))),
    )
    yield from said(console, table_of(rows, columns) if rows else Text("No copy found."), "")
    unsure = any(row.original is None for row in rows)
    yield from said(
        console, dim(number_of(len(rows), "pair") + ("; ?: which was first is not known" if unsure else ""))
    )


def one_of(row: CopyRow, *, first: bool) -> str:
    a = report(row.a_where, row.a_outlet, row.a_published)
    b = report(row.b_where, row.b_outlet, row.b_published)
    earlier, later = (b, a) if row.original == row.b else (a, b)
    return (earlier if first else later) + ("" if row.original else " ?")


def conflicts(rows: Sequence[ConflictRow], console: Console) -> Iterator[str]:
    """One row for each conflict, with the first two reports that carry it and how many pairs there are."""
    if not rows:
        yield from said(console, Text("No conflict fits."))
        return
    columns = (
        Column("kind", 0, lambda row: Text(row.kind.replace("_", " "), style=colour(row))),
        Column("why", 9, lambda row: short(row.reason, 240)),
        Column("told by", 6, lambda row: dim(both_of(row))),
        Column("pairs", 0, lambda row: f"{row.pairs:,}"),
    )
    for real, there in groupby(rows, key=lambda row: row.conflict):
        title = "Cannot both be so" if real else "Only look like conflicts"
        yield from said(console, Text(title, style="bold"), table_of(there, columns), "")
    pairs = number_of(sum(row.pairs for row in rows), "pair")
    yield from said(console, dim(f"{number_of(len(rows), 'conflict')}, {pairs} of reports"))


def colour(row: ConflictRow) -> str:
    return "bold red" if row.conflict else "dim"


def both_of(row: ConflictRow) -> str:
    a = report(row.a_where, row.a_outlet, None)
    b = report(row.b_where, row.b_outlet, None)
    return a if a == b else f"{a}; {b}"


# ---------------------------------------------------------------- origins
def origins(rows: Sequence[OriginRow], console: Console) -> Iterator[str]:
    columns = (
        Column("reports, origins", 8, lambda row: Text(on_one_line(row.summary), style="bold")),
        Column("what", 9, lambda row: short(row.what, 120) + (" (taken back)" if row.retracted else "")),
    )
    if not rows:
        yield from said(console, Text("Nothing that fits is told by so many reports."))
    for key, title in RESTS_ON.items():
        found = [row for row in rows if row.rests_on == key]
        if found:
            yield from said(console, Text(title, style="bold"), table_of(found, columns), "")


# ---------------------------------------------------------------- doubts, changes, search, decisions
def doubts(rows: Sequence[DoubtRow], console: Console, *, all_of_them: bool = False) -> Iterator[str]:
    if not rows:
        yield from said(console, Text("No doubt is left."))
    for kind, group in groupby(rows, key=lambda row: row.kind):
        found = list(group)
        shown = found if all_of_them else found[:FIRST]
        more = f"{len(found) - len(shown)} more: --kind {kind}" if len(shown) < len(found) else ""
        title = Text(f"{len(found)} × {KINDS[kind]}", style="bold")
        columns = (
            Column("what", 8, lambda row: short(row.what, 120)),
            Column("why, what to do", 8, lambda row: Text(short(row.why)).append(advice(row), style="cyan")),
            Column("where", 0, lambda row: dim(shorten(file_of(row.where), 20) if row.where else "")),
        )
        yield from said(console, title, table_of(shown, columns), *([dim(more)] if more else []), "")


def advice(row: DoubtRow) -> str:
    """The command that settles a doubt, on a line of its own."""
    return f"\n{row.todo}" if row.todo else ""


def changes(rows: Sequence[ChangeRow], console: Console) -> Iterator[str]:
    if not rows:
        yield from said(console, Text("Nothing is new."))
    titles = {"report": "Reports", "figure": "Figures that moved", "conflict": "Conflicts", "decision": "Decisions"}
    for kind, group in groupby(rows, key=lambda row: row.kind):
        columns = (
            Column("what", 6, lambda row: short(row.what)),
            Column("before, now", 9, from_to),
            Column("by", 6, lambda row: dim(short(row.by, 120))),
        )
        yield from said(console, Text(titles[kind], style="bold"), table_of(group, columns), "")


def from_to(row: ChangeRow) -> str:
    if row.kind == "figure":
        return f"{short(row.before, 60) or 'not known'} → {short(row.now, 60) or 'gone'}"
    return " ".join(filter(None, (short(row.now), row.at if row.kind != "conflict" else None)))


def hits(rows: Sequence[HitRow], console: Console) -> Iterator[str]:
    for row in rows:
        yield from said(
            console,
            Text(report(row.where, row.outlet, row.published), style="bold"),
            Text(short(row.around, 300)),
            "",
        )
    yield from said(console, dim(number_of(len(rows), "report") if rows else "No report holds these words."))


def decisions(rows: Sequence[DecisionRow], console: Console) -> Iterator[str]:
    columns = (
        Column("", 0, lambda row: dim(str(row.id))),
        Column("when", 0, lambda row: row.at[:16].replace("T", " ")),
        Column("who", 3, lambda row: short(row.who, 30)),
        Column("what", 12, lambda row: Text(f"{row.kind}: {short(row.what)}", style="" if row.in_force else "dim")),
        Column("", 4, lambda row: dim(f"undone by {row.undone_by}" if row.undone_by else "")),
    )
    yield from said(console, table_of(rows, columns) if rows else Text("Nobody decided anything yet."))


# ---------------------------------------------------------------- the whole comparison
def overview(comparison: Comparison, found: Sequence[Finding], case: str, console: Console) -> Iterator[str]:
    """How much there is, the most telling findings, and what to ask next."""
    days = sorted(told.published[:10] for told in comparison.reports if told.published)
    outlets = {told.outlet for told in comparison.reports if told.outlet}
    whole = [number_of(len(comparison.reports), "report")]
    whole += [f"by {number_of(len(outlets), 'outlet')}"] if outlets else []
    whole += [f"of {days[0]} to {days[-1]}" if days[0] != days[-1] else f"of {days[0]}"] if days else []
    held = (
        (len(comparison.entities), "name"),
        (sum(len(series.statements) for series in comparison.series), "figure"),
        (len(comparison.origins), "origin"),
        (len(comparison.copies), "pair of copies"),
        (len(comparison.conflicts), "conflict"),
        (len(comparison.maybes), "doubt about names"),
    )
    yield from said(console, Text(" ".join(whole), style="bold"), Text(", ".join(plural(*one) for one in held)), "")
    if found:
        told = Table(box=None, expand=True, pad_edge=False, padding=(0, 1, 1, 0), show_header=False, show_edge=False)
        told.add_column(no_wrap=True)
        told.add_column(ratio=1)
        for number, one in enumerate(found, start=1):
            told.add_row(Text(f"{number}.", style="dim"), Text(on_one_line(one.words)))
        yield from said(console, Text("Most telling", style="bold"), told)
    yield from said(
        console,
        dim(f"Ask on: reportedly figures {case} · origins · conflicts · copies · people · doubts (--help shows how)"),
    )


def plural(many: int, noun: str) -> str:
    first, _, rest = noun.partition(" ")
    return f"{number_of(many, first)}{' ' + rest if rest else ''}"
