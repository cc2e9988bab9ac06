"""Charts as they are drawn: nothing that runs, no address but our own, no meaning by colour alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reportedly.web.charts import source_graph, svg, voices
from reportedly.web.charts.figure_chart import (
    DASHES,
    LONGEST_STRETCH,
    NARROW,
    SHAPES,
    WIDE,
    Across,
    Figure,
    Mark,
    Withdrawal,
    figure_chart,
)
from reportedly.web.charts.source_graph import Column, Party, Passing

PAGE_CSS = Path(svg.__file__).parent.parent / "static" / "page.css"
HOSTILE = '</title><script>alert(1)</script>" onload=\'alert(2)\' style="x:y" \x00\x1b\u202e\ud800 javascript:alert(3)'


def a_mark(day: str = "2022-01-09", best: float | None = 164, **told: object) -> Mark:
    plain: dict[str, object] = {
        "day": day, "said": day, "low": best, "best": best, "high": best, "vague": None, "whose": "Health Ministry",
        "status": "current", "withdrawn": None, "words": f"{best} killed", "address": f"/reports/1#f{day}{best}",
    }  # fmt: skip
    return Mark(**{**plain, **told})  # type: ignore[arg-type]


def a_figure(*marks: Mark, withdrawals: Sequence[Withdrawal] = ()) -> Figure:
    return Figure(title="People killed", subtitle="as told", marks=marks, withdrawals=withdrawals)


def drawn(figure: Figure) -> ElementTree.Element:
    return ElementTree.fromstring(svg.on_page(figure_chart(figure, svg.SCREEN), name="a chart", kind="broad"))


def links(root: ElementTree.Element) -> list[ElementTree.Element]:
    return list(root.iter("a"))


# ---------------------------------------------------------------- nothing that runs
def test_hostile_words_of_a_report_stay_words_in_a_chart() -> None:
    figure = replace(
        a_figure(a_mark(words=HOSTILE, whose=HOSTILE), a_mark(best=None, vague=HOSTILE)),
        title=HOSTILE,
        withdrawals=(Withdrawal(day="2022-01-10", words=HOSTILE, address="/reports/2"),),
    )
    for picture in (
        svg.on_page(figure_chart(figure, svg.SCREEN), name=HOSTILE, kind="broad"),
        svg.to_take_away(figure_chart(figure, svg.PAPER, with_title=True)),
    ):
        root = ElementTree.fromstring(picture)
        tags = {one.tag.rpartition("}")[2] for one in root.iter()}
        assert tags <= svg.ELEMENTS | {"title"}
        attributes = {name for one in root.iter() for name in one.attrib}
        assert attributes <= svg.ATTRIBUTES | {"href", "aria-label", "aria-hidden", "role", "class", "xmlns"}
        assert "<script" not in picture
    assert svg.as_png(figure_chart(figure, svg.PAPER, with_title=True)).startswith(b"\x89PNG\r\n")


def test_a_chart_has_no_style_that_the_page_would_refuse_and_no_handler() -> None:
    picture = svg.on_page(figure_chart(a_figure(a_mark()), svg.SCREEN), name="a chart", kind="broad")
    assert not re.search(r"\s(?:style|on\w+)\s*=", picture)
    assert "http" not in picture


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://example.org/", "//example.org/", "/\\example.org"])
def test_a_mark_can_lead_to_our_own_pages_only(address: str) -> None:
    with pytest.raises(ValueError, match="its own server only"):
        svg.linked(address)


def test_what_vega_might_draw_beyond_the_allowed_is_left_out() -> None:
    told = (
        f'<svg xmlns="{svg.SVG}" xmlns:xlink="http://www.w3.org/1999/xlink"><script>x</script><image href="/x"/>'
        '<a xlink:href="https://example.org/"><path d="M0,0" onclick="x" style="fill:red"/></a><g/></svg>'
    )
    kept = ElementTree.tostring(svg.cleaned(ElementTree.fromstring(told)), encoding="unicode")
    assert kept == '<svg><g><path d="M0,0" aria-hidden="true" /></g></svg>'


# ---------------------------------------------------------------- what it shows
def test_each_mark_is_a_link_that_says_its_words_in_the_order_of_the_table() -> None:
    marks = [a_mark(best=8), a_mark("2022-01-10", 26), a_mark("2022-01-11", None, vague="dozens")]
    found = links(drawn(a_figure(*marks)))
    assert [one.get("href") for one in found] == [mark.address for mark in marks]
    assert [one.get("aria-label") for one in found] == [mark.words for mark in marks]
    assert [one.findtext("title") for one in found] == [mark.words for mark in marks]


def test_who_names_nobody_gets_a_hollow_mark() -> None:
    named, unnamed = links(drawn(a_figure(a_mark(best=8), a_mark(best=26, whose=None))))
    assert [one.find("path").get("fill") for one in (named, unnamed)] == ["var(--line-1)", "var(--paper)"]  # type: ignore[union-attr]


def test_a_withdrawn_number_is_crossed_and_a_repeated_one_has_dashes_to_it() -> None:
    stands = a_figure(a_mark(), a_mark("2022-01-13", 170))
    withdrawn = a_figure(
        a_mark(status="retracted", withdrawn="2022-01-10"),
        a_mark(said="2022-01-13", status="repeated_after_retraction", withdrawn="2022-01-10", whose=None),
    )

    def alerts(figure: Figure) -> list[ElementTree.Element]:
        return [one for one in drawn(figure).iter() if one.get("stroke") == "var(--alert)"]

    assert alerts(stands) == []
    crosses = [one for one in alerts(withdrawn) if "L" in (one.get("d") or "")]
    dashes = [one for one in alerts(withdrawn) if one.get("stroke-dasharray") == "2,5"]
    assert len(crosses) == 3  # two marks, and the legend's
    assert len(dashes) == 2  # from withdrawal to repetition, and the legend's


def test_originators_are_told_apart_by_shape_and_dash_as_well_as_by_colour() -> None:
    assert len(set(SHAPES)) == len(set(DASHES)) == len(svg.SCREEN.lines) == len(SHAPES)
    marks = [
        a_mark(day, number, whose=f"Office {n}")
        for n in range(5)
        for day, number in (("2022-01-09", n), ("2022-01-10", n + 7))
    ]
    figure = a_figure(*marks)
    assert [figure.look(f"Office {n}") for n in range(5)] == [0, 1, 2, 3, 4]
    paths = {re.sub(r"[\d.]+", "", one.find("path").get("d") or "") for one in links(drawn(figure))}  # type: ignore[union-attr]
    assert len(paths) >= 3  # circles, squares and corners of triangles are drawn differently


def test_a_dozen_originators_share_the_last_look_and_the_legend_says_how_many() -> None:
    figure = a_figure(*(a_mark(best=n, whose=f"Office {n:02}") for n in range(12)))
    words = [one.text for one in drawn(figure).iter("text")]
    assert "Office 06" in words
    assert "5 others" in words
    assert "Office 11" not in words


def test_a_range_is_drawn_as_a_band_and_at_least_as_an_arrow() -> None:
    words = {
        one.text
        for one in drawn(a_figure(a_mark(best=None, low=40, high=50), a_mark("2022-01-10", 60, high=None))).iter("text")
    }
    assert {"from the lowest to the highest stated", "at least, or at most"} <= words


def test_long_stretches_without_a_report_are_cut_and_said() -> None:
    days = ("2022-01-06", "2022-01-08", "2022-01-09", "2022-03-14")
    figure = a_figure(*(a_mark(day) for day in days))
    across = Across.of(figure, WIDE)
    assert [days_between for _, _, days_between in across.cuts] == [64]
    assert across.x("2022-03-14") - across.x("2022-01-09") < (LONGEST_STRETCH + 1) * (
        across.x("2022-01-09") - across.x("2022-01-08")
    )
    assert "64 days" in {one.text for one in drawn(figure).iter("text")}


def crowded(*days: str) -> Figure:
    """One number that seven reports give on the 9th, five of them on one word; and others around it."""
    alike = [a_mark(address=f"/reports/{n}", words=f"report {n}") for n in range(1, 6)]
    others = [a_mark(address=f"/reports/{n}", whose=None) for n in (6, 7)]
    return a_figure(a_mark("2022-01-05", 3), *alike, *others, *(a_mark(day) for day in days or ("2022-01-10",)))


def test_marks_of_one_day_and_number_stand_beside_each_other_where_there_is_room() -> None:
    assert len(links(drawn(crowded()))) == 9
    assert Across.of(crowded(), WIDE).beside("2022-01-09", 164) >= 12


def test_where_there_is_no_room_statements_alike_are_one_mark_that_says_how_many() -> None:
    figure = crowded(*(f"2022-01-{day}" for day in range(10, 15)))
    spec = figure_chart(figure, svg.SCREEN, width=NARROW)
    root = ElementTree.fromstring(svg.on_page(spec, name="a chart", kind="slim"))
    assert "5 statements alike, the first: report 1" in [one.get("aria-label") for one in links(root)]
    assert len(links(root)) == 8  # the five of one word are one mark, and so are the two of nobody's
    words = {one.text for one in root.iter("text")}
    assert {"×5", "×2", "so many statements alike, drawn as one"} <= words


def test_days_stand_to_scale_however_many_marks_they_have() -> None:
    for width in (WIDE, NARROW):
        across = Across.of(crowded("2022-01-10", "2022-01-13"), width)
        a_day = across.x("2022-01-10") - across.x("2022-01-09")
        assert across.x("2022-01-09") - across.x("2022-01-05") == pytest.approx(4 * a_day)
        assert across.x("2022-01-13") - across.x("2022-01-10") == pytest.approx(3 * a_day)
        assert across.cuts == ()


def test_the_same_data_gives_the_same_picture() -> None:
    figure = a_figure(a_mark(), a_mark("2022-01-10", 170, whose=None))
    assert svg.on_page(figure_chart(figure, svg.SCREEN), name="x", kind="y") == svg.on_page(
        figure_chart(figure, svg.SCREEN), name="x", kind="y"
    )


def test_a_picture_to_take_away_has_the_colours_of_the_page_in_the_light() -> None:
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", PAGE_CSS.read_text().partition("@media")[0]))
    assert tuple(light[f"line-{n}"] for n in range(1, 9)) == svg.PAPER.lines
    for name, colour in (
        ("ink", svg.PAPER.ink),
        ("soft", svg.PAPER.soft),
        ("alert", svg.PAPER.alert),
        ("claim", svg.PAPER.claim),
    ):
        assert light[name] == colour
    picture = svg.to_take_away(figure_chart(a_figure(a_mark()), svg.PAPER, with_title=True))
    assert "var(" not in picture
    assert "People killed" in picture


# ---------------------------------------------------------------- sources and voices
def party(column: Column, name: str, kind: str = "organisation") -> Party:
    return Party(column=column, name=name, kind=kind)


def passing(originator: str, outlet: str, reports: str, *, relay: str | None = None, kind: str = "person") -> Passing:
    """Reports in capitals are independent, others are copies."""
    return Passing(
        originator=party("originator", originator, kind),
        relay=party("relay", relay) if relay else None,
        outlet=party("outlet", outlet),
        reports=frozenset(reports),
        independent=frozenset(one for one in reports if one.isupper()),
    )


def graph(*passings: Passing) -> ElementTree.Element:
    spec = source_graph.source_graph(passings, svg.SCREEN)
    return ElementTree.fromstring(svg.on_page(spec, name="sources", kind="graph"))


def test_a_box_says_how_many_of_its_reports_are_independent() -> None:
    found = graph(passing("Ministry", "Wire", "Ab", relay="Agency"), passing("Ministry", "Gazette", "c"))
    names = [one.get("aria-label") or "" for one in links(found)]
    assert "Ministry, says it: 3 reports, 1 independent; show this alone" in names
    assert "Agency, passes it on: 2 reports, 1 independent; show this alone" in names


def test_a_band_is_as_wide_as_its_independent_reports_and_dotted_where_all_are_copies() -> None:
    found = graph(
        passing("Ministry", "Wire", "ABCD"), passing("Ministry", "Gazette", "EF"), passing("Rumour", "Echo", "g")
    )
    bands = [one for one in found.iter("path") if one.get("stroke-opacity") in ("0.34", "0.75")]
    wide = [float(one.get("stroke-width") or 0) for one in bands]
    assert wide[0] == pytest.approx(2 * wide[1])
    assert wide[2] < wide[1]
    assert [one.get("stroke-dasharray") for one in bands] == [None, None, "2,4"]


def test_sources_without_a_name_have_dashed_boxes_and_stand_last() -> None:
    found = graph(passing("unnamed sources", "Wire", "ABC", kind="anonymous"), passing("Ministry", "Wire", "D"))
    names = [(one.get("aria-label") or "").partition(",")[0] for one in links(found)]
    assert names[:2] == ["Ministry", "unnamed sources"]
    boxes = [one.find("path") for one in links(found)]
    assert [box.get("stroke-dasharray") for box in boxes[:2] if box is not None] == [None, "5,4"]


def test_no_column_has_more_boxes_than_can_be_seen() -> None:
    many = [passing(f"Office {n:03}", f"Paper {n % 90:02}", chr(200 + n).upper()) for n in range(150)]
    few = source_graph.folded(many)
    names = {one.originator.name for one in few}
    assert len(names) == source_graph.MOST["originator"]
    assert "129 more" in names
    assert frozenset().union(*(one.reports for one in few)) == frozenset().union(*(one.reports for one in many))


def test_bars_of_voices_say_their_shares() -> None:
    bar = voices.Bar(label="9 Jan", claims=(60, 30, 4, 2, 4))
    found = ElementTree.fromstring(svg.on_page(voices.voices_chart([bar], svg.SCREEN), name="voices", kind="broad"))
    words = [one.text for one in found.iter("text")]
    assert {"9 Jan", "60%", "30%", "100"} <= set(words)
    assert set(voices.MEANING.values()) <= set(words)
