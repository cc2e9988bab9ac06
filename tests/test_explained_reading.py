"""The explanation of reading is true: every example on its pages is read, and what the page says comes out does."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import reportedly
from reportedly.languages import list_names
from reportedly.model import Claim, Entity, Figure, Interval, Ledger, Span, Spans, Time
from reportedly.pipeline import Known, read_text
from training.settings import MADE_OF, MINILM

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs" / "explanation" / "reading").glob("*.md"))
PACKAGE = Path(reportedly.__file__).parent
WITHOUT_EXAMPLES = frozenset(("01-stages.md", "14-word-lists.md"))  # the first page has one, and no rules
STAGES = ("extract", "parse")  # folders of the package whose rules the pages explain
WORTH_A_WORD = 20  # lines; a shorter module holds no rule of its own

EXAMPLE = re.compile(r"^```text\n(>.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#+) (.*)$", re.MULTILINE)
FAILS = "Where it fails"
WRONG = " should be"
NONE, OPEN = "none", "open"


# ---------------------------------------------------------------- a ledger as the pages show it
def show_claim(ledger: Ledger, claim: Claim) -> dict[str, str]:
    within = next((c for c in ledger.claims if c.id == claim.within), None)
    names = {entity.id: entity.name for entity in ledger.entities}
    return {
        "chain": " → ".join(source.name for source in claim.sources) or NONE,
        "kinds": " → ".join(source.kind for source in claim.sources) or NONE,
        "cue": words(ledger, claim.sources[-1].cue if claim.sources else claim.cue),
        "cues": " → ".join(words(ledger, source.cue) for source in claim.sources) or NONE,
        "mention": words(ledger, one_span(claim.sources[-1].mention)) if claim.sources else NONE,
        "mode": claim.mode,
        "certainty": claim.certainty,
        "polarity": claim.polarity,
        "markers": words(ledger, claim.markers),
        "asserted by": " → ".join(claim.asserted_by) or NONE,
        "time": show_time(claim.time),
        "within": NONE if within is None else ledger.words(within.spans),
        "about": ", ".join(names[e] for e in claim.entities) or NONE,
        "confidence": f"{claim.confidence:.2f}",
    }


def show_figure(ledger: Ledger, figure: Figure) -> dict[str, str]:
    whole = next((f for f in ledger.figures if f.id == figure.subset_of), None)
    claim = next((c for c in ledger.claims if c.id == figure.claim), None)
    ends = (("low", figure.low), ("best", figure.best), ("high", figure.high))
    return {
        "numbers": ", ".join(f"{name} {OPEN if value is None else value}" for name, value in ends),
        "vague": figure.vague or NONE,
        "approximate": "yes" if figure.approximate else "no",
        "measure": figure.measure,
        "unit": figure.unit or NONE,
        "of": figure.of or NONE,
        "place": NONE if figure.place is None else figure.place.name,
        "as of": NONE if figure.as_of is None else interval(figure.as_of),
        "part of": NONE if whole is None else ledger.report.text[slice(*whole.span)],
        "said by": NONE if claim is None else " → ".join(ledger.chain(claim)) or NONE,
    }


def show_entity(ledger: Ledger, entity: Entity) -> dict[str, str]:
    text = ledger.report.text
    return {"kind": entity.kind, "mentions": " | ".join(text[slice(*m.span)] for m in entity.mentions)}


def words(ledger: Ledger, spans: Spans) -> str:
    return one_line(ledger.words(spans)) or NONE


def one_span(span: Span | None) -> Spans:
    return () if span is None else (span,)


def one_line(text: str) -> str:
    return " ".join(text.split())


def show_time(time: Time | None) -> str:
    return NONE if time is None else interval(Interval(start=time.start, end=time.end))


def interval(days: Interval) -> str:
    if days.start == days.end:
        return days.start or OPEN
    return f"{days.start or OPEN} to {days.end or OPEN}"


Fields = dict[str, str]


def things(ledger: Ledger) -> dict[str, list[tuple[str, Fields]]]:
    """What an example may show of a ledger: by its kind, the words it goes by and its fields."""
    text = ledger.report.text
    return {
        "claim": [(one_line(ledger.words(c.spans)), show_claim(ledger, c)) for c in ledger.claims],
        "figure": [(text[slice(*f.span)], show_figure(ledger, f)) for f in ledger.figures],
        "date": [(one_line(text[slice(*d.span)]), {"days": show_time(d)}) for d in ledger.dates],
        "entity": [(e.name, show_entity(ledger, e)) for e in ledger.entities],
        "problem": [(p.message, {"stage": p.stage, "place": words(ledger, one_span(p.span))}) for p in ledger.problems],
    }


def wholes(ledger: Ledger) -> Fields:
    """What an example may say of a ledger as a whole."""
    text = ledger.report.text
    return {
        "claims": str(len(ledger.claims)),
        "claims with a source": str(sum(bool(c.sources) for c in ledger.claims)),
        "figures": str(len(ledger.figures)),
        "dates": str(len(ledger.dates)),
        "problems": str(len(ledger.problems)),
        "entities": ", ".join(e.name for e in ledger.entities) or NONE,
        "hedges": ", ".join(text[a:b] for a, b in ledger.hedges) or NONE,
    }


# ---------------------------------------------------------------- a page's examples
@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A report on a page, and the lines that say what is read in it."""

    page: str
    section: str
    report: str
    says: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.page}: {one_line(self.report)[:60]}"

    @property
    def is_a_failure(self) -> bool:
        return self.section == FAILS


