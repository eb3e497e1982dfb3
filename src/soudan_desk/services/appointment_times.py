"""When an appointment is: from which minute to which, over one day or several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

USUAL_MIN = 60
"""How long an appointment is taken to be that says no end."""
_DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class Span:
    """The time an appointment takes; without a start it takes whole days."""

    held_on: date
    starts: time | None = None
    ends: time | None = None
    last_on: date | None = None

    @classmethod
    def of(cls, answers: Mapping[str, Any]) -> Span | None:
        """Return the time that answers speak of; None while they name no day."""
        held_on = answers.get("held_on")
        if not isinstance(held_on, date):
            return None
        times = (answers.get("started_at_time"), answers.get("ended_at_time"))
        return cls(held_on, *times, answers.get("until_on"))

    @property
    def until(self) -> date:
        """Return the last day."""
        return max(self.last_on or self.held_on, self.held_on)

    @property
    def is_whole_day(self) -> bool:
        """Whether it names no time of day."""
        return self.starts is None

    @property
    def minutes(self) -> tuple[int, int]:
        """Return the first minute and the one after the last, counted from the year 1."""
        first, last = self.held_on.toordinal() * _DAY_MIN, self.until.toordinal() * _DAY_MIN
        if self.starts is None:
            return first, last + _DAY_MIN
        start = first + minute_of(self.starts)
        if self.ends is not None:
            return start, max(last + minute_of(self.ends), start + 1)
        usual = min(minute_of(self.starts) + USUAL_MIN, _DAY_MIN)
        return start, last + (usual if last == first else _DAY_MIN)

    def overlaps(self, other: Span) -> bool:
        """Whether both take some minute; one that begins as the other ends does not."""
        (first, last), (other_first, other_last) = self.minutes, other.minutes
        return first < other_last and other_first < last

    def on(self, day: date) -> tuple[int, int] | None:
        """Return the minutes it takes of one day, from 0 to 1440; None where it takes none."""
        first, last = (minute - day.toordinal() * _DAY_MIN for minute in self.minutes)
        return (max(first, 0), min(last, _DAY_MIN)) if first < _DAY_MIN and last > 0 else None

    def moved(self, days: int, minutes: int = 0) -> Span:
        """Return it so much later, as long as before; a day's first and last minute hold it."""
        step = timedelta(days=days)
        last_on = self.last_on + step if self.last_on else None
        moved = replace(self, held_on=self.held_on + step, last_on=last_on)
        if self.starts is None:
            return moved
        starts, ends = _moved_times(self, minutes)
        return replace(moved, starts=starts, ends=ends)

    def resized(self, minutes: int) -> Span:
        """Return it so much longer, a quarter of an hour at least."""
        if self.starts is None:
            return self
        start = minute_of(self.starts)
        end = minute_of(self.ends) if self.ends else start + USUAL_MIN
        least = 0 if self.until > self.held_on else start + 15
        return replace(self, ends=time_of(min(max(end + minutes, least), _DAY_MIN - 1)))

    def answers(self) -> dict[str, Any]:
        """Return it as answers of an appointment."""
        return {
            "held_on": self.held_on,
            "started_at_time": self.starts,
            "ended_at_time": self.ends,
            "until_on": self.last_on,
        }


def _moved_times(span: Span, minutes: int) -> tuple[time, time | None]:
    assert span.starts is not None
    start, end = minute_of(span.starts), minute_of(span.ends) if span.ends else None
    least, most = -start, _DAY_MIN - 1 - max(start, end or 0)
    if span.until > span.held_on and end is not None:
        least, most = -min(start, end), _DAY_MIN - 1 - max(start, end)
    step = min(max(minutes, least), most)
    return time_of(start + step), None if end is None else time_of(end + step)


def minute_of(at: time) -> int:
    """Count the minutes since midnight."""
    return at.hour * 60 + at.minute


def time_of(minute: int) -> time:
    """Return the time of day so many minutes after midnight."""
    return time(*divmod(minute, 60))
