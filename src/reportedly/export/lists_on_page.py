"""The lists around the text: who is named in it, its claims, its figures."""

from __future__ import annotations

from html import escape

from reportedly.export import wording
from reportedly.export.on_page import (
    Named,
    Shown,
    claim_id,
    figure_id,
    language,
    named_id,
    quoted,
    said,
    stances,
    stands_in_text,
    variety,
)
from reportedly.model import Claim, Figure, Ledger

ALL_IN_SIGHT = 16  # names; where there are more, those mentioned once wait behind a line that opens


# ---------------------------------------------------------------- people and bodies
def people(page: Shown) -> str:
    """Pointing at a name, or reaching it with the Tab key, lights up every place where it is meant."""
    listed = [named for named in page.named if named.listed]
    if not listed:
        return ""
    often = [named for named in listed if named.times > 1]
    rare = listed[len(often) :]
    if len(listed) <= ALL_IN_SIGHT or len(rare) < 2:
        often, rare = listed, []
    heading = f'<h3 id="{page.prefix}-people">People and bodies</h3>'
    return (
        f'<section class="people" aria-labelledby="{page.prefix}-people">{heading}\n'
        f"{names(page, often)}{the_rest(page, rare)}</section>\n"
    )


def names(page: Shown, those: list[Named]) -> str:
    return "<ul>\n" + "".join(name(page, named) for named in those) + "</ul>\n" if those else ""


def name(page: Shown, named: Named) -> str:
    here = named_id(page, named.number)
    return (
        f'<li id="{here}"><a class="m e{named.number}" href="#{here}-text">{said(named.entity.name)}</a> '
        f'<span class="kind">{wording.ENTITY_KINDS[named.entity.kind]}, {times(named.times)}</span></li>\n'
    )


def times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def the_rest(page: Shown, rare: list[Named]) -> str:
    if not rare:
        return ""
    return f"<details><summary>{len(rare)} more, mentioned once</summary>\n{names(page, rare)}</details>\n"


# ---------------------------------------------------------------- claims
def claim_list(page: Shown) -> str:
    own = len(page.ledger.claims) - len(page.claims)
    more = f'<p class="more">{wording.counted(own, "claim")} in the author\'s own voice not shown.</p>\n' if own else ""
    none = f'<p class="none">{escape(wording.nothing_told(page.ledger))}</p>\n'
    return (
        f'<section class="claims" aria-labelledby="{page.prefix}-claims"><h3 id="{page.prefix}-claims">Claims</h3>\n'
        f"{rows(page) or none}{glossary(page)}{more}</section>\n"
    )


def glossary(page: Shown) -> str:
    told = "; ".join(wording.stances_explained(page.claims))
    return f'<p class="more">{told}.</p>\n' if told else ""


def rows(page: Shown) -> str:
    """Nested lists, as deep as the claims are nested."""
    drawn: list[str] = []
    depth = -1
    for row in wording.outline(page.claims):
        if row.depth > depth:
            drawn.append("<ol>\n")
        else:
            drawn.append("</li>\n" + "</ol></li>\n" * (depth - row.depth))
        drawn.append(entry(page, row.claim))
        depth = row.depth
    return "".join(drawn) + "</li>\n" + "</ol></li>\n" * depth + "</ol>\n" if drawn else ""


def entry(page: Shown, claim: Claim) -> str:
    here = claim_id(page, claim)
    return (
        f'<li class="claim{variety(claim)}" id="{here}">'
        f'<p class="who">{number(claim, to=f"{here}-text", leads="to its place in the text")}'
        f"{said(wording.chain(claim))}</p>\n"
        f'<p class="what"{language(page.ledger.report)}>{quoted(page.ledger, claim.spans)}</p>\n'
        f'<p class="how" id="{here}-how">{how(page.ledger, claim)}</p>\n'
    )


def number(claim: Claim, *, to: str, leads: str) -> str:
    shown_number = said(wording.number(claim))
    return f'<a class="n" href="#{to}" aria-label="Claim {shown_number}: {leads}">{shown_number}</a>'


def how(ledger: Ledger, claim: Claim) -> str:
    cue = wording.cue(claim)
    told = [f"<i>{said(ledger.words(cue))}</i>"] if cue else []
    told += [said(claim.mode)] if not wording.is_authorial(claim) else []
    return " · ".join([*told, *stances(claim)])


# ---------------------------------------------------------------- figures
HEADINGS = ("Value", "Bounds", "Of whom", "Where", "As of", "Who says")


def figure_table(page: Shown) -> str:
    if not page.figures:
        return ""
    here = f"{page.prefix}-figures"
    headings = "".join(f'<th scope="col">{heading}</th>' for heading in HEADINGS)
    return (
        f'<section class="figures" aria-labelledby="{here}"><h3 id="{here}">Figures</h3>\n'
        f'<table aria-labelledby="{here}"><thead><tr>{headings}</tr></thead>\n<tbody>\n'
        + "".join(figure_row(page, figure) for figure in page.figures)
        + "</tbody></table></section>\n"
    )


def figure_row(page: Shown, figure: Figure) -> str:
    here = figure_id(page, figure)
    value = said(wording.value(figure))
    if stands_in_text(page, figure.span):
        value = f'<a href="#{here}-text">{value}</a>'
    plain = ' class="plain"' if figure.low is not None and figure.low == figure.high else ""  # the value says it all
    cells = (
        wording.bounds(figure),
        whom(page, figure),
        said(wording.where(figure)),
        days(wording.as_of(figure)),
        giver(page, figure),
    )
    told = "".join(
        f'<td data-is="{heading}"{plain if heading == "Bounds" else ""}>{cell}</td>' if cell else "<td></td>"
        for heading, cell in zip(HEADINGS[1:], cells, strict=True)
    )
    return f'<tr id="{here}"><th scope="row">{value}</th>{told}</tr>\n'


def days(words: str) -> str:
    """No day is broken at its hyphens."""
    return " ".join(f'<span class="day">{said(word)}</span>' for word in words.split())


def whom(page: Shown, figure: Figure) -> str:
    words, whole = said(wording.counted_as(figure)), wording.whole(page.ledger, figure)
    if whole is None:
        return words
    part = f'part of <a href="#{figure_id(page, whole)}">{said(wording.value(whole))}</a>'
    return f"{words}, {part}" if words else part


def giver(page: Shown, figure: Figure) -> str:
    """Who says so, and the way to the claim where it is on the page."""
    claim = wording.claim_of(page.ledger, figure)
    told = ", ".join([said(wording.says(claim)), *stances(claim)])
    if claim is None or (wording.is_authorial(claim) and not page.authorial):
        return told
    return number(claim, to=claim_id(page, claim), leads="to the list") + told