def examples() -> Iterator[Example]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for found in EXAMPLE.finditer(text):
            lines = found[1].splitlines()
            report = [line[2:] for line in lines if line.startswith(">")]
            section = [name for _, name in HEADING.findall(text[: found.start()])][-1]
            yield Example(
                page=page.name,
                section=section,
                report="\n".join(report),
                says=tuple(line for line in lines if line.strip() and not line.startswith(">")),
            )


EXAMPLES = tuple(examples())


def told(example: Example, key: str) -> str | None:
    """A line about the report itself: when it was published, whether its language was given."""
    return next((line.partition(": ")[2] for line in example.says if line.startswith(key + ": ")), None)


@cache
def ledger_of(example: Example) -> Ledger:
    language = None if told(example, "language") == "not given" else "en"
    return read_text(example.report, known=Known(published=told(example, "published"), language=language))


def untrue(example: Example) -> Iterator[str]:
    """The lines of an example that are not so, each with what is."""
    ledger = ledger_of(example)
    seen, whole = things(ledger), wholes(ledger)
    fields: Fields | None = None
    for number, line in enumerate(example.says, start=1):
        key, _, value = line.strip().partition(": ")
        wanted = not key.endswith(WRONG)
        key = key.removesuffix(WRONG)
        if key in ("published", "language"):
            continue
        if line.startswith("  "):
            actual = (fields or {}).get(key)
            if actual is None or (actual == value) != wanted:
                yield f"{line.strip()!r}, but it is {actual!r}"
        elif key in whole:
            if (whole[key] == value) != wanted:
                yield f"{line!r}, but it is {whole[key]!r}"
        elif key in seen:
            value, _, days = value.partition(" = ")
            here = [f for name, f in seen[key] if name == value and days in ("", f.get("days"))]
            fields = chosen(here, example.says[number : number + 1])
            if bool(here) != wanted:
                yield f"{line!r}, but there is {[(name, f.get('days')) for name, f in seen[key]]}"
        else:
            yield f"{line!r} says nothing that is checked"


def chosen(here: list[Fields], after: tuple[str, ...]) -> Fields | None:
    """Of several with the same words the one whose chain the line after it gives, else the first."""
    chain = next((line.strip().partition(": ")[2] for line in after if line.startswith("  chain: ")), None)
    return next((f for f in here if f.get("chain") == chain), here[0] if here else None)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_what_a_page_says_of_an_example_comes_out(example: Example) -> None:
    assert example.says, "the example says nothing of what comes out"
    assert list(untrue(example)) == []


