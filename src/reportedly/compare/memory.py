"""What comparing keeps from one time to the next, so that one report more costs little more than itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

Json = Any  # what json.dumps takes, tuples left out
DIGEST = 8  # bytes: of some millions of values no two are taken for one


class Memory:
    """Products of comparing by kind and report (None: the whole case); any of them may be missing, and is made again.

    A product of a report follows from that report alone, or says what else it was made from.  `made` holds those that
    were not kept, or were kept otherwise.
    """

    def __init__(self, kept: Mapping[str, Mapping[str | None, Json]] | None = None) -> None:
        self._kept = dict(kept or {})
        self.made: dict[tuple[str, str | None], Json] = {}

    def get(self, kind: str, report: str | None) -> Json:
        """None where nothing is kept."""
        return self._kept.get(kind, {}).get(report)

    def let_go(self, *kinds: str) -> None:
        """Drops what was kept of some kinds, once all of them was looked at: of ten thousand reports it is much."""
        for kind in kinds:
            self._kept.pop(kind, None)

    def keep(self, kind: str, report: str | None, value: Json) -> None:
        if self.get(kind, report) != value:
            self.made[kind, report] = value


def digest_of(*values: Json) -> str:
    """A short name for values: others have another."""
    written = json.dumps(values, separators=(",", ":"))
    return blake2b(written.encode(), digest_size=DIGEST).hexdigest()
