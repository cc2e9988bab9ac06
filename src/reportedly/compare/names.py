"""How alike two names are, across Latin and Cyrillic letters, romanisations, case endings and short forms.

Which letters of one alphabet stand for which of the other was learnt from pairs of names (training/names.py) and lies
in spellings.tsv; what two romanisations of one name have in common follows from it by way of the other alphabet.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from reportedly.languages import WordList, languages, list_names, load_list

Verdict = Literal["same", "maybe", "different"]
Units = Mapping[tuple[str, str], float]  # letters of a, letters of b -> how much likelier together than by chance (log)

# Two words are one name from SAME on: on names held back from training that is a precision of 0.95 where each true pair
# is set against the nearest other name (quality/names.py).  Below MAYBE nobody needs to be asked.
SAME = 0.7
MAYBE = 0.45
# A family name a little off is forgiven where the given name is a long one and the same: "Kassim-Jomart Togayev".
SAME_AS_A_WHOLE = 0.8
LONG_GIVEN_NAME = 8  # letters

WORDS_KEPT = 200_000
PAIRS_KEPT = 500_000
RAREST = 1e-6  # pairs of letters less likely than this count as never seen
UNSEEN_LETTER = -6.0
UNSEEN_CHANGE = -7.0
LONGEST_UNIT = 4  # letters
LARGEST_GAIN = 20.0  # no unit scores more
FURTHEST_ASIDE = 5  # letters that one word may be ahead of the other
CYRILLIC = re.compile("[а-яёѐ-џҊ-ӿ]", re.IGNORECASE)
LETTERS = {
    "ß": "ss",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "æ": "ae",
    "ı": "i",
    "ə": "a",
    "ð": "d",
    "þ": "th",
    "œ": "oe",
} | dict(
    zip(
        "іїєґқәғңөұүһўѐѓќј",
        ("и", "ий", "е", "г", "к", "а", "г", "н", "о", "у", "у", "х", "у", "е", "г", "к", "й"),
        strict=True,
    )
)
KEPT_WHOLE = "йё"  # letters of their own, though Unicode takes them apart
INITIALS_ALIKE = 1.5  # log of how much likelier than by chance two letters begin one name: K and Q, V and W
# What German and French put for one letter ("щ"), which is more than may be ahead, and what English puts for it.
LONG_SPELLINGS = (("schtsch", "shch"), ("chtch", "shch"))
PARTICLES = frozenset(("the", "of", "de", "al", "el", "bin", "ibn", "van", "von", "der", "фон", "де", "аль", "ибн"))
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "младший", "старший"))
PATRONYMIC = re.compile(r"(?:vich|vych|evna|ovna|yevna|uly|uulu|kyzy|qyzy|вич|вна|чна|улы|уулу|кызы|қызы)\w{0,2}$")

# Endings of Russian names in other cases than the nominative, and what stood in their place.
CASES_IN_CYRILLIC = (
    ("ого", ("ий", "ый", "ой")), ("ему", ("ий",)), ("ому", ("ий", "ый", "ой")), ("ским", ("ский",)),
    ("ской", ("ская",)), ("скую", ("ская",)),
    ("ом", ("",)), ("ем", ("", "й", "ь", "ей")), ("ём", ("ь", "й")), ("ым", ("", "ый")), ("им", ("ий",)),
    ("ой", ("а",)), ("ою", ("а",)), ("ей", ("я", "а")), ("ии", ("ия",)), ("ию", ("ия", "ий")), ("ия", ("ий",)),
    ("ью", ("ь",)), ("а", ("",)), ("у", ("", "а")), ("е", ("", "а", "й", "ь")), ("ы", ("", "а")),
    ("я", ("й", "ь")), ("ю", ("й", "ь", "я")), ("и", ("ь", "а", "я")),
)  # fmt: skip
# The same in romanised names, where a translating machine left them; never the -a of a woman's family name.
CASES_IN_LATIN = ("om", "ym", "im", "ou", "u", "e")
MANS_FAMILY_NAME = re.compile(r"(?:[oe]v|[iy]n|ск|sk[iy]|[ое]в|[иы]н)$")
SHORTEST_STEM = 3
VOICED_AND_NOT = tuple(map(set, ("sz", "bp", "dt", "gk", "fv", "mn", "сз", "бп", "дт", "гк", "вф", "мн")))

# Names that differ in more than this share of their letters, by class, are not looked at closely; of pairs that
# spell one name it loses one in a hundred, of others it spares two in three.
MOST_APART = 0.36
LETTER_CLASSES = (
    "aoаояё", "eijyеийыэ", "uwую", "fvwвф", "bpбп", "tdтд", "gkqcxкгх", "szсзшщчцж", "mnмн", "lл", "rр",
)  # fmt: skip
HOPELESS = 0.43  # of a word's own evidence: below MAYBE, so that nothing is lost
BEST_CASE = 1.3  # how much more than the mean the letters to come may bring

# Sounds that romanisations keep, in a few classes; vowels are dropped.  More than one: it may be either.
LATIN_SOUNDS = (
    ("shch", "S"), ("tsch", "S"), ("sch", "S|SK"), ("tch", "S"), ("sh", "S"), ("ch", "S|K"), ("zh", "S"), ("kh", "K"),
    ("ph", "P"), ("th", "T"), ("ts", "S"), ("tz", "S"), ("cz", "S"), ("sz", "S"), ("ck", "K"), ("gh", "K|"),
    ("dz", "S"), ("dj", "S"), ("ge", "K|S"), ("gi", "K|S"), ("x", "KS|S"), ("j", "S|"), ("c", "K|S"), ("h", "|K"),
    ("w", "P|"),
    *((c, "P") for c in "bpfv"), *((c, "T") for c in "dt"), *((c, "S") for c in "sz"), *((c, "K") for c in "gkq"),
    ("m", "N"), ("n", "N"), ("l", "L"), ("r", "R"),
)  # fmt: skip
CYRILLIC_SOUNDS = (
    ("дж", "S"), ("дз", "S"), ("тс", "S"), ("х", "K|"), ("г", "K|"), *((c, "P") for c in "бпфв"),
    *((c, "T") for c in "дт"), *((c, "S") for c in "сзшщчцж"), ("к", "K"), ("м", "N"), ("н", "N"), ("л", "L"),
    ("р", "R"),
)  # fmt: skip
SOUNDS_IN_KEY = 4
KEYS_OF_A_WORD = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Whether two names may be one person's, how sure that is (0..1), and why."""

    verdict: Verdict
    score: float
    reason: str


