"""The page: every character in its place, nothing that runs, colours that can be told apart."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings

from reportedly.export.html_page import export_html, page_file
from reportedly.export.marking import paragraphs
from reportedly.export.visible import visible
from reportedly.model import Ledger
from tests.builders import HARBOUR, a_claim, a_ledger, a_source, harbour_ledger
from tests.contracts.test_exporters import any_ledger

VOID = {"meta", "link", "br"}
APPARATUS = {"n", "card"}  # what the page adds inside the text


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


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ledger=any_ledger())
def test_the_text_is_whole_and_the_markup_well_formed_whatever_the_claims(ledger: Ledger) -> None:
    page = the_page(ledger, authorial=True)
    text = ledger.report.text
    assert "".join(page.paragraphs) == "".join(visible(text[a:b]) for a, b in paragraphs(text))
    assert len(page.ids) == len(set(page.ids))
    assert "script" not in page.tags


def test_every_claim_leads_from_the_text_to_the_list_and_back() -> None:
    page = the_page(harbour_ledger(), authorial=True)
    for claim in harbour_ledger().claims:
        assert {f"r1-{claim.id}", f"r1-{claim.id}-text"} <= set(page.ids)
        assert {f"#r1-{claim.id}", f"#r1-{claim.id}-text"} <= set(page.links)


def test_no_link_leads_nowhere() -> None:
    page = the_page(harbour_ledger(), harbour_ledger(), authorial=True)
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


# ---------------------------------------------------------------- contrast
AA = 4.5  # WCAG 2.2, 1.4.3: normal text
TEXT_COLOURS = ("ink", "soft", "claim", "cue", "source", "own", "alert")
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
    if colour in ("ink", "cue", "source"):  # these stand inside claims: three deep, the innermost pointed at
        deep = washed(washed(rgb(palette["paper"]), palette["tint"], 2), palette["strong"], 1)
        assert contrast(text, deep) >= AA
