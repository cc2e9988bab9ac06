"""How well certainty and denial are read: event by event on FactBank, claim by claim on the casebook.

    python -m quality.certainty       prints the figures; the corpora lie in ../shared

FactBank's values run from 3 (certain) to -3 (certainly not), 0 where the source leaves it open.  Its sentences are
read one by one, trees are the shipped reader's: the files hold an automatic parse of another parser, no gold one.
UW and MEANTIME give each event a mean over annotators, so for them the distance from that mean is measured.  The
casebook's claims are judged at gold spans with gold chains: nothing else is measured.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from statistics import correlation, fmean
from typing import Any

from quality.casebook import index_of
from reportedly.extract.certainty import Judge
from reportedly.extract.lexicon import lexicon
from reportedly.extract.page import Page
from reportedly.extract.stances import Reading, Signs
from reportedly.interfaces import Parser
from reportedly.model import Source, Span
from reportedly.parse import parse

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"
FACTBANK = SHARED / "certainty" / "factbank-dev.conll"
GRADED = (SHARED / "certainty" / "uw-dev.conll", SHARED / "certainty" / "meantime-dev.conll")
CASEBOOK = SHARED / "casebook"
LANGUAGE = "en"

GRADES = {3.0: "certain", 2.0: "probable", 1.0: "possible", 0.0: "unknown"}
VALUES = {
    "certain": 3.0,
    "probable": 2.0,
    "possible": 1.0,
    "unknown": 0.0,
    "not possible": -1.0,
    "not probable": -2.0,
    "not certain": -3.0,
}
BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": '"', "''": '"'}
JOINED_TO_LAST = frozenset(
    (".", ",", ":", ";", "?", "!", ")", "]", "}", "%", "n't", "'s", "'", "'re", "'ve", "'ll", "'d", "'m")
)
JOINS_NEXT = frozenset(("(", "[", "{", "$"))

Label = str  # "certain", "not certain", "unknown", …
Pairs = Counter[tuple[Label, Label]]  # gold, found


def certainty_scores(
    *, factbank: Path = FACTBANK, casebook: Path = CASEBOOK, parser: Parser = parse
) -> dict[str, float]:
    """Macro-F1 over FactBank's events; accuracy and recall of negative claims over the casebook in English."""
    claims = list(casebook_pairs(casebook, parser))
    certainties = [gold == found for gold, found, _, _ in claims]
    negatives = [found == "negative" for _, _, gold, found in claims if gold == "negative"]
    return {
        "factbank_macro_f1": factbank_scores(factbank, parser)["macro_f1"],
        "casebook_certainty_accuracy": sum(certainties) / len(certainties),
        "casebook_negatives_recall": sum(negatives) / len(negatives),
    }


def factbank_scores(file: Path = FACTBANK, parser: Parser = parse) -> dict[str, float]:
    """Macro-F1 over the seven labels that FactBank's values come to, and how many events have theirs."""
    pairs = factbank_pairs(file, parser)
    right = sum(n for (gold, found), n in pairs.items() if gold == found)
    return {"macro_f1": macro_f1(pairs), "accuracy": right / pairs.total()}


def graded_scores(file: Path, parser: Parser = parse) -> dict[str, float]:
    """Mean distance from graded values (-3 to 3), Pearson's r, and how often yes, no or open is told right."""
    gold, found = [], []
    for value, label in valued_events(file, parser):
        gold.append(value)
        found.append(VALUES[label])
    return {
        "mean_error": fmean(abs(a - b) for a, b in zip(gold, found, strict=True)),
        "correlation": correlation(gold, found),
        "sign_accuracy": fmean((a > 0) - (a < 0) == (b > 0) - (b < 0) for a, b in zip(gold, found, strict=True)),
    }


# ---------------------------------------------------------------- FactBank
def factbank_pairs(file: Path, parser: Parser = parse) -> Pairs:
    """How often each gold label was found as which label."""
    return Counter((label_of(value), label) for value, label in valued_events(file, parser))


