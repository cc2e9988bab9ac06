"""The table a person sees at a terminal."""

from __future__ import annotations

from reportedly.cli.table import as_table, console_for
from reportedly.model import Ledger
from tests.builders import a_claim, a_figure, a_ledger, a_source, exactly, flood_ledger, harbour_ledger, span_of


def shown(*ledgers: Ledger, width: int = 80, authorial: bool = False) -> str:
    return "".join(as_table(ledgers, console_for(terminal=False, width=width), authorial=authorial))


def row(table: str, number: int | str) -> str:
    """The lines of one claim ("f1": of one figure), on one line."""
    lines = table.splitlines()
    [start] = [at for at, line in enumerate(lines) if line.lstrip().startswith(f"{number} ")]
    end = next(at for at in range(start, len(lines)) if not lines[at].strip())
    return " ".join(" ".join(lines[start:end]).split())


def test_a_report_opens_with_its_title_and_what_is_known_of_it() -> None:
    title, facts, *_ = shown(harbour_ledger(), width=200).splitlines()
    assert title == "Fire at Norrhaven harbour brought under control"
    assert facts == ("Example Daily · 2024-05-16 · English · 12 claims by 9 sources, 2 more in the author's own voice")


def test_a_claim_tells_who_how_and_what() -> None:
    table = shown(harbour_ledger(), width=160)
    assert row(table, 8) == "8 rumour went round the fire had been set on purpose indirect, unknown"
    assert row(table, 7) == "7 Northwire › Granex denies any warning had been ignored indirect, denied"
    assert "source not found" in row(table, 12)
    assert "unnamed: An official" in row(table, 5)


def test_eighty_columns_are_enough() -> None:
    table = shown(harbour_ledger(), width=80, authorial=True)
    assert max(map(len, table.splitlines())) <= 80
    assert not any(line.endswith(" ") for line in table.splitlines())


def test_plain_text_holds_no_terminal_codes() -> None:
    assert "\x1b" not in shown(harbour_ledger())


def test_nested_claims_are_indented_under_their_outer_claim() -> None:
    lines = shown(harbour_ledger(), width=160).splitlines()
    column = lines[[line.startswith(" # ") for line in lines].index(True)].index("who")
    indents = []
    for number in (9, 10, 11):
        [line] = [line for line in lines if line.startswith(f"{number:>2} ")]
        indents.append(len(line) - len(line[column:].lstrip()) - column)
    assert indents == [0, 2, 4]


def test_the_authors_own_claims_are_counted_and_shown_only_when_asked_for() -> None:
    few, everything = shown(harbour_ledger()), shown(harbour_ledger(), authorial=True)
    assert "2 claims in the author's own voice not shown (--all shows all)" in few
    assert "The terminal handles" not in few
    assert row(everything, 13).startswith("13 the author The terminal handles")


def test_problems_are_told_after_the_claims() -> None:
    assert "! who reported this could not be told: “It was reported”" in shown(harbour_ledger())


def test_the_legend_explains_only_what_occurs() -> None:
    assert "A › B" in shown(harbour_ledger(), width=300).splitlines()[-1]
    text = "It rained, X said."
    plain = a_ledger(text, a_claim(text, "It rained", sources=(a_source("X", mention=span_of(text, "X")),)))
    assert "A › B" not in shown(plain)
    assert "not named at this place" in shown(a_ledger(text, a_claim(text, "It rained", sources=(a_source("X"),))))


def test_a_report_without_claims_says_so() -> None:
    assert "Nothing in this text is told on someone's word" in shown(a_ledger("Rain."))


def test_long_content_is_cut_between_words() -> None:
    text = "word " * 200 + "end"
    table = shown(a_ledger(text, a_claim(text, text, sources=(a_source("X"),))))
    assert 20 < table.count("word") < 40
    assert "…" in table
    assert "end" not in table


