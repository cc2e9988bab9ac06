"""`reportedly export` and `reportedly import`: a case as files for other tools, and what people corrected in them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportedly.cli.add import in_plain_words, now, opened, tell
from reportedly.cli.decide import user_name
from reportedly.interfaces import CaseError
from reportedly.model import ReportedlyError

if TYPE_CHECKING:
    from reportedly.export.brat_corrections import Correction
    from reportedly.export.pieces import Piece
    from reportedly.interfaces import CaseStore
    from reportedly.model import Ledger

NOT_ALL = 1
DECISION = "claim"  # the kind of decision that a correction becomes
# The names of CASE_EXPORTERS, so that `--help` need not load them; a test holds the two together.
FORMATS = ("csv", "parquet", "json", "w3c-annotations", "ftm", "ucdp", "brat")
READ_BACK = ("brat",)

EXPORT_EPILOG = """\b
What is written into DIR:
  csv              one table a file: reports, claims, sources, figures, …
  parquet          the same tables, with types (needs: pip install
                   'reportedly[parquet]')
  json             the comparison, and the ledger of each report
  w3c-annotations  each text, and its annotations as JSON-LD
  ftm              entities for OpenAleph and Datashare (FollowTheMoney)
  ucdp             counts of dead in columns of the UCDP's events dataset
  brat             each text with its claims, to be corrected in brat

\b
Claims and figures are as people corrected them, in brat as they were read.
csv, parquet and json also hold what was decided, where anybody decided.
The folder appears when it is whole, with a list of its files and their
SHA-256 in export.json.  The same case gives the same bytes.

\b
Examples:
  reportedly export unrest.case tables --as csv
  reportedly export unrest.case brat --as brat

\b
Exit codes:
  0    the folder is there
  1    it could not be written
  2    wrong usage, or the folder is not empty
  3    the case cannot be opened
"""

IMPORT_EPILOG = """\b
Claims that were changed, taken out or added in brat become decisions in the
case, with who and when; what the machine read stays as it is beside them.
Importing the same folder again changes nothing.  A report whose .txt is not
the text of the case, or whose marks do not hold the words they say, is
refused and named; the others are taken over.

\b
Examples:
  reportedly import unrest.case brat --as brat --who "A. Berg"
  reportedly import unrest.case brat --as brat --dry-run

\b
Exit codes:
  0    everything was taken over
  1    something was refused or could not be read; each is named
  2    wrong usage
  3    the case cannot be opened or written
