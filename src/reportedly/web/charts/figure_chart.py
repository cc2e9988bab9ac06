"""How a figure moved: a step line for each originator, hollow marks where nobody is named, crosses where withdrawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from reportedly.comparison import Status
from reportedly.model import Number
from reportedly.web.charts.svg import Item, Palette, Spec, linked, spec_of, together, told

WIDE, NARROW = 980, 350  # pixels a chart is drawn for: a screen or sheet of paper, a phone
HEIGHT = 320
MARGIN = 30  # on both sides of the first and last day
LANE_ROW, LANE_ROWS = 19, 5  # for numbers that are words; those of more than so many rows stand in the last one
WIDE_LETTER = 6.8
BESIDE = 14  # between marks of the same day and number
LEAST_BESIDE = 11  # nearer than that they would lie on each other: those alike are drawn as one
LINE_OF_LEGEND, COLUMN_OF_LEGEND = 21, 310
LABEL_ROOM = 58  # a day under the axis
LONGEST_STRETCH = 6  # days; a longer one without a report is cut, and marked
CUT_TO = 3  # as many days as it is then drawn wide
WORTH_CUTTING = 1.5  # times as long as what would be left

# Told apart by colour, by shape and by dash: each way alone is enough.
SHAPES = (
    "circle", "square", "triangle-up", "diamond", "triangle-down", "triangle-right", "triangle-left",
    "M0,-.55L.52,-.17L.32,.45L-.32,.45L-.52,-.17Z",
)  # fmt: skip
DASHES: tuple[tuple[int, ...], ...] = ((), (9, 3), (2, 2), (9, 3, 2, 3), (5, 2), (14, 3), (2, 4), (9, 2, 2, 2, 2, 2))
MOST_TELLINGS = 3  # of a withdrawal, on one day
OTHERS = len(SHAPES) - 1  # originators beyond so many share the last look
CROSS = "M-.5,-.5L.5,.5M-.5,.5L.5,-.5"
UPWARDS, DOWNWARDS = "M-.45,.25L0,-.2L.45,.25", "M-.45,-.25L0,.2L.45,-.25"
AGAIN = (2, 5)  # dashes of a number that is repeated after it was withdrawn

NOBODY = "nobody named"
LOOKS = {
    "withdrawn": "withdrawn",
    "again": "repeated after it was withdrawn",
    "words": "a number in words only",
    "least": "at least, or at most",
    "band": "from the lowest to the highest stated",
    "cut": "days without a report, left out",
    "alike": "so many statements alike, drawn as one",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One statement of the series: where it stands, what it says aloud, what it opens."""

    day: str  # for which the number holds, "2022-01-09"
    said: str  # day of the report
    low: Number | None
    best: Number | None
    high: Number | None
    vague: str | None
    whose: str | None
    status: Status
    withdrawn: str | None  # day on which the number was withdrawn, where that is known
    words: str
    address: str
    count: int = 1  # statements that it stands for; it opens the first

    @property
    def number(self) -> float | None:
        """Where it stands; of "40 to 50" the middle, which nobody said: the band shows what was."""
        if self.best is None and self.low is not None and self.high is not None:
            return (self.low + self.high) / 2
        return next((one for one in (self.best, self.low, self.high) if one is not None), None)

    @property
    def at(self) -> str:
        """A number repeated after its withdrawal stands where it was repeated."""
        return self.said if self.status == "repeated_after_retraction" else self.day


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A report telling that a number was withdrawn."""

    day: str
    words: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What the chart of one series is drawn from."""

    title: str
    subtitle: str
    marks: Sequence[Mark]
    withdrawals: Sequence[Withdrawal] = ()

    @cached_property
    def _looks(self) -> Mapping[str, int]:
        return {whose: min(place, OTHERS) for place, whose in enumerate(self.originators)}

    @cached_property
    def originators(self) -> tuple[str, ...]:
        """Those who say most first."""
        named = Counter(mark.whose for mark in self.marks if mark.whose is not None)
        return tuple(sorted(named, key=lambda one: (-named[one], one)))

    def look(self, whose: str | None) -> int | None:
        """The number of an originator's colour, shape and dash; None for nobody."""
        return None if whose is None else self._looks[whose]


