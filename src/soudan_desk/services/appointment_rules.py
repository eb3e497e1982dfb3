"""What an appointment came to, and the one rule for what was forgotten (忘れ).

今日, the calendar, 供覧・決裁, the case list and the supervisor's table all ask this rule.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_

from soudan_desk.models import Appointment, Consultation
from soudan_desk.models.base import VOID

PLANNED, DONE, CANCELLED, NO_SHOW = "planned", "done", "cancelled", "no_show"
RECORDED_KINDS = frozenset({"visit", "interview", "accompaniment", "phone", "court", "agency"})
"""What one writes a record of, when it was for somebody."""
Condition = ColumnElement[bool]


def wants_record() -> Condition:
    """Whether a record is to be written of an appointment, and nothing is yet.

    It is for somebody, nobody has said what came of it, no record is linked to it, and none is of
    its day: in its case or, where it has none, of its person.
    """
    return and_(
        Appointment.outcome == PLANNED,
        Appointment.appointment_kind.in_(sorted(RECORDED_KINDS)),
        Appointment.consultation_id.is_(None),
        or_(Appointment.case_id.is_not(None), Appointment.person_id.is_not(None)),
        ~_is_written("case_id"),
        or_(Appointment.case_id.is_not(None), ~_is_written("person_id")),
    )


def is_forgotten(today: Any) -> Condition:
    """Whether an appointment's last day has passed and it still wants its record."""
    return and_(
        Appointment.held_on < today,  # the other says as much; this one goes by an index
        func.coalesce(Appointment.until_on, Appointment.held_on) < today,
        Appointment.record_state != VOID,
        wants_record(),
    )


def _is_written(whose: str) -> Condition:
    """Whether a record is of the day of an appointment, be it one the worker may not read."""
    written = Consultation.__table__.alias("written")
    return exists(literal(1)).where(
        written.c[whose] == getattr(Appointment, whose),
        written.c.held_on == Appointment.held_on,
        written.c.record_state != VOID,
    )
