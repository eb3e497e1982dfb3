"""Birth dates as far as they are known: a day, a month, a year, or only an age band (40代)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from soudan_desk.japanese.eras import era_known_as, wareki, wareki_month, wareki_year
from soudan_desk.japanese.fiscal import age_on
from soudan_desk.japanese.typed_dates import (
    DateTypingError,
    check_month,
    last_day_of,
    read_full_date,
    shown,
    tidy,
)

AGE_BANDS: dict[str, str] = {
    "under10": "10歳未満",
    **{f"{tens}s": f"{tens}代" for tens in range(10, 100, 10)},
    "over100": "100歳以上",
}
OLDEST = 130

_HOW_TO_TYPE = "s55.3.1、昭和55年、1980/11、40代 のように打ってください。"
_STORED = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_BAND = "band:"


@dataclass(frozen=True)
class PartialDate:
    """A date of which only the year, or only an age band, may be known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    age_band: str | None = None

    def __post_init__(self) -> None:
        if self.age_band is not None:
            if self.age_band not in AGE_BANDS or self.year or self.month or self.day:
                raise ValueError(f"not an age band alone: {self}")
            return
        if self.year is None or (self.day is not None and self.month is None):
            raise ValueError(f"a partial date needs its larger units: {self}")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def from_stored(cls, text: str) -> PartialDate:
        """Read the stored form: `1980`, `1980-11`, `1980-11-22` or `band:40s`."""
        if text.startswith(_BAND):
            band = text.removeprefix(_BAND)
            if band in AGE_BANDS:
                return cls(age_band=band)
        elif found := _STORED.fullmatch(text):
            year, month, day = (int(part) if part else None for part in found.groups())
            try:
                return cls(year, month, day)
            except ValueError:
                pass
        raise DateTypingError(f"「{shown(text)}」は生年月日として読めません。{_HOW_TO_TYPE}")

    @classmethod
    def from_json(cls, value: Any) -> PartialDate:
        """Read what `to_json` wrote."""
        if isinstance(value, dict) and set(value) == {"age_band"}:
            return cls.from_stored(f"{_BAND}{value['age_band']}")
        if isinstance(value, str) and not value.startswith(_BAND):
            return cls.from_stored(value)
        raise DateTypingError(
            f"「{shown(str(value))}」は生年月日として読めません。"
            '"1980-11-22"、"1980-11"、"1980" か {"age_band": "40s"} の形で渡してください。'
        )

    def stored(self) -> str:
        """Write the stored form, which sorts by year."""
        if self.age_band:
            return _BAND + self.age_band
        parts = (
            f"{self.year:04}",
            self.month and f"{self.month:02}",
            self.day and f"{self.day:02}",
        )
        return "-".join(part for part in parts if part)

    def to_json(self) -> str | dict[str, str]:
        """Write the form of commands: a string as stored, or `{"age_band": "40s"}`."""
        return {"age_band": self.age_band} if self.age_band else self.stored()

    def exact(self) -> date | None:
        """Return the day where it is wholly known."""
        if self.year and self.month and self.day:
            return date(self.year, self.month, self.day)
        return None

    def reading(self) -> str:
        """Write it in 和暦 as far as it goes: 昭和55年11月22日, 昭和55年11月, 昭和55年, 40代."""
        if self.age_band:
            return AGE_BANDS[self.age_band]
        if day := self.exact():
            return wareki(day)
        assert self.year is not None
        return wareki_month(self.year, self.month) if self.month else wareki_year(self.year)

    def age(self, on: date) -> int | None:
        """Return the age where it is certain on that day."""
        if self.year is None:
            return None
        ages = {age_on(born, on) for born in self.span()}
        age = ages.pop()
        return None if ages or age < 0 else age

    def age_text(self, on: date) -> str:
        """Write the age as 「52歳」, 「45歳前後」 where it is uncertain, or 「40代」."""
        if self.age_band:
            return AGE_BANDS[self.age_band]
        if (sure := self.age(on)) is not None:
            return f"{sure}歳"
        assert self.year is not None
        likely = age_on(date(self.year, self.month or 7, self.day or 1), on)
        if likely > 0:
            return f"{likely}歳前後"
        return "1歳未満" if self.span()[0] <= on else ""

    def span(self) -> tuple[date, date]:
        """Return the first and the last day it may be; an age band has none."""
        if self.year is None:
            raise ValueError("an age band spans no days")
        first = date(self.year, self.month or 1, self.day or 1)
        last_month = self.month or 12
        last_day = self.day or monthrange(self.year, last_month)[1]
        return first, date(self.year, last_month, last_day)


