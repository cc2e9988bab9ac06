"""Names as a reader of the ledger wants them: what the model, as its corpus has it, took together is taken apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from reportedly.extract.lexicon import Lexicon
from reportedly.extract.page import Page
from reportedly.languages import WordList, load_list
from reportedly.model import Name, Span

LONGEST_ACRONYM = 6
LONGEST_HYPHENED = 30  # characters before a token that are looked at
HYPHENED, HYPHENED_BEFORE = re.compile(r"(?:-[^\W\d_]+)+"), re.compile(r"(?<!\w)(?:[^\W\d_]+-)+$")
PLACE_NAMES = ("countries", "cities")
LED = re.compile(r"-(?:led|based|backed|born|owned|run|controlled|held|brokered|registered|flagged|bound)$")
POSSESSIVES = ("'s", "’s", "'", "’")
# Whose mayor, minister or police: a place's.  Advisers, lawyers and spokesmen are people's.
QUARTERS = ("West", "East", "North", "South")
OF_A_PLACE = frozenset(
    ("mayor", "minister", "ministry", "president", "parliament", "government", "capital", "police", "army", "bank")
)
# "NUR-SULTAN, Jan. 9 (AFP) -": a line that opens so opens with a place.
DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^\W\d_ .'’-]*(?:[ .'’-][^\W\d_]+)*)(?:[,.] [\w. ]{3,20})? "
    r"(?:\([\w /]{2,20}\)\s*[-–—]|/\w{2,20}/)"
)
LOUD_DATELINE = re.compile(r"(?P<place>[A-Z][A-Z .'’-]{2,30}?)(?:, [A-Z]\w+)?(?: ?[-–—]{1,2} |: )(?=\S)")


def names_of(page: Page, words: Lexicon) -> list[Name]:
    """The reader's names, cut and with their kinds put right where the words themselves or those beside them tell."""
    datelines = (
        opening.match(page.text, *line) for line in page.paragraphs[:3] for opening in (DATELINE, LOUD_DATELINE)
    )
    places = {m.group("place") for m in datelines if m}
    places |= {place.title() for place in places if place.isupper() and len(place) > LONGEST_ACRONYM}
    found = [
        known
        for name in _whole(page)
        for part in _apart(page, words, name)
        for known in _known(page, words, part, places)
    ]
    return _of_one_kind(page, sorted([*found, *_overlooked(page, words)]))


def _overlooked(page: Page, words: Lexicon) -> Iterator[Name]:
    """Countries and cities that the reader took for no name; "the West", where it is no man's."""
    known = places_of(words.pronouns.language)
    for n, token in enumerate(page.tokens):
        if token.upos == "PROPN" and page.name_at(n) is None and known.has(page.form(n), *PLACE_NAMES):
            beside = [m for m in (n - 1, n + 1) if 0 <= m < len(page.tokens)]
            if not any(page.tokens[m].upos == "PROPN" and page.form(m)[:1].isupper() for m in beside):
                yield Name(token.start, token.end, "place")
        elif token.upos == "PROPN" and page.name_at(n) is None and _is_body(words, page.form(n)):
            yield Name(token.start, token.end, "organisation")


def _is_body(words: Lexicon, form: str) -> bool:
    return words.agencies.has(form, "names") or words.sources.has(form, "organisation_names")


def _whole(page: Page) -> Iterator[Name]:
    """ "The Observatory for Human Rights", where the reader has two names."""
    held: Name | None = None
    for name in page.names:
        between = page.text[held.end : name.start] if held is not None else ""
        if held is not None and between == " for " and held.kind == name.kind == "organisation":
            held = Name(held.start, name.end, held.kind)
            continue
        if held is not None:
            yield held
        held = name
    if held is not None:
        yield held


def _apart(page: Page, words: Lexicon, name: Name) -> Iterator[Name]:
    """ "Kazakhstan's President X": the place and the person."""
    first, last = page.range(Span(name.start, name.end))
    owned = next((n for n in range(first + 1, last - 1) if page.form(n) in POSSESSIVES), None)
    owner = "" if owned is None else page.word(owned - 1)
    if owned is None or page.tokens[owned].relation != "case" or words.kind_of_noun(owner) in ("person", "group"):
        yield name  # "the People's Defence Force"
        return
    yield Name(name.start, page.tokens[owned - 1].end, "place")
    yield Name(page.tokens[owned + 1].start, name.end, name.kind)


