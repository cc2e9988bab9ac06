"""Pages and texts in the charsets of their time and place, also where they declare another one."""

from __future__ import annotations

import pytest

from reportedly.load import load_bytes
from reportedly.model import Loaded, Span

RUSSIAN = "Министерство сообщило в пятницу, что порт закрыт до понедельника. «Он ждёт», — добавил Иван Иванов."
HEADLINE = "Порт закрыт до понедельника"
KAZAKH = "Қазақстан Республикасының Үкіметі бүгін Қостанайда әуежайдың жабылғанын хабарлады, деді министр."
SERBIAN = "Министарство је саопштило да су људи из Њиве и Ђакова отишли кући, рекао је Џон."
MACEDONIAN = "Ќе одиме во Скопје, рече министерот. Ѓорѓи вели дека куќата е затворена."
UKRAINIAN = "Міністерство їхніх справ заявило, що ґанок її є зачинений у середу."
ENGLISH = "“It rained all night,” she said — the mayor’s office could not be reached on Friday."


def load(raw: bytes, where: str = "a.txt") -> Loaded:
    return load_bytes(raw, where)


def page(words: str, encoding: str, declared: str) -> bytes:
    head = f'<html><head><meta charset="{declared}"></head><body><article>'
    return head.encode("ascii") + f"<p>{words}</p><p>{words}</p></article></body></html>".encode(encoding)


def guesses(loaded: Loaded) -> list[str]:
    return [one.message.rpartition("read as ")[2] for one in loaded.problems if "which is a guess" in one.message]


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "mac-cyrillic", "utf-16-le", "utf-16-be"])
def test_a_headline_alone_is_enough_to_tell_the_charset(encoding: str) -> None:
    loaded = load(HEADLINE.encode(encoding))
    assert loaded.report.text == HEADLINE
    assert guesses(loaded) == [f"{encoding.replace('cp1251', 'windows-1251')}, which is a guess"]


@pytest.mark.parametrize("encoding", ["kz1048", "utf-16-le", "utf-16-be"])
def test_kazakh_keeps_its_letters(encoding: str) -> None:
    loaded = load(KAZAKH.encode(encoding))
    assert (loaded.report.text, guesses(loaded)) == (KAZAKH, [f"{encoding}, which is a guess"])


@pytest.mark.parametrize("text", [SERBIAN, MACEDONIAN, UKRAINIAN])
def test_other_languages_of_windows_1251_stay_in_it(text: str) -> None:
    assert load(text.encode("cp1251")).report.text == text
    declared = load(page(text, "cp1251", "windows-1251"), "a.html")
    assert (declared.report.text.split("\n")[0], guesses(declared)) == (text, [])


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("koi8-r", "koi8-r"),
        ("koi8-r", "koi"),
        ("cp866", "ibm866"),
        ("cp866", "dos-866"),
        ("cp1251", "x-cp1251"),
        ("mac-cyrillic", "x-mac-cyrillic"),
        ("iso8859-5", "iso-8859-5"),
    ],
)
def test_the_labels_of_the_web_are_understood(encoding: str, label: str) -> None:
    words = RUSSIAN.replace("«", "").replace("»", "").replace("—", "-")
    loaded = load(page(words, encoding, label), "a.html")
    assert (loaded.report.text.split("\n")[0], guesses(loaded)) == (words, [])


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("koi8-r", "windows-1251"),
        ("cp1251", "koi8-r"),
        ("cp866", "windows-1251"),
        ("cp1251", "utf-8"),
        ("kz1048", "windows-1251"),
    ],
)
def test_a_page_that_declares_another_charset_than_it_is_in_is_read_and_the_guess_is_said(
    encoding: str, declared: str
) -> None:
    words = KAZAKH if encoding == "kz1048" else RUSSIAN.replace("«", "").replace("»", "").replace("—", "-")
    loaded = load(page(words, encoding, declared), "a.html")
    assert loaded.report.text.split("\n")[0] == words
    assert guesses(loaded) == [f"{encoding.replace('cp1251', 'windows-1251')}, which is a guess"]


@pytest.mark.parametrize("declared", ["windows-1251", "utf-8", "utf-16"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_utf_16_is_told_by_its_mark_or_its_look_whatever_the_page_declares(declared: str, mark: str) -> None:
    whole = mark + page(RUSSIAN, "utf-8", declared).decode()
    for encoding in ("utf-16-le", "utf-16-be"):
        loaded = load(whole.encode(encoding), "a.html")
        assert loaded.report.text.split("\n")[0] == RUSSIAN
        assert guesses(loaded) == ([] if mark else [f"{encoding}, which is a guess"])


@pytest.mark.parametrize("declared", ["iso-8859-1", "latin1", "us-ascii", "windows-1252"])
def test_the_quotes_of_windows_1252_are_read_in_what_calls_itself_latin_1(declared: str) -> None:
    loaded = load(page(ENGLISH, "cp1252", declared), "a.html")
    assert (loaded.report.text.split("\n")[0], loaded.problems) == (ENGLISH, ())


def test_stray_bytes_in_utf8_are_told_with_their_place_and_nothing_is_dropped() -> None:
    before, after = "Мэр сказал, что порт закрыт. " * 5, " Мэр ждёт." * 5
    loaded = load(before.encode() + b"\x80" + after.encode())
    assert loaded.report.text == f"{before}\ufffd{after}"
    [problem] = loaded.problems
    assert problem.message == "1 character could not be read as utf-8 and shown as U+FFFD"
    assert problem.span == Span(len(before), len(before) + 1)


def test_russian_in_capitals_is_no_sign_of_another_charset() -> None:
    words = "ПОРТ ЗАКРЫТ ДО ПОНЕДЕЛЬНИКА, ЗАЯВИЛО МИНИСТЕРСТВО ТРАНСПОРТА В ПЯТНИЦУ ВЕЧЕРОМ."
    loaded = load(page(words, "cp1251", "windows-1251"), "a.html")
    assert (loaded.report.text.split("\n")[0], guesses(loaded)) == (words, [])