_ERA_PART = re.compile(
    r"(\D{1,2}?)(元|\d{1,2})(?:年|(?:[年./-](\d{1,2})月?))?(?:頃|ごろ|生まれ|生)?"
)
_PART = re.compile(r"(\d{4})(?:年|(?:[年./-](\d{1,2})月?))?(?:頃|ごろ|生まれ|生)?")
_DECADE = re.compile(r"([1-9]0)(?:代|歳代|才代)")
_AGE = re.compile(r"(?:満)?(\d{1,2}|1[0-2]\d)(?:歳|才)(?:くらい|ぐらい|位|頃|ごろ)?")
_BAND_WORDS = {
    "10歳未満": "under10", "10才未満": "under10", "0代": "under10",
    "100歳以上": "over100", "100才以上": "over100", "100代": "over100",
}  # fmt: skip
_NO_YEAR = re.compile(r"(\d{1,2})[月./-](\d{1,2})日?|(\d\d)(\d\d)")


def parse_partial(text: str, *, today: date) -> PartialDate:
    """Read a typed birth date as far as it is known; refuses coming days and days without a year.

    Raises `DateTypingError`.
    """
    plain = tidy(text)
    found = _band(plain) or _whole(plain) or _era_part(plain) or _western_part(plain)
    if found is None:
        raise _question(plain, text)
    if found.age_band is None:
        _check_birth(found, today)
    return found


def _band(plain: str) -> PartialDate | None:
    if plain in _BAND_WORDS:
        return PartialDate(age_band=_BAND_WORDS[plain])
    if found := _DECADE.fullmatch(plain):
        return PartialDate(age_band=f"{found[1]}s")
    found = _AGE.fullmatch(plain)
    return PartialDate(age_band=_band_of(int(found[1]))) if found else None


def _band_of(age: int) -> str:
    """Return the band of an age: the year of birth would be known to one year only."""
    if age >= 100:
        return "over100"
    return f"{age // 10 * 10}s" if age >= 10 else "under10"


def _whole(plain: str) -> PartialDate | None:
    day = read_full_date(plain.removesuffix("生まれ").removesuffix("生"))
    return PartialDate(day.year, day.month, day.day) if day else None


def _era_part(plain: str) -> PartialDate | None:
    found = _ERA_PART.fullmatch(plain)
    era = era_known_as(found[1]) if found else None
    if found is None or era is None:
        return None
    number = 1 if found[2] == "元" else int(found[2])
    partial = _checked(era.year_of(number), found[3])
    first, last = partial.span()
    ended = last_day_of(era)
    if number < 1 or last < era.first_day or (ended is not None and first > ended):
        typed = f"{era.name}{found[2]}年" + (f"{found[3]}月" if found[3] else "")
        raise DateTypingError(f"{typed}はありません。{partial.reading()}ではありませんか。")
    return partial


def _western_part(plain: str) -> PartialDate | None:
    found = _PART.fullmatch(plain)
    if found is None or (found[2] is None and int(found[1]) < 1300 and plain.isdigit()):
        return None  # 0301 is a day of a year that is not named
    return _checked(int(found[1]), found[2])


def _checked(year: int, month: str | None) -> PartialDate:
    check_month(f"{year}年", year, int(month or 1))
    return PartialDate(year, int(month) if month else None)


def _question(plain: str, text: str) -> DateTypingError:
    if found := _NO_YEAR.fullmatch(plain):
        month, day = (int(part) for part in found.groups() if part is not None)
        if 1 <= month <= 12 and 1 <= day <= 31:
            return DateTypingError(
                f"何年の{month}月{day}日ですか。s55.{month}.{day} のように年から打ってください。"
            )
    if not plain:
        return DateTypingError(f"生年月日を打ってください。{_HOW_TO_TYPE}")
    return DateTypingError(f"「{shown(text)}」は生年月日として読めません。{_HOW_TO_TYPE}")


def _check_birth(born: PartialDate, today: date) -> None:
    first, last = born.span()
    if first > today:
        raise DateTypingError(
            f"{born.reading()}はまだ来ていません。生年月日の年号を確かめてください。"
        )
    if age_on(last, today) >= OLDEST:
        raise DateTypingError(
            f"{born.reading()}生まれだと{age_on(last, today)}歳になります。年号を確かめてください。"
        )
