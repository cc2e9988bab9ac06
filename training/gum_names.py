"""Names in GUM's entity annotation: which mentions are names, and which part of them is the name."""

from __future__ import annotations

import re

Token = tuple[str, str, int, str, str]  # form, upos, head, relation, misc

KINDS = {"person": "person", "organization": "organisation", "place": "place"}
BRIDGES = {"of", "the", "for", "-", "–", "&", "'s", "’s", ".", "de", "and"}


def name_spans(sentences: list[list[Token]]) -> list[tuple[int, int, int, str]]:
    """(sentence, first token, end, kind) of each name, longest first, none overlapping.

    A mention is a name when its head is a proper noun (any type but time), or when it has a wikilink, is a person,
    organisation or place, holds a capital letter and its head is no pronoun.  It is cut to the core of the name: the
    run of proper nouns, numbers and capitalised adjectives round the head, over "of", "the", "for", hyphens and such.
    """
    kept = []
    for s, start, end, kind, link in mentions(sentences):
        tokens = sentences[s]
        heads = [i for i in range(start, end) if not start <= tokens[i][2] - 1 < end]
        if kind == "time" or not heads:
            continue
        head = heads[0]
        if tokens[head][1] == "PROPN":
            a, b = core(tokens, start, end, head, bool(link))
        elif (
            link and kind in KINDS and tokens[head][1] != "PRON" and any(t[0][:1].isupper() for t in tokens[start:end])
        ):
            a, b = start, end
            while a < head and tokens[a][1] in ("DET", "PRON"):
                a += 1
        else:
            continue
        kept.append((s, a, b, KINDS.get(kind, "other"), end - start))
    kept.sort(key=lambda k: (k[1] - k[2], k[4]))
    used: set[tuple[int, int]] = set()
    out = []
    for s, a, b, kind, _ in kept:
        cells = {(s, i) for i in range(a, b)}
        if not cells & used:
            used |= cells
            out.append((s, a, b, kind))
    return out


def mentions(sentences: list[list[Token]]) -> list[tuple[int, int, int, str, str]]:
    """(sentence, start, end, type, wikilink) of every entity mention that lies within one sentence."""
    out = []
    open_: dict[str, list[tuple[int, int, str, str]]] = {}
    for s, tokens in enumerate(sentences):
        for t, token in enumerate(tokens):
            found = re.search(r"Entity=([^|]*)", token[4])
            if not found:
                continue
            for opens, body, closes in re.findall(r"(\()?([^()]+)(\))?", found[1]):
                field = body.split("-")
                if opens:
                    open_.setdefault(field[0], []).append((s, t, field[1], "-".join(field[7:])))
                if closes and open_.get(field[0]):
                    began, first, kind, link = open_[field[0]].pop()
                    if began == s:
                        out.append((s, first, t + 1, kind, link))
    return out


def core(tokens: list[Token], start: int, end: int, head: int, link: bool) -> tuple[int, int]:
    def named(i: int) -> bool:
        form, upos = tokens[i][0], tokens[i][1]
        return upos == "PROPN" or (upos in ("NUM", "ADJ") and form[:1].isupper()) or (upos == "NUM" and i > head)

    def word(i: int) -> str:
        return tokens[i][0].lower()

    def proper(i: int) -> bool:
        return tokens[i][1] == "PROPN"

    a, b = head, head + 1
    while True:
        if a > start and named(a - 1):
            a -= 1
        elif a - 2 >= start and word(a - 1) in BRIDGES - {"and"} and proper(a - 2):
            a -= 2
        elif a - 3 >= start and word(a - 1) == "the" and word(a - 2) == "of" and proper(a - 3):
            a -= 3
        else:
            break
    after = (BRIDGES if link else BRIDGES - {"and"}) - {"the"}
    while True:
        if b < end and named(b):
            b += 1
        elif b + 1 < end and word(b) in after and proper(b + 1):
            b += 2
        elif b + 2 < end and word(b) == "of" and word(b + 1) == "the" and proper(b + 2):
            b += 3
        else:
            break
    return a, b
