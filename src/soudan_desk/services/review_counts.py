"""How much of each worker is unread, late, or was never written: the numbers of 供覧・決裁."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select

from soudan_desk.models import Appointment, Case, Person, Review, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.appointment_rules import is_forgotten
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared
from soudan_desk.storage.review_rounds import WAITING


@dataclass(frozen=True, slots=True)
class WorkerCount:
    """How much of one worker is unread, late, and not written at all (`appointment_rules`)."""

    staff_id: UUID
    name: str
    unread: int
    late: int
    forgotten: int


@dataclass(frozen=True, slots=True)
class Forgotten:
    """An appointment that is past, of which nobody has written."""

    appointment_id: UUID
    kind: str
    on: date
    title: str
    case_id: UUID | None
    case_no: str
    person: str
    staff_id: UUID
    staff: str


_IN_CENTRE = or_(bindparam("centre_given") == "", Review.centre == bindparam("centre_given"))
_COUNTS = Prepared(
    select(
        Review.staff_id,
        func.count(Review.id).label("unread"),
        func.count(func.nullif(Review.due_on >= bindparam("on"), True)).label("late"),
    )
    .where(Review.state == WAITING, Review.record_state != VOID, _IN_CENTRE)
    .group_by(Review.staff_id)
)
_STAFF = Prepared(
    select(Staff.id, Staff.name, Staff.centre_codes, Staff.roles)
    .where(Staff.is_active, Staff.record_state != VOID)
    .order_by(Staff.login)
)
_FORGOTTEN = Prepared(
    select(
        Appointment.id.label("appointment_id"),
        Appointment.appointment_kind.label("kind"),
        Appointment.held_on.label("on"),
        func.coalesce(Appointment.title, "").label("title"),
        Appointment.case_id,
        func.coalesce(Case.case_no, "").label("case_no"),
        func.coalesce(Person.name, "").label("person"),
        Appointment.staff_id,
        Staff.name.label("staff"),
    )
    .join(Staff, Staff.id == Appointment.staff_id)
    .outerjoin(Case, Case.id == Appointment.case_id)
    .outerjoin(Person, Person.id == func.coalesce(Appointment.person_id, Case.person_id))
    .where(
        is_forgotten(bindparam("on", type_=Appointment.held_on.type)),
        or_(bindparam("centre_given") == "", Appointment.centre == bindparam("centre_given")),
    )
    .order_by(Appointment.held_on, Appointment.id)
)


def list_forgotten(
    work: Work, centre: str | None = None, staff_id: UUID | None = None
) -> tuple[Forgotten, ...]:
    """List past appointments without a record, of a worker where one is given."""
    with work.store.reading(work.actor) as session:
        rows = _FORGOTTEN(session, on=work.today(), centre_given=centre or "")
    return tuple(Forgotten(*row) for row in rows if staff_id in (None, row.staff_id))


def worker_counts(work: Work, centre: str | None = None) -> tuple[WorkerCount, ...]:
    """Count by worker what waits to be read, what is late, and what nobody has written."""
    with work.store.reading(work.actor) as session:
        counts = {
            row.staff_id: row
            for row in _COUNTS(session, on=work.today(), centre_given=centre or "")
        }
        staff = _STAFF(session)
    forgotten: dict[UUID, int] = {}
    for each in list_forgotten(work, centre):
        forgotten[each.staff_id] = forgotten.get(each.staff_id, 0) + 1
    return tuple(
        WorkerCount(
            row.id,
            row.name,
            counts[row.id].unread if row.id in counts else 0,
            counts[row.id].late if row.id in counts else 0,
            forgotten.get(row.id, 0),
        )
        for row in staff
        if row.id in counts or row.id in forgotten or _writes_in(row, centre)
    )


def _writes_in(row: Any, centre: str | None) -> bool:
    here = centre is None or centre in (row.centre_codes or ())
    return here and not {"caseworker", "supervisor"}.isdisjoint(row.roles or ())
