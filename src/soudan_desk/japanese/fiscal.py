"""年度 (April to March), ages and school years."""

from __future__ import annotations

from datetime import date, timedelta

from soudan_desk.japanese.eras import era_on, era_year

_ENTERS_AFTER = 7  # 学校教育法17条: school begins in the April after the sixth birthday


def fiscal_year(d: date) -> int:
    """Return the Gregorian year in which the day's 年度 began."""
    return d.year - (d.month < 4)


def fiscal_year_label(fy: int) -> str:
    """Write a 年度 as 「令和8年度」; one in which the era changed takes the new name."""
    name, number = era_year(_naming_day(fy))
    return f"{name}{'元' if number == 1 else number}年度"


def era_letter_year(fy: int) -> str:
    """Write a 年度 as in case numbers: "R08"."""
    day = _naming_day(fy)
    era = era_on(day)
    return f"{era.letter}{era_year(day)[1]:02}" if era else str(fy)


def _naming_day(fy: int) -> date:
    return date(fy, 12, 31)


def fiscal_year_span(fy: int) -> tuple[date, date]:
    """Return the first and the last day of a 年度."""
    return date(fy, 4, 1), date(fy + 1, 3, 31)


def quarter(d: date) -> int:
    """Return the quarter of the 年度, 1 (April to June) to 4."""
    return (d.month - 4) % 12 // 3 + 1


def age_on(birth: date, on: date) -> int:
    """Return the age in full years (満年齢), one more from the birthday itself on."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def school_grade(birth: date, on: date) -> str | None:
    """Return the grade of one who was never held back, from 年少 to 高校3年相当, else None.

    A child born on 1 April belongs with those born before it: one attains an age at the end of
    the day before (年齢計算ニ関スル法律).
    """
    entered = fiscal_year(birth - timedelta(days=1)) + _ENTERS_AFTER
    grade = fiscal_year(on) - entered + 1
    if -2 <= grade <= 0:
        return ("年少", "年中", "年長")[grade + 2]
    if 1 <= grade <= 6:
        return f"小学{grade}年"
    if 7 <= grade <= 9:
        return f"中学{grade - 6}年"
    return f"高校{grade - 9}年相当" if 10 <= grade <= 12 else None
