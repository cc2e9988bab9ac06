"""How well the reader reads: attributions against PolNeAR-style gold.

A gold folder holds text/NAME.txt and attributions/NAME_XXXX.ann (XXXX = annotator, four hex digits; where an article
has several, the first in sorted order is the gold one unless another is asked for).

token            a word (letters and digits, with inner ' ’ . , - @ & /) or one punctuation mark; it is in a span when
                 any of its characters is.
tokens           per role, P, R and F1 over the set of (article, token) that carry the role; "words" leaves punctuation
                 out, so that conventions on quotation marks and commas do not matter.
exact            per role, over attributions that have it: all parts of a role together are right when a gold one has
                 the same tokens; "exact_words" leaves punctuation out.
parts            per role, every contiguous run of tokens counts as a span of its own (the exact match of CofeNet,
                 COLING 2022, up to tokenisation).
attribution      one-to-one matching within an article that maximises the summed Jaccard of content words; only pairs of
                 0.5 or more may match.
full             a matched pair whose sources agree as well: Jaccard over words 0.5 or more, or both empty.
full_cue         full, and the cues share a word or are both empty.
direct, indirect an attribution is direct where its content starts with a quotation mark or one stands right before it.
                 P: predictions of the kind that match any gold, R: gold of the kind that is matched.  "mixed" is
                 indirect with a quotation mark somewhere in the content, and is part of indirect too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reportedly.model import Attribution, Claim, Ledger, ReportedlyError, Span, Spans

Role = Literal["source", "cue", "content"]
Kind = Literal["direct", "mixed", "indirect", "none"]
TokenSet = frozenset[int]

ROLES: tuple[Role, ...] = ("source", "cue", "content")
SPAN_FIGURES = ("tokens", "words", "exact", "exact_words", "parts")
KINDS_COUNTED: Mapping[str, tuple[Kind, ...]] = {  # name of the figure: kinds of attribution it is about
    "attributions": ("direct", "mixed", "indirect", "none"),
    "direct": ("direct",),
    "indirect": ("indirect", "mixed"),
    "mixed": ("mixed",),
}

TOKEN = re.compile(r"[^\W_]+(?:['’.,\-@&/][^\W_]+)*|[^\w\s]|_")
OPENING_MARKS = frozenset('"“”„«‹`')  # ” too: typists do open with it
SINGLE_MARKS = frozenset("'‘")  # open a quotation only before a letter or digit
QUOTATION_MARKS = frozenset('"“”„«»‹›')
SAME_CONTENT = SAME_SOURCE = 0.5  # Jaccard over words

ANNOTATION_FILE = re.compile(r"^(.*)_([0-9a-f]{4})\.ann$")
TEXT_BOUND = re.compile(r"(T\d+)\t\S+ ([0-9; ]+)(?:\t|$)")
EVENT = re.compile(r"E\d+\t(.*)$")


class NotGold(ReportedlyError):
    """A folder without PolNeAR-style gold; the message says what is expected."""


# ---------------------------------------------------------------- a ledger in PolNeAR's view
def attributions_of(ledger: Ledger) -> list[Attribution]:
    """The outermost attributions of a ledger, each with its innermost source: PolNeAR's view (ledger format, part 1).

    Claims that share source and cue are one attribution: "Ann said that it rained and that roads were closed".
    """
    together: dict[object, list[Claim]] = {}
    for claim in ledger.claims:
        if claim.mode != "authorial" and claim.within is None:
            source, cue = source_and_cue(claim)
            together.setdefault((source, cue) if cue else claim.id, []).append(claim)
    return [attribution_of(claims) for claims in together.values()]


def source_and_cue(claim: Claim) -> tuple[Spans, Spans]:
    """Mention and cue of the innermost source; the claim's own cue where nobody is named."""
    if not claim.sources:
        return (), claim.cue
    innermost = claim.sources[-1]
    return (innermost.mention,) if innermost.mention else (), innermost.cue


