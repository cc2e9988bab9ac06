"""How well mentions are tied to whom they mean: entities of ledgers against the coreference that GUM's annotators gave.

Gold are the clusters of persons, organisations and places with at least one name in them, all their mentions counted:
names, descriptions, pronouns.  A mention of the ledger is a gold one where it has its first and last character, or
else where it lies in it and holds its head ("Biden" is "President Biden, who …").

mentions_recall  share of gold mentions that are found, whoever they are given to; names, nominals, pronouns apart.
links_f1         of two gold mentions that are both found: whether they are rightly put together or kept apart.
muc, b3, ceafe   the usual three measures of whole clusterings (Pradhan 2014), over all mentions, those of one alone
                 included; conll is their mean.  Entities of other kinds are left out on both sides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from quality.conllu import Row, raw_documents, with_text
from reportedly.model import Entity, Span, Token
from reportedly.pipeline import read_text
from reportedly.scoring import assignment, connected

KINDS = frozenset(("person", "organization", "place"))  # as GUM writes them
OUR_KINDS = frozenset(("person", "organisation", "place", "outlet"))
TYPES = ("name", "nominal", "pronoun")

Clusters = Mapping[Hashable, Set[Hashable]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldMention:
    span: Span
    core: frozenset[int]  # tokens: the head and the words of a name that hang flat on it
    cluster: str
    kind: str
    type: str  # name nominal pronoun


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    name: str
    text: str
    tokens: tuple[Token, ...]
    mentions: tuple[GoldMention, ...]

    def named(self) -> tuple[GoldMention, ...]:
        """Mentions of persons, organisations and places that have a name somewhere in the document."""
        names = {m.cluster for m in self.mentions if m.type == "name" and m.kind in KINDS}
        return tuple(m for m in self.mentions if m.cluster in names)


def coreference_scores(path: Path) -> dict[str, float]:
    """Figures of the ledgers of all documents of a treebank with GUM's `Entity=`, and of its news alone."""
    gold = list(read_coreference(path))
    found = [read_text(document.text).entities for document in gold]
    news = [n for n, document in enumerate(gold) if "_news_" in document.name]
    return {
        **scores_of(gold, found),
        **{f"news_{k}": v for k, v in scores_of([gold[n] for n in news], [found[n] for n in news]).items()},
    }


# ---------------------------------------------------------------- gold
def read_coreference(path: Path) -> Iterable[GoldDocument]:
    for name, sentences in raw_documents(path):
        laid = with_text(name, sentences, [])
        found = mentions_in([s.rows for s in sentences], laid.sentences)
        mentions = tuple(gold_mention(laid.tokens, *one) for one in found)
        yield GoldDocument(name=name, text=laid.text, tokens=laid.tokens, mentions=mentions)


def mentions_in(
    sentences: Sequence[Sequence[Row]], ranges: Sequence[tuple[int, int]]
) -> list[tuple[int, int, str, str]]:
    """(first token, end, cluster, kind) of every mention that is one run of tokens in one sentence."""
    out: list[tuple[int, int, str, str]] = []
    for rows, (start, _) in zip(sentences, ranges, strict=True):
        opened: dict[str, list[tuple[int, str]]] = {}
        for t, row in enumerate(rows):
            found = re.search(r"Entity=([^|]*)", row[4])
            for opens, body, closes in re.findall(r"(\()?([^()]+)(\))?", found[1]) if found else ():
                cluster, _, rest = body.partition("-")
                if opens:
                    opened.setdefault(cluster, []).append((t, rest.partition("-")[0]))
                if closes and opened.get(cluster):
                    first, kind = opened[cluster].pop()
                    out.append((start + first, start + t + 1, cluster, kind))
    return sorted(out)


def gold_mention(tokens: Sequence[Token], first: int, end: int, cluster: str, kind: str) -> GoldMention:
    head = next((n for n in range(first, end) if not first <= tokens[n].head < end), first)
    flat = [n for n in range(first, end) if tokens[n].head == head and tokens[n].relation.startswith("flat")]
    upos = tokens[head].upos
    return GoldMention(
        span=Span(tokens[first].start, tokens[end - 1].end),
        core=frozenset((head, *flat)),
        cluster=cluster,
        kind=kind,
        type="pronoun" if upos in ("PRON", "DET") else "name" if upos == "PROPN" else "nominal",
    )


