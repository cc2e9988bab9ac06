"""Characters that would not show, or would do harm where they are shown, made visible."""

from __future__ import annotations

UNKNOWN = "\N{REPLACEMENT CHARACTER}"

# Half of a UTF-16 pair cannot be written as UTF-8.
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), UNKNOWN)
# Control characters can move a terminal's cursor, and HTML parsers drop some: their pictures (U+2400) stand for them.
_CONTROLS = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r"}
_CONTROLS[0x7F] = "\N{SYMBOL FOR DELETE}"
_CONTROLS |= dict.fromkeys(range(0x80, 0xA0), UNKNOWN)
# These turn the order of all letters that follow, so that a name can be made to read as another one.
_OVERRIDES = {0x202D: UNKNOWN, 0x202E: UNKNOWN}

_VISIBLE = _SURROGATES | _CONTROLS | _OVERRIDES


def visible(text: str) -> str:
    """`text` with one visible character for each that cannot be shown; tabs and line ends stay."""
    return text.translate(_VISIBLE)


def on_one_line(text: str) -> str:
    """`text`, visible and with every run of white space made one space."""
    return visible(" ".join(text.split()))
