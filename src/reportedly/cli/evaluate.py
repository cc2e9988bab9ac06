"""`reportedly evaluate`: how well the installed reader reads a corpus of one's own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

LEVELS = (("attribution", "content found"), ("full", "with its source"), ("full_cue", "with source and cue"))
KINDS = (("attributions", "all"), ("direct", "direct"), ("indirect", "indirect"), ("mixed", "mixed (part of indirect)"))
SPAN_FIGURES = (
    ("tokens", "tokens"),
    ("words", "words"),
    ("exact", "spans exactly"),
    ("exact_words", "spans but for punctuation"),
    ("parts", "pieces of spans exactly"),
)
ROLES = ("source", "cue", "content")


@click.command(short_help="Score the reader against attributions marked by hand.")
@click.argument("gold_dir", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="Default: table.")
@click.option("--annotator", metavar="ID", help="Prefer this annotator where an article has several.")
@click.option(
    "--predictions",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FILE.jsonl",
    help="Write what was read, one line an article.",
)
def evaluate(gold_dir: Path, form: str, annotator: str | None, predictions: Path | None) -> None:
    """Read every article of GOLD_DIR and score what was read against its attributions.

    GOLD_DIR holds text/NAME.txt and attributions/NAME_XXXX.ann (XXXX: the annotator, four hex digits), as PolNeAR does.
    """
    from reportedly.pipeline import read_text
    from reportedly.scoring import NotGold, Reading, gold_articles, row_of, score_folder

    try:
        articles = len(gold_articles(gold_dir, annotator=annotator))
        with lines_to(predictions) as write, progress_over(articles) as advance:

            def after(reading: Reading) -> None:
                write(json.dumps(row_of(reading.article.name, reading.predicted)))
                advance()

            result = score_folder(gold_dir, read_text, annotator=annotator, progress=after)
    except NotGold as error:
        raise click.BadParameter(str(error), param_hint="GOLD_DIR") from error
    click.echo(json.dumps(result, indent=1) if form == "json" else table(result))


@contextmanager
def lines_to(path: Path | None) -> Iterator[Callable[[str], object]]:
    """A function that writes one line to `path`, or nowhere where there is none."""
    if path is None:
        yield len  # any function of a string that keeps nothing
        return
    try:
        file: TextIO = path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.FileError(str(path), hint=error.strerror) from error
    with file:
        yield lambda line: file.write(line + "\n")


@contextmanager
def progress_over(articles: int) -> Iterator[Callable[[], object]]:
    """A bar on standard error where that is a terminal; the figures alone go to standard output."""
    with click.progressbar(length=articles, label="reading", file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def table(result: Mapping[str, Any]) -> str:
    lines = [
        f"articles: {result['docs']}, attributions marked: {result['gold']}, read: {result['pred']}",
        "",
        row("attributions"),
    ]
    for kind, words in KINDS:
        lines += [row(f"{words}: {said}", result[kind][level]) for level, said in LEVELS]
    lines += ["", row("spans")]
    for group, words in SPAN_FIGURES:
        lines += [row(f"{words}: {role}", result[group][role]) for role in ROLES]
    if result["bad_offsets"]:
        lines += ["", f"{result['bad_offsets']} spans lie outside their text"]
    return "\n".join(lines)


def row(name: str, figures: Mapping[str, Any] | None = None) -> str:
    """One line of the table, or its heading where there are no figures."""
    if figures is None:
        return f"{name:<46}{'P':>8}{'R':>8}{'F1':>8}{'read':>8}{'marked':>8}"
    shares = "".join(f"{figures[key]:>8.4f}" for key in ("p", "r", "f1"))
    return f"{name:<46}{shares}{figures['pred']:>8}{figures['gold']:>8}"
