"""Plain text is read as it stands: what is in the file is in the report, at the same places."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportedly.load.plain_text import load_plain_text
from reportedly.model import Loaded, Span

RUSSIAN = (
    "МВД Казахстана: погибли восемь сотрудников\n\n"
    "Восемь сотрудников полиции и военнослужащих погибли, сообщила пресс-служба министерства во вторник.\n"
)


def load(raw: bytes) -> Loaded:
    return load_plain_text(raw, "report.txt")


def messages(loaded: Loaded) -> list[str]:
    return [problem.message for problem in loaded.problems]


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\r\f\x85")).map("It rained.".__add__)
)
@example("\ufeffFirst\r\nsecond\rthird\x85fourth\u2028It rained.")
@example("\u200fAl-Masri\u200e said\u200b: cafe\u0301, Å\x0c It rained.")
def test_clean_utf8_is_left_untouched(text: str) -> None:
    raw = text.encode()
    assert load(raw).report.text == raw.decode("utf-8")


def test_clean_utf8_has_no_problems_and_no_invented_facts() -> None:
    loaded = load("\ufeffALMATY, 10 January\r\n\r\nIt rained, she said.\r\n".encode())
    assert loaded.problems == ()
    assert (loaded.report.title, loaded.report.outlet, loaded.report.published, loaded.report.url) == (None,) * 4


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("length", [30, len(RUSSIAN)])
def test_russian_in_another_encoding_is_read_and_the_guess_is_said(encoding: str, length: int) -> None:
    loaded = load(RUSSIAN[:length].encode(encoding))
    assert loaded.report.text == RUSSIAN[:length]
    assert messages(loaded) == [
        f"the text is not in UTF-8; read as {encoding.replace('cp1251', 'windows-1251')}, which is a guess"
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding_without_a_guess(encoding: str) -> None:
    loaded = load(RUSSIAN.encode(encoding))
    assert loaded.report.text == RUSSIAN
    assert loaded.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "“It rained,” she said at the café – twice…",
        "Das Ministerium müsse größere Übungen ankündigen, sagte der Präsident am Montag.",
        "Nada que añadir, dijo el portavoz. ¿Por qué?",
        "Le ministère a déclaré que dix-huit policiers avaient été tués à Almaty, où l’état d’urgence a été décrété.",
        "Said " * 1000 + "Müller.",
    ],
)
def test_a_western_text_in_windows_1252_keeps_its_accents_and_quotes(text: str) -> None:
    loaded = load(text.encode("cp1252"))
    assert loaded.report.text == text
    assert messages(loaded) == ["the text is not in UTF-8; read as windows-1252, which is a guess"]


def test_a_few_broken_bytes_do_not_turn_utf8_into_another_encoding() -> None:
    before = "Токаев сказал, что " * 20
    loaded = load(before.encode() + b"\xff\xfe" + "порядок восстановлен".encode())
    assert loaded.report.text == before + "\ufffd\ufffd" + "порядок восстановлен"
    [problem] = loaded.problems
    assert problem.message == "2 characters could not be read as utf-8 and shown as U+FFFD"
    assert problem.span == Span(len(before), len(before) + 1)


def test_a_broken_byte_in_plain_english_is_shown_with_its_place() -> None:
    loaded = load(b"Officials said \xff that it rained \xf0\x9f\x98 and rained.")
    assert loaded.report.text == "Officials said \ufffd that it rained \ufffd and rained."
    [problem] = loaded.problems
    assert problem.message == "2 characters could not be read as utf-8 and shown as U+FFFD"
    assert problem.span == Span(15, 16)


def test_damage_far_into_a_long_file_is_still_damage() -> None:
    text = "Президент сказал, что порядок восстановлен. " * 20_000
    loaded = load(text.encode() + b"\xff" + text.encode())
    assert loaded.report.text == text + "\ufffd" + text
    assert [problem.span for problem in loaded.problems] == [Span(len(text), len(text) + 1)]


def test_a_nul_in_a_text_is_kept_and_said() -> None:
    loaded = load(b"It rained,\0 she said, and the river rose by two metres.")
    assert loaded.report.text[10] == "\0"
    [problem] = loaded.problems
    assert (problem.message, problem.span) == ("1 NUL character in the text", Span(10, 11))


@pytest.mark.parametrize("text", ["MZ is a code, she said.", "ID3 is a tag, he said.", "BZh is no word.", "GIF8 won."])
def test_a_text_that_begins_like_a_binary_file_is_a_text(text: str) -> None:
    assert load(text.encode()).report.text == text
