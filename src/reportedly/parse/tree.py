"""Dependency trees: the best head for every token, repaired where the best heads form a circle (Chu-Liu, Edmonds)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportedly.parse.model_runtime import Decoder, Floats
from reportedly.parse.wordpiece import IntArray

ARC = 128  # width of the arc vectors; the relation vectors share what is left of a tree row
AT_ONCE = 64  # heads in one product: few enough that it stays in the processor's cache


def best_tree(tree: Floats, decoder: Decoder) -> IntArray:
    """Heads (index in the sentence, -1 for the root) of one sentence.

    `tree` has one row per token: arc vector as dependent, as head, relation vector as dependent, as head.  The root is
    the word that gains most by hanging on it; the rest is the best tree that has this root.
    """
    size = len(tree)
    scores = tree[:, :ARC] @ tree[:, ARC : 2 * ARC].T
    np.fill_diagonal(scores, -np.inf)
    to_root = tree[:, :ARC] @ decoder.root
    heads = scores.argmax(1) if size > 1 else np.zeros(1, np.int64)
    others = scores.max(1) if size > 1 else np.full(1, -np.inf)
    root = int((to_root - others).argmax()) if size > 1 else 0  # exactly one word hangs on the root
    heads[root] = -1
    if _has_circle(heads):
        heads = _without_circles(scores, root)
    return heads


def best_relations(tree: Floats, heads: IntArray, decoder: Decoder) -> IntArray:
    """Relation number of every token to its head; `heads` are rows of `tree`, of as many sentences as there are.

    A root (head -1) gets the number of some relation: it has none.  The large product is made once for each head, not
    for each token: less than half of the tokens have something hanging on them.
    """
    vectors = tree[:, 2 * ARC :]
    width = vectors.shape[1] // 2
    one = np.ones((len(vectors), 1), np.float32)
    dependent = np.concatenate([vectors[:, :width], one], 1)
    governor = np.concatenate([vectors[:, width:], one], 1)
    up = np.maximum(heads, 0)
    by_head = up.argsort(kind="stable")
    governing, first, many = np.unique(up[by_head], return_index=True, return_counts=True)
    most_first = (-many).argsort(kind="stable")
    governing, first, many = governing[most_first], first[most_first], many[most_first]
    numbers = np.empty(len(vectors), np.int64)
    # One room for all products: the system hands out so much memory anew each time, which takes as long as a product.
    room = np.empty((min(AT_ONCE, len(governing)), decoder.relation.shape[1]), np.float32)
    for a in range(0, len(governing), AT_ONCE):
        some = slice(a, a + AT_ONCE)
        mixed = np.matmul(governor[governing[some]], decoder.relation, out=room[: len(governing) - a])
        by_relation = mixed.reshape(len(mixed), -1, width + 1)
        for n in range(many[a]):  # the first token of each head, then the second of those that have two
            have = int(np.searchsorted(-many[some], -n))
            tokens = by_head[first[a : a + have] + n]
            numbers[tokens] = np.matmul(by_relation[:have], dependent[tokens, :, None])[..., 0].argmax(1)
    return numbers


def _has_circle(heads: IntArray) -> bool:
    up: list[int] = heads.tolist()
    seen = [0] * len(up)
    for start in range(len(up)):
        node = start
        while node >= 0 and not seen[node]:
            seen[node] = start + 1
            node = up[node]
        if node >= 0 and seen[node] == start + 1:
            return True
    return False


def _without_circles(scores: Floats, root: int) -> IntArray:
    """The maximum spanning tree whose only child of the root is `root`."""
    size = len(scores)
    full = np.full((size + 1, size + 1), -1e9, np.float64)
    full[1:, 1:] = np.where(np.isfinite(scores), scores, -1e9)
    full[root + 1, :] = -1e9
    full[root + 1, 0] = 0
    heads: IntArray = _chu_liu(full)[1:] - 1
    return heads


def _chu_liu(scores: NDArray[np.float64]) -> IntArray:
    """Head of every node; scores[dependent, head], node 0 is the root.  Circles are contracted one by one."""
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    scores[0] = -np.inf
    heads: IntArray = scores.argmax(1)
    heads[0] = 0
    circle = _find_circle(heads)
    if circle is None:
        return heads
    inside = np.array(circle)
    outside = np.setdiff1d(np.arange(len(scores)), inside)
    kept = scores[inside, heads[inside]]
    m = len(outside)
    small = np.full((m + 1, m + 1), -np.inf)
    small[:m, :m] = scores[np.ix_(outside, outside)]
    into = scores[np.ix_(outside, inside)]
    small[:m, m] = into.max(1)
    from_ = scores[np.ix_(inside, outside)] - kept[:, None]
    small[m, :m] = from_.max(0) + kept.sum()
    inner = _chu_liu(small)
    out = heads.copy()
    for i in range(1, m):
        out[outside[i]] = inside[into[i].argmax()] if inner[i] == m else outside[inner[i]]
    entry = inside[from_[:, inner[m]].argmax()]
    out[entry] = outside[inner[m]]
    return out


def _find_circle(heads: IntArray) -> list[int] | None:
    seen = np.zeros(len(heads), int)
    for start in range(1, len(heads)):
        path: list[int] = []
        node = start
        while node and not seen[node]:
            seen[node] = start
            path.append(node)
            node = int(heads[node])
        if node and seen[node] == start:
            return path[path.index(node) :]
    return None
