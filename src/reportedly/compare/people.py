"""Who is who in a case: the entities of all reports, put together where that is sure, asked about where it is not.

Nothing here depends on the order in which reports came: what is kept of each is a `Trace` for each of its entities, and
the whole is worked out from all of them.  Traces of one name and context are one node; nodes are tied by likeness of
their names, the surest ties first, and no tie is made against a person's decision or a given name that differs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, Literal, NamedTuple

from reportedly.compare.acquaintances import ALONE, FULL, PARTS, Acquaintances, Words
from reportedly.compare.bodies import Known, countries_named, country_named_at, is_people, known
from reportedly.compare.cyrillic import is_unread, names_in_cyrillic
from reportedly.compare.memory import Memory
from reportedly.compare.names import (
    LONG_GIVEN_NAME,
    MAYBE,
    SAME,
    Likeness,
    Likenesses,
    compare_people,
    flat,
    inflected_similarity,
    is_cyrillic,
    keys,
    known_to,
    lasting,
    nominatives,
    person_words,
    variants_of,
    words_of,
)
from reportedly.comparison import CaseEntity, Maybe
from reportedly.model import Entity, EntityKind, Ledger, Report

Member = tuple[str, str]  # report id, entity id of that report's ledger
Key = tuple[str, ...]
_Block = tuple[str, str]

SAME_NAME = 1.0
SAME_PLACE = 0.85  # of names of places and bodies spelt otherwise: there is no given name to bear them out
SURE_AT_SIGHT = 0.8  # of a family name in a report that was not read
ASKED_OF_ONE = 3  # of all entities that a name may mean, how many are asked about
SHORTEST_ACRONYM = 3
SHORTEST_ALONE = 4  # letters of a single Cyrillic word that may be a name
COMMON_GIVEN_NAME = 50  # full names that share it
TRACES, LIKENESSES = "traces", "likenesses"  # what is kept of each report, and of all
FAMILY_WORDS = frozenset(("family", "clan", "brothers", "sisters"))


class Judgement(NamedTuple):
    """A person's decision on two members: they are one ("merge"), or they are not ("split")."""

    kind: Literal["merge", "split"]
    a: Member
    b: Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What the case needs to know of one entity of one report; `to_json` and `from_json` keep it."""

    report: str
    entity: str
    kind: EntityKind
    forms: tuple[str, ...]  # as the report writes its name, the entity's own name first
    country: str | None = None  # of a body: that its name or the words beside it give it
    countries: tuple[str, ...] = ()  # of a body: those that the report names, the most named first
    candidate: bool = False  # of a report that was not read: may join an entity, makes none

    @property
    def member(self) -> Member:
        return self.report, self.entity

    def to_json(self) -> Any:
        """All but the report."""
        return [self.entity, self.kind, list(self.forms), self.country, list(self.countries), self.candidate]

    @classmethod
    def from_json(cls, report: str, kept: Any) -> Trace:
        entity, kind, forms, country, countries, candidate = kept
        return cls(
            report=report,
            entity=entity,
            kind=kind,
            forms=tuple(forms),
            country=country,
            countries=tuple(countries),
            candidate=candidate,
        )


@dataclass(slots=True, eq=False)
class _Node:
    """Traces that are one beyond doubt: the same name, of the same country where that tells bodies apart."""

    key: Key
    sort: str  # person, office, listed, name, people, alone
    name: str
    words: tuple[str, ...]
    kind: EntityKind
    country: str | None = None
    traces: list[Trace] = field(default_factory=list)


class _Tie(NamedTuple):
    score: float
    a: Key
    b: Key
    reason: str


# ---------------------------------------------------------------- the cast of a case
class CaseCast:
    """The entities of a case, report by report.

    `add` is cheap, and cheaper where `memory` has kept what it gave for that report; `resolve` works everything out
    anew.  Adding the same reports in another order, or one twice, gives the same result.
    """

    def __init__(self, judgements: Iterable[Judgement] = (), memory: Memory | None = None) -> None:
        self._judgements = tuple(judgements)
        self._memory = memory or Memory()
        self._of_report: dict[str, tuple[Trace, ...]] = {}

    def add(self, ledger: Ledger) -> tuple[Trace, ...]:
        """Takes in a report, in place of what was known of it."""
        report = ledger.report.id
        kept = self._memory.get(TRACES, report)
        if kept is not None:
            traces = tuple([Trace.from_json(report, one) for one in kept])
        else:
            traces = traces_of(ledger)
            self._memory.keep(TRACES, report, [trace.to_json() for trace in traces])
        self._of_report[report] = traces
        return traces

    def judge(self, judgement: Judgement) -> None:
        """Takes in a person's decision; of two about the same pair the later one holds."""
        self._judgements = (*self._judgements, judgement)

    def resolve(self) -> tuple[tuple[CaseEntity, ...], tuple[Maybe, ...]]:
        """The entities of the case, the most reported first, and the pairs that may be one."""
        traces = [trace for report in sorted(self._of_report) for trace in self._of_report[report]]
        words, names = self._memory.get(LIKENESSES, None) or (None, None)
        likenesses, met = Likenesses(words), Acquaintances(names)
        with known_to(likenesses):
            found = _Resolution(traces, self._judgements, met).result()
        self._memory.keep(LIKENESSES, None, [likenesses.to_json(), met.to_json()])
        return found


