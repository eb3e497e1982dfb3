"""The list of meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy import bindparam, func, select

from soudan_desk.models import AgendaItem, Conference
from soudan_desk.models.base import VOID
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared


@dataclass(frozen=True, slots=True)
class ConferenceRow:
    """One meeting in the list."""

    id: UUID
    centre: str
    meeting_kind: str
    title: str
    serial: str
    held_on: date
    started_at: time | None
    place: str
    state: str
    items: int
    concluded: int
    next_on: date | None


_ROWS = Prepared(
    select(
        Conference.id,
        Conference.centre,
        Conference.meeting_kind,
        Conference.title,
        Conference.serial,
        Conference.held_on,
        Conference.started_at_time,
        Conference.place,
        Conference.record_state,
        Conference.next_on,
    )
    .where(Conference.record_state != VOID, Conference.held_on >= bindparam("since"))
    .order_by(Conference.held_on.desc(), Conference.id.desc())
)
_COUNTS = Prepared(
    select(
        AgendaItem.conference_id,
        func.count(AgendaItem.id).label("items"),
        func.count(AgendaItem.conclusion).label("concluded"),
    )
    .where(AgendaItem.record_state != VOID, AgendaItem.held_on >= bindparam("since"))
    .group_by(AgendaItem.conference_id)
)


def list_conferences(work: Work, *, since: date = date.min) -> list[ConferenceRow]:
    """List the meetings the worker may see, the newest first."""
    with work.store.reading(work.actor) as session:
        counts = {row.conference_id: row for row in _COUNTS(session, since=since)}
        return [
            ConferenceRow(
                row.id,
                row.centre,
                row.meeting_kind,
                row.title or "",
                row.serial or "",
                row.held_on,
                row.started_at_time,
                row.place or "",
                row.record_state,
                counts[row.id].items if row.id in counts else 0,
                counts[row.id].concluded if row.id in counts else 0,
                row.next_on,
            )
            for row in _ROWS(session, since=since)
        ]
