"""The last comparison of a case, kept in parts: who asks for figures does not wait for ten thousand copies.

The parts of a comparison lie beside those of the one before it, so that who is reading that one can go on.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from reportedly.case.collector import collector_at_rest
from reportedly.case.comparison_json import PARTS, part_from, parts_of
from reportedly.comparison import (
    Assertion,
    CaseEntity,
    Comparison,
    Conflict,
    Copy,
    Maybe,
    NoConflict,
    Origin,
    Series,
    Told,
)
from reportedly.interfaces import CaseError, CaseStore, Json

COMPARED = "comparison"  # what it is kept as; its parts as "comparison 0 series" and the like


class ComparedAnew(CaseError):
    """A kept comparison that is read no more: two others have been made since it was asked for."""


class KeptComparison(Comparison):
    """A comparison whose parts are read when they are asked for, as long as its case is open.

    `state` says what it was made of, `beside` is what was kept with it.  Raises `ComparedAnew` for parts that are gone.
    """

    _store: CaseStore
    _head: Json

    def __init__(self, store: CaseStore, head: Json) -> None:
        self.__dict__.update(_store=store, _head=head)  # frozen, as every comparison is

    @property
    def state(self) -> Json:
        return self._head["state"]

    @property
    def beside(self) -> Json:
        return self._head["beside"]

    @cached_property
    def reports(self) -> tuple[Told, ...]:
        return part_from("reports", self._part("reports"), ())

    @cached_property
    def entities(self) -> tuple[CaseEntity, ...]:
        return self._read("entities")

    @cached_property
    def maybes(self) -> tuple[Maybe, ...]:
        return self._read("maybes")

    @cached_property
    def series(self) -> tuple[Series, ...]:
        return self._read("series")

    @cached_property
    def copies(self) -> tuple[Copy, ...]:
        return self._read("copies")

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        return self._read("conflicts")

    @cached_property
    def not_conflicts(self) -> tuple[NoConflict, ...]:
        return self._read("not_conflicts")

    @cached_property
    def assertions(self) -> tuple[Assertion, ...]:
        return self._read("assertions")

    @cached_property
    def origins(self) -> tuple[Origin, ...]:
        return self._read("origins")

    def whole(self) -> Comparison:
        """All of it, which needs its case no more."""
        return Comparison(**{part: getattr(self, part) for part in PARTS})

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return tuple([told.id for told in self.reports])

    def _read(self, part: str) -> tuple[Any, ...]:
        with collector_at_rest():
            return part_from(part, self._part(part), self._ids)

    def _part(self, part: str) -> Json:
        kept = self._store.recall(kind_of(self._head["place"], part), None)
        if kept is None or kept[0] != self._head["number"]:
            raise ComparedAnew("the case was compared anew since its last comparison was asked for; ask for that one")
        return kept[1]


def kept_comparison(store: CaseStore) -> KeptComparison | None:
    """The last comparison that was kept; None where there is none."""
    head = store.recall(COMPARED, None)
    return KeptComparison(store, head) if isinstance(head, dict) and "place" in head else None


def keep_comparison(store: CaseStore, comparison: Comparison, *, state: Json, beside: Json) -> None:
    """Keeps a comparison in place of the one before the last."""
    with store.together(), collector_at_rest():
        last = store.recall(COMPARED, None) or {}
        number, place = last.get("number", 0) + 1, 1 - last.get("place", 1)
        for part, kept in parts_of(comparison).items():
            store.remember(kind_of(place, part), None, [number, kept])
        store.remember(COMPARED, None, {"number": number, "place": place, "state": state, "beside": beside})


def kind_of(place: int, part: str) -> str:
    return f"{COMPARED} {place} {part}"