def figure_chart(figure: Figure, palette: Palette, *, width: int = WIDE, with_title: bool = False) -> Spec:
    """A Vega spec; links are in it unless it is titled, which is for taking away."""
    figure = legible(figure, width)
    across = Across.of(figure, width)
    lanes = lanes_of(figure, across)
    levels = Levels(numbers=HEIGHT - (LANE_ROW * (max(lanes.values()) + 1) + 14 if lanes else 0), lanes=lanes)
    entries = list(legend_of(figure, across))
    columns = max(1, width // COLUMN_OF_LEGEND)
    rows = -(-len(entries) // columns)
    below = HEIGHT + 56
    plot = {
        "type": "group",
        "encode": {"enter": {"width": {"value": width}, "height": {"value": HEIGHT}}},
        "scales": [{
            "name": "number", "type": "linear", "range": [levels.numbers, 0], "nice": True, "zero": True,
            "domain": [0, highest(figure.marks)],
        }],
        "axes": [{
            "orient": "left", "scale": "number", "grid": True, "domain": False, "ticks": False, "tickCount": 6,
            "format": ",~f", "labelPadding": 8,
        }],
        "marks": list(together([
            *days_below(across, palette),
            *bands(figure, across, palette),
            *lines(figure, across, palette),
            *still_repeated(figure, across, palette),
            *withdrawals(figure, across, palette, links=not with_title),
            *marks(figure, across, palette, levels, links=not with_title),
        ])),
    }  # fmt: skip
    return spec_of(
        width=width,
        height=below + rows * LINE_OF_LEGEND,
        marks=[plot, *legend(entries, columns, below, width, palette)],
        title={"text": told(figure.title), "subtitle": told(figure.subtitle), "offset": 18} if with_title else None,
        background=palette.paper if with_title else None,
        padding=24 if with_title else 4,
        palette=palette,
    )


def highest(all_marks: Iterable[Mark]) -> float:
    return max((one for mark in all_marks for one in (mark.number, mark.high) if one is not None), default=1) or 1


# ---------------------------------------------------------------- days, from left to right
@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """Where each day stands, in pixels: to scale, but for long stretches without a report, which are cut and marked."""

    width: int
    days: tuple[str, ...]
    places: Mapping[str, float]
    cuts: tuple[tuple[str, str, int], ...]  # from, to, days between
    cells: Mapping[Cell, int]  # marks of a day and number

    @classmethod
    def of(cls, figure: Figure, width: int) -> Across:
        told_days = {day for mark in figure.marks for day in (mark.day, mark.at, mark.withdrawn) if day}
        days = tuple(sorted(told_days | {one.day for one in figure.withdrawals}))
        stretches = [(a, b, between(a, b)) for a, b in pairwise(days)]
        short = [stretch if stretch <= LONGEST_STRETCH else CUT_TO for _, _, stretch in stretches]
        whole = [stretch for _, _, stretch in stretches]
        cutting = len(days) > 2 and sum(whole) > WORTH_CUTTING * sum(short)
        drawn = short if cutting else whole
        a_day = (width - 2 * MARGIN) / (sum(drawn) or 1)
        places = dict.fromkeys(days[:1], float(MARGIN) if len(days) > 1 else width / 2)
        for (a, b, _), many in zip(stretches, drawn, strict=True):
            places[b] = places[a] + many * a_day
        cuts = tuple(one for one in stretches if cutting and one[2] > LONGEST_STRETCH)
        return cls(width=width, days=days, places=places, cuts=cuts, cells=cells_of(figure))

    def x(self, day: str) -> float:
        return self.places[day]

    def beside(self, day: str, number: float) -> float:
        """How far apart marks of one number stand on a day, so that they keep off those of other days."""
        here, own = self.places[day], self.cells[day, number]
        others = [(self.places[other], self.cells.get((other, number), 0)) for other in self.days if other != day]
        room = (2 * abs(x - here) / (own + many) for x, many in others if many)
        return min(BESIDE, *room, self.width / own)


Cell = tuple[str, float]


def cells_of(figure: Figure) -> Mapping[Cell, int]:
    return Counter((mark.at, mark.number) for mark in figure.marks if mark.number is not None)


# ---------------------------------------------------------------- many marks in one place
def legible(figure: Figure, width: int) -> Figure:
    """The figure with statements alike drawn as one where there is no room for all of them beside each other."""
    across = Across.of(figure, width)
    worded = Counter(mark.at for mark in figure.marks if mark.number is None)
    found: dict[object, list[Mark]] = defaultdict(list)
    for place, mark in enumerate(figure.marks):
        no_room = mark.number is not None and across.beside(mark.at, mark.number) < LEAST_BESIDE
        crowded = no_room or (mark.number is None and worded[mark.at] > LANE_ROWS)
        alike = (mark.at, mark.day, mark.low, mark.best, mark.high, mark.vague, mark.whose, mark.status)
        found[alike if crowded else place].append(mark)
    return replace(figure, marks=tuple(one if not others else as_one(one, *others) for one, *others in found.values()))


def as_one(first: Mark, *others: Mark) -> Mark:
    return replace(first, count=first.count + sum(one.count for one in others))


def aloud(mark: Mark) -> str:
    """What a mark says, of how many statements it is where it stands for several."""
    return mark.words if mark.count == 1 else f"{mark.count} statements alike, the first: {mark.words}"


def between(a: str, b: str) -> int:
    return (date.fromisoformat(b) - date.fromisoformat(a)).days


def days_below(across: Across, palette: Palette) -> Iterator[Item]:
    """The axis of days: the last one, and of the others those for which there is room."""
    labels: list[Item] = []
    free, last = float(across.width + LABEL_ROOM), None
    for day in reversed(across.days):
        x = across.x(day)
        if x <= free - LABEL_ROOM:
            free = x
            labels.append({"x": x, "day": day})
    for label in reversed(labels):
        when = date.fromisoformat(label["day"])
        label["text"] = [f"{when.day} {when:%b}", *([str(when.year)] if when.year != last else [])]
        last = when.year
    yield rule(0, HEIGHT, across.width, HEIGHT, stroke=palette.strong)
    for day in across.days:
        yield rule(across.x(day), HEIGHT, across.x(day), HEIGHT + 5, stroke=palette.strong)
    for label in labels:
        yield text(label["x"], HEIGHT + 9, label["text"], align="center", baseline="top", fill=palette.soft)
    told_at = -float(LABEL_ROOM)
    for a, b, days in across.cuts:
        middle = (across.x(a) + across.x(b)) / 2
        for dx in (-4, 2):
            yield rule(middle + dx, HEIGHT + 6, middle + dx + 4, HEIGHT - 6, stroke=palette.strong, width=1.5)
        if middle - told_at >= LABEL_ROOM:
            told_at = middle
            yield text(middle, HEIGHT + 27, f"{days} days", align="center", baseline="top", fill=palette.soft, size=11)


# ---------------------------------------------------------------- lines and bands
def by_originator(figure: Figure) -> Iterator[tuple[str, list[Mark]]]:
    """The numbers of each originator in the order of their days, without those repeated after they were withdrawn."""
    found: dict[str, list[Mark]] = defaultdict(list)
    for mark in figure.marks:
        if mark.whose is not None and mark.number is not None and mark.status != "repeated_after_retraction":
            found[mark.whose].append(mark)
    for whose in figure.originators:
        if figure.look(whose) != OTHERS or len(figure.originators) <= OTHERS + 1:
            yield whose, sorted(found[whose], key=lambda mark: (mark.day, mark.said))


def steps(own: Sequence[Mark], across: Across) -> list[Item]:
    """The corners of a step line; it ends where its number was withdrawn and begins again with the next one."""
    out: list[Item] = []
    for mark, following in zip(own, (*own[1:], None), strict=True):
        out.append(corner(across.x(mark.day), mark))
        gone = mark.status == "retracted" and (following is None or following.status != "retracted")
        if gone:
            end = mark.withdrawn if mark.withdrawn and mark.withdrawn > mark.day else mark.day
            stop = min(end, following.day) if following else end
            out += [corner(across.x(stop), mark), {**corner(across.x(stop), mark), "there": False}]
    return out


def corner(x: float, mark: Mark) -> Item:
    low, high = (mark.low, mark.high) if mark.low is not None and mark.high is not None else (mark.number, mark.number)
    return {"x": x, "number": mark.number, "low": low, "high": high, "there": True}


def lines(figure: Figure, across: Across, palette: Palette) -> Iterator[Item]:
    for whose, own in by_originator(figure):
        if len(own) > 1:
            look = figure.look(whose) or 0
            yield with_data(steps(own, across), {
                "type": "line",
                "encode": {"enter": {
                    "x": {"field": "x"}, "y": {"scale": "number", "field": "number"}, "defined": {"field": "there"},
                    "interpolate": {"value": "step-after"}, "stroke": {"value": palette.lines[look]},
                    "strokeWidth": {"value": 2}, "strokeDash": {"value": list(DASHES[look])},
                }},
            })  # fmt: skip


def bands(figure: Figure, across: Across, palette: Palette) -> Iterator[Item]:
    """From the lowest to the highest number of each originator, until the next one; a bar where nobody is named."""
    for whose, own in by_originator(figure):
        if any(is_range(mark) for mark in own):
            corners = steps(own, across)
            if len(own) == 1:
                corners = [{**corners[0], "x": corners[0]["x"] + dx} for dx in (-6, 6)]
            yield with_data(corners, {
                "type": "area",
                "encode": {"enter": {
                    "x": {"field": "x"}, "y": {"scale": "number", "field": "low"},
                    "y2": {"scale": "number", "field": "high"}, "defined": {"field": "there"},
                    "interpolate": {"value": "step-after"}, "fill": {"value": palette.lines[figure.look(whose) or 0]},
                    "fillOpacity": {"value": 0.2},
                }},
            })  # fmt: skip
    for mark in figure.marks:
        if mark.whose is None and is_range(mark):
            yield {
                "type": "rule",
                "encode": {"enter": {
                    "x": {"value": across.x(mark.at)}, "y": {"scale": "number", "value": mark.low},
                    "y2": {"scale": "number", "value": mark.high}, "stroke": {"value": palette.soft},
                    "strokeWidth": {"value": 6}, "strokeOpacity": {"value": 0.3},
                }},
            }  # fmt: skip


def is_range(mark: Mark) -> bool:
    return mark.low is not None and mark.high is not None and mark.low < mark.high


def still_repeated(figure: Figure, across: Across, palette: Palette) -> Iterator[Item]:
    """Dashes from the day a number was withdrawn to the day on which it was given again."""
    for mark in figure.marks:
        if mark.status == "repeated_after_retraction" and mark.number is not None:
            start = min(mark.withdrawn or mark.day, mark.said)
            yield {
                "type": "rule",
                "encode": {"enter": {
                    "x": {"value": across.x(start)}, "x2": {"value": across.x(mark.said)},
                    "y": {"scale": "number", "value": mark.number}, "stroke": {"value": palette.alert},
                    "strokeWidth": {"value": 2.5}, "strokeDash": {"value": list(AGAIN)},
                    "strokeCap": {"value": "round"},
                }},
            }  # fmt: skip


def withdrawals(figure: Figure, across: Across, palette: Palette, *, links: bool) -> Iterator[Item]:
    """A dotted line through the day on which it is told that a number was withdrawn."""
    days: dict[str, list[Withdrawal]] = defaultdict(list)
    for one in figure.withdrawals:
        days[one.day].append(one)
    for day in days:
        yield rule(across.x(day), -4, across.x(day), HEIGHT, stroke=palette.alert, dash=(1, 4))
    for day, own in days.items():
        for place, one in enumerate(own[:MOST_TELLINGS]):
            yield symbol(
                x=across.x(day) + place * BESIDE, y={"value": -13}, shape=CROSS, size=130, stroke=palette.alert,
                width=2.2, fill=None, words=one.words, address=one.address if links else None,
            )  # fmt: skip
    if len(days) == 1:
        [(day, own)] = days.items()
        at = Beside(across.x(day) + (min(len(own), MOST_TELLINGS) - 1) * BESIDE, across.width)
        yield at.text(LOOKS["withdrawn"], -13, palette.alert)


# ---------------------------------------------------------------- marks
class Beside(NamedTuple):
    """Words to the right of a place, or to its left where the chart ends."""

    x: float
    width: float

    def text(self, words: str, y: float, fill: str) -> Item:
        left = self.right_end(words) > self.width
        x = self.x - 11 if left else self.x + 11
        return text(x, y, words, align="right" if left else "left", baseline="middle", fill=fill, limit=150)

    def right_end(self, words: str) -> float:
        return self.x + 11 + WIDE_LETTER * min(len(words), 22)


def in_lane(mark: Mark) -> str:
    words = told(f"“{mark.vague}”" if mark.vague else "not stated")
    return words if mark.count == 1 else f"{words} ×{mark.count}"


def lanes_of(figure: Figure, across: Across) -> Mapping[str, int]:
    """The row below zero for each number in words, by its address: the first one in which there is room."""
    ends: list[float] = []
    rows = {}
    for mark in sorted((mark for mark in figure.marks if mark.number is None), key=lambda mark: mark.at):
        x = across.x(mark.at)
        row = next((n for n, end in enumerate(ends) if end < x - 10), len(ends))
        if row == len(ends) < LANE_ROWS:
            ends.append(0)
        row = min(row, LANE_ROWS - 1)
        end = Beside(x, across.width).right_end(in_lane(mark))
        ends[row] = float(across.width) if end > across.width else end
        rows[mark.address] = row
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Where numbers end and words begin, downwards."""

    numbers: float
    lanes: Mapping[str, int]

    def lane(self, mark: Mark) -> float:
        return self.numbers + 16 + LANE_ROW * self.lanes[mark.address]

    def y(self, mark: Mark) -> Item:
        return {"value": self.lane(mark)} if mark.number is None else {"scale": "number", "value": mark.number}


def marks(figure: Figure, across: Across, palette: Palette, levels: Levels, *, links: bool) -> Iterator[Item]:
    """In the order of the table beside the chart; those of one day and number stand side by side."""
    places = [*zip(figure.marks, side_by_side(figure, across), strict=True)]
    for mark, x in places:
        colour = colour_of(mark, figure, palette)
        yield symbol(
            x=x, y=levels.y(mark), shape=SHAPES[figure.look(mark.whose) or 0], size=95, stroke=colour, width=2,
            fill=palette.paper if mark.whose is None else colour,
            words=aloud(mark), address=mark.address if links else None,
            dash=(2, 2) if mark.status == "repeated_after_retraction" else (),
        )  # fmt: skip
    for mark, x in places:
        if mark.number is None:
            yield Beside(x, across.width).text(in_lane(mark), levels.lane(mark), palette.soft)
    yield from how_many(places, levels, palette)
    for mark, x in places:
        yield from on_top(mark, x, levels.y(mark), colour_of(mark, figure, palette), palette)


def how_many(places: Iterable[tuple[Mark, float]], levels: Levels, palette: Palette) -> Iterator[Item]:
    """Over each mark that stands for several statements how many; one over the other where they would touch."""
    ends: dict[float, list[float]] = defaultdict(list)
    for mark, x in sorted(places, key=lambda one: one[1]):
        if mark.count == 1 or mark.number is None:
            continue
        words = f"×{mark.count}"
        half, rows = len(words) * 3.5, ends[mark.number]
        row = next((n for n, end in enumerate(rows) if end < x - half), len(rows))
        rows[row : row + 1] = [x + half]
        above = {**levels.y(mark), "offset": -18 - 11 * row}  # and over the arrow of "at least"
        yield text(x, 0, words, align="center", baseline="bottom", fill=palette.ink, size=11, level=above)


def side_by_side(figure: Figure, across: Across) -> list[float]:
    """Where each mark stands, from left to right."""
    before: Counter[Cell] = Counter()
    places = []
    for mark in figure.marks:
        aside = 0.0
        if mark.number is not None:
            cell = (mark.at, mark.number)
            aside = (before[cell] - (across.cells[cell] - 1) / 2) * across.beside(*cell)
            before[cell] += 1
        places.append(across.x(mark.at) + aside)
    return places


def colour_of(mark: Mark, figure: Figure, palette: Palette) -> str:
    return palette.soft if mark.whose is None else palette.lines[figure.look(mark.whose) or 0]


def on_top(mark: Mark, x: float, y: Item, colour: str, palette: Palette) -> Iterator[Item]:
    """An arrow where the number is a least or a most, a cross where it was withdrawn."""
    if mark.low is not None and mark.high is None:
        yield symbol(x=x, y={**y, "offset": -11}, shape=UPWARDS, size=140, stroke=colour, width=1.6, fill=None)
    if mark.low is None and mark.high is not None:
        yield symbol(x=x, y={**y, "offset": 11}, shape=DOWNWARDS, size=140, stroke=colour, width=1.6, fill=None)
    if mark.status in ("retracted", "repeated_after_retraction"):
        for stroke, width in ((palette.paper, 4.2), (palette.alert, 2.2)):
            yield symbol(x=x, y=y, shape=CROSS, size=190, stroke=stroke, width=width, fill=None)


# ---------------------------------------------------------------- the legend, in words
def legend_of(figure: Figure, across: Across) -> Iterator[tuple[str, str | int]]:
    """What each look means: the number of an originator, or the name of a look, behind its words."""
    several = figure.originators[OTHERS:] if len(figure.originators) > OTHERS + 1 else ()
    for whose in figure.originators[: OTHERS if several else None]:
        yield told(whose), figure.look(whose) or 0
    if several:
        yield f"{len(several)} others", OTHERS
    if any(mark.whose is None for mark in figure.marks):
        yield NOBODY, "nobody"
    statuses = {mark.status for mark in figure.marks}
    present = {
        "withdrawn": bool(figure.withdrawals) or "retracted" in statuses,
        "again": "repeated_after_retraction" in statuses,
        "words": any(mark.number is None for mark in figure.marks),
        "least": any((mark.low is None) != (mark.high is None) for mark in figure.marks),
        "band": any(is_range(mark) for mark in figure.marks),
        "cut": bool(across.cuts),
        "alike": any(mark.count > 1 for mark in figure.marks),
    }
    yield from ((LOOKS[look], look) for look, there in present.items() if there and look != "words")


def legend(
    entries: Sequence[tuple[str, str | int]], columns: int, top: float, width: int, palette: Palette
) -> Iterator[Item]:
    for place, (words, look) in enumerate(entries):
        x, y = (place % columns) * (width / columns), top + (place // columns) * LINE_OF_LEGEND + 10
        yield from sample(look, x, y, palette)
        yield text(x + 40, y, words, align="left", baseline="middle", fill=palette.ink, size=12.5,
                   limit=width / columns - 52)  # fmt: skip


def sample(look: str | int, x: float, y: float, palette: Palette) -> Iterator[Item]:
    middle = x + 16
    if isinstance(look, int):
        colour = palette.lines[look]
        yield rule(x, y, x + 32, y, stroke=colour, width=2, dash=DASHES[look])
        yield symbol(x=middle, y={"value": y}, shape=SHAPES[look], size=95, stroke=colour, width=2, fill=colour)
    elif look == "nobody":
        yield symbol(
            x=middle, y={"value": y}, shape="circle", size=95, stroke=palette.soft, width=2, fill=palette.paper
        )
    elif look == "withdrawn":
        yield symbol(x=middle, y={"value": y}, shape=CROSS, size=170, stroke=palette.alert, width=2.2, fill=None)
    elif look == "again":
        yield rule(x, y, x + 32, y, stroke=palette.alert, width=2.5, dash=AGAIN)
    elif look == "least":
        yield symbol(x=x + 10, y={"value": y}, shape=UPWARDS, size=140, stroke=palette.soft, width=1.6, fill=None)
        yield symbol(x=x + 22, y={"value": y}, shape=DOWNWARDS, size=140, stroke=palette.soft, width=1.6, fill=None)
    elif look == "alike":
        yield text(x + 8, y, "×3", align="left", baseline="middle", fill=palette.ink, size=11)
    elif look == "band":
        yield rule(x, y, x + 32, y, stroke=palette.soft, width=8, opacity=0.3)
    else:
        for dx in (-4, 2):
            yield rule(middle + dx, y + 6, middle + dx + 4, y - 6, stroke=palette.strong, width=1.5)


# ---------------------------------------------------------------- words of Vega
def with_data(values: Sequence[Item], mark: Item) -> Item:
    return {
        "type": "group",
        "data": [{"name": "corners", "values": list(values)}],
        "marks": [{**mark, "from": {"data": "corners"}}],
    }


def symbol(
    *,
    x: float,
    y: Item,
    shape: str,
    size: float,
    stroke: str,
    width: float,
    fill: str | None,
    words: str | None = None,
    address: str | None = None,
    dash: Sequence[int] = (),
) -> Item:
    enter: Item = {
        "x": {"value": round(x, 1)}, "y": y, "shape": {"value": shape}, "size": {"value": size},
        "stroke": {"value": stroke}, "strokeWidth": {"value": width},
    }  # fmt: skip
    if fill is not None:
        enter["fill"] = {"value": fill}
    if dash:
        enter["strokeDash"] = {"value": list(dash)}
    if words is not None and address is not None:
        enter |= {"description": {"value": told(words)}, "href": {"value": linked(address)}}
    return {"type": "symbol", "encode": {"enter": enter}}


def rule(
    x: float, y: float, x2: float, y2: float, *, stroke: str, width: float = 1, dash: Sequence[int] = (),
    opacity: float = 1,
) -> Item:  # fmt: skip
    enter: Item = {name: {"value": round(value, 1)} for name, value in (("x", x), ("y", y), ("x2", x2), ("y2", y2))}
    enter |= {"stroke": {"value": stroke}, "strokeWidth": {"value": width}}
    if dash:
        enter["strokeDash"] = {"value": list(dash)}
    if opacity != 1:
        enter["strokeOpacity"] = {"value": opacity}
    return {"type": "rule", "encode": {"enter": enter}}


def text(
    x: float,
    y: float,
    words: str | Sequence[str],
    *,
    align: str,
    baseline: str,
    fill: str,
    size: float = 12,
    limit: float | None = None,
    weight: int = 400,
    level: Item | None = None,
) -> Item:
    """`level` instead of `y` where that follows from a scale."""
    enter: Item = {
        "x": {"value": round(x, 1)}, "y": level or {"value": round(y, 1)}, "align": {"value": align},
        "text": {"value": words if isinstance(words, str) else list(words)},
        "baseline": {"value": baseline}, "fill": {"value": fill}, "fontSize": {"value": size},
    }  # fmt: skip
    if limit is not None:
        enter["limit"] = {"value": limit}
    if weight != 400:
        enter["fontWeight"] = {"value": weight}
    return {"type": "text", "encode": {"enter": enter}}