def attribution_of(claims: Sequence[Claim]) -> Attribution:
    source, cue = source_and_cue(claims[0])
    content = sorted({span for claim in claims for span in claim.spans})
    return Attribution(
        source=source, cue=cue, content=tuple(content), confidence=max(claim.confidence for claim in claims)
    )


def row_of(name: str, attributions: Iterable[Attribution]) -> dict[str, Any]:
    """One line of a predictions file: the article's name and the spans of each role."""
    return {
        "doc": name,
        "attributions": [{role: [list(span) for span in spans(a, role)] for role in ROLES} for a in attributions],
    }


def spans(attribution: Attribution, role: Role) -> Spans:
    return {"source": attribution.source, "cue": attribution.cue, "content": attribution.content}[role]


# ---------------------------------------------------------------- gold
@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text and the attributions a person marked in it."""

    name: str
    text: str
    gold: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article and the attributions that were read in it."""

    article: Article
    predicted: tuple[Attribution, ...]


def gold_articles(folder: Path, *, annotator: str | None = None) -> list[Article]:
    """Articles with an annotation, in order of name; `annotator` is preferred where an article has that one.

    Raises `NotGold` where the folder holds none.  Texts keep their line ends, so offsets are those of the file.
    """
    articles = []
    for name, files in annotations_in(folder).items():
        text = folder / "text" / f"{name}.txt"
        if text.is_file():
            chosen = files.get(annotator or "") or next(iter(files.values()))
            articles.append(Article(name=name, text=decoded(text), gold=tuple(parse_annotation(decoded(chosen)))))
    if not articles:
        raise NotGold(
            f"{folder}: no gold here; expected a folder with text/NAME.txt and attributions/NAME_XXXX.ann "
            "(XXXX: the annotator, four hex digits)"
        )
    return articles


def annotations_in(folder: Path) -> dict[str, dict[str, Path]]:
    """Annotation files by article and annotator, both sorted."""
    found: dict[str, dict[str, Path]] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        if match := ANNOTATION_FILE.match(path.name):
            found.setdefault(match[1], {})[match[2]] = path
    return dict(sorted(found.items()))


def decoded(path: Path) -> str:
    """The file's characters with its line ends untouched: offsets count both characters of a CR LF."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotGold(f"{path}: not UTF-8 at byte {error.start}; gold texts and annotations must be") from error


def parse_annotation(text: str) -> list[Attribution]:
    """Attributions of a brat-like standoff file, one for each E line."""
    bound: dict[str, list[Span]] = {}
    events: list[list[str]] = []
    for line in text.split("\n"):
        if match := TEXT_BOUND.match(line):
            pieces = [part.split() for part in match[2].split(";")]
            bound[match[1]] = [Span(int(piece[0]), int(piece[1])) for piece in pieces if len(piece) == 2]
        elif match := EVENT.match(line):
            events.append(match[1].split())
    return [event_attribution(arguments, bound) for arguments in events]


def event_attribution(arguments: Iterable[str], bound: Mapping[str, list[Span]]) -> Attribution:
    """("Source:T1", "Cue:T2", "Content:T3", "Content2:T4") as an attribution; other arguments are left out."""
    found: dict[str, list[Span]] = {role: [] for role in ROLES}
    for argument in arguments:
        label, _, key = argument.partition(":")
        role = label.rstrip("0123456789").lower()
        if role in found:
            found[role] += bound.get(key, [])
    parts = {role: tuple(sorted(found[role])) for role in ROLES}
    return Attribution(source=parts["source"], cue=parts["cue"], content=parts["content"], confidence=1.0)


# ---------------------------------------------------------------- spans as sets of tokens
@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of one text."""

    at: tuple[int, ...]  # number of the token each character belongs to, -1 for white space
    is_word: tuple[bool, ...]

    def inside(self, spans: Spans) -> TokenSet:
        """Tokens with a character in any of `spans`; what lies outside the text holds none."""
        return frozenset(n for start, end in spans for n in self.at[max(0, start) : max(0, end)] if n >= 0)

    def words(self, tokens: TokenSet) -> TokenSet:
        return frozenset(n for n in tokens if self.is_word[n])


