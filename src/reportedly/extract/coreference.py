"""Who is meant: the names, descriptions ("the ministry") and pronouns of a text that are of one party tied together.

What syntax settles is settled by syntax ("X, the minister"); the rest is chosen among those met before (antecedents).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from reportedly.extract.antecedents import Antecedents, Told, clash, shared_noun
from reportedly.extract.entities import Cast
from reportedly.extract.expressions import SOUGHT, Expression, Expressions, Party, gender_of, people
from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page
from reportedly.model import Entity, Spans

NOT_OF_THE_PHRASE = (
    "case", "acl", "appos", "conj", "cc", "punct", "parataxis", "cop", "nsubj", "aux", "mark", "advcl", "obl", "expl",
    "discourse", "dep", "advmod", "csubj", "ccomp",
)  # fmt: skip
NOT = frozenset(("not", "n't", "n’t", "never", "no"))
KINDS = {"he": "person", "body": "organisation", "medium": "outlet", "it": "thing", "they": "group"}  # of new parties


class Referents:
    """Whom the expressions of one report mean; notes what it finds with the entities of `cast`."""

    def __init__(self, page: Page, words: Lexicon, cast: Cast, told: Told | None = None) -> None:
        """`told` is who tells what, as far as more is known than the reader's own attributions."""
        self._page, self._cast = page, cast
        self._language = words.pronouns.language
        self._expressions = Expressions(page, words, cast)
        self._at: dict[int, Expression] = {}  # by head token
        self._of_entity: dict[int, Party] = {}
        self.antecedents = Antecedents(
            page, words, self._expressions, self._at, page.parsed.attributions if told is None else told
        )
        for expression in self._expressions:
            self._at[expression.head] = expression
            self._join(expression, self._told_by_syntax(expression) or self._chosen(expression))
        self._speakers_of_themselves()
        self._announced()
        self._note()

    # ------------------------------------------------------------ asking
    def entity_at(self, head: int) -> int | None:
        """The number of the entity that an expression means; None for no expression or none with a name."""
        found = self._at.get(head)
        return found.party.entity if found is not None and found.party is not None else None

    def knows(self, head: int) -> bool:
        """Whether `head` is a pronoun or a description of a person, body or medium: one whose meaning is looked for."""
        return head in self._at and self._at[head].sort in SOUGHT

    def first_at(self, head: int) -> int | None:
        """The head of the first expression for whom the one at `head` means, where that is another."""
        found = self._at.get(head)
        if found is None or found.party is None or found.party.mentions[0] is found:
            return None
        return found.party.mentions[0].head

    # ------------------------------------------------------------ reading
    def _chosen(self, expression: Expression) -> Party | None:
        if expression.type == "name" or expression.sort not in SOUGHT:
            return None
        return self.antecedents.chosen(expression)

    def _join(self, expression: Expression, party: Party | None) -> None:
        """Makes the expression a mention of the party, or of a new one."""
        parties = self.antecedents.parties
        if party is None:
            party = Party(kind=KINDS.get(expression.sort, expression.sort))
            parties.append(party)
        elif not parties or parties[-1] is not party:
            if party.mentions:
                parties.remove(party)
            parties.append(party)
        expression.party = party
        party.mentions.append(expression)
        party.gender = party.gender or expression.gender
        if expression.type == "nominal":
            party.nouns.add(expression.noun)
            party.countries |= expression.countries
        if expression.head in self.antecedents.telling.sources:
            self.antecedents.spoken = party

    def _party_of(self, number: int) -> Party:
        party = self._of_entity.get(number)
        if party is None:
            member, country = self._cast.members[number], people(self._language).country
            told = (*member.places, *(member.name.split() if member.kind != "person" else ()))
            party = Party(
                kind=member.kind,
                entity=number,
                gender=gender_of(member, self._language) if member.kind == "person" else "",
                nouns=set(member.roles),
                words=frozenset(member.name.lower().split()),
                titles=frozenset(member.roles),
                countries={country[word] for word in told if word in country},
            )
            self._of_entity[number] = party
        return party

    # ------------------------------------------------------------ what syntax tells
    def _told_by_syntax(self, expression: Expression) -> Party | None:
        if expression.type == "name" and expression.span is not None:
            number = self._expressions.entity_of(self._page.range(expression.span)[0])
            return self._party_of(number) if number is not None else None
        if expression.type == "nominal" and expression.sort != "group":
            return self._beside(expression) or self._predicate(expression)
        return None

    def _beside(self, expression: Expression) -> Party | None:
        """The name in apposition: "X, the minister", "the minister, X", "X, minister and chairman"."""
        page, head = self._page, expression.head
        for c in page.children[head]:
            if page.relation(c) in ("appos", "flat") and (found := self._named_at(c)) is not None:
                return found if page.relation(c) == "appos" and self._fits(expression, found) else None
        up, relation = page.tokens[head].head, page.relation(head)
        if relation == "conj" and up >= 0 and page.relation(up) == "appos":
            up, relation = page.tokens[up].head, "appos"
        if relation != "appos" or up < 0:
            return None
        party = self._named_at(up) or (self._at[up].party if up in self._at else None)
        return party if party is not None and self._fits(expression, party) else None

    def _named_at(self, token: int) -> Party | None:
        """Whose name a token is part of, or the title of: "minister" of "minister X"."""
        number = self._expressions.entity_of(token)
        if number is None:
            inner = self._page.child(token, "flat")
            number = self._expressions.entity_of(inner) if inner is not None else None
        return self._party_of(number) if number is not None else None

    def _fits(self, expression: Expression, party: Party) -> bool:
        """Whether a description may be of such a party at all; an unknown noun is taken for a person's."""
        if expression.sort == "person":
            return party.kind == "person" and not clash(expression.gender, party.gender)
        if expression.sort in ("body", "medium"):
            return party.kind in ("organisation", "other", "outlet")
        common = self._page.tokens[expression.head].upos == "NOUN"
        return party.kind == "person" and common and expression.article != "bare"

    def _predicate(self, expression: Expression) -> Party | None:
        """ "X is the minister"."""
        page, children = self._page, self._page.children[expression.head]
        if expression.sort not in SOUGHT or not any(page.relation(c) == "cop" for c in children):
            return None
        subject = next((c for c in children if page.tokens[c].relation == "nsubj"), None)
        if subject is None or subject not in self._at or any(page.word(c) in NOT for c in children):
            return None
        party = self._at[subject].party
        return party if party is not None and self._fits(expression, party) else None

    # ------------------------------------------------------------ once all is read
    def _speakers_of_themselves(self) -> None:
        """ "I" between quotation marks is who says so."""
        telling = self.antecedents.telling
        for n in sorted(telling.contents):
            expression = self._expressions.speaker(n)
            if expression is None or n in self._at or not telling.quoted(n):
                continue
            party, _ = self.antecedents.source_of(telling.contents[n])
            if party is not None and party.kind == "person":
                self._at[n] = expression
                expression.party = party
                party.mentions.append(expression)

    def _announced(self) -> None:
        """A headline's "ministry", or "the president" who is named below: the first one called so."""
        for expression in self._at.values():
            old = expression.party
            sought = expression.type == "nominal" and expression.sort in ("person", "body", "medium")
            if not sought or old is None or old.entity is not None:
                continue
            headline = expression.paragraph == 0
            if not headline and expression.article != "the":
                continue
            later = [party for party in self._in_order() if self._is_announced(expression, party)]
            if len(later) == 1 or (later and headline):
                self._merge(old, later[0])

    def _in_order(self) -> list[Party]:
        return [party for _, party in sorted(self._of_entity.items())]

    def _is_announced(self, expression: Expression, party: Party) -> bool:
        elsewhere = expression.countries and party.countries and not expression.countries & party.countries
        return (
            self._fits(expression, party)
            and shared_noun(expression, party) in ("role", "name", "head")
            and not elsewhere
            and party.mentions[0].sentence >= expression.sentence
        )

    def _merge(self, old: Party, new: Party) -> None:
        for one in old.mentions:
            one.party = new
        new.mentions = sorted((*new.mentions, *old.mentions), key=lambda e: e.head)

    def _note(self) -> None:
        """Tells the cast of the descriptions and pronouns of its members."""
        for expression in self._at.values():
            party = expression.party
            if party is None or party.entity is None or expression.type == "name":
                continue
            span = expression.span or self._page.phrase(expression.head, without=NOT_OF_THE_PHRASE)
            if all(n != party.entity or s.end > span.end for n, s in self._cast.named_in(span)):
                self._cast.note(party.entity, span, expression.type)


class Mentioned:
    """Which entities stretches of a text mention."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._mentions = sorted((m.span.start, m.span.end, e.id) for e in entities for m in e.mentions)
        self._starts = [start for start, _, _ in self._mentions]

    def within(self, spans: Spans) -> tuple[str, ...]:
        """Ids of the entities mentioned inside the spans, in the order of their first mention there."""
        found = {
            n
            for span in spans
            for n in range(bisect_left(self._starts, span.start), bisect_left(self._starts, span.end))
            if self._mentions[n][1] <= span.end
        }
        return tuple(dict.fromkeys(self._mentions[n][2] for n in sorted(found)))
