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
from functools import cache

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page, noun_phrase, overlap
from reportedly.extract.sources import MEDIA, Speakers, who
from reportedly.extract.statements import NEGATIONS, Statement
from reportedly.model import Problem, Source, Span, Spans

LONGEST_CONTROL = 4  # verbs from a cue to the one whose subject it shares
LONGEST_SPEAKER = 4  # words before the colon of a transcript
GOES_ON = 3  # sentences: how long a relay named once is taken to go on
LONGEST_POINTED = 4  # words of what such a sentence may itself say: "about this"
LONGEST_POINTER = 16  # tokens of a sentence that only points back
LONGEST_AGENT = 26  # and of one that names at length by whom "this was announced"
GOING_ON = frozenset(
    ("thus", "so", "also", "moreover", "besides", "they", "he", "she", "it", "this", "these", "therefore")
)
FIGURES = frozenset(("figures", "numbers", "data", "statistics", "count", "toll", "breakdown"))
POINTING = frozenset(("this", "it", "that"))
BE_SAID = ("it is ", "it was ", "it has been ", "is ", "are ", "was ", "were ")
RELATIVES = frozenset(("who", "which", "that"))
NOBODY = frozenset(("nobody", "none", "neither", "nothing"))
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
    figures: bool = False  # only what a body gave in numbers ("showed the figures"), and goes on to give


@cache
def _hearsay(words: Lexicon) -> frozenset[str]:
    """Participles that, without an agent, pass on hearsay: of "it is said", "is reported to", "are thought to"."""
    said = [phrase.removesuffix(" to") for phrase in words.rumour if phrase.startswith(BE_SAID)]
    return frozenset(phrase.split()[-1] for phrase in said) - {"known"}