def _known(page: Page, words: Lexicon, name: Name, places: set[str]) -> Iterator[Name]:
    """The name without the common nouns round it; nothing where it is none: "Kazakh", "the Kazakh president"."""
    first, last = page.range(Span(name.start, name.end))
    end = last
    while end > first and page.form(end - 1).islower() and _is_common(page, words, end - 1):
        end -= 1
    of_a_body = _is_body(words, page.form(first)) and words.kind_of_noun(page.word(last - 1)) == "organisation"
    if end < last and page.form(end - 1).islower() and of_a_body:
        end = last  # "UN human rights office": no name without its last word
    cut = end < last
    if cut:
        while end > first and page.tokens[end - 1].upos in ("ADJ", "PUNCT", "ADP", "DET", "PART"):
            end -= 1
        if first == end:
            return
        name = name._replace(end=page.tokens[end - 1].end)
    start = first
    if name.kind != "person":
        while start < end and not page.form(start)[:1].isupper() and not page.form(start)[:1].isdigit():
            start += 1
        if start == end:
            return
    if 0 < start < end and (
        _is_listed(words, page.text[page.tokens[start - 1].start : name.end])
        or (
            name.kind == "organisation"
            and _is_body(words, page.text[page.tokens[start - 1].start : page.tokens[start].end])
        )
    ):
        start -= 1  # "United States" where the reader has "States", "Nations Security Council"
        name = name._replace(start=page.tokens[start].start)
    if end - start > 1 and page.tokens[end - 1].upos == "NUM":
        place = page.text[page.tokens[start].start : page.tokens[end - 2].end]
        if places_of(words.pronouns.language).has(place, *PLACE_NAMES):
            end -= 1  # "Belarus 500"
            name = name._replace(end=page.tokens[end - 1].end)
    text = page.text[page.tokens[start].start : name.end] if start < end else page.text[name.start : name.end]
    led = LED.search(text)
    if led is not None:  # "Moscow-led"
        name, text = name._replace(end=name.end - len(led.group())), text[: led.start()]
    country = places_of(words.pronouns.language)
    if country.has(text, "demonyms") and (cut or not country.has(text, *PLACE_NAMES)):
        if cut or not text.endswith(("s", "men", "women")) or page.tokens[end - 1].upos == "ADJ":
            return  # "Kazakh" is no name of anything; "Russians" is
        yield Name(name.start, name.end, "group")
        return
    if cut and (words.outlets.has(text, "platforms") or country.has(text, "demonyms")):
        return
    if cut and end - start == 1 and name.kind != "place" and words.kind_of_noun(text.lower()) is not None:
        return  # "State news agency", "Junta spokesman"
    kind = _kind(page, words, text, name, first, end, places, start, cut)
    if kind != "person":
        while start < end and not page.form(start)[:1].isupper() and not page.form(start)[:1].isdigit():
            start += 1
        if start == end:
            return
    yield Name(name.start if kind == "person" else page.tokens[start].start, name.end, kind)


def _is_listed(words: Lexicon, text: str) -> bool:
    known, bodies = places_of(words.pronouns.language), words.sources
    return known.has(text, *PLACE_NAMES) or bodies.has(text, "organisation_names")


def _is_common(page: Page, words: Lexicon, token: int) -> bool:
    return page.tokens[token].upos == "NOUN" or words.kind_of_noun(page.word(token)) is not None


def _kind(
    page: Page,
    words: Lexicon,
    text: str,
    name: Name,
    first: int,
    end: int,
    places: set[str],
    start: int,
    cut: bool,
) -> str:
    if text in places or places_of(words.pronouns.language).has(text, *PLACE_NAMES):
        return "place"
    if text in QUARTERS and start > 0 and page.word(start - 1) == "the":
        return "place"
    if words.sources.has(text, "organisation_names"):
        return "organisation"
    if name.kind == "person":
        if cut or _is_acronym(text):
            return "organisation"
        if (text.split()[-1].lower(),) not in words.titles and words.sources.has(text.split()[-1], "organisation"):
            return "organisation"  # "member of the Security Council"
        owner = page.form(end) in POSSESSIVES if end < len(page.tokens) else False
        head = page.tokens[first].head if first < end else -1
        of_a_place = end - first == 1 and owner and head >= 0 and page.word(head) in OF_A_PLACE
        return "place" if of_a_place else name.kind
    described = start > first and page.word(start - 1) == "of"  # "the electoral commission of San Telmo"
    return "place" if described and name.kind == "organisation" else name.kind


