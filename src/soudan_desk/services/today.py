"""What waits for a worker today: own to-dos, replies awaited, unsaved and unfinished work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from soudan_desk.models import Agency, Case, Consultation, Person, Referral, Task
from soudan_desk.models.base import DRAFT, VOID
from soudan_desk.services.timeline import FIRST_LINE, one_line
from soudan_desk.services.unsaved import Kept, unsaved_forms
from soudan_desk.services.work import Work

_PROMISED_WITHIN_DAYS = 400
"""How far back a record's promise is looked for: more than a year's round of visits."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something to do: typed as a to-do, or what a consultation promised next."""

    kind: str
    id: UUID
    title: str
    person: str
    case_id: UUID | None
    case_no: str
    due_on: date | None
    lock_version: int = 0


@dataclass(frozen=True, slots=True)
class Awaited:
    """A letter whose reply has not come."""

    id: UUID
    agency: str
    person: str
    case_id: UUID | None
    sent_on: date
    due_on: date | None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A record begun, saved and not yet final."""

    kind: str
    id: UUID
    title: str
    person: str
    case_id: UUID | None
    on: date
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Today:
    """The day's desk."""

    todos: tuple[ToDo, ...]
    awaited: tuple[Awaited, ...]
    drafts: tuple[DraftRow, ...]
    unsaved: tuple[Kept, ...]
    promises: tuple[ToDo, ...] = ()


def today(work: Work, *, whole_centre: str | None = None) -> Today:
    """Gather what waits: the worker's own, or a whole centre's."""
    return Today(
        todos=tuple(todos(work)),
        awaited=tuple(awaited_replies(work, whole_centre=whole_centre)),
        drafts=tuple(drafts(work)),
        unsaved=tuple(unsaved_forms(work)),
        promises=tuple(promises(work)),
    )


def todos(work: Work) -> list[ToDo]:
    """List the worker's own open to-dos, the oldest due first, undated ones last."""
    query = (
        select(Task, Case.case_no, Person.name)
        .outerjoin(Case, Case.id == Task.case_id)
        .outerjoin(Person, Person.id == func.coalesce(Task.person_id, Case.person_id))
        .where(
            Task.staff_id == work.actor.staff_id,
            Task.done_on.is_(None),
            Task.record_state != VOID,
        )
        .order_by(Task.due_on.is_(None), Task.due_on, Task.created_at)
    )
    with work.store.reading(work.actor) as session:
        return [
            ToDo(
                "task",
                row.id,
                row.title,
                person or "",
                row.case_id,
                case_no or "",
                row.due_on,
                row.lock_version,
            )
            for row, case_no, person in session.execute(query)
        ]


def promises(work: Work) -> list[ToDo]:
    """List what the worker's consultations say comes next, until the case has a later one."""
    query = (
        select(
            Consultation.id,
            Consultation.next_action,
            Consultation.subject,
            func.substr(Consultation.body, 1, FIRST_LINE).label("body"),
            Consultation.case_id,
            Consultation.next_due_on,
            Consultation.lock_version,
            Case.case_no,
            Person.name.label("person"),
        )
        .join(Case, Case.id == Consultation.case_id)
        .outerjoin(Person, Person.id == Case.person_id)
        .where(
            Consultation.staff_id == work.actor.staff_id,
            Consultation.held_on >= work.today() - timedelta(days=_PROMISED_WITHIN_DAYS),
            Consultation.next_due_on.is_not(None),
            Consultation.record_state != VOID,
            Consultation.held_on == Case.last_contact_on,
            Case.closed_on.is_(None),
        )
        .order_by(Consultation.next_due_on, Consultation.created_at)
    )
    with work.store.reading(work.actor) as session:
        return [_promise(row) for row in session.execute(query)]


def _promise(row: Any) -> ToDo:
    return ToDo(
        "consultation",
        row.id,
        row.next_action or row.subject or one_line(row.body),
        row.person or "",
        row.case_id,
        row.case_no,
        row.next_due_on,
        row.lock_version,
    )


def awaited_replies(work: Work, *, whole_centre: str | None = None) -> list[Awaited]:
    """List letters sent out without a reply yet, the oldest due first."""
    mine: ColumnElement[bool] = Referral.staff_id == work.actor.staff_id
    query = (
        select(Referral, Agency.name, Person.name)
        .outerjoin(Agency, Agency.id == Referral.agency_id)
        .outerjoin(Person, Person.id == Referral.person_id)
        .where(
            Referral.direction == "out",
            Referral.record_state != VOID,
            Referral.sent_on.is_not(None),
            Referral.reply_received_on.is_(None),
            or_(Referral.outcome.is_(None), Referral.outcome == "pending"),
            mine if whole_centre is None else Referral.centre == whole_centre,
        )
        .order_by(Referral.check_due_on.is_(None), Referral.check_due_on)
    )
    with work.store.reading(work.actor) as session:
        return [
            Awaited(
                row.id,
                agency or "",
                person or "",
                row.case_id,
                row.sent_on or row.issued_on,
                row.check_due_on,
            )
            for row, agency, person in session.execute(query)
        ]


def drafts(work: Work, *, limit: int = 50) -> list[DraftRow]:
    """List the worker's own drafts, newest first."""
    query = (
        select(Consultation, Person.name)
        .outerjoin(Person, Person.id == Consultation.person_id)
        .where(
            Consultation.staff_id == work.actor.staff_id,
            Consultation.record_state == DRAFT,
        )
        .order_by(Consultation.held_on.desc(), Consultation.created_at.desc())
        .limit(limit)
    )
    with work.store.reading(work.actor) as session:
        return [
            DraftRow(
                "consultation",
                row.id,
                row.subject or one_line(row.body),
                person or row.caller_name or "",
                row.case_id,
                row.held_on,
                row.updated_at,
            )
            for row, person in session.execute(query)
        ]
