"""What is asked of a case: `reportedly claims`, `figures`, `people`, `sources`, `origins`, `doubts` and their like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from reportedly.cli.add import CannotUseCase
from reportedly.cli.case_output import FORMATS, Draw, output_wanted, show
from reportedly.cli.read import iso_date
from reportedly.interfaces import CaseError
from reportedly.model import Certainty, Measure, ReportedlyError

if TYPE_CHECKING:
    from reportedly.ask import Case

NOT_FOUND = 1
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
POLICIES = ("none", "acled", "ucdp")
STATUSES = ("current", "superseded", "retracted", "repeated_after_retraction")
DOUBTS = ("name", "merge", "source", "scope", "place", "decision", "report")
PEOPLE = ("person", "organisation", "outlet", "group")
KINDS = (*PEOPLE, "place", "other")

EXIT_CODES = """
\b
Exit codes:
  0    answered, also where nothing fits
  1    the case has nothing of that name or id (what is near is named)
  2    wrong usage
  3    the case cannot be opened or read
"""
FILES = """
\b
On a terminal a table is shown, elsewhere JSON; --format and the ending of -o
(.csv .json .jsonl .parquet .txt) say otherwise.
"""


def taught(examples: str, *, more: str = "") -> str:
    """The end of a help page: what else there is to know, examples, formats, exit codes."""
    lines = "".join(f"  {line.strip()}\n" for line in examples.strip().splitlines())
    return f"{more}\n\b\nExamples:\n{lines}{FILES}{EXIT_CODES}"


class NotInThisCase(click.ClickException):
    exit_code = NOT_FOUND


@contextmanager
def case_at(path: Path) -> Iterator[Case]:
    """The case in a file; whatever goes wrong with it ends the command with a sentence."""
    from reportedly.ask import Case

    try:
        with Case.open(path) as case:
            yield case
    except CaseError as error:
        raise CannotUseCase(str(error)) from error
    except ReportedlyError as error:
        raise NotInThisCase(str(error).replace(" CASE", f" {path}")) from error


# ---------------------------------------------------------------- options
def day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        if DAY.fullmatch(value):
            return date.fromisoformat(value).isoformat()
    except ValueError:  # the 30th of February
        pass
    raise click.BadParameter(f"“{value}” is not a day that can be used; write it as 2022-01-10.")


Decorated = TypeVar("Decorated", bound=Callable[..., Any])

FILTERS: Mapping[str, Callable[[Decorated], Decorated]] = {
    "person": click.option("--person", metavar="NAME", help="Words of a name; an id of `people` finds every spelling."),
    "outlet": click.option("--outlet", metavar="NAME", help="Who published it, by its whole name."),
    "report": click.option("--report", metavar="FILE|ID", help="One report, by its file or the start of its id."),
    "since": click.option("--since", metavar="DAY", callback=day, help="Published on that day or later."),
    "until": click.option("--until", metavar="DAY", callback=day, help="Published on that day or earlier."),
    "place": click.option("--place", metavar="NAME", help="Words of the name of a place."),
    "certainty": click.option("--certainty", type=click.Choice(get_args(Certainty)), help="How sure the source is."),
    "text": click.option("--text", metavar="WORDS", help="Words that it holds."),
}


def asking(name: str, summary: str, *filters: str, epilog: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command over a case, with these filters and with where its rows go."""

    def decorate(function: Callable[..., None]) -> click.Command:
        for option in (
            click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
                         metavar="FILE", help="Write to a file, which appears when it is whole."),
            click.option("--format", "form", type=click.Choice(FORMATS),
                         help="Default: table on a terminal, else json."),
            click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many rows."),
            *(FILTERS[one] for one in reversed(filters)),
            click.argument("path", metavar="CASE", type=click.Path(path_type=Path)),
        ):  # fmt: skip
            function = option(function)
        return click.command(name, epilog=epilog, short_help=summary)(function)

    return decorate