def _is_acronym(text: str) -> bool:
    return len(text) > 1 and text.isupper() and text.isalpha() and len(text) <= LONGEST_ACRONYM


def _of_one_kind(page: Page, names: list[Name]) -> list[Name]:
    """One word has one kind throughout: that of the persons it is the family name of, else its most frequent one."""
    kinds: dict[str, Counter[str]] = {}
    families = set()
    for name in names:
        text = page.text[name.start : name.end]
        kinds.setdefault(text, Counter())[name.kind] += 1
        if name.kind == "person" and " " in text:
            families.add(text.split()[-1])
    out = []
    for name in names:
        text = page.text[name.start : name.end]
        if text in families:
            name = name._replace(kind="person")
        elif len(kinds[text]) > 1:
            order = ("place", "organisation", "person")
            best = max(order, key=lambda kind: (kinds[text][kind], -order.index(kind)))
            name = name._replace(kind=best)
        out.append(name)
    return out


@cache
def places_of(language: str) -> WordList:
    return load_list(language, "places")


# ---------------------------------------------------------------- men and women
# Slavic family names; "-ina" and the like tell only beside a first name.
WOMENS_FAMILY_NAMES = ("ova", "eva", "skaya", "skaia")
WOMENS_AFTER_A_FIRST_NAME = (*WOMENS_FAMILY_NAMES, "ëva", "ina", "ská", "ová")
MENS_AFTER_A_FIRST_NAME = ("ov", "ev", "sky", "skiy", "skyi", "yan")


@cache
def first_names(language: str) -> dict[str, str]:
    names = load_list(language, "first_names")
    return {name: who for section, who in (("men", "man"), ("women", "woman")) for name in names.forms(section)}


def gender_of_name(name: str, language: str) -> str:
    """Man or woman, by the first name, else by a Slavic family name; "" where neither tells."""
    given, _, rest = name.partition(" ")
    if not rest:
        return "woman" if name.lower().endswith(WOMENS_FAMILY_NAMES) else ""
    known = first_names(language).get(given) or first_names(language).get(given.split("-")[0])
    if known:
        return known
    if rest.lower().endswith(WOMENS_AFTER_A_FIRST_NAME):
        return "woman"
    if rest.lower().endswith(MENS_AFTER_A_FIRST_NAME):
        return "man"
    return "woman" if len(given) > 2 and given.endswith("a") else ""


def is_mans_genitive(given: str) -> bool:
    """Whether a first name is a man's with a Slavic genitive ending: "Nursultana", not "Valentina"."""
    names = first_names("en")
    return given.endswith("a") and names.get(given[:-1]) == "man" and given not in names


# ---------------------------------------------------------------- offices
@cache
def past_words(language: str) -> frozenset[str]:
    return load_list(language, "people").forms("past")


def office(page: Page, token: int, language: str) -> str:
    """What a noun calls somebody, in lower case, hyphens included; "ex-president" for former and first ones too."""
    noun = whole_word(page, token)
    if noun.startswith("ex-"):
        return noun
    past = past_words(language)
    for c in page.children[token]:
        word = page.word(c)
        says_so = word in past or f"{word} {noun}" in past
        if c < token and says_so and page.relation(c) in ("amod", "advmod", "compound"):
            return "ex-" + noun
    return noun


def is_family(page: Page, name: Span, language: str) -> bool:
    """Whether a family is named and not one of it: "the Berg family", "the Bergs"."""
    first, last = page.range(name)
    if last < len(page.tokens) and page.word(last) in families(language) and page.tokens[last].start - name.end == 1:
        return True
    many = last - first == 1 and page.form(first).endswith("s") and page.word(first - 1) == "the" if first else False
    return many and page.tokens[first].relation not in ("compound", "flat", "nmod:desc")


@cache
def families(language: str) -> frozenset[str]:
    return load_list(language, "people").forms("families")


def whole_word(page: Page, token: int) -> str:
    """A token with what hyphens tie to it: "secretary-general", where the reader has three."""
    text, (start, end) = page.text, page.tokens[token][:2]
    if text[start - 1 : start] != "-" and text[end : end + 1] != "-":
        return page.word(token)
    before, after = HYPHENED_BEFORE.search(text, max(0, start - LONGEST_HYPHENED), start), HYPHENED.match(text, end)
    return text[before.start() if before else start : after.end() if after else end].lower()
