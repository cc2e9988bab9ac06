"""What a name stands for, as far as lists tell: country, city, body of the world or of one country, an outlet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from reportedly.compare.names import flat, is_cyrillic
from reportedly.languages import WordList, languages, list_names, load_list
from reportedly.model import EntityKind

NAMES_KEPT = 100_000
LONGEST_PLACE = 4  # words
LONGER_THAN_INITIALS = 6  # letters: "MOSCOW" is no abbreviation
# Endings of Russian words; what is left is compared, so that any case of a listed name is found.
RUSSIAN_ENDING = re.compile(
    r"(?<=\w\w)(?:ыми|ими|ого|его|ому|ему|ами|ями|ая|яя|ое|ее|ой|ей|ый|ий|ую|юю|ых|их|ым|им|ом|ем|ам|ям|ах|ях|ов|ев|"
    r"[аяоеуюыийь])$"
)
SMALL_WORDS = frozenset(("the", "of", "for", "and", "on", "in", "s", "и", "по", "о", "об"))
POSSESSIVE = re.compile(r"['’]s?$")
AFTER_NAME = re.compile(r"\W{0,2}(?:of|in)\s+(?:the\s+)?(?:Republic\s+of\s+)?((?:[A-Z]\w+[ -]?){1,3})")
BREAK = re.compile(r"[,;:!?()\n]|\.\s")
BESIDE = 40  # characters
CAPITALISED = re.compile(r"[A-ZА-ЯЁ][\w’'-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What lists tell of a name.  `key` is the same for all its forms; an office is one in each country."""

    kind: EntityKind
    name: str
    key: tuple[str, ...]
    office: bool = False
    country: str | None = None  # as far as the name itself says
    listed: bool = True


@lru_cache(maxsize=NAMES_KEPT)
def known(name: str) -> Known | None:
    """What lists tell of a name as a report writes it, in any case of a Russian noun; None where they tell nothing."""
    whole = _listed(name) or (_listed(name.title()) if name.isupper() and len(name) >= LONGER_THAN_INITIALS else None)
    if whole is not None:
        return whole
    rest, country = without_country(name)
    if country is None:
        return _office(name, None)
    inner = _listed(rest)
    if inner is not None and not inner.office:
        return inner if inner.kind == "organisation" else None  # "US State Department", not "Russian Sputnik"
    return _office(rest, country)


def _listed(name: str) -> Known | None:
    for section, kind in (("countries", "place"), ("cities", "place"), ("names", "organisation")):
        canonical = _table(section).get(_form(name))
        if canonical is not None:
            return Known(kind=kind, name=canonical, key=(kind, canonical))  # type: ignore[arg-type]
    office = _offices().get(_office_words(name))
    if office is not None:
        country = _only_there().get(_form(name))
        return Known(kind="organisation", name=office, key=("office", office), office=True, country=country)
    outlet = _outlet(name)
    return None if outlet is None else Known(kind="outlet", name=outlet, key=("outlet", flat(outlet)))


def _office(name: str, country: str | None) -> Known | None:
    words = _office_words(name)
    office = _offices().get(words)
    if office is not None:
        return Known(kind="organisation", name=office, key=("office", office), office=True, country=country)
    if len(words) + (country is not None) > 1 and any(word in _heads() for word in words):
        key = ("office", *words)
        return Known(kind="organisation", name=name, key=key, office=True, country=country, listed=False)
    return None


@lru_cache(maxsize=NAMES_KEPT)
def without_country(name: str) -> tuple[str, str | None]:
    """("Interior Ministry", "Kazakhstan") of "Kazakh Interior Ministry", "Kazakhstan's …", "… of Kazakhstan"."""
    words = name.split()
    for length in range(min(LONGEST_PLACE, len(words) - 1), 0, -1):
        first, last = " ".join(words[:length]), " ".join(words[-length:])
        country = _country(POSSESSIVE.sub("", first))
        if country:
            return " ".join(words[length:]), country
        before = words[-length - 1].lower()
        country = _country(last)
        if country and (is_cyrillic(last) or before == "of" or (before == "the" and len(words) > length + 2)):
            rest = words[:-length]
            while rest and rest[-1].lower() in ("of", "the"):
                rest = rest[:-1]
            return " ".join(rest), country
    return name, None


@lru_cache(maxsize=NAMES_KEPT)
def country_of(words: str) -> str | None:
    """The country that a name of it, a word for its people or one of its cities points to."""
    city = _table("cities").get(_form(words))
    return _country(words) or (None if city is None else _countries_of_cities().get(city))