def known(case: Case, **asked: str | None) -> dict[str, Any]:
    """The filters, checked against the case: an outlet or a report that is not in it is an error, not an empty list."""
    from reportedly.ask.names import folded, nothing_called, report_called

    if asked.get("outlet") is not None:
        outlets = {kept.outlet for kept in case.reports() if kept.outlet}
        if folded(str(asked["outlet"])) not in map(folded, outlets):
            raise nothing_called(str(asked["outlet"]), "outlet", sorted(outlets), look="reportedly search CASE WORDS")
    if asked.get("report") is not None:
        asked["report"] = report_called(str(asked["report"]), case.reports()).id
    return asked


def answer(
    path: Path,
    ask: Callable[[Case], Iterable[Any]],
    kind: Callable[[], type],
    draw: str | Callable[[], Draw],
    *,
    form: str | None,
    output: Path | None,
    limit: int | None,
) -> None:
    """Asks a case and shows the rows; `kind` and `draw` are looked up late, so that a wrong call waits for nothing."""
    from itertools import islice

    wanted = output_wanted(form, output)
    with case_at(path) as case:
        from reportedly.cli import case_tables

        drawing: Draw = getattr(case_tables, draw) if isinstance(draw, str) else draw()
        show(islice(ask(case), limit), kind(), wanted, drawing)


def row(name: str) -> Callable[[], type]:
    """The type of a row, by its name."""

    def load() -> type:
        from reportedly.ask import rows
        from reportedly.interfaces import FoundClaim

        return FoundClaim if name == "FoundClaim" else getattr(rows, name)

    return load


# ---------------------------------------------------------------- commands
@asking(
    "claims",
    "List claims: who says what, on whose word, how sure.",
    "person", "outlet", "report", "since", "until", "place", "certainty", "text",
    epilog=taught(
        """reportedly claims unrest.case --person Tokayev --certainty possible
        reportedly claims unrest.case --person E2 --since 2022-01-09
        reportedly claims unrest.case --text '"security forces" kill*' -o killed.csv"""
    ),
)  # fmt: skip
def claims(path: Path, form: str | None, output: Path | None, limit: int | None, **asked: str | None) -> None:
    """Lists the claims of the case, report by report."""
    answer(
        path,
        lambda case: case.claims(limit=limit, **known(case, **asked)),
        row("FoundClaim"),
        "claims",
        form=form,
        output=output,
        limit=limit,
    )


POLICY_HELP = """
\b
Policies, for deaths only; the words of the reports stay as they are:
  acled  several, many, few: 3 (or 10); tens 10, dozens 12, hundreds 100; of
         several numbers the lowest (ACLED Codebook)
  ucdp   lowest/best/highest as stated; vague words are left open (UCDP GED
         Codebook)
"""


@asking(
    "figures",
    "Follow figures: how each number moved and on whose word.",
    "person", "outlet", "report", "since", "until", "place", "certainty", "text",
    epilog=taught(
        """reportedly figures unrest.case --measure killed
        reportedly figures unrest.case --status repeated_after_retraction
        reportedly figures unrest.case --policy acled --format csv""",
        more=POLICY_HELP,
    ),
)  # fmt: skip
@click.option(
    "--measure",
    type=click.Choice(get_args(Measure)),
    metavar="MEASURE",
    help=f"What is counted: {', '.join(get_args(Measure))}.",
)
@click.option("--series", metavar="ID", help="One series, such as S4.")
@click.option("--status", type=click.Choice(STATUSES), help="What became of it.")
@click.option("--policy", type=click.Choice(POLICIES), default="none", help="Also as a codebook would code it.")
def figures(
    path: Path,
    form: str | None,
    output: Path | None,
    limit: int | None,
    series: str | None,
    status: str | None,
    policy: str,
    **asked: str | None,
) -> None:
    """Follows each figure through all reports: value, as of when, on whose word, and what became of it."""

    def rows(case: Case) -> Iterable[Any]:
        refuse_unknown_series(case, series)
        found = case.figures(policy=policy, series=series, **known(case, **asked))  # type: ignore[arg-type]
        return (one for one in found if status is None or one.status == status)

    answer(path, rows, row("FigureRow"), "figures", form=form, output=output, limit=limit)


