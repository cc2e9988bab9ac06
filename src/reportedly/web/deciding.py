"""Decisions as they come in from a page: who decides, what they had seen, and what somebody else decided meanwhile."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse

from reportedly.ask import Case
from reportedly.ask.decisions import NOTE, SETTLE, UNDO, NotDone, decision_rows, what_was_decided
from reportedly.ask.names import by_member
from reportedly.ask.rows import DecisionRow
from reportedly.comparison import CaseEntity
from reportedly.interfaces import Decision, Json
from reportedly.model import ReportedlyError
from reportedly.web.desk import Desk

WHO_COOKIE = "reportedly_who"
LONGEST_NAME = 80
NOT_IN_ADDRESSES = re.compile(r"[\x00-\x1f\x7f\\]")

Members = Mapping[tuple[str, str], CaseEntity]  # (report, entity of its ledger)


class ReadOnly(ReportedlyError):
    """Decisions are not taken by this server."""


class Overtaken(ReportedlyError):
    """Somebody decided on the same thing after the page was made that this decision comes from; nothing was kept."""

    def __init__(self, others: tuple[DecisionRow, ...], *, meant: str | None, seen: int) -> None:
        super().__init__("somebody decided on this after your page was made; look at it again before you decide")
        self.others = others
        self.meant = meant  # what would have been decided, in words; None where that could not be told
        self.seen = seen  # number of the last decision, for whoever decides all the same


# ---------------------------------------------------------------- who
def who_decides(request: Request) -> str:
    """The name that this browser decides under; the server's own where it has not said one."""
    desk: Desk = request.app.state.desk
    return unquote(request.cookies.get(WHO_COOKIE, ""))[:LONGEST_NAME].strip() or desk.settings.who


def remember_who(answer: RedirectResponse, who: str) -> None:
    answer.set_cookie(WHO_COOKIE, quote(who[:LONGEST_NAME]), max_age=31_536_000, httponly=True, samesite="strict")


# ---------------------------------------------------------------- keeping
def decide(desk: Desk, seen: int | None, keep: Callable[[Case], Decision], *, about: Json = None) -> Decision:
    """Keeps a decision, unless somebody else decided on the same thing after decision number `seen`.

    `keep` makes it; it is taken back with everything it wrote where it turns out to be overtaken.  None for `seen`:
    whatever others decided, this one is meant to stand.  `about` says what it is about, as a decision's subject does,
    where `keep` may find that what others decided leaves it nothing to decide.  Raises `Overtaken` and `ReadOnly`.
    """
    if desk.settings.read_only:
        raise ReadOnly("this page is read-only: decisions are not taken here; ask whoever started the server")
    with desk.deciding() as case, case.together():
        meanwhile = Meanwhile(case, seen)
        try:
            decision = keep(case)
        except NotDone as error:
            others = meanwhile.decided_on(about)
            if others:
                raise Overtaken(meanwhile.told(others), meant=None, seen=meanwhile.last) from error
            raise
        others = meanwhile.touched_by(decision)
        if others:
            raise Overtaken(meanwhile.told(others), meant=what_was_decided(decision), seen=meanwhile.last)
    return decision


class Meanwhile:
    """What was decided after a page was made, and what each of these decisions is about.

    A note stands beside other notes and is nobody's hindrance.  What was decided and undone again since does not count.
    """

    def __init__(self, case: Case, seen: int | None) -> None:
        self._made = {one.id: one for one in case.decided(undone=True)}
        self.last = max(self._made, default=0)
        after = [] if seen is None else [one for one in self._made.values() if one.id > seen]
        self._after = [one for one in after if one.undone_by is None and not self._takes_back_one_of(after, one)]
        # Before the decision is made: what is taken back with it must not leave a comparison behind.
        self._entities: Members = by_member(case.comparison().entities) if self._after else {}

    def touched_by(self, decision: Decision) -> tuple[Decision, ...]:
        mine = self._root(decision)
        if mine.kind == NOTE:
            return ()
        return tuple(one for one in self._after if self._touch(self._root(one), mine))

    def decided_on(self, subject: Json) -> tuple[Decision, ...]:
        wanted = things(subject, self._entities)
        return tuple(one for one in self._after if wanted & things(self._root(one).subject, self._entities))

    def told(self, decisions: Iterable[Decision]) -> tuple[DecisionRow, ...]:
        """As rows for people; an undoing with what it undid."""
        return tuple(
            replace(row, what=f"{row.what}: {what_was_decided(self._root(one))}") if one.kind == UNDO else row
            for one in decisions
            for row in decision_rows((one,))
        )

    def _touch(self, one: Decision, mine: Decision) -> bool:
        if one.kind == NOTE:
            return False
        a, b = things(one.subject, self._entities), things(mine.subject, self._entities)
        if one.kind == mine.kind == SETTLE:
            return a == b  # two conflicts may well share one of their sides
        return bool(a & b)

    def _root(self, decision: Decision) -> Decision:
        """What an undoing undoes, or puts in force again."""
        while decision.kind == UNDO and decision.subject["decision"] in self._made:
            decision = self._made[decision.subject["decision"]]
        return decision

    @staticmethod
    def _takes_back_one_of(after: Iterable[Decision], one: Decision) -> bool:
        return one.kind == UNDO and one.subject["decision"] in {other.id for other in after}


def things(subject: Json, entities: Members) -> frozenset[str]:
    """What a decision is about, each thing as one string: a place in a report, a person, a series, a source.

    Ids alone would not survive reading again; a person stands for every place that is taken for one with it.
    """
    if isinstance(subject, list):
        return frozenset[str]().union(*(things(one, entities) for one in subject))
    if not isinstance(subject, dict):
        return frozenset()
    if "hypothesis" in subject:  # two people may well hold one claim against two hypotheses
        place = [subject.get(name) for name in ("hypothesis", "report", "spans", "span", "sources")]
        return frozenset({json.dumps(place)})
    if "report" in subject:
        return frozenset(names_of_place(subject, entities))
    inside = frozenset[str]().union(*(things(one, entities) for one in subject.values()))
    return inside or frozenset({json.dumps(subject, sort_keys=True)})


def names_of_place(place: Mapping[str, Json], entities: Members) -> Iterable[str]:
    yield json.dumps([place["report"], place.get("span") or place.get("spans") or place.get("name")])
    whole = entities.get((place["report"], str(place.get("entity"))))
    if whole is not None:
        yield whole.id


# ---------------------------------------------------------------- and back
def back_to(where: str | None, default: str = "/") -> RedirectResponse:
    """Back to the page that a decision was made on; only to pages of our own."""
    return RedirectResponse(where if where and is_ours(where) else default, status_code=303)


def is_ours(where: str) -> bool:
    """Whether an address leads to a page of this server, also as browsers read it.

    They take "/\\", "///" and a slash after a tab for the beginning of another site's name.
    """
    return where.startswith("/") and not where.startswith("//") and not NOT_IN_ADDRESSES.search(where)
