"""Is news.conllu well formed?  Ids, trees, texts, tags, relations and names, each fault with its line.

python -m quality.news.check [FILE]    prints the faults, exit 1 where there are any
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

GOLD = Path(__file__).with_name("news.conllu")
FEWEST_SENTENCES = 60  # fewer say too little about a reader: one sentence would be worth two points
COLUMNS = 10
ID, FORM, UPOS, HEAD, RELATION, MISC = 0, 1, 3, 6, 7, 9

UPOS_TAGS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X"
# Those of GUM; a relation that no English treebank uses is a slip of the pen.
RELATIONS = """
acl acl:relcl advcl advcl:relcl advmod amod appos aux aux:pass case cc cc:preconj ccomp compound compound:prt conj cop
csubj csubj:outer csubj:pass dep det det:predet discourse dislocated expl fixed flat goeswith iobj list mark nmod
nmod:desc nmod:poss nmod:unmarked nsubj nsubj:outer nsubj:pass nummod obj obl obl:agent obl:unmarked orphan parataxis
punct reparandum root vocative xcomp
"""
NAME_KINDS = frozenset({"person", "organisation", "place", "other"})
MARKS = frozenset({"Name", "SpaceAfter", "Title"})


@dataclass(slots=True)
class Sentence:
    """The lines of one sentence with their numbers in the file."""

    line: int  # of its first line
    comments: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def faults_in(text: str) -> list[str]:
    """Every fault of a CoNLL-U text, as "line 12: what is wrong"; empty where there is none."""
    sentences = list(sentences_of(text))
    found = [fault for sentence in sentences for fault in faults_of(sentence)]
    if sentences and not any(comment.startswith("# newdoc id = ") for comment in sentences[0].comments):
        found.insert(0, "line 1: the first sentence belongs to no document (# newdoc id = …)")
    found += [f"sent_id {name} is given {n} times" for name, n in ids(sentences).items() if n > 1]
    if len(sentences) < FEWEST_SENTENCES:
        found.append(f"{len(sentences)} sentences; at least {FEWEST_SENTENCES} are needed")
    return found


def sentences_of(text: str) -> Iterator[Sentence]:
    now = Sentence(line=1)
    for number, line in enumerate(text.split("\n"), 1):
        if not line:
            if now.comments or now.rows:
                yield now
            now = Sentence(line=number + 1)
        elif line.startswith("#"):
            now.comments.append(line)
        else:
            now.rows.append((number, line.split("\t")))
    if now.comments or now.rows:
        yield now


def ids(sentences: Iterable[Sentence]) -> Counter[str]:
    return Counter(value for sentence in sentences for value in said(sentence, "# sent_id = "))


def said(sentence: Sentence, key: str) -> list[str]:
    return [comment.removeprefix(key) for comment in sentence.comments if comment.startswith(key)]


def faults_of(sentence: Sentence) -> Iterator[str]:
    if not sentence.rows:
        yield f"line {sentence.line}: comments without a sentence"
        return
    cut = [number for number, row in sentence.rows if len(row) != COLUMNS]
    if cut:  # nothing else can be told of a line that has lost its columns
        yield from (f"line {number}: not {COLUMNS} columns" for number in cut)
        return
    yield from faults_of_rows(sentence.rows)
    yield from faults_of_tree(sentence)
    yield from faults_of_text(sentence)
    yield from faults_of_names(sentence.rows)


def faults_of_rows(rows: Sequence[tuple[int, list[str]]]) -> Iterator[str]:
    for position, (number, row) in enumerate(rows, 1):
        if row[ID] != str(position):
            yield f"line {number}: id {row[ID]}, expected {position}"
        if not row[FORM] or " " in row[FORM]:
            yield f"line {number}: form {row[FORM]!r} is empty or holds a space"
        if row[UPOS] not in UPOS_TAGS.split():
            yield f"line {number}: {row[UPOS]} is no UPOS tag"
        if row[RELATION] not in RELATIONS.split():
            yield f"line {number}: {row[RELATION]} is no relation of GUM"
        if (row[UPOS] == "PUNCT") != (row[RELATION] == "punct"):
            yield f"line {number}: {row[FORM]} is {row[UPOS]} but {row[RELATION]}"
        if (row[HEAD] == "0") != (row[RELATION] == "root"):
            yield f"line {number}: {row[RELATION]} with head {row[HEAD]}"
        yield from (
            f"line {number}: {item} is not known in MISC"
            for item in marks(row)
            if item.partition("=")[0] not in MARKS or item in ("SpaceAfter=Yes", "Title=No")
        )


def marks(row: Sequence[str]) -> list[str]:
    return [] if row[MISC] == "_" else row[MISC].split("|")


def faults_of_tree(sentence: Sentence) -> Iterator[str]:
    """Exactly one root, every head in the sentence, every word under the root."""
    heads: dict[int, int] = {}
    for position, (number, row) in enumerate(sentence.rows, 1):
        if not row[HEAD].isdigit() or int(row[HEAD]) > len(sentence.rows):
            yield f"line {number}: head {row[HEAD]} is not in the sentence"
            return
        heads[position] = int(row[HEAD])
    roots = list(heads.values()).count(0)
    if roots != 1:
        yield f"line {sentence.line}: {roots} roots"
    for position, (number, row) in enumerate(sentence.rows, 1):
        if not reaches_root(position, heads):
            yield f"line {number}: {row[FORM]} hangs in a circle"


def reaches_root(position: int, heads: dict[int, int]) -> bool:
    for _ in heads:
        position = heads[position]
        if position == 0:
            return True
    return False


def faults_of_text(sentence: Sentence) -> Iterator[str]:
    texts = said(sentence, "# text = ")
    built = "".join(row[FORM] + ("" if "SpaceAfter=No" in marks(row) else " ") for _, row in sentence.rows)
    # the space behind the last word belongs to the document
    if len(texts) != 1:
        yield f"line {sentence.line}: {len(texts)} lines of text"
    elif built.removesuffix(" ") != texts[0]:
        yield f"line {sentence.line}: the text is {texts[0]!r}, its words give {built.removesuffix(' ')!r}"


def faults_of_names(rows: Sequence[tuple[int, list[str]]]) -> Iterator[str]:
    """A name begins with B and goes on with I of the same kind."""
    before = ""
    for number, row in rows:
        tag = next((item.removeprefix("Name=") for item in marks(row) if item.startswith("Name=")), "")
        place, _, kind = tag.partition("-")
        if tag and (place not in ("B", "I") or kind not in NAME_KINDS):
            yield f"line {number}: {tag} is no name tag"
        elif place == "I" and before.partition("-")[2] != kind:
            yield f"line {number}: {tag} goes on with a name that has not begun"
        before = tag


def main(arguments: Sequence[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    path = Path(given[0]) if given else GOLD
    text = path.read_text(encoding="utf-8")
    found = faults_in(text)
    for fault in found:
        print(fault)
    if not found:
        sentences = list(sentences_of(text))
        words = sum(len(sentence.rows) for sentence in sentences)
        print(f"{path.name}: {len(sentences)} sentences, {words} words, no faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
