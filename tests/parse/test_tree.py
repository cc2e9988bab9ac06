"""Trees: one root, no circles, and the best such tree there is."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportedly.parse.model_runtime import Decoder, Floats
from reportedly.parse.tree import ARC, best_relations, best_tree
from reportedly.parse.wordpiece import IntArray

NONE = np.zeros((0, 0), np.float32)


def a_decoder(root: Floats, relation: Floats = NONE) -> Decoder:
    return Decoder(moves=NONE, far=NONE, root=root, relation=relation)


def heads_of(arcs: Floats, to_root: Floats) -> list[int]:
    """The tree of a sentence where word d hangs on head h with score arcs[d, h], on the root with to_root[d]."""
    size = len(arcs)
    tree = np.zeros((size, 2 * ARC), np.float32)
    tree[:, :size] = arcs
    tree[:, size] = to_root
    tree[:, ARC : ARC + size] = np.eye(size)
    root = np.zeros(ARC, np.float32)
    root[size] = 1
    heads: list[int] = best_tree(tree, a_decoder(root)).tolist()
    return heads


def is_a_tree(heads: tuple[int, ...] | list[int]) -> bool:
    """One root, and every word comes to it in at most as many steps as there are words."""
    return heads.count(-1) == 1 and all(reaches_root(heads, word) for word in range(len(heads)))


def reaches_root(heads: tuple[int, ...] | list[int], word: int) -> bool:
    for _ in heads:
        word = heads[word]
        if word < 0:
            return True
    return False


def worth(heads: tuple[int, ...] | list[int], arcs: Floats) -> float:
    return sum(float(arcs[word, head]) for word, head in enumerate(heads) if head >= 0)


@st.composite
def sentences(draw: st.DrawFn, most: int) -> tuple[Floats, Floats]:
    """Scores in quarters, so that sums are exact whatever their order."""
    size = draw(st.integers(1, most))
    quarters = st.integers(-40, 40)
    arcs = draw(st.lists(quarters, min_size=size * size, max_size=size * size))
    to_root = draw(st.lists(quarters, min_size=size, max_size=size))
    quarter = np.float32(0.25)
    return np.array(arcs, np.float32).reshape(size, size) * quarter, np.array(to_root, np.float32) * quarter


@settings(max_examples=100, deadline=None)
@given(sentences(5))
def test_no_tree_with_the_same_root_is_worth_more(sentence: tuple[Floats, Floats]) -> None:
    arcs, to_root = sentence
    chosen = heads_of(arcs, to_root)
    root = chosen.index(-1)
    size = len(arcs)
    others = (heads for heads in product(range(-1, size), repeat=size) if heads[root] == -1 and is_a_tree(heads))
    assert worth(chosen, arcs) == max(worth(heads, arcs) for heads in others)


@settings(max_examples=150, deadline=None)
@given(sentences(14))
@example((np.zeros((9, 9), np.float32), np.zeros(9, np.float32)))
def test_every_sentence_gets_one_root_and_no_circle(sentence: tuple[Floats, Floats]) -> None:
    assert is_a_tree(heads_of(*sentence))


def test_the_root_is_the_word_that_gains_most_by_it() -> None:
    arcs = np.array([[0, 1, 1], [5, 0, 1], [1, 4, 0]], np.float32)
    assert heads_of(arcs, np.array([3, 6, 0], np.float32)) == [-1, 0, 1]


def test_two_words_that_choose_each_other_are_parted_at_the_least_loss() -> None:
    arcs = np.array([[0, 0, 0, 0], [1, 0, 9, 0], [0, 9, 0, 3], [2, 0, 0, 0]], np.float32)
    assert heads_of(arcs, np.array([50, 0, 0, 0], np.float32)) == [-1, 2, 3, 0]


def test_circles_within_circles_are_undone() -> None:
    pairs = np.full((9, 9), -5.0, np.float32)
    for a, b in ((1, 2), (3, 4), (5, 6), (7, 8)):
        pairs[a, b] = pairs[b, a] = 20
    for a, b in ((2, 3), (4, 1), (6, 7), (8, 5)):
        pairs[a, b] = 10
    heads = heads_of(pairs, np.array([50, *[-50] * 8], np.float32))
    assert is_a_tree(heads)
    assert heads[0] == -1


def test_one_word_is_its_own_sentence() -> None:
    assert heads_of(np.zeros((1, 1), np.float32), np.zeros(1, np.float32)) == [-1]


def test_relations_depend_on_both_words_and_are_the_same_for_one_sentence_or_many() -> None:
    rng = np.random.default_rng(11)
    size, width, relations = 300, 3, 5
    tree = rng.normal(size=(size, 2 * ARC + 2 * width)).astype(np.float32)
    weights = rng.normal(size=(width + 1, relations * (width + 1))).astype(np.float32)
    heads: IntArray = rng.integers(-1, size, size)
    found = best_relations(tree, heads, a_decoder(np.zeros(ARC, np.float32), weights))
    for word, head in enumerate(heads.tolist()):
        dependent = np.append(tree[word, 2 * ARC : 2 * ARC + width], 1)
        governor = np.append(tree[max(head, 0), 2 * ARC + width :], 1)
        scores = [governor @ weights[:, r * 4 : r * 4 + 4] @ dependent for r in range(relations)]
        assert found[word] == int(np.argmax(scores))