def resolve(
    ledgers: Iterable[Ledger], judgements: Iterable[Judgement] = ()
) -> tuple[tuple[CaseEntity, ...], tuple[Maybe, ...]]:
    """The entities of all reports as entities of the case, and the pairs of these that may be one."""
    cast = CaseCast(judgements)
    for ledger in ledgers:
        cast.add(ledger)
    return cast.resolve()


def traces_of(ledger: Ledger) -> tuple[Trace, ...]:
    """One trace for each entity; for each candidate for a name where the report could not be read."""
    candidates = is_unread(ledger)
    entities = names_in_cyrillic(ledger.report) if candidates else ledger.entities
    about = _About(ledger.report)
    return tuple(about.trace(entity, candidate=candidates) for entity in entities)


class _About:
    """A report and the countries it names, which are looked for only where a body asks whose it is."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._countries: tuple[str, ...] | None = None

    def trace(self, entity: Entity, *, candidate: bool) -> Trace:
        text = self._report.text
        named = [m.span for m in entity.mentions if m.type == "name"]
        forms = dict.fromkeys((entity.name, *(" ".join(text[a:b].split()) for a, b in named)))
        told = known(entity.name)
        office = told is not None and told.office
        beside = (country_named_at(text, span.start, span.end) for span in named) if office else iter(())
        return Trace(
            report=self._report.id,
            entity=entity.id,
            kind=entity.kind,
            forms=tuple(forms),
            country=(told.country if told else None) or next(filter(None, beside), None),
            countries=self._named() if office else (),
            candidate=candidate,
        )

    def _named(self) -> tuple[str, ...]:
        if self._countries is None:
            self._countries = countries_named(self._report.text)
        return self._countries


# ---------------------------------------------------------------- nodes and groups of them
class _Groups:
    """Nodes tied into groups; a tie is refused where a person's decision or a given name stands against it."""

    def __init__(self, met: Acquaintances) -> None:
        self._met = met
        self.nodes: dict[Key, _Node] = {}
        self.reasons: defaultdict[Key, dict[str, None]] = defaultdict(dict)
        self.doubts: dict[tuple[Key, Key], tuple[float, str]] = {}
        self._root: dict[Key, Key] = {}
        self._of: dict[Key, list[Key]] = {}
        self._apart: defaultdict[Key, set[Key]] = defaultdict(set)

    def add(self, node: _Node) -> _Node:
        """The node of that key, which is this one where there was none."""
        if node.key not in self.nodes:
            self.nodes[node.key] = node
            self._root[node.key] = node.key
            self._of[node.key] = [node.key]
        return self.nodes[node.key]

    def root(self, key: Key) -> Key:
        return self._root[key]

    def members(self, root: Key) -> list[_Node]:
        return [self.nodes[key] for key in self._of[root]]

    def roots(self) -> list[Key]:
        return list(self._of)

    def of_sort(self, *sorts: str) -> list[_Node]:
        return sorted((n for n in self.nodes.values() if n.sort in sorts), key=lambda node: node.key)

    def keep_apart(self, a: Key, b: Key) -> None:
        self._apart[a].add(b)
        self._apart[b].add(a)

    def tie(self, tie: _Tie, *, by_hand: bool = False) -> bool:
        """Makes two groups one; False, and a doubt where nobody decided, where they must not be."""
        a, b = self._root[tie.a], self._root[tie.b]
        if a == b:
            return True
        if self._decided_apart(a, b):
            return False
        against = None if by_hand else self._against(a, b)
        if against is not None:
            self.doubt(tie._replace(reason=f"{tie.reason}; but {against}"))
            return False
        if (len(self._of[a]), b) < (len(self._of[b]), a):
            a, b = b, a
        for key in self._of[b]:
            self._root[key] = a
        self._of[a] += self._of.pop(b)
        self.reasons[a] |= {tie.reason: None} | self.reasons.pop(b, {})
        return True

    def doubt(self, tie: _Tie) -> None:
        a, b = sorted((tie.a, tie.b))
        if a != b:
            self.doubts[a, b] = max(self.doubts.get((a, b), (0.0, "")), (tie.score, tie.reason))

    def decided_apart(self, a: Key, b: Key) -> bool:
        return self._decided_apart(self._root[a], self._root[b])

    def _decided_apart(self, a: Key, b: Key) -> bool:
        others = set(self._of[b]) if self._apart else set()
        return any(self._apart[key] & others for key in self._of[a] if key in self._apart)

    def _against(self, a: Key, b: Key) -> str | None:
        """What speaks against one person: two full names of the groups that are not the same person's."""
        x, y = (_fullest({n.words for n in self.members(root) if _is_full(n)}) for root in (a, b))
        for one in x:
            for other in y:
                found = self._met.against(one, other)
                if found.verdict == "different":
                    return f"{found.reason}: {' '.join(one).title()}, {' '.join(other).title()}"
        return None