def refuse_unknown_series(case: Case, series: str | None) -> None:
    from reportedly.ask.names import NoSuchName

    ids = [one.id for one in case.comparison().series]
    if series is not None and series.upper() not in ids:
        there = f"they go from {ids[0]} to {ids[-1]}" if ids else "it has none"
        raise NoSuchName(f"no series of the case is {series}; {there}")


@asking(
    "people",
    "List who is who: persons, bodies and places with all their spellings.",
    "person", "outlet", "report", "since", "until", "text",
    epilog=taught(
        """reportedly people unrest.case --person ministry
        reportedly people unrest.case --kind place
        reportedly people unrest.case --format jsonl"""
    ),
)  # fmt: skip
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Default: all but place and other.")
def people(
    path: Path,
    form: str | None,
    output: Path | None,
    limit: int | None,
    kinds: tuple[str, ...],
    **asked: str | None,
) -> None:
    """Lists persons, bodies, outlets and groups of the case, the most reported first."""
    answer(
        path,
        lambda case: case.people(kinds=kinds or PEOPLE, **known(case, **asked)),
        row("PersonRow"),
        "people",
        form=form,
        output=output,
        limit=limit,
    )


@asking(
    "sources",
    "List sources: who is quoted, who passes it on, how far they are trusted.",
    "person", "outlet", "report", "since", "until", "text",
    epilog=taught(
        """reportedly sources unrest.case
        reportedly sources unrest.case --outlet 'Global Courier' -o sources.csv
        reportedly grade unrest.case 'Health Ministry' B"""
    ),
)  # fmt: skip
def sources(path: Path, form: str | None, output: Path | None, limit: int | None, **asked: str | None) -> None:
    """Lists whose word the reports pass on, the most quoted first; unnamed sources and rumours as one row each."""
    answer(
        path,
        lambda case: case.sources(**known(case, **asked)),
        row("SourceRow"),
        "sources",
        form=form,
        output=output,
        limit=limit,
    )


@asking(
    "copies",
    "List reports that were made from one another.",
    "outlet", "report", "since", "until",
    epilog=taught("reportedly copies unrest.case\nreportedly copies unrest.case --outlet 'Newz Bucket'"),
)  # fmt: skip
def copies(path: Path, form: str | None, output: Path | None, limit: int | None, **asked: str | None) -> None:
    """Lists pairs of reports of which one was made from the other, or both from a third."""
    answer(
        path,
        lambda case: case.copies(**known(case, **asked)),
        row("CopyRow"),
        "copies",
        form=form,
        output=output,
        limit=limit,
    )


@asking(
    "origins",
    "Count origins: ten reports, one origin; and what rests on none.",
    "person", "outlet", "report", "since", "until", "text",
    epilog=taught(
        """reportedly origins unrest.case
        reportedly origins unrest.case --rests-on one --all
        reportedly origins unrest.case --rests-on none --format csv""",
        more="""
\b
An origin is somebody named whose word it is in the end; the same body under
other names, and in another language, is one.  Unnamed sources and rumours are
no origin and are counted apart, as are reports that name nobody.
""",
    ),
)  # fmt: skip
@click.option("--rests-on", type=click.Choice(("one", "none", "several")), help="Only what rests on so many words.")
@click.option("--all", "everything", is_flag=True, help="Also what a single report tells.")
def origins(
    path: Path,
    form: str | None,
    output: Path | None,
    limit: int | None,
    rests_on: str | None,
    everything: bool,
    **asked: str | None,
) -> None:
    """Lists what two reports or more tell, and on how many words it rests."""

    def rows(case: Case) -> Iterable[Any]:
        found = case.origins(least=1 if everything else 2, **known(case, **asked))
        return (one for one in found if rests_on is None or one.rests_on == rests_on)

    answer(path, rows, row("OriginRow"), "origins", form=form, output=output, limit=limit)


