"""What a morning's meeting begins with: who came for the first time, and what cannot wait."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from soudan_desk.models import Case, Consultation, Person, Staff
from soudan_desk.models.base import VOID
from soudan_desk.models.case import PRESSING
from soudan_desk.services.cases import main_workers
from soudan_desk.services.due_days import previous_working_day
from soudan_desk.services.first_contacts import NEW
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared, among

_MOST = 100
_NOBODY = [("", "", None)]


@dataclass(frozen=True, slots=True)
class NewCall:
    """A first contact, or a case that cannot wait; `on` is its day, or that of the last contact."""

    on: date | None
    case_id: UUID | None
    person_id: UUID | None
    case_no: str
    person: str
    what: str
    worker: str


_WHOSE = (Case.case_no, Person.name.label("person"), Person.id.label("person_id"))
_FIRST = Prepared(
    select(
        Consultation.held_on.label("on"),
        Consultation.case_id,
        Consultation.subject.label("what"),
        Staff.name.label("worker"),
        *_WHOSE,
    )
    .outerjoin(Case, Case.id == Consultation.case_id)
    .outerjoin(Person, Person.id == Consultation.person_id)
    .outerjoin(Staff, Staff.id == Consultation.staff_id)
    .where(
        Consultation.held_on.between(bindparam("since"), bindparam("until")),
        Consultation.first_or_repeat == NEW,
        Consultation.record_state != VOID,
        among(Consultation.centre, "centres"),
    )
    .order_by(Consultation.held_on, Consultation.created_at)
    .limit(_MOST)
)
_PRESSING = Prepared(
    select(Case.last_contact_on.label("on"), Case.id.label("case_id"), *_WHOSE)
    .join(Person, Person.id == Case.person_id)
    .where(
        Case.closed_on.is_(None),
        Case.urgency == PRESSING,
        Case.record_state != VOID,
        among(Case.centre, "centres"),
    )
    .order_by(Case.last_contact_on)
    .limit(_MOST)
)


def first_calls(work: Work, centres: Collection[str]) -> list[NewCall]:
    """List who came for the first time since the last open day, the days between included."""
    day = work.today()
    with work.store.reading(work.actor) as session:
        rows = _FIRST(session, since=previous_working_day(day), until=day, centres=list(centres))
    return [_call(row, row.what or "", row.worker or "") for row in rows]


def pressing_cases(work: Work, centres: Collection[str]) -> list[NewCall]:
    """List the open cases marked as pressing (緊急度 高), the longest without contact first."""
    with work.store.reading(work.actor) as session:
        rows = _PRESSING(session, centres=list(centres))
        workers = main_workers(session, [row.case_id for row in rows])
    return [_call(row, "", workers.get(row.case_id, _NOBODY)[0][1]) for row in rows]


def _call(row: Any, what: str, worker: str) -> NewCall:
    of = (row.case_id, row.person_id, row.case_no or "", row.person or "")
    return NewCall(row.on, *of, what=what, worker=worker)