def tokens_of(text: str) -> Tokens:
    at, is_word = [-1] * len(text), []
    for n, match in enumerate(TOKEN.finditer(text)):
        is_word.append(match.group()[0].isalnum())
        at[match.start() : match.end()] = [n] * (match.end() - match.start())
    return Tokens(at=tuple(at), is_word=tuple(is_word))


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An attribution as tokens of its text."""

    tokens: Mapping[Role, TokenSet]
    words: Mapping[Role, TokenSet]
    kind: Kind


def marked(attribution: Attribution, text: str, tokens: Tokens) -> Marked:
    inside = {role: tokens.inside(spans(attribution, role)) for role in ROLES}
    words = {role: tokens.words(inside[role]) for role in ROLES}
    return Marked(tokens=inside, words=words, kind=kind_of(text, attribution.content))


def kind_of(text: str, content: Spans) -> Kind:
    """Quoted from its start (direct), in part (mixed) or not at all (indirect); none where there is no content."""
    filled = sorted(span for span in content if span[1] > span[0])
    if not filled:
        return "none"
    start, end = filled[0]
    while start < end and text[start : start + 1].isspace():
        start += 1
    if opens_quotation(text, start) or text[max(0, start - 1) : start] in OPENING_MARKS:
        # a mark right before the content opens it: after a closing mark there is a space
        return "direct"
    quoted = any(character in QUOTATION_MARKS for a, b in filled for character in text[max(0, a) : b])
    return "mixed" if quoted else "indirect"


def opens_quotation(text: str, at: int) -> bool:
    mark = text[at : at + 1]
    return mark in OPENING_MARKS or (mark in SINGLE_MARKS and text[at + 1 : at + 2].isalnum())


def runs(tokens: TokenSet) -> list[tuple[int, int]]:
    """Contiguous runs as (first, last)."""
    found: list[tuple[int, int]] = []
    for token in sorted(tokens):
        if found and found[-1][1] == token - 1:
            found[-1] = (found[-1][0], token)
        else:
            found.append((token, token))
    return found


def jaccard(a: TokenSet, b: TokenSet) -> float:
    """Shared part of two sets; 0 where both are empty."""
    return len(a & b) / len(a | b) if a or b else 0.0


# ---------------------------------------------------------------- which prediction is which gold attribution
def matched(gold: Sequence[Marked], predicted: Sequence[Marked]) -> list[tuple[int, int]]:
    """Pairs (gold, predicted), one to one, with the greatest sum of content Jaccard; each pair has at least 0.5.

    Works on one connected part of the overlap graph at a time, so that every matrix stays small.
    """
    overlap = overlaps(gold, predicted)
    pairs: list[tuple[int, int]] = []
    for rows, columns in connected(overlap):
        if len(rows) <= len(columns):
            cost = [[-overlap.get((i, j), 0.0) for j in columns] for i in rows]
            chosen = [(rows[r], columns[c]) for r, c in assignment(cost)]
        else:
            cost = [[-overlap.get((i, j), 0.0) for i in rows] for j in columns]
            chosen = [(rows[c], columns[r]) for r, c in assignment(cost)]
        pairs += [pair for pair in chosen if pair in overlap]
    return sorted(pairs)


def overlaps(gold: Sequence[Marked], predicted: Sequence[Marked]) -> dict[tuple[int, int], float]:
    having: dict[int, set[int]] = {}
    for j, attribution in enumerate(predicted):
        for word in attribution.words["content"]:
            having.setdefault(word, set()).add(j)
    found = {}
    for i, attribution in enumerate(gold):
        content = attribution.words["content"]
        for j in set().union(*(having.get(word, set()) for word in content)):
            score = jaccard(content, predicted[j].words["content"])
            if score >= SAME_CONTENT:
                found[i, j] = score
    return found


def connected(pairs: Iterable[tuple[int, int]]) -> list[tuple[list[int], list[int]]]:
    """Connected parts of a bipartite graph, each as its sorted left and right nodes."""
    parts: list[tuple[set[int], set[int]]] = []
    for i, j in pairs:
        touching = [part for part in parts if i in part[0] or j in part[1]]
        merged = ({i}.union(*(part[0] for part in touching)), {j}.union(*(part[1] for part in touching)))
        parts = [part for part in parts if part not in touching] + [merged]
    return [(sorted(left), sorted(right)) for left, right in parts]


def assignment(cost: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs (row, column) of least total cost, every row once; there must be at least as many columns as rows.

    The Hungarian method with potentials: rows come in one at a time, each along the shortest augmenting path.  Numbers
    are from 1 inside; column 0 stands for "no column yet".
    """
    rows, columns = len(cost), len(cost[0])
    of_row, of_column = [0.0] * (rows + 1), [0.0] * (columns + 1)  # potentials
    row_in = [0] * (columns + 1)  # the row each column holds, 0 none
    for row in range(1, rows + 1):
        row_in[0], at = row, 0
        slack, before = [float("inf")] * (columns + 1), [0] * (columns + 1)
        visited = [False] * (columns + 1)
        while row_in[at]:
            visited[at] = True
            holder, step, nearest = row_in[at], float("inf"), 0
            for column in range(1, columns + 1):
                if visited[column]:
                    continue
                reduced = cost[holder - 1][column - 1] - of_row[holder] - of_column[column]
                if reduced < slack[column]:
                    slack[column], before[column] = reduced, at
                if slack[column] < step:
                    step, nearest = slack[column], column
            for column in range(columns + 1):
                if visited[column]:
                    of_row[row_in[column]] += step
                    of_column[column] -= step
                else:
                    slack[column] -= step
            at = nearest
        while at:
            row_in[at] = row_in[before[at]]
            at = before[at]
    return [(row_in[column] - 1, column - 1) for column in range(1, columns + 1) if row_in[column]]


