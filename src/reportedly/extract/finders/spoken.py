"""Attributions by a verb: "Berg says the road is open", "…, has noted the diplomat", "… was quoted as saying"."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.extract.finders.findings import (
    CLAUSE_MARKS,
    CONFIDENCE,
    cue_of,
    runs_of,
    statement_of,
    those_within,
    verbs_of,
)
from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page, noun_phrase
from reportedly.extract.statements import Statement, is_source
from reportedly.model import Span

RELATIVES = frozenset(("that", "which", "who"))
# What follows these is whom one tells, not who tells.
TELLS = frozenset(("tell", "told", "inform", "informed", "remind", "reminded"))
CLAIMS = frozenset(("claim", "claims", "claimed"))
AS_FAR = ("far", "long", "soon", "well")  # "as far as he recalls" is no saying
PASSIVE = ("nsubj:pass", "nsubj:outer")
NOMINAL_WORDS = frozenset(("NOUN", "PROPN", "ADJ", "DET", "NUM", "ADP", "CCONJ", "PART"))


def says(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "Berg says (that) the road is open", "…, Berg says, …", "…, as the portal reports"."""
    beside = verbs_of(words.sources.language, "beside")
    hearers = words.pronouns.forms("second")
    for n in page.where(words.saying):
        token = page.tokens[n]
        if token.upos != "VERB":
            continue
        subject = page.child(n, "nsubj")
        if subject is None and _as_reported(page, n) and page.word(n - 1) != "as":
            subject = page.child(n, "compound")  # "as a portal reports", read as if "portal reports" were one noun
        if subject is None or page.tokens[subject].relation in PASSIVE or page.word(subject) in RELATIVES:
            continue
        if page.word(subject) in hearers:
            continue  # "you know that …"
        said = page.child(n, "ccomp") or claims_to(page, n) or _on_condition(page, n)
        if said is not None:
            if said < subject < n and page.word(page.subtree(subject)[0] - 1) == ";":
                continue  # "he says it is over; the government says no": a tree that binds the two is wrong
            content = runs_of(page, page.subtree(said))
        elif page.word(n) in beside and _as_reported(page, n) and page.tokens[n].head >= 0:
            mine = set(page.subtree(n))
            clause = _between_semicolons(page, n)
            content = runs_of(page, [m for m in page.subtree(page.tokens[n].head) if m in clause and m not in mine])
        elif (before := _content_before(page, n)) is not None:
            content = runs_of(page, page.subtree(before))
        elif page.word(n) in beside and page.relation(n) == "parataxis":
            mine = set(page.subtree(n))
            content = runs_of(page, [m for m in _between_semicolons(page, n) if m not in mine])
        else:
            continue
        content = tuple(part for part in content if not _cites(page, words, part)) or content
        if content:
            yield statement_of(content, page.phrase(subject), cue_of(page, n))


def claims_to(page: Page, verb: int) -> int | None:
    """ "The rebels claimed to have killed 40": what they claim of themselves."""
    said = page.child(verb, "xcomp") if page.word(verb) in CLAIMS else None
    mark = None if said is None else page.child(said, "mark")
    return said if mark is not None and page.word(mark) == "to" else None


def _on_condition(page: Page, verb: int) -> int | None:
    """ "Told TASS on condition of anonymity that …": the tree hangs what is said on the condition."""
    for n in page.children[verb]:
        said = page.child(n, "acl") if page.word(n) == "condition" else None
        if said is not None and page.word(page.subtree(said)[0]) == "that":
            return said
    return None


def _as_reported(page: Page, verb: int) -> bool:
    """ "…, as the portal reports"."""
    marks = [n for n in page.children[verb] if page.tokens[n].relation in ("mark", "advmod")]
    as_said = any(page.word(n) == "as" and page.word(max(n - 1, 0)) not in AS_FAR for n in marks)
    return as_said and page.tokens[verb].relation == "advcl"


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