class _Resolution:
    """One pass over all traces; every loop runs over sorted keys, so that the outcome does not hang on their order."""

    def __init__(self, traces: Sequence[Trace], judgements: Sequence[Judgement], met: Acquaintances) -> None:
        self._met = met
        self._read = sorted((t for t in traces if not t.candidate), key=lambda t: t.member)
        self._candidates = sorted((t for t in traces if t.candidate), key=lambda t: t.member)
        self._judged = {tuple(sorted((j.a, j.b))): j for j in judgements}
        self._pinned = {member for pair in self._judged for member in pair}
        self._groups = _Groups(met)
        self._kinds = _kinds_by_vote(self._read)
        self._offices = _Offices(self._read)
        self._families = {
            words[-1]
            for trace in self._read
            if self._kinds[_compact(trace.forms[0])] == "person" and len(words := person_words(trace.forms[0])) > 1
        }

    def result(self) -> tuple[tuple[CaseEntity, ...], tuple[Maybe, ...]]:
        for trace in self._read:
            self._place(trace)
        self._tie_as_judged()
        self._tie_full_names()
        self._tie_initials()
        self._tie_lone_names()
        self._tie_offices()
        self._tie_spellings()
        self._tie_abbreviations()
        self._let_candidates_join()
        return _told(self._groups)

    # ------------------------------------------------------------ nodes
    def _place(self, trace: Trace) -> None:
        node = self._groups.add(self._node_of(trace))
        if trace.member in self._pinned:
            pinned = replace(node, key=("decided", *trace.member), traces=[])
            node = self._groups.add(pinned)
        node.traces.append(trace)

    def _node_of(self, trace: Trace) -> _Node:
        """The node of a trace: what lists know it as, else its name; by itself where it has no name."""
        name = trace.forms[0]
        told = known(name)
        if told is not None and told.office:
            country = self._offices.country(trace, told.key)
            shown = told.name if told.listed else name
            return _Node(_key_of(told, country), "office", shown, words_of(name), "organisation", country)
        if told is not None and told.kind == "place" and trace.kind == "outlet":  # a channel named for its country
            return _Node(("name", _compact(name), "outlet"), "name", name, words_of(name), "outlet")
        if told is not None and not self._is_family_name(trace, told):
            return _Node(told.key, "listed", told.name, words_of(told.name), told.kind)
        if is_people(name) or _is_family(name):
            return _Node(("people", _compact(name)), "people", name, words_of(name), "group")
        kind = self._kinds[_compact(name)]
        words = person_words(name)
        if kind == "person" or (len(words) == 1 and words[0] in self._families):
            if not words or not any(map(str.isupper, name)):
                return _Node(("alone", *trace.member), "alone", name, words, trace.kind)
            return _Node(("person", *words), "person", name, words, "person")
        if not _compact(name):
            return _Node(("alone", *trace.member), "alone", name, (), trace.kind)
        return _Node(("name", _compact(name)), "name", name, words_of(name), kind)

    def _is_family_name(self, trace: Trace, told: Known) -> bool:
        """A person by the name of a place, where the case has his full name: Jordan, Washington."""
        words = person_words(trace.forms[0])
        return told.kind == "place" and trace.kind == "person" and len(words) == 1 and words[0] in self._families

    def _tie_as_judged(self) -> None:
        """What people decided comes first; a member that was split off stays behind, the other goes with its name."""
        groups, left = self._groups, []
        for pair in sorted(self._judged):
            judgement = self._judged[pair]
            a, b = ("decided", *judgement.a), ("decided", *judgement.b)
            if a not in groups.nodes or b not in groups.nodes:
                continue  # of a report that is not in this case, or was not read
            if judgement.kind == "split":
                groups.keep_apart(a, b)
                left.append(b)
        for pair in sorted(self._judged):
            judgement = self._judged[pair]
            a, b = ("decided", *judgement.a), ("decided", *judgement.b)
            if judgement.kind == "merge" and a in groups.nodes and b in groups.nodes:
                groups.tie(_Tie(SAME_NAME, a, b, "somebody decided so"), by_hand=True)
        for member in sorted(self._pinned, key=lambda member: (("decided", *member) in left, member)):
            key = ("decided", *member)
            if key in groups.nodes:
                own = self._node_of(groups.nodes[key].traces[0]).key
                groups.tie(_Tie(SAME_NAME, key, own, "the same name"), by_hand=True)

    # ------------------------------------------------------------ people
    def _tie_full_names(self) -> None:
        full = [node for node in self._groups.of_sort("person") if _is_full(node) and not _has_initials(node)]
        met = self._met
        blocks: defaultdict[_Block, dict[Key, tuple[_Node, bool]]] = defaultdict(dict)
        for node in full:
            for block, straight in _blocks(node.words):
                blocks[block].setdefault(node.key, (node, straight))
        crowded = {block for block in blocks if _is_crowded(blocks[block].values())}
        met.crowd(crowded)
        old = _only_nodes(full, met.met(FULL))
        ties: list[tuple[str, _Tie]] = []
        seen = set()
        for block in sorted(blocks):
            compared = {} if met.was_crowded(block) and block not in crowded else old
            for a, b in _worth_comparing(list(blocks[block].values()), compared, crowded=block in crowded):
                if (a.key, b.key) not in seen:
                    seen.add((a.key, b.key))
                    found = met.compare(a.words, b.words)
                    if found.verdict != "different":
                        ties.append((found.verdict, _Tie(found.score, a.key, b.key, found.reason)))
        for a, b, found in _met_before(old, met):
            if (a.key, b.key) not in seen and _filed_together(a, b, crowded):
                ties.append((found.verdict, _Tie(found.score, a.key, b.key, found.reason)))
        met.meet(FULL, (node.words for node in self._groups.of_sort("person") if _is_full(node)))
        self._make(ties)

    def _tie_initials(self) -> None:
        people = self._groups.of_sort("person")
        families = _Bearers([node for node in people if _is_full(node) and not _has_initials(node)], self._met)
        for node in people:
            if _has_initials(node):
                self._tie_to_the_one(node, families, "a name with an initial")

    def _tie_lone_names(self) -> None:
        """A family name alone is the one person's of that name; of two, the one's whom the report names in full."""
        met = self._met
        families = _Bearers([node for node in self._groups.of_sort("person") if _is_full(node)], met)
        lone = [node for node in self._groups.of_sort("person") if not _is_full(node)]
        left = [node for node in lone if not self._tie_to_the_one(node, families, "a family name alone")]
        self._ask_about_given_names(left)
        sounds: defaultdict[str, list[tuple[_Node, bool]]] = defaultdict(list)
        for node in left:
            for sound in _sounds(node.words[-1]):
                sounds[sound].append((node, True))
        old = _only_nodes(left, met.met(ALONE))
        met.meet(ALONE, (node.words for node in left))
        found = [(a, b, like) for a, b, like in _met_before(old, met)]
        seen = set()
        for sound in sorted(sounds):
            for a, b in _worth_comparing(sounds[sound], old, crowded=False):
                if (a.key, b.key) not in seen:
                    seen.add((a.key, b.key))
                    found.append((a, b, met.compare(a.words, b.words)))
        ties = []
        for a, b, like in found:
            verdict = "maybe" if like.verdict == "same" and like.score < SAME_PLACE else like.verdict
            ties.append((verdict, _Tie(like.score, a.key, b.key, like.reason)))
        self._make(ties)

    def _ask_about_given_names(self, lone: Iterable[_Node]) -> None:
        """A given name alone is nobody's for sure; where one person of the case bears it, it is worth asking."""
        bearers: defaultdict[str, dict[Key, _Node]] = defaultdict(dict)
        for node in self._groups.of_sort("person"):
            if _is_full(node):
                bearers[node.words[0]][self._groups.root(node.key)] = node
        for node in lone:
            if len(bearers.get(node.words[0], ())) == 1:
                [other] = bearers[node.words[0]].values()
                reason = f"{node.name} is a given name that in this case only {other.name} bears"
                self._groups.doubt(_Tie(MAYBE, node.key, other.key, reason))

    def _tie_to_the_one(self, node: _Node, families: _Bearers, what: str) -> bool:
        """Ties a part of a name to the person it fits; asks where it fits several. Whether it was tied."""
        fits: dict[Key, _Tie] = {}
        near: dict[Key, _Tie] = {}
        for other, found in families.alike(node):
            root = self._groups.root(other.key)
            into = {"same": fits, "maybe": near}.get(found.verdict)
            if into is not None and root != self._groups.root(node.key):
                tie = _Tie(found.score, node.key, other.key, f"{what}; {found.reason}")
                into[root] = max(into.get(root, tie), tie, key=lambda t: (t.score, t.b))
        exact = {
            root: tie for root, tie in fits.items() if tie.score == SAME_NAME or _same_family(self._groups, node, tie)
        }
        fits = {root: tie for root, tie in (exact or fits).items() if not self._groups.decided_apart(node.key, root)}
        if len(fits) == 1:
            return self._groups.tie(next(iter(fits.values())))
        if fits:
            self._tie_by_report(node, fits)
        for tie in sorted((fits or near).values(), key=lambda t: (-t.score, t.b))[:ASKED_OF_ONE]:
            several = f"; {len(fits)} people of the case fit" if fits else ""
            self._groups.doubt(tie._replace(score=tie.score / max(1, len(fits)), reason=tie.reason + several))
        return False

    def _tie_by_report(self, node: _Node, fits: Mapping[Key, _Tie]) -> None:
        """Of several people of a name, a report that names but one of them in full means that one."""
        reports = {root: {t.report for n in self._groups.members(root) for t in n.traces} for root in fits}
        kept: list[Trace] = []
        for trace in node.traces:
            there = [root for root in fits if trace.report in reports[root]]
            if len(there) != 1:
                kept.append(trace)
                continue
            own = self._groups.add(replace(node, key=("in report", *trace.member), traces=[trace]))
            reason = f"{fits[there[0]].reason}; the report names no other of that name"
            self._groups.tie(_Tie(fits[there[0]].score, own.key, there[0], reason))
        node.traces = kept

    def _make(self, found: Iterable[tuple[str, _Tie]]) -> None:
        """Makes the ties that are sure, the surest first, and notes the others as doubts."""
        for verdict, tie in sorted(found, key=lambda item: (-item[1].score, item[1].a, item[1].b)):
            if verdict == "same":
                self._groups.tie(tie)
            elif verdict == "maybe":
                self._groups.doubt(tie)

    # ------------------------------------------------------------ bodies and places
    def _tie_offices(self) -> None:
        """An office that no country is told for is that of the one country whose office the case has."""
        offices: defaultdict[Key, list[_Node]] = defaultdict(list)
        for node in self._groups.of_sort("office"):
            offices[_without_country(node)].append(node)
        for key in sorted(offices):
            placed = [node for node in offices[key] if node.country]
            for node in offices[key]:
                if not node.country and len({n.country for n in placed}) == 1:
                    reason = f"the only {node.name} of the case is that of {placed[0].country}"
                    self._groups.tie(_Tie(SAME_PLACE, node.key, placed[0].key, reason))
                elif not node.country:
                    for other in placed[:ASKED_OF_ONE]:
                        reason = f"the report does not tell whether this is the {node.name} of {other.country}"
                        self._groups.doubt(_Tie(1 / len(placed), node.key, other.key, reason))
        self._tie_shortened_offices()

    def _tie_shortened_offices(self) -> None:
        """Ministry of Information is short for the Ministry of Information and Social Development of its country."""
        names: defaultdict[tuple[str | None, str], list[_Node]] = defaultdict(list)
        nodes = self._groups.of_sort("office")
        for node in nodes:
            for form in {node.name, *(form for trace in node.traces for form in trace.forms)}:
                before, _, rest = form.partition(" and ")
                if rest:
                    names[node.country, _compact(before)].append(node)
        for node in nodes:
            forms = {_compact(form) for trace in node.traces for form in trace.forms}
            longer = {n.key: n for form in forms for n in names[node.country, form] if n is not node}
            if len(longer) == 1:
                [(key, other)] = longer.items()
                self._groups.tie(_Tie(SAME_PLACE, node.key, key, f"{node.name} is short for {other.name}"))

    def _tie_spellings(self) -> None:
        """Names of places, bodies and outlets that are spelt otherwise or in another alphabet."""
        blocks: defaultdict[tuple[int, str], list[_Node]] = defaultdict(list)
        for node in self._groups.of_sort("name", "listed"):
            for sound in _sounds(node.words[0]) if node.words else ():
                blocks[len(node.words), sound].append(node)
        ties, seen = [], set()
        for block in sorted(blocks):
            for a, b in combinations(blocks[block], 2):
                if (a.key, b.key) not in seen and _may_be_one(a, b):
                    seen.add((a.key, b.key))
                    with lasting():
                        score = _words_alike(a.words, b.words)
                    if score >= MAYBE:
                        one_listed = "listed" in (a.sort, b.sort)
                        sure = score >= (SAME_PLACE if one_listed else (SAME_PLACE + 1) / 2)
                        reason = f"a name spelt otherwise: {a.name}, {b.name}"
                        if sure or score >= SAME:
                            ties.append(("same" if sure else "maybe", _Tie(score, a.key, b.key, reason)))
        self._make(ties)

    def _tie_abbreviations(self) -> None:
        nodes = self._groups.of_sort("name", "listed", "office")
        initials: defaultdict[str, list[_Node]] = defaultdict(list)
        for node in nodes:
            letters = _initials(node.name)
            if len(letters) >= SHORTEST_ACRONYM:
                initials[letters].append(node)
        for node in nodes:
            if node.sort != "name" or not _is_acronym(node.name):
                continue
            full = {self._groups.root(other.key): other for other in initials[node.name]}
            reason = "{short} abbreviates {long}"
            if not full:
                full = {self._groups.root(n.key): n for n in self._of_swapped_letters(node.name)}
                reason = "no body {short} is known; two letters of an abbreviation of {long} swapped"
            for root in sorted(full):
                tie = _Tie(SURE_AT_SIGHT, node.key, root, reason.format(short=node.name, long=full[root].name))
                self._make([("same" if len(full) == 1 else "maybe", tie)])

    def _of_swapped_letters(self, word: str) -> Iterator[_Node]:
        """Listed bodies of the case whose abbreviation becomes `word` where two neighbours change places."""
        for n in range(len(word) - 1) if len(word) > SHORTEST_ACRONYM else ():
            told = known(word[:n] + word[n + 1] + word[n] + word[n + 2 :])
            if told is not None and told.key in self._groups.nodes:
                yield self._groups.nodes[told.key]

    # ------------------------------------------------------------ reports that were not read
    def _let_candidates_join(self) -> None:
        """Words of a report in Cyrillic join the one entity that they fit; what fits none or two is no name here."""
        people = _by_sound(self._groups.of_sort("person"))
        others = _by_sound(self._groups.of_sort("name", "listed"), first=True)
        for trace in self._candidates:
            fits = self._of_candidate(trace, people, others)
            if len(fits) == 1:
                [(root, reason)] = fits.items()
                self._groups.members(root)[0].traces.append(trace)
                self._groups.reasons[root][reason] = None

    def _of_candidate(self, trace: Trace, people: _Families, others: _Families) -> dict[Key, str]:
        name = trace.forms[0]
        told, groups = known(name), self._groups
        if told is not None:
            key = _key_of(told, self._offices.country(trace, told.key)) if told.office else told.key
            return {groups.root(key): f"another name of it: {name}"} if key in groups.nodes else {}
        words = words_of(name)
        if not words or (len(words) == 1 and len(name) < SHORTEST_ALONE):
            return {}
        fits = {}
        for node in people.near(words[-1]):
            found = compare_people(" ".join(words), " ".join(node.words))
            enough = SURE_AT_SIGHT if len(words) == 1 else SAME
            if found.verdict == "same" and found.score >= enough and len(node.words) >= len(words):
                fits[groups.root(node.key)] = found.reason
        if fits:
            return fits
        return {
            groups.root(node.key): f"the name in another alphabet: {node.name}, {name}"
            for node in others.near(words[0])
            if len(node.words) == len(words) and _words_alike(words, node.words) >= SURE_AT_SIGHT
        }


