"""Which language a text is in, said only where it can be told."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language, or that it could not be told."""

    code: str | None  # ISO 639-1, or ISO 639-3 where 639-1 has none ("crh"); None where it could not be told
    name: str


UNKNOWN = Language(code=None, name="an unknown language")

# A text is judged by its beginning, middle and end: a page in one language with a foot in another is the first one's,
# and a book costs no more than a page.
PIECE = 2_000  # characters

# Words that English writes all the time and its neighbours hardly ever.  "is", "for", "to", "was", "on" would be more
# frequent, but they are Afrikaans, Norwegian, Polish, German and French words too.
ENGLISH_WORDS = frozenset(
    """
    about after and been before being could from has of said says she should than that the their they this were which
    with would
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
# Share of ENGLISH_WORDS that settles it.  Measured on 100-word pieces: English news has 16% (99 of 100 pieces 7% or
# more); user-interface texts in 50 other languages of Latin script never more than 4%.  Worth having because the model
# took 1.4 s to load on a busy machine and this takes 2 ms: 837 of 840 English news texts never ask the model.
ENGLISH_SHARE = 0.07

# How sure the model must be of a Latin-script language before a report is refused for it, and how many words it must
# have seen.  Below that the answer is "could not be told": a short English headline full of names looks like anything.
SURE = 0.9
FEWEST_WORDS = 8

# A script has the text where this share of the letters is in it.
MAIN_SCRIPT = 0.6

SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "CYRILLIC": ("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tg", "tt", "ba", "mn", "uz"),
    "ARABIC": ("ar", "fa", "ur", "ps", "ug", "ku"),
    "HEBREW": ("he",),
    "GREEK": ("el",),
    "ARMENIAN": ("hy",),
    "GEORGIAN": ("ka",),
    "DEVANAGARI": ("hi", "mr", "ne", "sa", "gom"),
    "BENGALI": ("bn", "as"),
    "GUJARATI": ("gu",),
    "GURMUKHI": ("pa",),
    "ORIYA": ("or",),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "KANNADA": ("kn",),
    "MALAYALAM": ("ml",),
    "SINHALA": ("si",),
    "THAI": ("th",),
    "LAO": ("lo",),
    "MYANMAR": ("my",),
    "KHMER": ("km",),
    "TIBETAN": ("dz",),
    "ETHIOPIC": ("am",),
    "HANGUL": ("ko",),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "CJK": ("zh", "ja"),
}
KANA = frozenset({"HIRAGANA", "KATAKANA"})  # Japanese mixes them with Chinese characters, which Chinese never does

# Letters that decide between the Cyrillic languages where the model is not sure.  Russian comes last: it has the
# ordinary letters, and a short text without any other is most often Russian.
CYRILLIC_LETTERS: tuple[tuple[str, str], ...] = (
    ("ў", "be"),
    ("їєґ", "uk"),
    ("ѓќѕ", "mk"),
    ("ђћљњџј", "sr"),
    ("ҡҙҫ", "ba"),
    ("җ", "tt"),
    ("ӣӯҷҳ", "tg"),
    ("ұғқә", "kk"),
    ("ңөү", "ky"),
    ("і", "uk"),
)

# The model's labels for varieties that readers know under the name of their language.
FOLDED: Mapping[str, str] = {
    "ary": "ar",
    "arz": "ar",
    "fuv": "ff",
    "grc": "el",
    "gug": "gn",
    "hbo": "he",
    "kik": "ki",
    "ltg": "lv",
    "sdh": "ku",
    "uzs": "uz",
    "wuu": "zh",
    "yue": "zh",
}
# Nigerian Pidgin and English share their spelling: to the model, "Police say 18 dead" is Pidgin.
ENGLISH_LABELS = frozenset({"en", "pcm"})

NAMES: Mapping[str, str] = {
    code: name
    for code, _, name in (
        line.partition(" ")
        for line in """\
ace Acehnese
af Afrikaans
am Amharic
an Aragonese
ar Arabic
as Assamese
az Azerbaijani
ba Bashkir
bcl Central Bikol
be Belarusian
bg Bulgarian
bn Bengali
br Breton
bs Bosnian
ca Catalan
crh Crimean Tatar
cs Czech
cy Welsh
da Danish
de German
dz Dzongkha
el Greek
en English
eo Esperanto
es Spanish
et Estonian
eu Basque
ext Extremaduran
fa Persian
ff Fulah
fi Finnish
fo Faroese
fr French
fy Western Frisian
ga Irish
gcf Guadeloupean Creole French
gcr Guianese Creole French
gd Scottish Gaelic
gl Galician
gn Guarani
gom Konkani
gu Gujarati
guw Gun
ha Hausa
he Hebrew
hi Hindi
hr Croatian
ht Haitian Creole
hu Hungarian
hy Armenian
id Indonesian
ig Igbo
is Icelandic
it Italian
ja Japanese
jv Javanese
ka Georgian
kab Kabyle
ki Kikuyu
kk Kazakh
km Khmer
kn Kannada
ko Korean
ku Kurdish
ky Kyrgyz
la Latin
lb Luxembourgish
lg Ganda
lij Ligurian
ln Lingala
lo Lao
lt Lithuanian
lv Latvian
mg Malagasy
mk Macedonian
ml Malayalam
mn Mongolian
mr Marathi
ms Malay
mt Maltese
my Burmese
ne Nepali
nl Dutch
nn Norwegian Nynorsk
no Norwegian
nso Northern Sotho
oc Occitan
om Oromo
or Odia
pa Punjabi
pcm Nigerian Pidgin
pl Polish
ps Pashto
pt Portuguese
qu Quechua
ro Romanian
ru Russian
rw Kinyarwanda
sa Sanskrit
se Northern Sami
si Sinhala
sk Slovak
sl Slovenian
sn Shona
so Somali
sq Albanian
sr Serbian
st Southern Sotho
sv Swedish
sw Swahili
ta Tamil
te Telugu
tg Tajik
th Thai
tk Turkmen
tl Tagalog
tr Turkish
tt Tatar
ug Uyghur
uk Ukrainian
ur Urdu
uz Uzbek
vec Venetian
vi Vietnamese
vo Volapük
wa Walloon
xh Xhosa
yo Yoruba
zh Chinese
zu Zulu""".splitlines()
    )
}

WORD = re.compile(r"[^\W\d_]+")


def identify_language(text: str) -> Language:
    """The language of `text`; `UNKNOWN` for a text too short, too mixed or without letters.

    Never says "not English" of a Latin-script text on thin evidence; never says "English" of a text in another script.
    """
    sample = sample_of(text).lower()  # capitals look foreign to the model
    script = main_script(sample)
    if script is None:
        return UNKNOWN
    if script == "LATIN":
        return latin_language(sample)
    return language(language_in_script(sample, script))


def language(code: str | None) -> Language:
    return UNKNOWN if code is None else Language(code=code, name=NAMES[code])


def sample_of(text: str) -> str:
    if len(text) <= 3 * PIECE:
        return text
    middle = (len(text) - PIECE) // 2
    return "\n".join((text[:PIECE], text[middle : middle + PIECE], text[-PIECE:]))


def main_script(sample: str) -> str | None:
    letters = Counter(script_of(letter) for letter in sample if letter.isalpha())
    if KANA & letters.keys():
        letters["HIRAGANA"] += letters.pop("KATAKANA", 0) + letters.pop("CJK", 0)
    if not letters:
        return None
    script, count = letters.most_common(1)[0]
    return script if count >= MAIN_SCRIPT * letters.total() else None


@cache
def script_of(letter: str) -> str:
    """First word of the letter's Unicode name, which for letters is the script: "CYRILLIC SMALL LETTER A"."""
    return unicodedata.name(letter, "UNNAMED").split()[0]


def latin_language(sample: str) -> Language:
    words = [word for word in WORD.findall(sample) if script_of(word[0]) == "LATIN"]
    if is_surely_english(words):
        return language("en")
    shares = likelihoods(sample)
    label = max(shares, key=lambda code: shares[code])
    if label in ENGLISH_LABELS:
        return language("en")
    if label not in NAMES or len(words) < FEWEST_WORDS or shares[label] < SURE:
        return UNKNOWN
    return language(label)


def is_surely_english(words: list[str]) -> bool:
    """Needs two different words: one alone may be a name ("The Times")."""
    hits = [word for word in words if word in ENGLISH_WORDS]
    return len(set(hits)) >= 2 and len(hits) >= ENGLISH_SHARE * len(words)


def language_in_script(sample: str, script: str) -> str | None:
    candidates = SCRIPTS.get(script, ())
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    shares = likelihoods(sample)
    best = max(candidates, key=lambda code: shares.get(code, 0.0))
    if script == "CYRILLIC" and shares.get(best, 0.0) < SURE:
        return cyrillic_language_by_letters(sample)
    return best


def cyrillic_language_by_letters(sample: str) -> str:
    letters = set(sample)
    return next((code for marks, code in CYRILLIC_LETTERS if letters & set(marks)), "ru")


def likelihoods(sample: str) -> dict[str, float]:
    """Every language the model knows with its share, 0 to 1."""
    shares: Counter[str] = Counter()
    for label, share in model().rank(sample):
        shares[FOLDED.get(label, label)] += share
    return dict(shares)


@cache
def model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
