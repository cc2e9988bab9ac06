"""From attributions to statements: each content cut into single claims, nested ones told from those that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import QUOTES, Page, hull, noun_phrase
from reportedly.model import Attribution, Mode, Span, Spans

# A coordinated clause is a claim of its own where it could stand alone: it has a subject, or it is a list of findings
# ("12 officers killed, 353 wounded").
CLAUSE_LINKS = ("conj", "parataxis", "list")
CONTRASTS = frozenset(("while", "whereas"))
DASHES = "-–—―"
OF_THOSE = frozenset(("them", "whom", "these", "those"))
LIST_MARKS = (",", ";", "and")
LONGEST_SOURCE = 10  # words of a name or description
LONGEST_APPROXIMATOR = 4  # words that may stand before a number: "no fewer than", "at least some"
NAMING = frozenset(("called", "named", "termed", "dubbed", "labelled", "labeled", "known"))
SHORTEST_QUOTATION = 4  # words; shorter ones are titles and scare quotes
NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no", "nor"))
SUBJECTS = ("nsubj", "csubj", "expl")
DATELINE = re.compile(
    r"(?:\d{1,2}[:.]\d\d|[^\W\d_][\w ,.’'-]{0,40}\([\w ./-]{2,30}\)|[A-Z][A-Z ,.-]{3,40}\d{0,2})\s*[-–—]+\s+"
)
# "Correction to our 14:30 entry: …", "UPDATE 2 - …"
LABEL = re.compile(
    r"(?i:correction|clarification|update|updated|corrected|breaking|note|editor.s note)"
    r"\b(?:[^:.!?\n]|:(?=\d)){0,80}:\s+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something said: content, and the words that tell who says it."""

    content: Spans
    source: Spans
    cue: Spans
    confidence: float
    outer: int | None = None  # index of the statement whose content holds this one

    @property
    def place(self) -> Span:
        return hull((*self.content, *self.source, *self.cue))


def statements_of(attributions: Iterable[Attribution]) -> list[Statement]:
    """One statement an attribution, in the order of the text; an attribution of nothing is none."""
    return [
        Statement(content=a.content, source=a.source, cue=a.cue, confidence=a.confidence)
        for a in attributions
        if a.content
    ]


def tidied(page: Page, words: Lexicon, statements: Iterable[Statement]) -> list[Statement]:
    """Statements without what the reader's tags let in.

    Marks alone; a source in another line than its cue; content of another line, unless it is a quotation that goes on
    (a headline's words are no part of what the body's first source says); citing taken for saying ("RBC, citing the
    channel, writes").
    """
    out = []
    citing: Statement | None = None
    for statement in statements:
        cue = tuple(span for part in statement.cue for span in _lines(page, part)[-1:])
        source = _beside(page, statement.source, cue) or _who_cited(page, citing, cue)
        content = _own_part(page, statement.content, cue, source)
        source, content = _source_apart(page, words, source, cue, content)
        content = _behind_the_quoted(page, words, cue, content)
        content = _before_the_cited(page, words, content)
        content = tuple(p for p in content if not _checks(page, words, p, content)) or content
        if content and not (
            _cites(page, words, cue, content)
            or _asks(page, source)
            or _says_nothing(page, words, cue, content)
            or _is_topic(page, words, source, cue)
            or _names_it(page, cue, content)
            or _names_the_quoted(page, words, cue, content)
        ):
            out.append(replace(statement, source=source, cue=cue, content=content))
        elif content and _cites(page, words, cue, content):
            citing = replace(statement, source=source, cue=cue, content=content)
    return out


def _who_cited(page: Page, citing: Statement | None, cue: Spans) -> Spans:
    """ "Local media, citing witnesses, | report": the media, where the reader gave them to the citing alone."""
    if citing is None or not cue or citing.cue[0].start > cue[0].start:
        return ()
    gap = page.text[citing.content[-1].end : cue[0].start]
    return () if any(map(str.isalnum, gap)) else citing.source


