"""What might be tied to a hypothesis: what many origins speak of, and what shares its words.  Never a verdict."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from reportedly.ask.hypotheses import Evidence
from reportedly.ask.names import folded
from reportedly.ask.tying import Found, last_ties
from reportedly.compare.in_words import counted, number_of
from reportedly.comparison import Assertion, Comparison, Series
from reportedly.interfaces import Asked, CaseStore

CANDIDATES, SAYINGS, ASKED = 10, 4, 8  # shown at once; origins of one; reports read to find them
LOOKED_FOR, SHORTEST_WORD, HITS = 6, 4, 40  # words of a hypothesis, their letters, claims taken for each
ENDING = 2  # letters of a longer word that may be another in the claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Something told that nobody tied yet, said by those who say it; no view on what it does to a hypothesis."""

    what: str
    why: str  # "3 origins speak of it", "shares “dam” with the hypothesis"
    sayings: tuple[Evidence, ...]  # the first of each origin


def candidates(
    store: CaseStore, comparison: Comparison, *, like: str | None = None, start: int = 0, most: int = CANDIDATES
) -> tuple[tuple[Candidate, ...], bool]:
    """What most origins speak about, or the claims that share most words with `like`; and whether there are more."""
    found = Found.of(store, comparison)
    tied = {(one.report, one.part) for one in map(found.there, last_ties(store)) if one}
    shown = list(islice(fresh(sharing(store, found, like) if like else spoken_about(found), tied), start + most + 1))
    return tuple(shown[start : start + most]), len(shown) > start + most


def looked_up(store: CaseStore, comparison: Comparison, words: str, *, most: int = 2 * CANDIDATES) -> list[Evidence]:
    """Claims and figures with all of `words`, tied or not; see `CaseStore.search` for how they are taken."""
    found = Found.of(store, comparison)
    asked = Asked(text=words)
    hits = [(hit.report, hit.id) for hit in store.claims(asked, limit=most)]
    hits += [(hit.report, hit.id) for hit in store.figures(asked, limit=most // 2)]
    return [one for one in (found.of_part(report, part) for report, part in hits) if one]


def fresh(offered: Iterable[Candidate], tied: set[tuple[str, str]]) -> Iterator[Candidate]:
    for one in offered:
        sayings = tuple(saying for saying in one.sayings if (saying.report, saying.part) not in tied)
        if sayings:
            yield replace(one, sayings=sayings)


def spoken_about(found: Found) -> Iterator[Candidate]:
    """Assertions and series by how many origins they have; among equals those that somebody denies."""
    things: list[tuple[int, int, Assertion | Series]] = [
        *((len(one.said_by) + len(one.denied_by), len(one.denied_by), one) for one in found.comparison.assertions),
        *((one.origins, 0, one) for one in found.comparison.series),
    ]
    for origins, denied, thing in sorted(things, key=lambda one: (-one[0], -one[1])):
        sayings = tuple(islice(each_origin(found, parts_in(thing)), SAYINGS))
        if sayings:
            speak = f"{number_of(origins, 'origin')} speak{'s' if origins == 1 else ''} of it" if origins else ""
            deny = f"{denied} {'denies' if denied == 1 else 'deny'} it" if denied else ""
            why = ", ".join(filter(None, (speak or "no origin is named", deny)))
            yield Candidate(what=words_of(thing), why=why, sayings=sayings)


def parts_in(thing: Assertion | Series) -> list[tuple[str, str]]:
    if isinstance(thing, Series):
        first = {one.originator_entity or one.originator: one for one in reversed(thing.statements)}
        return [(one.report, one.figure) for one in sorted(first.values(), key=lambda one: one.originator is None)]
    return [(ref.report, ref.claim) for ref in thing.claims if ref.claim]


def words_of(thing: Assertion | Series) -> str:
    if isinstance(thing, Series):
        return counted(thing.measure, thing.of) + (f" in {thing.place}" if thing.place else "")
    return f"“{' '.join(thing.words.split())}”"


def each_origin(found: Found, parts: Iterable[tuple[str, str]]) -> Iterator[Evidence]:
    """The first saying of each origin, and the first that says otherwise."""
    seen = set()
    for report, part in islice(parts, ASKED):
        one = found.of_part(report, part)
        otherwise = one and (one.origin.key, one.denied, one.words if part.startswith("f") else "")
        if one and otherwise not in seen:
            seen.add(otherwise)
            yield one


def sharing(store: CaseStore, found: Found, words: str) -> Iterator[Candidate]:
    """Claims by how many words they share with these, rare words before common ones."""
    weights: Counter[tuple[str, str]] = Counter()
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for word in looked_for(words):
        beginning = word[: max(SHORTEST_WORD, len(word) - ENDING)]
        hits = list(store.claims(Asked(text=f"{beginning}*"), limit=HITS))
        for hit in hits:
            weights[hit.report, hit.id] += 1000 // len(hits)
            shared[hit.report, hit.id].append(word)
    seen = set()
    for (report, part), _ in sorted(weights.items(), key=lambda one: (-one[1], one[0])):
        one = found.of_part(report, part)
        if one is not None and (one.origin.key, folded(one.words)) not in seen:
            seen.add((one.origin.key, folded(one.words)))
            told = ", ".join(f"“{word}”" for word in shared[report, part])
            yield Candidate(what=f"“{one.words}”", why=f"shares {told}", sayings=(one,))


def looked_for(words: str) -> list[str]:
    """Its longest words: they say most."""
    found = dict.fromkeys(word for word in re.findall(r"[^\W\d_]+", words.casefold()) if len(word) >= SHORTEST_WORD)
    return sorted(found, key=lambda word: -len(word))[:LOOKED_FOR]
