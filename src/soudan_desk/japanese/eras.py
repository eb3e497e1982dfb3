"""Japanese eras (元号), kept as data in `resources/japan/eras.toml`."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache

from soudan_desk.resource_files import resource

WESTERN = "西暦"  # how days before the Gregorian calendar came to Japan are named


@dataclass(frozen=True)
class Era:
    """One 元号: its name, its letter in typed dates, its first day, the year of its 元年."""

    name: str
    letter: str
    first_day: date
    year_one: int

    def year_of(self, number: int) -> int:
        """Return the Gregorian year of this era's year `number`."""
        return self.year_one + number - 1


@cache
def eras() -> tuple[Era, ...]:
    """Return every known era, oldest first."""
    entries = tomllib.loads(resource("japan", "eras.toml").read_text("utf-8"))["era"]
    return tuple(Era(**entry) for entry in entries)


@cache
def _first_days() -> list[date]:
    return [era.first_day for era in eras()]


def era_on(d: date) -> Era | None:
    """Return the era a day lies in, or None before 明治6年1月1日 (1873)."""
    place = bisect_right(_first_days(), d)
    return eras()[place - 1] if place else None


def era_known_as(text: str) -> Era | None:
    """Find an era by its name, its first kanji or its letter: 昭和, 昭, S, s."""
    if not text:
        return None
    key = text.upper()
    return next((e for e in eras() if key in (e.name, e.name[0], e.letter)), None)


def era_year(d: date) -> tuple[str, int]:
    """Return the era's name and the year in it: ("令和", 8); before 1873 ("西暦", year)."""
    era = era_on(d)
    return (era.name, d.year - era.year_one + 1) if era else (WESTERN, d.year)


def _year_text(d: date) -> str:
    name, number = era_year(d)
    return f"{name}{'元' if number == 1 else number}年"


def wareki(d: date) -> str:
    """Write a day as 「令和8年11月22日」, the first year as 元年."""
    return f"{_year_text(d)}{d.month}月{d.day}日"


def wareki_short(d: date) -> str:
    """Write a day as 「R8.11.22」, the first year as 1."""
    era = era_on(d)
    year = f"{era.letter}{d.year - era.year_one + 1}" if era else str(d.year)
    return f"{year}.{d.month}.{d.day}"


def wareki_month(year: int, month: int) -> str:
    """Write a month as 「令和8年11月」; both names where the era changes within it."""
    from calendar import monthrange  # reads the PC's languages, which the login page needs not

    last = date(year, month, monthrange(year, month)[1])
    return "・".join(f"{text}{month}月" for text in _both(date(year, month, 1), last))


def wareki_year(year: int) -> str:
    """Write a Gregorian year as 「令和8年」; both names of a year in which the era changed."""
    return "・".join(_both(date(year, 1, 1), date(year, 12, 31)))


def _both(first: date, last: date) -> list[str]:
    return list(dict.fromkeys((_year_text(first), _year_text(last))))