def valued_events(file: Path, parser: Parser = parse) -> Iterator[tuple[float, Label]]:
    """The gold value of each event and the label it was given."""
    words = lexicon(LANGUAGE)
    for rows in sentences_of(file):
        text, places = written_out([row[1] for row in rows])
        page = Page(parser(text))
        reading = Reading(Signs(page, words))
        for row, place in zip(rows, places, strict=True):
            if row[2] != "_":
                found = reading.of(page.token_at(place))
                yield float(row[2]), labelled(found.certainty, found.polarity)


def sentences_of(file: Path) -> Iterator[list[list[str]]]:
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line]
        if rows:
            yield rows


def written_out(tokens: Iterable[str]) -> tuple[str, list[int]]:
    """Tokens of the Penn treebank as running text, and where each of them begins in it."""
    text, places, joins, quote_open = "", [], True, False
    for token in tokens:
        word = BRACKETS.get(token, token)
        closes = word == '"' and quote_open
        if not (joins or closes or word in JOINED_TO_LAST):
            text += " "
        places.append(len(text))
        text += word
        quote_open ^= word == '"'
        joins = word in JOINS_NEXT or (word == '"' and quote_open)
    return text, places


def label_of(value: float) -> Label:
    return labelled(GRADES[abs(value)], "negative" if value < 0 else "positive")


def labelled(certainty: str, polarity: str) -> Label:
    """Polarity has no meaning where the certainty is unknown: FactBank has one class for both."""
    return certainty if certainty == "unknown" or polarity == "positive" else f"not {certainty}"


def macro_f1(pairs: Pairs) -> float:
    """Mean F1 over the labels that gold has."""
    labels = sorted({gold for gold, _ in pairs})
    return sum(f1(pairs, label) for label in labels) / len(labels)


def f1(pairs: Pairs, label: Label) -> float:
    gold = sum(n for (g, _), n in pairs.items() if g == label)
    found = sum(n for (_, f), n in pairs.items() if f == label)
    return 2 * pairs[label, label] / (gold + found) if gold + found else 0.0


# ---------------------------------------------------------------- casebook
def casebook_pairs(folder: Path, parser: Parser = parse) -> Iterator[tuple[str, str, str, str]]:
    """Certainty in gold and found, polarity in gold and found, for each claim of the reports in English."""
    for row in index_of(folder):
        if row["language"] == LANGUAGE:
            text = (folder / "reports" / f"{row['doc']}.txt").read_bytes().decode()
            gold = json.loads((folder / "gold" / f"{row['doc']}.json").read_bytes())
            page = Page(parser(text))
            yield from map(partial(judged, page, Judge(page, lexicon(LANGUAGE))), gold["claims"])


def judged(page: Page, judge: Judge, claim: dict[str, Any]) -> tuple[str, str, str, str]:
    spans, chain = spans_of(claim["spans"]), tuple(map(source_of, claim["sources"]))
    found = judge.commitment(spans, chain, spans_of(claim.get("cue", [])))
    gold = claim["certainty"]
    keeps_a_distance = chain and any(page.words(cue).lower().startswith("claim") for cue in chain[-1].cue)
    if keeps_a_distance and {gold, found.certainty} == {"certain", "probable"}:
        gold = found.certainty  # "claims" may be read as either
    return gold, found.certainty, claim["polarity"], found.polarity


def spans_of(pairs: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)


def source_of(gold: dict[str, Any]) -> Source:
    mention = Span(*gold["mention"]) if gold["mention"] else None
    return Source(name=gold["name"], kind=gold["kind"], mention=mention, cue=spans_of(gold["cue"]))


def report_figures() -> None:
    scores = certainty_scores()
    for file in GRADED:
        scores |= {f"{file.stem} {name}": figure for name, figure in graded_scores(file).items()}
    for name, figure in scores.items():
        print(f"{name:<30} {figure:.3f}")


if __name__ == "__main__":
    report_figures()
