"""The credibility digit of the Admiralty code: proposed from who tells and who contradicts a claim, decided by people.

The code (NATO AJP-2.1; digits as in the MISP taxonomy "admiralty-scale") judges a source by a letter and what it says
by a digit, each without regard to the other.  Letters are given by people (`decisions.grade`); for the digit there are
rules that a machine can follow, since they ask for origins, not for the truth:

- two or more independent origins, by name, and nothing against it: 1, confirmed by other independent sources;
- contradicted, or taken back: 5, improbable; where more origins tell it than tell against it: 4, doubtful;
- one origin alone: 2, probably true, where it is named and says so plainly; else 3, possibly true;
- nothing of the case tells of the same: 6, the truth cannot be judged.

It is a proposal: nothing of it says what is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportedly.ask.decisions import CREDIBILITY, DIGITS, NotDone
from reportedly.compare.in_words import listed, number_of
from reportedly.interfaces import CaseStore, Decision, NotInCase
from reportedly.model import Claim

CONFIRMED = 2  # independent origins that confirm each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What is known in the case of one thing claimed, as far as the digit asks for it."""

    origins: tuple[str, ...] = ()  # named originators who say so plainly or hold it probable, copies folded
    hedging: tuple[str, ...] = ()  # named originators who only hold it possible, or leave it open
    unnamed: int = 0  # reports that tell it on nobody's name
    against: tuple[str, ...] = ()  # who denies it or gives what cannot be so beside it, copies folded
    withdrawn: bool = False  # who gave it took it back
    withdrawn_by: str | None = None
    compared: bool = False  # another report tells of the same thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A digit and why."""

    digit: str
    meaning: str
    reason: str


def proposed(weighed: Weighed) -> Proposal:
    """The first rule that fits: withdrawn, contradicted, confirmed, alone, nothing to compare."""
    told = listed(weighed.origins)
    if weighed.withdrawn:
        by = f" by {weighed.withdrawn_by}" if weighed.withdrawn_by else ""
        return proposal("5", f"taken back{by}")
    if weighed.against:
        contradicted = f"contradicted by {listed(weighed.against)}"
        if len(weighed.origins) > len(weighed.against):
            more = f"{number_of(len(weighed.origins), 'independent origin')} ({told}) against {len(weighed.against)}"
            return proposal("4", f"{contradicted}, though told by {more}")
        return proposal("5", contradicted)
    if len(weighed.origins) >= CONFIRMED:
        many = number_of(len(weighed.origins), "independent origin")
        return proposal("1", f"{many} by name ({told}), nothing in the case against it")
    if not weighed.compared:
        return proposal("6", "no other report of the case tells of the same: there is nothing to compare it with")
    if weighed.origins:
        return proposal("2", f"one origin alone, {told}, says so plainly; nothing in the case against it")
    if weighed.hedging:
        return proposal("3", f"who tells it leaves it open: {listed(weighed.hedging)}; nothing in the case against it")
    many = number_of(weighed.unnamed, "report")
    return proposal("3", f"told by {many} on nobody's name; nothing in the case against it")


def proposal(digit: str, reason: str) -> Proposal:
    return Proposal(digit=digit, meaning=DIGITS[digit], reason=reason)


# ---------------------------------------------------------------- what people decide
def keep(store: CaseStore, report: str, claim: str, digit: str, *, who: str, at: str) -> Decision:
    """Keeps the digit a person gives a claim; raises `NotDone` for what is no digit or no claim."""
    if digit.strip() not in DIGITS:
        told = ", ".join(f"{one} {means}" for one, means in DIGITS.items())
        raise NotDone(f"“{digit}” is no credibility; give one of {told}")
    kept = store.kept(report)
    if kept is None:
        raise NotInCase(f"there is no report {report} in the case")
    there = next((one for one in store.ledger(report).claims if one.id == claim), None)
    if there is None:
        raise NotDone(f"{kept.where} has no claim {claim}; see them with: reportedly claims CASE --report {kept.where}")
    subject = {"report": report, "where": kept.where, "claim": claim, "span": list(there.spans[0])}
    return store.decide(CREDIBILITY, subject, digit.strip(), who=who, at=at)


def given(decisions: Iterable[Decision], report: str, claim: Claim) -> Decision | None:
    """The last decision in force on a claim, found by its place: ids may be others when it is read again."""
    found = [one for one in decisions if one.kind == CREDIBILITY and is_on(one, report, claim)]
    return found[-1] if found else None


def is_on(decision: Decision, report: str, claim: Claim) -> bool:
    subject = decision.subject
    if not isinstance(subject, Mapping) or subject.get("report") != report:
        return False
    return bool(claim.spans) and subject.get("span") == list(claim.spans[0])
