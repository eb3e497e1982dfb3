"""The days of the demo office as small integers, with what texts say of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from soudan_desk.japanese.holidays import is_closed

_BEFORE, _AFTER = 60, 420
_JAPAN = timedelta(hours=9)
_THIRD = 1 / 3
_WEEKDAYS = "月火水木金土日"


class Days:
    """Days from `start` to `on`, counted from 0; some days before and after can be asked for."""

    def __init__(self, start: date, on: date) -> None:
        self._first = start - timedelta(days=_BEFORE)
        self.today = (on - start).days
        count = self.today + _BEFORE + _AFTER
        dates = [self._first + timedelta(days=n) for n in range(count)]
        self._dates = dates
        self._closed = [is_closed(day) for day in dates]
        self._next = self._next_open()
        self.last = self.open_before(self.today)
        self._short = [f"{d.month}月{d.day}日" for d in dates]
        self._long = [
            f"{s}（{_WEEKDAYS[d.weekday()]}）" for s, d in zip(self._short, dates, strict=True)
        ]

    def date(self, day: int) -> date:
        """Return the calendar date."""
        return self._dates[day + _BEFORE]

    def is_open(self, day: int) -> bool:
        """Tell whether the office works on that day."""
        return not self._closed[day + _BEFORE]

    def open_on(self, day: int) -> int:
        """Return the first office day from `day` on."""
        return self._next[day + _BEFORE] - _BEFORE

    def near(self, day: int, chance: float) -> int:
        """Return the day if the office works, else one of those around it, for a chance below 1."""
        if not self._closed[day + _BEFORE]:
            return day
        following = self.open_on(day)
        if chance < _THIRD:
            return self.open_before(day)
        return following if chance < 2 * _THIRD else self.open_on(following + 1)

    def open_before(self, day: int) -> int:
        """Return the last office day before `day`."""
        day -= 1
        while self._closed[day + _BEFORE]:
            day -= 1
        return day

    def text(self, day: int, offset: int) -> str:
        """Say a day counted from another: the coming one with its weekday, the past one without."""
        index = min(max(day + offset + _BEFORE, 0), len(self._dates) - 1)
        return self._short[index] if offset < 0 else self._long[self._next[index]]

    def instant(self, day: int, minute: int) -> datetime:
        """Return the UTC instant of a minute of the day in Japan."""
        return datetime.combine(self.date(day), time(), UTC) + timedelta(minutes=minute) - _JAPAN

    def _next_open(self) -> list[int]:
        found = [0] * len(self._closed)
        nearest = len(self._closed) - 1
        for index in range(len(self._closed) - 1, -1, -1):
            nearest = index if not self._closed[index] else nearest
            found[index] = nearest
        return found