def sources_agree(gold: Marked, predicted: Marked) -> bool:
    a, b = gold.words["source"], predicted.words["source"]
    return (not a and not b) or jaccard(a, b) >= SAME_SOURCE


def cues_agree(gold: Marked, predicted: Marked) -> bool:
    a, b = gold.words["cue"], predicted.words["cue"]
    return (not a and not b) or bool(a & b)


LEVELS: Mapping[str, Callable[[Marked, Marked], bool]] = {
    "attribution": lambda gold, predicted: True,  # noqa: ARG005
    "full": sources_agree,
    "full_cue": lambda gold, predicted: sources_agree(gold, predicted) and cues_agree(gold, predicted),
}


# ---------------------------------------------------------------- counting
@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """`right` of `predicted` predictions are right, `found` of `gold` gold ones are found."""

    right: int = 0
    predicted: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            right=self.right + other.right,
            predicted=self.predicted + other.predicted,
            found=self.found + other.found,
            gold=self.gold + other.gold,
        )

    def figures(self) -> dict[str, float | int]:
        """Precision, recall and F1 to four digits; 0 where there is nothing to divide by."""
        p = self.right / self.predicted if self.predicted else 0.0
        r = self.found / self.gold if self.gold else 0.0
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        return {"p": round(p, 4), "r": round(r, 4), "f1": round(f1, 4), "pred": self.predicted, "gold": self.gold}


Tally = dict[tuple[str, str], Count]  # (group, role or level)