# ---------------------------------------------------------------- spelling
@lru_cache(maxsize=WORDS_KEPT)
def fold(word: str) -> str:
    """Small letters without accents, none twice in a row: "Massimov" and "Masimov" are "masimov"."""
    return re.sub(r"(.)\1+", r"\1", flat(word))


@lru_cache(maxsize=WORDS_KEPT)
def flat(word: str) -> str:
    """Small letters and digits without accents, letters of a few alphabets by those of English and Russian."""
    out = ""
    for letter in unicodedata.normalize("NFC", "".join(LETTERS.get(c, c) for c in word.casefold())):
        whole = letter in KEPT_WHOLE
        out += letter if whole else "".join(c for c in unicodedata.normalize("NFKD", letter) if c.isalnum())
    return out


def is_cyrillic(text: str) -> bool:
    return CYRILLIC.search(text) is not None


@lru_cache(maxsize=WORDS_KEPT)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, folded, particles left out; parts joined by a hyphen are one word, the hyphen kept."""
    found = (re.sub(r"[^\w-]", "", word).strip("-_") for word in name.split())
    parts = ("-".join(part for part in map(fold, word.split("-")) if part and part not in PARTICLES) for word in found)
    return tuple(filter(None, parts))


def similarity(a: str, b: str) -> float:
    """How likely two words spell one name, 0..1, in either alphabet each; from `SAME` on they are taken to."""
    a, b = sorted((fold(a.replace("-", "")), fold(b.replace("-", ""))))
    return _similarity(a, b)


def inflected_similarity(a: str, b: str) -> float:
    """`similarity` where either word may stand in another case than the nominative: "Токаеву" and "Tokayev"."""
    first = similarity(a, b)
    if first >= SAME:
        return first
    return max(similarity(x, y) for x in nominatives(a) for y in nominatives(b))


@lru_cache(maxsize=WORDS_KEPT)
def nominatives(word: str) -> tuple[str, ...]:
    """The word itself, and the nominatives it may be a case form of."""
    word = "-".join(map(fold, word.split("-")))
    out = {word: None}
    if is_cyrillic(word):
        for ending, before in CASES_IN_CYRILLIC:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= SHORTEST_STEM - 1:
                out |= {stem + old: None for old in before if len(stem + old) >= SHORTEST_STEM}
    else:
        for ending in CASES_IN_LATIN:
            stem = word.removesuffix(ending)
            if stem != word and MANS_FAMILY_NAME.search(stem):
                out[stem] = None
    return tuple(out)


@lru_cache(maxsize=WORDS_KEPT)
def keys(word: str) -> tuple[str, ...]:
    """Under which of its sounds a word is filed: two spellings of one name share a key nine times in ten."""
    word = fold(word.replace("-", ""))
    table = CYRILLIC_SOUNDS if is_cyrillic(word) else LATIN_SOUNDS
    found, at = [""], 0
    while at < len(word):
        letters, sounds = next((row for row in table if word.startswith(row[0], at)), (word[at], ""))
        found = list(dict.fromkeys(old + new for old in found for new in sounds.split("|")))[:16]
        at += len(letters) - (letters in ("ge", "gi"))
    short = (re.sub(r"(.)\1+", r"\1", sounds)[:SOUNDS_IN_KEY] for sounds in found)
    return tuple(dict.fromkeys(short))[:KEYS_OF_A_WORD]


# ---------------------------------------------------------------- names of people
@lru_cache(maxsize=WORDS_KEPT)
def person_words(name: str) -> tuple[str, ...]:
    """The words of a person's name, family name last, without titles before it and the father's name within."""
    words = list(_without_titles(name))
    if len(words) > 2 and words[-1] in SUFFIXES:
        words.insert(1, words.pop())
    if len(words) > 2:
        middle = [word for word in words[1:-1] if not PATRONYMIC.search(word)]
        words = [words[0], *middle, words[-1]]
        if len(words) > 2 and PATRONYMIC.search(words[-1]):  # family name first: "Tokayev Kassym-Jomart Kemelevich"
            words = [*words[1:-1], words[0]]
    return tuple(words)


def _without_titles(name: str) -> tuple[str, ...]:
    words = name.split()
    start = 0
    while start < len(words):
        length = next((n for n in range(len(words) - start, 0, -1) if _is_title(" ".join(words[start : start + n]))), 0)
        if not length:
            break
        start += length
    return words_of(" ".join(words[start:]))


@lru_cache(maxsize=WORDS_KEPT)
def _is_title(words: str) -> bool:
    plain = words.lower().rstrip(".")
    return any(titles.has(plain) or titles.has(plain + ".") for titles in _lists("titles")) or any(
        places.has(words, "demonyms") for places in _lists("places")
    )


def compare_people(a: str, b: str) -> Likeness:
    """Whether two names of people, as reports write them, may be one person's; the order of the two does not matter."""
    x, y = sorted((person_words(a), person_words(b)), key=lambda words: (len(words), words))
    if not x or not y:
        return Likeness(verdict="different", score=0.0, reason="a title is no name")
    return _compare(x, y)


