"""Statements put right by the tree: whom one tells, whom one cites and what one says next are no part of a content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportedly.extract.finders.spoken import claims_to
from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page, noun_phrase, overlap
from reportedly.extract.statements import Statement
from reportedly.model import Span, Spans

# What follows these is whom one tells, not who tells.
TELLS = frozenset(("tell", "tells", "told", "telling", "inform", "informed", "remind", "reminded", "assured", "warned"))
NAMELESS = re.compile(
    r"(?:not )?to (?:be (?:named|identified|quoted|cited)|have \w+ names? \w+|give \w+ (?:full |last |sur)?names?)\b"
    r"|(?:to (?:remain|stay) anonymous|anonymity)\b",
    re.IGNORECASE,
)
SPEAKING = ("person", "group", "anonymous")
CLAUSES = ("acl:relcl", "advcl", "conj")
AGAINST = frozenset(("while", "whereas"))


def mend(page: Page, words: Lexicon, statements: Iterable[Statement]) -> list[Statement]:
    """The statements of the reader, some of them cut in two, without those that turn out to say nothing."""
    out = []
    for statement in statements:
        if not statement.cue:
            out.append(statement)
            continue
        kept = _without_citation(page, words, _with_own_subject(page, words, _with_own_cue(page, words, statement)))
        if kept is not None and not _asks_for_silence(page, kept):
            kept = _without_main_clause(page, _without_hearer(page, kept))
            for one in _by_clause(page, words, kept):
                out += _cut_at_next_cue(page, words, _without_contrast(page, words, one))
    return out


def _verb(page: Page, cue: Spans) -> int | None:
    """The last verb of a cue."""
    tokens = [n for part in cue for n in range(*page.range(part))]
    return next((n for n in reversed(tokens) if page.tokens[n].upos == "VERB"), None)


def _with_own_cue(page: Page, words: Lexicon, statement: Statement) -> Statement:
    """ "Wrote with reference to | its sources that …": the cue is the verb, and the sources are no content."""
    first, last = page.range(statement.cue[-1])
    for n in range(first + 1, last):
        if not any(page.tokens[m].upos == "VERB" for m in range(first, n)):
            continue  # "has often | cited"
        phrase = tuple(page.word(m) for m in range(n, last))
        if phrase not in words.inner.get(phrase[0], ()):
            continue
        sentence = page.parsed.sentences[page.sentence(first)]
        quoted = noun_phrase(page, n, last, range(last, sentence[1]))
        cue = Span(statement.cue[-1].start, page.tokens[n - 1].end)
        content = statement.content if quoted is None else tuple(_behind(page, statement.content, quoted))
        return replace(statement, cue=(*statement.cue[:-1], cue), content=content or statement.content)
    return statement


def _with_own_subject(page: Page, words: Lexicon, statement: Statement) -> Statement:
    """ "A diver who asked not to be named | told | Reuters that …": whose verb it is says it, and is not said."""
    verb = _verb(page, statement.cue)
    subject = None if verb is None else page.child(verb, "nsubj")
    if statement.source or verb is None or subject is None or page.word(verb) not in words.stating:
        return statement
    if page.child(verb, "aux:pass") is not None or page.child(verb, "ccomp") is None:
        return statement
    at = page.tokens[subject].start
    rest = tuple(part for part in statement.content if not part.start <= at < part.end)
    own = [part for part in statement.content if part not in rest]
    if not rest or not own or own[0].end > statement.cue[0].start or page.quoted(tuple(own)):
        return statement
    return replace(statement, source=(page.phrase(subject, without=("acl", "punct")),), content=rest)


def _behind(page: Page, content: Spans, taken: Span) -> Iterator[Span]:
    """The parts of a content without what they share with a phrase in front of them."""
    for part in content:
        if not overlap(part, taken):
            yield part
        elif taken.end < part.end:
            first, last = page.range(Span(taken.end, part.end))
            if first < last:
                yield Span(page.tokens[first].start, part.end)


def _without_citation(page: Page, words: Lexicon, statement: Statement) -> Statement | None:
    """None for "reported, citing its director": whom one cites says nothing yet."""
    content = tuple(part for part in statement.content if not _is_citation(page, words, part))
    if not content:
        return None
    said = tuple(page.words(statement.cue[0]).lower().split())
    head = page.head_of(content[0])
    if len(content) == 1 and head is not None and said[0].endswith("ing") and said in words.inner.get(said[0], ()):
        cited = page.relation(head) in ("obj", "obl") and words.kind_of_noun(page.word(head)) in SPEAKING
        if cited and not page.quoted(content):
            return None
    return replace(statement, content=content)


def _is_citation(page: Page, words: Lexicon, part: Span) -> bool:
    first, last = page.range(part)
    if first >= last or page.word(first) not in words.inner:
        return False
    opens = any(
        tuple(page.word(m) for m in range(first, min(last, first + len(phrase)))) == phrase
        for phrase in words.inner[page.word(first)]
    )
    return opens and not any(page.relation(n) == "nsubj" for n in range(first, last))


def _asks_for_silence(page: Page, statement: Statement) -> bool:
    """ "Who asked not to be named", "who declined to be identified"."""
    return any(NAMELESS.match(page.words(part)) for part in statement.content)


def _without_hearer(page: Page, statement: Statement) -> Statement:
    """ "Told | the agency that …": the agency is told."""
    verb = _verb(page, statement.cue)
    if verb is None or page.word(verb) not in TELLS or page.child(verb, "ccomp") is None:
        return statement
    hearer = next((n for n in page.children[verb] if n > verb and page.relation(n) in ("iobj", "obj")), None)
    if hearer is None:
        return statement
    told = page.phrase(hearer)
    if not any(part.start == told.start for part in statement.content) or page.quoted((told,)):
        return statement
    content = tuple(_behind(page, statement.content, told))
    return replace(statement, content=content) if content else statement


def _without_main_clause(page: Page, statement: Statement) -> Statement:
    """ "There was no word of it, | though he told television | that …": the main clause is nobody's, or another's."""
    verb = _verb(page, statement.cue)
    said = page.child(verb, "ccomp") if verb is not None else None
    if verb is None or said is None or len(statement.content) < 2 or page.relation(verb) not in ("advcl", "conj"):
        return statement
    mark = page.child(said, "mark")
    if mark is None or mark < verb or page.word(mark) != "that":
        return statement
    start = page.tokens[verb].start
    content = tuple(p for p in statement.content if p.start > start or page.quoted((p,)))
    return replace(statement, content=content) if content else statement


def _by_clause(page: Page, words: Lexicon, statement: Statement) -> Iterator[Statement]:
    """ "The envoy said the fighting, | which has killed 20, according to doctors, | must end": two statements."""
    clause = _last_clause(page, words, statement)
    if clause is None:
        yield statement
        return
    [part] = statement.content
    head = page.head_of(part)
    said = page.child(head, "ccomp") if head is not None else None
    subject = page.child(head, "nsubj") if head is not None else None
    if head is not None and said is not None and subject is not None:
        start = page.tokens[min(page.subtree(said))].start
        end = page.tokens[page.range(clause)[0] - 2].end
        if start < end:
            cue = Span(page.tokens[head].start, page.tokens[head].end)
            source = page.phrase(subject, without=("acl", "punct"))
            yield replace(statement, source=(source,), cue=(cue,), content=(Span(start, end),))
    yield replace(statement, content=(clause,))


def _last_clause(page: Page, words: Lexicon, statement: Statement) -> Span | None:
    """The clause behind a comma that "according to X" holds for, where the rest of the content is said by another."""
    if page.word(page.range(statement.cue[0])[0]) != "according" or len(statement.content) != 1:
        return None
    [part] = statement.content
    head = page.head_of(part)
    if part.end > statement.cue[0].start or head is None or page.word(head) not in words.saying:
        return None
    first, last = page.range(part)
    subject = page.child(head, "nsubj")
    if subject is None or not first <= subject < head or page.child(head, "ccomp") is None:
        return None
    for n in range(last - 1, head, -1):
        if page.tokens[n].relation not in CLAUSES or page.tokens[n].upos not in ("VERB", "ADJ", "NOUN"):
            continue
        own = [m for m in page.subtree(n) if first <= m < last and (m >= n or page.tokens[m].upos != "PUNCT")]
        if own[-1] >= last - 1 and page.word(own[0] - 1) == ",":
            return Span(page.tokens[own[0]].start, part.end)
    return None


def _without_contrast(page: Page, words: Lexicon, statement: Statement) -> Statement:
    """ "The rebels say 20 died, | while the government says nobody did": the writer sets two against each other."""
    last = statement.content[-1]
    if page.quoted(statement.content) or last.start < statement.cue[-1].end:
        return statement
    for n in range(*page.range(last)):
        mark = page.child(n, "mark")
        if mark is None or page.word(mark) not in AGAINST or page.relation(n) != "advcl":
            continue
        subject = page.child(n, "nsubj")
        if page.word(n) not in words.stating or subject is None or page.tokens[subject].upos == "PRON":
            continue  # "while he says that …": he may be the speaker
        before = mark
        while page.tokens[before - 1].upos in ("PUNCT", "CCONJ"):
            before -= 1
        cut = page.tokens[before - 1].end
        if last.start < cut and (page.child(n, "ccomp") is not None or claims_to(page, n) is not None):
            return replace(statement, content=(*statement.content[:-1], Span(last.start, cut)))
    return statement


def _cut_at_next_cue(page: Page, words: Lexicon, statement: Statement) -> Iterator[Statement]:
    """ "Said the vote was peaceful | but noted | irregularities": two cues of one speaker."""
    verb = _verb(page, statement.cue)
    last = statement.content[-1]
    if verb is None or not statement.source or page.quoted(statement.content) or last.start < statement.cue[-1].end:
        yield statement
        return
    for n in range(*page.range(last)):
        if page.tokens[n].relation == "conj" and _is_next_cue(page, words, n, verb, last):
            opening = page.child(n, "cc")
            before = n if opening is None else opening
            while page.tokens[before - 1].upos == "PUNCT":
                before -= 1
            cut, end = page.tokens[before - 1].end, page.range(last)[1]
            if last.start < cut and n + 1 < end:
                yield replace(statement, content=(*statement.content[:-1], Span(last.start, cut)))
                cue = Span(page.tokens[n].start, page.tokens[n].end)
                yield replace(statement, cue=(cue,), content=(Span(page.tokens[n + 1].start, last.end),))
                return
    yield statement


def _is_next_cue(page: Page, words: Lexicon, n: int, verb: int, content: Span) -> bool:
    """Whether a verb beside another in a content is the speaker's: no subject of its own, and the other's is no one."""
    if page.word(n) not in words.stating or page.tokens[n].upos != "VERB" or page.child(n, "nsubj", "aux") is not None:
        return False
    if page.child(n, "ccomp", "obj") is None or page.word(n).endswith("ing"):
        return False
    beside = page.tokens[n].head
    if beside == verb:
        return True
    subject = page.child(beside, "nsubj")
    if subject is None or not content.start <= page.tokens[beside].start or page.child(beside, "mark") is not None:
        return False
    named = page.name_at(subject) is not None or page.tokens[subject].upos == "PRON"
    return not named and words.kind_of_noun(page.word(subject)) in (None, "document")
