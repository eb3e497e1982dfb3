"""The time a report counts: a month, a 年度, or days from one to another."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from soudan_desk.errors import SoudanError
from soudan_desk.japanese.eras import wareki, wareki_month
from soudan_desk.japanese.fiscal import fiscal_year, fiscal_year_label, fiscal_year_span


class WrongPeriodError(SoudanError):
    """The time asked for is none."""

    code = "wrong_period"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both counted."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise WrongPeriodError("終わりの日が始めの日より前です。期間を選び直してください。")

    @property
    def fiscal_year(self) -> int | None:
        """The 年度 it lies in, as the year in which that began; None where it lies in several."""
        year = fiscal_year(self.first)
        return year if fiscal_year(self.last) == year else None

    @property
    def is_month(self) -> bool:
        """Whether it is one whole month."""
        return self == month_of(self.first)

    @property
    def is_fiscal_year(self) -> bool:
        """Whether it is one whole 年度."""
        return self == fiscal_year_of(self.first)

    @property
    def label(self) -> str:
        """How it is called: 令和8年11月, 令和8年度, or its two days."""
        if self.is_month:
            return wareki_month(self.first.year, self.first.month)
        if self.is_fiscal_year:
            return fiscal_year_label(fiscal_year(self.first))
        return f"{wareki(self.first)}から{wareki(self.last)}まで"

    def months(self) -> list[Period]:
        """Return every month that it touches, whole."""
        found, month = [], month_of(self.first)
        while month.first <= self.last:
            found.append(month)
            month = month.after()
        return found

    def after(self) -> Period:
        """Return the month, or the 年度, that follows."""
        return self._moved(12 if self.is_fiscal_year else 1)

    def before(self) -> Period:
        """Return the month, or the 年度, that came before."""
        return self._moved(-12 if self.is_fiscal_year else -1)

    def year_before(self) -> Period:
        """Return the same time a year earlier."""
        return self._moved(-12)

    def in_its_year(self) -> Period:
        """Return the time from the first day of its 年度 to its last day."""
        return Period(fiscal_year_span(fiscal_year(self.last))[0], self.last)

    def is_over(self, today: date) -> bool:
        """Whether nothing more can happen in it."""
        return self.last < today

    def _moved(self, months: int) -> Period:
        return Period(_shifted(self.first, months), _shifted(self.last, months))


def _shifted(day: date, months: int) -> date:
    """Return the same day so many months later; the end of a month stays its end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    longest = monthrange(year, month + 1)[1]
    is_end = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, longest if is_end else min(day.day, longest))


def month_of(day: date) -> Period:
    """Return the month of a day."""
    last = monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=last))


def fiscal_year_of(day: date) -> Period:
    """Return the 年度 of a day."""
    return Period(*fiscal_year_span(fiscal_year(day)))