def test_markup_and_terminal_codes_in_a_text_do_nothing() -> None:
    text = "[bold]\x1b[31m:smile:[/bold] said X"
    table = shown(a_ledger(text, a_claim(text, text, sources=(a_source("[red]X[/red]"),)), title=text), width=160)
    assert "[bold]␛[31m:smile:[/bold]" in table
    assert "[red]X[/red]" in table


def test_each_report_comes_as_soon_as_it_is_there() -> None:
    pieces = as_table(iter([harbour_ledger(), a_ledger(title="Second")]), console_for(terminal=False))
    assert "Fire at Norrhaven" in next(pieces)
    assert "Second" in next(pieces)


# ---------------------------------------------------------------- figures
def test_figures_stand_below_the_claims_with_value_bounds_scope_and_source() -> None:
    table = shown(flood_ledger(), width=240)
    assert table.index("did not say") < table.index("\nFigures\n") < table.index("f1  about 20,000")
    assert row(table, "f1") == (
        "f1 about 20,000 20,000 displaced: people Ostmark 2024-06-03 to 2024-06-06 Northwire › Ilse Brandt"
    )
    assert row(table, "f2") == "f2 between 40 and 50 40–50 houses Lower Ander 2024-06-06 Ilse Brandt"
    assert row(table, "f3") == "f3 at least 4,000 4,000–? homes 2024-06-06 Ilse Brandt"
    assert row(table, "f6") == "f6 2 2 injured: rescuers, part of f5 Jonas Weil"


def test_a_denied_figure_says_so_in_words() -> None:
    assert row(shown(flood_ledger(), width=160), "f4") == "f4 12 12 killed: people ministry of the interior, denied"
    assert row(shown(flood_ledger(), width=160), "f7").endswith("Jonas Weil, possible")


def test_a_figure_in_the_authors_voice_is_the_reports_own_and_shown_without_asking() -> None:
    assert row(shown(flood_ledger(), width=160), "f8") == "f8 Dozens not stated roads the report itself"


def test_in_eighty_columns_the_facts_of_a_figure_stand_under_each_other() -> None:
    table = shown(flood_ledger())
    assert max(map(len, table.splitlines())) <= 80
    assert row(table, "f2") == "f2 between 40 and houses Lower Ander Ilse Brandt 50 2024-06-06 bounds 40–50"
    assert row(table, "f5") == "f5 3 injured Jonas Weil"


def test_figures_come_in_the_order_of_the_text() -> None:
    text = "Two boats and nine nets."
    figures = (exactly(text, "nine", 9, id="f1"), exactly(text, "Two", 2, id="f2"))
    table = shown(a_ledger(text, figures=figures))
    assert table.index("f2  2") < table.index("f1  9")


def test_a_report_without_figures_has_no_table_of_them() -> None:
    assert "Figures" not in shown(harbour_ledger(), authorial=True)


def test_certainty_and_denial_are_words_whose_meaning_is_told() -> None:
    table = shown(harbour_ledger(), width=160)
    assert "indirect, negative" in row(table, 3)
    assert "indirect, denied" in row(table, 7)
    assert "indirect, possible" in row(table, 5)
    legend = shown(harbour_ledger(), width=300).splitlines()[-1]
    assert "unknown: whether it is so is left open" in legend
    assert "negative: said not to be so" in legend
    text = "It rained, X said."
    plain = a_ledger(text, a_claim(text, "It rained", sources=(a_source("X", mention=span_of(text, "X")),)))
    assert "left open" not in shown(plain)


def test_words_of_a_figure_do_nothing_to_the_terminal() -> None:
    text = "\x1b[31m7 [bold]boats[/bold]"
    figure = a_figure(text, "7", vague="[red]\x1b[31mseven[/red]", of="[bold]\x1b[1mboats[/bold]", measure="other")
    table = shown(a_ledger(text, figures=(figure,)), width=160)
    assert "[red]␛[31mseven[/red]" in table
    assert "[bold]␛[1mboats[/bold]" in table