@lru_cache(maxsize=PAIRS_KEPT)
def _compare(x: tuple[str, ...], y: tuple[str, ...]) -> Likeness:
    if x == y or "".join(x).replace("-", "") == "".join(y).replace("-", ""):
        return Likeness(verdict="same", score=1.0, reason="the same name")
    if len(x) == 1:
        return _family_name_alone(x[0], y)
    straight = _in_order(x, y)
    if straight.verdict == "same":
        return straight
    turned = _in_order(x, (y[-1], *y[:-1])) if len(y) == 2 else straight
    if turned.verdict == "same" and turned.score >= (SAME + 1) / 2:
        return Likeness(verdict="same", score=turned.score, reason="the same name, family name first in one")
    return straight


def _family_name_alone(word: str, whole: tuple[str, ...]) -> Likeness:
    score = inflected_similarity(word, whole[-1])
    if is_womans_form(word, whole[-1]):
        return Likeness(verdict="maybe", score=MAYBE, reason=f"{_shown(word)} may be a woman of the family")
    if score >= SAME and not _begins_otherwise(word, whole[-1]):
        return Likeness(verdict="same", score=score, reason=_spelling("the family name", word, whole[-1]))
    if score >= MAYBE:
        score = min(score, SAME)
        return Likeness(verdict="maybe", score=score, reason=f"{_shown(word)} is near {_shown(whole[-1])}")
    return Likeness(verdict="different", score=score, reason="the family names differ")


