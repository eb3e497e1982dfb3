"""What goes with a case to its new main worker: what is open under the old one's name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soudan_desk.models import Appointment, CaseTransfer, Review, ReviewStep, Task
from soudan_desk.models.base import VOID
from soudan_desk.services.appointment_rules import PLANNED
from soudan_desk.services.work import Work
from soudan_desk.storage.review_rounds import WAITING
from soudan_desk.storage.review_stages import ANY_READER, holders_of
from soudan_desk.storage.units import mark


def hand_on(work: Work, session: Session, transfer: CaseTransfer) -> None:
    """Put to-dos, coming appointments and stages of reviews under the new worker's name."""
    before, to = transfer.from_staff_id, transfer.to_staff_id
    if before is None:
        return
    reason = f"引き継ぎ：{transfer.reason}"
    for record in (*_todos(session, transfer), *_appointments(work, session, transfer)):
        record.staff_id = to
        record.version += 1
        mark(session, record, "edit", reason)
    for appointment in _appointments_with(work, session, transfer):
        others = [each for each in appointment.co_staff_ids or () if each not in (before, to)]
        appointment.co_staff_ids = [*others, *([to] if appointment.staff_id != to else [])]
        appointment.version += 1
        mark(session, appointment, "edit", reason)
    for step in _stages(session, transfer):
        step.assigned_id = to
        mark(session, step, "edit", reason)


def _todos(session: Session, transfer: CaseTransfer) -> list[Any]:
    query = select(Task).where(
        Task.case_id == transfer.case_id,
        Task.staff_id == transfer.from_staff_id,
        Task.done_on.is_(None),
        Task.record_state != VOID,
    )
    return list(session.scalars(query))


def _coming(work: Work, session: Session, transfer: CaseTransfer) -> list[Any]:
    query = select(Appointment).where(
        Appointment.case_id == transfer.case_id,
        func.coalesce(Appointment.until_on, Appointment.held_on) >= work.today(),
        Appointment.outcome == PLANNED,
        Appointment.record_state != VOID,
    )
    return list(session.scalars(query))


def _appointments(work: Work, session: Session, transfer: CaseTransfer) -> list[Any]:
    before = transfer.from_staff_id
    return [each for each in _coming(work, session, transfer) if each.staff_id == before]


def _appointments_with(work: Work, session: Session, transfer: CaseTransfer) -> list[Any]:
    """List what the old worker would have come along to, or the new one now leads."""
    before, to = transfer.from_staff_id, transfer.to_staff_id
    return [
        each
        for each in _coming(work, session, transfer)
        if before in (each.co_staff_ids or ())
        or (each.staff_id == to and to in (each.co_staff_ids or ()))
    ]


def _stages(session: Session, transfer: CaseTransfer) -> list[ReviewStep]:
    """List the stages to come that wait for the old worker by name, where the new one may read."""
    query = (
        select(ReviewStep, Review)
        .join(Review, Review.id == ReviewStep.review_id)
        .where(
            Review.case_id == transfer.case_id,
            Review.state == WAITING,
            ReviewStep.round_no == Review.round_no,
            ReviewStep.assigned_id == transfer.from_staff_id,
            ReviewStep.action.is_(None),
            ReviewStep.record_state != VOID,
        )
    )
    holder = holders_of(session).get(transfer.to_staff_id)
    return [
        step
        for step, review in session.execute(query)
        if holder is not None
        and holder.holds(step.role or ANY_READER, review.centre)
        and not _is_author(review, transfer.to_staff_id)
    ]


def _is_author(review: Review, staff_id: UUID) -> bool:
    return staff_id in (review.staff_id, review.created_by) and not review.author_may_approve
