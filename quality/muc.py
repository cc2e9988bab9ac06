"""How well the killed and injured are counted: figures of whole reports against the MUC-3 and MUC-4 answer keys.

    python -m quality.muc             prints the figures for both test sets; the corpus lies in ../shared

A key names the victims of an attack, how many they are and what became of them; it says nothing of soldiers who fell in
combat, of other years or other countries.  So a figure counts towards precision only where its words are those of a
victim of the key: the head of one of the key's descriptions.

recall            share of the key's victims, of a number of two or more, that some figure of the report gives with the
                  same measure and number; optional ones are left out, and so is a single victim: he is named or
                  described, not counted
exact_precision   share of the figures about victims of the key that have a number of the key
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportedly.model import Figure, Ledger
from reportedly.pipeline import read_text

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"
MUC = SHARED / "muc"
TEST_SETS = ("tst1", "tst2")

REPORT = re.compile(r"^((?:DEV|TST\d)-MUC[34]-\d{4})\b[^\n]*\n", re.MULTILINE)
SLOT = re.compile(r"^\d+\. +([A-Z :]+?) {2,}(.*)$")
NAMED = re.compile(r'"((?:[^"\\]|\\.)*)"')
COUNT = re.compile(r"(~)?(\d+)?\s*(-)?\s*(\d+)?")
MEASURES = {"DEATH": "killed", "INJURY": "injured"}

Read = Callable[[str], Ledger]
Number = tuple[int | None, int | None]  # lowest, highest


@dataclass(frozen=True, slots=True, kw_only=True)
class Victims:
    """Some people of whom one thing is said in the key of a report."""

    measure: str  # killed injured
    names: frozenset[str]  # the descriptions that stand for them, in lower case
    numbers: frozenset[Number]  # any of these is right; empty where the key says only that they are many
    optional: bool

    @property
    def heads(self) -> frozenset[str]:
        return frozenset(head_of(name) for name in self.names)


def muc_scores(folder: Path = MUC, *, sets: tuple[str, ...] = TEST_SETS, read: Read = read_text) -> dict[str, float]:
    """Recall and exact-number precision of killed and injured over the reports of some sets ("tst1", "tst2")."""
    wanted = found = about = exact = 0
    for name in sets:
        keys = keys_of(folder / name)
        for report, text in reports_of(folder / name):
            victims = keys.get(report, [])
            if not victims:
                continue
            figures = [f for f in read(text).figures if f.measure in MEASURES.values()]
            for one in victims:
                if not one.optional and one.numbers - {(1, 1)}:
                    wanted += 1
                    found += any(f.measure == one.measure and agrees(f, one) for f in figures)
            for figure in figures:
                meant = [v for v in victims if v.numbers and speaks_of(figure, v)]
                about += bool(meant)
                exact += any(agrees(figure, v) for v in meant)
    return {
        "recall": found / wanted if wanted else 0.0,
        "exact_precision": exact / about if about else 0.0,
    }


def speaks_of(figure: Figure, victims: Victims) -> bool:
    return figure.measure == victims.measure and figure.of is not None and head_of(figure.of) in victims.heads


def agrees(figure: Figure, victims: Victims) -> bool:
    """Whether a figure gives a number of the key; "at least 6" of the text may be 6 or more in the key."""
    bounds = {(figure.low, figure.high), (figure.best, figure.best)} - {(None, None)}
    return bool(bounds & victims.numbers)


def head_of(name: str) -> str:
    """The noun that a description turns on, without its plural: "members of the patrol" member."""
    words = re.split(r"\s+(?:of|from|who|in|at|and)\s+", name.lower())[0].split()
    last = words[-1] if words else ""
    return last.replace("men", "man") if last.endswith("men") else last.rstrip("s")


# ---------------------------------------------------------------- the corpus
def reports_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and text of every report of a set."""
    for path in sorted(p for p in folder.iterdir() if "-muc" in p.name and not p.name.startswith("key")):
        parts = REPORT.split(path.read_text(encoding="latin-1"))
        yield from zip(parts[1::2], parts[2::2], strict=True)


def keys_of(folder: Path) -> dict[str, list[Victims]]:
    """Victims by report, those that several templates name alike once."""
    out: dict[str, list[Victims]] = {}
    for path in sorted(folder.glob("key-*")):
        for template in templates_in(path.read_text(encoding="latin-1")):
            report = template.get("MESSAGE: ID", [""])[0].split(" ")[0]
            kept = out.setdefault(report, [])
            kept += [v for v in victims_of(template) if v not in kept]
    return out


def templates_in(text: str) -> Iterator[dict[str, list[str]]]:
    """The slots of each template, every filler a line."""
    for block in re.split(r"\n(?=0\. +MESSAGE: ID)", text):
        slots: dict[str, list[str]] = {}
        slot = ""
        for line in block.split("\n"):
            if match := SLOT.match(line):
                slot = match[1]
                slots[slot] = [match[2].strip()]
            elif slot and line.startswith(" ") and line.strip():
                slots[slot].append(line.strip())
        if "HUM TGT: EFFECT OF INCIDENT" in slots:
            yield slots


def victims_of(template: dict[str, list[str]]) -> Iterator[Victims]:
    optional = "OPTIONAL" in " ".join(template.get("MESSAGE: TEMPLATE", []))
    numbers = [(names_in(line), numbers_in(line)) for line in template.get("HUM TGT: NUMBER", [])]
    for line in template["HUM TGT: EFFECT OF INCIDENT"]:
        names = names_in(line)
        effects = [e.strip() for e in line.split(":")[0].lstrip("? ").split("/")]
        for effect in effects:
            if effect in MEASURES and names:
                said = frozenset(n for others, some in numbers if others & names for n in some)
                unsure = optional or line.startswith("?") or len(effects) > 1
                yield Victims(measure=MEASURES[effect], names=names, numbers=said, optional=unsure)


def names_in(line: str) -> frozenset[str]:
    return frozenset(name.lower() for name in NAMED.findall(line))


def numbers_in(line: str) -> frozenset[Number]:
    """ "7", "~100", "6-" (at least), "-6" (at most), "6-8"; nothing for PLURAL."""
    out: set[Number] = set()
    for written in line.split(":")[0].lstrip("? ").split("/"):
        match = COUNT.fullmatch(written.strip())
        if match and (match[2] or match[4]):
            low, high = (int(n) if n else None for n in (match[2], match[4]))
            out.add((low, high) if match[3] else (low, low))
    return frozenset(out)


if __name__ == "__main__":
    for figure, value in muc_scores().items():
        print(f"{figure:16} {value:.3f}")
