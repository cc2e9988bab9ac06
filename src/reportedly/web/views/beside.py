"""Side by side: two reports aligned, what they share tinted and numbered, changed figures and names boxed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from reportedly.case.versions import difference
from reportedly.comparison import Copy, Passage
from reportedly.interfaces import Kept
from reportedly.model import Ledger, Span
from reportedly.web import addresses
from reportedly.web.aligning import Aligned, Changed, aligned, changes
from reportedly.web.desk import Desk
from reportedly.web.drawing import draw, report_name
from reportedly.web.marked import Plain, drawn_plainly
from reportedly.web.rests import named
from reportedly.web.standing import Standing
from reportedly.web.trouble import NOT_THERE
from reportedly.web.views.reader import COPY_WORDS, Number, language_of, ledger_of

api = APIRouter(tags=["copies"])
pages = APIRouter()

LONGEST_SHOWN = 100_000  # characters of each text on one page; what is behind is left to the reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two reports."""

    report: int
    outlet: str | None
    title: str
    published: str | None
    language: str | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPassage:
    """The same in both; spans are code points of each text."""

    number: int
    a: tuple[int, int]
    b: tuple[int, int]
    verbatim: bool  # else in other words


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPlace:
    """A figure or name that stands where the other report has another."""

    number: int
    kind: str
    a: tuple[int, int]
    b: tuple[int, int]
    words_a: str
    words_b: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What one version has and the other has not, or has otherwise; an empty span on the side that lacks it."""

    kind: str
    a: tuple[int, int]
    b: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideView:
    a: Side
    b: Side
    kind: str | None  # of the copy; None where the two are none
    score: float | None
    reason: str
    original: str  # which is likely the original and why, in words; empty where nothing tells
    versions: bool  # of one address
    passages: tuple[SharedPassage, ...]
    changed: tuple[ChangedPlace, ...]
    edits: tuple[Edit, ...]  # of two versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One side as it is drawn."""

    letter: str
    paragraphs: tuple[Markup, ...]
    cut: bool  # longer than the page shows
    language: str


# ---------------------------------------------------------------- as JSON and as a page
@api.get("/beside/{a}/{b}", responses=NOT_THERE)
def beside_as_json(request: Request, a: Number, b: Number) -> BesideView:
    """What two reports share, word for word or in other words, and the figures and names that changed on the way."""
    desk: Desk = request.app.state.desk
    return Pair(desk, desk.standing(), a, b).view


@pages.get("/beside/{a}/{b}")
def beside_page(request: Request, a: Number, b: Number) -> Response:
    desk: Desk = request.app.state.desk
    standing = desk.standing()
    pair = Pair(desk, standing, a, b)
    return draw(request, "beside.html", standing=standing, view=pair.view, sides=pair.sides())


# ---------------------------------------------------------------- two reports
class Pair:
    """Two reports and what ties them."""

    def __init__(self, desk: Desk, standing: Standing, a: int, b: int) -> None:
        self.kept = standing.kept(a), standing.kept(b)
        self.texts = ledger_of(desk, self.kept[0]), ledger_of(desk, self.kept[1])
        self.standing = standing
        self.view = self._view()

    def _view(self) -> BesideView:
        a, b = self.kept
        copy = next((one for one in self.standing.compared.copies_of.get(a.id, ()) if b.id in (one.a, one.b)), None)
        versions = a.id != b.id and b in self.standing.shelf.versions(a)
        pairs: list[Aligned] = []
        if not versions and a.id != b.id:
            pairs = aligned(*self.texts, turned(copy, a), self.standing.compared)
        found = changes(*self.texts, pairs, self.standing.compared, self.reasons()) if a.id != b.id else []
        return BesideView(
            a=side(a),
            b=side(b),
            kind=copy.kind if copy and not versions else None,
            score=round(copy.score, 3) if copy and not versions else None,
            reason=reason(copy, a, b, versions=versions),
            original="" if versions else original(copy, a, b, self.texts),
            versions=versions,
            passages=tuple(
                SharedPassage(number=n, a=(one.a.start, one.a.end), b=(one.b.start, one.b.end), verbatim=one.verbatim)
                for n, one in enumerate(pairs, start=1)
            ),
            changed=tuple(changed_place(n, one) for n, one in enumerate(in_text_order(found), start=1)),
            edits=tuple(edits(*self.texts)) if versions else (),
        )

    def reasons(self) -> Mapping[tuple[str, str], str]:
        """Conflicts between numbers of the two, by their figures."""
        a, b = self.kept
        found: dict[tuple[str, str], str] = {}
        for one in self.standing.compared.conflicts_of.get(a.id, ()):
            for mine, theirs in ((one.a, one.b), (one.b, one.a)):
                if mine.report == a.id and theirs.report == b.id and mine.figure and theirs.figure:
                    found.setdefault((mine.figure, theirs.figure), one.reason)
        return found

    def sides(self) -> tuple[Text, Text]:
        return self._side(0), self._side(1)

    def _side(self, which: int) -> Text:
        text = self.texts[which].report.text
        marks = list(marks_of(self.view, which))
        return Text(
            letter="ab"[which],
            paragraphs=tuple(drawn for drawn, _ in drawn_plainly(text[:LONGEST_SHOWN], marks)),
            cut=len(text) > LONGEST_SHOWN,
            language=language_of(self.kept[which]),
        )