def _source_apart(page: Page, words: Lexicon, source: Spans, cue: Spans, content: Spans) -> tuple[Spans, Spans]:
    """Source and content told apart where the reader took the one for a piece of the other.

    "…, has noted the diplomat": the piece behind the cue.  "…, Anna Berg, who runs the port, told a briefing": the name
    in front of it.  A source that is a piece of the content too ("Chief: 2,500 troops") is taken out of it.
    """
    if not cue or source:
        return source, tuple(p for p in content if p not in source) or content
    behind = [p for p in content if 0 <= p.start - cue[-1].end <= 1]
    if behind and content[0].end <= cue[0].start and is_source(page, words, behind[0]):
        return (behind[0],), tuple(p for p in content if p != behind[0])
    for part in content:
        if 0 <= cue[0].start - part.end <= 2:
            name = _closing_name(page, part)
            if name is not None:
                rest = _runs_before(page, part, name.start)
                return (name,), tuple(rest if p == part else p for p in content)
    return source, content


def _closing_name(page: Page, part: Span) -> Span | None:
    """The person named behind the last clause of a part and described to its end."""
    first, last = page.range(part)
    while last > first and page.tokens[last - 1].upos == "PUNCT":
        last -= 1
    for n in range(last - 1, first + 1, -1):
        name = page.name_at(n)
        if name is None or name.kind != "person" or page.tokens[n].start != name.start or page.word(n - 1) != ",":
            continue
        own = page.subtree(n)
        if (
            own[0] >= n - 1
            and own[-1] >= last - 1
            and page.tokens[n].relation in ("appos", "nsubj", "parataxis", "conj")
        ):
            return Span(name.start, page.tokens[last - 1].end)
    return None


def _runs_before(page: Page, part: Span, end: int) -> Span:
    last = page.range(Span(part.start, end))[1]
    while page.tokens[last - 1].upos == "PUNCT" and page.form(last - 1) not in QUOTES:
        last -= 1
    return Span(part.start, page.tokens[last - 1].end)


def _behind_the_quoted(page: Page, words: Lexicon, cue: Spans, content: Spans) -> Spans:
    """ "TASS quotes Berg as saying the road is open", "citing two officials, the talks failed": without the quoted.

    Whom a medium quotes is a link of the chain; so is "reference to the ministry" behind "reported with".
    """
    content = tuple(p for p in content if not _inner_phrase_at(page, words, p)) or content
    said = tuple(page.words(cue[0]).lower().split())[-1:] if cue else ()
    if not said or said not in words.inner.get(said[0], ()) or not content:
        return content
    first, last = page.range(content[0])
    if last - first < 2:
        return content
    if page.tokens[first - 1].end != cue[0].end or not first:
        return content
    quoted = noun_phrase(page, first - 1, first, range(first, last))
    behind = page.range(quoted)[1] if quoted is not None else last
    start = next((n + 1 for n in range(behind, last - 1) if page.word(n) == ":" or _as_saying(page, n)), None)
    if start is None and behind + 1 < last and page.word(behind) == ",":
        start = behind + 1 if any(page.tokens[n].upos in ("VERB", "AUX") for n in range(behind, last)) else None
    return content if start is None else (Span(page.tokens[start].start, content[0].end), *content[1:])


def _before_the_cited(page: Page, words: Lexicon, content: Spans) -> Spans:
    """ "Northwire reported that the bridge is closed | , citing the mayor": whom it cites is a link of the chain.

    Trees hang the citing low, on the last verb of what is said.
    """
    if not content or page.quoted(content):
        return content
    first, last = page.range(content[-1])
    for n in range(first + 2, last - 1):
        if page.word(n - 1) != ",":
            continue
        for phrase in words.inner.get(page.word(n), ()):
            behind = n + len(phrase)
            if behind < last and tuple(page.word(m) for m in range(n, behind)) == phrase:
                cited = noun_phrase(page, n, behind, range(behind, last))
                if cited is not None and page.range(cited)[1] >= last - 1 and is_source(page, words, cited):
                    return (*content[:-1], Span(content[-1].start, page.tokens[n - 2].end))
    return content


def _as_saying(page: Page, token: int) -> bool:
    return page.word(token - 1) == "as" and page.word(token).endswith("ing")


def _inner_phrase_at(page: Page, words: Lexicon, part: Span) -> bool:
    """A part that goes on with "with (reference to the ministry)"."""
    first = page.range(part)[0]
    for n in range(max(0, first - 2), first):
        for phrase in words.inner.get(page.word(n), ()):
            stop = n + len(phrase)
            if stop > first + 1 and tuple(page.word(m) for m in range(n, min(stop, len(page.tokens)))) == phrase:
                return True
    return False


