"""What one does with appointments: move, finish, call off, and write the record of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models import Appointment
from soudan_desk.models.base import VOID
from soudan_desk.services.appointment_links import record_form
from soudan_desk.services.appointment_rules import CANCELLED, DONE, PLANNED
from soudan_desk.services.appointment_times import Span
from soudan_desk.services.records import Saved, add_in, save_record
from soudan_desk.services.rights import require_writing
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

_METHODS: dict[str, tuple[str, ...]] = {
    "visit": ("visit", "outreach", "home_visit"),
    "interview": ("interview", "visit_in", "come_in"),
    "accompaniment": ("accompany", "outreach"),
    "meeting": ("other_meeting", "meeting", "case_meeting"),
    "court": ("agency_visit", "agency", "other"),
    "agency": ("agency_visit", "agency", "other"),
    "phone": ("phone",),
}
_PLACES: dict[str, tuple[str, ...]] = {
    "visit": ("home",),
    "interview": ("office", "room", "counter"),
    "court": ("agency",),
    "agency": ("agency",),
}
"""What an appointment's kind is called as a consultation's method and place, centre by centre."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the record of an appointment begins with; `form` ties both together."""

    form: str
    case_id: UUID
    centre: str
    answers: dict[str, Any]


def place_appointment(
    work: Work, appointment_id: UUID, span: Span, *, lock_version: int | None = None
) -> Saved:
    """Put a planned appointment on another day or time, as dragging does."""
    with work.store.reading(work.actor) as session:
        if fetch(session, Appointment, appointment_id).outcome != PLANNED:
            raise NotAllowedError(
                "済んだ予定や取りやめた予定は動かせません。新しい予定を入れてください。"
            )
    return save_record(
        work, "appointment", appointment_id, span.answers(), lock_version=lock_version
    )


def finish_appointment(work: Work, appointment_id: UUID, lock_version: int | None = None) -> Saved:
    """Note that it took place."""
    return _settle(work, appointment_id, DONE, lock_version)


def cancel_appointment(work: Work, appointment_id: UUID, lock_version: int | None = None) -> Saved:
    """Call it off; it stays in the calendar, struck through."""
    return _settle(work, appointment_id, CANCELLED, lock_version)


def reopen_appointment(work: Work, appointment_id: UUID, lock_version: int | None = None) -> Saved:
    """Plan it again, as if it had not been finished or called off."""
    return _settle(work, appointment_id, PLANNED, lock_version)


def _settle(work: Work, appointment_id: UUID, outcome: str, lock_version: int | None) -> Saved:
    answers = {"outcome": outcome}
    return save_record(work, "appointment", appointment_id, answers, lock_version=lock_version)


def begin_record(work: Work, appointment_id: UUID) -> Beginning:
    """Return what the record of a case's appointment begins with; saved, it closes this one."""
    with work.store.reading(work.actor) as session:
        appointment = _recordable(work, session, appointment_id)
        if appointment.case_id is None or appointment.centre is None:
            raise NotAllowedError("ケースのない予定です。相談者の記録として書いてください。")
        return Beginning(
            record_form(appointment.case_id, appointment.id),
            appointment.case_id,
            appointment.centre,
            _answers(work, appointment, appointment.centre),
        )


def write_lone_record(work: Work, appointment_id: UUID) -> UUID:
    """Begin, as a draft, the record of an appointment without a case; return its id."""
    with work.store.writing(work.actor) as session:
        appointment = _recordable(work, session, appointment_id)
        require_writing(work, session, appointment, is_new=False)
        centre = appointment.centre or _only_centre(work)
        if appointment.case_id is not None or appointment.person_id is None:
            raise NotAllowedError("相談者を選んでから、記録を書いてください。")
        answers = {**_answers(work, appointment, centre), "person_id": appointment.person_id}
        record = add_in(work, session, "consultation", {**answers, "centre": centre})
        session.flush()  # the appointment points to it
        appointment.outcome, appointment.consultation_id = DONE, record.id
        appointment.version += 1
        return record.id


def _only_centre(work: Work) -> str:
    if len(work.actor.centres) != 1:
        raise InvalidEntriesError({"centre": "どのセンターの予定か選んでから書いてください。"})
    return min(work.actor.centres)


def _recordable(work: Work, session: Session, appointment_id: UUID) -> Appointment:
    appointment = fetch(session, Appointment, appointment_id)
    if appointment.consultation_id is not None:
        raise NotAllowedError("この予定の記録はもう書かれています。記録を開いて続けてください。")
    if appointment.outcome == CANCELLED or appointment.record_state == VOID:
        raise NotAllowedError("取りやめた予定です。会ったのなら「予定に戻す」を先にしてください。")
    if appointment.held_on > work.today():
        raise NotAllowedError("まだ来ていない日の予定です。その日になったら書いてください。")
    return appointment


def _answers(work: Work, appointment: Appointment, centre: str) -> dict[str, Any]:
    kind = appointment.appointment_kind
    several = appointment.until_on not in (None, appointment.held_on)
    found = {
        "held_on": appointment.held_on,
        "started_at_time": appointment.started_at_time,
        "ended_at_time": None if several else appointment.ended_at_time,
        "staff_id": appointment.staff_id,
        "co_staff_ids": appointment.co_staff_ids,
        "method": _code(work, "consultation.method", centre, _METHODS.get(kind, ())),
        "place": _code(work, "consultation.place", centre, _PLACES.get(kind, ())),
        "place_note": appointment.place,
        "subject": appointment.title,
        "person_id": appointment.person_id,
    }
    return {key: value for key, value in found.items() if value is not None}


def _code(work: Work, name: str, centre: str, wanted: Sequence[str]) -> str | None:
    offered = {entry.code for entry in work.codes.entries(name, centre=centre)}
    return next((code for code in wanted if code in offered), None)
