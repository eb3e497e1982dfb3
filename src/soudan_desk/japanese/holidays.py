"""Days on which an office is closed: weekends, holidays (祝日), the turn of the year."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

MonthDay = tuple[int, int]
YEAR_END: tuple[MonthDay, MonthDay] = ((12, 29), (1, 3))

_DAY = timedelta(days=1)


@cache
def holiday_name(d: date) -> str | None:
    """Return the name of a national holiday (incl. 振替休日), or None."""
    import jpholiday

    name: str | None = jpholiday.is_holiday_name(d)
    return name


def is_closed(d: date, year_end: tuple[MonthDay, MonthDay] = YEAR_END) -> bool:
    """Tell whether an office that keeps weekends, holidays and the year's end is closed."""
    return d.weekday() >= 5 or _in_span((d.month, d.day), year_end) or holiday_name(d) is not None


def _in_span(day: MonthDay, span: tuple[MonthDay, MonthDay]) -> bool:
    first, last = span
    return first <= day <= last if first <= last else day >= first or day <= last


def next_working_day(d: date, year_end: tuple[MonthDay, MonthDay] = YEAR_END) -> date:
    """Return the first open day after `d`."""
    day = d + _DAY
    while is_closed(day, year_end):
        day += _DAY
    return day


def working_days_between(a: date, b: date, year_end: tuple[MonthDay, MonthDay] = YEAR_END) -> int:
    """Count open days after `a` up to and including `b`; negative where `b` is the earlier."""
    if b < a:
        return -working_days_between(b, a, year_end)
    return sum(not is_closed(a + _DAY * n, year_end) for n in range(1, (b - a).days + 1))


def closed_name(d: date, year_end: tuple[MonthDay, MonthDay] = YEAR_END) -> str | None:
    """Say why an office is closed on a day: the holiday's name, 年末年始, 土曜日, 日曜日."""
    if name := holiday_name(d):
        return name
    if _in_span((d.month, d.day), year_end):
        return "年末年始"
    return {5: "土曜日", 6: "日曜日"}.get(d.weekday())