def is_source(page: Page, words: Lexicon, span: Span) -> bool:
    """A name or a noun that sources are described by."""
    head = page.head_of(span)
    if head is None or len(page.words(span).split()) > LONGEST_SOURCE:
        return False
    name = page.name_at(head)
    if name is not None:
        return name.kind != "place" or words.medium(page.text[name.start : name.end]) is not None
    return words.kind_of_noun(page.word(head)) is not None


def _checks(page: Page, words: Lexicon, part: Span, content: Spans) -> bool:
    """ "…; this could not be verified": the author's remark behind what somebody said."""
    head = page.head_of(part)
    if part == content[0] or head is None or not words.certainty.has(page.word(head), "verified"):
        return False
    return any(page.word(n) in NEGATIONS for n in page.children[head]) and page.child(head, "aux:pass") is not None


def _says_nothing(page: Page, words: Lexicon, cue: Spans, content: Spans) -> bool:
    """ "He named no suspects", "the ministry has not commented on it": to be silent is to claim nothing."""
    tokens = [n for part in content for n in range(*page.range(part))]
    clausal = any(page.tokens[n].upos in ("VERB", "AUX", "PRON", "SCONJ") for n in tokens)
    if not tokens or clausal or page.quoted(content):
        return False
    cued = [page.word(n) for part in cue for n in range(*page.range(part))]
    silent = any(word in NEGATIONS for word in cued) and any(words.certainty.has(word, "say") for word in cued)
    return page.word(tokens[0]) == "no" or silent


def _names_it(page: Page, cue: Spans, content: Spans) -> bool:
    """ "What is called “soft power”": a name for a thing, in quotation marks, on nobody's word."""
    tokens = [n for part in cue for n in range(*page.range(part))]
    passive = any(
        page.word(n) in NAMING and page.child(n, "aux:pass") is not None and page.child(n, "obl:agent") is None
        for n in tokens
    )
    return passive and len(page.words(content[0]).split()) < SHORTEST_QUOTATION


def _names_the_quoted(page: Page, words: Lexicon, cue: Spans, content: Spans) -> bool:
    """ "Berg was quoted by TASS as saying …": she is no content."""
    if cue and page.words(cue[-1]).lower().endswith("as saying") and is_source(page, words, content[-1]):
        return not page.quoted(content) and not any(
            page.tokens[n].upos in ("VERB", "AUX") for n in range(*page.range(content[-1]))
        )
    verbs = [
        n for part in cue for n in range(*page.range(part)) if (page.word(n),) in words.inner.get(page.word(n), ())
    ]
    head = page.head_of(content[0])
    return head is not None and page.tokens[head].relation == "nsubj:pass" and page.tokens[head].head in verbs


def _is_topic(page: Page, words: Lexicon, source: Spans, cue: Spans) -> bool:
    """ "Kazakhstan: shops reopen": a place before a colon is what it is about."""
    if not source or not cue or page.words(cue[0]) != ":":
        return False
    head = page.head_of(source[0])
    name = page.name_at(head) if head is not None else None
    return name is not None and name.kind == "place" and words.medium(page.text[name.start : name.end]) is None


def _lines(page: Page, span: Span) -> list[Span]:
    """A span cut where lines break."""
    out = []
    for line in re.finditer(r"[^\r\n]+", page.words(span)):
        text = line.group()
        start = span.start + line.start() + len(text) - len(text.lstrip())
        end = span.start + line.start() + len(text.rstrip())
        if start < end:
            out.append(Span(start, end))
    return out


def _says_something(page: Page, span: Span) -> bool:
    return any(c.isalnum() for c in page.words(span))


def _may_speak(page: Page, span: Span) -> bool:
    """Whether the words could name a source: "No" in "No confirmed number" does not."""
    first, last = page.range(span)
    return any(page.tokens[n].upos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "SYM") for n in range(first, last))


def _asks(page: Page, source: Spans) -> bool:
    """ "Who ordered it?": a question, and nobody's word."""
    if not source:
        return False
    end = page.sentence_span(page.sentence_at(source[0].start)).end
    return page.words(source[0]).lower() in ("who", "what", "which") and page.text[end - 1] == "?"


def _beside(page: Page, source: Spans, cue: Spans) -> Spans:
    """The parts of a source that stand in the line of its cue."""
    lines = [line for part in source for line in _lines(page, part) if _may_speak(page, line)]
    if not cue:
        return tuple(lines)
    here = page.paragraph(cue[0].start)
    return tuple(line for line in lines if page.paragraph(line.start) == here)


