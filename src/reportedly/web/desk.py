"""A case on the desk of those who look at it: held open, compared beside the pages when something was added."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportedly.ask import Case
from reportedly.case.database import file_at
from reportedly.compare.glance import glance_of
from reportedly.interfaces import CaseError
from reportedly.model import ReportedlyError
from reportedly.pipeline import LastComparison
from reportedly.web.settings import Settings
from reportedly.web.standing import Compared, Moment, Opening, Shelf, Standing

PATIENCE = 2.0  # seconds a page waits for a comparison under way before it shows the one before


class StillComparing(ReportedlyError):
    """There is no comparison to show yet; there will be one without anybody doing anything."""


class CaseGone(CaseError):
    """The file of the case was deleted, moved or replaced while it was served; what is kept in it now is lost."""


class Desk:
    """One case for all pages of a server.

    Pages take turns at the case (`at_hand`): each needs it for milliseconds.  A comparison may take minutes; it is made
    in a thread of its own with a connection of its own, and until it is there pages show the one before and say so.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._file = file_at(settings.case)
        # Where it can be written, what is compared is kept, for whoever opens it next.
        self._only_read = settings.read_only and not may_be_written(settings.case)
        self._case = self._open()
        self._turn = threading.Lock()
        self._compared: Compared | None = None
        self._shelf: tuple[object, Shelf] | None = None
        self._comparing: threading.Thread | None = None
        self._failed: CaseError | None = None
        self._compare()

    def _open(self) -> Case:
        return Case.open(self.settings.case, read_only=self._only_read)

    def close(self) -> None:
        with self._turn:
            self._case.close()

    @contextmanager
    def at_hand(self) -> Iterator[Case]:
        """The case, for whoever's turn it is; its answers rest on the newest comparison there is."""
        with self._its_turn():
            self._case.answer_from(self._compared.comparison if self._compared else None)
            yield self._case

    @contextmanager
    def deciding(self) -> Iterator[Case]:
        """The case as it stands, which whoever decides must know; it may have to be compared first."""
        with self._its_turn():
            self._case.answer_from(None)
            yield self._case

    def opening(self) -> Opening:
        """What the first page shows, at once where the case was ever compared; raises as `standing` does."""
        with self._its_turn():
            last = self._case.last_comparison()
            now = self._moment()
        if last is None:
            standing = self.standing()
            return Opening(
                glance=standing.compared.glance,
                compared=standing.compared,
                shelf=standing.shelf,
                state=standing.state,
                behind=standing.behind,
                up_to_date=standing.up_to_date,
                seen=standing.seen,
            )
        if not last.up_to_date:
            self._compare()
        compared = self._compared
        return Opening(
            glance=last.glance,
            compared=compared if compared is not None and compared.state == made_of(last) else None,
            shelf=now.shelf,
            state=now.state,
            behind=last.missing,
            up_to_date=last.up_to_date,
            seen=now.seen,
        )

    def standing(self) -> Standing:
        """How the case stands; as of before where comparing takes longer than a page can wait.

        Raises `StillComparing` where there is no comparison yet, and `CaseError` where none can be made.
        """
        with self._its_turn():
            now = self._moment()
        if self._compared is None or self._compared.state != now.state:
            self._compare()
            self._wait()
        compared = self._compared
        if compared is None:
            many = f"{len(now.shelf.reports):,}"
            raise StillComparing(f"the reports of this case ({many}) are being held against each other")
        behind = 0 if compared.state[:2] == now.state[:2] else len(now.shelf.by_id.keys() - compared.reports)
        return Standing(
            compared=compared,
            shelf=now.shelf,
            state=now.state,
            behind=behind,
            up_to_date=compared.state == now.state,
            seen=now.seen,
        )

    @property
    def comparing(self) -> bool:
        thread = self._comparing
        return thread is not None and thread.is_alive()

    @contextmanager
    def _its_turn(self) -> Iterator[None]:
        """A turn at the case, while it lies where it was opened.

        SQLite goes on reading and writing a file that has no name any more; what is decided there is lost.  A file that
        took its place is not opened here: what is left of the first beside it, the log of SQLite, would be taken for
        its own.
        """
        with self._turn:
            self._must_be_there()
            if self._case.outdated():
                self._case.close()
                self._case = self._open()
            yield

    def _must_be_there(self) -> None:
        there, name = file_at(self.settings.case), self.settings.case.name
        if there is None:
            raise CaseGone(f"{name} was deleted or moved; put it back, or stop this server")
        if there != self._file:
            raise CaseGone(f"another file took the place of {name}; stop this server and start it again")

    def _moment(self) -> Moment:
        """The case now; the caller has its turn."""
        state = self._case.state()
        if self._shelf is None or self._shelf[0] != state[:2]:
            self._shelf = (state[:2], Shelf(tuple(self._case.reports())))
        seen = max((one.id for one in self._case.decided(undone=True)), default=0)
        return Moment(shelf=self._shelf[1], state=state, behind=0, up_to_date=False, seen=seen)

    # ------------------------------------------------------------ beside the pages
    def _compare(self) -> None:
        """Begins to compare, unless that is under way."""
        if not self.comparing:
            self._failed = None
            self._comparing = threading.Thread(target=self._make_comparison, name="comparing", daemon=True)
            self._comparing.start()

    def _wait(self) -> None:
        thread = self._comparing
        if thread is not None:
            thread.join(PATIENCE)
        if self._failed is not None:
            raise self._failed

    def _make_comparison(self) -> None:
        try:
            self._must_be_there()
            with self._open() as case:
                if self._compared is None:
                    self._compared = as_of_before(case)
                state, comparison = case.state(), case.comparison()
                last = case.last_comparison()
                kept = last is not None and last.up_to_date  # not where the case may only be read
                glance = last.glance if last and kept else glance_of(comparison, whose=case.whose)
                if case.outdated():  # what was read may be torn: the next page begins anew
                    return
                self._compared = Compared(comparison, glance, state, case.groups_in_words())
        except CaseError as error:
            self._failed = error


def may_be_written(path: Path) -> bool:
    """A case is written in its file, and while it is open also in files beside it."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def as_of_before(case: Case) -> Compared | None:
    """The comparison that the case has kept, where it is not the newest: better than none while that is made."""
    last = case.last_comparison()
    if last is None or last.up_to_date:
        return None
    comparison = last.comparison.whole()
    case.answer_from(comparison)
    groups = case.groups_in_words()
    case.answer_from(None)
    return Compared(comparison, last.glance, made_of(last), groups)


def made_of(last: LastComparison) -> tuple[object, ...]:
    """The state of the case that its kept comparison was made of: see `Case.state`."""
    _, revision, reports, decided = last.comparison.state
    return (revision, reports, tuple(decided))
