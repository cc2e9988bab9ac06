"""A ledger as a file: the formats it can be written in."""

from __future__ import annotations

from collections.abc import Mapping

from reportedly.export.html_page import export_html
from reportedly.export.json_ledger import export_json
from reportedly.export.jsonl import export_jsonl
from reportedly.interfaces import Exporter

EXPORTERS: Mapping[str, Exporter] = {
    "json": export_json,
    "jsonl": export_jsonl,
    "html": export_html,
}