def _in_order(x: tuple[str, ...], y: tuple[str, ...]) -> Likeness:
    """Given names first, family name last in both."""
    family = inflected_similarity(x[-1], y[-1])
    if family < MAYBE and not _ends_alike(x[-1], y[-1]):
        return Likeness(verdict="different", score=family / 2, reason="the family names differ")
    given = given_similarity(x[:-1], y[:-1])
    if is_womans_form(x[-1], y[-1]):
        if not _both_in_genitive(x, y):
            return Likeness(verdict="different", score=0.0, reason="one is a woman of the family, the other a man")
        family = given = 0.95
    initials = any(len(word) == 1 for word in (*x[:-1], *y[:-1]))
    shorter = min(len("".join(x[:-1])), len("".join(y[:-1])))
    score = (family + given) / 2
    other_alphabet = is_cyrillic("".join(x)) != is_cyrillic("".join(y))
    if given < MAYBE and other_alphabet and similarity("".join(x), "".join(y)) >= SAME_AS_A_WHOLE:
        return Likeness(verdict="maybe", score=SAME, reason="near as a whole: the given name is short")  # Xi, Си
    if given < MAYBE:
        return Likeness(verdict="different", score=score, reason="the given names differ")
    if family >= SAME and given >= SAME and not _begins_otherwise(x[-1], y[-1]):
        reason = "the given name is an initial in one" if initials else _spelling("the name", " ".join(x), " ".join(y))
        return Likeness(verdict="same", score=min(score, 0.8) if initials else score, reason=reason)
    garbled = family >= MAYBE and given >= SAME and shorter >= LONG_GIVEN_NAME and score >= SAME_AS_A_WHOLE
    if garbled:
        reason = f"the given name is the same, the family name a little off: {_shown(x[-1])}, {_shown(y[-1])}"
        return Likeness(verdict="same", score=score, reason=reason)
    cut = given >= SAME and shorter >= LONG_GIVEN_NAME and _ends_alike(x[-1], y[-1])
    if family >= MAYBE or cut:
        differ = "given" if given < SAME else "family"
        return Likeness(
            verdict="maybe", score=min(score, SAME_AS_A_WHOLE), reason=f"the {differ} names are near, but not the same"
        )
    return Likeness(verdict="different", score=score, reason="the family names differ")


def _begins_otherwise(a: str, b: str) -> bool:
    """Zakharov and Sakharov: no romanisation makes one of the other at the beginning of a word."""
    return is_cyrillic(a) == is_cyrillic(b) and {a[:1], b[:1]} in VOICED_AND_NOT


def _ends_alike(a: str, b: str) -> bool:
    """Whether one word is what is left of the other where its beginning is lost: "Kaev" of "Tokayev"."""
    short, long_ = sorted((a, b), key=len)
    ends = (long_[-length:] for length in (len(short), len(short) + 1))
    return len(short) > SHORTEST_STEM and any(similarity(short, end) >= SAME for end in ends)


def given_similarity(x: Iterable[str], y: Iterable[str]) -> float:
    """How alike given names are: an initial, a short form or one half of a double name may stand for the whole."""
    x, y = tuple(x), tuple(y)
    if SUFFIXES & (set(x) ^ set(y)):
        return (MAYBE + SAME) / 2  # father and son
    few, many = sorted(([part for word in names for part in word.split("-")] for names in (x, y)), key=len)
    whole = inflected_similarity("".join(few), "".join(many))
    if len(few) == len(many) == 1 or whole >= SAME:
        return max(whole, _part_similarity("".join(few), "".join(many)) if len(few) == len(many) == 1 else 0.0)
    return min(max(_part_similarity(part, other) for other in many) for part in few) if few else 0.0


def _part_similarity(a: str, b: str) -> float:
    if min(len(a), len(b)) == 1:
        return 0.9 if begins_alike(a, b) else (MAYBE + SAME) / 2 if may_begin_alike(a, b) else 0.0
    if are_variants(a, b):
        return 0.95
    return inflected_similarity(a, b)


