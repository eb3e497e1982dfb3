"""The next date of a meeting, put into the calendars of the office's own members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import Appointment, Attendance, Conference, Staff
from soudan_desk.models.base import VOID
from soudan_desk.models.conference import CONFIDENTIAL_KINDS
from soudan_desk.services.records import Saved, add_in, saved
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

_CONFIDENTIAL_TITLE = "会議"


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """A next date that stands in nobody's calendar yet, and whose it would stand in."""

    on: date
    title: str
    staff_ids: tuple[UUID, ...]
    names: tuple[str, ...]


def propose_next(work: Work, conference_id: UUID) -> NextMeeting | None:
    """Return the next date of a meeting for its members of the office, unless it is put in."""
    with work.store.reading(work.actor) as session:
        return _proposed(session, fetch(session, Conference, conference_id))


def put_next(work: Work, conference_id: UUID) -> Saved:
    """Put the next date into the calendars of all members of the office, at the same hours."""
    with work.store.writing(work.actor) as session:
        meeting = fetch(session, Conference, conference_id)
        proposed = _proposed(session, meeting)
        if proposed is None:
            raise NotAllowedError("次回の日は、もう予定に入っています。")
        is_open = meeting.meeting_kind not in CONFIDENTIAL_KINDS
        answers = {
            "held_on": proposed.on,
            "started_at_time": meeting.started_at_time,
            "ended_at_time": meeting.ended_at_time,
            "appointment_kind": "meeting",
            "title": proposed.title,
            "staff_id": proposed.staff_ids[0],
            "co_staff_ids": list(proposed.staff_ids[1:]),
            "conference_id": meeting.id,
            "centre": meeting.centre,
            "place": meeting.place if is_open else None,
        }
        record = add_in(work, session, "appointment", answers)
        session.flush()  # gives the record its lock version
        return saved(record)


def _proposed(session: Session, meeting: Conference) -> NextMeeting | None:
    members = _members(session, meeting.id)
    if meeting.next_on is None or not members or _is_put_in(session, meeting):
        return None
    is_open = meeting.meeting_kind not in CONFIDENTIAL_KINDS
    title = meeting.title if is_open and meeting.title else _CONFIDENTIAL_TITLE
    ids, names = zip(*members, strict=True)
    return NextMeeting(meeting.next_on, title, ids, names)


def _members(session: Session, conference_id: UUID) -> list[tuple[UUID, str]]:
    query = (
        select(Staff.id, Staff.name)
        .join(Attendance, Attendance.member_id == Staff.id)
        .where(
            Attendance.conference_id == conference_id,
            Attendance.record_state != VOID,
            Staff.is_active,
        )
        .order_by(Attendance.position, Attendance.id)
    )
    return [(row.id, row.name) for row in session.execute(query)]


def _is_put_in(session: Session, meeting: Conference) -> bool:
    query = select(Appointment.id).where(
        Appointment.conference_id == meeting.id,
        Appointment.held_on == meeting.next_on,
        Appointment.record_state != VOID,
    )
    return session.scalars(query).first() is not None
