"""What stands around an article and in its gaps: menus, boxes, captions, readers' comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

from reportedly.load.visible_text import INLINE

# Elements whose words nobody sees on the page, or sees only where something else does not work.
UNSEEN = frozenset(
    """
    script style noscript template iframe svg math title head object audio video canvas textarea
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Elements that hold no part of an article, by their own meaning.
AROUND_TAGS = frozenset(
    """
    nav aside footer form button select dialog figcaption amp-ad amp-sidebar amp-consent amp-social-share
    amp-user-notification amp-analytics amp-lightbox amp-embed amp-twitter amp-instagram amp-facebook amp-iframe
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
AROUND_ROLES = frozenset(
    "navigation complementary contentinfo dialog alertdialog search menu menubar toolbar button".split()  # noqa: SIM905
)
# Words of classes and ids that say so: "comment-list", "cookieBanner", "jp-relatedposts".
AROUND_WORDS = frozenset(
    """
    ad ads adslot advert advertisement advertising advertisment sponsor sponsored outbrain taboola
    comments comment disqus respond responses replies
    cookie cookies consent gdpr onetrust didomi cookiebot banner newsletter newsletters signup subscribe subscription
    sharing sharedaddy sharebar socials
    sidebar rail breadcrumb breadcrumbs footer colophon masthead nav navigation navbar menu pagination pager popup modal
    related relatedposts recommended recommendation recommendations
    caption captions figcaption credit byline bylines meta author authors tagline
    pullquote pull toolbar skip copyright legal imprint disclaimer bottom
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
# Words that say so only of boxes with links in them: the lead of an article is a "teaser" too.
AROUND_WORDS_WITH_LINKS = frozenset(
    """
    teaser teasers promo promos card cards share social tags tag topics readmore more read also latest popular trending
    offer offers support donate donation donations membership
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
HIDING_WORDS = ("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text")
# What follows these in a class is no name of the box: "has-sidebar", "article--with-comments".
WITH = frozenset("has have with without no not js".split())  # noqa: SIM905 - a list of words reads better as words
# Classes that begin with these tell the subject of an article: "category-social", "tag-cookies".
SUBJECTS = re.compile(r"(?:category|tag|type|status|topic|section)[-_]", re.IGNORECASE)
HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
LONGEST_CLASS = 300  # characters looked at

# A box with so much of the words of the page is the article, whatever its class says: some pages are one big form.
TOO_MUCH = 0.4
# Of these boxes a page may well have more than of the article, so that the share says nothing.
HOWEVER_LONG = frozenset({"comments", "comment", "disqus", "respond", "responses", "replies"})

PICTURES = frozenset({"img", "picture", "amp-img"})
PICTURE_BOXES = frozenset({"div", "table", "center", "li", "section"})
LONGEST_CAPTION = 150  # characters of a box that begins with a picture and has no paragraph in it
ICON = 64  # pixels: smaller pictures are letters with a face, flags, logos

Sizes = Mapping[Any, int]  # characters of an element and of all in it


def sizes_of(tree: Any) -> dict[Any, int]:
    """Characters that each element shows, in one pass; an element that shows none is not there."""
    sizes: dict[Any, int] = {}
    for element in reversed(list(tree.iter("*"))):  # each after all that is in it
        if element.tag in UNSEEN:
            sizes.pop(element, None)
        elif text := (element.text or "").strip():
            sizes[element] = sizes.get(element, 0) + len(text)
        parent = element.getparent()
        size = sizes.get(element, 0) + len((element.tail or "").strip())
        if parent is not None and size:
            sizes[parent] = sizes.get(parent, 0) + size
    return sizes


def elements_around(tree: Any) -> frozenset[Any]:
    """The outermost elements that belong to no article."""
    sizes = sizes_of(tree)
    most = TOO_MUCH * sizes.get(tree, 0)
    kept = holders_of_the_article(tree)
    return frozenset(
        element
        for element in tree.iter("*")
        if element.tag in UNSEEN
        or is_captioned_picture(element, sizes)
        or (
            stands_around(element)
            and element not in kept
            and (sizes.get(element, 0) <= most or not HOWEVER_LONG.isdisjoint(words_of_class(element)))
        )
    )


def is_captioned_picture(element: Any, sizes: Sizes) -> bool:
    """A box with a picture before all its words, few of them and none in a paragraph: a caption without saying so."""
    if element.tag not in PICTURE_BOXES or not 0 < sizes.get(element, 0) <= LONGEST_CAPTION:
        return False
    pictured = False
    for inner in element.iter("*"):
        if inner.tag in PICTURES:
            pictured = pictured or not is_icon(inner)
        elif inner.tag == "p" or inner.tag in HEADINGS:
            return False
        if not pictured and (inner.text or "").strip():
            return False
    return pictured


def is_icon(picture: Any) -> bool:
    sizes = [size for key in ("width", "height") if (size := picture.get(key, "")).isdecimal()]
    return "emoji" in picture.get("class", "").lower() or any(len(size) < 6 and int(size) < ICON for size in sizes)


def holders_of_the_article(tree: Any) -> frozenset[Any]:
    """The elements that a headline, or what is marked as the article, is in: they are not around it."""
    marked = tree.xpath("//h1 | //main | //*[contains(@itemprop, 'articleBody')]")
    kept: set[Any] = set()
    for element in marked:
        while element is not None and element not in kept:
            kept.add(element)
            element = element.getparent()
    return frozenset(kept)


def stands_around(element: Any) -> bool:
    if is_hidden(element) or element.get("placeholder") is not None:
        return True
    tag = element.tag
    if tag in INLINE:
        return False  # a dateline, a name: part of a sentence
    if tag == "footer" and element.getparent() is not None and element.getparent().tag == "blockquote":
        return False  # says who is quoted
    if tag == "header":
        return not any(parent.tag in ("article", "main") for parent in element.iterancestors())
    if tag in AROUND_TAGS or element.get("role", "").lower() in AROUND_ROLES:
        return True
    words = words_of_class(element)
    return not AROUND_WORDS.isdisjoint(words) or (
        not AROUND_WORDS_WITH_LINKS.isdisjoint(words) and element.find(".//a") is not None
    )


def is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden", "").lower() == "true":
        return True
    if HIDDEN_STYLE.search(element.get("style", "")[:LONGEST_CLASS]):
        return True
    names = element.get("class", "")[:LONGEST_CLASS].lower()
    return any(word in names for word in HIDING_WORDS)


def words_of_class(element: Any) -> frozenset[str]:
    """The words in the classes and the id of an element, as far as they name the element."""
    names = (element.get(key, "")[:LONGEST_CLASS].split() for key in ("class", "id"))
    return frozenset(word for some in names for name in some for word in words_of_name(name))


def words_of_name(name: str) -> Iterator[str]:
    words = () if SUBJECTS.match(name) else map(str.lower, WORD.findall(name))
    return takewhile(lambda word: word not in WITH, words)
