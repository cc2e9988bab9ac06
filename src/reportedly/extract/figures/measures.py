"""What a number counts: the dead, the wounded, the detained …, told from the words that rule over the counted noun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from reportedly.extract.lexicon import KINDS
from reportedly.extract.page import Page
from reportedly.languages import WordList, load_list
from reportedly.model import Measure

NOMINAL = frozenset(("NOUN", "PROPN", "NUM", "PRON", "SYM", "DET", "ADJ", "X"))
PEOPLE = frozenset(kind for kind, _ in KINDS if kind in ("person", "group", "anonymous"))
STEPS = 6  # up the tree from a number: "the bodies of three of the five men" is four
COMPARED = frozenset(("fewer", "less", "more"))
INTO = frozenset(("in", "to", "into", "at", "behind", "under", "from"))
OF_PEOPLE = frozenset(("detained", "missing", "displaced"))  # things are held, lost and moved too
SURE = frozenset(("killed", "injured"))  # done to people in whatever words they are named
ROLES = frozenset(("detained", "displaced"))  # measures whose nouns may be roles: prisoners, refugees
OUTCOMES = frozenset(("xcomp", "ccomp", "acl", "amod", "advcl", "advmod"))
SUBJECTS = frozenset(("nsubj", "csubj", "obj", "dep", "nummod", "obl"))  # what makes a verb say something of others

LONGEST_OPENING = 9  # tokens from "among" to the counted noun
VICTIMS = frozenset(("victims", "casualties"))
INCLUDES = frozenset(("include", "includes", "included"))
FORCES = frozenset(("force", "forces", "forced", "forcing", "drive", "drives", "drove", "driven", "driving"))
HOMES = frozenset(("home", "homes", "house", "houses", "village", "villages", "city", "town", "towns", "land"))

Words = Mapping[str, Measure]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeasureWords:
    """The words of measures.txt by the part they play."""

    done_to: Words  # verbs whose object is counted: "arrested 20"
    does: Words  # verbs whose subject is: "20 died"
    itself: Words  # adjectives and nouns: "20 dead", "20 deaths"
    bodies: Words  # nouns for people: soldiers, gunmen, protesters
    held_in: Words  # "in custody", "to hospital", "to the marches"
    needs: frozenset[str]
    treatment: frozenset[str]
    holds: frozenset[str]
    sends: frozenset[str]
    deployed: frozenset[str]
    takes_part: frozenset[str]
    loses: frozenset[str]
    lives: frozenset[str]
    takes_lives: frozenset[str]
    remains: frozenset[str]
    recovers: frozenset[str]
    mourns: frozenset[str]
    toll: frozenset[str]
    losses: frozenset[str]
    comes_to: frozenset[str]
    leaves: frozenset[str]
    group: frozenset[str]
    people: frozenset[str]
    sources: WordList
    never_people: frozenset[str]

    def is_person(self, noun: str) -> bool:
        """Whether a noun stands for people, in either number."""
        return any(
            word in self.people or word in self.bodies or word in self.itself or self.sources.has(word, *PEOPLE)
            for word in (noun, *singulars(noun))
        )

    def may_be_killed(self, noun: str) -> bool:
        """Whether a noun stands for somebody, alive or dead: "policeman", "body", "life"."""
        return self.is_person(noun) or noun in self.remains or noun in self.lives


@cache
def measure_words(language: str) -> MeasureWords:
    """The measures of a language, read once per process."""
    words = load_list(language, "measures")

    def table(**sections: Measure) -> Words:
        return {form: m for name, m in sections.items() for form in words.forms(name.replace("_", " "))}

    return MeasureWords(
        done_to=table(displace="displaced", detain="detained", injure="injured", kill="killed"),
        does=table(flee="displaced", lose="missing", die="killed"),
        itself=table(displaced="displaced", missing="missing", detained="detained", injured="injured", dead="killed"),
        bodies=table(troops="troops", participants="participants", fighters="fighters"),
        held_in=table(march="participants", custody="detained", hospital="injured"),
        needs=words.forms("need treatment"),
        treatment=words.forms("treatment"),
        holds=words.forms("hold"),
        sends=words.forms("send"),
        deployed=words.forms("deployed"),
        takes_part=words.forms("take part"),
        loses=words.forms("lose people"),
        lives=words.forms("lives"),
        takes_lives=words.forms("take lives"),
        remains=words.forms("bodies"),
        recovers=words.forms("recover"),
        mourns=words.forms("funeral"),
        toll=words.forms("toll"),
        losses=words.forms("losses"),
        comes_to=words.forms("come to"),
        leaves=words.forms("leave"),
        group=words.forms("group"),
        people=words.forms("people"),
        sources=load_list(language, "sources"),
        never_people=words.forms("units") | load_list(language, "numbers").forms("time units"),
    )


def singulars(noun: str) -> Iterator[str]:
    """Forms a list may have a plural under: "residents" resident, "women" woman, "bodies" body."""
    if noun.endswith("men"):
        yield noun[:-2] + "an"
    if noun.endswith("ies"):
        yield noun[:-3] + "y"
    if noun.endswith("es"):
        yield noun[:-2]
    if noun.endswith("s"):
        yield noun[:-1]


class Measurer:
    """Asks the tree of one page what is said of a counted noun."""

    def __init__(self, page: Page, words: MeasureWords) -> None:
        self._page, self._words = page, words

    # ------------------------------------------------------------ the whole question
    def measure(self, counted: int, number: int, *, bare: bool) -> Measure | None:
        """What is counted, where the words of the sentence tell; `bare`: the number stands without a noun of its own.

        What the predicate says ("… were killed") goes before what the noun says of itself ("the injured gunmen"), and
        both before what kind of people the noun names ("gunmen").
        """
        people = bare or self._words.is_person(self._page.word(counted))
        top = number if self._page.tokens[counted].head == number else counted  # "dozens of protesters died"
        if bare and self._page.relation(top) == "obl" and self._page.word(self._page.tokens[top].head) in COMPARED:
            top = self._page.tokens[top].head  # "no fewer than 20 died": the tree hangs "20" on "fewer"
        found = (
            self._status(counted, number, bare=bare)
            or self._said(top, counted, people=people)
            or self._beside(counted)
            or self._itself(counted)
            or self._behind(counted, number)
        )
        if found in OF_PEOPLE and not people:
            return None  # "30,000 missing emails"
        return found or self._kind(counted) or self._doing(top, counted, bare=bare)

    def _status(self, counted: int, number: int, *, bare: bool) -> Measure | None:
        """A number and, right behind or before it, what became of so many: "1,000 wounded", "injuring four people"."""
        if not bare and (found := self._itself(counted)) and not self._is_role(counted, found):
            return found
        if bare and (found := self._behind(number, number)):
            return found
        return self._among(counted) or self._done_before(counted, number) or self._done_behind(counted, number)

    def _among(self, counted: int) -> Measure | None:
        """ "Among the dead are two minors", "among those detained was a lawyer"."""
        page = self._page
        for n in page.children[counted]:
            if n < counted and page.relation(n) in ("nmod", "obl") and self._case(n) == "among":
                return self._beside(n) or self._itself(n) or self._of_victims(n)
        return self._opening_among(counted)

    def _opening_among(self, counted: int) -> Measure | None:
        """The same, where the tree hangs the opening elsewhere."""
        page = self._page
        first, last = page.parsed.sentences[page.sentence(counted)]
        if page.word(first) != "among" or counted - first > LONGEST_OPENING:
            return None
        verb = next((n for n in range(first, last) if page.tokens[n].upos in ("AUX", "VERB")), last)
        people = verb - 1
        if not first < people < verb < counted or page.tokens[people].upos not in ("NOUN", "ADJ", "VERB"):
            return None
        return self._itself(people) or self._of_victims(people)

    def _of_victims(self, noun: int) -> Measure | None:
        """Victims are dead where the report tells of deaths."""
        if self._page.word(noun) not in VICTIMS:
            return None
        return "killed" if any(self._words.itself.get(w) == "killed" for w in self._page.vocabulary) else None

    def _done_behind(self, counted: int, number: int) -> Measure | None:
        """ "As a result of the shelling two servicemen were killed", where the tree lost the subject."""
        page, words = self._page, self._words
        first, n = min(page.subtree(number), default=number), counted + 1
        if page.relation(counted) == "nsubj" or first == 0 or page.tokens[first - 1].upos not in ("NOUN", "PROPN"):
            return None
        while n < len(page.tokens) and page.tokens[n].upos in ("AUX", "ADV"):
            n += 1
        passive = n > counted + 1 and n < len(page.tokens) and page.child(n, "aux:pass") is not None
        found = words.done_to.get(page.word(n)) if passive else None
        return found if found in SURE else None

    def _is_role(self, noun: int, measure: Measure) -> bool:
        """Whether a noun stands for people of whom more may be said ("20 hostages were killed"), unlike "arrests"."""
        word = self._page.word(noun)
        return measure in ROLES and any(self._words.sources.has(w, *PEOPLE) for w in (word, *singulars(word)))

    def _done_before(self, counted: int, number: int) -> Measure | None:
        """A verb right before the number whose object the tree may have lost: "which caused a death and injured 15"."""
        page, words = self._page, self._words
        first = min(page.subtree(number), default=number)
        while first > 0 and first > number - 4 and page.tokens[first].upos in ("DET", "ADV"):
            first -= 1
        at = min(first, number) - 1
        if at < 0 or page.tokens[at].upos != "VERB" or page.relation(counted) in ("nsubj", "obl"):
            return None
        found = words.done_to.get(page.word(at))
        helped = any(page.relation(n) == "aux" or ":pass" in page.tokens[n].relation for n in page.children[at])
        return found if found in SURE and not helped and page.relation(at) != "acl" else None

    # ------------------------------------------------------------ what is said of it
    def _said(self, top: int, counted: int, *, people: bool) -> Measure | None:
        """What the words above the noun make of it."""
        page, words = self._page, self._words
        if found := self._of_subject(top):
            return found
        node = top
        for _ in range(STEPS):
            token = page.tokens[node]
            head, relation = token.head, page.relation(node)
            if head < 0:
                return self._held_in(node)
            above = page.word(head)
            if self._is_headless(node):
                relation = "nsubj"
            if relation == "conj":
                if page.tokens[head].upos not in NOMINAL:
                    return None
                node = head
            elif relation in ("nsubj", "csubj"):
                return self._subject_of(head, passive=":pass" in token.relation, people=people)
            elif relation in ("obj", "iobj"):
                found = self._object_of(head, counted if node == top else node, people=people)
                return found or (self._of_subject(head) if above in words.comes_to else None)
            elif relation == "nmod" and self._case(node) == "to" and self._case(head) == "by":
                grows = page.tokens[head].head  # "rose by 20 to 164"
                return self._of_subject(grows) if grows >= 0 and page.word(grows) in words.comes_to else None
            elif relation in ("nmod", "nummod") and not self._case(node) and above in words.toll:
                return self._toll(head)
            elif relation == "nmod" and self._case(node) in ("of", "among", "for", "to"):
                if above in words.itself:
                    return words.itself[above]
                if above in words.remains or (above in words.mourns and people):
                    return "killed"
                if above in words.lives:
                    return "killed" if page.word(page.tokens[head].head) in words.takes_lives else None
                if above not in words.group and above not in words.toll:
                    return None
                if above in words.toll and (found := self._toll(head)):
                    return found
                node = head
            elif relation == "obl" and self._case(node) in ("along", "together", "with") and self._beside_with(node):
                return self._subject_of(head, passive=self._has_passive(head), people=people)
            elif relation in ("obl", "nmod") and self._case(node) != "by":
                if above in words.comes_to and (found := self._of_subject(head)):
                    return found
                if page.tokens[head].upos in NOMINAL and relation == "nmod":
                    return self._beside(head) or self._itself(head)
                return None
            elif relation in ("appos", "flat", "list"):
                found = self._beside(head) or self._itself(head)
                if found:
                    return found
                node = head
            elif relation == "compound" and page.tokens[head].upos in NOMINAL and head > node:
                node = head
            elif relation in ("parataxis", "ccomp", "advcl", "dep", "xcomp"):
                return self._held_in(node)
            else:
                return None
        return None

    def _subject_of(self, verb: int, *, passive: bool, people: bool) -> Measure | None:
        """ "20 were arrested", "20 died", "20 are dead", "20 were taken to hospital"."""
        page, words = self._page, self._words
        word = self._verb(verb)
        if self._to_death(verb):
            return "killed"
        suffers = passive or page.child(verb, "obj") is None
        if suffers and people and word in words.done_to:
            return words.done_to[word]
        if passive and people and word in words.holds:
            return self._held_in(verb) or "detained"
        if suffers and word in words.done_to and words.done_to[word] in SURE:
            return words.done_to[word]
        if suffers and word in words.itself:
            return words.itself[word]
        if not passive and word in words.does:
            return words.does[word]
        if word in words.held_in and (case := page.child(verb, "case")) is not None and page.word(case) in INTO:
            return words.held_in[word]  # "20 are in custody"
        if word in words.needs and (wanted := page.child(verb, "obj")) is not None:
            return "injured" if page.word(wanted) in words.treatment else None
        if passive and people and self._from_home(verb):
            return "displaced"
        return self._outcome(verb) or (self._held_in(verb) if people else None)

    def _object_of(self, verb: int, counted: int, *, people: bool) -> Measure | None:
        """ "Arrested 20", "left 20 dead", "cost 20 lives", "lost 20 men"."""
        page, words = self._page, self._words
        word, noun = self._verb(verb), page.word(counted)
        if self._to_death(verb):
            return "killed"
        if noun in words.lives:
            return "killed" if word in words.takes_lives else None
        if noun in words.remains:
            return "killed" if word in words.recovers else None
        if word in words.done_to and (people or words.done_to[word] in SURE):
            return words.done_to[word]
        if found := self._outcome(verb):
            return found
        if people and self._from_home(verb):
            return "displaced"
        if word in words.loses and people and page.tokens[counted].upos == "NOUN":
            return "killed"
        if word in INCLUDES and people and (subject := page.child(verb, "nsubj")) is not None:
            return self._beside(subject) or self._itself(subject) or self._of_victims(subject)
        return None

    def _from_home(self, verb: int) -> bool:
        """ "Forced 130,000 people from their homes", "drove thousands to flee"."""
        page, words = self._page, self._words
        if page.word(verb) not in FORCES:
            return False
        return any(
            (self._case(n) == "from" and page.word(n) in HOMES)
            or (page.relation(n) == "xcomp" and words.does.get(page.word(n)) == "displaced")
            for n in page.children[verb]
        )

    def _outcome(self, verb: int) -> Measure | None:
        """What a verb leaves people as: "left dead", "reported missing", "went missing", "were beaten and killed"."""
        page, words = self._page, self._words
        for n in page.children[verb]:
            relation, word = page.relation(n), page.word(n)
            if relation in OUTCOMES and n > verb:
                if found := self._state(n):
                    return found
                if word in words.done_to and page.tokens[n].upos in ("VERB", "ADJ") and not word.endswith("ing"):
                    return words.done_to[word]
            elif relation == "conj" and not any(page.relation(k) in SUBJECTS for k in page.children[n]):
                if word in words.done_to and self._has_passive(verb):
                    return words.done_to[word]
                if words.does.get(word) == "killed":
                    return "killed"
        return None

    def _state(self, n: int) -> Measure | None:
        """A word that says what became of somebody; not the "killing" of "a bomb fell, killing 57"."""
        word = self._page.word(n)
        if word in self._words.done_to and word.endswith("ing"):
            return None
        return self._words.itself.get(word)

    def named(self, noun: int) -> Measure | None:
        """What a noun says of itself and with its adjectives: "the dead", "the injured officers"."""
        return self._beside(noun) or self._itself(noun)

    def _to_death(self, verb: int) -> bool:
        """ "Beat to death", "shot dead"."""
        page = self._page
        return any(page.word(n) == "death" and self._case(n) == "to" for n in page.children[verb])

    def _has_passive(self, verb: int) -> bool:
        return any(":pass" in self._page.tokens[n].relation for n in self._page.children[verb])

    def _held_in(self, node: int) -> Measure | None:
        """ "Sit in jails", "taken to hospital"."""
        page, words = self._page, self._words
        for n in page.children[node]:
            if page.relation(n) in ("obl", "nmod", "xcomp") and n > node and page.word(n) in words.held_in:
                case = page.child(n, "case")
                if case is not None and page.word(case) in INTO:
                    return words.held_in[page.word(n)]
        return None

    # ------------------------------------------------------------ what it says of itself
    def _beside(self, noun: int) -> Measure | None:
        """What stands beside the noun: "injured gunmen", "gunmen killed", "those who took part"."""
        page, words = self._page, self._words
        taking_part: Measure | None = None
        for n in page.children[noun]:
            relation, word = page.tokens[n].relation, page.word(n)
            if relation in ("amod", "acl", "xcomp", "dep") or (relation == "compound" and self._carries(noun)):
                if found := self._state(n):
                    return found
                if word in words.done_to and not (relation == "acl" and page.child(n, "obj") is not None):
                    return words.done_to[word]
                if word in words.does:
                    return words.does[word]
                if (
                    relation == "acl"
                    and page.child(n, "obj") is None
                    and (found := self._outcome(n) or self._held_in(n))
                ):
                    return found
            elif relation == "acl:relcl":
                subject = page.child(n, "nsubj")
                if subject is not None:
                    passive = ":pass" in page.tokens[subject].relation
                    if found := self._subject_of(n, passive=passive, people=True):
                        return found
                    if page.word(n) in words.takes_part or self._verb(n) in words.takes_part:
                        taking_part = "participants"
            elif relation == "nmod" and page.word(n) in words.held_in and self._case(n) == "in":
                return words.held_in[page.word(n)]
        return taking_part

    def _carries(self, noun: int) -> bool:
        word = self._page.word(noun)
        return word in self._words.toll or word in self._words.losses or word.startswith("victim")

    def _itself(self, noun: int) -> Measure | None:
        word = self._page.word(noun)
        if word in self._words.remains and self._page.child(noun, "acl") is not None:
            acl = self._page.child(noun, "acl")
            return "killed" if acl is not None and self._page.word(acl) in self._words.recovers else None
        return self._words.itself.get(word)

    def _kind(self, noun: int) -> Measure | None:
        """Soldiers, gunmen or protesters, where nothing else is said of them."""
        return self._words.bodies.get(self._page.word(noun))

    def _behind(self, counted: int, number: int) -> Measure | None:
        """The word right behind a count, as headlines have it: "12 officers dead", "317 hurt"."""
        page, words = self._page, self._words
        n = max(counted, number) + 1
        if n >= len(page.tokens) or page.sentence(n) != page.sentence(number):
            return None
        word = page.word(n)
        if word in words.itself and page.tokens[n].upos != "NOUN":
            return words.itself[word]
        follows = page.tokens[n + 1] if n + 1 < len(page.tokens) else None
        ends = follows is None or follows.upos not in ("DET", "NUM", "NOUN", "PROPN", "PRON")
        if ends and word in words.done_to and not word.endswith("ing") and page.child(n, "obj") is None:
            return words.done_to[word]
        return None

    # ------------------------------------------------------------ tolls
    def _of_subject(self, predicate: int) -> Measure | None:
        """ "The death toll stands at 164", "put the number of detained persons at 3,000", "the dead: 26"."""
        page = self._page
        for relation in ("nsubj", "obj"):
            subject = page.child(predicate, relation)
            if subject is not None and subject != predicate and (found := self._toll(subject)):
                return found
        return None

    def _toll(self, noun: int, depth: int = 0) -> Measure | None:
        """What a noun that carries a count counts."""
        page, words = self._page, self._words
        if found := self._beside(noun) or self._itself(noun):
            return found
        for n in page.children[noun]:
            if page.relation(n) in ("nmod", "appos", "compound") and depth < 2 and (found := self._toll(n, depth + 1)):
                return found
        if page.word(noun) in words.losses:
            return "killed"
        return self._kind(noun)

    # ------------------------------------------------------------ what they do
    def _doing(self, top: int, counted: int, *, bare: bool) -> Measure | None:
        """People who join in something are participants; those who are sent, troops."""
        page, words = self._page, self._words
        people = bare or words.is_person(page.word(counted))
        sent = bare or page.word(counted) in words.deployed
        node = top
        for _ in range(STEPS):
            head, relation = page.tokens[node].head, page.relation(node)
            if head < 0:
                return None
            if relation in ("conj", "nmod", "compound", "appos") and page.tokens[head].upos in NOMINAL:
                if relation == "nmod" and page.word(head) not in words.group:
                    return None
                node = head
                continue
            passive = ":pass" in page.tokens[node].relation
            verb = self._verb(head)
            if relation == "nsubj" and not passive and people:
                if verb in words.takes_part:
                    return "participants"
                return "participants" if self._held_in(head) == "participants" else None
            if (relation == "obj" or passive) and sent and verb in words.sends:
                rescued = page.word(head).startswith("pull") and page.word(counted) in words.people
                return None if rescued else "troops"
            if "agent" in page.tokens[node].relation and people and verb in words.takes_part:
                return "participants"
            return None
        return None

    def _beside_with(self, node: int) -> bool:
        """ "Was killed along with two others": they share what is said."""
        page = self._page
        case = page.child(node, "case")
        return case is not None and any(page.word(n) in ("along", "together") for n in (case - 1, case) if n >= 0)

    def noun_of_count(self, number: int) -> int | None:
        """Whom a count is of where they stand before it: "the number of dead officers is 13", "dead officers - 16"."""
        page, words = self._page, self._words
        head, relation = page.tokens[number].head, page.relation(number)
        if relation in ("appos", "nmod") and 0 <= head < number and words.is_person(page.word(head)):
            return None if page.word(head) in words.toll else head
        for node in (number, head):
            for kind in ("nsubj", "obj"):
                subject = None if node < 0 else page.child(node, kind)
                if subject is None or subject == number or subject > number:
                    continue
                if page.word(subject) not in words.toll and page.word(subject) not in words.losses:
                    continue
                for n in page.children[subject]:
                    if (
                        page.relation(n) == "nmod"
                        and self._case(n) in ("of", "among", "for")
                        and page.tokens[n].upos == "NOUN"
                    ):
                        return n
        return None

    def goes_on(self, number: int) -> bool:
        """Whether a number is put as the count of what was spoken of before: "the total comes to 3,950"."""
        page, words = self._page, self._words
        for node in (number, page.tokens[number].head):
            subject = None if node < 0 else page.child(node, "nsubj", "obj")
            if subject is not None and subject != number and page.word(subject) in words.toll:
                return True
        return False

    def has_work(self, number: int) -> bool:
        """Whether a bare number has a part of its own in the sentence, so that it need not be one more of the same.

        "A bus carrying 30", "150 survived", "the training of thousands": against "the ministry spoke of 3,000".
        """
        page, words = self._page, self._words
        head, relation = page.tokens[number].head, page.relation(number)
        if head < 0 or page.word(head) in words.comes_to or page.word(head) in words.leaves:
            return False
        if relation in ("nsubj", "obj"):
            return page.tokens[head].upos == "VERB"
        if relation == "nmod" and self._case(number) in ("of", "for", "with"):
            return page.word(head) not in words.toll and page.word(head) not in words.group
        return False

    # ------------------------------------------------------------ small things
    def _is_headless(self, node: int) -> bool:
        """A number read as belonging to the verb behind it: "more than 10,000 sit in jails"."""
        page, token = self._page, self._page.tokens[node]
        loose = page.relation(node) in ("nummod", "advmod", "obl", "dep", "det") and page.child(node, "case") is None
        return (
            loose
            and token.head > node
            and page.tokens[token.head].upos == "VERB"
            and token.upos in ("NUM", "NOUN", "DET")
        )

    def _verb(self, verb: int) -> str:
        """A verb with its particle, where the two are listed as one: "round up"."""
        page, words = self._page, self._words
        particle = page.child(verb, "compound:prt")
        if particle is not None:
            both = f"{page.word(verb)} {page.word(particle)}"
            if any(both in known for known in (words.done_to, words.holds, words.takes_part, words.sends)):
                return both
        return page.word(verb)

    def _case(self, node: int) -> str:
        case = self._page.child(node, "case")
        return "" if case is None else self._page.word(case)
