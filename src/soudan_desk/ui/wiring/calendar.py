"""Joins the calendar to the verbs over appointments."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.desk.paper_appointments import appointment_list
from soudan_desk.services import appointments
from soudan_desk.services.appointment_lists import AppointmentRow, appointments_between
from soudan_desk.services.appointment_times import Span
from soudan_desk.services.appointment_warnings import Warning as Concern
from soudan_desk.services.appointment_warnings import warnings_of
from soudan_desk.services.due import DueItem, due_items
from soudan_desk.services.records import Saved
from soudan_desk.services.staff import list_staff
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import CASEWORKER, SUPERVISOR
from soudan_desk.ui.pages.calendar import CalendarPage
from soudan_desk.ui.pages.calendar_acts import CalendarActs, Colleague, Days
from soudan_desk.ui.pages.calendar_layout import Range
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.preferences import page_settings, remember_page
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.case import record_acts
from soudan_desk.ui.wiring.list_printing import open_list

_CASEWORK = frozenset({CASEWORKER, SUPERVISOR})
_PAGE = "calendar"


def build(seat: Seat, place: Place) -> Page:
    """Make the page."""
    return CalendarPage(calendar_acts(seat), place, seat.centre or "")


def calendar_acts(seat: Seat) -> CalendarActs:
    """Bind the verbs to a seat."""
    work = seat.work
    return CalendarActs(
        me=work.actor.staff_id,
        today=work.today(),
        colleagues=partial(_colleagues, seat),
        load=partial(_load, work),
        run=seat.tasks.run,
        warn=partial(_warn, work),
        place=partial(_place, work),
        finish=partial(appointments.finish_appointment, work),
        cancel=partial(appointments.cancel_appointment, work),
        reopen=partial(appointments.reopen_appointment, work),
        write_record=partial(write_record, work),
        place_of=place_of_appointment,
        print_days=partial(_print_days, seat),
        records=record_acts(seat, None),
        codes=work.codes,
        begins_as=_kept_range(work.actor.login),
        remember_range=partial(_remember_range, work.actor.login),
    )


def _kept_range(login: str) -> Range:
    kept = page_settings(login, _PAGE).get("range")
    return next((range_ for range_ in Range if range_ == kept), Range.WEEK)


def _remember_range(login: str, range_: Range) -> None:
    remember_page(login, _PAGE, {"range": str(range_)})


def write_record(work: Work, row: AppointmentRow) -> Place:
    """Return where the record of an appointment is written; without a case a draft is begun."""
    if row.case_id is not None:
        appointments.begin_record(work, row.id)  # says at once why it cannot be written
        return Place("case", {"id": row.case_id, "appointment": row.id})
    return Place("person", {"consultation": appointments.write_lone_record(work, row.id)})


def place_of_appointment(row: AppointmentRow) -> Place | None:
    """Return where the meeting, the case or the person of an appointment is."""
    if row.is_meeting:
        return Place("conference", {"id": row.id})
    if row.case_id is not None:
        return Place("case", {"id": row.case_id})
    return Place("person", {"id": row.person_id}) if row.person_id is not None else None


def _colleagues(seat: Seat) -> list[Colleague]:
    """List the caseworkers of the centre one looks at, oneself first."""
    work = seat.work
    centres = {seat.centre} if seat.centre else set(work.actor.centres)
    rows = [
        Colleague(row.id, row.name)
        for row in list_staff(work, only_active=True)
        if _CASEWORK & set(row.roles) and (not row.centres or centres & set(row.centres))
    ]
    me = Colleague(work.actor.staff_id, work.actor.name)
    return [me, *(row for row in rows if row.id != me.id)]


def _load(work: Work, first: date, last: date, whose: Collection[UUID]) -> Days:
    due: dict[date, list[DueItem]] = {}
    today = work.today()
    horizon = max((last - today).days, 0)
    for item in due_items(work, on=today, worker_ids=whose, horizon_days=horizon):
        if first <= item.due_on <= last:
            due.setdefault(item.due_on, []).append(item)
    return Days(appointments_between(work, first, last, staff_ids=whose), due)


def _warn(work: Work, answers: Mapping[str, Any], but: UUID | None) -> list[Concern]:
    return warnings_of(work, answers, but=but)


def _place(work: Work, which: UUID, span: Span, lock_version: int | None) -> Saved:
    return appointments.place_appointment(work, which, span, lock_version=lock_version)


def _print_days(
    seat: Seat,
    parent: QWidget,
    days: Sequence[date],
    shown: Days,
    whose: Sequence[str],
    said: Callable[[str], None],
) -> None:
    due = [item for day in days for item in shown.due.get(day, ())]
    paper = appointment_list(seat.work, days[0], days[-1], shown.rows, due, "・".join(whose))
    open_list(seat, parent, "appointments", lambda: paper, said=said)
