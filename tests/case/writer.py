"""A process that keeps reports in a case and says each number when it is kept: `python -m tests.case.writer CASE 1 9`.

With a fourth argument no file may grow beyond so many bytes; with a fifth the case may not have more pages than that.
"""

from __future__ import annotations

import resource
import sys
from dataclasses import replace

from reportedly.case import make_case
from reportedly.interfaces import CaseError, CaseStore
from reportedly.model import Entity, Ledger, Mention
from tests.builders import a_claim, a_ledger, a_source, span_of


def a_numbered_report(number: int) -> Ledger:
    """A report unlike any other, long enough to take some pages."""
    text = f"Report {number}. Officer {number} died in Norrhaven, the ministry said. " + f"Words {number}. " * 300
    claim = a_claim(text, f"Officer {number} died in Norrhaven", sources=(a_source("the ministry"),), entities=("e1",))
    place = Mention(span=span_of(text, "Norrhaven"), type="name")
    return replace(
        a_ledger(text, claim, where=f"reports/{number}.txt"),
        entities=(Entity(id="e1", name="Norrhaven", kind="place", mentions=(place,)),),
    )


def keep_numbered(store: CaseStore, number: int) -> bool:
    """A report with all that is kept of one, as one whole."""
    ledger = a_numbered_report(number)
    with store.together():
        new = store.keep(ledger, raw=ledger.report.text.encode(), reader="model", at="2022-01-10T08:00:00Z")
        if new:
            store.index(ledger.report.id, "prints", [(number * 1000 + at, at) for at in range(50)])
            store.remember("number", ledger.report.id, number)
    return new


def main() -> None:
    path, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if len(sys.argv) == 5:  # no file beyond so many bytes
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), int(sys.argv[4])))
    try:
        store = make_case(path)
        if len(sys.argv) == 6:
            store._database.all(f"PRAGMA max_page_count = {int(sys.argv[5])}")
        for number in range(first, last):
            keep_numbered(store, number)
            print(number, flush=True)
        store.close()
    except CaseError as error:
        print(f"error: {error}", flush=True)
        sys.exit(3)


if __name__ == "__main__":
    main()
