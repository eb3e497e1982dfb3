"""Reads the dates, times and durations that workers type."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, time, timedelta

from soudan_desk.errors import SoudanError
from soudan_desk.japanese.eras import Era, era_known_as, era_on, eras, wareki

EARLIEST = date(1873, 1, 1)
LATEST_YEAR = 2200

_WEEKDAYS = "月火水木金土日"
_DAYS_FROM_TODAY = {
    "一昨日": -2, "おととい": -2, "昨日": -1, "きのう": -1, "前日": -1,
    "今日": 0, "きょう": 0, "本日": 0, "当日": 0,
    "明日": 1, "あした": 1, "あす": 1, "翌日": 1, "明後日": 2, "あさって": 2, "しあさって": 3,
}  # fmt: skip
_BLANK = re.compile(r"\s+")
_WEEKDAY = re.compile(rf"(?:\(([{_WEEKDAYS}])(?:曜日?)?\)|(?<=[\d日])([{_WEEKDAYS}])曜日?)$")
_DAYS_AWAY = re.compile(r"(\d{1,3})日(前|後)")
_ERA_DATE = re.compile(r"(\D{1,2}?)(元|\d{1,2})[年./-](\d{1,2})[月./-](\d{1,2})日?")
_ERA_DIGITS = re.compile(r"(\D{1,2})(\d\d)(\d\d)(\d\d)")
_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?|(\d{4})(\d\d)(\d\d)")
_MONTH_DAY = re.compile(r"(\d{1,2})[月./-](\d{1,2})日?|(\d\d)(\d\d)")

_HOW_TO_TYPE = "s55.3.1、昭和55年3月1日、1980/3/1、3/1 のように打ってください。"


class DateTypingError(SoudanError):
    """What was typed is no date, time or duration; the message says what to type."""

    code = "invalid_date"


def tidy(text: str) -> str:
    """Bring typed text to one width and one dash, without blanks."""
    plain = _BLANK.sub("", unicodedata.normalize("NFKC", text))
    return re.sub(r"(?<=\d)[‐-―−ー](?=\d)", "-", plain)


def parse_date(text: str, *, today: date, forward: bool = False) -> date:
    """Read a typed day; without a year the latest past one, or with `forward` the next coming.

    Raises `DateTypingError` where it is no day, lies outside the named era, or contradicts the
    weekday typed with it.
    """
    plain = tidy(text)
    found = _WEEKDAY.search(plain)
    bare = plain[: found.start()] if found else plain
    weekday = (found[1] or found[2]) if found else ""
    day = _near_today(bare, today) or read_full_date(bare)
    days = [day] if day else _without_year(bare, today, forward)
    if not days:
        raise _unreadable(text)
    return _on_weekday(days, weekday) if weekday else days[0]


def read_full_date(plain: str) -> date | None:
    """Read a tidied day that names its year, or None where it is not written as one."""
    if found := _ERA_DATE.fullmatch(plain) or _ERA_DIGITS.fullmatch(plain):
        era = era_known_as(found[1])
        if era is None:
            return None
        number = 1 if found[2] == "元" else int(found[2])
        return _day_in_era(era, number, int(found[3]), int(found[4]))
    if found := _DATE.fullmatch(plain):
        year, month, day = (int(part) for part in found.groups() if part is not None)
        return _day(year, month, day)
    return None


def _unreadable(text: str) -> DateTypingError:
    if not text.strip():
        return DateTypingError(f"日付を打ってください。{_HOW_TO_TYPE}")
    if re.fullmatch(r"\d{6}|\d{1,2}[./-]\d{1,2}[./-]\d{1,2}", tidy(text)):
        return DateTypingError(
            f"「{shown(text)}」は年号がわかりません。s55.3.1 や 1980/3/1 のように、"
            "年号の頭文字か4けたの西暦から打ってください。"
        )
    return DateTypingError(f"「{shown(text)}」は日付として読めません。{_HOW_TO_TYPE}")


def shown(text: str) -> str:
    """Cut what was typed to what fits in a sentence."""
    printable = "".join(c for c in text.strip() if c.isprintable())
    return printable if len(printable) <= 20 else printable[:20] + "…"


def _near_today(plain: str, today: date) -> date | None:
    if plain in _DAYS_FROM_TODAY:
        return today + timedelta(days=_DAYS_FROM_TODAY[plain])
    if found := _DAYS_AWAY.fullmatch(plain):
        return today + timedelta(days=int(found[1]) * (-1 if found[2] == "前" else 1))
    return None


def _without_year(plain: str, today: date, forward: bool) -> list[date]:
    """Return the nearest such day in the wanted direction, then that in the other one."""
    found = _MONTH_DAY.fullmatch(plain)
    if found is None:
        return []
    month, day = (int(part) for part in found.groups() if part is not None)
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(2000, month)[1]:
        raise DateTypingError(f"{month}月{day}日という日はありません。{_HOW_TO_TYPE}")
    years = range(today.year - 8, today.year + 9)  # 29 February: eight years at most
    days = [date(y, month, day) for y in years if day <= monthrange(y, month)[1]]
    past = max(d for d in days if d <= today)
    coming = min(d for d in days if d >= today)
    return [coming, past] if forward else [past, coming]


def _day(year: int, month: int, day: int) -> date:
    check_month(f"{year}年", year, month)
    try:
        found = date(year, month, day)
    except ValueError:
        raise DateTypingError(
            f"{year}年{month}月{day}日という日はありません。月と日を確かめてください。"
        ) from None
    return found


def check_month(year_text: str, year: int, month: int) -> None:
    """Refuse a month or a year that no calendar here has."""
    if not EARLIEST.year <= year <= LATEST_YEAR:
        raise DateTypingError(
            f"{year_text}は扱えません。{EARLIEST.year}年から{LATEST_YEAR}年までの年で打ってください。"
        )
    if not 1 <= month <= 12:
        raise DateTypingError(f"{month}月という月はありません。1から12の月を打ってください。")


def _day_in_era(era: Era, number: int, month: int, day: int) -> date:
    found = _day(era.year_of(number), month, day)
    if number < 1 or era_on(found) != era:
        typed = f"{era.name}{'元' if number == 1 else number}年{month}月{day}日"
        raise DateTypingError(f"{typed}はありません。{wareki(found)}ではありませんか。")
    return found


def last_day_of(era: Era) -> date | None:
    """Return the last day of an era, or None for the present one."""
    later = [other.first_day for other in eras() if other.first_day > era.first_day]
    return later[0] - timedelta(days=1) if later else None


def _on_weekday(days: list[date], typed: str) -> date:
    for day in days:
        if _WEEKDAYS[day.weekday()] == typed:
            return day
    actual = _WEEKDAYS[days[0].weekday()]
    raise DateTypingError(
        f"{wareki(days[0])}は{actual}曜日で、{typed}曜日ではありません。"
        "日付か曜日を直してください。"
    )


_TIME_HELP = "930、9:30、9時半、午後2時 のように打ってください。"
_TIME = re.compile(
    r"(?P<half>午前|午後|am|pm|AM|PM)?"
    r"(?:(?P<digits>\d{3,4})|(?P<hour>\d{1,2})(?:[時:](?:(?P<min>\d{1,2})分?|(?P<haf>半))?)?)"
    r"(?P<late>am|pm|AM|PM)?"
)


def parse_time(text: str) -> time:
    """Read a typed time of day: 930, 9:30, 9時半, 9時30分, 午後2時, 14."""
    plain = "12:00" if (bare := tidy(text)) == "正午" else bare
    found = _TIME.fullmatch(plain)
    if found is None:
        raise _no_time(text)
    if found["digits"]:
        hour, minute = int(found["digits"][:-2]), int(found["digits"][-2:])
    else:
        hour, minute = int(found["hour"]), 30 if found["haf"] else int(found["min"] or 0)
    hour = _on_24_hours(hour, (found["half"] or found["late"] or "").lower(), text)
    if hour > 23 or minute > 59:
        raise _no_time(text)
    return time(hour, minute)


def _on_24_hours(hour: int, half: str, text: str) -> int:
    if half and (hour > 12 or (hour == 12 and half in {"午前", "am"})):
        raise _no_time(text)  # 午前12時 is noon to some and midnight to others
    if half in {"午後", "pm"}:
        return hour % 12 + 12
    return hour


def _no_time(text: str) -> DateTypingError:
    return DateTypingError(f"「{shown(text)}」は時刻として読めません。{_TIME_HELP}")


_MINUTES = re.compile(
    r"(?P<bare>\d{1,4})分?|(?P<h>\d{1,2}):(?P<m>[0-5]\d)"
    r"|(?P<hours>\d{1,2}(?:\.\d{1,2})?)(?:時間|h|H)(?:(?P<min>[0-5]?\d)分?|(?P<half>半))?|(?P<only>半時間)"
)


def parse_minutes(text: str) -> int:
    """Read a typed duration as minutes: 90, 1:30, 1時間半, 1時間30分, 1.5時間."""
    found = _MINUTES.fullmatch(tidy(text))
    if found is None:
        raise DateTypingError(
            f"「{shown(text)}」は時間の長さとして読めません。"
            "90、1:30、1時間半 のように打ってください。"
        )
    if found["bare"]:
        return int(found["bare"])
    if found["h"]:
        return int(found["h"]) * 60 + int(found["m"])
    if found["only"]:
        return 30
    return round(float(found["hours"]) * 60) + (30 if found["half"] else int(found["min"] or 0))