def test_what_comes_out_wrong_is_shown_only_where_a_page_says_that_it_fails() -> None:
    for example in EXAMPLES:
        wrong = [line for line in example.says if WRONG + ": " in line]
        assert bool(wrong) == example.is_a_failure, f"{example.name} under {example.section!r}"


def test_every_page_has_examples_and_says_where_it_fails() -> None:
    for page in PAGES:
        if page.name not in WITHOUT_EXAMPLES:
            mine = [example for example in EXAMPLES if example.page == page.name]
            assert len(mine) > 2, page.name
            assert any(example.is_a_failure for example in mine), page.name


# ---------------------------------------------------------------- nothing is left out
def page(name: str) -> str:
    return next(p for p in PAGES if p.name == name).read_text(encoding="utf-8")


def modules() -> Iterator[str]:
    """Every module of the stages that is long enough to hold a rule: "reportedly.extract.chains"."""
    for stage in STAGES:
        for path in sorted((PACKAGE / stage).rglob("*.py")):
            if len(path.read_text(encoding="utf-8").splitlines()) > WORTH_A_WORD:
                parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
                yield ".".join(part for part in parts if part != "__init__")


def rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in text.splitlines() if line[:2] == "| "]


def homes() -> dict[str, list[str]]:
    """By module the pages that the table of the first page sends to."""
    found: dict[str, list[str]] = {}
    for row in rows(page("01-stages.md")):
        for module in re.findall(r"`(reportedly\.(?:extract|parse)[\w.]*)`", row[0]):
            found.setdefault(module, []).extend(re.findall(r"\]\(([\w-]+\.md)\)", row[-1]))
    return found


def test_every_module_with_rules_has_its_pages_and_is_named_there() -> None:
    known = homes()
    assert sorted(known) == sorted(modules())
    for module, there in known.items():
        assert there, module
        assert [name for name in there if f"`{module}`" not in page(name)] == [], module


def test_a_module_is_named_on_the_pages_that_explain_it_and_on_no_other() -> None:
    known = homes()
    for one in PAGES:
        named = set(re.findall(r"`(reportedly\.(?:extract|parse)[\w.]*)`", one.read_text(encoding="utf-8")))
        assert named <= set(known), one.name
        if one.name != "01-stages.md":
            assert [module for module in sorted(named) if one.name not in known[module]] == [], one.name


def test_every_word_list_is_named_with_what_it_is_for() -> None:
    table = {row[0].strip("`"): row for row in rows(page("14-word-lists.md")) if row[0].startswith("`")}
    assert sorted(table) == sorted([*(f"{name}.txt" for name in list_names("en")), *learnt_weights()])
    for name, row in table.items():
        assert all(len(cell) > 10 for cell in row[1:2]), name
        for there in re.findall(r"\]\(([\w-]+\.md)\)", row[-1]):
            assert f"`{name}`" in page(there), f"{name} is not named on {there}"


def learnt_weights() -> Iterable[str]:
    return (path.name for path in (PACKAGE / "languages" / "en").glob("*.json"))


def test_every_rule_says_why_on_whose_authority_and_where_it_is_held() -> None:
    for one in PAGES:
        if one.name not in WITHOUT_EXAMPLES:
            for rule, body in rules(one.read_text(encoding="utf-8")):
                missing = [part for part in ("**Why.** ", "**Source.** ", "**Code.** `reportedly.") if part not in body]
                assert missing == [], f"{one.name}: {rule}"


def test_every_rule_has_an_example_or_names_the_tests_that_show_it() -> None:
    for one in PAGES:
        for rule, body in rules(one.read_text(encoding="utf-8")):
            shown = re.findall(r"\*\*Shown by\.\*\* `([^`]+)`", body)
            assert EXAMPLE.search(body) or shown, f"{one.name}: {rule}"
            assert [test for test in shown if not (ROOT / test).exists()] == [], f"{one.name}: {rule}"


def rules(text: str) -> Iterator[tuple[str, str]]:
    """The sections of the third level, which hold a rule each."""
    parts = re.split(r"^(#{2,3}) (.*)$", text, flags=re.MULTILINE)[1:]
    for level, name, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        if level == "###":
            yield name, body