def _own_part(page: Page, content: Spans, cue: Spans, source: Spans) -> Spans:
    """The parts of a content that are the cue's own; single words only where there is nothing longer."""
    parts = [line for part in content for line in _lines(page, part) if _says_something(page, line)]
    parts = [p for p in parts if not _is_dateline(page, p)] or parts
    parts = [without_dateline(page, p) for p in parts if any(c.isalpha() for c in page.words(p))] or parts
    if cue:
        here = page.paragraph(cue[0].start)
        at_home = any(page.paragraph(p.start) == here for p in parts)
        parts = [p for p in parts if _in_reach(page, p, here, at_home=at_home)]
        parts = [p for p in parts if not _strays(page, p, parts, cue)]
        parts = [_whole_phrase(page, p, cue) for p in _without_gaps(page, parts, (*cue, *source))]
    long_enough = [p for p in parts if len(page.words(p).split()) > 1 or page.quoted((p,))]
    return tuple(long_enough or parts[:1])


def _strays(page: Page, part: Span, parts: Sequence[Span], cue: Spans) -> bool:
    """A few words of another sentence, no clause and no quotation, where the cue's own sentence has content enough."""
    own = page.sentence_at(cue[0].start)
    if page.sentence_at(part.start) == own or page.quoted((part,)):
        return False
    clause = any(page.tokens[n].upos in ("VERB", "AUX") for n in range(*page.range(part)))
    return not clause and any(page.sentence_at(p.start) == own for p in parts)


def _without_gaps(page: Page, parts: Sequence[Span], said: Spans) -> list[Span]:
    """Parts of one sentence joined where nothing of cue or source parts them: "workers(, some from Oskel,) struck"."""
    out = list(parts[:1])
    for part in parts[1:]:
        gap = Span(out[-1].end, part.start)
        whole = page.sentence_at(out[-1].start) == page.sentence_at(part.start)
        clean = ";" not in page.words(gap) and not any(s.start < gap.end and gap.start < s.end for s in said)
        if whole and clean and gap.start <= gap.end:
            out[-1] = Span(out[-1].start, part.end)
        else:
            out.append(part)
    return out


def _whole_phrase(page: Page, part: Span, cue: Spans) -> Span:
    """A part that breaks off after "to" or "the", with what these belong to; without the subject of the next clause."""
    first, last = page.range(part)
    if last - 1 < first:
        return part
    token = page.tokens[last - 1]
    if token.relation == "nsubj" and token.head >= last:  # "…, Orda.kz | reports": the subject of what comes next
        end = min(page.subtree(last - 1))
        while end > first and page.tokens[end - 1].upos in ("PUNCT", "CCONJ"):
            end -= 1
        return Span(part.start, page.tokens[end - 1].end) if end > first else part
    if token.head < last or token.relation not in ("det", "mark", "case", "aux", "nmod:poss"):
        return part
    end = page.tokens[max(page.subtree(token.head))].end
    sentence = page.sentence_span(page.sentence(last - 1))
    if end > sentence.end or any(part.end <= c.start < end for c in cue):
        return part
    return Span(part.start, end)


def _in_reach(page: Page, part: Span, here: int, *, at_home: bool) -> bool:
    """Whether a part may belong to a cue in paragraph `here`.

    Beside it; a quotation that goes on, or follows; a quotation over a line with nothing but the name ("― Anna Berg").
    """
    paragraph = page.paragraph(part.start)
    if paragraph == here:
        return True
    if here == 0 and at_home and page.text[page.paragraphs[0].end - 1].isalnum():
        return False  # a headline that has said it
    signed = paragraph == here - 1 and page.words(page.paragraphs[here]).lstrip()[:1] in DASHES
    return bool(page.quoted((part,))) and (at_home or signed or paragraph == here + 1)


def _is_dateline(page: Page, part: Span) -> bool:
    """Whether a part is no more than the beginning of a dateline: "VELD CITY, March 14 (Reuters"."""
    line = page.paragraphs[page.paragraph(part.start)]
    if part.start != line.start:
        return False
    found = DATELINE.match(page.text, line.start, line.end)
    return found is not None and found.end() >= part.end


