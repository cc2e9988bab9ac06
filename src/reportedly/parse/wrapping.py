"""Whether the lines of a text are paragraphs, or paragraphs were broken into lines of one width, as telegrams are."""

from __future__ import annotations

import re

LEAST = 5  # line breaks to tell by
NARROW, WIDE = 45, 100  # characters of a full line
MOSTLY = 0.6
INSIDE = re.compile(r"(?<=\S)[^\S\r\n]*(?:\r\n|\r|\n)(?=\S)")  # a line break with no blank line and no indent after it
LINE = re.compile(r"[^\r\n]+")
SENTENCE_ENDS = '.!?:…"”»'


def is_wrapped(text: str) -> bool:
    """True where most lines that another follows at once are full and most of them end within a sentence."""
    breaks = [m.start() for m in INSIDE.finditer(text)]
    if len(breaks) < LEAST:
        return False
    lines = {m.end(): m for m in LINE.finditer(text)}
    ended = [m for at, m in lines.items() if INSIDE.match(text, len(m.group().rstrip()) + m.start())]
    full = sum(NARROW <= len(m.group().rstrip()) <= WIDE for m in ended)
    within = sum(m.group().rstrip()[-1] not in SENTENCE_ENDS for m in ended if m.group().strip())
    return full >= MOSTLY * len(ended) and within >= MOSTLY * len(ended)
