"""What a reader should know of the case beside the record: what is due, protected, or today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select

from soudan_desk.models import AgendaItem, Case, Conference, Person
from soudan_desk.models.base import VOID
from soudan_desk.services.due import DueItem, due_items
from soudan_desk.services.protection_words import protection_words
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared

_MEETING_WITHIN_DAYS = 7
_PROTECTED = Prepared(
    select(Person.shien_sochi, Person.shien_sochi_until_on)
    .join(Case, Case.person_id == Person.id)
    .where(Case.id == bindparam("case"))
)
_MEETINGS = Prepared(
    select(Conference.held_on, Conference.started_at_time, Conference.title)
    .join(AgendaItem, AgendaItem.conference_id == Conference.id)
    .where(
        AgendaItem.case_id == bindparam("case"),
        AgendaItem.record_state != VOID,
        Conference.record_state != VOID,
        Conference.held_on >= bindparam("start"),
        Conference.held_on <= bindparam("stop"),
    )
    .order_by(Conference.held_on, Conference.started_at_time)
)


def alerts_of(work: Work, case_id: UUID | None) -> tuple[str, ...]:
    """Return what a case's reader should know, in a few words each; nothing without a case."""
    if case_id is None:
        return ()
    due = due_items(work, on=work.today(), case_id=case_id)
    return (*map(_due_words, due), *_protected(work, case_id), *_meetings(work, case_id))


def _due_words(item: DueItem) -> str:
    if item.days < 0:
        return f"{item.label} {-item.days}日超過"
    return f"{item.label} {'今日' if item.days == 0 else f'あと{item.days}日'}"


def _protected(work: Work, case_id: UUID) -> Iterator[str]:
    with work.store.reading(work.actor) as session:
        rows = _PROTECTED(session, case=case_id)
    for row in rows:
        if row.shien_sochi:
            yield protection_words(row.shien_sochi_until_on, work.today())


def _meetings(work: Work, case_id: UUID) -> Iterator[str]:
    today = work.today()
    stop = today + timedelta(days=_MEETING_WITHIN_DAYS)
    with work.store.reading(work.actor) as session:
        rows = _MEETINGS(session, case=case_id, start=today, stop=stop)
    for row in rows:
        at = f"{row.started_at_time:%H:%M} " if row.started_at_time else ""
        yield f"{_day_words(row.held_on, today)} {at}{row.title}"


def _day_words(day: date, today: date) -> str:
    return "今日" if day == today else f"{day.month}/{day.day}"