def test_the_figures_on_the_pages_are_not_below_the_floors() -> None:
    floors = json.loads((ROOT / "quality" / "floors.json").read_text(encoding="utf-8"))
    told = {
        "04-chains.md": {"casebook.chain_f1": 0.747, "casebook.originator_f1": 0.777, "casebook.attributed_f1": 0.828},
        "07-certainty.md": {"factbank.macro_f1": 0.72, "szeged.cue_f1": 0.78},
        "08-figures.md": {"muc.recall": 0.886, "muc.exact_precision": 0.94},
        "09-dates.md": {"dates.found_recall": 0.951, "dates.exact_interval": 0.921},
        "10-names.md": {"casebook.entity_links_f1": 0.912},
        "11-coreference.md": {"coreference.links_f1": 0.896, "coreference.conll": 0.571},
    }
    for name, figures in told.items():
        for figure, value in figures.items():
            assert str(value) in page(name), f"{name}: {figure}"
            assert floors[figure] <= value <= floors[figure] + 0.04, (
                f"{name}: {figure} is {value}, its floor {floors[figure]}"
            )


# ---------------------------------------------------------------- the model card
CARD = (ROOT / "docs" / "model-card.md").read_text(encoding="utf-8")
READER = PACKAGE / "reader"


def test_the_card_names_every_file_with_its_sum() -> None:
    told = dict(re.findall(r"^\| `([\w.]+)` \|.*\| `([0-9a-f]{64})` \|$", CARD, re.MULTILINE))
    kept = (READER / "SHA256SUMS").read_text(encoding="ascii").split()
    assert told == dict(zip(kept[1::2], kept[::2], strict=True))
    assert [name for name, total in told.items() if sha256((READER / name).read_bytes()).hexdigest() != total] == []


def test_the_card_gives_the_size_of_the_network() -> None:
    packed = (READER / "reader.onnx.gz").read_bytes()
    assert f"{len(gzip.decompress(packed)):,} bytes, packed {len(packed):,} bytes" in CARD