def _country(words: str) -> str | None:
    form = _form(words)
    return _table("countries").get(form) or _table("demonyms").get(form)


@lru_cache(maxsize=NAMES_KEPT)
def is_people(name: str) -> bool:
    """Whether a name is a word for what comes from a country: "Kazakh", "Americans"."""
    return _form(name) in _table("demonyms") and _form(name) not in _table("countries")


def country_named_at(text: str, start: int, end: int) -> str | None:
    """The country that the words round a name give it: "Kazakhstan's [Interior Ministry]", "[…] in Astana"."""
    words = re.findall(r"[\w’'-]+", BREAK.split(text[max(0, start - BESIDE) : start])[-1])
    for length in (2, 1):
        country = country_of(POSSESSIVE.sub("", " ".join(words[-length:]))) if len(words) >= length else None
        if country:
            return country
    after = AFTER_NAME.match(text, end)
    if after:
        return country_of(after.group(1).strip()) or country_of(after.group(1).split()[0])
    following = CAPITALISED.match(text, end + 1)
    return country_of(following.group()) if following and is_cyrillic(following.group()) else None


def countries_named(text: str) -> tuple[str, ...]:
    """The countries that a text names, the most often named first, their cities and people included."""
    counts = Counter(filter(None, map(country_of, (POSSESSIVE.sub("", word) for word in CAPITALISED.findall(text)))))
    return tuple(sorted(counts, key=lambda country: (-counts[country], country)))


# ---------------------------------------------------------------- tables
def lists(name: str) -> Iterator[WordList]:
    """The lists of that name of all languages."""
    return (load_list(language, name) for language in languages() if name in list_names(language))


@cache
def _table(section: str) -> Mapping[str, str]:
    """Every form of a section, folded for comparing, and what it is a form of."""
    lists_of = lists("organisations" if section == "names" else "places")
    rows = [entry for words in lists_of for entry in words.entries(section)]
    out: dict[str, str] = {}
    for entry in rows:
        for form in entry[1:] if section == "demonyms" else entry:
            out.setdefault(_form(form), entry[0])
    return out


@cache
def _countries_of_cities() -> Mapping[str, str]:
    return {city: entry[0] for places in lists("places") for entry in places.entries("within") for city in entry[1:]}


@cache
def _offices() -> Mapping[tuple[str, ...], str]:
    rows = [entry for words in lists("organisations") for entry in words.entries("offices")]
    return {_office_words(form): entry[0] for entry in rows for form in entry}


@cache
def _only_there() -> Mapping[str, str]:
    """Names of offices that one country alone has, and that country."""
    rows = [entry for words in lists("organisations") for entry in words.entries("only_in")]
    return {_form(form): entry[0] for entry in rows for form in entry[1:]}


@cache
def _heads() -> frozenset[str]:
    forms = {form for words in lists("organisations") for form in words.forms("heads")}
    return frozenset(_plain_word(form) for form in forms)


@cache
def _mediums() -> tuple[WordList, ...]:
    return tuple(words for name in ("agencies", "outlets") for words in lists(name))


def _outlet(name: str) -> str | None:
    bare = re.sub(r"^[Tt]he ", "", name)
    for words in _mediums():
        found = (
            words.canonical(name, "names") or words.canonical(bare, "names") or words.canonical("The " + bare, "names")
        )
        if found:
            return found
    return None


# ---------------------------------------------------------------- words made comparable
@lru_cache(maxsize=NAMES_KEPT)
def _form(text: str) -> str:
    """Abbreviations as they are written; other words in small letters, Russian ones without their ending."""
    words = re.sub(r"^[Tt]he\s+", "", text.strip(' .,«»"“”')).split()
    return " ".join(word.replace(".", "") if _is_abbreviation(word) else _plain_word(word) for word in words)


def _is_abbreviation(word: str) -> bool:
    letters = word.replace(".", "")
    return letters.isupper() and len(letters) > 1


@lru_cache(maxsize=NAMES_KEPT)
def _plain_word(word: str) -> str:
    folded = "-".join(map(flat, word.strip(".,'’\"«»").split("-")))
    return RUSSIAN_ENDING.sub("", folded) if is_cyrillic(folded) else folded


def _office_words(name: str) -> tuple[str, ...]:
    """Words that tell one office from another, in any order: "Ministry of Health" and "Health Ministry"."""
    parts: Iterable[str] = re.findall(r"[\w’'.-]+", name)
    plain = (word if _is_abbreviation(word) else _plain_word(POSSESSIVE.sub("", word)) for word in parts)
    return tuple(sorted(word for word in plain if word and word not in SMALL_WORDS))
