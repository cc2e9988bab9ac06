"""Whose word reaches whom: originators on the left, who passes them on in the middle, the outlets on the right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from reportedly.compare.in_words import number_of
from reportedly.web import addresses
from reportedly.web.charts.figure_chart import text
from reportedly.web.charts.svg import Item, Palette, Spec, linked, spec_of, told, words_last

Column = Literal["originator", "relay", "outlet"]
COLUMNS: tuple[Column, ...] = ("originator", "relay", "outlet")
HEADINGS: Mapping[Column, str] = {"originator": "Says it", "relay": "Passes it on", "outlet": "Prints it"}

WIDTH, BOX = 1120, 232
MOST: Mapping[Column, int] = {"originator": 22, "relay": 18, "outlet": 26}  # boxes; the others are folded into one
TOP, LOWEST_BOX, BETWEEN = 34, 37, 9
THICKEST = 11.0  # pixels of the thickest band
THINNEST = 1.6
LANE, LANES = 4.0, 300.0  # pixels around a band that passes the middle without a relay; around all of them
SWEEPS = 3  # in which boxes are moved next to those they are tied to
VEILED = ("anonymous", "rumour")  # kinds of sources that have no name
MORE = "more"
FROM = ", from "  # in the name of a relay that had it from another one


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody in a column."""

    column: Column
    name: str
    kind: str

    @property
    def address(self) -> str | None:
        """Of the page about them alone; None where several are folded into one."""
        if self.kind == MORE:
            return None
        asked = "outlet" if self.column == "outlet" else "source"
        return addresses.with_query("/sources", **{asked: self.name.partition(FROM)[0]})


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """The reports in which an outlet gives an originator's word, straight or through a relay."""

    originator: Party
    relay: Party | None
    outlet: Party
    reports: frozenset[str]
    independent: frozenset[str]  # of these, those that are no copy of another that gives the same originator's word

    def party(self, column: Column) -> Party | None:
        return self.originator if column == "originator" else self.relay if column == "relay" else self.outlet

    @property
    def parties(self) -> tuple[Party, ...]:
        return tuple(one for one in (self.originator, self.relay, self.outlet) if one is not None)


@dataclass(slots=True)
class Box:
    """Where a party stands; a band that no relay passes on has a lane of its own in the middle, without a box."""

    party: Party | None
    height: float
    y: float = 0
    reports: set[str] = field(default_factory=set)
    independent: set[str] = field(default_factory=set)
    used: dict[str, float] = field(default_factory=dict)  # pixels of each side that have their band

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


# ---------------------------------------------------------------- few enough to be seen
def folded(passings: Iterable[Passing]) -> list[Passing]:
    """Of each column those in most reports; all others of it as one."""
    out = joined(passings)
    for column in COLUMNS:
        weight: dict[Party, set[str]] = defaultdict(set)
        for one in out:
            party = one.party(column)
            if party is not None:
                weight[party] |= one.reports
        ranked = sorted(weight, key=lambda party: (-len(weight[party]), party.name))
        few = frozenset(ranked[MOST[column] - 1 :] if len(ranked) > MOST[column] else ())
        more = Party(column=column, name=f"{len(few):,} more", kind=MORE)
        out = joined(as_one(one, column, more) if one.party(column) in few else one for one in out)
    return out


def as_one(one: Passing, column: Column, more: Party) -> Passing:
    if column == "originator":
        return replace(one, originator=more)
    return replace(one, relay=more) if column == "relay" else replace(one, outlet=more)


def joined(passings: Iterable[Passing]) -> list[Passing]:
    """One for each way from an originator to an outlet."""
    found: dict[tuple[Party, Party | None, Party], Passing] = {}
    for one in passings:
        way = (one.originator, one.relay, one.outlet)
        before = found.get(way)
        found[way] = one if before is None else replace(
            one, reports=before.reports | one.reports, independent=before.independent | one.independent
        )  # fmt: skip
    return list(found.values())


# ---------------------------------------------------------------- the picture
def source_graph(passings: Sequence[Passing], palette: Palette) -> Spec:
    """A Vega spec of passings that are few enough (`folded`); raises `ValueError` where there are none."""
    if not passings:
        raise ValueError("nobody's word is passed on: there is nothing to draw")
    thick = THICKEST / max(len(one.independent) for one in passings)
    graph = Graph(passings, thick=thick)
    bands = sorted(graph.bands(palette), key=lambda band: "strokeDash" in band["encode"]["enter"])
    marks = [*headings(palette), *bands, *words_last(graph.boxes(palette))]
    return spec_of(width=WIDTH, height=graph.height + 4, marks=marks, palette=palette)