@asking(
    "conflicts",
    "List what contradicts what, and why.",
    "person", "outlet", "report", "since", "until", "place", "text",
    epilog=taught(
        """reportedly conflicts unrest.case --kind denial
        reportedly conflicts unrest.case --seeming --text 164"""
    ),
)  # fmt: skip
@click.option(
    "--kind",
    type=click.Choice(("number", "denial", "actor", "place", "time", "attribution")),
    help="Only conflicts of that kind.",
)
@click.option("--seeming", is_flag=True, help="Also pairs that only look like conflicts, and why they are none.")
def conflicts(
    path: Path,
    form: str | None,
    output: Path | None,
    limit: int | None,
    kind: str | None,
    seeming: bool,
    **asked: str | None,
) -> None:
    """Lists what cannot both be so, a row for each conflict, with its reason and how many pairs of reports carry it."""

    def rows(case: Case) -> Iterable[Any]:
        found = case.conflicts(seeming=seeming, **known(case, **asked))
        return (one for one in found if kind is None or not one.conflict or one.kind == kind)

    answer(path, rows, row("ConflictRow"), "conflicts", form=form, output=output, limit=limit)


@asking(
    "doubts",
    "List what a person should look at: names, sources, numbers in doubt.",
    "person", "outlet", "report", "since", "until", "text",
    epilog=taught(
        """reportedly doubts unrest.case
        reportedly doubts unrest.case --kind name
        reportedly merge unrest.case E61 E243"""
    ),
)  # fmt: skip
@click.option("--kind", type=click.Choice(DOUBTS), help="Only doubts of that kind, and all of them.")
def doubts(
    path: Path, form: str | None, output: Path | None, limit: int | None, kind: str | None, **asked: str | None
) -> None:
    """The work list: names that may be one, merges to confirm, sources not found, numbers without scope or place."""

    def rows(case: Case) -> Iterable[Any]:
        return (one for one in case.doubts(**known(case, **asked)) if kind is None or one.kind == kind)

    def draw() -> Draw:
        from reportedly.cli import case_tables

        return partial(case_tables.doubts, all_of_them=kind is not None)

    answer(path, rows, row("DoubtRow"), draw, form=form, output=output, limit=limit)


@asking(
    "search",
    "Search the full text of the reports.",
    "outlet", "report", "since", "until",
    epilog=taught(
        """reportedly search unrest.case Nazarbayev plane
        reportedly search unrest.case '"technical error"'"""
    ),
)  # fmt: skip
@click.argument("words", nargs=-1, required=True)
def search(
    path: Path,
    form: str | None,
    output: Path | None,
    limit: int | None,
    words: tuple[str, ...],
    **asked: str | None,
) -> None:
    """Finds reports with all WORDS in text, title or outlet; "words in quotes" stand together, wor* begins so."""
    answer(
        path,
        lambda case: case.search(" ".join(words), **known(case, **asked)),
        row("HitRow"),
        "hits",
        form=form,
        output=output,
        limit=limit,
    )


@asking(
    "changes",
    "Tell what is new since a time, and what moved.",
    epilog=taught(
        """reportedly changes unrest.case --since 2022-01-10
        reportedly changes unrest.case --since 2022-01-10T06:30:00Z --format json"""
    ),
)
@click.option(
    "--since",
    metavar="TIME",
    required=True,
    callback=iso_date,
    help="When reports were added, such as 2022-01-10 or 2022-01-10T06:30:00Z.",
)
def changes(path: Path, form: str | None, output: Path | None, limit: int | None, since: str) -> None:
    """Tells which reports were added since, which figures and conflicts they changed, and what was decided."""
    answer(path, lambda case: case.changes(since), row("ChangeRow"), "changes", form=form, output=output, limit=limit)
