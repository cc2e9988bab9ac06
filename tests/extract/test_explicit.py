"""What syntax adds to what the reader found, and how statements stay tied to those that hold them."""

from __future__ import annotations

from reportedly.pipeline import read_text


def test_claims_stay_inside_their_holders_when_another_statement_gives_way() -> None:
    text = (
        "After the storm the Harbour Watch looked into the governor’s claim that there are “dozens of leaks” in the "
        "old dam. In May they printed the results of it by announcing that the governor’s remark was “right.”\n\n"
        "The ferry company told The Harbour Courier that its timetable would change. However, it could not explain why "
        "the old one is printed on its tickets or why it was mentioned by Anna Berg in an interview with The Island "
        "Post."
    )
    ledger = read_text(text)
    by_id = {claim.id: claim for claim in ledger.claims}
    nested = [claim for claim in ledger.claims if claim.within is not None]
    assert nested
    for claim in nested:
        holder = by_id[claim.within or ""]
        assert holder.id != claim.id
        assert all(any(a.start <= b.start and b.end <= a.end for a in holder.spans) for b in claim.spans)
