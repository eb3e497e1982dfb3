"""What waits for a worker today: to-dos, replies, reviews, unsaved and unfinished work."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, literal_column, or_, select

from soudan_desk.models import Agency, Case, Consultation, Person, Referral, Task
from soudan_desk.models.base import DRAFT, VOID
from soudan_desk.services.emergencies import EmergencyNotice, emergency_notices
from soudan_desk.services.handover_lists import queries_of_notes
from soudan_desk.services.list_masks import masks_of_rows, name_on_screen, whom_hidden
from soudan_desk.services.masks import Mask
from soudan_desk.services.review_lists import ReviewRow, count_waiting, returned_to_me
from soudan_desk.services.timeline import FIRST_LINE, one_line
from soudan_desk.services.unsaved import Kept, unsaved_forms
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared, among
from soudan_desk.storage.sealing import first_of

Masks = Mapping[UUID | None, Mask]
_DRAFTS = 50
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
    hides: UUID | None = None
    """The person, where something of them is hidden, be it only in what leaves."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A letter whose reply has not come."""

    id: UUID
    agency: str
    person: str
    case_id: UUID | None
    sent_on: date
    due_on: date | None
    hides: UUID | None = None
    """The person, where something of them is hidden, be it only in what leaves."""


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
    returned: tuple[ReviewRow, ...] = ()
    """Own records that came back from 供覧・決裁, to be mended."""
    emergencies: tuple[EmergencyNotice, ...] = ()
    """That one's restricted cases were opened by others (緊急閲覧), until it is read."""
    to_read_count: int = 0
    """Records of others whose 供覧・決裁 is the worker's turn."""


def today(work: Work, *, whole_centres: Collection[str] | None = None) -> Today:
    """Gather what waits: the worker's own, or what whole centres wait for (replies alone)."""
    if whole_centres is not None:
        replies = awaited_replies(work, whole_centres=whole_centres)
        return Today(
            todos=(),
            awaited=tuple(replies),
            drafts=(),
            unsaved=(),
            emergencies=emergency_notices(work),
        )
    return Today(
        todos=tuple(todos(work)),
        awaited=tuple(awaited_replies(work)),
        drafts=tuple(drafts(work)),
        unsaved=tuple(unsaved_forms(work)),
        promises=tuple(promises(work)),
        returned=returned_to_me(work),
        emergencies=emergency_notices(work),
        to_read_count=count_waiting(work),
    )


def _named(whose: Any) -> tuple[ColumnElement[Any], ...]:
    return Person.name.label("person"), whom_hidden(whose).label("hides")


_WHOSE_TASK = func.coalesce(Task.person_id, Case.person_id)
_TODOS = Prepared(
    select(
        Task.id,
        Task.title,
        Task.case_id,
        Task.due_on,
        Task.lock_version,
        Case.case_no,
        *_named(_WHOSE_TASK),
    )
    .outerjoin(Case, Case.id == Task.case_id)
    .outerjoin(Person, Person.id == _WHOSE_TASK)
    .where(Task.staff_id == bindparam("me"), Task.done_on.is_(None), Task.record_state != VOID)
    .order_by(Task.due_on.is_(None), Task.due_on, Task.created_at)
)


def todos(work: Work, of: UUID | None = None) -> list[ToDo]:
    """List a worker's open to-dos, one's own by itself: the oldest due first, undated ones last."""
    with work.store.reading(work.actor) as session:
        rows = _TODOS(session, me=of or work.actor.staff_id)
        masks = masks_of_rows(session, rows)
        return [_todo("task", row, row.title, row.due_on, masks) for row in rows]


def _todo(kind: str, row: Any, words: str, on: date | None, masks: Masks) -> ToDo:
    return ToDo(
        kind,
        row.id,
        masks.get(row.hides, Mask()).words(words),
        name_on_screen(row),
        row.case_id,
        row.case_no or "",
        on,
        row.lock_version,
        row.hides,
    )


_PROMISES = Prepared(
    select(
        Consultation.id,
        Consultation.next_action,
        Consultation.subject,
        first_of(Consultation.body, FIRST_LINE).label("body"),
        Consultation.case_id,
        Consultation.next_due_on,
        Consultation.lock_version,
        Case.case_no,
        *_named(Case.person_id),
    )
    .join(Case, Case.id == Consultation.case_id)
    .outerjoin(Person, Person.id == Case.person_id)
    .where(
        Consultation.staff_id == bindparam("me"),
        Case.last_contact_on >= bindparam("since"),  # says less of a worker's records, finds faster
        Consultation.next_due_on.is_not(None),
        Consultation.record_state != VOID,
        Consultation.held_on == Case.last_contact_on,
        Case.closed_on.is_(None),
    )
    .order_by(Consultation.next_due_on, Consultation.created_at)
)


