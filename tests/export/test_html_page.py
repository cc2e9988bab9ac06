"""The page: every character in its place, nothing that runs, colours that can be told apart."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.export.html_page import export_html, page_file
from reportedly.export.marking import paragraphs
from reportedly.export.visible import visible
from reportedly.model import Entity, EntityKind, Figure, Interval, Ledger, Measure, Mention, Place, Span, Time
from tests.builders import (
    HARBOUR,
    a_claim,
    a_date,
    a_figure,
    a_ledger,
    a_source,
    an_entity,
    exactly,
    flood_ledger,
    harbour_ledger,
)
from tests.contracts.test_exporters import any_ledger, any_text, spans_in

VOID = {"meta", "link", "br"}
APPARATUS = {"n", "card", "tip"}  # what the page adds inside the text


class Page(HTMLParser):
    """Reads a page strictly: every element must be closed in its turn.  Keeps ids, links and the text of the report."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.paragraphs: list[str] = []
        self.everything: list[str] = []
        self.feed(written)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.add(tag)
        assert not any(name.startswith("on") or name == "style" for name in named), "no attribute may run or style"
        if "id" in named:
            self.ids.append(named["id"] or "")
        if tag == "a":
            self.links.append(named["href"] or "")
        if tag not in VOID:
            self.open.append((tag, named.get("class") or ""))
        if tag == "p" and ("section", "text") in self.open:
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.everything.append(data)
        around = {tag for tag, _ in self.open} | {kind for _, kind in self.open}
        if {"p", "text"} <= around and not around & APPARATUS:
            self.paragraphs[-1] += data


def the_page(*ledgers: Ledger, authorial: bool = False) -> Page:
    return Page("".join(export_html(ledgers, authorial=authorial)))


some_number = st.none() | st.integers(0, 10**12) | st.floats(0, 1e12)
some_days = st.builds(Interval, start=st.none() | st.just("2024-05-01"), end=st.none() | any_text)


@st.composite
def figures_in(draw: st.DrawFn, text: str, number: int) -> Figure:
    spans = draw(spans_in(text))
    return Figure(
        id=f"f{number}",
        span=spans[0] if spans else Span(0, 0),
        low=draw(some_number),
        best=draw(some_number),
        high=draw(some_number),
        vague=draw(st.none() | any_text),
        approximate=draw(st.booleans()),
        measure=draw(st.sampled_from(get_args(Measure))),
        unit=draw(st.none() | any_text),
        of=draw(st.none() | any_text),
        place=draw(st.none() | st.builds(Place, name=any_text, span=st.just(Span(0, 0)))),
        as_of=draw(st.none() | some_days),
        subset_of=draw(st.none() | st.sampled_from(["f1", "f2", "f9"])),
        claim=draw(st.none() | st.sampled_from(["c1", "c2", "c9"])),
    )


@st.composite
def entities_in(draw: st.DrawFn, text: str, number: int) -> Entity:
    mentions = [Mention(span=span, type="name") for _ in range(2) for span in draw(spans_in(text))]
    kind = draw(st.sampled_from(get_args(EntityKind)))
    return Entity(id=f"e{number}", name=draw(any_text), kind=kind, mentions=tuple(mentions))


@st.composite
def any_full_ledger(draw: st.DrawFn) -> Ledger:
    """Claims, figures, dates and entities at any places, across each other and across paragraphs."""
    ledger = draw(any_ledger())
    text = ledger.report.text
    days = [draw(some_days) for _ in range(2)]
    dates = [Time(span=span, start=day.start, end=day.end) for day in days for span in draw(spans_in(text))]
    return replace(
        ledger,
        figures=tuple(draw(figures_in(text, number)) for number in range(1, 1 + draw(st.integers(0, 3)))),
        entities=tuple(draw(entities_in(text, number)) for number in range(1, 1 + draw(st.integers(0, 3)))),
        dates=tuple(dates),
    )


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ledger=any_full_ledger())
def test_the_text_is_whole_and_the_markup_well_formed_whatever_the_claims(ledger: Ledger) -> None:
    page = the_page(ledger, authorial=True)
    text = ledger.report.text
    assert "".join(page.paragraphs) == "".join(visible(text[a:b]) for a, b in paragraphs(text))
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#r1-f")} <= set(page.ids)
    assert {link[1:] for link in page.links if link.startswith("#r1-n")} <= set(page.ids)
    assert "script" not in page.tags


