"""Attributions by a phrase or a noun: "according to X", "in his opinion", "its claim that …"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from reportedly.extract.finders.findings import CLAUSE_MARKS, runs_of, statement_of, those_within
from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page, noun_phrase
from reportedly.extract.statements import Statement
from reportedly.languages import load_list
from reportedly.model import Span

LONGEST_HOLDER = 12  # tokens of "in the opinion's holder's view"
GENITIVES = ("'s", "’s", "'", "’")
OWNERS = ("by", "of", "from")


def in_a_view(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "In his opinion, …", "…, by its own count", "…; in Berg's view …", "according to her, …"."""
    views = _views(words)
    spots = page.where(views)
    for first, last in page.parsed.sentences:
        sentence = Span(page.tokens[first].start, page.tokens[last - 1].end)
        opening = _opinions(words).get(page.word(first), ())
        text = page.words(sentence).lower() if opening else ""
        phrase = next((p for p in opening if text.startswith(p)), None)
        if phrase is not None and text[len(phrase) :].startswith((",", " ")):
            cue = Span(sentence.start, sentence.start + len(phrase))
            among = range(first, page.range(cue)[1])
            who = next((n for n in among if page.word(n) in words.he | words.they | {"its"}), None)
            content = runs_of(page, range(page.range(cue)[1], last))
            if who is not None and content:
                yield statement_of(content, Span(page.tokens[who].start, page.tokens[who].end), cue)
                continue
        for n in those_within(spots, first, last - 2):
            if n > first and page.tokens[n - 1].upos not in ("PUNCT", "CCONJ"):
                continue  # it stands apart
            for rest in views[page.word(n)]:
                view = _view_at(page, words, n, last, rest)
                if view is not None:
                    yield from _held(page, words, n, view, range(first, last))
                    break


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


def _view_at(page: Page, words: Lexicon, start: int, last: int, rest: tuple[str, ...]) -> int | None:
    """The token at which "in … view" ends, if its gap holds a pronoun or a genitive."""
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
    content = runs_of(page, among)
    if content and last < own:
        source = Span(page.tokens[start + 1].start, page.tokens[last].end)
        yield statement_of(content, source, Span(page.tokens[start].start, page.tokens[end - 1].end))


def according(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "According to X", "in accordance with X", "in the words of X" and the clause they belong to."""
    openings = _openings(words)
    spots = page.where(openings)
    for first, last in page.parsed.sentences:
        sentence = range(first, last)
        for n in those_within(spots, first, last - 1):
            beginning = openings[page.word(n)]
            if page.word(n + 1) not in beginning:
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
            content = runs_of(page, [m for m in page.subtree(clause) if m not in mine])
            if n == first and page.word(page.range(source)[1]) == ",":
                content = runs_of(page, range(_behind_cited(page, words, page.range(source)[1] + 1, last), last))
            if content:
                cue = Span(page.tokens[n].start, page.tokens[n + len(phrase) - 1].end)
                yield statement_of(content, source, cue)


@cache
def _openings(words: Lexicon) -> Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]:
    """The phrases that bring in a source, by their first two words."""
    out: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {}
    for first, phrases in words.of_source.items():
        for phrase in phrases:
            under = out.setdefault(first, {})
            under[phrase[1]] = (*under.get(phrase[1], ()), phrase)
    return out


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


def by_noun(page: Page, words: Lexicon) -> Iterator[Statement]:
    """ "A report by the BBC that …", "its claim that …", "the ministry's denial that …"."""
    speech = _nouns_of_speech(words.sources.language)
    for n in page.where(speech):
        token = page.tokens[n]
        if token.upos != "NOUN":
            continue
        said = next((m for m in page.children[n] if m > n and page.tokens[m].relation in ("acl", "ccomp")), None)
        mark = page.child(said, "mark") if said is not None else None
        if said is None or mark is None or page.word(mark) != "that":
            continue
        owner = page.child(n, "nmod:poss")
        by = [m for m in page.children[n] if n < m < said and page.relation(m) == "nmod" and _case(page, m) in OWNERS]
        who = owner if owner is not None else by[0] if by else None
        content = runs_of(page, page.subtree(said))
        if who is not None and content and page.tokens[who].upos != "PRON":
            yield statement_of(content, page.phrase(who, without=("case", "acl")), Span(token.start, token.end))


@cache
def _nouns_of_speech(language: str) -> frozenset[str]:
    return load_list(language, "cue_nouns").forms("speech")


def _case(page: Page, token: int) -> str:
    case = page.child(token, "case")
    return "" if case is None else page.word(case)
