"""What went wrong, in words for who sits at a page and not at a shell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

import httpx
import pytest

from reportedly.web.trouble import said_on_a_page
from tests.web.conftest import Server

OF_A_SHELL = re.compile(r"\breportedly [a-z]+\b|\bCASE\b|--[a-z]|@REPORT")

Sent = Mapping[str, str]


@pytest.mark.parametrize(
    ("path", "sent", "told"),
    [
        ("/decisions/merge", {"a": "1/e5", "b": "Zzyzx"}, "names are listed under Names"),
        ("/sources/grade", {"source": "Zzyzx", "letter": "A"}, "sources are listed under Sources"),
        ("/decisions/undo", {"decision": "999"}, "they are listed under Decisions"),
        ("/decisions/note", {"subject": "S999", "text": "Look again"}, "they are listed under Figures"),
        ("/decisions/note", {"subject": "Zzyzx", "text": "Look again"}, "reports are listed under Reports"),
        ("/decisions/split", {"a": "1/e5", "form": "Zzyzx"}, "names are listed under Names"),
        ("/reports/1/c999/credibility", {"digit": "3"}, ""),
    ],
)
def test_an_error_on_a_page_says_what_to_do_on_a_page(server: Server, path: str, sent: Sent, told: str) -> None:
    answer = httpx.post(server.address + path, data=sent)
    assert 400 <= answer.status_code < 500
    said = unescape(answer.text)
    assert told in said
    assert OF_A_SHELL.search(re.sub(r"<footer.*", "", said, flags=re.DOTALL)) is None


def test_who_knows_the_command_is_not_told_it_in_other_words(server: Server) -> None:
    """The same errors raised for a shell keep their commands; only a page says them otherwise."""
    of_a_shell = "no source of the case is called “X”; see them with: reportedly sources CASE"
    assert said_on_a_page(of_a_shell) == "no source of the case is called “X”; sources are listed under Sources"
    assert said_on_a_page("Bolat and Samat are one already") == "Bolat and Samat are one already"
