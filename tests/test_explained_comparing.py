"""The pages that explain loading and comparing: every example on them comes out as it is shown, no module is left out.

An example of reports is a block of text: for each report its outlet and day and, behind "> ", its words; then, behind
"=> ", what is asked of the comparison, and under it the lines that come out.  An example in Python is a session.
"""

from __future__ import annotations

import doctest
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

import reportedly
from reportedly import Case, Known
from reportedly.amounts import amount
from reportedly.case import MemoryStore
from reportedly.compare.policies import Policy, code_series
from reportedly.comparison import Comparison
from reportedly.model import Ledger

ROOT = Path(__file__).parent.parent
SOURCE = Path(reportedly.__file__).parent
DOCS = ROOT / "docs"
PAGES = (*sorted((DOCS / "explanation" / "comparing").glob("*.md")), DOCS / "explanation" / "loading.md")
OTHERS = (DOCS / "limits.md", DOCS / "ethics.md")
EXPLAINED = ("compare", "case", "ask", "load")  # folders of the package
LONG_ENOUGH = 30  # lines: a module with more holds a rule

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REPORT = re.compile(r"^(?P<outlet>[^,>=\n]+), (?P<day>\d{4}-\d\d-\d\d|no date)\n(?P<text>(?:^>.*\n)+)", re.MULTILINE)
VIEW = re.compile(r"^=> (.+)\n((?:(?!=> ).*\S.*\n)*)", re.MULTILINE)
NOTHING = "nothing"

