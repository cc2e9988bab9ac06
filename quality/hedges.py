"""How well hedges are found: word by word against the uncertainty cues of news in the Szeged corpus.

    python -m quality.hedges       prints the figures; the corpus lies in ../shared

No document of this file was seen in training: the weights come from its Wikipedia part alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reportedly.extract.hedges import hedges_of
from reportedly.extract.lexicon import lexicon
from reportedly.extract.page import Page
from reportedly.interfaces import Parser
from reportedly.model import Span
from reportedly.parse import parse

SZEGED = Path(__file__).parent.parent.parent / "shared" / "data" / "certainty" / "szeged-factbank-dev.xml"
LANGUAGE = "en"

DOCUMENT = re.compile(r"<Document .*?</Document>", re.DOTALL)
SENTENCE = re.compile(r"<Sentence[^>]*>(.*?)</Sentence>", re.DOTALL)
CUE = re.compile(r"(<ccue.*?</ccue>)", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


class Marked(NamedTuple):
    """A text and where its cues stand, whatever their type."""

    text: str
    cues: tuple[Span, ...]


def szeged_scores(file: Path = SZEGED, parser: Parser = parse) -> dict[str, float]:
    """Precision, recall and F1 of cue spans; a span counts where it is the same to the character."""
    right = found = gold = 0
    for text, cues in documents_of(file):
        hedges = set(hedges_of(Page(parser(text)), lexicon(LANGUAGE)))
        right, found, gold = right + len(hedges & set(cues)), found + len(hedges), gold + len(cues)
    return {
        "cue_precision": right / found if found else 0.0,
        "cue_recall": right / gold if gold else 0.0,
        "cue_f1": 2 * right / (found + gold) if found + gold else 0.0,
    }


def documents_of(file: Path) -> Iterator[Marked]:
    """The documents of a file of the corpus, their sentences parted by a space."""
    for document in DOCUMENT.finditer(file.read_text(encoding="utf-8")):
        text, cues = "", []
        for sentence in SENTENCE.findall(document.group()):
            text += " " if text else ""
            for piece in CUE.split(sentence):
                raw = html.unescape(TAG.sub("", piece))
                if piece.startswith("<ccue") and raw.strip():
                    start = len(text) + len(raw) - len(raw.lstrip())
                    cues.append(Span(start, start + len(raw.strip())))
                text += raw
        yield Marked(text, tuple(cues))


def report_figures() -> None:
    for name, figure in szeged_scores().items():
        print(f"{name:<30} {figure:.3f}")


if __name__ == "__main__":
    report_figures()
