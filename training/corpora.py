"""From corpora to labelled documents: one row per wordpiece, the same shape whatever the corpus says."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from reportedly.languages import load_list
from reportedly.parse.wordpiece import Pieces, WordPiece
from training.gum_names import name_spans
from training.settings import CUT_INSIDE, CUT_SENTENCE, CUT_TOKEN, DATA, NAMES, ROLES, TAGS, UPOS

UNLABELLED = -100
RELATIONS_SEEN = 5  # a relation rarer than this in UD train is not learnt


@dataclass(slots=True)
class Document:
    """A text, its pieces and what is known of them; None where the corpus says nothing."""

    name: str
    text: str
    pieces: Pieces
    wanted: np.ndarray | None = None  # words x tags x tags, see losses.tag_loss
    tag: np.ndarray | None = None  # per piece, for links
    owner: np.ndarray | None = None  # attribution of each piece, -1 where none
    upos: np.ndarray | None = None  # per piece distributions; zero rows are unlabelled
    cut: np.ndarray | None = None
    entity: np.ndarray | None = None
    sentence: np.ndarray | None = None  # number of the sentence an anchor belongs to, -1 elsewhere
    head: np.ndarray | None = None  # piece index of the head, -1 root, UNLABELLED elsewhere
    relation: np.ndarray | None = None
    gold: list = field(default_factory=list)  # for scoring: attributions or sentences


# ---------------------------------------------------------------- PolNeAR
def parse_ann(text: str) -> list[dict[str, list[tuple[int, int]]]]:
    spans, out = {}, []
    for line in text.split("\n"):
        if m := re.match(r"(T\d+)\t\S+ ([0-9; ]+)(?:\t|$)", line):
            spans[m[1]] = [tuple(map(int, part.split())) for part in m[2].split(";")]
        elif m := re.match(r"E\d+\t(.*)$", line):
            one = {role: [] for role in ROLES}
            for part in m[1].split():
                role, _, key = part.partition(":")
                role = re.sub(r"\d+$", "", role).lower()
                if role in one and key in spans:
                    one[role] += spans[key]
            if any(one.values()):
                out.append(one)
    return out


def tags_of(pieces: Pieces, attributions: list[dict[str, list[tuple[int, int]]]]) -> tuple[np.ndarray, np.ndarray]:
    """BIO tag and attribution number of every word; where two attributions want a word, the first has it."""
    first = pieces.words
    last = np.append(first[1:], len(pieces)) - 1
    starts, ends = pieces.starts[first], pieces.ends[last]
    tag, owner = np.zeros(len(first), int), -np.ones(len(first), int)
    for number, attribution in enumerate(attributions):
        for r, role in enumerate(ROLES):
            for a, b in sorted(attribution[role]):
                inside = [i for i in np.flatnonzero((starts < b) & (ends > a)) if tag[i] == 0]
                for n, i in enumerate(inside):
                    tag[i], owner[i] = 1 + 2 * r + (n > 0), number
    # a span whose middle another attribution has begins again after it
    for i in range(1, len(tag)):
        if tag[i] in (2, 4, 6) and tag[i - 1] not in (tag[i], tag[i] - 1):
            tag[i] -= 1
    return tag, owner


def pairs_of(tag: np.ndarray) -> np.ndarray:
    out = np.zeros((len(tag), len(TAGS), len(TAGS)), np.float32)
    out[np.arange(len(tag)), tag, np.append(tag[1:], 0)] = 1
    return out


def polnear(split: str, wordpiece: WordPiece) -> Iterator[Document]:
    root = DATA / "polnear" / split
    versions = defaultdict(list)
    for path in sorted((root / "attributions").glob("*.ann")):
        versions[path.stem.rsplit("_", 1)[0]].append(path)
    for name, paths in sorted(versions.items()):
        text = (root / "text" / f"{name}.txt").read_bytes().decode("utf-8")
        pieces = wordpiece(text)
        tags = [tags_of(pieces, parse_ann(p.read_text(encoding="utf-8"))) for p in paths]
        tag, owner = tags[0]
        doc = Document(name, text, pieces)
        doc.wanted = np.mean([pairs_of(t) for t, _ in tags], 0).astype(np.float16)
        doc.tag, doc.owner = spread(pieces, tag, UNLABELLED), spread(pieces, owner, -1)
        doc.gold = parse_ann(paths[0].read_text(encoding="utf-8"))
        yield doc


def spread(pieces: Pieces, per_word: np.ndarray, elsewhere: int) -> np.ndarray:
    out = np.full(len(pieces), elsewhere)
    out[pieces.words] = per_word
    return out


# ---------------------------------------------------------------- Universal Dependencies
@dataclass(slots=True)
class Sentence:
    text: str = ""
    tokens: list[tuple[str, str, int, str, str]] = field(default_factory=list)  # form, upos, head, relation, misc
    new_paragraph: bool = False


def read_conllu(path: Path) -> list[tuple[str, list[Sentence]]]:
    docs: list[tuple[str, list[Sentence]]] = []
    now, paragraph = Sentence(), False
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc"):
            docs.append((line.split("=")[-1].strip(), []))
            paragraph = True
        elif line.startswith("# newpar"):
            paragraph = True
        elif line.startswith("# text = "):
            now.text = line[9:]
        elif line and not line.startswith("#"):
            part = line.split("\t")
            if "NewPar=Yes" in part[9]:
                paragraph = True
            if part[0].isdigit():
                now.tokens.append((part[1], part[3], int(part[6]), part[7], part[9]))
        elif not line:
            if now.tokens:
                now.new_paragraph = paragraph
                docs[-1][1].append(now)
                paragraph = False
            now = Sentence()
    return docs


def relations() -> list[str]:
    seen: dict[str, int] = defaultdict(int)
    for corpus in ("gum", "ewt"):
        for _, sentences in read_conllu(DATA / "ud" / f"en_{corpus}-train.conllu"):
            for sentence in sentences:
                for _, _, head, relation, _ in sentence.tokens:
                    seen[relation] += head > 0
    return sorted(r for r, n in seen.items() if n >= RELATIONS_SEEN)


def curly(text: str) -> str:
    """News typography, character for character: UD texts have straight marks, newspapers don't."""
    text = re.sub(r"(?<=\w)'|'(?=[a-z]{1,2}\b)", "’", text)
    text = re.sub(r"(^|[\s(\[—-])\"(?=\S)", "\\1“", text).replace('"', "”")
    return re.sub(r"(^|[\s(\[—“-])'(?=\S)", "\\1‘", text).replace("'", "’")