class _Offices:
    """Whose a ministry is that a report calls just "the ministry"."""

    def __init__(self, traces: Iterable[Trace]) -> None:
        self._told: defaultdict[Key, set[str]] = defaultdict(set)
        tops: dict[str, str] = {}
        for trace in traces:
            told = known(trace.forms[0])
            if trace.country and told:
                self._told[told.key].add(trace.country)
            if trace.countries:
                tops[trace.report] = trace.countries[0]
        ranked = Counter(tops.values()).most_common()
        self._main = min(ranked, key=lambda item: (-item[1], item[0]))[0] if ranked else None

    def country(self, trace: Trace, office: Key) -> str | None:
        """That told at the name; else that of most of the report, or of the case where the report is on it as well.

        A report on the United States that also names Kazakhstan means by "the Health Ministry" Kazakhstan's, where
        the case is about Kazakhstan; if other reports speak of such a ministry of the United States it is left open.
        """
        if trace.country or not trace.countries:
            return trace.country
        top = trace.countries[0]
        if top == self._main or self._main not in trace.countries:
            return top
        return None if top in self._told[office] else self._main


def _key_of(told: Known, country: str | None) -> Key:
    return (*told.key, f"of {country}") if country else told.key


class _Families:
    """Nodes filed under the sounds of one of their words."""

    def __init__(self, nodes: Iterable[_Node], *, first: bool) -> None:
        self._of_word: defaultdict[str, list[_Node]] = defaultdict(list)
        for node in nodes:
            if node.words:
                self._of_word[node.words[0 if first else -1]].append(node)
        self._words: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._of_word:
            for sound in sorted(_sounds(word)):
                self._words[sound].append(word)

    def near(self, word: str) -> Iterator[_Node]:
        """Nodes whose word may be this one, as far as worth a closer look."""
        for other in sorted({w for sound in _sounds(word) for w in self._words.get(sound, ())}):
            if inflected_similarity(word, other) >= MAYBE or other.startswith(word) or word.startswith(other):
                yield from self._of_word[other]