def begins_alike(a: str, b: str) -> bool:
    """Whether an initial may stand for a name, in the other alphabet too: "Ж." for "Zhomart"."""
    short, long_ = sorted((a, b), key=len)
    if is_cyrillic(short) == is_cyrillic(long_):
        return long_.startswith(short)
    latin, cyrillic = (long_, short) if is_cyrillic(short) else (short, long_)
    return any(
        score > 0 and ((x == latin) if len(latin) == 1 else latin.startswith(x)) and cyrillic.startswith(y)
        for (x, y), score in _between_alphabets().items()
        if x and y
    )


def may_begin_alike(a: str, b: str) -> bool:
    """Whether an initial may be that of a name spelt otherwise in the same alphabet: "K." for "Qasym"; to be asked."""
    if is_cyrillic(a) != is_cyrillic(b) or {a[:1], b[:1]} in VOICED_AND_NOT:
        return False
    _, scores = _units(a, b).get(a[:1], ((), {}))
    return scores.get(b[:1], 0.0) >= INITIALS_ALIKE


@lru_cache(maxsize=WORDS_KEPT)
def are_variants(a: str, b: str) -> bool:
    """Whether lists of short forms have both in one line: "Tony" and "Anthony"."""
    lines = (frozenset[int]().union(*map(_variants_of, nominatives(word))) for word in (a, b))
    return bool(frozenset.intersection(*lines))


def variants_of(word: str) -> frozenset[str]:
    """Short forms and forms in other languages of a given name, folded; none for most names."""
    return (
        frozenset(form for form, lines in _variants().items() if lines & _variants_of(word))
        if _variants_of(word)
        else frozenset()
    )


def _variants_of(word: str) -> frozenset[int]:
    return _variants().get(word, frozenset())


@cache
def _variants() -> Mapping[str, frozenset[int]]:
    out: defaultdict[str, set[int]] = defaultdict(set)
    entries = (entry for names in _lists("nicknames") for entry in names.entries("variants"))
    for number, entry in enumerate(entries):
        for form in entry:
            out[fold(form)].add(number)
    return {form: frozenset(numbers) for form, numbers in out.items()}


def is_womans_form(a: str, b: str) -> bool:
    """Nazarbayeva beside Nazarbayev; in Cyrillic it may as well be a man's genitive, so there it tells nothing."""
    short, long_ = sorted((a, b), key=len)
    if is_cyrillic(long_) or not MANS_FAMILY_NAME.search(short) or not long_.endswith("a"):
        return False
    stem = re.sub(r"sk[iy]y?$|aya$", "sk", short), re.sub(r"a$|skaya$", "", long_)
    return similarity(short, stem[1]) >= SAME > similarity(short, long_) - 0.3 and not MANS_FAMILY_NAME.search(long_)


def _both_in_genitive(x: tuple[str, ...], y: tuple[str, ...]) -> bool:
    """Nursultana Nazarbayeva: the given name has the ending too, so a machine left a man's genitive as it was."""
    short, long_ = sorted((x, y), key=lambda words: len(words[-1]))
    given, other = "".join(short[:-1]), "".join(long_[:-1])
    return other.endswith("a") and not given.endswith("a") and similarity(given, other[:-1]) >= SAME


def _spelling(what: str, a: str, b: str) -> str:
    if fold(a) == fold(b):
        return f"{what} is the same"
    how = "in another alphabet" if is_cyrillic(a) != is_cyrillic(b) else "spelt otherwise"
    return f"{what} {how}: {_shown(a)}, {_shown(b)}"


def _shown(words: str) -> str:
    return re.sub(r"(?<![^\W_])[^\W_]", lambda letter: letter.group().upper(), words)


def _lists(name: str) -> Iterator[WordList]:
    return (load_list(language, name) for language in languages() if name in list_names(language))


