"""How well names are told apart and put together: pairs of spellings, and the entities of a case.

    python -m quality.names        prints the figures; both sets lie in ../shared

Spellings: the part of Wikidata's names that nothing was learnt from.  Each true pair stands against the nearest
Cyrillic name of the same list that is not given for its Latin one; a fair share of these are good spellings nobody
listed ("efraim", "эфраим"), and one true pair in fifteen is two unrelated words, so neither figure can reach 1.
Entities: pairs of (form, report) of the casebook that belong to one entity, against those that `resolve` makes one.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from itertools import combinations
from pathlib import Path

import numpy as np

from quality.casebook import index_of
from reportedly.compare.cyrillic import names_of
from reportedly.compare.names import SAME, fold, is_cyrillic, keys, similarity
from reportedly.compare.people import resolve
from reportedly.comparison import CaseEntity
from reportedly.model import Ledger, Span
from reportedly.pipeline import Known, read

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"
NAMES = SHARED / "names"
CASEBOOK = SHARED / "casebook"
JUDGED = 4000  # true pairs drawn, and as many false ones
NEAREST = 12  # names looked at before one is given up that has no false friend
ROMAN = {
    "ъ": "",
    "ь": "",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "yu",
    "я": "ya",
} | dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", strict=True))

Pair = tuple[str, str]  # Latin, Cyrillic
Item = tuple[str, str]  # form, report


# ---------------------------------------------------------------- spellings
def name_scores(folder: Path = NAMES, *, alike: Callable[[str, str], float] = similarity) -> dict[str, float]:
    """Precision and recall at the threshold, and how often two spellings of a name are found by their keys."""
    held, learnt = pairs_of(folder / "wd_russian_16"), pairs_of(folder / "wd_russian_64")
    true = sample(held)
    false = sample(nearest_others(held, held | learnt))
    found = [alike(*pair) >= SAME for pair in true]
    wrong = sum(alike(*pair) >= SAME for pair in false)
    filed = [bool(set(keys(a)) & set(keys(b))) for (a, b), same in zip(true, found, strict=True) if same]
    return {
        "spelling_precision": sum(found) / (sum(found) + wrong),
        "spelling_recall": sum(found) / len(found),
        "spelling_filed_together": sum(filed) / len(filed),
    }


def pairs_of(file: Path) -> frozenset[Pair]:
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    folded = ((fold(latin), fold(cyrillic.replace(" ", ""))) for latin, cyrillic, _ in rows)
    return frozenset((a, b) for a, b in folded if min(len(a), len(b)) > 1 and is_cyrillic(b) and not is_cyrillic(a))


def sample(pairs: Iterable[Pair]) -> list[Pair]:
    drawn = sorted(pairs)
    random.Random(16).shuffle(drawn)
    return drawn[:JUDGED]


def nearest_others(pairs: Iterable[Pair], true: frozenset[Pair]) -> list[Pair]:
    """For each Latin name the Cyrillic one that shares most letter pairs with it and is not given as its own."""
    given = defaultdict(set)
    for a, b in true:
        given[a].add(b)
    others = sorted({b for _, b in pairs})
    shared = [bigrams("".join(ROMAN.get(c, c) for c in other)) for other in others]
    sizes = np.array([len(letters) for letters in shared])
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, letters in enumerate(shared):
        for two in letters:
            places[two].append(number)
    out = []
    for name in sample_of_names(pairs):
        letters = bigrams(name)
        hits = np.zeros(len(others))
        for two in letters & places.keys():
            hits[places[two]] += 1
        ranked = np.argsort(-hits / (sizes + len(letters)), kind="stable")[:NEAREST]
        other = next((others[n] for n in ranked if others[n] not in given[name]), None)
        if other is not None:
            out.append((name, other))
    return out


def sample_of_names(pairs: Iterable[Pair]) -> list[str]:
    return [name for name, _ in sample((a, "") for a in {a for a, _ in pairs})]


def bigrams(word: str) -> frozenset[str]:
    edged = f"^{word}$"
    return frozenset(edged[n : n + 2] for n in range(len(edged) - 1))


# ---------------------------------------------------------------- entities
def same_entity_scores(ledgers: Mapping[str, Ledger], folder: Path = CASEBOOK) -> dict[str, float]:
    """Precision, recall and F1 of pairs of (form, report); `ledgers` by the casebook's own numbers of reports.

    A form of a report belongs to the case entity that one of its mentions there belongs to.  One that no entity
    mentions counts as an entity of its own: what reading missed is missing here too.
    """
    gold = items_of(folder, ledgers)
    entities, _ = resolve(ledgers.values())
    found = places_of(entities, ledgers)
    spans = {doc: spans_in(folder, doc) for doc in ledgers}
    where = {
        item: next((at for span in spans[item[1]].get(item[0], ()) for at in found(item[1], span)), None)
        for item in gold
    }
    together = [pair for pair in combinations(sorted(gold), 2) if where[pair[0]] is not None]
    put = {(a, b) for a, b in together if where[a] == where[b]}
    true = {(a, b) for a, b in combinations(sorted(gold), 2) if gold[a] & gold[b]}
    hits = len(put & true)
    precision, recall = hits / len(put) if put else 0.0, hits / len(true) if true else 0.0
    return {
        "same_entity_precision": precision,
        "same_entity_recall": recall,
        "same_entity_f1": 2 * hits / (len(put) + len(true)) if put or true else 0.0,
    }


def items_of(folder: Path, docs: Container[str]) -> dict[Item, frozenset[str]]:
    """Every form of every report, and the entities that it stands for there."""
    out: defaultdict[Item, set[str]] = defaultdict(set)
    for entity in json.loads((folder / "case.json").read_bytes())["same_entity"]:
        for form in entity["forms"]:
            for doc in form["docs"]:
                if doc in docs:
                    out[form["form"], doc].add(entity["name"])
    return {item: frozenset(names) for item, names in out.items()}


def spans_in(folder: Path, doc: str) -> dict[str, list[Span]]:
    """Where gold has each form of a report as a name."""
    text = (folder / "reports" / f"{doc}.txt").read_bytes().decode()
    out: defaultdict[str, list[Span]] = defaultdict(list)
    for entity in json.loads((folder / "gold" / f"{doc}.json").read_bytes())["entities"]:
        for mention in entity["mentions"]:
            span = Span(*mention["span"])
            out[text[span.start : span.end]].append(span)
    return out


def places_of(entities: Iterable[CaseEntity], ledgers: Mapping[str, Ledger]) -> Callable[[str, Span], list[str]]:
    """Tells which case entities are named at a place of a report, the one with most of its characters first."""
    of_member = {member: entity.id for entity in entities for member in entity.members}
    mentions: defaultdict[str, list[tuple[Span, str]]] = defaultdict(list)
    for doc, ledger in ledgers.items():
        for entity in names_of(ledger):
            if (ledger.report.id, entity.id) in of_member:
                at = of_member[ledger.report.id, entity.id]
                mentions[doc] += [(mention.span, at) for mention in entity.mentions if mention.type == "name"]

    def found(doc: str, span: Span) -> list[str]:
        shared = [(min(a.end, span.end) - max(a.start, span.start), at) for a, at in mentions[doc]]
        return [at for size, at in sorted(shared, reverse=True) if size > 0]

    return found


def casebook_ledgers(folder: Path = CASEBOOK) -> dict[str, Ledger]:
    """Every report of the casebook as it is read now; those in Russian are kept unread."""
    return {
        row["doc"]: read(folder / "reports" / f"{row['doc']}.txt", known=Known(outlet=row["outlet"]))
        for row in index_of(folder)
    }


def report_figures() -> None:
    for name, figure in (name_scores() | same_entity_scores(casebook_ledgers())).items():
        print(f"{name:<26} {figure:.3f}")


if __name__ == "__main__":
    report_figures()
