"""How well the reader sees words, trees, sentences and names: its output against treebanks, by character offset.

upos             share of gold tokens whose start a predicted token shares, with the right tag.  The reader's tokens are
                 anchored at their first wordpiece; ends may differ.
uas, las         share of gold tokens with the right head, and the right relation too; the reader is given the gold
                 sentences.  las ignores subtypes ("nsubj:pass" is nsubj), las_subtypes does not.
sentence_f1      a predicted sentence is right when its first token and the first token of the next one start where a
                 gold sentence and its next do.
names_f1         a predicted name is right when a gold one has its first character, its last and its kind.  On GUM the
                 reader's own names are scored, titles and all, as GUM has them; on our news those of the ledger, which
                 a person sees: "Biden", not "President Biden".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Set
from pathlib import Path
from typing import Protocol

from quality.conllu import TreebankDocument, names_in_misc, read_treebank
from reportedly.model import Name, Parsed, Token
from reportedly.parse import parse
from reportedly.pipeline import read_text
from reportedly.scoring import Count
from training.gum_names import name_spans

KINDS = ("person", "organisation", "place", "other")


class Layout(Protocol):
    """What `Parsed` and `TreebankDocument` have in common."""

    @property
    def text(self) -> str: ...
    @property
    def tokens(self) -> tuple[Token, ...]: ...
    @property
    def sentences(self) -> tuple[tuple[int, int], ...]: ...


def gum_scores(path: Path) -> dict[str, float]:
    """Figures on GUM, its names by the definition the reader was trained with."""
    return scores_of(read_treebank(path, name_spans), lambda read: read.names)


def news_scores(path: Path) -> dict[str, float]:
    """Figures on our own annotated news, and those of its persons and places apart."""
    return scores_of(read_treebank(path, names_in_misc), names_in_ledger)


def names_in_ledger(read: Parsed) -> Iterable[Name]:
    """Names as the ledger lists them; an outlet is an organisation in the gold."""
    entities = read_text(read.text).entities
    kinds = {"outlet": "organisation", "group": "organisation"}
    return [
        Name(mention.span.start, mention.span.end, kinds.get(entity.kind, entity.kind))
        for entity in entities
        for mention in entity.mentions
        if mention.type == "name"
    ]


def scores_of(documents: Iterable[TreebankDocument], names_of: Callable[[Parsed], Iterable[Name]]) -> dict[str, float]:
    total: Counter[str] = Counter()
    sentences, names = Count(), dict.fromkeys(KINDS, Count())
    for gold in documents:
        free = parse(gold.text)
        guided = parse(gold.text, sentence_starts=gold.sentence_starts())
        total += Counter({"tokens": len(gold.tokens), "upos": right_tags(gold, free)})
        total += right_arcs(gold, guided)
        sentences += same(sentence_spans(gold), sentence_spans(free))
        found = tuple(names_of(free))
        for kind in KINDS:
            names[kind] += same(of_kind(gold.names, kind), of_kind(found, kind))
    return {
        **{name: total[name] / max(1, total["tokens"]) for name in ("upos", "uas", "las", "las_subtypes")},
        "sentence_f1": f1(sentences),
        "names_f1": f1(sum(names.values(), Count())),
        **{f"{kind}_f1": f1(names[kind]) for kind in KINDS},
    }


def right_tags(gold: TreebankDocument, read: Parsed) -> int:
    tags = {token.start: token.upos for token in read.tokens}
    return sum(tags.get(token.start) == token.upos for token in gold.tokens)


def right_arcs(gold: TreebankDocument, read: Parsed) -> Counter[str]:
    """How many gold tokens have the right head (uas) and relation (las, las_subtypes)."""
    arcs = {token.start: (start_of_head(read.tokens, token), token.relation) for token in read.tokens}
    right: Counter[str] = Counter()
    for token in gold.tokens:
        head, relation = arcs.get(token.start, (None, ""))
        if head == start_of_head(gold.tokens, token):
            right["uas"] += 1
            right["las"] += without_subtype(relation) == without_subtype(token.relation)
            right["las_subtypes"] += relation == token.relation
    return right


def start_of_head(tokens: tuple[Token, ...], token: Token) -> int:
    """Where the head starts; -1 for the root."""
    return tokens[token.head].start if token.head >= 0 else -1


def without_subtype(relation: str) -> str:
    return relation.partition(":")[0]


def sentence_spans(document: Layout) -> set[tuple[int, int]]:
    """(start of the first token, start of the next sentence's first token), the last one ending with the text."""
    starts = [document.tokens[first].start for first, _ in document.sentences]
    return set(zip(starts, [*starts[1:], len(document.text)], strict=True))


def of_kind(names: Iterable[Name], kind: str) -> set[Name]:
    return {name for name in names if name.kind == kind}


def same(gold: Set[Hashable], read: Set[Hashable]) -> Count:
    right = len(gold & read)
    return Count(right=right, predicted=len(read), found=right, gold=len(gold))


def f1(count: Count) -> float:
    return float(count.figures()["f1"])
