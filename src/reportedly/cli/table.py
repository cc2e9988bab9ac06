"""A ledger as a table for a person at a terminal, or as plain text where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reportedly.export import wording
from reportedly.export.visible import on_one_line
from reportedly.model import Claim, Ledger, Problem

if TYPE_CHECKING:
    from rich.console import RenderableType

DEEPEST = 3  # nested claims are indented up to here; further in, 80 columns leave no room for the words
LINES_OF_CONTENT = 4
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
    used: dict[str, str] = {}
    for ledger in ledgers:
        claims = [claim for claim in ledger.claims if authorial or not wording.is_authorial(claim)]
        yield drawn(console, Group(*parts(ledger, claims, console.width)))
        chains = "\n".join(map(wording.chain, claims))
        used |= {sign: meaning for sign, meaning in LEGEND if sign in chains}
    if used:
        yield drawn(console, Text("; ".join(used.values()), style="dim"))


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
    for problem in ledger.problems:
        yield Text(f"! {on_one_line(problem.message)}{place(ledger, problem)}", style="yellow")
    yield Text()


def rows(ledger: Ledger, claims: list[Claim], width: int) -> Table:
    table = Table(box=None, expand=True, pad_edge=False, padding=(0, 2, 1, 0), header_style="dim", show_edge=False)
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


def place(ledger: Ledger, problem: Problem) -> str:
    words = on_one_line(ledger.words((problem.span,))) if problem.span else ""
    return f": “{wording.shorten(words, 60)}”" if words else ""