Reports = tuple[tuple[str, str, str], ...]  # outlet, day, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Reports, and what their comparison is said to show."""

    page: str
    line: int
    reports: Reports
    views: tuple[tuple[str, str], ...]  # what is asked, what comes out


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The reports of an example, read and held against each other."""

    case: Case
    ledgers: Mapping[str, Ledger]
    comparison: Comparison

    def outlet(self, report: str) -> str:
        return self.ledgers[report].report.outlet or report

    def name(self, entity: str) -> str:
        return next(one.name for one in self.comparison.entities if one.id == entity)


# ---------------------------------------------------------------- the pages
def examples_of(page: Path) -> Iterator[Example]:
    text = page.read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        if block[1] == "text" and VIEW.search(block[2]):
            yield Example(
                page=page.name,
                line=text.count("\n", 0, block.start()) + 1,
                reports=reports_in(block[2]),
                views=tuple((asked.strip(), out.rstrip("\n")) for asked, out in VIEW.findall(block[2])),
            )


def reports_in(block: str) -> Reports:
    return tuple(
        (found["outlet"], found["day"], re.sub(r"^> ?", "", found["text"], flags=re.MULTILINE).strip("\n"))
        for found in REPORT.finditer(block)
    )


def sessions_of(page: Path) -> str:
    return "\n".join(body for kind, body in BLOCK.findall(page.read_text(encoding="utf-8")) if kind == "python")


@cache
def compared(reports: Reports) -> Compared:
    ledgers = [
        reportedly.read_text(
            text,
            where=f"{outlet.lower().replace(' ', '-')}.txt",
            known=Known(outlet=outlet, published=None if day == "no date" else day),
        )
        for outlet, day, text in reports
    ]
    store = MemoryStore()
    for ledger in ledgers:
        new = store.keep(ledger, raw=ledger.report.text.encode(), reader="the shipped one", at="2031-06-01T08:00:00Z")
        assert new, "two reports of an example have the same words, and are one report"
    case = Case(store)
    return Compared(case=case, ledgers={one.report.id: one for one in ledgers}, comparison=case.comparison())


# ---------------------------------------------------------------- what can be asked
def figures(case: Compared) -> Iterator[str]:
    for series in case.comparison.series:
        what = ", ".join(filter(None, (series.measure, series.of, series.place)))
        for one in series.statements:
            number = amount(one.low, one.best, one.high, one.vague)
            day = f" as of {one.as_of.end or one.as_of.start}" if one.as_of else ""
            whose = one.originator or "nobody named"
            by = f" by {one.withdrawn_by}" if one.withdrawn_by else ""
            yield f"{what}: {number}{day}, {whose} ({case.outlet(one.report)}): {one.status}{by}"


def conflicts(case: Compared) -> Iterator[str]:
    return (f"{one.kind}: {one.reason}" for one in case.comparison.conflicts)


def rows_of_conflicts(case: Compared) -> Iterator[str]:
    return (f"{one.kind}, pairs {one.pairs}: {one.reason}" for one in case.case.conflicts())


def seeming(case: Compared) -> Iterator[str]:
    return (f"{one.kind}: {one.reason}" for one in case.comparison.not_conflicts)


def who_is_who(case: Compared) -> Iterator[str]:
    for one in case.comparison.entities:
        reasons = f": {'; '.join(one.reasons)}" if one.reasons else ""
        forms = [form for form in one.forms if form != one.name]
        also = f", also {', '.join(forms)}" if forms else ""
        yield f"{one.name} ({one.kind}){also}{reasons}"


def asked(case: Compared) -> Iterator[str]:
    for one in case.comparison.maybes:
        yield f"{case.name(one.a)} and {case.name(one.b)}? {one.reason}"


def copies(case: Compared) -> Iterator[str]:
    for one in case.comparison.copies:
        original = f"original {case.outlet(one.original)}" if one.original else "original not known"
        yield f"{one.kind}, {case.outlet(one.a)} and {case.outlet(one.b)}, {original}: {one.reason}"


def passages(case: Compared) -> Iterator[str]:
    for one in case.comparison.copies:
        for passage in one.passages:
            yield " ".join(case.ledgers[one.a].report.text[slice(*passage.a)].split())


def origins(case: Compared) -> Iterator[str]:
    for one in case.comparison.origins:
        yield f"{one.name}: reports {len(one.reports)}, independent {one.independent}, claims {one.claims}"


def rests_on(case: Compared) -> Iterator[str]:
    for row in case.case.origins():
        yield f"{row.what}: {row.summary}{'; taken back' if row.retracted else ''}"


def assertions(case: Compared) -> Iterator[str]:
    for one in case.comparison.assertions:
        voices = (("said by", one.said_by), ("denied by", one.denied_by), ("hedged by", one.hedged_by))
        told_by = "; ".join(f"{how} {', '.join(who)}" for how, who in voices if who)
        yield f"“{one.words}”; {told_by}"


def claims(case: Compared) -> Iterator[str]:
    for ledger in case.ledgers.values():
        for claim in ledger.claims:
            if claim.sources:
                traits = [claim.certainty, *(["negative"] if claim.polarity == "negative" else [])]
                yield f"{' > '.join(ledger.chain(claim))} ({', '.join(traits)}): {ledger.words(claim.spans)}"


def doubts(case: Compared) -> Iterator[str]:
    for row in case.case.doubts():
        yield f"{row.kind}: {row.what}: {row.why}"


def told(case: Compared) -> Iterator[str]:
    return (f"{one.kind}: {one.words}" for one in case.case.findings())


def under(policy: Policy) -> Callable[[Compared], Iterator[str]]:
    def coded(case: Compared) -> Iterator[str]:
        for series in case.comparison.series:
            found = code_series(series, policy)
            what = ", ".join(filter(None, (series.measure, series.of, series.place)))
            if found is not None:
                yield f"{what}: low {found.low}, best {found.best}, high {found.high}; {found.rule}"

    return coded


VIEWS: Mapping[str, Callable[[Compared], Iterator[str]]] = {
    "figures": figures,
    "conflicts": conflicts,
    "conflicts, one row each": rows_of_conflicts,
    "only seems to contradict": seeming,
    "who is who": who_is_who,
    "asked": asked,
    "copies": copies,
    "shared words": passages,
    "origins": origins,
    "rests on": rests_on,
    "assertions": assertions,
    "claims": claims,
    "doubts": doubts,
    "findings": told,
    **{f"figures under {policy}": under(policy) for policy in get_args(Policy)},
}


def shown(reports: Reports, what: str) -> str:
    return "\n".join(VIEWS[what](compared(reports))) or NOTHING


def with_what_comes_out(page: Path) -> str:
    """The page with the outcomes of its examples as they are now."""

    def anew(block: re.Match[str]) -> str:
        if block[1] != "text" or not VIEW.search(block[2]):
            return block[0]
        reports = reports_in(block[2])
        body = VIEW.sub(lambda view: f"=> {view[1]}\n{shown(reports, view[1].strip())}\n", block[2])
        return f"```text\n{body}```"

    return BLOCK.sub(anew, page.read_text(encoding="utf-8"))


EXAMPLES = [one for page in (*PAGES, *OTHERS) if page.exists() for one in examples_of(page)]


# ---------------------------------------------------------------- what is on the pages is so
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.page}:{one.line}")
def test_an_example_comes_out_as_its_page_shows(example: Example) -> None:
    assert example.reports
    for what, out in example.views:
        assert shown(example.reports, what) == out, f"{example.page}, line {example.line}: => {what}"


@pytest.mark.parametrize("page", [*PAGES, *OTHERS], ids=lambda page: page.name)
def test_the_python_of_a_page_prints_what_it_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    session = doctest.DocTestParser().get_doctest(sessions_of(page), {}, page.name, page.name, 0)
    printed: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(session, out=printed.append)
    assert result.failed == 0, "".join(printed)


def test_nothing_that_looks_like_an_example_goes_unchecked() -> None:
    for page in (*PAGES, *OTHERS):
        blocks = [body for kind, body in BLOCK.findall(page.read_text(encoding="utf-8")) if kind == "text"]
        for body in blocks:
            left = VIEW.sub("", REPORT.sub("", body)).strip()
            assert not left, f"{page.name}: these lines of an example are neither report nor outcome:\n{left}"
        asked_of = [what for one in examples_of(page) for what, _ in one.views]
        assert set(asked_of) <= set(VIEWS), page.name


# ---------------------------------------------------------------- nothing is left out
def modules_with_rules() -> list[str]:
    return [
        f"reportedly.{folder}.{file.stem}"
        for folder in EXPLAINED
        for file in sorted((SOURCE / folder).glob("*.py"))
        if file.stem != "__init__" and len(file.read_text(encoding="utf-8").splitlines()) > LONG_ENOUGH
    ]


def modules_named() -> set[str]:
    return {
        name for page in PAGES for name in re.findall(r"`(reportedly(?:\.\w+)+)`", page.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("module", modules_with_rules())
def test_every_module_that_holds_rules_is_explained(module: str) -> None:
    assert module in modules_named(), f"say on a page of docs/explanation what {module} does, by what rule, and why"


def test_the_modules_that_are_explained_are_there() -> None:
    missing = [
        name
        for name in sorted(modules_named())
        if not (path := SOURCE.joinpath(*name.split(".")[1:])).is_dir() and not path.with_suffix(".py").exists()
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_rule_says_why_whose_and_where_it_fails(page: Path) -> None:
    """A rule is a heading of the second level; what it is told by stands in bold words at the beginning of a line."""
    rules = re.split(r"^## ", BLOCK.sub("", page.read_text(encoding="utf-8")), flags=re.MULTILINE)[1:]
    for rule in rules:
        name, _, body = rule.partition("\n")
        missing = [word for word in ("Why", "Source", "Where it fails", "Held in") if f"**{word}.**" not in body]
        assert name.startswith("See also") or not missing, f"{page.name}, “{name}”: {', '.join(missing)} not told"


if __name__ == "__main__":  # after a change of the rules; what it changes is to be read before it is kept
    for changed in (*PAGES, *OTHERS):
        changed.write_text(with_what_comes_out(changed), encoding="utf-8")