# ---------------------------------------------------------------- what was worked out before
class Likenesses:
    """How alike pairs of words are, as far as that was worked out; `to_json` gives it to be kept.

    Aligning two words takes a tenth of a millisecond, and the names of ten thousand reports make half a million pairs.
    Kept are those of two alphabets, for reports that are not read, and those asked for while `lasting`; of all others
    it is kept of names as a whole whether they are alike (`acquaintances`).
    """

    def __init__(self, kept: Any = None) -> None:
        self._of: dict[tuple[str, str], float] = {}
        self._lasting: set[tuple[str, str]] = set()
        self.lasting = False  # whether what is asked for now is to be kept
        for a, unlike, alike in kept or ():
            self._of.update(dict.fromkeys([(a, b) for b in unlike.split()], 0.0))
            self._of.update({(a, b): score for b, score in alike.items()})

    def of(self, a: str, b: str) -> float | None:
        if self.lasting:
            self._lasting.add((a, b))
        return self._of.get((a, b))

    def note(self, a: str, b: str, score: float) -> None:
        self._of[a, b] = score

    def to_json(self) -> Any:
        unlike: defaultdict[str, list[str]] = defaultdict(list)
        alike: defaultdict[str, dict[str, float]] = defaultdict(dict)
        across = (pair for pair in self._of if is_cyrillic(pair[1]) and not is_cyrillic(pair[0]))
        for a, b in sorted(self._lasting.union(across)):
            score = self._of[a, b]
            if score:
                alike[a][b] = score
            else:
                unlike[a].append(b)
        return [[a, " ".join(unlike[a]), alike.get(a, {})] for a in sorted({*unlike, *alike})]


class _OfProcess(Likenesses):
    """Those met outside a case: forgotten where they become too many."""

    def note(self, a: str, b: str, score: float) -> None:
        if len(self._of) >= PAIRS_KEPT:
            self._of.clear()
        super().note(a, b, score)


_likenesses: ContextVar[Likenesses] = ContextVar("likenesses", default=_OfProcess())  # noqa: B039 - meant for all


@contextmanager
def known_to(likenesses: Likenesses) -> Iterator[None]:
    """Looks up and notes likenesses of words there: those of a case must not come into another one."""
    before = _likenesses.set(likenesses)
    try:
        yield
    finally:
        _likenesses.reset(before)


@contextmanager
def lasting() -> Iterator[None]:
    """Likenesses that are asked for there will be asked for again, by whoever compares the case the next time."""
    likenesses = _likenesses.get()
    before, likenesses.lasting = likenesses.lasting, True
    try:
        yield
    finally:
        likenesses.lasting = before


# ---------------------------------------------------------------- what was learnt
def _similarity(a: str, b: str) -> float:
    if a == b:
        return 1.0 if a else 0.0
    met = _likenesses.get()
    found = met.of(a, b)
    if found is None:
        found = _worked_out(a, b)
        met.note(a, b, found)
    return found


def _worked_out(a: str, b: str) -> float:
    a, b = _shortened(a), _shortened(b)
    if not a or not b or abs(len(a) - len(b)) > min(len(a), len(b), FURTHEST_ASIDE - 2) + 2 or _far_apart(a, b):
        return 0.0
    if is_cyrillic(a) and not is_cyrillic(b):
        a, b = b, a
    own = (_own_evidence(a) + _own_evidence(b)) / 2
    if own <= 0:
        return 0.0
    return max(0.0, min(1.0, _evidence(_units(a, b), a, b, least=HOPELESS * own) / own))


def _shortened(word: str) -> str:
    for long_, short in LONG_SPELLINGS:
        word = word.replace(long_, short)
    return word


def _far_apart(a: str, b: str) -> bool:
    """A quick look before the slow one: too few letters of the same sound, in whatever order."""
    differing = sum(abs(x - y) for x, y in zip(_letters(a), _letters(b), strict=True))
    return differing > MOST_APART * (len(a) + len(b))


@lru_cache(maxsize=WORDS_KEPT)
def _letters(word: str) -> tuple[int, ...]:
    """How many letters of each class of sounds a word has."""
    return tuple(sum(map(word.count, letters)) for letters in LETTER_CLASSES)


@lru_cache(maxsize=WORDS_KEPT)
def _own_evidence(word: str) -> float:
    return _evidence(_units(word, word), word, word)


# Letters of the first word -> lengths of what they may stand against, and each of these with its score.
_Table = Mapping[str, tuple[tuple[int, ...], Mapping[str, float]]]


