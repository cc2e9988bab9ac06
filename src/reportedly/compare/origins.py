"""On whose word claims rest: named originators, and how many reports carry their word independently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from reportedly.compare.statements import Entities, originator
from reportedly.comparison import Origin
from reportedly.model import Ledger


def origins_of(ledgers: Sequence[Ledger], entities: Entities, folded: Mapping[str, str]) -> tuple[Origin, ...]:
    """Everybody named who says something in the end, the most carried first.

    `folded` gives the report that each goes back to.  Who has no name is no origin: no rumours, no "a source".
    """
    names: dict[str, tuple[str, str | None]] = {}
    carried: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for ledger in ledgers:
        for claim in ledger.claims:
            name, entity = originator(ledger.report.id, claim.sources, entities)
            if name is not None:
                key = entity or name.casefold()
                names.setdefault(key, (name, entity))
                carried[key][ledger.report.id] += 1
    rows = [
        Origin(
            name=names[key][0],
            entity=names[key][1],
            reports=tuple(sorted(reports)),
            independent=len({folded.get(report, report) for report in reports}),
            claims=sum(reports.values()),
        )
        for key, reports in carried.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.independent, -row.claims, row.name)))
