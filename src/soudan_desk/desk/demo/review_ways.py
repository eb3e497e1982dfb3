"""The ways the demo's records have gone up, and on which office days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from soudan_desk.desk.demo.days import Days
from soudan_desk.desk.demo.planned import Planned

CHIEF = "shunin"
ALL = 9
_MORNING, _EVENING, _LATE_EVENING = 8 * 60 + 50, 17 * 60 + 15, 18 * 60
_JAPAN = timedelta(hours=9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How far a record has come: `taken` stages, within some office days since it was written.

    `by` is whose record it must be; no chief's goes this way unless it says so.
    """

    name: str
    taken: int = 0
    room: tuple[int, int] = (0, ALL)
    by: str = ""
    kind: str = ""
    centre: str = ""
    chiefs_too: bool = False
    returned: bool = False
    mended: bool = False
    delegated: bool = False
    handed_in_late: bool = False

    def fits(self, planned: Planned, room: int, centre: str) -> bool:
        """Whether a record can have gone this way; `room` counts office days up to yesterday."""
        first, last = self.room
        own = (planned.by, planned.kind, centre)
        wanted = (self.by, self.kind, self.centre)
        fits = all(want in ("", have) for have, want in zip(own, wanted, strict=True))
        if self.mended and "self" not in (planned.answers.get("counterparts") or ()):
            return False  # what is mended tells of the client's own words
        return fits and first <= room <= last and (self.chiefs_too or planned.by != CHIEF)


PAST = Way(name="past", taken=ALL)
"""What a case could not have gone on without: it is through, however long ago."""
WAYS: dict[Way, int] = {
    Way(name="plan", kind="plan", room=(1, 120), handed_in_late=True): 1,
    Way(name="late", kind="consultation", room=(7, 9)): 1,
    Way(name="mended", kind="consultation", by="sodanin", room=(2, 9), mended=True): 1,
    Way(name="returned", kind="consultation", by="sodanin", room=(1, 7), returned=True): 1,
    Way(name="mended again", kind="consultation", room=(2, 9), mended=True): 1,
    Way(name="returned again", kind="consultation", room=(1, 7), returned=True): 1,
    Way(name="delegated", taken=ALL, room=(2, 3), centre="life_support", delegated=True): 2,
    Way(name="at the head's", taken=1, room=(1, 3)): 2,
    Way(name="of the chief", taken=ALL, room=(1, 60), chiefs_too=True, by=CHIEF): 99,
    Way(name="just handed in", room=(0, 2)): 7,
    Way(name="done", taken=ALL, room=(2, 60)): 99,
    Way(name="waiting", room=(0, 1), chiefs_too=True): 99,
}
"""Each way, and how many records go it; a record goes the first that fits and is left."""


class Story:
    """The days of one record's way: each act on the next office day."""

    def __init__(self, days: Days, day: int, *, at_once: bool = False) -> None:
        self._days, self._day, self._at_once = days, day, at_once

    @classmethod
    def of(cls, days: Days, planned: Planned, *, late: bool = False) -> Story:
        """Return the days of a record, handed in when it was written, or `late`: just lately."""
        if late:
            return cls(days, days.open_before(days.open_before(days.today)))
        return cls(days, ((planned.at + _JAPAN).date() - days.date(0)).days)

    def hurried(self) -> Story:
        """Return the same with all acts on one evening, where there were no days for them."""
        return Story(self._days, self._day, at_once=True)

    @property
    def room(self) -> int:
        """How many office days there were since, up to yesterday."""
        day, count = self._day, 0
        while (day := self._days.open_on(day + 1)) < self._days.today:
            count += 1
        return count

    def submitted_on(self, round_no: int) -> date:
        """Return the day of a round's handing in: the second is two office days later."""
        return self._date(0 if round_no == 1 else 2)

    def submitted_at(self, round_no: int) -> datetime:
        """Return its instant, in the evening."""
        return self._at(0 if round_no == 1 else 2, _EVENING)

    def acted_on(self, number: int) -> date:
        """Return the day of a round's act, counted from 1."""
        return self._date(number)

    def acted_at(self, number: int) -> datetime:
        """Return its instant, in the morning."""
        return self._at(number, _MORNING + 7 * number)

    def mended_at(self) -> datetime:
        """Return when what came back was amended: before it was handed in again."""
        return self._at(2, _EVENING - 20)

    def _date(self, steps: int) -> date:
        return self._days.date(self._nth(steps))

    def _at(self, steps: int, minute: int) -> datetime:
        if self._at_once:
            return self._days.instant(self._day, _LATE_EVENING + 5 * steps)
        return self._days.instant(self._nth(steps), minute)

    def _nth(self, steps: int) -> int:
        day = self._day
        if self._at_once:
            return day
        for _ in range(steps):
            day = self._days.open_on(day + 1)
        return day
