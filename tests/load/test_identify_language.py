"""A language is named where it can be told, and left open where it cannot."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.load.language import ENGLISH_LABELS, FOLDED, NAMES, SCRIPTS, UNKNOWN, Language, identify_language, model

ENGLISH = "The ministry said on Monday that eighteen officers had been killed in the unrest, and that more were hurt. "
GERMAN = "Das Ministerium teilte am Montag mit, dass achtzehn Polizisten bei den Unruhen ums Leben gekommen sind. "
RUSSIAN = "Министерство сообщило в понедельник, что во время беспорядков погибли восемнадцать сотрудников полиции. "


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        (ENGLISH, "en", "English"),
        (RUSSIAN, "ru", "Russian"),
        ("Қазақстан Президенті Қасым-Жомарт Тоқаев елде төтенше жағдай жариялады.", "kk", "Kazakh"),
        ("Міністерство повідомило в понеділок, що загинули вісімнадцять поліцейських.", "uk", "Ukrainian"),
        (GERMAN, "de", "German"),
        ("Le ministère a déclaré lundi que dix-huit policiers avaient été tués pendant les émeutes.", "fr", "French"),
        ("El ministerio dijo el lunes que dieciocho policías murieron durante los disturbios.", "es", "Spanish"),
        ("Bakanlık pazartesi günü olaylarda on sekiz polis memurunun hayatını kaybettiğini açıkladı.", "tr", "Turkish"),
        ("内务部周一表示，骚乱中有十八名警察死亡。", "zh", "Chinese"),
        ("内務省は月曜日、暴動で警察官18人が死亡したと発表した。", "ja", "Japanese"),
        ("내무부는 월요일 폭동으로 경찰관 18명이 숨졌다고 밝혔다.", "ko", "Korean"),
        ("قالت الوزارة يوم الاثنين إن ثمانية عشر ضابطا قتلوا في الاضطرابات.", "ar", "Arabic"),
        ("Το υπουργείο ανακοίνωσε ότι δεκαοκτώ αστυνομικοί σκοτώθηκαν.", "el", "Greek"),
    ],
)  # fmt: skip
def test_a_sentence_is_told_by_its_language_in_small_letters_and_capitals(text: str, code: str, name: str) -> None:
    assert identify_language(text) == Language(code=code, name=name)
    assert identify_language(text.upper()).code == code


@pytest.mark.parametrize(
    "text",
    [
        "Police say 18 dead",
        "KAZAKHSTAN UNREST: 18 OFFICERS KILLED, MINISTRY SAYS",
        "In city Almaty it was killed 18 employees of police, about it has informed a press-service of department.",
        "Toqaev and Nazarbayev with Masimov, Ertysbayev, Tasmagambetov and Mamin, said Karin of Akorda in Nur-Sultan",
        "SAN SALVADOR, 3 JAN -- [TEXT] THE FMLN GENERAL COMMAND SAID THAT RADIO VENCEREMOS WAS ATTACKED IN MORAZAN",
        ENGLISH + "«" + RUSSIAN[:60] + "»",
    ],
)
def test_english_is_told_in_headlines_capitals_clumsy_translations_and_among_names(text: str) -> None:
    assert identify_language(text).code == "en"


@pytest.mark.parametrize(
    "headline",
    [
        "Fire in Berlin",
        "Tokayev fires minister",
        "Putin, Erdogan, Macron, Scholz, Tokayev",
        "Hello",
        "Qasym-Jomart Toqaev",
    ],
)
def test_a_short_headline_is_left_open_rather_than_called_foreign(headline: str) -> None:
    assert identify_language(headline).code in {"en", None}
    assert identify_language(headline.upper()).code in {"en", None}


@pytest.mark.parametrize(
    ("headline", "code"),
    [("Токаев уволил министра", "ru"), ("Пожар", "ru"), ("18 загиблих у місті", "uk"), ("Тоқаев", "kk")],
)
def test_a_short_cyrillic_headline_is_never_english(headline: str, code: str) -> None:
    assert identify_language(headline).code == code


@pytest.mark.parametrize(
    "text", ["", "   \n", "18", "!?… — 225", "🙂🙂", "\ud800\udc00", "\0", "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "Almaty Алматы"]
)
def test_what_cannot_be_told_is_left_open(text: str) -> None:
    assert identify_language(text) == UNKNOWN


def test_a_very_long_text_without_a_full_stop_is_told_by_a_sample() -> None:
    assert identify_language(ENGLISH.replace(".", "") * 6_000).code == "en"
    assert identify_language(RUSSIAN.replace(".", "") * 6_000).code == "ru"
    assert identify_language(ENGLISH * 100 + RUSSIAN * 40 + ENGLISH * 100).code == "en"


@given(st.text(alphabet=st.characters(), max_size=80))
def test_any_string_has_an_answer_and_always_the_same(text: str) -> None:
    told = identify_language(text)
    assert told == identify_language(text)
    assert told == UNKNOWN or (told.code is not None and told.name == NAMES[told.code])


def test_every_language_the_model_knows_has_a_name() -> None:
    labels = {FOLDED.get(label, label) for label in model().labels} - {"zxx"}  # zxx: no language at all
    assert labels == NAMES.keys()
    assert {code for codes in SCRIPTS.values() for code in codes} | ENGLISH_LABELS <= labels


def test_an_english_report_is_told_without_loading_the_model() -> None:
    script = (
        "import sys\nfrom reportedly.load.language import identify_language\n"
        f"assert identify_language({ENGLISH!r}).code == 'en'\n"
        "print([name for name in ('py3langid', 'numpy', 'trafilatura', 'lxml', 'chardet') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
