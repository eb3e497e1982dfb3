"""Lists of appointments: of days, of workers, of a case; meetings one sits in stand among them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from soudan_desk.models import Agency, Appointment, Attendance, Case, Conference, Person, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.appointment_rules import (
    CANCELLED,
    DONE,
    NO_SHOW,
    PLANNED,
    RECORDED_KINDS,
    is_forgotten,
    wants_record,
)
from soudan_desk.services.appointment_times import Span
from soudan_desk.services.contact_rules import rules_of_row, told_rules
from soudan_desk.services.list_masks import masks_of_rows, whom_hidden
from soudan_desk.services.masks import Mask
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentRow:
    """One appointment as lists show it, or (`is_meeting`) a meeting that its members sit in."""

    id: UUID
    span: Span
    kind: str
    title: str
    staff_id: UUID | None
    co_staff_ids: tuple[UUID, ...]
    worker: str
    co_workers: tuple[str, ...]
    case_id: UUID | None = None
    case_no: str = ""
    person_id: UUID | None = None
    person: str = ""
    agency: str = ""
    conference_id: UUID | None = None
    centre: str | None = None
    place: str = ""
    outcome: str = PLANNED
    consultation_id: UUID | None = None
    lock_version: int = 0
    wants_record: bool = False
    """Whether a record is to be written of it, and nothing is yet (`appointment_rules`)."""
    is_meeting: bool = False
    rules: str = ""
    """What must not be done when getting in touch with the person."""

    @property
    def staff_ids(self) -> tuple[UUID, ...]:
        """Return everybody of the office whose time it takes."""
        first = () if self.staff_id is None else (self.staff_id,)
        return (*first, *(each for each in self.co_staff_ids if each not in first))

    @property
    def takes_time(self) -> bool:
        """Whether those it is for are busy meanwhile."""
        if self.outcome in {CANCELLED, NO_SHOW}:
            return False
        return not (self.kind == "deadline" and self.span.is_whole_day)

    @property
    def takes_record(self) -> bool:
        """Whether one may write a record of it: perhaps beside another one of its day."""
        of_somebody = self.case_id is not None or self.person_id is not None
        is_open = self.outcome == PLANNED and self.consultation_id is None
        return is_open and of_somebody and self.kind in RECORDED_KINDS and not self.is_meeting

    def is_forgotten(self, today: date) -> bool:
        """Whether its day has passed without a record."""
        return self.wants_record and self.span.until < today


def appointments_between(
    work: Work, first: date, last: date, *, staff_ids: Collection[UUID] | None = None
) -> list[AppointmentRow]:
    """List what takes any of these days, by day and time, of some workers or of everybody."""
    with work.store.reading(work.actor) as session:
        return appointments_in(session, first, last, staff_ids=staff_ids)


def appointments_in(
    session: Session, first: date, last: date, *, staff_ids: Collection[UUID] | None = None
) -> list[AppointmentRow]:
    """List it within an open unit of work."""
    names = {row.id: row.name for row in _STAFF(session)}
    found = _BETWEEN(session, first=first, last=last)
    rows = [*_rows(session, found, names), *_meetings(session, first, last, names, found)]
    wanted = None if staff_ids is None else frozenset(staff_ids)
    return sorted(
        (row for row in rows if wanted is None or not wanted.isdisjoint(row.staff_ids)),
        key=_order,
    )


def appointments_of_case(work: Work, case_id: UUID, *, since: date) -> list[AppointmentRow]:
    """List a case's appointments from a day on."""
    with work.store.reading(work.actor) as session:
        names = {row.id: row.name for row in _STAFF(session)}
        return sorted(
            _rows(session, _OF_CASE(session, case=case_id, since=since), names), key=_order
        )


def next_appointment(work: Work, case_id: UUID) -> AppointmentRow | None:
    """Return what is planned first for a case, from today on."""
    rows = appointments_of_case(work, case_id, since=work.today())
    return next((row for row in rows if row.outcome == PLANNED), None)


def forgotten_appointments(work: Work, staff_id: UUID | None = None) -> list[AppointmentRow]:
    """List what has passed without a record, the latest first; of a worker where one is given."""
    with work.store.reading(work.actor) as session:
        names = {row.id: row.name for row in _STAFF(session)}
        found = _FORGOTTEN(session, today=work.today())
        mine = [row for row in found if staff_id in (None, row.staff_id)]
        return sorted(_rows(session, mine, names), key=_order, reverse=True)


