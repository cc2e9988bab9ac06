"""Words to search for, taken apart and folded so that “café” finds CAFE; the same rules as the full-text index."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.model import Span

# What SQLite's tokenizer "unicode61" takes for a word: letters and digits, with the accents that stand behind them.
WORD = re.compile(r"(?:[^\W_]|(?<=\w)[\u0300-\u036f])+")
PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')
BEGINS = "*"
AROUND = 60  # characters shown on each side of what was found


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that stand together; with `begins` the last of them may go on."""

    words: tuple[str, ...]
    begins: bool = False


def phrases(asked: str) -> tuple[Phrase, ...]:
    """What is searched for: each word by itself, "words in quotes" together, and wor* for what begins like that."""
    found = []
    for quoted, bare in PIECE.findall(asked):
        words = tuple(word for word, _ in words_of(quoted or bare))
        if words:
            found.append(Phrase(words=words, begins=bare.endswith(BEGINS)))
    return tuple(found)


def words_of(text: str) -> Iterator[tuple[str, Span]]:
    for match in WORD.finditer(text):
        yield folded(match[0]), Span(*match.span())


def folded(word: str) -> str:
    """Lower case; Latin letters without their accents, other letters as they are ("й" is no "и")."""
    return word.lower() if word.isascii() else "".join(map(folded_letter, word))


def folded_letter(letter: str) -> str:
    if unicodedata.combining(letter):
        return ""
    base = unicodedata.normalize("NFD", letter)[0]
    return base.lower() if base.isascii() else letter.lower()


def key_of(name: str) -> str:
    """A name as it is compared whole: "The  Courier" is "the courier"."""
    return " ".join(name.casefold().split())


def first_place(text: str, wanted: Sequence[Phrase]) -> Span | None:
    """Where the first of the phrases ends soonest in a text."""
    met: list[tuple[str, Span]] = []
    for word in words_of(text):
        met.append(word)
        for phrase in wanted:
            there = met[-len(phrase.words) :]
            if ends_with(there, phrase):
                return Span(there[0][1].start, there[-1][1].end)
    return None


def ends_with(met: Sequence[tuple[str, Span]], phrase: Phrase) -> bool:
    """Whether the last words met are those of the phrase."""
    last, wanted = met[-1][0], phrase.words[-1]
    if not (last.startswith(wanted) if phrase.begins else last == wanted):
        return False
    return tuple(word for word, _ in met[:-1]) == phrase.words[:-1]


def holds_all(text: str, wanted: Sequence[Phrase]) -> bool:
    return bool(wanted) and all(first_place(text, [phrase]) for phrase in wanted)


def around(text: str, span: Span | None) -> str:
    """The words around a place, or the beginning of the text."""
    start, end = (0, AROUND) if span is None else span
    before, behind = max(0, start - AROUND), min(len(text), end + AROUND)
    return ("…" if before else "") + " ".join(text[before:behind].split()) + ("…" if behind < len(text) else "")


# ---------------------------------------------------------------- what SQLite can hold
SURROGATES = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """`text` of the same length that UTF-8 can hold: half of a UTF-16 pair becomes U+FFFD."""
    return text if text.isascii() else SURROGATES.sub("\ufffd", text)


def plain_or_none(text: str | None) -> str | None:
    return None if text is None else plain(text)