def renamed(sentences: list[Sentence], rng: random.Random, people: list[str], places: list[str]) -> list[Sentence]:
    """A document whose persons and places have names from elsewhere, the same name for the same name throughout.

    GUM's names are mostly English; what a reader of news from anywhere must learn is where names stand.
    """
    kinds = {(s, i): kind for s, a, b, kind in name_spans([x.tokens for x in sentences]) for i in range(a, b)}
    pools = {"person": people, "place": places}
    given: dict[tuple[str, str], str] = {}
    out = []
    for s, sentence in enumerate(sentences):
        tokens, text, at = [], sentence.text, 0
        for i, token in enumerate(sentence.tokens):
            form, kind = token[0], kinds.get((s, i), "")
            start = text.find(form, at)
            if kind in pools and token[1] == "PROPN" and form.isalpha() and len(form) > 2 and form[1:].islower():
                name = given.setdefault((kind, form), rng.choice(pools[kind]))
                if 0 <= start <= at + 3:
                    text = text[:start] + name + text[start + len(form) :]
                    token, form = (name, *token[1:]), name
            at = start + len(form) if start >= 0 else at
            tokens.append(token)
        out.append(Sentence(text=text, tokens=tokens, new_paragraph=sentence.new_paragraph))
    return out


def foreign_names() -> tuple[list[str], list[str]]:
    """Names of people (Wikidata's, in Latin letters) and of places (our own list) for `renamed`."""
    lines = (DATA / "names" / "wd_russian_64").read_text(encoding="utf-8").splitlines()
    people = [name.capitalize() for name in (line.split("\t")[0] for line in lines) if name.isalpha() and len(name) > 2]
    places = [name for (name, *_) in load_list("en", "places").entries() if name.isalpha() and name.isascii()]
    return people, places


