"""A ledger as a table for a person at a terminal, or as plain text where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reportedly.export import wording
from reportedly.export.visible import on_one_line
from reportedly.model import Claim, Figure, Ledger, Problem

if TYPE_CHECKING:
    from rich.console import RenderableType

DEEPEST = 3  # nested claims are indented up to here; further in, 80 columns leave no room for the words
LINES_OF_CONTENT = 4
ROOMY = 100  # columns from which every fact of a figure gets a column of its own
# What each sign in the tables means; only those that occur are explained.
LEGEND = (
    (wording.ON_THE_WORD_OF, "A › B: A says so, on the word of B"),
    (wording.FROM_CONTEXT, "(from context): not named at this place"),
    (wording.SOURCE_NOT_FOUND, "source not found: told as someone's word, but whose could not be told"),
)


def console_for(*, terminal: bool, width: int | None = None) -> Console:
    """The terminal with its width and colours, or a plain page of `width` (80) columns."""
    if terminal:
        return Console(width=width)
    return Console(file=StringIO(), width=width or 80, color_system=None, force_terminal=False, legacy_windows=False)


def as_table(ledgers: Iterable[Ledger], console: Console, *, authorial: bool = False) -> Iterator[str]:
    """One piece for each ledger, as `console` would show it, and a legend of what occurred."""
    used: dict[str, None] = {}
    for ledger in ledgers:
        claims = [claim for claim in ledger.claims if authorial or not wording.is_authorial(claim)]
        yield drawn(console, Group(*parts(ledger, claims, console.width)))
        used |= dict.fromkeys(explained(ledger, claims))
    if used:
        yield drawn(console, Text("; ".join(used), style="dim"))


def explained(ledger: Ledger, claims: Iterable[Claim]) -> list[str]:
    """What the signs and words mean that occur in the shown claims and figures."""
    givers = (wording.claim_of(ledger, figure) for figure in ledger.figures)
    shown = [*claims, *filter(None, givers)]
    chains = "\n".join(map(wording.chain, shown))
    return [*(meaning for sign, meaning in LEGEND if sign in chains), *wording.stances_explained(shown)]


def drawn(console: Console, what: RenderableType) -> str:
    with console.capture() as captured:
        console.print(what, highlight=False)
    lines = captured.get().split("\n")
    return "\n".join(line.rstrip() for line in lines) if console.color_system is None else "\n".join(lines)


def parts(ledger: Ledger, claims: list[Claim], width: int) -> Iterator[RenderableType]:
    """Heading, rows, what is left out, problems."""
    yield Text(wording.heading(ledger.report), style="bold")
    yield Text(" · ".join((*wording.facts(ledger.report), wording.counts(ledger))), style="dim")
    yield Text()
    if claims:
        yield rows(ledger, claims, width)
        yield Text()
    else:
        yield Text(wording.nothing_told(ledger))
    hidden = len(ledger.claims) - len(claims)
    if hidden:
        yield Text(
            f"{wording.counted(hidden, 'claim')} in the author's own voice not shown (--all shows all)", style="dim"
        )
    if ledger.figures:
        yield Text("\nFigures" if hidden else "Figures", style="bold")
        yield figure_rows(ledger, width)
        yield Text()
    for problem in ledger.problems:
        yield Text(f"! {on_one_line(problem.message)}{place(ledger, problem)}", style="yellow")
    yield Text()


def a_table() -> Table:
    return Table(box=None, expand=True, pad_edge=False, padding=(0, 2, 1, 0), header_style="dim", show_edge=False)


# ---------------------------------------------------------------- claims
def rows(ledger: Ledger, claims: list[Claim], width: int) -> Table:
    table = a_table()
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("who says", ratio=5)
    table.add_column("how", ratio=3)
    table.add_column("what", ratio=9)
    limit = LINES_OF_CONTENT * max(width // 2, 10)
    for depth, claim in wording.outline(claims):
        indent = (0, 0, 0, 2 * min(depth, DEEPEST))
        table.add_row(
            Text(on_one_line(wording.number(claim)), style="dim"),
            Padding(Text(wording.chain(claim), style=colour_of_source(claim)), indent),
            how(ledger, claim),
            Padding(Text(wording.shorten(on_one_line(ledger.words(claim.spans)), limit)), indent),
        )
    return table


def colour_of_source(claim: Claim) -> str:
    if wording.is_authorial(claim):
        return "dim"
    return "bold green" if claim.sources else "bold yellow"


def how(ledger: Ledger, claim: Claim) -> Text:
    """The cue in its own words, then mode, certainty and denial where they are not plain."""
    words = on_one_line(ledger.words(wording.cue(claim)))
    told = Text(wording.shorten(words, 40), style="italic")
    manner = wording.manner(claim)
    if words and manner:
        told.append("\n")
    for place_in_line, word in enumerate(manner):
        told.append(", " if place_in_line else "")
        told.append(word, style="yellow not italic" if word in wording.stance(claim) else "not italic")
    return told


# ---------------------------------------------------------------- figures
class Column(NamedTuple):
    """A column of the table of figures: its share of the width and what each of its lines says."""

    title: str
    ratio: int
    lines: tuple[Callable[[Ledger, Figure], Text], ...]


def figure_rows(ledger: Ledger, width: int) -> Table:
    table = a_table()
    table.add_column("", justify="right", no_wrap=True)
    columns = APART if width >= ROOMY else TOGETHER
    for column in columns:
        table.add_column(column.title, ratio=column.ratio)
    for figure in wording.in_order(ledger.figures):
        cells = (stacked([line(ledger, figure) for line in column.lines]) for column in columns)
        table.add_row(Text(on_one_line(figure.id), style="dim"), *cells)
    return table


def stacked(lines: Sequence[Text]) -> Text:
    return Text("\n").join(line for line in lines if line)


def value_of(_ledger: Ledger, figure: Figure) -> Text:
    return Text(wording.value(figure), style="bold")


def bounds_of(_ledger: Ledger, figure: Figure) -> Text:
    return Text(wording.bounds(figure))


def bounds_if_open(_ledger: Ledger, figure: Figure) -> Text:
    """The bounds where they are more than the value itself."""
    one_number = figure.low is not None and figure.low == figure.high
    return Text("" if one_number else f"bounds {wording.bounds(figure)}", style="dim")


def counted_in(ledger: Ledger, figure: Figure) -> Text:
    whole = wording.whole(ledger, figure)
    part = f"part of {on_one_line(whole.id)}" if whole else ""
    words = wording.shorten(wording.counted_as(figure), LONGEST_OF)
    return Text(", ".join(filter(None, (words, part))))


def place_of(_ledger: Ledger, figure: Figure) -> Text:
    return Text(wording.where(figure))


def days_of(_ledger: Ledger, figure: Figure) -> Text:
    return Text(wording.as_of(figure))


def giver_of(ledger: Ledger, figure: Figure) -> Text:
    """Who says so, and in words how sure and whether to deny it."""
    claim = wording.claim_of(ledger, figure)
    told = Text(wording.says(claim), style="dim" if claim is None else colour_of_source(claim))
    for word in wording.stance(claim) if claim else ():
        told.append(", ", style="not bold").append(word, style="yellow not bold")
    return told


LONGEST_OF = 90  # characters; a relative clause may go on for ever
APART = (
    Column("value", 4, (value_of,)),
    Column("bounds", 3, (bounds_of,)),
    Column("of whom", 5, (counted_in,)),
    Column("where", 3, (place_of,)),
    Column("as of", 3, (days_of,)),
    Column("who says", 5, (giver_of,)),
)
# The same in eighty columns: what is known of one figure stands on several lines.
TOGETHER = (
    Column("value, bounds", 4, (value_of, bounds_if_open)),
    Column("of whom", 5, (counted_in,)),
    Column("where, as of", 4, (place_of, days_of)),
    Column("who says", 5, (giver_of,)),
)


# ---------------------------------------------------------------- problems
def place(ledger: Ledger, problem: Problem) -> str:
    words = on_one_line(ledger.words((problem.span,))) if problem.span else ""
    return f": “{wording.shorten(words, 60)}”" if words else ""