# ---------------------------------------------------------------- gold beside found
def matched(document: GoldDocument, entities: Iterable[Entity]) -> dict[int, tuple[str, int]]:
    """By number of the named gold mention: the entity and the number of its mention that was found for it."""
    found = [(e.id, n, m.span) for e in entities for n, m in enumerate(e.mentions)]
    exact = {span: (entity, n) for entity, n, span in found}
    gold = document.named()
    out = {i: exact[m.span] for i, m in enumerate(gold) if m.span in exact}
    taken = set(out.values())
    for i in sorted(range(len(gold)), key=lambda i: gold[i].span.end - gold[i].span.start):
        if i in out:
            continue
        core = [document.tokens[n] for n in gold[i].core]
        held = [
            (span.end - span.start, (entity, n))
            for entity, n, span in found
            if (entity, n) not in taken
            and gold[i].span.start <= span.start
            and span.end <= gold[i].span.end
            and any(span.start <= token.start < span.end for token in core)
        ]
        if held:
            out[i] = max(held)[1]
            taken.add(out[i])
    return out


def scores_of(documents: Sequence[GoldDocument], found: Sequence[Sequence[Entity]]) -> dict[str, float]:
    links: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    totals = {name: [0.0] * 4 for name in MEASURES}
    for document, entities in zip(documents, found, strict=True):
        ours = [e for e in entities if e.kind in OUR_KINDS]
        gold, at = document.named(), matched(document, ours)
        for i, mention in enumerate(gold):
            seen[mention.type] += 1
            seen["found " + mention.type] += i in at
        for i, k in combinations(sorted(at), 2):
            same, said = gold[i].cluster == gold[k].cluster, at[i][0] == at[k][0]
            links += Counter(right=same and said, said=said, same=same)
        key = clusters((m.cluster, i) for i, m in enumerate(gold))
        place = {where: i for i, where in at.items()}
        response = clusters((e.id, place.get((e.id, n), (e.id, n))) for e in ours for n in range(len(e.mentions)))
        for name, measure in MEASURES.items():
            for n, part in enumerate((*measure(key, response), *measure(response, key))):
                totals[name][n] += part
    parts = {name: f1(a, b, c, d) for name, (a, b, c, d) in totals.items()}
    return {
        **{f"{t}_recall": seen["found " + t] / max(1, seen[t]) for t in TYPES},
        "mentions_recall": sum(seen["found " + t] for t in TYPES) / max(1, sum(seen[t] for t in TYPES)),
        "links_f1": 2 * links["right"] / max(1, links["said"] + links["same"]),
        **parts,
        "conll": sum(parts.values()) / len(parts),
    }


def clusters(of: Iterable[tuple[Hashable, Hashable]]) -> Clusters:
    out: dict[Hashable, set[Hashable]] = {}
    for cluster, mention in of:
        out.setdefault(cluster, set()).add(mention)
    return out


# ---------------------------------------------------------------- measures: what is right, of how much; one direction
def muc(key: Clusters, response: Clusters) -> tuple[float, float]:
    """Links of the key that the response keeps (Vilain 1995)."""
    of = {m: c for c, members in response.items() for m in members}
    right = sum(len(k) - len({of.get(m, m) for m in k}) for k in key.values())
    return right, sum(len(k) - 1 for k in key.values())


def b_cubed(key: Clusters, response: Clusters) -> tuple[float, float]:
    """Mention by mention: the share of its cluster that the response puts with it (Bagga and Baldwin 1998)."""
    of = {m: members for members in response.values() for m in members}
    right = sum(len(k & of[m]) / len(k) for k in key.values() for m in k if m in of)
    return right, sum(map(len, key.values()))


def ceaf_e(key: Clusters, response: Clusters) -> tuple[float, float]:
    """Clusters of both paired off so that they share most (Luo 2005, phi 4)."""
    ours, theirs = list(key.values()), list(response.values())
    edges = {
        (i, j): 2 * len(a & b) / (len(a) + len(b)) for i, a in enumerate(ours) for j, b in enumerate(theirs) if a & b
    }
    right = 0.0
    for left, other in connected(edges):
        rows, columns = sorted((left, other), key=len)
        cost = [[-edges.get((r, c) if rows is left else (c, r), 0.0) for c in columns] for r in rows]
        right -= sum(cost[r][c] for r, c in assignment(cost))
    return right, len(ours)


MEASURES: Mapping[str, Callable[[Clusters, Clusters], tuple[float, float]]] = {
    "muc": muc,
    "b3": b_cubed,
    "ceafe": ceaf_e,
}


def f1(right: float, of: float, said_right: float, said: float) -> float:
    recall, precision = right / max(1.0, of), said_right / max(1.0, said)
    return 2 * precision * recall / (precision + recall) if right else 0.0