def test_every_claim_leads_from_the_text_to_the_list_and_back() -> None:
    page = the_page(harbour_ledger(), authorial=True)
    for claim in harbour_ledger().claims:
        assert {f"r1-{claim.id}", f"r1-{claim.id}-text"} <= set(page.ids)
        assert {f"#r1-{claim.id}", f"#r1-{claim.id}-text"} <= set(page.links)


def test_no_link_leads_nowhere() -> None:
    page = the_page(harbour_ledger(), flood_ledger(), harbour_ledger(), authorial=True)
    inside = {link.removeprefix("#") for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids)


def test_the_authors_own_claims_are_marked_only_when_asked_for() -> None:
    assert "r1-c13" not in the_page(harbour_ledger()).ids
    assert "r1-c13" in the_page(harbour_ledger(), authorial=True).ids


def test_joint_sources_share_one_passage_with_two_numbers() -> None:
    text = "X and Y said it rained."
    both = [a_claim(text, "it rained", id=f"c{n}", sources=(a_source(name),)) for n, name in ((1, "X"), (2, "Y"))]
    written = "".join(export_html([a_ledger(text, *both)]))
    _, after = written.split('<section class="text"')
    assert after.count('class="content"') == 1
    assert {"r1-c1-text", "r1-c2-text"} <= set(Page(written).ids)


def test_hostile_text_stays_text() -> None:
    hostile = "<script>alert(1)</script> \"quoted\" 'single' </style> &amp; ${title} $style"
    page = the_page(
        a_ledger(
            hostile,
            a_claim(hostile, "<script>alert(1)</script>", sources=(a_source(hostile),)),
            title=hostile,
            outlet=hostile,
            where=hostile,
            url="javascript:alert(1)",
            language='en" onload="alert(1)',
        )
    )
    assert page.tags.isdisjoint({"script", "img", "iframe", "object"})
    assert not any("javascript" in link for link in page.links)
    assert page.paragraphs == [hostile]
    assert any("javascript:alert(1)" in words for words in page.everything)


def test_the_policy_allows_just_the_style_of_this_page() -> None:
    written = "".join(export_html([harbour_ledger()]))
    [style] = re.findall(r"<style>(.*?)</style>", written, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}';" in written
    assert "url(" not in style
    assert "@import" not in style


def test_several_reports_are_articles_with_a_list_of_contents() -> None:
    written = "".join(export_html([harbour_ledger(), a_ledger("Nothing.", title="Second"), a_ledger(title="Third")]))
    assert written.count("<article ") == 3
    assert '<a href="#r2">Second</a>' in written
    assert "Nothing in this text is told on someone's word" in written.replace("&#x27;", "'")


def test_problems_are_told_and_lead_to_their_place() -> None:
    page = the_page(harbour_ledger())
    assert any("who reported this could not be told" in words for words in page.everything)
    assert "#r1-p0" in page.links
    assert "r1-p0" in page.ids


def test_the_headline_in_the_text_is_set_as_one() -> None:
    assert f'<p dir="auto" class="headline">{HARBOUR.splitlines()[0]}</p>' in "".join(export_html([harbour_ledger()]))


# ---------------------------------------------------------------- figures, dates, names
def written(*ledgers: Ledger, authorial: bool = False) -> str:
    return "".join(export_html(ledgers, authorial=authorial))


def plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def test_every_figure_stands_in_the_table_and_leads_to_its_place() -> None:
    page = the_page(flood_ledger())
    for figure in flood_ledger().figures:
        assert {f"r1-{figure.id}", f"r1-{figure.id}-text"} <= set(page.ids)
        assert f"#r1-{figure.id}-text" in page.links


