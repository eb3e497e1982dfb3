"""What hangs on an appointment: its case's centre and person, and the record written of it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.errors import NotFoundError
from soudan_desk.models import Appointment, Case, Consultation
from soudan_desk.models.base import VOID, Record
from soudan_desk.storage.store import fetch

_FORM = "consultation:new:{case}:{appointment}"
_PARTS = 4


def record_form(case_id: UUID, appointment_id: UUID) -> str:
    """Name the unsaved row of a record that is written of an appointment."""
    return _FORM.format(case=case_id, appointment=appointment_id)


def appointment_of(form: str | None) -> UUID | None:
    """Return the appointment a form is written of, if any."""
    parts = (form or "").split(":")
    is_of_one = len(parts) == _PARTS and parts[:2] == ["consultation", "new"]
    return UUID(parts[-1]) if is_of_one else None


def close_appointment(session: Session, record: Record, form: str | None) -> None:
    """Note in the appointment a form was written of that it is done, and by which record."""
    appointment_id = appointment_of(form)
    if appointment_id is None or not isinstance(record, Consultation):
        return
    session.flush()  # the appointment points to it
    try:
        appointment = fetch(session, Appointment, appointment_id)
    except NotFoundError:
        return
    if appointment.record_state != VOID:
        appointment.consultation_id = record.id
        appointment.outcome = "done"
        appointment.version += 1


def follow_case(session: Session, record: Record) -> None:
    """Let an appointment take over its case's centre, and its person where none is named."""
    if not isinstance(record, Appointment) or record.case_id is None:
        return
    with session.no_autoflush:
        case = fetch(session, Case, record.case_id)
    if record.centre != case.centre:
        record.centre = case.centre
    if record.person_id is None:
        record.person_id = case.person_id