def headings(palette: Palette) -> Iterator[Item]:
    for place, column in enumerate(COLUMNS):
        yield text(left_of(place), 12, HEADINGS[column], align="left", baseline="middle", fill=palette.soft, size=13)


def left_of(place: int) -> float:
    return place * (WIDTH - BOX) / 2


class Graph:
    """Boxes and bands with their places."""

    def __init__(self, passings: Sequence[Passing], *, thick: float) -> None:
        self._thick = thick
        self._passings = list(passings)
        self._columns: list[list[Box]] = [[], [], []]
        self._of: dict[Party, Box] = {}
        self._lanes: dict[int, Box] = {}
        self._gap = min(LANE, LANES / (sum(one.relay is None for one in self._passings) or 1))
        for number, one in enumerate(self._passings):
            self._seat(number, one)
        for box in self._of.values():
            box.height = max(box.height, LOWEST_BOX)
        self._order()
        self.height = max(boxes[-1].y + boxes[-1].height for boxes in self._columns if boxes)

    def _seat(self, number: int, one: Passing) -> None:
        wide = self._wide(one)
        for party in one.parties:
            box = self._of.get(party)
            if box is None:
                box = self._of[party] = Box(party=party, height=0)
                self._columns[COLUMNS.index(party.column)].append(box)
            box.height += wide + 1
            box.reports |= one.reports
            box.independent |= one.independent
        if one.relay is None:
            lane = self._lanes[number] = Box(party=None, height=wide + self._gap)
            self._columns[1].append(lane)

    def _wide(self, one: Passing) -> float:
        return max(THINNEST, self._thick * len(one.independent))

    def _middle(self, number: int) -> Box:
        relay = self._passings[number].relay
        return self._lanes[number] if relay is None else self._of[relay]

    # ------------------------------------------------------------ who stands next to whom
    def _order(self) -> None:
        """Originators by weight, those without a name last; the others next to whom they are tied to."""
        first, second, third = self._columns
        first.sort(key=lambda box: (last_of_all(box.party), -len(box.independent), -len(box.reports), name_of(box)))
        self._stack(0)
        before = self._ties(0)
        for _ in range(SWEEPS):
            second.sort(key=lambda box: (self._pull(box, before), name_of(box)))
            self._stack(1)
            onward = self._ties(1)
            third.sort(key=lambda box: (self._pull(box, onward), name_of(box)))
            self._stack(2)
            before = self._ties(0) if not third else self._both_ties()
        tallest = max(stack[-1].y + stack[-1].height for stack in self._columns if stack)
        for stack in self._columns:
            spare = (tallest - stack[-1].y - stack[-1].height) / 2 if stack else 0
            for box in stack:
                box.y += min(spare, 60)

    def _stack(self, place: int) -> None:
        y = float(TOP)
        for box in self._columns[place]:
            box.y = y
            y += box.height + (BETWEEN if box.party else 0)

    def _ties(self, place: int) -> dict[int, list[float]]:
        """The heights that the boxes of the next column are tied to, by box."""
        found: dict[int, list[float]] = defaultdict(list)
        for number, one in enumerate(self._passings):
            middle = self._middle(number)
            if place == 0:
                found[id(middle)].append(self._of[one.originator].middle)
            else:
                found[id(self._of[one.outlet])].append(middle.middle)
        return found

    def _both_ties(self) -> dict[int, list[float]]:
        found = self._ties(0)
        for number, one in enumerate(self._passings):
            found[id(self._middle(number))].append(self._of[one.outlet].middle)
        return found

    def _pull(self, box: Box, ties: Mapping[int, Sequence[float]]) -> float:
        heights = ties.get(id(box), ())
        return sum(heights) / len(heights) if heights else 0.0

    # ------------------------------------------------------------ bands
    def bands(self, palette: Palette) -> Iterator[Item]:
        """Each side of a box is shared out among its bands in the order of where they lead."""
        ordered = sorted(range(len(self._passings)), key=lambda number: self._middle(number).middle)
        out = {number: self._share(self._of[self._passings[number].originator], "right", number) for number in ordered}
        by_start = sorted(ordered, key=lambda number: self._of[self._passings[number].originator].middle)
        into = {number: self._share(self._middle(number), "left", number) for number in by_start}
        by_end = sorted(ordered, key=lambda number: self._of[self._passings[number].outlet].middle)
        onward = {number: self._share(self._middle(number), "right", number) for number in by_end}
        at_end = {number: self._share(self._of[self._passings[number].outlet], "left", number) for number in ordered}
        for number, one in enumerate(self._passings):
            left, right = left_of(1), left_of(1) + BOX
            path = curve(BOX, out[number], left, into[number])
            across = f"L{right:g},{onward[number]:.1f}" if one.relay is None else f"M{right:g},{onward[number]:.1f}"
            path += across + curve_on(left_of(2), at_end[number], right, onward[number])
            yield self._band(one, path, palette)

    def _share(self, box: Box, side: str, number: int) -> float:
        if box.party is None:
            return box.middle
        wide = self._wide(self._passings[number]) + 1
        if side not in box.used:
            total = sum(self._wide(one) + 1 for one in self._passings if touches(one, box.party, side))
            box.used[side] = box.middle - total / 2
        y = box.used[side] + wide / 2
        box.used[side] += wide
        return y

    def _band(self, one: Passing, path: str, palette: Palette) -> Item:
        copied = not one.independent
        veiled = one.originator.kind in VEILED
        many = any(party.kind == MORE for party in one.parties)
        enter: Item = {
            "path": {"value": path},
            "stroke": {"value": palette.soft if copied or veiled or many else palette.claim},
            "strokeWidth": {"value": round(self._wide(one), 2)},
            "strokeOpacity": {"value": 0.75 if copied else 0.16 if many else 0.42 if veiled else 0.34},
        }
        if copied or veiled:
            enter["strokeDash"] = {"value": [2, 4] if copied else [7, 4]}
        return {"type": "path", "encode": {"enter": enter}}

    # ------------------------------------------------------------ boxes
    def boxes(self, palette: Palette) -> Iterator[Item]:
        for place, boxes in enumerate(self._columns):
            for box in boxes:
                if box.party is not None:
                    yield from drawn(box, box.party, left_of(place), palette)


