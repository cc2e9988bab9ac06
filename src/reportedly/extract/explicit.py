"""Attributions that syntax makes plain: a verb of saying with its subject and its clause, "according to X".

A second pair of eyes: what the reader model marked is left as it is, what it passed over is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import QUOTES, Page, noun_phrase, overlap
from reportedly.extract.statements import LONGEST_APPROXIMATOR, SHORTEST_QUOTATION, Statement, is_source, without_dateline
from reportedly.languages import load_list
from reportedly.model import Span, Spans

MEDIUM_AND_COLON = re.compile(
    r"(?:\d{1,2}[:.]\d\d\s*[-–—]?\s*)?(?P<source>[^\W\d_][^,:;.!?]{1,40}?)(?:,[^:;.!?]{1,80})?(?P<cue>:)\s+"
)
SIGNED = re.compile(
    r"\s*(?P<content>[“”\"].{8,}?[“”\"])\s*(?P<cue>[―—–]|--)\s*(?P<source>[^\W\d_][\w .,'’-]{2,60}?)[.\s]*"
)
RELATIVES = frozenset(("that", "which", "who"))
LONGEST_OPENING = 12  # characters before "according to" at the start of a sentence: the hour, "but"
LONGEST_HOLDER = 12  # tokens of "in the opinion's holder's view"
GENITIVES = ("'s", "’s", "'", "’")
CLAUSE_MARKS = (";", ":", "-", "–", "—", "(", "[")
# What follows these is whom one tells, not who tells.
TELLS = frozenset(("tell", "told", "inform", "informed", "remind", "reminded"))
AS_FAR = ("far", "long", "soon", "well")  # "as far as he recalls" is no saying
PASSIVE = ("nsubj:pass", "nsubj:outer")
PUTS = ("put", "puts", "putting")
OWNERS = ("by", "of", "from")
GIVES = (
    "give",
    "gives",
    "gave",
    "given",
    "giving",
    "say",
    "says",
    "said",
)  # what is given is a claim only where it is a bare number
NOMINAL_WORDS = frozenset(("NOUN", "PROPN", "ADJ", "DET", "NUM", "ADP", "CCONJ", "PART"))
CONFIDENCE = 0.5  # no probability stands behind a rule; half says so

# "Ministry: 12 detained", "12 detained - ministry", "12 detained, spokesman says": only headlines are written so.
HEADLINES = (
    re.compile(r"(?P<source>[^:–—]{2,60})(?P<cue>:) (?P<content>\S.*)"),
    re.compile(r"(?P<content>.+?)(?P<cue>) [-–—] (?P<source>[^-–—:]{2,40})"),
    re.compile(r"(?P<content>.+), (?P<source>[^,]{2,40}) (?P<cue>\w+)"),
)


def with_explicit(page: Page, words: Lexicon, statements: Sequence[Statement]) -> list[Statement]:
    """The statements and those that only syntax shows; nested ones tied to the innermost content that holds them."""
    signed = list(_signed(page))
    lines = {page.paragraph(one.place.start) for one in signed}
    out = [one for one in statements if page.paragraph(one.place.start) not in lines]
    out += signed  # a line that is all quotation and name leaves nothing to the reader
    said = {found.cue[-1].end: found for found in _said(page, words)}
    behind = {found.cue[-1].end: found for found in _says_behind(page, words)}
    closing = list(_closing(page, words))
    counted = {found.cue[-1].end: found for found in _counts(page, words)}
    views = list(_in_a_view(page, words))
    out = _turned_round(out, behind)
    out = [part for one in out for part in _with_whole_view(page, _mended(page, words, one, said, counted), views)]
    out = [_in_its_sentence(page, words, one, out) for one in out]
    taken = [s for one in statements if one.source for s in (*one.cue, *one.source)]
    for found in (
        *_headline(page, words),
        *views,
        *_with_colon(page, words),
        *_quoting(page, words),
        *said.values(),
        *behind.values(),
        *_before_colon(page, words),
        *closing,
        *counted.values(),
        *_according(page, words),
        *_by_noun(page, words),
        *_rumoured(page, words),
        *_reportedly(page, words),
        *_loose_quotations(page),
    ):
        spots = (*found.cue, *found.source)
        if any(overlap(a, b) for a in spots for b in taken):
            continue
        others = [one for one in out if one.source or not _gives_way(page, words, one, found)]
        outer = _holder(others, found) if spots else None
        if outer is None and found.source and found not in closing and not _states(page, words, found.cue):
            continue  # what somebody thinks is left to the reader: by syntax alone it is wrong too often
        if outer is not None and _speaks_of_himself(page, words, found):
            continue  # "I have heard that …": the speaker of the quotation, once more
        if outer is None and any(overlap(c, d) for c in found.content for one in others for d in one.content):
            continue  # the reader gives these words to somebody else
        found = replace(found, content=tuple(without_dateline(page, part) for part in found.content))
        out = others
        out.append(_in_its_sentence(page, words, replace(found, outer=outer), out))
        taken += spots
    return _in_order(out)


def _mended(
    page: Page,
    words: Lexicon,
    statement: Statement,
    said: Mapping[int, Statement],
    counted: Mapping[int, Statement],
) -> Statement:
    """The statement, with what syntax gives its verb as content where the reader's is no clause of that verb.

    "…, the office announced two days later", "Where are they? They were buried, he told the council."
    """
    found = said.get(statement.cue[-1].end) if statement.cue else None
    hearsay = _whole_hearsay(page, words, statement)
    if hearsay:
        return replace(statement, content=hearsay)
    count = counted.get(statement.cue[-1].end) if statement.cue else None
    if count is not None and len(statement.content) == 1 and _starts_alike(statement.content[0], count.content):
        return replace(statement, content=count.content)  # "put the toll | at 17"
    if found is None or not statement.source or page.quoted(statement.content):
        return statement
    shared = any(overlap(a, b) for a in statement.content for b in found.content)
    sentence = page.sentence_at(statement.cue[0].start)
    if shared or any(_is_clause(page, p) and page.sentence_at(p.start) == sentence for p in statement.content):
        return statement
    return replace(statement, content=found.content)


def _starts_alike(part: Span, content: Spans) -> bool:
    return part.start == content[0].start and part.end < content[-1].end


def _whole_hearsay(page: Page, words: Lexicon, statement: Statement) -> Spans:
    """ "The governor reportedly left": the verb too, where the reader stopped before it."""
    if len(statement.cue) != 1 or page.words(statement.cue[0]).lower() not in words.rumour_adverbs:
        return ()
    adverb = page.range(statement.cue[0])[0]
    verb = page.tokens[adverb].head
    if verb < 0 or any(c.start <= page.tokens[verb].start < c.end for c in statement.content):
        return ()
    return _runs(page, [n for n in page.subtree(verb) if n != adverb])


def _is_clause(page: Page, part: Span) -> bool:
    head = page.head_of(part)
    return head is not None and page.relation(head) not in ("obl", "iobj", "obj", "advmod", "nmod", "det", "nummod")


def _turned_round(statements: Sequence[Statement], behind: Mapping[int, Statement]) -> list[Statement]:
    """ "…, declared his press secretary Anna Berg": where the reader took the speaker behind the verb for what is said.

    What it found within the words that turn out to be hers, by the same mistake, goes.
    """
    out, found = [], []
    for one in statements:
        turned = behind.get(one.cue[-1].end) if one.cue else None
        wrong = turned is not None and any(overlap(a, b) for a in one.content for b in turned.source)
        if turned is not None and wrong:
            found.append(turned)
            out.append(replace(turned, confidence=one.confidence))
        else:
            out.append(one)
    said = [span for one in found for span in one.content]
    return [one for one in out if one.place not in said and not any(_within(one.place, span) for span in said)]


def _gives_way(page: Page, words: Lexicon, statement: Statement, found: Statement) -> bool:
    """Whether what the reader could name no source for is what syntax has found one for, or a rumour's."""
    if statement.source or not found.cue or statement.outer is not None:
        return False
    if not statement.cue:  # words that the reader takes for somebody's without a word of whose
        touched = any(overlap(a, b) for a in statement.content for b in (*found.content, *found.cue, *found.source))
        return touched and not page.quoted(statement.content)
    if not found.source:
        return any(overlap(a, b) for a in (*statement.cue, *statement.content) for b in (*found.cue, *found.content))
    if page.words(statement.cue[0]) == ":" or page.word(page.range(statement.cue[0])[0]) in words.inner:
        return any(overlap(a, b) for a in statement.content for b in found.content)
    return any(overlap(a, b) for a in statement.cue for b in (*found.cue, *found.source))