"""


@click.command(epilog=EXPORT_EPILOG, short_help="Write a case as files for other tools.")
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--as", "form", type=click.Choice(FORMATS), required=True, help="What to write; see below.")
@click.option("--force", is_flag=True, help="Write into a folder that is not empty, over the files of an export.")
@click.option("--raw-cells", is_flag=True, help="csv: no apostrophe before texts that begin like a formula.")
def export(case: Path, folder: Path, form: str, force: bool, raw_cells: bool) -> None:
    """Writes the case CASE, its ledgers and what comparing them gave, into the folder DIR."""
    if raw_cells and form != "csv":
        raise click.UsageError("--raw-cells is for --as csv only")
    from reportedly.export.folder import NotEmpty, write_folder
    from reportedly.pipeline import GENERATOR

    with in_plain_words(None), opened(case, make=False) as store:
        reports = store.sizes().reports
        about = {"format": 1, "as": form, "generator": GENERATOR, "reports": reports}
        try:
            written = write_folder(folder, pieces_of(store, form, raw_cells=raw_cells), about, force=force)
        except CaseError:
            raise
        except NotEmpty as error:
            raise click.UsageError(str(error)) from error
        except ReportedlyError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            raise click.ClickException(f"{folder} cannot be written: {error.strerror or error}") from error
    files = "1 file" if written == 1 else f"{written:,} files"
    click.echo(f"{folder}: {files}, {'1 report' if reports == 1 else f'{reports:,} reports'}.")


def pieces_of(store: CaseStore, form: str, *, raw_cells: bool) -> Iterator[Piece]:
    """The files of the export; comparing begins with the first, so that a folder in the way is told before it."""
    from reportedly.export.case_formats import CASE_EXPORTERS, NEEDS
    from reportedly.export.csv_tables import export_csv
    from reportedly.export.decisions import decisions_beside
    from reportedly.pipeline import compare_case, corrected_ledgers

    if form in NEEDS:
        NEEDS[form]()
    exporter = partial(export_csv, guarded=False) if raw_cells else CASE_EXPORTERS[form]
    # brat shows what the machine read: what comes back from it is held against that.
    ledgers = store.ledgers() if form in READ_BACK else corrected_ledgers(store)
    yield from exporter(ledgers, compare_case(store))
    yield from decisions_beside(form, store.decisions(undone=True))


# ---------------------------------------------------------------- and back
@click.command("import", epilog=IMPORT_EPILOG, short_help="Take over what people corrected in an export.")
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--as", "form", type=click.Choice(READ_BACK), required=True, help="What DIR holds.")
@click.option("--who", metavar="NAME", help="Who decides; your user name by default.")
@click.option("--dry-run", is_flag=True, help="Say what would be decided, and decide nothing.")
def import_corrections(case: Path, folder: Path, form: str, who: str | None, dry_run: bool) -> None:  # noqa: ARG001
    """Takes corrections made in the folder DIR, which `reportedly export` wrote, into the case CASE as decisions."""
    name = (who if who is not None else user_name()).strip()
    if not name:
        raise click.UsageError("say who decides: --who NAME")
    tally: Counter[str] = Counter()
    with in_plain_words(None), opened(case, make=False) as store, store.together():
        decided = {written(one.subject, one.value) for one in store.decisions(DECISION)}
        for ledger, correction in corrections_under(folder, store, tally):
            subject, value = correction.subject(ledger), correction.value()
            if written(subject, value) in decided:
                tally["known"] += 1
                continue
            tally[correction.what] += 1
            if dry_run:
                click.echo(in_words(ledger, correction))
            else:
                store.decide(DECISION, subject, value, who=name, at=now())
    click.echo(summary(tally, name, dry_run=dry_run))
    if tally["refused"] or tally["complaints"]:
        click.get_current_context().exit(NOT_ALL)


def corrections_under(folder: Path, store: CaseStore, tally: Counter[str]) -> Iterator[tuple[Ledger, Correction]]:
    """What was changed in each report of the folder, file by file; what cannot be taken over is told and counted."""
    from reportedly.export.brat_corrections import corrections_in
    from reportedly.export.pieces import short

    reports = {short(kept.id): kept.id for kept in store.reports()}
    files = sorted(folder.glob("*.ann"))
    if not files:
        tell(f"{folder}: there are no .ann files in it")
        tally["refused"] += 1
    for file in files:
        try:
            report = reports.get(file.stem.rpartition("-")[2])
            if report is None:
                raise ReportedlyError(
                    "no report of the case has files of this name; was it exported from another case?"
                )
            ledger = exported(file, store.ledger(report))
            found = corrections_in(text_in(file), file.with_suffix(".txt").read_bytes(), ledger)
        except CaseError:
            raise
        except (ReportedlyError, OSError, ValueError) as error:
            tell(f"{file}: refused: {error}")
            tally["refused"] += 1
            continue
        for complaint in found.complaints:
            tell(f"{file}: {complaint}")
            tally["complaints"] += 1
        tally["reports"] += 1
        yield from ((ledger, correction) for correction in found.corrections)


def exported(file: Path, current: Ledger) -> Ledger:
    """The ledger that the file was made from; the case may have read the report again since."""
    from reportedly.case import ledger_from
    from reportedly.export.pieces import storable

    beside = file.with_suffix(".ledger.json")
    if not beside.exists():
        return current
    try:
        kept = json.loads(text_in(beside))
    except (ValueError, RecursionError) as error:
        raise ReportedlyError(f"{beside.name} is not the JSON that was exported; put it back") from error
    found = ledger_from(kept if isinstance(kept, dict) else {})
    if found.report.id != current.report.id or storable(found.report.text) != storable(current.report.text):
        raise ReportedlyError(f"{beside.name} is of another report or text than the case has; export it again")
    return found


def text_in(file: Path) -> str:
    with file.open(encoding="utf-8", newline="") as opened_file:  # line ends as they are
        return opened_file.read()


def written(subject: Any, value: Any) -> str:
    return json.dumps([subject, value], sort_keys=True)


def in_words(ledger: Ledger, correction: Correction) -> str:
    from reportedly.export.visible import on_one_line

    claim = correction.claim or correction.before
    words = ledger.words(claim.spans) if claim else ""
    chain = " › ".join(ledger.chain(claim)) if claim else ""
    return on_one_line(f"{ledger.report.where}: {correction.what}: {chain or 'the author'}: {words}")


def summary(tally: Counter[str], who: str, *, dry_run: bool) -> str:
    kinds = ", ".join(f"{tally[what]} {what}" for what in ("corrected", "rejected", "added") if tally[what])
    known = f"; {tally['known']} known before" if tally["known"] else ""
    refused = f"; {tally['refused']} refused" if tally["refused"] else ""
    begin = "Would decide" if dry_run else f"Decided by {who}"
    return f"{begin}: {kinds or 'nothing new'}{known}{refused}."
