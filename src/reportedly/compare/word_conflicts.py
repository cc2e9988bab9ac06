"""Which claims in words contradict each other, each pair with its kind and a sentence that quotes both."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import combinations, islice
from typing import TypeVar

from reportedly.compare.denials import LEAST_DENIED, NEWS_LASTS, QUIET, SIDE, STILL_SO, Index, denials, other_people
from reportedly.compare.events import once_only, own_day
from reportedly.compare.groups import CONTESTED, EVERYBODY, OF_PEOPLE, groups_in, scope_of
from reportedly.compare.misquoted import figures_never_given, never_said, of_two_people
from reportedly.compare.number_conflicts import words as figure_in_words
from reportedly.compare.order import appeared
from reportedly.compare.presence import there_or_not
from reportedly.compare.responsibility import blamed
from reportedly.compare.retractions import Telling, Withdrawal, pattern, rank, sentences_of
from reportedly.compare.sayings import (
    Hint,
    Rarity,
    Saying,
    between,
    days,
    phrase,
    quote,
    sayings_of,
)
from reportedly.compare.series import Followed, Values, in_time
from reportedly.compare.series import Key as SeriesKey
from reportedly.compare.statements import Entities, Given
from reportedly.compare.states import State, Where, home_of, other_place, states_in
from reportedly.compare.values import is_odd, most_told, same_value
from reportedly.comparison import Assertion, Conflict, ConflictKind, NoConflict, Ref
from reportedly.languages import load_list
from reportedly.model import Ledger

HEDGE_DROPPED = 0.4  # share of what two renderings of one source's words have in common (of the shorter one)
ALIKE = 0.7  # the same where they were not told to the same medium
JUST_BEFORE = 400  # characters in which "such a figure", "in fact" find what they point at
LABEL_NEAR = 200  # characters between a figure and the word for those counted
PLACES_THAT_WITHDRAW = 2  # of one report, of one figure: its headline and its text
FEW_MARKS = 4  # of a claim that says nothing but that another was wrong
ONE_EVENT = 60  # days within which two arrests of one person are taken for one
LONGEST_LABEL = 60  # characters of a claim that only gives a name
COUNTED_PEOPLE = ("killed", "injured", "detained")
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
ENGLISH = (None, "en")
SOUGHT = 4  # rarest marks of a claim by which its like are found where few reports are asked about

P = TypeVar("P", Conflict, NoConflict)
Read = Sequence[tuple[Ledger, Sequence[Saying]]]

# What cannot be true of one person: of one state, the other, how many days apart at most (None: whenever).
OPPOSED: tuple[tuple[str, str, int | None, str], ...] = (
    ("is dead", "is alive", None, "dead or alive"),
    ("is held", "is at liberty", 1, "held or at liberty"),
    ("was removed", "of his own will", None, "removed, or gone of their own will"),
    ("is suspected", "was set up", None, "suspected, or set up"),
)
BEFORE_AND_AFTER = (("is dead", "is alive"),)  # who was alive before is no contradiction
SAME_STATE = {"removes": "was removed"}


def word_conflicts(
    ledgers: Sequence[Ledger],
    entities: Entities,
    assertions: Sequence[Assertion],
    *,
    followed: Sequence[Followed] = (),
    withdrawn: Sequence[Withdrawal] = (),
    read: Sequence[Sequence[Saying]] | None = None,
    touching: Collection[str] | None = None,
) -> tuple[list[Conflict], list[NoConflict]]:
    """Conflicts between claims, and pairs that look like one.

    `followed` and `withdrawn` are the series and withdrawals of the case, for figures that were taken back or bear two
    names; `read` gives `sayings_of` each ledger, in the order of the ledgers, where it is at hand.  With `touching`,
    ids of reports, only pairs with one of these are given, and only claims that share a rare mark with theirs compared.
    """
    sayings = read if read is not None else [sayings_of(ledger, entities) for ledger in ledgers]
    reports = [pair for pair in zip(ledgers, sayings, strict=True) if pair[0].report.language in ENGLISH]
    reports.sort(key=lambda pair: appeared(pair[0].report.published, pair[0].report.id))
    rarity = Rarity()
    for _, some in reports:
        rarity.take_in(some)
    compared = _compared(reports, rarity, touching)
    index = Index(compared, rarity)
    outlets = {ledger.report.id: ledger.report.outlet or ledger.report.where for ledger in ledgers}
    found: list[Conflict] = []
    apart: list[NoConflict] = []
    denials(index, found, apart)
    found += opposed_states(compared)
    found += once_only(compared, rarity)
    found += blamed(compared, rarity)
    found += there_or_not(compared)
    found += figures_never_given(reports, index)
    found += never_said(index)
    found += of_two_people(index)
    found += taken_back(followed, withdrawn, outlets)
    found += withdrawn_in_words(reports, assertions)
    found += other_names(reports, followed)
    found += put_right([pair for pair in reports if touching is None or pair[0].report.id in touching], rarity)
    found += hedges_dropped(index)
    return distinct(_touch(found, touching)), distinct(_touch(apart, touching))


def with_deniers(
    assertions: Sequence[Assertion], conflicts: Iterable[Conflict], read: Iterable[Sequence[Saying]]
) -> tuple[Assertion, ...]:
    """The assertions with those among their deniers who say what cannot be so beside them: he is in the capital."""
    who = {saying.ref: saying.who for sayings in read for saying in sayings}
    against: dict[Ref, list[str]] = defaultdict(list)
    for conflict in conflicts:
        if conflict.kind in ("denial", "place"):
            a, b = (replace(ref, figure=None) for ref in (conflict.a, conflict.b))
            if a in who and b in who and who[a] != who[b]:
                against[a].append(who[b])
    out = []
    for one in assertions:
        more = dict.fromkeys((*one.denied_by, *(name for ref in one.claims for name in against.get(ref, ()))))
        out.append(replace(one, denied_by=tuple(more)) if len(more) > len(one.denied_by) else one)
    return tuple(out)


def _compared(reports: Read, rarity: Rarity, touching: Collection[str] | None) -> list[Saying]:
    """The claims to be held against each other: all, or those of some reports and what is like them."""
    if touching is None:
        return [saying for _, sayings in reports for saying in sayings]
    sought: set[str] = set()
    for ledger, sayings in reports:
        if ledger.report.id in touching:
            for saying in sayings:
                sought.update(rarity.rarest(saying.marks, SOUGHT))
                sought.update("@" + entity for entity in saying.who_of("person"))
    return [s for _, sayings in reports for s in sayings if s.report in touching or not sought.isdisjoint(s.marks)]


def _touch(pairs: Iterable[P], touching: Collection[str] | None) -> Iterator[P]:
    return (one for one in pairs if touching is None or one.a.report in touching or one.b.report in touching)


# ---------------------------------------------------------------- states that exclude each other
def opposed_states(sayings: Sequence[Saying]) -> list[Conflict]:
    """Somebody gone and there, here and there, dead and alive, removed and gone of his own will."""
    home = home_of(sayings)
    of_person: dict[str, dict[tuple[str, Where | None, str | None], list[State]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for saying in sayings:
        if not saying.may(Hint.STATE) or saying.claim.certainty in QUIET:
            continue
        for state in states_in(saying, home):
            kept = of_person[state.person][SAME_STATE.get(state.state, state.state), state.where, state.day]
            if len(kept) < SIDE and not any(one.saying.marks == saying.marks for one in kept):
                kept.append(state)
    out = []
    for states in of_person.values():
        for a, b in _excluding(states):
            out += [_of_states(x, y) for x in states[a] for y in states[b] if x.saying.ref != y.saying.ref]
    return out


Key = tuple[str, Where | None, str | None]


def _excluding(keys: Iterable[Key]) -> Iterator[tuple[Key, Key]]:
    of_state: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        of_state[key[0]].append(key)
    for a in of_state["has left"]:
        for b in of_state["is in"]:
            late = between(a[2], b[2])
            if a[1] and b[1] and 0 <= late <= STILL_SO and _same_place(a[1], b[1]):
                yield a, b
    for a, b in combinations(of_state["is in"], 2):
        if a[1] and b[1] and a[2] == b[2] and a[2] and other_place(a[1], b[1]):
            yield a, b
    for one, other, lasts, _ in OPPOSED:
        for a in of_state[one]:
            for b in of_state[other]:
                late = between(a[2], b[2])
                in_turn = (one, other) in BEFORE_AND_AFTER and late < 0
                if not in_turn and (lasts is None or abs(late) <= lasts):
                    yield a, b


def _same_place(left: Where, there: Where) -> bool:
    """Whether who is there has not left: Astana is in Kazakhstan."""
    if left.city is None:
        return left.country == there.country
    return left.city == there.city


def _of_states(a: State, b: State) -> Conflict:
    if a.where and b.where:
        kind: ConflictKind = "place"
        how = f"{a.name} has left {a.where} or is in {b.where}" if a.state == "has left" else f"{a.where} or {b.where}"
    else:
        kind = "denial"
        how = next(
            (f"{a.name} was {words}" for one, _, _, words in OPPOSED if one == SAME_STATE.get(a.state, a.state)), a.name
        )
    return Conflict(
        kind=kind, a=a.saying.ref, b=b.saying.ref, reason=f"{quote(a.saying)} against {quote(b.saying)}: {how}"
    )


# ---------------------------------------------------------------- taken back
def taken_back(
    followed: Sequence[Followed], withdrawn: Sequence[Withdrawal], outlets: Mapping[str, str]
) -> list[Conflict]:
    """A figure, and where a report withdraws it: of each report that does, the place that says most and the first."""
    rows = {(row.report, row.figure.id): (row, series) for series in followed for row in series.given}
    by: dict[tuple[SeriesKey, object], dict[Telling, tuple[Given, Withdrawal, Followed]]] = defaultdict(dict)
    for one in sorted(withdrawn, key=lambda one: (appeared(one.published, one.report), one.figure.span)):
        its = rows.get((one.report, one.figure.id))
        if its is None:
            continue
        row, series = its
        kept = by[series.key, row.value]
        for telling in (min(one.told, key=rank), *one.told) if len(kept) < SIDE else ():
            if sum(other.ref.report == row.report for other in kept) < PLACES_THAT_WITHDRAW:
                kept.setdefault(telling, (row, one, series))
    out = []
    values: dict[SeriesKey, Values] = {}
    for (key, _), tellings in by.items():
        again: list[Given] | None = None  # the same for all tellings: they are of one figure
        for telling, (gone, one, series) in list(tellings.items())[:SIDE]:
            if again is None:
                if key not in values:
                    values[key] = Values(series.given)
                again = values[key].giving(gone.figure)
            said = (r for r in again if r.report != one.report and not r.denied)
            if telling.claim is None:  # a headline, for which its number stands: rounded, it is no other number
                said = (row for row in said if same_value(row.figure, gone.figure))
            for row in islice(said, 2 * SIDE):
                reason = (
                    f"{figure_in_words(row)} ({row.originator or 'nobody named'}): {_withdrawn(telling, one, outlets)}"
                )
                out.append(Conflict(kind="denial", a=row.ref, b=telling.ref, reason=reason))
    return out


def _withdrawn(telling: Telling, one: Withdrawal, outlets: Mapping[str, str]) -> str:
    """ "withdrawn by the Health Ministry, as Daily News reports on 2022-01-10"."""
    by = f" by {telling.who}" if telling.who else ""
    when = f" on {one.published[:10]}" if one.published else ""
    return f"withdrawn{by}, as {outlets.get(one.report, 'another report')} reports{when}"


def withdrawn_in_words(reports: Read, assertions: Sequence[Assertion]) -> list[Conflict]:
    """A claim, and the sentence that says its source was mistaken; whoever repeats it is contradicted too."""
    same: dict[Ref, Sequence[Ref]] = {ref: one.claims for one in assertions for ref in one.claims}
    by_ref = {saying.ref: saying for _, sayings in reports for saying in sayings}
    out = []
    for ledger, sayings in reports:
        taking_back = [one for one in sayings if _only_takes_back(one)]
        sentences = sentences_of(ledger.report.text) if taking_back else []
        for no in taking_back:
            start = no.claim.spans[0].start
            around = next((s for s in sentences if s.start <= start < s.end), None)
            before = [
                one
                for one in sayings
                if around
                and around.start <= one.claim.spans[0].start < one.claim.spans[-1].end <= start
                and one.claim.polarity == "positive"
                and not one.marks & no.marks
                and any(n.type == "name" for n in one.named)
            ]
            if not before:
                continue
            for ref in dict.fromkeys((before[-1].ref, *same.get(before[-1].ref, ())[: 2 * SIDE])):
                yes = by_ref.get(ref)
                if yes and yes.claim.polarity == "positive":
                    reason = f"{quote(yes)} against {quote(no)}: taken back"
                    out.append(Conflict(kind="denial", a=yes.ref, b=no.ref, reason=reason))
    return out


def _only_takes_back(no: Saying) -> bool:
    """Whether a claim says of another that it was wrong, and little besides: "her source had been mistaken"."""
    if no.claim.polarity != "negative" or len(no.marks) > FEW_MARKS:
        return False
    return pattern("withdraw").search(no.text) is not None


# ---------------------------------------------------------------- one count of people under two names
def other_names(reports: Read, followed: Sequence[Followed]) -> list[Conflict]:
    """The same dead called protesters by one and criminals by another: the same odd number within a few days."""
    labels: dict[tuple[str, str | None], list[tuple[str, Saying]]] = defaultdict(list)
    for ref, group, saying in _labels(reports) if followed else ():
        labels[ref.report, ref.figure].append((group, saying))
    called: dict[tuple[str, float, str | None], list[tuple[Given, str, Ref, str]]] = defaultdict(list)
    for series in followed:
        for row in series.given:
            number = most_told(row.figure)
            if row.figure.measure not in OF_PEOPLE or row.denied or number is None or not is_odd(row.figure):
                continue
            names = [(group, s.ref, " ".join(s.text.split())) for group, s in labels[row.report, row.figure.id]]
            names = names or [(scope_of(row.figure).group, row.ref, row.figure.of or "")]
            rows = called[row.figure.measure, number, row.place]
            for group, ref, words in names:
                if group in CONTESTED and group != EVERYBODY and sum(group == other for _, other, _, _ in rows) < SIDE:
                    rows.append((row, group, ref, words))
    out = []
    for (measure, number, _), some in called.items():
        voices = {(row.report, row.whose, group): (row, group, ref, words) for row, group, ref, words in some}
        earliest = sorted(voices.values(), key=lambda voice: in_time(voice[0]))
        for (a, one, ref_a, words_a), (b, other, ref_b, words_b) in combinations(earliest, 2):
            if one != other and abs(between(a.day, b.day)) <= STILL_SO:
                reason = f"the same {number:,.0f} {measure}: {_called(words_a, a)}, {_called(words_b, b)}"
                out.append(Conflict(kind="actor", a=ref_a, b=ref_b, reason=reason))
    return out


def _called(name: str, row: Given) -> str:
    return "“" + name.strip('"“”') + f"” ({_said(row)})"


def _said(row: Given) -> str:
    return row.originator or "nobody named"


def _labels(reports: Read) -> Iterator[tuple[Ref, str, Saying]]:
    """Claims that only give a name to those counted just before: "the dead were armed criminals"."""
    for ledger, sayings in reports:
        counted = [figure for figure in ledger.figures if figure.measure in COUNTED_PEOPLE and is_odd(figure)]
        whose = {saying.claim.id: saying.whose for saying in sayings if _is_of(saying)} if counted else {}
        for saying in sayings if counted else ():
            if saying.claim.polarity != "positive" or len(saying.text) > LONGEST_LABEL:
                continue
            start, end = saying.claim.spans[0].start, saying.claim.spans[-1].end
            near = [
                figure
                for figure in counted
                if start - LABEL_NEAR <= figure.span.start <= end
                and whose.get(figure.claim or "", saying.whose) == saying.whose
            ]
            group = _contested_group(saying.text) if near else None
            if group is None:
                continue
            meant_by = max(near, key=lambda figure: figure.span.start)
            if meant_by.claim != saying.claim.id or scope_of(meant_by).group != group:
                yield Ref(report=ledger.report.id, claim=saying.claim.id, figure=meant_by.id), group, saying


def _is_of(saying: Saying) -> bool:
    """Whether somebody else than the report makes a claim."""
    return bool(saying.claim.sources) and saying.claim.sources[-1].kind != "author"


@lru_cache(maxsize=50_000)
def _contested_group(text: str) -> str | None:
    """The one name that a text gives to those who take part in unrest."""
    groups = load_list("en", "groups")
    words = WORD.findall(text.lower())
    if _words_for_contested().isdisjoint(words):
        return None
    found = [group for group in groups_in(words, groups) if group in CONTESTED and group != EVERYBODY]
    return found[0] if len(found) == 1 else None


@cache
def _words_for_contested() -> frozenset[str]:
    forms = load_list("en", "groups").forms(*(CONTESTED - {EVERYBODY}))
    return frozenset(word for form in forms for word in WORD.findall(form.lower()))


# ---------------------------------------------------------------- put right within a report
def put_right(reports: Read, rarity: Rarity) -> list[Conflict]:
    """ "In fact it was first reported on the 7th": a claim, and what its own report puts in its place."""
    out: list[Conflict] = []
    for _, sayings in reports:
        for n, saying in enumerate(sayings):
            out += _same_numbers_of_others(saying, sayings[:n])
            match = phrase("in fact").search(saying.text) if saying.may(Hint.IN_FACT) else None
            if match is None or saying.claim.certainty in QUIET:
                continue
            start = saying.claim.spans[0].start
            before = [
                one
                for one in sayings[max(0, n - 3) : n]
                if 0 <= start - one.claim.spans[-1].end <= JUST_BEFORE
                and one.marks & saying.marks
                and one.claim.certainty not in QUIET
                and _slots(one)
                and _slots(saying)
                and not _slots(one) & _slots(saying)
            ]
            if before:
                told = max(before, key=lambda one: rarity.sum(one.marks & saying.marks))
                reason = f"{quote(told)}, which its own report puts right: {quote(saying)}"
                out.append(Conflict(kind=_slot_kind(told, saying), a=told.ref, b=saying.ref, reason=reason))
    return out


def _same_numbers_of_others(saying: Saying, before: Sequence[Saying]) -> Iterator[Conflict]:
    """ "The same numbers are given for the whole force, not for Russia alone": said of the claim that gave them."""
    if saying.claim.polarity != "negative" or saying.claim.certainty in QUIET:
        return
    if not saying.may(Hint.SAME_NUMBERS) or phrase("same numbers").search(saying.text) is None:
        return
    start = saying.claim.spans[0].start
    near = [one for one in before if one.figures and 0 <= start - one.claim.spans[-1].end <= JUST_BEFORE]
    if near:
        reason = f"{quote(near[-1])}, of which its own report says: {quote(saying)}"
        yield Conflict(kind="attribution", a=near[-1].ref, b=saying.ref, reason=reason)


def _slots(saying: Saying) -> frozenset[str]:
    """The places and days a claim gives."""
    places = {"at " + one.entity for one in saying.named if one.kind == "place"}
    own = own_day(saying)
    days_named = {"#" + day for day in re.findall(r"\b\d{1,2}\b", saying.text)}
    return frozenset(places | days_named | ({own} if own else set()))


def _slot_kind(a: Saying, b: Saying) -> ConflictKind:
    placed = all(any(slot.startswith("at ") for slot in _slots(one)) for one in (a, b))
    return "place" if placed else "time"


# ---------------------------------------------------------------- a hedge lost on the way
def hedges_dropped(index: Index) -> list[Conflict]:
    """The same words of the same source, thought possible in one report and certain in another."""
    of_source: dict[tuple[str, str], list[Saying]] = defaultdict(list)
    for same in index.wordings.values():
        for saying in same:
            if _one_voice(saying) and not saying.denies and not saying.open:
                for mark in index.rarity.rarest((m for m in saying.marks if m[0] != "@"), 3):
                    rows = of_source[saying.whose, mark]
                    if len(rows) < 4 * SIDE:
                        rows.append(saying)
    out = []
    for rows in of_source.values():
        for a, b in combinations(rows, 2):
            if a.hedged == b.hedged or a.report == b.report or other_people(a, b) or abs(days(a, b)) > NEWS_LASTS:
                continue
            hedged, bare = (a, b) if a.hedged else (b, a)
            both = index.rarity.sum(hedged.marks & bare.marks)
            poorer = min(index.rarity.sum(hedged.marks), index.rarity.sum(bare.marks))
            wanted = HEDGE_DROPPED if _relayed_by(hedged) & _relayed_by(bare) else ALIKE
            if both >= LEAST_DENIED and both / poorer >= wanted and hedge_in_words(hedged):
                reason = f"{quote(hedged)} against {quote(bare)}: {hedged.who} leaves room in one, none in the other"
                out.append(Conflict(kind="attribution", a=hedged.ref, b=bare.ref, reason=reason))
    return out


def _one_voice(saying: Saying) -> bool:
    """Whether a person or body known by name says it: "officials" are not the same ones everywhere."""
    sources = saying.claim.sources
    return bool(sources) and saying.who_entity is not None and sources[-1].kind in ("person", "organisation")


def hedge_in_words(hedged: Saying) -> bool:
    """Whether the claim's own words hedge ("to the extent it exists"); a ledger may not tell which do."""
    if not hedged.claim.markers:
        return True
    return any(s.start <= mark.start < s.end for s in hedged.claim.spans for mark in hedged.claim.markers)


def _relayed_by(saying: Saying) -> frozenset[str]:
    return frozenset(source.name for source in saying.claim.sources[:-1])


# ---------------------------------------------------------------- common
def distinct(pairs: Iterable[P]) -> list[P]:
    """Each pair once, in whatever order its sides stand: the first found is kept."""
    seen: dict[frozenset[Ref], P] = {}
    for one in pairs:
        seen.setdefault(frozenset((one.a, one.b)), one)
    return list(seen.values())


def apart_from(conflicts: Iterable[Conflict], pairs: Iterable[NoConflict]) -> list[NoConflict]:
    """The pairs that only seem to contradict, without those that do, for whatever other reason."""
    in_conflict = {frozenset((one.a, one.b)) for one in conflicts}
    return [one for one in pairs if frozenset((one.a, one.b)) not in in_conflict]
