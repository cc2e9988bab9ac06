"""Which of those met before an expression means: who may be meant, and what speaks for and against each.

A noun that is in somebody's name or title settles it ("the ministry", "the ex-president"), and so does the place of one
who spoke just before.  Else each that may be meant gets a score, the sum of the weights of what speaks for it, and so
does the answer that it is nobody met yet; the highest wins.  training/coreference.py says where the weights are from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files

from reportedly.extract.expressions import LONGEST_PATH, Expression, Expressions, Party, people
from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page
from reportedly.extract.statements import Statement
from reportedly.model import Attribution

Told = Sequence[Attribution | Statement]  # who tells what: source and content

WEIGHTS = "coreference.json"
FAR = {"he": 5, "it": 2, "they": 3, "person": 1000, "body": 1000, "medium": 1000}  # sentences back, at most
MANY = 8  # parties that are weighed, the latest first
KNOWN_FAR = 4  # sentences: further back than that a description must share a noun with what it stands for
SPEAKS_ON = 1  # paragraphs: "the official said" is who spoke in this one or the last
FITS: Mapping[str, frozenset[str]] = {  # kinds of parties that an expression of a sort may stand for
    "he": frozenset(("person",)),
    "it": frozenset(("organisation", "outlet", "place", "other", "thing")),
    "they": frozenset(("organisation", "outlet", "place", "other", "group")),
    "person": frozenset(("person",)),
    "body": frozenset(("organisation", "other", "outlet")),
    "medium": frozenset(("outlet", "organisation")),
}

NEXT = frozenset(("conj", "parataxis", "advcl"))  # verbs beside or below another
OF_A_KIND = frozenset(("amod", "compound", "nmod"))

Weights = Mapping[str, float]


@cache
def weights(language: str) -> Weights:
    table: Weights = json.loads((files("reportedly.languages") / language / WEIGHTS).read_text(encoding="utf-8"))
    return table


class Telling:
    """Who tells what on a page, in the reader's own attributions."""

    def __init__(self, page: Page, told: Told) -> None:
        self._page, self._told = page, told
        self.sources: dict[int, int] = {}  # attributions by the token that heads their source
        for n, attribution in enumerate(told):
            for part in attribution.source:
                head = page.head_of(part)
                if head is not None:
                    self.sources[head] = n

    @cached_property
    def contents(self) -> Mapping[int, int]:
        """The attribution with the smallest content that a token stands in."""
        attributions, out = self._told, dict[int, int]()
        for n in sorted(range(len(attributions)), key=lambda n: -sum(b - a for a, b in attributions[n].content)):
            for part in attributions[n].content:
                out |= dict.fromkeys(range(*self._page.range(part)), n)
        return out

    @cached_property
    def speakers(self) -> Mapping[int, list[int]]:
        """The tokens that head the sources of an attribution."""
        out: dict[int, list[int]] = {}
        for head, n in self.sources.items():
            out.setdefault(n, []).append(head)
        return out

    def quoted(self, token: int) -> bool:
        at = self._page.tokens[token].start
        return any(a <= at < b for a, b in self._page.quotations)


