"""What people make of a conflict: that one side of it stands, that both do, or that it cannot be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reportedly.ask.decisions import HOW, SETTLE, NotDone
from reportedly.ask.names import NoSuchName
from reportedly.comparison import Ref
from reportedly.interfaces import CaseStore, Decision, Json
from reportedly.model import Ledger, Span

LONGEST_WORDS = 80  # characters of a place that a decision keeps to be recognised by
SAME_PLACE = 0.5  # of what two spans cover together: a better reader may draw the ends of a claim otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A conflict that somebody settled, with its two places as the reports are read now."""

    a: Ref
    b: Ref
    how: str  # one of HOW
    note: str
    who: str
    at: str
    decision: int

    def seen_from(self, a: Ref, b: Ref) -> str | None:
        """How it was settled between these two, in this order; None where it is about others."""
        if (place(a), place(b)) == (self.a, self.b):
            return self.how
        return OTHER_WAY_ROUND.get(self.how, self.how) if (place(b), place(a)) == (self.a, self.b) else None


OTHER_WAY_ROUND = {"a_stands": "b_stands", "b_stands": "a_stands"}


def settle(store: CaseStore, a: Ref, b: Ref, how: str, note: str, *, who: str, at: str) -> Decision:
    """Keeps what somebody makes of a conflict; raises `NotDone` where `how` is none of HOW, or both are one place."""
    if how not in HOW:
        raise NotDone(f"“{how}” does not settle a conflict; give one of {', '.join(HOW)}")
    if place(a) == place(b):
        raise NotDone("a conflict is between two places; both of these are one")
    subject = {"a": place_of(store.ledger(a.report), a), "b": place_of(store.ledger(b.report), b)}
    return store.decide(SETTLE, subject, {"how": how, "note": note.strip()}, who=who, at=at)


def settled(store: CaseStore) -> tuple[Settled, ...]:
    """What is settled, in the order of deciding; of two decisions on one conflict the later holds.

    One on words that the reports no longer hold, after reading again, says nothing, and comes back with them.
    """
    found: dict[frozenset[Ref], Settled] = {}
    for decision in store.decisions(SETTLE):
        a, b = (ref_there(store, decision.subject[side]) for side in ("a", "b"))
        if a is not None and b is not None:
            found.pop(frozenset((a, b)), None)
            found[frozenset((a, b))] = Settled(
                a=a,
                b=b,
                how=decision.value["how"],
                note=decision.value["note"],
                who=decision.who,
                at=decision.at,
                decision=decision.id,
            )
    return tuple(found.values())


# ---------------------------------------------------------------- places
def place(ref: Ref) -> Ref:
    """One place by one name: a figure by itself, whatever claim gives it."""
    return Ref(report=ref.report, figure=ref.figure) if ref.figure else Ref(report=ref.report, claim=ref.claim)


def place_of(ledger: Ledger, ref: Ref) -> dict[str, Json]:
    """A claim or figure, so that it is found again when its report was read anew and its id is another."""
    part = ref.figure or ref.claim
    for kind, id_, span in parts_of(ledger):
        if id_ == part:
            words = " ".join(ledger.report.text[span.start : span.end].split())
            return {
                "report": ledger.report.id,
                "where": ledger.report.where,
                kind: id_,
                "span": list(span),
                "words": words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1] + "…",
            }
    raise NoSuchName(f"{ledger.report.where} has no claim and no figure {part}")


def ref_there(store: CaseStore, kept: Mapping[str, Json]) -> Ref | None:
    """The claim or figure at a place as `place_of` gives it: at the same words, else at nearly the same."""
    if store.kept(kept["report"]) is None:
        return None
    kind = "figure" if "figure" in kept else "claim"
    there = [(id_, span) for is_a, id_, span in parts_of(store.ledger(kept["report"])) if is_a == kind]
    wanted = Span(*kept["span"])
    same = [id_ for id_, span in there if span == wanted]
    if not same:
        near = max(there, key=lambda one: shared(one[1], wanted), default=None)
        same = [near[0]] if near and shared(near[1], wanted) >= SAME_PLACE else []
    if not same:
        return None
    found = kept[kind] if kept[kind] in same else same[0]
    return Ref(report=kept["report"], **{kind: found})


def parts_of(ledger: Ledger) -> Iterator[tuple[str, str, Span]]:
    """Every claim and figure: what it is, its id, where it begins and its first words end."""
    for claim in ledger.claims:
        if claim.spans:
            yield "claim", claim.id, claim.spans[0]
    for figure in ledger.figures:
        yield "figure", figure.id, figure.span


def shared(a: Span, b: Span) -> float:
    """How much of what two spans cover together they both cover."""
    both = min(a.end, b.end) - max(a.start, b.start)
    return max(0, both) / max(1, max(a.end, b.end) - min(a.start, b.start))