class _Bearers:
    """Full names, and which of them a part of a name may mean."""

    def __init__(self, nodes: Sequence[_Node], met: Acquaintances) -> None:
        self._met, self._before = met, met.met(PARTS)
        self._all = _by_sound(nodes)
        self._new = _by_sound(node for node in nodes if node.words not in met.met(FULL))
        self._of_words: defaultdict[Words, list[_Node]] = defaultdict(list)
        for node in nodes:
            self._of_words[node.words].append(node)

    def alike(self, node: _Node) -> Iterator[tuple[_Node, Likeness]]:
        """The full names that are like a part of one, or perhaps like it."""
        old = node.words in self._before
        self._met.meet(PARTS, (node.words,))
        for words, found in list(self._met.alike(node.words).items()) if old else ():
            if words in self._met.met(FULL):
                yield from ((other, found) for other in self._of_words.get(words, ()))
        for other in (self._new if old else self._all).near(node.words[-1]):
            found = self._met.compare(node.words, other.words)
            if found.verdict != "different":
                yield other, found


def _by_sound(nodes: Iterable[_Node], *, first: bool = False) -> _Families:
    return _Families(nodes, first=first)


# ---------------------------------------------------------------- what nodes and names are like
def _kinds_by_vote(traces: Iterable[Trace]) -> dict[str, EntityKind]:
    """What most reports take a name for: in single reports the reader errs, and takes a person for a body."""
    votes: defaultdict[str, Counter[EntityKind]] = defaultdict(Counter)
    for trace in traces:
        votes[_compact(trace.forms[0])][trace.kind] += 1
    return {name: min(found, key=lambda kind: (-found[kind], kind)) for name, found in votes.items()}


