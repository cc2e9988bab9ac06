"""What every case store holds its callers to."""

from __future__ import annotations

import hashlib

from reportedly.interfaces import Key
from reportedly.model import Report

UNDO = "undo"  # the kind of a decision that undoes another one


def refuse_unless_of(report: Report, raw: bytes) -> None:
    if report.id != "sha256:" + hashlib.sha256(raw).hexdigest():
        raise ValueError(f"the id of a report is the SHA-256 of its raw bytes, but {report.id} is not that of these")


def as_posting(key: Key, position: int) -> tuple[Key, int]:
    if isinstance(key, int) and not -(2**63) <= key < 2**63:
        raise ValueError(f"the key {key} does not fit into 64 bits; fold it with % 2**63")
    return key, position