def without_dateline(page: Page, part: Span) -> Span:
    """Without the hour of a live blog's entry, the place and date of a dispatch, a label ("Correction:")."""
    line = page.paragraphs[page.paragraph(part.start)]
    for opening in (DATELINE, LABEL):
        found = opening.match(page.text, line.start, line.end)
        if found is not None and found.end() >= part.end:
            continue
        if found is not None:
            line = Span(found.end(), line.end)
    return Span(max(part.start, line.start), part.end)


def _cites(page: Page, words: Lexicon, cue: Spans, content: Spans) -> bool:
    said = tuple(page.words(cue[0]).lower().split()) if cue else ()
    first, last = page.range(content[0])
    cites = bool(said) and said in words.inner.get(said[0], ())
    return cites and not any(page.tokens[n].upos in ("VERB", "AUX") for n in range(first, last))


def mode_of(page: Page, content: Spans) -> Mode:
    """Word for word, in the reporter's words, or partly: by the share of the content between quotation marks."""
    length = sum(len(page.text[a:b].strip()) for a, b in content)
    quoted = page.quoted(content)
    if not quoted:
        return "indirect"
    return "direct" if quoted >= 0.8 * length else "mixed"


def single_claims(page: Page, content: Spans) -> Iterator[Spans]:
    """A content cut into claims: sentence by sentence, and clause by clause where clauses are coordinated."""
    pieces: list[Spans] = []
    for part in content:
        for number, piece in enumerate(_sentences(page, part)):
            # "It rained," she said, "all day.": a part that begins within a sentence goes on with the claim before
            if pieces and number == 0 and _goes_on(page, part) and not _begins_anew(page, pieces[-1][-1], part):
                pieces[-1] = (*pieces[-1], piece)
            else:
                pieces.append((piece,))
    for *begun, last in pieces:
        first, *others = clauses(page, _without_comma(page, last))
        yield (*begun, first)
        for clause in others:
            yield (clause,)


def _without_comma(page: Page, part: Span) -> Span:
    bare = page.words(part).rstrip(" ,;")
    return Span(part.start, part.start + len(bare)) if bare else part


def _goes_on(page: Page, part: Span) -> bool:
    first, last = page.range(part)
    for n in range(first, last):
        if page.tokens[n].upos != "PUNCT":
            return not page.form(n)[:1].isupper() or page.sentence(n) == page.sentence(max(0, first - 1))
    return True


def _begins_anew(page: Page, before: Span, part: Span) -> bool:
    """ "The bridge is shut, he said; the road is open", "Ten were hurt, she said, two of them badly": two claims."""
    head, first = page.head_of(part), page.head_of(before)
    if head is None or first is None or page.child(first, *SUBJECTS) is None:
        return False
    if _opens_with_count(page, *page.range(part)) is not None:
        return True
    if page.child(head, *SUBJECTS) not in range(*page.range(part)) or page.child(head, "mark") is not None:
        return False
    if page.relation(head) in CLAUSE_LINKS:
        return True
    apart = page.text[part.start - 2 : part.start].startswith(";") or _said_apart(page, first, head)
    return page.relation(head) == "ccomp" and apart


def _said_apart(page: Page, first: int, second: int) -> bool:
    """Two clauses that hang on one verb of saying."""
    return page.relation(first) == "ccomp" and page.tokens[first].head == page.tokens[second].head


def _sentences(page: Page, part: Span) -> list[Span]:
    first, last = page.range(part)
    cuts = [first, *(n for n in range(first + 1, last) if page.sentence(n) != page.sentence(n - 1)), last]
    out = []
    for a, b in pairwise(cuts):
        if any(page.tokens[n].upos != "PUNCT" for n in range(a, b)):
            out.append(Span(max(part.start, page.tokens[a].start), min(part.end, page.tokens[b - 1].end)))
    return out or [part]


def clauses(page: Page, part: Span) -> list[Span]:
    """Coordinated clauses of a stretch of one sentence, each without the words and marks that join it to the next."""
    first, last = page.range(part)
    head = page.head_of(part)
    if head is None:
        return [part]
    found = (*_clause_starts(page, head, first, last), *_count_starts(page, first, last))
    starts = sorted({first} | {s for s in found if first < s < last})
    out: list[Span] = []
    for a, b in zip(starts, [*starts[1:], last], strict=True):
        a, b = _trimmed(page, a, b)
        if a < b:
            out.append(Span(max(part.start, page.tokens[a].start), min(part.end, page.tokens[b - 1].end)))
    if len(out) < 2:
        return [part]
    out[0] = Span(part.start, out[0].end)
    out[-1] = Span(out[-1].start, part.end)
    return out