def hits(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> Count:
    """How many predictions equal a gold one, each gold one used once."""
    right = (Counter(gold) & Counter(predicted)).total()
    return Count(right=right, predicted=len(predicted), found=right, gold=len(gold))


def shared(gold: TokenSet, predicted: TokenSet) -> Count:
    right = len(gold & predicted)
    return Count(right=right, predicted=len(predicted), found=right, gold=len(gold))


def tally_of(reading: Reading) -> Tally:
    """All counts of one article."""
    text = reading.article.text
    tokens = tokens_of(text)
    gold = [marked(attribution, text, tokens) for attribution in reading.article.gold]
    predicted = [marked(attribution, text, tokens) for attribution in reading.predicted]
    return {**count_spans(gold, predicted), **count_attributions(gold, predicted)}


def count_spans(gold: Sequence[Marked], predicted: Sequence[Marked]) -> Tally:
    tally: Tally = {}
    for role in ROLES:
        gold_tokens, predicted_tokens = ([a.tokens[role] for a in side] for side in (gold, predicted))
        gold_words, predicted_words = ([a.words[role] for a in side] for side in (gold, predicted))
        tally["tokens", role] = shared(union(gold_tokens), union(predicted_tokens))
        tally["words", role] = shared(union(gold_words), union(predicted_words))
        tally["exact", role] = hits(filled(gold_tokens), filled(predicted_tokens))
        tally["exact_words", role] = hits(filled(gold_words), filled(predicted_words))
        tally["parts", role] = hits(all_runs(gold_tokens), all_runs(predicted_tokens))
    return tally


def union(sets: Iterable[TokenSet]) -> TokenSet:
    return frozenset[int]().union(*sets)


def filled(sets: Iterable[TokenSet]) -> list[TokenSet]:
    return [tokens for tokens in sets if tokens]


def all_runs(sets: Iterable[TokenSet]) -> list[tuple[int, int]]:
    return [run for tokens in sets for run in runs(tokens)]


def count_attributions(gold: Sequence[Marked], predicted: Sequence[Marked]) -> Tally:
    tally: Tally = {}
    pairs = matched(gold, predicted)
    for level, agree in LEVELS.items():
        good = [(i, j) for i, j in pairs if agree(gold[i], predicted[j])]
        found, right = {i for i, _ in good}, {j for _, j in good}
        for name, kinds in KINDS_COUNTED.items():
            gold_of_kind = {i for i, attribution in enumerate(gold) if attribution.kind in kinds}
            predicted_of_kind = {j for j, attribution in enumerate(predicted) if attribution.kind in kinds}
            tally[name, level] = Count(
                right=len(predicted_of_kind & right),
                predicted=len(predicted_of_kind),
                found=len(gold_of_kind & found),
                gold=len(gold_of_kind),
            )
    return tally


def bad_offsets(reading: Reading) -> int:
    """Predicted spans that are empty, reversed or reach outside the text: counted, never fatal."""
    size = len(reading.article.text)
    every = (span for a in reading.predicted for role in ROLES for span in spans(a, role))
    return sum(not 0 <= start < end <= size for start, end in every)


# ---------------------------------------------------------------- the figures
def score(readings: Iterable[Reading]) -> dict[str, Any]:
    """All figures over many articles; see the top of this module for what each one means."""
    total: Tally = {}
    sums = {"docs": 0, "gold": 0, "pred": 0, "bad_offsets": 0}
    for reading in readings:
        sums["docs"] += 1
        sums["gold"] += len(reading.article.gold)
        sums["pred"] += len(reading.predicted)
        sums["bad_offsets"] += bad_offsets(reading)
        for key, count in tally_of(reading).items():
            total[key] = total.get(key, Count()) + count
    groups = {**dict.fromkeys(SPAN_FIGURES, ROLES), **dict.fromkeys(KINDS_COUNTED, tuple(LEVELS))}
    return {
        **sums,
        **{group: {what: total.get((group, what), Count()).figures() for what in groups[group]} for group in groups},
    }


Progress = Callable[[Reading], None]


def score_folder(
    folder: Path,
    read: Callable[[str], Ledger],
    *,
    annotator: str | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Reads every article of a gold folder with `read` and scores it; `progress` is told of each article once read.

    Raises `NotGold` where the folder holds no gold.  "missing" (articles without a reading) and "unknown" (readings
    without an article) are empty here, since every article is read and nothing else.
    """
    articles = gold_articles(folder, annotator=annotator)
    return {**score(readings(articles, read, progress)), "missing": [], "unknown": []}


def readings(
    articles: Iterable[Article], read: Callable[[str], Ledger], progress: Progress | None
) -> Iterator[Reading]:
    for article in articles:
        reading = Reading(article=article, predicted=tuple(attributions_of(read(article.text))))
        if progress:
            progress(reading)
        yield reading