def test_the_table_tells_bounds_scope_source_and_denial_in_words() -> None:
    rows = [plain(row) for row in re.findall(r"<tr id=.*?</tr>", written(flood_ledger()), re.DOTALL)]
    assert rows[0] == "about 20,000 20,000 displaced: people Ostmark 2024-06-03 to 2024-06-06 1 Northwire › Ilse Brandt"
    assert rows[2] == "at least 4,000 4,000–? homes 2024-06-06 2 Ilse Brandt"
    assert rows[3] == "12 12 killed: people 3 ministry of the interior, denied"
    assert rows[5] == "2 2 injured: rescuers, part of 3 4 Jonas Weil"
    assert rows[7] == "Dozens not stated roads the report itself"


def test_a_figure_of_the_authors_leads_to_its_claim_only_where_that_is_shown() -> None:
    assert "#r1-c6" not in the_page(flood_ledger()).links
    assert "#r1-c6" in the_page(flood_ledger(), authorial=True).links


def test_a_date_that_was_not_worked_out_says_so() -> None:
    text = "It began on Monday and ended some time later."
    page = written(a_ledger(text, dates=(a_date(text, "Monday", "2024-06-03"), a_date(text, "some time later"))))
    assert '<span class="v date" ' in page
    assert "<b>2024-06-03</b>" in page
    assert '<span class="v date open" ' in page
    assert "<b>day not known</b>" in page


def test_the_time_of_a_claim_is_marked_where_no_date_of_the_report_is() -> None:
    text = "It rained on Monday, X said."
    monday = a_date(text, "on Monday", "2024-06-03")
    claim = a_claim(text, "It rained on Monday", sources=(a_source("X"),), time=monday)
    assert written(a_ledger(text, claim)).count('class="v date"') == 1 + LEGEND_DATES
    assert written(a_ledger(text, claim, dates=(monday,))).count('class="v date"') == 1 + LEGEND_DATES


LEGEND_DATES = 1


def test_hedges_are_marked_once_however_many_claims_share_them() -> None:
    text = "It may rain, X and Y said."
    marker = a_claim(text, "may").spans
    both = [a_claim(text, "It may rain", id=f"c{n}", sources=(a_source(f"{n}"),), markers=marker) for n in (1, 2)]
    _, text_and_on = written(a_ledger(text, *both)).split('<section class="text"')
    assert text_and_on.count('<span class="hedge">may</span>') == 1


def test_all_mentions_of_one_entity_share_a_class_of_their_own() -> None:
    page = written(flood_ledger())
    text = page[page.index('<section class="text"') : page.index('<section class="claims"')]
    assert len(re.findall(r'<span class="m e1"', text)) == 4
    assert len(re.findall(r'<span class="m e2"', text)) == 3
    assert len(set(re.findall(r'class="m (e\d+)"', page))) == 5  # Ostmark is a place and mentioned once: no mark


def test_the_list_tells_people_and_bodies_with_how_often_they_are_mentioned() -> None:
    page = written(flood_ledger())
    [listed] = re.findall(r'<section class="people".*?</section>', page, re.DOTALL)
    assert plain(listed) == (
        "People and bodies Ilse Brandt person, 4 times ministry of the interior body, 3 times "
        "Northwire news outlet, 2 times Jonas Weil person, 2 times"
    )


def test_of_many_names_those_mentioned_once_wait_behind_a_line() -> None:
    names = [f"Person{chr(65 + n)}" for n in range(20)]
    text = " ".join([names[0], *names])
    often = an_entity(text, names[0], names[0], names[0])
    page = written(a_ledger(text, entities=(often, *(an_entity(text, name, id=name) for name in names[1:]))))
    assert "<summary>19 more, mentioned once</summary>" in page


def test_the_first_mention_is_a_stop_of_the_tab_key_and_the_others_are_not() -> None:
    page = written(flood_ledger())
    brandt = re.findall(r'<span class="m e1"[^>]*tabindex="(-?\d)"', page)
    assert brandt == ["0", "-1", "-1", "-1"]