def _evidence(table: _Table, a: str, b: str, *, least: float = -math.inf) -> float:
    """How much likelier than by chance two words are to spell one name (log), along their best alignment.

    Minus infinity as soon as it is plain that it will not come to `least`.
    """
    to_come = 0.0 if least == -math.inf else BEST_CASE * _own_evidence(a) / len(a)  # for each further letter
    ways = [[-math.inf] * (len(b) + 1) for _ in range(len(a) + 1)]
    ways[0][0] = 0.0
    for i, row in enumerate(ways):
        units = [
            (ways[i - length], lengths, scores)
            for length in range(min(i, LONGEST_UNIT) + 1)
            if (found := table.get(a[i - length : i])) is not None
            for lengths, scores in (found,)
        ]
        before = ways[i - 1] if i else row
        for j in range(max(0, i - FURTHEST_ASIDE), min(len(b), i + FURTHEST_ASIDE) + 1):
            best = row[j]
            if i:
                best = max(best, before[j] + UNSEEN_LETTER)
            if j:
                best = max(best, row[j - 1] + UNSEEN_LETTER)
            if i and j:
                best = max(best, before[j - 1] + UNSEEN_CHANGE)
            for earlier, lengths, scores in units:
                for length in lengths:
                    if length <= j and earlier[j - length] > best - LARGEST_GAIN:
                        score = scores.get(b[j - length : j])
                        if score is not None and earlier[j - length] + score > best:
                            best = earlier[j - length] + score
            row[j] = best
        if i > 1 and max(max(row), max(before)) + to_come * (len(a) - i + 1) < least:
            return -math.inf
    return ways[-1][-1]


def _units(a: str, b: str) -> _Table:
    """The table for the alphabets of two words; where they differ `a` is the Latin one."""
    if is_cyrillic(a) != is_cyrillic(b):
        return _table("between")
    return _table("cyrillic" if is_cyrillic(a) else "latin")


@cache
def _table(which: Literal["between", "latin", "cyrillic"]) -> _Table:
    scores = _between_alphabets() if which == "between" else _within_alphabet(0 if which == "latin" else 1)
    rows: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for (x, y), score in scores.items():
        rows[x][y] = score
    return {x: (tuple(sorted({len(y) for y in row})), row) for x, row in rows.items()}


@cache
def _between_alphabets() -> Units:
    """Latin letters, Cyrillic letters -> log of how much likelier they are together than by chance."""
    return _scored(_learnt(), _frequencies(0), _frequencies(1))


def _within_alphabet(side: int) -> Units:
    """What two spellings in one alphabet have in common, by way of what each stands for in the other."""
    ways: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for pair, chance in _learnt().items():
        ways[pair[1 - side]].append((pair[side], chance))
    out: Counter[tuple[str, str]] = Counter()
    for pivot, spellings in ways.items():
        total = sum(chance for _, chance in spellings)
        for x, p in spellings:
            if not pivot:
                out[x, ""] += p  # type: ignore[assignment]
                out["", x] += p  # type: ignore[assignment]
            for y, q in spellings if pivot else ():
                out[x, y] += p * q / total  # type: ignore[assignment]
    out.pop(("", ""), None)
    whole = sum(out.values())
    letters = _frequencies(side)
    return _scored({pair: chance / whole for pair, chance in out.items() if chance / whole > RAREST}, letters, letters)


def _scored(chances: Units, first: Mapping[str, float], second: Mapping[str, float]) -> Units:
    return {
        (x, y): math.log(chance) - sum(first[c] for c in x) - sum(second[c] for c in y)
        for (x, y), chance in chances.items()
    }


@cache
def _frequencies(side: int) -> Mapping[str, float]:
    """Log frequency of each letter of the Latin (0) or the Cyrillic side (1)."""
    counts: Counter[str] = Counter()
    for pair, chance in _learnt().items():
        for letter in pair[side]:
            counts[letter] += chance  # type: ignore[assignment]
    whole = sum(counts.values())
    return {letter: math.log(count / whole) for letter, count in counts.items()}


@cache
def _learnt() -> Units:
    """Latin letters, Cyrillic letters -> how often in names they stand for each other."""
    text = files(__package__).joinpath("spellings.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {(latin, cyrillic): float(chance) for latin, cyrillic, chance in rows}
