"""What stands beside cases in a list: what comes next, and how their records fare on the way up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session

from soudan_desk.codes import CodeBook
from soudan_desk.models import Appointment, Case, Consultation, Review
from soudan_desk.models.base import VOID
from soudan_desk.services.appointment_rules import PLANNED
from soudan_desk.services.cases import CaseRow
from soudan_desk.storage.prepared import Prepared, among
from soudan_desk.storage.review_rounds import RETURNED, WAITING


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next in a case: promised in its last record, or an appointment of a kind."""

    on: date
    what: str
    kind: str = ""


def next_words(codes: CodeBook, row: CaseRow) -> str:
    """Say what comes next in a listed case: what was promised, or the appointment and its kind."""
    if not row.next_kind:
        return row.next_what
    entry = codes.find("appointment.kind", row.next_kind)
    kind = entry.brief if entry else ""
    return "　".join(part for part in (kind, row.next_what) if part)


_PROMISES = Prepared(
    select(Consultation.case_id, Consultation.next_due_on, Consultation.next_action)
    .join(Case, Case.id == Consultation.case_id)
    .where(
        among(Consultation.case_id, "cases"),
        Consultation.held_on == Case.last_contact_on,
        Consultation.next_due_on.is_not(None),
        Consultation.record_state != VOID,
        Case.closed_on.is_(None),
    )
    .order_by(Consultation.created_at)
)
_APPOINTMENTS = Prepared(
    select(
        Appointment.case_id, Appointment.held_on, Appointment.title, Appointment.appointment_kind
    )
    .where(
        among(Appointment.case_id, "cases"),
        Appointment.held_on >= bindparam("today"),
        Appointment.outcome == PLANNED,
        Appointment.record_state != VOID,
    )
    .order_by(Appointment.held_on.desc(), Appointment.started_at_time.desc())
)
_REVIEWS = Prepared(
    select(
        Review.case_id,
        func.count(case((Review.state == WAITING, 1))).label("waiting"),
        func.count(case((Review.state == RETURNED, 1))).label("returned"),
    )
    .where(
        among(Review.case_id, "cases"),
        Review.state.in_([WAITING, RETURNED]),
        Review.record_state != VOID,
    )
    .group_by(Review.case_id)
)


def next_of_cases(session: Session, case_ids: Sequence[UUID], today: date) -> dict[UUID, Next]:
    """Return the earlier of what was promised last and the next appointment of each case."""
    if not case_ids:
        return {}
    found = {
        row.case_id: Next(row.next_due_on, row.next_action or "")
        for row in _PROMISES(session, cases=case_ids)
    }
    arranged = {
        row.case_id: Next(row.held_on, row.title or "", row.appointment_kind)
        for row in _APPOINTMENTS(session, cases=case_ids, today=today)
    }
    for case_id, each in arranged.items():
        if case_id not in found or each.on <= found[case_id].on:
            found[case_id] = each
    return found


def reviews_of_cases(session: Session, case_ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Return how many records of each case wait to be read, and how many were returned."""
    if not case_ids:
        return {}
    return {row.case_id: row for row in _REVIEWS(session, cases=case_ids)}
