"""Treebanks in CoNLL-U, with the running text of every document rebuilt and each token's place in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportedly.model import Name, Token

Row = tuple[str, str, int, str, str]  # form, upos, head (1-based, 0 root), relation, misc
NamesOf = Callable[[list[list[Row]]], list[tuple[int, int, int, str]]]  # sentences: (sentence, first, end, kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreebankDocument:
    """A document as its annotators see it; the same shape as `Parsed`, so that the two can be laid side by side."""

    name: str
    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]  # token ranges
    names: tuple[Name, ...]

    def sentence_starts(self) -> list[int]:
        """Character offset of the first token of every sentence."""
        return [self.tokens[first].start for first, _ in self.sentences]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The lines of one sentence, before it has its place in a text."""

    rows: list[Row]
    text: str | None  # None where no "# text" line gives it
    glued: frozenset[int]  # rows that no space follows
    new_paragraph: bool


def read_treebank(path: Path, names_of: NamesOf) -> Iterator[TreebankDocument]:
    """Documents of a CoNLL-U file; paragraphs end with a line break, sentences with a space unless SpaceAfter=No."""
    for name, sentences in raw_documents(path):
        yield with_text(name, sentences, names_of([sentence.rows for sentence in sentences]))


def raw_documents(path: Path) -> Iterator[tuple[str, list[Sentence]]]:
    name, sentences = path.stem, list[Sentence]()
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        comments = [line for line in block.splitlines() if line.startswith("#")]
        columns = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        for comment in comments:
            if comment.startswith("# newdoc"):
                if sentences:
                    yield name, sentences
                name, sentences = comment.partition("=")[2].strip() or path.stem, []
        if columns:
            sentences.append(sentence_of(comments, columns))
    if sentences:
        yield name, sentences


def sentence_of(comments: Sequence[str], columns: Sequence[Sequence[str]]) -> Sentence:
    """One sentence; lines of multiword tokens ("3-4") only say what is glued, empty nodes ("8.1") nothing."""
    texts = [comment.removeprefix("# text = ") for comment in comments if comment.startswith("# text = ")]
    words = [column for column in columns if column[0].isdigit()]
    glued = {n for n, column in enumerate(words) if "SpaceAfter=No" in column[9]}
    for column in columns:
        if "-" in column[0]:
            first, last = map(int, column[0].split("-"))
            glued |= set(range(first - 1, last - 1))
            glued = glued | {last - 1} if "SpaceAfter=No" in column[9] else glued - {last - 1}
    return Sentence(
        rows=[(column[1], column[3], int(column[6]), column[7], column[9]) for column in words],
        text=texts[0] if texts else None,
        glued=frozenset(glued),
        new_paragraph=any(comment.startswith("# newpar") for comment in comments)
        or any("NewPar=Yes" in column[9] for column in columns),
    )


def with_text(name: str, sentences: Sequence[Sentence], names: Sequence[tuple[int, int, int, str]]) -> TreebankDocument:
    text = ""
    tokens: list[Token] = []
    ranges: list[tuple[int, int]] = []
    for n, sentence in enumerate(sentences):
        if n:
            text += "\n" if sentence.new_paragraph else "" if ends_glued(sentences[n - 1]) else " "
        first, words = len(tokens), sentence.text if sentence.text is not None else joined(sentence)
        for (start, end), (_, upos, head, relation, _) in zip(places(words, sentence.rows), sentence.rows, strict=True):
            governor = first + head - 1 if head else -1
            tokens.append(Token(len(text) + start, len(text) + end, upos, governor, relation))
        ranges.append((first, len(tokens)))
        text += words
    return TreebankDocument(
        name=name,
        text=text,
        tokens=tuple(tokens),
        sentences=tuple(ranges),
        names=tuple(sorted(named(tokens, ranges[s][0] + a, ranges[s][0] + b, kind) for s, a, b, kind in names)),
    )


def named(tokens: Sequence[Token], first: int, end: int, kind: str) -> Name:
    return Name(tokens[first].start, tokens[end - 1].end, kind)


def ends_glued(sentence: Sentence) -> bool:
    return len(sentence.rows) - 1 in sentence.glued


def joined(sentence: Sentence) -> str:
    """The text of a sentence that does not give it: its forms, with a space unless SpaceAfter=No."""
    return "".join(row[0] + ("" if n in sentence.glued else " ") for n, row in enumerate(sentence.rows)).rstrip()


def places(text: str, rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Where each form stands in the sentence; a form that is not there verbatim takes the next characters."""
    found, at = [], 0
    for form, *_ in rows:
        start = text.find(form, at)
        if start < 0 or start > at + 3:
            start = at + len(text[at:]) - len(text[at:].lstrip())
        found.append((start, start + len(form)))
        at = min(start + len(form), len(text))
    return found


def names_in_misc(sentences: list[list[Row]]) -> list[tuple[int, int, int, str]]:
    """Names written as Name=B-person, Name=I-person in MISC."""
    found: list[tuple[int, int, int, str]] = []
    for s, rows in enumerate(sentences):
        for n, row in enumerate(rows):
            tags = [item.removeprefix("Name=") for item in row[4].split("|") if item.startswith("Name=")]
            if not tags or tags[0] == "O":
                continue
            begins, _, kind = tags[0].partition("-")
            if begins == "I":
                if not found or found[-1][:1] + found[-1][2:] != (s, n, kind):
                    raise ValueError(f"sentence {s + 1}, token {n + 1} ({row[0]}): Name=I-{kind} follows no {kind}")
                found[-1] = (s, found[-1][1], n + 1, kind)
            else:
                found.append((s, n, n + 1, kind))
    return found
