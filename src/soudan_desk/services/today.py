"""What waits for a worker today: to-dos, replies, reviews, unsaved and unfinished work."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, literal_column, select

from soudan_desk.models import Case, Consultation, Person, Task
from soudan_desk.models.base import DRAFT, VOID
from soudan_desk.services.awaited import MY_AWAITED, Awaited, awaited_replies
from soudan_desk.services.contact_rules import rules_of_row, told_rules
from soudan_desk.services.emergencies import EmergencyNotice, emergency_notices
from soudan_desk.services.handed_on import inherited_by, kept_by
from soudan_desk.services.handover_lists import queries_of_notes
from soudan_desk.services.list_masks import masks_of_rows, name_on_screen, whom_hidden
from soudan_desk.services.masks import Mask
from soudan_desk.services.review_lists import ReviewRow, count_waiting, returned_to_me
from soudan_desk.services.standing_in import Absent, absent_now
from soudan_desk.services.timeline import FIRST_LINE, one_line
from soudan_desk.services.transfer_lists import transfers_to_me
from soudan_desk.services.unsaved import Kept, unsaved_forms
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared
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
    whose: str = ""
    """Who is away, where one stands in for them."""
    rules: str = ""
    """What must not be done when getting in touch with the person."""


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
    absent: tuple[Absent, ...] = ()
    """For whom the worker stands in today: what waits for them is among the rest."""
    staff_id: UUID | None = None
    offered_count: int = 0
    """Cases that the worker is asked to take over."""


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
    absent = absent_now(work)
    return Today(
        todos=(*todos(work), *(each for each in _of(work, absent, todos) if each.case_id)),
        awaited=(*awaited_replies(work), *_of(work, absent, awaited_replies)),
        drafts=tuple(drafts(work)),
        unsaved=tuple(unsaved_forms(work)),
        promises=(*promises(work), *_of(work, absent, promises)),
        returned=returned_to_me(work),
        emergencies=emergency_notices(work),
        to_read_count=count_waiting(work),
        absent=absent,
        staff_id=work.actor.staff_id,
        offered_count=len(transfers_to_me(work)),
    )


Waiting = TypeVar("Waiting", ToDo, Awaited)


def _of(
    work: Work, absent: Iterable[Absent], fetch: Callable[[Work, UUID], list[Waiting]]
) -> Iterator[Waiting]:
    """Fetch what waits for those for whom the worker stands in."""
    for away in absent:
        yield from (replace(each, whose=away.name) for each in fetch(work, away.staff_id))


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
        *told_rules(),
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
        rules=rules_of_row(row),
    )


def _promises_of(whose: ColumnElement[bool]) -> Prepared:
    return Prepared(
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
            *told_rules(),
        )
        .join(Case, Case.id == Consultation.case_id)
        .outerjoin(Person, Person.id == Case.person_id)
        .where(
            whose,
            Case.last_contact_on
            >= bindparam("since"),  # says less of a worker's records, finds faster
            Consultation.next_due_on.is_not(None),
            Consultation.record_state != VOID,
            Consultation.held_on == Case.last_contact_on,
            Case.closed_on.is_(None),
        )
        .order_by(Consultation.next_due_on, Consultation.created_at)
    )


_PROMISES = _promises_of(kept_by(Consultation, "me"))
_INHERITED = _promises_of(inherited_by(Consultation, "me"))


def promises(work: Work, of: UUID | None = None) -> list[ToDo]:
    """List what a worker's consultations say comes next, until the case has a later one."""
    since = work.today() - timedelta(days=_PROMISED_WITHIN_DAYS)
    with work.store.reading(work.actor) as session:
        values = {"me": of or work.actor.staff_id, "since": since}
        rows = [*_PROMISES(session, **values), *_INHERITED(session, **values)]
        masks = masks_of_rows(session, rows)
        return [
            _todo("consultation", row, row.next_action or _first_words(row), row.next_due_on, masks)
            for row in rows
        ]


def _first_words(row: Any) -> str:
    return row.subject or one_line(row.body)


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
    own = [_TODOS, _PROMISES, _INHERITED, MY_AWAITED, _drafts_query(_DRAFTS)]
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