_STAFF = Prepared(select(Staff.id, Staff.name))
_DAY = Appointment.held_on.type
_WHOSE = func.coalesce(Appointment.person_id, Case.person_id)
_LISTED = (
    select(
        Appointment.id,
        Appointment.held_on,
        Appointment.started_at_time,
        Appointment.ended_at_time,
        Appointment.until_on,
        Appointment.appointment_kind,
        Appointment.title,
        Appointment.staff_id,
        Appointment.co_staff_ids,
        Appointment.case_id,
        Appointment.conference_id,
        Appointment.centre,
        Appointment.place,
        Appointment.outcome,
        Appointment.consultation_id,
        Appointment.lock_version,
        wants_record().label("wants_record"),
        Case.case_no,
        Person.id.label("of_person"),
        Person.name.label("person"),
        whom_hidden(_WHOSE).label("hides"),
        *told_rules(),
        Agency.name.label("agency"),
        Conference.meeting_kind.label("meeting_kind"),
    )
    .outerjoin(Case, Case.id == Appointment.case_id)
    .outerjoin(Person, Person.id == _WHOSE)
    .outerjoin(Agency, Agency.id == Appointment.agency_id)
    .outerjoin(Conference, Conference.id == Appointment.conference_id)
    .where(Appointment.record_state != VOID)
)
_BETWEEN = Prepared(
    _LISTED.where(
        or_(
            Appointment.held_on.between(bindparam("first"), bindparam("last")),
            and_(
                Appointment.until_on >= bindparam("first"), Appointment.held_on < bindparam("first")
            ),
        )
    )
)
_OF_CASE = Prepared(
    _LISTED.where(
        Appointment.case_id == bindparam("case"),
        or_(Appointment.held_on >= bindparam("since"), Appointment.until_on >= bindparam("since")),
    )
)
_FORGOTTEN = Prepared(_LISTED.where(is_forgotten(bindparam("today", type_=_DAY))))
_MEETINGS = Prepared(
    select(
        Conference.id,
        Conference.held_on,
        Conference.started_at_time,
        Conference.ended_at_time,
        Conference.meeting_kind,
        Conference.title,
        Conference.serial,
        Conference.centre,
        Conference.place,
        Conference.record_state,
        Attendance.member_id,
    )
    .join(Attendance, Attendance.conference_id == Conference.id)
    .where(
        Conference.held_on.between(bindparam("first"), bindparam("last")),
        Conference.record_state != VOID,
        Attendance.record_state != VOID,
        Attendance.member_id.is_not(None),
        or_(Attendance.presence.is_(None), Attendance.presence != "absent"),
    )
    .order_by(Conference.held_on, Conference.id, Attendance.position, Attendance.id)
)


def _order(row: AppointmentRow) -> tuple[Any, ...]:
    return row.span.held_on, row.span.starts or time.min, row.span.starts is not None, row.id.int


def _rows(session: Session, found: list[Any], names: dict[UUID, str]) -> Iterator[AppointmentRow]:
    masks = masks_of_rows(session, found)
    for row in found:
        yield _row(row, names, masks.get(row.hides, Mask()))


def _row(row: Any, names: dict[UUID, str], mask: Mask) -> AppointmentRow:
    others = tuple(row.co_staff_ids or ())
    return AppointmentRow(
        id=row.id,
        span=Span(row.held_on, row.started_at_time, row.ended_at_time, row.until_on),
        kind=row.appointment_kind,
        title=mask.words(row.title or ""),
        staff_id=row.staff_id,
        co_staff_ids=others,
        worker=names.get(row.staff_id, ""),
        co_workers=tuple(names[each] for each in others if each in names),
        case_id=row.case_id,
        case_no=row.case_no or "",
        person_id=row.of_person,
        person=row.person or "",
        agency=row.agency or "",
        conference_id=row.conference_id,
        centre=row.centre,
        place=mask.words(row.place or ""),
        outcome=row.outcome,
        consultation_id=row.consultation_id,
        lock_version=row.lock_version,
        wants_record=bool(row.wants_record),
        rules=rules_of_row(row),
    )


def _meetings(
    session: Session, first: date, last: date, names: dict[UUID, str], found: list[Any]
) -> Iterator[AppointmentRow]:
    """Give the meetings with their members; one that stands in an appointment is left out."""
    known = {(row.held_on, row.meeting_kind, row.centre) for row in found if row.meeting_kind}
    members: dict[UUID, list[UUID]] = {}
    rows = {}
    for row in _MEETINGS(session, first=first, last=last):
        rows[row.id] = row
        members.setdefault(row.id, []).append(row.member_id)
    for row in rows.values():
        if (row.held_on, row.meeting_kind, row.centre) not in known:
            yield _meeting(row, members[row.id], names)


def _meeting(row: Any, members: list[UUID], names: dict[UUID, str]) -> AppointmentRow:
    there = [each for each in dict.fromkeys(members) if each in names]
    return AppointmentRow(
        id=row.id,
        span=Span(row.held_on, row.started_at_time, row.ended_at_time),
        kind="meeting",
        title=" ".join(filter(None, (row.title, row.serial))),
        staff_id=there[0] if there else None,
        co_staff_ids=tuple(there[1:]),
        worker=names[there[0]] if there else "",
        co_workers=tuple(names[each] for each in there[1:]),
        conference_id=row.id,
        centre=row.centre,
        place=row.place or "",
        outcome=DONE if row.record_state == "final" else PLANNED,
        is_meeting=True,
    )
