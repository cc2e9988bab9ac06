"""What gold does not say, the tutors say: every window of the student's training carries every label.

Attribution labels are the mean of the tutors' marginals over tag sequences; tree labels are one tutor's best tree, with
its probabilities for word classes, names and boundaries.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence

import numpy as np
import torch

from reportedly.parse.model_runtime import Decoder, Numbers
from reportedly.parse.tags import best_tags, legal_moves, link, softmax, spans_of
from reportedly.parse.tree import best_relations, best_tree
from reportedly.parse.windows import Reading, read_in_windows
from reportedly.parse.wordpiece import Pieces, WordPiece
from training.bases import fetch
from training.corpora import UNLABELLED, Document, corpus, spread
from training.fit import CLS, SEP, load
from training.losses import SLICES
from training.network import Network
from training.settings import CUT_SENTENCE, RUNS, TAGS, WORK

GOLD_SHARE = 0.5  # of the attribution labels where there is gold; the rest is the tutors'
LABELS = WORK / "labels"


class Tutor:
    """A trained network that reads whole texts, as the runtime does."""

    def __init__(self, run: str) -> None:
        self.net: Network = load(run, str(fetch(RUNS[run].base)))
        net = self.net
        self.decoder = Decoder(
            moves=legal_moves(net.moves.detach().numpy(), TAGS),
            far=net.far.weight.detach().numpy()[:, 0],
            root=net.root.detach().numpy(),
            relation=net.relation.detach().numpy(),
        )

    def read(self, pieces: Pieces) -> Reading:
        return read_in_windows(pieces, lambda a, b: self._window(pieces, a, b), sentence_starts)

    def _window(self, pieces: Pieces, a: int, b: int) -> Numbers:
        ids = torch.from_numpy(np.concatenate([[CLS], pieces.ids[a:b], [SEP]]))[None]
        layout = torch.from_numpy(np.concatenate([[0], pieces.layout[a:b], [0]]))[None]
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            out = self.net(ids, layout)
        linear, query, key, tree = (x[0, 1:-1].float().numpy() for x in out)
        return Numbers(linear=linear, query=query, key=key, tree=tree)


def sentence_starts(numbers: Numbers) -> np.ndarray:
    return np.flatnonzero(numbers.linear[:, SLICES["cut"]].argmax(1) == CUT_SENTENCE)


def marginals(emissions: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """Probability of each pair of tags at words t and t + 1; the last word is paired with "O"."""
    words, tags = emissions.shape
    start = np.where([t.startswith("I-") for t in TAGS], -1e4, 0.0)
    forward = np.empty((words, tags))
    backward = np.zeros((words, tags))
    forward[0] = emissions[0] + start
    for t in range(1, words):
        forward[t] = np.logaddexp.reduce(forward[t - 1][:, None] + moves, 0) + emissions[t]
    for t in range(words - 2, -1, -1):
        backward[t] = np.logaddexp.reduce(moves + (emissions[t + 1] + backward[t + 1])[None], 1)
    total = np.logaddexp.reduce(forward[-1])
    out = np.zeros((words, tags, tags))
    out[:-1] = np.exp(forward[:-1, :, None] + moves[None] + (emissions[1:] + backward[1:])[:, None, :] - total)
    out[-1, :, 0] = np.exp(forward[-1] - total)
    return out


def label_attributions(doc: Document, tutors: Sequence[Tutor]) -> None:
    words = doc.pieces.words
    views = [tutor.read(doc.pieces) for tutor in tutors]
    emissions = [view.linear[words, SLICES["tag"]].astype(np.float64) for view in views]
    taught = np.mean([marginals(e, t.decoder.moves) for e, t in zip(emissions, tutors, strict=True)], 0)
    if doc.wanted is not None:
        doc.wanted = (GOLD_SHARE * doc.wanted + (1 - GOLD_SHARE) * taught).astype(np.float16)
        return
    doc.wanted = taught.astype(np.float16)
    unary = np.log(np.maximum(taught.sum(2), 1e-6)).astype(np.float32)
    tags = best_tags(unary, legal_moves(np.zeros((len(TAGS), len(TAGS)), np.float32), TAGS))
    owner = np.full(len(words), -1)
    linked = link(spans_of(tags, softmax(unary)), views[0], words, tutors[0].decoder.far)
    for number, attribution in enumerate(linked):
        for span in (*attribution.source, *attribution.cue, *attribution.content):
            owner[span.start : span.end] = number
    doc.tag, doc.owner = spread(doc.pieces, tags, UNLABELLED), spread(doc.pieces, owner, -1)


def label_trees(doc: Document, tutor: Tutor) -> None:
    view = tutor.read(doc.pieces)
    name = softmax(view.linear[:, SLICES["name"]])
    if doc.head is not None:  # a treebank without names
        anchors = doc.sentence >= 0
        doc.entity = (name * anchors[:, None]).astype(np.float16)
        return
    cut = softmax(view.linear[:, SLICES["cut"]])
    best = cut.argmax(1)
    best[0] = CUT_SENTENCE
    anchors = np.flatnonzero(best)
    number = np.cumsum(best[anchors] == CUT_SENTENCE) - 1
    size = len(doc.pieces)
    at_anchor = np.zeros((size, 1))
    at_anchor[anchors] = 1
    doc.cut = cut.astype(np.float16)
    doc.upos = (softmax(view.linear[:, SLICES["upos"]]) * at_anchor).astype(np.float16)
    doc.entity = (name * at_anchor).astype(np.float16)
    doc.sentence = np.full(size, -1)
    doc.sentence[anchors] = number
    tree = view.tree[anchors]
    heads = np.empty(len(anchors), np.int64)  # index among anchors, -1 for a root
    for n in range(number[-1] + 1):
        mine = np.flatnonzero(number == n)
        local = best_tree(tree[mine], tutor.decoder)
        heads[mine] = np.where(local < 0, -1, mine[np.maximum(local, 0)])
    doc.head, doc.relation = np.full(size, UNLABELLED), np.full(size, UNLABELLED)
    doc.head[anchors] = np.where(heads < 0, -1, anchors[np.maximum(heads, 0)])
    doc.relation[anchors] = np.where(heads < 0, UNLABELLED, best_relations(tree, heads, tutor.decoder))


def labelled(name: str, wordpiece: WordPiece, trees: str | None, says: Sequence[str]) -> list[Document]:
    """The documents of a corpus with the labels of gold and of the tutors named; made once and kept in WORK/labels."""
    path = LABELS / f"{'-'.join([name, str(trees), *says])}.pickle"
    if path.exists():
        return pickle.loads(path.read_bytes())
    docs = corpus(name, wordpiece)
    treebank = name in ("gum", "ewt")
    first = docs[:1] if treebank else docs  # a treebank's second document is the first in news typography
    if trees and not name.startswith("gum"):
        tutor = Tutor(trees)
        for doc in first:
            label_trees(doc, tutor)
    tutors = [Tutor(run) for run in says]
    for doc in first if tutors else ():
        label_attributions(doc, tutors)
    for doc in docs[1:] if treebank else ():
        if len(doc.pieces) != len(docs[0].pieces):
            raise ValueError(f"{name}: news typography changed the number of pieces")
        doc.wanted, doc.tag, doc.owner, doc.entity = docs[0].wanted, docs[0].tag, docs[0].owner, docs[0].entity
    LABELS.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(docs))
    return docs