class ChainBuilder:
    def __init__(self, page: Page, words: Lexicon, speakers: Speakers) -> None:
        self._page, self._words, self._speakers = page, words, speakers
        self._hearsay = _hearsay(words)

    def chains(self, statements: Sequence[Statement]) -> list[Chained]:
        """Chains of all statements; `statements` in the order of the text, nested ones after what holds them."""
        out: list[Chained] = []
        links: list[tuple[Source, ...]] = []  # each statement's own
        self._cued = {n for one in statements for part in one.cue for n in range(*self._page.range(part))}
        for statement in statements:
            outer = out[statement.outer].chain if statement.outer is not None else ()
            own, problem = self._own_links(statement, out, outer)
            if statement.outer is not None and not own:
                problem = None  # a nested attribution that nobody can be found for is left to the one that holds it
            together = self._speakers.together(own[-1]) if own else ()
            out.append(Chained(statement=statement, chain=(*outer, *own), together=together, problem=problem))
            links.append(own)
        out = self._told_before(self._carried_on(out))
        for n, own in enumerate(links):  # what was put before a statement stands before those inside it too
            holder = out[n].statement.outer
            if holder is not None:
                out[n] = replace(out[n], chain=(*out[holder].chain, *own))
        return out

    # ------------------------------------------------------------ one statement's own links
    def _own_links(
        self, statement: Statement, before: Sequence[Chained], outer: tuple[Source, ...]
    ) -> tuple[tuple[Source, ...], Problem | None]:
        if statement.source and self._is_nobody(statement):
            return (), self._unknown(statement, "the source of these words could not be told")
        if statement.source and not self._empty_subject(statement):
            source = self._named_by(self._without_cited(self._mention(statement)), statement.cue)
        else:
            found, problem = self._without_source(statement, before)
            if len(found) != 1 or found[0].mention is None:
                return found, problem
            [source] = found
        return self._with_relay(statement, source, outer), None

    def _with_relay(self, statement: Statement, source: Source, outer: tuple[Source, ...]) -> tuple[Source, ...]:
        """The source, with whom it cites after it or the medium that was told before it."""
        mention = source.mention or statement.place
        outside = tuple(s.mention for s in outer if s.mention is not None)
        cited = self._cited(statement, mention)
        if cited is not None and not any(cited.mention and overlap(cited.mention, one) for one in outside):
            return (source, cited)
        speaker = self._passed_on(statement) if not outer else None
        if speaker is not None:
            return (source, speaker)
        told = self._told(statement, (mention, *outside)) if source.kind not in MEDIA else None
        return (told, source) if told is not None else (source,)

    def _passed_on(self, statement: Statement) -> Source | None:
        """ "Lind said, according to her press service, that …": the press service passes on what Lind said."""
        page = self._page
        if not statement.cue or page.word(page.range(statement.cue[0])[0]) != "according":
            return None
        if statement.cue[0].start > statement.content[0].start:
            return None  # behind its words it may hold for the last clause alone
        head = page.head_of(statement.content[-1])
        verb = page.tokens[head].head if head is not None and page.relation(head) == "ccomp" else -1
        if verb < 0 or verb in self._cued or page.word(verb) not in self._words.stating:
            return None
        subject = page.child(verb, "nsubj")
        at = page.tokens[verb].start
        if subject is None or any(part.start <= at < part.end for part in statement.content):
            return None
        return self._speakers.source(page.phrase(subject, without=("acl", "punct")), (Span(at, page.tokens[verb].end),))

    def _without_cited(self, mention: Span) -> Span:
        """ "RBC, citing the channel of X": RBC; whom it cites is a link of its own."""
        page = self._page
        first, last = page.range(mention)
        for n in range(first + 1, last):
            if any(
                tuple(page.word(m) for m in range(n, min(last, n + len(phrase)))) == phrase
                for phrase in self._words.inner.get(page.word(n), ())
            ):
                while n - 1 > first and page.tokens[n - 1].upos in ("PUNCT", "PRON", "ADV"):
                    n -= 1
                return Span(mention.start, page.tokens[n - 1].end)
        return mention

    def _named_by(self, mention: Span, cue: Spans) -> Source:
        """The source of a mention; for "who" that of the noun it stands for ("a man who says …")."""
        page = self._page
        first, last = page.range(mention)
        if last - first == 1 and page.word(first) in RELATIVES:
            verb = page.tokens[first].head
            if verb >= 0 and page.tokens[verb].relation == "acl:relcl" and page.tokens[verb].head >= 0:
                noun = self._stands_for(first, page.tokens[verb].head)
                return replace(self._speakers.source(noun, cue), mention=mention)
        return self._speakers.source(mention, cue)

    def _stands_for(self, relative: int, noun: int) -> Span:
        """What "which" or "who" means: the noun its clause hangs on; the name before it, where that noun cannot speak.

        "There was no comment from Moscow, which denies it."
        """
        page = self._page
        name = page.name_at(relative - 2) if page.word(relative - 1) == "," and relative > 1 else None
        speaks = page.name_at(noun) is not None or self._words.kind_of_noun(page.word(noun)) not in (None, "document")
        if name is not None and not speaks:
            return Span(name.start, name.end)
        return page.phrase(noun, without=("acl", "punct", "appos"))

    def _is_nobody(self, statement: Statement) -> bool:
        """ "Nobody says where he is", "neither side has shown that …": no source, but the lack of one."""
        first = self._page.range(statement.source[0])[0]
        return self._page.word(first) in NOBODY or self._page.words(statement.source[0]).lower().startswith("no one")

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
        """One span for the source: its parts joined where only a comma or a bracket parts them.

        Of parts further apart the one nearest to the cue, in its sentence if any is, the longest where there is no cue.
        """
        joined = [statement.source[0]]
        for part in statement.source[1:]:
            gap = self._page.text[joined[-1].end : part.start]
            if len(gap) <= 3 and not any(c.isalnum() for c in gap):
                joined[-1] = Span(joined[-1].start, part.end)
            else:
                joined.append(part)
        if len(joined) == 1 or not statement.cue:
            return max(joined, key=lambda part: part.end - part.start)
        cue = statement.cue[0]
        return min(joined, key=lambda part: max(part.start - cue.end, cue.start - part.end))

    def _without_source(
        self, statement: Statement, before: Sequence[Chained]
    ) -> tuple[tuple[Source, ...], Problem | None]:
        if not statement.cue:
            spoke = self._quoted_before(statement, before)
            if spoke is not None:
                return tuple(replace(s, mention=None, cue=()) for s in spoke), None
            return (), self._unknown(statement, "nobody is named for these words")
        cue = " ".join(self._page.words(c) for c in statement.cue).lower()
        document = self._said_in(statement)
        if document is not None:
            return (self._speakers.source(document, statement.cue),), None
        if self._is_rumour(cue, statement):
            return (Source(name=f"unnamed: “{cue}”", kind="rumour", cue=statement.cue),), None
        subject = self._subject(statement)
        if subject is not None:
            speaker = self._speaks_of(subject, statement, before) or subject
            return (self._speakers.source(speaker, statement.cue),), None
        return (), self._unknown(statement, "the source of these words could not be told")

    def _speaks_of(self, subject: Span, statement: Statement, before: Sequence[Chained]) -> Span | None:
        """ "The plant stays open, the firm said, and called it safe": the firm, where trees share the plant's verb."""
        for one in reversed(before):
            spoken = any(overlap(subject, part) for part in one.statement.content)
            inside = any(overlap(cue, part) for cue in statement.cue for part in one.statement.content)
            if spoken and one.chain and not inside:
                return one.chain[-1].mention
        return None

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
            self._page.word(n) in self._words.saying
            and self._page.word(n) in self._hearsay
            and self._page.child(n, "aux:pass") is not None
            and not self._denied(self._page.range(statement.cue[0]))
            for n in range(first, last)
        )

    def _denied(self, tokens: tuple[int, int]) -> bool:
        return any(self._page.word(n) in NEGATIONS for n in range(*tokens))

    def _said_in(self, statement: Statement) -> Span | None:
        """ "It is said in the message": the document that a passive says it is in."""
        page = self._page
        for n in range(*page.range(statement.cue[0])):
            if page.child(n, "aux:pass") is None:
                continue
            for m in page.children[n]:
                case = page.child(m, "case")
                inside = page.relation(m) == "obl" and case is not None and page.word(case) == "in"
                if inside and self._words.kind_of_noun(page.word(m)) == "document":
                    return page.phrase(m, without=("case", "punct"))
        return None

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
            if relation == "conj" and page.tokens[verb - 1].upos == "CCONJ" and page.tokens[verb - 2].upos == "VERB":
                verb -= 2  # "they feel and understand": the verb beside it, wherever the tree hangs it
                continue
            if relation in ("acl", "advcl") and page.word(verb).endswith("ed"):
                return None  # "asked about", "labelled": it was done to them
            if relation == "acl" and token.relation != "acl:relcl":
                return self._outside(statement, page.phrase(token.head, without=("acl", "punct")))
            beside = relation == "ccomp" and page.word(verb).endswith("ing")  # "…, he said, calling it a crime"
            if (relation not in ("conj", "advcl", "xcomp") and not beside) or token.head < 0:
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
        free = set(range(first, last))
        for span in (*statement.content, mention):
            free.difference_update(range(*page.range(span)))
        return sorted(free)

    def _cited(self, statement: Statement, mention: Span) -> Source | None:
        """Whom the source cites: the phrase after "citing", "quoting", "with reference to", "which cites"."""
        page = self._page
        free = self._free_tokens(statement, mention)
        for at, n in enumerate(free):
            if at and page.word(n - 1) in ("whom", "whose"):
                continue  # "the minister, whom Interfax quotes": that one is the source
            for phrase in self._words.inner.get(page.word(n), ()):
                here = free[at : at + len(phrase)]
                if here == list(range(n, n + len(phrase))) and tuple(page.word(x) for x in here) == phrase:
                    if page.word(min(n + len(phrase), len(page.tokens) - 1)) == "by":
                        return None  # "as quoted by Interfax": that is who passes it on
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
            if span is None and page.tokens[n].relation == "nsubj":
                span = self._unnamed_media(statement, n)
            elif span is None and page.tokens[n].relation in ("iobj", "obj"):
                span = self._told_media(statement, n)
            if span is None or any(overlap(span, k) for k in known) or page.range(span)[1] <= n:
                continue
            cue = self._relay_cue(span, statement)
            if cue is not None:
                return self._speakers.source(span, cue, speaks=False)
        return None

    def _unnamed_media(self, statement: Statement, token: int) -> Span | None:
        """ "…, news reports said", "…, as local media have it": media without a name, with a verb of their own."""
        page, verb = self._page, self._page.tokens[token].head
        if page.word(verb) not in self._words.relaying:
            return None
        kind = self._words.kind_of_noun(page.word(token))
        if kind not in MEDIA and not (page.word(token) == "reports" and page.child(token, "compound", "amod")):
            return None
        own = any(c.start <= page.tokens[verb].start < c.end for c in statement.cue)
        return None if own else page.phrase(token, without=("acl", "punct"))

    def _told_media(self, statement: Statement, token: int) -> Span | None:
        """ "Told the agency", "told the newspaper": a medium that was named before."""
        page = self._page
        article, verb = page.child(token, "det"), page.tokens[token].head
        if article is None or page.word(article) != "the" or page.child(token, "amod", "compound", "nmod") is not None:
            return None
        told = any(c.start <= page.tokens[verb].start < c.end for c in statement.cue)
        medium = self._words.kind_of_noun(page.word(token)) in MEDIA or page.word(token) == "agency"
        return page.phrase(token) if told and medium and not page.word(token).endswith("s") else None

    def _relay_cue(self, name: Span, statement: Statement) -> Spans | None:
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
            if page.child(up, "nsubj") != head and any(c.start <= page.tokens[up].start < c.end for c in statement.cue):
                return ()  # "he informed Interfax", with two subjects in the tree
            if page.word(up) in self._words.relaying:
                return (Span(page.tokens[up].start, page.tokens[up].end),)
            return None
        if self._of_another(up, statement):
            return None
        if page.tokens[head].relation == "obl:agent":
            return (Span(page.tokens[up].start, page.tokens[up].end),)
        return () if relation in ("obj", "iobj", "obl", "parataxis", "dep", "nmod", "root") else None

    def _of_another(self, verb: int, statement: Statement) -> bool:
        """Whether a verb tells of somebody else's saying: "the ministry told Reuters …, while the firm insists …"."""
        page = self._page
        cues = [n for part in statement.cue for n in range(*page.range(part))]
        while verb >= 0 and page.child(verb, "nsubj") is None:
            verb = page.tokens[verb].head
        if verb < 0 or verb in cues or not any(page.child(n, "nsubj") is not None for n in cues):
            return False
        return not any(part.start <= page.tokens[verb].start < part.end for part in statement.content)

    # ------------------------------------------------------------ links from other sentences
    def relays(self, statements: Sequence[Statement]) -> list[Relay]:
        """Sentences that only point back at what stands before them."""
        page, out = self._page, []
        for number, (first, last) in enumerate(page.parsed.sentences):
            if last - first > LONGEST_POINTER and not (last - first <= LONGEST_AGENT and page.word(first) in POINTING):
                continue
            tokens = range(first, last)
            words = [page.word(n) for n in tokens]
            media = next((s for n in tokens if (s := self._speakers.media_name(n)) is not None), None)
            verb = next(
                (n for n in tokens if page.tokens[n].upos == "VERB" and page.word(n) in self._words.relaying), None
            )
            points = {"this", "it"} & set(words[:3]) or PASSED_ON & set(words[:3])
            if media is None and verb is not None and words[0] in POINTING and page.child(verb, "aux:pass") is not None:
                media = self._agent_of(verb)
            if media is not None and verb is not None and self._figures_of(verb, media):
                cue = (Span(page.tokens[verb].start, page.tokens[verb].end),)
                source = self._speakers.source(media, cue)
                out.append(Relay(source=source, sentence=number, speaker=False, figures=True))
                continue
            if media is None or verb is None or not points:
                continue
            said_there = [c for s in statements for c in s.content if page.sentence_at(c.start) == number]
            if any(len(page.words(c).split()) > LONGEST_POINTED for c in said_there):
                continue
            cue = (Span(page.tokens[verb].start, page.tokens[verb].end),)
            source = self._speakers.source(media, cue)
            out.append(Relay(source=source, sentence=number, speaker=bool(PASSED_ON & set(words[:3]))))
        return out

    def _figures_of(self, verb: int, media: Span) -> bool:
        """ "The channel showed the figures on Sunday."."""
        page = self._page
        subject, shown = page.child(verb, "nsubj"), page.child(verb, "obj")
        if subject is None or shown is None or page.word(shown) not in FIGURES or page.child(verb, "ccomp") is not None:
            return False
        definite = page.child(shown, "det")
        spoken = page.phrase(subject)
        return definite is not None and page.word(definite) in ("the", "these") and overlap(spoken, media) > 0

    def _agent_of(self, verb: int) -> Span | None:
        """ "This was announced by the head of the district": whoever it was announced by."""
        page = self._page
        agent = page.child(verb, "obl:agent", "obl")
        case = page.child(agent, "case") if agent is not None else None
        if agent is None or case is None or page.word(case) != "by":
            return None
        return page.phrase(agent, without=("case", "acl", "punct"))

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
                silent = bool(one.statement.cue) and self._denied(self._page.range(one.statement.cue[0]))
                if len(chain) == 1 and chain[0].kind not in MEDIA and speaker in latest and not silent:
                    when, relays = latest[speaker]
                    near = chain[-1].kind == "person" or self._one_paragraph(place, when)
                    if near and 0 <= place - when <= GOES_ON:
                        chain = (*(replace(r, mention=None, cue=()) for r in relays), *chain)
                if len(chain) > 1 and all(relay.entity is not None for relay in chain[:-1]):
                    latest[speaker] = (place, chain[:-1])
                else:
                    latest.pop(speaker, None)
            out.append(replace(one, chain=chain))
        return out

    def _one_paragraph(self, one: int, other: int) -> bool:
        page = self._page
        return page.paragraph(page.sentence_span(one).start) == page.paragraph(page.sentence_span(other).start)

    def _told_before(self, chained: list[Chained]) -> list[Chained]:
        """ "Berg said on Monday that … . "…," she told Reuters.": what she said just before, she told Reuters too."""
        out = list(chained)
        for n in range(len(out) - 1, 0, -1):
            chain = out[n].chain
            m = next((m for m in range(n - 1, -1, -1) if out[m].statement.outer is None), None)
            if m is None or len(chain) != 2 or chain[0].cue or chain[0].kind not in MEDIA or len(out[m].chain) != 1:
                continue
            before = out[m]
            same = who(before.chain[0]) == who(chain[1])
            here, there = (self._page.paragraph(one.statement.place.start) for one in (out[n], before))
            silent = bool(before.statement.cue) and self._denied(self._page.range(before.statement.cue[0]))
            if same and here == there and not silent:
                relay = replace(chain[0], mention=None)
                out[m] = replace(before, chain=(relay, *before.chain))
        return out