class Antecedents:
    """Chooses among the parties of one page; `at` holds the expressions read so far, by their heads."""

    def __init__(
        self, page: Page, words: Lexicon, expressions: Expressions, at: Mapping[int, Expression], told: Told
    ) -> None:
        self._page, self._expressions, self._at = page, expressions, at
        self._people = people(words.pronouns.language)
        self._weights = weights(words.pronouns.language)
        self.telling = Telling(page, told)
        self.parties: list[Party] = []  # the one mentioned last comes last
        self.spoken: Party | None = None  # who spoke last

    def chosen(self, expression: Expression) -> Party | None:
        """The party that an expression means; None where it is nobody met yet."""
        candidates = self.candidates(expression)
        return self.told_by_noun(expression, candidates) or self.weighed(expression, candidates)

    def weighed(self, expression: Expression, candidates: Sequence[Party]) -> Party | None:
        """The candidate whose weights make the highest sum; None where "nobody" has a higher one."""
        table, found = self._weights, None
        best = sum(table.get(f, 0.0) for f in self.features_of_nobody(expression, candidates))
        for rank, party in enumerate(candidates):
            score = sum(table.get(f, 0.0) for f in self.features(expression, party, rank))
            if score > best:
                best, found = score, party
        return found

    def told_by_noun(self, expression: Expression, candidates: Sequence[Party]) -> Party | None:
        """The latest whose name or title has the very noun; the medium or person that the source of a claim must be."""
        if expression.type != "nominal" or expression.article == "poss":
            return None
        noun, named = expression.noun, [p for p in candidates if p.entity is not None]
        parts = expression.parts
        known = [p for p in named if noun in p.words or noun in p.titles or shared_noun(expression, p) == "role"]
        known = [p for p in known if not parts or not p.titles or parts & (p.titles | p.words)]
        known = known or [p for p in named if shared_noun(expression, p) == "past"]
        if known:
            return next((p for p in known if expression.countries & p.countries), known[0])
        if expression.head in self.telling.sources:
            if (
                expression.sort == "person"
                and noun not in self._people.offices
                and self._spoke_near(expression, candidates)
            ):
                return self.spoken
            if expression.sort == "medium":
                return next((p for p in named if p.kind == "outlet"), None)
        if expression.article == "same":
            alike = [p for p in candidates if shared_noun(expression, p) != "none"]
            return next(iter((*alike, *candidates)), None)
        return None

    def _spoke_near(self, expression: Expression, candidates: Sequence[Party]) -> bool:
        return (
            self.spoken is not None
            and self.spoken in candidates
            and expression.paragraph - self.spoken.mentions[-1].paragraph <= SPEAKS_ON
        )

    # ------------------------------------------------------------ who may be meant
    def candidates(self, expression: Expression) -> list[Party]:
        """Parties met before that the expression may mean, the latest first."""
        far, out = FAR[expression.sort], list[Party]()
        if expression.article == "a" or (expression.article == "bare" and expression.paragraph > 0):
            return out  # without an article only headlines point back
        fits = FITS[expression.sort]
        for party in reversed(self.parties):
            if expression.sentence - party.mentions[-1].sentence > far:
                break
            if party.kind in fits and self._may_be(expression, party):
                out.append(party)
                if len(out) == MANY:
                    break
        return out

    def _may_be(self, expression: Expression, party: Party) -> bool:
        if clash(expression.gender, party.gender):
            return False
        last = party.mentions[-1]
        if expression.type == "pronoun":
            return not self._beside_itself(expression, last)
        if expression.countries and party.countries and not expression.countries & party.countries:
            return False
        if expression.sentence - last.sentence > KNOWN_FAR and shared_noun(expression, party) == "none":
            return False
        if self._other_office(expression, party) or self._owner(expression) is party:
            return False
        if self._named_anew(expression, party):
            return False
        if self._speaks_of_another(expression, party):
            return False
        if expression.sort == "body" and self._other_body(expression, party):
            return False
        return not self._beside_itself(expression, last) and not self._holds(expression, last)

    def _speaks_of_another(self, expression: Expression, party: Party) -> bool:
        """Who says that "the captain was held" is not the captain, unless he was called so."""
        if expression.sort != "person" or shared_noun(expression, party) != "none":
            return False
        return self._speaks(expression, party).endswith("itself") or self._speaks_besides(expression, party)

    def _speaks_besides(self, expression: Expression, party: Party) -> bool:
        """Of two speakers without a name "the mayor" is no director; "the man" or "the official" may be either."""
        if party.entity is not None or expression.head not in self.telling.sources:
            return False
        told = {m.noun for m in party.mentions if m.head in self.telling.sources} - self._people.anybody
        return bool(told) and expression.noun not in self._people.anybody

    def _named_anew(self, expression: Expression, party: Party) -> bool:
        """A noun that is the subject of the next verb is another: "Berg said it was shut, but the mayor denied it"."""
        verb = self._governor(expression)
        if verb is None or self._page.relation(verb) not in NEXT or shared_noun(expression, party) != "none":
            return False
        first = self._page.tokens[verb].head
        beside = (m for m in party.mentions if m.sentence == expression.sentence)
        return any(self._governor(other) == first for other in beside)

    def _governor(self, expression: Expression) -> int | None:
        """The verb that an expression is the subject of."""
        top = self._expressions.top(expression.head)
        return self._page.tokens[top].head if self._page.relation(top) == "nsubj" else None

    def _owner(self, expression: Expression) -> Party | None:
        """Whose something is: "his adviser" is not he himself."""
        owner = self._page.child(expression.head, "nmod:poss") if expression.article == "poss" else None
        return self._at[owner].party if owner is not None and owner in self._at else None

    def _other_office(self, expression: Expression, party: Party) -> bool:
        """Whether the description is an office and the party holds another: "the president" is no mayor."""
        if expression.noun.removeprefix("ex-") not in self._people.offices:
            return False
        holds = any(noun.removeprefix("ex-") in self._people.offices for noun in party.nouns)
        return holds and shared_noun(expression, party) in ("none", "past")

    def _other_body(self, expression: Expression, party: Party) -> bool:
        """Whether a body is one of another kind, or its namesake: "the health ministry" is no interior ministry."""
        if shared_noun(expression, party) == "none":
            unlike = party.entity is None or party.kind == "outlet"  # "the union … the company"
            return unlike or expression.noun not in self._people.bodies or bool(expression.parts)
        if party.entity is None:
            mine, alike = self._kind(expression), [m for m in party.mentions if m.noun == expression.noun]
            return any(mine and kind and not mine & kind for kind in map(self._kind, alike))
        return bool(expression.parts and party.words) and not expression.parts & party.words

    def _kind(self, expression: Expression) -> set[str]:
        """What tells a body from its namesakes: "health" of "the health ministry" and of "the ministry of health"."""
        page, children = self._page, self._page.children[expression.head]
        return {page.word(n) for n in children if page.relation(n) in OF_A_KIND} - self._people.any_body

    def _beside_itself(self, expression: Expression, other: Expression) -> bool:
        """Subject and object of one verb are two, unless it says "himself"."""
        if expression.sentence != other.sentence or expression.case == "possessive" or expression.noun.endswith("self"):
            return False
        tokens = self._page.tokens
        governor = tokens[expression.head].head
        while governor >= 0 and tokens[governor].upos in ("ADV", "ADP"):
            governor = tokens[governor].head  # "took it away from him"
        return governor == tokens[self._expressions.top(other.head)].head

    def _holds(self, expression: Expression, other: Expression) -> bool:
        """Whether a description has the other in it: "the ministry of Berg"."""
        n = other.head if expression.sentence == other.sentence else -1
        for _ in range(LONGEST_PATH):
            if n < 0:
                return False
            n = self._page.tokens[n].head
            if n == expression.head:
                return True
        return False

    # ------------------------------------------------------------ what speaks for whom
    def features(self, expression: Expression, party: Party, rank: int) -> list[str]:
        """What there is to weigh for a party, by the sort of the expression; numbers come in steps, which add up."""
        sort, case, last = expression.sort, expression.case, party.mentions[-1]
        away, paragraphs = expression.sentence - last.sentence, expression.paragraph - last.paragraph
        count = len(party.mentions)
        here = "here" if away == 0 else "before"
        asks = self.telling.sources.get(expression.head)
        spoke = "same" if party is self.spoken else "other" if self.spoken is not None else "nobody"
        out = [
            f"{sort} {'source' if asks is not None else 'no source'} spoke {spoke}",
            f"{sort} {last.case} {here}",
            f"{sort} {last.type} {here}",
            f"{sort} {party.kind} {'named' if party.entity is not None else 'unnamed'}",
            f"{sort} {self._speaks(expression, party)}",
        ]
        out += [f"{sort} away {n}" for n in (1, 2, 3, 5) if away >= n]
        out += [f"{sort} paragraph {n}" for n in (1, 2) if paragraphs >= n]
        out += [f"{sort} rank {n}" for n in (1, 2, 3, 5) if rank >= n]
        out += [f"{sort} often {n}" for n in (2, 3, 5, 9) if count >= n]
        if asks is not None and away == 0 and self.telling.contents.get(last.head) == asks:
            out.append(f"{sort} out of its own words")
        if expression.gender and party.gender == expression.gender:
            out.append(f"{sort} gender")
        if expression.type == "pronoun":
            if case == last.case:
                out.append(f"{sort} parallel {here} {case}")
            if away == 0:
                own = "possessive" if case == "possessive" else "own"
                out.append(f"{sort} {own} over {self._over(expression, last)}")
            return out
        noun = shared_noun(expression, party)
        out.append(f"{sort} noun {noun}")
        out.append(f"{sort} noun {'some' if noun != 'none' else noun} {expression.article}")
        if noun == "none":
            out += [f"{sort} none away {n}" for n in (1, 2, 3) if away >= n]
        if expression.countries:
            out.append(f"{sort} country {'same' if expression.countries & party.countries else 'given'}")
        return out

    def features_of_nobody(self, expression: Expression, candidates: Sequence[Party]) -> list[str]:
        """What speaks for nobody met yet."""
        sort, page = expression.sort, self._page
        out = [f"{sort} nobody", f"{sort} nobody {expression.case}"]
        out += [f"{sort} nobody of {n}" for n in (1, 2, 4) if len(candidates) >= n]
        if expression.type == "pronoun":
            out.append(f"{sort} nobody {page.tokens[expression.head].relation}")
            return out
        out.append(f"{sort} nobody {expression.article}")
        children = page.children[expression.head]
        if any(page.relation(c) in ("nmod", "acl") and page.tokens[c].relation != "nmod:poss" for c in children):
            out.append(f"{sort} nobody more")
        if expression.countries:
            out.append(f"{sort} nobody country")
        return out

    def _over(self, expression: Expression, other: Expression) -> str:
        """Where the other stands in the same sentence: in a clause round the pronoun, and how far up, or elsewhere."""
        page, n = self._page, expression.head
        if other.head > expression.head:
            return "after"
        governor = page.tokens[self._expressions.top(other.head)].head
        for step in range(LONGEST_PATH):
            n = page.tokens[n].head
            if n < 0:
                break
            if n == governor:
                return f"{other.case} {min(step, 3)}"
        return f"{other.case} beside"

    def _speaks(self, expression: Expression, party: Party) -> str:
        """Whether it is the party's own words that the expression stands in."""
        attribution = self.telling.contents.get(expression.head)
        if attribution is None:
            return "nobody"
        who, entity = self.source_of(attribution)
        itself = who is party if who is not None else entity is not None and entity == party.entity
        known = who is not None or entity is not None
        quoted = "quoted" if self.telling.quoted(expression.head) else "told"
        return f"{quoted} {'itself' if itself else 'other' if known else 'unknown'}"

    def source_of(self, attribution: int) -> tuple[Party | None, int | None]:
        """Whose words an attribution gives: a party met by now, or the entity whose name comes later."""
        for head in self.telling.speakers.get(attribution, ()):
            found = self._at.get(head)
            if found is not None and found.party is not None:
                return found.party, found.party.entity
            entity = self._expressions.entity_of(head)
            if entity is not None:
                return None, entity
        return None, None


def clash(a: str, b: str) -> bool:
    return bool(a and b and a != b)


def shared_noun(expression: Expression, party: Party) -> str:
    """How a noun ties its description to a party: called so last, in its name, or ever before; or both are past."""
    noun = expression.noun
    for last in reversed(party.mentions):
        if last.type == "nominal":
            if last.noun == noun:
                return "head"
            break
    if noun in party.words:
        return "name"
    if noun in party.nouns or any(other.startswith(noun + "-") for other in party.nouns):
        return "role"
    past = noun.startswith("ex-") and party.kind == "person" and any(other.startswith("ex-") for other in party.nouns)
    return "past" if past else "none"
