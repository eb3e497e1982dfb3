"""A day of appointments as 今日 shows it: what is on, what waits for a record, what is next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from soudan_desk.japanese.holidays import next_working_day
from soudan_desk.services.appointment_lists import (
    AppointmentRow,
    appointments_between,
    forgotten_appointments,
)
from soudan_desk.services.appointment_rules import CANCELLED
from soudan_desk.services.standing_in import absent_now
from soudan_desk.services.work import Work


@dataclass(frozen=True, slots=True)
class DayOf:
    """A day, the appointments before it that wait for a record, and the next open day."""

    on: date
    rows: tuple[AppointmentRow, ...]
    forgotten: tuple[AppointmentRow, ...]
    next_on: date
    next_rows: tuple[AppointmentRow, ...]


def day_of(work: Work, *, whole_centres: Collection[str] | None = None) -> DayOf:
    """Return this day: one's own and theirs for whom one stands in, or that of whole centres."""
    today = work.today()
    following = next_working_day(today)
    me = work.actor.staff_id if whole_centres is None else None
    mine = None if me is None else {me, *(each.staff_id for each in absent_now(work))}
    rows = appointments_between(work, today, following, staff_ids=mine)
    if whole_centres is not None:
        rows = [row for row in rows if row.centre is None or row.centre in whole_centres]
    going = [row for row in rows if row.outcome != CANCELLED]
    return DayOf(
        on=today,
        rows=tuple(row for row in going if row.span.on(today) is not None),
        forgotten=tuple(forgotten_appointments(work, me)) if me else (),
        next_on=following,
        next_rows=tuple(row for row in going if row.span.on(following) is not None),
    )
