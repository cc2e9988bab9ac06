"""The date that a text itself gives for the whole report: in a line of its own or in its dateline, with the year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

MONTHS = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
)
MONTH_NUMBERS = {name: n for names in MONTHS for n, name in enumerate(names.split(), start=1)} | {"sept": 9}
FIRST_LINES = 6  # with words in them: headline, subtitle, byline, date, place
LONGEST = 300  # characters of a line looked at

MONTH = "(?P<month{n}>" + "|".join(sorted(MONTH_NUMBERS, key=lambda name: (-len(name), name))) + r")\.?"
DATE = (
    rf"(?:(?P<day1>\d{{1,2}})\s+{MONTH.format(n=1)},?\s+(?P<year1>\d{{4}})"
    rf"|{MONTH.format(n=2)}\s+(?P<day2>\d{{1,2}}),?\s+(?P<year2>\d{{4}})"
    r"|(?P<year3>\d{4})-(?P<month3>\d\d)-(?P<day3>\d\d)|(?P<day4>\d{1,2})\.(?P<month4>\d{1,2})\.(?P<year4>\d{4}))"
    r"(?!\d)(?:\s+г(?:\.|ода))?"
)
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
TIME = r"(?:(?:\s*[,|/–—-]|\s+at|\s+в|\s*T)?\s*(?P<time>\d{1,2}:\d\d)(?P<more>:\d\d)?\s*(?P<zone>[^\n]{0,20}))?"
LABEL = (
    r"(?:(?:first\s+)?(?:published|posted|date|опубликовано|дата)(?:\s+(?:on|at))?\s*:?\s*"
    r"|by\s[^\n|]{3,60}[|·•–—-]\s*)?"
)
LINE = re.compile(rf"\s*{LABEL}{WEEKDAY}{DATE}{TIME}\s*", re.IGNORECASE)
# "ALMATY, Jan 6, 2022 (Agency) —": the place in capitals, the sign of the agency or a dash behind.
PLACE = r"\s*(?-i:[A-ZА-ЯЁ]{3}[A-ZА-ЯЁ'’ .-]*)(?:,[^,.\n\d]{2,30})?,\s+"
DATELINE = re.compile(rf"{PLACE}{WEEKDAY}{DATE}\s*(?:\(|/[^/\n]{{2,40}}/|[-–—:.])", re.IGNORECASE)
UNIVERSAL = frozenset(("gmt", "utc", "z"))


def dateline(text: str) -> str | None:
    """The report's date as ISO 8601: "2022-01-06", or "2022-01-06T10:31:00Z" where time and zone are told.

    None where no full date stands there, with its year, or where lines of several days do: those head the entries of a
    live blog.
    """
    in_lines = {moment for line in lines_of(text) if (moment := stated(LINE.fullmatch(line)))}
    if len({moment[:10] for moment in in_lines}) > 1:
        return None
    for line in islice(lines_of(text), FIRST_LINES):
        moment = stated(LINE.fullmatch(line)) or stated(DATELINE.match(line))
        if moment:
            return moment
    return None


def date_line(words: str) -> str | None:
    """The day, and the time, of a line that is nothing but a date; None for any other."""
    return stated(LINE.fullmatch(words))


def lines_of(text: str) -> Iterator[str]:
    return (line[:LONGEST] for line in text.splitlines() if line.strip("\ufeff \t"))


def stated(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    said = {name.rstrip("1234"): words for name, words in match.groupdict().items() if words}
    month = MONTH_NUMBERS.get(said["month"].lower()) or int(said["month"])
    try:
        day = date(int(said["year"]), month, int(said["day"])).isoformat()
    except ValueError:
        return None
    return day + time_of_day(said)


def time_of_day(said: dict[str, str]) -> str:
    """With its zone, or not at all where a zone is named that is no offset: "14:05 Almaty time"."""
    zone = said.get("zone", "").strip().lower()
    hour, _, minute = said.get("time", "99:99").partition(":")
    if int(hour) > 23 or int(minute) > 59 or zone not in UNIVERSAL | {""}:
        return ""
    return f"T{int(hour):02}:{minute}:00" + ("Z" if zone else "")