def drawn(box: Box, party: Party, x: float, palette: Palette) -> Iterator[Item]:
    rests = in_reports(len(box.reports), len(box.independent))
    veiled = party.kind in (*VEILED, MORE)
    enter: Item = {
        "x": {"value": x}, "y": {"value": round(box.y, 1)}, "width": {"value": BOX},
        "height": {"value": round(box.height, 1)}, "cornerRadius": {"value": 5}, "fill": {"value": palette.paper},
        "stroke": {"value": palette.strong}, "strokeWidth": {"value": 1.3},
    }  # fmt: skip
    if veiled:
        enter["strokeDash"] = {"value": [5, 4]}
    if party.address is not None:
        does = {"originator": "says it", "relay": "passes it on", "outlet": "prints it"}[party.column]
        words = told(f"{party.name}, {does}: {rests}; show this alone")
        enter |= {"href": {"value": linked(party.address)}, "description": {"value": words}}
    yield {"type": "rect", "encode": {"enter": enter}}
    fill = palette.soft if veiled else palette.ink
    yield text(x + 10, box.middle - 8, told(party.name), align="left", baseline="middle", fill=fill, size=13,
               limit=BOX - 48)  # fmt: skip
    yield text(x + 10, box.middle + 9, rests, align="left", baseline="middle", fill=palette.soft, size=11.5)


def touches(one: Passing, party: Party, side: str) -> bool:
    if party.column == "relay":
        return one.relay == party
    return party == (one.originator if side == "right" else one.outlet)


def in_reports(reports: int, independent: int) -> str:
    """ "12 reports, 2 independent"."""
    return number_of(reports, "report") + (f", {independent:,} independent" if reports > 1 else "")


def last_of_all(party: Party | None) -> int:
    kind = party.kind if party else ""
    return 2 if kind == MORE else 1 if kind in VEILED else 0


def name_of(box: Box) -> str:
    return box.party.name if box.party else ""


def curve(x: float, y: float, x2: float, y2: float) -> str:
    return f"M{x:g},{y:.1f}" + curve_on(x2, y2, x, y)


def curve_on(x2: float, y2: float, x: float, y: float) -> str:
    middle = (x + x2) / 2
    return f"C{middle:g},{y:.1f},{middle:g},{y2:.1f},{x2:g},{y2:.1f}"