def test_the_card_gives_the_layers_as_the_network_has_them() -> None:
    shapes = weights_of((READER / "reader.onnx.gz").read_bytes())
    layers = {name.split(".layer.")[1].split(".")[0] for name in shapes if ".layer." in name}
    biases = {shape for name, shape in shapes.items() if name.endswith("intermediate.dense.bias")}
    assert f"{len(layers)} layers, width 384" in CARD
    assert biases == {(1024,)}
    assert "1,024 of 1,536 inner units" in CARD
    assert "6 of 12 attention heads" in CARD
    assert list(shapes.values()).count((6 * HEAD, 384)) == len(layers)  # what the heads of attention give
    vocabulary = (READER / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
    assert (len(vocabulary), 384) in shapes.values()
    assert f"{len(vocabulary):,} pieces" in CARD
    assert f"{len(vocabulary) * 384 / 1e6:.1f} million of them the vocabulary's" in CARD


def test_the_card_counts_the_parameters() -> None:
    shapes = weights_of((READER / "reader.onnx.gz").read_bytes())
    network = sum(prod(shape) for name, shape in shapes.items() if not name.endswith(("_scale", "_zero_point")))
    with np.load(READER / "decoder.npz") as arrays:
        decoder = sum(arrays[name].size for name in arrays)
    assert f"{(network + decoder) / 1e6:.1f} million" in CARD


def test_the_card_tells_what_the_network_gives() -> None:
    labels = json.loads((READER / "labels.json").read_text(encoding="utf-8"))
    sizes = {name: b - a for name, (a, b) in labels["columns"].items()}
    assert sizes == {
        "tag": len(labels["tags"]),
        "upos": len(labels["upos"]),
        "cut": 3,
        "name": 2 * len(labels["names"]) + 1,
    }
    told = (
        f"{sum(sizes.values())} scores: tags of an attribution ({sizes['tag']}), word classes ({sizes['upos']}), "
        f"boundaries ({sizes['cut']}), names ({sizes['name']})"
    )
    assert told in CARD


def test_the_card_names_the_base_weights_the_runs_and_the_licences() -> None:
    assert f"`{MINILM.weights_sha256}`" in CARD
    assert [run for run in MADE_OF if f"`{run}`" not in CARD] == []
    notice = (READER / "NOTICE").read_text(encoding="utf-8")
    for named in ("all-MiniLM-L6-v2", "MiniLM-L6-H384-uncased", "sentence-transformers"):
        assert named in notice
        assert named in CARD
    short = (READER / "MODEL_CARD.md").read_text(encoding="utf-8")
    for licence in ("CC BY-SA 4.0", "CC BY 4.0", "CC0", "none stated", "Apache License 2.0"):
        assert licence in CARD, licence
        assert licence in short, f"the two cards differ: {licence}"


def test_the_card_tells_of_its_figures_what_the_floors_allow() -> None:
    floors = json.loads((ROOT / "quality" / "floors.json").read_text(encoding="utf-8"))
    rows_of_kinds = dict(re.findall(r"^\| (all|direct|indirect, mixed included) \| (0\.\d{3}) \|", CARD, re.MULTILINE))
    floor_of = {"all": "full", "direct": "direct_full", "indirect, mixed included": "indirect_full"}
    assert set(rows_of_kinds) == set(floor_of)
    for kind, value in rows_of_kinds.items():
        assert floors[f"polnear.{floor_of[kind]}_f1"] <= float(value) <= floors[f"polnear.{floor_of[kind]}_f1"] + 0.03


def test_an_example_of_the_card_comes_out() -> None:
    [found] = EXAMPLE.findall(CARD)
    lines = found.splitlines()
    says = tuple(line for line in lines if line.strip() and not line.startswith(">"))
    report = "\n".join(line[2:] for line in lines if line.startswith(">"))
    assert list(untrue(Example(page="model-card.md", section="Caveats", report=report, says=says))) == []


def weights_of(packed: bytes) -> dict[str, tuple[int, ...]]:
    """The shape of every weight of a network by its name: the few fields of the ONNX file that tell it."""
    [graph] = [value for field, value in fields_of(memoryview(gzip.decompress(packed))) if field == GRAPH]
    return dict(named_shape(value) for field, value in fields_of(graph) if field == WEIGHT)


HEAD = 32  # numbers of an attention head: 384 by 12
GRAPH, WEIGHT, DIMENSIONS, NAME = 7, 5, 1, 8  # numbers of fields in onnx.proto
LENGTH_GIVEN, VARIABLE = 2, 0  # how a field of a protocol buffer is written
FIXED = {1: 8, 5: 4}


def named_shape(weight: memoryview) -> tuple[str, tuple[int, ...]]:
    shape: list[int] = []
    name = ""
    for field, value in fields_of(weight):
        if field == DIMENSIONS:
            shape += [value] if isinstance(value, int) else numbers_of(value)
        elif field == NAME and not isinstance(value, int):
            name = bytes(value).decode()
    return name, tuple(shape)


def fields_of(message: Any) -> Iterator[tuple[int, Any]]:
    """Number and value of each field of a protocol buffer: a number, or the bytes of what is inside."""
    at = 0
    while at < len(message):
        key, at = number_at(message, at)
        if key & 7 == VARIABLE:
            value, at = number_at(message, at)
            yield key >> 3, value
            continue
        length, at = number_at(message, at) if key & 7 == LENGTH_GIVEN else (FIXED[key & 7], at)
        yield key >> 3, message[at : at + length]
        at += length


def numbers_of(packed: memoryview) -> list[int]:
    out, at = [], 0
    while at < len(packed):
        number, at = number_at(packed, at)
        out.append(number)
    return out


def number_at(message: memoryview, at: int) -> tuple[int, int]:
    """A number written seven bits a byte, and where the next thing begins."""
    number = shift = 0
    while True:
        byte = message[at]
        at, number, shift = at + 1, number | (byte & 127) << shift, shift + 7
        if byte < 128:
            return number, at