def promises(work: Work, of: UUID | None = None) -> list[ToDo]:
    """List what a worker's consultations say comes next, until the case has a later one."""
    since = work.today() - timedelta(days=_PROMISED_WITHIN_DAYS)
    with work.store.reading(work.actor) as session:
        rows = _PROMISES(session, me=of or work.actor.staff_id, since=since)
        masks = masks_of_rows(session, rows)
        return [
            _todo("consultation", row, row.next_action or _first_words(row), row.next_due_on, masks)
            for row in rows
        ]


def _first_words(row: Any) -> str:
    return row.subject or one_line(row.body)


def _awaited_query(whose: ColumnElement[bool]) -> Prepared:
    return Prepared(
        select(
            Referral.id,
            Agency.name.label("agency"),
            *_named(Referral.person_id),
            Referral.case_id,
            func.coalesce(Referral.sent_on, Referral.issued_on).label("sent_on"),
            Referral.check_due_on,
        )
        .outerjoin(Agency, Agency.id == Referral.agency_id)
        .outerjoin(Person, Person.id == Referral.person_id)
        .where(
            Referral.direction == "out",
            Referral.record_state != VOID,
            Referral.sent_on.is_not(None),
            Referral.reply_received_on.is_(None),
            or_(Referral.outcome.is_(None), Referral.outcome == "pending"),
            whose,
        )
        .order_by(Referral.check_due_on.is_(None), Referral.check_due_on)
    )


_MY_AWAITED = _awaited_query(Referral.staff_id == bindparam("whose"))
_AWAITED_IN_CENTRES = _awaited_query(among(Referral.centre, "whose"))


def awaited_replies(
    work: Work, of: UUID | None = None, *, whole_centres: Collection[str] | None = None
) -> list[Awaited]:
    """List a worker's letters sent out without a reply yet, or whole centres', by day due."""
    with work.store.reading(work.actor) as session:
        if whole_centres is None:
            rows = _MY_AWAITED(session, whose=of or work.actor.staff_id)
        else:
            rows = _AWAITED_IN_CENTRES(session, whose=list(whole_centres)) if whole_centres else []
    return [
        Awaited(
            row.id,
            row.agency or "",
            name_on_screen(row),
            row.case_id,
            row.sent_on,
            row.check_due_on,
            row.hides,
        )
        for row in rows
    ]


@cache
def _drafts_query(most: int) -> Prepared:
    whose = func.coalesce(Consultation.person_id, Case.person_id)
    is_draft = Consultation.record_state == literal_column(f"'{DRAFT}'")  # as in its own index
    return Prepared(
        select(
            Consultation.id,
            Consultation.subject,
            first_of(Consultation.body, FIRST_LINE).label("body"),
            Consultation.caller_name,
            Consultation.case_id,
            Consultation.held_on,
            Consultation.updated_at,
            *_named(whose),
        )
        .outerjoin(Case, Case.id == Consultation.case_id)
        .outerjoin(Person, Person.id == whose)
        .where(Consultation.staff_id == bindparam("me"), is_draft)
        .order_by(Consultation.held_on.desc(), Consultation.created_at.desc())
        .limit(most)
    )


def queries_of_the_day() -> list[Prepared]:
    """Return what 今日 asks for one's own desk."""
    own = [_TODOS, _PROMISES, _MY_AWAITED, _drafts_query(_DRAFTS)]
    return [*own, *queries_of_notes()]


def drafts(work: Work, *, limit: int = _DRAFTS) -> list[DraftRow]:
    """List the worker's own drafts, newest first."""
    with work.store.reading(work.actor) as session:
        rows = _drafts_query(limit)(session, me=work.actor.staff_id)
        masks = masks_of_rows(session, rows)
        return [_draft(row, masks.get(row.hides, Mask())) for row in rows]


def _draft(row: Any, mask: Mask) -> DraftRow:
    return DraftRow(
        "consultation",
        row.id,
        mask.words(_first_words(row)),
        name_on_screen(row) or row.caller_name or "",
        row.case_id,
        row.held_on,
        row.updated_at,
    )
