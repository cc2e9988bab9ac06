"""A Vega spec as SVG that may stand in a page: links to our own pages, names for screen readers, nothing that runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from xml.etree import ElementTree

import vl_convert
from markupsafe import Markup

from reportedly.export.visible import on_one_line

Spec = Mapping[str, Any]
Item = dict[str, Any]  # a mark of a spec, or a part of one

SVG = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"
OURS = "http://page"  # Vega follows whole addresses only; this one stands for the server and is taken off again
SHARP = 2.0  # pixels of a PNG for each of the chart

# What may stay of what Vega draws; anything else, whatever it is, is left out.
ELEMENTS = frozenset({"svg", "g", "a", "path", "line", "rect", "text", "tspan"})
ATTRIBUTES = frozenset(
    {
        "viewBox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "d", "transform",
        "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
        "stroke-linejoin", "stroke-miterlimit", "opacity", "text-anchor", "font-family", "font-size", "font-weight",
        "font-style", "display",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a chart: those of the page, which follow its scheme, or plain ones to take away."""

    paper: str
    ink: str
    soft: str
    line: str
    strong: str
    claim: str
    tint: str
    alert: str
    lines: tuple[str, ...]
    font: str


SCREEN = Palette(
    paper="var(--paper)",
    ink="var(--ink)",
    soft="var(--soft)",
    line="var(--line)",
    strong="var(--line-strong)",
    claim="var(--claim)",
    tint="var(--tint)",
    alert="var(--alert)",
    lines=tuple(f"var(--line-{number})" for number in range(1, 9)),
    font="sans-serif",  # the style sheet names the page's own
)
PAPER = Palette(  # the light scheme of page.css, on white
    paper="#ffffff",
    ink="#22201c",
    soft="#5f5a51",
    line="#dcd7cb",
    strong="#8b8578",
    claim="#24539a",
    tint="rgba(36, 83, 154, 0.085)",
    alert="#93340f",
    lines=("#24539a", "#b4451a", "#1d6f52", "#7a3b8f", "#8a6100", "#a3264f", "#3d6f8e", "#5c5c5c"),
    font="Liberation Sans, Arial, Helvetica, sans-serif",
)


def told(text: str) -> str:
    """A text of a report as a chart may hold it: on one line, every character one that XML allows."""
    return "".join(c for c in on_one_line(text) if c not in "\ufffe\uffff")


def linked(address: str) -> str:
    """One of our own addresses, as a mark's `href`; raises `ValueError` for any other."""
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        raise ValueError(f"a chart links to pages of its own server only, not to {address!r}")
    return OURS + address


# ---------------------------------------------------------------- as a picture
def on_page(spec: Spec, *, name: str, kind: str) -> Markup:
    """SVG to stand in a page as wide as there is room; `name` is what a screen reader calls it, `kind` its class."""
    root = cleaned(ElementTree.fromstring(drawn(spec)))  # noqa: S314 - drawn by Vega just now
    for side in ("width", "height"):
        root.attrib.pop(side, None)
    root.attrib |= {"role": "group", "aria-label": told(name), "class": f"chart {kind}"}
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704 - of allowed elements, escaped by its writer


def to_take_away(spec: Spec) -> str:
    """SVG as a file."""
    root = cleaned(ElementTree.fromstring(drawn(spec)))  # noqa: S314
    root.attrib["xmlns"] = SVG
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def as_png(spec: Spec) -> bytes:
    return bytes(vl_convert.svg_to_png(to_take_away(spec), scale=SHARP))


def drawn(spec: Spec) -> str:
    return str(vl_convert.vega_to_svg(dict(spec)))


# ---------------------------------------------------------------- only what is allowed
def cleaned(element: ElementTree.Element) -> ElementTree.Element:
    """The element with what is allowed of it and in it; marks with a link become links that the keyboard reaches."""
    tag = local(element.tag)
    out = ElementTree.Element(tag, {name: value for name, value in element.items() if name in ATTRIBUTES})
    out.text = element.text
    if tag == "a":
        return link(element, out)
    inside = [cleaned(child) for child in element if local(child.tag) in ELEMENTS]
    out.extend(child for child in inside if child.tag != "g" or len(child))  # empty groups are many
    if tag in ("path", "line", "rect", "text"):
        out.set("aria-hidden", "true")  # the table beside a chart says it better
    return out


