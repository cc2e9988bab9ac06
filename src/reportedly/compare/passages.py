"""The same words in two reports: shared stretches of text with their exact places in both.

Winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003): of every few neighbouring runs of words one fingerprint is
kept, so that any stretch of `RUN + WINDOW - 1` shared words shares at least one.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from sys import intern
from zlib import crc32

from reportedly.comparison import Passage
from reportedly.model import Span

RUN = 5  # words of a fingerprint
WINDOW = 4  # fingerprints of which the smallest is kept
SHORTEST = 8  # words of a shared stretch worth showing
GAP = 3  # words that may differ between two stretches that are shown as one
WORD = re.compile(r"[^\W_]+")
BASE, MODULUS = 1_000_003, (1 << 61) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprinted:
    """A text as its words, where each begins and ends, and the fingerprints kept: (hash, number of its first word)."""

    words: tuple[str, ...]
    starts: array[int]
    ends: array[int]
    prints: tuple[tuple[int, int], ...]

    def span(self, first: int, last: int) -> Span:
        """From the beginning of one word to the end of another."""
        return Span(self.starts[first], self.ends[last])


def fingerprinted(text: str) -> Fingerprinted:
    found = list(WORD.finditer(text))
    words = tuple([intern(m.group().casefold()) for m in found])
    return Fingerprinted(
        words=words,
        starts=array("I", [m.start() for m in found]),
        ends=array("I", [m.end() for m in found]),
        prints=tuple(winnowed([crc(word) for word in words])),
    )


@lru_cache(maxsize=200_000)
def crc(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


def winnowed(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The fingerprints kept of a run of words: in each window the smallest, the last of equals."""
    hashes = [sum(map(mul, numbers[n : n + RUN], WEIGHTS)) % MODULUS for n in range(len(numbers) - RUN + 1)]
    kept = -1
    for start in range(max(0, len(hashes) - WINDOW + 1)) or ([0] if hashes else []):
        end = min(start + WINDOW, len(hashes))
        if kept >= start and hashes[end - 1] > hashes[kept]:
            continue  # the one kept is in the window still, and the only one that is new is greater
        least = min(range(start, end), key=lambda n: (hashes[n], -n))
        if least != kept:
            kept = least
            yield hashes[least], least


WEIGHTS = tuple(pow(BASE, RUN - 1 - n, MODULUS) for n in range(RUN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words [a, a + length) of one text that are words [b, b + length) of another."""

    a: int
    b: int
    length: int


def shared_runs(a: Fingerprinted, b: Fingerprinted, boilerplate: Collection[int] = ()) -> list[Run]:
    """Stretches of at least `SHORTEST` words that both texts have, no word of either in two; longer ones win.

    Runs grow from fingerprints that both have; those in `boilerplate` start none.
    """
    places: dict[int, list[int]] = {}
    for number, at in b.prints:
        if number not in boilerplate:
            places.setdefault(number, []).append(at)
    grown: dict[tuple[int, int], Run] = {}
    ends: dict[int, int] = {}  # diagonal -> where its last run ends in `a`
    for number, at in a.prints:
        for there in places.get(number, ()):
            if at < ends.get(at - there, -1):
                continue
            run = grow(a.words, b.words, at, there)
            ends[at - there] = run.a + run.length
            if run.length >= SHORTEST:
                grown[run.a, run.b] = run
    return apart(sorted(grown.values(), key=lambda run: (-run.length, run.a, run.b)))


def grow(a: Sequence[str], b: Sequence[str], at: int, there: int) -> Run:
    before = 0
    while at - before > 0 and there - before > 0 and a[at - before - 1] == b[there - before - 1]:
        before += 1
    after = 0
    while at + after < len(a) and there + after < len(b) and a[at + after] == b[there + after]:
        after += 1
    return Run(a=at - before, b=there - before, length=before + after)


def apart(runs: Sequence[Run]) -> list[Run]:
    """Runs in the order of the first text, those that overlap a longer one left out."""
    kept: list[Run] = []
    for run in runs:
        if not any(overlap(run, other) for other in kept):
            kept.append(run)
    return sorted(kept, key=lambda run: run.a)


def overlap(x: Run, y: Run) -> bool:
    return (x.a < y.a + y.length and y.a < x.a + x.length) or (x.b < y.b + y.length and y.b < x.b + x.length)


def passages_of(a: Fingerprinted, b: Fingerprinted, runs: Sequence[Run]) -> tuple[Passage, ...]:
    """Runs as places in the texts; neighbours in both with at most `GAP` other words between are one passage."""
    out: list[list[Run]] = []
    for run in runs:
        last = out[-1][-1] if out else None
        if last is not None and 0 <= run.a - last.a - last.length <= GAP and 0 <= run.b - last.b - last.length <= GAP:
            out[-1].append(run)
        else:
            out.append([run])
    return tuple(
        Passage(
            a=a.span(group[0].a, group[-1].a + group[-1].length - 1),
            b=b.span(group[0].b, group[-1].b + group[-1].length - 1),
        )
        for group in out
    )