def side(kept: Kept) -> Side:
    return Side(
        report=kept.number,
        outlet=kept.outlet,
        title=report_name(kept),
        published=kept.published,
        language=kept.language,
        address=addresses.report_at(kept),
    )


def turned(copy: Copy | None, a: Kept) -> list[Passage]:
    """The shared passages with those of `a` first."""
    if copy is None or copy.a == a.id:
        return list(copy.passages) if copy else []
    return sorted((Passage(a=one.b, b=one.a) for one in copy.passages), key=lambda one: one.a)


def reason(copy: Copy | None, a: Kept, b: Kept, *, versions: bool) -> str:
    if a.id == b.id:
        return "This is one report."
    if versions:
        return "Two versions of one address: what only the first has, and what only the second has."
    if copy is None:
        return "Neither is taken for a copy of the other; sentences that tell the same are laid beside each other."
    return f"{COPY_WORDS[copy.kind]}: {copy.reason}"


def original(copy: Copy | None, a: Kept, b: Kept, texts: tuple[Ledger, Ledger]) -> str:
    """Which is likely the original, and why: the one that the other names, or the earlier one."""
    if copy is None or copy.original is None:
        return "Nothing tells which of the two was first." if copy else ""
    first, other = (a, b) if copy.original == a.id else (b, a)
    told = texts[1 if first is a else 0].report.text
    if first.outlet and first.outlet in told:
        why = f"{named(other)} names it"
    elif first.published and other.published and first.published < other.published:
        why = "it was published earlier"
    else:
        why = "as the comparison has it"
    return f"{named(first)} is likely the original: {why}."


def changed_place(number: int, one: Changed) -> ChangedPlace:
    return ChangedPlace(
        number=number,
        kind=one.kind,
        a=(one.a.start, one.a.end),
        b=(one.b.start, one.b.end),
        words_a=one.words_a,
        words_b=one.words_b,
        reason=one.reason,
    )


def in_text_order(found: Sequence[Changed]) -> list[Changed]:
    return sorted(found, key=lambda one: (one.a, one.b))


def edits(a: Ledger, b: Ledger) -> Iterator[Edit]:
    for one in difference(a.report.text, b.report.text):
        yield Edit(kind=one.kind, a=(one.a.start, one.a.end), b=(one.b.start, one.b.end))


# ---------------------------------------------------------------- marks
def marks_of(view: BesideView, which: int) -> Iterator[Plain]:
    """Shared passages outside, changed places inside; each label leads to the same number on the other side."""
    here, there = "ab"[which], "ba"[which]
    other = (view.b if which == 0 else view.a).outlet or "the other report"
    for one in view.passages:
        how = "the same words" if one.verbatim else "told in other words"
        yield Plain(
            span=Span(*(one.a, one.b)[which]),
            kind="shared" if one.verbatim else "shared retold",
            anchor=f"{here}{one.number}",
            to=f"#{there}{one.number}",
            label=str(one.number),
            said=f"Passage {one.number}, {how}: to it in {other}",
        )
    for change in view.changed:
        yield Plain(
            span=Span(*(change.a, change.b)[which]),
            kind=f"changed {change.kind}",
            anchor=f"{here}-change-{change.number}",
            to=f"#{there}-change-{change.number}",
            label="≠",
            said=f"Changed {change.kind}; {(change.words_b, change.words_a)[which]} in {other}",
        )
    for n, edit in enumerate(view.edits, start=1):
        span = Span(*(edit.a, edit.b)[which])
        if span.start < span.end:
            yield Plain(
                span=span,
                kind="taken-out" if which == 0 else "put-in",
                anchor=f"{here}{n}",
                to=f"#{there}{n}" if edit.kind == "replaced" else None,
                label=str(n),
                said=f"Change {n}: to it in the other version",
            )
