"""Arithmetic of days: weeks, months and years as intervals, and which of many Thursdays is meant."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal, NamedTuple

Unit = Literal["minute", "hour", "day", "week", "weekend", "month", "year", "decade", "century"]
Third = Literal["early", "mid", "late"]

DAY = timedelta(days=1)
WEEK = 7
MONTHS = 12
HOURS = 24
FURTHEST_AHEAD = 60  # days: a date without a year that is further ahead of the report is last year's
MOST_SHIFTED = 100_000  # units; what is further away has no date in the calendar


class Days(NamedTuple):
    """From the first day to the last, both included; None where an end is not known."""

    first: date | None
    last: date | None


UNKNOWN = Days(None, None)


# ---------------------------------------------------------------- units as intervals
def one(day: date) -> Days:
    return Days(day, day)


def monday_of(day: date) -> date:
    return day - DAY * day.weekday()


def week_of(day: date) -> Days:
    """Monday to Sunday."""
    return Days(monday_of(day), monday_of(day) + DAY * (WEEK - 1))


def weekend_of(day: date) -> Days:
    """Saturday and Sunday of the week of a day."""
    return Days(monday_of(day) + DAY * (WEEK - 2), monday_of(day) + DAY * (WEEK - 1))


def month_of(year: int, month: int) -> Days:
    return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def year_of(year: int) -> Days:
    return years(year, year)


def years(first: int, last: int) -> Days:
    return Days(date(first, 1, 1), date(last, 12, 31))


def season_of(year: int, season: int) -> Days:
    """Meteorological, of the northern half: spring (0) is March to May; winter (3) ends in the year after."""
    begins = 3 + 3 * season
    ends = begins + 2
    return Days(date(year, begins, 1), month_of(year + (ends > MONTHS), ends - MONTHS if ends > MONTHS else ends).last)


def unit_of(day: date, unit: str) -> Days:
    """The week, month, year … that a day is in."""
    if unit == "week":
        return week_of(day)
    if unit == "weekend":
        return weekend_of(day)
    if unit == "month":
        return month_of(day.year, day.month)
    if unit == "year":
        return year_of(day.year)
    if unit == "decade":
        return years(day.year // 10 * 10, day.year // 10 * 10 + 9)
    if unit == "century":
        return century((day.year - 1) // 100 + 1)
    return one(day)


def century(number: int) -> Days:
    """The 20th century is 1901 to 2000."""
    return years((number - 1) * 100 + 1, number * 100)


# ---------------------------------------------------------------- parts of intervals
def third_of(days: Days, third: str) -> Days:
    """Early, mid or late: a third of the days, of a year a third of the months, of more a third of the years."""
    if days.first is None or days.last is None:
        return UNKNOWN
    length = (days.last - days.first).days + 1
    if length < WEEK:
        return days
    cuts = [days.first + DAY * (length * n // 3) for n in range(3)]
    if length > 366:
        cuts = [date(days.first.year + round(n * length / 365.25 / 3), 1, 1) for n in range(3)]
    elif length >= 365:
        cuts = [date(days.first.year, 1 + MONTHS // 3 * n, 1) for n in range(3)]
    ends = [cuts[1] - DAY, cuts[2] - DAY, days.last]
    n = ("early", "mid", "late").index(third)
    return Days(cuts[n], ends[n])


def side_of(days: Days, today: date | None, *, before: bool) -> Days:
    """What of an interval lies before or after a day that is in it: "earlier this week"."""
    if today is None or days.first is None or days.last is None or not days.first <= today <= days.last:
        return days
    return Days(days.first, today) if before else Days(today, days.last)


def days_from(days: Days, skipped: int, count: int) -> Days:
    """So many days from the first one on, after those skipped."""
    if days.first is None:
        return UNKNOWN
    return Days(days.first + DAY * skipped, days.first + DAY * (skipped + count - 1))


def last_days(days: Days, count: int) -> Days:
    return UNKNOWN if days.last is None else Days(days.last - DAY * (count - 1), days.last)


def part_of(days: Days, number: int, parts: int) -> Days:
    """The second (of two) halves, the third (of four) quarters, by months where there are enough of them."""
    if days.first is None or days.last is None or not 1 <= number <= parts:
        return UNKNOWN
    months = (days.last.year - days.first.year) * MONTHS + days.last.month - days.first.month + 1
    if months % parts == 0:
        begin = _months_on(days.first, months // parts * (number - 1))
        end = _months_on(days.first, months // parts * number) - DAY
        return Days(begin, end)
    length = (days.last - days.first).days + 1
    return Days(days.first + DAY * (length * (number - 1) // parts), days.first + DAY * (length * number // parts - 1))


# ---------------------------------------------------------------- steps
def shifted(day: date, unit: str, count: int) -> Days:
    """So many units on (back where negative): a day from days, else the whole week, month or year arrived in.

    "Two months ago" names no day, so it gives the month.
    """
    if abs(count) > MOST_SHIFTED:
        return UNKNOWN
    if unit == "minute":
        return one(day)
    if unit == "hour":
        whole, rest = divmod(abs(count), HOURS)
        near, far = whole, whole + (rest > 0)
        return ordered(*(day + DAY * (n if count > 0 else -n) for n in (near, far)))
    if unit == "day":
        return one(day + DAY * count)
    if unit == "week":
        return week_of(day + DAY * WEEK * count)
    if unit == "weekend":
        return weekend_of(day + DAY * WEEK * count)
    if unit == "month":
        first = _months_on(day.replace(day=1), count)
        return month_of(first.year, first.month)
    step = {"year": 1, "decade": 10, "century": 100}[unit]
    return year_of(day.year + count * step)


def neighbour(day: date, unit: str, step: int) -> Days:
    """Last (-1), this (0) or next (1) week, month, decade …; days and hours have neighbours too."""
    if unit in ("decade", "century"):
        return unit_of(date(day.year + step * (10 if unit == "decade" else 100), 1, 1), unit)
    return shifted(day, unit, step)


def stretch(day: date, unit: str, count: int) -> Days:
    """The so many units up to a day (negative), or from it on: "the past 24 hours", "the next two weeks"."""
    if abs(count) > MOST_SHIFTED:
        return UNKNOWN
    if unit in ("minute", "hour"):
        per_day = HOURS * (60 if unit == "minute" else 1)
        other = day + DAY * (-(-abs(count) // per_day) * (1 if count > 0 else -1))
    elif unit in ("day", "week"):
        other = day + DAY * (count * (WEEK if unit == "week" else 1))
    elif unit == "month":
        other = _months_on(day, count)
    else:
        other = _months_on(day, MONTHS * count * {"year": 1, "decade": 10, "century": 100}.get(unit, 1))
    return ordered(day, other)


def ordered(one_day: date, other: date) -> Days:
    return Days(min(one_day, other), max(one_day, other))


def _months_on(day: date, count: int) -> date:
    """The same day of another month, or its last one where it is shorter."""
    number = day.year * MONTHS + day.month - 1 + count
    year, month = divmod(number, MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


# ---------------------------------------------------------------- which one of many
def weekday_near(today: date, weekday: int, *, ahead: bool) -> date:
    """The last such day up to today, or the first from today on."""
    return (
        today + DAY * ((weekday - today.weekday()) % WEEK)
        if ahead
        else today - DAY * ((today.weekday() - weekday) % WEEK)
    )


def weekend_near(today: date, step: int, *, ahead: bool) -> Days:
    """Last (-1) or next (1) weekend; 0 is the last one that has begun, or the coming one where `ahead`."""
    saturday = monday_of(today) + DAY * (WEEK - 2)
    if step < 0 or (step == 0 and saturday > today and not ahead):
        return weekend_of(today - DAY * WEEK)
    return weekend_of(today + DAY * WEEK) if step > 0 and saturday <= today else weekend_of(today)


def season_near(today: date, season: int, *, which: str) -> Days:
    """The season that runs or was the last to begin; the "last" is over, the "next" has not begun."""
    begun = [season_of(today.year + n, season) for n in (-2, -1, 0) if date(today.year + n, 3 + 3 * season, 1) <= today]
    coming = season_of(today.year + (date(today.year, 3 + 3 * season, 1) <= today), season)
    over = [days for days in begun if days.last is not None and days.last < today]
    if which == "next":
        return coming
    return over[-1] if which == "last" else begun[-1]


def year_near(today: date, month: int, day: int, *, ahead: bool) -> int:
    """The year of a date without one: the nearest, but not one that is long after the report."""
    years = (today.year + 1, today.year, today.year - 1)
    off = {year: (_month_day(year, month, day) - today).days for year in years}
    if ahead:
        return min((year for year in years if off[year] >= 0), key=lambda year: off[year])
    return min((year for year in years if off[year] <= FURTHEST_AHEAD), key=lambda year: abs(off[year]))


def _month_day(year: int, month: int, day: int) -> date:
    """The 29th of February stands for the 28th where there is none."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def day_of_month_near(today: date, day: int, *, ahead: bool) -> date:
    """The last 8th up to today, or the first from today on; months too short for it are passed over."""
    month = today.replace(day=1)
    while True:
        if day <= calendar.monthrange(month.year, month.month)[1]:
            found = month.replace(day=day)
            if found >= today if ahead else found <= today:
                return found
        month = _months_on(month, 1 if ahead else -1)
