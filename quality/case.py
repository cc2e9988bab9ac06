"""How well a whole case is held together: series, retractions, copies and conflicts of the casebook's 45 reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from quality.casebook import imported, index_of
from quality.names import same_entity_scores
from reportedly.compare import compare
from reportedly.pipeline import Known, read


def case_scores(folder: Path, scorer: Path) -> dict[str, float]:
    """Figures of the scorer for the comparison of all reports, those in Russian included."""
    ledgers = {
        row["doc"]: read(
            folder / "reports" / f"{row['doc']}.txt",
            known=Known(outlet=row["outlet"], published=row["published"], url=row["url"]),
        )
        for row in index_of(folder)
    }
    score_case = imported(scorer)
    case = score_case.Case(
        compare(ledgers.values()).to_dict(),
        {doc: score_case.spans_of(ledger.to_dict()) for doc, ledger in ledgers.items()},
    )
    result: dict[str, Any] = score_case.score_case(score_case.load_gold(str(folder)), case)
    statements, conflicts, retraction = result["statements"], result["conflicts"], result["retraction"]
    return {
        "copies_f1": result["copies"]["pairs"]["f1"],
        "statements_found": statements["found"]["share"],
        "originator": statements["originator"]["share"],
        "conflicts_precision": conflicts["precision"]["share"] or 0.0,
        "conflicts_recall": conflicts["recall"]["share"] or 0.0,
        "not_conflicts_kept": 1.0 - conflicts["false"]["share"],
        "retracted": retraction["retracted"]["share"],
        "zombies": retraction["zombies"]["share"],
        "not_retracted_kept": 1.0 - retraction["false"]["share"],
        **same_entity_scores(ledgers, folder),
    }
