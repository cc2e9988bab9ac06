"""Learns which Latin letters stand for which Cyrillic ones in names: writes src/reportedly/compare/spellings.tsv.

    python -m training.names                learn from ../shared/data/names/wd_russian_64 (a minute on one core)

Each pair of names is taken as a row of units, up to four Latin letters against up to two Cyrillic ones, drawn one
after the other; expectation maximisation finds how likely each unit is.  Wikidata's pairs hold mistakes (a family name
against a given one): from the fourth round on a pair counts only where it is likelier than two words that have nothing
to do with each other.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from reportedly.compare.names import fold

HERE = Path(__file__).parent.parent
PAIRS = HERE.parent / "shared" / "data" / "names" / "wd_russian_64"
TABLE = HERE / "src" / "reportedly" / "compare" / "spellings.tsv"

UNITS = {(1, 1): 1.0, (2, 1): 0.5, (3, 1): 0.2, (4, 1): 0.1, (1, 2): 0.3, (0, 1): 0.1, (1, 0): 0.1}  # first guess
ROUNDS, SIFTED_FROM, MARGIN = 9, 3, 2.0
DISCOUNT_SHORT, DISCOUNT_LONG = 0.5, 2.0  # taken off each count, so that no syllable is learnt by heart
RAREST = 2e-6
LETTERS = 64  # of each alphabet, 0 among them
LATIN, CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


def pairs_of(file: Path) -> dict[tuple[str, str], float]:
    """Folded pairs with their weight: a pair of many people counts for more, but not for as many times more."""
    counts: Counter[tuple[str, str]] = Counter()
    for line in file.read_text(encoding="utf-8").splitlines():
        latin, cyrillic, people = line.split("\t")
        a, b = fold(latin), fold(cyrillic.replace(" ", ""))
        if 2 <= len(a) <= 14 and 2 <= len(b) <= 13 and set(a) <= set(LATIN) and set(b) <= set(CYRILLIC):
            counts[a, b] += int(people)
    return {pair: 1 + math.log(people) for pair, people in counts.items()}


def learn(pairs: dict[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    groups, units = in_groups(pairs)
    first, second = frequencies(pairs, 0), frequencies(pairs, 1)
    chances = np.array([UNITS[len(x), len(y)] for x, y in units])
    chances /= chances.sum()
    discount = np.array([DISCOUNT_LONG if len(x) + len(y) > 2 else DISCOUNT_SHORT for x, y in units])
    for number in range(ROUNDS):
        counts, likelihood, kept = np.zeros(len(units)), 0.0, 0.0
        for rows, weights, cells in groups:
            by_chance = np.array([sum(first[c] for c in a) + sum(second[c] for c in b) for a, b in rows]) + MARGIN
            ways = forward(cells, chances, len(rows[0][0]), len(rows[0][1]))
            total = ways[len(rows[0][0]), len(rows[0][1])]
            fits = total > 0
            if number >= SIFTED_FROM:
                fits &= np.log(np.maximum(total, 1e-300)) > by_chance
            likelihood += float((weights[fits] * np.log(total[fits])).sum())
            kept += float(weights[fits].sum())
            add_counts(counts, cells, chances, ways, np.where(fits, weights / np.where(fits, total, 1), 0), rows[0])
        chances = np.maximum(counts - discount, 0)
        chances /= chances.sum()
        chances[chances < RAREST] = 0
        chances /= chances.sum()
        print(f"round {number + 1}: {likelihood / kept:.3f} a pair, {int((chances > 0).sum())} units", flush=True)
    return {units[n]: float(chances[n]) for n in np.flatnonzero(chances)}


def in_groups(pairs):
    """Pairs of the same two lengths together, so that all of them are worked on at once; and all units there are."""
    by_length = defaultdict(list)
    for pair, weight in pairs.items():
        by_length[len(pair[0]), len(pair[1])].append((pair, weight))
    groups = []
    for (length, other), members in by_length.items():
        rows = [pair for pair, _ in members]
        a = np.array([[LATIN.index(c) + 1 for c in pair[0]] for pair in rows])
        b = np.array([[CYRILLIC.index(c) + 1 for c in pair[1]] for pair in rows])
        cells = {}
        for i in range(length + 1):
            for j in range(other + 1):
                for m, n in UNITS:
                    if i >= m and j >= n:
                        code = np.zeros(len(rows), np.int64)
                        for k in range(4):
                            code = code * LETTERS + (a[:, i - m + k] if k < m else 0)
                        for k in range(2):
                            code = code * LETTERS + (b[:, j - n + k] if k < n else 0)
                        cells[i, j, m, n] = code
        groups.append((rows, np.array([weight for _, weight in members]), cells))
    codes = np.unique(np.concatenate([code for *_, cells in groups for code in cells.values()]))
    numbered = [
        (rows, weights, {cell: np.searchsorted(codes, code) for cell, code in cells.items()})
        for rows, weights, cells in groups
    ]
    return numbered, [unit_of(int(code)) for code in codes]


def unit_of(code: int) -> tuple[str, str]:
    letters = [code // LETTERS**k % LETTERS for k in range(5, -1, -1)]
    return "".join(LATIN[n - 1] for n in letters[:4] if n), "".join(CYRILLIC[n - 1] for n in letters[4:] if n)


def forward(cells, chances, length, other):
    ways = {(0, 0): np.ones(len(next(iter(cells.values()))))}
    for i in range(length + 1):
        for j in range(other + 1):
            if i or j:
                ways[i, j] = sum(ways[i - m, j - n] * chances[cells[i, j, m, n]] for m, n in UNITS if i >= m and j >= n)
    return ways


def add_counts(counts, cells, chances, ways, ends, pair) -> None:
    """How often each unit is expected to have been used, added to `counts`."""
    length, other = map(len, pair)
    after = {(length, other): ends}
    for i in range(length, -1, -1):
        for j in range(other, -1, -1):
            if (i, j) != (length, other):
                after[i, j] = sum(
                    after[i + m, j + n] * chances[cells[i + m, j + n, m, n]]
                    for m, n in UNITS
                    if i + m <= length and j + n <= other
                )
    for (i, j, m, n), unit in cells.items():
        np.add.at(counts, unit, ways[i - m, j - n] * chances[unit] * after[i, j])


def frequencies(pairs, side: int) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for pair, weight in pairs.items():
        for letter in pair[side]:
            counts[letter] += weight
    return {letter: math.log(count / sum(counts.values())) for letter, count in counts.items()}


def main() -> None:
    chances = learn(pairs_of(PAIRS))
    rows = sorted(chances.items(), key=lambda item: (-item[1], item[0]))
    head = "# Latin letters, Cyrillic letters, how often in names one stands for the other; made by training/names.py\n"
    TABLE.write_text(head + "".join(f"{x}\t{y}\t{chance:.4g}\n" for (x, y), chance in rows), encoding="utf-8")
    print(f"{len(rows)} units in {TABLE.name}")


if __name__ == "__main__":
    main()