def _with_whole_view(page: Page, statement: Statement, views: Sequence[Statement]) -> Iterator[Statement]:
    """ "In his opinion": the reader often has no more of it than "in" and "his"; the clause is the view's."""
    cue = statement.cue[0] if len(statement.cue) == 1 else None
    view = next((v for v in views if cue is not None and _within(cue, v.cue[0]) and cue != v.cue[0]), None)
    if view is None or page.tokens[page.range(view.cue[0])[0]].upos != "ADP":
        yield statement
        return
    source = tuple(s for s in statement.source if not overlap(s, view.cue[0]))
    content = tuple(c for c in statement.content if not any(overlap(c, v) for v in view.content))
    if source and content:
        yield replace(statement, source=source, content=content, cue=())
    yield replace(view, confidence=statement.confidence)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _in_its_sentence(page: Page, words: Lexicon, statement: Statement, statements: Sequence[Statement]) -> Statement:
    """ "According to X, A, B and C" holds for its own sentence, and for all of it where it opens it.

    Unless somebody else has a part of the sentence.
    """
    if not statement.cue or not _brings_source(page, words, statement.cue[0]):
        return statement
    sentence = page.sentence_span(page.sentence_at(statement.cue[0].start))
    content = tuple(p for p in statement.content if overlap(p, sentence)) or statement.content
    statement = replace(statement, content=content)
    last = content[-1]
    rest = Span(last.end, sentence.end)
    others = [
        s
        for one in statements
        if one.place != statement.place and one.cue != statement.cue
        for s in (*one.content, *one.cue, *one.source)
    ]
    opens = statement.cue[0].start - sentence.start <= LONGEST_OPENING
    if not opens or not sentence.start <= last.start < sentence.end or any(overlap(rest, s) for s in others):
        return statement
    end = rest.end - (1 if page.text[rest.start : rest.end].endswith(".") else 0)
    return replace(statement, content=(*content[:-1], Span(last.start, max(last.end, end))))