def test_marks_that_cross_are_cut_and_a_second_piece_is_no_second_stop() -> None:
    text = "more than 40 people died"
    ledger = a_ledger(
        text,
        a_claim(text, "more than", sources=(a_source("X"),)),
        figures=(a_figure(text, "than 40", 40, 40),),
    )
    page = written(ledger)
    _, text_and_on = page.split('<section class="text"')
    assert text_and_on.count('<span class="v figure"') == 2
    assert text_and_on.count('id="r1-f1-text"') == 1
    assert re.findall(r'class="v figure"[^>]*tabindex="(-?\d)"', text_and_on) == ["0", "-1"]
    assert "".join(Page(page).paragraphs) == text


def test_hostile_figures_dates_and_names_stay_text() -> None:
    hostile = '"><img src=x onerror=alert(1)> & ${x} </style></span>'
    text = f"7 {hostile} came."
    figure = exactly(
        text,
        "7",
        7,
        unit=hostile,
        of=hostile,
        place=Place(name=hostile, span=Span(0, 1)),
        as_of=Interval(start=hostile, end=None),
    )
    vague = replace(figure, id="f2", vague=hostile)
    ledger = a_ledger(
        text,
        figures=(figure, vague),
        dates=(Time(span=Span(0, 1), start=hostile, end=None),),
        entities=(replace(an_entity(text, "7"), name=hostile),),
    )
    page = the_page(ledger)
    assert page.tags.isdisjoint({"script", "img", "iframe", "object"})
    assert page.paragraphs == [text]


def test_a_page_grows_with_its_text_and_its_names_not_with_their_product() -> None:
    one, ten = (len(written(a_crowd(many))) for many in (100, 1000))
    assert ten - one < 900 * 220


def a_crowd(many: int) -> Ledger:
    """A report in which ten people are mentioned `many` times in all."""
    text = " ".join(f"Person{n % 10}" for n in range(many))
    names = [f"Person{n}" for n in range(10)]
    return a_ledger(text, entities=tuple(an_entity(text, name, *([name] * (many // 10)), id=name) for name in names))


# ---------------------------------------------------------------- contrast
AA = 4.5  # WCAG 2.2, 1.4.3: normal text
TEXT_COLOURS = ("ink", "soft", "claim", "cue", "source", "own", "alert", "date")
Colour = tuple[float, float, float]


def palettes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", page_file("page.css"), re.DOTALL)
    light, dark, paper = (dict(re.findall(r"--([a-z]+): ([^;]+);", block)) for block in blocks)
    return {"light": light, "dark": dark, "print": paper}


def rgb(value: str) -> Colour:
    digits = value.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[place : place + 2], 16) for place in (0, 2, 4))
    return red, green, blue


def washed(ground: Colour, tint: str, times: int) -> Colour:
    """`ground` under `times` layers of a translucent tint, as nested claims lay them."""
    if tint == "transparent":
        return ground
    *over, alpha = (float(number) for number in re.findall(r"[\d.]+", tint))
    for _ in range(times):
        red, green, blue = (a + (b - a) * alpha for a, b in zip(ground, over, strict=True))
        ground = red, green, blue
    return ground


def contrast(one: Colour, other: Colour) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Colour) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize("colour", TEXT_COLOURS)
def test_text_can_be_read_on_every_ground(scheme: str, colour: str) -> None:
    palette = palettes()[scheme]
    text = rgb(palette[colour])
    for ground in ("paper", "sheet"):
        assert contrast(text, rgb(palette[ground])) >= AA
    if colour in ("ink", "cue", "source", "claim", "date") and palette["lit"] != "transparent":
        assert contrast(text, rgb(palette["lit"])) >= AA
    if colour == "ink":
        assert contrast(text, rgb(palette["figure"])) >= AA
    if colour in ("ink", "cue", "source", "date"):  # these stand inside claims: three deep, the innermost pointed at
        deep = washed(washed(rgb(palette["paper"]), palette["tint"], 2), palette["strong"], 1)
        assert contrast(text, deep) >= AA