def says_behind(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "…, has noted the diplomat.", "…, transmit agencies.", "as writes Lenta.ru, …": the speaker behind the verb."""
    beside = verbs_of(words.sources.language, "beside")
    spots = page.where(beside - TELLS)
    for first, last in page.parsed.sentences:
        for n in those_within(spots, first + 1, last - 1):
            headline = _closes_headline(page, n, last)
            if page.child(n, "nsubj") is not None and not headline:
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
            content = runs_of(page, among)
            if content and (headline or any(page.tokens[m].upos in ("VERB", "AUX") for m in among)):
                yield statement_of(content, source, Span(page.tokens[start].start, page.tokens[n].end))


def _closes_headline(page: Page, verb: int, last: int) -> bool:
    """ "Twelve dead in the capital, one missing, says mayor": in a headline trees make the dead the speakers."""
    line = page.paragraphs[0] if len(page.paragraphs) > 1 else None
    inside = line is not None and page.tokens[last - 1].end <= line.end
    return inside and page.word(verb - 1) == "," and page.tokens[last - 1].upos != "PUNCT"


def _speaker_behind(page: Page, words: Lexicon, start: int, last: int) -> Span | None:
    """The source that ends its clause behind a verb, past "on Sunday"."""
    at = start
    if at < last and page.tokens[at].upos == "ADP" and at + 1 < last and page.tokens[at + 1].relation == "obl":
        at = max(page.subtree(at + 1)) + 1
    if at >= last or page.tokens[at].upos in ("VERB", "AUX", "SCONJ", "PUNCT", "ADP", "ADV"):
        return None
    span = noun_phrase(page, start - 1, at, range(at, last))
    return span if span is not None and page.range(span)[0] == at and is_source(page, words, span) else None


def closing_speakers(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "…, rescue workers and a monitor have said.": a speaker before a last verb that the tree gives no subject."""
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
        content = runs_of(page, range(first, start - 1))
        if content and is_source(page, words, Span(page.tokens[last_name].start, page.tokens[last_name].end)):
            yield statement_of(content, source, Span(page.tokens[end].start, page.tokens[verb].end))


def interrupted_speakers(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "Nine were hurt, Anna Berg, who heads the clinic, told reporters": a verb that the tree gives no subject."""
    for n in page.where(words.stating):
        if page.tokens[n].upos != "VERB" or page.child(n, "nsubj") is not None or n < 2 or page.word(n - 1) != ",":
            continue
        first, _ = page.parsed.sentences[page.sentence(n)]
        opening = next((m for m in range(n - 2, first + 1, -1) if page.word(m) == "who"), None)
        if opening is None or page.word(opening - 1) != ",":
            continue
        clause = page.tokens[opening].head
        name = page.name_at(opening - 2)
        if name is None or name.kind != "person" or page.tokens[clause].relation != "acl:relcl":
            continue
        start = page.range(Span(name.start, name.end))[0]
        content = runs_of(page, range(first, start))
        told = any(page.tokens[m].upos in ("VERB", "AUX") for m in range(first, start))
        if max(page.subtree(clause)) < n and content and told and page.word(start - 1) == ",":
            yield statement_of(content, Span(name.start, name.end), cue_of(page, n))


def _phrase_start(page: Page, first: int, end: int) -> int:
    """Where the nominal words that end before a token begin."""
    while end > first and page.tokens[end - 1].upos in NOMINAL_WORDS:
        end -= 1
    return end


def before_colon(page: Page, words: Lexicon) -> Iterator[Statement]:
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
            content = runs_of(page, range(colon + 1, last))
            if content and (is_source(page, words, source) or page.tokens[subject].upos == "PRON"):
                yield statement_of(content, source, Span(page.tokens[verb].start, page.tokens[verb].end))
                break


def _hits_back(page: Page, words: Lexicon, verb: int) -> bool:
    return f"{page.word(verb)} {page.word(verb + 1)}" in words.reporting


def quoting(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "“…”, Lenta.ru quotes Berg as saying": the medium is the source, and whom it quotes a link of the chain."""
    for n in page.where(words.inner):
        if page.tokens[n].upos != "VERB" or (page.word(n),) not in words.inner[page.word(n)]:
            continue
        subject, quoted, said = page.child(n, "nsubj"), page.child(n, "obj"), page.child(n, "ccomp")
        if subject is not None and page.tokens[subject].relation == "nsubj:pass":
            yield from _quoted_as_saying(page, n, subject)
            continue
        if subject is None or quoted is None or said is None:
            continue
        behind = page.subtree(quoted)[-1] + 1
        content = runs_of(page, page.subtree(said))
        if content and said < n and behind < len(page.tokens) and page.word(behind) == "as":
            yield statement_of(content, page.phrase(subject), cue_of(page, n))


def _quoted_as_saying(page: Page, verb: int, subject: int) -> Iterator[Statement]:
    """ "Berg was quoted (by TASS) as saying that …", "“…”, she is quoted as saying"."""
    saying = next((m for m in page.children[verb] if m > verb and page.word(m).endswith("ing")), None)
    if saying is None or not any(page.word(m) == "as" for m in page.children[saying]):
        return
    said = page.child(saying, "ccomp") or page.child(verb, "ccomp")
    if said is not None:
        content = runs_of(page, page.subtree(said))
    elif page.relation(verb) == "parataxis":  # "…, Berg was quoted by TASS as saying"
        mine = set(page.subtree(verb))
        content = runs_of(page, [m for m in _between_semicolons(page, verb) if m not in mine])
    else:
        content = ()
    if content:
        source = page.phrase(subject, without=("acl",))
        cue = (
            Span(page.tokens[verb].start, page.tokens[verb].end),
            Span(page.tokens[saying - 1].start, page.tokens[saying].end),
        )
        yield Statement(content=content, source=(source,), cue=cue, confidence=CONFIDENCE)