def _brings_source(page: Page, words: Lexicon, cue: Span) -> bool:
    """ "According to", "by data of", "in the words of"."""
    said = tuple(page.words(cue).lower().split())
    return bool(said) and (said[0] == "according" or said in words.of_source.get(said[0], ()))


def _in_order(statements: Sequence[Statement]) -> list[Statement]:
    """In the order of the text, each after the one that holds it."""
    order = sorted(range(len(statements)), key=lambda n: (statements[n].place.start, -statements[n].place.end, n))
    placed: dict[int, int] = {}
    out: list[Statement] = []
    while order:
        for n in order:
            outer = statements[n].outer
            if outer is None or outer in placed:
                break
        order.remove(n)
        placed[n] = len(out)
        out.append(replace(statements[n], outer=None if outer is None else placed[outer]))
    return out


def _states(page: Page, words: Lexicon, cue: Spans) -> bool:
    """Whether a cue is a verb of plain speech, or no verb at all ("according to", a colon)."""
    tokens = [n for part in cue for n in range(*page.range(part))]
    verbs = [n for n in tokens if page.tokens[n].upos == "VERB" and page.word(n) != "according"]
    counting = _verbs(words.sources.language, "count")
    return not verbs or any(page.word(n) in words.stating or page.word(n) in counting for n in verbs)


def _speaks_of_himself(page: Page, words: Lexicon, found: Statement) -> bool:
    return any(page.words(part).lower() in words.author for part in found.source)


def _holder(statements: Sequence[Statement], inner: Statement) -> int | None:
    """The shortest content with all of `inner` in it."""
    spots = (*inner.content, *inner.source, *inner.cue)
    holding = [
        (sum(b - a for a, b in one.content), n)
        for n, one in enumerate(statements)
        if all(any(c.start <= s.start and s.end <= c.end for c in one.content) for s in spots)
    ]
    return min(holding)[1] if holding else None


def _headline(page: Page, words: Lexicon) -> Iterator[Statement]:
    """What the first line says and on whose word, where there is more text below it."""
    if len(page.paragraphs) < 2:
        return
    line = page.paragraphs[0]
    text = page.words(line).rstrip()
    if text.endswith((".", "?", "!")):
        return
    for pattern in HEADLINES:
        found = pattern.fullmatch(text)
        if found is None or (found["cue"].isalpha() and found["cue"].lower() not in words.saying):
            continue
        source, content, cue = (
            Span(line.start + found.start(g), line.start + found.end(g)) for g in ("source", "content", "cue")
        )
        if is_source(page, words, source):
            yield Statement(
                content=(content,), source=(source,), cue=(cue,) if cue.start < cue.end else (), confidence=CONFIDENCE
            )
            return


def _as_reported(page: Page, verb: int) -> bool:
    """ "…, as the portal reports"."""
    marks = [n for n in page.children[verb] if page.tokens[n].relation in ("mark", "advmod")]
    as_said = any(page.word(n) == "as" and page.word(max(n - 1, 0)) not in AS_FAR for n in marks)
    return as_said and page.tokens[verb].relation == "advcl"


@cache
def _opinions(words: Lexicon) -> Mapping[str, tuple[str, ...]]:
    """ "In his opinion", "according to her": the phrases by their first word."""
    out: dict[str, tuple[str, ...]] = {}
    for phrase in words.in_his_opinion:
        first = phrase.split()[0]
        out[first] = (*out.get(first, ()), phrase)
    return out


@cache
def _views(words: Lexicon) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """By their first word: "in … opinion", "by … own count", with whoever holds the view in the gap."""
    standing_in = words.he | words.they | {"its"}
    out: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in words.in_his_opinion:
        first, *rest = phrase.split()
        if len(rest) > 1 and rest[0] in standing_in and first != "as":
            out[first] = tuple(sorted({*out.get(first, ()), tuple(rest[1:])}, key=lambda r: (-len(r), r)))
    return out