def link(element: ElementTree.Element, out: ElementTree.Element) -> ElementTree.Element:
    address = element.get(LINK) or element.get("href") or ""
    name = next((label for one in element.iter() if (label := one.get("aria-label"))), "")
    marks = [cleaned(child) for child in element if local(child.tag) in ELEMENTS]
    if not address.startswith(OURS + "/"):
        out.tag = "g"
        out.extend(marks)
        return out
    out.set("href", address.removeprefix(OURS))
    out.set("aria-label", name)
    title = ElementTree.SubElement(out, "title")
    title.text = name
    out.extend(marks)
    return out


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


# ---------------------------------------------------------------- pieces of specs
def together(marks: Iterable[Item]) -> Iterator[Item]:
    """Marks that follow each other and differ in nothing but their values as one mark over data.

    Vega sets up each mark for a millisecond, and hundreds of them over data in that time.
    """
    for _, alike in groupby(marks, key=shape_of):
        several = list(alike)
        if len(several) == 1 or "encode" not in several[0] or "from" in several[0]:
            yield from several
            continue
        channels = several[0]["encode"]["enter"]
        rows = [{name: one["encode"]["enter"][name]["value"] for name in channels} for one in several]
        enter = {name: {**without_value(told), "field": name} for name, told in channels.items()}
        yield {
            "type": "group",
            "data": [{"name": "rows", "values": rows}],
            "marks": [{"type": several[0]["type"], "from": {"data": "rows"}, "encode": {"enter": enter}}],
        }


def words_last(marks: Iterable[Item]) -> list[Item]:
    """On top of all else, and next to each other, so that they are drawn together."""
    return sorted(marks, key=lambda mark: mark["type"] == "text")


def shape_of(mark: Item) -> str:
    """What two marks must share to be drawn as one: their type, channels, scales and offsets."""
    channels = mark.get("encode", {}).get("enter", {})
    if mark["type"] == "group" or not all("value" in told for told in channels.values()):
        return f"alone {id(mark)}"
    return repr((mark["type"], sorted((name, sorted(without_value(told).items())) for name, told in channels.items())))


def without_value(told: Item) -> Item:
    return {name: value for name, value in told.items() if name != "value"}


def spec_of(
    *,
    width: float,
    height: float,
    marks: Iterable[Item],
    data: Iterable[Spec] = (),
    scales: Iterable[Spec] = (),
    axes: Iterable[Spec] = (),
    legends: Iterable[Spec] = (),
    title: Spec | None = None,
    background: str | None = None,
    padding: int = 4,
    palette: Palette,
) -> Spec:
    """A Vega spec in the dress of our pages."""
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "width": width,
        "height": height,
        "padding": padding,
        "background": background,
        "data": list(data),
        "scales": list(scales),
        "axes": list(axes),
        "legends": list(legends),
        **({"title": title} if title else {}),
        "marks": list(together(marks)),
        "config": {
            "axis": {
                "labelColor": palette.soft, "labelFont": palette.font, "labelFontSize": 12,
                "titleColor": palette.soft, "titleFont": palette.font, "titleFontSize": 12, "titleFontWeight": 400,
                "domainColor": palette.strong, "tickColor": palette.strong, "gridColor": palette.line,
            },
            "legend": {
                "labelColor": palette.ink, "labelFont": palette.font, "labelFontSize": 12.5, "labelLimit": 260,
                "titleColor": palette.soft, "titleFont": palette.font, "titleFontWeight": 400, "titleFontSize": 12,
            },
            "title": {
                "color": palette.ink, "font": palette.font, "fontSize": 17, "subtitleColor": palette.soft,
                "subtitleFont": palette.font, "subtitleFontSize": 12.5, "anchor": "start",
            },
            "text": {"font": palette.font, "fontSize": 12, "fill": palette.ink},
        },
    }  # fmt: skip
