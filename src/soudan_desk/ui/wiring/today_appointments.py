"""Joins the day's appointments on 今日 to their verbs."""

from __future__ import annotations

from functools import partial

from soudan_desk.services.appointment_day import DayOf, day_of
from soudan_desk.services.appointments import finish_appointment
from soudan_desk.ui.pages.today_appointments import DayActs
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.calendar import place_of_appointment, write_record


def day_acts(seat: Seat) -> DayActs:
    """Bind the verbs to a seat."""
    work = seat.work

    def load(whole: bool) -> DayOf:
        centres = {seat.centre} if seat.centre else set(work.actor.centres)
        return day_of(work, whole_centres=centres if whole else None)

    return DayActs(
        load=load,
        run=seat.tasks.run,
        write_record=partial(write_record, work),
        finish=lambda row: finish_appointment(work, row.id, row.lock_version),
        place_of=place_of_appointment,
        codes=work.codes,
        me=work.actor.staff_id,
        may_write=work.actor.writes_casework and not seat.office.read_only,
    )
