"""Who gets to speak: the shares of persons, bodies, unnamed sources, rumour and nobody in the claims of each day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.web.charts.figure_chart import text
from reportedly.web.charts.svg import Item, Palette, Spec, shape_of, spec_of, words_last

VOICES = ("person", "body", "unnamed", "rumour", "nobody")
MEANING = {
    "person": "a person",
    "body": "a body, agency, outlet or document",
    "unnamed": "an unnamed source",
    "rumour": "rumour",
    "nobody": "nobody: the outlet's own voice",
}
WIDE, NARROW = 980, 350
ROW, BAR = 31, 21
LABEL, TOTAL = 88, 46
ROOM_FOR_SHARE = 34  # pixels
LEGEND = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The claims published within one stretch of time, by who speaks."""

    label: str
    claims: tuple[int, ...]  # as VOICES

    @property
    def total(self) -> int:
        return sum(self.claims)


def voices_chart(bars: Sequence[Bar], palette: Palette, *, width: int = WIDE) -> Spec:
    room = width - LABEL - TOTAL
    columns = 1 if width < WIDE else 3
    below = len(bars) * ROW + 14
    marks = [*(mark for n, bar in enumerate(bars) for mark in row(bar, n * ROW, room, palette))]
    for n, voice in enumerate(VOICES):
        x, y = LABEL + (n % columns) * (width - LABEL) / columns, below + (n // columns) * LEGEND
        marks.append(segment(voice, x, y, 26, 14, palette))
        marks.append(text(x + 34, y + 7, MEANING[voice], align="left", baseline="middle", fill=palette.ink, size=12.5))
    height = below + -(-len(VOICES) // columns) * LEGEND
    return spec_of(width=width, height=height, marks=words_last(sorted(marks, key=shape_of)), palette=palette)


def row(bar: Bar, y: float, room: float, palette: Palette) -> Iterator[Item]:
    middle = y + BAR / 2
    yield text(LABEL - 10, middle, bar.label, align="right", baseline="middle", fill=palette.soft)
    x = float(LABEL)
    for voice, claims in zip(VOICES, bar.claims, strict=True):
        wide = room * claims / (bar.total or 1)
        if claims:
            yield segment(voice, x, y, max(wide - 2, 1), BAR, palette)
        if wide >= ROOM_FOR_SHARE:
            inside = palette.paper if voice == "person" else palette.ink
            share = f"{round(100 * claims / bar.total)}%"
            yield text(x + wide / 2 - 1, middle, share, align="center", baseline="middle", fill=inside)
        x += wide
    yield text(x + 8, middle, f"{bar.total:,}", align="left", baseline="middle", fill=palette.soft)


def segment(voice: str, x: float, y: float, width: float, height: float, palette: Palette) -> Item:
    """Told apart without colour: full, tinted with an edge, dashed, dotted, empty."""
    enter: Item = {
        "x": {"value": round(x, 1)}, "y": {"value": round(y, 1)}, "width": {"value": round(width, 1)},
        "height": {"value": height}, "stroke": {"value": palette.claim}, "strokeWidth": {"value": 1.2},
        "fill": {"value": palette.paper},
    }  # fmt: skip
    if voice == "person":
        enter["fill"] = {"value": palette.claim}
    elif voice == "body":
        enter |= {"fill": {"value": palette.claim}, "fillOpacity": {"value": 0.22}}
    elif voice == "unnamed":
        enter |= {"stroke": {"value": palette.alert}, "strokeDash": {"value": [6, 3]}, "strokeWidth": {"value": 1.8}}
    elif voice == "rumour":
        enter |= {"stroke": {"value": palette.alert}, "strokeDash": {"value": [1.5, 2.5]}, "strokeWidth": {"value": 2}}
    else:
        enter["stroke"] = {"value": palette.strong}
    return {"type": "rect", "encode": {"enter": enter}}