def _in_a_view(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "In his opinion, …", "…, by its own count", "…; in Berg's view …", "according to her, …"."""
    views = _views(words)
    for first, last in page.parsed.sentences:
        sentence = Span(page.tokens[first].start, page.tokens[last - 1].end)
        opening = _opinions(words).get(page.word(first), ())
        text = page.words(sentence).lower() if opening else ""
        phrase = next((p for p in opening if text.startswith(p)), None)
        if phrase is not None and text[len(phrase) :].startswith((",", " ")):
            cue = Span(sentence.start, sentence.start + len(phrase))
            among = range(first, page.range(cue)[1])
            who = next((n for n in among if page.word(n) in words.he | words.they | {"its"}), None)
            content = _runs(page, range(page.range(cue)[1], last))
            if who is not None and content:
                yield _statement(content, Span(page.tokens[who].start, page.tokens[who].end), cue)
                continue
        for n in range(first, last - 2):
            for rest in views.get(page.word(n), ()):
                view = _view_at(page, words, first, n, last, rest)
                if view is not None:
                    yield from _held(page, words, n, view, range(first, last))
                    break


def _view_at(page: Page, words: Lexicon, first: int, start: int, last: int, rest: tuple[str, ...]) -> int | None:
    """The token at which "in … view" ends, if its gap holds a pronoun or a genitive and it stands apart."""
    if start > first and page.tokens[start - 1].upos not in ("PUNCT", "CCONJ"):
        return None
    for end in range(start + 2, min(last, start + LONGEST_HOLDER) - len(rest) + 1):
        if tuple(page.word(m) for m in range(end, end + len(rest))) != rest:
            continue
        holder = range(start + 1, end)
        pronoun = len(holder) == 1 and page.word(start + 1) in (words.he | words.they | {"its"})
        return end + len(rest) if pronoun or page.form(end - 1) in GENITIVES else None
    return None


def _held(page: Page, words: Lexicon, start: int, end: int, sentence: range) -> Iterator[Statement]:
    """The clause that a view opens or closes: up to the nearest semicolon, colon or dash on that side."""
    opens = start == sentence.start or page.word(start - 1) in CLAUSE_MARKS or page.tokens[start - 1].upos == "CCONJ"
    if opens:
        stop = next((n for n in range(end, sentence.stop) if page.word(n) == ";"), sentence.stop)
        among = range(end, stop)
    else:
        begin = next((n + 1 for n in range(start - 1, sentence.start - 1, -1) if page.word(n) == ";"), sentence.start)
        among = range(begin, start)
    own = next((n for n in range(start + 1, end) if page.word(n) == "own"), end)
    pronoun = page.word(start + 1) in (words.he | words.they | {"its"})
    last = start + 1 if pronoun else max(n for n in range(start + 1, end) if page.form(n) in GENITIVES) - 1
    content = _runs(page, among)
    if content and last < own:
        source = Span(page.tokens[start + 1].start, page.tokens[last].end)
        yield _statement(content, source, Span(page.tokens[start].start, page.tokens[end - 1].end))


def _signed(page: Page) -> Iterator[Statement]:
    """ "“We were afraid.” ― Anna Berg", a line to itself."""
    for line in page.paragraphs:
        found = SIGNED.fullmatch(page.words(line))
        if found is not None:
            content, cue, source = (
                Span(line.start + found.start(g), line.start + found.end(g)) for g in ("content", "cue", "source")
            )
            yield Statement(content=(content,), source=(source,), cue=(cue,), confidence=CONFIDENCE)


def _with_colon(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "Khabar 24, citing the commandant's office: 12 officers killed", as live blogs have it."""
    for line in page.paragraphs:
        text = page.words(line)
        found = MEDIUM_AND_COLON.match(text)
        if found is None or not (words.medium(found["source"]) or words.outlet(found["source"])):
            continue
        source, cue = (Span(line.start + found.start(g), line.start + found.end(g)) for g in ("source", "cue"))
        end = min(line.end, page.sentence_span(page.sentence_at(cue.end + 1)).end)
        content = Span(line.start + found.end(), end - page.text[:end].endswith("."))
        if content.start < content.end:
            yield Statement(content=(content,), source=(source,), cue=(cue,), confidence=CONFIDENCE)


def _said(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "Berg says (that) the road is open", "…, Berg says, …", "…, as the portal reports"."""
    beside = _verbs(words.sources.language, "beside")
    hearers = words.pronouns.forms("second")
    for n, token in enumerate(page.tokens):
        if token.upos != "VERB" or page.word(n) not in words.saying:
            continue
        subject = page.child(n, "nsubj")
        if subject is None and _as_reported(page, n) and page.word(n - 1) != "as":
            subject = page.child(n, "compound")  # "as a portal reports", read as if "portal reports" were one noun
        if subject is None or page.tokens[subject].relation in PASSIVE or page.word(subject) in RELATIVES:
            continue
        if page.word(subject) in hearers:
            continue  # "you know that …"
        said = page.child(n, "ccomp")
        if said is not None:
            if said < subject < n and page.word(page.subtree(subject)[0] - 1) == ";":
                continue  # "he says it is over; the government says no": a tree that binds the two is wrong
            content = _runs(page, page.subtree(said))
        elif page.word(n) in beside and _as_reported(page, n) and page.tokens[n].head >= 0:
            mine = set(page.subtree(n))
            clause = _between_semicolons(page, n)
            content = _runs(page, [m for m in page.subtree(page.tokens[n].head) if m in clause and m not in mine])
        elif (before := _content_before(page, n)) is not None:
            content = _runs(page, page.subtree(before))
        elif page.word(n) in beside and page.relation(n) == "parataxis":
            mine = set(page.subtree(n))
            content = _runs(page, [m for m in _between_semicolons(page, n) if m not in mine])
        else:
            continue
        content = tuple(part for part in content if not _cites(page, words, part)) or content
        if content:
            yield _statement(content, page.phrase(subject), _cue(page, n))


def _content_before(page: Page, verb: int) -> int | None:
    """ "Nineteen were soldiers, the prosecutor told a briefing, news reports said": he, inside what the reports say."""
    above = page.tokens[verb].head
    if page.tokens[verb].relation != "ccomp" or above < verb:
        return None
    return next((n for n in page.children[above] if n < verb and page.relation(n) == "ccomp"), None)


def _cites(page: Page, words: Lexicon, part: Span) -> bool:
    """ "…, local media say, citing posts": whom they cite is no part of what they say."""
    first, last = page.range(part)
    return any(
        tuple(page.word(m) for m in range(first, min(last, first + len(phrase)))) == phrase
        for phrase in words.inner.get(page.word(first), ())
    )


def _between_semicolons(page: Page, token: int) -> range:
    """The stretch of its sentence that a token shares with no other main clause."""
    first, last = page.parsed.sentences[page.sentence(token)]
    before = next((n + 1 for n in range(token, first - 1, -1) if page.word(n) == ";"), first)
    return range(before, next((n for n in range(token, last) if page.word(n) == ";"), last))


def _says_behind(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "…, has noted the diplomat.", "…, transmit agencies.", "as writes Lenta.ru, …": the speaker behind the verb."""
    beside = _verbs(words.sources.language, "beside")
    for first, last in page.parsed.sentences:
        for n in range(first + 1, last - 1):
            if page.word(n) not in beside or page.word(n) in TELLS or page.child(n, "nsubj") is not None:
                continue
            start = n
            while start > first and page.tokens[start - 1].upos == "AUX":
                start -= 1
            before = page.word(start - 1) if start > first else ""
            as_said = before == "as"
            noun = page.tokens[n].upos == "NOUN" and page.tokens[n + 1].upos not in (
                "PROPN",
                "DET",
            )  # ", reports TASS": a verb
            if not as_said and (noun or before not in (",", "”", '"')):
                continue
            source = _speaker_behind(page, words, n + 1, last)
            if source is None:
                continue
            end = page.range(source)[1]
            opens = as_said and (start - 1 == first or page.word(start - 2) in CLAUSE_MARKS)
            if not opens and end < last and page.tokens[end].upos not in ("PUNCT", "ADP", "ADV"):
                continue
            among = range(end, last) if opens else range(first, start - 1 - as_said)
            content = _runs(page, among)
            if content and any(page.tokens[m].upos in ("VERB", "AUX") for m in among):
                yield _statement(content, source, Span(page.tokens[start].start, page.tokens[n].end))


def _closing(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "…, rescue workers and a monitor have said.": a speaker in front of a last verb that the tree gives no subject."""
    for first, last in page.parsed.sentences:
        verb = last - 1
        while verb > first and page.tokens[verb].upos == "PUNCT":
            verb -= 1
        if page.word(verb) not in words.saying or page.tokens[verb].upos != "VERB":
            continue
        if page.child(verb, "nsubj") is not None:
            continue
        end = verb
        while end > first and page.tokens[end - 1].upos in ("AUX", "ADV"):
            end -= 1
        described = page.word(end - 1) == ","
        start = _phrase_start(page, first, end - described)
        if described and (start - 1 <= first or page.word(start - 1) != ","):
            continue
        last_name = end - 1
        if described:  # "…, Anna Berg, once an adviser to Okoro, believes."
            last_name = start - 2
            start = _phrase_start(page, first, start - 1)
        if not first + 2 < start < end or page.word(start - 1) != ",":
            continue
        name = page.name_at(last_name)
        if described and (name is None or name.kind != "person" or name.start != page.tokens[start].start):
            continue
        source = Span(page.tokens[start].start, page.tokens[end - 1 - described].end)
        content = _runs(page, range(first, start - 1))
        if content and is_source(page, words, Span(page.tokens[last_name].start, page.tokens[last_name].end)):
            yield _statement(content, source, Span(page.tokens[end].start, page.tokens[verb].end))


def _phrase_start(page: Page, first: int, end: int) -> int:
    """Where the nominal words that end before a token begin."""
    while end > first and page.tokens[end - 1].upos in NOMINAL_WORDS:
        end -= 1
    return end


def _speaker_behind(page: Page, words: Lexicon, start: int, last: int) -> Span | None:
    """The source that ends its clause behind a verb, past "on Sunday"."""
    at = start
    if at < last and page.tokens[at].upos == "ADP" and at + 1 < last and page.tokens[at + 1].relation == "obl":
        at = max(page.subtree(at + 1)) + 1
    if at >= last or page.tokens[at].upos in ("VERB", "AUX", "SCONJ", "PUNCT", "ADP", "ADV"):
        return None
    span = noun_phrase(page, start - 1, at, range(at, last))
    return span if span is not None and page.range(span)[0] == at and is_source(page, words, span) else None


def _before_colon(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "The ministry replied on Monday to his remark: the road is open."""
    for first, last in page.parsed.sentences:
        colon = next((n for n in range(first + 2, last - 2) if page.word(n) == ":"), None)
        if colon is None or page.tokens[colon].start == page.tokens[colon - 1].start:
            continue
        verbs = [
            n
            for n in range(first, colon)
            if page.tokens[n].upos == "VERB" and (page.word(n) in words.stating or _hits_back(page, words, n))
        ]
        for verb in verbs:
            subject = page.child(verb, "nsubj")
            if subject is None or page.tokens[subject].relation != "nsubj" or not first <= subject < colon:
                continue
            source = page.phrase(subject, without=("acl", "punct"))
            source = Span(source.start, min(source.end, page.tokens[colon - 1].end))
            content = _runs(page, range(colon + 1, last))
            if content and (is_source(page, words, source) or page.tokens[subject].upos == "PRON"):
                yield _statement(content, source, Span(page.tokens[verb].start, page.tokens[verb].end))
                break


def _hits_back(page: Page, words: Lexicon, verb: int) -> bool:
    return f"{page.word(verb)} {page.word(verb + 1)}" in words.reporting


def _counts(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "The ministry puts the dead at 16", "counts 1,300 injured", "had given 225": a number on somebody's count."""
    counting = _verbs(words.sources.language, "count")
    for n, token in enumerate(page.tokens):
        if page.word(n) not in counting or token.upos not in ("VERB", "NOUN"):
            continue
        subject = page.child(n, "nsubj")
        if subject is None or page.tokens[subject].relation != "nsubj" or page.word(subject) in RELATIVES:
            continue
        source = page.phrase(subject, without=("acl", "punct"))
        number = _number_given(page, n)
        if number is None or not (is_source(page, words, source) or page.tokens[subject].upos == "PRON"):
            continue
        start = next((m for m in page.subtree(n) if m > n and page.tokens[m].upos != "ADP"), number)
        stop = max(page.subtree(number)) + 1
        while (
            stop < len(page.tokens)
            and page.tokens[stop].upos in ("ADJ", "NOUN", "VERB")
            and page.tokens[stop].head >= n
        ):
            stop += 1  # "eleven dead"
        content = _runs(page, range(start, stop))
        if content and page.word(subject) not in words.author:
            yield _statement(content, source, Span(page.tokens[n].start, page.tokens[n].end))


@cache
def _verbs(language: str, section: str) -> frozenset[str]:
    return load_list(language, "reporting_verbs").forms(section)


def _number_given(page: Page, verb: int) -> int | None:
    """What a verb of counting gives: its object where that is a number of something, or "at 16", "to 10", "of 300"."""
    for n in page.children[verb]:
        relation = page.relation(n)
        counted = page.tokens[n].upos == "NUM" or page.child(n, "nummod") is not None
        if n < verb or not counted:
            continue
        case = page.child(n, "case")
        if relation == "obj" and (page.tokens[n].upos == "NUM" or page.word(verb) not in GIVES):
            return n
        if relation in ("obl", "nmod") and case is not None and page.word(case) in ("at", "to", "of"):
            return n
    if page.word(verb) in PUTS:  # "puts those who took part at more than 20,000": the tree may hang it on "took"
        number = [n for n in page.subtree(verb) if n > verb and page.tokens[n].upos == "NUM"]
        return next((n for n in number if "at" in {page.word(m) for m in range(n - LONGEST_APPROXIMATOR, n)}), None)
    return None


def _quoting(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "“…”, Lenta.ru quotes Berg as saying": the medium is the source, and whom it quotes a link of the chain."""
    for n, token in enumerate(page.tokens):
        if token.upos != "VERB" or (page.word(n),) not in words.inner.get(page.word(n), ()):
            continue
        subject, quoted, said = page.child(n, "nsubj"), page.child(n, "obj"), page.child(n, "ccomp")
        if subject is not None and page.tokens[subject].relation == "nsubj:pass":
            yield from _quoted_as_saying(page, n, subject)
            continue
        if subject is None or quoted is None or said is None:
            continue
        behind = page.subtree(quoted)[-1] + 1
        content = _runs(page, page.subtree(said))
        if content and said < n and behind < len(page.tokens) and page.word(behind) == "as":
            yield _statement(content, page.phrase(subject), _cue(page, n))


def _quoted_as_saying(page: Page, verb: int, subject: int) -> Iterator[Statement]:
    """ "Berg was quoted (by TASS) as saying that …", "“…”, she is quoted as saying"."""
    saying = next((m for m in page.children[verb] if m > verb and page.word(m).endswith("ing")), None)
    if saying is None or not any(page.word(m) == "as" for m in page.children[saying]):
        return
    said = page.child(saying, "ccomp") or page.child(verb, "ccomp")
    if said is not None:
        content = _runs(page, page.subtree(said))
    elif page.relation(verb) == "parataxis":  # "…, Berg was quoted by TASS as saying"
        mine = set(page.subtree(verb))
        content = _runs(page, [m for m in _between_semicolons(page, verb) if m not in mine])
    else:
        content = ()
    if content:
        source = page.phrase(subject, without=("acl",))
        cue = (
            Span(page.tokens[verb].start, page.tokens[verb].end),
            Span(page.tokens[saying - 1].start, page.tokens[saying].end),
        )
        yield Statement(content=content, source=(source,), cue=cue, confidence=CONFIDENCE)


@cache
def _openings(words: Lexicon) -> Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]:
    """The phrases that bring in a source, by their first two words."""
    out: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {}
    for first, phrases in words.of_source.items():
        for phrase in phrases:
            under = out.setdefault(first, {})
            under[phrase[1]] = (*under.get(phrase[1], ()), phrase)
    return out


def _according(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "According to X", "in accordance with X", "in the words of X" and the clause they belong to."""
    openings = _openings(words)
    for first, last in page.parsed.sentences:
        sentence = range(first, last)
        for n in range(first, last - 1):
            beginning = openings.get(page.word(n))
            if beginning is None or page.word(n + 1) not in beginning:
                continue
            phrase = next((p for p in beginning[page.word(n + 1)] if _stands_at(page, p, n, last)), None)
            if phrase is None:
                continue
            source = noun_phrase(page, n, n + len(phrase), sentence)
            who = page.head_of(source) if source is not None else None
            while who is not None and n <= page.tokens[who].head < n + len(phrase):
                who = page.tokens[who].head  # "in accordance with X": the phrase hangs on its noun
            if source is None or who is None or page.tokens[who].head < 0:
                continue
            clause = page.tokens[who].head
            comma = n > first and page.word(n - 1) == ","
            while comma and page.tokens[clause].relation == "conj" and page.tokens[clause].head >= 0:
                clause = page.tokens[clause].head  # "A and B, according to X" is all X's
            mine = {*page.subtree(who), *range(n, n + len(phrase))}
            content = _runs(page, [m for m in page.subtree(clause) if m not in mine])
            if n == first and page.word(page.range(source)[1]) == ",":
                content = _runs(page, range(_behind_cited(page, words, page.range(source)[1] + 1, last), last))
            if content:
                cue = Span(page.tokens[n].start, page.tokens[n + len(phrase) - 1].end)
                yield _statement(content, source, cue)


def _behind_cited(page: Page, words: Lexicon, start: int, last: int) -> int:
    """Where what is said begins: behind "citing two officials,"."""
    phrase = next((p for p in words.inner.get(page.word(start), ()) if _stands_at(page, p, start, last)), None)
    if phrase is None:
        return start
    cited = noun_phrase(page, start, start + len(phrase), range(start, last))
    end = page.range(cited)[1] if cited is not None else start
    return end + 1 if end + 1 < last and page.word(end) == "," else start


def _stands_at(page: Page, phrase: tuple[str, ...], token: int, last: int) -> bool:
    return token + len(phrase) < last and all(page.word(token + n) == word for n, word in enumerate(phrase))


def _by_noun(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "A report by the BBC that …", "its claim that …", "the ministry's denial that …"."""
    speech = _nouns_of_speech(words.sources.language)
    for n, token in enumerate(page.tokens):
        if token.upos != "NOUN" or page.word(n) not in speech:
            continue
        said = next((m for m in page.children[n] if m > n and page.tokens[m].relation in ("acl", "ccomp")), None)
        mark = page.child(said, "mark") if said is not None else None
        if said is None or mark is None or page.word(mark) != "that":
            continue
        owner = page.child(n, "nmod:poss")
        by = [m for m in page.children[n] if n < m < said and page.relation(m) == "nmod" and _case(page, m) in OWNERS]
        who = owner if owner is not None else by[0] if by else None
        content = _runs(page, page.subtree(said))
        if who is not None and content and page.tokens[who].upos != "PRON":
            yield _statement(content, page.phrase(who, without=("case", "acl")), Span(token.start, token.end))


@cache
def _nouns_of_speech(language: str) -> frozenset[str]:
    return load_list(language, "cue_nouns").forms("speech")


def _case(page: Page, token: int) -> str:
    case = page.child(token, "case")
    return "" if case is None else page.word(case)


def _rumoured(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "There were many rumours about him, including about his arrest", "amid talk that he had left": nobody's word."""
    openings = _rumour_openings(words)
    for n, token in enumerate(page.tokens[:-1]):
        if token.upos != "NOUN" or page.word(n) not in openings:
            continue
        told = [m for m in page.children[n] if m > n and page.tokens[m].relation in ("acl", "ccomp", "nmod")]
        for m in told:
            opening = page.child(m, "mark", "case")
            if opening is None or page.word(opening) not in openings[page.word(n)]:
                continue
            content = _runs(page, [k for k in page.subtree(m) if k > opening])
            more = _including(page, m)
            if more and all(page.tokens[k].upos == "PRON" for k in page.subtree(m) if k > opening):
                content = more  # "about him" says nothing yet
            if content and (more or page.relation(m) != "nmod"):
                cue = Span(token.start, page.tokens[opening].end)
                yield Statement(content=content, source=(), cue=(cue,), confidence=CONFIDENCE)
                break


def _reportedly(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "The governor reportedly left.": nobody's word, where the adverb is the main verb's."""
    for n, token in enumerate(page.tokens):
        if token.upos != "ADV" or page.word(n) not in words.rumour_adverbs or token.head < 0:
            continue
        verb = token.head
        content = _runs(page, [m for m in page.subtree(verb) if m != n])
        if page.tokens[verb].relation == "root" and page.tokens[verb].upos == "VERB" and content:
            yield Statement(
                content=content, source=(), cue=(Span(token.start, token.end),), confidence=CONFIDENCE
            )


@cache
def _rumour_openings(words: Lexicon) -> Mapping[str, frozenset[str]]:
    """Nouns of rumour with the words that bring in what is rumoured: "rumours" with "that", "of", "about"."""
    out: dict[str, frozenset[str]] = {}
    for phrase in words.rumour:
        noun, *rest = phrase.split()
        if len(rest) == 1 and rest[0] in ("that", "of", "about"):
            out[noun] = out.get(noun, frozenset()) | {rest[0]}
    return out


def _including(page: Page, token: int) -> Spans:
    """ "…, including about his arrest": what comes of a general phrase behind "including" in the same sentence."""
    last = page.parsed.sentences[page.sentence(token)][1]
    for n in range(token + 1, last - 1):
        head = page.tokens[n].head
        if page.word(n) == "including" and page.word(n - 1) == "," and head > n:
            cases = [m for m in page.children[head] if m < head and page.relation(m) == "case"]
            return _runs(page, [m for m in page.subtree(head) if m > n and m not in cases])
    return ()


def _loose_quotations(page: Page) -> Iterator[Statement]:
    """Quotations that are sentences of their own: a quotation that goes on, or one that nobody is named for."""
    for quotation in page.quotations:
        first, last = page.range(quotation)
        if sum(page.tokens[n].upos != "PUNCT" for n in range(first, last)) < SHORTEST_QUOTATION:
            continue
        begin, end = page.parsed.sentences[page.sentence(first)][0], page.parsed.sentences[page.sentence(last - 1)][1]
        outside = [n for n in (*range(begin, first), *range(last, end)) if page.tokens[n].upos != "PUNCT"]
        if not outside:
            yield Statement(content=(quotation,), source=(), cue=(), confidence=CONFIDENCE)


def _statement(content: Spans, source: Span, cue: Span) -> Statement:
    return Statement(content=content, source=(source,), cue=(cue,), confidence=CONFIDENCE)


def _cue(page: Page, verb: int) -> Span:
    """The verb with its auxiliaries where they touch it."""
    first = verb
    while (
        first > 0
        and page.tokens[first - 1].head == verb
        and page.tokens[first - 1].relation.startswith(("aux", "advmod"))
    ):
        first -= 1
    return Span(page.tokens[first].start, page.tokens[verb].end)


def _runs(page: Page, tokens: Iterable[int]) -> Spans:
    """Tokens as spans of characters, without the punctuation at their edges."""
    runs: list[list[int]] = []
    for n in sorted(tokens):
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    out = []
    for run in runs:
        while run and page.tokens[run[0]].upos == "PUNCT" and page.form(run[0]) not in QUOTES:
            run = run[1:]
        while run and page.tokens[run[-1]].upos == "PUNCT" and page.form(run[-1]) not in QUOTES:
            run = run[:-1]
        if any(page.tokens[n].upos not in ("PUNCT", "CCONJ") for n in run):
            out.append(Span(page.tokens[run[0]].start, page.tokens[run[-1]].end))
    return tuple(out)
