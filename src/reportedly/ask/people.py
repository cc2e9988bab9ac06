"""Who is who in a case, and whose word is passed on in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reportedly.ask.names import by_member, folded
from reportedly.ask.rows import PersonRow, SourceRow
from reportedly.compare.copies import originals
from reportedly.comparison import Comparison
from reportedly.model import Ledger, SourceKind

SOMEBODY_DECIDED = "somebody decided so"  # reason of a merge that a person made
UNNAMED: Mapping[SourceKind, str] = {"anonymous": "unnamed sources", "rumour": "rumour"}


# ---------------------------------------------------------------- who is who
def person_rows(comparison: Comparison, decided: frozenset[str]) -> Iterator[PersonRow]:
    """Everybody and everything with a name; `decided` are the ids of those that people merged or split."""
    maybe: dict[str, list[str]] = defaultdict(list)
    for doubt in comparison.maybes:
        maybe[doubt.a].append(doubt.b)
        maybe[doubt.b].append(doubt.a)
    for entity in comparison.entities:
        yield PersonRow(
            id=entity.id,
            name=entity.name,
            kind=entity.kind,
            reports=len({report for report, _ in entity.members}),
            forms=entity.forms,
            reasons=entity.reasons,
            maybe=tuple(maybe.get(entity.id, ())),
            decided=entity.id in decided,
        )


# ---------------------------------------------------------------- whose word
@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """How far somebody trusts a source: the letter of the Admiralty code, A to F."""

    letter: str
    who: str


@dataclass(slots=True)
class _Tally:
    name: str
    entity: str | None
    kinds: Counter[str] = field(default_factory=Counter)
    says: int = 0
    passes_on: int = 0
    reports: dict[str, None] = field(default_factory=dict)


def source_rows(comparison: Comparison, ledgers: Iterable[Ledger], grades: Mapping[str, Grade]) -> list[SourceRow]:
    """Every source, the most quoted first; `grades` by id of an entity or folded name."""
    entities = by_member(comparison.entities)
    tallies: dict[str, _Tally] = {}
    outlets: dict[str, str | None] = {}
    for ledger in ledgers:
        report = ledger.report.id
        outlets[report] = ledger.report.outlet
        for claim in ledger.claims:
            for place, source in enumerate(claim.sources, start=1):
                if source.kind == "author":
                    continue
                entity = entities.get((report, source.entity or ""))
                name = UNNAMED.get(source.kind) or (entity.name if entity else source.name)
                known = entity.id if entity and source.kind not in UNNAMED else None
                tally = tallies.setdefault(known or folded(name), _Tally(name=name, entity=known))
                tally.kinds[source.kind] += 1
                tally.reports[report] = None
                if place == len(claim.sources):
                    tally.says += 1
                else:
                    tally.passes_on += 1
    folds = originals(comparison.copies, (told.id for told in comparison.reports))
    rows = [row_of(key, tally, outlets, folds, grades) for key, tally in tallies.items()]
    return sorted(rows, key=lambda row: (-row.says, -row.passes_on, row.name))


def row_of(
    key: str,
    tally: _Tally,
    outlets: Mapping[str, str | None],
    folds: Mapping[str, str],
    grades: Mapping[str, Grade],
) -> SourceRow:
    grade = grades.get(key) or grades.get(folded(tally.name))
    return SourceRow(
        name=tally.name,
        entity=tally.entity,
        kind=tally.kinds.most_common(1)[0][0],
        says=tally.says,
        passes_on=tally.passes_on,
        reports=len(tally.reports),
        independent=len({folds.get(report, report) for report in tally.reports}),
        outlets=distinct(outlets[report] for report in tally.reports),
        grade=grade.letter if grade else None,
        graded_by=grade.who if grade else None,
    )


def distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
