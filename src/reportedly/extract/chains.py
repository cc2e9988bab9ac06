"""On whose word: the chain of sources behind each statement, from the medium that passes it on to the one who said it.

Where a chain comes from, in this order:
  the source that the reader marked;
  one that it cites ("Sputnik reported, citing the ministry");
  the medium that was told or carries it ("told Sputnik", "in an interview with Sputnik", "(Reuters)");
  the statement that holds this one (nested attribution);
  a sentence that only points back ("About this writes RIA Novosti.", "His words are quoted by Lenta.ru.");
  what was said just before by the same speaker: a relay named once goes on until another is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page, noun_phrase, overlap
from reportedly.extract.sources import MEDIA, Speakers, who
from reportedly.extract.statements import Statement
from reportedly.model import Problem, Source, Span, Spans

LONGEST_CONTROL = 4  # verbs from a cue to the one whose subject it shares
LONGEST_SPEAKER = 4  # words before the colon of a transcript
GOES_ON = 3  # sentences: how long a relay named once is taken to go on
LONGEST_POINTED = 4  # words of what such a sentence may itself say: "about this"
LONGEST_POINTER = 16  # tokens of a sentence that only points back
GOING_ON = frozenset(
    ("thus", "so", "also", "moreover", "besides", "they", "he", "she", "it", "this", "these", "therefore")
)
PASSED_ON = frozenset(("words", "statement", "information", "data", "opinion", "remarks", "comments"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chained:
    """A statement with its chain, outermost first; empty where the source could not be told."""

    statement: Statement
    chain: tuple[Source, ...]
    together: tuple[Source, ...] = ()  # others who say it with the last of the chain
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """A medium that passes on what stands before: in its own sentence, or in the sentences it points back to."""

    source: Source
    sentence: int
    sentences: int | None = None  # how many sentences back at most; None: to the start of the paragraph
    speaker: bool  # only what the last speaker said ("his words"), else the paragraph so far ("about this")


class ChainBuilder:
    def __init__(self, page: Page, words: Lexicon, speakers: Speakers) -> None:
        self._page, self._words, self._speakers = page, words, speakers

    def chains(self, statements: Sequence[Statement]) -> list[Chained]:
        """Chains of all statements; `statements` in the order of the text, nested ones after what holds them."""
        out: list[Chained] = []
        for statement in statements:
            outer = out[statement.outer].chain if statement.outer is not None else ()
            own, problem = self._own_links(statement, out, outer)
            if statement.outer is not None and not own:
                problem = None  # a nested attribution that nobody can be found for is left to the one that holds it
            together = self._speakers.together(own[-1]) if own else ()
            out.append(Chained(statement=statement, chain=(*outer, *own), together=together, problem=problem))
        return self._carried_on(out)

    # ------------------------------------------------------------ one statement's own links
    def _own_links(
        self, statement: Statement, before: Sequence[Chained], outer: tuple[Source, ...]
    ) -> tuple[tuple[Source, ...], Problem | None]:
        if statement.source and not self._empty_subject(statement):
            source = self._speakers.source(self._mention(statement), statement.cue)
        else:
            found, problem = self._without_source(statement, before)
            if len(found) != 1 or found[0].mention is None:
                return found, problem
            [source] = found
        return self._with_relay(statement, source, outer), None

    def _with_relay(self, statement: Statement, source: Source, outer: tuple[Source, ...]) -> tuple[Source, ...]:
        """The source, with whom it cites after it or the medium that was told before it."""
        mention = source.mention or statement.place
        cited = self._cited(statement, mention)
        if cited is not None:
            return (source, cited)
        known = (mention, *(s.mention for s in outer if s.mention is not None))
        told = self._told(statement, known) if source.kind not in MEDIA else None
        return (told, source) if told is not None else (source,)

    def _empty_subject(self, statement: Statement) -> bool:
        """ "It was said", "there were reports": a subject that stands for nobody."""
        [part, *more] = statement.source
        first, last = self._page.range(part)
        if more or last - first != 1:
            return False
        return self._page.tokens[first].relation == "expl" or (
            self._page.word(first) == "it" and self._page.tokens[first].relation == "nsubj:pass"
        )

    def _mention(self, statement: Statement) -> Span:
        """One span for the source: its parts joined where only a comma or a bracket parts them, else the longest."""
        best = statement.source[0]
        for part in statement.source[1:]:
            gap = self._page.text[best.end : part.start]
            if len(gap) <= 3 and not any(c.isalnum() for c in gap):
                best = Span(best.start, part.end)
            elif part.end - part.start > best.end - best.start:
                best = part
        return best

    def _without_source(
        self, statement: Statement, before: Sequence[Chained]
    ) -> tuple[tuple[Source, ...], Problem | None]:
        if not statement.cue:
            spoke = self._quoted_before(statement, before)
            if spoke is not None:
                return tuple(replace(s, mention=None, cue=()) for s in spoke), None
            return (), self._unknown(statement, "nobody is named for these words")
        cue = " ".join(self._page.words(c) for c in statement.cue).lower()
        if self._is_rumour(cue, statement):
            return (Source(name=f"unnamed: “{cue}”", kind="rumour", cue=statement.cue),), None
        subject = self._subject(statement)
        if subject is not None:
            return (self._speakers.source(subject, statement.cue),), None
        return (), self._unknown(statement, "the source of these words could not be told")

    def _unknown(self, statement: Statement, message: str) -> Problem:
        return Problem(stage="sources", message=message, span=(statement.cue or statement.content)[0])

    def _quoted_before(self, statement: Statement, before: Sequence[Chained]) -> tuple[Source, ...] | None:
        """The chain of the quotation that this one goes on with, in the same or the last paragraph."""
        page = self._page
        if not page.quoted(statement.content):
            return None
        here = page.paragraph(statement.content[0].start)
        for one in reversed(before):
            if one.chain and page.quoted(one.statement.content):
                there = page.paragraph(one.statement.place.end - 1)
                return one.chain if here - there <= 1 else None
        return None

    def _is_rumour(self, cue: str, statement: Statement) -> bool:
        """Said by nobody: "reportedly", "rumours went", "it is said", a passive with no agent."""
        words = self._words
        if any(w.strip(",.") in words.rumour_adverbs for w in cue.split()) or any(p in cue for p in words.rumour):
            return True
        first, last = self._page.range(statement.cue[0])
        return not self._agent(statement) and any(
            self._page.word(n) in words.saying and self._page.child(n, "aux:pass") is not None
            for n in range(first, last)
        )

    def _agent(self, statement: Statement) -> bool:
        first, last = self._page.range(statement.cue[-1])
        return any(self._page.child(n, "obl:agent") is not None for n in range(first, last))

    def _subject(self, statement: Statement) -> Span | None:
        """Who does what the cue says, where the reader left it unmarked or gave it to another cue of the sentence.

        The name before a colon; the owner of a noun ("Berg's claim"); the verb's own subject; that of the verb it is
        coordinated with or hangs on ("he left, adding that …"); the noun it describes ("a statement announcing …").
        """
        page = self._page
        first, last = page.range(statement.cue[0])
        cue = page.head_of(statement.cue[0])
        if cue is None or not first <= cue < last:
            return None
        if page.words(statement.cue[0]).strip() == ":":
            return self._before_colon(statement)
        owner = page.child(cue, "nmod:poss")
        if page.tokens[cue].upos == "NOUN" and owner is not None:
            return self._outside(statement, page.phrase(owner, without=("case",)))
        verb = cue
        for _ in range(LONGEST_CONTROL):
            token = page.tokens[verb]
            subject = page.child(verb, "nsubj")
            if subject is not None:
                plain = page.tokens[subject].relation == "nsubj"
                cites = any(page.word(n) in self._words.inner for n in page.children[subject])
                span = page.phrase(subject, without=("acl", "punct") if cites else ())
                return self._outside(statement, span) if plain else None
            relation = page.relation(verb)
            if relation in ("acl", "advcl") and page.word(verb).endswith("ed"):
                return None  # "asked about", "labelled": it was done to them
            if relation == "acl" and token.relation != "acl:relcl":
                return self._outside(statement, page.phrase(token.head, without=("acl", "punct")))
            if relation not in ("conj", "advcl", "xcomp") or token.head < 0:
                return None
            verb = token.head
        return None

    def _before_colon(self, statement: Statement) -> Span | None:
        """ "BERG: We are ready." in a transcript."""
        page, colon = self._page, statement.cue[0].start
        line = page.paragraphs[page.paragraph(colon)]
        name = page.text[line.start : colon].strip()
        if not 0 < len(name.split()) <= LONGEST_SPEAKER or not name[:1].isupper():
            return None
        start = page.text.index(name, line.start)
        return Span(start, start + len(name))

    def _outside(self, statement: Statement, span: Span) -> Span | None:
        """The span, if it is no part of the statement's content or cue and stands for somebody."""
        if any(overlap(span, other) for other in (*statement.content, *statement.cue)):
            return None
        return None if self._page.words(span).lower() in ("this", "that", "it", "there") else span

    # ------------------------------------------------------------ links in the same sentence
    def _free_tokens(self, statement: Statement, mention: Span) -> list[int]:
        """Tokens of the statement's own sentence that are not content and not the source."""
        page = self._page
        anchor = statement.cue[0] if statement.cue else mention
        number = page.sentence_at(anchor.start)
        first, last = page.parsed.sentences[number]
        taken = (*statement.content, mention)
        return [n for n in range(first, last) if not any(a <= page.tokens[n].start < b for a, b in taken)]

    def _cited(self, statement: Statement, mention: Span) -> Source | None:
        """Whom the source cites: the phrase after "citing", "quoting", "with reference to", "which cites"."""
        page = self._page
        free = self._free_tokens(statement, mention)
        for at, n in enumerate(free):
            for phrase in self._words.inner.get(page.word(n), ()):
                here = free[at : at + len(phrase)]
                if here == list(range(n, n + len(phrase))) and tuple(page.word(x) for x in here) == phrase:
                    return self._phrase_after(n, n + len(phrase), free)
        return None

    def _phrase_after(self, cue: int, start: int, free: Sequence[int]) -> Source | None:
        page = self._page
        found = noun_phrase(page, cue, start, free)
        if found is None:
            return None
        first = page.range(found)[0]
        return self._speakers.source(found, (Span(page.tokens[cue].start, page.tokens[first - 1].end),))

    def _told(self, statement: Statement, known: Spans) -> Source | None:
        """The medium that was told, or that carries the words: any named outlet or agency in the clause of the cue."""
        page = self._page
        for n in self._free_tokens(statement, known[0]):
            span = self._speakers.media_name(n)
            if span is None or any(overlap(span, k) for k in known) or page.token_at(span.start) != n:
                continue
            cue = self._relay_cue(span)
            if cue is not None:
                return self._speakers.source(span, cue, speaks=False)
        return None

    def _relay_cue(self, name: Span) -> Spans | None:
        """The words that tie a medium to the statement: its verb; none for "told X"; None where it is no relay."""
        page = self._page
        head = page.head_of(name)
        if head is None:
            return None
        relation = page.relation(head)
        while relation in ("flat", "appos", "compound") and page.tokens[head].head >= 0:
            head = page.tokens[head].head
            relation = page.relation(head)
        up = page.tokens[head].head
        if relation == "nsubj" and up >= 0:
            if page.word(up) in self._words.reporting:
                return (Span(page.tokens[up].start, page.tokens[up].end),)
            return None
        if page.tokens[head].relation == "obl:agent":
            return (Span(page.tokens[up].start, page.tokens[up].end),)
        if relation in ("obj", "iobj", "obl", "parataxis", "dep", "nmod", "root"):
            return ()
        return None

    # ------------------------------------------------------------ links from other sentences
    def relays(self, statements: Sequence[Statement]) -> list[Relay]:
        """Sentences that only point back at what stands before them."""
        page, out = self._page, []
        for number, (first, last) in enumerate(page.parsed.sentences):
            if last - first > LONGEST_POINTER:
                continue
            tokens = range(first, last)
            words = [page.word(n) for n in tokens]
            media = next((s for n in tokens if (s := self._speakers.media_name(n)) is not None), None)
            verb = next(
                (n for n in tokens if page.tokens[n].upos == "VERB" and page.word(n) in self._words.relaying), None
            )
            points = {"this", "it"} & set(words[:3]) or PASSED_ON & set(words[:3])
            if media is None or verb is None or not points:
                continue
            said_there = [c for s in statements for c in s.content if page.sentence_at(c.start) == number]
            if any(len(page.words(c).split()) > LONGEST_POINTED for c in said_there):
                continue
            cue = (Span(page.tokens[verb].start, page.tokens[verb].end),)
            source = self._speakers.source(media, cue)
            out.append(Relay(source=source, sentence=number, speaker=bool(PASSED_ON & set(words[:3]))))
        return out

    def trailing(self, chained: Sequence[Chained]) -> list[Relay]:
        """ "They assure that … . Thus they showed unity, TASS writes.": the medium has the sentence before too."""
        page, out = self._page, []
        for one in chained:
            statement = one.statement
            if (
                len(one.chain) != 1
                or one.chain[0].kind not in MEDIA
                or not statement.cue
                or statement.outer is not None
            ):
                continue
            number = page.sentence_at(statement.cue[0].start)
            first, last = page.parsed.sentences[number]
            after = (
                statement.cue[0].start > statement.content[-1].start
                and page.tokens[last - 1].end - statement.place.end <= 2
            )
            if number and after and page.word(first) in GOING_ON:
                out.append(Relay(source=one.chain[0], sentence=number, speaker=False, sentences=1))
        return out

    def _carried_on(self, chained: list[Chained]) -> list[Chained]:
        """Adds a relay named just before where the same speaker goes on without one."""
        out: list[Chained] = []
        latest: dict[str, tuple[int, tuple[Source, ...]]] = {}  # speaker -> sentence, relays
        for one in chained:
            place = self._page.sentence_at(one.statement.place.start)
            chain = one.chain
            if chain and one.statement.outer is None:
                speaker = who(chain[-1])
                if len(chain) == 1 and chain[0].kind not in MEDIA and speaker in latest:
                    when, relays = latest[speaker]
                    if 0 <= place - when <= GOES_ON:
                        chain = (*(replace(r, mention=None, cue=()) for r in relays), *chain)
                if len(chain) > 1:
                    latest[speaker] = (place, chain[:-1])
                else:
                    latest.pop(speaker, None)
            out.append(replace(one, chain=chain))
        return out
