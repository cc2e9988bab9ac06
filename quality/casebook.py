"""How well whole ledgers are built: chains, voices, certainty, figures, entities; the casebook's English reports."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from reportedly.pipeline import Known, read

LANGUAGE = "en"  # the reader reads no other yet


def casebook_scores(folder: Path, scorer: Path) -> dict[str, float]:
    """Figures of the scorer for ledgers at `scorer`, over the reports of `folder` in the reader's language."""
    rows = [row for row in index_of(folder) if row["language"] == LANGUAGE]
    with TemporaryDirectory() as ledgers:
        for row in rows:
            write_ledger(folder / "reports" / f"{row['doc']}.txt", row, Path(ledgers))
        result = scored(folder, scorer, Path(ledgers), {row["doc"] for row in rows})
    claims, figures = result["claims"], result["figures"]
    return {
        "attributed_f1": claims["attributed"]["f1"],
        "originator_f1": claims["originator"]["f1"],
        "chain_f1": claims["chain"]["f1"],
        "nested_recall": claims["nested"]["share"] or 0.0,
        "authorial_recall": claims["authorial"]["share"] or 0.0,
        "mode_accuracy": claims["mode"]["share"] or 0.0,
        "certainty_accuracy": claims["certainty"]["accuracy"] or 0.0,
        "certainty_macro_f1": claims["certainty"]["macro_f1"] or 0.0,
        "polarity_accuracy": claims["polarity"]["share"] or 0.0,
        "negatives_recall": claims["negatives"]["share"] or 0.0,
        "originator_of_matched": claims["originator"]["f1"] / claims["attributed"]["f1"],
        "figures_recall": figures["found"]["r"],
        "figures_precision": figures["found"]["p"],
        "figures_value": figures["value"]["share"] or 0.0,
        "figures_value_and_measure": figures["full"]["f1"],
        "entity_links_f1": result["entities"]["links"]["f1"],
        "nominals_found": result["entities"]["mentions"]["nominal"]["share"] or 0.0,
        "pronouns_found": result["entities"]["mentions"]["pronoun"]["share"] or 0.0,
    }


def index_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines() if line]


def write_ledger(report: Path, row: dict[str, Any], ledgers: Path) -> None:
    ledger = read(report, known=Known(outlet=row["outlet"], published=row["published"], url=row["url"]))
    (ledgers / f"{row['doc']}.json").write_text(json.dumps(ledger.to_dict()), encoding="utf-8")


def scored(folder: Path, scorer: Path, ledgers: Path, wanted: set[str]) -> dict[str, Any]:
    score_ledger = imported(scorer)
    gold = [document for document in score_ledger.load_gold(str(folder)) if document["doc"] in wanted]
    texts = score_ledger.load_texts(gold, str(folder / "reports"))
    read_back = {name: json.loads((ledgers / f"{name}.json").read_text(encoding="utf-8")) for name in wanted}
    result: dict[str, Any] = score_ledger.score_documents(gold, read_back, texts)
    if result["text_differs"]:
        raise ValueError(f"the ledgers of {', '.join(result['text_differs'])} do not hold the text of their reports")
    return result


def imported(path: Path) -> ModuleType:
    """A module from a file that belongs to no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path}: not a Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