def universal(
    corpus: str, split: str, wordpiece: WordPiece, *, news_marks: bool = False, seed: int | None = None
) -> Iterator[Document]:
    """Documents of a treebank with text rebuilt; a treebank's documents come joined, as its windows are drawn.

    With `seed`, persons and places have other names.
    """
    number = {r: n for n, r in enumerate(relations())}
    texts: list[str] = []
    rows: list[tuple[Sentence, list[tuple[int, int]], list[int]]] = []
    length, glued = 0, False
    rng = random.Random(seed)
    people, places = foreign_names() if seed is not None else ([], [])
    for _, sentences in read_conllu(DATA / "ud" / f"en_{corpus}-{split}.conllu"):
        if seed is not None:
            sentences = renamed(sentences, rng, people, places)
        entity = {}
        if corpus == "gum":
            for s, a, b, kind in name_spans([x.tokens for x in sentences]):
                for i in range(a, b):
                    entity[s, i] = 1 + 2 * NAMES.index(kind) + (i > a)
        for s, sentence in enumerate(sentences):
            if texts:
                gap = "\n\n" if s == 0 else "\n" if sentence.new_paragraph else "" if glued else " "
                texts.append(gap)
                length += len(gap)
            spans, at = [], 0
            for form, *_ in sentence.tokens:
                k = sentence.text.find(form, at)
                if k < 0 or k > at + 3:
                    k = at + len(sentence.text[at:]) - len(sentence.text[at:].lstrip())
                spans.append((length + k, length + k + len(form)))
                at = min(k + len(form), len(sentence.text))
            texts.append(sentence.text)
            length += len(sentence.text)
            glued = "SpaceAfter=No" in sentence.tokens[-1][4]
            rows.append((sentence, spans, [entity.get((s, i), 0) for i in range(len(spans))]))
    text = "".join(texts)
    if news_marks:
        text = curly(text)
    pieces = wordpiece(text)
    size = len(pieces)
    doc = Document(f"{corpus}-{split}", text, pieces)
    doc.upos = np.zeros((size, len(UPOS)), np.float16)
    doc.cut = np.zeros((size, 3), np.float16)
    doc.cut[:, CUT_INSIDE] = 1
    doc.sentence = np.full(size, -1)
    doc.head = np.full(size, UNLABELLED)
    doc.relation = np.full(size, UNLABELLED)
    if corpus == "gum":
        doc.entity = np.zeros((size, 1 + 2 * len(NAMES)), np.float16)
    for n, (sentence, spans, entities) in enumerate(rows):
        anchors = []
        for a, b in spans:
            i = int(np.searchsorted(pieces.starts, a))
            anchors.append(i if i < size and pieces.starts[i] < b else max(i - 1, 0))
        used: set[int] = set()
        tokens = []
        for j, (i, (_, upos, head, relation, _)) in enumerate(zip(anchors, sentence.tokens, strict=True)):
            own = i not in used and doc.sentence[i] < 0  # False where a token shares its piece ("cannot")
            used.add(i)
            governor = -1 if head == 0 else anchors[head - 1]
            tag = UPOS.index(upos) if upos in UPOS else UPOS.index("X")
            tokens.append((i if own else -1, tag, governor, relation, entities[j]))
            if not own:
                continue
            doc.sentence[i] = n
            doc.cut[i] = np.eye(3)[CUT_SENTENCE if j == 0 else CUT_TOKEN]
            doc.upos[i, tag] = 1
            doc.head[i] = governor if governor != i else UNLABELLED
            doc.relation[i] = number.get(relation, UNLABELLED) if governor >= 0 else UNLABELLED
            if doc.entity is not None:
                doc.entity[i, entities[j]] = 1
        doc.gold.append(tokens)
    yield doc


# ---------------------------------------------------------------- texts that nobody annotated for us
def joined(tokens: list[str]) -> str:
    """Words of a tokenised corpus as a newspaper would set them."""
    text = " ".join(tokens).replace("``", "“").replace("''", "”").replace("-LRB-", "(").replace("-RRB-", ")")
    text = re.sub(r" ([,.;:!?%)”]|n't\b|'s\b|'re\b|'ve\b|'ll\b|'d\b|'m\b|'(?= ))", r"\1", text)
    return re.sub(r"([(“$]) ", r"\1", text)


def factbank(wordpiece: WordPiece) -> Iterator[Document]:
    """Sentences of FactBank and UW, train parts, as running text of twelve sentences each."""
    for name in ("factbank-train", "uw-train"):
        sentences, now = [], []
        for line in (DATA / "certainty" / f"{name}.conll").read_text(encoding="utf-8").split("\n"):
            if line.strip():
                now.append(line.split("\t")[1])
            elif now:
                sentences.append(joined(now))
                now = []
        for n in range(0, len(sentences), 12):
            text = " ".join(sentences[n : n + 12])
            yield Document(f"{name}-{n}", text, wordpiece(text))


def muc(wordpiece: WordPiece, every: int = 4) -> Iterator[Document]:
    """Every fourth MUC-3 dev report: what conflict reports say, though in capitals."""
    for path in sorted((DATA / "muc" / "dev").glob("dev-muc3-*")):
        reports = re.split(r"\n(?=DEV-MUC3-\d+ )", path.read_text(encoding="latin-1"))
        for n, report in enumerate(reports):
            if n % every == 0:
                body = report.partition("\n")[2]
                text = "\n".join(re.sub(r"\s+", " ", p).strip() for p in re.split(r"\n\s*\n", body)).strip()
                if text:
                    yield Document(f"{path.name}-{n}", text, wordpiece(text))


def casebook(wordpiece: WordPiece) -> Iterator[Document]:
    """English reports of the casebook, their texts only."""
    for path in sorted((DATA / "casebook" / "reports").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        if not re.search("[а-яё]{3}", text.lower()):
            yield Document(f"casebook-{path.stem}", text, wordpiece(text))


def corpus(name: str, wordpiece: WordPiece) -> list[Document]:
    if name == "polnear":
        return list(polnear("train", wordpiece))
    if name in ("gum", "ewt"):
        return [d for marks in (False, True) for d in universal(name, "train", wordpiece, news_marks=marks)]
    if name == "gum-renamed":
        return [next(universal("gum", "train", wordpiece, news_marks=bool(seed % 2), seed=seed)) for seed in (1, 2, 3)]
    return list({"factbank": factbank, "muc": muc, "casebook": casebook}[name](wordpiece))
