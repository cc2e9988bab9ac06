"""A case on the desk of those who look at it: held open, compared beside the pages when something was added."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from reportedly.ask import Case
from reportedly.interfaces import CaseError
from reportedly.model import ReportedlyError
from reportedly.web.settings import Settings
from reportedly.web.standing import Compared, Shelf, Standing

PATIENCE = 2.0  # seconds a page waits for a comparison under way before it shows the one before


class StillComparing(ReportedlyError):
    """There is no comparison to show yet; there will be one without anybody doing anything."""


class Desk:
    """One case for all pages of a server.

    Pages take turns at the case (`at_hand`): each needs it for milliseconds.  A comparison may take minutes; it is made
    in a thread of its own with a connection of its own, and until it is there pages show the one before and say so.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._case = Case.open(settings.case)
        self._turn = threading.Lock()
        self._compared: Compared | None = None
        self._shelf: tuple[object, Shelf] | None = None
        self._comparing: threading.Thread | None = None
        self._failed: CaseError | None = None

    def close(self) -> None:
        with self._turn:
            self._case.close()

    @contextmanager
    def at_hand(self) -> Iterator[Case]:
        """The case, for whoever's turn it is."""
        with self._turn:
            yield self._case

    def standing(self) -> Standing:
        """How the case stands; as of before where comparing takes longer than a page can wait.

        Raises `StillComparing` where there is no comparison yet, and `CaseError` where none can be made.
        """
        with self._turn:
            state = self._case.state()
            if self._shelf is None or self._shelf[0] != state[:2]:
                self._shelf = (state[:2], Shelf(tuple(self._case.reports())))
            shelf = self._shelf[1]
            seen = max((one.id for one in self._case.decided(undone=True)), default=0)
        if self._compared is None or self._compared.state != state:
            self._compare()
        compared = self._compared
        if compared is None:
            raise StillComparing(f"the {len(shelf.reports):,} reports of the case are being held against each other")
        behind = 0 if compared.state[:2] == state[:2] else len(shelf.by_id.keys() - compared.reports)
        return Standing(compared=compared, shelf=shelf, state=state, behind=behind, seen=seen)

    @property
    def comparing(self) -> bool:
        thread = self._comparing
        return thread is not None and thread.is_alive()

    # ------------------------------------------------------------ beside the pages
    def _compare(self) -> None:
        if not self.comparing:
            self._failed = None
            self._comparing = threading.Thread(target=self._make_comparison, name="comparing", daemon=True)
            self._comparing.start()
        thread = self._comparing
        if thread is not None:
            thread.join(PATIENCE)
        if self._failed is not None:
            raise self._failed

    def _make_comparison(self) -> None:
        try:
            with Case.open(self.settings.case) as case:
                state = case.state()
                self._compared = Compared(case.comparison(), state)
        except CaseError as error:
            self._failed = error
