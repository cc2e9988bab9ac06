"""What people call things: names, ids and files, found in a case; and what is near where nothing is called so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import PurePath

from reportedly.comparison import CaseEntity
from reportedly.interfaces import Kept
from reportedly.model import ReportedlyError

ENTITY_ID = re.compile(r"E\d+", re.IGNORECASE)
SHORTEST_PREFIX = 6  # of the digits of a report's id
NEAR = 5
IN_REPORT = "@"


class NoSuchName(ReportedlyError):
    """Nothing in the case is called so, or several things are; the message lists what may be meant."""


class SeveralSuchNames(NoSuchName):
    """More than one in the case is called so."""


def folded(name: str) -> str:
    return " ".join(name.casefold().split())


def nothing_called(name: str, kind: str, known: Iterable[str], *, look: str) -> NoSuchName:
    near = near_matches(name, known)
    hint = f"; near it: {', '.join(near)}" if near else f"; see them with: {look}"
    return NoSuchName(f"no {kind} of the case is called “{name}”{hint}")


def near_matches(name: str, known: Iterable[str]) -> list[str]:
    """The names that hold it, then those spelt like it; at most `NEAR`."""
    by_fold = {folded(one): one for one in known if one}
    wanted = folded(name)
    holding = sorted((one for one in by_fold if wanted and wanted in one), key=lambda one: (len(one), one))
    alike = get_close_matches(wanted, by_fold, n=NEAR, cutoff=0.6)
    return [by_fold[one] for one in dict.fromkeys((*holding, *alike))][:NEAR]


def entity_called(name: str, entities: Sequence[CaseEntity]) -> CaseEntity:
    """The entity of that id, name or form; raises `NoSuchName` where there is none, or more than one."""
    if ENTITY_ID.fullmatch(name):
        found = [entity for entity in entities if entity.id == name.upper()]
    else:
        wanted = folded(name)
        found = [entity for entity in entities if folded(entity.name) == wanted] or [
            entity for entity in entities if wanted in map(folded, entity.forms)
        ]
    if not found:
        forms = (form for entity in entities for form in (entity.name, *entity.forms))
        raise nothing_called(name, "person, body or place", forms, look="reportedly people CASE")
    if len(found) > 1:
        several = ", ".join(f"{one.id} {one.name}" for one in found[:NEAR])
        raise SeveralSuchNames(f"“{name}” may be any of {several}; give the id")
    return found[0]


def report_called(name: str, reports: Iterable[Kept]) -> Kept:
    """The report of that id, or its first digits, or of that file; raises `NoSuchName`."""
    kept = list(reports)
    digits = name.removeprefix("sha256:")
    tests = (
        [one for one in kept if one.id == name],
        [one for one in kept if len(digits) >= SHORTEST_PREFIX and one.id.removeprefix("sha256:").startswith(digits)],
        [one for one in kept if one.where == name],
        [one for one in kept if name in (PurePath(one.where).name, PurePath(one.where).stem)],
    )
    found = next(filter(None, tests), [])
    if not found:
        raise nothing_called(name, "report", (PurePath(one.where).name for one in kept), look="reportedly search CASE")
    if len(found) > 1:
        several = ", ".join(one.where for one in found[:NEAR])
        raise SeveralSuchNames(f"“{name}” may be any of {several}; give the whole path or the id")
    return found[0]


def by_member(entities: Iterable[CaseEntity]) -> Mapping[tuple[str, str], CaseEntity]:
    return {member: entity for entity in entities for member in entity.members}