def _clause_starts(page: Page, head: int, first: int, last: int) -> Iterator[int]:
    for n in page.children[head]:
        token = page.tokens[n]
        if not first <= n < last or n < head:
            continue
        joined = page.relation(n) in CLAUSE_LINKS or (token.relation == "advcl" and _contrasts(page, n))
        if joined and (_stands_alone(page, n) or (_counted(page, n) and _counted(page, head))):
            own = [x for x in page.subtree(n) if first <= x < last]
            yield min(own)
            yield from _clause_starts(page, n, first, last)


def _count_starts(page: Page, first: int, last: int) -> Iterator[int]:
    """Where a list of counts goes on with the next: "12 officers killed, 353 wounded", "ten hurt, two of them badly".

    Told by the words: with the verb left out ("and 353 hurt"), a tree of such a list is a guess.
    """
    if not any(page.tokens[n].upos == "NUM" for n in range(first, last)):
        return
    starts = [n for n in range(first + 1, last - 1) if page.word(n - 1) in LIST_MARKS]
    shares = [n for n in starts if _share(page, n, _next_break(page, n, last))]
    if len(shares) > 1:
        yield from shares
    counted = _predicated(page, first, _next_break(page, first, last))
    for n in starts:
        count = _opens_with_count(page, n, last)
        if count is None:
            counted = _predicated(page, n, _next_break(page, n, last))
        elif counted and _predicated(page, n, _next_break(page, count + 1, last)):
            yield n


def _next_break(page: Page, start: int, last: int) -> int:
    return next((n for n in range(start, last) if page.word(n) in LIST_MARKS), last)


def _opens_with_count(page: Page, first: int, last: int) -> int | None:
    """The number that opens a stretch, behind no more than "about", "more than", "at least", "some"."""
    for n in range(first, min(last, first + LONGEST_APPROXIMATOR)):
        if page.tokens[n].upos == "NUM":
            return n
        if page.tokens[n].upos not in ("ADV", "ADJ", "ADP", "DET") or page.tokens[n].relation == "nsubj":
            return None
    return None


def _predicated(page: Page, first: int, last: int) -> bool:
    """Whether a count says something of what it counts: "353 wounded", "21 in the region", "two of them children"."""
    number = next((n for n in range(first, last) if page.tokens[n].upos == "NUM"), None)
    if number is None:
        return False
    rest = range(number + 1, last)
    if number + 2 < last and page.tokens[number + 1].upos == "ADP" and page.word(number + 2) in OF_THOSE:
        return True
    nouns = [n for n in rest if page.tokens[n].upos in ("NOUN", "PROPN")]
    for n in rest:
        if page.tokens[n].upos in ("VERB", "ADJ"):
            return page.tokens[n].head not in nouns or page.tokens[n].head < n
    return False


def _share(page: Page, first: int, last: int) -> bool:
    """ "…, Belarus 500": a name and its number, and nothing else."""
    kinds = [page.tokens[n].upos for n in range(first, last) if page.tokens[n].upos not in ("PUNCT", "CCONJ")]
    return len(kinds) > 1 and kinds[-1] == "NUM" and set(kinds[:-1]) == {"PROPN"}


def _stands_alone(page: Page, token: int) -> bool:
    if page.tokens[token].upos not in ("VERB", "AUX", "ADJ", "NOUN"):
        return False
    return page.child(token, *SUBJECTS) is not None


def _contrasts(page: Page, token: int) -> bool:
    """ "Eight were killed, while 317 were hurt"."""
    return any(page.word(n) in CONTRASTS for n in page.children[token])


def _counted(page: Page, token: int) -> bool:
    """ "12 officers", "353 wounded", "200 from Oskel": in a list of counts each is a claim; a bare number is none."""
    if page.tokens[token].upos != "NUM":
        return page.child(token, "nummod") is not None
    return any(page.relation(n) not in ("punct", "cc", "advmod") for n in page.children[token])


def _trimmed(page: Page, a: int, b: int) -> tuple[int, int]:
    while a < b and page.form(a) not in QUOTES:
        if page.tokens[a].upos not in ("PUNCT", "CCONJ") and page.word(a) not in CONTRASTS:
            break
        a += 1
    while b > a and (page.tokens[b - 1].upos in ("PUNCT", "CCONJ") and page.form(b - 1) not in QUOTES):
        b -= 1
    return a, b