def _compact(name: str) -> str:
    """Letters and digits alone: "Khabar-24" and "Khabar 24" are one."""
    return flat(name)


def _is_full(node: _Node) -> bool:
    return node.sort == "person" and len(node.words) > 1


def _has_initials(node: _Node) -> bool:
    return _is_full(node) and any(len(word) == 1 for word in node.words[:-1])


def _fullest(names: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Those with most parts of a given name: beside "Kassym-Jomart" the halves "Kassym" and "Jomart" do not count."""
    parts = {words: "-".join(words[:-1]).count("-") for words in names}
    return sorted(words for words in parts if parts[words] == max(parts.values()))


def _is_family(name: str) -> bool:
    return name.split()[-1].lower() in FAMILY_WORDS if name.split() else False


def _same_family(groups: _Groups, node: _Node, tie: _Tie) -> bool:
    return groups.nodes[tie.b].words[-1] == node.words[-1] and len(node.words) == 1


def _sounds(word: str) -> set[str]:
    return {sound for form in nominatives(word) for sound in keys(form)}


def _blocks(words: Words) -> Iterator[tuple[_Block, bool]]:
    """Where a full name is filed, and whether by its family name, which is the last word.

    By sounds of its family name and the first sound of a given one; two words in both orders, in case one report gives
    the family name first.  A long given name has a place of its own, so that a garbled family name is asked about.
    """
    given = "".join(words[:-1])
    for n, order in enumerate([words, words[::-1]] if len(words) == 2 else [words]):
        for family in sorted(_sounds(order[-1])):
            yield from (((family, first), n == 0) for first in sorted(_first_sounds(order[:-1])))
    if len(given) >= LONG_GIVEN_NAME and "-" in given:
        yield ("", given), False


def _is_crowded(filed: Iterable[tuple[_Node, bool]]) -> bool:
    """Whether many names stand in one place by a given name: that alone ties no two of them."""
    return sum(not straight for _, straight in filed) > COMMON_GIVEN_NAME


def _worth_comparing(
    filed: Sequence[tuple[_Node, bool]], compared: Mapping[Words, _Node], *, crowded: bool
) -> Iterator[tuple[_Node, _Node]]:
    """Pairs of names filed in one place, those left out of which both were `compared` with each other before."""
    new = [n for n, (node, _) in enumerate(filed) if node.words not in compared]
    for n, (a, straight) in enumerate(filed):
        later = range(n + 1, len(filed)) if a.words not in compared else new[bisect_right(new, n) :]
        for m in later:
            b, other_straight = filed[m]
            if straight or other_straight or not crowded:
                yield a, b


def _only_nodes(nodes: Iterable[_Node], met: Set[Words]) -> dict[Words, _Node]:
    """The nodes of names that were met before, where but one has the name: somebody may have parted two of one name."""
    of_words: defaultdict[Words, list[_Node]] = defaultdict(list)
    for node in nodes:
        of_words[node.words].append(node)
    return {words: some[0] for words, some in of_words.items() if len(some) == 1 and words in met}


def _met_before(old: Mapping[Words, _Node], met: Acquaintances) -> Iterator[tuple[_Node, _Node, Likeness]]:
    """The pairs of names that were found to be alike when they met before."""
    for words, a in old.items():
        for other, found in met.alike(words).items():
            b = old.get(other)
            if b is not None and a.key < b.key:
                yield a, b, found


def _filed_together(a: _Node, b: _Node, crowded: Set[_Block]) -> bool:
    """Whether two full names are filed in one place, by which they are worth comparing."""
    places = _places(a.words)
    return any(
        block in places and (straight or places[block] or block not in crowded)
        for block, straight in _places(b.words).items()
    )


def _places(words: Words) -> dict[_Block, bool]:
    places: dict[_Block, bool] = {}
    for block, straight in _blocks(words):
        places.setdefault(block, straight)
    return places


def _first_sounds(given: Iterable[str]) -> set[str]:
    parts = {part for word in given for part in word.split("-")}
    parts |= {form for part in parts for form in variants_of(part)}
    return {sound[:1] for part in parts for sound in _sounds(part)}


def _without_country(node: _Node) -> Key:
    return node.key[:-1] if node.country else node.key


PLACE_LIKE, BODY_LIKE = frozenset(("place", "other")), frozenset(("organisation", "outlet", "other", "group"))


def _may_be_one(a: _Node, b: _Node) -> bool:
    if a.sort == b.sort == "listed":
        return False
    return {a.kind, b.kind} <= PLACE_LIKE or {a.kind, b.kind} <= BODY_LIKE


def _words_alike(a: Sequence[str], b: Sequence[str]) -> float:
    """Mean likeness of words in order; nothing where one pair is unlike, or a number differs."""
    scores = [
        inflected_similarity(x, y) if x.isalpha() and y.isalpha() else float(x == y) for x, y in zip(a, b, strict=True)
    ]
    return sum(scores) / len(scores) if min(scores) >= MAYBE else 0.0


def _is_acronym(name: str) -> bool:
    return name.isalpha() and name.isupper() and len(name) >= SHORTEST_ACRONYM


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isupper()]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


# ---------------------------------------------------------------- telling
def _told(groups: _Groups) -> tuple[tuple[CaseEntity, ...], tuple[Maybe, ...]]:
    entities = {root: _entity(groups, root) for root in groups.roots() if any(n.traces for n in groups.members(root))}
    ranked = sorted(entities, key=lambda root: (-_reports(entities[root]), entities[root].name, entities[root].members))
    place = {root: number for number, root in enumerate(ranked, start=1)}
    ids = {root: f"E{number}" for root, number in place.items()}
    doubts: dict[tuple[str, str], tuple[float, str]] = {}
    for (a, b), doubt in sorted(groups.doubts.items()):
        x, y = groups.root(a), groups.root(b)
        if x != y and x in ids and y in ids and not groups.decided_apart(x, y):
            pair = (ids[x], ids[y]) if place[x] < place[y] else (ids[y], ids[x])
            doubts[pair] = max(doubts.get(pair, (0.0, "")), doubt)
    maybes = (Maybe(a=a, b=b, score=round(score, 3), reason=reason) for (a, b), (score, reason) in doubts.items())
    return (
        tuple(replace(entities[root], id=ids[root]) for root in ranked),
        tuple(sorted(maybes, key=lambda maybe: (-maybe.score, maybe.a, maybe.b))),
    )


def _entity(groups: _Groups, root: Key) -> CaseEntity:
    nodes = sorted(groups.members(root), key=lambda node: node.key)
    forms = Counter(form for node in nodes for trace in node.traces for form in trace.forms)
    kinds = Counter({node.kind: 0 for node in nodes})
    for node in nodes:
        kinds[node.kind] += len(node.traces)
    return CaseEntity(
        id="",
        name=_shown_name(nodes),
        kind=min(kinds, key=lambda kind: (-kinds[kind], kind)),
        forms=tuple(sorted(forms, key=lambda form: (-forms[form], form))),
        members=tuple(sorted(trace.member for node in nodes for trace in node.traces)),
        reasons=tuple(sorted({*groups.reasons.get(root, ()), *(reason for node in nodes for reason in _within(node))})),
    )


def _within(node: _Node) -> Iterator[str]:
    """Why the traces of one node are one."""
    names = sorted({trace.forms[0] for trace in node.traces if not trace.candidate})
    if node.sort in ("listed", "office") and len(names) > 1:
        yield f"names of one, by the lists: {', '.join(names)}"
    elif len(node.traces) > 1:
        yield f"the same name: {names[0] if names else node.name}"
    if node.country and any(not trace.country for trace in node.traces):
        yield f"the {node.name} of a report on {node.country} is taken for that country's"


def _shown_name(nodes: Sequence[_Node]) -> str:
    """The listed name; else the fullest one in Latin letters, of those the most frequent."""
    bodies = [node for node in nodes if node.sort in ("listed", "office") and node.traces]
    listed = next((node for node in bodies if node.country), bodies[0] if bodies else None)
    if listed is not None:
        return f"{listed.name} of {listed.country}" if listed.country else listed.name
    names = Counter(trace.forms[0] for node in nodes for trace in node.traces if not trace.candidate)
    full = {trace.forms[0] for node in nodes if _is_full(node) and not _has_initials(node) for trace in node.traces}
    return min(names, key=lambda name: (name not in full, is_cyrillic(name), -names[name], -len(name), name))


def _reports(entity: CaseEntity) -> int:
    return len({report for report, _ in entity.members})
