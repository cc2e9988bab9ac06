"""The formats that a whole case can be exported in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reportedly.export.brat import export_brat
from reportedly.export.csv_tables import export_csv
from reportedly.export.follow_the_money import export_ftm
from reportedly.export.json_case import export_json_case
from reportedly.export.parquet_tables import export_parquet, pyarrow
from reportedly.export.pieces import CaseExporter
from reportedly.export.ucdp import export_ucdp
from reportedly.export.web_annotations import export_annotations

CASE_EXPORTERS: Mapping[str, CaseExporter] = {
    "csv": export_csv,
    "parquet": export_parquet,
    "json": export_json_case,
    "w3c-annotations": export_annotations,
    "ftm": export_ftm,
    "ucdp": export_ucdp,
    "brat": export_brat,
}

# What must be installed for a format: raises `ReportedlyError` where it is not, before any work is done.
NEEDS: Mapping[str, Callable[[], object]] = {"parquet": pyarrow}
